"""Partners (other offices whose cards are trusted) and the bundles sent and taken in."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.storage import schema

FAILED: Final = '{"failed": 1}'
"""The summary of a bundle that was to leave and could not be written."""

ANSWERS: Final = "answers"
RECEIPT: Final = "receipt"
SLIP: Final = "slip"
"""Under these names a summary keeps the digest a receipt answers and what it said, and what a paper
slip said of a bundle.
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """Since when, and why, a key is no longer believed.

    Its bundles of numbering `epoch` below `from_sequence` are still taken; `epoch` None stands for
    every numbering.  `successor` is the key that took over, "" if it was revoked.
    """

    on: str
    why: str
    from_sequence: int
    epoch: int | None
    successor: str = ""

    @property
    def revoked(self) -> bool:
        """Whether it was taken from its holder, not renewed by it."""
        return not self.successor


@dataclass(frozen=True, slots=True)
class Partner:
    """Another office, or another PC of this one, whose key is trusted.

    `role` is `upper` (the receiving office above), `lower` (a commune below), `peer` (another
    commune, to which only persons' files go) or `sister` (another PC of the same office).
    `card` is its identity card as JSON text; `carries` what the office has chosen to send to it;
    `ending`, which is not kept but told by signed texts, since when its key is not believed.
    """

    key_id: str
    site: str
    unit_id: str
    name: str
    role: str
    card: str
    trusted_at: str
    carries: str = "all"
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One bundle that left or came in.

    `made` is when its sender wrote it, by the sender's clock; `at` when it left or was taken in
    here.  `vector` is JSON: what the sender of a bundle that came in said to hold; empty where
    nothing was said.  `undone` is when a bundle that came in was taken out again: it no longer
    counts as one that came.
    """

    direction: str
    digest: str
    kind: str
    partner: str
    partner_unit: str
    epoch: int
    sequence: int
    made: str
    at: str
    summary: str
    vector: str = ""
    undone: str | None = None

    @property
    def failed(self) -> bool:
        """Whether it was to leave and could not be written."""
        return self.summary == FAILED

    @property
    def said(self) -> Mapping[str, Any]:
        """Everything that is kept of it besides its place and its moments."""
        found = json.loads(self.summary or "{}")
        return found if isinstance(found, dict) else {}


def trust(connection: Connection, partner: Partner) -> None:
    """Remember a partner; a second card with the same key replaces the first.

    What was chosen to be sent to it stays chosen.
    """
    values = {name: value for name, value in asdict(partner).items() if name != "ending"}
    newer = {name: value for name, value in values.items() if name != "carries"}
    connection.execute(
        upsert(schema.partners)
        .values(values)
        .on_conflict_do_update(index_elements=["key_id"], set_=newer)
    )


def set_carries(connection: Connection, key_id: str, carries: str) -> None:
    """Remember what is sent to a partner from now on."""
    table = schema.partners
    connection.execute(update(table).where(table.c.key_id == key_id).values(carries=carries))


def partners(connection: Connection) -> list[Partner]:
    """Everyone trusted, by name."""
    query = select(schema.partners).order_by(schema.partners.c.name)
    return [Partner(**row._mapping) for row in connection.execute(query)]


def hand_over(connection: Connection, old: str, new: str) -> None:
    """What was exchanged under a partner's former key, and what it said to hold, counts for its
    new one.
    """
    bundles = schema.bundles
    connection.execute(update(bundles).where(bundles.c.partner == old).values(partner=new))
    for table in (schema.acknowledged, schema.lacking, schema.early_files):
        connection.execute(
            update(table)
            .where(table.c.partner == old)
            .values(partner=new)
            .prefix_with("OR REPLACE")
        )


def record_passage(connection: Connection, passage: Passage) -> None:
    """Enter a bundle in the book of bundles."""
    connection.execute(schema.bundles.insert().values(asdict(passage)))


def set_digest(
    connection: Connection, partner: str, epoch: int, sequence: int, digest: str
) -> None:
    """Enter the digest of a bundle whose number was given out before it was written."""
    left = _left_as(partner, epoch, sequence)
    connection.execute(update(schema.bundles).where(left).values(digest=digest))


def set_failed(connection: Connection, partner: str, epoch: int, sequence: int) -> None:
    """Enter that a bundle with a number given out could not be written."""
    left = _left_as(partner, epoch, sequence)
    connection.execute(update(schema.bundles).where(left).values(summary=FAILED))


def _left_as(partner: str, epoch: int, sequence: int) -> ColumnElement[bool]:
    """The bundle that was given this number among those to a partner."""
    bundles = schema.bundles
    return and_(
        bundles.c.direction == "out",
        bundles.c.partner == partner,
        bundles.c.epoch == epoch,
        bundles.c.sequence == sequence,
    )


def still_in() -> ColumnElement[bool]:
    """The bundles that came in and were not undone since."""
    bundles = schema.bundles
    return and_(bundles.c.direction == "in", bundles.c.undone.is_(None))


def amend(connection: Connection, passage: Passage, more: Mapping[str, object]) -> None:
    """Keep something more of a bundle."""
    bundles = schema.bundles
    connection.execute(
        update(bundles)
        .where(
            bundles.c.direction == passage.direction,
            bundles.c.partner == passage.partner,
            bundles.c.kind == passage.kind,
            bundles.c.epoch == passage.epoch,
            bundles.c.sequence == passage.sequence,
        )
        .values(summary=json.dumps({**passage.said, **more}))
    )


def brought(digest: Any) -> ColumnElement[bool]:
    """The bundle that came in with this digest, to join the book of bundles by."""
    return and_(still_in(), schema.bundles.c.digest == digest)


def passages(connection: Connection, limit: int = 200) -> list[Passage]:
    """The bundles sent and taken in, newest first."""
    bundles = schema.bundles
    query = select(bundles).order_by(bundles.c.id.desc()).limit(limit)
    return [_passage(row) for row in connection.execute(query)]


def came_in(connection: Connection) -> list[Passage]:
    """Every bundle that was taken in and not undone since, in that order."""
    bundles = schema.bundles
    query = select(bundles).where(still_in()).order_by(bundles.c.id)
    return [_passage(row) for row in connection.execute(query)]


def came_from(connection: Connection, keys: Collection[str], epoch: int) -> list[Passage]:
    """The bundles of one numbering signed with these keys that came in and are still in."""
    bundles = schema.bundles
    query = select(bundles).where(
        still_in(), bundles.c.epoch == epoch, bundles.c.partner.in_(list(keys))
    )
    return [_passage(row) for row in connection.execute(query)]


def has_sent(connection: Connection, kinds: Collection[str]) -> bool:
    """Whether any bundle of these kinds ever left."""
    bundles = schema.bundles
    left = select(bundles.c.id).where(bundles.c.direction == "out", bundles.c.kind.in_(list(kinds)))
    return connection.execute(left.limit(1)).first() is not None


def newest_from(connection: Connection, kind: str) -> dict[str, tuple[str, str]]:
    """When the newest bundle of a kind from each unit was made there, and taken in here."""
    bundles = schema.bundles
    newest = (
        select(func.max(bundles.c.id))
        .where(still_in(), bundles.c.kind == kind)
        .group_by(bundles.c.partner_unit)
    )
    query = select(bundles.c.partner_unit, bundles.c.made, bundles.c.at).where(
        bundles.c.id.in_(newest)
    )
    return {unit: (made, at) for unit, made, at in connection.execute(query)}


def newest_summaries(connection: Connection, kind: str) -> dict[str, str]:
    """The summary of the newest bundle of a kind by unit.

    Files may come in any order: of the author heard last, it is the one with the highest number.
    """
    bundles = schema.bundles
    of_kind = (still_in(), bundles.c.kind == kind)
    last_heard = select(func.max(bundles.c.id)).where(*of_kind).group_by(bundles.c.partner_unit)
    heard = bundles.alias()
    query = (
        select(bundles.c.partner_unit, bundles.c.summary)
        .join(
            heard,
            and_(heard.c.partner == bundles.c.partner, heard.c.epoch == bundles.c.epoch),
        )
        .where(*of_kind, heard.c.id.in_(last_heard))
        .order_by(bundles.c.sequence)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def came_before(connection: Connection, partner: str, epoch: int, sequence: int) -> Passage | None:
    """Of a partner's bundles with lower numbers the highest that came in, of whatever kind."""
    bundles = schema.bundles
    query = select(bundles).where(
        bundles.c.direction == "in",
        bundles.c.partner == partner,
        bundles.c.epoch == epoch,
        bundles.c.sequence < sequence,
    )
    row = connection.execute(query.order_by(bundles.c.sequence.desc()).limit(1)).first()
    return None if row is None else _passage(row)


