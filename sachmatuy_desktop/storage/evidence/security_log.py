"""What the journal says of the office itself: who did what when, without any record's values."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from sachmatuy_desktop.storage import schema

__all__ = ["Noted", "authors", "noted", "noted_about", "noted_under"]


class Noted(NamedTuple):
    """One entry: its number, moment, author, act and reason."""

    number: int
    at: str
    by: str
    act: str
    why: str


_ENTRY = schema.journal_entries.c
_NOTED = select(_ENTRY.id, _ENTRY.at, _ENTRY.by, _ENTRY.act, _ENTRY.why)


def noted(
    connection: Connection,
    acts: Collection[str],
    *,
    by: str = "",
    day: str = "",
    why: str = "",
    before: int | None = None,
    limit: int = 200,
) -> list[Noted]:
    """The entries written here of acts that are like one of `acts` (`%` for anything), the newest
    first: of one author, of one day (`YYYY-MM-DD`), with one reason; before the entry `before`.
    """
    query = _NOTED.where(_ENTRY.origin.is_(None), or_(*(_ENTRY.act.like(each) for each in acts)))
    if by:
        query = query.where(_ENTRY.by == by)
    if day:
        query = query.where(_ENTRY.at.startswith(day, autoescape=True))
    if why:
        query = query.where(_ENTRY.why == why)
    if before is not None:
        query = query.where(_ENTRY.id < before)
    newest = query.order_by(_ENTRY.id.desc()).limit(limit)
    return [Noted(*row) for row in connection.execute(newest)]


def authors(connection: Connection) -> list[str]:
    """The names under which something was written here."""
    query = select(_ENTRY.by).where(_ENTRY.origin.is_(None)).distinct()
    return sorted(connection.execute(query).scalars())


def noted_about(connection: Connection, acts: Collection[str], key: str) -> list[Noted]:
    """The entries of these acts whose reason is `key`, or begins with it and a semicolon."""
    about = (_ENTRY.why == key) | _ENTRY.why.startswith(f"{key};", autoescape=True)
    return [Noted(*row) for row in connection.execute(_NOTED.where(_ENTRY.act.in_(acts), about))]


def noted_under(connection: Connection, act: str) -> list[Noted]:
    """The entries of one act."""
    return [Noted(*row) for row in connection.execute(_NOTED.where(_ENTRY.act == act))]
