"""What the window asks of an office: the one door between Qt and everything below it.

`services.office.Office` fits.  All calls block.  Reads of one page take about a millisecond and may
be made from the window's own thread; writes and reads of whole registers belong on the worker
(`operations`).
"""

from __future__ import annotations

from typing import Protocol

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.services.bus import Command, Outcome, Session
from sachmatuy_desktop.services.office import OfficeInfo
from sachmatuy_desktop.storage.queries import EntryLine, Queries

__all__ = ["OfficePort", "RecordKey"]

RecordKey = tuple[str, str]
"""A record of the office: the register's name and the record's id."""


class OfficePort(Protocol):
    """An opened, unlocked office."""

    @property
    def info(self) -> OfficeInfo:
        """Which office this is and who sits at it."""
        ...

    @property
    def queries(self) -> Queries:
        """The read side."""
        ...

    @property
    def seen(self) -> Queries:
        """The same without anything that the account does not see."""
        ...

    @property
    def session(self) -> Session:
        """What services that are not commands are given: store, reads, account."""
        ...

    @property
    def clock(self) -> Clock:
        """The program's clock: what day it is."""
        ...

    def run(self, command: Command) -> Outcome:
        """Do a command in one transaction; raises a `KnownError`, and then nothing happened."""
        ...

    def undo(self, txn: str) -> Outcome:
        """Take an act back; undoing an undoing does the act again."""
        ...

    def last_undoable(self) -> EntryLine | None:
        """The newest act that can be taken back."""
        ...

    def last_redoable(self) -> EntryLine | None:
        """The newest undoing, if nothing was done since."""
        ...
