"""Taking in segments of other sites: what is new is merged, what comes too early waits.

A segment is applied when the one before it is held and when everything its author had read is held
too; until then it is parked and applies itself later.  What may not be applied of a line (a field
or register that is unknown, a value this program cannot hold) is kept in the journal and set aside
with the reason: never applied, never dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import (
    DELETED,
    MAX_VALUES,
    Change,
    Header,
    read_change,
    read_header,
)
from sachmatuy_desktop.domain.clock import AHEAD_MS, LAST_READING, hlc_ms, moment_ms
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.vocabulary import KNOWN, Doubt, Vocabulary
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.causality import Causality, EntryClock
from sachmatuy_desktop.storage.inbox_records import Incoming, Records
from sachmatuy_desktop.storage.journal import GENESIS, INSERT_CHANGES, close_entries, seal
from sachmatuy_desktop.storage.keyring_json import parse_object
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


Raws = Iterable[bytes]
"""The lines of a segment as they were signed, in their order; they can be run through again and
again, and never need to be in memory all at once.
"""

CHUNK_LINES: Final = 4_000
CHUNK_BYTES: Final = 2 << 20
"""So much of a segment is worked on at a time: what lines say takes twenty times their bytes."""


MAX_DOUBTS: Final = 200_000
"""Fields and lines of a bundle that are set aside at most."""


class Line(NamedTuple):
    """One line of a segment: its bytes as signed, what it says, its place in the stream (-1 where
    that is no number).
    """

    raw: bytes
    said: Mapping[str, Any]
    number: int

    @classmethod
    def read(cls, raw: bytes) -> Line:
        """The line with the place it names for itself; raises `Refused` if it is no object."""
        said = parse_object(raw, "line", MAX_VALUES)
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

    def is_held(self, place: Place, raws: Raws) -> bool:
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
        came = islice(raws, upto - place.first + 1)
        if any(ours != theirs for ours, theirs in zip_longest(here, came)):
            raise _forked()
        if held < place.last:
            return False
        stream = stream_id(self._connection, place.scope, place.unit)
        self._keep_segment(place, self._site(place.site, None), stream, None)
        return True

    def ready(self, place: Place, raws: Raws) -> bool:
        """Whether the lines before these, and all that their author had read, are here."""
        if self.held(place.site, place.scope, place.unit) < place.first - 1:
            return False
        return all(
            self.held(other, place.scope, place.unit) >= upto
            for header in _headers(place, raws)
            for other, upto in header.saw.items()
        )

    def apply(self, place: Place, raws: Raws, *, direct: bool = False, bundle: str = "") -> None:
        """Take in a segment that is ready, what is held of it already left out, some thousand lines
        at a time.

        `direct` tells that its author signed the bundle that brought it; `bundle` is the digest of
        that one, if it came earlier and waited.  Raises `Refused` for lines that are no whole run
        of entries; by then some may have been written, so take it all back.
        """
        site = self._site(place.site, place.author)
        stream = stream_id(self._connection, place.scope, place.unit)
        last, chain = self._held(site, stream)
        causality = Causality(self._connection)
        top = self._connection.execute(select(func.max(schema.journal_entries.c.id))).scalar()
        number = int(top or 0)
        entries: list[tuple[int, int]] = []
        outcomes: dict[RecordId, _Outcome] = {}
        unheld = (block for block in _blocks(place, raws) if block.head.number > last)
        for chunk in _chunks(unheld):
            pieces: list[tuple[int, _Block]] = []
            for block in chunk:
                number += block.begins
                pieces.append((number, block))
            opened = [(entry, block) for entry, block in pieces if block.begins]
            entries += [(entry, 1 + block.header.count) for entry, block in opened]
            self._open_entries(opened, place.site, site, stream, causality)
            self._take(place, pieces, causality, outcomes, direct=direct)
        held = max(last + 1 - place.first, 0)
        lines = islice(raws, held, None)
        seals = []
        for entry, length in entries:
            chain = seal(chain, (raw.decode() for raw in islice(lines, length)))
            seals.append({"entry": entry, "seal": chain})
        close_entries(self._connection, seals)
        hold(self._connection, site, stream, place.last, chain)
        self._keep_segment(place, site, stream, bundle or self._origin)
        self.report.applied += 1
        self._count(outcomes)

    # -- entries and lines ------------------------------------------------------------------------

    def _open_entries(
        self,
        entries: Sequence[tuple[int, _Block]],
        name: str,
        site: int,
        stream: int,
        causality: Causality,
    ) -> None:
        """Open the entries that begin here."""
        if not entries:
            return
        for entry, block in entries:
            first = block.head.number
            causality.add(entry, EntryClock(site, name, stream, first, block.header.hlc))
            self._note_seen(site, stream, first, block.header, causality)
        rows = [
            {
                "id": entry,
                "txn": block.header.txn,
                "site": site,
                "stream": stream,
                "first": block.head.number,
                "last": block.head.number + block.header.count,
                "hlc": block.header.hlc,
                "at": block.header.at,
                "by": block.header.by,
                "act": block.header.act,
                "why": block.header.why,
                "undoes": block.header.undoes,
                "header": block.head.text,
                "origin": self._origin,
            }
            for entry, block in entries
        ]
        _INSERT_ENTRIES.many(self._connection, rows)
        headers = [block.header for _entry, block in entries]
        newest = max(header.hlc for header in headers)
        self._look_at_clock(newest, headers)
        self._follow_clock(newest)

    def _take(
        self,
        place: Place,
        pieces: Sequence[tuple[int, _Block]],
        causality: Causality,
        outcomes: dict[RecordId, _Outcome],
        *,
        direct: bool,
    ) -> None:
        """Keep the lines of entries that are open, and bring their records up to date."""
        records = Records(self._connection, causality, searchable=self._searchable, pace=self._pace)
        sound = self._write_lines(place, pieces, direct=direct)
        said = ((change.register, change.record) for _entry, _number, change in sound)
        entry, block = pieces[0]
        # What an entry wrote before it was cut here stands in the journal under its own number.
        records.load(said, before=entry if block.begins else entry + 1)
        aside = []
        for entry, number, change in self._pace.over(sound):
            why = records.take(entry, change)
            if why is not None:
                aside.append(Aside(entry, number, (Doubt(why, change.register),), whole=True))
        self._set_aside(aside)
        records.flush()
        for each in records.known.values():
            _note_outcome(outcomes, each)
        if place.author in self._receiver.own_keys:
            self.report.regained |= records.known.keys()

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
        pieces: Sequence[tuple[int, _Block]],
        *,
        direct: bool,
    ) -> list[tuple[int, int, Change]]:
        """Keep every line; return the changes that may be applied."""
        kept = [
            (entry, line, read_change(line.said)) for entry, block in pieces for line in block.lines
        ]
        sound, aside = self._judge(place, kept, direct=direct)
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

    def _judge(
        self, place: Place, kept: Sequence[tuple[int, Line, Change]], *, direct: bool
    ) -> tuple[list[tuple[int, int, Change]], list[Aside]]:
        """What counts of the changes, and what does not: nothing beyond its author's limits,
        whoever understands it.
        """
        vocabulary, limit = self._receiver.vocabulary, self._limits.get(place.author)
        changes = [change for _entry, _line, change in kept]
        doubtful = vocabulary.doubtful(changes, place.scope, place.unit)
        sound: list[tuple[int, int, Change]] = []
        aside: list[Aside] = []
        for at, (entry, line, change) in enumerate(kept):
            why = None if limit is None else limit.reason(place, line.number, direct=direct)
            counts: Change | None = change
            doubts: tuple[Doubt, ...] = ()
            if why is not None:
                counts, doubts = None, (Doubt(why, change.register),)
            elif at in doubtful:
                counts, doubts = vocabulary.sift(change, place.scope, place.unit)
            if counts is not None:
                sound.append((entry, line.number, counts))
            if doubts:
                aside.append(Aside(entry, line.number, doubts, whole=counts is None))
        return sound, aside

    def _set_aside(self, aside: Sequence[Aside]) -> None:
        set_aside(self._connection, aside, self._receiver.vocabulary)
        self.report.quarantined += [doubt for each in aside for doubt in each.doubts]
        if len(self.report.quarantined) > MAX_DOUBTS:
            raise Refused(
                N_(
                    "Gói có hơn {limit} ô mà chương trình này không hiểu nên không được nhập;"
                    " hãy cập nhật chương trình rồi nhập lại, hoặc xin bên gửi chia nhỏ gói."
                ),
                limit=MAX_DOUBTS,
            )

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

    def _count(self, outcomes: Mapping[RecordId, _Outcome]) -> None:
        for record, outcome in outcomes.items():
            self.report.touched.add((outcome.register, record))
            if outcome.new:
                self.report.new[outcome.register] += 1
            elif outcome.removed:
                self.report.removed[outcome.register] += 1
            else:
                self.report.changed[outcome.register] += 1
            if outcome.undecided:
                self.report.conflicts.append((outcome.register, record))


class _Outcome(NamedTuple):
    """What a segment did to a record."""

    register: str
    new: bool
    removed: bool
    undecided: AbstractSet[str]


_NOTHING: Final = _Outcome("", new=False, removed=False, undecided=frozenset())


def _note_outcome(outcomes: dict[RecordId, _Outcome], record: Incoming) -> None:
    """Add what a few thousand lines did to what those before them did."""
    if not (record.new or record.touched):
        return
    name = str(record.row["id"])
    before = outcomes.get(name, _NOTHING)
    removed = bool(record.row[DELETED]) if DELETED in record.touched else before.removed
    undecided = (before.undecided - record.touched) | record.undecided
    outcomes[name] = _Outcome(record.register, before.new or record.new, removed, undecided)


def must_be_whole(place: Place, raws: Raws) -> None:
    """Raises `Refused` for lines that could never be applied: they are not kept waiting."""
    for block in _blocks(place, raws):
        for line in block.lines:
            read_change(line.said)


def _forked() -> Refused:
    return Refused(
        N_(
            "Máy gửi có hai bản lịch sử khác nhau (do khôi phục hoặc chép ổ đĩa)."
            " Chưa nhập gì. Hãy báo cơ quan gửi xuất lại từ máy đang dùng."
        )
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """An entry, or one of the pieces of a long one: its head, and changes.  Only the first piece
    `begins` it.
    """

    header: Header
    head: Line
    lines: Sequence[Line]
    begins: bool

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.head.raw) + sum(len(line.raw) for line in self.lines)


def _blocks(place: Place, raws: Raws) -> Iterator[_Block]:
    """The entries of a segment; raises `Refused` unless they are whole and without gaps."""
    lines = _numbered(place, raws)
    for head in lines:
        header = _header(place, head)
        left, begins = header.count, True
        while left or begins:
            piece = list(_piece(islice(lines, min(left, CHUNK_LINES))))
            yield _Block(header, head, piece, begins)
            left, begins = left - len(piece), False


def _piece(lines: Iterable[Line]) -> Iterator[Line]:
    size = 0
    for line in lines:
        yield line
        size += len(line.raw)
        if size > CHUNK_BYTES:
            return


def _chunks(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Blocks together, as many as are worked on at a time."""
    chunk: list[_Block] = []
    lines = size = 0
    for block in blocks:
        lines, size = lines + 1 + len(block.lines), size + block.size
        if chunk and (lines > CHUNK_LINES or size > CHUNK_BYTES):
            yield chunk
            chunk, lines, size = [], 1 + len(block.lines), block.size
        chunk.append(block)
    if chunk:
        yield chunk


def _headers(place: Place, raws: Raws) -> Iterator[Header]:
    """The headers of a segment alone; raises `Refused` where they do not follow each other."""
    at, upcoming = place.first - 1, place.first
    for at, raw in enumerate(raws, place.first):
        if at == upcoming:
            head = Line.read(raw)
            if head.number != at:
                raise _broken(place)
            header = _header(place, head)
            upcoming = at + 1 + header.count
            yield header
    if at != place.last:
        raise _broken(place)


def _numbered(place: Place, raws: Raws) -> Iterator[Line]:
    number = place.first - 1
    for number, line in enumerate(map(Line.read, raws), place.first):
        if line.number != number:
            raise _broken(place)
        yield line
    if number != place.last:
        raise _broken(place)


def _header(place: Place, head: Line) -> Header:
    header = read_header(head.said)
    if head.number + header.count > place.last or place.site in header.saw:
        raise _broken(place)
    return header


def _broken(place: Place) -> Refused:
    return Refused(
        N_("Dòng {first}–{last} trong gói dữ liệu không liền nhau. Hãy xin bên gửi xuất lại."),
        first=place.first,
        last=place.last,
    )
