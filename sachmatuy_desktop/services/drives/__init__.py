"""Drives of household commitments: begun, printed, handed out, back again, ended.

drive = office.run(BeginDrive(name="Đợt 1", from_date=day, villages=villages)).result
state = state_of(office.store, drives_of(office.queries)[0], today)   # households, counts, hamlets
print_pile(office, state, homes, path)
office.run(RecordReturn(sheet, Answer("da_ky", day)))   # writes the commitment in the same act

`reading` makes domain objects of rows, `beginning` opens, extends, changes and ends a drive,
`piles` prints and hands out, `returning` takes sheets in, `finding` finds them by what is
typed, `scanning` by what is scanned.
"""

from sachmatuy_desktop.services.drives.beginning import (
    BeginDrive,
    ChangeDrive,
    EndDrive,
    ExtendDrive,
)
from sachmatuy_desktop.services.drives.finding import (
    SheetFinder,
    SheetFound,
    finder_of,
    is_number,
)
from sachmatuy_desktop.services.drives.piles import HandOut, NotePile, pile_list, print_pile
from sachmatuy_desktop.services.drives.reading import (
    BOOKS,
    Drive,
    DriveState,
    DriveVillage,
    counts_above,
    drives_of,
    state_of,
    waiting_by_village,
)
from sachmatuy_desktop.services.drives.returning import Answer, RecordReturn, RecordReturns
from sachmatuy_desktop.services.drives.scanning import (
    FileScans,
    Filing,
    ScannedPage,
    assigned,
    left_out,
    missing,
    page_picture,
    read_scans,
)

__all__ = [
    "BOOKS",
    "Answer",
    "BeginDrive",
    "ChangeDrive",
    "Drive",
    "DriveState",
    "DriveVillage",
    "EndDrive",
    "ExtendDrive",
    "FileScans",
    "Filing",
    "HandOut",
    "NotePile",
    "RecordReturn",
    "RecordReturns",
    "ScannedPage",
    "SheetFinder",
    "SheetFound",
    "assigned",
    "counts_above",
    "drives_of",
    "finder_of",
    "is_number",
    "left_out",
    "missing",
    "page_picture",
    "pile_list",
    "print_pile",
    "read_scans",
    "state_of",
    "waiting_by_village",
]
