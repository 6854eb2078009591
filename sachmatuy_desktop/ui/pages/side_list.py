"""The list at the left of a page: categories or registers, each with how many records it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.ui import theme

__all__ = ["SideLine", "SideList"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True)
class SideLine:
    """One line; without a key it is the heading of those below it.

    `of` is the whole that `count` is a part of; an `inner` line belongs to the one above it.
    """

    key: str
    text: str
    count: int | None = None
    of: int | None = None
    inner: bool = False

    @property
    def number(self) -> str:
        """What stands at the right: "12", "12/14" or nothing."""
        if self.count is None:
            return ""
        part = show_integer(self.count)
        return part if self.of is None else f"{part}/{show_integer(self.of)}"


class SideList(QListView):
    """Words at the left, numbers at the right."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(
            f"QListView {{ background: {theme.PAPER}; border: 0;"
            f" border-right: 1px solid {theme.LINE}; }}"
        )
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def lines(self) -> Sequence[SideLine]:
        """What is listed."""
        return self._lines.lines

    @property
    def current(self) -> str:
        """The key of the chosen line, empty when there is none."""
        index = self.currentIndex()
        return self._lines.lines[index.row()].key if index.isValid() else ""

    def show_lines(self, lines: Sequence[SideLine]) -> None:
        """Show other lines, or the same with other numbers; the choice stays."""
        kept = self.current
        if [line.key for line in lines] == [line.key for line in self._lines.lines]:
            self._lines.renew(lines)
            return
        self._lines.show(lines)
        if kept:
            self.choose(kept)

    def choose(self, key: str) -> None:
        """Choose a line."""
        for row, line in enumerate(self._lines.lines):
            if line.key == key:
                self.setCurrentIndex(self._lines.index(row))

    def rescale(self) -> None:
        """A new type size: lines break elsewhere."""
        self.scheduleDelayedItemsLayout()

    def _moved(self) -> None:
        if self.current:
            self.chosen.emit(self.current)


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[SideLine, ...] = ()

    def show(self, lines: Sequence[SideLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def renew(self, lines: Sequence[SideLine]) -> None:
        self.lines = tuple(lines)
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.lines[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text}: {line.number}" if line.number else line.text
        return None


class _LineDelegate(QStyledItemDelegate):
    """Long words go on in a second line rather than being cut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: SideLine = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else theme.px(220)
        room = width - _margins(line, option)
        metrics = option.fontMetrics if line.key else QFontMetrics(_heading_font())
        needed = metrics.boundingRect(
            0, 0, max(room, 40), 1000, int(Qt.TextFlag.TextWordWrap), line.text
        )
        return QSize(width, max(theme.row_height(), needed.height() + theme.px(10)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: SideLine = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(theme.WASH))
            painter.fillRect(
                option.rect.adjusted(0, 0, theme.px(3) - option.rect.width(), 0),
                QColor(theme.ACCENT),
            )
        elif line.key and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(theme.HOVER))
        area = option.rect.adjusted(theme.px(12) + _indent(line), 0, -theme.px(10), 0)
        if line.key:
            painter.setFont(option.font)
            painter.setPen(QColor(theme.INK))
        else:
            painter.setFont(_heading_font())
            painter.setPen(QColor(theme.FAINT))
        words = area.adjusted(0, 0, theme.px(22) + _indent(line) - _margins(line, option), 0)
        flags = int(
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        )
        painter.drawText(words, flags, line.text)
        if line.count is not None:
            painter.setPen(QColor(theme.ACCENT if line.count else theme.OFF))
            painter.drawText(
                area,
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
                line.number,
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()


def _heading_font() -> QFont:
    return theme.scaled_font(0.87, bold=True)


def _indent(line: SideLine) -> int:
    return theme.px(14) if line.inner else 0


def _margins(line: SideLine, option: QStyleOptionViewItem) -> int:
    return theme.px(34) + _indent(line) + option.fontMetrics.horizontalAdvance(line.number)
