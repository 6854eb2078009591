"""The right side of a page on which one thing is looked at: a sheet as wide as it is given."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, paragraph

__all__ = ["DetailSide", "quoted"]


class DetailSide(QScrollArea):
    """What is told of one thing from top to bottom; `_body` is emptied and filled anew."""

    def __init__(self, name: str, space: int = 8) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._body = QVBoxLayout(sheet)
        self._body.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16))
        self._body.setSpacing(theme.px(space))
        self.setWidget(sheet)

    def _show_only(self, said: QWidget) -> None:
        clear(self._body)
        self._body.addWidget(said)
        self._body.addStretch(1)


def quoted(quote: str, *below: str) -> QFrame:
    """The exact words of a document; in small below them where they stand and what was noted."""
    frame = QFrame()
    frame.setObjectName("quote")
    frame.setStyleSheet(
        f"#quote {{ border: 0; border-left: {theme.px(3)}px solid {theme.EDGE};"
        f" background: {theme.STRIPE}; }}"
    )
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(10), theme.px(8))
    inside.addWidget(paragraph(f"“{quote}”", selectable=True))
    for said in filter(None, below):
        inside.addWidget(faint(said))
    return frame
