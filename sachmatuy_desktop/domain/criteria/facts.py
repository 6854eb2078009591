"""What is known of a unit on a date: counted facts and what officials attest.

A fact's value is `None` when nobody recorded it; that is never read as zero.  The records behind a
fact travel with it, so that a figure on a page opens onto the people, households and villages it
counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FactRecord:
    """One record counted in a fact: what it is, its id, and when it can lawfully drop out.

    `since` is the day from which it has stood in the figure, `None` where the books do not tell.
    """

    kind: str
    id: str
    label: str = ""
    clears_on: date | None = None
    since: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two mentions the same record."""
        return self.kind, self.id


@dataclass(frozen=True)
class Fact:
    """One figure: `value` is a count, a yes/no, or `None` for “not recorded”.

    `records` are the records counted.  For a fact such as “households that have signed”,
    `exceptions` are those that should be counted and are not; giving them spares listing the
    thousands that are.  `clears_on` is the earliest lawful date on which the figure can reach zero.
    `note` says why a value is not known, or does not prove that there are no others.  Behind one
    that `is_open` stands no record that says something of a person or a family.
    """

    name: str
    value: int | bool | None
    records: tuple[FactRecord, ...] = ()
    clears_on: date | None = None
    exceptions: tuple[FactRecord, ...] = ()
    note: str = ""
    is_open: bool = False

    def earliest_clearing(self) -> date | None:
        """The given date, or the last of the records' own dates if every record has one."""
        return self.clears_on or latest([record.clears_on for record in self.records])


@dataclass(frozen=True)
class LeftOut:
    """Who stands near a figure and is not counted in it, for one reason; `count` is the whole.

    Everybody left out is told for one reason only: the first that applies.
    """

    reason: str
    count: int
    records: tuple[FactRecord, ...] = ()


@dataclass(frozen=True)
class Attestation:
    """What a named official confirms: `value` is `None` while nobody has confirmed anything."""

    id: str
    value: bool | None
    signer: str = ""
    position: str = ""
    signed_on: date | None = None
    document: str = ""
    period: str = ""


def latest(days: list[date | None]) -> date | None:
    """The last of the days; `None` as soon as one of them is not known, or there is none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
