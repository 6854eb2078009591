"""The tables below the timeline: what is to be done, what happens, other days, and who."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.forecast import Forecast
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.domain.removals import Removals
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.removals import removal_rules
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.criteria.door_table import DoorTable, Way
from sachmatuy_desktop.ui.pages.criteria.forecast_words import KINDS, event_title, need_line
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ForecastTables"]


class ForecastTables(QTabWidget):
    """One tab a table; a row leads to its record or list."""

    day_chosen = Signal(object)
    """Another day to be looked at (`date`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.forecast: Forecast | None = None
        self.needs = DoorTable(_("Việc cần làm"), self._go)
        self.events = DoorTable(_("Diễn biến"), self._go)
        self.days = PlainTable(_("So sánh các ngày"))
        self.villages = DoorTable(_("Hộ chưa ký theo thôn"), self._go)
        self.gone = DoorTable(_("Ra khỏi danh sách"), self._go)
        self.gone_said = paragraph()
        self._lay_out()
        self.days.row_entered.connect(self._to_alternative)

    def show_forecast(self, pack: RulePack, found: Forecast, gone: Removals) -> None:
        """Fill every table."""
        self.forecast = found
        self._show_needs(pack, found)
        self._show_events(found)
        self._show_days(found)
        self._show_villages(found)
        self._show_gone(gone)

    def to_events(self, day: date) -> None:
        """Show the events of a day of the timeline."""
        if self.forecast is None:
            return
        self.setCurrentWidget(self.events)
        for row, each in enumerate(self.forecast.events):
            if each.day == day:
                self.events.choose(row)
                return

    def _show_needs(self, pack: RulePack, found: Forecast) -> None:
        heads = [
            Head(_("Hạn cuối")),
            Head(_("Việc"), grows=True, wraps=True),
            Head(_("Số lượng"), right=True),
            Head(_("Người làm"), widest=210),
            Head(_("Tiêu chí"), widest=90),
        ]
        rows, ways = [], []
        for each in found.needs:
            last = (
                Cell(_("Đã quá hạn"), Tone.BLOCK) if each.is_overdue else Cell(show_date(each.last))
            )
            marks = ", ".join(pack.marks[one] for one in each.criteria)
            rows.append(
                [
                    last,
                    Cell(need_line(each, found)),
                    Cell(show_integer(each.count) if each.count else ""),
                    Cell(each.who),
                    Cell(marks),
                ]
            )
            ways.append(self._way(each.register, each.records, each.says))
        self.needs.show_ways(heads, rows, ways)
        self._count(self.needs, _("Việc cần làm"), len(rows))

    def _show_events(self, found: Forecast) -> None:
        heads = [Head(_("Ngày")), Head(_("Loại")), Head(_("Diễn biến"), grows=True, wraps=True)]
        rows = [
            [Cell(show_date(each.day)), Cell(_(KINDS[each.kind])), Cell(each.says)]
            for each in found.events
        ]
        ways = [self._way(each.register, each.records, event_title(each)) for each in found.events]
        self.events.show_ways(heads, rows, ways)
        self._count(self.events, _("Diễn biến"), len(rows))

    def _show_days(self, found: Forecast) -> None:
        heads = [
            Head(_("Nếu đề nghị ngày")),
            Head(_("Vì sao xem ngày này"), grows=True, wraps=True),
            Head(_("Không làm gì thêm: còn"), right=True),
            Head(_("Làm xong đúng hạn: còn"), right=True),
        ]
        rows = [
            [
                Cell(show_date(each.day)),
                Cell(each.why[:1].upper() + each.why[1:]),
                Cell(_("{count} tiêu chí").format(count=len(each.then_open))),
                Cell(_("{count} tiêu chí").format(count=len(each.after_open))),
            ]
            for each in found.alternatives
        ]
        self.days.show_rows(heads, rows)

    def _show_villages(self, found: Forecast) -> None:
        heads = [
            Head(_("Thôn, khu phố"), grows=True),
            Head(_("Chưa ký"), right=True),
            Head(_("Từ chối"), right=True),
            Head(_("Vắng"), right=True),
        ]
        rows = [
            [
                Cell(each.name or _("Chưa ghi thôn")),
                Cell(show_integer(each.waiting)),
                Cell(show_integer(each.refused)),
                Cell(show_integer(each.absent)),
            ]
            for each in found.villages
        ]
        title = _("Hộ chưa ký cam kết: {village}")
        ways = [
            self._way("households", each.households, title.format(village=each.name))
            for each in found.villages
        ]
        self.villages.show_ways(heads, rows, ways)
        households = sum(len(each.households) for each in found.villages)
        self._count(self.villages, _("Hộ chưa ký theo thôn"), households)

    def _show_gone(self, gone: Removals) -> None:
        note = removal_rules().note
        self.gone_said.setText(
            " ".join([*gone.sentences(), _("Cơ quan tiếp nhận sẽ thấy như dưới đây."), note])
        )
        heads = [
            Head(_("Ngày ra")),
            Head(_("Họ và tên"), widest=170),
            Head(_("Diện"), widest=190),
            Head(_("Vì sao"), grows=True, wraps=True),
            Head(_("Văn bản, người quyết định"), widest=260),
            Head(_("Ghi vào sổ"), widest=200),
        ]
        rows, ways = [], []
        for each in gone.items:
            why = f"{each.kind.says[:1].upper()}{each.kind.says[1:]}"
            ground = " – ".join(part for part in (why, each.ground, each.source) if part)
            paper = "; ".join(part for part in (each.document, each.decided_by) if part)
            written = [show_date(each.written_on) if each.written_on else "", each.written_by]
            rows.append(
                [
                    Cell(show_date(each.on)),
                    Cell(each.name),
                    Cell(_(CATEGORIES[each.category]) if each.category in CATEGORIES else ""),
                    Cell(ground),
                    Cell(paper or _("Không ghi văn bản")),
                    Cell(", ".join(part for part in written if part)),
                ]
            )
            ways.append(self._way("people", (each.person,) if each.person else (), each.name))
        self.gone.show_ways(heads, rows, ways)
        self.gone.setVisible(bool(rows))
        self._count(self.gone.parentWidget(), _("Ra khỏi danh sách"), len(gone.left))

    def _count(self, page: QWidget | None, title: str, number: int) -> None:
        """The number behind the title of a table's tab."""
        if page is not None:
            place = self.indexOf(page)
            self.setTabText(place, f"{title} ({show_integer(number)})" if number else title)

    def _way(self, register: str, records: tuple[str, ...], title: str) -> Way:
        """Where a row leads, if the account may go there."""
        if register not in REGISTERS or not self.desk.may_open(REGISTERS[register]):
            return Way()
        return Way(register, records, title)

    def _go(self, way: Way) -> None:
        if len(way.records) == 1:
            self.desk.open_record(way.register, way.records[0])
        else:
            only = frozenset(way.records) if way.records else None
            self.desk.open_list(way.register, only=only, title=way.title if only else "")

    def _to_alternative(self, row: int) -> None:
        if self.forecast is not None and 0 <= row < len(self.forecast.alternatives):
            self.day_chosen.emit(self.forecast.alternatives[row].day)

    def _lay_out(self) -> None:
        self.setDocumentMode(True)
        for table, title in (
            (self.needs, _("Việc cần làm")),
            (self.events, _("Diễn biến")),
            (self.days, _("So sánh các ngày")),
            (self.villages, _("Hộ chưa ký theo thôn")),
        ):
            self.addTab(table, title)
        gone = QWidget()
        down = QVBoxLayout(gone)
        down.setContentsMargins(0, theme.px(6), 0, 0)
        down.addWidget(self.gone_said)
        down.addWidget(self.gone, 1)
        down.addStretch(0)
        self.addTab(gone, _("Ra khỏi danh sách"))
