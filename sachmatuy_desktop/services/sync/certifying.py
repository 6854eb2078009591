"""The office above says which PCs of its communes may write what, and which keys are over.

Certificates and the list of revoked keys are signed here, kept, and go down with every bundle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.packs.keys import key_terms
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.key_news import judge_anew, keep_list
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import key_papers, numbering
from sachmatuy_desktop.storage.sync.key_papers import KeyPaper
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync import outgoing
from sachmatuy_desktop.sync.directory import Directory
from sachmatuy_desktop.sync.trust import (
    CERTIFICATE,
    Certificate,
    Revocation,
    RevocationList,
    read_card,
    sign_certificate,
)

__all__ = ["SCOPES", "KeyLine", "certify", "key_lines", "last_number", "refresh_list", "revoke"]

SCOPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {carried: tuple(map(str, scopes)) for carried, scopes in outgoing.CARRIED.items()}
    | {"all": tuple(map(str, outgoing.UP))}
)
"""What a PC may be certified to write; the choices are those of what a commune may send.  Whoever
may send everything may send less of it, figures in place of persons too.
"""

_ONLY_ABOVE: Final = N_("Chỉ cơ quan tiếp nhận chứng nhận và thu hồi khóa của các đơn vị gửi lên.")


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key that is known here, with all that is said of it."""

    partner: Partner
    fingerprint: str
    certificate: Certificate | None
    issuer: str
    soon: bool
    """The certificate ends soon, or has ended."""


def key_lines(office: Office) -> list[KeyLine]:
    """Every key this office knows, by name; those that ended too."""
    known = trusting.directory(office)
    soon = office.clock.now().date() + timedelta(days=key_terms().warn_days)
    return [_line(known, each, soon) for each in known.by_key.values()]


def _line(known: Directory, partner: Partner, soon: date) -> KeyLine:
    certificate = known.certificate_of(partner.key_id)
    issuer = known.issued_by.get(partner.key_id, "")
    return KeyLine(
        partner,
        known.cards[partner.key_id].keys.fingerprint,
        certificate,
        "" if not issuer or issuer in known.own else known.name_of(issuer),
        certificate is not None and certificate.expired(soon.isoformat()),
    )


def certify(
    office: Office, key_id: str, carries: str = "all", expires: date | None = None
) -> Certificate:
    """Certify a commune's PC for these books (`SCOPES`) until a day; the usual length without one.

    A second certificate of the same PC takes the place of the first.  Raises `NotAllowed`,
    `NotFound`, `Refused` (its key was revoked), `BadInput`.
    """
    _must_issue(office)
    partner = trusting.addressee(office, key_id)
    if partner.role != "lower":
        raise NotAllowed(_ONLY_ABOVE)
    if carries not in SCOPES:
        raise BadInput(N_("Hãy chọn các sổ mà máy này được gửi lên."))
    today = office.clock.now().date()
    until = expires or today + timedelta(days=key_terms().certificate_days)
    if until <= today:
        raise BadInput(N_("Ngày hết hạn phải sau hôm nay.")).at("expires")
    own = trusting.office_keys(office)
    with office.store.begin(Act("key.certify", office.account.name)) as work:
        numbers = [
            each.number
            for each in key_papers.papers(work.connection)
            if each.kind == CERTIFICATE and each.issuer in own
        ]
        certificate = Certificate(
            serial=max(numbers, default=0) + 1,
            office=partner.name,
            unit=partner.unit_id,
            keys=read_card(partner.card.encode()).keys,
            role="lower",
            scopes=SCOPES[carries],
            issued=today.isoformat(),
            expires=until.isoformat(),
        )
        text = sign_certificate(certificate, office.keys.device.signing).decode()
        paper = KeyPaper(
            CERTIFICATE,
            office.keys.device.public.key_id,
            partner.key_id,
            certificate.serial,
            text,
            office.clock.stamp(),
        )
        key_papers.keep(work.connection, paper)
        told = f"{partner.name}: {partner.key_id}, số {certificate.serial}, đến {until.isoformat()}"
        work.note(Scope.LOCAL, told)
        judge_anew(work.connection, office)
        work.commit()
    return certificate


def last_number(office: Office, key_id: str) -> int:
    """The number of the last bundle that came in from a key; 0 for none."""
    with office.store.reading() as connection:
        return numbering.last_in(connection, key_id)[1]


def revoke(office: Office, key_id: str, reason: str, last_good: int | None = None) -> Revocation:
    """Believe a key no more: its bundles after number `last_good` are refused, by everybody.

    Without a number it is that of the last bundle taken in, so nothing new is.  There is no way
    back: a key that was revoked by mistake is followed by a new one.  Raises `NotAllowed`,
    `NotFound`, `Refused` (revoked before), `BadInput`.
    """
    _must_issue(office)
    known = trusting.directory(office)
    partner = trusting.addressee(office, key_id) if key_id not in known.by_key else None
    partner = partner or known.by_key[key_id]
    if partner.role not in ("lower", "sister"):
        raise NotAllowed(_ONLY_ABOVE)
    if partner.ending is not None and partner.ending.revoked:
        raise NotAllowed(N_("Khóa này đã bị thu hồi trước đó."))
    if not reason.strip():
        raise BadInput(N_("Hãy ghi lý do thu hồi.")).at("reason")
    with office.store.begin(Act("key.revoke", office.account.name)) as work:
        epoch, came = numbering.last_in(work.connection, partner.key_id)
        good = came if last_good is None else last_good
        if good and not epoch:
            raise BadInput(
                N_("Chưa nhập gói nào của khóa này nên không có số gói để nhận tiếp; hãy để trống.")
            ).at("last_good")
        entry = Revocation(
            key_id=partner.key_id,
            from_sequence=good + 1,
            date=office.clock.today(),
            reason=reason.strip(),
            epoch=epoch,
            upto=key_papers.held_of(work.connection, partner.key_id),
        )
        before = known.own_list()
        entries = (*(before.entries if before else ()), entry)
        version = (before.version if before else 0) + 1
        keep_list(work.connection, office, RevocationList(version, office.clock.today(), entries))
        work.note(
            Scope.LOCAL, f"{partner.name}: {partner.key_id}, đến gói số {good}, {entry.reason}"
        )
        work.commit()
    return entry


def refresh_list(connection: Connection, office: Office) -> None:
    """Say anew how far the lines of revoked keys are believed, if more of them has been taken since
    (a bundle below the number was still on its way).
    """
    ours = trusting.directory_in(connection, office).own_list()
    if ours is None:
        return
    entries = tuple(
        replace(each, upto=key_papers.held_of(connection, each.key_id)) for each in ours.entries
    )
    if entries != ours.entries:
        keep_list(
            connection, office, RevocationList(ours.version + 1, office.clock.today(), entries)
        )


def _must_issue(office: Office) -> None:
    office.info.role.must("manages")
    if office.info.kind != RECEIVING:
        raise NotAllowed(_ONLY_ABOVE)
