"""The tab “Việc giao xuống”: what was set for communes, for how many, how many have done it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.oversight import Seen
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.plans import TASK_WORDS
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import lines_below
from sachmatuy_desktop.services.plans.overseeing import READS, Series, series_of
from sachmatuy_desktop.services.plans.reading import SET
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, clear, faint, heading, paragraph, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind, hint
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital, unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.set_task_dialogs import (
    AddCommunesDialog,
    ChangeTaskDialog,
    Choices,
    SetTaskDialog,
    WithdrawDialog,
)
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.task_words import due_told, seen_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["SetTasksTab"]

COUNTED: Final = (
    (N_("Đã làm"), (Seen.DONE, Seen.LATE), Tone.GOOD),
    (N_("Làm muộn"), (Seen.LATE,), Tone.CARE),
    (N_("Quá hạn"), (Seen.OVERDUE,), Tone.BLOCK),
    (N_("Đang mở"), (Seen.SOON, Seen.OPEN), Tone.BUSY),
    (N_("Chưa rõ"), (Seen.UNHEARD, Seen.UNDELIVERED), Tone.QUIET),
)
"""What is counted of those who have a task: the heads of the columns, what stands in them."""


@dataclass(frozen=True)
class Read:
    """What the worker brings."""

    series: tuple[Series, ...]
    choices: Choices


class SeriesSide(DetailSide):
    """The task looked at: its words, its day, how it stands at those who have it."""

    def __init__(self) -> None:
        super().__init__(_("Việc đang chọn"))

    def show_series(self, series: Series | None) -> None:
        """Show a task, or nothing."""
        clear(self._body)
        if series is not None:
            self._show(series)
        self._body.addStretch(1)

    def _show(self, series: Series) -> None:
        column, body = series.column, self._body
        body.addWidget(heading(column.title))
        day = show_date(column.set_on) if column.set_on else ""
        told = [
            _(TASK_WORDS.get(column.kind, column.kind)),
            _("giao ngày {day}").format(day=day),
            series.who,
            column.document,
        ]
        body.addWidget(faint(" · ".join(filter(None, told))))
        body.addWidget(paragraph(capital(due_told(column))))
        if column.content:
            body.addWidget(quoted(column.content))
        if series.evidence:
            books = ", ".join(_(REGISTERS[each].title) for each in series.evidence)
            body.addWidget(faint(_("Chứng minh bằng: {books}").format(books=books)))
        counted = [
            f"{seen_words(seen)}: {series.counted[seen]}"
            for seen in Seen
            if series.counted.get(seen)
        ]
        body.addWidget(paragraph("\n".join(counted)))
        if series.withdrawn:
            names = ", ".join(capital(unit_name(each)) for each in series.withdrawn)
            body.addWidget(faint(_("Đã rút lại của: {names}").format(names=names)))


class SetTasksTab(Tab):
    """A row a task, with how it stands at those who have it; the acts at the foot."""

    reads = READS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: Read | None = None
        self.table = PlainTable(_("Việc giao xuống"))
        self.detail = SeriesSide()
        self.told = faint()
        self.give = button(_("Giao việc…"), self.set_task, picture="plus", primary=True)
        self.more = button(_("Giao thêm xã…"), self.add_communes, picture="users")
        self.change = button(_("Sửa…"), self.change_task, picture="pencil")
        self.withdraw = button(_("Rút lại…"), self.withdraw_task, picture="undo-2")
        self.board = button(_("Xem từng xã"), self.open_board, picture="columns-3")
        self._lay_out()
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_entered.connect(lambda _row: self.open_board())
        bind(self, LIST_KEYS, {"add": self.set_task})
        bind(self.table, TABLE_KEYS, {"add": self.set_task}, alone=True)
        self._enable()

    def panes(self) -> list[Pane]:
        """The list, and the task looked at."""
        return [
            Pane(self.table, self.table.setFocus),
            Pane(self.detail, self.detail.setFocus),
        ]

    def read(self) -> None:
        """The tasks with their counts, and what may be chosen, on the worker."""
        office = office_in(self.desk)

        def work() -> Read:
            lines = lines_below(office, office.clock.now().date())
            communes = tuple((line.unit.id, line.name) for line in lines)
            return Read(tuple(series_of(office)), Choices.of(office, communes))

        Operation(self.desk.operations, work, self).success(self._take).start()

    @property
    def chosen(self) -> Series | None:
        """The task of the current row."""
        row = self.table.row
        known = self.found.series if self.found else ()
        return known[row] if 0 <= row < len(known) else None

    # What is done

    def set_task(self) -> None:
        """Give communes a new task."""
        if self.found is not None and self._may_write:
            office = office_in(self.desk)
            SetTaskDialog(
                self.desk, self.found.choices, office.info.account_name, self
            ).ask_person()

    def add_communes(self) -> None:
        """Give the chosen task to more."""
        who = office_in(self.desk).info.account_name
        self._ask(
            lambda series, choices: AddCommunesDialog(
                self.desk, series, choices.communes, who, self
            )
        )

    def change_task(self) -> None:
        """Write the chosen task anew."""
        self._ask(lambda series, _choices: ChangeTaskDialog(self.desk, series, self))

    def withdraw_task(self) -> None:
        """Take the chosen task back."""
        self._ask(lambda series, choices: WithdrawDialog(self.desk, series, choices.communes, self))

    def open_board(self) -> None:
        """Commune by commune, on the board."""
        if self.chosen is not None:
            self.desk.open_record(SET, self.chosen.record)

    def _ask(self, make: Callable[[Series, Choices], ActSheet]) -> None:
        series = self.chosen
        if series is not None and self.found is not None and series.stands and self._may_write:
            make(series, self.found.choices).ask_person()

    @property
    def _may_write(self) -> bool:
        try:
            self.desk.role.must_write(REGISTERS[SET])
        except KnownError:
            return False
        return self.desk.receives

    # What is shown

    def _take(self, found: Read) -> None:
        kept = self.chosen.id if self.chosen else ""
        self.found = found
        heads = [
            Head(_("Việc"), grows=True, wraps=True),
            Head(_("Ngày giao")),
            Head(_("Thời hạn"), wraps=True, widest=150),
            Head(_("Số xã"), right=True),
            *(Head(_(head), right=True, widest=76) for head, _which, _tone in COUNTED),
        ]
        self.table.show_rows(heads, [_row(each) for each in found.series])
        ids = [each.id for each in found.series]
        if ids:
            self.table.choose(ids.index(kept) if kept in ids else 0)
        self.told.setText("" if ids else _("Chưa giao việc nào cho các xã."))
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.detail.show_series(self.chosen)
        self._enable()

    def _enable(self) -> None:
        may, series = self._may_write, self.chosen
        self.give.setEnabled(may and self.found is not None)
        self.board.setEnabled(series is not None)
        for each in (self.more, self.change, self.withdraw):
            each.setEnabled(may and series is not None and series.stands)

    def _lay_out(self) -> None:
        self.give.setToolTip(hint(_("Giao việc cho một số hoặc mọi xã"), "add"))
        split = side_by_side(self.table, self.detail, (880, 290), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(6))
        layout.addWidget(split, 1)
        layout.addWidget(self.told)
        foot = FlowRow(self.give, self.more, self.change, self.withdraw, self.board)
        layout.addLayout(foot)


def _row(series: Series) -> Sequence[Cell]:
    column = series.column
    count = str(len(series.units)) if series.stands else _("đã rút lại")
    return [
        Cell(column.title),
        Cell(show_date(column.set_on) if column.set_on else ""),
        Cell(due_told(column)),
        Cell(count),
        *(
            Cell(str(series.count(*which)), tone) if series.count(*which) else Cell("")
            for _head, which, tone in COUNTED
        ),
    ]
