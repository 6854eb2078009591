"""Whom this office knows, and what it was told of their keys: certified, revoked, renewed.

A `Directory` is what is kept, read; `hear` says what new texts would change in it.  Both are pure:
the same texts in any order, or twice, come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_, KnownError, Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import key_papers, post
from sachmatuy_desktop.storage.sync.author_limits import AuthorLimit, AuthorLimits
from sachmatuy_desktop.storage.sync.key_papers import KeyPaper
from sachmatuy_desktop.storage.sync.post import Ending, Partner
from sachmatuy_desktop.sync.trust import (
    CARD,
    CERTIFICATE,
    REVOCATIONS,
    SUCCESSION,
    Certificate,
    IdentityCard,
    KnownKey,
    Revocation,
    RevocationList,
    Succession,
    kind_of,
    read_card,
    read_certificate,
    read_revocations,
    read_succession,
    signer_of,
    succeeds,
)

__all__ = ["Directory", "News", "hear", "read_directory"]

_FOLLOWED: Final = N_(
    "{name} đã thay khóa ngày {on}; khóa mới được chính khóa cũ xác nhận nên không phải gõ lại "
    "nhóm."
)
_TWO_HEIRS: Final = N_(
    "{name} có hai khóa khác nhau cùng nhận thay khóa cũ; khóa đến sau không được nhận. "
    "Hãy gọi điện và tin cậy lại thẻ của cơ quan đó."
)
_NO_HEIR: Final = N_(
    "Khóa cũ của {name} đã bị thu hồi nên không được tự thay bằng khóa mới; "
    "hãy xin thẻ mới và gõ hai nhóm của thẻ đó."
)
_SISTER: Final = N_("Máy khác của cơ quan ({key}) được {issuer} chứng nhận nên được tin cậy.")
_REVOKED_NOW: Final = N_("{issuer} đã thu hồi khóa {key} của {name}: {why}.")
_NOBODY: Final = N_("một máy chưa biết")


@dataclass(frozen=True)
class Directory:
    """The partners as they were trusted, and the newest texts about their keys.

    `own` are this office's Ed25519 public keys by their ids, the present one first; `receives` says
    that it is a receiving office, which certifies and revokes itself.
    """

    own: Mapping[str, bytes]
    unit: str
    receives: bool
    rows: tuple[Partner, ...]
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    lists: Mapping[str, RevocationList] = field(default_factory=dict)
    successions: Mapping[str, Succession] = field(default_factory=dict)
    issued_by: Mapping[str, str] = field(default_factory=dict)
    """Who issued a key's certificate."""

    @cached_property
    def cards(self) -> Mapping[str, IdentityCard]:
        """The cards of all partners."""
        return {each.key_id: read_card(each.card.encode()) for each in self.rows}

    @cached_property
    def by_key(self) -> Mapping[str, Partner]:
        """All partners, those whose key has ended too, with its ending."""
        return {each.key_id: replace(each, ending=self.ending_of(each)) for each in self.rows}

    @property
    def partners(self) -> list[Partner]:
        """Whom bundles are exchanged with: without the keys that others have taken over from."""
        ended = self.by_key.values()
        return [each for each in ended if each.ending is None or each.ending.revoked]

    def authors(self) -> dict[str, tuple[Partner, IdentityCard]]:
        """Whose segments are taken in: also those of ended keys, within their limits."""
        return {key: (each, self.cards[key]) for key, each in self.by_key.items()}

    def known_keys(self) -> dict[str, KnownKey]:
        """Whose bundles are opened, and up to which number."""
        return {
            key: KnownKey(
                self.cards[key].keys,
                each.name,
                revoked_from=each.ending.from_sequence if each.ending else None,
                revoked_epoch=each.ending.epoch if each.ending else None,
            )
            for key, each in self.by_key.items()
        }

    def living(self, key: str) -> str:
        """The key that a key was followed by in the end; itself if it goes on."""
        seen = {key}
        while key in self.successions:
            key = self.successions[key].card.keys.key_id
            if key in seen:
                break
            seen.add(key)
        return key

    def lineage(self, key: str) -> frozenset[str]:
        """A key and all those that it took over from."""
        return frozenset(each for each in {key, *self.by_key} if self.living(each) == key)

    def certificate_of(self, key: str) -> Certificate | None:
        """What a key is certified for, itself or as the key it took over from."""
        if key in self.certificates:
            return self.certificates[key]
        before = next((old for old in self.successions if self._heir(old) == key), None)
        return None if before is None else self.certificate_of(before)

    def revocation_of(self, key: str) -> tuple[str, Revocation] | None:
        """Who revoked a key, and what was said of it: our own word first, then the earliest."""
        found = [
            (issuer, entry)
            for issuer, each in self.lists.items()
            if (entry := each.of(key)) is not None and self._may_revoke(issuer, key)
        ]
        found.sort(key=lambda said: (said[0] not in self.own, said[1].date, said[0]))
        return found[0] if found else None

    def ending_of(self, partner: Partner) -> Ending | None:
        """Since when a partner's key is not believed; None while it is."""
        revoked = self.revocation_of(partner.key_id)
        if revoked is not None:
            issuer, entry = revoked
            ours = issuer in self.own
            first, epoch = (entry.from_sequence, entry.epoch) if ours else (1, None)
            return Ending(entry.date, entry.reason, first, epoch)
        followed = self.successions.get(partner.key_id)
        if followed is None:
            return None
        heir = followed.card.keys.key_id
        return Ending(followed.on, "", followed.last + 1, followed.epoch, heir)

    def limits(self) -> AuthorLimits:
        """What of each author's lines is applied."""
        keys = {key for each in self.lists.values() for key in (e.key_id for e in each.entries)}
        keys |= {*self.certificates, *(self._heir(old) for old in self.successions)}
        found = {}
        for key in keys:
            revoked = self.revocation_of(key)
            certificate = self.certificate_of(key)
            if revoked is not None or certificate is not None:
                found[key] = AuthorLimit(
                    None if revoked is None else revoked[1].upto,
                    revoked is not None and revoked[0] in self.own,
                    None if certificate is None else frozenset(certificate.scopes),
                )
        return MappingProxyType(found)

    def own_list(self) -> RevocationList | None:
        """The newest list of revoked keys that this office has issued, under whichever key."""
        ours = [each for issuer, each in self.lists.items() if issuer in self.own]
        return max(ours, key=lambda each: each.version, default=None)

    def issues(self, key: str) -> bool:
        """Whether certificates and revocations signed by a key count here."""
        if key in self.own:
            return True
        partner = self.by_key.get(key)
        believed = partner is not None and not (partner.ending and partner.ending.revoked)
        roles = ("upper", "sister") if self.receives else ("upper",)
        return believed and partner is not None and partner.role in roles

    def name_of(self, key: str) -> str:
        """Whose key it is."""
        return self.by_key[key].name if key in self.by_key else _NOBODY

    def public(self, key: str) -> bytes:
        """The Ed25519 public key of this office or of a partner."""
        return self.own[key] if key in self.own else self.cards[key].keys.sign

    def _heir(self, old: str) -> str:
        return self.successions[old].card.keys.key_id

    def _may_revoke(self, issuer: str, key: str) -> bool:
        """An office above revokes keys of its own and of those below, not of another above."""
        units = {each.key_id: each for each in self.rows}
        if key not in units or issuer not in units:
            return True
        other_above = units[key].role == "upper" and units[key].unit_id != units[issuer].unit_id
        return not other_above


