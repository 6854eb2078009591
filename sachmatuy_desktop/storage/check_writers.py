"""Whether each field shows the write that it must show: an old record put back with its clocks
agrees with the lines that wrote it, only they are no longer the newest ones.

Which of a field's writes is shown follows from the lines alone (`domain.merge`): of those that no
other write has seen, the one that ranks highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sachmatuy_desktop.domain.merge import Write, state_of

__all__ = ["Line", "Writers"]


class Line(NamedTuple):
    """One line of a record that counts: what it writes, and where its entry stands."""

    entry: int
    site: int
    stream: int
    first: int
    hlc: int
    values: Mapping[str, Any]


class Writers:
    """Answers, of the lines of a record, which entry a field must have come from."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._sites: dict[int, str] = dict(connection.execute("SELECT id, site FROM sites"))
        self._seen: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def others(self, lines: Sequence[Line], base: int, shown: Mapping[str, int]) -> dict[str, int]:
        """The fields that show another write than they must, with the entry they must show.

        `base` made the record and thereby wrote all of its fields; `shown` are the entries of those
        that were written since.
        """
        made = next((line for line in lines if line.entry == base), None)
        if made is None:
            return {}
        # A copy that was forgotten here is said to be so in this office's own stream; what comes
        # in the record's stream afterwards counts against nothing but that stream's lines.
        lines = [line for line in lines if line.stream == made.stream]
        written: dict[str, list[Line]] = {}
        for line in lines:
            if line.entry != base:
                for name in line.values:
                    written.setdefault(name, []).append(line)
        alone = len({line.site for line in lines}) == 1
        found = {}
        for name, writes in written.items():
            newest = writes[-1].entry if alone else self._newest([made, *writes])
            if newest != shown.get(name, base):
                found[name] = newest
        return found

    def _newest(self, lines: Iterable[Line]) -> int:
        """Of the lines that wrote a field, the entry whose value is shown."""
        by_place = {(self._sites[line.site], line.first): line for line in lines}

        def saw(later: Write, earlier: Write) -> bool:
            return self._saw(
                by_place[later.site, later.number], by_place[earlier.site, earlier.number]
            )

        writes = (Write(site, first, line.hlc, None) for (site, first), line in by_place.items())
        shown = state_of(writes, saw).shown
        return by_place[shown.site, shown.number].entry

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
