"""Taking in what another office has sent; what leaves is told in `sending`.

A bundle is *staged* before it is merged: proved, unpacked, tried out and taken back, so that the
person sees what will happen.  Merging answers with a receipt file for the sender.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sachmatuy_desktop.domain.dossier import Dossier
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.services import trusting
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sending import (
    SUFFIX,
    ExportReport,
    Leaving,
    choose_carried,
    described,
    export,
    gather,
    leaving,
    may_choose,
    numbered,
    numbers_told,
    remember_digest,
)
from sachmatuy_desktop.storage import outbox, post
from sachmatuy_desktop.storage.backup import back_up
from sachmatuy_desktop.storage.inbox import MergeReport
from sachmatuy_desktop.storage.keyring_json import Json
from sachmatuy_desktop.storage.post import Partner, Passage
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync import attached, incoming, outgoing
from sachmatuy_desktop.sync.attached import Origin
from sachmatuy_desktop.sync.bundle import Dispatch, Envelope, Kind, OpenedBundle, open_bundle
from sachmatuy_desktop.sync.bundle_payload import Manifest, OpenedPayload
from sachmatuy_desktop.sync.dossier import dossier_in
from sachmatuy_desktop.sync.incoming import Arrived, Progress
from sachmatuy_desktop.sync.parts import Part, part_of
from sachmatuy_desktop.sync.trust import (
    IdentityCard,
    KnownKey,
    known,
    read_card,
)

__all__ = [
    "SUFFIX",
    "ExportReport",
    "Leaving",
    "MergeOutcome",
    "Staged",
    "came_before",
    "choose_carried",
    "export",
    "gather",
    "leaving",
    "may_choose",
    "merge",
    "numbered",
    "numbers_told",
    "passages",
    "record_in",
    "remember_digest",
    "stage",
    "summary_of",
    "write_receipt",
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


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What merging did, and the receipt for the sender (none for a receipt)."""

    report: MergeReport
    receipt: Path | None


def stage(office: Office, path: Path) -> Staged:
    """Prove a bundle and try it out; nothing is changed.

    Raises `Refused` with one sentence for whatever is not in order, `StorageTrouble`.
    """
    office.info.role.must("sends")
    trusted = incoming.authors(trusting.partners(office))
    keys = known(
        *(KnownKey(card.keys, each.name, (), each.revoked_from) for each, card in trusted.values())
    )

    def new_here(envelope: Envelope) -> None:
        with office.store.reading() as connection:
            known_already = came_before(connection, envelope)
        # A person's file says itself whether it was taken in; that may have been undone since.
        if known_already and envelope.dispatch.kind is not Kind.TRANSFER:
            raise _KnownAlready(envelope)

    try:
        opened = open_bundle(
            path, office.keys.device, keys, new_here, training=office.info.training
        )
    except _KnownAlready as known_already:
        return _staged_before(path, known_already.envelope, trusted)
    sender = trusted[opened.envelope.sender][0]
    if opened.envelope.dispatch.kind is Kind.TRANSFER:
        return _staged_person(office, path, sender, opened)
    arrived = tuple(
        incoming.unpack(
            opened.payload.segments(),
            {
                **_sisters_of(sender, opened.payload.certificates()),
                **trusting.authors(office),
            },
            office.info.unit_id,
        )
    )
    attached.must_be_sound(opened.payload)
    digest = opened.envelope.payload_sha256
    part = part_of(opened.payload.manifest)
    with office.store.trying() as connection:
        missing = _parts_missing(connection, opened.envelope, part)
        origin = _origin(office, sender, missing)
        report = incoming.merge(connection, arrived, digest, for_good=False)
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
    )


def _staged_person(office: Office, path: Path, sender: Partner, opened: OpenedBundle) -> Staged:
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
    )


class _KnownAlready(Exception):
    """The very bundle came in before: nothing of it needs to be decrypted again."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__()
        self.envelope = envelope


def _staged_before(
    path: Path, envelope: Envelope, trusted: Mapping[str, tuple[Partner, IdentityCard]]
) -> Staged:
    return Staged(
        path,
        envelope.payload_sha256,
        envelope.dispatch.kind,
        trusted[envelope.sender][0],
        envelope,
        Manifest(),
        known_already=True,
        report=MergeReport(),
    )


def came_before(connection: Connection, envelope: Envelope) -> bool:
    """Whether this very bundle came in before; raises `Refused` for another with its number."""
    dispatch = envelope.dispatch
    before = post.same_number(
        connection, envelope.sender, dispatch.epoch, dispatch.sequence, dispatch.kind
    )
    if before is not None and before != envelope.payload_sha256:
        raise Refused(
            N_("Đã nhập một gói khác mang cùng số {number} của nơi gửi. Hãy báo nơi gửi kiểm tra."),
            number=dispatch.sequence,
        )
    return before is not None


def _sisters_of(
    sender: Partner, cards: dict[str, bytes]
) -> dict[str, tuple[Partner, IdentityCard]]:
    """Other PCs of the sender's own unit, vouched for by the sender's signed bundle."""
    found = {}
    for data in cards.values():
        card = read_card(data)
        if card.unit == sender.unit_id:
            found[card.keys.key_id] = (sender, card)
    return found


def _parts_missing(
    connection: Connection, envelope: Envelope, part: Part | None
) -> tuple[int, ...]:
    """The other parts of the bundle that have not come in, by their numbers."""
    if part is None:
        return ()
    dispatch = envelope.dispatch
    here = post.numbers_in(connection, envelope.sender, dispatch.epoch, dispatch.kind)
    numbers = part.sequences(dispatch.sequence)
    return tuple(
        number
        for number, sequence in numbers.items()
        if number != part.number and sequence not in here
    )


def _origin(office: Office, sender: Partner, missing: Sequence[int]) -> Origin:
    """Whose attachments' contents may come: of the units whose streams the sender may write."""
    unit = sender.unit_id if sender.role == "lower" else office.info.unit_id
    return Origin(sender.key_id, (unit,), more_coming=bool(missing))


