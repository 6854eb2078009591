"""Who was erased, kept beside the office file and beside its backups: an older backup still holds
the person, and whoever takes it up again has to erase anew.

Ids, grounds and numbers of documents alone, signed by the device: no word of a person, and nothing
that a change of the data key would make unreadable.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.keyring_json import Fields, canonical, parse_object, readable

__all__ = ["NAME", "Erasure", "bring", "carry", "listed", "standing", "write"]

NAME: Final = "erasures.json"
FORMAT: Final = "sachmatuy-erasures/1"
_BROUGHT: Final = "erasures.restored.json"
_MOST: Final = 100_000
_LONGEST_WHY: Final = 2_000
_PEOPLE: Final = schema.register_tables["people"]


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """A person who was erased: why (ground and document), and whether figures were kept."""

    person: str
    why: str
    keep_statistics: bool


def standing(connection: Connection) -> list[Erasure]:
    """The persons that the journal says were erased."""
    records, entries = schema.erased_records, schema.journal_entries
    query = (
        select(records.c.record, entries.c.why, _PEOPLE.c.deleted)
        .join(entries, entries.c.id == records.c.entry)
        .join(_PEOPLE, _PEOPLE.c.id == records.c.record)
        .where(records.c.register == _PEOPLE.name)
        .order_by(records.c.entry)
    )
    found = {row.record: Erasure(*row[:2], not row.deleted) for row in connection.execute(query)}
    return sorted(found.values())


def listed(folder: Path, device: DeviceKeys) -> list[Erasure]:
    """The persons that the lists of an office's folder name; one that this device did not sign, or
    that is damaged, is passed over.
    """
    found: dict[str, Erasure] = {}
    for name in (_BROUGHT, NAME):
        path = folder / name
        if path.is_file():
            with disk_speaks(path):
                data = path.read_bytes()
            found |= {each.person: each for each in _read(data, device)}
    return sorted(found.values())


def write(folder: Path, device: DeviceKeys, erasures: Iterable[Erasure]) -> None:
    """Put down these, and those that are listed already.  Raises `StorageTrouble`."""
    known = {each.person: each for each in listed(folder, device)}
    known |= {each.person: each for each in erasures}
    if not known:
        return
    persons = [
        {**asdict(each), "keep_statistics": int(each.keep_statistics)}
        for each in sorted(known.values())
    ]
    statement = {"persons": persons}
    signature = device.signing.sign(_signed(statement))
    text = {
        "format": FORMAT,
        "statement": statement,
        "signature": base64.b64encode(signature).decode("ascii"),
    }
    write_atomically(folder / NAME, readable(text))
    with disk_speaks(folder):
        (folder / _BROUGHT).unlink(missing_ok=True)


def carry(folder: Path, backups: Path) -> None:
    """Lay a copy of the list beside backups, in place of the one that is there."""
    if (folder / NAME).is_file() and folder != backups:
        with disk_speaks(folder):
            data = (folder / NAME).read_bytes()
        write_atomically(backups / NAME, data)


def bring(backups: Path, folder: Path) -> None:
    """Take the list that lies beside a backup along, besides the one that the folder has."""
    if (backups / NAME).is_file():
        with disk_speaks(backups):
            data = (backups / NAME).read_bytes()
        write_atomically(folder / _BROUGHT, data)


def _read(data: bytes, device: DeviceKeys) -> list[Erasure]:
    try:
        fields = Fields(parse_object(data, NAME, _MOST), NAME)
        statement = fields.whole("statement")
        decode = partial(base64.b64decode, validate=True)
        signature = fields.decoded("signature", decode, 64)
        if not any(_proves(key, signature, statement) for key in device.all_signed):
            return []
        said = (Fields(each, NAME) for each in Fields(statement, NAME).items("persons", _MOST))
        return [
            Erasure(
                each.matching("person", r"[0-9a-f]{32}"),
                each.text("why", _LONGEST_WHY),
                each.flag("keep_statistics"),
            )
            for each in said
        ]
    except KnownError:
        return []


def _proves(key: bytes, signature: bytes, statement: object) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _signed(statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(statement: object) -> bytes:
    return f"{FORMAT}\n".encode() + canonical(statement)
