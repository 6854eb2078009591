"""Forms are filled from the books, offered by the law of the day, issued without naming anybody."""

from __future__ import annotations

import shutil
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.forms import FieldSpec, FormData, FormHead
from sachmatuy_desktop.domain.forms.row_tables import table_of
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.packs.form_families import (
    fillable_families,
    fillable_forms,
    form_of_law,
    type_of,
)
from sachmatuy_desktop.packs.forms import family, load_form
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.filling import fitted
from sachmatuy_desktop.services.papers.sources import SOURCES, Day, Word
from sachmatuy_desktop.storage.conditions import Where
from tests.documents.pdf_reading import read, words_of
from tests.filled_offices import DAY, NAME, OLD_DAY, filled_office, managed_person
from tests.offices import add, edit, remove, row
from tests.services.paper_offices import sign_as

DECISION = "163-iii-04"
SUMMARY = "163-iii-05"
STATEMENT = "163-iii-03"
ROSTER = "163-iii-10"
FORMS = [form for each in fillable_families() for form in family(each.id)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return filled_office(tmp_path)


@pytest.fixture
def person(office: Office) -> RecordId:
    return managed_person(office)


def printed(office: Office, filling: papers.Filling) -> str:
    return words_of(papers.pdf(papers.compose_filling(office, filling)))


# -- heads ---------------------------------------------------------------------------------------


def test_the_head_of_a_form_tells_what_the_whole_form_tells() -> None:
    heads = fillable_forms().heads
    assert [each.id for each in heads] == FORMS
    for head in heads:
        whole = load_form(head.id)
        told = {item.name: getattr(whole, item.name) for item in fields(FormHead)}
        assert head == FormHead(**told)


def test_one_damaged_form_is_named_and_keeps_none_of_the_others_back(
    office: Office, person: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources_folder(), tmp_path / "resources")
    file = tmp_path / "resources" / "forms" / "nd-163-2026" / f"{STATEMENT}.toml"
    file.write_text("format = 1\nid = ", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    fillable_forms.cache_clear()
    try:
        offered = [each.id for each in papers.forms_about(office, "people", DAY)]
        (told,) = papers.damaged_forms()
        with pytest.raises(KnownError, match=r"163-iii-03\.toml"):
            papers.fill_law_form(office, "PL III-03", person, DAY)
    finally:
        fillable_forms.cache_clear()
    assert STATEMENT not in offered
    assert DECISION in offered
    assert f"{STATEMENT}.toml" in str(told)


# -- what must be filled --------------------------------------------------------------------------


def test_of_places_that_stand_for_each_other_one_must_be_filled(
    office: Office, person: RecordId
) -> None:
    filling = papers.fill(office, DECISION, person, DAY)
    homes = ("noi_thuong_tru_tam_tru", "noi_o_hien_tai")
    assert not filling.lacking & set(homes)
    for name in homes:
        filling = filling.with_typed(name, None)
    assert filling.lacking >= set(homes)
    labels = [spec.label for spec in filling.missing]
    assert labels.count("Nơi thường trú, tạm trú hoặc nơi ở hiện tại") == 1
    assert not filling.with_typed(homes[1], "Thôn 1").lacking & set(homes)


@pytest.mark.parametrize(
    ("form", "place", "titles", "first"),
    [
        ("163-iii-06", "tl_khac", ("STT", "Tên tài liệu", "Số, ngày, tháng"), 5),
        ("163-v-21", "nguoi_dang_ky", ("TT", "Họ và tên", "Ngày, tháng, năm sinh"), 1),
        (ROSTER, "dang_quan_ly", ("TT", "Họ tên", "Số định danh cá nhân"), 1),
        (DECISION, "ho_ten", (), 1),
    ],
)
def test_a_table_to_fill_is_headed_and_counts_as_the_form_does(
    form: str, place: str, titles: tuple[str, ...], first: int
) -> None:
    table = table_of(load_form(form), place)
    assert table.titles[:3] == titles
    assert table.first == first
    assert table.numbered == bool(titles)


# -- from the books -------------------------------------------------------------------------------


def test_every_name_a_form_asks_the_books_for_is_known_there() -> None:
    asked = {spec.origin: form for form in FORMS for spec in load_form(form).fields}
    assert {name: form for name, form in asked.items() if name and name not in SOURCES} == {}


def test_a_form_is_filled_with_what_the_books_say_of_the_person(
    office: Office, person: RecordId
) -> None:
    known = papers.fill(office, DECISION, person, DAY).known
    assert known["ho_ten"] == NAME
    assert known["gioi_tinh"] == "nam"
    assert known["ngay_sinh"] == "1990-03-05"
    assert known["so_dinh_danh"] == "062090999111"
    assert known["ngay_cap"] == "2021-05-01"
    assert known["noi_thuong_tru_tam_tru"] == "Thôn 1, xã Ia Dom"
    assert known["ngay_xet_nghiem"] == "2026-07-08"
    assert known["to_truong"] == "Trần Thị Mẫu, Hội Phụ nữ"


def test_the_summary_of_life_takes_words_of_lists_as_boxes(
    office: Office, person: RecordId
) -> None:
    known = papers.fill(office, SUMMARY, person, DAY).known
    assert known["loai_ma_tuy"] == ("heroine", "ats")
    assert known["da_cai_nghien"] == "khong"
    assert known["loan_than"] == "khong"
    assert known["co_ton_giao"] == "khong"
    assert known["dan_toc_khac"] == "Ba Na"
    assert known["qd_xu_ly_3"] == "QĐ 3"
    assert known["qd_xu_ly_khac"] == "QĐ 4\nQĐ 5"
    assert "so_lan_cai_nghien" not in known


def test_a_later_decision_is_named_by_its_parts(office: Office, person: RecordId) -> None:
    known = papers.fill(office, "163-iii-07", person, DAY).known
    assert (known["qd_quan_ly_so"], known["qd_quan_ly_ngay"]) == ("12", "2026-07-10")
    assert known["qd_quan_ly_ky_hieu"] == "CAX"
    before = papers.fill(office, "163-iii-07", person, date(2026, 7, 9)).known
    assert "qd_quan_ly_so" not in before


def test_the_police_issue_under_their_own_head_and_the_committee_under_its(
    office: Office, person: RecordId
) -> None:
    police = papers.fill(office, DECISION, person, DAY).known
    assert police["ky_hieu_co_quan"] == "CAX"
    assert "CÔNG AN XÃ IA DOM" in printed(office, papers.fill(office, DECISION, person, DAY))
    committee = papers.fill(office, "163-v-53", person, DAY)
    assert "ỦY BAN NHÂN DÂN" in printed(office, committee)


def test_the_list_of_users_has_who_is_managed_and_who_left(
    office: Office, person: RecordId
) -> None:
    gone = managed_person(office, "Vi Văn Rời")
    (episode,) = office.queries.ids("episodes", [Where("person", "=", gone)])
    edit(office, "episodes", episode, until_date="2026-08-01", end_reason="chuyển đi")
    filling = papers.fill(office, ROSTER, None, DAY)
    text = printed(office, filling)
    managed, removed = filling.known["dang_quan_ly"], filling.known["loai_khoi_danh_sach"]
    assert isinstance(managed, tuple)
    assert isinstance(removed, tuple)
    assert [line[:2] for line in managed] == [(1, NAME)]
    assert [line[:2] for line in removed] == [(1, "Vi Văn Rời")]
    assert "062090999111" in text.replace(" ", "")
    assert "05/08/2026" in text


def test_a_period_typed_anew_counts_the_list_anew(office: Office, person: RecordId) -> None:
    gone = managed_person(office, "Vi Văn Rời")
    (episode,) = office.queries.ids("episodes", [Where("person", "=", gone)])
    edit(office, "episodes", episode, until_date="2026-07-20", end_reason="chuyển đi")
    filling = papers.fill(office, ROSTER, None, DAY)
    typed = filling.with_typed("den_ngay", "2026-07-15").with_typed("tu_ngay", "2026-07")
    counted = papers.refilled(office, typed, None, DAY)
    assert [line[1] for line in counted.known["dang_quan_ly"]] == [NAME, "Vi Văn Rời"]  # type: ignore[union-attr]
    assert "loai_khoi_danh_sach" not in counted.known
    assert (counted.known["tu_ngay"], counted.known["den_ngay"]) == ("2026-07-01", "2026-07-15")
    month = papers.refilled(office, filling.with_typed("den_ngay", "2026-07"), None, DAY)
    assert month.known["den_ngay"] == "2026-07-31"
    assert [line[1] for line in month.known["loai_khoi_danh_sach"]] == ["Vi Văn Rời"]  # type: ignore[union-attr]
    with pytest.raises(BadInput, match="kết thúc trước khi bắt đầu"):
        papers.refilled(office, filling.with_typed("tu_ngay", "2027"), None, DAY)


def test_whoever_prints_the_list_says_what_for_and_decides_about_its_mark(
    office: Office, person: RecordId
) -> None:
    filling = papers.fill(office, ROSTER, None, DAY)
    assert "LƯU HÀNH NỘI BỘ" not in printed(office, filling)
    terms = papers.PrintTerms("Họp giao ban", copy=2, copies=3, marked=True)
    marked = words_of(papers.pdf(papers.compose_filling(office, filling, terms=terms)))
    assert "LƯU HÀNH NỘI BỘ" in marked
    assert "02/03" in marked
    for page in read(papers.pdf(papers.compose_filling(office, filling, terms=terms))):
        assert f"{office.info.account_name} · " in " ".join(page.text.split())
    note = papers.note_print(filling, terms)
    assert note is not None
    assert note.why.endswith("bản số 02/03; mục đích: Họp giao ban")
    for lacking in (None, papers.PrintTerms("  ")):
        with pytest.raises(BadInput):
            papers.note_print(filling, lacking)
    with pytest.raises(BadInput):
        papers.PrintTerms("Họp", copy=3, copies=2)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("text", Word("nam", "Nam"), "Nam"),
        ("text", Day("1990-03"), "3/1990"),
        ("short_date", Day("1990"), "1990"),
        ("short_date", "năm ngoái", None),
        ("number", "7", 7),
        ("number", "bảy", None),
        ("choice", Word("bo", "Bố"), "cha"),
        ("choice", "khác", None),
        ("multi", (Word("cha", "Cha"), Word("x", "Y")), ("cha",)),
        ("list", "một dòng", ("một dòng",)),
        ("long", ("một", "hai"), "một\nhai"),
        ("moment", "08:30", None),
        ("text", None, None),
    ],
)
def test_what_the_books_say_goes_into_a_place_of_its_kind(
    kind: str, given: object, value: object
) -> None:
    spec = FieldSpec("x", "X", kind, False, "", {"cha": "Bố"})  # type: ignore[arg-type]
    got = fitted(spec, given)  # type: ignore[arg-type]
    assert got == value if value != "3/1990" else got in ("3/1990", "03/1990")


