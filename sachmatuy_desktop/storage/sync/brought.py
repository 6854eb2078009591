"""What one bundle changed here, read from the lines it brought; nothing is kept for it.

Lines that waited belong to the bundle that let them in, because only then did they change anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.results import Result
from sachmatuy_desktop.storage.statements import Prepared, among
from sachmatuy_desktop.storage.sync.quarantine import fields_aside

__all__ = [
    "BroughtRecord",
    "KeptResult",
    "brought_by",
    "conflicts_among",
    "results_before",
    "results_of",
    "set_aside",
    "stays_of",
    "values_before",
]

_ENTRIES: Final = schema.journal_entries
_CHANGES: Final = schema.journal_changes
_EPISODES: Final = schema.register_tables["episodes"]
_RESULTS: Final = schema.register_tables["assessments"]

_BROUGHT: Final = Prepared(
    select(
        _ENTRIES.c.id, _CHANGES.c.number, _CHANGES.c.register, _CHANGES.c.record, _CHANGES.c.line
    )
    .join(_CHANGES, _CHANGES.c.entry == _ENTRIES.c.id)
    .where(_ENTRIES.c.origin == bindparam("digest"))
    .order_by(_ENTRIES.c.id, _CHANGES.c.number)
)

_ASIDE: Final = Prepared(
    select(
        schema.quarantine.c.entry,
        schema.quarantine.c.number,
        schema.quarantine.c.field,
        schema.quarantine.c.whole,
    )
    .join(_ENTRIES, _ENTRIES.c.id == schema.quarantine.c.entry)
    .where(_ENTRIES.c.origin == bindparam("digest"))
)

_EARLIER: Final = Prepared(
    select(_CHANGES.c.entry, _CHANGES.c.record, _CHANGES.c.line)
    .where(among(_CHANGES.c.record, "records"), _CHANGES.c.entry < bindparam("entry"))
    .order_by(_CHANGES.c.entry, _CHANGES.c.number)
)


@dataclass(slots=True)
class BroughtRecord:
    """A record that a bundle wrote: the last value of each field it wrote."""

    register: str
    record: RecordId
    first: int
    created: bool = False
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def removed(self) -> bool:
        """Whether it is a tombstone by what the bundle says."""
        return bool(self.values.get(DELETED))


def brought_by(connection: Connection, digest: str) -> dict[RecordId, BroughtRecord]:
    """The records a bundle wrote; what of it is set aside has written nothing."""
    found: dict[RecordId, BroughtRecord] = {}
    aside = _set_aside(connection, digest)
    for entry, number, register, record, line in _BROUGHT.run(connection, {"digest": digest}):
        left_out = aside.get((entry, number), frozenset())
        if left_out is None:
            continue
        said = json.loads(line)
        known = found.get(record)
        if known is None:
            known = found[record] = BroughtRecord(register, record, entry)
        known.created = known.created or said.get("new") == 1
        known.values.update(
            {name: value for name, value in said["v"].items() if name not in left_out}
        )
    return found


def _set_aside(connection: Connection, digest: str) -> dict[tuple[int, int], frozenset[str] | None]:
    """Of lines by entry and number the fields that do not count; None where nothing does."""
    found: dict[tuple[int, int], frozenset[str] | None] = {}
    for entry, number, name, whole in _ASIDE.run(connection, {"digest": digest}):
        before = found.get((entry, number), frozenset())
        found[entry, number] = None if whole or before is None else before | {name}
    return found


def values_before(
    connection: Connection, records: Sequence[RecordId], entry: int
) -> dict[RecordId, dict[str, Value]]:
    """What had been written of records before an entry came here."""
    found: dict[RecordId, dict[str, Value]] = {}
    given = {"records": json.dumps(list(records)), "entry": entry}
    aside = fields_aside(connection, records)
    for at, record, line in _EARLIER.run(connection, given):
        if (record, at, "") not in aside:
            said = json.loads(line)["v"].items()
            found.setdefault(record, {}).update(
                {name: value for name, value in said if (record, at, name) not in aside}
            )
    return found


def stays_of(
    connection: Connection, records: Iterable[RecordId]
) -> dict[RecordId, tuple[RecordId, str]]:
    """Person and list of stays on lists, tombstones too."""
    query = select(_EPISODES.c.id, _EPISODES.c.person, _EPISODES.c.category).where(
        among(_EPISODES.c.id, "records")
    )
    given = {"records": json.dumps(list(records))}
    return {row[0]: (row[1], row[2]) for row in connection.execute(query, given)}


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A kept assessment: of which unit and village, by which pack, and what it came to."""

    record: RecordId
    unit: str
    pack: str
    village: RecordId | None
    result: Result
    criteria: Mapping[str, str]


def results_of(connection: Connection, records: Iterable[RecordId]) -> list[KeptResult]:
    """These assessments, the oldest day first."""
    query = _kept().where(among(_RESULTS.c.id, "records"))
    return list(_read(connection.execute(query, {"records": json.dumps(list(records))})))


def results_before(connection: Connection, unit: str, entry: int) -> list[KeptResult]:
    """A unit's assessments that were here before an entry came, the oldest day first."""
    query = _kept().where(_RESULTS.c.unit_id == unit, _RESULTS.c.base_entry < entry)
    return list(_read(connection.execute(query)))


def _kept() -> Any:
    return (
        select(
            _RESULTS.c.id,
            _RESULTS.c.unit_id,
            _RESULTS.c.pack,
            _RESULTS.c.village,
            _RESULTS.c.outcome,
            _RESULTS.c.klass,
            _RESULTS.c.met,
            _RESULTS.c.total,
            _RESULTS.c.as_of,
            _RESULTS.c.criteria,
        )
        .where(_RESULTS.c.deleted == 0)
        .order_by(_RESULTS.c.as_of, _RESULTS.c.id)
    )


def _read(rows: Iterable[Any]) -> Iterator[KeptResult]:
    for row in rows:
        result = Result(row.outcome, row.klass, row.met or 0, row.total or 0, row.as_of)
        yield KeptResult(row.id, row.unit_id, row.pack, row.village, result, _states(row.criteria))


def _states(kept: str | None) -> dict[str, str]:
    """Criterion and state; nothing where another program wrote something else."""
    try:
        told = json.loads(kept or "{}")
    except ValueError:
        return {}
    return {str(each): str(told[each]) for each in told} if isinstance(told, dict) else {}


def conflicts_among(connection: Connection, records: Iterable[RecordId]) -> int:
    """How many fields of these records wait for a decision between concurrent values."""
    table = schema.siblings
    fields = (
        select(table.c.record, table.c.field)
        .where(among(table.c.record, "records"))
        .distinct()
        .subquery()
    )
    query = select(func.count()).select_from(fields)
    return int(connection.execute(query, {"records": json.dumps(list(records))}).scalar_one())


def set_aside(connection: Connection, digest: str) -> int:
    """Of how many lines of a bundle something is set aside."""
    return len(_set_aside(connection, digest))
