"""What the books say, on paper: figures, blanks, who may print what, and whose names stay out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.forms import BLANK, FormData, Table
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.keys.recovery import new_recovery_code
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.documents.pdf_reading import read, words_of
from tests.offices import HOANG_PHONG, IA_DOM, add, edit, new_office
from tests.services.paper_offices import (
    DAY,
    HEAD,
    IA_HDRAI,
    NUMBER,
    PERSON,
    assessed,
    fill_village,
    filled_office,
    put_on_books,
    sign_as,
)

OF_PLANS = ("plan-document", "plan-report", "task-book", "task-sheet", "yearly-review")
DOSSIER = ("self-assessment", "recognition-request", "review-minutes")


def drafted(office: Office, form: str, **choices: object) -> FormData:
    brought = {"assessment": assessed()} if form in DOSSIER else {}
    return papers.draft(office, form, DAY, **{**brought, **choices})


def printed(office: Office, form: str, **choices: object) -> str:
    return words_of(papers.pdf(drafted(office, form, **choices)))


def village_table(data: FormData) -> list[tuple[str, ...]]:
    (table,) = [each for each in data.sections[-1].blocks if isinstance(each, Table)]
    return list(table.rows)


# -- figures --------------------------------------------------------------------------------------


def test_the_report_gives_each_village_its_figures_and_the_commune_its_sums(tmp_path: Path) -> None:
    data = drafted(filled_office(tmp_path), "self-assessment")
    #     STT  thôn      hộ  khẩu  cam kết  nghiện sdtp sau cai điểm hòm bảng mô hình
    assert village_table(data) == [
        ("1", "Thôn 1", "4", "160", "3", "", "0", "0", "", "1", "1", ""),
        ("2", "Thôn 2", "3", "120", "3", "", "0", "0", "", "1", "1", ""),
        ("3", "Thôn 3", "2", "80", "0", "", "0", "0", "", "1", "1", ""),
        ("", "Tổng cộng", "9", "360", "6", "1", "0", "0", "", "3", "3", "1"),
    ]
    assert "dưới 3 người nên chỉ ghi số chung" in words_of(papers.pdf(data))


def test_three_persons_in_a_village_may_be_counted_there(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    village = fill_village(office, "Thôn 1", 1, 0)
    fill_village(office, "Thôn 2", 1, 0)
    for name in ("Lê Văn Một", "Lê Văn Hai", "Lê Văn Ba"):
        put_on_books(office, village, name=name)
    table = village_table(drafted(office, "self-assessment"))
    assert [line[5] for line in table] == ["3", "0", "3"]


def test_a_person_without_a_village_of_his_own_counts_where_his_household_lives(
    tmp_path: Path,
) -> None:
    office = new_office(tmp_path)
    village = fill_village(office, "Thôn 1", 1, 0)
    (home,) = office.queries.children("households", "village", village)
    for name in ("Lê Văn Một", "Lê Văn Hai", "Lê Văn Ba"):
        person = add(office, "people", full_name=name, household=home)
        add(office, "episodes", person=person, category="sdtp", from_date="2025-05-01")
    assert village_table(drafted(office, "self-assessment"))[0][6] == "3"


def test_figures_are_those_of_the_day_asked_for(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    before = papers.draft(
        office, "self-assessment", date(2026, 1, 15), assessment=assessed(date(2026, 1, 15))
    )
    total = village_table(before)[-1]
    assert total[3:5] == ("", "0")  # population taken down on 31/1, commitments signed on 1/2


def test_criteria_carry_words_numbers_and_who_attests(tmp_path: Path) -> None:
    text = printed(filled_office(tmp_path), "self-assessment")
    assert "100% đại diện hộ gia đình trên địa bàn cam kết không tham gia tội phạm" in text
    assert "94/98" in text
    assert "Lê Văn Mẫu, Trưởng Công an xã, văn bản số 12/BB-CAX ngày 27/02/2026" in text
    assert "Kỳ đánh giá từ ngày 05/01/2026 đến ngày 02/03/2026" in text
    assert "9 hộ, 360 nhân khẩu" in text


def test_without_an_assessment_at_hand_the_books_are_judged(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    add(
        office,
        "attestations",
        pack=IA_HDRAI,
        item="hot_spot_review",
        answer="co",
        signer="Lê Văn Mẫu",
        position="Trưởng Công an xã",
        signed_on="2026-02-27",
        document="12/BB-CAX",
    )
    text = words_of(papers.pdf(papers.draft(office, "self-assessment", DAY)))
    assert "6/9" in text  # households that have signed
    assert "Lê Văn Mẫu, Trưởng Công an xã, văn bản số 12/BB-CAX ngày 27/02/2026" in text
    assert "chưa đạt tiêu chí “Xã, phường, thị trấn sạch ma tuý" in text
    assert "Tự xếp loại: " in text
    for secret in (PERSON, "Khuyểu", HEAD, "Xưởng", NUMBER):
        assert secret not in text


def test_the_reading_chosen_is_the_one_printed(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    taken = {"box_and_board": "tip_box_only"}
    data = papers.draft(office, "self-assessment", DAY, pack=IA_HDRAI, readings=taken)
    text = words_of(papers.pdf(data))
    assert "chỉ xét hòm thư" in text
    assert text.count("(khác cách hiểu mặc định)") == 1
    assert "mỗi thôn phải có cả" not in text


def test_a_neighbourhood_is_reported_by_itself(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    first, *_ = office.queries.ids("villages", search="Thôn 1")
    pack = "lang-chanh-2023/neighbourhood"
    data = papers.draft(office, "self-assessment", DAY, pack=pack, village=first)
    table = village_table(data)
    assert [line[1] for line in table] == ["Thôn 1", "Tổng cộng"]
    assert table[-1][5] == ""  # one person: not even as a sum of the one village
    assert "địa bàn Thôn 1, xã Ia Dom" in words_of(papers.pdf(data))


def test_a_reporting_year_with_a_cut_off_runs_from_december(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data = papers.draft(office, "self-assessment", DAY, pack="q28-2025/commune-drug-free")
    text = words_of(papers.pdf(data))
    assert "Kỳ đánh giá từ ngày 15/12/2025 đến ngày 14/12/2026; số liệu chốt đến" in text
    assert "(số 28/2025/QĐ-TTg ngày 24/08/2025)" in text


def test_readings_and_what_no_lawyer_has_confirmed_are_named(tmp_path: Path) -> None:
    text = printed(filled_office(tmp_path), "self-assessment")
    assert "chưa được người có chuyên môn pháp lý xác nhận" in text
    assert "mỗi thôn phải có cả hòm thư và bảng niêm yết" in text
    assert "tính hộ đang cư trú tại ngày tính" in text


def test_forty_villages_stand_on_several_pages_under_one_head(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    for n in range(1, 41):
        add(office, "villages", name=f"Thôn {n:02d}", kind="thon")
    pages = read(papers.pdf(drafted(office, "self-assessment")))
    tables = [page for page in pages if "Bảng niêm yết" in " ".join(page.text.split())]
    assert len(tables) >= 2
    text = " ".join(" ".join(page.text.split()) for page in tables)
    assert all(f"Thôn {n:02d}" in text for n in range(1, 41))


# -- blanks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", DOSSIER)
def test_an_office_without_records_prints_places_for_the_pen(tmp_path: Path, form: str) -> None:
    office = new_office(tmp_path, HOANG_PHONG, "commune")
    text = printed(office, form)
    assert f"Số: {BLANK}/" in text
    assert "None" not in text


def test_an_empty_book_is_no_zero(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    add(office, "villages", name="Thôn 1", kind="thon")
    data = drafted(office, "self-assessment")
    assert village_table(data)[0][2:] == ("",) * 10
    assert f"có 1 thôn, tổ dân phố; {BLANK} hộ, {BLANK} nhân khẩu" in words_of(papers.pdf(data))


def test_minutes_name_the_posts_and_leave_the_persons_blank(tmp_path: Path) -> None:
    text = printed(filled_office(tmp_path), "review-minutes")
    assert "Đại diện Trạm Y tế: ……" in text
    assert "Biểu quyết: ……/……" in text
    assert "Chủ trì (chủ tọa): ....." in text


# -- letterhead -----------------------------------------------------------------------------------


def test_head_and_foot_come_from_the_offices_own_record(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    (settings,) = office.queries.ids("settings")
    edit(
        office,
        "settings",
        settings,
        superior=None,
        body="CÔNG AN XÃ IA DOM",
        symbol="CAX",
        authority=None,
        position="TRƯỞNG CÔNG AN",
        signer="Lê Văn Mẫu",
        drafting="TH",
        addressee="Công an tỉnh",
    )
    text = printed(office, "self-assessment")
    assert "CÔNG AN XÃ IA DOM Số: ……/BC-CAX" in text
    assert "Công an xã Ia Dom báo cáo kết quả" in text
    assert "Kính gửi: Công an tỉnh" in text
    assert "TRƯỞNG CÔNG AN" in text
    assert "Lê Văn Mẫu" in text
    assert "Lưu: VT, TH." in text


@pytest.mark.parametrize("form", [*DOSSIER, "household-commitment", "roster"])
def test_every_paper_of_a_training_office_says_so_on_every_page(tmp_path: Path, form: str) -> None:
    office = filled_office(tmp_path, training=True)
    purpose = {"purpose": "tập huấn"} if form == "roster" else {}
    for page in read(papers.pdf(drafted(office, form, **purpose))):
        assert "TẬP HUẤN" in page.text


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", DOSSIER)
def test_no_public_paper_names_a_person_of_the_books(tmp_path: Path, form: str) -> None:
    text = printed(filled_office(tmp_path), form)
    assert "94/98" in text or form == "recognition-request"
    for secret in (PERSON, "Khuyểu", HEAD, "Xưởng", NUMBER):
        assert secret not in text


def test_the_roster_names_them_under_a_mark_a_purpose_and_a_copy_number(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    text = printed(office, "roster", purpose="họp xét", copy=2, copies=3)
    for words in (
        PERSON,
        NUMBER,
        "LƯU HÀNH NỘI BỘ",
        "mục đích sử dụng: họp xét",
        "Bản số 02/03",
        "Người in: Nguyễn Văn An; in lúc: 08:00, 02/03/2026",
        "Danh sách có 1 người",
        "01/05/2025",
    ):
        assert words in text
    newest = office.queries.journal(limit=1)[0]
    assert newest.title == "In văn bản"
    assert newest.why.endswith("bản số 2/3; 1 người; mục đích: họp xét")


def test_every_page_of_a_roster_bears_across_it_who_printed_it_and_when(tmp_path: Path) -> None:
    data = drafted(filled_office(tmp_path), "roster", purpose="họp xét")
    across = "Nguyễn Văn An · 08:00, 02/03/2026"
    assert data.restriction is not None
    assert data.restriction.watermark == across
    for page in read(papers.pdf(data)):
        assert " ".join(page.text.split()).count(across) == 3
    kept = json.loads(data.to_json())
    del kept["restriction"]["watermark"]
    older = FormData.from_json(json.dumps(kept))
    assert across not in words_of(papers.pdf(older))


def test_the_roster_is_by_village_and_category_and_says_who_is_away(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    second, *_ = office.queries.ids("villages", search="Thôn 2")
    away = put_on_books(office, second, "sau_cai", "Vi Thị Éo")
    add(office, "presences", person=away, state="vang_mat", from_date="2026-02-01")
    assert PERSON not in printed(office, "roster", purpose="họp xét", village=second)
    text = printed(office, "roster", purpose="họp xét", category="sau_cai")
    assert PERSON not in text
    assert "Vi Thị Éo" in text
    assert "Vắng mặt" in text
    assert "Người bị quản lý sau cai nghiện ma túy trên địa bàn xã Ia Dom" in text


def test_who_is_no_longer_on_the_books_is_not_on_the_roster(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    (episode,) = office.queries.ids("episodes")
    edit(office, "episodes", episode, until_date="2026-02-28", end_reason="QĐ 7")
    assert PERSON not in printed(office, "roster", purpose="họp xét")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "họp", "copy": 3, "copies": 2}, "copy"),
        ({"purpose": "họp", "category": "khac"}, "category"),
    ],
)
def test_a_roster_must_say_what_for_and_which_copy(
    tmp_path: Path, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as told:
        drafted(filled_office(tmp_path), "roster", **wrong)
    assert told.value.field == field


# -- who may print what ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "forms"),
    [
        ("police", {*DOSSIER, *OF_PLANS, "household-commitment", "roster"}),
        ("clerk", {*DOSSIER, *OF_PLANS, "household-commitment"}),
        ("village", {*DOSSIER, *OF_PLANS, "household-commitment"}),
        ("viewer", set(DOSSIER)),
    ],
)
def test_an_account_is_offered_what_it_may_see(tmp_path: Path, role: str, forms: set[str]) -> None:
    office = sign_as(filled_office(tmp_path), role)
    assert {each.id for each in papers.forms_for(office)} == forms
    if "roster" not in forms:
        with pytest.raises(NotAllowed):
            drafted(office, "roster", purpose="họp xét")


def test_a_choice_says_what_it_needs_and_that_the_wording_is_a_proposal(tmp_path: Path) -> None:
    offered = {each.id: each for each in papers.forms_for(new_office(tmp_path))}
    assert offered["roster"].needs == ("as_of", "purpose", "copy", "copies", "village")
    assert offered["roster"].restricted
    assert offered["self-assessment"].needs == ("as_of", "pack")
    assert offered["self-assessment"].reference
    assert not offered["self-assessment"].verified
    assert not offered["household-commitment"].numbered


def test_a_commune_has_no_summary_of_communes(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="receiving-summary"):
        drafted(new_office(tmp_path), "receiving-summary")


def test_a_pack_that_classifies_is_not_reported_as_passed(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="dùng để xếp loại") as told:
        papers.draft(new_office(tmp_path), "self-assessment", DAY, pack="q28-2025/commune-class")
    assert told.value.field == "pack"


def test_a_pack_of_a_neighbourhood_asks_which(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        papers.draft(
            new_office(tmp_path), "self-assessment", DAY, pack="lang-chanh-2023/neighbourhood"
        )
    assert told.value.field == "village"


# -- household commitments and the recovery sheet -------------------------------------------------


def test_a_villages_commitments_are_those_not_signed(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    first, *_ = office.queries.ids("villages", search="Thôn 1")
    (page,) = read(papers.pdf(drafted(office, "household-commitment", village=first)))
    text = " ".join(page.text.split())
    assert "Mã hộ: 4" in text
    assert "069.0000.113" in text
    assert "Kính gửi: Ủy ban nhân dân xã Ia Dom" in text


def test_without_a_village_a_commitment_is_blank(tmp_path: Path) -> None:
    (page,) = read(papers.pdf(drafted(filled_office(tmp_path), "household-commitment")))
    assert page.has("Tôi là: ......")


def test_the_recovery_sheet_bears_office_code_and_day() -> None:
    one, other = new_recovery_code().halves
    text = words_of(papers.recovery_pdf("xã Ia Dom", one, DAY))
    assert "Xã Ia Dom" in text
    assert "ngày 02 tháng 3 năm 2026" in text
    assert f"Phiếu số {one.sheet} – Phần 1" in text
    assert all(group in text for group in (one.mark, *one.groups))
    assert not any(group in text for group in (other.mark, *other.groups))


# -- the receiving office -------------------------------------------------------------------------


def test_the_receiving_office_sees_the_newest_result_of_every_commune(tmp_path: Path) -> None:
    office = new_office(tmp_path, kind="receiving")
    assert [each.id for each in papers.forms_for(office)] == [
        "receiving-summary",
        "plan-document",
        "task-book",
        "task-sheet",
    ]
    criteria = [{"id": "IAH.a", "status": "met"}, {"id": "IAH.b", "status": "not_met"}]
    frozen = json.dumps({"answer": {"criteria": criteria}})
    for day, outcome in (("2026-01-10", "yes"), ("2026-02-10", "no"), ("2026-04-01", "yes")):
        office.run(_Sent(IA_HDRAI, IA_DOM, day, outcome, frozen))
    data = papers.draft(office, "receiving-summary", DAY)
    (table,) = [each for each in data.sections[0].blocks if isinstance(each, Table)]
    assert table.rows == (
        ("1", "xã Ia Dom", "Đ", "K", "", "", "", "", "", "Chưa đạt", "10/02/2026"),
    )
    text = words_of(papers.pdf(data))
    assert "1 xã, phường; 0 xã, phường tự đánh giá đạt" in text
    assert "a: Không có tụ điểm" in text


def test_a_commune_judged_by_another_pack_is_not_said_to_have_sent_nothing(tmp_path: Path) -> None:
    office = new_office(tmp_path, kind="receiving")
    office.run(_Sent("q28-2025/commune-drug-free", HOANG_PHONG))
    office.run(_Sent(IA_HDRAI, IA_DOM))
    data = papers.draft(office, "receiving-summary", DAY)
    (table,) = [each for each in data.sections[0].blocks if isinstance(each, Table)]
    assert [(line[1], line[-2]) for line in table.rows] == [
        ("xã Hoằng Phong", "Đạt"),
        ("xã Ia Dom (theo bộ tiêu chí khác)", ""),
    ]
    assert "0 xã, phường chưa gửi số liệu" in words_of(papers.pdf(data))
    theirs = words_of(papers.pdf(papers.draft(office, "receiving-summary", DAY, pack=IA_HDRAI)))
    assert "xã Hoằng Phong (theo bộ tiêu chí khác)" in theirs


class _Sent:
    """A result that came in with a commune's bundle."""

    act = "criteria.assess"

    def __init__(
        self,
        pack: str,
        unit: str,
        day: str = "2026-02-10",
        outcome: str = "yes",
        frozen: str = "{}",
    ) -> None:
        self.unit = unit
        self.result: dict[str, Value] = {
            "pack": pack,
            "as_of": day,
            "outcome": outcome,
            "frozen": frozen,
        }

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        work.insert("assessments", self.result, unit=self.unit)


def test_a_receiving_office_without_results_prints_an_empty_table(tmp_path: Path) -> None:
    office = new_office(tmp_path, kind="receiving")
    assert "None" not in printed(office, "receiving-summary")
