"""Letting go of what stands beside the journal and speaks of what was erased: drafts of whichever
account, filters that somebody keeps under a name, what the checks found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, delete, select, update

from sachmatuy_desktop.domain.erasing import Naming
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.findings.ledger import NAME as FOUND
from sachmatuy_desktop.storage.following import begin_anew
from sachmatuy_desktop.storage.schema import drafts, findings, office
from sachmatuy_desktop.storage.statements import among

__all__ = ["FILTERS", "forget_beside"]

FILTERS = "filters:"
"""So begin the names of what an office remembers of filters (`services/filters`)."""
_ESCAPED: Final = re.compile(r"\\[nrt]")
"""A line feed as JSON writes it, which is no letter of the word after it."""


def forget_beside(
    connection: Connection, records: Collection[RecordId], names: Collection[str]
) -> None:
    """Forget every draft and every kept filter that points at one of the records or says one of
    the names: what was erased does not come back out of half a form.  What the checks found of
    others and told by one of the names they find anew.
    """
    said = _Said(records, Naming(names))
    for row in connection.execute(select(drafts)).all():
        if said.by(f"{row.place}\n{row.title}\n{row.content}"):
            same = drafts.c.account == row.account, drafts.c.place == row.place
            connection.execute(delete(drafts).where(*same))
    kept = select(office).where(office.c.key.startswith(FILTERS, autoescape=True))
    for row in connection.execute(kept).all():
        _forget_filters(connection, row, said)
    if names:
        _forget_findings(connection, said)


@dataclass(frozen=True)
class _Said:
    """What a text, be it JSON, must not say."""

    records: Collection[RecordId]
    naming: Naming

    def by(self, text: str) -> bool:
        """Whether it does."""
        plain = _ESCAPED.sub(" ", text)
        return any(each in text for each in self.records) or self.naming.said_in(plain)


def _forget_filters(connection: Connection, row: Row[tuple[str, str]], said: _Said) -> None:
    filters = json.loads(row.value)
    left = [each for each in filters if not said.by(json.dumps(each, ensure_ascii=False))]
    if left != filters:
        value = json.dumps(left, ensure_ascii=False)
        connection.execute(update(office).where(office.c.key == row.key).values(value=value))


def _forget_findings(connection: Connection, said: _Said) -> None:
    rows = connection.execute(select(findings.c.id, findings.c.told)).all()
    telling = [row.id for row in rows if said.by(row.told)]
    if telling:
        gone = delete(findings).where(among(findings.c.id, "ids"))
        connection.execute(gone, {"ids": json.dumps(telling)})
        begin_anew(connection, FOUND)
