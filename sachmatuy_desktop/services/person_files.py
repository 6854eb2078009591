"""What the file of a person under management still lacks: items of the summary, a guardian.

A lack stops nobody: the law's hours run whether a form is complete or not.  It is told where the
person is looked at, and on the first page for the whole office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import PartialDate, age_range_on
from sachmatuy_desktop.domain.profile import Item, Source
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.profile import load_summary
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases.reading import must_see
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["ADULT", "PersonFile", "file_of", "minors_without_guardian"]

Row = Mapping[str, Value]

ADULT: Final = 18
"""Full years; somebody speaks for who has fewer (Luật 120/2025 Điều 31, NĐ 163/2026 Điều 56)."""

REASON: Final = Source("people", "no_number_reason")

BY_LAW: Final = ("sdtp", "nghien", "sau_cai")
"""The categories whose lists the law orders (Luật 120/2025 Điều 27, Điều 48)."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """How complete the file is; `lacks_guardian` for a minor nobody speaks for."""

    answered: int
    items: int
    lacking: tuple[Item, ...]
    lacks_guardian: bool

    @property
    def lacks_paper(self) -> bool:
        """Neither a number nor another paper, nor the reason why there is none."""
        return any(REASON in item.answered_by for item in self.lacking)


def file_of(session: Session, person: RecordId, day: date) -> PersonFile:
    """How complete the file of one person is on a day.  Raises `NotAllowed`."""
    must_see(session)
    summary = load_summary()
    queries = session.queries
    books = {
        name: _rows(queries, name, person)
        for name in {*summary.registers, "guardians"}
        if name != "people"
    }
    people = list(queries.rows("people", [person]).values())
    books["people"] = people
    minor = any(is_minor(row.get("birth"), day) for row in people)
    return PersonFile(
        summary.answered(books),
        len(summary.items),
        summary.lacking(books),
        minor and not any(_speaks(row, day) for row in books["guardians"]),
    )


def minors_without_guardian(session: Session, day: date) -> frozenset[RecordId]:
    """The minors on a list of the law for whom no guardian is written; for the worker.

    Raises `NotAllowed`.
    """
    must_see(session)
    queries = session.queries
    running = (Where("category", "in", BY_LAW), Where("until_date", "null"))
    episodes = queries.rows("episodes", queries.ids("episodes", running))
    listed = sorted({str(row["person"]) for row in episodes.values()})
    people = queries.rows("people", listed)
    minors = {key for key, row in people.items() if is_minor(row["birth"], day)}
    if not minors:
        return frozenset()
    guardians = queries.rows("guardians", queries.ids("guardians"))
    spoken_for = {str(row["person"]) for row in guardians.values() if _speaks(row, day)}
    return frozenset(minors - spoken_for)


def is_minor(birth: Value, day: date) -> bool:
    """Whether somebody born then may be under age on the day; without a birthday, nobody is."""
    try:
        born = PartialDate.from_iso(str(birth)) if birth else None
        return born is not None and age_range_on(born, day)[0] < ADULT
    except KnownError:
        return False


def _speaks(guardian: Row, day: date) -> bool:
    first, last = guardian.get("from_date"), guardian.get("until_date")
    iso = day.isoformat()
    return (first is None or str(first) <= iso) and (last is None or iso <= str(last))


def _rows(queries: Queries, register: str, person: RecordId) -> list[Row]:
    ids: Iterable[RecordId] = queries.ids(register, (Where("person", "=", person),))
    return list(queries.rows(register, list(ids)).values())
