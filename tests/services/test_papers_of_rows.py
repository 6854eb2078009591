"""Reference papers of a small commune: filled from their rows, nobody named where all may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.recognition import Ruling, Verdict
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS, PARTIES
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.packs.forms import family, load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.papers.of_rows import papers_of_row
from sachmatuy_desktop.storage.queries import Where
from tests.documents.pdf_reading import words_of
from tests.fact_cases import drug_free_commune
from tests.offices import CHEAP, PASSPHRASE, TestClock, add, add_household, edit, new_office, remove
from tests.services.paper_offices import sign_as
from tests.services.recognition_roads import Road, appraise, begin, decide
from tests.services.test_recognition import asked
from tests.sync.test_two_offices import introduce

DAY = date(2026, 11, 29)
ADDICT = "Lò Văn Thí Dụ"
HEAD = "Trần Thị Bưởi"
FAMILIES = ("commitments", "village", "letters", "recognition")
IDS = [each for name in FAMILIES for each in family(name)]
PUBLIC = ("hotline-poster", "recognition-announcement", "recognition-certificate")
UNIT_FORMS = [each for each in IDS if not load_form(each).people]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all that only read it; it has set out on a recognition."""
    made = _office(tmp_path_factory.mktemp("kept") / "office")
    begin(made)
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = _office(tmp_path / "office")
    yield made
    made.close()


def _office(folder: Path) -> Office:
    """Xã Ia Dom that meets all criteria, with somebody under management in its only village."""
    office = drug_free_commune(folder).office
    (village,) = office.queries.ids("villages")
    edit(office, "villages", village, head="Rơ Châm Mẫu")
    add(office, "subunits", village=village, name="Tổ 3", kind="to_anxh", head="Siu Thử")
    person = add(
        office,
        "people",
        full_name=ADDICT,
        birth="1990-03-05",
        citizen_number="062090999111",
        current_address="Thôn 1, xã Ia Dom",
        village=village,
        household=one(office, "households"),
    )
    add(office, "episodes", person=person, category="nghien", from_date="2026-07-10")
    add(
        office,
        "assignments",
        person=person,
        helper="Trần Thị Mẫu",
        organisation="Hội Phụ nữ",
        role="giup_do",
        from_date="2026-07-10",
    )
    add(
        office,
        "box_openings",
        box=one(office, "tip_boxes"),
        opened_on="2026-11-20",
        opened_by="Tổ mở hòm thư xã",
        letters=2,
        forwarded=1,
        forwarded_to="Công an xã Ia Dom",
    )
    add(office, "propaganda", form="loa", held_on="2026-05-02", content="Luật mới", sessions=4)
    return office


@pytest.fixture
def recognition(office: Office) -> RecordId:
    return begin(office)


def one(office: Office, register: str) -> RecordId:
    return office.queries.ids(register)[0]


def person_of(office: Office) -> RecordId:
    """The one under management."""
    (found,) = office.queries.ids("people", [Where("full_name", "=", ADDICT)])
    return found


def record_for(office: Office, form_id: str) -> RecordId | None:
    """Some record that the form is about."""
    about = load_form(form_id).about
    if not about:
        return None
    if about == "people":
        return person_of(office)
    if about == "commitments":
        return commitment(office, "to_chuc", organisation="Hội Nông dân")
    return one(office, about)


def commitment(office: Office, kind: str, **values: Value) -> RecordId:
    return add(office, "commitments", kind=kind, outcome="da_ky", signed_on="2026-11-02", **values)


def text(office: Office, form_id: str, record: RecordId | None, day: date = DAY) -> str:
    filling = papers.fill(office, form_id, record, day)
    return words_of(papers.pdf(papers.compose_filling(office, filling)))


# -- every form -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form_id", IDS)
def test_a_reference_form_says_that_it_is_one_and_is_filled_from_a_small_commune(
    form_id: str, kept: Office
) -> None:
    form = load_form(form_id)
    assert form.reference
    assert not form.verified
    filling = papers.fill(kept, form_id, record_for(kept, form_id), DAY)
    assert filling.known
    printed = words_of(papers.pdf(papers.compose_filling(kept, filling)))
    assert not re.search(r"[{}<>]|None", printed)


@pytest.mark.parametrize("form_id", UNIT_FORMS)
def test_a_paper_that_names_no_persons_under_management_names_none(
    form_id: str, kept: Office
) -> None:
    printed = text(kept, form_id, record_for(kept, form_id))
    assert ADDICT not in printed
    assert "062090999111" not in printed.replace(" ", "")


