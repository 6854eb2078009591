"""Whether an office file is whole: its pages, its journal, and every record against the journal.

Three questions, because each finds what the others miss.  SQLCipher's and SQLite's own checks find
broken pages.  The seals find a journal that was altered.  Binding each field to the journal line
that wrote it finds a record changed beside the journal, or an old page put back.
The contents of attachments, which lie beside the database, are looked at last.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.storage.check_files import check_files
from sachmatuy_desktop.storage.engine import told_as_sentences, trouble_of
from sachmatuy_desktop.storage.journal import GENESIS, seal
from sachmatuy_desktop.storage.search_index import stretch
from sachmatuy_desktop.storage.store import Store

_MOST_PROBLEMS: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as a sentence.  `entry` is the journal entry it is about, if any."""

    said: KnownError
    entry: int | None = None


@dataclass
class CheckReport:
    """What a check found, and how much it looked at."""

    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    lines: int = 0
    records: int = 0
    files: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def add(self, sentence: str, **values: object) -> None:
        """One more problem; past two hundred they are no longer counted up."""
        if len(self.problems) < _MOST_PROBLEMS:
            entry = values.get("entry")
            problem = StorageTrouble(sentence, **values)
            self.problems.append(Problem(problem, entry if isinstance(entry, int) else None))


def check(store: Store) -> CheckReport:
    """Check an office file through and through; it may be in use.

    Raises `StorageTrouble` only if the file cannot be looked at; what is wrong inside is reported.
    """
    report = CheckReport()
    with told_as_sentences():
        raw = store.engine.raw_connection()
        connection = raw.driver_connection
        assert connection is not None  # noqa: S101  (an open connection has one)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN")
            for look in (_pages, _journal, _erased, _heads, _records, _search):
                _looking(look, connection, report)
        finally:
            connection.rollback()
            raw.close()
        _look_at_files(store, report)
    return report


def _looking(
    look: Callable[[Any, CheckReport], None], connection: Any, report: CheckReport
) -> None:
    """One look; a page that cannot be read is a finding, not the end of the check."""
    try:
        look(connection, report)
    except sqlcipher.DatabaseError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        report.add(trouble.message)


def _look_at_files(store: Store, report: CheckReport) -> None:
    """The contents of attachments; records that cannot be read are a finding here too."""
    try:
        report.files = check_files(store, report.add)
    except StorageTrouble as trouble:
        report.add(trouble.message, **trouble.values)


# -- pages ----------------------------------------------------------------------------------------


def _pages(connection: Any, report: CheckReport) -> None:
    for (found,) in connection.execute("PRAGMA cipher_integrity_check"):
        report.add(N_("Trang dữ liệu bị hỏng ({what}); hãy khôi phục từ bản sao lưu."), what=found)
    for (found,) in connection.execute("PRAGMA integrity_check"):
        if found != "ok":
            report.add(
                N_("Cấu trúc tệp bị hỏng ({what}); hãy khôi phục từ bản sao lưu."), what=found
            )
    for found in connection.execute("PRAGMA foreign_key_check"):
        report.add(N_("Bảng «{table}» trỏ tới dòng không còn."), table=found[0])


# -- the journal ----------------------------------------------------------------------------------

_ENTRIES: Final = (
    "SELECT e.id, e.site, e.stream, e.first, e.last, e.chain, e.header, c.number, c.line"
    " FROM journal_entries e LEFT JOIN journal_changes c ON c.entry = e.id"
    " ORDER BY e.site, e.stream, e.first, c.number"
)
_FORGED: Final = N_(
    "Bút toán {entry} trong nhật ký không khớp dấu niêm phong;"
    " nội dung đã bị sửa ngoài chương trình."
)
_GAP: Final = N_("Nhật ký thiếu dòng {number} ngay trước bút toán {entry}.")
_OPEN: Final = N_("Bút toán {entry} chưa được niêm phong.")
_MISSING_LINES: Final = N_("Bút toán {entry} ghi có {count} dòng nhưng chỉ còn {found} dòng.")
_HEADER: Final = N_("Đầu bút toán {entry} không khớp với dòng đã niêm phong.")


def _journal(connection: Any, report: CheckReport) -> None:
    """Every entry along each (site, stream): numbering without gaps, seal, header and columns."""
    place, number, chain = None, 0, GENESIS
    for entry, group in groupby(connection.execute(_ENTRIES), key=itemgetter(0)):
        rows = list(group)
        head = rows[0]
        if (head[1], head[2]) != place:
            place, number, chain = (head[1], head[2]), 0, GENESIS
        changes = [row for row in rows if row[7] is not None]
        report.entries += 1
        report.lines += 1 + len(changes)
        if head[3] != number + 1:
            report.add(_GAP, entry=entry, number=number + 1)
        _entry(report, head, changes, chain)
        number, chain = head[4], head[5] or GENESIS
    for (entry,) in connection.execute(_OTHERWISE).fetchall():
        if not _header_agrees(connection, entry):
            report.add(_HEADER, entry=entry)


