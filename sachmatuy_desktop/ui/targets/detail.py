"""One target: its exact words, its line, its years, every figure with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.targets import Kind
from sachmatuy_desktop.services.targets import TargetLine, Told, WayLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    clear,
    faint,
    heading,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.targets.line import YearLine
from sachmatuy_desktop.ui.targets.words import (
    due_words,
    exact_words,
    first_of,
    limit_words,
    measured_words,
    number_words,
    required_words,
    source_words,
    state_cell,
    verdict_words,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["TargetDetail"]

FIGURES = "target_figures"


class WholeTable(PlainTable):
    """A short table that is as high as its rows: what scrolls is the page around it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        rows = sum(self.rowHeight(row) for row in range(len(self.rows)))
        high = rows + self.horizontalHeader().height() + 2 * self.frameWidth()
        if high != self.height():
            self.setFixedHeight(high)


class TargetDetail(DetailSide):
    """The right side of the view; every year of every reading, the figures of the year chosen."""

    type_figure = Signal(object)
    """The `Told` whose number someone wants to type."""

    show_parts = Signal(object)
    """The `Told` whose communes someone wants to see."""

    list_communes = Signal(object)
    """The `Target` whose list of communes someone wants to write."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Chi tiết chỉ tiêu"))
        self.desk = desk
        self.year = 0
        self.line: TargetLine | None = None
        self.years: list[PlainTable] = []

    def show_line(self, line: TargetLine, year: int) -> None:
        """Show a target and the figures of a year."""
        same = self.line is not None and self.line.target.id == line.target.id
        place = self.verticalScrollBar().value()
        self.line, self.year = line, year
        self.years.clear()
        clear(self._body)
        self._head(line)
        self._quote(line)
        if line.target.issue:
            self._title(_("Câu chữ chưa rõ"))
            self._body.addWidget(faint(line.target.issue))
        for number, way in enumerate(line.ways):
            self._way(line, way, number)
        self._figures(line)
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(place if same else 0)

    def show_year(self, year: int) -> None:
        """Show the figures of another year."""
        if self.line is not None and year != self.year:
            self.show_line(self.line, year)

    def _head(self, line: TargetLine) -> None:
        point = line.ways[0].current(self.year)
        cell = state_cell(point)
        self._body.addWidget(heading(line.target.title))
        told = [str(point.year), due_words(line.target), verdict_words(point)]
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Chip(cell.text, cell.tone or Tone.QUIET))
        if not line.document.verified:
            across.addWidget(Chip(_("Chưa kiểm chứng"), Tone.CARE))
        across.addStretch(1)
        self._body.addLayout(across)
        self._body.addWidget(faint(" · ".join(part for part in told if part)))

    def _quote(self, line: TargetLine) -> None:
        source = source_words(line.document, line.target)
        self._body.addWidget(quoted(line.target.quote, source, line.target.note))
        if line.target.listed:
            self._list(line)

    def _list(self, line: TargetLine) -> None:
        known = next(
            (
                told.used
                for (_name, _year), told in line.ways[0].told.items()
                if told.indicator.kind is Kind.LISTED and told.used is not None
            ),
            None,
        )
        have = known.least if known is not None else 0
        words = _("Danh sách của cơ quan: {have} xã; văn bản nêu {wanted} xã.").format(
            have=have, wanted=line.target.listed
        )
        label = faint(words)
        if have != line.target.listed:
            label.setStyleSheet(f"color: {Tone.CARE.ink};")
        across = QHBoxLayout()
        across.addWidget(label, 1)
        if self.desk.receives and self._may_type:
            ask = button(_("Danh sách xã…"), partial(self.list_communes.emit, line.target))
            across.addWidget(ask)
        self._body.addLayout(across)

    def _way(self, line: TargetLine, way: WayLine, number: int) -> None:
        if len(line.ways) > 1:
            label = _("Cách hiểu {number}: {meaning}") if number else _("Mặc định: {meaning}")
            self._title(label.format(number=number + 1, meaning=way.way.meaning))
        else:
            self._title(_("Qua các năm"))
        limit = f"{limit_words(way)} – {exact_words(way.limit, way.way.basis)}"
        self._body.addWidget(faint(limit))
        self._body.addWidget(YearLine(way))
        self._body.addWidget(self._table(way))

    def _table(self, way: WayLine) -> PlainTable:
        table = WholeTable(_("Từng năm"))
        rows = [
            [
                Cell(str(point.year)),
                Cell(measured_words(way, point)),
                Cell(required_words(point)),
                state_cell(point),
            ]
            for point in way.points
        ]
        heads = [
            Head(_("Năm")),
            Head(_("Số đo được"), wraps=True, widest=110),
            Head(_("Mức phải đạt"), grows=True, wraps=True),
            Head(_("Kết quả")),
        ]
        table.show_rows(heads, rows)
        years = [point.year for point in way.points]
        if self.year in years:
            table.choose(years.index(self.year))
        table.row_chosen.connect(lambda place: self.show_year(years[place]))
        self.years.append(table)
        return table

    def _figures(self, line: TargetLine) -> None:
        self._title(_("Số liệu năm {year}").format(year=self.year))
        shown: set[tuple[str, int]] = set()
        for told in self._told(line):
            key = (told.indicator.name, told.year)
            if key not in shown:
                shown.add(key)
                self._figure(told)
        if not shown:
            self._body.addWidget(faint(_("Năm này không nằm trong thời gian của chỉ tiêu.")))

    def _told(self, line: TargetLine) -> Iterator[Told]:
        """What the year is measured by: its own figures, and those it is held against."""
        for way in line.ways:
            point = next((each for each in way.points if each.year == self.year), None)
            if point is None:
                continue
            before = [key for key in way.told if key[1] < line.target.first]
            own = [key for key in way.told if key[1] in (self.year, self.year - 1)]
            wanted = own if way.way.basis.compares_years else [k for k in own if k[1] == self.year]
            if way.way.basis.compares_years:
                wanted = [*wanted, *(key for key in before if key not in wanted)]
            for key in wanted:
                yield way.told[key]

    def _figure(self, told: Told) -> None:
        indicator = told.indicator
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        label = capital(indicator.label)
        if told.year != self.year:
            label = f"{label} ({told.year})"
        unit = indicator.unit if told.used is not None else ""
        words = paragraph(f"{label}: {number_words(told.used)} {unit}".rstrip())
        words.setToolTip(indicator.meaning)
        across.addWidget(words, 1)
        if self._may_type and told.indicator.kind is not Kind.LISTED:
            ask = button(
                _("Sửa…") if told.typed else _("Nhập…"),
                partial(self.type_figure.emit, told),
                picture="pencil",
            )
            ask.setAccessibleName(_("Nhập số liệu: {label}").format(label=label))
            across.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(across)
        self._body.addWidget(
            faint(
                _("{source}; tính đến {day}. {meaning}").format(
                    source=capital(first_of(told)),
                    day=show_date(told.day),
                    meaning=indicator.meaning,
                )
            )
        )
        if told.typed is not None and not told.is_typed:
            self._body.addWidget(
                faint(
                    _("Cơ quan đã nhập {number}, không dùng vì sổ đã có số.").format(
                        number=told.typed.value
                    )
                )
            )
        if told.parts:
            count = len(told.parts)
            go = partial(self.show_parts.emit, told)
            self._body.addWidget(
                LongDoor(
                    _("Xem từng đơn vị ({count})").format(count=count), go, picture="arrow-right"
                )
            )

    @property
    def _may_type(self) -> bool:
        return self.desk.may_write(REGISTERS[FIGURES])

    def _title(self, text: str) -> None:
        self._body.addSpacing(theme.px(4))
        self._body.addWidget(heading(text, 1.0))
