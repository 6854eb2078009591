"""The cards of the first page: a heading, lines that are doors, and «Xem tất cả» for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import EntryLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.forms.history_view import moment_words
from sachmatuy_desktop.ui.pages.today.lines import Line

__all__ = ["Card", "Entry", "LineCard", "column", "figure"]

MOST: Final = 6
"""So many lines of a card are shown before somebody asks for all."""


class Card(QFrame):
    """A white sheet with a heading; `body` takes the lines."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
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


class LineCard(Card):
    """A card of lines; `go` leads through the way of one.

    With `nothing` "" the card is away while there is nothing to say.
    """

    def __init__(
        self, title: str, go: Callable[[Door | str], object], nothing: str = "", most: int = MOST
    ) -> None:
        super().__init__(title)
        self._go = go
        self._nothing = nothing
        self._most = most
        self._all: Sequence[Line] = ()
        self._whole = False

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other lines; what was opened whole stays so."""
        self._all = lines
        self.setVisible(bool(lines or self._nothing))
        self._fill()

    def _fill(self) -> None:
        self.clear()
        lines = self._all
        if not self._whole and len(lines) > self._most + 1:
            lines = lines[: self._most]
        chips = [Chip(line.chip, line.tone) for line in lines]
        wide = max((chip.sizeHint().width() for chip in chips), default=0)
        for line, chip in zip(lines, chips, strict=True):
            self.body.addWidget(_line(line, chip, wide, self._way(line)))
        if len(lines) < len(self._all):
            more = _("Xem tất cả ({n})").format(n=show_integer(len(self._all)))
            self.body.addWidget(door_button(more, self._show_all, f"{self.title}: {more}"))
        if not lines:
            words = QLabel(self._nothing)
            words.setWordWrap(True)
            self.body.addWidget(words)

    def _way(self, line: Line) -> Callable[[], object]:
        return lambda: self._go(line.way)

    def _show_all(self) -> None:
        """The keyboard goes on to the first line that was not shown before."""
        self._whole = True
        self._fill()
        item = self.body.itemAt(self._most)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.findChildren(LongDoor)[0].setFocus()


def column(*cards: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(12))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _line(line: Line, chip: Chip, wide: int, go: Callable[[], object]) -> QWidget:
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


def figure(title: str, count: int, go: Callable[[], object]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(QLabel(title))
    row.addStretch(1)
    row.addWidget(door_button(show_integer(count), go, f"{title}: {count}"))
    return line


def door_button(text: str, go: Callable[[], object], spoken: str) -> QPushButton:
    """A number or a line that leads to the list behind it."""
    button = QPushButton(text)
    button.setProperty("role", "door")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(spoken)
    button.clicked.connect(go)
    return button