def _entry(report: CheckReport, head: Any, changes: list[Any], before: str) -> None:
    entry, first, last, sealed = head[0], head[3], head[4], head[5]
    if sealed is None:
        report.add(_OPEN, entry=entry)
        return
    numbers = [row[7] for row in changes]
    if numbers != list(range(first + 1, last + 1)):
        report.add(_MISSING_LINES, entry=entry, count=last - first, found=len(numbers))
    elif seal(before, [head[6], *(row[8] for row in changes)]) != sealed:
        report.add(_FORGED, entry=entry)


_STUBS: Final = (
    "SELECT c.entry, c.number, c.line, x.hash, x.by FROM journal_changes c"
    " LEFT JOIN erased_lines x ON x.entry = c.entry AND x.number = c.number"
    " WHERE c.line ->> 'gone' IS NOT NULL OR x.hash IS NOT NULL"
)
_NOTES: Final = (
    "SELECT e.id, e.first, x.hash IS NULL FROM journal_entries e LEFT JOIN erased_lines x"
    " ON x.entry = e.id AND x.number = e.first"
    " WHERE e.header ->> 'gone' IS NOT x.hash OR (x.hash IS NOT NULL AND e.why <> '')"
)
_BY_NOBODY: Final = (
    "SELECT r.entry, r.record FROM erased_records r LEFT JOIN journal_entries e ON e.id = r.entry"
    " LEFT JOIN journal_changes c ON c.entry = r.entry AND c.record = r.record"
    " WHERE e.act IS NOT 'erase.person' OR c.record IS NULL"
)
_UNLAWFUL: Final = N_(
    "Dòng {number} của bút toán {entry} đã bị xóa nội dung mà không có bút toán xóa nào cho phép."
)
_NOT_ERASED: Final = N_("Dòng {number} của bút toán {entry} được ghi là đã xóa nhưng vẫn còn.")


def _erased(connection: Any, report: CheckReport) -> None:
    """A line whose payload is gone was erased by an act that is in the journal, and is a stub."""
    lawful = {
        record for (record,) in connection.execute("SELECT DISTINCT record FROM erased_records")
    }
    for entry, number, line, kept, by in connection.execute(_STUBS):
        said = json.loads(line)
        if said.get("v") or (kept is not None and said.get("gone") != kept):
            report.add(_NOT_ERASED, entry=entry, number=number)
        elif said["i"] not in lawful and by != 0:
            report.add(_UNLAWFUL, entry=entry, number=number)
    for entry, number, unknown in connection.execute(_NOTES):
        report.add(_UNLAWFUL if unknown else _NOT_ERASED, entry=entry, number=number)
    for entry, _record in connection.execute(_BY_NOBODY):
        report.add(_UNLAWFUL, entry=entry, number=0)


_COLUMNS: Final = 'first, txn, hlc, at, "by", act, last - first, why, undoes'
_OTHERWISE: Final = (
    f"SELECT id FROM journal_entries WHERE json_array({_COLUMNS}) <>"  # noqa: S608  (our own names)
    " json_array(header ->> 'n', header ->> 'x', header ->> 'h', header ->> 'at', header ->> 'by',"
    " header ->> 'do', header ->> 'k', coalesce(header ->> 'why', ''), header ->> 'undo')"
)
"""A first look by SQLite, twice as quick; Python has the last word on what it finds."""


def _header_agrees(connection: Any, entry: int) -> bool:
    header, *shown = connection.execute(
        f"SELECT header, {_COLUMNS} FROM journal_entries WHERE id = ?",  # noqa: S608  (as above)
        (entry,),
    ).fetchone()
    line = json.loads(header)
    said = [line.get(name) for name in ("n", "x", "h", "at", "by", "do", "k")]
    return bool(shown == [*said, line.get("why", ""), line.get("undo")])


_HEADS: Final = (
    "SELECT h.site, h.stream, h.last, h.chain, e.id, e.chain FROM held h"
    " LEFT JOIN journal_entries e ON e.site = h.site AND e.stream = h.stream AND e.last = h.last"
)
_HEADLESS: Final = (
    "SELECT max(e.id) FROM journal_entries e LEFT JOIN held h"
    " ON h.site = e.site AND h.stream = e.stream"
    " GROUP BY e.site, e.stream HAVING max(e.last) > coalesce(max(h.last), 0)"
)