def newest_of(connection: Connection, partner: str) -> Passage | None:
    """The bundle that came in last from a partner."""
    bundles = schema.bundles
    query = select(bundles).where(bundles.c.direction == "in", bundles.c.partner == partner)
    row = connection.execute(query.order_by(bundles.c.id.desc()).limit(1)).first()
    return None if row is None else _passage(row)


def author_of(connection: Connection, site: str) -> str:
    """The key that signs for a site, "" where nothing of it has been taken in."""
    query = select(schema.sites.c.author).where(schema.sites.c.site == site)
    return connection.execute(query).scalar_one_or_none() or ""


def sent_bundle(connection: Connection, partner: str, digest: str) -> Passage | None:
    """The bundle with this digest that went to the partner: what a receipt speaks of."""
    return _sent(connection, partner, schema.bundles.c.digest == digest)


def sent_numbered(
    connection: Connection, partner: str, epoch: int, sequence: int
) -> Passage | None:
    """The bundle with this number that went to the partner: what a slip speaks of."""
    bundles = schema.bundles
    number = and_(bundles.c.epoch == epoch, bundles.c.sequence == sequence)
    return _sent(connection, partner, number)


def came_bundle(connection: Connection, digest: str) -> Passage | None:
    """The bundle with this digest that came in, the last time it did; it may have been undone."""
    return next(iter(came_ever(connection, digest)), None)


