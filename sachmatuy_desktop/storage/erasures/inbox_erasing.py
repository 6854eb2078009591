"""What came in that erases, or that speaks of records erased before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.erasures.erasing import (
    any_erased,
    erased_among,
    forget_traces,
    remember,
    strip,
    strip_notes,
    strip_packed,
)
from sachmatuy_desktop.storage.erasures.erasing_beside import forget_beside
from sachmatuy_desktop.storage.sync.causality import Causality
from sachmatuy_desktop.storage.sync.inbox_records import Records
from sachmatuy_desktop.storage.working_out import worked_out

__all__ = ["take_erasing"]


def take_erasing(
    connection: Connection,
    erasing: Mapping[int, Mapping[RecordId, str]],
    touched: Collection[RecordId],
    entry: int,
    causality: Causality,
    *,
    searchable: bool,
) -> int:
    """Take away what was said of records that entries of a segment erase (entry → record →
    register), and of those `touched` what came in of records erased before from somebody who had
    not read of it.  Returns how many records.

    They are worked out anew from what is left; `entry` is the last one that is open.
    """
    named = {record for records in erasing.values() for record in records}
    if not named and not any_erased(connection):
        return 0
    for by, records in erasing.items():
        remember(connection, records, by)
    stripped = strip(connection, erased_among(connection, [*touched, *named]), causality)
    for by in erasing:
        strip_notes(connection, stripped.names, by)
    gone = stripped.records | named
    if not gone:
        return 0
    strip_packed(connection, gone)
    forget_beside(connection, gone, stripped.names)
    worked = worked_out(connection, sorted(gone))
    anew = Records(connection, causality, searchable=searchable)
    anew.known = dict(worked)
    anew.write_anew(entry, worked.keys())
    if searchable:
        forget_traces(connection, {record: each.register for record, each in worked.items()})
    return len(gone)
