"""Bringing an office file of an older program up to the tables of this one.

Tables, columns, indexes and triggers are compared with what `schema` describes, and what is missing
is made; so a release that only adds needs no step of its own.  What adding cannot express stands in
`STEPS`.  All of it, and the note in the journal that says so, is one transaction: a file is of the
older schema or of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Table, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.guards import renew_guards
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

ACT: Final = "schema.upgrade"

STEPS: Final[Mapping[int, Callable[[Connection], None]]] = MappingProxyType({})
"""By the version a file is brought up *from*: what must be done to its rows before the rest.

A step is written against the tables of its own time, in SQL, because `schema` only knows today's.
"""


def bring_up(work: UnitOfWork, version: int) -> None:
    """Make the tables of a file of `version` those of this program, within an act of the journal.

    The act's commit is the migration's.
    """
    connection = work.connection
    for each in range(version, schema.SCHEMA_VERSION):
        if each in STEPS:
            STEPS[each](connection)
    for table in schema.metadata.sorted_tables:
        _complete(connection, table)
    renew_guards(connection)
    office = schema.office
    connection.execute(
        update(office).where(office.c.key == "schema").values(value=schema.fingerprint())
    )
    connection.exec_driver_sql(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
    work.note(Scope.LOCAL, f"{version} → {schema.SCHEMA_VERSION}")


def _complete(connection: Connection, table: Table) -> None:
    """The table with every column and index that `schema` gives it."""
    there = {
        str(row[1]) for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})").all()
    }
    if not there:
        _run(connection, CreateTable(table))
    else:
        for column in table.columns:
            if column.name not in there:
                made = CreateColumn(column).compile(dialect=_DIALECT)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {made}")
    for index in table.indexes:
        _run(connection, CreateIndex(index, if_not_exists=True))


_DIALECT: Final = sqlite.dialect()


def _run(connection: Connection, statement: CreateTable | CreateIndex) -> None:
    connection.exec_driver_sql(str(statement.compile(dialect=_DIALECT)))
