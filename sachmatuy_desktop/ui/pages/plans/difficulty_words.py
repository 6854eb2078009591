"""How a difficulty, its stage and its answers read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.difficulties import (
    Answer,
    DifficultyStanding,
    Remark,
    Stage,
)
from sachmatuy_desktop.domain.registers.plans import ANSWERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["answer_line", "remark_words", "stage_chip", "waited"]

STAGES: Final[Mapping[Stage, tuple[str, Tone]]] = MappingProxyType(
    {
        Stage.RAISED: (N_("Mới nêu"), Tone.BUSY),
        Stage.SENT: (N_("Đã gửi lên"), Tone.BUSY),
        Stage.WAITING: (N_("Đang chờ trả lời"), Tone.CARE),
        Stage.ASKED: (N_("Đề nghị làm rõ"), Tone.CARE),
        Stage.FORWARDED: (N_("Đã chuyển cấp trên"), Tone.BUSY),
        Stage.ANSWERED: (N_("Đã trả lời"), Tone.GOOD),
        Stage.OWN: (N_("Cấp xã giải quyết"), Tone.BUSY),
        Stage.CLOSED: (N_("Đã giải quyết"), Tone.QUIET),
        Stage.REMOVED: (N_("Đã xóa khỏi sổ"), Tone.QUIET),
    }
)

REMARKS: Final[Mapping[Remark, str]] = MappingProxyType(
    {
        Remark.EDITED: N_("Nội dung đã được sửa sau khi có trả lời; xem nội dung lúc đó ở dưới."),
        Remark.SEVERAL: N_("Có nhiều hơn một trả lời cho cùng nội dung; xem tất cả ở dưới."),
        Remark.UNSENT: N_("Có nội dung mới chưa gửi; gói dữ liệu tiếp theo sẽ mang đi."),
        Remark.AFTER_CLOSING: N_("Trả lời đến sau khi đã ghi giải quyết xong."),
        Remark.REMOVED: N_("Đơn vị đã xóa khó khăn này khỏi sổ; trả lời vẫn còn đây."),
    }
)


def stage_chip(standing: DifficultyStanding) -> tuple[str, Tone]:
    """The chip of where it stands."""
    words, tone = STAGES[standing.stage]
    return _(words), tone


def waited(standing: DifficultyStanding) -> str:
    """How many days somebody above owes a word; "" where nobody does."""
    if standing.days is None:
        return ""
    return _("{days} ngày").format(days=standing.days) if standing.days else _("từ hôm nay")


def remark_words(remark: Remark) -> str:
    """What else is to be told."""
    return _(REMARKS[remark])


def answer_line(answer: Answer) -> str:
    """Day, kind, who, by which paper."""
    who = f"{answer.who} ({answer.position})" if answer.position else answer.who
    told = (show_date(answer.on), _(ANSWERS[answer.kind.value]), who, answer.document)
    return " · ".join(filter(None, told))
