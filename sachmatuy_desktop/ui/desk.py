"""What a page works with: the office, the one worker, and the doors to other pages.

Every act goes through `run`: the command is done on the worker, the screen hears which records
changed (`changed`), and a notice with «Hoàn tác» tells what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Signal

from sachmatuy_desktop.domain.acts import act_title, may_be_undone
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.services.office import RECEIVING
from sachmatuy_desktop.storage.queries import EntryLine, Where
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.models.codes import words_of
from sachmatuy_desktop.ui.office_port import OfficePort, RecordKey
from sachmatuy_desktop.ui.operations import Operation, Operations, Progress
from sachmatuy_desktop.ui.preferences import Preferences
from sachmatuy_desktop.ui.unsaved import DraftKeeper

__all__ = ["CASE", "CRITERION", "Desk", "Door", "keys_of"]

CASE: Final = "@case"
"""Leads to a person's tab «Quản lý» where a door would name a field."""

CRITERION: Final = "@criterion"
"""Leads to the criterion `pack#id` of the assessment, named where a door would name a record."""


@dataclass(frozen=True)
class Door:
    """Where a number leads: the list behind it, or one record of it.

    `only` are the very records meant, where no condition on one register can say it; `field` is
    where in the record one is led.
    """

    register: str
    where: tuple[Where, ...] = ()
    only: frozenset[str] | None = None
    title: str = ""
    record: str | None = None
    field: str = ""


TO_JOURNAL: Final = Door("settings", field="journal")
"""The way to the security log, which is no register."""


class Desk(QObject):
    """The office as one account sees it, shared by all pages of the window."""

    changed = Signal(object)
    """The records an act changed: a frozenset of (register, id)."""

    acted = Signal(object)
    """The `Outcome` of every act, undo included."""

    door = Signal(object)
    """A `Door` someone went through; the window opens the page behind it."""

    page_wanted = Signal(str)
    """The id of a page someone went to without a list or a record in mind."""

    def __init__(
        self,
        office: OfficePort,
        operations: Operations,
        feedback: Feedback,
        preferences: Preferences,
    ) -> None:
        super().__init__()
        self.office = office
        self.queries = office.seen
        self.operations = operations
        self.feedback = feedback
        self.preferences = preferences
        self.drafts = DraftKeeper(office, operations)
        self.role: Role = office.info.role
        self.purposes: dict[str, str] = {}
        """What data of a register was last taken out for; kept until the window closes."""
        self.receives: bool = office.info.kind == RECEIVING
        words_of(office.session.store)

    def may_see(self, field: Field) -> bool:
        """Whether the account sees the values of a column."""
        return self.role.may_see(field)

    def may_open(self, register: Register) -> bool:
        """Whether the account sees the list of a register."""
        return self.role.may_open(register)

    def may_write(self, register: Register) -> bool:
        """Whether the account may type into a register; the program's own books, nobody may."""
        return not register.by_program and self.may_act_on(register)

    def may_act_on(self, register: Register) -> bool:
        """Whether an act of the account may write a register, be it one of the program's own.

        What a receiving office tells its communes is written there and only read below.
        """
        if register.scope is Scope.DOWN and not self.receives:
            return False
        return self.role.may_act_on(register)

    def run(
        self,
        command: Command,
        then: Callable[[Outcome], None] | None = None,
        failure: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
    ) -> Operation[Outcome]:
        """Do a command on the worker; `then` hears its outcome after the lists have."""
        operation = Operation(self.operations, lambda: self.office.run(command), self)
        return self._act(operation, then, failure, owner)

    def run_long(
        self,
        make: Callable[[Progress], Command],
        text: str,
        then: Callable[[Outcome], None] | None = None,
        failure: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
        *,
        counted: bool = False,
    ) -> Operation[Outcome]:
        """Do a command that tells how far it is and can be stopped; otherwise as `run`.

        `text` is shown with it.  Stopped, it has done nothing.  With `counted` the notice tells the
        number that is its result.
        """
        operation = Operation.reporting(
            self.operations, lambda progress: self.office.run(make(progress)), self
        ).with_progress(text, stoppable=True)
        return self._act(operation, then, failure, owner, counted=counted)

    def undo(self, txn: str) -> None:
        """Take an act back; refused with a sentence where a field has moved on since."""
        operation = Operation(self.operations, lambda: self.office.undo(txn), self)
        operation.with_progress(_("Đang hoàn tác…"))
        self._act(operation, None, None, None, undoable=False)

    def undo_last(self) -> None:
        """Ctrl+Z: take back the newest act that can be taken back."""
        self._last(self.office.last_undoable, _("Không còn việc nào để hoàn tác."))

    def redo_last(self) -> None:
        """Ctrl+Y: do again what was taken back last."""
        self._last(self.office.last_redoable, _("Không còn việc nào để làm lại."))

    def open_list(
        self,
        register: str,
        where: Sequence[Where] = (),
        *,
        only: frozenset[str] | None = None,
        title: str = "",
    ) -> None:
        """Go to the list of a register, narrowed by conditions or to the very records `only`."""
        self.door.emit(Door(register, tuple(where), only, title))

    def open_record(self, register: str, record: str, field: str = "") -> None:
        """Go to one record, or to the one it was merged into; `field` is where in it.

        An attachment is shown under the record it belongs to.
        """
        if REGISTERS[register].owner_kind:
            owner = attachments.owner_of(self.office.session, register, record)
            if owner is not None:
                register, record, field = *owner, ""
        meant = self.queries.standing_for(register, record) or record
        self.door.emit(Door(register, record=meant, field=field))

    def open_case(self, person: str) -> None:
        """Go to a person's tab «Quản lý», where the steps of the law are offered."""
        self.open_record("people", person, CASE)

    def open_page(self, page: str) -> None:
        """Go to a page; nothing happens where the account has no such page."""
        self.page_wanted.emit(page)

    def _last(self, which: Callable[[], EntryLine | None], nothing: str) -> None:
        def go() -> Outcome | None:
            entry = which()
            return None if entry is None else self.office.undo(entry.txn)

        def told(outcome: Outcome | None) -> None:
            if outcome is None:
                self.feedback.notice(nothing)
            else:
                self._announce(outcome, undoable=False)

        operation = Operation(self.operations, go, self).success(told)
        operation.with_progress(_("Đang hoàn tác…")).start()

    def _act(
        self,
        operation: Operation[Outcome],
        then: Callable[[Outcome], None] | None,
        failure: Callable[[KnownError], None] | None,
        owner: QObject | None,
        *,
        undoable: bool = True,
        counted: bool = False,
    ) -> Operation[Outcome]:
        def told(outcome: Outcome) -> None:
            self._announce(outcome, undoable=undoable, counted=counted)
            if then is not None and (owner is None or shiboken6.isValid(owner)):
                then(outcome)

        operation.success(told)
        if failure is not None:
            operation.failure(failure)
        return operation.start()

    def _announce(self, outcome: Outcome, *, undoable: bool, counted: bool = False) -> None:
        self.changed.emit(outcome.changed)
        self.acted.emit(outcome)
        if outcome.changed:
            title = _("Đã xong: {act}").format(act=act_title(outcome.act, _))
            if counted and isinstance(outcome.result, int):
                title = f"{title} – {show_integer(outcome.result)}"
            txn = outcome.txn
            undoable = undoable and may_be_undone(outcome.act)
            self.feedback.notice(title, (lambda: self.undo(txn)) if undoable else None)


def keys_of(changed: frozenset[RecordKey], register: str) -> frozenset[str]:
    """The ids of one register among the records that changed."""
    return frozenset(key for name, key in changed if name == register)
