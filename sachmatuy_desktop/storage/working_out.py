"""What records say by the lines of the journal alone, in the order in which those came."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sqlalchemy import Connection, or_, select

from sachmatuy_desktop.domain.changes import Change, read_change
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.statements import among
from sachmatuy_desktop.storage.sync.causality import Causality, EntryClock
from sachmatuy_desktop.storage.sync.inbox_records import Incoming, Records
from sachmatuy_desktop.storage.sync.quarantine import fields_aside

__all__ = ["worked_out"]

_ENTRIES, _CHANGES = schema.journal_entries, schema.journal_changes


def _counted(change: Change, entry: int, aside: AbstractSet[tuple[RecordId, int, str]]) -> Change:
    """What of a change counts: fields that were set aside are not in the record."""
    after = {
        name: value
        for name, value in change.after.items()
        if (change.record, entry, name) not in aside
    }
    return replace(change, after=after)


def worked_out(
    connection: Connection, records: Sequence[RecordId], without: str = ""
) -> Mapping[RecordId, Incoming]:
    """The records by all that was said of them, but for what the bundle `without` brought."""
    aside = fields_aside(connection, records)
    query = (
        select(_ENTRIES.c.id, _ENTRIES.c.stream, _CHANGES.c.line)
        .join(_CHANGES, _CHANGES.c.entry == _ENTRIES.c.id)
        .where(
            among(_CHANGES.c.record, "ids"),
            or_(_ENTRIES.c.origin.is_(None), _ENTRIES.c.origin != without),
        )
        .order_by(_ENTRIES.c.id, _CHANGES.c.number)
    )
    said: defaultdict[int, list[tuple[int, Change]]] = defaultdict(list)
    for entry, stream, line in connection.execute(query, {"ids": json.dumps(list(records))}):
        change = read_change(json.loads(line))
        if (change.record, entry, "") not in aside:
            said[stream].append((entry, _counted(change, entry, aside)))
    found: dict[RecordId, Incoming] = {}
    for stream, changes in said.items():
        causality = _causality_of(connection, stream, {entry for entry, _change in changes})
        replay = Records(connection, causality, searchable=False, pace=Pace(len(changes)))
        for entry, change in changes:
            replay.take(entry, change)
        found |= replay.known
    return found


def _causality_of(connection: Connection, stream: int, entries: Iterable[int]) -> Causality:
    """Who knew whom in one stream, with the clocks of these entries read at once."""
    causality, sites = Causality(connection), schema.sites
    query = (
        select(_ENTRIES.c.id, _ENTRIES.c.site, sites.c.site, _ENTRIES.c.first, _ENTRIES.c.hlc)
        .join(sites, sites.c.id == _ENTRIES.c.site)
        .where(among(_ENTRIES.c.id, "ids"))
    )
    rows = connection.execute(query, {"ids": json.dumps(list(entries))})
    for entry, site, name, first, hlc in rows:
        causality.add(entry, EntryClock(site, name, stream, first, hlc))
    return causality
