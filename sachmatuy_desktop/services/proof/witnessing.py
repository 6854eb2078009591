"""Offices witness each other's journals: a bundle brings the sender's newest checkpoint, and the
one that was seen before must lie on the same chain.

The points since the one the addressee last acknowledged travel as texts, the newest with its
signature; each holds the hash of the one before.  What does not hold on is told, and keeps nobody
from merging.  The receipt says which point was seen: the sender's anchor outside.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import zstandard

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, NotAllowed, Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.storage.evidence import anchors, checkpoints, witnessed
from sachmatuy_desktop.storage.evidence.anchors import Anchor, Kind
from sachmatuy_desktop.storage.evidence.checkpoints import Said, code_of, is_signed, said_in
from sachmatuy_desktop.storage.evidence.security_log import Noted, noted_under
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.strict_json import Fields, Json
from sachmatuy_desktop.storage.sync import numbering
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.bundle import Dispatch
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.outgoing import Outgoing

__all__ = [
    "Broken",
    "bears",
    "broken",
    "hear_receipt",
    "last_restored",
    "see",
    "seen_in",
    "seen_note",
    "settle",
]

MOST: Final = 500
"""So many points travel at most; beyond it the chain between cannot be shown."""

FEW: Final = 60
"""So many where the bundle is cut to a size for mail: about 15 kB."""

_LARGEST: Final = 2 << 20
RESTORED: Final = "backup.restore"
JOURNAL: Final = "journal"
"""Under this name a receipt's notes say which point was seen."""


# -- sending --------------------------------------------------------------------------------------


def bears(connection: Connection, partner: Partner, whole: Outgoing, most: int = MOST) -> Outgoing:
    """The same bundle with the newest checkpoint, and the way to it from the acknowledged one."""
    known = anchors.newest(connection, Kind.RECEIPT, partner.key_id)
    points = checkpoints.since(connection, known, most) or checkpoints.since(connection, 0, 1)
    if not points:
        return whole
    texts = "\n".join(each.text for each in points).encode()
    newest = points[-1]
    said: dict[str, Json] = {
        "number": newest.number,
        "device_signature": newest.device_signature,
        "account_signature": newest.account_signature,
        "points": base64.b64encode(zstandard.ZstdCompressor(level=9).compress(texts)).decode(),
    }
    return replace(whole, manifest=replace(whole.manifest, digest=newest.hash, checkpoint=said))


def left_with(connection: Connection, office: Office, partner: Partner, whole: Outgoing) -> None:
    """Remember that a bundle carries a point away; whether it arrives only a receipt tells."""
    number = whole.manifest.checkpoint.get("number")
    if isinstance(number, int):
        anchors.add_in(
            connection, Anchor(number, Kind.BUNDLE, partner.key_id, office.clock.stamp())
        )


# -- taking in ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Broken:
    """A partner whose journal does not hold on to what was seen of it: `told` says which points."""

    key_id: str
    name: str
    told: str


def see(
    connection: Connection,
    office: Office,
    sender: Partner,
    dispatch: Dispatch,
    manifest: Manifest,
) -> None:
    """Look at the checkpoint of a bundle that is being taken in, and keep it.

    A bundle that is older than one already taken in says nothing new.  What cannot be read or is
    not signed by the sender counts as not holding on.
    """
    if not manifest.checkpoint or not numbering.is_newest(
        connection, sender.key_id, dispatch.epoch, dispatch.sequence
    ):
        return
    keys = trusting.directory_in(connection, office).lineage(sender.key_id)
    before = witnessed.newest(connection, {sender.key_id, *keys})
    try:
        points = _points(manifest)
    except (Refused, ValueError, zstandard.ZstdError):
        if before is not None:
            witnessed.say_broken(connection, before["office"], f"{before['number']} → ?")
        return
    newest = points[-1]
    text, said = newest
    trouble = "" if before is None else _unconnected(before, points)
    if before is not None and before["office"] != sender.key_id:
        witnessed.forget(connection, before["office"])
    row = {
        "office": sender.key_id,
        "number": said.number,
        "hash": _hash(text),
        "text": text,
        "at": office.clock.stamp(),
        "broken": trouble or ("" if before is None else before["broken"]),
    }
    witnessed.keep(connection, row)


