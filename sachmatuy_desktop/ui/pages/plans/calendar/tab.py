"""Lịch: what has a day, by month or one under the other; every line leads to what is behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import BOOKS, Diary, Entry, read_diary
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import CASE, Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, heading, row, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.calendar.entry_list import EntryList, Heading, Line, Row
from sachmatuy_desktop.ui.pages.plans.calendar.export_dialog import ExportDialog
from sachmatuy_desktop.ui.pages.plans.calendar.month import MonthView, days_shown
from sachmatuy_desktop.ui.pages.plans.calendar.words import day_of_week, month_of, said_of_day
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CalendarTab"]

HORIZONS: Final = (30, 90)
"""How many days the agenda looks ahead."""


@dataclass(frozen=True)
class Shown:
    """What the worker has read for a month and for the agenda."""

    diary: Diary
    month: date
    ahead: int
    entries: tuple[Entry, ...]
    agenda: tuple[Row, ...]


class CalendarTab(Tab):
    """A month with the chosen day beside it, or the days to come with what is overdue on top."""

    reads = BOOKS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.diary: Diary | None = None
        self.month = MonthView()
        self.day_list = EntryList(_("Việc của ngày đang chọn"), narrow=True)
        self.agenda = EntryList(_("Việc những ngày tới"))
        self.title = heading("")
        self.day_title = QLabel()
        self.day_said = faint()
        self.nothing = faint(_("Không có việc nào trong ngày này."))
        self.today_button = button(_("Hôm nay"), self.go_to_today)
        self.earlier = button("‹", lambda: self._turn(-1))
        self.later = button("›", lambda: self._turn(1))
        self.by_month = _toggle(_("Tháng"), lambda: self.look_at(self.month_side))
        self.by_day = _toggle(_("Theo ngày"), lambda: self.look_at(self.agenda))
        self.ahead = CalmChoice()
        self.export_button = button(_("Xuất lịch…"), self.ask_export, picture="upload")
        self.month.day = self._today()
        self.month_side = self._lay_out_month()
        self.views = QStackedWidget()
        self.views.addWidget(self.month_side)
        self.views.addWidget(self.agenda)
        self._lay_out()
        self._connect()
        self.look_at(self.month_side)

    def refresh(self) -> None:
        """Also when another day has begun since."""
        if self.diary is not None and self.diary.today != self._today():
            self.is_stale = True
        super().refresh()

    def read(self) -> None:
        """Read the whole calendar, then the month."""
        self._ask(None)

    def panes(self) -> list[Pane]:
        """The month and its day, or the agenda."""
        if self.views.currentWidget() is self.agenda:
            return [Pane(self.agenda, self.agenda.setFocus)]
        return [Pane(self.month, self.month.setFocus), Pane(self.day_list, self.day_list.setFocus)]

    def look_at(self, view: QWidget) -> None:
        """Bring the month or the agenda to the front."""
        self.views.setCurrentWidget(view)
        by_month = view is self.month_side
        for each, on in ((self.by_month, by_month), (self.by_day, not by_month)):
            each.setChecked(on)
        for widget in (self.earlier, self.later):
            widget.setVisible(by_month)
        self.ahead.setVisible(not by_month)
        self._name_view()

    def go_to_today(self) -> None:
        """Choose today."""
        self.month.choose(self._today())
        self.agenda.scrollToTop()

    def open_entry(self, entry: Entry) -> None:
        """Go to the record behind an entry, or to the list of them."""
        behind = entry.behind
        if behind is None:
            return
        if len(behind.records) == 1:
            field = CASE if behind.register == "people" else ""
            self.desk.open_record(behind.register, next(iter(behind.records)), field)
        else:
            title = f"{_(entry.kind.value)} – {day_of_week(entry.day)}"
            self.desk.open_list(behind.register, only=behind.records, title=title)

    def ask_export(self) -> None:
        """Ask which days and kinds, then where to."""
        if self.diary is not None:
            ExportDialog.ask(self.desk, self.diary, self.month.day, self.window())

    # Reading

    def _ask(self, diary: Diary | None) -> None:
        office, month, ahead = office_in(self.desk), self.month.day, self._horizon

        def work(progress: Progress) -> Shown:
            return _read(diary or read_diary(office, progress.report), month, ahead)

        Operation.reporting(self.desk.operations, work, self).success(self._show).failure(
            self._not_read
        ).with_progress(_("Đang đọc lịch…"), stoppable=True).start()

    def _not_read(self, error: KnownError) -> None:
        self.is_stale = True
        self.desk.feedback.sentence(error)

    def _show(self, shown: Shown) -> None:
        self.diary = shown.diary
        if not _same_month(shown.month, self.month.day) or shown.ahead != self._horizon:
            self._ask(shown.diary)
            return
        self.month.show_month(shown.month, shown.entries, shown.diary)
        self.agenda.show_rows(shown.agenda)
        self._name_view()

    def _turn(self, months: int) -> None:
        self.month.choose(add_months(self.month.day, months))

    def _want(self) -> None:
        if self.diary is not None:
            self._ask(self.diary)

    def _show_day(self, day: date) -> None:
        diary = self.diary
        if diary is None:
            return
        lines = [Line.of(each, diary) for each in self.month.days.of(day)]
        self.day_title.setText(day_of_week(day))
        self.day_said.setText(said_of_day(day, diary))
        self.day_said.setVisible(bool(self.day_said.text()))
        self.day_list.show_rows(lines)
        self.nothing.setVisible(not lines)
        self.day_list.setVisible(bool(lines))
        self._name_view()

    def _enter(self) -> None:
        lines = self.day_list.lines
        if len(lines) == 1:
            self.open_entry(lines[0].entry)
        elif lines:
            self.day_list.setFocus()

    def _name_view(self) -> None:
        by_month = self.views.currentWidget() is self.month_side
        self.title.setText(month_of(self.month.day) if by_month else _("Những ngày tới"))

    @property
    def _horizon(self) -> int:
        return int(self.ahead.currentData() or HORIZONS[0])

    def _today(self) -> date:
        return date.fromisoformat(office_in(self.desk).clock.today())

    # How it is laid out

    def _connect(self) -> None:
        self.month.day_changed.connect(self._show_day)
        self.month.month_wanted.connect(lambda _day: self._want())
        self.month.entered.connect(self._enter)
        for view in (self.month, self.day_list, self.agenda):
            view.opened.connect(self.open_entry)
        self.ahead.activated.connect(lambda _place: self._want())

    def _lay_out_month(self) -> QWidget:
        self.day_title.setFont(theme.scaled_font(bold=True))
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(theme.px(10), theme.px(2), 0, 0)
        down.setSpacing(theme.px(4))
        for widget in (self.day_title, self.day_said, self.nothing):
            down.addWidget(widget)
        down.addWidget(self.day_list, 1)
        down.addStretch(0)
        return side_by_side(self.month, side, (820, 300), grow=(3, 1))

    def _lay_out(self) -> None:
        for days in HORIZONS:
            self.ahead.addItem(_("{n} ngày tới").format(n=days), days)
        self.ahead.setAccessibleName(_("Xem bao nhiêu ngày tới"))
        for each, name in ((self.earlier, _("Tháng trước")), (self.later, _("Tháng sau"))):
            each.setAccessibleName(name)
            each.setToolTip(name)
        self.title.setWordWrap(False)
        head = row(self.today_button, self.earlier, self.later, self.title, None, self.ahead)
        head.addWidget(self.by_month)
        head.addWidget(self.by_day)
        foot = QHBoxLayout()
        foot.addWidget(self.export_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        layout.addWidget(self.views, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.month)


def _toggle(text: str, act: Callable[[], object]) -> QToolButton:
    """One of two views, pressed while it is in front."""
    made = QToolButton()
    made.setText(text)
    made.setCheckable(True)
    made.clicked.connect(lambda _checked: act())
    return made


def _read(diary: Diary, month: date, ahead: int) -> Shown:
    """What stands in a month and in the days ahead; on the worker."""
    until = diary.today + timedelta(days=ahead)
    entries = diary.between(*days_shown(month))
    return Shown(diary, month, ahead, entries, tuple(_agenda(diary, until)))


def _agenda(diary: Diary, until: date) -> list[Row]:
    """What is overdue, then day by day what is to come."""
    rows: list[Row] = []
    overdue = diary.overdue()
    if overdue:
        rows.append(Heading(_("Quá hạn"), tone=Tone.BLOCK))
        rows += [Line.of(each, diary) for each in overdue]
    day = None
    for entry in diary.between(diary.today, until):
        if entry.over:
            continue
        if entry.day != day:
            day = entry.day
            today = _("hôm nay") if day == diary.today else ""
            beside = " · ".join(filter(None, (today, said_of_day(day, diary))))
            rows.append(Heading(day_of_week(day), beside))
        rows.append(Line.of(entry, diary))
    return rows or [Heading(_("Không có việc nào trong những ngày này."))]


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
