"""Receipts: what this office says it holds of another's work, as a small sealed file."""

from __future__ import annotations

from pathlib import Path

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sending import SUFFIX, UNDONE, numbered
from sachmatuy_desktop.services.staging import Staged
from sachmatuy_desktop.storage import outbox
from sachmatuy_desktop.storage.keyring_json import Json
from sachmatuy_desktop.storage.post import Partner
from sachmatuy_desktop.sync import attached, outgoing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.trust import read_card

__all__ = ["write_receipt", "write_undone"]


def write_receipt(office: Office, staged: Staged) -> Path:
    """A receipt: what this office now holds of the sender's streams, signed, beside the bundle."""
    path = staged.path.with_name(f"{staged.path.stem}.bien-nhan{SUFFIX}")
    return _write(office, staged.sender, path, {"bundle": staged.digest})


def write_undone(office: Office, partner: Partner, digest: str, stamp: str, path: Path) -> Path:
    """The receipt that takes an earlier one back: the sender sends again what is not held."""
    return _write(office, partner, path, {"bundle": digest, UNDONE: stamp})


def _write(office: Office, partner: Partner, path: Path, notes: dict[str, Json]) -> Path:
    card = read_card(partner.card.encode())
    with office.store.writing() as connection:
        units = [partner.unit_id, office.info.unit_id]
        held = outbox.held_vector(connection, units)
        lacking = attached.note_lacking(connection, office.store.files, units)
        dispatch = numbered(connection, office, partner, Kind.RECEIPT, {})
    manifest = Manifest(held=held, acknowledged=held, notes={**notes, **lacking})
    outgoing.send(path, outgoing.Outgoing((), manifest), office.keys, card.keys, dispatch, {})
    return path
