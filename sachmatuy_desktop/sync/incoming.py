"""A bundle into the journal: proved, unpacked, put in order, merged in one transaction.

The preview is the merge itself, taken back: what it says will happen is what happens.
"""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Final

from sachmatuy_desktop.domain.changes import is_stub
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.erasures.erasing import strip_waiting
from sachmatuy_desktop.storage.pace import Pace, Tell, silent
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import parking
from sachmatuy_desktop.storage.sync.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.sync.gaps import Gap, Stretch, gaps
from sachmatuy_desktop.storage.sync.inbox import Inbox, Receiver
from sachmatuy_desktop.storage.sync.inbox_lines import Line, Place, must_be_whole
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.outbox import stream_parts
from sachmatuy_desktop.storage.sync.packing import lines_in, packed
from sachmatuy_desktop.storage.sync.parking import Parked
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.outgoing import UP
from sachmatuy_desktop.sync.sealing import SealedSegment, SegmentHeader, verify_segment
from sachmatuy_desktop.sync.trust import IdentityCard, read_card

_MOST_TRIES: Final = 4
"""So often a merge is begun again without segments of which lines are missing unlawfully; then it
goes without all of which lines are missing.
"""


@dataclass(frozen=True)
class Arrived:
    """A segment out of a bundle, its author proved; `packed` are its lines as they were signed.

    They are unpacked whenever somebody runs through them, so that no bundle's whole text is ever
    held in memory.
    """

    place: Place
    packed: bytes
    direct: bool = False
    """Whether its author signed the bundle that brought it."""
    bundle: str = ""
    """The digest of the bundle that brought it earlier, of a segment that has waited since."""

    @property
    def lines(self) -> Iterator[Line]:
        """What the lines say.  Raises `Refused` for a line that is no object of JSON."""
        return map(Line.read, self)

    def __iter__(self) -> Iterator[bytes]:
        return lines_in(self.packed)


def authors(partners: Iterable[Partner]) -> dict[str, tuple[Partner, IdentityCard]]:
    """The trusted offices by the key id they sign with."""
    return {each.key_id: (each, read_card(each.card.encode())) for each in partners}


def unpack(
    segments: Iterable[SealedSegment],
    trusted: Mapping[str, tuple[Partner, IdentityCard]],
    own_unit: str,
    signer: str = "",
    pace: Pace | None = None,
) -> list[Arrived]:
    """The segments of a bundle, each proved by its author's key and within its author's rights.
    `pace` counts their lines.

    `signer` is the key that signed the bundle.  Raises `Refused`, and then nothing of the bundle is
    taken.
    """
    found: list[Arrived] = []
    done = 0
    for each in segments:
        found.append(_unpack(each, trusted, own_unit, signer))
        done += each.header.lines
        if pace is not None:
            pace.reach(done)
    return found


def _unpack(
    segment: SealedSegment,
    trusted: Mapping[str, tuple[Partner, IdentityCard]],
    own_unit: str,
    signer: str,
) -> Arrived:
    header = segment.header
    author = trusted.get(header.author)
    if author is None:
        raise Refused(
            N_("Gói có dữ liệu của một máy chưa được tin cậy. Hãy nhập thẻ nhận dạng của máy đó.")
        )
    partner, card = author
    scope, unit = stream_parts(header.stream)
    _must_own(partner, scope, unit, own_unit)
    verify_segment(segment, card.keys.sign)
    said = segment.outline
    place = _place(header, segment.signature)
    if said is not None:
        place = replace(place, outline=json.dumps(said.written(), sort_keys=True))
    return Arrived(place, segment.packed, header.author == signer)


def _place(header: SegmentHeader, signature: bytes) -> Place:
    scope, unit = stream_parts(header.stream)
    return Place(
        site=header.site,
        scope=scope,
        unit=unit,
        author=header.author,
        first=header.first,
        last=header.last,
        header=json.dumps(asdict(header), sort_keys=True),
        signature=base64.b64encode(signature).decode(),
        hash=header.hash,
        previous=header.previous,
    )


def _must_own(partner: Partner, scope: str, unit: str, own_unit: str) -> None:
    """A commune writes its own streams, the office above the streams down to us and down to all its
    communes (which bears its own unit); nobody else any.
    """
    rights = {
        "lower": scope in UP and unit == partner.unit_id,
        "sister": scope != Scope.LOCAL and unit == own_unit,
        "upper": scope == Scope.DOWN and unit in (own_unit, partner.unit_id),
    }
    if not rights.get(partner.role, False):
        raise Refused(
            N_("«{name}» gửi dữ liệu không thuộc quyền ghi của mình nên gói không được nhập."),
            name=partner.name,
        )