# -- typed words ----------------------------------------------------------------------------------


def test_typed_words_stay_when_the_day_or_the_person_changes(
    office: Office, person: RecordId
) -> None:
    typed = papers.fill(office, DECISION, person, DAY).with_typed("tom_tat_hanh_vi", "Tại nhà.")
    other = managed_person(office, "Vi Văn Khác")
    moved = papers.refilled(office, typed, other, date(2026, 8, 6))
    assert moved.values["tom_tat_hanh_vi"] == "Tại nhà."
    assert moved.values["ho_ten"] == "Vi Văn Khác"
    assert moved.day == date(2026, 8, 6)


def test_a_place_typed_empty_is_empty_whatever_the_books_say(
    office: Office, person: RecordId
) -> None:
    filling = papers.fill(office, DECISION, person, DAY).with_typed("ho_ten", None)
    assert "ho_ten" in {spec.name for spec in filling.missing}
    assert filling.untyped("ho_ten").values["ho_ten"] == NAME
    with pytest.raises(BadInput):
        filling.with_typed("khong_co", "x")


def test_typing_changes_no_record(office: Office, person: RecordId) -> None:
    before = row(office, "people", person)
    filling = papers.fill(office, DECISION, person, DAY).with_typed("ho_ten", "Tên Khác")
    office.run(papers.issue_filling(office, filling))
    assert row(office, "people", person) == before


