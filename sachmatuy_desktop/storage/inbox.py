"""Taking in segments of other sites: what is new is merged, what comes too early waits.

A segment is applied when the one before it is held and when everything its author had read is held
too; until then it is parked and applies itself later.  What may not be applied of a line (a field
or register that is unknown, a value this program cannot hold) is kept in the journal and set aside
with the reason: never applied, never dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import DELETED, Change, Header, read_change, read_header
from sachmatuy_desktop.domain.clock import AHEAD_MS, LAST_READING, hlc_ms, moment_ms
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.vocabulary import KNOWN, Doubt, Vocabulary
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.causality import Causality, EntryClock
from sachmatuy_desktop.storage.inbox_records import Incoming, Records
from sachmatuy_desktop.storage.journal import GENESIS, INSERT_CHANGES, close_entries, seal
from sachmatuy_desktop.storage.outbox import lines_of
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.places import (
    held_place,
    hold,
    last_reading,
    set_reading,
    site_id,
    stream_id,
)
from sachmatuy_desktop.storage.quarantine import Aside, set_aside
from sachmatuy_desktop.storage.statements import inserting

_INSERT_ENTRIES = inserting(schema.journal_entries, "chain")


class Line(NamedTuple):
    """One line of a segment: its bytes as signed, what it says, its place in the stream (-1 where
    that is no number).

    A segment's lines are all held at once, so they are held as bytes: as text they are twice that.
    """

    raw: bytes
    said: Mapping[str, Any]
    number: int

    @classmethod
    def of(cls, raw: bytes, said: Mapping[str, Any]) -> Line:
        """The line with the place it names for itself."""
        number = said.get("n")
        return cls(raw, said, number if type(number) is int else -1)

    @property
    def text(self) -> str:
        """The line as the journal keeps it."""
        return self.raw.decode()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose lines, of which stream, and which: what a segment's header says of it.

    `hash` is the header's own, `previous` that of the segment before it.
    """

    site: str
    scope: str
    unit: str
    author: str
    first: int
    last: int
    header: str
    signature: str
    hash: str
    previous: str


@dataclass(frozen=True)
class Receiver:
    """Who takes in: the key ids this office signs and signed with, what its program understands,
    what its clock says (milliseconds since 1970, `None` where that is not believed).
    """

    own_keys: frozenset[str] = frozenset()
    vocabulary: Vocabulary = KNOWN
    wall_ms: int | None = None


@dataclass
class MergeReport:
    """What taking in a bundle did, or would do: counts by register, and what needs a person.

    `files` contents of attachments (`file_bytes` bytes) are new here, `files_early` came before the
    lines that speak of them; `lacking` are those that the sender's attachments speak of and that
    have not come yet.  `regained` are records that get back what this office's own key wrote and
    the office had lost: it was restored from an older backup.  `ahead_ms` is the latest moment in
    it (milliseconds since 1970) more than `AHEAD_MS` ahead of this PC's clock, 0 for none.
    """

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    conflicts: list[tuple[str, RecordId]] = field(default_factory=list)
    quarantined: list[Doubt] = field(default_factory=list)
    already: int = 0
    applied: int = 0
    parked: int = 0
    files: int = 0
    file_bytes: int = 0
    files_early: int = 0
    lacking: int = 0
    touched: set[tuple[str, RecordId]] = field(default_factory=set)
    regained: set[RecordId] = field(default_factory=set)
    ahead_ms: int = 0

    @property
    def nothing_new(self) -> bool:
        """Whether everything in the bundle was here already."""
        return not (self.applied or self.parked or self.files or self.files_early)


