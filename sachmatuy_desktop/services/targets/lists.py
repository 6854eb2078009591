"""The communes a document counts without naming them, as the office has listed them."""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["ListCommunes", "listed_units"]

BOOK = "target_units"


def listed_units(office: Office, target: str) -> dict[str, RecordId]:
    """The listed communes of a target and the records that list them, in the order of the names."""
    rows = office.queries.rows(BOOK, office.queries.ids(BOOK))
    found = {
        str(row["member"]): record
        for record, row in rows.items()
        if row["target"] == target and row["unit_id"] == office.unit.id
    }
    table = unit_table()
    return dict(
        sorted(
            found.items(),
            key=lambda each: table.unit(each[0]).name if each[0] in table else each[0],
        )
    )


@dataclass(frozen=True)
class ListCommunes:
    """Make the list of a target these communes and no others; the result is how many there are."""

    target: str
    members: tuple[str, ...]
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "targets.list"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `NotAllowed` at a commune, or for an account that may not write criteria."""
        session.role.must_write(REGISTERS[BOOK])
        if session.store.facts.kind != "receiving":
            raise NotAllowed(N_("Chỉ cơ quan tiếp nhận ghi vào sổ này."))
        rows = session.queries.rows(BOOK, session.queries.ids(BOOK))
        standing = {
            str(row["member"]): record
            for record, row in rows.items()
            if row["target"] == self.target and row["unit_id"] == work.unit
        }
        wanted = set(self.members)
        for member in sorted(wanted - standing.keys()):
            work.insert(BOOK, {"target": self.target, "member": member})
        for member in sorted(standing.keys() - wanted):
            work.remove(BOOK, standing[member])
        return len(wanted)
