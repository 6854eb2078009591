"""Proving a bundle and trying it out: what merging it would do, before anybody decides.

Staging is the merge itself, taken back, so what it says is what happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sachmatuy_desktop.domain.dossier import Dossier
from sachmatuy_desktop.errors import N_, KnownError, Refused
from sachmatuy_desktop.services import key_news, trusting
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.storage import post
from sachmatuy_desktop.storage.inbox import MergeReport
from sachmatuy_desktop.storage.post import Partner
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync import attached, incoming
from sachmatuy_desktop.sync.attached import Origin
from sachmatuy_desktop.sync.bundle import Envelope, Kind, OpenedBundle, inspect, open_bundle
from sachmatuy_desktop.sync.bundle_payload import Manifest, OpenedPayload
from sachmatuy_desktop.sync.directory import Directory, News, hear
from sachmatuy_desktop.sync.dossier import dossier_in
from sachmatuy_desktop.sync.incoming import Arrived
from sachmatuy_desktop.sync.parts import Part, part_of
from sachmatuy_desktop.sync.trust import CARD, IdentityCard, kind_of, read_card

__all__ = ["Staged", "came_before", "origin_of", "parts_missing", "stage"]


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

    @property
    def changes_nothing(self) -> bool:
        """Whether taking it in would leave everything as it is."""
        return self.known_already or (self.report.nothing_new and not self.news)


def stage(office: Office, path: Path) -> Staged:
    """Prove a bundle and try it out; nothing is changed.

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
    arrived = tuple(
        incoming.unpack(
            opened.payload.segments(),
            {
                **_sisters_of(sender, texts),
                **known.authors(),
                **trusting.itself(office),
            },
            office.info.unit_id,
            signer,
        )
    )
    attached.must_be_sound(opened.payload)
    digest = opened.envelope.payload_sha256
    part = part_of(opened.payload.manifest)
    with office.store.trying() as connection:
        missing = parts_missing(connection, opened.envelope, part, sender.key_id)
        origin = origin_of(office, sender, missing)
        report = incoming.merge(connection, arrived, digest, for_good=False, limits=known.limits())
        files = office.store.files
        attached.take(connection, files, opened.payload, origin, report, for_good=False)
    return Staged(
        path,
        digest,
        opened.envelope.dispatch.kind,
        sender,
        opened.envelope,
        opened.payload.manifest,
        known_already=False,
        report=report,
        arrived=arrived,
        payload=opened.payload,
        part=part,
        parts_missing=missing,
        news=news,
        told=told,
    )


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
    before = post.same_number(connection, partner, dispatch.epoch, dispatch.sequence, dispatch.kind)
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
    here = post.numbers_in(connection, partner, dispatch.epoch, dispatch.kind)
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
