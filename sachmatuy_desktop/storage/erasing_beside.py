"""Letting go of what stands beside the journal and speaks of what was erased: drafts of whichever
account, and filters that somebody keeps under a name.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, Row, delete, select, update

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.storage.schema import drafts, office

__all__ = ["FILTERS", "forget_beside"]

FILTERS = "filters:"
"""So begin the names of what an office remembers of filters (`services/filters`)."""


def forget_beside(
    connection: Connection, records: Collection[RecordId], names: Collection[str]
) -> None:
    """Forget every draft and every kept filter that points at one of the records or says one of
    the names (folded): what was erased does not come back out of half a form.
    """
    said = [each for each in (*records, *names) if each]
    for row in connection.execute(select(drafts)).all():
        if _says(f"{row.place}\n{row.title}\n{row.content}", said):
            same = drafts.c.account == row.account, drafts.c.place == row.place
            connection.execute(delete(drafts).where(*same))
    kept = select(office).where(office.c.key.startswith(FILTERS, autoescape=True))
    for row in connection.execute(kept).all():
        _forget_filters(connection, row, said)


def _forget_filters(connection: Connection, row: Row[tuple[str, str]], said: list[str]) -> None:
    filters = json.loads(row.value)
    left = [each for each in filters if not _says(json.dumps(each, ensure_ascii=False), said)]
    if left != filters:
        value = json.dumps(left, ensure_ascii=False)
        connection.execute(update(office).where(office.c.key == row.key).values(value=value))


def _says(text: str, said: list[str]) -> bool:
    folded = fold(text)
    return any(each in text or each in folded for each in said)
