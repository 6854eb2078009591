"""Whether an office file is whole: its pages, its journal, and every record against the journal.

Four questions, because each finds what the others miss.  SQLCipher's and SQLite's own checks find
broken pages.  The seals find a journal that was altered.  Binding each field to the journal line
that wrote it finds a record changed beside the journal, or an old page put back.  The signed
checkpoints, and the backups that say how far it was, find a journal written anew with seals of its
own.
The contents of attachments, which lie beside the database, are looked at last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from sachmatuy_desktop.errors import N_, StorageTrouble
from sachmatuy_desktop.storage.engine import told_as_sentences, trouble_of
from sachmatuy_desktop.storage.integrity.check_beside import check_beside
from sachmatuy_desktop.storage.integrity.check_checkpoints import check_backups, check_checkpoints
from sachmatuy_desktop.storage.integrity.check_columns import check_columns
from sachmatuy_desktop.storage.integrity.check_files import check_files
from sachmatuy_desktop.storage.integrity.check_records import check_records, check_search
from sachmatuy_desktop.storage.integrity.check_report import CheckReport, Problem
from sachmatuy_desktop.storage.journal import GENESIS, seal
from sachmatuy_desktop.storage.store import Store

__all__ = ["CheckReport", "Problem", "check"]


def check(store: Store, signers: Collection[bytes] | None = None) -> CheckReport:
    """Check an office file through and through; it may be in use.

    `signers` are the machine's public keys (32 bytes each), present and former: a checkpoint that
    none of them signed is a forgery.  Without them the key that the file names is believed.
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
            for look in (_pages, _journal, _erased, _heads, check_records, check_search):
                _looking(look, connection, report)
            _looking(partial(check_columns, signers=signers), connection, report)
            _looking(partial(check_checkpoints, signers=signers), connection, report)
            _looking(check_beside, connection, report)
            _looking(partial(check_backups, store=store), connection, report)
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
    "SELECT c.entry, c.number, c.line, x.hash, e.stream FROM journal_changes c"
    " JOIN journal_entries e ON e.id = c.entry"
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
_LAWFUL: Final = (
    "SELECT r.record, iif(s.scope = 'local', NULL, s.id) FROM erased_records r"
    " JOIN journal_entries e ON e.id = r.entry JOIN streams s ON s.id = e.stream"
)
_UNLAWFUL: Final = N_(
    "Dòng {number} của bút toán {entry} đã bị xóa nội dung mà không có bút toán xóa nào cho phép."
)
_NOT_ERASED: Final = N_("Dòng {number} của bút toán {entry} được ghi là đã xóa nhưng vẫn còn.")


def _erased(connection: Any, report: CheckReport) -> None:
    """A line whose payload is gone was erased by an act that is in the journal, of its stream or of
    this office's own about its copy, and is a stub.
    """
    lawful = set(connection.execute(_LAWFUL).fetchall())
    for entry, number, line, kept, stream in connection.execute(_STUBS):
        said = json.loads(line)
        if said.get("v") or (kept is not None and said.get("gone") != kept):
            report.add(_NOT_ERASED, entry=entry, number=number)
        elif not lawful & {(said["i"], stream), (said["i"], None)}:
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
