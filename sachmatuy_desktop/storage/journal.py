"""Writing the journal: one entry, its lines, the rows it changes, their clocks and its seal.

The entry is open while it is being written (`chain` empty) and closed by its seal, the hash over
the entry before it in the same stream and over the hash of each of its lines.  A line's hash, not
the line, goes into the seal, so a line erased by law leaves a chain that still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, text, update

from sachmatuy_desktop.domain.changes import (
    MAX_CHANGES,
    Act,
    Change,
    Header,
    change_line,
    header_line,
    line_digest,
)
from sachmatuy_desktop.domain.clock import Clock, next_hlc
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.places import (
    held_place,
    hold,
    last_reading,
    set_reading,
    site_id,
    stream_id,
)
from sachmatuy_desktop.storage.row_writing import write_rows
from sachmatuy_desktop.storage.statements import Prepared, inserting

GENESIS: Final = "0" * 64
"""The seal before the first entry of a stream."""

_TOO_MANY: Final = N_(
    "Lần ghi này có {count} thay đổi, nhiều hơn {most} nên không gửi đi được bằng gói;"
    " hãy chia làm nhiều lần."
)


def _newest_seen() -> Any:
    """What a site has already said that it read of the others' work in a stream."""
    seen = schema.seen
    return (
        select(seen.c.other, func.max(seen.c.upto).label("upto"))
        .where(seen.c.site == bindparam("site"), seen.c.stream == bindparam("stream"))
        .group_by(seen.c.other)
        .subquery()
    )


def _unpublished() -> Prepared:
    """What has come in from other sites since a site last wrote to a stream."""
    held, sites, published = schema.held, schema.sites, _newest_seen()
    return Prepared(
        select(held.c.site, sites.c.site, held.c.last)
        .join(sites, sites.c.id == held.c.site)
        .outerjoin(published, published.c.other == held.c.site)
        .where(
            held.c.stream == bindparam("stream"),
            held.c.site != bindparam("site"),
            held.c.last > func.coalesce(published.c.upto, text("0")),
        )
    )


_UNPUBLISHED = _unpublished()
_PUBLISH = inserting(schema.seen)
_OPEN = inserting(schema.journal_entries, "id", "origin", "chain")
INSERT_CHANGES: Final = inserting(schema.journal_changes)
_CLOSE = Prepared(
    update(schema.journal_entries)
    .where(schema.journal_entries.c.id == bindparam("entry"))
    .values(chain=bindparam("seal"))
)


class Seals:
    """The seals of entries that follow each other in a stream, made while their lines pass.

    A seal is the hash over the seal before it and the hash of each line; `chain` is the newest.
    """

    def __init__(self, before: str) -> None:
        self.chain = before
        self._entry: int | None = None
        self._digest = hashlib.sha256()
        self._made: list[dict[str, Any]] = []

    def begin(self, entry: int, header: bytes) -> None:
        """The next entry begins with its header."""
        self.end()
        self._entry = entry
        self._digest = hashlib.sha256(self.chain.encode())
        self.add([header])

    def add(self, lines: Iterable[bytes]) -> None:
        """Lines of the entry that was begun."""
        for line in lines:
            self._digest.update(line_digest(line))

    def end(self) -> Sequence[Mapping[str, Any]]:
        """No line follows: every seal made (`entry`, `seal`), as `close_entries` takes them."""
        if self._entry is not None:
            self.chain = self._digest.hexdigest()
            self._made.append({"entry": self._entry, "seal": self.chain})
            self._entry = None
        return self._made


def seal(before: str, lines: Iterable[str]) -> str:
    """The hash that closes an entry: over the seal before it and the hash of each line."""
    header, *changes = (line.encode() for line in lines)
    seals = Seals(before)
    seals.begin(0, header)
    seals.add(changes)
    seals.end()
    return seals.chain