def _heads(connection: Any, report: CheckReport) -> None:
    """The end of every stream is the one the office remembers, no further and no shorter."""
    for _site, _stream, last, chain, entry, sealed in connection.execute(_HEADS):
        if entry is None:
            report.add(N_("Phần cuối của nhật ký (đến dòng {last}) đã bị cắt."), last=last)
        elif sealed != chain:
            report.add(_FORGED, entry=entry)
    for (entry,) in connection.execute(_HEADLESS):
        report.add(N_("Bút toán {entry} nằm ngoài phần nhật ký đã ghi nhận."), entry=entry)


# -- records --------------------------------------------------------------------------------------

_LINES: Final = (
    "SELECT record, entry, number, register, line FROM journal_changes"
    " ORDER BY record, entry, number"
)
_ASIDE: Final = "SELECT DISTINCT entry, number FROM quarantine"
_ASIDE_FIELDS: Final = "SELECT entry, number, field FROM quarantine WHERE whole = 0"
_CLOCKS: Final = "SELECT record, field, entry FROM cell_clocks ORDER BY record"
_UNBOUND: Final = N_(
    "Ghi chép {record} trong sổ «{register}»: cột «{field}» khác với bút toán {entry} đã ghi nó."
)
_NO_ORIGIN: Final = N_(
    "Ghi chép {record} trong sổ «{register}» không có bút toán {entry} nào ghi nó."
)
_VANISHED: Final = N_("Ghi chép {record} có trong bút toán {entry} nhưng không còn trong sổ.")


def _records(connection: Any, report: CheckReport) -> None:
    """Every field of every record says what the journal line that wrote it says."""
    aside = {(entry, number): set[str]() for entry, number in connection.execute(_ASIDE)}
    for entry, number, name in connection.execute(_ASIDE_FIELDS):
        aside[entry, number].add(name)
    lines = _Groups(connection.execute(_LINES))
    clocks = _Groups(connection.execute(_CLOCKS))
    rows = heapq.merge(*(_rows(connection, each.name) for each in REGISTERS), key=itemgetter(0))
    for record, register, row in rows:
        for other, written in lines.before(record):
            _vanished(report, other, written, aside)
        report.records += 1
        writers = {field: entry for _record, field, entry in clocks.at(record)}
        _bind(report, register, row, writers, lines.at(record), aside)
    for other, written in lines.rest():
        _vanished(report, other, written, aside)


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


_Aside = Mapping[tuple[int, int], set[str]]
"""The fields of lines that were set aside; none of a line that was set aside whole."""


def _vanished(report: CheckReport, record: str, written: list[Any], aside: _Aside) -> None:
    applied = [row[1] for row in written if aside.get((row[1], row[2]), {""})]
    if applied:
        report.add(_VANISHED, record=record, entry=applied[0])


def _bind(
    report: CheckReport,
    register: str,
    row: dict[str, Any],
    writers: dict[str, int],
    written: list[Any],
    aside: _Aside,
) -> None:
    base = row["base_entry"]
    wanted = {base, *writers.values()}
    said: dict[int, dict[str, Any]] = {}
    for _record, entry, number, book, line in written:
        if entry in wanted and book == register:
            change = json.loads(line)
            if change["i"] == row["id"] and change["u"] == row["unit_id"]:
                not_counted = aside.get((entry, number), {""})
                if not_counted:
                    counted = {k: v for k, v in change["v"].items() if k not in not_counted}
                    said.setdefault(entry, {}).update(counted)
    title = REGISTERS[register].title
    if base not in said:
        report.add(_NO_ORIGIN, record=row["id"], register=title, entry=base)
        return
    expected = {**_BLANK[register], **said[base]}
    expected |= {name: said.get(entry, {}).get(name, _unbound) for name, entry in writers.items()}
    if expected.items() <= row.items():
        return
    for name, value in expected.items():
        if row.get(name) != value:
            entry = writers.get(name, base)
            report.add(_UNBOUND, record=row["id"], register=title, field=name, entry=entry)


_BLANK: Final[dict[str, dict[str, Any]]] = {
    each.name: {**dict.fromkeys(each.by_name), DELETED: 0} for each in REGISTERS
}
"""The fields of a record before its first line has said anything."""

_unbound: Final = object()


# -- the search index -----------------------------------------------------------------------------


def _search(connection: Any, report: CheckReport) -> None:
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
