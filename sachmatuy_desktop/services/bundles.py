"""Sending what an office has written to another, and taking in what comes.

A bundle is *staged* before it is merged: proved, unpacked, tried out and taken back, so that the
person sees what will happen.  Merging answers with a receipt file for the sender.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.dossier import Dossier
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.services import trusting
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.storage import attachments, outbox, post
from sachmatuy_desktop.storage.backup import back_up
from sachmatuy_desktop.storage.inbox import MergeReport
from sachmatuy_desktop.storage.keyring_json import Json
from sachmatuy_desktop.storage.post import Partner, Passage
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.unit_of_work import Act
from sachmatuy_desktop.sync import attached, incoming, outgoing
from sachmatuy_desktop.sync.bundle import Dispatch, Envelope, Kind, OpenedBundle, open_bundle
from sachmatuy_desktop.sync.bundle_payload import Manifest, OpenedPayload
from sachmatuy_desktop.sync.dossier import dossier_in
from sachmatuy_desktop.sync.incoming import Arrived, Progress
from sachmatuy_desktop.sync.outgoing import Outgoing
from sachmatuy_desktop.sync.trust import (
    IdentityCard,
    KnownKey,
    known,
    read_card,
)

SUFFIX: Final = ".smt"

# -- out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: the file, its number, how many segments and lines, its size in bytes.

    `files` attachments went with it (`file_bytes` bytes), `files_left` wait for a later bundle.
    """

    path: Path
    sequence: int
    segments: int
    lines: int
    size: int
    files: int = 0
    file_bytes: int = 0
    files_left: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave the office in the next bundle: changed records by register, attachments.

    `files` attachments of `file_bytes` bytes fit into it, `files_left` more wait for a later one.
    """

    partner: Partner
    records: dict[str, int]
    files: int = 0
    file_bytes: int = 0
    files_left: int = 0


def _scopes(partner: Partner) -> tuple[Scope, ...]:
    """A commune of equal rank gets no stream at all: only persons' files go there."""
    return {
        "upper": outgoing.UP,
        "lower": outgoing.DOWN,
        "sister": (*outgoing.UP, *outgoing.DOWN),
    }.get(partner.role, ())


def _stream_units(office: Office, partner: Partner) -> tuple[str, ...]:
    """Whose streams travel: a commune's own, or what is written for the commune below.

    What an office above writes for all its communes bears its own unit, so that goes down too; and
    between the PCs of one office, what came from above goes along.
    """
    own = office.info.unit_id
    if partner.role == "lower":
        return tuple(dict.fromkeys((partner.unit_id, own)))
    above = [each.unit_id for each in trusting.partners(office) if each.role == "upper"]
    return tuple(dict.fromkeys((own, *above)))


def _files_unit(office: Office, partner: Partner) -> str:
    """Whose records' attachments travel."""
    return _stream_units(office, partner)[0]


def leaving(office: Office, key_id: str) -> Leaving:
    """What the next bundle to a partner would say, before it is written."""
    partner = trusting.partner_of(office, key_id)
    with office.store.reading() as connection:
        counts = outbox.unacknowledged(
            connection, _scopes(partner), _stream_units(office, partner), key_id
        )
        waiting = _waiting_files(connection, office, partner, key_id)
    chosen = attached.choose(office.store.files, waiting)
    size = sum(chosen.values())
    return Leaving(partner, counts, len(chosen), size, len(waiting) - len(chosen))


def _waiting_files(
    connection: Connection, office: Office, partner: Partner, key_id: str | None
) -> dict[str, int]:
    """The contents of attachments a partner lacks, all for `None`: SHA-256 and size."""
    return attachments.to_send(
        connection, office.store.files, _scopes(partner), _files_unit(office, partner), key_id
    )


