"""The tables of the registers, made from the registers' descriptions.

Besides its own columns every row has

* `id`, `unit_id` (the commune it belongs to), `deleted` (1 for a tombstone);
* `base_entry`, the journal entry that wrote the fields not found in `cell_clocks`, and
  `last_entry`, the newest entry that wrote any of them;
* `sort_key`, its place in the list in Vietnamese order.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import INTEGER_KINDS
from sachmatuy_desktop.domain.registers.register import Register

metadata: Final = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


def _register_table(register: Register) -> Table:
    columns: list[Column[object]] = [
        Column(each.name, Integer if each.kind in INTEGER_KINDS else Text)
        for each in register.fields
    ]
    table = Table(
        register.name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("unit_id", Text, nullable=False),
        Column("deleted", Integer, nullable=False, server_default="0"),
        Column("base_entry", Integer, nullable=False),
        Column("last_entry", Integer, nullable=False),
        Column("sort_key", Text, nullable=False, server_default=""),
        *columns,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    Index(None, table.c.deleted, table.c.sort_key)
    Index(None, table.c.unit_id)
    for field in register.references:
        Index(None, table.c[field.name])
    if register.owner_kind:
        Index(None, table.c[str(register.parent)])
    return table


register_tables: Final[dict[str, Table]] = {each.name: _register_table(each) for each in REGISTERS}

HIDDEN: Final = ("id", "unit_id", "deleted", "base_entry", "last_entry", "sort_key")
"""The columns that every register table has besides its own."""
