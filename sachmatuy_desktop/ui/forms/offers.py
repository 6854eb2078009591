"""A line beside a field that offers another value of it, with a button for each answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Offer"]


class Offer(QWidget):
    """What somebody else wrote, and what to do about it."""

    def __init__(self, text: str, answers: list[tuple[str, Callable[[], None]]]) -> None:
        super().__init__()
        self.setObjectName("offer")
        self.setStyleSheet(f"#offer QLabel {{ color: {Tone.CARE.ink}; }}")
        self.text = QLabel(text)
        self.text.setWordWrap(True)
        self.buttons = [QPushButton(label) for label, _act in answers]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(4))
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.text)
        row = QHBoxLayout()
        for button, (_label, act) in zip(self.buttons, answers, strict=True):
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
