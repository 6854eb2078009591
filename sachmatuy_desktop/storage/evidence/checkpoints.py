"""Where the journal stood at a moment, signed: what was written before can no longer be changed by
somebody who has the file's key and not the signing keys.

A checkpoint names the end of every stream (number and seal), the local ones too, and is signed with
the machine's key and with that of the account before it.  It carries the hash of the one before, so
the newest stands for all.  Of the ends it lists those that moved since the one before; the hash in
`heads_sha256` covers them all.  `resources/formats/journal.md` tells strangers.

A checkpoint has no value by itself against whoever holds these keys: see `anchors`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.typed_code import bytes_of, groups_of
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import told_as_sentences
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.strict_json import Fields, canonical, parse_object

__all__ = [
    "ENDS",
    "EVERY",
    "FORMAT",
    "Checkpoint",
    "Heads",
    "Said",
    "all_of",
    "code_of",
    "entries_after",
    "heads_digest",
    "is_due",
    "is_signed",
    "latest",
    "listed_ends",
    "of_number",
    "said_in",
    "short",
    "since",
    "typed",
    "write",
]

FORMAT: Final = "sachmatuy-checkpoint/1"
EVERY: Final = 200
"""A checkpoint is due when so many entries were written since the last one."""

FIRST: Final = ""
"""What the first checkpoint says of the one before."""

GONE: Final = (0, "")
"""The end of a stream that is here no more: the bundle that brought it was taken back."""

ENDS: Final = "checkpoint.ends"
"""Where the office keeps the ends as the newest checkpoint has them, to tell what moved."""

_SHOWN: Final = 9
"""Bytes of the hash that people copy from paper: 72 bits, three groups of six letters."""

Heads = Mapping[tuple[str, str], tuple[int, str]]
"""Site and stream (`scope/unit`) to the number and the seal of its last line."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One checkpoint; `text` is what is signed, the signatures are hexadecimal.

    `account_signature` is "" where the office was open by its recovery code.
    """

    number: int
    at: str
    upto: int
    heads_sha256: str
    text: str
    device_signature: str
    account_signature: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text: the name of this checkpoint for ever."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def said(self) -> Said:
        """What its text says.  Raises `Refused`."""
        return said_in(self.text)


@dataclass(frozen=True, slots=True)
class Said:
    """What the text of a checkpoint says; keys are Ed25519 public keys in hexadecimal.

    `moved` are the ends that moved since the checkpoint before; an end at 0 is gone.
    """

    office: str
    site: str
    number: int
    at: str
    account: str
    account_key: str
    device_key: str
    previous: str
    heads_sha256: str
    moved: Heads


def write(store: Store, keys: OfficeKeys) -> Checkpoint:
    """The checkpoint of this moment; the latest one where nothing was written since.

    Not part of an act, and no record changes.  Raises `StorageTrouble`.
    """
    with (
        told_as_sentences(),
        store.engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
    ):
        before = _latest(connection)
        upto = _newest_entry(connection)
        heads = _heads(connection)
        digest = heads_digest(heads)
        if before is not None and before.heads_sha256 == digest:
            return before
        made = _sign(store, keys, before, digest, upto, _moved(connection, heads))
        connection.execute(insert(schema.checkpoints), _row(made))
        _keep_ends(connection, heads)
    return made


def latest(store: Store) -> Checkpoint | None:
    """The newest checkpoint, if there is one."""
    with store.reading() as connection:
        return _latest(connection)


def entries_after(connection: Connection, number: int) -> int:
    """How many entries were written after the checkpoint of a number; 0: all there are."""
    table, entries = schema.checkpoints, schema.journal_entries
    upto = select(func.coalesce(func.max(table.c.upto), 0)).where(table.c.number == number)
    query = select(func.count()).where(entries.c.id > upto.scalar_subquery())
    return connection.execute(query).scalar_one()


def since(connection: Connection, number: int, most: int) -> list[Checkpoint]:
    """The newest `most` checkpoints after a number, in order."""
    table = schema.checkpoints
    query = select(table).where(table.c.number > number).order_by(table.c.number.desc()).limit(most)
    return [_checkpoint(row) for row in connection.execute(query).mappings()][::-1]


def of_number(connection: Connection, number: int) -> Checkpoint | None:
    """The checkpoint of a number."""
    table = schema.checkpoints
    query = select(table).where(table.c.number == number)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _checkpoint(row)


def is_due(store: Store) -> bool:
    """Whether as many entries were written since the last checkpoint as may stand without."""
    with store.reading() as connection:
        return _newest_entry(connection) - _covered(connection) >= EVERY


def short(checkpoint: Checkpoint) -> str:
    """The checkpoint as it stands at the foot of a page: `412 · 7QF2M9-TCXXKP-4B7NQH`.

    Its number and 72 bits of its hash; a slip while typing it is told apart from a forgery.
    """
    return f"{checkpoint.number} · {code_of(checkpoint.hash)}"


def code_of(digest: str) -> str:
    """The groups of a checkpoint's hash that people copy from paper."""
    return "-".join(groups_of(bytes.fromhex(digest)[:_SHOWN]))


