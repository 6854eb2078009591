"""How each kind of sheet was read the last time, to be offered when one like it comes again.

A layout is known by the headings of its columns, in their order, for one register.  It is kept in
the office file and never leaves it.  What is remembered is offered, never applied by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.mapping import SheetMapping, mapping_of, mapping_text
from sachmatuy_desktop.exchange.targets import read_target
from sachmatuy_desktop.exchange.vocabulary import heading_key
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

LAYOUTS = "sheet_layouts"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping used before on a sheet of the same layout: `mapping` fits the sheet at hand.

    `used_on` is the day (ISO), `differs` the headings whose meaning was another than proposed now.
    """

    mapping: SheetMapping
    used_on: str
    differs: tuple[str, ...]


def fingerprint(mapping: SheetMapping) -> str:
    """What tells one layout from another: the register and the headings in their order."""
    said = [mapping.register, *(heading_key(each.heading) for each in mapping.columns)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def remembered(session: Session, suggested: SheetMapping) -> Remembered | None:
    """How a sheet of this layout was read the last time; `None` if never, or no differently.

    Columns that the account may not see keep no meaning.
    """
    found = session.queries.ids(LAYOUTS, [Where("fingerprint", "=", fingerprint(suggested))])
    for row in session.queries.rows(LAYOUTS, found).values():
        kept = mapping_of(str(row["mapping"]))
        if kept is None or len(kept.columns) != len(suggested.columns):
            continue
        columns = tuple(
            replace(mine, target=its.target if _may_see(session, kept.register, its.target) else "")
            for mine, its in zip(suggested.columns, kept.columns, strict=True)
        )
        differs = tuple(
            mine.heading
            for mine, its in zip(suggested.columns, columns, strict=True)
            if mine.target != its.target
        )
        if differs:
            mapping = replace(suggested, columns=columns)
            return Remembered(mapping, str(row["used_on"] or ""), differs)
    return None


def _may_see(session: Session, register: str, target: str) -> bool:
    field = read_target(REGISTERS[register], target).field if target else None
    return field is None or session.role.may_see(field)


@dataclass(frozen=True)
class RememberLayout:
    """Keep how a sheet was read; what was kept for the same layout before is replaced."""

    mapping: SheetMapping

    @property
    def act(self) -> str:
        """The act's id."""
        return "spreadsheet.remember"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Write it where it differs from what is kept; raises `NotAllowed`."""
        session.role.must_write(REGISTERS[self.mapping.register])
        mark = fingerprint(self.mapping)
        values = {
            "register": self.mapping.register,
            "fingerprint": mark,
            "mapping": mapping_text(replace(self.mapping, last_row=0)),
            "used_on": session.store.clock.today(),
        }
        found = session.queries.ids(LAYOUTS, [Where("fingerprint", "=", mark)])
        if found:
            work.update(LAYOUTS, found[0], values)
        else:
            work.insert(LAYOUTS, values)
