"""Hai nơi cùng sửa: what two offices wrote without knowing of each other, decided one or many."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.conflicts import Claim, Decision, Preference, Settle, preferred
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.kit import button, faint, row, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.looking import note_look
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.conflict_words import PREFERENCES, Line, read_conflicts
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.conflict_detail import ConflictDetail
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ConflictsTab"]

LISTED: Final = 1000
"""So many are listed at once; as they are decided, the next ones follow."""


class ConflictsTab(Tab):
    """A list at the left, the values at the right; what is not decided stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lines: list[Line] = []
        self._wanted = ""
        self.table = PlainTable(_("Chỗ hai nơi cùng sửa"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.row_chosen.connect(lambda _row: self._tell())
        self.table.row_entered.connect(lambda _row: self.open_record())
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._offer())
        self.told = faint()
        self.detail = ConflictDetail()
        self.detail.chosen.connect(self.decide)
        self.detail.opened.connect(self.open_record)
        self.many = button(_("Chọn cho các dòng đã đánh dấu"))
        self.menu = QMenu(self.many)
        for how, title in PREFERENCES.items():
            self.menu.addAction(_(title), partial(self.decide_many, how))
        self.many.setMenu(self.menu)
        self._lay_out()
        self._offer()

    @property
    def line(self) -> Line | None:
        """The conflict in front."""
        at = self.table.row
        return self.lines[at] if 0 <= at < len(self.lines) else None

    @property
    def marked(self) -> list[Line]:
        """The lines selected that this office decides."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.lines[at] for at in rows if at < len(self.lines) and self.lines[at].ours]

    def read(self) -> None:
        """Read what waits, on the worker."""
        office = office_in(self.desk)
        operation = Operation(self.desk.operations, lambda: read_conflicts(office), self)
        operation.success(self._show).start()

    def go_through(self, door: Door) -> None:
        """The first conflict of a record."""
        self._wanted = door.record or ""
        self.is_stale = True
        self.refresh()

    def decide(self, claim: Claim) -> None:
        """Take one value; the others leave, on every PC that hears of it."""
        if self.line is not None:
            self._run((Decision.taking(self.line.conflict, claim),))

    def decide_many(self, how: Preference) -> None:
        """Decide every line that is marked by one rule, after saying how many that is."""
        marked = self.marked
        decisions = preferred((each.conflict for each in marked), how)
        left = len(marked) - len(decisions)
        told = _("Chọn giá trị cho {count} chỗ: {how}.").format(
            count=show_integer(len(decisions)), how=_(PREFERENCES[how]).lower()
        )
        if left:
            told += " " + _("{count} chỗ không chọn được theo cách này vẫn để lại.").format(
                count=show_integer(left)
            )
        title = _("Chọn cho nhiều chỗ một lần")
        if decisions and ConfirmDialog.ask(title, told, _("Chọn"), self):
            self._run(decisions)
        elif not decisions:
            self.desk.feedback.notice(_("Không chỗ nào chọn được theo cách này."))

    def open_record(self) -> None:
        """The record itself; one that is removed is told of in its history alone."""
        line = self.line
        if line is not None and not line.conflict.is_removal:
            self.desk.door.emit(Door(line.conflict.register, record=line.conflict.record))

    def panes(self) -> list[Pane]:
        """The list and the values."""
        return [Pane(self.table, self.table.setFocus), Pane(self.detail, self.detail.setFocus)]

    def _run(self, decisions: tuple[Decision, ...]) -> None:
        self.desk.run(Settle(decisions), failure=self._refused, owner=self)

    def _refused(self, error: KnownError) -> None:
        self.desk.feedback.sentence(error)
        self.is_stale = True
        self.refresh()

    def _show(self, lines: list[Line]) -> None:
        self.lines = lines[:LISTED]
        ours = sum(each.ours for each in lines)
        mixed = ours < len(lines)
        cells = [_cells(each, with_others=mixed) for each in self.lines]
        self.table.show_rows(_heads(with_others=mixed), cells)
        self.told.setText(_told(ours, len(lines) - ours))
        self._choose_wanted()
        self._tell()
        self._offer()

    def _choose_wanted(self) -> None:
        records = [each.conflict.record for each in self.lines]
        if self._wanted in records:
            self.table.choose(records.index(self._wanted))
        elif self.lines and self.table.row < 0:
            self.table.choose(0)
        self._wanted = ""

    def _tell(self) -> None:
        line = self.line
        self.detail.show_line(line)
        if line is not None:
            note_look(self.desk, REGISTERS[line.conflict.register], line.conflict.record)

    def _offer(self) -> None:
        self.many.setEnabled(bool(self.marked))

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.px(14), theme.px(10), theme.px(8), theme.px(10))
        down.setSpacing(theme.px(8))
        down.addWidget(self.told)
        down.addWidget(self.table, 1)
        down.addLayout(row(self.many, None))
        split = side_by_side(left, self.detail, (720, 420), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


def _told(ours: int, others: int) -> str:
    """How many this office decides, and how many others do."""
    if not ours + others:
        return _("Không có chỗ nào hai nơi cùng sửa.")
    if not others:
        return _("{count} chỗ cần chọn giá trị.").format(count=show_integer(ours))
    return _("{count} chỗ cần chọn, {others} chỗ do đơn vị khác chọn.").format(
        count=show_integer(ours), others=show_integer(others)
    )


def _heads(*, with_others: bool) -> list[Head]:
    heads = [
        Head(_("Sổ"), widest=120),
        Head(_("Ghi chép"), widest=170),
        Head(_("Mục"), widest=140),
        Head(_("Đang hiện"), widest=140),
        Head(_("Giá trị khác"), grows=True, widest=220),
    ]
    return [*heads, Head(_("Ai chọn"))] if with_others else heads


def _cells(line: Line, *, with_others: bool) -> list[Cell]:
    shown, *others = line.said
    cells = [
        Cell(line.book),
        Cell(line.record),
        Cell(line.what),
        Cell(", ".join(shown.values)),
        Cell(" | ".join(", ".join(each.values) for each in others)),
    ]
    who = Cell(_("Cơ quan này"), Tone.BLOCK) if line.ours else Cell(_("Đơn vị khác"), Tone.QUIET)
    return [*cells, who] if with_others else cells
