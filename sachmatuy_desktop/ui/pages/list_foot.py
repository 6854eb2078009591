"""The foot of a list: how many are shown and chosen, and under each column its sum."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListFoot", "summed"]

SUMMED: Final = frozenset({Kind.NUMBER, Kind.FLAG})


def summed(columns: tuple[Column, ...], same: Collection[str] = ()) -> list[str]:
    """The columns that have a sum: numbers, and yes/no, of which the yes are counted.

    `same` are the fields that say the same in every record listed: money spent is not added to
    money granted.
    """
    return [each.name for each in columns if each.field is not None and _has_sum(each.field, same)]


def _has_sum(field: Field, same: Collection[str]) -> bool:
    if field.kind not in SUMMED or not field.added_up:
        return False
    return not field.added_within or field.added_within in same


class ListFoot(QWidget):
    """A row of sums under the columns, where there are any, and a line of counts."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self.sums = _SumRow(table)
        self.line = QLabel()
        self.line.setProperty("role", "faint")
        self.line.setWordWrap(True)
        self._across = QHBoxLayout()
        self._across.addWidget(self.line, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.sums)
        layout.addLayout(self._across)

    def put(self, widget: QWidget) -> None:
        """Something to do with the chosen rows, at the right of their number."""
        self._across.insertWidget(1, widget)

    def tell(self, shown: int, whole: int, chosen: int) -> None:
        """Say how many are shown, of how many, and how many of them are chosen."""
        told = (
            _("{count} dòng").format(count=show_integer(whole))
            if shown == whole
            else _("Đang hiện {count} trong {whole} dòng").format(
                count=show_integer(shown), whole=show_integer(whole)
            )
        )
        if chosen > 1:
            told += " · " + _("{count} dòng đang chọn").format(count=show_integer(chosen))
        self.line.setText(told)

    def show_sums(self, columns: tuple[Column, ...], sums: Mapping[str, int]) -> None:
        """Put the sums under their columns."""
        self.sums.put({each.name: _words(each, sums) for each in columns if each.name in sums})


def _words(column: Column, sums: Mapping[str, int]) -> str:
    count = show_integer(sums[column.name])
    is_flag = column.field is not None and column.field.kind is Kind.FLAG
    return _("{count} có").format(count=count) if is_flag else count


class _SumRow(QWidget):
    """Painted under the columns as they stand, wherever they are dragged or scrolled to."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        self.words: Mapping[str, str] = {}
        header = table.horizontalHeader()
        header.sectionResized.connect(lambda *_how: self.update())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        self.setAccessibleName(_("Tổng theo cột"))
        self.hide()
        self.rescale()

    def put(self, words: Mapping[str, str]) -> None:
        """Show these sums, by the name of the column."""
        self.words = words
        records = self._table.records
        columns = records.columns if records is not None else ()
        told = [f"{_(each.label)}: {words[each.name]}" for each in columns if each.name in words]
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip("\n".join(told))
        self.setVisible(bool(words))
        self.update()

    def rescale(self) -> None:
        """As high as a row."""
        self.setFixedHeight(theme.row_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """«Tổng» at the left, a sum under each column that has one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.RAIL))
        painter.setPen(QPen(QColor(theme.EDGE), 1))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(QColor(theme.INK))
        painter.setFont(theme.scaled_font(bold=True))
        records, header = self._table.records, self._table.horizontalHeader()
        if records is None:
            return
        edge = self._table.frameWidth()
        first = True
        for place, column in enumerate(records.columns):
            left = edge + header.sectionViewportPosition(place)
            area = QRect(left, 0, header.sectionSize(place), self.height())
            area.adjust(theme.px(8), 0, -theme.px(8), 0)
            if column.name in self.words:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                painter.drawText(
                    area, side | Qt.AlignmentFlag.AlignVCenter, self.words[column.name]
                )
            elif first:
                align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(area, align, _("Tổng"))
            first = False
