"""A unit's reporting year beside the one before: figures at the left, what is behind them right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import ReportingYear, show_date
from sachmatuy_desktop.domain.plans.yearly import Behind, Figure, ReviewRow, YearReview
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.exchange.flat import FlatCell
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.recognition import DECISIONS
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, heading, row, side_by_side
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell, words
from sachmatuy_desktop.ui.models.codes import title_in_words
from sachmatuy_desktop.ui.theme import Tone
from sachmatuy_desktop.ui.yearly.words import (
    change_words,
    figure_words,
    group_words,
    row_words,
)

__all__ = ["ReviewView", "YearChoice"]

TASKS: Final = frozenset({"plan_tasks", "set_tasks"})
"""Behind their figures stand openings: one task may be there several times."""

NO_LIST: Final = TASKS | {DECISIONS}
"""Books that are not shown as a list; each record behind the figure is a door itself."""

UNTOLD: Final = frozenset({Kind.DATE, Kind.REFERENCE})
"""Of what names a record: its day has a column of its own."""


class YearChoice(CalmChoice):
    """The reporting years, the one asked for first."""

    changed = Signal()

    def __init__(self, years: Sequence[int]) -> None:
        super().__init__()
        self.setAccessibleName(_("Năm báo cáo"))
        for year in years:
            self.addItem(_("Năm báo cáo {year}").format(year=year), year)
        self.activated.connect(lambda _place: self.changed.emit())

    @property
    def year(self) -> int:
        """The year chosen."""
        return int(self.currentData())

    @property
    def told(self) -> str:
        """From which day to which."""
        chosen = ReportingYear(self.year)
        return _("từ {first} đến {last}").format(
            first=show_date(chosen.start), last=show_date(chosen.end)
        )


class ReviewView(QWidget):
    """Every figure of both years; the records behind the one chosen, each a door."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.review: YearReview | None = None
        self._rows: list[ReviewRow | str] = []
        self.table = PlainTable(_("Số liệu của năm báo cáo"))
        self.known = faint()
        self.known.hide()
        self.title = heading("", 1.0)
        self.which = CalmChoice()
        self.which.setAccessibleName(_("Của năm"))
        self.which.setMinimumContentsLength(9)
        self.behind = PlainTable(_("Căn cứ của con số"))
        self.nothing = faint(_("Không có ghi chép nào."))
        self.list = button(_("Mở danh sách"), self.open_list, door=True)
        self._lay_out()
        self.table.row_chosen.connect(lambda _row: self._show_behind())
        self.which.activated.connect(lambda _place: self._list_behind())
        self.behind.row_entered.connect(self._open)

    @property
    def chosen(self) -> ReviewRow | None:
        """The figure whose records stand at the right."""
        place = self.table.row
        found = self._rows[place] if 0 <= place < len(self._rows) else None
        return found if isinstance(found, ReviewRow) else None

    @property
    def listed(self) -> Sequence[Behind]:
        """The records at the right."""
        figure = self._figure()
        return figure.behind if figure else ()

    def show_review(self, review: YearReview | None) -> None:
        """Show another review; the figure looked at stays, where it is there."""
        kept = self.chosen
        self.review = review
        if review is not None and self.desk.receives:
            day = show_date(review.known.date())
            self.known.setText(_("Theo gói dữ liệu gần nhất, đến ngày {day}.").format(day=day))
            self.known.show()
        self._rows = list(_grouped(review.rows())) if review else []
        year = review.year if review else 0
        self.table.clearSpans()
        self.table.show_rows(_heads(year), [self._cells(each) for each in self._rows])
        for place, each in enumerate(self._rows):
            if isinstance(each, str):
                self._name_group(place, each)
        self.which.clear()
        for shown in (year, year - 1):
            self.which.addItem(_("Năm {year}").format(year=shown), shown)
        self._choose_again(kept)
        self._show_behind()

    def flat_rows(self) -> list[list[FlatCell]]:
        """What is shown, for a spreadsheet: a column for the section, numbers as numbers."""
        found: list[list[FlatCell]] = []
        group = ""
        for each in self._rows:
            if isinstance(each, str):
                group = each
                continue
            now, before = (_flat(figure) for figure in (each.now, each.before))
            found.append([group, self._words(each), now, before, change_words(each)])
        return found

    def open_list(self) -> None:
        """The list of the register, narrowed to the records behind the number."""
        found = self.listed
        if found and self.chosen is not None:
            records = frozenset(each.record for each in found)
            self.desk.open_list(found[0].register, only=records, title=self._words(self.chosen))

    # What is shown

    def _words(self, each: ReviewRow) -> str:
        return row_words(each, self.review.unit if self.review else "")

    def _figure(self) -> Figure | None:
        chosen = self.chosen
        if chosen is None or self.review is None:
            return None
        return chosen.now if self.which.currentData() == self.review.year else chosen.before

    def _cells(self, each: ReviewRow | str) -> list[Cell]:
        if isinstance(each, str):
            return [Cell("")] * 4
        return [
            Cell(self._words(each)),
            Cell(figure_words(each.now)),
            Cell(figure_words(each.before)),
            Cell(change_words(each)),
        ]

    def _name_group(self, place: int, name: str) -> None:
        self.table.setSpan(place, 0, 1, len(self.table.heads))
        label = QLabel(name)
        label.setFont(theme.scaled_font(bold=True))
        label.setAutoFillBackground(True)
        label.setContentsMargins(theme.px(8), 0, 0, 0)
        label.setToolTip(name)
        self.table.setIndexWidget(self.table.model().index(place, 0), label)

    def _choose_again(self, kept: ReviewRow | None) -> None:
        meant = (kept.section, kept.key, kept.about) if kept else None
        rows = [each for each in self._rows if isinstance(each, ReviewRow)]
        same = [each for each in rows if (each.section, each.key, each.about) == meant]
        for first in (same or rows)[:1]:
            self.table.choose(self._rows.index(first))

    def _show_behind(self) -> None:
        chosen = self.chosen
        self.title.setText(self._words(chosen) if chosen else "")
        self.which.setVisible(chosen is not None)
        self._list_behind()

    def _list_behind(self) -> None:
        found = self.listed
        tasks = bool(found) and found[0].register in TASKS
        names = {} if tasks else self._names(found)
        heads = [Head(_("Ngày")), Head(_("Nội dung"), grows=True, wraps=True)]
        if tasks:
            heads.append(Head(_("Muộn"), right=True))
        self.behind.show_rows(heads, [_behind_cells(each, names, tasks=tasks) for each in found])
        self.behind.setVisible(bool(found))
        self.nothing.setVisible(not found and self.chosen is not None)
        self.list.setVisible(bool(found) and found[0].register not in NO_LIST)

    def _names(self, found: Sequence[Behind]) -> Mapping[str, str]:
        """What the records are called, as far as this account may read it."""
        if not found:
            return {}
        book = REGISTERS[found[0].register]
        if not all(self.desk.may_see(book[name]) for name in book.naming):
            return {}
        ids = [each.record for each in found]
        rows = self.desk.queries.rows(book.name, ids)
        told = [book[name] for name in book.naming if book[name].kind not in UNTOLD]
        return {
            each: title_in_words(
                book, row, ", ".join(words(field, row[field.name]) for field in told)
            )
            for each, row in rows.items()
        }

    def _open(self, place: int) -> None:
        """The record itself; a commune's tasks have no page at the office above."""
        if not 0 <= place < len(self.listed) or self.review is None:
            return
        each = self.listed[place]
        if each.register not in TASKS or self.review.unit == self.desk.office.info.unit_id:
            self.desk.open_record(each.register, each.record)

    def _lay_out(self) -> None:
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(theme.px(8), 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addLayout(row(self.title, None, self.which))
        down.addWidget(self.behind, 1)
        down.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(row(self.list, None))
        down.addStretch(0)
        left = QWidget()
        figures = QVBoxLayout(left)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(theme.px(4))
        figures.addWidget(self.known)
        figures.addWidget(self.table, 1)
        split = side_by_side(left, right, (660, 540))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


def _grouped(rows: Sequence[ReviewRow]) -> list[ReviewRow | str]:
    """The figures with the name of their section, or plan, before each."""
    found: list[ReviewRow | str] = []
    group = ""
    for each in rows:
        name = group_words(each)
        if name != group:
            found.append(name)
            group = name
        found.append(each)
    return found


def _heads(year: int) -> list[Head]:
    return [
        Head(_("Nội dung"), grows=True, wraps=True),
        Head(_("Năm {year}").format(year=year), right=True),
        Head(_("Năm {year}").format(year=year - 1), right=True),
        Head(_("Tăng, giảm"), right=True),
    ]


def _behind_cells(each: Behind, names: Mapping[str, str], *, tasks: bool) -> list[Cell]:
    day = show_date(each.day) if each.day else ""
    cells = [Cell(day), Cell(each.title or names.get(each.record, ""))]
    if tasks:
        late = _("{days} ngày").format(days=each.late) if each.late else ""
        cells.append(Cell(late, Tone.CARE if each.late else None))
    return cells


def _flat(figure: Figure | None) -> FlatCell:
    if figure is None:
        return ""
    return figure.value if figure.of is None else figure_words(figure)
