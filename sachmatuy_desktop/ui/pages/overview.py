"""Tổng quan: what to do first, what was done last; every number is a door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.history_view import moment_words
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, PageSpec
from sachmatuy_desktop.ui.pages.todo import FIRST_STEPS, TASKS, Step, Task
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PAGE", "Card", "OverviewPage"]

NEWEST: Final = 12


class Card(QFrame):
    """A white sheet with a heading; `body` takes the lines."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setStyleSheet(
            f"#card {{ background: {theme.SHEET}; border: 1px solid {theme.LINE};"
            f" border-radius: {theme.px(4)}px; }}"
        )
        head = QLabel(title)
        head.setFont(theme.scaled_font(1.0, bold=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(2))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(6))
        layout.addWidget(head)
        layout.addLayout(self.body)
        layout.addStretch(1)

    def clear(self) -> None:
        """Take every line out."""
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class OverviewPage(Page):
    """Cards: first steps or what waits, figures, newest acts, and room for the criteria."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.todo = Card(_("Việc cần làm trước"))
        self.figures = Card(_("Số liệu hiện có"))
        self.newest = Card(_("Việc vừa làm"))
        self.summary = Card(_("Tiêu chí"))
        self.summary.hide()
        self._stale = True
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        grid.setSpacing(theme.px(12))
        grid.addWidget(self.todo, 0, 0)
        grid.addWidget(self.figures, 0, 1)
        grid.addWidget(self.summary, 1, 0)
        grid.addWidget(self.newest, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(2, 1)
        self.grid = grid
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def put_summary(self, widget: QWidget) -> None:
        """Fill the place kept for the criteria; what stood there goes."""
        self.summary.clear()
        self.summary.body.addWidget(widget)
        self.summary.show()

    def opened(self) -> None:
        """Count anew if anything changed while another page was in front."""
        if not self._stale:
            return
        self._stale = False
        try:
            self._fill()
        except KnownError as error:
            self.desk.feedback.sentence(error)

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Numbers may have changed."""
        if changed:
            self._stale = True
            if self.isVisible():
                self.opened()

    def _fill(self) -> None:
        steps = [step for step in FIRST_STEPS if self._waits(step)]
        self.todo.clear()
        for step in steps:
            self.todo.body.addWidget(self._step_line(step))
        today = date.fromisoformat(self.desk.office.clock.today())
        waiting = 0 if steps and len(steps) == len(FIRST_STEPS) else self._add_tasks(today)
        if not steps and not waiting:
            self.todo.body.addWidget(QLabel(_("Không có việc nào đang chờ.")))
        self._fill_figures()
        self._fill_newest()

    def _waits(self, step: Step) -> bool:
        register = REGISTERS[step.register]
        return self.desk.may_open(register) and not self.desk.queries.count(step.register)

    def _add_tasks(self, today: date) -> int:
        added = 0
        conflicts = len(self.desk.queries.conflicts())
        if conflicts:
            self._conflict_line(conflicts)
            added += 1
        for task in TASKS:
            where = task.where(today)
            if not self.desk.may_open(REGISTERS[task.register]):
                continue
            count = self.desk.queries.count(task.register, where)
            if count:
                added += 1
                self.todo.body.addWidget(self._task_line(task, count, today))
        return added

    def _task_line(self, task: Task, count: int, today: date) -> QWidget:
        where = task.where(today)
        title = _(task.title)
        return _line(
            Chip(show_integer(count), task.tone),
            title,
            lambda: self.desk.open_list(task.register, where),
        )

    def _step_line(self, step: Step) -> QWidget:
        return _line(
            Chip(_("chưa có"), Tone.BUSY),
            _(step.title),
            lambda: self.desk.open_list(step.register),
        )

    def _conflict_line(self, count: int) -> None:
        first = self.desk.queries.conflicts()[0]
        self.todo.body.addWidget(
            _line(
                Chip(show_integer(count), Tone.BLOCK),
                _("Ghi chép có hai giá trị cùng lúc, cần chọn một"),
                lambda: self.desk.open_record(*first),
            )
        )

    def _fill_figures(self) -> None:
        self.figures.clear()
        for name in ("villages", "households", "people", "commitments", "activities", "models"):
            register = REGISTERS[name]
            if self.desk.may_open(register):
                count = self.desk.queries.count(name)
                self.figures.body.addWidget(
                    _figure(_(register.title), count, partial(self.desk.open_list, name))
                )

    def _fill_newest(self) -> None:
        self.newest.clear()
        for entry in self.desk.queries.journal(limit=NEWEST):
            label = QLabel(f"{moment_words(entry.at)} · {entry.by} · {_(entry.title)}")
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label.setToolTip(label.text())
            label.setProperty("role", "faint")
            self.newest.body.addWidget(label)


def _line(chip: Chip, title: str, go: Callable[[], None]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    holder = QWidget()
    holder.setFixedWidth(theme.px(74))
    held = QHBoxLayout(holder)
    held.setContentsMargins(0, 0, 0, 0)
    held.addStretch(1)
    held.addWidget(chip)
    row.addWidget(holder)
    row.addWidget(door_button(title, go, f"{title}: {chip.text}"))
    row.addStretch(1)
    return line


def _figure(title: str, count: int, go: Callable[[], None]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(QLabel(title))
    row.addStretch(1)
    row.addWidget(door_button(show_integer(count), go, f"{title}: {count}"))
    return line


def door_button(text: str, go: Callable[[], None], spoken: str) -> QPushButton:
    """A number or a line that leads to the list behind it."""
    button = QPushButton(text)
    button.setProperty("role", "door")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(spoken)
    button.clicked.connect(go)
    return button


PAGE: Final = PageSpec("overview", N_("Tổng quan"), "layout-dashboard", OverviewPage)
