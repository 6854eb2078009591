"""Two steps of adopting a plan: who stands behind each actor, which tasks are done here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.plans import Actor, PlanPack, PlanTask
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.plan_words import own_words, rule_words
from sachmatuy_desktop.services.access.accounts import accounts
from sachmatuy_desktop.services.criteria import LEVELS
from sachmatuy_desktop.services.plans.rows import Behind, TaskChoice, is_ours
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, clear, faint, paragraph
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.pages.plans.actor_dialog import account_choice, body_choice

__all__ = ["ActorEntries", "TaskTicks"]

HEADS: Final = (
    N_("Kế hoạch in"),
    N_("Cơ quan, bộ phận ngày nay"),
    N_("Người phụ trách"),
    N_("Tài khoản"),
)
AT_ONCE: Final = 6
"""Lines of actors made at a time: making forty would stop the window for half a second."""

ON, OURS, PARAGRAPH, TITLE, DUE, LAW = range(6)


class ActorEntries(QScrollArea):
    """One line an actor: as printed, the body of today, the person, the account."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._accounts = accounts(office_in(desk))
        self._pack = ""
        self._today = date.min
        self._waiting: list[tuple[int, Actor]] = []
        self.lines: dict[str, tuple[QComboBox, QLineEdit, CalmChoice]] = {}
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Ai đứng thay"))
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(3, 2)
        self.setWidget(inside)

    def take(self, pack: PlanPack | None, today: date, note: str = "") -> None:
        """The actors of a plan, unless they are shown already; `note` stands above them."""
        if pack is None or pack.id == self._pack:
            return
        self._pack = pack.id
        clear(self._grid)
        self.lines = {}
        if note:
            self._grid.addWidget(paragraph(note), 0, 0, 1, len(HEADS))
        for column, head in enumerate(HEADS):
            self._grid.addWidget(faint(_(head)), 1, column)
        self._grid.setRowStretch(len(pack.actors) + 2, 1)
        self._waiting = list(enumerate(pack.actors, 2))
        self._today = today
        self._make_some()

    def make_all(self) -> None:
        """The lines that are still to be made, now."""
        while self._waiting:
            self._make_some()

    def chosen(self) -> dict[str, Behind]:
        """Who stands behind each actor; one without a line is as proposed."""
        return {
            actor: Behind(
                body=body.currentText(),
                person=person.text(),
                account=str(account.currentData() or ""),
            )
            for actor, (body, person, account) in self.lines.items()
        }

    def _make_some(self) -> None:
        """The next few lines; the others when the window has nothing else to do."""
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for place, actor in now:
            self._line(place, actor)
        if self._waiting:
            QTimer.singleShot(0, self, self._make_some)

    def _line(self, place: int, actor: Actor) -> None:
        bodies = actor.bodies(self._today)
        body = body_choice(bodies, bodies[0].name if bodies else "")
        body.setToolTip("\n".join(f"{each.name}: {each.source}" for each in bodies))
        body.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        person, account = QLineEdit(), account_choice(self._accounts, "")
        account.setMinimumContentsLength(10)
        account.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        widgets = (paragraph(actor.name), body, person, account)
        for column, (widget, head) in enumerate(zip(widgets, HEADS, strict=True)):
            widget.setAccessibleName(f"{actor.name}: {_(head)}")
            self._grid.addWidget(widget, place, column)
        self.lines[actor.id] = (body, person, account)