def test_the_blank_form_prints_with_notes_and_nothing_else(
    office: Office, person: RecordId
) -> None:
    filling = papers.fill(office, DECISION, person, DAY)
    data = papers.compose_filling(office, filling.blank, notes=True)
    text = words_of(papers.pdf(data))
    assert "Mẫu số 04" in text
    assert NAME not in text
    assert "Mẫu số 04" not in printed(office, filling)
    assert papers.note_print(filling.blank) is None


# -- which forms ----------------------------------------------------------------------------------


def test_the_law_of_the_day_decides_which_forms_are_offered(office: Office) -> None:
    new = {each.id for each in papers.forms_about(office, "people", DAY)}
    old = {each.id for each in papers.forms_about(office, "people", OLD_DAY)}
    assert DECISION in new
    assert "105-07" in old
    assert not any(each.startswith("105-") for each in new)
    assert not any(each.startswith("163-") for each in old)


def test_a_form_of_another_time_is_refused_with_its_days(office: Office, person: RecordId) -> None:
    with pytest.raises(BadInput) as refused:
        papers.fill(office, DECISION, person, OLD_DAY)
    assert "01/7/2026" in str(refused.value.values) or "01/07/2026" in str(refused.value.values)


@pytest.mark.parametrize("role", ["clerk", "village", "chair", "viewer"])
def test_who_may_not_see_the_lists_is_offered_no_form_about_a_person(
    office: Office, person: RecordId, role: str
) -> None:
    sign_as(office, role)
    assert papers.forms_about(office, "people", DAY) == []
    assert not any(each.people for each in papers.forms_to_fill(office, DAY))
    with pytest.raises(NotAllowed):
        papers.fill(office, DECISION, person, DAY)


