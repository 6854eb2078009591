"""Above the form of a record: what the receiving office has returned of it, and the answer to that.

At a commune the strip says what is asked, marks the fields meant and leads to the answer; at the
receiving office it says what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.registers.returns import RETURN_ANSWERS as ANSWER_BOOK
from sachmatuy_desktop.domain.registers.returns import RETURNS as BOOK
from sachmatuy_desktop.domain.returns import Stage
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.returns_reading import (
    RETURN_BOOKS,
    RETURNS,
    FollowedReturn,
    returns_about,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, clear, paragraph, row
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.return_note import ReturnRecordsDialog
from sachmatuy_desktop.ui.dialogs.returns import AnswerReturnDialog
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.return_words import due_words, marked_words, stage_chip, subject_line

__all__ = ["ReturnStrip"]

MOST: Final = 3
"""Opinions told of one record; all of them stand in their own list."""

SETTLED: Final = frozenset({Stage.ACCEPTED, Stage.WITHDRAWN})


class ReturnStrip(QFrame):
    """Away while there is nothing to say and nothing to do."""

    marked = Signal(object)
    """The names of the fields that are to be completed: a frozenset."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self.desk = desk
        self.register = register
        self.found: list[FollowedReturn] = []
        self._record: str | None = None
        self._title = ""
        self.setObjectName("returned")
        self.setStyleSheet(
            f"#returned {{ background: {theme.Tone.CARE.wash}; border: 0;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(theme.px(14), theme.px(6), theme.px(10), theme.px(6))
        self._lines.setSpacing(theme.px(4))
        self.send_back = button(_("Trả lại để bổ sung…"), self.ask_return, picture="undo-2")
        self._may_return = desk.may_act_on(BOOK) and register.scope not in (
            Scope.DOWN,
            Scope.LOCAL,
        )
        self.hide()

    def show_record(self, record: str | None, title: str) -> None:
        """What was returned of a record; a commune's may be returned here."""
        self._record, self._title = record, title
        self.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Something was returned, answered or decided."""
        if self._record is not None and any(name in RETURN_BOOKS for name, _id in changed):
            self.refresh()

    def refresh(self) -> None:
        """Read the opinions about the record."""
        self.found = []
        if self._record is not None and self.register.scope is not Scope.LOCAL:
            try:
                self.found = returns_about(
                    self.desk.office.session, self.register.name, self._record
                )
            except KnownError as error:
                self.desk.feedback.sentence(error)
        self._show([each for each in self.found if each.standing.stage not in SETTLED])

    def ask_return(self) -> None:
        """Return this record."""
        if self._record is not None:
            ReturnRecordsDialog(self.desk, self.register, [self._record], self.window()).open()

    def ask_answer(self, followed: FollowedReturn) -> None:
        """The commune's word."""
        told = subject_line(followed.returned.subject, self._title)
        today = date.fromisoformat(self.desk.office.clock.today())
        AnswerReturnDialog(self.desk, followed.returned, told, today, self.window()).open()

    def _show(self, told: Sequence[FollowedReturn]) -> None:
        self._lines.removeWidget(self.send_back)
        self.send_back.setParent(None)
        clear(self._lines)
        waiting = [each for each in told if each.standing.is_open]
        for each in told[:MOST]:
            self._add(each)
        may_return = self._may_return and self._is_foreign()
        if may_return:
            self._lines.addWidget(self.send_back, 0, Qt.AlignmentFlag.AlignLeft)
            self.send_back.show()
        names = {name for each in waiting for name in each.returned.subject.marked}
        self.marked.emit(frozenset(names))
        self.setVisible(bool(told) or may_return)

    def _add(self, followed: FollowedReturn) -> None:
        one = followed.returned
        words = (
            _("Đã trả lại: {subject}")
            if self.desk.receives
            else _("Cơ quan tiếp nhận trả lại: {subject}")
        ).format(subject=one.question.subject)
        door = LongDoor(words, partial(self.desk.open_record, RETURNS, one.id))
        across = row(Chip(*stage_chip(followed.standing)), door)
        across.setStretch(1, 1)
        self._lines.addLayout(across)
        marked = marked_words(one.subject)
        told = [
            one.question.content,
            _("Mục cần bổ sung: {fields}").format(fields=marked) if marked else "",
            _("Thời hạn: {day}").format(day=due_words(one)) if one.due_on else "",
        ]
        detail = " · ".join(filter(None, told))
        if detail and followed.standing.is_open:
            self._lines.addWidget(paragraph(detail, selectable=True))
        if followed.standing.is_open and self._may_answer():
            answer = button(_("Trả lời…"), partial(self.ask_answer, followed), picture="pencil")
            self._lines.addWidget(answer, 0, Qt.AlignmentFlag.AlignLeft)

    def _is_foreign(self) -> bool:
        """Whether it is a commune's."""
        if self._record is None:
            return False
        row = self.desk.queries.rows(self.register.name, [self._record]).get(self._record)
        return row is not None and row["unit_id"] != self.desk.office.info.unit_id

    def _may_answer(self) -> bool:
        if self.desk.receives:
            return False
        try:
            self.desk.role.must_write(ANSWER_BOOK)
        except KnownError:
            return False
        return True
