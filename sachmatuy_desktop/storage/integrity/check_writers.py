"""Whether each field shows the write that it must show: an old record put back with its clocks
agrees with the lines that wrote it, only they are no longer the newest ones.

Which of a field's writes is shown follows from the lines alone (`domain.merge`): of those that no
other write has seen, the one that ranks highest; the rest wait beside it.  What an act of this
office found before it wrote follows from the lines as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple

from sachmatuy_desktop.domain.merge import Write, state_of

__all__ = ["Line", "Shown", "Writers", "false_before"]


class Line(NamedTuple):
    """One line of a record that counts: what it writes, and where its entry stands."""

    entry: int
    site: int
    stream: int
    first: int
    hlc: int
    values: Mapping[str, Any]
    before: str | None
    written_here: bool
    made: bool


class Shown(NamedTuple):
    """What follows from the lines: by field the entry that it must show where it shows another, and
    the fields and entries of all that must wait beside.
    """

    otherwise: Mapping[str, int]
    beside: AbstractSet[tuple[str, int]]


NOTHING_ELSE: Final = Shown({}, frozenset())


def false_before(lines: Sequence[Line], blank: Mapping[str, Any]) -> tuple[int, str] | None:
    """The first entry that says of a field that something else was there before than was, with the
    field.  Only a record of which every line was written here is looked at: what was shown while
    lines from elsewhere came and went, the lines alone do not tell.
    """
    known = dict(blank)
    for line in lines:
        if not line.written_here:
            return None
        found = json.loads(line.before) if line.before else {}
        for name in line.values:
            if not line.made and found.get(name, _missing) != known.get(name):
                return line.entry, name
        known |= line.values
    return None


_missing: Final = object()


class Writers:
    """Answers, of the lines of a record, which entry a field must have come from."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._sites: dict[int, str] = dict(connection.execute("SELECT id, site FROM sites"))
        self._seen: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def shown(self, lines: Sequence[Line], base: int, shown: Mapping[str, int]) -> Shown:
        """What follows from the lines.

        `base` made the record and thereby wrote all of its fields; `shown` are the entries of those
        that were written since.
        """
        made = next((line for line in lines if line.entry == base), None)
        if made is None:
            return NOTHING_ELSE
        # A copy that was forgotten here is said to be so in this office's own stream; what comes
        # in the record's stream afterwards counts against nothing but that stream's lines.
        lines = [line for line in lines if line.stream == made.stream]
        written: dict[str, list[Line]] = {}
        for line in lines:
            if line.entry != base:
                for name in line.values:
                    written.setdefault(name, []).append(line)
        alone = len({line.site for line in lines}) == 1
        otherwise, beside = {}, set[tuple[str, int]]()
        for name, writes in written.items():
            newest, *others = [writes[-1].entry] if alone else self._standing([made, *writes])
            beside |= {(name, entry) for entry in others}
            if newest != shown.get(name, base):
                otherwise[name] = newest
        return Shown(otherwise, beside)

    def _standing(self, lines: Iterable[Line]) -> list[int]:
        """Of the lines that wrote a field, the entry whose value is shown, and those beside it."""
        by_place = {(self._sites[line.site], line.first): line for line in lines}

        def saw(later: Write, earlier: Write) -> bool:
            return self._saw(
                by_place[later.site, later.number], by_place[earlier.site, earlier.number]
            )

        writes = (Write(site, first, line.hlc, None) for (site, first), line in by_place.items())
        return [by_place[each.site, each.number].entry for each in state_of(writes, saw).writes]

    def _saw(self, later: Line, earlier: Line) -> bool:
        """As `Causality.saw`."""
        if later.site == earlier.site:
            return later.first > earlier.first
        key = (later.site, later.stream, earlier.site)
        if key not in self._seen:
            query = "SELECT number, upto FROM seen WHERE site = ? AND stream = ? AND other = ?"
            self._seen[key] = self._connection.execute(query, key).fetchall()
        return any(
            number <= later.first and upto >= earlier.first for number, upto in self._seen[key]
        )