def test_a_record_that_is_gone_is_not_filled_in(office: Office) -> None:
    bare = add(office, "people", full_name="Không Còn", birth="1990")
    remove(office, "people", bare)
    with pytest.raises(NotFound):
        papers.fill(office, DECISION, bare, DAY)


def test_forms_are_chosen_by_the_key_of_the_law(office: Office, person: RecordId) -> None:
    assert papers.fill_law_form(office, "PL III-04", person, DAY).form.id == DECISION
    assert papers.fill_law_form(office, "N105-07", person, OLD_DAY).form.id == "105-07"
    with pytest.raises(NotFound):
        papers.fill_law_form(office, "PL IX-99", person, DAY)


def test_every_form_that_a_step_of_the_law_names_can_be_begun(
    office: Office, person: RecordId
) -> None:
    """By the official form, or by a text in its place."""
    book = law_book()
    steps = [each for each in book.transitions if each.form]
    begun = {}
    for step in steps:
        day = max(step.valid_from, date(2022, 1, 1))
        filling = papers.fill_law_form(office, step.form, person, day, step.source, step.who)
        begun[step.id] = filling
        assert papers.compose_filling(office, filling).sections
        known = form_of_law(step.form, day.isoformat())
        assert bool(filling.stands_for) == (known is None)
    assert any(each.stands_for for each in begun.values())


def test_a_missing_form_is_a_plain_text_under_its_title_marked_on_the_draft_alone(
    office: Office, person: RecordId
) -> None:
    assert form_of_law("PL I-02", DAY.isoformat()) is None
    source = "Luật 120/2025/QH15 Điều 28; NĐ 163/2026/NĐ-CP Điều 9"
    filling = papers.fill_law_form(office, "PL I-02", person, DAY, source, "Trưởng Công an cấp xã")
    draft = " ".join(printed(office, filling).split())
    assert "QUYẾT ĐỊNH Áp dụng biện pháp giám sát điện tử" in draft
    assert "Căn cứ Luật 120/2025/QH15 Điều 28;" in draft
    assert "chưa có mẫu chính thức" in draft
    filled = filling.with_typed("noi_dung_soan", "Điều 1. Nội dung.")
    document = str(office.run(papers.issue_filling(office, filled)).result)
    issued = words_of(papers.reprint(office, document))
    assert "chưa có mẫu chính thức" not in issued
    assert row(office, "documents", document)["number"] == "01/QĐ-CAX"


def test_the_kind_of_a_paper_is_read_from_its_name() -> None:
    told = [type_of(title) for title in ("Quyết định áp dụng", "Biên bản tháo", "Chuyện khác")]
    assert [each and (each.name, each.code) for each in told] == [
        ("Quyết định", "QĐ"),
        ("Biên bản", "BB"),
        None,
    ]


# -- issuing --------------------------------------------------------------------------------------


def issue(office: Office, form: str, person: RecordId, day: date = DAY) -> RecordId:
    filling = papers.fill(office, form, person, day)
    return str(office.run(papers.issue_filling(office, filling)).result)


def test_the_book_names_nobody_and_points_at_the_person(office: Office, person: RecordId) -> None:
    line = row(office, "documents", issue(office, DECISION, person))
    assert line["number"] == "01/QĐ-CAX"
    assert line["issued_on"] == DAY.isoformat()
    assert line["person"] == person
    open_words = " ".join(str(line[each]) for each in ("title", "recipients", "number", "signer"))
    assert NAME not in open_words
    assert NAME in words_of(papers.reprint(office, str(line["id"])))