def _sent(connection: Connection, partner: str, where: ColumnElement[bool]) -> Passage | None:
    bundles = schema.bundles
    query = select(bundles).where(bundles.c.direction == "out", bundles.c.partner == partner, where)
    row = connection.execute(query).first()
    return None if row is None else _passage(row)


def taken_in_since(connection: Connection, partners: Collection[str], since: str) -> str:
    """When the first bundle of changes was taken in by a partner that left at a moment or later, by
    its receipt or slip; "" where nobody has said, or it was undone there.
    """
    bundles = schema.bundles
    at_or_later = bundles.c.at >= since
    taken = func.coalesce(_kept(RECEIPT, "arrived.taken"), bundles.c.made)
    receipts = (
        select(
            func.json_extract(bundles.c.summary, f"$.{ANSWERS}"),
            case((_kept(RECEIPT, "undone").is_(None), taken), else_=""),
        )
        .where(at_or_later, bundles.c.direction == "in", bundles.c.kind == "receipt")
        .order_by(bundles.c.id)
    )
    said = {digest: moment for digest, moment in connection.execute(receipts) if digest}
    left = (
        select(
            bundles.c.digest,
            case((func.coalesce(_kept(SLIP, "undone"), 0) == 0, _kept(SLIP, "taken")), else_=""),
        )
        .where(
            at_or_later,
            bundles.c.direction == "out",
            bundles.c.kind == "changes",
            bundles.c.partner.in_(list(partners)),
        )
        .order_by(bundles.c.id)
    )
    told = (said.get(digest, slip) for digest, slip in connection.execute(left))
    return next((str(each) for each in told if each), "")


def _kept(name: str, path: str) -> ColumnElement[Any]:
    return func.nullif(func.json_extract(schema.bundles.c.summary, f"$.{name}.{path}"), "")


def _passage(row: Row[Any]) -> Passage:
    return Passage(**{name: value for name, value in row._mapping.items() if name != "id"})


# -- what was undone ------------------------------------------------------------------------------


def came_with(connection: Connection, digest: str) -> Passage | None:
    """The bundle with this digest that came in and was not undone."""
    row = connection.execute(select(schema.bundles).where(brought(digest))).first()
    return None if row is None else _passage(row)


def came_ever(connection: Connection, digest: str) -> list[Passage]:
    """Each time that a bundle came in, undone or not, the last first."""
    bundles = schema.bundles
    query = (
        select(bundles)
        .where(bundles.c.direction == "in", bundles.c.digest == digest)
        .order_by(bundles.c.id.desc())
    )
    return [_passage(row) for row in connection.execute(query)]


def undone_before(connection: Connection, digest: str) -> bool:
    """Whether a bundle that came in earlier than this one, from the same partner, was undone: what
    both brought is then no longer here.
    """
    bundles, earlier = schema.bundles, schema.bundles.alias()
    query = (
        select(earlier.c.id)
        .join(bundles, and_(bundles.c.partner == earlier.c.partner, bundles.c.id > earlier.c.id))
        .where(brought(digest), earlier.c.undone.is_not(None))
    )
    return connection.execute(query.limit(1)).first() is not None


def set_undone(connection: Connection, digest: str, stamp: str) -> None:
    """Enter that a bundle that came in was taken out again."""
    bundles = schema.bundles
    connection.execute(update(bundles).where(brought(digest)).values(undone=stamp))


def left_since(connection: Connection, digest: str) -> list[Passage]:
    """The bundles that were written after this one came in, the oldest first."""
    bundles, came = schema.bundles, schema.bundles.alias()
    query = (
        select(bundles)
        .join(came, bundles.c.id > came.c.id)
        .where(
            bundles.c.direction == "out",
            came.c.direction == "in",
            came.c.digest == digest,
            came.c.undone.is_(None),
        )
        .order_by(bundles.c.id)
    )
    return [_passage(row) for row in connection.execute(query)]
