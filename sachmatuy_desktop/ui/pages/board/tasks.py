"""The tab “Công việc”: communes by tasks, what is late, what is not known, reminders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
)

from sachmatuy_desktop.domain.plans.oversight import Seen, Span
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.reminders import reminder_words
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.plans.overseeing import (
    READS,
    SET_HERE,
    Matrix,
    Offer,
    TaskColumn,
    offers,
    oversee,
    spans,
)
from sachmatuy_desktop.services.plans.reading import REMINDERS, SET, TASKS
from sachmatuy_desktop.services.plans.setting import Reminded
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import NarrowedChip
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    label_of,
    search_line,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.remind import RemindDialog
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind, hint
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.marks import Legend
from sachmatuy_desktop.ui.pages.board.table import BoardTable
from sachmatuy_desktop.ui.pages.board.task_columns import task_columns
from sachmatuy_desktop.ui.pages.board.task_detail import TaskDetail
from sachmatuy_desktop.ui.pages.board.task_marks import legend_of_tasks
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.task_words import seen_words, span_words

__all__ = ["TasksBoard"]

FIELDS: Final = ("title", "rule", "due_on")
"""What the cells come from, hence what an account must be allowed to see."""

LATE: Final = "late"
NARROWED: Final = {
    LATE: frozenset({Seen.OVERDUE, Seen.LATE}),
    **{
        each.value: frozenset({each})
        for each in (Seen.OVERDUE, Seen.SOON, Seen.OPEN, Seen.UNHEARD, Seen.UNDELIVERED)
    },
}
"""What rows and columns are narrowed to: those where something stands so."""

REMINDABLE: Final = {
    Seen.OVERDUE: State.OVERDUE,
    Seen.UNHEARD: State.OVERDUE,
    Seen.SOON: State.SOON,
    Seen.OPEN: State.OPEN,
}
"""What somebody may be reminded of, and in which words; a task not yet delivered is not."""


@dataclass(frozen=True)
class Read:
    """What the worker brings."""

    offers: tuple[Offer, ...]
    spans: tuple[Span, ...]
    matrix: Matrix


class TasksBoard(Tab):
    """One row a commune, one column a task that was set here, or of a plan several have adopted."""

    reads = READS
    shows = frozenset({REMINDERS, SET})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: Read | None = None
        self._wanted = SET_HERE
        self._sought: tuple[str, str] | None = None
        self._only: frozenset[str] | None = None
        self.only = NarrowedChip()
        self.which = CalmChoice()
        self.span = CalmChoice()
        self.units = search_line(_("Tìm tên đơn vị"))
        self.tasks = search_line(_("Tìm việc"))
        self.state = CalmChoice()
        self.told = faint()
        self.told.setWordWrap(False)
        self.table = BoardTable(_("Các xã theo việc"), _("Tổng cộng"), by_cell=True)
        self.legend = Legend()
        self.legend.show_marks(legend_of_tasks())
        self.detail = TaskDetail(desk)
        self.out = TableOut(desk, SET)
        self.remind = button(_("Nhắc…"), self.remind_chosen, picture="triangle-alert", primary=True)
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self._connect()

    def panes(self) -> list[Pane]:
        """What is asked, the cells, and the one looked at."""
        return [
            Pane(self.which, self.which.setFocus),
            Pane(self.table, self.table.view.setFocus),
            Pane(self.detail, self.detail.setFocus),
        ]

    # Reading

    def read(self) -> None:
        """Choices and cells, in one go on the worker."""
        office = office_in(self.desk)
        wanted, place = self._wanted, max(self.span.currentIndex(), 0)

        def work() -> Read:
            offered = offers(office)
            chosen = wanted if wanted in {each.which for each in offered} else SET_HERE
            if chosen == SET_HERE and not offered[0].communes and len(offered) > 1:
                chosen = offered[1].which
            told = spans(office.clock.now().date())
            return Read(tuple(offered), tuple(told), oversee(office, chosen, told[place]))

        self.told.setText(_("Đang đọc…"))
        operation = Operation(self.desk.operations, work, self)
        operation.success(self._take).start()

    def seek(self, which: str, column: str = "", unit: str = "") -> None:
        """Show what was set here or a pack's tasks; a column, a unit of it."""
        self._narrow_to(None)
        self._wanted = which
        self._sought = (unit, column) if unit or column else None
        self.tasks.clear()
        self.read()

    def go_through(self, door: Door) -> None:
        """The cell of a task that was set, or of the task that a reminder is about.

        Of several tasks that were set the rows and columns where they stand.
        """
        if door.register == SET and door.only is not None:
            self.units.clear()
            self.state.setCurrentIndex(0)
            self.seek(SET_HERE)
            self._narrow_to(door.only, door.title)
            return
        book, record = door.register, door.record or min(door.only or ("",))
        row = self._row(book, record)
        if row is not None and book == REMINDERS:
            book = SET if row["set_task"] else TASKS
            row = self._row(book, str(row["set_task"] or row["task"]))
        if row is None:
            return
        if book == SET:
            self.seek(SET_HERE, str(row["series"]), str(row["unit_id"]))
            return
        plan = self._row("plans", str(row["plan"]))
        if plan is not None:
            self.seek(str(plan["pack"]), str(row["task"]), str(row["unit_id"]))

    def _narrow_to(self, only: frozenset[str] | None, title: str = "") -> None:
        """The cells of these records alone, which the chip names; None takes the chip off."""
        self._only = only
        self.only.tell(title or _("Danh sách đã chọn"))
        self.only.setVisible(only is not None)

    def take_off_only(self) -> None:
        """All rows and columns again, narrowed by what else is asked."""
        self._narrow_to(None)
        self.show_rows()

    def _row(self, register: str, record: str) -> Mapping[str, Value] | None:
        return self.desk.queries.rows(register, [record]).get(record)

    def _take(self, found: Read) -> None:
        self.found = found
        self._wanted = found.matrix.which
        place = max(self.span.currentIndex(), 0)
        self.which.clear()
        for offer in found.offers:
            title = _(offer.title) if offer.which == SET_HERE else offer.title
            words = _("{title} ({count} xã)").format(title=title, count=offer.communes)
            self.which.addItem(words, offer.which)
        self.which.setCurrentIndex(self.which.findData(found.matrix.which))
        self.span.clear()
        for span in found.spans:
            self.span.addItem(span_words(span))
        self.span.setCurrentIndex(place)
        self.show_rows()
        if self._sought is not None:
            unit, column = self._sought
            self._sought = None
            lines = self.table.model.lines
            self.table.choose(unit or (lines[0].unit.id if lines else ""), column)
            self.table.view.setFocus()

    # Showing

    def show_rows(self) -> None:
        """The rows and columns that fit, from what was read."""
        if self.found is None:
            return
        matrix = self.found.matrix
        tasks = self._fitting_tasks(matrix)
        lines = self._fitting_lines(matrix, tasks)
        self.table.show_lines(task_columns(matrix, tasks), lines)
        said = [
            _("{count}/{total} đơn vị").format(count=len(lines), total=len(matrix.lines)),
            _("{count}/{total} việc").format(count=len(tasks), total=len(matrix.columns)),
        ]
        if not matrix.columns:
            said = [
                _("Chưa giao việc nào; giao ở trang Công việc, thẻ Việc giao xuống.")
                if matrix.which == SET_HERE
                else _("Chưa xã nào gửi việc của kế hoạch này.")
            ]
        self.told.setText(" · ".join(said))
        self._show_chosen()

    def _fitting_tasks(self, matrix: Matrix) -> list[TaskColumn]:
        typed = fold(self.tasks.text()).split()
        return [
            task
            for task in matrix.columns
            if all(word in fold(f"{task.paragraph} {task.title}") for word in typed)
            and (not self._narrowed or any(self._fits(matrix, line, task) for line in matrix.lines))
        ]

    def _fitting_lines(self, matrix: Matrix, tasks: Sequence[TaskColumn]) -> list[Line]:
        typed = fold(self.units.text()).split()
        return [
            line
            for line in matrix.lines
            if all(word in line.words for word in typed)
            and (not self._narrowed or any(self._fits(matrix, line, task) for task in tasks))
        ]

    @property
    def _narrowed(self) -> bool:
        """Whether only some cells are asked for, and the rows and columns they stand in."""
        return self._only is not None or bool(self.state.currentData())

    def _fits(self, matrix: Matrix, line: Line, task: TaskColumn) -> bool:
        """Whether a cell is one of those asked for."""
        wanted = NARROWED.get(str(self.state.currentData() or ""))
        if wanted is not None and matrix.seen(line, task.key).seen not in wanted:
            return False
        cell = matrix.cell(line, task.key)
        return self._only is None or (cell is not None and cell.task in self._only)

    def _show_chosen(self) -> None:
        if self.found is None:
            return
        matrix, unit, key = self.found.matrix, self.table.chosen, self.table.column
        line = next((each for each in matrix.lines if each.unit.id == unit), None)
        column = next((each for each in matrix.columns if each.key == key), None)
        if line is not None and column is not None:
            self.detail.show_cell(matrix, line, column)
        elif line is not None:
            self.detail.show_line(matrix, line)
        self._enable()

    # What is done

    def chosen(self) -> Iterator[tuple[Reminded, Seen]]:
        """The chosen cells that somebody may be reminded of; a name stands for its whole row."""
        if self.found is None:
            return
        matrix = self.found.matrix
        tasks = {each.key for each in matrix.columns}
        shown = [each.key for each in self.table.model.columns if each.key in tasks]
        told: set[tuple[str, str]] = set()
        for line, key in self.table.chosen_cells():
            for each in [key] if key in tasks else shown:
                cell, seen = matrix.cell(line, each), matrix.seen(line, each).seen
                if cell is None or seen not in REMINDABLE or (line.unit.id, each) in told:
                    continue
                told.add((line.unit.id, each))
                unit = self._unit_of(matrix, line, each)
                yield Reminded(unit, cell.book, cell.task, cell.opening), seen

    @staticmethod
    def _unit_of(matrix: Matrix, line: Line, column: str) -> str:
        """Under whose id the unit has the task: its own, or the one it goes on from."""
        own = (line.unit.id, column) in matrix.cells or line.continues is None
        return line.unit.id if own else str(line.continues and line.continues.id)

    def remind_chosen(self) -> None:
        """Write reminders about the chosen cells; the most pressing one gives the words."""
        chosen = list(self.chosen())
        if not chosen:
            self.desk.feedback.notice(
                _("Chọn ô của việc còn phải làm; việc đã làm hoặc chưa tới xã thì không nhắc.")
            )
            return
        states = [REMINDABLE[seen] for _about, seen in chosen]
        worst = next(each for each in REMINDABLE.values() if each in states)
        dialog = RemindDialog(
            self.desk,
            [about for about, _seen in chosen],
            reminder_words()[worst],
            office_in(self.desk).info.account_name,
            self,
        )
        dialog.ask_person()

    def _enable(self) -> None:
        self.remind.setEnabled(next(self.chosen(), None) is not None)

    # Taking it out

    def flat(self, *, only_chosen: bool = False) -> FlatTable:
        """The rows as shown."""
        return self.table.flat(_("Các xã theo việc"), only_chosen=only_chosen)

    def export_to(self, path: Path) -> None:
        """Write what is shown; the line above the head says what was asked."""
        if self.found is None:
            return
        table = self.flat()
        told = [
            self.which.currentText(),
            self.span.currentText(),
            self.state.currentText() if self.state.currentData() else "",
            self.only.title if self._only is not None else "",
            f"«{self.units.text()}»" if self.units.text() else "",
            f"«{self.tasks.text()}»" if self.tasks.text() else "",
        ]
        self.out.export(lambda _progress: table, FIELDS, path, " · ".join(filter(None, told)))

    def copy(self, *, heads: bool = False) -> None:
        """The chosen rows, for Excel."""
        table = self.flat(only_chosen=True)
        if table.rows:
            self.out.copy(lambda _progress: table, FIELDS, heads=heads)

    def _ask_path(self) -> None:
        path = sheet_path(self, _("Các xã theo việc"))
        if path is not None:
            self.export_to(path)

    # How it is laid out

    def _connect(self) -> None:
        self.which.activated.connect(lambda _place: self.seek(str(self.which.currentData())))
        self.span.activated.connect(lambda _place: self.read())
        self.state.activated.connect(lambda _place: self.show_rows())
        self.only.clicked.connect(self.take_off_only)
        self.units.textChanged.connect(lambda _text: self.show_rows())
        self.tasks.textChanged.connect(lambda _text: self.show_rows())
        self.table.line_chosen.connect(lambda _unit, _column: self._show_chosen())
        self.table.view.selectionModel().selectionChanged.connect(lambda _on, _off: self._enable())
        slots = {"copy": self.copy, "copy_heads": lambda: self.copy(heads=True)}
        bind(self.table.view, TABLE_KEYS, slots, alone=True)
        bind(self, LIST_KEYS, {"export": self._ask_path})
        self.remind.setVisible(self._may_remind)

    @property
    def _may_remind(self) -> bool:
        try:
            self.desk.role.must_write(REGISTERS[REMINDERS])
        except KnownError:
            return False
        return self.desk.receives

    def _lay_out(self) -> None:
        self.state.addItem(_("Mọi tình trạng"), "")
        self.state.addItem(_("Có việc muộn"), LATE)
        for each in (Seen.OVERDUE, Seen.SOON, Seen.OPEN, Seen.UNHEARD, Seen.UNDELIVERED):
            self.state.addItem(seen_words(each), each.value)
        self.which.setMinimumContentsLength(26)
        for choice in (self.which, self.state):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.state.setMinimumContentsLength(14)
        self.span.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        asked = QHBoxLayout()
        asked.setSpacing(theme.px(6))
        for label, choice, stretch in (
            (_("Xem"), self.which, 3),
            (_("Kỳ"), self.span, 0),
            (_("Tình trạng"), self.state, 1),
        ):
            choice.setAccessibleName(label)
            words = label_of(label, choice)
            asked.addWidget(words)
            asked.addWidget(choice, stretch)
        narrow = QHBoxLayout()
        narrow.setSpacing(theme.px(6))
        for line in (self.units, self.tasks):
            narrow.addWidget(line, 1)
        self.sheet.setToolTip(hint(_("Đúng các dòng, các cột và thứ tự đang xem"), "export"))
        narrow.addWidget(self.told, 1)
        narrow.addWidget(self.sheet)
        narrow.addWidget(self.remind)
        split = side_by_side(self.table, self.detail, (800, 378), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(5))
        layout.addLayout(asked)
        layout.addLayout(narrow)
        layout.addWidget(self.only, 0, Qt.AlignmentFlag.AlignLeft)
        self._narrow_to(None)
        layout.addWidget(split, 1)
        layout.addWidget(self.legend)
