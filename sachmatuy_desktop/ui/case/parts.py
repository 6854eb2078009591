"""What the tab is put together from: sections, articles whose words are shown on request, lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.kit import button, clear, faint, paragraph, row
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Article", "Bar", "Section", "care", "chip_line", "grid_of"]

WIDE_CHIP: Final = 20
"""Letters beyond which a chip leaves too little room beside it."""


class Section(QWidget):
    """A heading and what stands below it; hidden while that is nothing."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.head = QLabel(title)
        self.head.setFont(theme.scaled_font(0.87, bold=True))
        self.head.setProperty("role", "faint")
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(5))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(4))
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.head)
        layout.addLayout(self.body)

    def show_widgets(self, widgets: list[QWidget]) -> None:
        """Take out what was there and put these in."""
        clear(self.body)
        for each in widgets:
            self.body.addWidget(each)
        self.setVisible(bool(widgets))


class Article(QWidget):
    """Where something is written; its own words are unfolded by the button."""

    def __init__(self, source: str, quote: str = "") -> None:
        super().__init__()
        self._quote = quote
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(2))
        self.source = faint(source)
        self.quote: QLabel | None = None
        self.unfold: QToolButton | None = None
        if quote:
            self._layout.addLayout(row(self.source, self._button(source), space=2))
        else:
            self._layout.addWidget(self.source)

    def show_quote(self, shown: bool = True) -> None:
        """Unfold the words, or fold them away."""
        if self.quote is None:
            self.quote = paragraph(self._quote, selectable=True)
            self.quote.setStyleSheet(
                f"background: {theme.PAPER}; border-left: 3px solid {theme.EDGE};"
                f" padding: {theme.px(6)}px;"
            )
            self._layout.addWidget(self.quote)
        self.quote.setVisible(shown)

    def _button(self, source: str) -> QToolButton:
        self.unfold = QToolButton()
        self.unfold.setIcon(icon("book-open", theme.ACCENT))
        self.unfold.setCheckable(True)
        self.unfold.setAutoRaise(True)
        self.unfold.setToolTip(_("Xem nguyên văn"))
        self.unfold.setAccessibleName(_("Xem nguyên văn {source}").format(source=source))
        self.unfold.toggled.connect(self.show_quote)
        self.source.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return self.unfold


class Bar(QFrame):
    """One sentence that stays, on the wash of its tone, with a button that puts it away.

    Where something is to be done about it, a door to that stands beside it.
    """

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setStyleSheet(
            f"#bar {{ background: {tone.wash}; border: 0; border-radius: {theme.px(3)}px; }}"
            f"#bar QLabel {{ color: {tone.ink}; }}"
        )
        self.words = paragraph(selectable=True)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(_("Đóng"))
        self.close_button.clicked.connect(self.hide)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.px(10), theme.px(6), theme.px(6), theme.px(6))
        self.door = button("", self._go)
        self.door.hide()
        self._act: Callable[[], object] | None = None
        across.addWidget(self.words, 1)
        across.addWidget(self.door, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, sentence: str, verb: str = "", act: Callable[[], object] | None = None) -> None:
        """Say something, and what can be done about it."""
        self.words.setText(sentence)
        self.door.setText(verb)
        self.door.setVisible(act is not None)
        self._act = act
        self.setVisible(bool(sentence))

    def _go(self) -> None:
        if self._act is not None:
            self._act()


def care(text: str, tone: Tone = Tone.CARE) -> QLabel:
    """A sentence to look at."""
    label = paragraph(text)
    label.setStyleSheet(f"color: {tone.ink};")
    return label


def chip_line(
    chip: Chip, words: str, verb: str = "", act: Callable[[], object] | None = None
) -> QWidget:
    """A chip, words that wrap, and a button where something can be done about it.

    A chip that is wide, or that has a button at its right, stands above the words.
    """
    line = QWidget()
    across = QHBoxLayout()
    across.setSpacing(theme.px(8))
    layout = QVBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(3))
    across.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter if act else Qt.AlignmentFlag.AlignTop)
    layout.addLayout(across)
    if act is None and len(chip.text) <= WIDE_CHIP:
        across.addWidget(paragraph(words), 1)
        return line
    across.addStretch(1)
    if act is not None:
        across.addWidget(button(verb, act))
    layout.addWidget(paragraph(words))
    return line


def grid_of(rows: list[tuple[str, str]], *, last_bold: bool = False) -> QWidget:
    """Words at the left, what they come to at the right."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(2))
    grid.setColumnStretch(0, 1)
    for place, (words, value) in enumerate(rows):
        left, right = paragraph(words), QLabel(value)
        if last_bold and place == len(rows) - 1:
            for label in (left, right):
                label.setFont(theme.scaled_font(bold=True))
        grid.addWidget(left, place, 0)
        grid.addWidget(right, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return made
