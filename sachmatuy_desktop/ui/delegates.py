"""How a cell is drawn: plain text, or a chip where the value is a state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import paint_chip
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CellDelegate"]

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws the row under the mouse, the chosen row and the cell with the keyboard apart."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then text or chip, then a line where the keyboard is."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected:
            painter.fillRect(option.rect, QColor(theme.WASH))
        elif index.row() == self.hovered_row:
            painter.fillRect(option.rect, QColor(theme.HOVER))
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        painter.save()
        painter.setFont(option.font)
        if isinstance(tone, Tone) and text:
            paint_chip(painter, QRectF(area), text, tone)
        elif text:
            painter.setPen(QColor(theme.INK))
            alignment = int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, alignment, shown)
        if focused:
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the words and their margins."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        chip = theme.px(14) if index.data(TONE_ROLE) is not None else 0
        width = option.fontMetrics.horizontalAdvance(text) + theme.px(18) + chip
        return QSize(width, theme.row_height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A cell that is cut shows the whole text when the mouse rests on it."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        cut = self.sizeHint(option, index).width() > option.rect.width()
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True
