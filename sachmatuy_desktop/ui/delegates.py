"""How a cell is drawn: plain text, or a chip where the value is a state."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import paint_chip
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE, RecordTableModel
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CellDelegate", "width_of"]

Index = QModelIndex | QPersistentModelIndex

SELECTED: Final = QStyle.StateFlag.State_Selected.value
FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
RIGHT: Final = Qt.AlignmentFlag.AlignRight.value
REMEMBERED: Final = 4096
"""Texts whose width is known; a list shows a few hundred at once."""


class CellDelegate(QStyledItemDelegate):
    """Draws the row under the mouse, the chosen row and the cell with the keyboard apart.

    A list is painted anew at every letter of a search, a hundred cells and more in a few
    milliseconds, so what a cell needs is asked for once and kept.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.hovered_row = -1
        self._ink, self._wash, self._hover = map(QColor, (theme.INK, theme.WASH, theme.HOVER))
        self._type_size = 0
        self._margin = 0
        self._widths: dict[tuple[str, int], tuple[str, int]] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then text or chip, then a line where the keyboard is."""
        state = option.state.value
        rect = option.rect
        if option.fontMetrics.height() != self._type_size:
            self._measure(option.fontMetrics.height())
        if state & SELECTED:
            painter.fillRect(rect, self._wash)
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, self._hover)
        model = index.model()
        if isinstance(model, RecordTableModel):
            (text, tone), right = model.painted(index.row(), index.column())
        else:
            text, tone = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), index.data(TONE_ROLE)
            right = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & RIGHT)
        if isinstance(tone, Tone) and text:
            painter.save()
            painter.setFont(option.font)
            margin = self._margin
            paint_chip(painter, QRectF(rect.adjusted(margin, 0, -margin, 0)), text, tone)
            painter.restore()
        elif text:
            self._write(painter, option, rect, text, right=right)
        if state & FOCUSED:
            painter.save()
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.restore()

    def _measure(self, type_size: int) -> None:
        self._type_size = type_size
        self._margin = theme.px(8)
        self._widths.clear()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        text: str,
        *,
        right: bool,
    ) -> None:
        """The text on one line, in the middle of the row; its end is left out if it is too long."""
        room = rect.width() - 2 * self._margin
        known = self._widths.get((text, room))
        metrics = option.fontMetrics
        if known is None:
            width = metrics.horizontalAdvance(text)
            shown = text
            if width > room:
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                width = metrics.horizontalAdvance(shown)
            if len(self._widths) > REMEMBERED:
                self._widths.clear()
            known = self._widths[text, room] = shown, width
        shown, width = known
        left = rect.left() + self._margin + (room - width if right else 0)
        line = rect.top() + (rect.height() - metrics.height()) // 2 + metrics.ascent()
        painter.setPen(self._ink)
        painter.drawText(left, line, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the words and their margins."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        return QSize(width_of(option.fontMetrics, text, tone), theme.row_height())

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


def width_of(metrics: QFontMetrics, text: str, tone: object) -> int:
    """The room a text needs on one line with its margins; a chip has some of its own."""
    chip = theme.px(14) if tone is not None else 0
    return metrics.horizontalAdvance(text) + theme.px(18) + chip
