"""Proving a bundle and trying it out: what merging it would do, before anybody decides.

Staging is the merge itself, taken back, so what it says is what happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sachmatuy_desktop.domain.dossier import Dossier
from sachmatuy_desktop.errors import N_, KnownError, Refused
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync import key_news, trusting
from sachmatuy_desktop.services.sync.previewing import Look, Preview
from sachmatuy_desktop.services.sync.versions import judged, told_versions
from sachmatuy_desktop.storage.pace import Pace, Tell, in_turns, silent
from sachmatuy_desktop.storage.stopping import Told, stoppable
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import numbering, post
from sachmatuy_desktop.storage.sync.author_limits import NO_LIMITS, AuthorLimits
from sachmatuy_desktop.storage.sync.inbox import Receiver
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync import attached, incoming
from sachmatuy_desktop.sync.attached import Origin
from sachmatuy_desktop.sync.bundle import Envelope, Kind, OpenedBundle, inspect, open_bundle
from sachmatuy_desktop.sync.bundle_payload import Manifest, OpenedPayload
from sachmatuy_desktop.sync.directory import Directory, News, hear
from sachmatuy_desktop.sync.dossier import dossier_in
from sachmatuy_desktop.sync.incoming import Arrived
from sachmatuy_desktop.sync.parts import Part, part_of
from sachmatuy_desktop.sync.trust import CARD, IdentityCard, kind_of, read_card

__all__ = [
    "Staged",
    "came_before",
    "look_further",
    "origin_of",
    "parts_missing",
    "receiver_of",
    "stage",
]


@dataclass(frozen=True)
class Staged:
    """A bundle that was proved and tried out: what merging it would do."""

    path: Path
    digest: str
    kind: Kind
    sender: Partner
    envelope: Envelope
    manifest: Manifest
    known_already: bool
    report: MergeReport
    arrived: tuple[Arrived, ...] = field(repr=False, default=())
    payload: OpenedPayload | None = field(repr=False, default=None)
    """The opened bundle, for the attachments it carries; None for one that came in before."""
    dossier: Dossier | None = field(repr=False, default=None)
    """The person's file in a bundle of kind `transfer`."""
    part: Part | None = None
    """Which part of a bundle that was split."""
    parts_missing: tuple[int, ...] = ()
    """The other parts that have not been taken in yet."""
    news: News = field(repr=False, default=News())
    """What it says of keys, to be kept with it."""
    told: tuple[KnownError, ...] = ()
    """What a person ought to read about keys before taking it in."""
    limits: AuthorLimits = field(repr=False, default_factory=lambda: NO_LIMITS)
    """The bounds of what authors may have applied here."""
    preview: Preview = field(repr=False, default_factory=Preview)
    """What an officer reads before deciding."""

    @property
    def brings_nothing(self) -> bool:
        """Whether it brings nothing that is not here.  It is taken in all the same: it is one of
        its sender's row, and says what the sender holds by now, perhaps less than before.
        """
        return self.report.nothing_new and not self.news


def stage(office: Office, path: Path, tell: Tell = silent) -> Staged:
    """Prove a bundle and try it out; nothing is changed, also when an error in `tell` stops it.

    Raises `Refused` with one sentence for whatever is not in order, `StorageTrouble`.
    """
    office.info.role.must("sends")
    before = trusting.directory(office)
    stamp = office.clock.stamp()
    news, known = hear(before, inspect(path).envelope.successions, stamp)

    def new_here(envelope: Envelope) -> None:
        with office.store.reading() as connection:
            known_already = came_before(connection, envelope, known.living(envelope.sender))
        # A person's file says itself whether it was taken in; that may have been undone since.
        if known_already and envelope.dispatch.kind is not Kind.TRANSFER:
            raise _KnownAlready(envelope)

    try:
        opened = open_bundle(
            path, office.keys.device, known.known_keys(), new_here, training=office.info.training
        )
    except _KnownAlready as known_already:
        return _staged_before(path, known_already.envelope, known)
    signer = opened.envelope.sender
    sender = known.by_key[known.living(signer)]
    texts = opened.payload.certificates()
    more, known = hear(known, texts.values(), stamp)
    news += more
    told = (*news.told, *key_news.warnings_of(known, signer, office.clock.today()))
    if opened.envelope.dispatch.kind is Kind.TRANSFER:
        return _staged_person(office, path, sender, opened, news, told)
    turns = in_turns(tell, (1, 9))
    trusted = {**_sisters_of(sender, texts), **known.authors(), **trusting.itself(office)}
    arrived = tuple(
        incoming.unpack(
            opened.payload.segments(),
            trusted,
            office.info.unit_id,
            signer,
            Pace(sum(each.lines for each in opened.payload.headers), turns[0]),
        )
    )
    attached.must_be_sound(opened.payload)
    part = part_of(opened.payload.manifest)
    proved = Staged(
        path,
        opened.envelope.payload_sha256,
        opened.envelope.dispatch.kind,
        sender,
        opened.envelope,
        opened.payload.manifest,
        known_already=False,
        report=MergeReport(),
        arrived=arrived,
        payload=opened.payload,
        part=part,
        news=news,
        told=told,
        limits=known.limits(),
    )
    return _tried(office, proved, checking.knows_the_alike(office), turns[1])


