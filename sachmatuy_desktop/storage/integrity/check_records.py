"""Whether every record is what the journal says, and whether search finds what there is."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
from sachmatuy_desktop.storage.integrity.check_writers import Line, Shown, Writers, false_before
from sachmatuy_desktop.storage.search_index import found_otherwise, stretch

__all__ = ["check_records", "check_search"]

_LINES: Final = (
    "SELECT c.record, c.entry, c.number, c.register, c.line, e.site, e.stream, e.first, e.hlc,"
    " c.before, e.origin IS NULL"
    " FROM journal_changes c LEFT JOIN journal_entries e ON e.id = c.entry"
    " ORDER BY c.record, c.entry, c.number"
)
_ASIDE: Final = "SELECT DISTINCT entry, number FROM quarantine"
_ASIDE_FIELDS: Final = "SELECT entry, number, field FROM quarantine WHERE whole = 0"
_BESIDE: Final = "SELECT record, field, entry FROM siblings ORDER BY record"
_UNSURE: Final = (
    "SELECT record FROM erased_records UNION ALL"
    " SELECT '' FROM journal_entries WHERE act = 'bundle.undo'"
)
_CLOCKS: Final = "SELECT record, field, entry FROM cell_clocks ORDER BY record"
_UNBOUND: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: cột «{field}» khác với bút toán {entry} đã ghi nó."
)
_OTHERWISE_FOUND: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: từ để tìm khác với nội dung, nên tìm không ra hoặc ra"
    " nhầm."
)
_NO_ORIGIN: Final = N_(
    "Ghi chép {record} trong sổ «{register}» không có bút toán {entry} nào ghi nó."
)
_OLD: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: cột «{field}» là giá trị cũ, trước bút toán {entry};"
    " bản cũ của ghi chép đã bị đặt lại."
)
_NOT_BESIDE: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: các giá trị chờ quyết định ở cột «{field}» không đúng"
    " như nhật ký ghi (bút toán {entry})."
)
_BEFORE: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: giá trị trước khi sửa của cột «{field}» ở bút toán"
    " {entry} không phải là giá trị mà nhật ký ghi trước đó."
)
_VANISHED: Final = N_("Ghi chép {record} có trong bút toán {entry} nhưng không còn trong sổ.")


def check_records(connection: Any, report: CheckReport) -> None:
    """Every field of every record says what the journal line that wrote it says, and that line is
    the one that counts.
    """
    aside = {(entry, number): set[str]() for entry, number in connection.execute(_ASIDE)}
    for entry, number, name in connection.execute(_ASIDE_FIELDS):
        aside[entry, number].add(name)
    lines = _Groups(connection.execute(_LINES))
    clocks, beside = _Groups(connection.execute(_CLOCKS)), _Groups(connection.execute(_BESIDE))
    unsure = {record for (record,) in connection.execute(_UNSURE)}
    writers_of = Writers(connection)
    rows = heapq.merge(*(_rows(connection, each.name) for each in REGISTERS), key=itemgetter(0))
    for record, register, row in rows:
        for other, written in lines.before(record):
            _vanished(report, other, written, aside)
        report.records += 1
        writers = {field: entry for _record, field, entry in clocks.at(record)}
        waiting = {(field, entry) for _record, field, entry in beside.at(record)}
        counting = _counting(register, row, lines.at(record), aside)
        if _bind(report, register, row, writers, counting):
            shown = writers_of.shown(counting, row["base_entry"], writers)
            _told(report, register, record, shown, waiting)
        if not unsure & {record, ""}:
            _history(report, register, record, counting)
    for other, written in lines.rest():
        _vanished(report, other, written, aside)


def _told(
    report: CheckReport, register: str, record: str, shown: Shown, waiting: set[tuple[str, int]]
) -> None:
    """Every field shows what it must, and nothing else waits beside it than must."""
    title = REGISTERS[register].title
    for field, entry in shown.otherwise.items():
        report.add(_OLD, record=record, register=title, field=field, entry=entry)
    for field, entry in sorted(waiting ^ shown.beside):
        report.add(_NOT_BESIDE, record=record, register=title, field=field, entry=entry)


def _history(report: CheckReport, register: str, record: str, lines: list[Line]) -> None:
    """What an entry says was there before is what the entries before it say."""
    found = false_before(lines, _BLANK[register])
    if found is not None:
        entry, field = found
        title = REGISTERS[register].title
        report.add(_BEFORE, record=record, register=title, field=field, entry=entry)


def _rows(connection: Any, register: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    cursor = connection.execute(f"SELECT * FROM {register} ORDER BY id")  # noqa: S608  (ours)
    names = [each[0] for each in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield row["id"], register, row


class _Groups:
    """Rows sorted by their first column, taken record by record alongside the records."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = self._step()

    def _step(self) -> tuple[str, list[Any]] | None:
        found = next(self._groups, None)
        return None if found is None else (found[0], list(found[1]))

    def before(self, record: str) -> Iterator[tuple[str, list[Any]]]:
        """The groups of records that come before this one, each once."""
        while self._next is not None and self._next[0] < record:
            yield self._next
            self._next = self._step()

    def at(self, record: str) -> list[Any]:
        """The rows of this record."""
        for _skipped in self.before(record):
            continue
        if self._next is None or self._next[0] != record:
            return []
        rows = self._next[1]
        self._next = self._step()
        return rows

    def rest(self) -> Iterator[tuple[str, list[Any]]]:
        """What is left at the end."""
        while self._next is not None:
            yield self._next
            self._next = self._step()


