"""Writing down that a task was done, or why it is not to be done; one task or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.villages import Village
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.plans import TASK_RESULTS
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.plans import (
    ChangeResult,
    OfficeTask,
    RecordResult,
    RecordResults,
    Result,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, faint, label_of, row
from sachmatuy_desktop.ui.dialogs.task_proofs import ProofChoice

__all__ = ["Asked", "BatchDialog", "ResultDialog"]

DONE, EXCUSED = "done", "excused"


class _Lines(ActSheet):
    """Day, hour, who, document, and what came of it."""

    def __init__(
        self, desk: Desk, title: str, told: str, today: date, parent: QWidget | None
    ) -> None:
        super().__init__(desk, title, told, parent)
        self.done_on = DateEntry(_("Ngày làm"), today)
        self.done_at = Entry(_("Giờ"), width=80)
        self.done_at.line.setPlaceholderText("08:30")
        self.who = Entry(_("Người thực hiện"))
        self.document = Entry(_("Văn bản số (nếu có)"))
        self.remark = QPlainTextEdit()
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(theme.px(52))
        self.remark_label = QLabel()
        self.remark_label.setBuddy(self.remark)
        self.setMinimumWidth(theme.px(620))

    def ask_why(self, kind: str) -> None:
        """What the remark is for."""
        words = _("Lý do không phải làm") if kind == EXCUSED else _("Kết quả, ghi chú")
        self.remark_label.setText(words)
        self.remark.setAccessibleName(words)

    @property
    def hour(self) -> time | None:
        """The hour, None while the field is empty or not asked; raises `BadInput`."""
        if self.done_at.isHidden() or not self.done_at.text:
            return None
        try:
            return time.fromisoformat(str(parse(TASK_RESULTS["done_at"], self.done_at.text)))
        except BadInput as error:
            self.done_at.say(say(error))
            raise

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        entries = {"done_on": self.done_on, "done_at": self.done_at, "who": self.who}
        field = error.field if isinstance(error, BadInput) else None
        entry = entries.get(field or "")
        if entry is not None:
            entry.say(say(error))
            self.wrong.hide()
        elif field == "remark":
            self.remark.setFocus()


@dataclass(frozen=True)
class Asked:
    """The opening that is written about, in words too.

    `villages` may each be written about alone, `village` is the one to begin with.
    """

    task: OfficeTask
    opening: Opening
    told: str = ""
    villages: tuple[Village, ...] = ()
    village: str = ""


class ResultDialog(_Lines):
    """One opening of a task; `result` is written anew where one is given."""

    def __init__(
        self,
        desk: Desk,
        asked: Asked,
        today: date,
        *,
        kind: str = DONE,
        result: Result | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.kind = result.kind if result else kind
        title = _("Ghi việc đã làm") if self.kind == DONE else _("Ghi việc không phải làm")
        told = f"{asked.task.title}\n{asked.told}".strip()
        super().__init__(desk, title, told, today, parent)
        self._task, self._opening, self._old = asked.task, asked.opening, result
        self.village = CalmChoice()
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.village.addItem(_("Cả đơn vị"), "")
        for each in asked.villages:
            self.village.addItem(each.name, each.id)
        self.village.setCurrentIndex(max(self.village.findData(asked.village), 0))
        self.proofs: ProofChoice | None = None
        if result is None and self.kind == DONE and asked.task.asks_proof:
            self.proofs = ProofChoice(desk, asked.task, asked.opening, today)
        self.scan = QCheckBox(_("Ghi xong thì đính kèm bản quét, ảnh"))
        self.scan.setVisible(result is None and self.kind == DONE)
        self._fill(asked.task, result)
        self._lay_out(with_villages=bool(asked.villages))
        self.end_with(_("Ghi") if result is None else _("Lưu"), self.command)
        self.done_on.line.setFocus()
        self.done_on.line.selectAll()

    @property
    def to_scan(self) -> RecordId:
        """The result just written that scans are to be attached to; empty where none are."""
        if self.outcome_of_act is None or not self.scan.isChecked():
            return ""
        return str(self.outcome_of_act.result)

    def command(self) -> Command:
        """What is to be done; raises `BadInput`, said beside its field."""
        day, hour = self.done_on.demand_day(), self.hour
        who, document = self.who.text, self.document.text
        remark = self.remark.toPlainText()
        if self._old is not None:
            return ChangeResult(
                result=self._old.id,
                kind=self.kind,
                done_on=day,
                done_at=hour,
                who=who,
                document=document,
                paper=self._old.paper,
                remark=remark,
            )
        proofs = self.proofs.ticked if self.proofs else ()
        papers = [each.record for each in proofs if each.register == "documents"]
        return RecordResult(
            task=self._task.id,
            book=self._task.book,
            opening=self._opening.key,
            kind=self.kind,
            done_on=day,
            done_at=hour,
            village=str(self.village.currentData() or ""),
            who=who,
            document=document,
            paper=papers[0] if papers and not document else "",
            remark=remark,
            proofs=proofs,
        )

    def _fill(self, task: OfficeTask, result: Result | None) -> None:
        if not (self._opening.timed or (result and result.at)):
            self.done_at.hide()
        self.ask_why(self.kind)
        if result is None:
            self.who.line.setText(next((each.person for each in task.doers if each.person), ""))
            return
        self.done_on.line.setText(f"{result.on:%d/%m/%Y}")
        self.done_at.line.setText(f"{result.at:%H:%M}" if result.at else "")
        self.who.line.setText(result.who)
        self.document.line.setText(result.document)
        self.remark.setPlainText(result.remark)

    def _lay_out(self, *, with_villages: bool) -> None:
        self.body.addLayout(row(self.done_on, self.done_at, None))
        if with_villages:
            label = label_of(_("Thôn, khu phố"), self.village)
            self.body.addLayout(row(label, self.village, None))
        self.body.addLayout(row(self.who, self.document))
        self.body.addWidget(self.remark_label)
        self.body.addWidget(self.remark)
        if self.proofs is not None:
            label = label_of(
                _("Căn cứ: đánh dấu ghi chép chứng minh việc đã làm"), self.proofs.tree
            )
            self.body.addWidget(label)
            self.body.addWidget(self.proofs)
        self.body.addWidget(self.scan)


class BatchDialog(_Lines):
    """Several tasks on the same day by the same hand; none of them asks for proof."""

    def __init__(
        self,
        desk: Desk,
        tasks: Sequence[tuple[OfficeTask, Opening, str]],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        words = _("{count} việc, ghi cùng một ngày.").format(count=len(tasks))
        super().__init__(desk, _("Ghi nhiều việc đã làm"), words, today, parent)
        self._tasks = tuple(tasks)
        self.done_at.hide()
        self.ask_why(DONE)
        for task, _opening, _village in tasks[:8]:
            self.body.addWidget(faint(f"– {task.title}"))
        if len(tasks) > 8:
            self.body.addWidget(faint(_("… và {count} việc khác").format(count=len(tasks) - 8)))
        self.body.addWidget(self.done_on)
        self.body.addLayout(row(self.who, self.document))
        self.body.addWidget(self.remark_label)
        self.body.addWidget(self.remark)
        self.end_with(_("Ghi"), self.command)
        self.done_on.line.setFocus()

    def command(self) -> RecordResults:
        """What is to be done; raises `BadInput`, said beside its field."""
        day = self.done_on.demand_day()
        return RecordResults(
            tuple(
                RecordResult(
                    task=task.id,
                    book=task.book,
                    opening=opening.key,
                    done_on=day,
                    village=village,
                    who=self.who.text,
                    document=self.document.text,
                    remark=self.remark.toPlainText(),
                )
                for task, opening, village in self._tasks
            )
        )
