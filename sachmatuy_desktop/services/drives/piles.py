"""The pile of forms: printed, handed out, and the list that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import Pile, SheetLine
from sachmatuy_desktop.domain.drives import SIGNED, UNMET, Home
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotFound
from sachmatuy_desktop.services.bulk import Bulk, Doing
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.drives.beginning import refuse_day, running_drive
from sachmatuy_desktop.services.drives.reading import SHEETS, Drive, DriveState
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.batches import FORM, write_pages
from sachmatuy_desktop.services.papers.choices import must_print
from sachmatuy_desktop.services.papers.counts import village_name
from sachmatuy_desktop.services.papers.notes import NotePrint
from sachmatuy_desktop.storage.atomic import replacing
from sachmatuy_desktop.storage.facts import Question
from sachmatuy_desktop.storage.facts.drives import sheets_of, signatures
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NotePile:
    """Note that these sheets were printed, and with `hand_out` given to who carries them.

    `carriers` are by hamlet.  The result is the number of the print within the drive.
    """

    drive: RecordId
    sheets: tuple[RecordId, ...]
    hand_out: bool = False
    carriers: Mapping[RecordId, str] = field(default_factory=dict)

    act: ClassVar[str] = "drives.print"

    @property
    def why(self) -> str:
        """How many."""
        return str(len(self.sheets))

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `Conflict` for a drive that has ended, `NotAllowed`, `NotFound`."""
        running_drive(work, session, self.drive)
        batch = 1 + _last_batch(work, self.drive)
        today = work.clock.today()
        rows = work.rows(SHEETS, self.sheets)
        for sheet in self.sheets:
            values: dict[str, Value] = {"printed_on": today, "batch": batch}
            if self.hand_out:
                carrier = self.carriers.get(str(rows[sheet]["village"]))
                values |= {"handed_on": today, "carrier": carrier or None, "came_back_on": None}
            work.update(SHEETS, sheet, values)
        return batch


@dataclass(frozen=True)
class HandOut(Bulk):
    """Give these sheets to whoever carries them; without `carrier`, to the one of each hamlet.

    A sheet that has come back without a signature goes out once more and keeps its answer.
    """

    drive: RecordId = ""
    day: date = date.min
    carrier: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "drives.hand_out"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Of one sheet, `Conflict` when its household has signed, `BadInput` without a carrier."""
        drive = running_drive(work, session, self.drive)
        refuse_day(drive, self.day, work)
        question = Question((work.unit,), date.fromisoformat(work.clock.today()))
        signed = signatures(work.connection, question, drive.since)
        household = {each.id: each.household for each in sheets_of(work.connection, drive.id)}
        rows = work.rows(SHEETS, self.records)

        def do(sheet: RecordId) -> bool:
            if sheet not in household:
                raise NotFound(N_("Phiếu này không thuộc «{drive}»."), drive=drive.name)
            if household[sheet] in signed:
                raise Conflict(N_("hộ đã ký cam kết"))
            carrier = self.carrier.strip() or drive.carriers.get(str(rows[sheet]["village"]), "")
            if not carrier:
                raise BadInput(N_("chưa ghi người mang phiếu của thôn, khu phố này"))
            return work.update(
                SHEETS,
                sheet,
                {"handed_on": self.day.isoformat(), "carrier": carrier, "came_back_on": None},
            )

        return do


def print_pile(
    office: Office,
    state: DriveState,
    homes: Sequence[Home],
    path: Path,
    *,
    hand_out: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> int:
    """Print the forms of these households, hamlet by hamlet in the order of their numbers.

    Each page bears the number of its sheet, and each sheet is noted as printed in the same breath:
    a stopped or failed print leaves neither file nor note.  Gives the pages.  Raises `NotFound`
    when there is nothing to print, `Conflict`, `NotAllowed`, `StorageTrouble`.
    """
    must_print(office, FORM)
    if not homes:
        raise NotFound(N_("Không còn phiếu nào cần in."))
    place = {village: at for at, village in enumerate(state.villages)}
    homes = sorted(homes, key=lambda home: place[home.village])
    queue = [
        (village, [home.household for home in group])
        for village, group in groupby(homes, key=lambda home: home.village)
    ]
    sheets = {home.household: home.sheet for home in homes}

    def heard(done: int) -> None:
        if progress is not None:
            progress(done, len(homes))

    with replacing(path) as sink:
        pages = write_pages(office, cast("BinaryIO", sink), queue, heard, state.drive.name, sheets)
        office.run(
            NotePile(
                state.drive.id,
                tuple(home.sheet.id for home in homes),
                hand_out,
                state.drive.carriers,
            )
        )
    return pages


def pile_list(office: Office, drive: Drive, village: RecordId, homes: Sequence[Home]) -> FormData:
    """The working list of a hamlet's pile, for whoever carries it; noted in the journal.

    Raises `NotAllowed`, or `NotFound` without a household.
    """
    must_print(office, FORM)
    if not homes:
        raise NotFound(N_("Không có phiếu nào của thôn, khu phố này."))
    rows = office.queries.rows("households", [home.household for home in homes])
    lines = tuple(_line(home, rows[home.household]) for home in homes if home.household in rows)
    out = [home.sheet for home in homes if home.is_out]
    name = village_name(office, village)
    data = builders.drive_pile(
        Pile(
            drive=drive.name,
            unit=office.unit.titled,
            village=name,
            sheets=lines,
            carrier=drive.carriers.get(village, "") or _only({each.carrier for each in out}),
            handed_on=_only({each.handed_on for each in out}),
            until=drive.until_date.isoformat() if drive.until_date else "",
            training=office.info.training,
        )
    )
    office.run(NotePrint(f"{data.title}: {name}, {len(lines)} phiếu"))
    return data


def _line(home: Home, household: Mapping[str, Value]) -> SheetLine:
    answer = "" if home.answer in (SIGNED, UNMET) else SHEET_OUTCOMES[home.answer]
    return SheetLine(
        number=home.sheet.code,
        household=str(household["number"] or ""),
        head=str(household["head"] or ""),
        address=str(household["address"] or ""),
        phone=str(household["phone"] or ""),
        standing=f"Lần trước: {answer.lower()}" if answer else "",
    )


def _only(values: set[str]) -> str:
    """The one value, if there is just one."""
    return next(iter(values)) if len(values) == 1 else ""


def _last_batch(work: UnitOfWork, drive: RecordId) -> int:
    rows = work.rows(SHEETS, [each.id for each in sheets_of(work.connection, drive)])
    return max((int(row["batch"] or 0) for row in rows.values()), default=0)