def export(
    office: Office,
    key_id: str,
    path: Path,
    *,
    everything: bool = False,
    with_files: bool = True,
) -> ExportReport:
    """Write the bundle for a partner: all it has not acknowledged, or everything.

    Without `with_files` the attachments' contents stay; a later bundle brings them.
    The file appears under its name only when it is whole, flushed and read back.  Raises
    `StorageTrouble` (stick full, read-only, pulled), `NotAllowed`, `NotFound`.
    """
    office.info.role.must("sends")
    partner = trusting.partner_of(office, key_id)
    card = read_card(partner.card.encode())
    with office.store.writing() as connection:
        waiting = _waiting_files(connection, office, partner, None if everything else key_id)
        chosen = attached.choose(office.store.files, waiting) if with_files else {}
        bundle = gather(connection, office, partner, chosen, everything=everything)
        kind = Kind.RETURN if partner.role == "lower" else Kind.CHANGES
        said = {"lines": bundle.lines, "files": len(chosen)}
        dispatch = numbered(connection, office, partner, kind, said)
    envelope = outgoing.send(
        path, bundle, office.keys, card.keys, dispatch, _cards(office, partner)
    )
    remember_digest(office, partner, envelope)
    why = f"{partner.name}, gói số {dispatch.sequence}"
    with office.store.begin(Act("bundle.export", office.account.name)) as work:
        work.note(Scope.LOCAL, why)
        work.commit()
    size = path.stat().st_size
    return ExportReport(
        path,
        dispatch.sequence,
        len(bundle.segments),
        bundle.lines,
        size,
        len(chosen),
        sum(chosen.values()),
        len(waiting) - len(chosen),
    )


def gather(
    connection: Connection,
    office: Office,
    partner: Partner,
    chosen: Mapping[str, int],
    *,
    everything: bool = False,
) -> Outgoing:
    """What the next bundle to a partner holds: the segments it may have and has not acknowledged,
    or all of them, and the attachments `chosen`.  Seals what this site has written.
    """
    scopes = _scopes(partner)
    outgoing.seal_new(connection, office.keys, scopes)
    return outgoing.gather(
        connection,
        scopes,
        _stream_units(office, partner),
        None if everything else partner.key_id,
        {"program": __version__},
        office.store.files,
        chosen,
    )


def _cards(office: Office, partner: Partner) -> dict[str, bytes]:
    """The cards of the authors whose segments travel: ours, and our sister PCs'."""
    sisters = [each for each in trusting.partners(office) if each.role == "sister"]
    cards = {office.keys.device.public.key_id: trusting.own_card(office)}
    cards |= {each.key_id: each.card.encode() for each in sisters if each != partner}
    return {f"cert/{key_id.lower()}.json": card for key_id, card in cards.items()}


def numbered(
    connection: Connection,
    office: Office,
    partner: Partner,
    kind: Kind,
    summary: Mapping[str, object],
) -> Dispatch:
    """The number of the next bundle to a partner, entered in the book of bundles."""
    dispatch = outgoing.next_dispatch(
        connection,
        kind,
        partner.key_id,
        _epoch(office),
        office.clock.stamp(),
        training=office.info.training,
    )
    post.record_passage(
        connection,
        Passage(
            "out",
            "",
            kind,
            partner.key_id,
            partner.unit_id,
            dispatch.epoch,
            dispatch.sequence,
            dispatch.created,
            dispatch.created,
            json.dumps(summary),
        ),
    )
    return dispatch


def remember_digest(office: Office, partner: Partner, envelope: Envelope) -> None:
    """Enter what a numbered bundle turned out to be, so that its receipt is recognised."""
    dispatch = envelope.dispatch
    with office.store.writing() as connection:
        post.set_digest(
            connection,
            partner.key_id,
            dispatch.epoch,
            dispatch.sequence,
            envelope.payload_sha256,
        )


def _epoch(office: Office) -> int:
    """Bundles are numbered anew by every incarnation of the office file."""
    digest = hashlib.sha256(office.store.facts.site.encode()).digest()
    return int.from_bytes(digest[:4], "big") + 1


# -- in -------------------------------------------------------------------------------------------


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
    report = _try_out(office, sender, arrived, opened.payload, digest)
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


def _try_out(
    office: Office,
    sender: Partner,
    arrived: Sequence[Arrived],
    payload: OpenedPayload,
    digest: str,
) -> MergeReport:
    with office.store.trying() as connection:
        report = incoming.merge(connection, arrived, digest, for_good=False)
        _take_files(connection, office, sender, payload, report, for_good=False)
        return report


def _take_files(
    connection: Connection,
    office: Office,
    sender: Partner,
    payload: OpenedPayload,
    report: MergeReport,
    *,
    for_good: bool = True,
) -> None:
    """The attachments' contents that came, of the units whose streams the sender may write."""
    unit = sender.unit_id if sender.role == "lower" else office.info.unit_id
    attached.take(connection, office.store.files, payload, [unit], report, for_good=for_good)


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
            _take_files(connection, office, staged.sender, staged.payload, report)
        hear(connection, office, staged.sender, staged.envelope.dispatch, staged.manifest)
        record_in(connection, office, staged, summary_of(report))
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


def summary_of(report: MergeReport) -> dict[str, int]:
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
