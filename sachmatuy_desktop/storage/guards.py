"""What SQLite itself watches over: no write beside the journal, no deletion, a journal that grows.

A journal entry is open while its `chain` is empty; the unit of work closes it as its last act.
A row may be written only if it names an open entry, so a statement that does not come through the
unit of work fails, whoever wrote it.  The guards of rows that come or change look afterwards: what
they abort is taken back all the same, and a row costs a sixth less than when they look before.
A migration renews them all.

There is one narrow door.  While an entry of the act `bundle.undo` is open, what the bundle that it
undoes (`undoes` is its digest) brought may be taken out again: the entries with that `origin`, the
records that they made, and what they wrote of others.  Nothing that was written here has an
`origin`, so nothing of this office ever leaves its journal.

And there is a slit in the journal's cover: what a line said may be replaced by its stub, if its
record was erased by law (`erased_records`, which an entry of the act `erase.person` alone may
fill), its hash was put down first, and that entry, or the line's own, is still open.  While such an
entry is open a note may lose its reason, whose hash stays likewise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final

from sqlalchemy import Connection

from sachmatuy_desktop.domain.changes import ERASE
from sachmatuy_desktop.storage.schema import journal_entries, register_tables

_OUTSIDE = "written outside the journal"

UNDO_BUNDLE: Final = "bundle.undo"
"""The act under whose open entry a bundle is taken out again."""

_UNDONE = """EXISTS (SELECT 1 FROM journal_entries u
    WHERE u.undoes = {origin} AND u.chain IS NULL AND u.act = '{act}')"""
_BROUGHT = "EXISTS (SELECT 1 FROM journal_entries e WHERE e.id = {entry} AND {undone})"
_TOUCHED = """EXISTS (
    SELECT 1 FROM journal_changes c JOIN journal_entries e ON e.id = c.entry
    WHERE c.record = OLD.id AND {undone})"""

_REGISTER_GUARDS = """
CREATE TRIGGER guard_{table}_insert AFTER INSERT ON {table}
WHEN NOT EXISTS (SELECT 1 FROM journal_entries WHERE id = NEW.last_entry AND chain IS NULL)
BEGIN SELECT RAISE(ABORT, '{outside}'); END;
CREATE TRIGGER guard_{table}_update AFTER UPDATE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM journal_entries WHERE id = NEW.last_entry AND chain IS NULL)
AND NOT {touched}
BEGIN SELECT RAISE(ABORT, '{outside}'); END;
CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table}
WHEN NOT {brought}
BEGIN SELECT RAISE(ABORT, 'records are not deleted'); END;
"""

_JOURNAL_GUARDS = """
CREATE TRIGGER guard_entries_update BEFORE UPDATE ON journal_entries WHEN OLD.chain IS NOT NULL
AND NOT coalesce({noted}, 0)
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_entries_delete BEFORE DELETE ON journal_entries
WHEN NOT {undone}
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_changes_update BEFORE UPDATE ON journal_changes
WHEN NOT coalesce({erased}, 0)
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_changes_delete BEFORE DELETE ON journal_changes
WHEN NOT {brought}
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_changes_insert AFTER INSERT ON journal_changes
WHEN NOT EXISTS (SELECT 1 FROM journal_entries WHERE id = NEW.entry AND chain IS NULL)
BEGIN SELECT RAISE(ABORT, '{outside}'); END;
"""

_ERASED = """(CASE WHEN json_valid(NEW.line) THEN
    NEW.entry = OLD.entry AND NEW.number = OLD.number AND NEW.register = OLD.register
    AND NEW.record = OLD.record AND NEW.before IS NULL
    AND json_extract(NEW.line, '$.v') = '{}'
    AND EXISTS (SELECT 1 FROM erased_lines x WHERE x.entry = OLD.entry AND x.number = OLD.number
        AND x.hash = json_extract(NEW.line, '$.gone'))
    AND EXISTS (SELECT 1 FROM erased_records r
        JOIN journal_entries e ON e.id IN (r.entry, OLD.entry)
        WHERE r.record = OLD.record AND e.chain IS NULL)
    END)"""

_NOTED = """(NEW.why = '' AND json_valid(NEW.header)
    AND {same}
    AND EXISTS (SELECT 1 FROM erased_lines x JOIN journal_entries e ON e.id = x.by
        WHERE x.entry = OLD.id AND x.number = OLD.first AND e.chain IS NULL AND e.act = '{act}'
        AND x.hash = CASE WHEN json_valid(NEW.header) THEN NEW.header ->> 'gone' END))"""

_ERASING_GUARDS = """
CREATE TRIGGER guard_erased_records_insert AFTER INSERT ON erased_records
WHEN NOT EXISTS (SELECT 1 FROM journal_entries e JOIN journal_changes c ON c.entry = e.id
    WHERE e.id = NEW.entry AND e.chain IS NULL AND e.act = '{act}' AND c.record = NEW.record)
BEGIN SELECT RAISE(ABORT, '{outside}'); END;
CREATE TRIGGER guard_erased_records_update BEFORE UPDATE ON erased_records
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_erased_records_delete BEFORE DELETE ON erased_records
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_erased_lines_update BEFORE UPDATE ON erased_lines
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
CREATE TRIGGER guard_erased_lines_delete BEFORE DELETE ON erased_lines
BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END;
"""

_SEARCH = """
CREATE VIRTUAL TABLE search_index USING fts5(
    terms, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='ascii');
"""


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: each ends where a line ends with a semicolon."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.rstrip().endswith(";"):
            yield statement
            statement = ""


def create_guards(connection: Connection) -> None:
    """Make the triggers and the search index of a fresh schema."""
    for statement in (*_guarding(), *_statements(_SEARCH)):
        connection.exec_driver_sql(statement)


def renew_guards(connection: Connection) -> None:
    """Put today's triggers in place of those that an older program made."""
    old = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
    for name in connection.exec_driver_sql(old).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for statement in _guarding():
        connection.exec_driver_sql(statement)


@cache
def _guarding() -> tuple[str, ...]:
    undone = _UNDONE.format(origin="e.origin", act=UNDO_BUNDLE)
    touched = _TOUCHED.format(undone=undone)
    made = _BROUGHT.format(entry="OLD.base_entry", undone=undone)
    scripts = [
        _REGISTER_GUARDS.format(table=name, outside=_OUTSIDE, touched=touched, brought=made)
        for name in register_tables
    ]
    journal = _JOURNAL_GUARDS.format(
        outside=_OUTSIDE,
        undone=_UNDONE.format(origin="OLD.origin", act=UNDO_BUNDLE),
        brought=_BROUGHT.format(entry="OLD.entry", undone=undone),
        erased=_ERASED,
        noted=_NOTED.format(
            act=ERASE,
            same=" AND ".join(
                f'NEW."{each.name}" IS OLD."{each.name}"'
                for each in journal_entries.columns
                if each.name not in ("header", "why")
            ),
        ),
    )
    erasing = _ERASING_GUARDS.format(outside=_OUTSIDE, act=ERASE)
    return tuple(chain.from_iterable(map(_statements, (*scripts, journal, erasing))))
