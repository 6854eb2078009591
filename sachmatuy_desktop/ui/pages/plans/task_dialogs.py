"""Dialogs about one task of a plan: its days here, on or off, one of the office's own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.plans import TASK_WORDS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.plan_words import rule_words
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.plans import OfficeTask
from sachmatuy_desktop.services.plans.adopting import AddTask
from sachmatuy_desktop.services.plans.changing import ChangeOwnTask, ChangeTask, SwitchTasks
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, faint, long_text, row
from sachmatuy_desktop.ui.pages.plans.rule_entry import OwnEntry, RuleEntry, labelled

__all__ = ["OwnTaskDialog", "SwitchDialog", "TaskDialog"]

PROVING = (Area.HOUSEHOLDS, Area.REGISTERS, Area.DOCUMENTS)
"""The areas whose books may prove a task of the office's own."""


class TaskDialog(ActSheet):
    """What the office decides of a task whose words stand."""

    def __init__(
        self, desk: Desk, look: PlanLook, task: OfficeTask, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, task.title, rule_words(task.when, task.life.phases), parent)
        self._look, self._task = look, task
        self.own = OwnEntry(task.when, task.own)
        self.ours = QCheckBox(_("Cơ quan này làm hoặc theo dõi (bỏ đánh dấu: chỉ để xem)"))
        self.ours.setChecked(task.ours)
        self.village = village_choice(desk, task.village)
        self.each_village = QCheckBox(_("Từng thôn, khu phố làm"))
        self.each_village.setChecked(task.each_village)
        self.actors = _Ticks(_("Cơ quan thực hiện"), _actors(look), task.actors)
        self.remark = Entry(_("Ghi chú"), text=str(look.rows[task.id]["remark"] or ""))
        if self.own.can:
            self.body.addWidget(self.own)
        self.body.addWidget(self.ours)
        if look.plan.actors:
            self.body.addWidget(labelled(_("Cơ quan thực hiện"), self.actors))
        self.body.addLayout(
            row(labelled(_("Riêng một thôn, khu phố"), self.village), self.each_village, None)
        )
        self.body.addWidget(self.remark)
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(620))
        self.own.setFocus()

    def command(self) -> ChangeTask:
        """What is to be done; raises `BadInput`, said beside its entry."""
        return ChangeTask(
            task=self._task.id,
            own=self.own.own(),
            ours=self.ours.isChecked(),
            actors=self.actors.ticked() if self._look.plan.actors else None,
            village=str(self.village.currentData() or ""),
            each_village=self.each_village.isChecked(),
            remark=self.remark.text,
            loaded=self._look.rows[self._task.id],
        )

    def refused(self, error: KnownError) -> None:
        """Said beside the entry it is about."""
        super().refused(error)
        if isinstance(error, BadInput) and self.own.say(error.field, say(error)):
            self.wrong.hide()


