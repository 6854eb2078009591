"""A bundle into the journal: proved, unpacked, put in order, merged in one transaction.

The preview is the merge itself, taken back: what it says will happen is what happens.
"""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Final

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage import parking
from sachmatuy_desktop.storage.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.gaps import Gap, Stretch, gaps
from sachmatuy_desktop.storage.inbox import Inbox, MergeReport, Receiver
from sachmatuy_desktop.storage.inbox_lines import Line, Place, must_be_whole
from sachmatuy_desktop.storage.keyring_json import Fields, parse_object
from sachmatuy_desktop.storage.outbox import stream_parts
from sachmatuy_desktop.storage.pace import Pace, Tell, silent
from sachmatuy_desktop.storage.packing import lines_in, packed
from sachmatuy_desktop.storage.parking import Parked
from sachmatuy_desktop.storage.post import Partner
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync.outgoing import UP
from sachmatuy_desktop.sync.sealing import (
    REDUCED,
    Reduction,
    SealedSegment,
    SegmentHeader,
    verify_segment,
)
from sachmatuy_desktop.sync.trust import KEY_ID_PATTERN, IdentityCard, kind_of, read_card

_NOT_THEIRS: Final = N_(
    "Giấy báo phần đã xóa của «{name}» không mang chữ ký đúng; hãy xin bên gửi xuất lại gói."
)


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
    said = segment.reduction
    place = _place(header, segment.signature)
    if said is not None:
        place = replace(place, reduced=json.dumps(said.written(), sort_keys=True))
    return Arrived(place, segment.packed, header.author == signer)


def reductions(
    texts: Iterable[bytes], trusted: Mapping[str, tuple[Partner, IdentityCard]]
) -> dict[str, tuple[str, str]]:
    """What authors say is left of their segments: hash → author's key id and the text.

    A text of somebody not trusted is passed over.  Raises `Refused` for one that is not signed by
    whoever it names.
    """
    found: dict[str, tuple[str, str]] = {}
    for data in texts:
        if kind_of(data) != REDUCED:
            continue
        fields = Fields(parse_object(data, REDUCED), REDUCED)
        signer = fields.matching("signer", KEY_ID_PATTERN)
        if signer not in trusted:
            continue
        statement = {**fields.whole("statement"), "signature": fields.text("signature")}
        said = Reduction.read(statement)
        if not said.proved_by(trusted[signer][1].keys.sign):
            raise Refused(_NOT_THEIRS, name=trusted[signer][0].name)
        found[said.segment] = (signer, json.dumps(said.written(), sort_keys=True))
    return found


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
    """
    parked = _parked(connection)
    waiting = _each_once([*parked, *arrived])
    pace = Pace(sum(map(_work, waiting)), tell)
    inbox = Inbox(connection, origin, receiver, searchable=for_good, limits=limits, pace=pace)
    with _without_collecting():
        return _merge(inbox, connection, parked, waiting, origin, pace)


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
) -> MergeReport:
    known = {each.place.signature for each in parked}
    done = 0
    while waiting:
        left: list[Arrived] = []
        for each in waiting:
            pace.reach(done)
            if _settle(inbox, each, known):
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
    """The first of those that are the same: what waits already may come again."""
    unique: dict[str, Arrived] = {}
    for each in segments:
        unique.setdefault(each.place.signature, each)
    return list(unique.values())


def _settle(inbox: Inbox, each: Arrived, parked: AbstractSet[str]) -> bool:
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
    if not inbox.ready(each.place, each):
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
        place = replace(place, reduced=each.reduced)
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
                reduced=each.place.reduced,
            )
            for each in waiting
        ],
    )


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
