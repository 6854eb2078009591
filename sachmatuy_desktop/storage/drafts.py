"""What was typed and not saved, kept in the encrypted office file until its writer decides.

A draft belongs to the account that typed it: no other is shown it.  It is no record, so it stands
in no journal and travels in no bundle, and whatever it says is judged only when it is saved.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.storage.schema import drafts as table
from sachmatuy_desktop.storage.store import Store

__all__ = ["Draft", "forget_account", "kept", "replace"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing half written.

    `place` says what it is of and is the same each time it is kept; `title` names it to its writer;
    `content` is what the window needs to show it again, as JSON has it.
    """

    place: str
    title: str
    content: Mapping[str, Any]
    at: datetime


def kept(store: Store, account: str) -> list[Draft]:
    """The drafts of an account, the newest first."""
    wanted = select(table).where(table.c.account == account).order_by(table.c.at.desc())
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    return [
        Draft(row.place, row.title, json.loads(row.content), datetime.fromisoformat(row.at))
        for row in rows
    ]


def replace(
    store: Store, account: str, changed: Iterable[Draft], over: Collection[str] = ()
) -> None:
    """Keep drafts, each in place of the one before, and forget those that are `over`: all or none.

    Raises `StorageTrouble`.
    """
    rows = [
        {
            "account": account,
            "place": each.place,
            "title": each.title,
            "content": json.dumps(each.content, ensure_ascii=False),
            "at": each.at.isoformat(),
        }
        for each in changed
    ]
    with store.aside() as connection:
        for row in rows:
            new = {name: row[name] for name in ("title", "content", "at")}
            connection.execute(
                upsert(table)
                .values(row)
                .on_conflict_do_update(index_elements=["account", "place"], set_=new)
            )
        if over:
            connection.execute(
                delete(table).where(table.c.account == account, table.c.place.in_(list(over)))
            )


def forget_account(connection: Connection, account: str) -> None:
    """Forget whatever an account had typed: it is gone, and nobody else is shown it."""
    connection.execute(delete(table).where(table.c.account == account))