def test_recipients_that_name_the_person_are_told_without_the_name(
    office: Office, person: RecordId
) -> None:
    line = row(office, "documents", issue(office, "163-v-56", person))
    assert NAME not in str(line["recipients"])
    assert "Người có tên trong văn bản" in str(line["recipients"])


def test_the_police_and_the_committee_number_apart(office: Office, person: RecordId) -> None:
    forms = (DECISION, "163-v-53", "163-iii-09", "163-v-53")
    lines = [row(office, "documents", issue(office, each, person)) for each in forms]
    assert [each["number"] for each in lines] == [
        "01/QĐ-CAX",
        "01/QĐ-UBND",
        "02/QĐ-CAX",
        "02/QĐ-UBND",
    ]


def test_a_decision_taken_without_a_number_gets_that_of_its_paper(
    office: Office, person: RecordId
) -> None:
    decision = add(
        office, "decisions", person=person, kind="dung", number="?", signed_on=DAY.isoformat()
    )
    waiting = {"number": None, "form": "PL III-08"}
    with office.store.begin(Act("training.fill", "Máy")) as work:
        work.update("decisions", decision, waiting)
        work.commit()
    document = issue(office, "163-iii-08", person)
    number = row(office, "documents", document)["number"]
    assert row(office, "decisions", decision)["number"] == number == "01/QĐ-CAX"
    issue(office, "163-iii-08", person)
    assert row(office, "decisions", decision)["number"] == number


def test_a_paper_that_the_person_signs_bears_no_number(office: Office, person: RecordId) -> None:
    filling = papers.fill(office, STATEMENT, person, DAY)
    with pytest.raises(BadInput):
        office.run(papers.issue_filling(office, filling))
    note = papers.note_print(filling)
    assert note is not None
    office.run(note)
    told = office.queries.journal(limit=1)[0]
    assert told.why == "Bản tường trình"


def test_who_may_not_see_the_lists_reprints_no_paper_about_a_person(
    office: Office, person: RecordId
) -> None:
    document = issue(office, DECISION, person)
    data = FormData.from_json(str(row(office, "documents", document)["frozen"]))
    sign_as(office, "clerk")
    assert not papers.may_see(office.session, data)
    with pytest.raises(NotAllowed):
        papers.reprint(office, document)
    with pytest.raises(NotAllowed):
        papers.papers_of(office.session, person)


def test_the_papers_of_a_person_are_told_with_the_newest_first(
    office: Office, person: RecordId
) -> None:
    first = issue(office, DECISION, person, date(2026, 8, 1))
    second = issue(office, "163-iii-09", person)
    issue(office, DECISION, managed_person(office, "Vi Văn Khác"))
    office.run(papers.VoidDocument(first, "ghi nhầm"))
    told = papers.papers_of(office.session, person)
    assert [(each.id, each.void) for each in told] == [(second, False), (first, True)]
    assert all(NAME not in each.title for each in told)


def test_a_person_with_an_issued_paper_is_merged_rather_than_removed(
    office: Office, person: RecordId
) -> None:
    twin = add(office, "people", full_name=NAME, birth="1990", sex="nam")
    document = issue(office, DECISION, twin)
    with pytest.raises(Conflict):
        remove(office, "people", twin)
    office.run(MergeRecords("people", person, twin))
    assert [each.id for each in papers.papers_of(office.session, person)] == [document]
    assert papers.reprint(office, document)


# -- many at once ---------------------------------------------------------------------------------


def test_one_form_for_many_persons_is_one_file(
    office: Office, person: RecordId, tmp_path: Path
) -> None:
    other = managed_person(office, "Vi Văn Khác")
    heard: list[tuple[int, int]] = []
    out = tmp_path / "ban-tuong-trinh.pdf"
    pages = papers.print_forms(
        office, STATEMENT, [person, other], DAY, out, lambda *each: heard.append(each)
    )
    text = words_of(out.read_bytes())
    assert pages >= 2
    assert text.index(NAME) < text.index("Vi Văn Khác")
    assert heard == [(0, 2), (1, 2)]
    assert office.queries.journal(limit=1)[0].why == "Bản tường trình: 2 người"


def test_stopping_leaves_no_file(office: Office, person: RecordId, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise KnownError("thôi")

    out = tmp_path / "dung.pdf"
    with pytest.raises(KnownError):
        papers.print_forms(office, STATEMENT, [person] * 3, DAY, out, stop)
    assert not out.exists()
    with pytest.raises(NotFound):
        papers.print_forms(office, STATEMENT, [], DAY, out)
