"""What the office already holds, loaded once a register: the other side of every comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.storage.queries import HistoryLine, Queries, Where, title_of

Rows = Mapping[RecordId, Mapping[str, Value]]

VILLAGE: Final = "village"
"""The reference field by which records of a place are told apart, wherever a register has it."""


class OfficeRows:
    """The living records of one unit, and what each is called in a sheet.

    Everything is read when it is first asked for and kept: make a new one for every plan.
    """

    def __init__(self, queries: Queries, unit: str) -> None:
        self._queries = queries
        self.unit = unit
        self._rows: dict[str, Rows] = {}
        self._labels: dict[str, Mapping[RecordId, str]] = {}

    def rows(self, register: str) -> Rows:
        """All living records of the unit."""
        if register not in self._rows:
            own = [Where("unit_id", "=", self.unit)]
            self._rows[register] = self._queries.rows(register, self._queries.ids(register, own))
        return self._rows[register]

    def removed(self, register: str, records: Iterable[RecordId]) -> frozenset[RecordId]:
        """Which of these records the unit had and removed."""
        found = self._queries.rows(register, sorted(records))
        return frozenset(
            record for record, row in found.items() if row[DELETED] and row["unit_id"] == self.unit
        )

    def histories(
        self, register: str, records: Sequence[RecordId]
    ) -> Mapping[RecordId, Sequence[HistoryLine]]:
        """What was ever done to these records, newest first."""
        return self._queries.histories(register, records)

    def labels(self, register: str) -> Mapping[RecordId, str]:
        """One line for each record by which a sheet points at it; no two are alike.

        Where a label is also what another record is called for short, or its very label (two
        families of one name in one hamlet), the end of the record's number is added in brackets.
        """
        if register not in self._labels:
            rows = self.rows(register)
            first = REGISTERS[register].naming[0]
            plain = {record: self._plain_label(register, row) for record, row in rows.items()}
            often = Counter(
                said
                for record, label in plain.items()
                for said in {fold(label), fold(str(rows[record][first] or ""))}
            )
            self._labels[register] = {
                record: label if label and often[fold(label)] == 1 else f"{label} [{record[-10:]}]"
                for record, label in plain.items()
            }
        return self._labels[register]

    def _plain_label(self, register: str, row: Mapping[str, Value]) -> str:
        village = row.get(VILLAGE)
        known = self.rows("villages").get(str(village)) if village else None
        parts = (title_of(REGISTERS[register], row), str(known["name"]) if known else "")
        return ", ".join(filter(None, parts))
