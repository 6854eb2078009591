"""A pile of scanned forms files itself: every page by its code under its household's commitment.

Pages are looked at one by one and not kept; when they are filed they are drawn once more, so a pile
of hundreds takes no more memory than its largest file.  What has no readable code is for a person
to assign, by the number on the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import ClassVar, Final

from sachmatuy_desktop.documents.qr import Seen, codes_by_page
from sachmatuy_desktop.documents.scans import page_count, page_jpeg
from sachmatuy_desktop.domain.drives import SIGNED, Home, sheet_code
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services.attachments import NewFile, attach
from sachmatuy_desktop.services.bulk import silent
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.drives.finding import SheetFinder
from sachmatuy_desktop.services.drives.reading import SHEETS, DriveState
from sachmatuy_desktop.services.drives.returning import Answer, Returning
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.checking import Said, keys_known, prove
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync.paper_codes import PaperCode, SheetCode, is_code, read_code, sheet_token

__all__ = [
    "FileScans",
    "Filing",
    "ScannedPage",
    "assigned",
    "left_out",
    "missing",
    "page_picture",
    "read_scans",
]

_LARGEST: Final = 400 << 20
_KEPT: Final = 1
"""Which way of making pictures smaller (`limits.toml`) is right for a page of text."""

Report = Callable[[int, int, str], object]

FOUND: Final = Said(N_("Đã nhận ra"))
BACK: Final = Said(N_("Đã nhập «Đã ký» trước đây; chỉ thêm bản quét"))
BY_HAND: Final = Said(N_("Gán bằng tay"))
AGAIN: Final = Said(N_("Trang trùng: phiếu này đã có ở trên"))
NO_CODE: Final = Said(N_("Không đọc được mã; hãy gõ số phiếu hoặc để lại"))
OTHER_DRIVE: Final = Said(N_("Phiếu của đợt khác"))
NOT_ASKED: Final = Said(N_("Phiếu không còn hiệu lực: hộ không còn phải ký hoặc phiếu đã bỏ"))
OTHER_OFFICE: Final = Said(N_("Mã của cơ quan khác"))
NO_SHEET: Final = Said(N_("Mã của một văn bản, không phải phiếu cam kết"))
OTHER_WORLD: Final = Said(N_("Phiếu tập huấn, hoặc máy đang mở dữ liệu tập huấn"))


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page of a scan: `page` from 0, `quarters` to the right make it upright.

    `sheet` is whose it is, None for one to be left; `standing` says why.
    """

    file: Path
    page: int
    quarters: int = 0
    sheet: RecordId | None = None
    standing: Said = NO_CODE


# -- looking --------------------------------------------------------------------------------------


def read_scans(
    office: Office, state: DriveState, paths: Sequence[Path], report: Report
) -> list[ScannedPage]:
    """Every page of the files and the sheet that it is, in order.

    A file that cannot be read is one page that says so.  `report` hears of every page and may
    raise to stop.  Raises `StorageTrouble`.
    """
    reader = _Reader(office, state)
    sizes = [_pages(path) for path in paths]
    total, found = sum(sizes), list[ScannedPage]()
    for path in paths:
        try:
            for page, seen in enumerate(codes_by_page(_read(path), path.name)):
                report(len(found), total, path.name)
                found.append(reader.page(path, page, seen))
        except BadInput as error:
            found.append(ScannedPage(path, 0, standing=Said.of(error)))
    return found


def assigned(
    pages: Sequence[ScannedPage], at: int, finder: SheetFinder, typed: str
) -> list[ScannedPage]:
    """The pages, that at place `at` given by hand to the sheet whose number was typed.

    Raises `BadInput` for a number that no sheet of the drive bears, or that two bear.
    """
    found = finder.find(typed)
    if len(found) != 1:
        raise BadInput(
            N_("Không có đúng một phiếu mang số “{typed}” trong đợt này; hãy gõ cả chữ số cuối."),
            typed=typed.strip(),
        )
    return _with(pages, at, found[0].sheet.id, BY_HAND)


def left_out(pages: Sequence[ScannedPage], at: int) -> list[ScannedPage]:
    """The pages, that at place `at` left alone."""
    return _with(pages, at, None, NO_CODE)


def _with(
    pages: Sequence[ScannedPage], at: int, sheet: RecordId | None, standing: Said
) -> list[ScannedPage]:
    changed = list(pages)
    changed[at] = replace(changed[at], sheet=sheet, standing=standing)
    return changed


def missing(state: DriveState, pages: Sequence[ScannedPage]) -> list[Home]:
    """The households of the hamlets of this pile that were given a form and have not come back."""
    here = {each.sheet for each in pages if each.sheet}
    found = [home for home in state.homes if any(sheet.id in here for sheet in home.sheets)]
    villages, came = {home.village for home in found}, {home.household for home in found}
    return [
        home
        for home in state.homes
        if home.village in villages
        and home.household not in came
        and home.is_printed
        and home.answer != SIGNED
    ]


def page_picture(page: ScannedPage, side: int) -> bytes:
    """A page to look at, as JPEG.  Raises `BadInput`, `StorageTrouble`."""
    data = _read(page.file)
    return page_jpeg(data, page.page, page.quarters, side, load_limits().shrinkings[_KEPT].quality)


