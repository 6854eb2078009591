"""Who is who: this office's identity card, and the offices whose cards are trusted.

Nothing is taken from, and nothing sealed for, an office whose fingerprint was not compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.storage import post
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.post import Partner
from sachmatuy_desktop.storage.unit_of_work import Act
from sachmatuy_desktop.sync import incoming
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
    with office.store.writing() as connection:
        post.trust(connection, partner)
    return partner


def _role_of(office: Office, card: IdentityCard) -> str:
    if card.unit == office.info.unit_id:
        return "sister"
    if office.info.kind == RECEIVING:
        return "lower"
    units = unit_table()
    beside = card.unit in units and units.unit(card.unit).kind.level == COMMUNE_LEVEL
    return "peer" if beside else "upper"


def partners(office: Office) -> list[Partner]:
    """The offices this one exchanges bundles with."""
    with office.store.reading() as connection:
        return post.partners(connection)


def authors(office: Office) -> dict[str, tuple[Partner, IdentityCard]]:
    """Whose segments are taken in, by the key they sign with.

    This office is one of them: what it wrote comes back to it when another of its PCs sends
    everything, and after a restoring that is how it gets its own last days again.
    """
    card = own_card(office)
    itself = Partner(
        key_id=office.keys.device.public.key_id,
        site="",
        unit_id=office.info.unit_id,
        name=office.info.full_name,
        role="sister",
        card=card.decode(),
        trusted_at="",
    )
    return incoming.authors([*partners(office), itself])


def partner_of(office: Office, key_id: str) -> Partner:
    """The trusted office with a key; raises `NotFound`."""
    for each in partners(office):
        if each.key_id == key_id:
            return each
    raise NotFound(N_("Chưa tin cậy cơ quan này. Hãy nhập thẻ nhận dạng của cơ quan đó trước."))


def save_card(office: Office, path: Path) -> None:
    """Write this office's identity card to a file."""
    write_atomically(path, own_card(office), verify=True)


def save_identity(office: Office, path: Path) -> None:
    """Write the age identity that opens every bundle sealed for this office to a private file.

    For an auditor with ordinary tools: whoever holds the file reads the office's bundles, so only
    an administrator may write it, and the journal says who did.
    """
    office.info.role.must("manages")
    write_atomically(path, office.keys.device.identity_text.encode(), verify=True)
    with office.store.begin(Act("identity.export", office.account.name)) as work:
        work.note(Scope.LOCAL, "")
        work.commit()
