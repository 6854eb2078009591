"""How each bundle stands: sent, received, received in part, returned, or long without a receipt.

Read from the book of bundles, the receipts and slips in it, what partners have said they hold, and
the returns that are open; nothing is stored for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.packs.patience import receipt_days
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.receipts import answer_kept, answer_to, returned_to
from sachmatuy_desktop.services.sync.returns_reading import returns_followed
from sachmatuy_desktop.storage.sync import outbox, post
from sachmatuy_desktop.storage.sync.post import ANSWERS, SLIP, Partner, Passage
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.sync.receipt import Answer, Returned

__all__ = ["ANSWERABLE", "Book", "Followed", "Standing", "book", "present_answer", "silent"]

MOST: Final = 1_000
"""So many of the newest bundles are followed: a receiving office of 20 communes fills them in
about two years.
"""

RECENT: Final = 200
"""So many of the newest ones are looked at for what has had no receipt for long."""

ANSWERABLE: Final = frozenset({Kind.CHANGES, Kind.RETURN, Kind.TRANSFER})
"""What a receipt is expected for."""


class Standing(StrEnum):
    """How a bundle that left stands."""

    FAILED = "failed"
    """It could not be written; nothing left."""
    SENT = "sent"
    SILENT = "silent"
    """No receipt for longer than usual."""
    RECEIVED = "received"
    COVERED = "covered"
    """Never heard of, but the partner holds all that it carried: a later one brought it."""
    PARTLY = "partly"
    """Something of it waits, is lacking or was set aside."""
    RETURNED = "returned"
    """Something was sent back and waits for an answer."""
    UNDONE = "undone"
    """The partner took the whole bundle back."""
    CAME = "came"
    """It came in here."""
    TAKEN_OUT = "taken_out"
    """It came in here, and was undone here."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One bundle of the book, and what is known of it.

    `answer` is what its newest receipt says, `slip` what a slip said; `received` when it was taken
    in there by the receiver's clock, "" where nobody has said.  `returned` are the points of its
    receipt that are still open; `days` have passed since it left.
    """

    passage: Passage
    partner: str
    standing: Standing
    answer: Answer | None = None
    slip: Mapping[str, Any] | None = None
    received: str = ""
    returned: tuple[Returned, ...] = ()
    days: int = 0

    @property
    def is_out(self) -> bool:
        """Whether it left here."""
        return self.passage.direction == "out"


@dataclass(frozen=True, slots=True)
class Book:
    """The book of bundles, newest first."""

    lines: tuple[Followed, ...]

    def standing(self, wanted: Standing) -> tuple[Followed, ...]:
        """Those that stand so."""
        return tuple(each for each in self.lines if each.standing is wanted)


def book(office: Office, most: int = MOST) -> Book:
    """The newest bundles with how they stand."""
    known = trusting.directory(office)
    closed = {
        each.returned.id for each in returns_followed(office.session) if not each.standing.is_open
    }
    with office.store.reading() as connection:
        passages = post.passages(connection, most)
        held = {key: outbox.held_by(connection, key) for key in known.by_key}
    reading = _Reading(
        receipts=_newest_receipts(passages, known.living),
        living=known.living,
        held=held,
        closed=frozenset(closed),
        now=office.clock.now(),
    )
    return Book(tuple(reading.followed(each, known.by_key) for each in passages))


def silent(office: Office) -> tuple[Followed, ...]:
    """The bundles sent to partners still trusted that nobody has acknowledged for long."""
    with office.store.reading() as connection:
        if not post.has_sent(connection, ANSWERABLE):
            return ()
    trusted = {each.key_id for each in trusting.partners(office) if each.ending is None}
    lines = book(office, RECENT).standing(Standing.SILENT)
    return tuple(each for each in lines if each.passage.partner in trusted)


def present_answer(office: Office, passage: Passage) -> Answer:
    """What a receipt written now would say of a bundle that came in.  Raises `NotFound`."""
    partner = trusting.partner_of(office, passage.partner)
    returned = returned_to(office, partner)
    with office.store.reading() as connection:
        return answer_to(connection, office, partner, passage.digest, returned)


def _newest_receipts(
    passages: Sequence[Passage], living: Callable[[str], str]
) -> dict[tuple[str, str], Passage]:
    """The newest receipt of each partner's for each digest.

    Files may come in any order: of the epoch heard last, the one with the highest number.
    """
    newest: dict[tuple[str, str], Passage] = {}
    for each in passages:  # newest first
        if (each.direction, each.kind) != ("in", Kind.RECEIPT):
            continue
        key = (living(each.partner), str(each.said.get(ANSWERS, "")))
        before = newest.setdefault(key, each)
        if before.epoch == each.epoch and each.sequence > before.sequence:
            newest[key] = each
    return newest


@dataclass(frozen=True)
class _Reading:
    receipts: Mapping[tuple[str, str], Passage]
    living: Callable[[str], str]
    held: Mapping[str, Mapping[str, int]]
    closed: frozenset[str]
    now: datetime

    def followed(self, passage: Passage, partners: Mapping[str, Partner]) -> Followed:
        """How one bundle stands."""
        partner = partners.get(passage.partner)
        name = passage.partner_unit if partner is None else partner.name
        if passage.direction == "in":
            is_in = passage.undone is None
            return Followed(passage, name, Standing.CAME if is_in else Standing.TAKEN_OUT)
        if passage.failed:
            return Followed(passage, name, Standing.FAILED)
        receipt = self.receipts.get((self.living(passage.partner), passage.digest))
        answer = None if receipt is None else answer_kept(receipt)
        slip = passage.said.get(SLIP)
        open_points = () if answer is None else answer.returned
        returned = tuple(each for each in open_points if each.id not in self.closed)
        days = max((self.now - parse_moment(passage.at)).days, 0)
        return Followed(
            passage,
            name,
            _told(answer, slip, returned) or self._untold(passage, days),
            answer,
            slip,
            _received(receipt, answer, slip),
            returned,
            days,
        )

    def _untold(self, passage: Passage, days: int) -> Standing:
        """How a bundle stands of which nobody has said anything."""
        if self._is_held(passage):
            return Standing.COVERED
        late = passage.kind in ANSWERABLE and days > receipt_days()
        return Standing.SILENT if late else Standing.SENT

    def _is_held(self, passage: Passage) -> bool:
        upto: Mapping[str, int] = passage.said.get("upto") or {}
        held = self.held.get(passage.partner, {})
        return bool(upto) and all(held.get(name, 0) >= last for name, last in upto.items())


def _told(
    answer: Answer | None, slip: Mapping[str, Any] | None, returned: Sequence[Returned]
) -> Standing | None:
    """How a bundle stands by its receipt, or else by a slip."""
    if answer is not None:
        if answer.undone:
            return Standing.UNDONE
        sent_back, whole = bool(returned), answer.is_whole
    elif slip is not None:
        if slip.get("undone"):
            return Standing.UNDONE
        sent_back = bool(slip.get("returned"))
        whole = not any(slip.get(name) for name in ("set_aside", "parked", "lacking"))
    else:
        return None
    if sent_back:
        return Standing.RETURNED
    return Standing.RECEIVED if whole else Standing.PARTLY


def _received(
    receipt: Passage | None, answer: Answer | None, slip: Mapping[str, Any] | None
) -> str:
    """When the bundle was taken in; a bare receipt tells only when it was written."""
    if answer is not None:
        return answer.taken or ("" if receipt is None else receipt.made)
    return "" if slip is None else str(slip.get("taken", ""))
