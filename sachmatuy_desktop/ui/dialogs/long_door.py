"""A door whose words may be longer than the room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import beside


class LongDoor(QPushButton):
    """A door whose words may be longer than the room: they end in “…”, the tip tells them whole."""

    def __init__(self, text: str, act: Callable[[], object], *, picture: str = "") -> None:
        super().__init__(text)
        self._whole = text
        if picture:
            self.setIcon(beside(picture, theme.INK))
        self.setProperty("role", "door")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: act())

    @property
    def whole(self) -> str:
        """All the words."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many words as there is room for."""
        super().resizeEvent(event)
        drawn = 0 if self.icon().isNull() else self.iconSize().width() + theme.px(4)
        room = self.width() - drawn - theme.px(10)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
