"""The days off of a year: where the table comes from, and the office's own instead of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.holidays import (
    DayOff,
    ForgetHolidays,
    HolidayYear,
    ReplaceHolidays,
    years_of,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    Sheet,
    button,
    faint,
    heading,
    label_of,
    row,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["DayOffDialog", "Holidays"]

AHEAD = 2
"""Years after this one for which a table may be written down."""


class Holidays(Tab):
    """One year at a time; every change writes the whole year down as the office's own."""

    reads = shows = frozenset({"holidays"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._years: Mapping[int, HolidayYear] = {}
        self.year = CalmChoice()
        self.year.setAccessibleName(_("Năm"))
        self.year.currentIndexChanged.connect(lambda _place: self._show())
        self.whose = Chip()
        self.source = faint()
        self.table = PlainTable(_("Ngày nghỉ của năm"))
        self.table.row_chosen.connect(lambda _row: self._ready())
        self.table.row_entered.connect(lambda _row: self.edit())
        self.add_button = button(_("Thêm ngày…"), self.add, picture="plus", primary=True)
        self.edit_button = button(_("Sửa…"), self.edit, picture="pencil")
        self.remove_button = button(_("Bỏ"), self.remove, picture="trash-2")
        self.forget_button = button(_("Dùng lại bảng của chương trình"), self.forget)
        label = label_of(_("Năm"), self.year)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Ngày nghỉ lễ, tết và ngày làm bù")))
        layout.addWidget(
            faint(
                _(
                    "Hạn tính bằng ngày làm việc trừ thứ Bảy, Chủ nhật và các ngày nghỉ ở đây; hạn"
                    " tính bằng giờ chạy qua cả ngày nghỉ. Thời hạn quản lý không dời theo ngày"
                    " nghỉ."
                )
            )
        )
        layout.addLayout(row(label, self.year, self.whose, None))
        layout.addWidget(self.source)
        layout.addLayout(
            row(self.add_button, self.edit_button, self.remove_button, None, self.forget_button)
        )
        layout.addWidget(self.table, 1)
        self.refresh()

    @property
    def chosen_year(self) -> int:
        """The year shown."""
        return int(self.year.currentData())

    @property
    def days(self) -> tuple[DayOff, ...]:
        """The entries of the year shown, in order."""
        known = self._years.get(self.chosen_year)
        return () if known is None else tuple(sorted(known.entries))

    def refresh(self) -> None:
        """Read the years again; the one shown stays."""
        shown = self.year.currentData()
        this = self.desk.office.clock.now().astimezone(VIETNAM).year
        self._years = years_of(self.desk.office.session)
        wanted = sorted({*self._years, *range(this, this + AHEAD + 1)})
        self.year.blockSignals(True)
        self.year.clear()
        for each in wanted:
            self.year.addItem(str(each), each)
        self.year.setCurrentIndex(self.year.findData(shown if shown in wanted else this))
        self.year.blockSignals(False)
        self._show()

    def add(self) -> None:
        """One more entry."""
        made = DayOffDialog.ask(self.chosen_year, None, self)
        if made is not None:
            self.write((*self.days, made))

    def edit(self) -> None:
        """The chosen entry."""
        place = self.table.row
        if not self._may_write or not 0 <= place < len(self.days):
            return
        made = DayOffDialog.ask(self.chosen_year, self.days[place], self)
        if made is not None:
            self.write((*self.days[:place], made, *self.days[place + 1 :]))

    def remove(self) -> None:
        """Take the chosen entry out."""
        place = self.table.row
        if 0 <= place < len(self.days):
            self.write((*self.days[:place], *self.days[place + 1 :]))

    def write(self, days: tuple[DayOff, ...]) -> None:
        """Write the year down as the office's own."""
        command = ReplaceHolidays(self.chosen_year, days)
        self.desk.run(command, lambda _outcome: self.refresh(), owner=self)

    def forget(self) -> None:
        """The program's table of this year counts again."""
        command = ForgetHolidays(self.chosen_year)
        self.desk.run(command, lambda _outcome: self.refresh(), owner=self)

    @property
    def _may_write(self) -> bool:
        return self.desk.role.manages

    def _show(self) -> None:
        known = self._years.get(self.chosen_year)
        if known is None:
            self.whose.say(_("Chưa có bảng"), Tone.CARE)
            words = _("Năm {year} chưa có bảng: hạn chỉ trừ thứ Bảy, Chủ nhật.")
            self.source.setText(words.format(year=self.chosen_year))
        else:
            whose = _("Bảng của cơ quan") if known.own else _("Bảng của chương trình")
            self.whose.say(whose, Tone.BUSY if known.own else Tone.QUIET)
            self.source.setText(_("Nguồn: {source}").format(source=_(known.source)))
        heads = [
            Head(_("Từ ngày"), widest=140),
            Head(_("Đến ngày"), widest=140),
            Head(_("Loại"), widest=160),
            Head(_("Tên"), grows=True),
        ]
        self.table.show_rows(heads, [_cells(each) for each in self.days])
        self._ready()

    def _ready(self) -> None:
        known = self._years.get(self.chosen_year)
        chosen = 0 <= self.table.row < len(self.days)
        self.add_button.setEnabled(self._may_write)
        self.edit_button.setEnabled(self._may_write and chosen)
        self.remove_button.setEnabled(self._may_write and chosen and len(self.days) > 1)
        self.forget_button.setEnabled(self._may_write and known is not None and known.own)


class DayOffDialog(Sheet):
    """First day, last day, what for; or days worked in exchange."""

    def __init__(self, year: int, day: DayOff | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Ngày nghỉ năm {year}").format(year=year), "", parent)
        self._year = year
        self.first = DateEntry(_("Từ ngày"), day.first if day else None)
        self.last = DateEntry(
            _("Đến ngày"),
            day.last if day and day.last != day.first else None,
            hint=_("Bỏ trống nếu chỉ một ngày"),
        )
        self.name = Entry(_("Tên"), text=day.name if day else "")
        self.worked = QCheckBox(_("Là ngày làm bù (không nghỉ)"))
        self.worked.setChecked(bool(day and day.worked))
        self.body.addLayout(row(self.first, self.last, None, space=16))
        self.body.addWidget(self.name)
        self.body.addWidget(self.worked)
        self.finish_with(_("Ghi"), self._done)
        self.setMinimumWidth(theme.px(460))
        self.first.setFocus()

    @classmethod
    def ask(cls, year: int, day: DayOff | None, parent: QWidget | None) -> DayOff | None:
        """The entry, or None."""
        dialog = cls(year, day, parent)
        return dialog.day_off() if dialog.ask_person() else None

    def day_off(self) -> DayOff:
        """The entry typed; raises `BadInput`, said beside its field."""
        first = self.first.demand_day()
        last = self.last.day or first
        self._refuse(first, last)
        return DayOff(first, last, self.worked.isChecked(), self.name.demand())

    def _refuse(self, first: date, last: date) -> None:
        if {first.year, last.year} != {self._year}:
            error = BadInput(
                N_("Ngày {day} không thuộc năm {year}."), day=show_date(first), year=self._year
            )
            self.first.say(_(error.message).format(**error.values))
            raise error
        if last < first:
            error = BadInput(N_("Ngày kết thúc trước ngày bắt đầu."))
            self.last.say(_(error.message))
            raise error

    def _done(self) -> None:
        try:
            self.day_off()
        except BadInput:
            return
        self.accept()


def _cells(each: DayOff) -> list[Cell]:
    kind = Cell(_("Làm bù"), Tone.CARE) if each.worked else Cell(_("Nghỉ"), Tone.GOOD)
    last = "" if each.last == each.first else show_date(each.last)
    return [Cell(show_date(each.first)), Cell(last), kind, Cell(each.name)]
