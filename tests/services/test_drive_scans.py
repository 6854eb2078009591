"""A pile of scanned forms: mixed, turned, doubled, foreign pages; filed and undone as one act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from sachmatuy_desktop.domain.drives import sheet_code
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError
from sachmatuy_desktop.services import attachments, papers
from sachmatuy_desktop.services.drives import (
    FileScans,
    Filing,
    ScannedPage,
    assigned,
    finder_of,
    left_out,
    missing,
    page_picture,
    print_pile,
    read_scans,
)
from sachmatuy_desktop.services.office import Office
from tests.drive_offices import begin, counts, hamlets, home, state, take_in
from tests.offices import IA_DOM, TestClock, edit, new_office, row
from tests.scans import as_pdf, as_png, scanned


def silent(_done: int, _total: int, _name: str = "") -> None:
    """Report to nobody."""


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    yield office
    office.close()


@pytest.fixture
def pile(commune: Office, tmp_path: Path) -> bytes:
    """Five printed forms of two hamlets."""
    begin(commune, hamlets(commune, 3, 2))
    now = state(commune)
    path = tmp_path / "xấp.pdf"
    print_pile(commune, now, now.homes, path)
    return path.read_bytes()


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def blank() -> Image.Image:
    return Image.new("L", (1200, 1700), 255)


def read(office: Office, *paths: Path) -> list[ScannedPage]:
    return read_scans(office, state(office), paths, silent)


def standings(pages: list[ScannedPage]) -> list[str]:
    return [page.standing.told(str) for page in pages]


def numbers(office: Office, pages: list[ScannedPage]) -> list[int | None]:
    return [
        None if page.sheet is None else int(row(office, "drive_sheets", page.sheet)["number"] or 0)
        for page in pages
    ]


def today(office: Office) -> date:
    return date.fromisoformat(office.clock.today())


def file(office: Office, pages: list[ScannedPage], day: date | None = None) -> str:
    drive = state(office).drive.id
    return office.run(FileScans(drive, tuple(pages), day or today(office))).txn


def scans_of(office: Office, number: int) -> list[attachments.Attachment]:
    sheet = home(office, number).sheet
    written = str(row(office, "drive_sheets", sheet.id)["commitment"])
    return attachments.attachments(office.session, "commitments", written)


def test_a_mixed_pile_finds_its_households(commune: Office, pile: bytes, tmp_path: Path) -> None:
    """Two files: a PDF of four pages at 200 dots, turned every way, and a picture at 150."""
    mixed = put(
        tmp_path,
        "quét.pdf",
        as_pdf(
            [
                scanned(pile, 2, turned=1, noise=12),
                scanned(pile, 0, turned=182, noise=12),
                blank(),
                scanned(pile, 2, turned=-2),
            ]
        ),
    )
    alone = put(tmp_path, "ảnh.png", as_png(scanned(pile, 4, dots=150, turned=90, noise=12)))
    pages = read(commune, mixed, alone)
    assert numbers(commune, pages) == [3, 1, None, None, 5]
    assert [page.quarters for page in pages] == [0, 2, 0, 0, 1]
    told = standings(pages)
    assert told[0] == told[1] == told[4] == "Đã nhận ra"
    assert "Không đọc được mã" in told[2]
    assert "trùng" in told[3]
    assert {each.household for each in missing(state(commune), pages)} == {
        home(commune, number).household for number in (2, 4)
    }


def test_pages_are_filed_in_one_act_and_undone_as_one(
    commune: Office, pile: bytes, tmp_path: Path
) -> None:
    scan = put(
        tmp_path, "a.pdf", as_pdf([scanned(pile, 0, turned=2), scanned(pile, 3, turned=180)])
    )
    pages = read(commune, scan)
    txn = file(commune, pages)
    assert counts(commune).da_ky == 2
    (kept,) = scans_of(commune, 4)
    assert kept.title == f"Phiếu {sheet_code(4)}"
    assert (kept.kind, kept.media, kept.taken_on) == ("cam_ket", "image/jpeg", "2026-03-02")
    picture = attachments.content(commune.session, kept)
    assert len(picture) < 400_000
    again = put(tmp_path, "b.jpg", picture)
    (upright,) = read_scans(commune, state(commune), [again], silent)
    assert upright.quarters == 0  # it was kept the right way up
    commune.undo(txn)
    assert counts(commune).da_ky == 0
    assert attachments.attachments(commune.session, "commitments", "x") == []


def test_a_page_without_a_code_is_given_by_its_number(
    commune: Office, pile: bytes, tmp_path: Path
) -> None:
    pages = read(commune, put(tmp_path, "a.pdf", as_pdf([blank(), scanned(pile, 1)])))
    finder = finder_of(commune.queries, state(commune))
    with pytest.raises(BadInput, match="Không có đúng một phiếu"):
        assigned(pages, 0, finder, "0003-1")
    pages = assigned(pages, 0, finder, sheet_code(3))
    pages = left_out(pages, 1)
    assert numbers(commune, pages) == [3, None]
    assert commune.run(FileScans(state(commune).drive.id, tuple(pages), today(commune))).result == (
        Filing(1, 1)
    )
    assert counts(commune).da_ky == 1


def test_one_signed_before_gets_its_scan_and_no_second_commitment(
    commune: Office, pile: bytes, tmp_path: Path
) -> None:
    take_in(commune, 2)
    pages = read(commune, put(tmp_path, "a.png", as_png(scanned(pile, 1))))
    assert "chỉ thêm bản quét" in standings(pages)[0]
    drive = state(commune).drive.id
    assert commune.run(FileScans(drive, tuple(pages), today(commune))).result == Filing(0, 1)
    assert counts(commune).da_ky == 1
    assert len(scans_of(commune, 2)) == 1


def test_foreign_other_and_forged_pages_are_said(
    commune: Office, pile: bytes, tmp_path: Path, clock: TestClock
) -> None:
    other = new_office(tmp_path / "khác", "xa-23534@1", clock=clock)
    begin(other, hamlets(other, 1))
    now = state(other)
    strange = tmp_path / "lạ.pdf"
    print_pile(other, now, now.homes, strange)
    other.close()
    gone = home(commune, 1).household
    edit(commune, "households", gone, state="da_chuyen_di")
    roster = papers.pdf(papers.draft(commune, "roster", today(commune), purpose="x"))
    pages = read(
        commune,
        put(
            tmp_path,
            "a.pdf",
            as_pdf([scanned(strange.read_bytes()), scanned(pile, 0), scanned(roster)]),
        ),
        put(tmp_path, "hỏng.pdf", b"%PDF-1.4 hong"),
    )
    told = standings(pages)
    assert numbers(commune, pages) == [None] * 4
    assert "chưa xác minh được" in told[0]
    assert "không còn hiệu lực" in told[1]
    assert "không phải phiếu cam kết" in told[2]
    assert "bị hỏng" in told[3]
    with pytest.raises(BadInput, match="Chưa trang nào"):
        file(commune, pages)


def test_a_sheet_of_another_drive_is_said(commune: Office, pile: bytes, tmp_path: Path) -> None:
    (village,) = hamlets(commune, 1)
    second = begin(commune, [village], name="Đợt 2")
    newest = state(commune, second)
    scan = put(tmp_path, "a.png", as_png(scanned(pile, 0)))
    (page,) = read_scans(commune, newest, [scan], silent)
    assert page.standing.told(str) == "Phiếu của đợt khác"


def test_what_cannot_be_taken_in_names_the_sheet_and_changes_nothing(
    commune: Office, pile: bytes, tmp_path: Path
) -> None:
    pages = read(commune, put(tmp_path, "a.pdf", as_pdf([scanned(pile, 0), scanned(pile, 1)])))
    edit(commune, "households", home(commune, 2).household, state="da_chuyen_di")
    with pytest.raises(KnownError, match=sheet_code(2)):
        file(commune, pages)
    assert counts(commune).da_ky == 0
    with pytest.raises(BadInput):
        file(commune, pages[:1], date(2026, 3, 9))


def test_stopping_stops_and_changes_nothing(commune: Office, pile: bytes, tmp_path: Path) -> None:
    scan = put(tmp_path, "a.pdf", as_pdf([scanned(pile, 0), scanned(pile, 1)]))

    def stop(done: int, _total: int, _name: str = "") -> None:
        if done:
            raise Conflict("dừng")

    with pytest.raises(Conflict, match="dừng"):
        read_scans(commune, state(commune), [scan], stop)
    pages = read(commune, scan)
    with pytest.raises(Conflict, match="dừng"):
        commune.run(FileScans(state(commune).drive.id, tuple(pages), today(commune), report=stop))
    assert counts(commune).da_ky == 0


def test_commitments_printed_outside_a_drive_are_known_by_their_household(
    commune: Office, pile: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "cam kết.pdf"
    papers.print_commitments(commune, path)
    pages = read(commune, path)
    assert len({page.sheet for page in pages} - {None}) == 5


def test_a_page_to_look_at_is_upright(commune: Office, pile: bytes, tmp_path: Path) -> None:
    (page,) = read(commune, put(tmp_path, "a.png", as_png(scanned(pile, 0, turned=90))))
    with Image.open(put(tmp_path, "b.jpg", page_picture(page, 600))) as picture:
        assert picture.height == 600 > picture.width
