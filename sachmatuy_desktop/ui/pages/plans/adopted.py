"""The tab “Kế hoạch”: the plans an office follows, and what it decides of them.

A receiving office also sees those of its communes, to read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMenu, QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.plans import LEVEL_WORDS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask, plans_of
from sachmatuy_desktop.services.plans.changing import GivePaper, RemoveOwnTask, ResumePlan
from sachmatuy_desktop.services.plans.looking import PlanLook, look_at_plan, twins
from sachmatuy_desktop.services.plans.offering import Offer, offers
from sachmatuy_desktop.services.plans.reading import ACTORS, PLANS, TASKS
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import button, faint, one_above_other, row, side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.plan_papers import (
    print_task_book,
    print_task_sheets,
    write_plan,
    write_plan_report,
)
from sachmatuy_desktop.ui.keys import LIST_KEYS, bind
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital, unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.actor_dialog import ActorDialog
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopted_sides import PlanSide, TaskSide
from sachmatuy_desktop.ui.pages.plans.plan_dialogs import PlanDialog, RenewDialog, StopDialog
from sachmatuy_desktop.ui.pages.plans.task_dialogs import OwnTaskDialog, SwitchDialog, TaskDialog
from sachmatuy_desktop.ui.pages.plans.telling import due_short, plan_state, task_state
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["AdoptedTab"]


@dataclass(frozen=True)
class _Read:
    """What the worker has read: the plans, those adopted twice, the one shown."""

    plans: list[OfficePlan]
    twins: list[tuple[OfficePlan, OfficePlan]]
    look: PlanLook | None


class AdoptedTab(Tab):
    """Plans at the left, the chosen one with its tasks and actors at the right."""

    reads = frozenset({PLANS, ACTORS, TASKS, "packs", "own_packs"})
    shows = frozenset({PLANS, ACTORS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plans: list[OfficePlan] = []
        self.look: PlanLook | None = None
        self.tasks: list[OfficeTask] = []
        self._twins: list[tuple[OfficePlan, OfficePlan]] = []
        self._wanted = ""
        self._actors_are_stale = True
        self.list = PlainTable(_("Các kế hoạch"))
        self.side = PlanSide()
        self.task_table = PlainTable(_("Việc của kế hoạch"))
        self.only_ours = QCheckBox(_("Chỉ việc của cơ quan"))
        self.only_ours.setChecked(True)
        self.counted = faint()
        self.task_side = TaskSide()
        self.actor_table = PlainTable(_("Ai làm việc của kế hoạch"))
        self.parts = QTabWidget()
        self.adopt_button = button(
            _("Nhận kế hoạch…"), self.ask_adopt, picture="plus", primary=True
        )
        self.add_button = button(_("Thêm việc…"), self.ask_add, picture="plus")
        self.change_button = button(_("Sửa kế hoạch…"), self.ask_change, picture="pencil")
        self.paper_button = button(_("Văn bản"), picture="file-text")
        self.renew_button = button(_("Lấy bản mới…"), self.ask_renew, picture="refresh-cw")
        self.stop_button = button(_("Thôi thực hiện…"), self.ask_stop, picture="x")
        self.resume_button = button(_("Thực hiện lại"), self.resume, picture="rotate-ccw")
        self.actor_button = button(_("Thêm cơ quan…"), self.ask_new_actor, picture="plus")
        self.set_button = button(_("Ai đứng thay…"), self.ask_actor, picture="pencil")
        self._may = _may_write(desk)
        self._lay_out()
        self._connect()
        self._show_look()

    # What is read

    @property
    def today(self) -> date:
        """The day at the office."""
        return date.fromisoformat(self.desk.office.clock.today())

    @property
    def plan(self) -> OfficePlan | None:
        """The plan shown."""
        return None if self.look is None else self.look.plan

    def read(self) -> None:
        """The plans and the chosen one, on the worker."""
        today = self.today
        office, chosen = office_in(self.desk), self._wanted or (self.plan.id if self.plan else "")
        own = office.info.unit_id

        def work() -> _Read:
            plans = plans_of(office.queries)
            plans.sort(key=lambda each: (each.unit != own, _order(each, today)))
            ids = [each.id for each in plans]
            first = chosen if chosen in ids else next(iter(ids), "")
            return _Read(plans, twins(plans), look_at_plan(office, first) if first else None)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def go_through(self, door: Door) -> None:
        """The plan or the actor behind a door; tasks have a tab of their own."""
        record = door.record or ""
        found = self.desk.queries.rows(door.register, [record]).get(record) if record else None
        if found is None:
            return
        self._wanted = record if door.register == PLANS else str(found["plan"])
        self.parts.setCurrentIndex(1 if door.register == ACTORS else 0)
        self.read()

    def panes(self) -> list[Pane]:
        """The plans, the tasks or actors, the task shown."""
        return [
            Pane(self.list, self.list.setFocus),
            Pane(self.parts, self._enter_part),
            Pane(self.task_side, self.task_side.setFocus),
        ]

    # What is done

    def ask_adopt(self) -> None:
        """Choose a plan, on the worker first: every plan there is must be read."""
        office = office_in(self.desk)
        today = self.today

        def work() -> tuple[Offer, ...]:
            return offers(library(office), office.units, office.unit, today)

        Operation(self.desk.operations, work, self).success(self._adopt).start()

    def ask_add(self) -> None:
        """A task of the office's own."""
        if self.look is not None and self._is_own:
            OwnTaskDialog(self.desk, self.look, None, self).ask_person()

    def ask_change(self) -> None:
        """Dates, phases, document."""
        if self.look is not None and self._is_own:
            PlanDialog(self.desk, self.look, self).ask_person()

    def ask_stop(self) -> None:
        """No longer follow the plan."""
        if self.look is not None and self._is_own:
            StopDialog(self.desk, self.look.plan, self.today, self).ask_person()

    def write_paper(self) -> None:
        """The plan document; once issued, its number is the plan's."""
        if self.plan is None:
            return
        plan = self.plan.id
        paper = write_plan(self.desk, self, plan)
        if paper is not None and self._is_own:
            self.desk.run(GivePaper(plan=plan, paper=paper), owner=self)

    def ask_renew(self) -> None:
        """What a newer edition changes, and take it over."""
        if self.look is None or self.look.newer is None:
            return
        RenewDialog.look_first(self.desk, self.look, self.today, self)

    def resume(self) -> None:
        """Follow a stopped plan again."""
        if self.plan is not None:
            self.desk.run(ResumePlan(plan=self.plan.id), owner=self)

    def ask_actor(self) -> None:
        """Who stands behind the chosen actor."""
        place = self.actor_table.row
        if self.look is not None and self._is_own and 0 <= place < len(self.look.plan.actors):
            ActorDialog(self.desk, self.look, self.look.plan.actors[place], self).ask_person()

    def ask_new_actor(self) -> None:
        """One more who does tasks here."""
        if self.look is not None and self._is_own:
            ActorDialog(self.desk, self.look, None, self).ask_person()

    def ask_task(self, what: str = "change") -> None:
        """Something is to be done with the task shown."""
        look, task = self.look, self.task_side.task
        if look is None or task is None or not self._is_own:
            return
        if what == "remove":
            if not task.printed:
                self.desk.run(RemoveOwnTask(record=task.id), owner=self)
        elif what == "reword":
            OwnTaskDialog(self.desk, look, task, self).ask_person()
        elif what == "switch":
            SwitchDialog(self.desk, task, self).ask_person()
        else:
            TaskDialog(self.desk, look, task, self).ask_person()

    def _adopt(self, found: tuple[Offer, ...]) -> None:
        dialog = AdoptDialog(self.desk, found, self.today, self)
        if dialog.ask_person():
            self._wanted = dialog.adopted
            self.read()

    # What is shown

    @property
    def _is_own(self) -> bool:
        """Whether the plan shown is this office's and the account may write it."""
        return (
            self._may and self.plan is not None and self.plan.unit == self.desk.office.info.unit_id
        )

    def _show(self, found: _Read) -> None:
        self.plans, self._twins, self.look = found.plans, found.twins, found.look
        self._wanted = ""
        heads = [Head(_("Kế hoạch"), grows=True, wraps=True), Head(_("Tình trạng"))]
        rows = [[Cell(self._named(each)), plan_state(each, self.today)] for each in self.plans]
        self.list.blockSignals(True)
        self.list.show_rows(heads, rows)
        ids = [each.id for each in self.plans]
        if self.plan is not None and self.plan.id in ids:
            self.list.choose(ids.index(self.plan.id))
        self.list.blockSignals(False)
        self._show_look()

    def _named(self, plan: OfficePlan) -> str:
        """The title, with the unit in front where it is another's."""
        if plan.unit == self.desk.office.info.unit_id:
            return plan.title
        return f"{capital(unit_name(plan.unit))}: {plan.title}"

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.plans) and (self.plan is None or self.plans[place] != self.plan):
            self._wanted = self.plans[place].id
            self.read()

    def _show_look(self) -> None:
        look, plan = self.look, self.plan
        self.parts.setVisible(plan is not None)
        self.list.setVisible(plan is not None)
        if look is None or plan is None:
            self.side.show_nothing()
        else:
            pairs = [pair for pair in self._twins if plan in pair]
            twin = next((each for pair in pairs for each in pair if each != plan), None)
            self.side.show_plan(look, self.today, twin)
            self._show_tasks()
            self._actors_are_stale = True
            self._show_actors()
        running = self._is_own and plan is not None and plan.stopped_on is None
        for each in (self.add_button, self.change_button, self.stop_button):
            each.setEnabled(running)
        self.resume_button.setVisible(
            self._is_own and plan is not None and plan.stopped_on is not None
        )
        self.stop_button.setVisible(self._may and not self.resume_button.isVisibleTo(self))
        mine = plan is not None and plan.unit == self.desk.office.info.unit_id
        self.paper_button.setVisible(self.desk.role.issues)
        self.paper_button.setEnabled(mine)
        self.renew_button.setVisible(self._is_own and look is not None and look.newer is not None)
        self.actor_button.setVisible(self._is_own)
        self.set_button.setVisible(self._is_own)

    def _show_tasks(self) -> None:
        look = self.look
        if look is None:
            return
        wanted = self.task_side.task.id if self.task_side.task else ""
        only = self.only_ours.isChecked()
        self.tasks = [each for each in look.tasks if _is_ours(each) or not only]
        heads = [
            Head(_("Mục"), widest=84),
            Head(_("Việc"), grows=True, wraps=True),
            Head(_("Thời hạn"), wraps=True, widest=150),
            Head(""),
        ]
        rows = [
            [
                Cell(each.paragraph.removeprefix("mục ")),
                Cell(each.title),
                Cell(due_short(each)),
                task_state(each),
            ]
            for each in self.tasks
        ]
        if not any(cells[-1].text for cells in rows):
            heads, rows = heads[:-1], [cells[:-1] for cells in rows]
        ids = [each.id for each in self.tasks]
        self.task_table.blockSignals(True)
        self.task_table.show_rows(heads, rows)
        if ids:
            self.task_table.choose(ids.index(wanted) if wanted in ids else 0)
        self.task_table.blockSignals(False)
        self._count(look)
        self._show_task(self.task_table.row)

    def _count(self, look: PlanLook) -> None:
        ours = sum(each.active and each.ours for each in look.tasks)
        off = sum(not each.active for each in look.tasks)
        told = _("{ours} việc của cơ quan, {read} việc để xem, {off} việc không áp dụng")
        self.counted.setText(told.format(ours=ours, read=len(look.tasks) - ours - off, off=off))

    def _show_task(self, place: int) -> None:
        if self.look is None or not 0 <= place < len(self.tasks):
            self.task_side.show_nothing()
            return
        self.task_side.show_task(self.look, self.tasks[place], may_write=self._is_own)

    def _show_actors(self) -> None:
        """The actors, once their part is in front."""
        if self.plan is None or not self._actors_are_stale or self.parts.currentIndex() == 0:
            return
        self._actors_are_stale = False
        heads = [
            Head(_("Kế hoạch in"), grows=True, wraps=True),
            Head(_("Cấp")),
            Head(_("Cơ quan, bộ phận ngày nay"), grows=True, wraps=True),
            Head(_("Người phụ trách"), widest=200),
            Head(_("Số việc"), right=True),
        ]
        counts = (
            {
                each.actor: sum(
                    each.actor in task.actors for task in self.look.tasks if task.active
                )
                for each in self.plan.actors
            }
            if self.look
            else {}
        )
        rows = [
            [
                Cell(each.name),
                Cell(_(LEVEL_WORDS.get(each.level, each.level))),
                Cell(each.body or _("như in")),
                Cell(", ".join(part for part in (each.person, each.position) if part)),
                Cell(str(counts.get(each.actor, 0))),
            ]
            for each in self.plan.actors
        ]
        self.actor_table.show_rows(heads, rows)

    # How it is put together

    def _with_plan(self, act: Callable[[str], object]) -> None:
        if self.plan is not None:
            act(self.plan.id)

    def _enter_part(self) -> None:
        (self.task_table if self.parts.currentIndex() == 0 else self.actor_table).setFocus()

    def _connect(self) -> None:
        self.list.row_chosen.connect(self._choose)
        self.task_table.row_chosen.connect(self._show_task)
        self.task_table.row_entered.connect(lambda _place: self.ask_task())
        self.task_side.wanted.connect(self.ask_task)
        self.actor_table.row_entered.connect(lambda _place: self.ask_actor())
        self.parts.currentChanged.connect(lambda _place: self._show_actors())
        self.only_ours.toggled.connect(lambda _on: self._show_tasks())
        menu = QMenu(self)
        for words, open_paper in (
            (_("Lập kế hoạch…"), lambda _plan: self.write_paper()),
            (_("Lập báo cáo…"), lambda plan: write_plan_report(self.desk, self, plan)),
            (_("In sổ theo dõi…"), lambda plan: print_task_book(self.desk, self, plan)),
            (_("In phiếu giao việc…"), lambda plan: print_task_sheets(self.desk, self, plan)),
        ):
            menu.addAction(words, partial(self._with_plan, open_paper))
        self.paper_button.setMenu(menu)
        if self._may:
            bind(self, LIST_KEYS, {"add": self.ask_add})

    def _lay_out(self) -> None:
        for table in (self.list, self.task_table, self.actor_table):
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        left = one_above_other(self.list, self.side, (150, 420))
        tasks = side_by_side(
            _stacked(row(self.only_ours, self.counted), self.task_table), self.task_side, (535, 325)
        )
        actors = _stacked(self.actor_table, row(self.actor_button, self.set_button, None))
        self.parts.addTab(tasks, _("Việc"))
        self.parts.addTab(actors, _("Cơ quan thực hiện"))
        split = side_by_side(left, self.parts, (310, 860))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(split, 1)
        layout.addLayout(
            row(
                self.adopt_button,
                self.add_button,
                self.change_button,
                self.paper_button,
                self.renew_button,
                None,
                self.resume_button,
                self.stop_button,
            )
        )
        for each in (self.adopt_button, self.add_button, self.change_button, self.stop_button):
            each.setVisible(self._may)


def _stacked(*parts: object) -> QWidget:
    """Layouts and widgets one under the other."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, theme.px(6), 0, 0)
    layout.setSpacing(theme.px(6))
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part, 1)
        else:
            layout.addLayout(part)  # type: ignore[arg-type]
    return made


def _order(plan: OfficePlan, today: date) -> int:
    """What is followed today first, then what is to come, then what is over."""
    if plan.stopped_on is not None or today > plan.life.last:
        return 2
    return 0 if plan.life.start <= today else 1


def _is_ours(task: OfficeTask) -> bool:
    return task.ours or not task.printed


def _may_write(desk: Desk) -> bool:
    try:
        desk.role.must_write(REGISTERS[PLANS])
    except KnownError:
        return False
    return True
