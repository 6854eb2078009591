"""Danh sách: the people of the commune, by the list they stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.people import CATEGORIES, EPISODES, PEOPLE
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import TONES
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import paragraph
from sachmatuy_desktop.ui.forms.quick_acts import open_test_plan, open_test_result, open_visit
from sachmatuy_desktop.ui.keys import PERSON_KEYS, bind
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.erasing import EraseButton
from sachmatuy_desktop.ui.pages.moving import MoveButton
from sachmatuy_desktop.ui.pages.page import Page, PageSpec, Pane
from sachmatuy_desktop.ui.pages.people_lists import (
    ALL,
    HEADINGS,
    MANAGED,
    Watched,
    note_of,
    people_on,
    read_watched,
    sides,
)
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.side_list import SideList
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ALL", "PAGE", "PeoplePage", "people_by_category"]

WATCHED_BOOKS: Final = frozenset(
    {"people", "episodes", "decisions", "presences", "treatments", "transfers", "holidays"}
)
"""What the terms of the people depend on."""


def people_by_category(queries: Queries) -> dict[str, frozenset[str]]:
    """The people under each category now: those with an episode of it that has not ended."""
    ids = queries.ids("episodes", (Where("until_date", "null"),))
    found: dict[str, set[str]] = defaultdict(set)
    for row in queries.rows("episodes", ids).values():
        found[str(row["category"])].add(str(row["person"]))
    return {category: frozenset(people) for category, people in found.items()}


class PeoplePage(Page):
    """Categories with their numbers, the list of people, the person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sees_categories = desk.may_open(EPISODES)
        self._by_category: Mapping[str, frozenset[str]] = {}
        self._watched = Watched()
        self._reading = self._stale = False
        derived = [
            derived_column("term", N_("Thời hạn"), self._term_cells, widest=290),
            derived_column("category", N_("Diện"), self._category_cells),
        ]
        self.list = RecordList(
            desk,
            PEOPLE,
            derived if self._sees_categories else [],
            frozenset({"episodes"}),
            first_derived=1,
        )
        self.list.narrow = self._narrow
        if desk.may_write(REGISTERS["transfers"]) and not desk.receives:
            self.move_button = MoveButton(desk, self.list)
            self.list.add_tool(self.move_button)
        if desk.role.keeps_data and not desk.receives:
            self.erase_button = EraseButton(desk, self.list)
            self.list.add_tool(self.erase_button)
        self.side = SideList(_("Danh sách"))
        self.side.setMaximumWidth(theme.px(236))
        self.side.setMinimumWidth(170)
        self.side.chosen.connect(lambda _key: self._show_category())
        self.note = paragraph()
        self._lay_out()
        self._bind_keys()
        self.setFocusProxy(self.list.table)
        self._recount()
        self.side.choose(MANAGED if self._on(MANAGED) else ALL)

    def opened(self) -> None:
        """Count anew."""
        self._recount()
        self._watch()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """People, their lists or their terms changed."""
        names = {name for name, _id in changed}
        if {"people", "episodes"} & names:
            self._recount()
        if "episodes" in names:
            self.list.model.forget_all()
            self.list.relist()
        if WATCHED_BOOKS & names and self.isVisible():
            self._watch()

    def go_through(self, door: Door) -> None:
        """Show everyone, then what the door is about."""
        if door.record is None or self.list.model.row_of(door.record) is None:
            self.side.choose(ALL)
        self.list.go_through(door)

    def panes(self) -> list[Pane]:
        """The list at the left, then list and record."""
        return [Pane(self.side, self.side.setFocus), *self.list.panes()]

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        return not self.list.is_unsaved

    def _recount(self) -> None:
        try:
            if self._sees_categories:
                self._by_category = people_by_category(self.desk.queries)
            everyone = self.desk.queries.count("people")
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        seen = self._by_category if self._sees_categories else None
        self.side.show_lines(sides(everyone, seen, self._watched))

    def _watch(self) -> None:
        """Ask the law's clock on the worker; once more where something changed meanwhile."""
        if not self._sees_categories or self.desk.receives:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        session = self.desk.office.session
        Operation(self.desk.operations, lambda: read_watched(session), self).success(
            self._take_watched
        ).always(self._watch_again).start()

    def _take_watched(self, watched: Watched) -> None:
        if watched == self._watched:
            return
        moved = watched.overdue != self._watched.overdue
        self._watched = watched
        self._recount()
        self.list.model.forget_all()
        if moved:
            self.list.relist()
        self.list.table.fit_columns()

    def _watch_again(self) -> None:
        self._reading = False
        if self._stale:
            self._watch()

    def _on(self, key: str) -> frozenset[str] | None:
        return people_on(key, self._by_category, self._watched)

    def _narrow(self) -> frozenset[str] | None:
        return self._on(self.side.current)

    def _show_category(self) -> None:
        key = self.side.current
        words = CATEGORIES.get(key) or HEADINGS.get(key) or PEOPLE.title
        self.list.heading.setText(_(words))
        note = note_of(key)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.list.show_all()
        self.list.table.fit_columns()

    def _term_cells(self, ids: Sequence[str]) -> dict[str, Cell]:
        chips = self._watched.chips
        return {person: chips[person] for person in ids if person in chips}

    def _category_cells(self, ids: Sequence[str]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for code, label in CATEGORIES.items():
            for person in self._by_category.get(code, frozenset()) & set(ids):
                before = f"{cells[person].text}; " if person in cells else ""
                cells[person] = Cell(before + _(label), TONES.get(code, Tone.QUIET))
        return cells

    def _lay_out(self) -> None:
        self.note.setObjectName("note")
        self.note.setStyleSheet(
            f"#note {{ background: {Tone.CARE.wash}; color: {Tone.CARE.ink};"
            f" padding: {theme.px(7)}px {theme.px(12)}px; }}"
        )
        self.note.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.note)
        right.addWidget(self.list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addLayout(right, 1)

    def _bind_keys(self) -> None:
        """A check of residence, a test, a test to come, for the person who is chosen."""
        if self.desk.may_write(EPISODES):
            bind(self, PERSON_KEYS, {name: self._doer(act) for name, act in QUICK.items()})

    def _doer(self, act: QuickAct) -> Callable[[], None]:
        def do() -> None:
            chosen = self.list.table.chosen_ids()
            if chosen:
                act(self.desk, chosen[0], self.window())

        return do


QuickAct = Callable[[Desk, str, QWidget | None], object]

QUICK: Final[Mapping[str, QuickAct]] = MappingProxyType(
    {"visit": open_visit, "test": open_test_result, "plan": open_test_plan}
)


PAGE: Final = PageSpec(
    "people",
    N_("Danh sách"),
    "users",
    PeoplePage,
    allowed=lambda desk: desk.may_open(PEOPLE),
    areas=frozenset({Area.PEOPLE}),
    registers=frozenset({"people"}),
)
