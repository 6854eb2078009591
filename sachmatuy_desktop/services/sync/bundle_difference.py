"""«Khác gì so với gói trước»: what a bundle changed in what is known of its commune.

Counts for everybody who takes bundles in; who went on or off a list only for those who may see
lists.  Read from the journal by the bundle that brought the lines, so it says what changed *here*.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.packs.removals import removal_rules
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.periods import must_see_periods
from sachmatuy_desktop.storage.results import Result
from sachmatuy_desktop.storage.sync import brought
from sachmatuy_desktop.storage.sync.brought import BroughtRecord, KeptResult

__all__ = ["BookChange", "Difference", "ListMoves", "ResultChange", "difference"]

EPISODES: Final = "episodes"
RESULTS: Final = "assessments"


@dataclass(frozen=True, slots=True)
class BookChange:
    """How many records of a register a bundle wrote anew, changed, took out."""

    register: str
    new: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class ListMoves:
    """The persons who went on a list of the law, and off it."""

    category: str
    entered: frozenset[RecordId]
    left: frozenset[RecordId]


@dataclass(frozen=True, slots=True)
class ResultChange:
    """What a unit, or a village of it, comes to by a pack: before (None: nothing) and now.

    `criteria` are those whose state is another one: id, before, now.
    """

    pack: str
    unit: str
    village: RecordId | None
    before: Result | None
    now: Result
    criteria: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Difference:
    """What one bundle changed; `lists` is None for an account that may not know who is on them.

    `conflicts` are fields of its records that still wait for a decision, `set_aside` lines of it
    in quarantine.
    """

    digest: str
    books: tuple[BookChange, ...]
    lists: tuple[ListMoves, ...] | None
    results: tuple[ResultChange, ...]
    conflicts: int
    set_aside: int

    @property
    def count(self) -> Counter[str]:
        """Records in all: `new`, `changed`, `removed`."""
        names = ("new", "changed", "removed")
        return Counter({each: sum(getattr(book, each) for book in self.books) for each in names})


def difference(office: Office, digest: str) -> Difference:
    """What the bundle of this digest changed.  Raises `NotAllowed`."""
    must_see_periods(office)
    with office.store.reading() as connection:
        found = brought.brought_by(connection, digest)
        stays = [each for each in found.values() if each.register == EPISODES]
        lists = None
        if office.session.role.may_open(REGISTERS[EPISODES]):
            known = brought.stays_of(connection, [each.record for each in stays])
            entry = min((each.first for each in stays), default=0)
            old = [each.record for each in stays if not each.created]
            before = brought.values_before(connection, old, entry)
            lists = _moves(stays, known, before)
        given = [each for each in found.values() if each.register == RESULTS and not each.removed]
        now = brought.results_of(connection, [each.record for each in given])
        first = min((each.first for each in given), default=0)
        earlier = [
            each
            for unit in {kept.unit for kept in now}
            for each in brought.results_before(connection, unit, first)
        ]
        return Difference(
            digest,
            tuple(_books(found.values())),
            lists,
            tuple(_results(now, earlier)),
            brought.conflicts_among(connection, found),
            brought.set_aside(connection, digest),
        )


def _books(records: Iterable[BroughtRecord]) -> Iterator[BookChange]:
    """By register in the order of the books; what was written and taken out again is nothing."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in records:
        if each.removed and each.created:
            continue
        what = "removed" if each.removed else "new" if each.created else "changed"
        counted[each.register][what] += 1
    for book in REGISTERS:
        if book.name in counted:
            count = counted[book.name]
            yield BookChange(book.name, count["new"], count["changed"], count["removed"])


def _moves(
    stays: Sequence[BroughtRecord],
    known: Mapping[RecordId, tuple[RecordId, str]],
    before: Mapping[RecordId, Mapping[str, object]],
) -> tuple[ListMoves, ...]:
    """Who is on a list now and was not, and the other way round, by the stays that were written."""
    was: defaultdict[str, set[RecordId]] = defaultdict(set)
    runs: defaultdict[str, set[RecordId]] = defaultdict(set)
    for stay in stays:
        person, category = known.get(stay.record, ("", ""))
        earlier = before.get(stay.record)
        if earlier is not None and _is_on(earlier):
            was[str(earlier.get("category", category))].add(person)
        if _is_on({**(earlier or {}), **stay.values}):
            runs[category].add(person)
    return tuple(
        ListMoves(category, frozenset(entered), frozenset(left))
        for category in removal_rules().lists
        if (entered := runs[category] - was[category]) | (left := was[category] - runs[category])
    )


def _is_on(values: Mapping[str, object]) -> bool:
    return not values.get("until_date") and not values.get("deleted")


def _results(now: Iterable[KeptResult], earlier: Iterable[KeptResult]) -> Iterator[ResultChange]:
    """The newest of each pack and place, if it is another result than the one before."""
    newest = {(each.unit, each.pack, each.village): each for each in now}
    before = {(each.unit, each.pack, each.village): each for each in earlier}
    for place, each in newest.items():
        old = before.get(place)
        if old is not None and old.result.as_of > each.result.as_of:
            continue
        states = {} if old is None else old.criteria
        criteria = tuple(
            (name, states.get(name, ""), state)
            for name, state in each.criteria.items()
            if states.get(name, "") != state
        )
        if old is None or criteria or old.result[:4] != each.result[:4]:
            yield ResultChange(
                each.pack,
                each.unit,
                each.village,
                None if old is None else old.result,
                each.result,
                criteria if old is not None else (),
            )