def look_further(office: Office, staged: Staged, tell: Tell = silent) -> Staged:
    """The same bundle tried out again, and asked everything that a first bundle is not asked at
    once; see `Preview.is_whole`.  Raises `Refused`, `StorageTrouble`.
    """
    office.info.role.must("sends")
    turns = in_turns(tell, (2, 3))
    checking.know_the_alike(office, turns[0])
    return _tried(office, staged, True, turns[1], thorough=True)


def _tried(
    office: Office, proved: Staged, keys_known: bool, tell: Tell, *, thorough: bool = False
) -> Staged:
    """Merge it, look at what that would do, and take it back."""
    told = Told(tell)
    turns = in_turns(told, (2, 1))
    with office.store.trying() as connection, stoppable(connection, told.again):
        key_id = proved.sender.key_id
        missing = parts_missing(connection, proved.envelope, proved.part, key_id)
        origin = origin_of(office, proved.sender, missing)
        report = incoming.merge(
            connection,
            proved.arrived,
            proved.digest,
            turns[0],
            receiver_of(office),
            for_good=False,
            limits=proved.limits,
        )
        if proved.payload is not None:
            files = office.store.files
            attached.take(connection, files, proved.payload, origin, report, for_good=False)
        with office.store.reading() as before, stoppable(before, told.again):
            look = Look(office, before, connection, report, keys_known, thorough)
            preview = look.preview(proved.sender, proved.envelope.dispatch, turns[1])
    beside = judged(office, told_versions(proved.manifest.versions))
    preview = replace(preview, versions=beside)
    return replace(proved, report=report, parts_missing=missing, preview=preview)


def _staged_person(
    office: Office,
    path: Path,
    sender: Partner,
    opened: OpenedBundle,
    news: News,
    told: tuple[KnownError, ...],
) -> Staged:
    if office.info.kind == RECEIVING:
        raise Refused(N_("Gói này chuyển hồ sơ một người; chỉ xã nơi người đó đến mới tiếp nhận."))
    return Staged(
        path,
        opened.envelope.payload_sha256,
        Kind.TRANSFER,
        sender,
        opened.envelope,
        opened.payload.manifest,
        known_already=False,
        report=MergeReport(),
        payload=opened.payload,
        dossier=dossier_in(opened.payload),
        news=news,
        told=told,
    )


def receiver_of(office: Office) -> Receiver:
    """This office as the one who takes in."""
    keys = frozenset(trusting.office_keys(office))
    return Receiver(keys, wall_ms=office.clock.believed_ms())


class _KnownAlready(Exception):
    """The very bundle came in before: nothing of it needs to be decrypted again."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__()
        self.envelope = envelope


def _staged_before(path: Path, envelope: Envelope, known: Directory) -> Staged:
    return Staged(
        path,
        envelope.payload_sha256,
        envelope.dispatch.kind,
        known.by_key[known.living(envelope.sender)],
        envelope,
        Manifest(),
        known_already=True,
        report=MergeReport(),
    )


def came_before(connection: Connection, envelope: Envelope, partner: str) -> bool:
    """Whether this very bundle came in before, and all that it brought is still here;
    raises `Refused` for another with its number.

    `partner` is the sender's present key, under which the book of bundles keeps it.
    """
    dispatch = envelope.dispatch
    before = numbering.same_number(
        connection, partner, dispatch.epoch, dispatch.sequence, dispatch.kind
    )
    if before is not None and before != envelope.payload_sha256:
        raise Refused(
            N_("Đã nhập một gói khác mang cùng số {number} của nơi gửi. Hãy báo nơi gửi kiểm tra."),
            number=dispatch.sequence,
        )
    return before is not None and not post.undone_before(connection, before)


def _sisters_of(
    sender: Partner, cards: dict[str, bytes]
) -> dict[str, tuple[Partner, IdentityCard]]:
    """Other PCs of the sender's own unit, vouched for by the sender's signed bundle."""
    found = {}
    for data in cards.values():
        if kind_of(data) != CARD:
            continue
        card = read_card(data)
        if card.unit == sender.unit_id:
            found[card.keys.key_id] = (sender, card)
    return found


def parts_missing(
    connection: Connection, envelope: Envelope, part: Part | None, partner: str
) -> tuple[int, ...]:
    """The other parts of the bundle that have not come in, by their numbers."""
    if part is None:
        return ()
    dispatch = envelope.dispatch
    here = numbering.numbers_in(connection, partner, dispatch.epoch, dispatch.kind)
    numbers = part.sequences(dispatch.sequence)
    return tuple(
        number
        for number, sequence in numbers.items()
        if number != part.number and sequence not in here
    )


def origin_of(office: Office, sender: Partner, missing: Sequence[int]) -> Origin:
    """Whose attachments' contents may come: of the units whose streams the sender may write."""
    unit = sender.unit_id if sender.role == "lower" else office.info.unit_id
    return Origin(sender.key_id, (unit,), more_coming=bool(missing))
