"""What a segment did to each record, put together while its lines pass."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.sync.inbox_records import Incoming

__all__ = ["Outcome", "note_outcome"]


class Outcome(NamedTuple):
    """What a segment did to a record."""

    register: str
    new: bool
    removed: bool
    undecided: AbstractSet[str]


_NONE: Final[AbstractSet[str]] = frozenset()
_NOTHING: Final = Outcome("", new=False, removed=False, undecided=_NONE)


@cache
def _plain(register: str, new: bool, removed: bool) -> Outcome:
    """One for all records with which nothing more happened: of a first bundle that is nearly all of
    two hundred thousand.
    """
    return Outcome(register, new, removed, _NONE)


def note_outcome(outcomes: dict[RecordId, Outcome], name: RecordId, record: Incoming) -> None:
    """Add what a few thousand lines did to what those before them did."""
    if not (record.new or record.touched):
        return
    before = outcomes.get(name, _NOTHING)
    removed = bool(record.row[DELETED]) if DELETED in record.touched else before.removed
    new = before.new or record.new
    if before.undecided or record.undecided:
        undecided = (before.undecided - record.touched) | record.undecided
        outcomes[name] = Outcome(record.register, new, removed, undecided)
    else:
        outcomes[name] = _plain(record.register, new, removed)
