"""Household commitments by the thousand: one page a household, straight to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, cast

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.batch import write_sheets
from sachmatuy_desktop.documents.inputs import Commitments, HouseholdLine
from sachmatuy_desktop.documents.wording import place_date
from sachmatuy_desktop.domain.drives import SheetRow
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import numbered_order
from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices, must_print
from sachmatuy_desktop.services.papers.codes import sheet_squares
from sachmatuy_desktop.services.papers.counts import (
    Row,
    own_rows,
    residing_households,
    signed_households,
    village_name,
    villages_on,
)
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.papers.notes import NotePrint
from sachmatuy_desktop.storage.atomic import replacing
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.paper_codes import PaperSigner

FORM: Final = "household-commitment"
_PAGE: Final = 200
_HOTLINES: Final = 3
"""As many telephone numbers as fit the line of the form."""

Progress = Callable[[int, int], None]
"""Called with the households done and in all; may raise to stop."""


def commitments_of_village(office: Office, as_of: date, choices: Choices) -> FormData:
    """The pages of a village's households that have not signed; without a village, a blank page.

    A whole commune does not belong in memory: that is `print_commitments`.
    """
    must_print(office, FORM)
    lines: list[HouseholdLine] = []
    if choices.village:
        signed = signed_households(office, as_of.isoformat())
        name = village_name(office, choices.village)
        ids = _in_order(office, choices.village, signed)
        signer, training = PaperSigner.of(office.keys.device.signing), office.info.training
        lines = [
            replace(line, squares=sheet_squares(signer, household, training=training))
            for household, line in _lines(office, name, ids)
        ]
    return builders.household_commitments(_shared(office), lines)


def print_commitments(
    office: Office,
    path: Path,
    village: RecordId | None = None,
    *,
    only_unsigned: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Print the commitments of a village, or of the whole commune, to a PDF; gives the pages.

    By village, then by household number and name.  The file appears when it is whole: stopping,
    by `cancelled` or by an exception of `progress`, leaves none.  Raises `NotFound` when no
    household is left to print, `NotAllowed`, `StorageTrouble`, and `KnownError` when stopped.
    """
    must_print(office, FORM)
    today = office.clock.today()
    signed = signed_households(office, today) if only_unsigned else frozenset()
    villages = [village] if village else list(villages_on(office, today))
    queue = [(each, _in_order(office, each, signed)) for each in villages]
    total = sum(len(ids) for _, ids in queue)
    if not total:
        raise NotFound(N_("Không còn hộ nào cần in bản cam kết."))

    def heard(done: int) -> None:
        _heard(done, total, progress, cancelled)

    with replacing(path) as sink:
        pages = write_pages(office, cast("BinaryIO", sink), queue, heard)
    office.run(NotePrint(f"{path.name}: bản cam kết của {total} hộ"))
    return pages


def write_pages(
    office: Office,
    sink: BinaryIO,
    queue: Sequence[tuple[RecordId, Sequence[RecordId]]],
    heard: Callable[[int], None],
    drive: str = "",
    numbered: Mapping[RecordId, SheetRow] = MappingProxyType({}),
) -> int:
    """One page a household, hamlet by hamlet; gives the pages.

    `heard` is told how many are done, now and then, and may raise to stop.  In a `drive` each page
    bears its name and the number of the household's sheet.
    """
    total = sum(len(ids) for _village, ids in queue)
    signer, training = PaperSigner.of(office.keys.device.signing), office.info.training

    def marked(household: RecordId, line: HouseholdLine) -> HouseholdLine:
        sheet = numbered.get(household)
        if sheet is None:
            return replace(line, squares=sheet_squares(signer, household, training=training))
        squares = sheet_squares(signer, sheet.id, sheet.number, training=training)
        return replace(line, number=sheet.code, squares=squares)

    def sheets() -> Iterator[Mapping[str, str]]:
        done = 0
        for village, ids in queue:
            for household, line in _lines(office, village_name(office, village), ids):
                yield marked(household, line).sheet()
                done += 1
                if done % _PAGE == 0 or done == total:
                    heard(done)

    shared = replace(_shared(office), drive=drive)
    return write_sheets(builders.household_commitments(shared), sheets(), sink)


def _heard(
    done: int, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> None:
    if progress is not None:
        progress(done, total)
    if cancelled is not None and cancelled():
        raise KnownError(N_("Đã dừng in theo yêu cầu; chưa có tệp nào được ghi."))


def _in_order(office: Office, village: RecordId, signed: frozenset[RecordId]) -> list[RecordId]:
    """The households of a village as its book has them: by number, those without one by name."""
    residing = residing_households(office, village)
    return sorted(
        (each for each in residing if each not in signed),
        key=lambda each: (
            *numbered_order(str(residing[each]["number"] or "")),
            str(residing[each]["sort_key"]),
            each,
        ),
    )


def _lines(
    office: Office, village: str, ids: Sequence[RecordId]
) -> Iterator[tuple[RecordId, HouseholdLine]]:
    """The households in this order, read a page at a time."""
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        rows = office.queries.rows("households", page)
        members = _members(office, page)
        yield from ((each, _line(rows[each], village, members[each])) for each in page)


def _members(office: Office, households: Sequence[RecordId]) -> Counter[str]:
    """How many residents stand under each household."""
    where = [Where("household", "in", tuple(households))]
    ids = office.queries.ids("people", where)
    return Counter(str(row["household"]) for row in office.queries.rows("people", ids).values())


def _line(household: Row, village: str, members: int) -> HouseholdLine:
    return HouseholdLine(
        representative=str(household["head"]),
        citizen_number=str(household["citizen_number"] or ""),
        address=str(household["address"] or ""),
        village=village,
        members=str(members) if members else "",
        code=str(household["number"] or ""),
    )


def _shared(office: Office) -> Commitments:
    heading = heading_of(office)
    boards = own_rows(office, "hotline_boards", [Where("state", "=", "dang_dung")])
    numbers = dict.fromkeys(str(row["numbers"]) for row in boards.values())
    return Commitments(
        addressee=heading.letterhead.short,
        unit=office.unit.titled,
        hotlines="; ".join(list(numbers)[:_HOTLINES]),
        place_date=place_date(heading.letterhead.place, None),
        training=office.info.training,
    )
