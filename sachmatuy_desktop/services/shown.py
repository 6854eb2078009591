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
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.exchange.flat import FlatTable, as_html, as_text, write_table
from sachmatuy_desktop.exchange.writing import Written
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.spreadsheets import NoteExport
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Copied", "copy_table", "export_table"]


@dataclass(frozen=True)
class NoteCopy:
    """Leaves in the journal that rows were copied, by whom and how many."""

    register: str
    rows: int

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.copy:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        """An entry without changes."""
        book = REGISTERS[self.register]
        work.note(book.scope, f"{book.title}: {self.rows}")


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows for the clipboard, the same twice: as lines with tabs, and as a table."""

    rows: int
    text: str
    html: str


def copy_table(
    session: Session, register: str, fields: Sequence[str], table: FlatTable, *, heads: bool
) -> Copied:
    """What the clipboard gets; `fields` are those the columns come from.

    Raises `NotAllowed` when the account may not see the register or one of the fields.
    """
    _must_see(session, REGISTERS[register], fields)
    copied = Copied(len(table.rows), as_text(table, heads=heads), as_html(table, heads=heads))
    execute(NoteCopy(register, copied.rows), session)
    return copied


def export_table(
    session: Session,
    register: str,
    fields: Sequence[str],
    table: FlatTable,
    path: Path,
    told: str = "",
) -> Written:
    """Write a list as shown to `.xlsx`; `told` says what it was narrowed by.

    Raises `NotAllowed`, or `StorageTrouble` if the file cannot be written.
    """
    book = REGISTERS[register]
    _must_see(session, book, fields)
    facts = session.store.facts
    today = show_date(parse_date(session.store.clock.today()))
    said = " · ".join(filter(None, (facts.name, today, told)))
    written = Written(len(table.rows), write_table(table, path, said))
    execute(NoteExport(register, written.rows), session)
    return written


def _must_see(session: Session, book: Register, fields: Sequence[str]) -> None:
    if not session.role.may_name(book):
        raise NotAllowed(
            N_("Tài khoản của bạn không được xem sổ «{register}»."), register=book.title
        )
    for name in fields:
        if not session.role.may_see(book[name]):
            raise NotAllowed(
                N_("Tài khoản của bạn không được xem cột «{field}»."), field=book[name].label
            )
