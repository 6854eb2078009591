"""Forgetting this office's copy of what another office erased, after an older backup was restored.

Nobody writes into another office's stream, so the act stands in the local one.  It takes away what
is here by now, and leaves tombstones; what the other office's own erasing leaves comes with its
next bundle and counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from sachmatuy_desktop.domain.changes import DELETED, Act, Change
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.storage.erasures.erasing import forget_traces, take_away
from sachmatuy_desktop.storage.journal import Journal
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.sync.causality import Causality
from sachmatuy_desktop.storage.sync.inbox_records import Records
from sachmatuy_desktop.storage.working_out import worked_out

__all__ = ["forget_copies"]


def forget_copies(store: Store, act: Act, records: Mapping[RecordId, tuple[str, str]]) -> None:
    """Forget what is held of records (id → register, unit) of other offices.

    Raises `StorageTrouble`, and then nothing was forgotten.
    """
    gone = {record: register for record, (register, _unit) in records.items()}
    changes = [
        Change(register, record, unit, {DELETED: 1})
        for record, (register, unit) in sorted(records.items())
    ]
    with store.writing() as connection:
        journal = Journal(connection, store.facts.site, store.clock)
        txn, unit = store.clock.new_id(), store.facts.unit_id
        with journal.entry(act, txn, Scope.LOCAL, unit, changes) as entry:
            take_away(connection, gone, entry)
            left = worked_out(connection, sorted(gone))
            anew = Records(connection, Causality(connection), searchable=False)
            anew.known = dict(left)
            for each in left.values():
                each.row[DELETED], each.cells[DELETED] = 1, entry
            anew.write_anew(entry, left.keys())
            forget_traces(connection, gone)
