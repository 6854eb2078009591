"""How a receipt reads on screen: what was counted, what needs a person, in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.sync.receipt import Answer, Returned, SetAside
from sachmatuy_desktop.ui.dialogs.plain_table import Head
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["count_heads", "count_rows", "point_heads", "point_words", "points"]

NAMED: Final = 200
"""So many records of a kind are called by name."""

WHY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "register": N_("chương trình nơi nhận chưa có sổ này"),
        "field": N_("chương trình nơi nhận chưa có mục này"),
        "value": N_("nơi nhận không nhận được giá trị này"),
        "scope": N_("máy gửi không có quyền ghi sổ này"),
        "unit": N_("ghi cho đơn vị khác"),
        "absent": N_("ghi chép chưa có ở nơi nhận"),
        "foreign": N_("ghi chép thuộc đơn vị khác"),
        "revoked": N_("khóa của máy ghi đã bị thu hồi"),
        "uncertified": N_("chứng nhận của máy ghi không cho ghi sổ này"),
    }
)


def count_heads() -> list[Head]:
    """The columns of what was counted."""
    return [
        Head(_("Sổ"), grows=True),
        Head(_("Mới"), right=True),
        Head(_("Sửa"), right=True),
        Head(_("Xóa"), right=True),
    ]


def count_rows(answer: Answer) -> list[list[Cell]]:
    """One row a register in which something was taken in."""
    counts = (answer.new, answer.changed, answer.removed)
    return [
        [Cell(_(book.title)), *(Cell(_count(each.get(book.name, 0))) for each in counts)]
        for book in REGISTERS
        if any(each.get(book.name) for each in counts)
    ]


def point_heads() -> list[Head]:
    """The columns of what needs a person."""
    return [Head(_("Loại")), Head(_("Nội dung"), grows=True, wraps=True)]


def points(answer: Answer, returned: Sequence[Returned], queries: Queries) -> list[list[Cell]]:
    """What needs a person: sent back, set aside and why, waiting, lacking, to be decided."""
    found = [[Cell(_("Trả lại"), Tone.BLOCK), Cell(point_words(each))] for each in returned]
    found += [
        [Cell(_("Để riêng"), Tone.CARE), Cell(text)] for text in _aside(answer.set_aside, queries)
    ]
    unnamed = answer.counted_aside - min(len(answer.set_aside), NAMED)
    if unnamed > 0:
        more = _("Còn {count} chỗ khác.").format(count=show_integer(unnamed))
        found.append([Cell(_("Để riêng"), Tone.CARE), Cell(more)])
    found += [[Cell(kind, Tone.CARE), Cell(text)] for kind, text in _waiting(answer)]
    found += [
        [Cell(_("Hai nơi cùng sửa"), Tone.CARE), Cell(text)]
        for text in _named(answer.conflicts[:NAMED], queries)
    ]
    return found


def point_words(returned: Returned) -> str:
    """What was sent back, and until when an answer is asked for."""
    if not returned.due:
        return returned.subject
    try:
        day = show_date(parse_date(returned.due))
    except KnownError:
        return returned.subject
    return _("{subject} (hạn {day})").format(subject=returned.subject, day=day)


def _waiting(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.undone:
        yield _("Hoàn tác"), _("Nơi nhận đã hoàn tác cả gói; hãy hỏi lý do rồi gửi lại.")
    if answer.parked and answer.missing:
        numbers = ", ".join(map(str, answer.missing))
        yield (
            _("Thiếu gói"),
            _("{count} phần dữ liệu chờ; chưa tới: gói số {numbers}.").format(
                count=show_integer(answer.parked), numbers=numbers
            ),
        )
    elif answer.parked:
        yield (
            _("Thiếu gói"),
            _("{count} phần dữ liệu chờ gói trước; hãy xuất lại gói mới.").format(
                count=show_integer(answer.parked)
            ),
        )
    if answer.lacking:
        yield (
            _("Thiếu tệp"),
            _("{count} tệp đính kèm chưa nhận được; gói sau tự mang theo.").format(
                count=show_integer(answer.lacking)
            ),
        )


def _aside(lines: Sequence[SetAside], queries: Queries) -> Iterator[str]:
    listed = lines[:NAMED]
    names = _named([(each.register, each.record) for each in listed], queries)
    for each, name in zip(listed, names, strict=True):
        why = _(WHY[each.why]) if each.why in WHY else each.why
        yield f"{name}{_field(each)}: {why}"


def _field(line: SetAside) -> str:
    if not line.field or line.register not in REGISTERS:
        return ""
    fields = REGISTERS[line.register].by_name
    return f", {_(fields[line.field].label) if line.field in fields else line.field}"


def _named(records: Sequence[tuple[str, str]], queries: Queries) -> list[str]:
    """The records as lists call them here: they are the sender's own."""
    known: dict[tuple[str, str], str] = {}
    for register in {register for register, _record in records if register in REGISTERS}:
        ids = [record for book, record in records if book == register]
        known |= {(register, each): name for each, name in queries.names(register, ids).items()}
    told = []
    for register, record in records:
        title = _(REGISTERS[register].title) if register in REGISTERS else register
        name = known.get((register, record), "")
        told.append(f"{title}: {name}" if name else title)
    return told


def _count(number: int) -> str:
    return show_integer(number) if number else ""