def typed(text: str) -> tuple[int, bytes]:
    """Number and begin of the hash, of what was copied from paper.

    Raises `BadInput` that names the group with the slip.
    """
    found = re.search(r"(\d+)\s*[·.:,;\-–\s]\s*([0-9A-Za-z][0-9A-Za-z\s\-–.]*)$", text.strip())
    if found is None:
        raise BadInput(
            N_("Hãy gõ cả số và ba nhóm chữ như in trên giấy, ví dụ: 412 · 7QF2M9-TCXXKP-4B7NQH.")
        )
    digest = bytes_of(found[2])
    if len(digest) < _SHOWN:
        raise BadInput(N_("Mã còn thiếu nhóm; hãy gõ đủ ba nhóm chữ như in trên giấy."))
    return int(found[1]), digest[:_SHOWN]


# -- what is signed -------------------------------------------------------------------------------


def heads_digest(heads: Heads) -> str:
    """SHA-256 over the ends of all streams, in order."""
    return hashlib.sha256(canonical(_listed(heads))).hexdigest()


def said_in(text: str) -> Said:
    """What a checkpoint's text says.  Raises `Refused` for what no program writes."""
    fields = Fields(parse_object(text.encode(), FORMAT), FORMAT)
    fields.matching("format", re.escape(FORMAT))
    return Said(
        office=fields.text("office"),
        site=fields.matching("site", r"[0-9a-f]{32}"),
        number=fields.number("number", 1),
        at=fields.text("at"),
        account=fields.text("account"),
        account_key=fields.matching("account_key", r"([0-9a-f]{64})?"),
        device_key=fields.matching("device_key", r"[0-9a-f]{64}"),
        previous=fields.matching("previous", r"([0-9a-f]{64})?"),
        heads_sha256=fields.matching("heads_sha256", r"[0-9a-f]{64}"),
        moved=dict(_head(each) for each in fields.items("heads", 100_000)),
    )


def is_signed(text: str, signature: str, key: str) -> bool:
    """Whether the text bears a signature (hexadecimal) of a public key (hexadecimal)."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _sign(
    store: Store,
    keys: OfficeKeys,
    before: Checkpoint | None,
    digest: str,
    upto: int,
    moved: Heads,
) -> Checkpoint:
    number = 1 if before is None else before.number + 1
    at, signing = store.clock.stamp(), keys.account_signing
    text = canonical(
        {
            "format": FORMAT,
            "office": store.facts.unit_id,
            "site": store.facts.site,
            "number": number,
            "at": at,
            "account": "" if keys.account is None else keys.account.id,
            "account_key": "" if signing is None else _public(signing),
            "device_key": _public(keys.device.signing),
            "previous": FIRST if before is None else before.hash,
            "heads_sha256": digest,
            "heads": _listed(moved),
        }
    )
    return Checkpoint(
        number,
        at,
        upto,
        digest,
        text.decode(),
        keys.device.signing.sign(text).hex(),
        "" if signing is None else signing.sign(text).hex(),
    )


def _public(signing: Any) -> str:
    return str(signing.public_key().public_bytes_raw().hex())


def _listed(heads: Heads) -> list[list[str | int]]:
    return [[*place, *end] for place, end in sorted(heads.items())]


def listed_ends(found: Any) -> Heads:
    """The ends as a text lists them.  Raises `Refused`."""
    return dict(map(_head, found))


def _head(found: Any) -> tuple[tuple[str, str], tuple[int, str]]:
    match found:
        case [str(site), str(stream), int(last), str(chain)]:
            return (site, stream), (last, chain)
    raise Refused(N_("Điểm niêm phong của nhật ký không đọc được."))


# -- rows -----------------------------------------------------------------------------------------


def all_of(connection: Connection) -> Iterator[Checkpoint]:
    """Every checkpoint, the oldest first."""
    table = schema.checkpoints
    for row in connection.execute(select(table).order_by(table.c.number)).mappings():
        yield _checkpoint(row)


def _latest(connection: Connection) -> Checkpoint | None:
    table = schema.checkpoints
    query = select(table).order_by(table.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _checkpoint(row)


def _covered(connection: Connection) -> int:
    table = schema.checkpoints
    query = select(table.c.upto).order_by(table.c.number.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none() or 0


def _newest_entry(connection: Connection) -> int:
    return connection.execute(select(func.max(schema.journal_entries.c.id))).scalar_one() or 0


def _heads(connection: Connection) -> dict[tuple[str, str], tuple[int, str]]:
    held, sites, streams = schema.held, schema.sites, schema.streams
    query = (
        select(sites.c.site, streams.c.scope, streams.c.unit_id, held.c.last, held.c.chain)
        .join(sites, sites.c.id == held.c.site)
        .join(streams, streams.c.id == held.c.stream)
    )
    return {
        (site, f"{scope}/{unit}"): (last, chain)
        for site, scope, unit, last, chain in connection.execute(query)
    }


def _moved(connection: Connection, heads: Heads) -> Heads:
    """The ends that are not as the checkpoint before left them; one that is gone is at 0."""
    office = schema.office
    kept = connection.execute(
        select(office.c.value).where(office.c.key == ENDS)
    ).scalar_one_or_none()
    named = listed_ends(json.loads(kept)) if kept else {}
    gone = {place: GONE for place in named if place not in heads}
    return {**{at: end for at, end in heads.items() if named.get(at) != end}, **gone}


def _keep_ends(connection: Connection, heads: Heads) -> None:
    ends = canonical(_listed(heads)).decode()
    connection.execute(
        upsert(schema.office)
        .values(key=ENDS, value=ends)
        .on_conflict_do_update(index_elements=["key"], set_={"value": ends})
    )


def _checkpoint(row: Any) -> Checkpoint:
    return Checkpoint(**row)


def _row(checkpoint: Checkpoint) -> dict[str, object]:
    return {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
