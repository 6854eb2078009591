"""The roadmap's table: a row a commune, a column a year, the planned year framed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.targets import PlanLine, Progress, Reached
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PlanTable"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()

NAME, PHASE = 0, 1
FIRST_YEAR: Final = 2
"""The first column that is a year."""

FRAME_ROLE: Final = TONE_ROLE + 40
"""Whether the cell is the planned year."""

WORDS: Final[Mapping[Reached, tuple[str, Tone]]] = MappingProxyType(
    {
        Reached.RECOGNISED: (N_("✓ công nhận"), Tone.GOOD),
        Reached.YES: (N_("✓ tự đạt"), Tone.BUSY),
        Reached.NO: (N_("✗ chưa đạt"), Tone.CARE),
        Reached.UNKNOWN: (N_("? chưa đủ căn cứ"), Tone.QUIET),
    }
)


class PlanRows(QAbstractTableModel):
    """The lines of the roadmap as cells."""

    def __init__(self) -> None:
        super().__init__()
        self.progress: Progress | None = None

    def take(self, progress: Progress) -> None:
        self.beginResetModel()
        self.progress = progress
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.progress is None else len(self.progress.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() or self.progress is None:
            return 0
        return FIRST_YEAR + len(self.progress.years) + 1

    def year_of(self, column: int) -> int | None:
        """The year of a column."""
        if self.progress is None or not 0 <= column - FIRST_YEAR < len(self.progress.years):
            return None
        return self.progress.years[column - FIRST_YEAR]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.progress is None:
            return None
        line, column = self.progress.lines[index.row()], index.column()
        year = self.year_of(column)
        answers: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._text(line, column, year),
            Qt.ItemDataRole.ToolTipRole: lambda: self._told(line, year) or None,
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(line, column, year),
            TONE_ROLE: lambda: _tone(line, year),
            FRAME_ROLE: lambda: year is not None and year == line.planned,
        }
        answer = answers.get(role)
        return None if answer is None else answer()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        year = self.year_of(section)
        if year is not None:
            this = self.progress is not None and year == self.progress.this_year
            return _("{year} (nay)").format(year=year) if this else str(year)
        return {NAME: _("Xã, phường, thị trấn"), PHASE: _("Giai đoạn")}.get(section, _("Tiến độ"))

    def _text(self, line: PlanLine, column: int, year: int | None) -> str:
        if year is not None:
            reached = line.years[year]
            if reached in WORDS:
                return _(WORDS[reached][0])
            if year != line.planned:
                return ""
            return _("! chậm") if line.late else _("phấn đấu")
        if column == NAME:
            return capital(line.name)
        return line.phase if column == PHASE else _state(line)

    def _spoken(self, line: PlanLine, column: int, year: int | None) -> str:
        head = self.headerData(column, Qt.Orientation.Horizontal)
        told = self._told(line, year) or self._text(line, column, year)
        return f"{capital(line.name)}, {head}: {told}"

    def _told(self, line: PlanLine, year: int | None) -> str:
        if year is None:
            return ""
        said = [_("năm phấn đấu đạt")] if year == line.planned else []
        reached = line.years[year]
        said.append(_(WORDS[reached][0])[2:] if reached in WORDS else _("chưa có kết quả"))
        if line.remark and year == line.planned:
            said.append(line.remark)
        return "; ".join(said)


def _tone(line: PlanLine, year: int | None) -> Tone | None:
    """A colour for what was reached, and for a planned year that went by in vain."""
    if year is None:
        return None
    reached = line.years[year]
    if reached in WORDS:
        return WORDS[reached][1]
    return Tone.BLOCK if line.late and year == line.planned else None


def _state(line: PlanLine) -> str:
    """Plan and result in a word."""
    if line.done_in is not None:
        return _("đạt năm {year}").format(year=line.done_in)
    if line.late:
        return _("chậm so với lộ trình")
    return _("trong lộ trình") if line.planned is not None else _("chưa có trong lộ trình")


class _Framed(CellDelegate):
    """A cell as everywhere, with a frame around the planned year."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not index.data(FRAME_ROLE):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(theme.INK if chosen else theme.ACCENT), theme.px(1.6)))
        room = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.drawRoundedRect(room, theme.px(3), theme.px(3))
        painter.restore()


class PlanTable(QTableView):
    """Arrow keys move by cell; Space and Enter plan, Del drops."""

    planned = Signal(int)
    """A year someone wants the chosen communes planned for."""

    dropped = Signal()
    """Someone wants the chosen communes off the roadmap."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PlanRows()
        self.setModel(self.rows)
        self.setItemDelegate(_Framed(self))
        self.setAccessibleName(_("Lộ trình"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.activated.connect(self._enter)

    def show_progress(self, progress: Progress, wanted: str = "") -> None:
        """List the roadmap; the cell with the keyboard keeps its commune and year.

        `wanted` is a commune to go to instead.
        """
        units = {wanted} if wanted else {line.unit for line in self.chosen_lines()}
        year = self.rows.year_of(self.currentIndex().column())
        self.rows.take(progress)
        self._fit()
        places = [at for at, line in enumerate(progress.lines) if line.unit in units]
        shown = year if year in progress.years else progress.this_year
        column = FIRST_YEAR + progress.years.index(shown)
        if progress.lines:
            self.setCurrentIndex(self.rows.index(places[0] if places else 0, column))
        flag = self.selectionModel().SelectionFlag.Select
        for place in places[1:]:
            self.selectionModel().select(self.rows.index(place, column), flag)

    def chosen_lines(self) -> tuple[PlanLine, ...]:
        """The lines of which a cell is chosen."""
        if self.rows.progress is None:
            return ()
        places = sorted({index.row() for index in self.selectedIndexes()})
        return tuple(self.rows.progress.lines[place] for place in places)

    def chosen_units(self) -> tuple[str, ...]:
        """Their communes."""
        return tuple(line.unit for line in self.chosen_lines())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plans, Del drops; all other keys as in every table."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._enter(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def rescale(self) -> None:
        """Another type size."""
        self._fit()

    def _enter(self, index: Index) -> None:
        year = self.rows.year_of(index.column())
        if year is not None:
            self.planned.emit(year)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.resizeColumnsToContents()
        last = self.rows.columnCount() - 1
        for column in range(FIRST_YEAR, last):
            self.setColumnWidth(column, max(self.columnWidth(column), theme.px(104)))
        for column, least in ((NAME, 190), (PHASE, 110)):
            self.setColumnWidth(column, max(self.columnWidth(column), theme.px(least)))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
