"""The numbers of bundles: what was given out to a partner, what came from it, what is missing."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection, func, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.post import still_in


def next_sequence(connection: Connection, partner: str, epoch: int) -> int:
    """The number of the next bundle to a partner."""
    bundles = schema.bundles
    last = connection.execute(
        select(func.max(bundles.c.sequence)).where(
            bundles.c.direction == "out",
            bundles.c.partner == partner,
            bundles.c.epoch == epoch,
        )
    ).scalar_one()
    return int(last or 0) + 1


def last_out(connection: Connection, epoch: int) -> int:
    """The highest number given out in a numbering, to whomever; 0 for none."""
    bundles = schema.bundles
    query = select(func.max(bundles.c.sequence)).where(
        bundles.c.direction == "out", bundles.c.epoch == epoch
    )
    return int(connection.execute(query).scalar_one() or 0)


def last_in(connection: Connection, partner: str) -> tuple[int, int]:
    """Numbering and number of the last bundle that came in from a partner; zeros for none."""
    bundles = schema.bundles
    came = (bundles.c.direction == "in") & (bundles.c.partner == partner)
    newest = select(bundles.c.epoch).where(came).order_by(bundles.c.id.desc()).limit(1)
    epoch = connection.execute(newest).scalar_one_or_none()
    last = select(func.max(bundles.c.sequence)).where(came, bundles.c.epoch == epoch)
    return int(epoch or 0), int(connection.execute(last).scalar_one() or 0)


def last_epoch(connection: Connection, partner: str) -> int | None:
    """The epoch of what came in last from the partner; None if nothing did."""
    bundles = schema.bundles
    query = select(bundles.c.epoch).where(bundles.c.direction == "in", bundles.c.partner == partner)
    return connection.execute(query.order_by(bundles.c.id.desc()).limit(1)).scalar_one_or_none()


def is_newest(connection: Connection, partner: str, epoch: int, sequence: int) -> bool:
    """Whether nothing later than the bundle with this number came in from the partner.

    An epoch not heard of before is later than all others: the partner was restored.
    """
    bundles = schema.bundles
    came = still_in() & (bundles.c.partner == partner)
    last = connection.execute(
        select(bundles.c.epoch).where(came).order_by(bundles.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    upto = connection.execute(
        select(func.max(bundles.c.sequence)).where(came, bundles.c.epoch == epoch)
    ).scalar_one()
    return upto is None or (epoch == last and sequence > upto)


def same_number(
    connection: Connection, partner: str, epoch: int, sequence: int, kind: str
) -> str | None:
    """The digest of the bundle with this number that already came in from the partner."""
    bundles = schema.bundles
    return connection.execute(
        select(bundles.c.digest).where(
            still_in(),
            bundles.c.partner == partner,
            bundles.c.epoch == epoch,
            bundles.c.sequence == sequence,
            bundles.c.kind == kind,
        )
    ).scalar_one_or_none()


def numbers_in(connection: Connection, partner: str, epoch: int, kind: str) -> frozenset[int]:
    """The numbers of a partner's bundles that came in."""
    bundles = schema.bundles
    query = select(bundles.c.sequence).where(
        still_in(),
        bundles.c.partner == partner,
        bundles.c.epoch == epoch,
        bundles.c.kind == kind,
    )
    return frozenset(connection.execute(query).scalars())


def numbers_not_come(
    connection: Connection, partner: str, epoch: int, most: int = 50
) -> tuple[int, ...]:
    """The numbers below the highest one of an epoch under which nothing came in, the last `most`.

    A partner numbers all that it sends in one row, of whatever kind.
    """
    bundles = schema.bundles
    query = select(bundles.c.sequence).where(
        bundles.c.direction == "in", bundles.c.partner == partner, bundles.c.epoch == epoch
    )
    came = set(connection.execute(query).scalars())
    below = range(max(came, default=1) - 1, 0, -1)  # never all of them: a number may be anything
    gaps = list(islice((number for number in below if number not in came), most))
    return tuple(reversed(gaps))
