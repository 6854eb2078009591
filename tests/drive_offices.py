"""A commune with hamlets full of households, and the drive in which they are asked to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.drives import Counts, Home
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.drives import (
    Answer,
    BeginDrive,
    Drive,
    DriveState,
    RecordReturn,
    drives_of,
    state_of,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.offices import add_village

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Settle:
    """Households of a hamlet, “Hộ A1 …”, entered as one act; their house numbers go down."""

    village: RecordId
    count: int
    letter: str = "A"

    act = "records.add:households"

    def run(self, work: UnitOfWork, session: Session) -> list[RecordId]:  # noqa: ARG002
        return [
            work.insert(
                "households",
                {
                    "head": f"Trần Thị {self.letter} {number}",
                    "village": self.village,
                    "number": str(number),
                    "state": "dang_cu_tru",
                },
            )
            for number in range(self.count, 0, -1)
        ]


def hamlets(office: Office, *counts: int) -> list[RecordId]:
    """Hamlets “Thôn 1”, “Thôn 2” … with so many households each."""
    found = []
    for place, count in enumerate(counts):
        village = add_village(office, f"Thôn {place + 1}")
        office.run(Settle(village, count, "ABCDEFGHIK"[place]))
        found.append(village)
    return found


def begin(office: Office, villages: Iterable[RecordId], **said: object) -> RecordId:
    """A drive begun today."""
    day = date.fromisoformat(office.clock.today())
    values = {"name": "Đợt 1", "from_date": day, "villages": tuple(villages), **said}
    made = BeginDrive(**values)  # type: ignore[arg-type]
    return str(office.run(made).result)


def drive_in(office: Office, drive: RecordId | None = None) -> Drive:
    """The drive, or the newest."""
    found = drives_of(office.queries)
    return found[0] if drive is None else next(each for each in found if each.id == drive)


def state(office: Office, drive: RecordId | None = None) -> DriveState:
    """How far it is today."""
    return state_of(office.store, drive_in(office, drive), office.clock.today())


def counts(office: Office, drive: RecordId | None = None) -> Counts:
    """Of the whole drive."""
    return state(office, drive).counts


def home(office: Office, number: int) -> Home:
    """The household of a sheet."""
    return next(
        each for each in state(office).homes if any(sheet.number == number for sheet in each.sheets)
    )


def take_in(office: Office, number: int, outcome: str = "da_ky", **said: str) -> str:
    """Sheet so-and-so comes back today; the transaction."""
    day = date.fromisoformat(office.clock.today())
    answer = Answer(outcome, day, **said)
    return office.run(RecordReturn(home(office, number).sheet.id, answer)).txn
