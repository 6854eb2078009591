"""Choosing a unit by typing: old and new Viet Nam side by side, homonyms told apart.

Each find shows the unit, the units above it, and when it existed; a unit that is no more says which
unit its ground belongs to now.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import faint

__all__ = ["UnitPicker", "lifetime", "whereabouts"]

OFFERED: Final = 60
"""Finds shown at once; more words narrow them."""

REST_MS: Final = 120
"""Typing pauses this long, in milliseconds, before the list is looked up."""

SHORTEST: Final = 2
"""Letters typed before anything is looked for."""

UNIT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
DETAIL_ROLE: Final = UNIT_ROLE + 1
FORMER_ROLE: Final = UNIT_ROLE + 2

Index = QModelIndex | QPersistentModelIndex


class UnitPicker(QWidget):
    """A line to type in and the units it finds."""

    chosen = Signal()
    """Another unit was chosen, or none."""

    def __init__(self, units: UnitTable, today: date) -> None:
        super().__init__()
        self._units = units
        self._today = today
        self.levels = frozenset({1, 2, 3})
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Gõ tên, ví dụ: ia dom kon tum"))
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(_("Tìm đơn vị hành chính"))
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setItemDelegate(_UnitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(_("Các đơn vị tìm thấy"))
        self.told: QLabel = faint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        self.setFocusProxy(self.line)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.look_up)
        self.line.textEdited.connect(lambda _text: self._rest.start(REST_MS))
        self.list.currentItemChanged.connect(lambda _now, _before: self.chosen.emit())
        self.look_up()

    @property
    def unit(self) -> Unit | None:
        """The unit chosen."""
        if self.list.currentRow() < 0:
            return None
        return self._units.unit(self.list.currentItem().data(UNIT_ROLE))

    def offer(self, levels: frozenset[int]) -> None:
        """Offer units of these levels only: 1 provinces, 2 districts, 3 communes."""
        if levels != self.levels:
            self.levels = levels
            self.look_up()

    def look_up(self) -> None:
        """Show what the typed words find; the first find is chosen."""
        self._rest.stop()
        typed = self.line.text().strip()
        found = self._found(typed)
        self.list.clear()
        for unit in found:
            self.list.addItem(self._item(unit))
        if found:
            self.list.setCurrentRow(0)
        else:
            self.chosen.emit()
        self.told.setText(_told(typed, len(found)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down walk through the finds while the keyboard stays in the line."""
        if watched is self.line and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step and event.type() == QKeyEvent.Type.KeyPress and self.list.count():
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return False

    def _found(self, typed: str) -> list[Unit]:
        if len(typed) < SHORTEST:
            return []
        finds = self._units.search(typed, limit=OFFERED * 3)
        return [unit for unit in finds if unit.kind.level in self.levels][:OFFERED]

    def _item(self, unit: Unit) -> QListWidgetItem:
        name = unit.titled[:1].upper() + unit.titled[1:]
        item = QListWidgetItem(name)
        item.setData(UNIT_ROLE, unit.id)
        item.setData(DETAIL_ROLE, (whereabouts(self._units, unit), lifetime(unit)))
        item.setData(FORMER_ROLE, not unit.exists(self._today))
        later = self._units.now(unit, self._today) if not unit.exists(self._today) else ()
        now = ", ".join(self._units.full_name(each) for each in later)
        spoken = f"{name}, {whereabouts(self._units, unit)}, {lifetime(unit)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setToolTip(_("Nay thuộc: {units}").format(units=now) if now else spoken)
        return item


def whereabouts(units: UnitTable, unit: Unit) -> str:
    """The units above, which tell homonyms apart: "huyện Ia H'Drai, tỉnh Kon Tum"."""
    return ", ".join(link.titled for link in units.chain(unit)[1:])


def lifetime(unit: Unit) -> str:
    """When the unit existed: "đến 30/06/2025" or "từ 01/07/2025"."""
    begin = _("từ {day}").format(day=show_date(unit.valid_from)) if unit.valid_from else ""
    end = _("đến {day}").format(day=show_date(unit.valid_to)) if unit.valid_to else ""
    return " ".join(part for part in (begin, end) if part)


def _told(typed: str, count: int) -> str:
    if len(typed) < SHORTEST:
        return _("Tên không cần dấu; thêm tên huyện hoặc tỉnh để phân biệt nơi trùng tên.")
    if not count:
        return _("Không thấy đơn vị nào; hãy thử tên ngắn hơn.")
    if count == OFFERED:
        return _("Nhiều đơn vị phù hợp; hãy gõ thêm tên huyện hoặc tỉnh.")
    return _("{count} đơn vị. Dùng phím mũi tên để chọn.").format(count=count)


class _UnitDelegate(QStyledItemDelegate):
    """Name in bold, parents below, lifetime at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(theme.px(200), option.fontMetrics.height() * 2 + theme.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Former units stand in quiet ink."""
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, QColor(theme.WASH))
            bar = QRect(option.rect.topLeft(), QSize(theme.px(4), option.rect.height()))
            painter.fillRect(bar, QColor(theme.ACCENT))
        area = option.rect.adjusted(theme.px(12), theme.px(5), -theme.px(10), -theme.px(5))
        half = area.height() // 2
        above, below = area.adjusted(0, 0, 0, -half), area.adjusted(0, half, 0, 0)
        parents, period = index.data(DETAIL_ROLE)
        painter.setFont(theme.scaled_font(bold=True))
        painter.setPen(QColor(theme.FAINT if index.data(FORMER_ROLE) else theme.INK))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(above, left, str(index.data()))
        painter.setFont(theme.scaled_font())
        painter.setPen(QColor(theme.FAINT))
        painter.drawText(above, right, period)
        shown = option.fontMetrics.elidedText(parents, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, left, shown)
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
