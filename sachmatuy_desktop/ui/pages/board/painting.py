"""How a cell of the board is drawn, and what it is drawn in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.board.columns import BoardCell
from sachmatuy_desktop.ui.pages.board.marks import Mark, paint_mark
from sachmatuy_desktop.ui.pages.board.models import BoardModel, TotalModel

__all__ = ["BoardTableView", "Pinned"]

Index = QModelIndex | QPersistentModelIndex
SELECTED: Final = QStyle.StateFlag.State_Selected.value
FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
REMEMBERED: Final = 2048
"""Pictures of marks, and shortened words, that are kept."""

_MIDDLE: Final = int(Qt.AlignmentFlag.AlignCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class BoardPainter(QStyledItemDelegate):
    """Ground, then marks side by side or words, then a line where the keyboard is.

    A board has a few dozen different marks in a few thousand cells, so each is drawn once and then
    copied: scrolling a hundred communes paints two hundred cells anew at every step.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._ink, self._wash, self._accent = map(QColor, (theme.INK, theme.WASH, theme.ACCENT))
        self._drawn: dict[tuple[object, ...], QPixmap] = {}
        self._shortened: dict[tuple[str, int], str] = {}
        self._type_size = 0.0
        self._pad = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Words at the left of the first column, everything else in the middle."""
        state = option.state.value
        if option.font.pointSizeF() != self._type_size:
            self._measure(option.font.pointSizeF())
        if state & SELECTED:
            painter.fillRect(option.rect, self._wash)
        model = index.model()
        if isinstance(model, BoardModel | TotalModel):
            cell = model.cell(index.row(), index.column())
            if cell.marks:
                self._paint_marks(painter, option, cell)
            elif cell.text:
                self._write(painter, option, cell.text, first=index.column() == 0)
        if state & FOCUSED:
            painter.save()
            painter.setPen(QPen(self._accent, 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Columns have their width from their description."""
        return QSize(theme.px(40), theme.row_height())

    def _measure(self, type_size: float) -> None:
        self._type_size = type_size
        self._pad = theme.px(8)
        self._drawn.clear()
        self._shortened.clear()

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: BoardCell
    ) -> None:
        rect = option.rect
        width = rect.width() // len(cell.marks)
        for place, mark in enumerate(cell.marks):
            picture = self._picture(painter, option, mark, QSize(width, rect.height()))
            painter.drawPixmap(rect.left() + place * width, rect.top(), picture)

    def _picture(
        self, painter: QPainter, option: QStyleOptionViewItem, mark: Mark, size: QSize
    ) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        shape = (mark.sign, mark.letter, mark.tone, mark.filled, mark.bars)
        key = (*shape, size.width(), size.height(), ratio)
        known = self._drawn.get(key)
        if known is None:
            known = QPixmap(size * ratio)
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            brush = QPainter(known)
            brush.setFont(option.font)
            paint_mark(brush, QRectF(0, 0, size.width(), size.height()), mark)
            brush.end()
            if len(self._drawn) > REMEMBERED:
                self._drawn.clear()
            self._drawn[key] = known
        return known

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, *, first: bool
    ) -> None:
        pad = self._pad if first else 1
        area = option.rect.adjusted(pad, 0, -pad, 0)
        shown = self._shortened.get((text, area.width()))
        if shown is None:
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            if len(self._shortened) > REMEMBERED:
                self._shortened.clear()
            self._shortened[text, area.width()] = shown
        painter.setFont(option.font)
        painter.setPen(self._ink)
        painter.drawText(area, _LEFT if first else _MIDDLE, shown)


class BoardTableView(QTableView):
    """Rows of one height, whole rows chosen, nothing to type into."""

    resized = Signal()
    """The room for the cells has changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(BoardPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell whoever fits the columns."""
        super().resizeEvent(event)
        self.resized.emit()


class Pinned(BoardTableView):
    """The first column of a view, over it, so that names stay where the rest is moved aside."""

    def __init__(self, below: BoardTableView) -> None:
        super().__init__(below.accessibleName())
        self._below = below
        self.setParent(below)
        self.setModel(below.model())
        self.setSelectionModel(below.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("QTableView { border: 0; }")
        self.setSelectionMode(below.selectionMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(below.font())
        self.horizontalHeader().setVisible(not below.horizontalHeader().isHidden())
        bar, own = below.verticalScrollBar(), self.verticalScrollBar()
        bar.valueChanged.connect(own.setValue)
        own.valueChanged.connect(bar.setValue)
        below.resized.connect(self.place)
        self.show()

    def place(self) -> None:
        """Lie over the first column, as wide and as high as that is."""
        below = self._below
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column > 0)
        header = 0 if below.horizontalHeader().isHidden() else below.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(max(header, 1))
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.setColumnWidth(0, below.columnWidth(0))
        edge = below.frameWidth()
        self.setGeometry(edge, edge, below.columnWidth(0), header + below.viewport().height())

    def bare(self, index: QModelIndex) -> None:
        """Move a cell that has become the current one out from under the names."""
        below = self._below
        hidden = below.columnWidth(0) - below.visualRect(index).left()
        if index.column() > 0 and hidden > 0:
            bar = below.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)
