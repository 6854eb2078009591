"""The tab “Lộ trình”: communes by years, what is planned and what has come of it.

A table that reads like a picture: the planned year is a framed cell, what was reached stands in it
in a word.  The keyboard plans: on a year's cell Space or Enter plans the chosen communes for that
year, Del takes them off.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLabel, QVBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria, targets
from sachmatuy_desktop.services.targets import (
    DropFromRoadmap,
    PlanCommunes,
    PlanShare,
    Progress,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, label_of, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.plan_dialog import PlanDialog
from sachmatuy_desktop.ui.pages.board.plan_table import PlanTable
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["RoadmapBoard"]

BOOK: Final = "roadmap"
AHEAD: Final = 4
"""Years after this one that can be planned with the keyboard."""

LEGEND: Final = N_(
    "Ô có khung: năm phấn đấu đạt. Trên ô của một năm, nhấn phím cách hoặc Enter để đưa các xã đang"
    " chọn vào năm đó, Del để bỏ khỏi lộ trình."
)


class RoadmapBoard(Tab):
    """The roadmap of one pack."""

    reads = frozenset({"roadmap", "assessments", "recognition_decisions"})
    shows = frozenset({BOOK})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.progress: Progress | None = None
        self._wanted = ""
        self.pack = CalmChoice()
        self.pack.setAccessibleName(_("Bộ tiêu chí"))
        self.pack.setMinimumContentsLength(36)
        self.add_button = button(_("Thêm xã vào lộ trình…"), self.add, picture="plus", primary=True)
        self.drop_button = button(_("Bỏ khỏi lộ trình"), self.drop, picture="trash-2")
        self.told = faint()
        self.shares = QVBoxLayout()
        self.shares.setSpacing(theme.px(2))
        self.table = PlanTable()
        self._lay_out()
        may = desk.may_write(REGISTERS[BOOK])
        self.add_button.setVisible(may)
        self.drop_button.setVisible(may)
        self.table.planned.connect(self.plan)
        self.table.dropped.connect(self.drop)
        self.pack.activated.connect(lambda _place: self.read())
        bind(self, LIST_KEYS, {"add": self.add})
        bind(self.table, TABLE_KEYS, {"add": self.add}, alone=True)
        self._offer()

    def read(self) -> None:
        """Hold the plan against what was reached, on the worker."""
        pack = self.chosen_pack
        if not pack:
            self.told.setText(_("Chưa có bộ tiêu chí nào cho các xã."))
            return
        office = office_in(self.desk)

        def work() -> tuple[Progress, tuple[PlanShare, ...]]:
            this = targets.this_year(office)
            found = targets.progress(office, pack, range(this, this + AHEAD + 1))
            return found, targets.plan_shares(office, found)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def go_through(self, door: Door) -> None:
        """The roadmap that a line stands in, with its commune chosen."""
        record = door.record or ""
        row = self.desk.queries.rows(BOOK, [record]).get(record)
        if row is not None:
            self.pack.setCurrentIndex(max(self.pack.findData(row["pack"]), 0))
            self._wanted = str(row["addressee"])
            self.read()

    @property
    def chosen_pack(self) -> str:
        """The pack whose roadmap is shown."""
        return str(self.pack.currentData() or "")

    # What is done

    def plan(self, year: int) -> None:
        """The chosen communes for a year."""
        units = self.table.chosen_units()
        if units and self.desk.may_write(REGISTERS[BOOK]):
            self.desk.run(PlanCommunes(units, self.chosen_pack, year), owner=self)

    def drop(self) -> None:
        """The chosen communes off the roadmap."""
        units = tuple(line.unit for line in self.table.chosen_lines() if line.planned is not None)
        if units and self.desk.may_write(REGISTERS[BOOK]):
            self.desk.run(DropFromRoadmap(units, self.chosen_pack), owner=self)

    def add(self) -> None:
        """Ask which communes for which year; many at once."""
        if self.progress is None or not self.desk.may_write(REGISTERS[BOOK]):
            return
        dialog = PlanDialog(self.progress, frozenset(self.table.chosen_units()), self)
        if dialog.ask_person():
            self.desk.run(dialog.command(self.chosen_pack), owner=self)

    # What is shown

    def _show(self, answer: tuple[Progress, tuple[PlanShare, ...]]) -> None:
        self.progress, shares = answer
        self.table.show_progress(self.progress, self._wanted)
        self._wanted = ""
        this = self.progress.this_year
        late = self.progress.late
        planned = sum(line.planned is not None for line in self.progress.lines)
        said = [
            _("{planned}/{all} xã trong lộ trình").format(
                planned=planned, all=len(self.progress.lines)
            ),
            _("đến hết năm {year}: kế hoạch {planned}, đã đạt {reached}").format(
                year=this,
                planned=self.progress.planned_by(this),
                reached=self.progress.reached_by(this),
            ),
        ]
        if late:
            names = ", ".join(capital(line.name) for line in late[:4])
            more = " …" if len(late) > 4 else ""
            said.append(_("chậm {count} xã: {names}").format(count=len(late), names=names + more))
        self.told.setText(" · ".join(said))
        self._say_shares(shares)

    def _say_shares(self, shares: tuple[PlanShare, ...]) -> None:
        while (item := self.shares.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for share in shares:
            words = _(
                "Chỉ tiêu “{printed}” đến năm {year}: cần {needed}/{all} xã, lộ trình có {planned}"
                " – {verdict}."
            ).format(
                printed=share.printed,
                year=share.year,
                needed=share.needed,
                all=share.of,
                planned=share.planned,
                verdict=_("đủ") if share.enough else _("chưa đủ"),
            )
            label = QLabel(words)
            tone = Tone.GOOD if share.enough else Tone.CARE
            label.setStyleSheet(f"color: {tone.ink};")
            self.shares.addWidget(label)

    def _offer(self) -> None:
        """The packs that communes are assessed by, those somebody planned by first."""
        office = office_in(self.desk)
        planned = [
            str(row["pack"])
            for row in self.desk.queries.rows(BOOK, self.desk.queries.ids(BOOK)).values()
        ]
        asked = targets.packs_asked_for(office)
        known = [
            pack
            for pack in criteria.library(office).all_rules()
            if pack.level == "commune" and pack.decision.kind == "all"
        ]
        order = {pack: place for place, pack in enumerate(dict.fromkeys([*planned, *asked]))}
        known.sort(key=lambda pack: (order.get(pack.id, len(order)), pack.id))
        for pack in known:
            self.pack.addItem(pack.title, pack.id)

    def _lay_out(self) -> None:
        label = label_of(_("Bộ tiêu chí"), self.pack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addLayout(row(label, self.pack, None, self.drop_button, self.add_button))
        layout.addWidget(self.told)
        layout.addLayout(self.shares)
        layout.addWidget(self.table, 1)
        layout.addWidget(faint(_(LEGEND)))
