"""Periodic reports: counted by hand, edited with a reason, frozen when signed, summed up above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.forms import FormData, Table
from sachmatuy_desktop.domain.reports import Before, days_named
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, NotAllowed, NotFound
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import VoidDocument
from sachmatuy_desktop.services.papers.reports import (
    IssueReport,
    Report,
    TypeReportFigure,
    WriteReportText,
    behind,
    changes_since,
    draft_report,
    due_reports,
    kinds_for,
    may_look,
    read_report,
    tasks_done,
)
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.facts import Question, opened
from tests.documents.pdf_reading import words_of
from tests.offices import (
    IA_DOM,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    new_office,
    remove,
    reopen,
)
from tests.plan_offices import adopt
from tests.report_offices import HALF, JUNE, PERIOD, half_a_year, issue_report
from tests.services.paper_offices import sign_as
from tests.sync.test_two_offices import carry, introduce

TODAY = JUNE.date()
WHY = "Công an huyện báo thêm một vụ"
DISTRICT, IA_TOI = "huyen-618@1", "xa-23538@1"


@pytest.fixture
def clock() -> TestClock:
    return TestClock(JUNE)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    opened_office = new_office(tmp_path / "xã", clock=clock)
    half_a_year(opened_office)
    yield opened_office
    opened_office.close()


def half(office: Office, period: str = PERIOD, as_of: date | None = None) -> Report:
    return read_report(office, HALF, period, as_of)


def counted(report: Report) -> dict[str, int | None]:
    return {each.figure.id: each.counted for each in report.told}


def printed(office: Office, report: Report) -> str:
    return words_of(papers.pdf(draft_report(office, report)))


def rows_of(data: FormData, section: int = 0) -> dict[str, tuple[str, ...]]:
    """The rows of a table by what they are about."""
    (table,) = [each for each in data.sections[section].blocks if isinstance(each, Table)]
    return {row[1]: row for row in table.rows}


def undo_last(office: Office) -> None:
    entry = office.queries.last_undoable()
    assert entry is not None
    office.run(Undo(entry.txn))


# -- figures --------------------------------------------------------------------------------------


def test_the_figures_of_a_small_commune_are_those_counted_by_hand(office: Office) -> None:
    told = counted(half(office))
    assert (told["nghien"], told["nghien-them"], told["nghien-ra"]) == (2, 1, 1)
    assert (told["tuyen-truyen"], told["nguoi-nghe"]) == (7, 150)
    assert told["vu-viec"] == 1
    assert (told["ho"], told["cam-ket"], told["cam-ket-ky"]) == (3, 2, 2)
    assert (told["kho-khan-neu"], told["kho-khan-xong"], told["kho-khan-con"]) == (1, 0, 1)
    assert told["tuan-tra"] is None  # a book never written in tells nothing rather than zero


def test_the_period_before_stands_beside_it_counted_the_same_way(office: Office) -> None:
    report = half(office)
    assert report.figure("nghien").before == Before(2)
    assert report.figure("tuyen-truyen").before == Before(1)  # one talk on 14 December
    assert report.figure("tuyen-truyen").change == 6
    assert counted(half(office, "2025-H2"))["tuyen-truyen"] == 1


def test_a_figure_is_the_very_fact_that_criteria_are_judged_by(office: Office) -> None:
    report = half(office)
    with opened(office.store) as books:
        for each in report.told:
            line = each.figure.line
            if line is None or not line.fact or each.counted is None:
                continue
            (fact,) = books.facts(Question((office.info.unit_id,), date(2026, 6, 14)), [line.fact])
            assert each.counted == fact.value, each.figure.id


def test_only_days_up_to_that_of_the_figures_count(office: Office) -> None:
    assert counted(half(office, as_of=date(2026, 3, 1)))["nghien-them"] == 0
    assert counted(half(office, as_of=date(2026, 3, 1)))["nguoi-nghe"] == 60
    with pytest.raises(BadInput):
        half(office, as_of=date(2025, 12, 14))


def test_behind_every_number_stand_as_many_records_as_it_says(office: Office) -> None:
    report = half(office)
    looked = 0
    for each in report.told:
        line = each.figure.line
        if not each.counted or (line and (line.sum or line.fact == "population")):
            continue
        found = behind(office, report, each)
        assert len(found.records) == each.counted, each.figure.id
        looked += 1
    assert looked >= 8
    talks = behind(office, report, report.figure("tuyen-truyen"))
    assert (talks.register, len(talks.records)) == ("propaganda", 2)


def test_lists_of_persons_are_behind_a_number_only_for_who_may_see_them(office: Office) -> None:
    report = half(office)
    clerk = sign_as(office, "clerk")
    assert not may_look(role("clerk"), report.figure("nghien").figure)
    with pytest.raises(NotAllowed):
        behind(clerk, report, report.figure("nghien"))
    assert behind(clerk, report, report.figure("tuyen-truyen")).records


def test_a_report_of_freely_chosen_days(office: Office) -> None:
    report = read_report(office, "dot-xuat", "2026-03-01..2026-06-13")
    told = counted(report)
    assert (told["vu-viec"], told["tuyen-truyen"], told["nghien-them"]) == (1, 0, 1)
    assert report.days.before.key == "2025-11-16..2026-02-28"
    assert "từ ngày 01/03/2026 đến ngày 13/06/2026" in printed(office, report)


@pytest.mark.parametrize("key", ["2026-H3", "2026-13", "năm nay", "2026-06-20..2026-06-01", ""])
def test_a_period_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        days_named(key)


def test_a_report_of_another_length_or_another_kind_of_office_is_refused(office: Office) -> None:
    with pytest.raises(BadInput):
        read_report(office, HALF, "2026-05")
    with pytest.raises(NotFound):
        read_report(office, "tong-hop-nam", "2026")


# -- edited numbers, words ------------------------------------------------------------------------


def test_an_edited_number_stands_marked_beside_the_counted_one_with_its_reason(
    office: Office,
) -> None:
    office.run(TypeReportFigure(HALF, PERIOD, "vu-viec", 2, WHY, counted=1))
    figure = half(office).figure("vu-viec")
    assert (figure.counted, figure.shown) == (1, 2)
    text = printed(office, half(office))
    assert "2 (*)" in text
    assert "(*) Vụ việc về ma túy phát hiện, xử lý trong kỳ: số nhập tay 2" in text
    assert f"số nhập tay 2; theo sổ: 1. Lý do: {WHY}." in text
    office.run(TypeReportFigure(HALF, PERIOD, "vu-viec", 3, "Báo lại", counted=1))
    assert office.queries.count("report_figures") == 1
    undo_last(office)
    assert half(office).figure("vu-viec").shown == 2
    office.run(TypeReportFigure(HALF, PERIOD, "vu-viec", None))
    assert half(office).figure("vu-viec").typed is None


def test_a_number_is_not_edited_without_a_reason(office: Office) -> None:
    with pytest.raises(BadInput) as wrong:
        office.run(TypeReportFigure(HALF, PERIOD, "vu-viec", 2, "  "))
    assert wrong.value.field == "why"
    for figure, value, period in (
        ("khong-co", 2, PERIOD),
        ("vu-viec", -1, PERIOD),
        ("vu-viec", 2, "2026"),
    ):
        with pytest.raises(BadInput):
            office.run(TypeReportFigure(HALF, period, figure, value, WHY))
    assert office.queries.count("report_figures") == 0


def test_who_may_not_write_papers_edits_nothing(office: Office) -> None:
    social = Session(office.store, office.queries, "Xem", role("social"))
    with pytest.raises(NotAllowed):
        execute(TypeReportFigure(HALF, PERIOD, "vu-viec", 2, WHY), social)


def test_words_are_proposed_by_the_books_and_written_by_the_official(office: Office) -> None:
    assert half(office).text("difficulties") == "Thiếu loa: Hai thôn chưa có loa"
    assert half(office).text("proposals") == "Đề nghị cấp loa cho hai thôn"
    office.run(
        WriteReportText(HALF, PERIOD, "assessment", "Tình hình ổn định.\nKhông có điểm nóng.")
    )
    office.run(WriteReportText(HALF, PERIOD, "difficulties", ""))
    report = half(office)
    assert report.text("difficulties") == ""  # the official has left it empty
    text = printed(office, report)
    assert "III. ĐÁNH GIÁ CHUNG Tình hình ổn định. Không có điểm nóng." in text
    assert "Không có khó khăn, vướng mắc được ghi trong kỳ." in text
    office.run(WriteReportText(HALF, PERIOD, "difficulties", None))
    assert half(office).text("difficulties") == "Thiếu loa: Hai thôn chưa có loa"


def test_a_half_made_report_survives_closing(tmp_path: Path, clock: TestClock) -> None:
    first = new_office(tmp_path / "xã", clock=clock)
    half_a_year(first)
    first.run(TypeReportFigure(HALF, PERIOD, "vu-viec", 2, WHY))
    first.run(WriteReportText(HALF, PERIOD, "next", "Tiếp tục rà soát."))
    opened_again = reopen(first)
    report = read_report(opened_again, HALF, PERIOD)
    assert (report.figure("vu-viec").shown, report.text("next")) == (2, "Tiếp tục rà soát.")
    opened_again.close()


# -- signed ---------------------------------------------------------------------------------------


def test_a_signed_report_is_frozen_and_later_changes_stand_beside_it(office: Office) -> None:
    office.run(TypeReportFigure(HALF, PERIOD, "tuyen-truyen", 9, "Đài huyện phát hai lượt"))
    document = issue_report(office)
    printed_then = papers.reprint(office, document)
    add(office, "incidents", kind="mua_ban", happened_on="2026-05-05")
    add(office, "propaganda", form="loa", held_on="2026-05-05", content="Ghi muộn")
    report = half(office)
    assert report.issued is not None
    assert report.issued.number == "01/BC-UBND"
    assert report.issued.figures["vu-viec"].shown == 1
    assert report.issued.figures["tuyen-truyen"].shown == 9
    changes = {
        each.signed.id: (each.signed.counted, each.told.counted) for each in changes_since(report)
    }
    assert changes == {"vu-viec": (1, 2), "tuyen-truyen": (7, 8)}
    assert papers.reprint(office, document) == printed_then


def test_the_next_period_is_held_against_what_was_signed(office: Office, clock: TestClock) -> None:
    office.run(TypeReportFigure(HALF, PERIOD, "tuyen-truyen", 9, "Đài huyện phát hai lượt"))
    issue_report(office)
    add(office, "propaganda", form="loa", held_on="2026-05-05", content="Ghi muộn")
    clock.advance(days=180)
    report = half(office, "2026-H2")
    assert report.figure("tuyen-truyen").before == Before(9, "01/BC-UBND")
    assert "Kỳ trước là số đã ký ở Báo cáo số 01/BC-UBND" in printed(office, report)


def test_a_report_whose_number_was_voided_is_not_issued_and_a_newer_one_counts(
    office: Office,
) -> None:
    first = issue_report(office)
    office.run(VoidDocument(first, "In nhầm"))
    assert half(office).issued is None
    issue_report(office)
    add(office, "incidents", kind="mua_ban", happened_on="2026-05-05")
    issue_report(office)
    issued = half(office).issued
    assert issued is not None
    assert (issued.number, issued.figures["vu-viec"].shown) == ("03/BC-UBND", 2)


def test_the_numbers_of_reports_run_on_with_the_other_reports_of_the_office(
    office: Office,
) -> None:
    issue_report(office)
    data = papers.draft(office, "self-assessment", TODAY)
    document = str(office.run(papers.IssueDocument("self-assessment", data)).result)
    assert office.queries.rows("documents", [document])[document]["number"] == "02/BC-UBND"


def test_the_head_signs_though_writing_is_not_theirs(office: Office) -> None:
    chair = sign_as(office, "chair")
    document = issue_report(chair)
    assert document


# -- due ------------------------------------------------------------------------------------------


def test_reports_are_due_by_the_printed_day_which_only_proposes(office: Office) -> None:
    dues = {(each.kind.id, each.days.key): each for each in due_reports(office, TODAY)}
    june = dues[HALF, PERIOD]
    assert (june.last_day, june.binds, june.issued) == (date(2026, 6, 14), False, None)
    assert not june.is_late(date(2026, 7, 1))
    assert dues["thang", "2026-05"].last_day == date(2026, 6, 4)
    assert (HALF, "2026-H2") not in dues
    issue_report(office)
    assert due_reports(office, TODAY)[-1].issued is not None


def test_an_adopted_plan_binds_and_the_issued_report_is_offered_as_its_proof(
    office: Office,
) -> None:
    adopt(office, day="2026-01-01")
    due = next(e for e in due_reports(office, TODAY) if (e.kind.id, e.days.key) == (HALF, PERIOD))
    assert (due.last_day, due.binds) == (date(2026, 6, 14), True)
    assert due.is_late(date(2026, 6, 15))
    (task,) = tasks_done(office, half(office))
    assert task.title == "Báo cáo kết quả 6 tháng"
    document = issue_report(office)
    office.run(papers.ProveByPaper(document, (task,)))
    assert not tasks_done(office, half(office))


def test_of_the_villages_reports_it_is_told_how_many_were_received(office: Office) -> None:
    village = office.queries.ids("villages")[0]
    add(office, "village_reports", village=village, month="2026-05", sent_on="2026-06-02")
    due = next(
        each for each in due_reports(office, TODAY) if each.days.key == "2026-05" and each.received
    )
    assert due.received == (1, 2)


# -- a village, difficulties ----------------------------------------------------------------------


def test_the_monthly_report_of_a_village_tells_no_number_of_one_or_two_persons(
    office: Office,
) -> None:
    village = office.queries.ids("villages")[0]
    report = read_report(office, "thang-khu-pho", "2026-03", village=village)
    assert counted(report)["nghien"] == 3
    report = read_report(office, "thang-khu-pho", "2026-06", village=village)
    assert (counted(report)["nghien"], counted(report)["nguoi-nghe"]) == (2, 90)
    rows = rows_of(draft_report(office, report))
    assert rows["Người nghiện ma túy"][3] == "dưới 3"
    assert rows["Lượt người được tuyên truyền"][3] == "90"
    text = printed(office, report)
    assert "THÔN 1" in text
    assert "dưới 3”: không ghi số cụ thể" in text
    with pytest.raises(BadInput):
        office.run(IssueReport(report, draft_report(office, report)))
    with pytest.raises(BadInput):
        read_report(office, "thang-khu-pho", "2026-06")


def test_the_report_of_difficulties_says_since_when_what_is_proposed_and_how_it_stands(
    office: Office,
) -> None:
    report = read_report(office, "vuong-mac", "2026-06-01..2026-06-14")
    data = draft_report(office, report)
    tables = [each for each in data.sections[0].blocks if isinstance(each, Table)]
    assert tables[0].rows == (
        (
            "1",
            "Thiếu loa: Hai thôn chưa có loa",
            "18/05/2026",
            "Đề nghị cấp loa cho hai thôn",
            "chưa giải quyết xong",
        ),
    )


@pytest.mark.parametrize("kind", ["thang", HALF, "nam", "dot-xuat", "vuong-mac", "thang-khu-pho"])
def test_no_report_names_anybody_on_the_books(office: Office, kind: str) -> None:
    period = {"thang": "2026-05", HALF: PERIOD, "nam": "2026", "thang-khu-pho": "2026-05"}
    village = office.queries.ids("villages")[0]
    key = period.get(kind, "2026-01-01..2026-06-14")
    text = printed(office, read_report(office, kind, key, village=village))
    assert "Lò Văn" not in text
    assert "Chủ hộ" not in text
    assert "{" not in text


def test_every_report_of_a_commune_prints_with_empty_books(
    tmp_path: Path, clock: TestClock
) -> None:
    empty = new_office(tmp_path / "trống", clock=clock)
    for kind in kinds_for(empty):
        if kind.place == "village":
            continue
        key = {"month": "2026-05", "half_year": PERIOD, "year": "2026"}.get(
            kind.every, "2026-06-01..2026-06-14"
        )
        report = read_report(empty, kind.id, key)
        assert all(each.counted in (None, 0) for each in report.told)
        assert "None" not in printed(empty, report)
    empty.close()


# -- above the communes ---------------------------------------------------------------------------


def test_few_persons_of_the_only_commune_that_has_sent_are_no_sum_to_be_told(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "một", IA_DOM, clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    half_a_year(commune)
    carry(commune, above, tmp_path / "một.smt")
    report = read_report(above, "tong-hop-sau-thang", PERIOD)
    assert counted(report)["nghien"] == 2
    data = draft_report(above, report)
    assert rows_of(data)["Người nghiện ma túy"][3] == "dưới 3"
    addicts = [each.figure.short for each in report.told if each.figure.short].index("Người nghiện")
    annex = rows_of(data, 1)
    assert (annex["xã Ia Dom"][addicts + 2], annex["Tổng cộng"][addicts + 2]) == ("", "dưới 3")
    of_itself = draft_report(commune, read_report(commune, "sau-thang", PERIOD))
    assert rows_of(of_itself)["Người nghiện ma túy"][3] == "2"
    for office in (commune, above):
        office.close()


def test_the_office_above_puts_together_what_two_communes_have_sent(
    tmp_path: Path, clock: TestClock
) -> None:
    first = new_office(tmp_path / "một", IA_DOM, clock=clock)
    second = new_office(tmp_path / "hai", IA_TOI, clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    for commune in (first, second):
        introduce(commune, above)
    half_a_year(first)
    village = add_village(second, "Thôn 9")
    for number in range(4):
        person = add_person(second, f"Hà Văn {number}", village)
        add(second, "episodes", person=person, category="nghien", from_date="2026-01-05")
    add_household(second, village, "Chủ hộ chín")
    add(second, "propaganda", form="loa", held_on="2026-05-01", content="Phát", sessions=5)
    add(second, "difficulties", subject="Thiếu kinh phí", level="tren", raised_on="2026-04-01",
        proposal="Đề nghị hỗ trợ")  # fmt: skip
    for number, commune in enumerate((first, second)):
        carry(commune, above, tmp_path / f"{number}.smt")
    report = read_report(above, "tong-hop-sau-thang", PERIOD)
    told = counted(report)
    assert (told["nghien"], told["tuyen-truyen"], told["ho"]) == (6, 12, 4)
    assert [each.name for each in report.communes] == ["xã Ia Dom", "xã Ia Tơi"]
    assert report.text("proposals").splitlines() == [
        "xã Ia Tơi: Đề nghị hỗ trợ",
        "xã Ia Dom: Đề nghị cấp loa cho hai thôn",
    ]
    data = draft_report(above, report)
    communes = rows_of(data, 1)
    columns = [each.figure.short for each in report.told if each.figure.short]
    addicts, talks = (columns.index(each) + 2 for each in ("Người nghiện", "Lượt tuyên truyền"))
    assert (communes["xã Ia Dom"][addicts], communes["xã Ia Tơi"][addicts]) == ("", "")
    assert communes["Tổng cộng"][addicts] == "6"  # so few in one of them: the sum alone is told
    assert [communes[each][talks] for each in ("xã Ia Dom", "xã Ia Tơi")] == ["7", "5"]
    text = words_of(papers.pdf(data))
    assert "Có 2 xã, phường; 2 xã, phường đã gửi số liệu." in text
    assert "Phụ lục III" in text
    assert "có xã, phường dưới 3 người nên chỉ ghi số chung" in text
    assert "Hà Văn" not in text
    found = behind(above, report, report.figure("nghien"))
    assert len(found.records) == 6
    assert len(behind(above, report, report.figure("nghien"), IA_TOI).records) == 4
    remove(second, "propaganda", second.queries.ids("propaganda")[0])
    for each in (first, second, above):
        each.close()
