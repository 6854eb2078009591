"""A list as it stands on screen, taken out of the program: onto the clipboard or into a file.

What leaves is exactly what was shown: these columns, these rows, in this order.  Only columns the
account sees may leave, and the journal notes who took how many rows out of which register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.restricted import must_say_why
from sachmatuy_desktop.exchange.flat import FlatTable, as_html, as_text, write_table
from sachmatuy_desktop.exchange.writing import Written
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.spreadsheets import NoteExport, must_read, note_taken
from sachmatuy_desktop.services.taken_out import FREELY, TakenOut
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Copied", "copy_table", "export_table"]


@dataclass(frozen=True)
class NoteCopy:
    """Leaves in the journal that rows were copied: by whom, how many of which columns, what for."""

    register: str
    rows: int
    fields: tuple[str, ...]
    purpose: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.copy:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """An entry without changes; raises `NotAllowed`, `BadInput` without a purpose."""
        note_taken(work, session, REGISTERS[self.register], self.rows, self.fields, self.purpose)


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows for the clipboard, the same twice: as lines with tabs, and as a table."""

    rows: int
    text: str
    html: str


def copy_table(
    session: Session,
    register: str,
    fields: Sequence[str],
    table: FlatTable,
    *,
    heads: bool,
    purpose: str = "",
) -> Copied:
    """What the clipboard gets; `fields` are those the columns come from.

    Raises `NotAllowed` when the account may not see the register or one of the fields, `BadInput`
    without a purpose where one is needed.
    """
    must_read(session, REGISTERS[register], fields)
    copied = Copied(len(table.rows), as_text(table, heads=heads), as_html(table, heads=heads))
    execute(NoteCopy(register, copied.rows, tuple(fields), purpose), session)
    return copied


def export_table(
    session: Session,
    register: str,
    fields: Sequence[str],
    table: FlatTable,
    path: Path,
    told: str = "",
    terms: TakenOut = FREELY,
) -> Written:
    """Write a list as shown to `.xlsx`; `told` says what it was narrowed by.

    Raises `NotAllowed`, `BadInput` without a purpose where one is needed, or `StorageTrouble` if
    the file cannot be written.
    """
    book = REGISTERS[register]
    must_read(session, book, fields)
    must_say_why(book, fields, terms.purpose)
    facts = session.store.facts
    today = show_date(parse_date(session.store.clock.today()))
    said = " · ".join(filter(None, (facts.name, today, told)))
    written = Written(len(table.rows), write_table(table, path, said, terms.passphrase))
    execute(NoteExport(register, written.rows, tuple(fields), terms.purpose), session)
    return written
