"""Entries one under the other, their days above them; a click or Enter opens what is behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import Diary, Entry, Kind
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import paint_chip
from sachmatuy_desktop.ui.pages.plans.calendar.words import detail_of, text_of, tone_of
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["EntryList", "Heading", "Line"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
SELECTED: Final = QStyle.StateFlag.State_Selected.value
FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value


@dataclass(frozen=True)
class Heading:
    """A day, or «Quá hạn», with a quiet word beside it."""

    text: str
    beside: str = ""
    tone: Tone | None = None


@dataclass(frozen=True)
class Line:
    """An entry as shown: its words are made once."""

    entry: Entry
    chip: str
    tone: Tone
    text: str
    detail: str

    @classmethod
    def of(cls, entry: Entry, diary: Diary) -> Line:
        """What the list says of it."""
        return cls(
            entry, _(entry.kind.value), tone_of(entry), text_of(entry), detail_of(entry, diary)
        )

    @property
    def whole(self) -> str:
        """Everything, for the tip and the ear."""
        return "\n".join(filter(None, (f"{self.chip}: {self.text}", self.detail)))


Row = Heading | Line


class EntryModel(QAbstractListModel):
    """Headings and lines."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def take(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One a heading or line."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the eye, the tip and the ear."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.whole if isinstance(row, Line) else f"{row.text} {row.beside}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only lines are chosen."""
        if 0 <= index.row() < len(self.rows) and isinstance(self.rows[index.row()], Line):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class EntryPainter(QStyledItemDelegate):
    """A heading in bold over a thin line; a line as chip, words, and what there is to say of it.

    In a `narrow` list the chip stands above the words.
    """

    def __init__(self, view: QAbstractItemView, *, narrow: bool) -> None:
        super().__init__(view)
        self._narrow = narrow

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows alike."""
        return QSize(theme.px(80), theme.px(66) if self._narrow else theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        model = index.model()
        if not isinstance(model, EntryModel):
            return
        row = model.rows[index.row()]
        painter.save()
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if isinstance(row, Heading):
            self._heading(painter, area, row)
        else:
            if option.state.value & SELECTED:
                painter.fillRect(option.rect, QColor(theme.WASH))
            self._line(painter, area, row)
            if option.state.value & FOCUSED:
                painter.setPen(QPen(QColor(theme.ACCENT), 1))
                painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, row: Heading) -> None:
        font = theme.scaled_font(bold=True)
        painter.setFont(font)
        painter.setPen(QColor(row.tone.ink if row.tone else theme.INK))
        painter.drawText(area, _LEFT, row.text)
        if row.beside:
            width = QFontMetrics(font).horizontalAdvance(row.text) + theme.px(10)
            painter.setFont(theme.scaled_font(0.87))
            painter.setPen(QColor(theme.FAINT))
            painter.drawText(area.adjusted(width, 0, 0, 0), _LEFT, row.beside)
        painter.setPen(QColor(theme.LINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _line(self, painter: QPainter, area: QRect, row: Line) -> None:
        painter.setFont(theme.scaled_font(0.87))
        faint = painter.fontMetrics()
        if self._narrow:
            upper = QRect(area.left(), area.top(), area.width(), theme.px(24))
            words = area.adjusted(0, theme.px(24), 0, 0)
            aside = upper.adjusted(faint.horizontalAdvance(row.chip) + theme.px(22), 0, 0, 0)
        else:
            wide = max(faint.horizontalAdvance(_(each.value)) for each in Kind) + theme.px(16)
            upper = QRect(area.left(), area.top(), wide, area.height())
            aside = words = area.adjusted(wide + theme.px(10), 0, 0, 0)
        paint_chip(painter, QRectF(upper).adjusted(0, 3, 0, -3), row.chip, row.tone)
        painter.setPen(QColor(theme.FAINT if row.tone is not Tone.BLOCK else row.tone.ink))
        detail = faint.elidedText(
            row.detail, Qt.TextElideMode.ElideRight, min(aside.width(), theme.px(420))
        )
        painter.drawText(aside, _RIGHT, detail)
        painter.setFont(theme.scaled_font())
        painter.setPen(QColor(theme.INK))
        if self._narrow:
            for at, line in enumerate(two_lines(painter.fontMetrics(), row.text, words.width())):
                place = QRect(
                    words.left(), words.top() + at * theme.px(19), words.width(), theme.px(19)
                )
                painter.drawText(place, _LEFT, line)
            return
        if detail:
            words = words.adjusted(0, 0, -faint.horizontalAdvance(detail) - theme.px(12), 0)
        shown = painter.fontMetrics().elidedText(
            row.text, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _LEFT, shown)


def two_lines(metrics: QFontMetrics, text: str, width: int) -> list[str]:
    """The words on two lines at the most, the second ending in “…” where they are more."""
    words = text.split(" ")
    first = words.pop(0)
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width:
        first += f" {words.pop(0)}"
    lines = [first, " ".join(words)]
    return [metrics.elidedText(each, Qt.TextElideMode.ElideRight, width) for each in lines if each]


class EntryList(QListView):
    """Such rows; `opened` tells whose records somebody wants to see."""

    opened = Signal(object)
    """The `Entry` clicked on, or on which Enter was pressed."""

    def __init__(self, name: str, *, narrow: bool = False) -> None:
        super().__init__()
        self.rows = EntryModel()
        self.setModel(self.rows)
        self.setItemDelegate(EntryPainter(self, narrow=narrow))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._open)

    @property
    def lines(self) -> list[Line]:
        """The entries shown."""
        return [row for row in self.rows.rows if isinstance(row, Line)]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; the first line is where the keyboard will be."""
        self.rows.take(rows)
        first = next((at for at, row in enumerate(rows) if isinstance(row, Line)), None)
        if first is not None:
            self.setCurrentIndex(self.rows.index(first))
        self.scrollToTop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click is enough."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def rescale(self) -> None:
        """Another type size."""
        self.scheduleDelayedItemsLayout()

    def _open(self, index: Index) -> None:
        row = self.rows.rows[index.row()] if 0 <= index.row() < len(self.rows.rows) else None
        if isinstance(row, Line):
            self.opened.emit(row.entry)
