"""Taking in what another office has sent.

What leaves is told in `sending`.  A bundle is staged before it is merged (`staging`): proved,
unpacked, tried out and taken back, so that the person sees what will happen.  Merging answers with
a receipt file for the sender (`receipts`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop.domain.clock import day_of
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.erasures.erasing import clear_away
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import witnessing
from sachmatuy_desktop.services.sync import key_news, receipts, trusting
from sachmatuy_desktop.services.sync.receipts import write_receipt
from sachmatuy_desktop.services.sync.sending import (
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
    sent_summary,
)
from sachmatuy_desktop.services.sync.staging import (
    Staged,
    came_before,
    look_further,
    origin_of,
    parts_missing,
    receiver_of,
    stage,
)
from sachmatuy_desktop.storage.backups.backup import back_up
from sachmatuy_desktop.storage.pace import Tell, silent
from sachmatuy_desktop.storage.stopping import Told, stoppable
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import numbering, outbox, post
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.storage.sync.undone import forget_set_aside
from sachmatuy_desktop.sync import attached, incoming
from sachmatuy_desktop.sync.bundle import Dispatch, Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest

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
    "look_further",
    "may_choose",
    "merge",
    "numbered",
    "numbers_told",
    "passages",
    "record_in",
    "remember_digest",
    "sent_summary",
    "stage",
    "summary_of",
    "vector_said",
    "with_receipt",
    "write_receipt",
]


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What merging did, and the receipt for the sender (none for a receipt).

    `trouble` is why none could be written beside the bundle: the stick is read-only, or was pulled.
    """

    report: MergeReport
    receipt: Path | None
    trouble: StorageTrouble | None = None


def merge(office: Office, staged: Staged, tell: Tell = silent) -> MergeOutcome:
    """Take a staged bundle in: backup, one transaction, a receipt file beside the bundle.

    Twice is harmless.  Raises `Refused` or `StorageTrouble`, and then nothing has changed.
    """
    office.info.role.must("sends")
    if staged.known_already:
        return MergeOutcome(MergeReport(already=len(staged.arrived)), None)
    answered = receipts.told_by(staged)
    if staged.kind is not Kind.RECEIPT:
        back_up(office.store, office.keyring, office.keys, "merge")
    told = Told(tell)
    with office.store.writing() as connection, stoppable(connection, told.again):
        key_news.take_in(connection, office, staged.news)
        limits = trusting.directory_in(connection, office).limits()
        report = incoming.merge(
            connection, staged.arrived, staged.digest, told, receiver_of(office), limits=limits
        )
        attached.hear_lacking(connection, staged.sender.key_id, staged.manifest)
        if staged.payload is not None:
            missing = parts_missing(connection, staged.envelope, staged.part, staged.sender.key_id)
            origin = origin_of(office, staged.sender, missing)
            attached.take(connection, office.store.files, staged.payload, origin, report)
        hear(
            connection,
            office,
            staged.sender,
            staged.envelope.dispatch,
            staged.manifest,
            signer=staged.envelope.sender,
        )
        if staged.kind is Kind.RECEIPT:
            witnessing.hear_receipt(connection, office, staged.sender, staged.manifest)
        witnessing.see(connection, office, staged.sender, staged.envelope.dispatch, staged.manifest)
        summary = summary_of(report) | described(staged.manifest) | answered
        record_in(connection, office, staged, summary)
        forget_set_aside(connection)
    key_news.note(office, staged.news)
    office.checkpoint_if_due()
    if report.erased:
        clear_away(office)
    revoked = staged.sender.ending is not None  # a key of that office: nothing is sealed for it
    if staged.kind is Kind.RECEIPT or revoked:
        return MergeOutcome(report, None)
    return with_receipt(office, staged, report)


def with_receipt(office: Office, staged: Staged, report: MergeReport) -> MergeOutcome:
    """What was taken in, with its receipt.  It stays in where the stick takes no receipt: that can
    be written again from the book of bundles.
    """
    try:
        return MergeOutcome(report, write_receipt(office, staged))
    except StorageTrouble as error:
        return MergeOutcome(report, None, error)


def hear(
    connection: Connection,
    office: Office,
    sender: Partner,
    dispatch: Dispatch,
    manifest: Manifest,
    *,
    signer: str = "",
) -> None:
    """Remember what the sender said it holds.  The newest word counts, even if it is less than an
    earlier one, or nothing at all: then the sender was restored from a backup, or has undone a
    bundle, and lacks what it once acknowledged.

    `signer` is the key that signed it, if that is not the sender's present one: an earlier word.
    """
    newest = signer in ("", sender.key_id) and numbering.is_newest(
        connection, sender.key_id, dispatch.epoch, dispatch.sequence
    )
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
        "regained": len(report.regained),
        "ahead": _day_ahead(report),
        "books": {
            "new": dict(report.new),
            "changed": dict(report.changed),
            "removed": dict(report.removed),
        },
    }


def _day_ahead(report: MergeReport) -> str:
    """The day a clock far ahead of ours had said; "" where none is."""
    if not report.ahead_ms:
        return ""
    return day_of(report.ahead_ms).isoformat()


def record_in(
    connection: Connection, office: Office, staged: Staged, summary: Mapping[str, object]
) -> None:
    """Enter a bundle that was taken in."""
    dispatch = staged.envelope.dispatch
    if post.came_with(connection, staged.digest) is not None:
        return  # it came again because something it stands on was undone
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
            "" if staged.kind is Kind.TRANSFER else vector_said(staged.manifest),
        ),
    )


def vector_said(manifest: Manifest) -> str:
    """What the sender of a bundle says it holds, as the book of bundles keeps it."""
    return json.dumps(dict(manifest.acknowledged), separators=(",", ":"))


def passages(office: Office) -> list[Passage]:
    """The bundles sent and taken in, newest first."""
    with office.store.reading() as connection:
        return post.passages(connection)