def merge(office: Office, staged: Staged, progress: Progress | None = None) -> MergeOutcome:
    """Take a staged bundle in: backup, one transaction, a receipt file beside the bundle.

    Twice is harmless.  Raises `Refused` or `StorageTrouble`, and then nothing has changed.
    """
    office.info.role.must("sends")
    if staged.known_already:
        return MergeOutcome(MergeReport(already=len(staged.arrived)), None)
    if staged.kind is not Kind.RECEIPT:
        back_up(office.store, office.keyring, office.keys, "merge")
    with office.store.writing() as connection:
        report = incoming.merge(connection, staged.arrived, staged.digest, progress)
        attached.hear_lacking(connection, staged.sender.key_id, staged.manifest)
        if staged.payload is not None:
            missing = _parts_missing(connection, staged.envelope, staged.part)
            origin = _origin(office, staged.sender, missing)
            attached.take(connection, office.store.files, staged.payload, origin, report)
        hear(connection, office, staged.sender, staged.envelope.dispatch, staged.manifest)
        record_in(connection, office, staged, summary_of(report) | described(staged.manifest))
    if staged.kind is Kind.RECEIPT:
        return MergeOutcome(report, None)
    return MergeOutcome(report, write_receipt(office, staged))


def hear(
    connection: Connection,
    office: Office,
    sender: Partner,
    dispatch: Dispatch,
    manifest: Manifest,
) -> None:
    """Remember what the sender said it holds.  The newest word counts, even if it is less than an
    earlier one: then the sender was restored from a backup and lacks what it once acknowledged.
    """
    newest = post.is_newest(connection, sender.key_id, dispatch.epoch, dispatch.sequence)
    units = (sender.unit_id, office.info.unit_id) if newest else ()
    outbox.acknowledge(connection, sender.key_id, manifest.acknowledged, units)


def summary_of(report: MergeReport) -> dict[str, object]:
    """The figures of a merge, as the book of bundles keeps them."""
    return {
        "new": sum(report.new.values()),
        "changed": sum(report.changed.values()),
        "removed": sum(report.removed.values()),
        "conflicts": len(report.conflicts),
        "parked": report.parked,
        "files": report.files,
        "quarantined": len(report.quarantined),
    }


def record_in(
    connection: Connection, office: Office, staged: Staged, summary: Mapping[str, object]
) -> None:
    """Enter a bundle that was taken in."""
    dispatch = staged.envelope.dispatch
    post.record_passage(
        connection,
        Passage(
            "in",
            staged.digest,
            dispatch.kind,
            staged.sender.key_id,
            staged.sender.unit_id,
            dispatch.epoch,
            dispatch.sequence,
            dispatch.created,
            office.clock.stamp(),
            json.dumps(summary),
        ),
    )


def write_receipt(office: Office, staged: Staged) -> Path:
    """A receipt: what this office now holds of the sender's streams, signed, beside the bundle."""
    partner = staged.sender
    card = read_card(partner.card.encode())
    path = staged.path.with_name(f"{staged.path.stem}.bien-nhan{SUFFIX}")
    with office.store.writing() as connection:
        units = [partner.unit_id, office.info.unit_id]
        held = outbox.held_vector(connection, units)
        lacking = attached.note_lacking(connection, office.store.files, units)
        dispatch = numbered(connection, office, partner, Kind.RECEIPT, {})
    notes: dict[str, Json] = {"bundle": staged.digest, **lacking}
    manifest = Manifest(held=held, acknowledged=held, notes=notes)
    outgoing.send(path, outgoing.Outgoing((), manifest), office.keys, card.keys, dispatch, {})
    return path


def passages(office: Office) -> list[Passage]:
    """The bundles sent and taken in, newest first."""
    with office.store.reading() as connection:
        return post.passages(connection)
