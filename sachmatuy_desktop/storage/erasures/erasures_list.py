"""What was erased, kept beside the office file and beside its backups: an older backup still holds
it, and whoever takes that up again has to erase anew.

Ids, grounds and numbers of documents, signed by the device and sealed to it: a document is named in
somebody's own words, and a change of the data key does not make the list unreadable.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyrage import x25519
from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.strict_json import Fields, Json, canonical, parse_object, readable

__all__ = ["NAME", "Erasure", "bring", "carry", "listed", "standing", "write"]

NAME: Final = "erasures.json"
FORMAT: Final = "sachmatuy-erasures/2"
_IN_CLEAR: Final = "sachmatuy-erasures/1"
"""The first lists were not sealed; they are still read."""

_LISTS: Final = "erasures*.json"
_MOST: Final = 200_000
_MOST_VALUES: Final = 10 * _MOST
_LONGEST_WHY: Final = 2_000
_LONGEST_LIST: Final = 128 << 20
_SIGNS: Final = 16
"""So much of a hash tells one list from another."""
PEOPLE: Final = "people"
_from_base64: Final = partial(base64.b64decode, validate=True)
_ID: Final = r"[0-9a-f]{32}"
_REGISTER: Final = r"[a-z_]{1,60}"


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """A record that was erased: why (ground and document), with which person, if with one, and
    whether what figures are counted from was kept of it.
    """

    register: str
    record: str
    why: str
    keep_statistics: bool = False
    person: str = ""

    @property
    def with_person(self) -> bool:
        """Whether a person was erased, and this record as a part of it."""
        return self.person not in ("", self.record)


def standing(connection: Connection) -> list[Erasure]:
    """What the journal says was erased.  Only an entry of a record's own stream says so, or one of
    this office's own about the copy that it has.
    """
    records, entries, streams = schema.erased_records, schema.journal_entries, schema.streams
    query = (
        select(
            entries.c.txn,
            entries.c.why,
            streams.c.scope,
            streams.c.unit_id,
            records.c.register,
            records.c.record,
        )
        .join(entries, entries.c.id == records.c.entry)
        .join(streams, streams.c.id == entries.c.stream)
        .order_by(records.c.entry, records.c.record)
    )
    said = connection.execute(query).all()
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for row in said:
        ids[row.register].add(row.record)
    held = {
        (register, str(each["id"])): each
        for register in ids.keys() & {each.name for each in REGISTERS}
        for each in read_rows(connection, register, sorted(ids[register]))
    }
    known = [
        (row, found)
        for row in said
        if (found := held.get((row.register, row.record))) is not None
        and (row.scope == Scope.LOCAL or row.unit_id == found["unit_id"])
    ]
    persons = {row.txn: row.record for row, _found in known if row.register == PEOPLE}
    counted = {row.txn for row, found in known if row.register == PEOPLE and not found[DELETED]}
    return sorted(
        {
            row.record: Erasure(
                row.register,
                row.record,
                row.why,
                not found[DELETED] or (row.register == PEOPLE and row.txn in counted),
                row.record if row.register == PEOPLE else persons.get(row.txn, ""),
            )
            for row, found in known
        }.values()
    )


def listed(folder: Path, device: DeviceKeys) -> list[Erasure]:
    """What the lists of an office's folder name; one that this device did not sign, or that is
    damaged, is passed over.
    """
    found: dict[str, Erasure] = {}
    for path in _lists_in(folder):
        with disk_speaks(path):
            data = path.read_bytes()
        found |= {each.record: each for each in _read(data, device)}
    return sorted(found.values())


def write(folder: Path, device: DeviceKeys, erasures: Iterable[Erasure]) -> None:
    """Put down these, and those that are listed already.  Raises `StorageTrouble`."""
    known = {each.record: each for each in listed(folder, device)}
    known |= {each.record: each for each in erasures}
    if not known:
        return
    erased = [
        {**asdict(each), "keep_statistics": int(each.keep_statistics)}
        for each in sorted(known.values())
    ]
    statement = {"erased": erased}
    signature = device.signing.sign(_signed(FORMAT, statement))
    own = x25519.Recipient.from_str(device.public.recipient)
    sealed = pyrage.encrypt(canonical(statement), [own])
    text = {
        "format": FORMAT,
        "sealed": base64.b64encode(sealed).decode("ascii"),
        "signature": base64.b64encode(signature).decode("ascii"),
    }
    write_atomically(folder / NAME, readable(text))
    for each in _lists_in(folder):
        if each.name != NAME:
            with disk_speaks(folder):
                each.unlink(missing_ok=True)


def carry(folder: Path, backups: Path, device: DeviceKeys) -> None:
    """Lay a copy of the list beside backups, in place of this device's that is there: several may
    keep their backups in one folder.
    """
    if (folder / NAME).is_file() and folder != backups:
        with disk_speaks(folder):
            data = (folder / NAME).read_bytes()
        write_atomically(backups / f"erasures-{device.public.key_id[:_SIGNS]}.json", data)


def bring(backups: Path, folder: Path) -> None:
    """Take the lists that lie beside a backup along, besides the one that the folder has."""
    for path in _lists_in(backups):
        with disk_speaks(path):
            data = path.read_bytes()
        mark = hashlib.sha256(data).hexdigest()[:_SIGNS]
        write_atomically(folder / f"erasures.restored-{mark}.json", data)


def _lists_in(folder: Path) -> list[Path]:
    """The list that is kept here comes last, so that it counts."""
    with disk_speaks(folder):
        found = [each for each in folder.glob(_LISTS) if each.is_file()]
    return sorted(found, key=lambda each: (each.name == NAME, each.name))


def _read(data: bytes, device: DeviceKeys) -> list[Erasure]:
    try:
        fields = Fields(parse_object(data, NAME, _MOST_VALUES), NAME)
        written = fields.text("format")
        statement = _opened(fields, device) if written == FORMAT else fields.whole("statement")
        signature = fields.decoded("signature", _from_base64, 64)
        signed = _signed(FORMAT if written == FORMAT else _IN_CLEAR, statement)
        if not any(_proves(key, signature, signed) for key in device.all_signed):
            return []
        said = (Fields(each, NAME) for each in Fields(statement, NAME).items("erased", _MOST))
        return [
            Erasure(
                each.matching("register", _REGISTER),
                each.matching("record", _ID),
                each.text("why", _LONGEST_WHY),
                each.flag("keep_statistics"),
                each.matching("person", f"({_ID})?"),
            )
            for each in said
        ]
    except (KnownError, pyrage.DecryptError, ValueError):
        return []


def _opened(fields: Fields, device: DeviceKeys) -> dict[str, Json]:
    """What a list says, opened with the device's keys, present or former."""
    identities = [device.age_identity, *(each.age_identity for each in device.retired)]
    sealed = _from_base64(fields.text("sealed", _LONGEST_LIST))
    return parse_object(pyrage.decrypt(sealed, identities), NAME, _MOST_VALUES)


def _proves(key: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(written: str, statement: object) -> bytes:
    return f"{written}\n".encode() + canonical(statement)