def read_directory(
    connection: Connection, own: Iterable[bytes], unit: str, *, receives: bool
) -> Directory:
    """All that is kept of keys; the texts were proved when they were taken in."""
    certificates: dict[str, Certificate] = {}
    issued_by: dict[str, str] = {}
    lists: dict[str, RevocationList] = {}
    successions: dict[str, Succession] = {}
    for paper in key_papers.papers(connection):
        data = paper.text.encode()
        if paper.kind == CERTIFICATE:
            read = read_certificate(data, None)
            before = certificates.get(paper.subject)
            if before is None or (read.issued, read.serial) > (before.issued, before.serial):
                certificates[paper.subject], issued_by[paper.subject] = read, paper.issuer
        elif paper.kind == REVOCATIONS:
            lists[paper.issuer] = read_revocations(data, None)
        elif paper.kind == SUCCESSION:
            successions[paper.issuer] = read_succession(data, None)[0]
    rows = tuple(post.partners(connection))
    keys = {key_id(each): each for each in own}
    return Directory(keys, unit, receives, rows, certificates, lists, successions, issued_by)


# -- what others say ------------------------------------------------------------------------------


@dataclass(frozen=True)
class News:
    """What texts from outside would change: texts to keep, partners to add, keys that took over
    (old and new), another list of our own; and `told`, what a person ought to read.
    """

    papers: tuple[KeyPaper, ...] = ()
    partners: tuple[Partner, ...] = ()
    taken_over: tuple[tuple[str, str], ...] = ()
    own_list: RevocationList | None = None
    told: tuple[KnownError, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.papers or self.partners or self.taken_over or self.own_list)

    def __add__(self, other: News) -> News:
        return News(
            self.papers + other.papers,
            self.partners + other.partners,
            self.taken_over + other.taken_over,
            self.own_list or other.own_list,
            self.told + other.told,
        )


def hear(directory: Directory, texts: Iterable[bytes], at: str) -> tuple[News, Directory]:
    """What these texts would change, each proved; and the directory as it would be then.

    A text signed by a key that has no say here is passed over.  Raises `Refused` for one that bears
    the name of a key that has and is not signed by it.
    """
    by_kind: dict[str, list[bytes]] = {}
    for each in texts:
        by_kind.setdefault(kind_of(each), []).append(each)
    news, directory = _hear_successions(directory, by_kind.get(SUCCESSION, []), at)
    for data in by_kind.get(REVOCATIONS, []):
        said, directory = _hear_list(directory, data, at)
        news += said
    cards = {card.keys.key_id: data for data in by_kind.get(CARD, []) for card in [read_card(data)]}
    for data in by_kind.get(CERTIFICATE, []):
        said, directory = _hear_certificate(directory, data, cards, at)
        news += said
    return news, directory