class SwitchDialog(ActSheet):
    """Turn a task off or on; why is kept with it."""

    def __init__(self, desk: Desk, task: OfficeTask, parent: QWidget | None = None) -> None:
        title = _("Tắt việc này") if task.active else _("Bật lại việc này")
        super().__init__(desk, title, task.title, parent)
        self._task = task
        self.why = Entry(_("Lý do"))
        self.body.addWidget(self.why)
        told = (
            _("Việc không còn nhắc, không tính là chậm; kết quả đã ghi vẫn còn.")
            if task.active
            else task.active_why
        )
        self.body.addWidget(faint(told))
        self.end_with(_("Tắt") if task.active else _("Bật lại"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.why.setFocus()

    def command(self) -> SwitchTasks:
        """What is to be done."""
        return SwitchTasks(tasks=(self._task.id,), active=not self._task.active, why=self.why.text)

    def refused(self, error: KnownError) -> None:
        """A missing reason is said beside it."""
        super().refused(error)
        if isinstance(error, BadInput):
            self.why.say(say(error))
            self.wrong.hide()


class OwnTaskDialog(ActSheet):
    """Add a task of the office's own, or (`task`) change one."""

    def __init__(
        self, desk: Desk, look: PlanLook, task: OfficeTask | None, parent: QWidget | None = None
    ) -> None:
        title = _("Thêm việc") if task is None else _("Sửa việc")
        super().__init__(desk, title, look.plan.title, parent)
        self._look, self._task = look, task
        self.title = Entry(_("Việc"), text=task.title if task else "")
        self.kind = CalmChoice()
        for code, words in TASK_WORDS.items():
            self.kind.addItem(_(words), code)
        self.kind.setCurrentIndex(max(self.kind.findData(task.kind if task else "activity"), 0))
        self.content = long_text(_("Nội dung"), 48, task.content if task else "")
        self.rule = RuleEntry(task.when if task else None, task.own if task else None)
        self.actors = _Ticks(_("Cơ quan thực hiện"), _actors(look), task.actors if task else ())
        self.evidence = _Ticks(_("Sổ chứng minh"), _books(), task.evidence if task else ())
        self.village = village_choice(desk, task.village if task else "")
        self.each_village = QCheckBox(_("Từng thôn, khu phố làm"))
        self.each_village.setChecked(task.each_village if task else False)
        self.addressee = Entry(_("Gửi đến"), text=task.addressee if task else "")
        self._lay_out()
        self.end_with(_("Thêm việc") if task is None else _("Ghi"), self.command)
        self.setMinimumWidth(theme.px(720))
        self.title.setFocus()

    def command(self) -> Command:
        """What is to be done; raises `BadInput`, said beside its entry."""
        when, own = self.rule.rule()
        task = self._task
        made = AddTask(
            plan=self._look.plan.id,
            title=self.title.demand(),
            when=when,
            content=self.content.toPlainText(),
            kind=str(self.kind.currentData()),
            actors=self.actors.ticked(),
            own=own,
            village=str(self.village.currentData() or ""),
            each_village=self.each_village.isChecked(),
            evidence=self.evidence.ticked(),
            papers=task.papers if task else (),
            figures=task.figures if task else (),
            criteria=task.criteria if task else (),
            paragraph=task.paragraph if task else "",
            addressee=self.addressee.text,
            remark=str(self._look.rows[task.id]["remark"] or "") if task else "",
        )
        if task is None:
            return made
        return ChangeOwnTask(record=task.id, task=made, loaded=self._look.rows[task.id])

    def refused(self, error: KnownError) -> None:
        """Said beside the entry it is about."""
        super().refused(error)
        field = error.field if isinstance(error, BadInput) else None
        entries = {
            "title": self.title,
            "last_on": self.rule.last,
            "cut_offs": self.rule.cut_offs,
        }
        entry = entries.get(field or "")
        if entry is not None:
            entry.say(say(error))
            self.wrong.hide()

    def _lay_out(self) -> None:
        self.body.addLayout(row(self.title, labelled(_("Loại"), self.kind)))
        self.body.addWidget(labelled(_("Nội dung"), self.content))
        self.body.addWidget(self.rule)
        lists = row(labelled(_("Sổ chứng minh"), self.evidence))
        if self._look.plan.actors:
            lists.insertWidget(0, labelled(_("Cơ quan thực hiện"), self.actors))
        self.body.addLayout(lists)
        below = row(
            labelled(_("Riêng một thôn, khu phố"), self.village), self.each_village, self.addressee
        )
        below.setStretch(2, 1)
        self.body.addLayout(below)


class _Ticks(QListWidget):
    """Codes ticked off a short list."""

    def __init__(self, name: str, words: Iterable[tuple[str, str]], ticked: Iterable[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(theme.px(88))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        chosen = set(ticked)
        for code, text in words:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setToolTip(text)
            on = code in chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.addItem(item)

    def ticked(self) -> tuple[str, ...]:
        """The codes, in the order of the list."""
        items = (self.item(place) for place in range(self.count()))
        return tuple(
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in items
            if each.checkState() == Qt.CheckState.Checked
        )


def village_choice(desk: Desk, chosen: RecordId) -> CalmChoice:
    """The villages of the office, and none."""
    made = CalmChoice()
    made.setAccessibleName(_("Riêng một thôn, khu phố"))
    made.addItem(_("(cả xã)"), "")
    unit = desk.office.info.unit_id
    ids = desk.queries.ids("villages", [Where("unit_id", "=", unit)])
    for record, name in desk.queries.names("villages", ids).items():
        made.addItem(name, record)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _actors(look: PlanLook) -> list[tuple[str, str]]:
    return [(each.actor, each.shown) for each in look.plan.actors]


def _books() -> list[tuple[str, str]]:
    return [
        (each.name, _(each.title))
        for each in REGISTERS
        if each.area in PROVING and not each.owner_kind
    ]