class Inbox:
    """Segments into one office file, within one transaction."""

    def __init__(
        self,
        connection: Connection,
        origin: str,
        receiver: Receiver | None = None,
        *,
        searchable: bool = True,
        limits: AuthorLimits = NO_LIMITS,
        pace: Pace | None = None,
    ) -> None:
        """`searchable=False` leaves the search index alone, for a merge that is taken back.

        What is not in the receiver's vocabulary is set aside, and what goes beyond the `limits` of
        its author.  `pace` counts three pieces of work a line: kept, judged, written.
        """
        self._limits = limits
        self._connection = connection
        self._origin = origin
        self._receiver = receiver or Receiver()
        self._searchable = searchable
        self._pace = pace or Pace(0)
        self.report = MergeReport()

    def held(self, site: str, scope: str, unit: str) -> int:
        """The last line of a site's stream that is here; 0 for none."""
        return self._held(self._site(site, None), stream_id(self._connection, scope, unit))[0]

    def must_fit(self, place: Place) -> None:
        """Raises `Refused` for a segment of another key than its site's first, and for one that
        goes on from another segment than the one that ends before it here: a fork.
        """
        self._must_bind(place)
        if self.held(place.site, place.scope, place.unit) != place.first - 1:
            return
        segments = schema.segments
        before = self._connection.execute(
            select(segments.c.hash).where(
                segments.c.site == self._site(place.site, None),
                segments.c.stream == stream_id(self._connection, place.scope, place.unit),
                segments.c.last == place.first - 1,
            )
        )
        kept = set(before.scalars())
        if kept and place.previous not in kept:
            raise _forked()

    def _must_bind(self, place: Place) -> None:
        known = self._connection.execute(
            select(schema.sites.c.author).where(schema.sites.c.site == place.site)
        ).scalar_one_or_none()
        if known is not None and known != place.author:
            raise Refused(
                N_("Gói dữ liệu nhận là của một máy khác. Hãy báo cơ quan gửi kiểm tra lại.")
            )

    def is_known(self, place: Place) -> bool:
        """Whether the very segment is here."""
        if self.held(place.site, place.scope, place.unit) < place.last:
            return False
        segments = schema.segments
        kept = self._connection.execute(
            select(segments.c.header).where(
                segments.c.site == self._site(place.site, None),
                segments.c.stream == stream_id(self._connection, place.scope, place.unit),
                segments.c.first == place.first,
            )
        ).scalar_one_or_none()
        return kept == place.header

    def is_held(self, place: Place, lines: Sequence[Line]) -> bool:
        """Whether all of these lines are here, cut into other segments; see to it that they can be
        forwarded.  Raises `Refused` for a fork: same numbers, other words.

        The same lines come in other segments when an office was restored from a backup that held
        lines not sent yet.  A fork is what a cloned disk makes when both go on writing.
        """
        held = self.held(place.site, place.scope, place.unit)
        if held < place.first:
            return False
        upto = min(held, place.last)
        here = lines_of(self._connection, place.site, place.scope, place.unit, place.first, upto)
        if list(here) != [each.raw for each in lines[: upto - place.first + 1]]:
            raise _forked()
        if held < place.last:
            return False
        stream = stream_id(self._connection, place.scope, place.unit)
        self._keep_segment(place, self._site(place.site, None), stream, None)
        return True

    def ready(self, place: Place, lines: Sequence[Line]) -> bool:
        """Whether the lines before these, and all that their author had read, are here."""
        if self.held(place.site, place.scope, place.unit) < place.first - 1:
            return False
        return all(
            self.held(other, place.scope, place.unit) >= upto
            for header, _block in _blocks(place, lines)
            for other, upto in header.saw.items()
        )

    def apply(
        self, place: Place, lines: Sequence[Line], *, direct: bool = False, bundle: str = ""
    ) -> None:
        """Take in a segment that is ready, what is held of it already left out.

        `direct` tells that its author signed the bundle that brought it; `bundle` is the digest of
        that one, if it came earlier and waited.
        """
        site = self._site(place.site, place.author)
        stream = stream_id(self._connection, place.scope, place.unit)
        last, chain = self._held(site, stream)
        causality = Causality(self._connection)
        records = Records(self._connection, causality, searchable=self._searchable, pace=self._pace)
        blocks = [
            (header, block) for header, block in _blocks(place, lines) if block[0].number > last
        ]
        entries = self._open_entries(blocks, place.site, site, stream, causality)
        sound = self._write_lines(place, entries, direct=direct)
        said = ((change.register, change.record) for _entry, _number, change in sound)
        records.load(said, before=entries[0][0])
        aside = []
        for entry, number, change in self._pace.over(sound):
            why = records.take(entry, change)
            if why is not None:
                aside.append(Aside(entry, number, (Doubt(why, change.register),), whole=True))
        self._set_aside(aside)
        records.flush()
        seals = []
        for entry, _header, block in entries:
            chain = seal(chain, (line.text for line in block))
            seals.append({"entry": entry, "seal": chain})
        close_entries(self._connection, seals)
        hold(self._connection, site, stream, place.last, chain)
        self._keep_segment(place, site, stream, bundle or self._origin)
        self.report.applied += 1
        self._count(records.known.values())
        if place.author in self._receiver.own_keys:
            self.report.regained |= records.known.keys()

    # -- entries and lines ------------------------------------------------------------------------

    def _open_entries(
        self,
        blocks: Sequence[tuple[Header, Sequence[Line]]],
        name: str,
        site: int,
        stream: int,
        causality: Causality,
    ) -> list[tuple[int, Header, Sequence[Line]]]:
        top = self._connection.execute(select(func.max(schema.journal_entries.c.id))).scalar()
        number = int(top or 0)
        entries: list[tuple[int, Header, Sequence[Line]]] = []
        for header, block in blocks:
            number += 1
            entries.append((number, header, block))
            causality.add(number, EntryClock(site, name, stream, block[0].number, header.hlc))
            self._note_seen(site, stream, block[0].number, header, causality)
        rows = [
            {
                "id": entry,
                "txn": header.txn,
                "site": site,
                "stream": stream,
                "first": block[0].number,
                "last": block[-1].number,
                "hlc": header.hlc,
                "at": header.at,
                "by": header.by,
                "act": header.act,
                "why": header.why,
                "undoes": header.undoes,
                "header": block[0].text,
                "origin": self._origin,
            }
            for entry, header, block in entries
        ]
        _INSERT_ENTRIES.many(self._connection, rows)
        newest = max(header.hlc for _entry, header, _block in entries)
        self._look_at_clock(newest, [header for _entry, header, _block in entries])
        self._follow_clock(newest)
        return entries

    def _look_at_clock(self, newest: int, headers: Sequence[Header]) -> None:
        """Notice a clock that is days ahead of ours.

        A reading that only follows another's far one is no sign of a wrong clock: then the moment
        that the act says of itself counts.
        """
        now = self._receiver.wall_ms
        if now is None or hlc_ms(newest) <= now + AHEAD_MS:
            return
        known = max(now, hlc_ms(last_reading(self._connection)))
        moments = [moment_ms(each.at) or 0 for each in headers]
        moments += [hlc_ms(newest)] if hlc_ms(newest) > known + AHEAD_MS else []
        ahead = max(moments)
        if ahead > now + AHEAD_MS:
            self.report.ahead_ms = max(self.report.ahead_ms, ahead)

    def _follow_clock(self, hlc: int) -> None:
        """An absurd reading is not followed: after the last one there is no next, and this office
        could never write again.
        """
        if last_reading(self._connection) < hlc <= LAST_READING:
            set_reading(self._connection, hlc)

    def _note_seen(
        self, site: int, stream: int, number: int, header: Header, causality: Causality
    ) -> None:
        for other, upto in header.saw.items():
            other_id = self._site(other, None)
            self._connection.execute(
                insert(schema.seen).values(
                    site=site, stream=stream, number=number, other=other_id, upto=upto
                )
            )
            causality.add_seen(site, stream, number, other_id, upto)

    def _write_lines(
        self,
        place: Place,
        entries: Sequence[tuple[int, Header, Sequence[Line]]],
        *,
        direct: bool,
    ) -> list[tuple[int, int, Change]]:
        """Keep every line; return the changes that may be applied."""
        kept: list[tuple[int, Line, Change]] = []
        sound: list[tuple[int, int, Change]] = []
        aside: list[Aside] = []
        for entry, _header, block in entries:
            for line in block[1:]:
                change = read_change(line.said)
                kept.append((entry, line, change))
                counts, doubts = self._judged(change, place, line.number, direct=direct)
                if counts is not None:
                    sound.append((entry, line.number, counts))
                if doubts:
                    aside.append(Aside(entry, line.number, doubts, whole=counts is None))
        INSERT_CHANGES.many(
            self._connection,
            (
                {
                    "entry": entry,
                    "number": line.number,
                    "register": change.register,
                    "record": change.record,
                    "line": line.text,
                    "before": None,
                }
                for entry, line, change in self._pace.over(kept)
            ),
        )
        self._set_aside(aside)
        return sound

    def _judged(
        self, change: Change, place: Place, number: int, *, direct: bool
    ) -> tuple[Change | None, tuple[Doubt, ...]]:
        """What counts of a change: nothing beyond its author's limits, whoever understands it."""
        limit = self._limits.get(place.author)
        why = None if limit is None else limit.reason(place, number, direct=direct)
        if why is not None:
            return None, (Doubt(why, change.register),)
        return self._receiver.vocabulary.sift(change, place.scope, place.unit)

    def _set_aside(self, aside: Sequence[Aside]) -> None:
        set_aside(self._connection, aside, self._receiver.vocabulary)
        self.report.quarantined += [doubt for each in aside for doubt in each.doubts]

    # -- small things -----------------------------------------------------------------------------

    def _site(self, site: str, author: str | None) -> int:
        number = site_id(self._connection, site)
        if author is not None:
            self._connection.execute(
                update(schema.sites)
                .where(schema.sites.c.id == number, schema.sites.c.author.is_(None))
                .values(author=author)
            )
        return number

    def _held(self, site: int, stream: int) -> tuple[int, str]:
        return held_place(self._connection, site, stream) or (0, GENESIS)

    def _keep_segment(self, place: Place, site: int, stream: int, bundle: str | None) -> None:
        """Of two that begin with the same line the longer one is kept.

        `bundle` is the one that brought it; none for lines that were here in another cut.
        """
        said = {
            "last": place.last,
            "header": place.header,
            "signature": place.signature,
            "hash": place.hash,
            "bundle": bundle,
        }
        statement = upsert(schema.segments).values(
            site=site, stream=stream, first=place.first, **said
        )
        longer = statement.on_conflict_do_update(
            index_elements=["site", "stream", "first"],
            set_=said,
            where=schema.segments.c.last < place.last,
        )
        self._connection.execute(longer)

    def _count(self, records: Any) -> None:
        each: Incoming
        for each in records:
            if not (each.new or each.touched):
                continue
            record = (each.register, str(each.row["id"]))
            self.report.touched.add(record)
            if each.new:
                self.report.new[each.register] += 1
            elif DELETED in each.touched and each.row[DELETED]:
                self.report.removed[each.register] += 1
            else:
                self.report.changed[each.register] += 1
            if each.undecided:
                self.report.conflicts.append(record)


