"""A task that each village does: what the villages have done, seen as one, and who is missing.

A row that names no village speaks for all of them.  A village is asked for while it exists: one
founded later does not undo what was done before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.standing import Done, Excused, Rows, about
from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = ["Share", "Village", "rows_of", "share_of", "together"]

Row = Done | Excused


@dataclass(frozen=True, slots=True)
class Village:
    """A village and the days it exists, where they are known."""

    id: RecordId
    name: str
    since: date | None = None
    until: date | None = None

    def exists(self, day: date) -> bool:
        """Whether there is such a village on a day."""
        return (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the villages an opening was asked of have done it; who has not, by name."""

    done: tuple[Village, ...]
    excused: tuple[Village, ...]
    missing: tuple[Village, ...]

    @property
    def asked(self) -> int:
        """Of how many it is expected."""
        return len(self.done) + len(self.missing)


def together(rows: Rows, villages: Sequence[Village]) -> Rows:
    """The rows of the whole: an opening is done with the last village to do it.

    Where every village is excused the whole is.  A look back on a continuous task ends with the
    village that completes the round; then the next round begins.
    """
    whole = [row for given in _by_opening(rows).values() for row in _rounds(given, villages)]
    return replace(
        rows,
        done=tuple(each for each in whole if isinstance(each, Done)),
        excused=tuple(each for each in whole if isinstance(each, Excused)),
    )


def rows_of(rows: Rows, village: RecordId) -> Rows:
    """What holds for one village: its own rows, and those that speak for all."""
    return replace(
        rows,
        done=tuple(each for each in rows.done if each.village in ("", village)),
        excused=tuple(each for each in rows.excused if each.village in ("", village)),
    )


def share_of(opening: Opening, rows: Rows, villages: Sequence[Village], today: date) -> Share:
    """Who has done an opening by today and who has not, in the order given.

    Asked are the villages that exist on its last day, or today while that is still to come.
    """
    day = min(today, opening.last_day or today)
    done = {each.village for each in rows.done if about(each, opening)}
    excused = {each.village for each in rows.excused if about(each, opening)} - done
    found: dict[str, list[Village]] = {"done": [], "excused": [], "missing": []}
    for village in villages:
        if not done.isdisjoint({"", village.id}):
            found["done"].append(village)
        elif not excused.isdisjoint({"", village.id}):
            found["excused"].append(village)
        elif village.exists(day):
            found["missing"].append(village)
    return Share(*(tuple(each) for each in found.values()))


def _by_opening(rows: Rows) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    every: Iterable[Row] = (*rows.done, *rows.excused)
    for row in sorted(every, key=lambda each: (each.on, each.id)):
        found[row.opening].append(row)
    return found


def _rounds(rows: Iterable[Row], villages: Sequence[Village]) -> Iterator[Row]:
    """One row for each time that all villages were through, of rows in order."""
    round_: dict[RecordId, Row] = {}
    for row in rows:
        if not row.village:
            yield row
            round_ = {}
            continue
        if not isinstance(round_.get(row.village), Done):
            round_[row.village] = row
        asked = {each.id for each in villages if each.exists(row.on)}
        if asked and asked <= set(round_):
            yield _whole(round_.values())
            round_ = {}


def _whole(round_: Iterable[Row]) -> Row:
    """The last village to do it, with the records of all; the last excuse if none did."""
    said = list(round_)
    done = [each for each in said if isinstance(each, Done)]
    if not done:
        return replace(said[-1], village="")
    last = max(done, key=lambda each: (each.on, each.id))
    evidence = tuple(dict.fromkeys(record for each in done for record in each.evidence))
    return replace(last, village="", evidence=evidence)
