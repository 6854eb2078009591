"""Household commitments by the thousand: in order, only those left, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.documents.pdf_reading import read
from tests.offices import add, add_person, edit, new_office
from tests.services.paper_offices import filled_office, sign_as


def pages(path: Path) -> list[str]:
    return [" ".join(page.text.split()) for page in read(path.read_bytes())]


def household(office: Office, village: RecordId, head: str, number: str | None = None) -> RecordId:
    return add(office, "households", head=head, village=village, number=number, state="dang_cu_tru")


def test_the_batch_has_who_has_not_signed_by_village(tmp_path: Path) -> None:
    office = filled_office(tmp_path / "office")
    printed = tmp_path / "cam-ket.pdf"
    assert papers.print_commitments(office, printed) == 3
    villages = [
        text.split("Thôn, tổ dân phố: ")[1].split(" Số nhân khẩu")[0] for text in pages(printed)
    ]
    assert villages == ["Thôn 1", "Thôn 3", "Thôn 3"]
    newest = office.queries.journal(limit=1)[0]
    assert (newest.title, newest.why) == ("In văn bản", "cam-ket.pdf: bản cam kết của 3 hộ")


def test_everybodys_commitment_can_be_printed_or_one_villages(tmp_path: Path) -> None:
    office = filled_office(tmp_path / "office")
    assert papers.print_commitments(office, tmp_path / "all.pdf", only_unsigned=False) == 9
    (second,) = office.queries.ids("villages", search="Thôn 2")
    assert papers.print_commitments(office, tmp_path / "2.pdf", second, only_unsigned=False) == 3
    with pytest.raises(NotFound):
        papers.print_commitments(office, tmp_path / "none.pdf", second)
    assert not (tmp_path / "none.pdf").exists()


def test_households_stand_by_number_then_by_name(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    village = add(office, "villages", name="Thôn 1", kind="thon")
    for head, number in (
        ("Lê Thị Ơn", None),
        ("Trần Văn Mười", "10"),
        ("Lê Thị Ân", None),
        ("Trần Văn Chín", "9"),
        ("Trần Văn Phụ", "10A"),
    ):
        household(office, village, head, number)
    printed = tmp_path / "cam-ket.pdf"
    papers.print_commitments(office, printed)
    heads = [text.split("Tôi là: ")[1].split(" Sinh:")[0] for text in pages(printed)]
    assert heads == ["Trần Văn Chín", "Trần Văn Mười", "Trần Văn Phụ", "Lê Thị Ân", "Lê Thị Ơn"]


def test_a_page_says_what_the_books_say_of_the_household(tmp_path: Path) -> None:
    office = filled_office(tmp_path / "office", training=True)
    (third,) = office.queries.ids("villages", search="Thôn 3")
    home, other = office.queries.children("households", "village", third)
    edit(
        office, "households", home, address="Đường số 2", number="7", citizen_number="062168000001"
    )
    for name in ("Lê Văn Một", "Lê Văn Hai"):
        person = add_person(office, name, third)
        edit(office, "people", person, household=home)
    edit(office, "households", other, state="da_chuyen_di")
    printed = tmp_path / "cam-ket.pdf"
    papers.print_commitments(office, printed, third)
    (text,) = pages(printed)
    for words in (
        "Mã hộ: 7",
        "Số định danh cá nhân: 062168000001",
        "cư trú tại: Đường số 2",
        "Số nhân khẩu: 2",
        "069.0000.113",
        "TẬP HUẤN",
        "Ia Dom, ngày …… tháng …… năm ……",
    ):
        assert words in text


def test_a_household_away_is_asked_until_the_reason_is_written_down(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    village = add(office, "villages", name="Thôn 1", kind="thon")
    home = household(office, village, "Lê Thị Ơn")
    edit(office, "households", home, state="vang_ca_ho", state_from="2026-02-01")
    assert papers.print_commitments(office, tmp_path / "1.pdf") == 1
    edit(office, "households", home, state_reason="đi làm xa")
    with pytest.raises(NotFound):
        papers.print_commitments(office, tmp_path / "2.pdf")


def test_a_refusal_after_a_signature_counts(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    village = add(office, "villages", name="Thôn 1", kind="thon")
    home = household(office, village, "Lê Thị Ơn")
    for outcome, day in (("da_ky", "2025-02-01"), ("tu_choi", "2026-02-01")):
        add(
            office,
            "commitments",
            kind="ho_gia_dinh",
            household=home,
            outcome=outcome,
            reason="Chưa đồng ý",
            signed_on=day,
        )
    assert papers.print_commitments(office, tmp_path / "1.pdf") == 1


class _ManyHouseholds:
    """A village of many households, entered as one act."""

    act = "records.add:households"

    def __init__(self, village: RecordId, count: int) -> None:
        self.village, self.count = village, count

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        for n in range(self.count):
            work.insert(
                "households",
                {
                    "head": "Lê Thị Ví Dụ",
                    "village": self.village,
                    "number": str(n + 1),
                    "state": "dang_cu_tru",
                },
            )


@pytest.fixture
def many(tmp_path: Path) -> Office:
    office = new_office(tmp_path / "office")
    office.run(_ManyHouseholds(add(office, "villages", name="Thôn 1", kind="thon"), 450))
    return office


def test_progress_is_told_page_by_page(many: Office, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    papers.print_commitments(
        many, tmp_path / "all.pdf", progress=lambda done, total: heard.append((done, total))
    )
    assert heard == [(200, 450), (400, 450), (450, 450)]


def test_a_stopped_batch_leaves_nothing_behind(many: Office, tmp_path: Path) -> None:
    old = tmp_path / "all.pdf"
    old.write_bytes(b"an older batch")
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) == 2

    with pytest.raises(KnownError, match="Đã dừng"):
        papers.print_commitments(many, old, cancelled=cancelled)
    assert old.read_bytes() == b"an older batch"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["all.pdf"]


def test_a_full_or_missing_folder_is_told(many: Office, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        papers.print_commitments(many, tmp_path / "nowhere" / "all.pdf")


def test_who_may_not_see_households_prints_none(tmp_path: Path) -> None:
    office = sign_as(filled_office(tmp_path / "office"), "viewer")
    with pytest.raises(NotAllowed):
        papers.print_commitments(office, tmp_path / "all.pdf")
