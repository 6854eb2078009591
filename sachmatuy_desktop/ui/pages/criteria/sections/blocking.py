"""What stands in the way: each record, since and until when, and the lawful act that clears it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from sachmatuy_desktop.domain.criteria import FactRecord
from sachmatuy_desktop.domain.criteria.clearing import ways
from sachmatuy_desktop.domain.criteria.findings import Clearing
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.pages.criteria.acts import VERBS, may_act
from sachmatuy_desktop.ui.pages.criteria.sections.section import Fold, Section, Shown
from sachmatuy_desktop.ui.pages.criteria.words import register_of

__all__ = ["Blocking"]

ATTESTATIONS: Final = "attestations"
"""Filled in by the buttons of this page, not through a door."""

FIRST: Final = 6
"""Records shown at once; the others are folded below."""

SHOWN: Final = 40
"""Records listed by name; the rest is one door to the whole list."""

DASH: Final = " – "
"""Stands in a record's label between who it is and why it is in the way."""

Act = Callable[[str, FactRecord | None], None]
"""Does an act, to a record or to none."""


class Blocking(Section):
    """The records in the way, or the books where what is missing is written down."""

    def __init__(self, shown: Shown, desk: Desk, act: Act) -> None:
        super().__init__()
        self._shown, self._desk, self._act = shown, desk, act
        self._ways = ways(shown.pack, shown.assessment, shown.result)
        self._at_once = [each for each in self._ways.at_large if may_act(desk, each.act)]
        records = shown.result.blocking
        if records:
            self._records(records)
        elif self._at_once:
            self.title(_("Cần ghi vào sổ"))
        self._at_large()
        if not records:
            self._books()

    def _records(self, records: Sequence[FactRecord]) -> None:
        self.title(_("Đang vướng: {count}").format(count=len(records)))
        self._lawful()
        for record in records[:FIRST]:
            self._record(record, self.body)
        rest = records[FIRST:SHOWN]
        if rest:
            text = _("Xem thêm {count}").format(count=len(rest))
            self.body.addWidget(
                Fold(text, "blocking", self._shown.unfolded, partial(self._list, rest))
            )
        for register, ids in _by_register(records).items():
            if len(ids) > 1:
                whole = _("Mở cả {count} dòng trong danh sách").format(count=len(ids))
                title = self._shown.criterion.title
                go = partial(self._desk.open_list, register, only=frozenset(ids), title=title)
                self.body.addWidget(LongDoor(whole, go, picture="arrow-right"))

    def _lawful(self) -> None:
        """What may be done by law, once for all records."""
        acts = [each for found in self._ways.of_record.values() for each in found]
        for clearing in dict.fromkeys((*acts, *self._ways.at_large)):
            if may_act(self._desk, clearing.act):
                self.body.addWidget(faint(_cited(clearing)))

    def _list(self, records: Sequence[FactRecord], inside: QVBoxLayout) -> None:
        for record in records:
            self._record(record, inside)

    def _record(self, record: FactRecord, place: QVBoxLayout) -> None:
        register, label, days = register_of(record), record.label or record.id, _days(record)
        name, _dash, why = label.partition(DASH) if days else (label, "", "")
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        if register is None:
            across.addWidget(paragraph(name), 1)
        else:
            go = partial(self._desk.open_record, register, record.id)
            door = LongDoor(name, go)
            door.setAccessibleName(label)
            across.addWidget(door, 1)
        for clearing in self._ways.of_record.get(record.key, ()):
            if may_act(self._desk, clearing.act):
                across.addWidget(self._doer(clearing, record))
        place.addLayout(across)
        if days:
            told = faint(" · ".join(part for part in (why, *days) if part))
            told.setIndent(theme.px(6))
            place.addWidget(told)

    def _doer(self, clearing: Clearing, record: FactRecord | None) -> QPushButton:
        made = button(_(VERBS[clearing.act]), partial(self._act, clearing.act, record), door=True)
        made.setToolTip(_cited(clearing))
        named = f": {record.label}" if record is not None and record.label else ""
        made.setAccessibleName(clearing.title + named)
        return made

    def _at_large(self) -> None:
        for clearing in self._at_once:
            if not self._shown.result.blocking:
                self.body.addWidget(faint(_cited(clearing)))
            self.body.addWidget(self._doer(clearing, None))

    def _books(self) -> None:
        """Where the figures that are missing are written down."""
        doors = criteria.doors(self._shown.pack, self._shown.assessment)
        books = [
            REGISTERS[door.register]
            for door in doors.get(self._shown.criterion.id, ())
            if door.register != ATTESTATIONS
        ]
        books = [book for book in books if self._desk.may_open(book)]
        if books:
            self.title(_("Ghi, sửa số liệu ở sổ"))
        for book in books:
            go = partial(self._desk.open_list, book.name)
            self.body.addWidget(LongDoor(_(book.title), go, picture="arrow-right"))


def _cited(clearing: Clearing) -> str:
    return f"{clearing.title} ({clearing.source})."


def _days(record: FactRecord) -> list[str]:
    told = []
    if record.since is not None:
        told.append(_("vướng từ {day}").format(day=show_date(record.since)))
    if record.clears_on is not None:
        told.append(_("sớm nhất hết vướng từ {day}").format(day=show_date(record.clears_on)))
    return told


def _by_register(records: Sequence[FactRecord]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in records:
        register = register_of(record)
        if register is not None:
            found.setdefault(register, []).append(record.id)
    return found
