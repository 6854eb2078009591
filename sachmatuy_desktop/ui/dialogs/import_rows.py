"""The fate of every row: counted, narrowed by fate, each row taken or left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan, RowPlan
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.spreadsheets import written_rows
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.sheet_words import FATE_TONES, LazyCells, fate_cell

__all__ = ["RowsPane"]

CHOSEN: Final = frozenset({Fate.NEW, Fate.CHANGED, Fate.CONFLICT})
"""Fates of rows that a person may take or leave."""

IN_A_LINE: Final = 5
"""Fates side by side."""


class RowsPane(QWidget):
    """`left` and `taken` are the numbers of rows decided otherwise than by their fate.

    `changed` is called when the person takes or leaves rows.
    """

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._changed = changed
        self._plan: ImportPlan | None = None
        self._shown: list[RowPlan] = []
        self._cells: LazyCells | None = None
        self._only: Fate | None = None
        self._fixed = False
        self.left: frozenset[int] = frozenset()
        self.taken: frozenset[int] = frozenset()
        self.table = PlainTable(_("Kết quả xem trước"))
        self.table.row_entered.connect(self.toggle)
        self.table.clicked.connect(self._clicked)
        self.fates: dict[Fate, QPushButton] = {}
        self._lines = (row(space=6), row(space=6))
        for fate in Fate:
            self.fates[fate] = self._mark(fate)
        self._count({})
        self.title = paragraph(_("Xem trước: chưa có gì được ghi"))
        self.take_all = button(_("Lấy các dòng này"), partial(self.decide_shown, True))
        self.leave_all = button(_("Để lại các dòng này"), partial(self.decide_shown, False))
        self._hint = faint(_("Bấm vào ô «Lấy», hoặc phím Enter, để lấy hay để lại một dòng."))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addWidget(self.title)
        for line in self._lines:
            down.addLayout(line)
        down.addWidget(self.table, 1)
        foot = row(self._hint, self.take_all, self.leave_all)
        foot.setStretch(0, 1)
        down.addLayout(foot)
        self._ready()

    @property
    def numbers(self) -> frozenset[int]:
        """The rows that would be written."""
        if self._plan is None:
            return frozenset()
        rows = written_rows(self._plan, self.left, self.taken)
        return frozenset(each.number for each in rows)

    def show_plan(self, plan: ImportPlan | None) -> None:
        """Show the rows of a plan, nothing of them decided yet."""
        self._plan = plan
        self.left = self.taken = frozenset()
        self._fixed = False
        self.title.setText(_("Xem trước: chưa có gì được ghi"))
        if plan is not None and self._only is not None and not plan.counts[self._only]:
            self._only = None
        self._show()

    def settle(self, words: str) -> None:
        """The rows are written: nothing can be decided any more."""
        self._fixed = True
        self.title.setText(words)
        self._ready()

    def is_taken(self, each: RowPlan) -> bool | None:
        """Whether a row will be written; `None` where there is nothing to decide."""
        if each.fate not in CHOSEN:
            return None
        if each.fate is Fate.CONFLICT:
            return each.number in self.taken
        return each.number not in self.left

    def toggle(self, place: int) -> None:
        """Take a row that would be left, leave one that would be taken."""
        if 0 <= place < len(self._shown):
            taken = self.is_taken(self._shown[place])
            if taken is not None:
                self._decide([self._shown[place]], not taken)

    def decide_shown(self, take: bool) -> None:
        """Take or leave all rows that are listed now."""
        self._decide(self._shown, take)

    def narrow(self, fate: Fate) -> None:
        """List the rows of one fate, or all again."""
        self._only = None if self._only is fate else fate
        self._show()

    def _decide(self, rows: list[RowPlan], take: bool) -> None:
        if self._fixed:
            return
        numbers = {fate: {each.number for each in rows if each.fate is fate} for fate in CHOSEN}
        sure = numbers[Fate.NEW] | numbers[Fate.CHANGED]
        self.left = self.left - sure if take else self.left | sure
        doubted = numbers[Fate.CONFLICT]
        self.taken = self.taken | doubted if take else self.taken - doubted
        if self._cells is not None:
            self._cells.forget()
        self.table.viewport().update()
        self._changed()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle(index.row())

    def _show(self) -> None:
        plan = self._plan
        if plan is None:
            self._shown, self._cells = [], None
            self.table.show_rows([], [])
            self._ready()
            return
        self._count(plan.counts)
        self._shown = self._chosen(plan)
        self._cells = LazyCells(plan.register, self._shown, self._desk.queries, self.is_taken)
        heads = [
            Head(_("Lấy")),
            Head(_("Dòng"), right=True),
            Head(_("Kết quả")),
            Head(_("Nội dung"), widest=280),
            Head(_("Lý do, thay đổi"), grows=True, wraps=True),
        ]
        self.table.show_rows(heads, self._cells)
        self._ready()

    def _count(self, counts: Mapping[Fate, int]) -> None:
        """Count the fates; those that never occur are shown only if everybody looks for them."""
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        place = 0
        for fate, mark in self.fates.items():
            count = counts.get(fate, 0)
            mark.setText(f"{fate_cell(fate).text}: {show_integer(count)}")
            mark.setChecked(self._only is fate)
            shown = count > 0 or fate in (Fate.NEW, Fate.CHANGED, Fate.REFUSED)
            mark.setVisible(shown)
            if shown:
                self._lines[place >= IN_A_LINE].addWidget(mark)
                place += 1
        for line in self._lines:
            line.addStretch(1)

    def _chosen(self, plan: ImportPlan) -> list[RowPlan]:
        if self._only is Fate.ABSENT:
            return [RowPlan(0, Fate.ABSENT, "", record) for record in plan.absent]
        return [each for each in plan.rows if self._only is None or each.fate is self._only]

    def _ready(self) -> None:
        decidable = any(each.fate in CHOSEN for each in self._shown) and not self._fixed
        for each in (self.take_all, self.leave_all, self._hint):
            each.setVisible(decidable)

    def _mark(self, fate: Fate) -> QPushButton:
        mark = button(fate_cell(fate).text, partial(self.narrow, fate))
        mark.setCheckable(True)
        mark.setCursor(Qt.CursorShape.PointingHandCursor)
        tone = FATE_TONES[fate]
        mark.setStyleSheet(
            f"QPushButton {{ background: {tone.wash}; color: {tone.ink}; border: 1px solid"
            f" {tone.wash}; padding: {theme.px(3)}px {theme.px(8)}px; }}"
            f"QPushButton:checked, QPushButton:focus {{ border-color: {tone.ink}; }}"
        )
        return mark
