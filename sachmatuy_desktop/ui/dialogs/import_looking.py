"""What the program makes out of a sheet by itself, off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.heads import mapping_at
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.sheet_layouts import Remembered, remembered


@dataclass(frozen=True)
class Looked:
    """The tables of a sheet, and how one like it was read before."""

    tables: Sequence[SheetMapping]
    remembered: Remembered | None = None
    error: KnownError | None = None


def looked_over(session: Session, register: Register, sheet: Sheet, *, hidden: bool) -> Looked:
    """Find the tables; without one, the first line as a head and why."""
    try:
        tables = find_tables(register, sheet, hidden=hidden)
    except KnownError as error:
        return Looked([mapping_at(register, sheet, 1)], None, error)
    return Looked(tables, remembered(session, tables[0]))
