"""Tổng quan: what to do first, what was done last; every number is a door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import EntryLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import LongDoor
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.forms.history_view import moment_words
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.briefing import Briefing, Line, read_briefing
from sachmatuy_desktop.ui.pages.page import Page, PageSpec

__all__ = ["PAGE", "Card", "OverviewPage"]


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


class Entry(QLabel):
    """One act done lately; what there is no room for ends in “…”, the tip tells it whole."""

    def __init__(self, entry: EntryLine) -> None:
        self._whole = f"{moment_words(entry.at)} · {entry.by} · {act_title(entry.act, _)}"
        super().__init__(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(self._whole)
        self.setAccessibleName(self._whole)
        self.setProperty("role", "faint")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many words as there is room for."""
        super().resizeEvent(event)
        room = self.contentsRect().width()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(elided)


class OverviewPage(Page):
    """Cards: first steps or what waits, criteria, communes, figures, newest acts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.todo = Card(_("Việc cần làm trước"))
        self.criteria = Card(_("Tiêu chí"))
        self.communes = Card(_("Các đơn vị gửi lên"))
        self.figures = Card(_("Số liệu hiện có"))
        self.newest = Card(_("Việc vừa làm"))
        self._stale = True
        self._reading = False
        communes = (self.communes,) if desk.receives else ()
        sheet = QWidget()
        across = QHBoxLayout(sheet)
        across.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        across.setSpacing(theme.px(12))
        across.addLayout(_column(self.todo, *communes, self.criteria), 3)
        across.addLayout(_column(self.figures, self.newest), 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def opened(self) -> None:
        """Read anew if anything changed since: also bundles and backups, which no act tells of."""
        if self._reading:
            self._stale = True
            return
        self._stale, self._reading = False, True
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: read_briefing(office), self).success(
            self.show_briefing
        ).always(self._read).start()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Numbers may have changed."""
        if changed and self.isVisible():
            self.opened()

    def show_briefing(self, briefing: Briefing) -> None:
        """Fill the cards."""
        waiting = (*briefing.steps, *briefing.tasks)
        self._fill(self.todo, waiting, _("Không có việc nào đang chờ."))
        nothing = _("Chưa chọn bộ tiêu chí nào; hãy ghi đăng ký xây dựng địa bàn trước.")
        self._fill(self.criteria, briefing.criteria, nothing)
        self._fill(self.communes, briefing.communes, _("Chưa có đơn vị nào."))
        self.figures.clear()
        for name, count in briefing.figures:
            title = _(REGISTERS[name].title)
            self.figures.body.addWidget(_figure(title, count, partial(self.desk.open_list, name)))
        self.newest.clear()
        for entry in briefing.newest:
            self.newest.body.addWidget(Entry(entry))

    def _read(self) -> None:
        self._reading = False
        if self._stale:
            self.opened()

    def _fill(self, card: Card, lines: Sequence[Line], nothing: str) -> None:
        card.clear()
        chips = [Chip(line.chip, line.tone) for line in lines]
        wide = max((chip.sizeHint().width() for chip in chips), default=0)
        for line, chip in zip(lines, chips, strict=True):
            card.body.addWidget(_line(line, chip, wide, partial(self._go, line.way)))
        if not lines:
            words = QLabel(nothing)
            words.setWordWrap(True)
            card.body.addWidget(words)

    def _go(self, way: Door | str) -> None:
        if isinstance(way, str):
            self.desk.open_page(way)
        else:
            self.desk.door.emit(way)


def _column(*cards: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(12))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _line(line: Line, chip: Chip, wide: int, go: Callable[[], None]) -> QWidget:
    """A chip as wide as the widest of its card, and the words that lead on."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    holder = QWidget()
    holder.setFixedWidth(max(wide, theme.px(60)))
    held = QHBoxLayout(holder)
    held.setContentsMargins(0, 0, 0, 0)
    held.addStretch(1)
    held.addWidget(chip)
    words = QVBoxLayout()
    words.setSpacing(0)
    door = LongDoor(line.title, go)
    door.setAccessibleName(f"{line.title}: {line.chip}")
    words.addWidget(door)
    if line.detail:
        detail = QLabel(line.detail)
        detail.setWordWrap(True)
        detail.setProperty("role", "faint")
        detail.setContentsMargins(theme.px(4), 0, 0, theme.px(2))
        words.addWidget(detail)
    row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return made


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
