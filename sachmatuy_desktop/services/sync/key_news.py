"""What bundles say of keys: certificates, revocations and changes of key travel in each of them.

Nothing is typed for these: each is signed by a key that is trusted already.  They are proved when
a bundle is staged and take effect with it, in the same transaction.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, KnownError, Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.catching_up import judge_authors_anew
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import key_papers, post
from sachmatuy_desktop.storage.sync.key_papers import KeyPaper
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.directory import Directory, News, hear
from sachmatuy_desktop.sync.trust import (
    CERTIFICATE,
    LARGEST_TEXT,
    REVOCATIONS,
    SUCCESSION,
    RevocationList,
    joined,
    kind_of,
    sign_revocations,
)

__all__ = [
    "follow_file",
    "is_change_of_key",
    "judge_anew",
    "keep_list",
    "note",
    "take_in",
    "travelling",
    "warnings_of",
]

_EXPIRED = N_(
    "Chứng nhận của {name} đã hết hạn ngày {day}; gói vẫn nhập được, hãy nhắc cấp chứng nhận mới."
)


def travelling(office: Office, partner: Partner) -> dict[str, bytes]:
    """The texts about keys that go with a bundle to a partner, by member name.

    To a commune: our word about its PCs and our list of revoked keys.  Upward and between the PCs
    of one office: what is held of the office above.  To everybody the changes of our own key.
    """
    known = trusting.directory(office)
    with office.store.reading() as connection:
        kept = key_papers.papers(connection)
    texts = {_name(paper): paper.text.encode() for paper in kept if _goes(known, paper, partner)}
    for each in office.keys.device.retired:
        texts[f"cert/s-{each.key_id.lower()}.json"] = each.succession
    for key, text in _cards(office, known, partner).items():
        texts[f"cert/{key.lower()}.json"] = text
    return texts


def _goes(known: Directory, paper: KeyPaper, partner: Partner) -> bool:
    if paper.kind == REVOCATIONS:
        return True
    if paper.kind == SUCCESSION:
        theirs = known.by_key.get(paper.issuer)
        return theirs is not None and (partner.role != "lower" or theirs.unit_id == partner.unit_id)
    certificate = known.certificates.get(paper.subject)
    if certificate is None or paper.kind != CERTIFICATE:
        return False
    return certificate.unit in (partner.unit_id, known.unit)


def _cards(office: Office, known: Directory, partner: Partner) -> dict[str, bytes]:
    """The cards of the authors whose segments travel: ours, our sister PCs'; and to a commune those
    of its own PCs that are certified.
    """
    cards = {office.keys.device.public.key_id: trusting.own_card(office)}
    for each in known.by_key.values():
        certified = partner.role == "lower" and known.certificate_of(each.key_id) is not None
        beside = each.unit_id == partner.unit_id and certified
        if each.key_id != partner.key_id and (each.role == "sister" or beside):
            cards[each.key_id] = each.card.encode()
    return cards


def _name(paper: KeyPaper) -> str:
    initial = {CERTIFICATE: "c", REVOCATIONS: "r", SUCCESSION: "s"}[paper.kind]
    about = "-".join(each for each in (paper.issuer, paper.subject) if each).lower()
    return f"cert/{initial}-{about if initial == 'c' else paper.issuer.lower()}.json"


def take_in(connection: Connection, office: Office, news: News) -> None:
    """Keep what was heard, within the transaction of the bundle that said it; what was set aside
    because of its author's key counts where it may by now.
    """
    for paper in news.papers:
        key_papers.keep(connection, paper)
    for partner in news.partners:
        post.trust(connection, partner)
    for old, new in news.taken_over:
        post.hand_over(connection, old, new)
    if news.own_list is not None:
        ours = trusting.directory_in(connection, office).own_list()
        today = office.clock.today()
        empty = RevocationList(0, today, ())
        keep_list(connection, office, joined(ours or empty, news.own_list, today))
    if news:
        judge_anew(connection, office)


def judge_anew(connection: Connection, office: Office) -> None:
    """Let what was set aside because of its author's key count where it may by now."""
    limits = trusting.directory_in(connection, office).limits()
    judge_authors_anew(connection, office.store, office.account.name, limits)


def keep_list(connection: Connection, office: Office, revocations: RevocationList) -> None:
    """Sign a list of revoked keys and keep it in place of the one before it."""
    device = office.keys.device
    text = sign_revocations(revocations, device.signing).decode()
    stamp, key = office.clock.stamp(), device.public.key_id
    key_papers.keep(connection, KeyPaper(REVOCATIONS, key, "", revocations.version, text, stamp))


def note(office: Office, news: News) -> None:
    """Enter in the journal what was heard of keys."""
    if not news.told:
        return
    with office.store.begin(Act("key.follow", office.account.name)) as work:
        work.note(Scope.LOCAL, " ".join(str(each) for each in news.told))
        work.commit()


# -- a change of key as a file --------------------------------------------------------------------


def is_change_of_key(data: bytes) -> bool:
    """Whether a file is a change of key rather than a card.  Raises `Refused`."""
    return kind_of(data) == SUCCESSION


def follow_file(office: Office, path: Path) -> tuple[KnownError, ...]:
    """Take over a partner's new key out of its file, without typing; what a person ought to read.

    Raises `Refused` (its old key is not known here, or has ended), `StorageTrouble`.
    """
    office.info.role.must("sends")
    with disk_speaks(path), path.open("rb") as file:
        data = file.read(LARGEST_TEXT + 1)
    news, _after = hear(trusting.directory(office), [data], office.clock.stamp())
    if not news:
        raise (
            news.told[0]
            if news.told
            else Refused(
                N_(
                    "Chưa biết khóa cũ của cơ quan này, hoặc khóa mới đã được nhận trước đó; "
                    "nếu chưa nhận, hãy xin thẻ nhận dạng và gõ hai nhóm."
                )
            )
        )
    with office.store.writing() as connection:
        take_in(connection, office, news)
    note(office, news)
    return news.told


# -- what a person ought to be told ---------------------------------------------------------------


def warnings_of(known: Directory, key: str, today: str) -> tuple[KnownError, ...]:
    """What is to be said of the key that signed a bundle; nothing stops."""
    certificate = known.certificate_of(key)
    if certificate is None or not certificate.expired(today):
        return ()
    return (
        KnownError(
            _EXPIRED,
            name=known.name_of(key),
            day=show_date(date.fromisoformat(certificate.expires)),
        ),
    )