def must_be_whole(place: Place, lines: Sequence[Line]) -> None:
    """Raises `Refused` for lines that could never be applied: they are not kept waiting."""
    for _header, block in _blocks(place, lines):
        for line in block[1:]:
            read_change(line.said)


def _forked() -> Refused:
    return Refused(
        N_(
            "Máy gửi có hai bản lịch sử khác nhau (do khôi phục hoặc chép ổ đĩa)."
            " Chưa nhập gì. Hãy báo cơ quan gửi xuất lại từ máy đang dùng."
        )
    )


def _blocks(place: Place, lines: Sequence[Line]) -> list[tuple[Header, Sequence[Line]]]:
    """The entries of a segment; raises `Refused` unless they are whole and without gaps."""
    for at, line in enumerate(lines):
        if line.number != place.first + at:
            raise _broken(place)
    if not lines or lines[-1].number != place.last:
        raise _broken(place)
    blocks: list[tuple[Header, Sequence[Line]]] = []
    at = 0
    while at < len(lines):
        header = read_header(lines[at].said)
        end = at + 1 + header.count
        if end > len(lines) or place.site in header.saw:
            raise _broken(place)
        blocks.append((header, lines[at:end]))
        at = end
    return blocks


def _broken(place: Place) -> Refused:
    return Refused(
        N_("Dòng {first}–{last} trong gói dữ liệu không liền nhau. Hãy xin bên gửi xuất lại."),
        first=place.first,
        last=place.last,
    )