_Aside = Mapping[tuple[int, int], AbstractSet[str]]
"""The fields of lines that were set aside; none of a line that was set aside whole."""


def _vanished(report: CheckReport, record: str, written: list[Any], aside: _Aside) -> None:
    applied = [row[1] for row in written if aside.get((row[1], row[2]), {""})]
    if applied:
        report.add(_VANISHED, record=record, entry=applied[0])


def _counting(register: str, row: dict[str, Any], written: list[Any], aside: _Aside) -> list[Line]:
    """The lines of a record that count, each without what was set aside of it."""
    lines = []
    for _record, entry, number, book, line, site, stream, first, hlc, before, here in written:
        change = json.loads(line) if book == register and site is not None else {}
        if change.get("i") != row["id"] or change.get("u") != row["unit_id"]:
            continue
        not_counted = aside.get((entry, number), _NOTHING)
        if not_counted:
            values = {k: v for k, v in change["v"].items() if k not in not_counted}
            made = bool(change.get("new"))
            lines.append(Line(entry, site, stream, first, hlc, values, before, bool(here), made))
    return lines


def _bind(
    report: CheckReport,
    register: str,
    row: dict[str, Any],
    writers: dict[str, int],
    lines: list[Line],
) -> bool:
    """Whether every field says what the line of its writer says; what does not is reported."""
    base = row["base_entry"]
    wanted = {base, *writers.values()}
    said: dict[int, dict[str, Any]] = {}
    for line in lines:
        if line.entry in wanted:
            said.setdefault(line.entry, {}).update(line.values)
    title = REGISTERS[register].title
    if base not in said:
        report.add(_NO_ORIGIN, record=row["id"], register=title, entry=base)
        return False
    expected = {**_BLANK[register], **said[base]}
    expected |= {name: said.get(entry, {}).get(name, _unbound) for name, entry in writers.items()}
    if expected.items() <= row.items():
        return True
    for name, value in expected.items():
        if row.get(name) != value:
            entry = writers.get(name, base)
            report.add(_UNBOUND, record=row["id"], register=title, field=name, entry=entry)
    return False


_NOTHING: Final = frozenset({""})
"""Of a line of which nothing was set aside, no field is left out."""

_BLANK: Final[dict[str, dict[str, Any]]] = {
    each.name: {**dict.fromkeys(each.by_name), DELETED: 0} for each in REGISTERS
}
"""The fields of a record before its first line has said anything."""

_unbound: Final = object()


# -- the search index -----------------------------------------------------------------------------


def check_search(connection: Any, report: CheckReport) -> None:
    """What the search box can find is what there is: no more, no less."""
    expected = {
        each.name: connection.execute(
            f"SELECT count(*) FROM {each.name} WHERE deleted = 0"  # noqa: S608  (our own names)
        ).fetchone()[0]
        for each in REGISTERS
        if each.search
    }
    found = {name: _findable(connection, name) for name in expected}
    for name, count in expected.items():
        if found.get(name, 0) != count:
            report.add(
                N_("Chỉ mục tìm kiếm của sổ «{register}» có {found} dòng, đáng lẽ {count}."),
                register=REGISTERS[name].title,
                found=found.get(name, 0),
                count=count,
            )
        for record in found_otherwise(connection, name):
            report.add(_OTHERWISE_FOUND, register=REGISTERS[name].title, record=record)
    docs = connection.execute("SELECT count(*) FROM search_docs").fetchone()[0]
    indexed = connection.execute("SELECT count(*) FROM search_index_docsize").fetchone()[0]
    if docs != indexed:
        report.add(
            N_("Chỉ mục tìm kiếm có {found} dòng, đáng lẽ {count}."), found=indexed, count=docs
        )


def _findable(connection: Any, register: str) -> int:
    """How many records of a register search finds: those in place, and those that wait for one."""
    placed, waiting = connection.execute(
        "SELECT (SELECT count(*) FROM search_docs WHERE id >= ? AND id < ?"  # noqa: S608  (ours)
        " AND record NOT IN (SELECT record FROM search_waiting)),"
        f" (SELECT count(*) FROM search_waiting w JOIN {register} p ON p.id = w.record"
        " WHERE w.register = ? AND p.deleted = 0)",
        (*stretch(register), register),
    ).fetchone()
    return int(placed + waiting)