@pytest.mark.parametrize("form_id", PUBLIC)
def test_what_hangs_where_all_may_read_names_nobody(form_id: str, kept: Office) -> None:
    printed = text(kept, form_id, record_for(kept, form_id))
    for name in (ADDICT, HEAD, "Rơ Châm Mẫu", "Siu Thử", "Trần Thị Mẫu", "Nguyễn Văn An"):
        assert name not in printed


# -- commitments ----------------------------------------------------------------------------------


def test_every_rung_has_its_paper_that_is_about_one_of_the_parties() -> None:
    assert set(PARTIES) == set(COMMITMENT_KINDS)
    papers_ = {parties.paper for parties in PARTIES.values()}
    assert papers_ == set(family("commitments"))


SAID = {
    "khu_pho": "Xây dựng “Thôn tự quản - phòng chống ma tuý”",
    "to_anxh": "Xây dựng Tổ an ninh xã hội không tệ nạn ma túy",
    "ho_gia_dinh": "1. Không tham gia tội phạm, tệ nạn ma túy.",
    "gia_dinh_ca_biet": "Hỗ trợ người thân trong quá trình cai nghiện ma túy",
    "to_chuc": "Gia đình hội viên, đoàn viên không có người nghiện ma túy",
    "co_quan": "Xây dựng Hội Nông dân trong sạch, không ma túy.",
    "doanh_nghiep": "Thực hiện cam kết trong nội bộ",
    "truong_hoc": "Phối hợp chặt chẽ với chính quyền địa phương",
    "nguoi_nguy_co_cao": "Không vi phạm pháp luật về phòng, chống ma túy",
    "nguoi_nghien": "Thực hiện đúng, đầy đủ các quy định về cai nghiện ma túy",
    "nguoi_sau_cai": "Chấp hành việc quản lý sau cai nghiện ma túy tại nơi cư trú",
}
"""The words of the plans and of the law that each commitment binds to."""


@pytest.mark.parametrize("kind", PARTIES)
def test_a_commitment_of_the_register_gets_the_paper_of_its_parties(
    kind: str, office: Office
) -> None:
    party = PARTIES[kind].signers[0]
    signer: dict[str, str] = {
        "village": one(office, "villages"),
        "subunit": one(office, "subunits"),
        "household": one(office, "households"),
        "organisation": "Hội Nông dân",
        "person": person_of(office),
    }
    record = commitment(office, kind, **{party: signer[party]})
    (paper,) = papers_of_row(office, "commitments", record, DAY)
    assert SAID[kind] in text(office, paper.form.id, paper.record)


def test_the_paper_of_a_family_is_filled_from_its_household_and_names_only_who_signs(
    office: Office,
) -> None:
    record = commitment(office, "gia_dinh_ca_biet", person=person_of(office))
    (paper,) = papers_of_row(office, "commitments", record, DAY)
    assert paper.record == one(office, "households")
    printed = text(office, paper.form.id, paper.record)
    assert HEAD in printed
    assert ADDICT not in printed


def test_papers_about_persons_are_not_offered_to_an_account_that_may_not_see_them(
    office: Office,
) -> None:
    record = commitment(office, "nguoi_nghien", person=person_of(office))
    family_ = commitment(office, "gia_dinh_ca_biet", household=one(office, "households"))
    village = sign_as(office, "village_head")
    assert papers_of_row(village, "commitments", record, DAY) == []
    assert papers_of_row(village, "commitments", family_, DAY) == []


def test_a_row_that_was_taken_out_has_no_paper(office: Office) -> None:
    record = commitment(
        office, "ho_gia_dinh", household=add_household(office, one(office, "villages"))
    )
    remove(office, "commitments", record)
    assert papers_of_row(office, "commitments", record, DAY) == []


# -- boards and boxes -----------------------------------------------------------------------------


def test_a_board_hangs_with_the_numbers_of_all_boards_in_use_in_its_village(
    office: Office,
) -> None:
    village = one(office, "villages")
    add(
        office,
        "hotline_boards",
        village=village,
        place="Trường học",
        posted_on="2026-06-01",
        numbers="113; 02603999999",
        state="dang_dung",
    )
    add(
        office,
        "hotline_boards",
        village=village,
        place="Nhà văn hóa",
        posted_on="2026-06-01",
        numbers="0999",
        state="hong",
    )
    (paper,) = papers_of_row(office, "hotline_boards", one(office, "hotline_boards"), DAY)
    assert paper.record == village
    known = papers.fill(office, paper.form.id, paper.record, DAY).known
    assert set(str(known["so_niem_yet"]).split("\n")) == {"02603999999", "113"}
    printed = text(office, paper.form.id, paper.record)
    assert "Thôn 1" in printed
    assert "Hòm thư tố giác tội phạm: Nhà rông" in printed


