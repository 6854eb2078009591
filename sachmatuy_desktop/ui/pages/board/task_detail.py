"""One task at one commune: its openings, who did it when, what proves it, the reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.oversight import Seen, Sight
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.plans.overseeing import Cell, Heard, Matrix, TaskColumn
from sachmatuy_desktop.services.plans.proving import Told
from sachmatuy_desktop.services.plans.reading import RESULTS, Result
from sachmatuy_desktop.services.plans.sighting import Look, look_at
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, heading, paragraph, rule
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.columns import full_name
from sachmatuy_desktop.ui.pages.plans.task_words import (
    due_day,
    opening_name,
    proof_state,
    proof_title,
    result_told,
)
from sachmatuy_desktop.ui.task_words import (
    change_words,
    due_told,
    heard_words,
    seen_words,
    sight_words,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["TaskDetail"]

MOST: Final = 14
"""Openings told one by one, the newest of them."""

TONES: Final[Mapping[Seen, Tone]] = MappingProxyType(
    {
        Seen.DONE: Tone.GOOD,
        Seen.LATE: Tone.CARE,
        Seen.OVERDUE: Tone.BLOCK,
        Seen.SOON: Tone.BUSY,
    }
)


class TaskDetail(DetailSide):
    """The cell looked at; it is read on the worker."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Việc của đơn vị đang chọn"))
        self.desk = desk
        self.look: Look | None = None
        self._asked: object = None
        self.show_nothing(_("Chọn một ô để xem việc của xã: đã làm ngày nào, ai làm, căn cứ gì."))

    def show_nothing(self, why: str) -> None:
        """Nothing is chosen."""
        self._asked = self.look = None
        self._show_only(paragraph(why))

    def show_line(self, matrix: Matrix, line: Line) -> None:
        """A unit without a task: what came from it last."""
        self.show_nothing(heard_words(matrix.heard_of(line)))
        self._body.insertWidget(0, heading(full_name(line)))

    def show_cell(self, matrix: Matrix, line: Line, column: TaskColumn) -> None:
        """A task of a unit; its openings follow when they are read."""
        cell, heard = matrix.cell(line, column.key), matrix.heard_of(line)
        self.look = None
        clear(self._body)
        self._head(line, column)
        found = matrix.seen(line, column.key)
        if cell is None:
            self._body.addWidget(paragraph(f"{seen_words(found.seen)}. {heard_words(heard)}"))
            self._body.addStretch(1)
            self._asked = None
            return
        self._body.addWidget(faint(heard_words(heard)))
        self._asked = asked = object()
        office, span = office_in(self.desk), matrix.span

        def failed(error: KnownError) -> None:
            if self._asked is asked:
                self._body.addWidget(paragraph(say(error)))

        def take(look: Look) -> None:
            if self._asked is asked:
                self._show(look, column, cell, heard)

        operation = Operation(self.desk.operations, lambda: look_at(office, cell, span), self)
        operation.success(take).failure(failed).start()

    # Parts

    def _head(self, line: Line, column: TaskColumn) -> None:
        self._body.addWidget(heading(full_name(line)))
        title = QLabel(column.title)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        title.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(title)

    def _show(self, look: Look, column: TaskColumn, cell: Cell, heard: Heard | None) -> None:
        self.look = look
        task = look.task
        told = [column.paragraph, due_told(replace(column, when=task.when)), task.document]
        self._body.addWidget(faint(" · ".join(filter(None, told))))
        if task.content:
            self._body.addWidget(quoted(task.content))
        for words, tone in self._warnings(look, cell):
            warned = paragraph(words)
            warned.setStyleSheet(f"color: {tone.ink};")
            self._body.addWidget(warned)
        shown = look.sights[-MOST:]
        if len(shown) < len(look.sights):
            left = len(look.sights) - len(shown)
            self._body.addWidget(faint(_("Còn {count} lần trước đó trong kỳ.").format(count=left)))
        for sight in reversed(shown):
            self._show_sight(look, sight, heard)
        if not shown and task.active:
            self._body.addWidget(paragraph(seen_words(Seen.NOTHING)))
        for each in look.reminders:
            self._body.addWidget(rule())
            state = _("xã đã nhận") if each.delivered else _("chưa tới xã")
            told = [_("Đã nhắc ngày {day}").format(day=show_date(each.on)), each.who, state]
            self._body.addWidget(faint(" · ".join(filter(None, told))))
            self._body.addWidget(paragraph(each.content, selectable=True))
        self._body.addStretch(1)

    def _warnings(self, look: Look, cell: Cell) -> Iterable[tuple[str, Tone]]:
        if not look.delivered:
            words = _("Chưa tới xã: gói mang việc này chưa được xã xác nhận đã nhận.")
            yield words, Tone.CARE
        if look.task.change is not None:
            yield change_words(look.task.change), Tone.QUIET
        if not look.task.active:
            yield _("Không còn phải làm: {why}").format(why=cell.why), Tone.QUIET

    def _show_sight(self, look: Look, sight: Sight, heard: Heard | None) -> None:
        opening = sight.standing.opening
        self._body.addWidget(rule())
        due = due_day(opening)
        told = [opening_name(opening), _("hạn {day}").format(day=due) if due else _("không có hạn")]
        chip = Chip(seen_words(sight.seen, sight.days), TONES.get(sight.seen, Tone.QUIET))
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(faint(" · ".join(told)), 1)
        self._body.addLayout(across)
        if sight.seen is Seen.OVERDUE:
            self._body.addWidget(faint(sight_words(sight, heard)))
        results = look.results.get(opening.key, ())
        if sight.standing.why and not results:
            self._body.addWidget(paragraph(sight.standing.why))
        for result in results:
            self._show_result(look, result)

    def _show_result(self, look: Look, result: Result) -> None:
        self._body.addWidget(paragraph(result_told(result, self._villages(look)), selectable=True))
        if result.remark:
            self._body.addWidget(paragraph(result.remark, selectable=True))
        for proof in result.proofs:
            self._show_proof(look, look.proofs[proof.id])
        if result.paper in look.papers - {each.record for each in result.proofs}:
            go = partial(self.desk.open_record, "documents", result.paper)
            words = _("Văn bản đi {number}").format(number=result.document)
            self._body.addWidget(LongDoor(words, go, picture="file-text"))
        files = look.files.get(result.id, ())
        for title in files:
            self._body.addWidget(self._door(_("Tệp: {title}").format(title=title), result.id))
        if not result.is_proved and not files and result.kind == "done":
            self._body.addWidget(faint(_("Không kèm căn cứ.")))

    @staticmethod
    def _villages(look: Look) -> dict[str, str]:
        return {each.id: each.name for each in look.task.villages}

    def _show_proof(self, look: Look, told: Told) -> None:
        proof = told.proof
        words, state = proof_title(told, look.labels), proof_state(told)
        if told.absent and _stays_below(proof.register):
            state = _("chỉ có ở máy của xã, không gửi lên")
        whole = f"{words} ({state})" if state else words
        if proof.record and not (told.absent or told.hidden or told.gone):
            register, record = proof.register, proof.record
            door = LongDoor(whole, lambda: self.desk.open_record(register, record))
            self._body.addWidget(door)
        else:
            self._body.addWidget(paragraph(whole, selectable=True))

    def _door(self, words: str, result: str) -> LongDoor:
        def show() -> None:
            AttachmentsDialog(self.desk, REGISTERS[RESULTS], result, self).exec()

        return LongDoor(words, show)


def _stays_below(register: str) -> bool:
    """Whether records of a register never leave the commune."""
    return register in REGISTERS and REGISTERS[register].scope is Scope.LOCAL
