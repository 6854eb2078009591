"""Who is who: this office's identity card, and the offices whose cards are trusted.

Nothing is taken from, and nothing sealed for, an office whose fingerprint was not compared, unless
a key that was compared vouches: the office above certifies another PC of ours, an old key its new
one.  What is told of keys later is `key_news`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.keys.keyring_device import PublicKeys, key_id
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.directory import Directory, read_directory
from sachmatuy_desktop.sync.trust import IdentityCard, groups_agree, read_card, sign_card

COMMUNE_LEVEL: Final = 3
_LARGEST_CARD: Final = 64 * 1024


def own_card(office: Office) -> bytes:
    """This office's identity card, a small file to give to the other office."""
    info = office.info
    card = IdentityCard(
        office=info.full_name,
        unit=info.unit_id,
        keys=office.keys.device.public,
        created=office.clock.stamp(),
        training=info.training,
    )
    return sign_card(card, office.keys.device.signing)


def read_identity(data: bytes) -> IdentityCard:
    """A card out of a file; it says who its holder claims to be.  Raises `Refused`."""
    if len(data) > _LARGEST_CARD:
        raise Refused(N_("Tệp này không phải là thẻ nhận dạng của một cơ quan."))
    return read_card(data)


def trust(office: Office, card: bytes, typed: str, role: str | None = None) -> Partner:
    """Trust the holder of a card from now on.

    `typed` are at least two groups of the fingerprint, read from the printed card: that is what
    proves that the file is the other office's.  `role` is `upper`, `lower`, `peer` or `sister`;
    without it the kinds of the two offices decide.  Raises `Refused`.
    """
    office.info.role.must("sends")
    holder = read_identity(card)
    known = directory(office)
    if holder.keys.key_id in office_keys(office):
        raise Refused(N_("Đây là thẻ của chính máy này; hãy chọn thẻ của cơ quan kia."))
    revoked = known.revocation_of(holder.keys.key_id)
    if revoked is not None:
        raise Refused(
            N_("Khóa trên thẻ này đã bị thu hồi ngày {on} ({why}); hãy xin thẻ của khóa mới."),
            on=show_date(date.fromisoformat(revoked[1].date)),
            why=revoked[1].reason,
        )
    if holder.training != office.info.training:
        raise Refused(N_("Cơ quan tập huấn và cơ quan thật không trao đổi dữ liệu với nhau."))
    if not groups_agree(typed, holder.keys.fingerprint):
        raise Refused(
            N_("Các nhóm ký tự không khớp với thẻ. Hãy đọc lại ít nhất hai nhóm trên bản in.")
        )
    partner = Partner(
        key_id=holder.keys.key_id,
        site="",
        unit_id=holder.unit,
        name=holder.office,
        role=role or _role_of(office, holder),
        card=card.decode(),
        trusted_at=office.clock.stamp(),
    )
    with office.store.begin(Act("key.trust", office.account.name)) as work:
        post.trust(work.connection, partner)
        work.note(Scope.LOCAL, f"{partner.name}, {partner.role}: {partner.key_id}")
        work.commit()
    return partner


def _role_of(office: Office, card: IdentityCard) -> str:
    if card.unit == office.info.unit_id:
        return "sister"
    if office.info.kind == RECEIVING:
        return "lower"
    units = unit_table()
    beside = card.unit in units and units.unit(card.unit).kind.level == COMMUNE_LEVEL
    return "peer" if beside else "upper"


def office_keys(office: Office) -> dict[str, bytes]:
    """The Ed25519 public keys of this office's machine by their ids, the present one first."""
    return {key_id(each): each for each in office.keys.device.all_signed}


def directory(office: Office) -> Directory:
    """Whom this office knows, and what it was told of their keys."""
    with office.store.reading() as connection:
        return directory_in(connection, office)


def directory_in(connection: Connection, office: Office) -> Directory:
    """The same within a transaction."""
    facts = office.store.facts
    keys = office.keys.device.all_signed
    return read_directory(connection, keys, facts.unit_id, receives=facts.kind == RECEIVING)


def partners(office: Office) -> list[Partner]:
    """The offices this one exchanges bundles with; a revoked key is among them with its ending."""
    return directory(office).partners


def authors(office: Office) -> dict[str, tuple[Partner, IdentityCard]]:
    """Whose segments are taken in, by the key they sign with."""
    return {**directory(office).authors(), **itself(office)}


def itself(office: Office) -> dict[str, tuple[Partner, IdentityCard]]:
    """This office as an author, under its key and those it had.

    What it wrote comes back to it when another of its PCs sends everything, and after a restoring
    that is how it gets its own last days again.
    """
    info, found = office.info, {}
    for key, sign in office_keys(office).items():
        keys = PublicKeys(sign, office.keys.device.public.recipient)
        card = IdentityCard(info.full_name, info.unit_id, keys, "", info.training)
        found[key] = (Partner(key, "", info.unit_id, info.full_name, "sister", "", ""), card)
    return found


def partner_of(office: Office, key_id: str) -> Partner:
    """The trusted office with a key, as it is known now; raises `NotFound`."""
    known = directory(office)
    found = known.by_key.get(known.living(key_id))
    if found is None:
        raise NotFound(N_("Chưa tin cậy cơ quan này. Hãy nhập thẻ nhận dạng của cơ quan đó trước."))
    return found


def addressee(office: Office, key_id: str) -> Partner:
    """The trusted office with a key, to seal something for.  Raises `NotFound`, `Refused`."""
    partner = partner_of(office, key_id)
    if partner.ending is not None:
        raise Refused(
            N_(
                "Khóa của {name} đã bị thu hồi nên không gửi gì cho khóa đó nữa; "
                "hãy tin cậy thẻ mới của cơ quan đó rồi gửi."
            ),
            name=partner.name,
        )
    return partner


def save_card(office: Office, path: Path) -> None:
    """Write this office's identity card to a file."""
    write_atomically(path, own_card(office), verify=True)


def save_identity(office: Office, path: Path) -> None:
    """Write the age identity that opens every bundle sealed for this office to a private file.

    For an auditor with ordinary tools: whoever holds the file reads the office's bundles, so only
    an administrator may write it, and the journal says who did.
    """
    office.info.role.must("manages")
    office.checkpoint()
    write_atomically(path, office.keys.device.identity_text.encode(), verify=True)
    with office.store.begin(Act("identity.export", office.account.name)) as work:
        work.note(Scope.LOCAL, "")
        work.commit()