def _hear_successions(
    directory: Directory, texts: Sequence[bytes], at: str
) -> tuple[News, Directory]:
    """Follow a chain link by link, in whichever order its links come."""
    news, left = News(), list(texts)
    while ready := [each for each in left if succeeds(each) in directory.by_key]:
        for data in ready:
            left.remove(data)
            said, directory = _hear_succession(directory, data, at)
            news += said
    return news, directory


def _hear_succession(directory: Directory, data: bytes, at: str) -> tuple[News, Directory]:
    old = succeeds(data)
    before = directory.by_key[old]
    followed, card = read_succession(data, directory.cards[old].keys.sign)
    new = followed.card.keys.key_id
    if (followed.card.unit, followed.card.training) != (
        before.unit_id,
        directory.cards[old].training,
    ):
        raise Refused(N_("Giấy thay khóa của {name} nói về một cơ quan khác."), name=before.name)
    if before.ending is not None and before.ending.successor == new:
        return News(), directory
    if before.ending is not None:
        wrong = _NO_HEIR if before.ending.revoked else _TWO_HEIRS
        return News(told=(KnownError(wrong, name=_first(before.name)),)), directory
    heir = replace(
        before,
        key_id=new,
        name=followed.card.office,
        card=card.decode(),
        trusted_at=at,
        ending=None,
    )
    added = () if new in directory.by_key or new in directory.own else (heir,)
    paper = KeyPaper(SUCCESSION, old, new, 0, data.decode(), at)
    told = KnownError(_FOLLOWED, name=_first(before.name), on=_day(followed.on))
    news = News((paper,), added, ((old, new),), told=(told,))
    return news, replace(
        directory,
        rows=directory.rows + added,
        successions={**directory.successions, old: followed},
    )


def _hear_list(directory: Directory, data: bytes, at: str) -> tuple[News, Directory]:
    issuer = signer_of(data)
    if not directory.issues(issuer):
        return News(), directory
    held = directory.lists.get(issuer)
    read = read_revocations(data, directory.public(issuer))
    if issuer in directory.own:
        ours = directory.own_list()
        known = ours is not None and _says_all(ours, read)
        return News(own_list=None if known else read), directory
    if held is not None and read.version <= held.version:
        return News(), directory
    paper = KeyPaper(REVOCATIONS, issuer, "", read.version, data.decode(), at)
    fresh = [each for each in read.entries if held is None or held.of(each.key_id) is None]
    told = tuple(
        KnownError(
            _REVOKED_NOW,
            issuer=_first(directory.name_of(issuer)),
            key=each.key_id,
            name=directory.name_of(each.key_id),
            why=each.reason,
        )
        for each in fresh
        if each.key_id in directory.by_key or each.key_id in directory.own
    )
    after = replace(directory, lists={**directory.lists, issuer: read})
    return News((paper,), told=told), after


def _hear_certificate(
    directory: Directory, data: bytes, cards: Mapping[str, bytes], at: str
) -> tuple[News, Directory]:
    """Keep a certificate of the office above; another PC of this office is trusted by it."""
    issuer = signer_of(data)
    if not directory.issues(issuer):
        return News(), directory
    read = read_certificate(data, directory.public(issuer))
    key = read.keys.key_id
    held = directory.certificates.get(key)
    if held is not None and (read.issued, read.serial) <= (held.issued, held.serial):
        return News(), directory
    if issuer not in directory.own and read.unit != directory.unit:
        return News(), directory
    paper = KeyPaper(CERTIFICATE, issuer, key, read.serial, data.decode(), at)
    after = replace(
        directory,
        certificates={**directory.certificates, key: read},
        issued_by={**directory.issued_by, key: issuer},
    )
    card = cards.get(key)
    stranger = key not in directory.by_key and key not in directory.own
    if issuer in directory.own or not stranger or card is None or after.revocation_of(key):
        return News((paper,)), after
    shown = read_card(card)
    if shown.keys != read.keys or shown.unit != directory.unit:
        return News((paper,)), after
    sister = Partner(key, "", shown.unit, shown.office, "sister", card.decode(), at)
    told = KnownError(_SISTER, key=key, issuer=directory.name_of(issuer))
    return News((paper,), (sister,), told=(told,)), replace(after, rows=(*after.rows, sister))


def _day(text: str) -> str:
    return show_date(date.fromisoformat(text))


def _first(name: str) -> str:
    """A name at the beginning of a sentence."""
    return name[:1].upper() + name[1:]


def _says_all(ours: RevocationList, theirs: RevocationList) -> bool:
    """Whether our list names every key that theirs does and is not older."""
    named = {each.key_id for each in ours.entries}
    return ours.version >= theirs.version and named >= {each.key_id for each in theirs.entries}
