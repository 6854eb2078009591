"""How the book of bundles reads: every bundle in one line, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.passages import Followed, Standing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.dialogs.merge_preview import KINDS
from sachmatuy_desktop.ui.dialogs.plain_table import Head
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.sync.words import moment, summary_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["STANDINGS", "kind_words", "passage_heads", "passage_rows", "standing_words"]

STANDINGS: Final[Mapping[Standing, tuple[str, Tone]]] = MappingProxyType(
    {
        Standing.SENT: (N_("Đã gửi"), Tone.BUSY),
        Standing.RECEIVED: (N_("Đã nhận"), Tone.GOOD),
        Standing.COVERED: (N_("Đã nhận theo gói sau"), Tone.GOOD),
        Standing.PARTLY: (N_("Nhận thiếu"), Tone.CARE),
        Standing.RETURNED: (N_("Bị trả lại"), Tone.BLOCK),
        Standing.UNDONE: (N_("Nơi nhận hoàn tác"), Tone.BLOCK),
        Standing.SILENT: (N_("Chưa có biên nhận"), Tone.CARE),
        Standing.FAILED: (N_("Không ghi được"), Tone.BLOCK),
        Standing.CAME: (N_("Đã nhập"), Tone.QUIET),
        Standing.TAKEN_OUT: (N_("Đã hoàn tác"), Tone.CARE),
    }
)
"""What a bundle may be filtered by, in this order."""


def kind_words(kind: str) -> str:
    """What a bundle is called."""
    return _(KINDS[Kind(kind)]) if kind in set(Kind) else kind


def standing_words(line: Followed) -> str:
    """How a bundle stands, with the figure or day that belongs to it."""
    words = _(STANDINGS[line.standing][0])
    if line.standing is Standing.RETURNED and line.returned:
        count = show_integer(len(line.returned))
        return _("Bị trả lại {count} điểm").format(count=count)
    if line.standing is Standing.SILENT:
        return _("{days} ngày chưa có biên nhận").format(days=show_integer(line.days))
    if line.standing is Standing.RECEIVED and line.received:
        return _("Đã nhận lúc {moment}").format(moment=moment(line.received))
    if line.standing is Standing.TAKEN_OUT:
        return _("Đã hoàn tác {moment}").format(moment=moment(line.passage.undone))
    return words


def passage_heads() -> list[Head]:
    """The columns of the book of bundles."""
    return [
        Head(_("Lúc")),
        Head(_("Loại"), widest=130),
        Head(_("Số"), right=True),
        Head(_("Cơ quan"), widest=190),
        Head(_("Tình trạng"), widest=280),
        Head(_("Nội dung"), grows=True),
    ]


def passage_rows(lines: Sequence[Followed]) -> list[list[Cell]]:
    """The book of bundles, in the order given."""
    return [
        [
            Cell(moment(line.passage.at)),
            Cell(kind_words(line.passage.kind)),
            Cell(str(line.passage.sequence)),
            Cell(capital(line.partner)),
            Cell(standing_words(line), STANDINGS[line.standing][1]),
            Cell(summary_words(line.passage.summary)),
        ]
        for line in lines
    ]