def merge(
    connection: Connection,
    arrived: Sequence[Arrived],
    origin: str,
    tell: Tell = silent,
    receiver: Receiver | None = None,
    *,
    for_good: bool = True,
    limits: AuthorLimits = NO_LIMITS,
) -> MergeReport:
    """Take in everything that is ready, again and again until nothing more is; park the rest.

    A merge that is not `for_good`, because it will be taken back, leaves the search index alone.
    The report tells what of the receiver's own came home, and what is set aside: what its program
    does not understand, and what goes beyond its author's `limits`.

    A segment of which lines are missing is taken in together with the entries that erase them, or
    waits: that the lines are whose they say their author's outline proves, that they may be missing
    an entry of somebody who may erase there.
    """
    parked = _parked(connection)
    waiting = _each_once([*parked, *arrived])
    reduced = [each.place.signature for each in waiting if any(map(is_stub, each))]
    held_back: frozenset[str] = frozenset()
    for attempt in range(_MOST_TRIES + 1):
        pace = Pace(sum(map(_work, waiting)), tell)
        inbox = Inbox(connection, origin, receiver, searchable=for_good, limits=limits, pace=pace)
        with _trying(connection, bool(reduced)) as take_back, _without_collecting():
            report = _merge(inbox, connection, parked, waiting, origin, pace, held_back)
            unlawful = inbox.unlawful()
            if not unlawful:
                return report
            take_back()
        held_back |= unlawful if attempt < _MOST_TRIES else frozenset(reduced)
    raise AssertionError("without reduced segments nothing is missing")


@contextmanager
def _trying(connection: Connection, wanted: bool) -> Iterator[Callable[[], None]]:
    """A part of the transaction that may be taken back alone, where that is wanted."""
    if not wanted:
        yield lambda: None
        return
    with connection.begin_nested() as point:
        yield point.rollback


def _work(each: Arrived) -> int:
    """How much there is to do for a segment: see `Inbox`."""
    return 3 * (each.place.last - each.place.first + 1)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Put Python's search for reference cycles off: a merge makes half a million objects that live
    to its end and not one cycle, and searching them again and again takes a quarter of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _merge(
    inbox: Inbox,
    connection: Connection,
    parked: Sequence[Arrived],
    waiting: Sequence[Arrived],
    origin: str,
    pace: Pace,
    held_back: AbstractSet[str],
) -> MergeReport:
    known = {each.place.signature for each in parked}
    done = 0
    while waiting:
        left: list[Arrived] = []
        for each in waiting:
            pace.reach(done)
            if _settle(inbox, each, known, held_back):
                done += _work(each)
            else:
                left.append(each)
        pace.reach(done)
        if len(left) == len(waiting):
            break
        waiting = left
    _park(connection, waiting, origin)
    inbox.report.parked = len(waiting)
    return inbox.report


def _each_once(segments: Iterable[Arrived]) -> list[Arrived]:
    """Each segment once: what waits already may come again, with lines more or less."""
    unique: dict[str, Arrived] = {}
    for each in segments:
        known = unique.get(each.place.signature)
        unique[each.place.signature] = each if known is None else _fuller(known, each)
    return list(unique.values())


def _fuller(known: Arrived, came: Arrived) -> Arrived:
    """All that two copies of a segment say together: who passes on fewer lines than there are
    keeps nobody else from bringing them.
    """
    ours, theirs = list(known), list(came)
    if ours == theirs:
        return known
    both = [
        there if is_stub(here) and not is_stub(there) else here
        for here, there in zip(ours, theirs, strict=False)
    ]
    return known if both == ours else replace(known, packed=packed(both))


def _settle(
    inbox: Inbox, each: Arrived, parked: AbstractSet[str], held_back: AbstractSet[str]
) -> bool:
    """Apply a segment if it can be, pass over one that is here; says whether it is done with.

    What arrives and is not in order is refused, and the whole bundle with it.  What was parked
    before and now turns out to be another history stays where it is, as evidence: it must not keep
    other bundles out for ever.
    """
    try:
        inbox.must_fit(each.place)
        if inbox.is_known(each.place) or inbox.is_held(each.place, each):
            inbox.report.already += 1
            return True
    except Refused:
        if each.place.signature in parked:
            return False
        raise
    if each.place.signature in held_back or not inbox.ready(each.place, each):
        must_be_whole(each.place, each)
        return False
    inbox.apply(each.place, each, direct=each.direct, bundle=each.bundle)
    return True


def _parked(connection: Connection) -> list[Arrived]:
    found = []
    signers = parking.signers(connection)
    for each in parking.parked(connection):
        header = SegmentHeader.read(json.loads(each.header))
        place = _place(header, base64.b64decode(each.signature))
        place = replace(place, outline=each.reduced)
        direct = signers.get(each.bundle) == header.author
        found.append(Arrived(place, each.lines, direct, each.bundle))
    return found


def _park(connection: Connection, waiting: Sequence[Arrived], origin: str) -> None:
    parking.park(
        connection,
        [
            Parked(
                header=each.place.header,
                signature=each.place.signature,
                lines=packed(each),
                reason=each.place.unit,
                bundle=each.bundle or origin,
                reduced=each.place.outline,
            )
            for each in waiting
        ],
    )
    if waiting:
        strip_waiting(connection)


def missing(connection: Connection) -> list[Gap]:
    """The lines that what is parked waits for, in an office file as it stands."""
    inbox = Inbox(connection, "")
    return gaps(map(_stretch, _parked(connection)), lambda stream: inbox.held(*stream))


def _stretch(each: Arrived) -> Stretch:
    place = each.place
    saw: dict[str, int] = {}
    for line in each.lines:
        for site, upto in dict(line.said.get("saw", {})).items():
            saw[site] = max(saw.get(site, 0), int(upto))
    stream = (place.site, place.scope, place.unit)
    return Stretch(stream, place.author, place.first, place.last, saw)
