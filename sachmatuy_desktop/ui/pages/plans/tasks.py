"""Việc: what is to be done, by whom and by when; done from here, with what proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State
from sachmatuy_desktop.domain.plans.villages import Village
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans import BOOKS, RemoveProof, RemoveResult
from sachmatuy_desktop.services.plans.events import READS
from sachmatuy_desktop.services.plans.listing import TO_DO, TaskList, list_tasks
from sachmatuy_desktop.services.plans.looking import PlanLook, look_at_plan
from sachmatuy_desktop.services.plans.reading import RESULTS, SET, TASKS
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.chips import NarrowedChip
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.history import HistoryDialog
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    row,
    search_line,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plan_papers import (
    print_task_book,
    print_task_sheets,
    write_task_paper,
)
from sachmatuy_desktop.ui.dialogs.task_proofs import ProofDialog
from sachmatuy_desktop.ui.dialogs.task_result import Asked, BatchDialog, ResultDialog
from sachmatuy_desktop.ui.keys import LIST_KEYS, TASK_KEYS, bind, hint
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.task_detail import TaskDetail
from sachmatuy_desktop.ui.pages.plans.task_dialogs import TaskDialog
from sachmatuy_desktop.ui.pages.plans.task_lines import ALL, VIEWS, Line, Shown
from sachmatuy_desktop.ui.pages.plans.task_tree import TaskTree
from sachmatuy_desktop.ui.pages.plans.task_words import due_day, opening_name
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["TasksTab"]


class TasksTab(Tab):
    """What is asked above, tasks in the middle, the chosen one at the right."""

    reads = frozenset({*BOOKS, *READS, "villages", "holidays"})
    shows = frozenset({TASKS, SET})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: TaskList | None = None
        self._wanted = ""
        self._only: frozenset[str] | None = None
        self.view = CalmChoice()
        self.plan = CalmChoice()
        self.words = search_line(_("Tìm việc, người làm, tiêu chí"))
        self.to_do = QCheckBox(_("Chỉ việc còn phải làm"))
        self.others = QCheckBox(_("Cả việc của cấp khác"))
        self.only = NarrowedChip()
        self.told = faint()
        self.told.setWordWrap(False)
        self.tree = TaskTree(_("Danh sách việc"))
        self.detail = TaskDetail(desk)
        self.batch = button(_("Ghi các việc đã chọn…"), self.record_chosen, picture="list-checks")
        self._lay_out()
        self._connect()
        self._choose(None)

    def panes(self) -> list[Pane]:
        """What is asked, the tasks, the one looked at."""
        return [
            Pane(self.view, self.view.setFocus),
            Pane(self.tree, self.tree.setFocus),
            Pane(self.detail, self.detail.setFocus),
        ]

    # Reading

    def read(self) -> None:
        """Everything in one go on the worker."""
        session = self.desk.office.session
        if self.found is None:
            self.told.setText(_("Đang đọc…"))
        operation = Operation(self.desk.operations, lambda: _read(self.desk), self)
        operation.success(self._take).start()
        self.detail.labels = _figure_labels(session)

    def _take(self, found: TaskList) -> None:
        self.found = found
        self._offer_plans(found)
        self.show_lines()

    def go_through(self, door: Door) -> None:
        """The task behind a door, or the very tasks, whatever the list was narrowed by."""
        if door.record is None and door.only is None:
            return
        self._wanted = door.record or ""
        self._narrow_to(door.only, door.title)
        if door.only is not None:
            self._take_off(to_do=False, others=True)
        self.show_lines()

    def _take_off(self, *, to_do: bool, others: bool) -> None:
        """Nothing typed or chosen narrows the list, but these two marks."""
        with QSignalBlocker(self.words), QSignalBlocker(self.to_do), QSignalBlocker(self.others):
            self.words.clear()
            self.view.setCurrentIndex(self.view.findData(ALL))
            self.plan.setCurrentIndex(0)
            self.to_do.setChecked(to_do)
            self.others.setChecked(others)

    def _narrow_to(self, only: frozenset[str] | None, title: str = "") -> None:
        """These tasks alone, which the chip names; None takes the chip off."""
        self._only = only
        self.only.tell(title or _("Danh sách đã chọn"))
        self.only.setVisible(only is not None)

    # Showing

    @property
    def today(self) -> date:
        """The day at the office, whenever the list was read."""
        return date.fromisoformat(self.desk.office.clock.today())

    @property
    def shown(self) -> Shown:
        """What the list is narrowed by."""
        return Shown(
            str(self.view.currentData()),
            self.words.text(),
            only_to_do=self.to_do.isChecked(),
            others=self.others.isChecked() or self.desk.receives,
            plan=str(self.plan.currentData() or ""),
            account=self.desk.office.info.account_id,
            only=self._only,
        )

    def show_lines(self) -> None:
        """The tasks that fit, from what was read."""
        if self.found is None:
            return
        with QSignalBlocker(self.tree):
            self._show_found(self.found)
            self._seek(self.found)
        self._tell()
        self._choose(self.tree.current)

    def _show_found(self, found: TaskList) -> None:
        shown = self.shown
        self.tree.show_lines(shown.lines(found), shown.needless)

    def _seek(self, found: TaskList) -> None:
        """Stand on the task wanted; what hides it, and no more, is taken off."""
        listed = next((each for each in found.tasks if each.task.id == self._wanted), None)
        if listed is None:
            return
        self._wanted = ""
        if self.tree.choose_task(listed.task.id):
            return
        self._take_off(
            to_do=self.to_do.isChecked() and listed.is_to_do,
            others=self.others.isChecked() or not listed.task.ours,
        )
        self._show_found(found)
        self.tree.choose_task(listed.task.id)

    def _tell(self) -> None:
        found = self.found
        if found is None:
            return
        tasks = self.tree.listed()
        if not found.tasks:
            self.told.setText(_("Chưa nhận kế hoạch nào; hãy mở thẻ Kế hoạch."))
            return
        counts = {
            state: sum(each.task.active and each.standing.state is state for each in tasks)
            for state in TO_DO
        }
        words = (
            _("{count} việc").format(count=show_integer(len(tasks))),
            _("{count} quá hạn").format(count=show_integer(counts[State.OVERDUE])),
            _("{count} sắp đến hạn").format(count=show_integer(counts[State.SOON])),
        )
        self.told.setText(" · ".join(words))

    def _choose(self, line: Line | None) -> None:
        """Show the current line at the right, and what can be done with those chosen."""
        chosen = self._to_record()
        self.batch.setEnabled(self.detail.may_write and len(chosen) > 1)
        self.batch.setToolTip(
            _("Các việc đang chọn, việc nào cũng không cần căn cứ, ghi trong một lần")
        )
        if line is None or line.listed is None or self.found is None:
            self.detail.show_nothing(_("Chọn một việc để xem câu chữ, hạn và kết quả."))
        else:
            self.detail.show_line(line, self.found)

    def _to_record(self) -> list[Line]:
        """The lines chosen whose opening may be done without proof; none if any asks for it."""
        lines = [each for each in self.tree.chosen if _may_be_done(each)]
        asks = any(each.listed.task.asks_proof for each in lines if each.listed)
        return [] if asks else lines

    def _offer_plans(self, found: TaskList) -> None:
        plans = {each.task.plan.id: each.task.plan.title for each in found.tasks if each.task.plan}
        chosen = self.plan.currentData()
        self.plan.blockSignals(True)
        self.plan.clear()
        self.plan.addItem(_("Mọi kế hoạch"), "")
        for plan, title in plans.items():
            self.plan.addItem(title, plan)
        self.plan.setCurrentIndex(max(self.plan.findData(chosen), 0))
        self.plan.blockSignals(False)
        self.plan.setVisible(len(plans) > 1)

    # Doing

    def record(self, kind: str = "done") -> None:
        """Write about the opening of the current line; about one already settled, change that."""
        line, asked = self.tree.current, self.asked
        if line is None or line.shown is None or asked is None or not self.detail.may_write:
            return
        if not _may_be_done(line):
            results = line.listed.results(line.shown) if line.listed else ()
            if results:
                self.change(results[-1].id)
            return
        dialog = ResultDialog(self.desk, asked, self.today, kind=kind, parent=self)
        if dialog.ask_person() and dialog.to_scan:
            self.attach(dialog.to_scan)

    def record_chosen(self) -> None:
        """Write that all tasks chosen were done, in one act."""
        lines = self._to_record()
        if len(lines) < 2:
            return
        tasks = [
            (each.listed.task, each.shown.opening, each.village)
            for each in lines
            if each.listed is not None and each.shown is not None
        ]
        BatchDialog(self.desk, tasks, self.today, self).ask_person()

    def change(self, result: str) -> None:
        """Write a result of the current task anew."""
        asked = self.asked
        found = asked.task.result(result) if asked else None
        if asked is not None and found is not None:
            ResultDialog(self.desk, asked, self.today, result=found, parent=self).ask_person()

    def prove(self, result: str) -> None:
        """Link a result to more that proves it."""
        asked = self.asked
        if asked is not None:
            dialog = ProofDialog(self.desk, asked.task, asked.opening, result, self.today, self)
            dialog.ask_person()

    def take_back(self, result: str) -> None:
        """Ask why, and take a result back."""
        why = LineDialog.ask(
            _("Rút lại kết quả đã ghi"),
            _("Việc trở lại như chưa làm; nội dung đã ghi vẫn còn trong lịch sử."),
            _("Lý do"),
            _("Rút lại"),
            self,
        )
        if why:
            self.desk.run(RemoveResult(result, why), owner=self)

    def compose(self) -> None:
        """The paper that carries out the current task, filled with its plan and period."""
        asked = self.asked
        if asked is not None:
            write_task_paper(self.desk, self, asked.task, asked.opening)

    def change_due(self) -> None:
        """The day, the villages, the actors: what the office chooses for the current task."""
        line = self.tree.current
        if line is None or line.listed is None or line.listed.task.plan is None:
            return
        task, plan, office = line.listed.task, line.listed.task.plan.id, office_in(self.desk)

        def ask(look: PlanLook | None) -> None:
            if look is not None:
                TaskDialog(self.desk, look, task, self).ask_person()

        operation = Operation(self.desk.operations, lambda: look_at_plan(office, plan), self)
        operation.success(ask).start()

    def attach(self, result: str) -> None:
        """The scans of a result."""
        AttachmentsDialog(self.desk, REGISTERS[RESULTS], result, self).open()

    def tell_history(self) -> None:
        """What was ever done to the current task."""
        line = self.tree.current
        if line is not None and line.listed is not None:
            task = line.listed.task
            HistoryDialog(self.desk, REGISTERS[task.book], task.id, task.title, self).open()

    @property
    def asked(self) -> Asked | None:
        """What would be written about: the opening of the current line."""
        line = self.tree.current
        if line is None or line.listed is None or line.shown is None:
            return None
        task, opening = line.listed.task, line.shown.opening
        told = opening_name(opening)
        if due := due_day(opening):
            told = _("{opening}, hạn {day}").format(opening=told, day=due)
        missing: tuple[Village, ...] = ()
        if task.villages and self.found is not None:
            missing = task.share(opening, self.found.today).missing
        return Asked(task, opening, told, missing, line.village)

    # How it is laid out

    def _connect(self) -> None:
        self.view.activated.connect(lambda _place: self.show_lines())
        self.plan.activated.connect(lambda _place: self.show_lines())
        self.words.textChanged.connect(lambda _text: self.show_lines())
        self.to_do.toggled.connect(lambda _on: self.show_lines())
        self.others.toggled.connect(lambda _on: self.show_lines())
        self.only.clicked.connect(self.take_off_only)
        self.tree.line_chosen.connect(lambda: self._choose(self.tree.current))
        self.tree.line_entered.connect(self.record)
        detail = self.detail
        detail.done.connect(self.record)
        detail.excused.connect(lambda: self.record("excused"))
        detail.changed.connect(self.change)
        detail.removed.connect(self.take_back)
        detail.proved.connect(self.prove)
        detail.unproved.connect(lambda proof: self.desk.run(RemoveProof(proof), owner=self))
        detail.attached.connect(self.attach)
        detail.paper_wanted.connect(self.compose)
        detail.due_wanted.connect(self.change_due)
        detail.history_wanted.connect(self.tell_history)
        bind(self, LIST_KEYS, {"find": self.words.setFocus, "widen": self.widen})
        bind(self, TASK_KEYS, {"excuse": lambda: self.record("excused")})

    def widen(self) -> None:
        """Take everything off that narrows the list, but leave the view."""
        self._narrow_to(None)
        self.words.clear()
        self.to_do.setChecked(False)
        self.plan.setCurrentIndex(0)
        self.show_lines()

    def take_off_only(self) -> None:
        """All tasks again, narrowed by what else is asked."""
        self._narrow_to(None)
        self.show_lines()

    def _lay_out(self) -> None:
        for key, words in VIEWS.items():
            self.view.addItem(_(words), key)
        self.view.setAccessibleName(_("Xem việc theo"))
        self.plan.setAccessibleName(_("Kế hoạch"))
        self.plan.setMinimumContentsLength(14)
        self.plan.setMaximumWidth(theme.px(240))
        self.plan.hide()
        self.words.setToolTip(hint(_("Có dấu hay không dấu đều được"), "find"))
        self.words.setMinimumWidth(theme.px(190))
        self.to_do.setChecked(True)
        narrow = QHBoxLayout()
        narrow.setSpacing(theme.px(8))
        narrow.addWidget(self.view)
        narrow.addWidget(self.plan)
        narrow.addWidget(self.words, 1)
        narrow.addWidget(self.to_do)
        narrow.addWidget(self.others)
        narrow.addWidget(self.batch)
        if self.desk.receives:
            self.others.hide()
        split = side_by_side(self.tree, self.detail, (824, 360), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(6))
        layout.addLayout(narrow)
        layout.addWidget(self.only, 0, Qt.AlignmentFlag.AlignLeft)
        self._narrow_to(None)
        layout.addWidget(split, 1)
        layout.addLayout(row(self.told, None, *self._papers()))

    def _papers(self) -> Iterator[QPushButton]:
        """What is printed of the tasks, where the account may issue papers."""
        if self.desk.role.issues:
            for words, door in (
                (_("In sổ theo dõi…"), print_task_book),
                (_("In phiếu giao việc…"), print_task_sheets),
            ):
                yield button(words, partial(self._print, door), picture="printer")

    def _print(self, door: Callable[[Desk, QWidget, str | None], object]) -> None:
        door(self.desk, self, self.plan.currentData() or None)


def _read(desk: Desk) -> TaskList:
    return list_tasks(desk.office.session)


def _figure_labels(session: object) -> Mapping[str, tuple[str, str]]:
    facts = library(session).facts()  # type: ignore[arg-type]
    return {name: (each.label, each.unit) for name, each in facts.items()}


def _may_be_done(line: Line) -> bool:
    """Whether a result is still to be written about the opening of a line."""
    listed, shown = line.listed, line.shown
    if listed is None or shown is None or not listed.task.active:
        return False
    return not _is_settled(shown)


def _is_settled(shown: OpeningStanding) -> bool:
    return shown.state in (State.DONE, State.GONE)
