"""Statements written in SQLAlchemy Core, compiled once and then run by the driver itself.

Building a Core statement and reading its result costs many times what SQLite takes to run it.  For
a list that is read once that does not matter; for the dozen small statements of every save, and for
the hundred thousand rows of a merge, it does.  What is written here stays Core (portable, its
columns checked when the module is loaded); only the running is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Executable, Table, bindparam, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert

_DIALECT: Final = sqlite.dialect()

_BLOCK: Final = 128

Row = tuple[Any, ...]


class Prepared:
    """One statement; its named parameters are given as a mapping."""

    def __init__(self, statement: Executable) -> None:
        compiled = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        self.text = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Run it once; the driver's cursor, for its rows or its `lastrowid`."""
        given = {**self._fixed, **values}
        return cursor_of(connection).execute(self.text, [given[name] for name in self._names])

    def one(self, connection: Connection, **values: Any) -> Row | None:
        """The first row, if there is one."""
        row: Row | None = self.run(connection, values).fetchone()
        return row

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for every row; needs two parameters or more, all of them given."""
        cursor_of(connection).executemany(self.text, map(itemgetter(*self._names), rows))


class Inserting(Prepared):
    """Insert whole rows of a table.

    Rows go in by blocks: a guard (`storage.guards`) costs a savepoint for every statement that
    SQLite runs, a third of the price of a row.
    """

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        super().__init__(insert(table).values({name: bindparam(name) for name in names}))
        head, values, row = self.text.partition(" VALUES ")
        self._block = f"{head}{values}{', '.join([row] * _BLOCK)}"

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert every row."""
        given = map(itemgetter(*self._names), rows)
        cursor = cursor_of(connection)
        while block := list(islice(given, _BLOCK)):
            if len(block) < _BLOCK:
                cursor.executemany(self.text, block)
            else:
                cursor.execute(self._block, list(chain.from_iterable(block)))


def cursor_of(connection: Connection) -> Any:
    """A cursor of the driver within the connection's transaction."""
    return connection.connection.cursor()


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of a JSON list given as parameter `name`, however long it is."""
    listed = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(listed.c.value))


def is_living(table: Any) -> ColumnElement[bool]:
    """Not a tombstone, said so that SQLite does not walk the index of all that live.

    Next to a handful of ids that index looks good to its planner and is a scan of the whole book.
    """
    living: ColumnElement[bool] = table.c.deleted + 0 == 0
    return living


def inserting(table: Table, *without: str) -> Inserting:
    """Insert whole rows of a table, all its columns but those named."""
    return Inserting(table, [each.name for each in table.columns if each.name not in without])


def keeping(table: Table, key: Sequence[str], *columns: str) -> Prepared:
    """Write a row of a table, over the one with the same key if there is one."""
    names = (*key, *columns)
    statement = upsert(table).values({name: bindparam(name) for name in names})
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=list(key), set_={name: statement.excluded[name] for name in columns}
        )
    )
