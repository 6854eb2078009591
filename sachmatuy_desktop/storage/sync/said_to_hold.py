"""What partners said to hold, bundle by bundle: what is counted anew when one of them is undone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.post import still_in

__all__ = ["Word", "senders", "words_of"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a partner said to hold, with one of its bundles: `vector`, None where it said nothing.

    `newest`: nothing later that was signed with the same key had come in before.
    """

    key_id: str
    vector: Mapping[str, int] | None
    newest: bool


def senders(connection: Connection) -> list[str]:
    """The keys that signed the bundles that came in."""
    bundles = schema.bundles
    return list(
        connection.execute(select(bundles.c.partner).where(still_in()).distinct()).scalars()
    )


def words_of(connection: Connection, keys: Collection[str]) -> Iterator[Word]:
    """What bundles signed with these keys said, in the order in which they came in."""
    bundles = schema.bundles
    query = (
        select(bundles.c.partner, bundles.c.epoch, bundles.c.sequence, bundles.c.vector)
        .where(still_in(), bundles.c.partner.in_(list(keys)))
        .order_by(bundles.c.id)
    )
    upto: dict[tuple[str, int], int] = {}
    last: dict[str, int] = {}
    for key, epoch, sequence, vector in connection.execute(query).all():
        before = upto.get((key, epoch))
        newest = before is None or (epoch == last[key] and sequence > before)
        yield Word(key, json.loads(vector) if vector else None, newest)
        upto[key, epoch], last[key] = max(sequence, before or 0), epoch
