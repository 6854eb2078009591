"""One task: its exact words, when it is due and why, what was done and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.plans import TASK_RESULTS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans import OfficeTask, Result
from sachmatuy_desktop.services.plans.listing import TaskList
from sachmatuy_desktop.services.plans.proving import Told, told_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    clear,
    faint,
    heading,
    paragraph,
    rule,
)
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.pages.plans.task_lines import Line
from sachmatuy_desktop.ui.pages.plans.task_words import (
    BASES_TOLD,
    actors_told,
    due_day,
    opening_name,
    proof_state,
    proof_title,
    result_told,
    state_cell,
    where_told,
)
from sachmatuy_desktop.ui.pages.plans.telling import due_told
from sachmatuy_desktop.ui.task_words import change_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["TaskDetail"]


class TaskDetail(DetailSide):
    """The right side of the list of tasks."""

    done = Signal()
    """The opening shown was done."""

    excused = Signal()
    """The opening shown need not be done."""

    paper_wanted = Signal()
    """The paper that carries out the opening shown is to be composed."""

    due_wanted = Signal()
    """The office wants another day for the task shown."""

    changed = Signal(str)
    """A result someone wants to write anew."""

    removed = Signal(str)
    """A result someone wants to take back."""

    proved = Signal(str)
    """A result someone wants to prove."""

    unproved = Signal(str)
    """A proof someone wants to take away."""

    attached = Signal(str)
    """A result whose scans someone wants to see."""

    history_wanted = Signal()
    """The life of the task shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Chi tiết việc"))
        self.desk = desk
        self.may_write = desk.role.may_open(TASK_RESULTS) and _writes(desk)
        self.labels: Mapping[str, tuple[str, str]] = {}

    def show_nothing(self, told: str) -> None:
        """No task is chosen."""
        self._show_only(paragraph(told))

    def show_line(self, line: Line, found: TaskList) -> None:
        """Show the task of a line and the opening it stands for."""
        listed, shown = line.listed, line.shown
        if listed is None:
            return
        task = listed.task
        clear(self._body)
        self._head(task, shown)
        self._words(task)
        self._due(task, shown)
        self._villages(line, found)
        self._buttons(task, shown)
        if shown is not None:
            self._results(line, shown, found)
        self._others(line, found)
        self._notes(task)
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    # What it is

    def _head(self, task: OfficeTask, shown: OpeningStanding | None) -> None:
        self._body.addWidget(heading(task.title))
        cell = state_cell(task, shown)
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Chip(cell.text, cell.tone or Tone.QUIET), 0, Qt.AlignmentFlag.AlignTop)
        told = [opening_name(shown.opening)] if shown is not None else []
        told.append(actors_told(task))
        across.addWidget(faint(" · ".join(filter(None, told))), 1)
        self._body.addLayout(across)

    def _words(self, task: OfficeTask) -> None:
        if task.content:
            self._body.addWidget(quoted(task.content, where_told(task)))
        else:
            self._body.addWidget(faint(where_told(task)))

    def _due(self, task: OfficeTask, shown: OpeningStanding | None) -> None:
        self._title(_("Thời hạn"))
        self._body.addWidget(paragraph(due_told(task)))
        if shown is not None:
            for told in _due_told(shown.opening):
                self._body.addWidget(faint(told))

    def _villages(self, line: Line, found: TaskList) -> None:
        listed, shown = line.listed, line.shown
        if listed is None or shown is None or not listed.task.villages or line.village:
            return
        share = listed.task.share(shown.opening, found.today)
        self._title(
            _("Từng thôn, khu phố: đã làm {done}/{asked}").format(
                done=len(share.done), asked=share.asked
            )
        )
        if share.missing:
            names = ", ".join(each.name for each in share.missing)
            self._body.addWidget(paragraph(_("Còn thiếu: {names}").format(names=names)))
        if share.excused:
            names = ", ".join(each.name for each in share.excused)
            self._body.addWidget(faint(_("Không phải làm: {names}").format(names=names)))

    # What may be done

    def _buttons(self, task: OfficeTask, shown: OpeningStanding | None) -> None:
        made = []
        settled = shown is None or shown.state in (State.DONE, State.GONE)
        if self.may_write and task.active and not settled:
            made.append(button(_("Ghi đã làm…"), self.done.emit, primary=True))
            made.append(button(_("Không phải làm…"), self.excused.emit))
        if self.desk.role.issues and task.papers and task.active and not settled:
            made.append(button(_("Soạn văn bản…"), self.paper_wanted.emit, picture="file-text"))
        if self.may_write and task.plan is not None:
            made.append(button(_("Sửa hạn…"), self.due_wanted.emit, picture="pencil"))
        made.append(button(_("Lịch sử…"), self.history_wanted.emit, picture="history"))
        self._body.addLayout(FlowRow(*made))

    # What was done

    def _results(self, line: Line, shown: OpeningStanding, found: TaskList) -> None:
        listed = line.listed
        if listed is None:
            return
        results = listed.results(shown)
        if line.village:
            results = tuple(each for each in results if each.village in ("", line.village))
        if not results:
            return
        self._title(_("Đã ghi"))
        villages = {each.id: each.name for each in found.villages}
        proofs = told_of(self.desk.office.session, results)
        for result in results:
            self._result(listed.task, result, villages, proofs)

    def _result(
        self,
        task: OfficeTask,
        result: Result,
        villages: Mapping[str, str],
        proofs: Mapping[str, Told],
    ) -> None:
        label = paragraph(result_told(result, villages), selectable=True)
        label.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(label)
        if result.remark:
            self._body.addWidget(paragraph(result.remark, selectable=True))
        if result.paper and result.paper not in {each.record for each in result.proofs}:
            go = partial(self.desk.open_record, "documents", result.paper)
            words = _("Văn bản đi {number}").format(number=result.document)
            self._body.addWidget(LongDoor(words, go, picture="file-text"))
        for proof in result.proofs:
            self._proof(proofs[proof.id])
        if result.kind == "done" and task.asks_proof and not result.is_proved:
            care = paragraph(_("Chưa có căn cứ: {asked}.").format(asked=asked_told(task)))
            care.setStyleSheet(f"color: {Tone.CARE.ink};")
            self._body.addWidget(care)
        self._result_buttons(result)

    def _proof(self, told: Told) -> None:
        words = proof_title(told, self.labels)
        if told.proof.record and not (told.hidden or told.absent or told.gone):
            go = partial(self.desk.open_record, told.proof.register, told.proof.record)
            self._body.addWidget(LongDoor(words, go, picture="arrow-right"))
        else:
            self._body.addWidget(paragraph(words, selectable=True))
        state = proof_state(told)
        across = QHBoxLayout()
        if state:
            care = paragraph(state)
            care.setStyleSheet(f"color: {Tone.CARE.ink};")
            across.addWidget(care, 1)
        if self.may_write and (state or told.proof.figure):
            across.addWidget(button(_("Bỏ căn cứ này"), partial(self.unproved.emit, told.proof.id)))
            across.addStretch(1)
        self._body.addLayout(across)

    def _result_buttons(self, result: Result) -> None:
        attach = partial(self.attached.emit, result.id)
        made = [button(_("Đính kèm…"), attach, picture="paperclip")]
        if self.may_write:
            made += [
                button(_("Thêm căn cứ…"), partial(self.proved.emit, result.id), picture="plus"),
                button(_("Sửa…"), partial(self.changed.emit, result.id), picture="pencil"),
                button(_("Rút lại…"), partial(self.removed.emit, result.id), picture="undo-2"),
            ]
        self._body.addLayout(FlowRow(*made))

    def _others(self, line: Line, found: TaskList) -> None:
        """The newest of the other openings with what was written of each."""
        standing, listed = line.standing, line.listed
        if standing is None or listed is None or line.is_opening:
            return
        others = [
            each
            for each in standing.openings
            if each != line.shown and each.state in (State.DONE, State.GONE, State.OVERDUE)
        ][-6:]
        if not others:
            return
        self._title(_("Các kỳ khác"))
        villages = {each.id: each.name for each in found.villages}
        for each in reversed(others):
            said = [result_told(result, villages) for result in listed.results(each)]
            told = "; ".join(said) or state_cell(listed.task, each).text
            self._body.addWidget(faint(f"{opening_name(each.opening)}: {told}"))

    def _notes(self, task: OfficeTask) -> None:
        law = task.rows.obsolete
        told = [
            _("Không áp dụng: {why}").format(why=task.active_why or "…") if not task.active else "",
            _("Từ {day} không còn theo {by}. {note}").format(
                day=show_date(law.since), by=law.by, note=law.note
            )
            if law
            else "",
            _("Gửi đến: {addressee}").format(addressee=task.addressee) if task.addressee else "",
            _("Căn cứ để chứng minh: {asked}.").format(asked=asked_told(task))
            if task.asks_proof
            else "",
            task.remark,
            change_words(task.change) if task.change else "",
        ]
        if any(told):
            self._body.addWidget(rule())
        for each in filter(None, told):
            self._body.addWidget(faint(each))

    def _title(self, text: str) -> None:
        self._body.addSpacing(theme.px(4))
        self._body.addWidget(rule())
        label = paragraph(text)
        label.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(label)


def _writes(desk: Desk) -> bool:
    return desk.role.may_act_on(TASK_RESULTS)


def asked_told(task: OfficeTask) -> str:
    """The books and figures that would prove it."""
    books = [_(REGISTERS[each].title) for each in task.evidence if each in REGISTERS]
    more = [_("văn bản đã phát hành")] if task.papers else []
    figures = [_("số liệu đánh giá tiêu chí")] if task.figures else []
    return ", ".join((*books, *more, *figures))


def _due_told(opening: Opening) -> list[str]:
    """The last day in time, what it rests on, and the working day before it."""
    basis = _(BASES_TOLD[opening.basis])
    if opening.due is None:
        return [_("Hạn của lần này: {basis}.").format(basis=basis)]
    told = [_("Hạn của lần này: {day} ({basis}).").format(day=due_day(opening), basis=basis)]
    if opening.hint is not None:
        told.append(
            _("Ngày cuối là ngày nghỉ; nên xong trong ngày làm việc {day}.").format(
                day=show_date(opening.hint)
            )
        )
    return told
