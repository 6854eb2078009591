"""A strip that tells something and offers what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import button, clear, paragraph
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Banner"]


class Banner(QFrame):
    """One sentence, perhaps pairs of texts (before, after) below it, and buttons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.text = paragraph()
        self._pairs = QGridLayout()
        self._pairs.setHorizontalSpacing(theme.px(14))
        self._pairs.setVerticalSpacing(theme.px(2))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.text)
        layout.addLayout(self._pairs)
        layout.addLayout(self._buttons)
        self.hide()

    def tell(
        self,
        text: str,
        tone: Tone,
        acts: Sequence[tuple[str, Callable[[], object]]] = (),
        pairs: Sequence[tuple[str, str]] = (),
        extra: QWidget | None = None,
    ) -> None:
        """Show a sentence in a tone; the first act is the one proposed."""
        self.setStyleSheet(
            f"QFrame#{self.objectName()} {{ background: {tone.wash};"
            f" border: 1px solid {tone.wash}; border-radius: {theme.px(4)}px; }}"
        )
        self.text.setText(text)
        self.text.setStyleSheet(f"color: {tone.ink};")
        self._show_pairs(pairs)
        if extra is not None:
            self._buttons.removeWidget(extra)
        clear(self._buttons)
        if extra is not None:
            self._buttons.addWidget(extra)
            extra.show()
        for place, (words, act) in enumerate(acts):
            self._buttons.addWidget(button(words, act, primary=place == 0))
        self._buttons.addStretch(1)
        self.show()

    def _show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        clear(self._pairs)
        for row, (before, after) in enumerate(pairs):
            for column, text in ((0, before), (1, "→"), (2, after)):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                self._pairs.addWidget(label, row, column)
        self._pairs.setColumnStretch(2, 1)