class Journal:
    """The journal of one office within one transaction."""

    def __init__(self, connection: Connection, site: str, clock: Clock) -> None:
        self._connection = connection
        self._site = site_id(connection, site)
        self._clock = clock

    def write(
        self,
        act: Act,
        txn: str,
        scope: str,
        unit: str,
        changes: Sequence[Change],
        rows: Mapping[RecordId, Mapping[str, Value]],
        within: Callable[[int], None] | None = None,
    ) -> int:
        """One entry of one stream; `rows` are the changed records as they shall be.

        `within` is done while the entry is still open.
        """
        with self.entry(act, txn, scope, unit, changes) as entry:
            write_rows(self._connection, entry, changes, rows)
            if within is not None:
                within(entry)
        return entry

    @contextmanager
    def entry(
        self, act: Act, txn: str, scope: str, unit: str, changes: Sequence[Change] = ()
    ) -> Iterator[int]:
        """One entry, open while what it says is done.

        Raises `BadInput` for more changes than a bundle could carry.
        """
        if len(changes) > MAX_CHANGES:
            raise BadInput(_TOO_MANY, count=len(changes), most=MAX_CHANGES)
        stream = stream_id(self._connection, scope, unit)
        last, chain = held_place(self._connection, self._site, stream) or (0, GENESIS)
        first = last + 1
        header = Header(
            txn=txn,
            hlc=self._tick(),
            at=self._clock.stamp(),
            by=act.by,
            act=act.name,
            why=act.why,
            undoes=act.undoes,
            saw=self._publish_seen(stream, first),
            count=len(changes),
        )
        lines = [header_line(first, header)]
        lines += [change_line(first + 1 + at, each) for at, each in enumerate(changes)]
        entry = self._open(stream, first, header, lines[0], len(lines))
        self._write_lines(entry, first, changes, lines)
        yield entry
        self._close(entry, stream, first + len(lines) - 1, seal(chain, lines))

    def _tick(self) -> int:
        reading = next_hlc(last_reading(self._connection), self._clock.wall_ms())
        set_reading(self._connection, reading)
        return reading

    def _publish_seen(self, stream: int, number: int) -> dict[str, int]:
        """What has come in from other sites since this site last wrote to the stream."""
        where = {"site": self._site, "stream": stream}
        news = _UNPUBLISHED.run(self._connection, where).fetchall()
        _PUBLISH.many(
            self._connection,
            [
                {**where, "number": number, "other": other, "upto": upto}
                for other, _name, upto in news
            ],
        )
        return {name: upto for _other, name, upto in news}

    def _open(self, stream: int, first: int, header: Header, line: str, count: int) -> int:
        made = _OPEN.run(
            self._connection,
            {
                "txn": header.txn,
                "site": self._site,
                "stream": stream,
                "first": first,
                "last": first + count - 1,
                "hlc": header.hlc,
                "at": header.at,
                "by": header.by,
                "act": header.act,
                "why": header.why,
                "undoes": header.undoes,
                "header": line,
            },
        )
        return int(made.lastrowid)

    def _write_lines(
        self, entry: int, first: int, changes: Sequence[Change], lines: Sequence[str]
    ) -> None:
        INSERT_CHANGES.many(
            self._connection,
            [
                {
                    "entry": entry,
                    "number": first + 1 + at,
                    "register": each.register,
                    "record": each.record,
                    "line": lines[at + 1],
                    "before": None if each.before is None else compact(each.before),
                }
                for at, each in enumerate(changes)
            ],
        )

    def _close(self, entry: int, stream: int, last: int, chain: str) -> None:
        close_entries(self._connection, [{"entry": entry, "seal": chain}])
        hold(self._connection, self._site, stream, last, chain)


def close_entries(connection: Connection, seals: Sequence[Mapping[str, Any]]) -> None:
    """Put its seal (`entry`, `seal`) on each entry: from now on nothing may name it any more."""
    _CLOSE.many(connection, seals)


def compact(values: Mapping[str, Value]) -> str:
    """Fields as JSON text, without a space too many."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))
