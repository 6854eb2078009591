"""A month as a table of days, Monday first; each day with its first lines and how many more."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import Diary, Entry
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.plans.calendar.words import (
    HEADS,
    day_of_week,
    said_of_day,
    short_of,
    tone_of,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["MonthView", "days_shown"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignCenter)
WEEK: Final = 7
LINE: Final = 19
"""Height of a line within a day, at the base type size."""
HEAD: Final = 22
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -WEEK,
    Qt.Key.Key_Down: WEEK,
}


def days_shown(month: date) -> tuple[date, date]:
    """The Monday and the Sunday between which a month stands."""
    first = month.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


class MonthModel(QAbstractTableModel):
    """Weeks by days."""

    def __init__(self) -> None:
        super().__init__()
        self.month = date.min
        self.first = date.min
        self.weeks = 0
        self.diary: Diary | None = None
        self.entries: Mapping[date, Sequence[Entry]] = {}

    def take(self, month: date, entries: Sequence[Entry], diary: Diary) -> None:
        """Another month, or other entries."""
        self.beginResetModel()
        first, last = days_shown(month)
        found: dict[date, list[Entry]] = defaultdict(list)
        for each in entries:
            found[each.day].append(each)
        self.month, self.first, self.entries, self.diary = month, first, found, diary
        self.weeks = ((last - first).days + 1) // WEEK
        self.endResetModel()

    def day(self, index: Index) -> date:
        """The day of a cell."""
        return self.first + timedelta(days=index.row() * WEEK + index.column())

    def index_of(self, day: date) -> QModelIndex:
        """The cell of a day; none for a day that is not shown."""
        away = (day - self.first).days
        if not 0 <= away < self.weeks * WEEK:
            return QModelIndex()
        return self.index(away // WEEK, away % WEEK)

    def of(self, day: date) -> Sequence[Entry]:
        """What stands on a day."""
        return self.entries.get(day, ())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One a week."""
        return 0 if parent.isValid() else self.weeks

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One a day of the week."""
        return 0 if parent.isValid() else WEEK

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the tip and the ear; the painter asks for the entries themselves."""
        if not index.isValid() or self.diary is None:
            return None
        day = self.day(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.day)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            head = " – ".join(filter(None, (day_of_week(day), said_of_day(day, self.diary))))
            return "\n".join([head, *(short_of(each) for each in self.of(day)[:20])])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """T2 … CN."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None


class DayPainter(QStyledItemDelegate):
    """The number of the day, the holiday's name, then lines as coloured strips."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one day."""
        model = index.model()
        if not isinstance(model, MonthModel) or model.diary is None:
            return
        day, diary, area = model.day(index), model.diary, option.rect
        view = self.parent()
        chosen = isinstance(view, MonthView) and day == view.day
        painter.save()
        painter.fillRect(area, QColor(_ground(day, diary, chosen=chosen)))
        self._head(painter, area, day, model)
        painter.setFont(theme.scaled_font(0.87))
        entries = model.of(day)
        room = lines_in(area.height())
        shown = entries if len(entries) <= room else entries[: max(room - 1, 0)]
        for place, entry in enumerate(shown):
            self._strip(painter, strip_at(area, place), entry)
        if len(shown) < len(entries):
            more = _("+{n} việc nữa").format(n=show_integer(len(entries) - len(shown)))
            painter.setPen(QColor(theme.FAINT))
            painter.drawText(strip_at(area, len(shown)), _LEFT, more)
        if chosen:
            focused = isinstance(view, MonthView) and view.hasFocus()
            painter.setPen(QPen(QColor(theme.ACCENT), 2 if focused else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()

    def _head(self, painter: QPainter, area: QRect, day: date, model: MonthModel) -> None:
        diary = model.diary
        if diary is None:
            return
        other = day.month != model.month.month
        number = QRect(area.left() + theme.px(3), area.top() + 1, theme.px(26), theme.px(HEAD) - 2)
        painter.setFont(theme.scaled_font(bold=day == diary.today))
        painter.setPen(QColor(theme.OFF if other else theme.INK))
        if day == diary.today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT))
            painter.drawRoundedRect(QRectF(number), number.height() / 3, number.height() / 3)
            painter.setPen(QColor(theme.SHEET))
        painter.drawText(number, _MIDDLE, str(day.day))
        said = said_of_day(day, diary)
        if said:
            worked = day in diary.worked
            painter.setFont(theme.scaled_font(0.87))
            painter.setPen(QColor((Tone.GOOD if worked else Tone.BLOCK).ink))
            beside = QRect(
                number.right() + theme.px(4),
                number.top(),
                area.right() - number.right() - theme.px(8),
                number.height(),
            )
            words = painter.fontMetrics().elidedText(
                said, Qt.TextElideMode.ElideRight, beside.width()
            )
            painter.drawText(beside, _RIGHT, words)

    def _strip(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        tone = tone_of(entry)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.wash))
        painter.drawRoundedRect(QRectF(area).adjusted(0, 1, 0, -1), 3, 3)
        painter.setPen(QColor(tone.ink))
        words = area.adjusted(theme.px(4), 0, -theme.px(3), 0)
        shown = painter.fontMetrics().elidedText(
            short_of(entry), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _LEFT, shown)


