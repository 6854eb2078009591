"""Danh sách: the people of the commune, by the category they are kept under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.people import CATEGORIES, EPISODES, PEOPLE
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import TONES
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.moving import MoveButton
from sachmatuy_desktop.ui.pages.page import Page, PageSpec
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PAGE", "PeoplePage", "people_by_category"]

ALL: Final = "all"
MANAGED: Final = "managed"


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
        derived = [derived_column("category", N_("Diện"), self._category_cells)]
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
        self.side = SideList(_("Diện quản lý"))
        self.side.setMaximumWidth(theme.px(236))
        self.side.setMinimumWidth(170)
        self.side.chosen.connect(lambda _key: self._show_category())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list.table)
        self._recount()
        self.side.choose(MANAGED if self._managed() else ALL)

    def opened(self) -> None:
        """Count anew."""
        self._recount()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """People or their categories changed."""
        if {"people", "episodes"} & {name for name, _id in changed}:
            self._recount()
        if "episodes" in {name for name, _id in changed}:
            self.list.model.forget_all()
            self.list.relist()

    def go_through(self, door: Door) -> None:
        """Show everyone, then what the door is about."""
        if door.record is None or self.list.model.row_of(door.record) is None:
            self.side.choose(ALL)
        self.list.go_through(door)

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
        lines = [SideLine(ALL, _("Tất cả nhân khẩu"), everyone)]
        if self._sees_categories:
            lines += [
                SideLine("", _("ĐANG QUẢN LÝ")),
                SideLine(MANAGED, _("Tất cả các diện"), len(self._managed())),
            ]
            lines += [
                SideLine(code, _(label), len(self._by_category.get(code, ())))
                for code, label in CATEGORIES.items()
            ]
        self.side.show_lines(lines)

    def _managed(self) -> frozenset[str]:
        return frozenset().union(*self._by_category.values())

    def _narrow(self) -> frozenset[str] | None:
        if self.side.current in ("", ALL):
            return None
        if self.side.current == MANAGED:
            return self._managed()
        return self._by_category.get(self.side.current, frozenset())

    def _show_category(self) -> None:
        key = self.side.current
        title = _(CATEGORIES[key]) if key in CATEGORIES else ""
        self.list.heading.setText(title or self._words_of(key))
        self.list.show_all()

    def _words_of(self, key: str) -> str:
        return _("Người đang quản lý") if key == MANAGED else _(PEOPLE.title)

    def _category_cells(self, ids: Sequence[str]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for code, label in CATEGORIES.items():
            for person in self._by_category.get(code, frozenset()) & set(ids):
                before = f"{cells[person].text}; " if person in cells else ""
                cells[person] = Cell(before + _(label), TONES.get(code, Tone.QUIET))
        return cells


PAGE: Final = PageSpec(
    "people",
    N_("Danh sách"),
    "users",
    PeoplePage,
    allowed=lambda desk: desk.may_open(PEOPLE),
    areas=frozenset({Area.PEOPLE}),
    registers=frozenset({"people"}),
)