class _Reader:
    """Whose code it is, and which sheets this pile has brought already."""

    def __init__(self, office: Office, state: DriveState) -> None:
        self._training = office.info.training
        self._keys = keys_known(office)[1]
        self._homes: Mapping[str, Home] = {
            sheet_token(key): home
            for home in state.homes
            for key in (home.household, *(sheet.id for sheet in home.sheets))
        }
        self._sheets = {
            sheet_token(sheet.id): sheet for home in state.homes for sheet in home.sheets
        }
        of_drive = state.drive.id
        ids = office.queries.ids(SHEETS)
        rows = office.queries.rows(SHEETS, ids)
        self._others = {sheet_token(each) for each in ids if str(rows[each]["drive"]) != of_drive}
        self._ours = {sheet_token(each) for each in ids} - self._others
        self._there: set[RecordId] = set()

    def page(self, path: Path, page: int, seen: Sequence[Seen]) -> ScannedPage:
        """What one page is."""
        ours = [each for each in seen if is_code(each.text)]
        if not ours:
            return ScannedPage(path, page)
        one = ScannedPage(path, page, ours[0].quarters)
        try:
            code = self._proved(ours[0].text)
        except KnownError as error:
            return replace(one, standing=Said.of(error))
        if isinstance(code, PaperCode):
            return replace(one, standing=NO_SHEET)
        if code.training != self._training:
            return replace(one, standing=OTHER_WORLD)
        return self._of_sheet(one, code)

    def _proved(self, text: str) -> PaperCode | SheetCode:
        signed = read_code(text)
        prove(signed, self._keys)
        return signed.code

    def _of_sheet(self, page: ScannedPage, code: SheetCode) -> ScannedPage:
        home = self._homes.get(code.token)
        if home is None:
            known = code.token in self._others
            gone = code.token in self._ours
            why = OTHER_DRIVE if known else NOT_ASKED if gone else OTHER_OFFICE
            return replace(page, standing=why)
        sheet = self._sheets.get(code.token, home.sheet)
        if home.household in self._there:
            return replace(page, standing=AGAIN)
        self._there.add(home.household)
        return replace(page, sheet=sheet.id, standing=BACK if home.answer == SIGNED else FOUND)


def _pages(path: Path) -> int:
    try:
        return page_count(_read(path), path.name)
    except BadInput:
        return 1


def _read(path: Path) -> bytes:
    with disk_speaks(path):
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                N_("Tệp {name} quá lớn; hãy tách tệp quét thành nhiều tệp nhỏ."), name=path.name
            )
        return path.read_bytes()


# -- filing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filing:
    """How many sheets were taken in as signed, how many pages were kept."""

    signed: int
    kept: int


@dataclass(frozen=True)
class FileScans:
    """Take the sheets of these pages in as signed on `day` and keep the pages, in one act.

    A page lies under the commitment of its household.  Pages without a sheet are left.  `report`
    hears of every page and may raise to stop; then nothing has happened.
    """

    drive: RecordId
    pages: tuple[ScannedPage, ...]
    day: date
    witness: str = ""
    report: Callable[[int, int], object] = field(default=silent, compare=False, kw_only=True)

    act: ClassVar[str] = "drives.scans"

    @property
    def why(self) -> str:
        """How many."""
        return str(len({each.sheet for each in self.pages if each.sheet}))

    def run(self, work: UnitOfWork, session: Session) -> Filing:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`, `Refused`, `StorageTrouble`."""
        filed = [each for each in self.pages if each.sheet is not None]
        if not filed:
            raise BadInput(N_("Chưa trang nào nhận ra phiếu; hãy gõ số phiếu cho từng trang."))
        answer = Answer(SIGNED, self.day, witness=self.witness)
        returning = Returning(work, session, self.drive, answer)
        signed, kept = 0, 0
        there: set[RecordId] = set()
        for done, (page, picture) in enumerate(_pictures(filed)):
            self.report(done, len(filed))
            sheet = str(page.sheet)
            if sheet not in there:
                signed += _taken(returning, work, sheet)
                there.add(sheet)
            kept += self._keep(work, session, returning, page, picture)
        return Filing(signed, kept)

    def _keep(
        self,
        work: UnitOfWork,
        session: Session,
        returning: Returning,
        page: ScannedPage,
        picture: bytes,
    ) -> bool:
        sheet = str(page.sheet)
        name = f"{page.file.stem}-{page.page + 1}.jpg"
        number = sheet_code(int(work.row(SHEETS, sheet)["number"] or 0))
        scan = NewFile(name, picture, f"Phiếu {number}", "cam_ket", self.day.isoformat())
        where = ("commitments", returning.booked(sheet))
        return attach(work, session, *where, scan) is not None


def _taken(returning: Returning, work: UnitOfWork, sheet: RecordId) -> bool:
    """Take one sheet in; what forbids it is told with the sheet's number."""
    try:
        return returning.put(sheet)
    except KnownError as error:
        number = sheet_code(int(work.row(SHEETS, sheet)["number"] or 0))
        raise Refused(
            N_("Phiếu {number}: {why} Hãy để trang đó lại rồi ghi các trang khác."),
            number=number,
            why=error,
        ) from error


def _pictures(pages: Sequence[ScannedPage]) -> Iterator[tuple[ScannedPage, bytes]]:
    """Each page as it is kept, a file read once."""
    how = load_limits().shrinkings[_KEPT]
    for path, group in groupby(pages, key=lambda each: each.file):
        data = _read(path)
        for page in group:
            yield page, page_jpeg(data, page.page, page.quarters, how.side, how.quality)
