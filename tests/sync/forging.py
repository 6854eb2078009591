"""Bundles that say whatever a sender likes to say, properly signed and sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.post import Passage
from sachmatuy_desktop.sync import outgoing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.sealing import FIRST_PREVIOUS, SealedSegment, seal_segment
from sachmatuy_desktop.sync.trust import read_card
from tests.offices import IA_DOM


def forged(
    author: Office,
    scope: str,
    unit: str,
    lines: list[dict[str, object]],
    *,
    clock: int = 1,
    schema: int = 1,
    at: str = "2026-03-02T08:00:00+07:00",
    act: str = "records.save:villages",
) -> SealedSegment:
    """One entry of these lines."""
    who = {"at": at, "by": "An", "do": act}
    header = {"n": 1, "x": "0" * 32, "h": clock, **who, "k": len(lines), "z": schema}
    said = [header, *({"n": at, **line} for at, line in enumerate(lines, start=2))]
    return seal_segment(
        [json.dumps(each, ensure_ascii=False).encode() for each in said],
        site="ab" * 16,
        stream=f"{scope}/{unit}",
        first=1,
        last=len(said),
        previous=FIRST_PREVIOUS,
        signing=author.keys.device.signing,
    )


def sealed_for(
    sender: Office, receiver: Office, segments: Sequence[SealedSegment], path: Path
) -> Path:
    """A bundle of these segments."""
    partner = trusting.partner_of(sender, receiver.keys.device.public.key_id)
    with sender.store.writing() as connection:
        number = bundles.numbered(connection, sender, partner, Kind.CHANGES, {})
    whole = outgoing.Outgoing(tuple(segments), Manifest())
    keys = read_card(partner.card.encode()).keys
    outgoing.send(path, whole, sender.keys, keys, number, {})
    return path


def entered(connection: Connection, digest: str) -> str:
    """The name of a bundle that stands in the book: whatever came says which one brought it."""
    at = "2026-07-01T08:00:00+07:00"
    passage = Passage("in", digest, "programme", "", IA_DOM, 1, 1, at, at, "{}")
    post.record_passage(connection, passage)
    return digest