def test_minutes_of_an_opening_count_letters_and_say_nothing_of_them(office: Office) -> None:
    opening = one(office, "box_openings")
    add(
        office,
        "tip_offs",
        received_on="2026-11-20",
        source="hom_thu",
        opening=opening,
        anonymous=1,
        content="Có người tụ tập ở bãi sông",
    )
    (paper,) = papers_of_row(office, "box_openings", opening, DAY)
    printed = text(office, paper.form.id, paper.record)
    assert "2. Số thư có trong hòm thư: 2 thư." in printed
    assert "nơi nhận: Công an xã Ia Dom" in printed
    assert "Mở hòm thư tố giác tội phạm" in printed
    assert "bãi sông" not in printed


# -- recognition ----------------------------------------------------------------------------------


def test_the_evidence_is_what_the_books_hold(office: Office, recognition: RecordId) -> None:
    rows = papers.fill(office, "recognition-evidence", recognition, DAY).known["minh_chung"]
    assert isinstance(rows, tuple)
    told = {str(row[1]): (row[2], row[4]) for row in rows}
    assert told["Bản cam kết của đại diện hộ gia đình"] == ("1/1 hộ", "")
    assert told["Hòm thư tố giác tội phạm"] == ("1", "1/1 thôn, khu phố")
    assert told["Mô hình “Thôn bình yên”"] == ("1", "Từ ngày 01/05/2024")
    assert told["Tuyên truyền: Loa truyền thanh, loa phóng thanh"] == ("4 buổi, lượt", "")


def test_the_police_confirm_what_was_attested(office: Office, recognition: RecordId) -> None:
    rows = papers.fill(office, "recognition-confirmation", recognition, DAY).known["cac_xac_nhan"]
    assert isinstance(rows, tuple)
    assert [row[2] for row in rows] == ["Có"] * 4
    assert "đã rà soát, không có tụ điểm" in str(rows[0][1])
    early = date(2025, 12, 31)
    before = papers.fill(office, "recognition-confirmation", recognition, early).known
    assert {row[2] for row in before["cac_xac_nhan"]} == {""}  # type: ignore[union-attr]


def test_the_papers_after_the_decision_take_its_number_and_the_kept_results(
    tmp_path: Path,
) -> None:
    clock = TestClock()
    drug_free_commune(tmp_path / "xã").office.close()
    commune = unlock(tmp_path / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    above = new_office(tmp_path / "trên", "huyen-618@1", kind="receiving", clock=clock)
    introduce(commune, above)
    road = Road(commune, above, clock, tmp_path)
    recognition = asked(road)
    appraise(above, recognition, Verdict.ACCEPT, "2026-03-02", document="12/BC-CAT")
    drafted = papers.fill(above, "recognition-decision", recognition, DAY).known
    assert drafted["so_to_trinh"] == "03/TTr-UBND"
    assert drafted["dia_ban_xet"] == "xã Ia Dom"
    assert "12/BC-CAT" in str(drafted["ket_qua_tham_dinh"])
    decide(above, recognition, Ruling.RECOGNISE, "2026-03-02", certificate="07/GCN")
    road.down()

    announced = papers.fill(commune, "recognition-announcement", recognition, DAY).known
    assert announced["so_qd_cong_nhan"] == "100/QĐ-UBND"
    assert announced["so_giay_chung_nhan"] == "07/GCN"
    handed = papers.fill(commune, "recognition-handover", recognition, DAY).known["tai_lieu_giao"]
    assert isinstance(handed, tuple)
    assert [row[1] for row in handed] == ["Quyết định công nhận", "Giấy chứng nhận"]
    still = papers.fill(commune, "recognition-maintenance", recognition, DAY).known
    assert still["so_tieu_chi_dat"] == "7/7"
    assert still["tu_danh_gia_duy_tri"] == "co"
    certificate = text(above, "recognition-certificate", recognition)
    assert "XÃ IA DOM" in certificate
    assert "07/GCN" in certificate
    for each in (commune, above):
        each.close()
