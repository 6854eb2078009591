"""Whether the office trusts whom its journal says that it trusts, and is who its keys say it is.

Partners, and what the office file says of itself, are no records: nothing binds them to a line.
But whoever was trusted was noted in the journal, or is vouched for by a signed text of a key that
was; every card is signed; and the key file names the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.storage.evidence.security_log import noted_under
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
from sachmatuy_desktop.storage.sync import key_papers
from sachmatuy_desktop.storage.sync.key_papers import KeyPaper
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.directory import Directory
from sachmatuy_desktop.sync.trust import (
    CERTIFICATE,
    SUCCESSION,
    read_card,
    read_certificate,
    read_succession,
)

__all__ = ["TRUSTED", "check_trust"]

TRUSTED: Final = "key.trust"

_ROLE: Final = re.compile(r", (upper|lower|peer|sister): (\w+)$")
"""How a note ends that says in which role a key was trusted; older notes do not say it."""

_UNNOTED: Final = N_(
    "Cơ quan trao đổi {name} (khóa {key}) có trong tệp dữ liệu nhưng nhật ký không ghi ai đã tin"
    " cậy; có thể do người ngoài thêm vào. Đừng nhận gói của khóa này."
)
_OTHER_CARD: Final = N_(
    "Cơ quan trao đổi {name} (khóa {key}) không khớp với thẻ đã ký của nó; nội dung đã bị sửa ngoài"
    " chương trình."
)
_OTHER_ROLE: Final = N_(
    "Cơ quan trao đổi {name} (khóa {key}) có vai trò khác với lúc được tin cậy; nội dung đã bị sửa"
    " ngoài chương trình. Đừng gửi gói cho khóa này."
)
_GONE: Final = N_(
    "Nhật ký ghi đã tin cậy khóa {key} nhưng cơ quan đó không còn trong tệp dữ liệu; nội dung đã bị"
    " xóa ngoài chương trình."
)
_ANOTHER: Final = N_(
    "Tệp dữ liệu nói về cơ quan {name}, khác với tệp khóa; nội dung đã bị sửa ngoài chương trình."
)


def check_trust(office: Office, report: CheckReport) -> None:
    """Partners against the journal and their cards; the office's name against the key file."""
    with office.store.reading() as connection:
        known = trusting.directory_in(connection, office)
        papers = key_papers.papers(connection)
        notes = noted_under(connection, TRUSTED)
    noted = {each.why.rpartition(" ")[2]: each.number for each in notes if each.why}
    roles = {key: role for each in notes for role, key in _ROLE.findall(each.why)}
    unknown = sum(not each.why for each in notes)
    vouched = {key for paper in papers for key in _vouched(known, paper)}
    for partner in known.rows:
        if partner.key_id not in noted.keys() | vouched:
            unknown -= 1  # the reason of a note may have been erased by law
            if unknown < 0:
                report.add(_UNNOTED, name=partner.name, key=partner.key_id)
        elif not _is_on_its_card(partner):
            report.add(_OTHER_CARD, name=partner.name, key=partner.key_id)
        elif _stands_elsewhere(partner, roles):
            report.add(_OTHER_ROLE, name=partner.name, key=partner.key_id)
    for key in noted.keys() - {each.key_id for each in known.rows}:
        report.add(_GONE, key=key, entry=noted[key])
    facts, named = office.store.facts, office.keyring.shown().office
    if (facts.name, facts.training) != (named.name, named.training):
        report.add(_ANOTHER, name=facts.name)


def _stands_elsewhere(partner: Partner, noted: Mapping[str, str]) -> bool:
    """Whether a note says another role than the book."""
    return noted.get(partner.key_id, partner.role) != partner.role


def _is_on_its_card(partner: Partner) -> bool:
    try:
        card = read_card(partner.card.encode())
    except KnownError:
        return False
    shown = (partner.key_id, partner.unit_id, partner.name)
    return (card.keys.key_id, card.unit, card.office) == shown


def _vouched(known: Directory, paper: KeyPaper) -> Iterator[str]:
    """The key that a text speaks for, if the key that signed it is known here."""
    data = paper.text.encode()
    try:
        if paper.kind == SUCCESSION and paper.issuer in known.by_key:
            succession, _card = read_succession(data, known.public(paper.issuer))
            yield succession.card.keys.key_id
        elif paper.kind == CERTIFICATE and known.issues(paper.issuer):
            yield read_certificate(data, known.public(paper.issuer)).keys.key_id
    except KnownError:
        return
