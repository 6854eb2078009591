"""Which report of which days: a kind, a period or two days, a village, the day of the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.reports import ReportDays, ReportKind, days_named, days_of, free_days
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.papers.plan_words import period_named, period_words
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry

__all__ = ["Choosing", "Chosen", "period_label"]

LONGEST_PERIOD: Final = 23
"""Letters of “6 tháng đầu năm 2026”, and a few to spare."""

PERIODS: Final = {"month": 13, "half_year": 4, "year": 3}
"""So many periods back, the running one among them."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen."""

    kind: ReportKind
    days: ReportDays
    village: str | None
    as_of: date


def period_label(days: ReportDays) -> str:
    """“Tháng 10 năm 2026”, with a capital."""
    words = period_words(period_named(days.key)) if days.every else ""
    return words[:1].upper() + words[1:]


class Choosing(QWidget):
    """The choices above the figures; `changed` when another report is meant."""

    changed = Signal()

    def __init__(self, kinds: Mapping[str, ReportKind], today: date) -> None:
        super().__init__()
        self._kinds, self._today = kinds, today
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Báo cáo"))
        for each in kinds.values():
            self.kind.addItem(each.title, each.id)
        self.period = CalmChoice()
        self.period.setAccessibleName(_("Kỳ báo cáo"))
        self.village = CalmChoice()
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.first = DateEntry(_("Từ ngày"), today.replace(day=1))
        self.last = DateEntry(_("Đến ngày"), today)
        self.as_of = DateEntry(_("Số liệu tính đến ngày"), today)
        self.kind.activated.connect(lambda _place: self._kind_chosen())
        self.period.activated.connect(lambda _place: self._told())
        self.village.activated.connect(lambda _place: self._told())
        for entry in (self.first, self.last, self.as_of):
            entry.line.editingFinished.connect(self._told)
        self._before: Chosen | None = None
        self.kind.setMaximumWidth(theme.px(290))
        self.period.setMinimumContentsLength(LONGEST_PERIOD)
        self.as_of.label.hide()
        self.setLayout(FlowRow(self.kind, self.period, self.village, self.first, self.last))
        self._show_periods()

    def put(self, kind: ReportKind, days: ReportDays) -> None:
        """Choose a report that is due."""
        self.kind.setCurrentIndex(self.kind.findData(kind.id))
        self._show_periods()
        if kind.every:
            place = self.period.findData(days.key)
            if place < 0:
                self.period.addItem(period_label(days), days.key)
                place = self.period.count() - 1
            self.period.setCurrentIndex(place)
        self._told()

    def put_villages(self, villages: Mapping[str, str]) -> None:
        """The villages there are; the one chosen stays."""
        chosen = self.village.currentData()
        self.village.clear()
        for key, name in villages.items():
            self.village.addItem(name, key)
        self.village.setCurrentIndex(max(self.village.findData(chosen), 0))

    def chosen(self) -> Chosen:
        """What is meant; raises `BadInput`, said beside its field."""
        kind = self._kinds[str(self.kind.currentData())]
        village = self.village.currentData() if kind.place == "village" else None
        return Chosen(kind, self._days(kind), village, self.as_of.demand_day())

    def _days(self, kind: ReportKind) -> ReportDays:
        if kind.every:
            return days_named(str(self.period.currentData()))
        return free_days(self.first.demand_day(), self.last.demand_day())

    def _periods(self, kind: ReportKind) -> Iterator[ReportDays]:
        days = days_of(kind.every, self._today)
        for _number in range(PERIODS[kind.every]):
            yield days
            days = days.before

    def _kind_chosen(self) -> None:
        self._show_periods()
        self._told()

    def _show_periods(self) -> None:
        kind = self._kinds[str(self.kind.currentData())]
        chosen = self.period.currentData()
        self.period.clear()
        if kind.every:
            for each in self._periods(kind):
                self.period.addItem(period_label(each), each.key)
            self.period.setCurrentIndex(max(self.period.findData(chosen), 0))
        self.period.setVisible(bool(kind.every))
        self.village.setVisible(kind.place == "village")
        self.first.setVisible(not kind.every)
        self.last.setVisible(not kind.every)

    def _told(self) -> None:
        """Say that something else is meant, once."""
        try:
            now = self.chosen()
        except BadInput:
            return
        if now != self._before:
            self._before = now
            self.changed.emit()