def _points(manifest: Manifest) -> list[tuple[str, Said]]:
    """The texts that travelled, read; each holds on to the one before, the newest is signed.

    Raises `Refused`, `ValueError`, `ZstdError`.
    """
    fields = Fields(manifest.checkpoint, "checkpoint")
    packed = fields.decoded("points", lambda text: base64.b64decode(text, validate=True))
    with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
        plain = reader.read(_LARGEST)
    points = [(text, said_in(text)) for text in plain.decode().split("\n")]
    text, newest = points[-1]
    signature = fields.text("device_signature")
    if _hash(text) != manifest.digest or not is_signed(text, signature, newest.device_key):
        raise ValueError("unsigned")
    for (earlier, _said), (_text, later) in pairwise(points):
        if later.previous != _hash(earlier):
            raise ValueError("not a chain")
    return points


def _unconnected(before: Mapping[str, Any], points: list[tuple[str, Said]]) -> str:
    """Which two points do not hold on to each other; "" where they do."""
    for text, said in points:
        if said.number == before["number"] and _hash(text) == before["hash"]:
            return ""
        if said.number == before["number"] + 1 and said.previous == before["hash"]:
            return ""
    text, newest = points[-1]
    then = f"{before['number']} · {code_of(before['hash'])}"
    return f"{then} → {newest.number} · {code_of(_hash(text))}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# -- the finding ----------------------------------------------------------------------------------


def broken(office: Office) -> list[Broken]:
    """The partners whose journals do not hold on to what was seen of them."""
    names = {each.key_id: each.name for each in trusting.partners(office)}
    with office.store.reading() as connection:
        found = witnessed.broken(connection)
    return [Broken(key, names.get(key, key), told) for key, told in found.items()]


def settle(office: Office, key_id: str) -> None:
    """Somebody has asked the partner why (it was restored from a backup); the journal keeps it.

    Raises `NotAllowed`.
    """
    if not (office.info.role.manages or office.info.role.sends):
        raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))
    with office.store.begin(Act("witness.broken", office.account.name)) as work:
        told = witnessed.broken(work.connection).get(key_id, "")
        witnessed.say_broken(work.connection, key_id, "")
        work.note(Scope.LOCAL, f"{key_id}: {told}")
        work.commit()


# -- receipts -------------------------------------------------------------------------------------


def seen_note(connection: Connection, partner: Partner) -> dict[str, Json]:
    """What a receipt says of the partner's newest point that was seen here."""
    kept = witnessed.newest(connection, {partner.key_id})
    if kept is None:
        return {}
    return {JOURNAL: {"number": kept["number"], "sha256": kept["hash"]}}


def seen_in(manifest: Manifest) -> tuple[int, str] | None:
    """Number and hash of the point of this office's journal that a receipt's sender has seen."""
    said = manifest.notes.get(JOURNAL)
    if not isinstance(said, dict):
        return None
    fields = Fields(said, JOURNAL)
    try:
        return fields.number("number", 1), fields.matching("sha256", r"[0-9a-f]{64}")
    except Refused:
        return None


def hear_receipt(
    connection: Connection, office: Office, sender: Partner, manifest: Manifest
) -> None:
    """A receipt says which of this office's points the partner has seen: it is anchored there.

    A point that this journal does not have, or has otherwise, is kept for the check to tell; unless
    the office was restored and the partner has not seen it since: then it is of what was replaced.
    """
    said = seen_in(manifest)
    if said is None:
        return
    number, digest = said
    point = checkpoints.of_number(connection, number)
    if point is not None and point.hash == digest:
        anchors.add_in(
            connection, Anchor(number, Kind.RECEIPT, sender.key_id, office.clock.stamp())
        )
        witnessed.agree(connection, sender.key_id)
    elif not _is_of_before(connection, sender):
        witnessed.deny(connection, sender.key_id, f"{number} · {code_of(digest)}")


def _is_of_before(connection: Connection, sender: Partner) -> bool:
    """Whether the office was restored since the partner last agreed with it."""
    restored = last_restored(connection)
    if restored is None:
        return False
    agreed = checkpoints.of_number(
        connection, anchors.newest(connection, Kind.RECEIPT, sender.key_id)
    )
    return agreed is None or agreed.upto < restored.number


def last_restored(connection: Connection) -> Noted | None:
    """The newest restoring of this office from a backup, if it ever was."""
    return max(noted_under(connection, RESTORED), default=None)
