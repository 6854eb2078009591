"""Rà soát: the records whose period is over, by kind, and what is decided about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import add_months, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.retention import RetentionTable, Then
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.retention import (
    EraseRecord,
    EraseReviewedPerson,
    KeepRecord,
    ReviewLine,
    SetPeriod,
    retention_of,
    review,
    review_counts,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    Sheet,
    button,
    faint,
    heading,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.erasing import erase
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.privacy.report import show_processing, show_report
from sachmatuy_desktop.ui.pages.privacy.words import kind_words, period_doubt, then_words
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["KeepDialog", "PeriodDialog", "ReviewTab"]

PAGE: Final = 200
PEOPLE: Final = "people"


@dataclass(frozen=True)
class _Read:
    """What was asked of the worker: the table, the counts, and a page of one kind."""

    table: RetentionTable
    counts: dict[str, int]
    within: int


class ReviewTab(Tab):
    """Kinds of records at the left, those of one kind at the right, the decisions above."""

    reads = frozenset(
        {
            *("people", "episodes", "commitments", "tip_offs", "migrant_workers", "case_subjects"),
            *("data_requests", "data_breaches", "retention_decisions", "retention_periods"),
        }
    )

    shows = frozenset({"retention_decisions"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kind_wanted = ""
        self.lines: list[ReviewLine] = []
        self.known: _Read | None = None
        self.side = SideList(_("Loại ghi chép"))
        self.side.setMinimumWidth(theme.px(230))
        self.side.setMaximumWidth(theme.px(300))
        self.side.chosen.connect(lambda _key: self._list())  # from its first page
        self.within = CalmChoice()
        self.within.setAccessibleName(_("Trong thời gian"))
        for words, days in (
            (_("Đã hết thời hạn"), 0),
            (_("Hết trong 90 ngày tới"), 90),
            (_("Hết trong một năm tới"), 365),
        ):
            self.within.addItem(words, days)
        self.within.activated.connect(lambda _at: self.read())
        self.title = heading("")
        self.told = paragraph()
        self.nothing = faint()
        self.table = PlainTable(_("Ghi chép phải rà soát"))
        self.table.row_chosen.connect(lambda _row: self._offer())
        self.table.row_entered.connect(lambda _row: self._open())
        self.open_button = button(_("Mở ghi chép"), self._open)
        self.keep = button(_("Tiếp tục lưu giữ…"), self._keep)
        self.clean = button(_("Khử nhận dạng…"), lambda: self._erase(keep_statistics=True))
        self.erase = button(
            _("Xóa…"), lambda: self._erase(keep_statistics=False), picture="trash-2"
        )
        self.report = button(_("Báo cáo dữ liệu…"), self._report)
        self.period = button(_("Đặt thời hạn…"), self._set_period)
        self.processing = button(
            _("Bảng hoạt động xử lý…"), lambda: show_processing(desk, self), picture="file-text"
        )
        self.first = 0
        self.earlier = button("‹", lambda: self._list(self.first - PAGE))
        self.later = button("›", lambda: self._list(self.first + PAGE))
        self.place = faint()
        for each, name in ((self.earlier, _("Trang trước")), (self.later, _("Trang sau"))):
            each.setAccessibleName(name)
            each.setToolTip(name)
        self._lay_out()
        self._offer()

    def read(self) -> None:
        """Count every kind, then list the one chosen."""
        office, within = office_in(self.desk), self._days()

        def work() -> _Read:
            return _Read(retention_of(office), review_counts(office, within), within)

        Operation(self.desk.operations, work, self).success(self._counted).start()

    def go_through(self, door: Door) -> None:
        """The kind that the door names, looking as far ahead as there is something of it."""
        self._kind_wanted = door.record or ""
        self.within.setCurrentIndex(0)
        self.read()

    def panes(self) -> list[Pane]:
        """The kinds and their records."""
        return [Pane(self.side, self.side.setFocus), Pane(self.table, self.table.setFocus)]

    @property
    def line(self) -> ReviewLine | None:
        """The record chosen."""
        at = self.table.row
        return self.lines[at] if 0 <= at < len(self.lines) else None

    # -- how ---------------------------------------------------------------------------------------

    def _days(self) -> int:
        return int(self.within.currentData())

    def _counted(self, found: _Read) -> None:
        if found.within != self._days():
            return
        self.known = found
        kinds = [each for each in found.table.kinds if each.id in found.counts]
        self.side.show_lines(
            [SideLine(each.id, _(each.title), found.counts[each.id]) for each in kinds]
        )
        wanted, further = self._kind_wanted, self.within.currentIndex() + 1
        if wanted and not found.counts.get(wanted) and further < self.within.count():
            self.within.setCurrentIndex(further)
            self.read()
            return
        self._kind_wanted = ""
        if wanted in found.counts and wanted != self.side.current:
            self.side.choose(wanted)
        elif self.side.current:
            self._list(self.first)
        elif kinds:
            waiting = [each.id for each in kinds if found.counts[each.id]]
            self.side.choose(waiting[0] if waiting else kinds[0].id)

    def _list(self, first: int = 0) -> None:
        """A page of the kind chosen: never more rows than that, however many there are."""
        kind, within = self.side.current, self._days()
        if not kind or self.known is None:
            return
        office = office_in(self.desk)
        described = self.known.table.kind(kind)
        self.title.setText(_(described.title))
        self.told.setText(f"{kind_words(described)}\n{then_words(described)}")

        def show(found: list[ReviewLine]) -> None:
            if self.side.current != kind:
                return
            if first and not found:
                self._list(first - PAGE)
                return
            self.first, self.lines = first, found
            self._show()
            self._say_place(kind)

        Operation(self.desk.operations, lambda: review(office, kind, within, first), self).success(
            show
        ).start()

    def _say_place(self, kind: str) -> None:
        """“201–400 / 6.666”; nothing where one page holds all."""
        last = self.first + len(self.lines)
        whole = max(last, self.known.counts.get(kind, 0) if self.known else 0)
        for each in (self.earlier, self.later, self.place):
            each.setVisible(whole > PAGE)
        self.earlier.setEnabled(self.first > 0)
        self.later.setEnabled(last < whole)
        told = (show_integer(each) for each in (self.first + 1, last, whole))
        self.place.setText("{}–{} / {}".format(*told))

    def _show(self) -> None:
        today = date.fromisoformat(self.desk.office.clock.today())
        heads = (
            Head(_("Ghi chép"), grows=True),
            Head(_("Tính từ")),
            Head(_("Hết thời hạn")),
            Head(_("Tình trạng")),
        )
        rows = [
            [
                Cell(each.name),
                Cell(show_date(each.started)),
                Cell(show_date(each.ends)),
                Cell(_("Đã hết"), Tone.CARE) if each.over(today) else Cell(_("Sắp hết")),
            ]
            for each in self.lines
        ]
        self.table.show_rows(heads, rows)
        self.nothing.setText(_("{when}: không có ghi chép nào.").format(when=self._when()))
        self.nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self._offer()

    def _when(self) -> str:
        return self.within.currentText()

    def _offer(self) -> None:
        """Decisions are for what has run out."""
        line = self.line
        today = date.fromisoformat(self.desk.office.clock.today())
        over = line is not None and line.over(today)
        described = self.known.table.kind(self.side.current) if self.known and line else None
        person = described is not None and described.register == PEOPLE
        self.open_button.setEnabled(line is not None)
        self.keep.setEnabled(over)
        goes = over and described is not None and described.then is not Then.KEEP
        self.erase.setEnabled(goes)
        self.clean.setEnabled(goes)
        self.report.setVisible(person)
        self.period.setEnabled(bool(self.side.current))

    def _open(self) -> None:
        line = self.line
        if line is not None and self.known is not None:
            self.desk.open_record(self.known.table.kind(line.kind).register, line.record)

    def _keep(self) -> None:
        line = self.line
        if line is not None:
            today = date.fromisoformat(self.desk.office.clock.today())
            doubt = period_doubt(self.known.table.kind(line.kind)) if self.known else ""
            again = add_months(today, 12)
            KeepDialog(self.desk, line, again, self.window(), doubt).ask_person()

    def _erase(self, *, keep_statistics: bool) -> None:
        line = self.line
        if line is None or self.known is None:
            return
        kind = self.known.table.kind(line.kind)
        person = kind.register == PEOPLE
        told = (
            _("Chỉ bỏ những gì cho biết người đó là ai; số liệu đã tính giữ nguyên.")
            if keep_statistics
            else _("Mọi nội dung bị xóa hẳn. Số liệu tính từ ghi chép này cũng thay đổi.")
        )
        document = LineDialog.ask(
            _("Khử nhận dạng: {name}").format(name=line.name)
            if keep_statistics
            else _("Xóa: {name}").format(name=line.name),
            " ".join(
                filter(
                    None,
                    (
                        _("{told} Việc này không hoàn tác được.").format(told=told),
                        period_doubt(kind),
                    ),
                )
            ),
            _("Biên bản, văn bản làm căn cứ"),
            _("Khử nhận dạng") if keep_statistics else _("Xóa"),
            self.window(),
        )
        if document is None:
            return
        command: Command = (
            EraseReviewedPerson(line.kind, line.record, document, keep_statistics)
            if person
            else EraseRecord(line.kind, line.record, document, keep_statistics)
        )
        erase(self.desk, command)

    def _report(self) -> None:
        line = self.line
        if line is not None:
            show_report(self.desk, line.record, self)

    def _set_period(self) -> None:
        if self.known is not None and self.side.current:
            PeriodDialog(self.desk, self.side.current, self.known.table, self.window()).ask_person()

    def _lay_out(self) -> None:
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        down.addWidget(self.title)
        down.addWidget(self.told)
        down.addLayout(FlowRow(self.within, self.period, self.processing))
        down.addLayout(FlowRow(self.open_button, self.keep, self.clean, self.erase, self.report))
        down.addLayout(FlowRow(self.earlier, self.later, self.place))
        down.addWidget(self.nothing)
        down.addWidget(self.table, 1)
        down.addStretch(0)
        self.nothing.hide()
        for each in (self.earlier, self.later, self.place):
            each.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(right, 1)


class KeepDialog(Sheet):
    """Why a record is kept, and when it is looked at again."""

    def __init__(
        self,
        desk: Desk,
        line: ReviewLine,
        again: date,
        parent: QWidget | None = None,
        doubt: str = "",
    ) -> None:
        told = "\n".join(filter(None, (line.name, doubt)))
        super().__init__(_("Tiếp tục lưu giữ"), told, parent)
        self._desk, self._line = desk, line
        self.reason = Entry(_("Lý do"))
        self.again = DateEntry(_("Rà soát lại ngày"), again)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.again)
        self.finish_with(_("Tiếp tục lưu giữ"), self._done)
        self.setMinimumWidth(theme.px(500))
        self.reason.setFocus()

    def _done(self) -> None:
        try:
            reason, again = self.reason.demand(), self.again.demand_day()
        except BadInput:
            return
        command = KeepRecord(self._line.kind, self._line.record, reason, again)
        self._desk.run(command, lambda _outcome: self.accept(), self.complain, self)


class PeriodDialog(Sheet):
    """How long this office keeps a kind of record, and by what."""

    def __init__(
        self, desk: Desk, kind: str, table: RetentionTable, parent: QWidget | None = None
    ) -> None:
        described = table.kind(kind)
        super().__init__(
            _("Đặt thời hạn lưu giữ"), f"{_(described.title)}. {kind_words(described)}", parent
        )
        self._desk, self._kind = desk, kind
        self.months = Entry(_("Số tháng"), text=str(described.period))
        self.reason = Entry(_("Căn cứ, lý do"))
        self.body.addWidget(self.months)
        self.body.addWidget(self.reason)
        self.finish_with(_("Đặt thời hạn"), self._done)
        self.setMinimumWidth(theme.px(520))
        self.reason.setFocus()

    def _done(self) -> None:
        try:
            typed, reason = self.months.demand(), self.reason.demand()
        except BadInput:
            return
        if not typed.isdecimal():
            self.months.say(_("Hãy ghi số tháng bằng chữ số."))
            return
        command = SetPeriod(self._kind, int(typed), reason)
        self._desk.run(command, lambda _outcome: self.accept(), self.complain, self)