class TaskTicks(QWidget):
    """Every task with two marks: whether it is done at all, whether this office does it."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = LEVELS[level]
        self._pack: PlanPack | None = None
        self._today = date.min
        self.told = faint()
        self.table = QTableWidget(0, 6)
        self.table.setAccessibleName(_("Các việc"))
        self.table.setHorizontalHeaderLabels(
            [_("Làm"), _("Của cơ quan"), _("Mục"), _("Việc"), _("Thời hạn"), _("Theo luật")]
        )
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.why_off = Entry(_("Lý do bỏ bớt việc"))
        self.why_on = Entry(_("Lý do vẫn làm việc mà luật không còn yêu cầu"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.why_off)
        layout.addWidget(self.why_on)
        self.setFocusProxy(self.table)
        self.table.itemChanged.connect(lambda _item: self._look())

    def take(self, pack: PlanPack | None, today: date) -> None:
        """The tasks of a plan, unless they are shown already."""
        if pack is None or (self._pack is not None and pack.id == self._pack.id):
            return
        self._pack, self._today = pack, today
        self.table.blockSignals(True)
        self.table.setRowCount(len(pack.tasks))
        for place, task in enumerate(pack.tasks):
            self._line(place, task, pack)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.table.horizontalHeader()
        for column in (ON, OURS, PARAGRAPH):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column in (DUE, LAW):
            head.resizeSection(column, theme.px(170))
        self.table.setCurrentCell(0, ON)
        self.table.blockSignals(False)
        self._look()

    def marks(self) -> dict[str, list[bool]]:
        """Of each task whether it is done at all and whether this office does it."""
        return {task.id: [active, ours] for task, active, ours in self._marked()}

    def put_marks(self, marks: Mapping[str, Sequence[bool]]) -> None:
        """Mark tasks as they were marked; those that are not named stay."""
        for place, task in enumerate(self._pack.tasks if self._pack else ()):
            for column, on in zip((ON, OURS), marks.get(task.id, ()), strict=False):
                item = self.table.item(place, column)
                if item is not None:
                    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                    item.setCheckState(state)

    def show_days(self, lasts: Mapping[str, date]) -> None:
        """The days that tasks done once have been moved to."""
        if self._pack is None:
            return
        for place, task in enumerate(self._pack.tasks):
            item = self.table.item(place, DUE)
            if item is not None:
                last = lasts.get(task.id)
                item.setText(own_words(Own(last=last)) or _printed_due(task, self._pack))
                item.setToolTip(item.text())

    def choices(self, lasts: Mapping[str, date]) -> dict[str, TaskChoice]:
        """What differs from the proposals, with days moved.  Raises `BadInput` without a reason."""
        found: dict[str, TaskChoice] = {}
        for task, active, ours in self._marked():
            last = lasts.get(task.id)
            offered = task.offered(self._today)
            why = self.why_on.text if active else self.why_off.text
            if active != offered and not why:
                entry = self.why_on if active else self.why_off
                entry.say(_("Hãy ghi lý do."))
                raise BadInput(N_("Hãy ghi lý do cho việc thêm, bớt so với đề xuất."))
            found[task.id] = TaskChoice(
                active=active,
                why=why if active != offered else "",
                ours=ours,
                own=Own(last=last),
            )
        return found

    def _marked(self) -> list[tuple[PlanTask, bool, bool]]:
        tasks = self._pack.tasks if self._pack else ()
        return [
            (task, self._is_ticked(place, ON), self._is_ticked(place, OURS))
            for place, task in enumerate(tasks)
        ]

    def _is_ticked(self, place: int, column: int) -> bool:
        item = self.table.item(place, column)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def _line(self, place: int, task: PlanTask, pack: PlanPack) -> None:
        ours = is_ours(pack, task, self._level, self._today)
        for column, on in ((ON, task.offered(self._today)), (OURS, ours)):
            item = QTableWidgetItem()
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.table.setItem(place, column, item)
        law = task.obsolete.by if task.obsolete else ""
        due = _printed_due(task, pack)
        words = (task.paragraph.removeprefix("mục "), task.title, due, law)
        for column, text in enumerate(words, PARAGRAPH):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(task.quote if column == TITLE else text)
            self.table.setItem(place, column, item)

    def _look(self) -> None:
        """Count, and ask for the reasons that are wanted."""
        marked = self._marked()
        ours = sum(active and mine for _task, active, mine in marked)
        off = sum(not active for _task, active, _mine in marked)
        self.told.setText(
            _(
                "{ours} việc của cơ quan, {read} việc để xem, {off} việc không áp dụng."
                " Phím cách: đánh dấu."
            ).format(ours=ours, read=len(marked) - ours - off, off=off)
        )
        turned = [(active, task.offered(self._today)) for task, active, _mine in marked]
        self.why_off.setVisible(any(offered and not active for active, offered in turned))
        self.why_on.setVisible(any(active and not offered for active, offered in turned))


def _printed_due(task: PlanTask, pack: PlanPack) -> str:
    """When it is due by the document, without whose figures they are."""
    return rule_words(replace(task.when, proposed=False), pack.phases)
