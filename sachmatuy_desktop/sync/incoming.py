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
from functools import cached_property

import zstandard

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage import parking
from sachmatuy_desktop.storage.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.inbox import Inbox, Line, MergeReport, Place, must_be_whole
from sachmatuy_desktop.storage.keyring_json import parse_object
from sachmatuy_desktop.storage.outbox import stream_parts
from sachmatuy_desktop.storage.parking import Parked
from sachmatuy_desktop.storage.post import Partner
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync.sealing import SealedSegment, SegmentHeader, open_segment
from sachmatuy_desktop.sync.trust import IdentityCard, read_card

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Arrived:
    """A segment out of a bundle, its author proved; `raw` are its lines as they were signed."""

    place: Place
    raw: bytes
    direct: bool = False
    """Whether its author signed the bundle that brought it."""
    bundle: str = ""
    """The digest of the bundle that brought it, of a segment that waits since then."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What the lines say: read when they are needed, never for a segment that is known.

        Raises `Refused` for a line that is no object of JSON.
        """
        return tuple(map(_line, self.raw.split(b"\n")))

    def forget_lines(self) -> None:
        """Let go of what the lines say; it is ten times what they are as bytes."""
        vars(self).pop("lines", None)


def authors(partners: Iterable[Partner]) -> dict[str, tuple[Partner, IdentityCard]]:
    """The trusted offices by the key id they sign with."""
    return {each.key_id: (each, read_card(each.card.encode())) for each in partners}


def unpack(
    segments: Iterable[SealedSegment],
    trusted: Mapping[str, tuple[Partner, IdentityCard]],
    own_unit: str,
    signer: str = "",
) -> list[Arrived]:
    """The segments of a bundle, each proved by its author's key and within its author's rights.

    `signer` is the key that signed the bundle.  Raises `Refused`, and then nothing of the bundle is
    taken.
    """
    return [_unpack(each, trusted, own_unit, signer) for each in segments]


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
    raw = b"\n".join(open_segment(segment, card.keys.sign))
    return Arrived(_place(header, segment.signature), raw, header.author == signer)


def _line(raw: bytes) -> Line:
    return Line.of(raw, parse_object(raw, "line"))


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
        "lower": scope in (Scope.PEOPLE, Scope.HOUSEHOLDS, Scope.PROGRAMME)
        and unit == partner.unit_id,
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
    progress: Progress | None = None,
    *,
    for_good: bool = True,
    limits: AuthorLimits = NO_LIMITS,
) -> MergeReport:
    """Take in everything that is ready, again and again until nothing more is; park the rest.

    A merge that is not `for_good`, because it will be taken back, leaves the search index alone.
    What goes beyond its author's `limits` is kept and set aside.
    """
    inbox = Inbox(connection, origin, searchable=for_good, limits=limits)
    with _without_collecting():
        return _merge(inbox, connection, arrived, origin, progress)


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
    arrived: Sequence[Arrived],
    origin: str,
    progress: Progress | None,
) -> MergeReport:
    parked = _parked(connection)
    known = {each.place.signature: each.bundle for each in parked}
    waiting = [*parked, *(_first_brought(each, known) for each in arrived)]
    total = len(waiting)
    while waiting:
        left = [each for each in waiting if not _settle(inbox, each, known.keys())]
        if progress is not None:
            progress(total - len(left), total)
        if len(left) == len(waiting):
            break
        waiting = left
    _park(connection, waiting, origin)
    inbox.report.parked = len(waiting)
    return inbox.report


def _first_brought(each: Arrived, parked: Mapping[str, str]) -> Arrived:
    """What waits already stays what an earlier bundle brought."""
    bundle = parked.get(each.place.signature)
    return each if bundle is None else replace(each, bundle=bundle)


def _settle(inbox: Inbox, each: Arrived, parked: AbstractSet[str]) -> bool:
    """Apply a segment if it can be, pass over one that is here; says whether it is done with.

    What arrives and is not in order is refused, and the whole bundle with it.  What was parked
    before and now turns out to be another history stays where it is, as evidence: it must not keep
    other bundles out for ever.
    """
    try:
        inbox.must_fit(each.place)
        if inbox.is_known(each.place) or inbox.is_held(each.place, each.lines):
            inbox.report.already += 1
            return True
    except Refused:
        if each.place.signature in parked:
            return False
        raise
    if not inbox.ready(each.place, each.lines):
        must_be_whole(each.place, each.lines)
        return False
    inbox.apply(each.place, each.lines, direct=each.direct, bundle=each.bundle)
    each.forget_lines()
    return True


def _parked(connection: Connection) -> list[Arrived]:
    found = []
    signers = parking.signers(connection)
    for each in parking.parked(connection):
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(each.lines)
        header = SegmentHeader.read(json.loads(each.header))
        place = _place(header, base64.b64decode(each.signature))
        direct = signers.get(each.bundle) == header.author
        found.append(Arrived(place, raw, direct, each.bundle))
    return found


def packed(raw: bytes) -> bytes:
    """Lines as they are kept while they wait."""
    return zstandard.ZstdCompressor().compress(raw)


def _park(connection: Connection, waiting: Sequence[Arrived], origin: str) -> None:
    unique = {each.place.signature: each for each in reversed(waiting)}
    parking.park(
        connection,
        [
            Parked(
                header=each.place.header,
                signature=each.place.signature,
                lines=packed(each.raw),
                reason=each.place.unit,
                bundle=each.bundle or origin,
            )
            for each in unique.values()
        ],
    )
