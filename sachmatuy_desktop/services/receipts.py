"""Receipts: what this office says it holds of another's work, as a small sealed file."""

from __future__ import annotations

from pathlib import Path

from sachmatuy_desktop.services import key_news
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sending import SUFFIX, numbered
from sachmatuy_desktop.services.staging import Staged
from sachmatuy_desktop.storage import outbox
from sachmatuy_desktop.storage.keyring_json import Json
from sachmatuy_desktop.sync import attached, outgoing
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.trust import read_card

__all__ = ["write_receipt"]


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
    texts = key_news.travelling(office, partner)
    notes: dict[str, Json] = {"bundle": staged.digest, **lacking}
    manifest = Manifest(held=held, acknowledged=held, notes=notes)
    outgoing.send(path, outgoing.Outgoing((), manifest), office.keys, card.keys, dispatch, texts)
    return path
