"""Taking in segments of other sites: what is new is merged, what comes too early waits.

A segment is applied when the one before it is held and when everything its author had read is held
too; until then it is parked and applies itself later.  What may not be applied of a line (a field
or register that is unknown, a value this program cannot hold) is kept in the journal and set aside
with the reason: never applied, never dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import Change, Header, line_digest, read_change
from sachmatuy_desktop.domain.clock import AHEAD_MS, LAST_READING, hlc_ms, moment_ms
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.vocabulary import KNOWN, Doubt, Vocabulary, Why
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.erasures.erasing import Eraser, is_erasing, keep_hashes
from sachmatuy_desktop.storage.erasures.inbox_erasing import take_erasing
from sachmatuy_desktop.storage.journal import GENESIS, INSERT_CHANGES, Seals, close_entries
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.places import (
    held_place,
    hold,
    last_reading,
    set_reading,
    site_id,
    stream_id,
)
from sachmatuy_desktop.storage.statements import inserting
from sachmatuy_desktop.storage.sync.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.sync.causality import Causality, EntryClock
from sachmatuy_desktop.storage.sync.inbox_lines import (
    Block,
    Line,
    Place,
    Raws,
    blocks,
    chunks,
    headers,
)
from sachmatuy_desktop.storage.sync.inbox_outcomes import Outcome, note_outcome
from sachmatuy_desktop.storage.sync.inbox_records import Records
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.outbox import lines_of
from sachmatuy_desktop.storage.sync.quarantine import Aside, set_aside

_INSERT_ENTRIES = inserting(schema.journal_entries, "chain")


MAX_DOUBTS: Final = 200_000
"""Fields and lines of a bundle that are set aside at most."""


@dataclass(frozen=True)
class Receiver:
    """Who takes in: the key ids this office signs and signed with, what its program understands,
    what its clock says (milliseconds since 1970, `None` where that is not believed).
    """

    own_keys: frozenset[str] = frozenset()
    vocabulary: Vocabulary = KNOWN
    wall_ms: int | None = None


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
        self._erasing: dict[int, dict[RecordId, str]] = {}
        """The records that each entry of the segment at hand erases, with their registers."""
        self._stubs: list[tuple[str, RecordId, int]] = []
        """What came without its payload: the segment's signature, the record, the entry."""
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
        if any(not _same(ours, theirs) for ours, theirs in zip_longest(here, came)):
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
            for header in headers(place, raws)
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
        seals = Seals(chain)
        outcomes: dict[RecordId, Outcome] = {}
        self._erasing = {}
        unheld = (block for block in blocks(place, raws) if block.head.number > last)
        for chunk in chunks(unheld):
            pieces: list[tuple[int, Block]] = []
            for block in chunk:
                number += block.begins
                pieces.append((number, block))
                if block.begins:
                    seals.begin(number, block.head.raw)
                seals.add(line.raw for line in block.lines)
            opened = [(entry, block) for entry, block in pieces if block.begins]
            self._open_entries(opened, place.site, site, stream, causality)
            self._take(place, pieces, causality, outcomes, direct=direct)
        self.report.erased += take_erasing(
            self._connection,
            self._erasing,
            [*outcomes],
            number,
            causality,
            searchable=self._searchable,
        )
        close_entries(self._connection, seals.end())
        hold(self._connection, site, stream, place.last, seals.chain)
        self._keep_segment(place, site, stream, bundle or self._origin)
        self.report.applied += 1
        self._count(outcomes)

    def unlawful(self) -> frozenset[str]:
        """The signatures of segments taken in of which a line came without its payload although no
        entry that is here erases it.
        """
        if not self._stubs:
            return frozenset()
        records = {record for _signature, record, _entry in self._stubs}
        eraser = Eraser(self._connection, records, Causality(self._connection))
        return frozenset(
            signature
            for signature, record, entry in self._stubs
            if eraser.of(record, entry) is None
        )

    # -- entries and lines ------------------------------------------------------------------------

    def _open_entries(
        self,
        entries: Sequence[tuple[int, Block]],
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
        opened = [block.header for _entry, block in entries]
        newest = max(header.hlc for header in opened)
        self._look_at_clock(newest, opened)
        self._follow_clock(newest)

    def _take(
        self,
        place: Place,
        pieces: Sequence[tuple[int, Block]],
        causality: Causality,
        outcomes: dict[RecordId, Outcome],
        *,
        direct: bool,
    ) -> None:
        """Keep the lines of entries that are open, and bring their records up to date."""
        records = Records(self._connection, causality, searchable=self._searchable, pace=self._pace)
        kept = [
            (entry, line, read_change(line.said)) for entry, block in pieces for line in block.lines
        ]
        sound, aside = self._judge(place, kept, direct=direct)
        acts = {entry: block.header.act for entry, block in pieces}
        records.load([change for _entry, _number, change in sound])
        self._write_lines(place, kept)
        for entry, number, change in self._pace.over(sound):
            why = records.take(entry, change)
            if is_erasing(acts[entry]) and why is not Why.FOREIGN:
                self._erasing.setdefault(entry, {})[change.record] = change.register
            if why is not None:
                aside.append(Aside(entry, number, (Doubt(why, change.register),), whole=True))
        self._set_aside(aside)
        records.flush()
        for name, each in records.known.items():
            note_outcome(outcomes, name, each)
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

    def _write_lines(self, place: Place, kept: Sequence[tuple[int, Line, Change]]) -> None:
        """Keep every line as it was signed."""
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
        stubs = [(entry, line.number, line.raw) for entry, line, change in kept if change.gone]
        keep_hashes(self._connection, stubs)
        self._stubs += [
            (place.signature, change.record, entry) for entry, _line, change in kept if change.gone
        ]

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
            "reduced": place.outline,
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

    def _count(self, outcomes: Mapping[RecordId, Outcome]) -> None:
        self.report.touched |= {(each.register, record) for record, each in outcomes.items()}
        self.report.conflicts += [
            (each.register, record) for record, each in outcomes.items() if each.undecided
        ]
        for outcome, count in Counter(outcomes.values()).items():
            if outcome.new:
                self.report.new[outcome.register] += count
            elif outcome.removed:
                self.report.removed[outcome.register] += count
            else:
                self.report.changed[outcome.register] += count


def _same(ours: bytes | None, theirs: bytes | None) -> bool:
    """Whether two lines are the same, or what is left of the same where its payload was erased."""
    if ours is None or theirs is None or ours == theirs:
        return ours == theirs
    return line_digest(ours) == line_digest(theirs)


def _forked() -> Refused:
    return Refused(
        N_(
            "Máy gửi có hai bản lịch sử khác nhau (do khôi phục hoặc chép ổ đĩa)."
            " Chưa nhập gì. Hãy báo cơ quan gửi xuất lại từ máy đang dùng."
        )
    )
