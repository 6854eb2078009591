"""Who had seen whose work: exact, from what each site said it had read, never from clocks."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.merge import Write
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.storage import schema


@dataclass(frozen=True, slots=True)
class EntryClock:
    """What merging needs to know of a journal entry."""

    site: int
    site_name: str
    stream: int
    first: int
    hlc: int


class Causality:
    """Answers "had the author of this read that?" for the entries of one office file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clocks: dict[int, EntryClock] = {}
        self._seen: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        self._numbers: dict[tuple[str, int], int] = {}

    def add(self, entry: int, clock: EntryClock) -> None:
        """An entry that is being taken in."""
        self._clocks[entry] = clock
        self._numbers[clock.site_name, clock.first] = entry

    def add_seen(self, site: int, stream: int, number: int, other: int, upto: int) -> None:
        """From line `number` on, `site` had read line `upto` of `other`."""
        self._seen_of(site, stream, other).append((number, upto))

    def clock(self, entry: int) -> EntryClock:
        """The clock of an entry of the journal."""
        found = self._clocks.get(entry)
        if found is None:
            entries, sites = schema.journal_entries, schema.sites
            row = self._connection.execute(
                select(
                    entries.c.site, sites.c.site, entries.c.stream, entries.c.first, entries.c.hlc
                )
                .join(sites, sites.c.id == entries.c.site)
                .where(entries.c.id == entry)
            ).one()
            found = EntryClock(*row)
            self.add(entry, found)
        return found

    def saw(self, later: int, earlier: int) -> bool:
        """Whether the author of entry `later` had entry `earlier` before them."""
        after, before = self.clock(later), self.clock(earlier)
        if after.site == before.site:
            return after.first > before.first
        return any(
            number <= after.first and upto >= before.first
            for number, upto in self._seen_of(after.site, after.stream, before.site)
        )

    def write(self, entry: int, value: Value) -> Write:
        """The entry's writing of a value, as the merge knows it."""
        clock = self.clock(entry)
        return Write(clock.site_name, clock.first, clock.hlc, value)

    def entry_of(self, write: Write) -> int:
        """The entry a write came from."""
        return self._numbers[write.site, write.number]

    def saw_write(self, later: Write, earlier: Write) -> bool:
        """`saw`, asked of writes."""
        return self.saw(self.entry_of(later), self.entry_of(earlier))

    def _seen_of(self, site: int, stream: int, other: int) -> list[tuple[int, int]]:
        key = (site, stream, other)
        if key not in self._seen:
            seen = schema.seen
            rows = self._connection.execute(
                select(seen.c.number, seen.c.upto).where(
                    seen.c.site == site, seen.c.stream == stream, seen.c.other == other
                )
            )
            self._seen[key] = [(row.number, row.upto) for row in rows]
        return self._seen[key]