def _ground(day: date, diary: Diary, *, chosen: bool) -> str:
    if chosen:
        return theme.HOVER
    return theme.SHEET if diary.working.is_working(day) else theme.PAPER


def lines_in(height: int) -> int:
    """How many lines a day of that height has room for."""
    return max((height - theme.px(HEAD) - 2) // theme.px(LINE), 0)


def strip_at(area: QRect, place: int) -> QRect:
    """Where in a day's cell its line of that place stands."""
    top = area.top() + theme.px(HEAD) + place * theme.px(LINE)
    return QRect(area.left() + theme.px(3), top, area.width() - theme.px(7), theme.px(LINE))


class MonthView(QTableView):
    """The days of a month; arrows walk through them and on into the next."""

    day_changed = Signal(object)
    """The day that became the chosen one."""

    month_wanted = Signal(object)
    """A day of a month that is not the one shown."""

    opened = Signal(object)
    """The `Entry` clicked on."""

    entered = Signal()
    """Enter on the chosen day."""

    def __init__(self) -> None:
        super().__init__()
        self.days = MonthModel()
        self.day = date.min
        self.setModel(self.days)
        self.setItemDelegate(DayPainter(self))
        self.setAccessibleName(_("Lịch tháng"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)

    def show_month(self, month: date, entries: Sequence[Entry], diary: Diary) -> None:
        """The month of a day, with what stands in it."""
        self.days.take(month, entries, diary)
        self.choose(self.day)

    def choose(self, day: date) -> None:
        """Make a day the chosen one; of another month it is asked for."""
        self.day = day
        if (day.year, day.month) != (self.days.month.year, self.days.month.month):
            self.month_wanted.emit(day)
            return
        self.setCurrentIndex(self.days.index_of(day))
        self.viewport().update()
        self.day_changed.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows: days and weeks; PgUp, PgDn: months; Home, End: the month's ends; Enter."""
        key = Qt.Key(event.key())
        if self.days.diary is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.choose(self.day + timedelta(days=_STEPS[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.choose(add_months(self.day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            length = calendar.monthrange(self.day.year, self.day.month)[1]
            self.choose(self.day.replace(day=1 if key == Qt.Key.Key_Home else length))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A day is chosen; the line under the pointer is opened when the button is let go."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(self.days.day(index))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the line under the pointer."""
        entry = self.entry_at(event)
        if entry is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(entry)

    def entry_at(self, event: QMouseEvent) -> Entry | None:
        """The line under the pointer, if it is one."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid():
            return None
        area, entries = self.visualRect(index), self.days.of(self.days.day(index))
        room = lines_in(area.height())
        shown = entries if len(entries) <= room else entries[: max(room - 1, 0)]
        for place, entry in enumerate(shown):
            if strip_at(area, place).contains(point):
                return entry
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer lines have room."""
        super().resizeEvent(event)
        self.viewport().update()

    def rescale(self) -> None:
        """Another type size."""
        self.viewport().update()
