"""Targets grouped by document at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.targets import State, Target
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import targets
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.targets import ListCommunes, TargetLine, Told, UnitPart
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import faint, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import pack_title, unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.targets.detail import TargetDetail
from sachmatuy_desktop.ui.targets.dialogs import CommunesDialog, FigureDialog, PartsDialog
from sachmatuy_desktop.ui.targets.line import LineColumn
from sachmatuy_desktop.ui.targets.words import judged_cell, measured_words, state_words

__all__ = ["TargetsView"]

LINE, STATE = 2, 4
"""Where the drawing and the result stand in the table."""

ORDER = (State.MET, State.NOT_MET, State.NOTHING, State.UNKNOWN, State.NOT_DUE)


class TargetsView(QWidget):
    """Read on the worker when it is looked at; what is typed reads it again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lines: tuple[TargetLine, ...] = ()
        self._rows: list[TargetLine | None] = []
        self._sought = ""
        self.told = faint()
        self.plan = faint()
        self.table = PlainTable(_("Các chỉ tiêu"))
        self.column = LineColumn(self.table)
        self.table.setItemDelegateForColumn(LINE, self.column)
        self.detail = TargetDetail(desk)
        split = side_by_side(self.table, self.detail, (725, 475))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(self.plan)
        layout.addWidget(self.told)
        layout.addWidget(split, 1)
        self.plan.hide()
        self.table.row_chosen.connect(self._show_row)
        self.detail.type_figure.connect(self.type_figure)
        self.detail.show_parts.connect(self.show_parts)
        self.detail.list_communes.connect(self.list_communes)

    @property
    def today(self) -> date:
        """The day at the office."""
        return targets.today_of(office_in(self.desk))

    @property
    def year(self) -> int:
        """The reporting year that is running."""
        return ReportingYear.of(self.today).year

    def read(self) -> None:
        """Measure every target anew, on the worker."""
        self.told.setText(_("Đang tính…"))
        office = office_in(self.desk)
        operation = Operation(self.desk.operations, lambda: targets.follow(office), self)
        operation.success(self.show_lines)
        operation.start()

    def show_lines(self, lines: Sequence[TargetLine]) -> None:
        """List the targets; the chosen one stays chosen."""
        chosen = self.chosen
        self.lines = tuple(lines)
        self._rows = list(self._grouped())
        self.table.clearSpans()
        self.column.lines = [None if line is None else line.ways[0] for line in self._rows]
        self.table.show_rows(_heads(self.year), [self._cells(line) for line in self._rows])
        self._name_groups()
        self._say()
        ids = [line.target.id if line is not None else "" for line in self._rows]
        place = ids.index(chosen.target.id) if chosen and chosen.target.id in ids else 1
        if len(ids) > place:
            self.table.choose(place)
            self._show_row(place)
        self._seek()

    @property
    def chosen(self) -> TargetLine | None:
        """The target shown at the right."""
        return self.detail.line

    def choose(self, target: str) -> None:
        """Show one target at the right."""
        for place, line in enumerate(self._rows):
            if line is not None and line.target.id == target:
                self.table.choose(place)

    def seek_indicator(self, name: str) -> None:
        """Show the first target measured by an indicator, once the targets are listed."""
        self._sought = name
        self._seek()

    def _seek(self) -> None:
        for line in self.lines:
            if self._sought and any(self._sought in way.way.indicators for way in line.ways):
                self._sought = ""
                self.choose(line.target.id)

    # What is done

    def type_figure(self, told: Told) -> None:
        """Ask for a number with its source, and write it down."""
        dialog = FigureDialog(told, self.today, self)
        if dialog.ask_person():
            record = told.typed.record if told.typed is not None else None
            self.desk.run(SaveRecord("target_figures", record, dialog.values()), owner=self)

    def show_parts(self, told: Told) -> None:
        """The communes, or the khu phố, behind a number."""
        PartsDialog(told, self.names_of(told.parts), self._open_part, self).ask_person()

    def list_communes(self, target: Target) -> None:
        """Ask which communes a document means, and write the list."""
        office = office_in(self.desk)
        communes = targets.communes_of(office.units, office.unit, self.today)
        dialog = CommunesDialog(
            _("Danh sách xã của chỉ tiêu"),
            _("Văn bản nêu {count} xã, không nêu tên; đánh dấu các xã đó.").format(
                count=target.listed
            ),
            [(each.id, each.titled) for each in communes],
            frozenset(targets.listed_units(office, target.id)),
            self,
        )
        dialog.finish_with(_("Ghi danh sách"), dialog.accept)
        if dialog.ask_person():
            self.desk.run(ListCommunes(target.id, dialog.chosen()), owner=self)

    def _open_part(self, part: UnitPart) -> None:
        if part.record is not None:
            self.desk.open_record(part.register, part.record)

    def names_of(self, parts: Sequence[UnitPart]) -> dict[str, str]:
        """What the units or khu phố are called."""
        villages = [part.unit for part in parts if part.register == "villages"]
        names = dict(self.desk.queries.names("villages", villages)) if villages else {}
        return {part.unit: names.get(part.unit) or unit_name(part.unit) for part in parts}

    # What is shown

    def _grouped(self) -> list[TargetLine | None]:
        """The targets with an empty line before each document."""
        rows: list[TargetLine | None] = []
        document = ""
        for line in self.lines:
            if line.document.id != document:
                document = line.document.id
                rows.append(None)
            rows.append(line)
        return rows

    def _name_groups(self) -> None:
        titles = list(dict.fromkeys(line.document.title for line in self.lines))
        places = [place for place, line in enumerate(self._rows) if line is None]
        for place, title in zip(places, titles, strict=True):
            self.table.setSpan(place, 0, 1, len(self.table.heads))
            label = QLabel(title)
            label.setFont(theme.scaled_font(bold=True))
            label.setAutoFillBackground(True)
            label.setContentsMargins(theme.px(8), 0, 0, 0)
            self.table.setIndexWidget(self.table.model().index(place, 0), label)

    def _cells(self, line: TargetLine | None) -> list[Cell]:
        if line is None:
            return [Cell("")] * 5
        way = line.ways[0]
        point = way.current(self.year)
        return [
            Cell(line.target.title),
            Cell(way.limit.printed[:1].upper() + way.limit.printed[1:]),
            Cell(""),
            Cell(measured_words(way, point)),
            judged_cell(way, self.year),
        ]

    def _say(self) -> None:
        counts = [
            (state, sum(line.state(self.year) is state for line in self.lines)) for state in ORDER
        ]
        said = " · ".join(f"{state_words(state)}: {count}" for state, count in counts if count)
        if not self.lines:
            said = _("Không có chỉ tiêu nào của các văn bản đã nhập giao cho đơn vị này.")
        self.told.setText(said)
        plans = targets.own_plan(office_in(self.desk)) if not self.desk.receives else []
        self.plan.setVisible(bool(plans))
        self.plan.setText(
            "\n".join(
                _("Lộ trình: phấn đấu đạt «{pack}» trong năm báo cáo {year}. {more}")
                .format(
                    pack=pack_title(pack), year=year, more=" – ".join(x for x in (phase, note) if x)
                )
                .strip()
                for pack, year, phase, note in plans
            )
        )

    def _show_row(self, place: int) -> None:
        line = self._rows[place] if 0 <= place < len(self._rows) else None
        if line is not None:
            year = line.ways[0].current(self.year).year
            self.detail.show_line(line, year)


def _heads(year: int) -> list[Head]:
    return [
        Head(_("Chỉ tiêu"), grows=True, wraps=True),
        Head(_("Mức giao"), wraps=True, widest=112),
        Head(_("Qua các năm")),
        Head(_("Năm {year}").format(year=year), right=True, widest=160),
        Head(_("Kết quả")),
    ]
