"""A figure typed by hand, the communes behind a figure, the list of a target's communes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.numbers import parse_count, show_integer
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.targets import Told, UnitPart
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, Sheet, faint, open_at, row
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.tick_list import TickList
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CommunesDialog", "FigureDialog", "PartsDialog"]


class FigureDialog(Sheet):
    """One number of a year, with its day, source and signer; the values of a record."""

    def __init__(self, told: Told, today: date, parent: QWidget | None = None) -> None:
        label = told.indicator.label
        super().__init__(
            _("Nhập số liệu năm báo cáo {year}").format(year=told.year), capital(label), parent
        )
        self._told = told
        self.body.addWidget(faint(told.indicator.meaning))
        typed = told.typed
        unit = told.indicator.unit
        title = _("Giá trị ({unit})").format(unit=unit) if unit else _("Giá trị")
        self.value = Entry(title, text=show_integer(typed.value) if typed else "", width=160)
        usual = min(today, ReportingYear(told.year).end)
        day = date.fromisoformat(typed.as_of) if typed else usual
        self.as_of = DateEntry(_("Tính đến ngày"), day)
        self.document = Entry(
            _("Văn bản, nguồn số liệu"),
            hint=_("Ví dụ: Báo cáo số 12/BC-SYT ngày 10/12/2026"),
            text=typed.document if typed else "",
        )
        self.signer = Entry(_("Người ký, người xác nhận"), text=typed.signer if typed else "")
        self.body.addLayout(row(self.value, self.as_of, None, space=18))
        self.body.addWidget(self.document)
        self.body.addWidget(self.signer)
        self.finish_with(_("Ghi số liệu"), self._done)
        self.setMinimumWidth(theme.px(560))
        self.value.setFocus()

    def values(self) -> Mapping[str, Value]:
        """The record's values; raises `BadInput`, said beside its field."""
        try:
            value = parse_count(self.value.demand())
        except BadInput as error:
            self.value.say(say(error))
            raise
        return {
            "indicator": self._told.indicator.name,
            "year": self._told.year,
            "value": value,
            "as_of": self.as_of.demand_day().isoformat(),
            "document": self.document.demand(),
            "signer": self.signer.demand(),
        }

    def _done(self) -> None:
        try:
            self.values()
        except BadInput:
            return
        self.accept()


class PartsDialog(Sheet):
    """What each commune or village adds to a figure; a row opens the result behind it."""

    def __init__(
        self,
        told: Told,
        names: Mapping[str, str],
        enter: Callable[[UnitPart], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            capital(told.indicator.label),
            _("Năm báo cáo {year}. Nhấn Enter trên một dòng để mở kết quả đã ghi.").format(
                year=told.year
            ),
            parent,
        )
        self.parts = sorted(told.parts, key=_unknown_first)
        self._enter = enter
        self.table = PlainTable(_("Các đơn vị"))
        self.table.show_rows(
            [Head(_("Đơn vị"), grows=True), Head(_("Số liệu"))],
            [[Cell(capital(names.get(part.unit, part.unit))), _part(part)] for part in self.parts],
        )
        self.table.row_entered.connect(self._entered)
        self.body.addWidget(self.table, 1)
        self.close_with(_("Đóng"))
        open_at(self, 520, 480)

    def _entered(self, place: int) -> None:
        part = self.parts[place]
        if part.record is not None:
            self.accept()
            self._enter(part)


def _unknown_first(part: UnitPart) -> tuple[bool, int]:
    return part.value is not None, -(part.value or 0)


def _part(part: UnitPart) -> Cell:
    if part.value is None:
        return Cell(_("Chưa có kết quả"), Tone.CARE)
    return Cell(show_integer(part.value))


class CommunesDialog(Sheet):
    """Communes ticked off a list; `least` is how many the document speaks of."""

    def __init__(
        self,
        title: str,
        told: str,
        communes: Sequence[tuple[str, str]],
        ticked: frozenset[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, told, parent)
        self.ticks = TickList(_("Tìm xã"), _("Các xã"), communes, ticked)
        self.body.addWidget(self.ticks, 1)
        open_at(self, 520, 560)

    def chosen(self) -> tuple[str, ...]:
        """The ticked communes, in the order of the list."""
        return self.ticks.chosen()

    def tick(self, units: Sequence[str]) -> None:
        """Tick these communes besides those that are."""
        self.ticks.tick(units)
