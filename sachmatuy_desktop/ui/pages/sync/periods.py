"""Theo kỳ: communes by periods, what is late, what is missing, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.returns import RETURNS
from sachmatuy_desktop.domain.reporting import Clock, Due, Seen
from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.sync.periods import (
    BOOK,
    MOST,
    Expected,
    PeriodBoard,
    Row,
    expected,
    read_periods,
)
from sachmatuy_desktop.services.sync.returns import ReturnUnit
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    label_of,
    only_if,
    search_line,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.return_note import Matter, ReturnDialog
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind, hint
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.marks import Legend
from sachmatuy_desktop.ui.pages.board.table import BoardTable
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.period_columns import period_columns
from sachmatuy_desktop.ui.pages.sync.period_detail import PeriodDetail
from sachmatuy_desktop.ui.pages.sync.period_dialog import PeriodsDialog
from sachmatuy_desktop.ui.pages.sync.period_words import legend_of_periods, period_name
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["PeriodsTab"]

SPANS: Final = (6, 12, MOST)
"""How many periods stand side by side."""

REMARK: Final = "nhan_xet"
"""What a reminder is: nothing was returned by it, so no period counts as returned."""

FIELDS: Final = ("report",)
"""What the cells come from, hence what an account must be allowed to see."""

NARROWED: Final[Mapping[str, tuple[str, Callable[[Row], bool]]]] = MappingProxyType(
    {
        "": (N_("Mọi đơn vị"), lambda _row: True),
        "work": (N_("Cần việc"), lambda row: row.needs_work),
        "overdue": (N_("Quá hạn"), lambda row: bool(row.count(Seen.OVERDUE))),
        "gap": (N_("Thiếu gói"), lambda row: row.history.waits),
        "returned": (N_("Bị trả lại"), lambda row: bool(row.returned)),
        "old": (N_("Bản cũ"), lambda row: row.versions.is_old),
        "clock": (N_("Giờ máy sai"), lambda row: row.history.clock is not Clock.SOUND),
    }
)
"""Which rows are shown."""


@dataclass(frozen=True)
class _Read:
    """What the worker brings."""

    board: PeriodBoard
    kinds: tuple[Expected, ...]


class PeriodsTab(Tab):
    """One row a commune, one column a period, the newest first."""

    reads = frozenset({BOOK, RETURNS.name})
    shows = frozenset({BOOK})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: _Read | None = None
        self.span = CalmChoice()
        self.units = search_line(_("Tìm tên đơn vị"))
        self.state = CalmChoice()
        self.told = faint()
        self.told.setWordWrap(False)
        self.table = BoardTable(_("Các xã theo kỳ"), _("Tổng cộng"), by_cell=True)
        self.legend = Legend()
        self.legend.show_marks(legend_of_periods())
        self.detail = PeriodDetail(desk)
        self.out = TableOut(desk, BOOK)
        self.remind = button(
            _("Nhắc…"), self.write_reminder, picture="triangle-alert", primary=True
        )
        self.choose = button(_("Chọn kỳ…"), self.choose_periods, picture="settings")
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self._connect()

    def panes(self) -> list[Pane]:
        """What is asked, the cells, and the one looked at."""
        return [
            Pane(self.state, self.state.setFocus),
            Pane(self.table, self.table.view.setFocus),
            Pane(self.detail, self.detail.setFocus),
        ]

    # Reading

    def read(self) -> None:
        """Choices and cells, in one go on the worker."""
        office, most = office_in(self.desk), int(self.span.currentData())

        def work() -> _Read:
            return _Read(read_periods(office, most), tuple(expected(office)))

        self.told.setText(_("Đang đọc…"))
        Operation(self.desk.operations, work, self).success(self._take).start()

    def go_through(self, _door: Door) -> None:
        """Those where somebody has something to do."""
        self.narrow_to("work")

    def narrow_to(self, which: str) -> None:
        """Only the communes that are so; a key of `NARROWED`."""
        self.state.setCurrentIndex(self.state.findData(which))
        self.show_rows()

    def _take(self, found: _Read) -> None:
        self.found = found
        self.show_rows()

    # Showing

    @property
    def line(self) -> Line | None:
        """The commune chosen."""
        lines = self.table.model.lines
        return next((each for each in lines if each.unit.id == self.table.chosen), None)

    @property
    def due(self) -> Due | None:
        """The period of the cell chosen; None in the other columns."""
        periods = self.found.board.periods if self.found else ()
        return next((each for each in periods if each.key == self.table.column), None)

    def show_rows(self) -> None:
        """The rows that fit, from what was read."""
        if self.found is None:
            return
        board = self.found.board
        _words, fits = NARROWED[str(self.state.currentData() or "")]
        typed = fold(self.units.text()).split()
        lines = [
            line
            for line in board.lines
            if fits(board.row(line)) and all(word in line.words for word in typed)
        ]
        self.table.show_lines(period_columns(board), lines)
        self.told.setText(_told(board, len(lines)))
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.line
        self.remind.setEnabled(line is not None)
        if self.found is None or line is None:
            self.detail.show_nothing(_("Chọn một ô để xem xã gửi gói nào, khi nào, và cần làm gì."))
            return
        self.detail.show_cell(self.found.board, line, self.due)

    # What is done

    def write_reminder(self) -> None:
        """A note to the commune about the period chosen; it goes down with the next reply."""
        line, due = self.line, self.due
        if line is None or self.found is None:
            return
        row = self.found.board.row(line)
        if row.history.waits:
            subject = _("Đề nghị xuất lại toàn bộ dữ liệu: thiếu gói trước đó")
        elif due is not None:
            subject = _("Nhắc gửi gói dữ liệu {period}").format(period=period_name(due.period))
        else:
            subject = _("Nhắc gửi gói dữ liệu")
        today = office_in(self.desk).clock.now().date()
        make = partial(ReturnUnit, line.unit.id)
        whole = Matter(_("Cả đơn vị"), About.UNIT, make, subject=subject, kind=REMARK)
        ReturnDialog(self.desk, line.name, today, (whole,), parent=self).ask_person()

    def choose_periods(self) -> None:
        """For which periods bundles are expected."""
        if self.found is None:
            return
        today = office_in(self.desk).clock.now().date()
        dialog = PeriodsDialog(self.found.kinds, today, self)
        if dialog.ask_person():
            self.desk.run(dialog.command(), owner=self)

    # Taking it out

    def flat(self, *, only_chosen: bool = False) -> FlatTable:
        """The rows as shown."""
        return self.table.flat(_("Các xã theo kỳ"), only_chosen=only_chosen)

    def export_to(self, path: Path) -> None:
        """Write what is shown; the line above the head says what was asked."""
        table = self.flat()
        told = [
            self.span.currentText(),
            self.state.currentText() if self.state.currentData() else "",
            f"«{self.units.text()}»" if self.units.text() else "",
        ]
        self.out.export(lambda _progress: table, FIELDS, path, " · ".join(filter(None, told)))

    def copy(self, *, heads: bool = False) -> None:
        """The chosen rows, for Excel."""
        table = self.flat(only_chosen=True)
        if table.rows:
            self.out.copy(lambda _progress: table, FIELDS, heads=heads)

    def _ask_path(self) -> None:
        path = sheet_path(self, _("Các xã theo kỳ"))
        if path is not None:
            self.export_to(path)

    # How it is laid out

    def _connect(self) -> None:
        self.span.activated.connect(lambda _place: self.read())
        self.state.activated.connect(lambda _place: self.show_rows())
        self.units.textChanged.connect(lambda _text: self.show_rows())
        self.table.line_chosen.connect(lambda _unit, _column: self._show_chosen())
        slots = {"copy": self.copy, "copy_heads": lambda: self.copy(heads=True)}
        bind(self.table.view, TABLE_KEYS, slots, alone=True)
        bind(self, LIST_KEYS, {"export": self._ask_path})

    def _lay_out(self) -> None:
        for count in SPANS:
            self.span.addItem(_("{count} kỳ gần nhất").format(count=count), count)
        for key, (words, _fits) in NARROWED.items():
            self.state.addItem(_(words), key)
        asked = QHBoxLayout()
        asked.setSpacing(theme.px(6))
        for label, choice in ((_("Xem"), self.span), (_("Đơn vị"), self.state)):
            choice.setAccessibleName(label)
            asked.addWidget(label_of(label, choice))
            asked.addWidget(choice)
        asked.addWidget(self.units, 1)
        self.sheet.setToolTip(hint(_("Đúng các dòng, các cột và thứ tự đang xem"), "export"))
        for each in (self.sheet, self.choose, self.remind):
            asked.addWidget(each)
        only_if(_may_remind(self.desk), self.remind)
        split = side_by_side(self.table, self.detail, (820, 350), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(5))
        layout.addLayout(asked)
        layout.addWidget(self.told)
        layout.addWidget(split, 1)
        layout.addWidget(self.legend)


def _may_remind(desk: Desk) -> bool:
    try:
        desk.role.must_write(REGISTERS[RETURNS.name])
    except KnownError:
        return False
    return True


def _told(board: PeriodBoard, shown: int) -> str:
    """How many communes, and how many of them are late, lack something, have something to do."""
    if not board.periods:
        return _("Chưa chọn kỳ báo cáo nào; hãy bấm «Chọn kỳ…».")
    rows = [board.row(line) for line in board.lines]
    counted = (
        (sum(bool(row.count(Seen.OVERDUE)) for row in rows), _("{count} xã quá hạn")),
        (sum(row.history.waits for row in rows), _("{count} xã thiếu gói")),
        (sum(row.needs_work for row in rows), _("{count} xã cần việc")),
    )
    said = [_("{count}/{total} đơn vị").format(count=shown, total=len(rows))]
    return " · ".join([*said, *(words.format(count=count) for count, words in counted if count)])
