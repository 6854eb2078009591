"""How far a record has gone on its way up, as a condition on lists.

What is not held above is few entries at the end of a few streams, so they are listed once and the
rows compared with them, whatever the list is long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.post import FAILED

__all__ = ["RECEIVED", "SENT", "UNSENT", "WAY", "on_its_way"]

WAY: Final = "last_entry"
"""The newest entry that wrote a record: its place tells how far the record has gone."""

UNSENT: Final = "unsent"
SENT: Final = "sent"
RECEIVED: Final = "received"

_ENTRIES: Final = schema.journal_entries
_PARTNERS: Final = schema.partners
_BUNDLES: Final = schema.bundles

_ABOVE: Final = select(_PARTNERS.c.key_id).where(_PARTNERS.c.role == "upper")


def _furthest(table: Any, *where: ColumnElement[bool]) -> Any:
    """The last line of every site's stream in a table of stretches."""
    query = select(table.c.site, table.c.stream, func.max(table.c.last).label("to"))
    return query.where(*where).group_by(table.c.site, table.c.stream).subquery()


def _not_held(*where: ColumnElement[bool]) -> Select[tuple[int]]:
    """The entries that no office above has said it holds."""
    streams, held = (
        schema.held,
        _furthest(schema.acknowledged, schema.acknowledged.c.partner.in_(_ABOVE)),
    )
    after = func.coalesce(held.c.to, 0)
    return (
        select(_ENTRIES.c.id)
        .select_from(streams)
        .outerjoin(held, _same_place(streams, held))
        .join(_ENTRIES, and_(_same_place(_ENTRIES, streams), _ENTRIES.c.first > after))
        .where(*where)
    )


def _never_left() -> Select[tuple[int]]:
    """Those of them that no bundle to an office above has taken along."""
    sealed = _furthest(schema.segments)
    last_sent = (
        select(func.coalesce(func.max(_BUNDLES.c.at), ""))
        .where(
            _BUNDLES.c.direction == "out",
            _BUNDLES.c.kind == "changes",
            _BUNDLES.c.summary != FAILED,
            _BUNDLES.c.partner.in_(_ABOVE),
        )
        .scalar_subquery()
    )
    upto = (
        select(sealed.c.to).where(_same_place(sealed, _ENTRIES)).correlate(_ENTRIES)
    ).scalar_subquery()
    return _not_held(or_(_ENTRIES.c.first > func.coalesce(upto, 0), _ENTRIES.c.at > last_sent))


def _same_place(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.c.site == other.c.site, one.c.stream == other.c.stream)


_WAYS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        UNSENT: lambda column: column.in_(_never_left()),
        SENT: lambda column: and_(column.in_(_not_held()), column.not_in(_never_left())),
        RECEIVED: lambda column: column.not_in(_not_held()),
    }
)


def on_its_way(column: Any, value: Any) -> Any:
    """Whether the newest writing of a record has gone so far: a condition on `WAY`."""
    return _WAYS[str(value)](column)
