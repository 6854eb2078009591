"""Widgets one after another that go on in the next row where the room ends.

Long rows of buttons stand in narrow halves of a window: no button may be cut, in no language and at
no size of type.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from sachmatuy_desktop.ui import theme

__all__ = ["FlowRow"]


class FlowRow(QLayout):
    """As many widgets a row as there is room for, each as large as it wants to be."""

    def __init__(self, *widgets: QWidget, space: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(theme.px(space))
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """One more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """The item at a place, None past the end."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Put the widgets in their places."""
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        """All in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Room for the widest."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.sizeHint())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, area: QRect, *, move: bool) -> int:
        """Row by row, each widget in the middle of its row's height; the height of all rows."""
        top = area.top()
        for row in self._rows(area.width()):
            height = max(item.sizeHint().height() for item in row)
            left = area.left()
            for item in row:
                size = item.sizeHint()
                if move:
                    down = (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top + down), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(top - self.spacing() - area.top(), 0)

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Which items stand side by side."""
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not rows or used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wide + self.spacing()
        return rows
