"""The papers of a month of action: as the books fill them, issued, sent up, put together above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.forms import FormData, Table
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import IssueDocument
from sachmatuy_desktop.services.plans import NewProof, RecordResult
from sachmatuy_desktop.services.plans.campaign import (
    PLAN_FORM,
    RESULT_FORM,
    SUMMARY_FORM,
    TypeFigure,
)
from sachmatuy_desktop.services.plans.campaign_papers import communes_below
from tests.action_months import JULY, MAY, THEME, a_month_of_work, month_of, start
from tests.documents.pdf_reading import words_of
from tests.offices import (
    IA_DOM,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    new_office,
)
from tests.sync.test_two_offices import carry, introduce

DISTRICT = "huyen-618@1"
IA_TOI = "xa-23538@1"
DAY = JULY.date()


@dataclass
class Offices:
    """Two communes and the office above them, under one clock."""

    first: Office
    second: Office
    above: Office
    clock: TestClock
    stick: Path

    def up(self, *communes: Office) -> None:
        """What the communes have goes up."""
        for number, commune in enumerate(communes):
            carry(commune, self.above, self.stick / f"{number}-{self.clock.now():%f}.smt")


@pytest.fixture
def offices(tmp_path: Path, clock: TestClock) -> Iterator[Offices]:
    first = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    second = new_office(tmp_path / "xã hai", IA_TOI, clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    for commune in (first, second):
        introduce(commune, above)
    yield Offices(first, second, above, clock, tmp_path)
    for office in (first, second, above):
        office.close()


@pytest.fixture
def clock() -> TestClock:
    return TestClock(MAY)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    opened = new_office(tmp_path / "một xã", clock=clock)
    yield opened
    opened.close()


def printed(office: Office, form: str, day: date = DAY, **choices: object) -> str:
    return words_of(papers.pdf(papers.draft(office, form, day, **choices)))


def table_of(data: FormData, section: int = 0) -> dict[str, tuple[str, ...]]:
    """The rows of the table by what they are about."""
    (table,) = [each for each in data.sections[section].blocks if isinstance(each, Table)]
    return {row[1]: row for row in table.rows}


def issue(office: Office, form: str, day: date = DAY) -> str:
    """Issue a paper and write down that it was sent the same day; the document's id."""
    data = papers.draft(office, form, day)
    document = str(office.run(IssueDocument(form, data)).result)
    task = month_of(office).task_of(form)
    assert task is not None
    today = date.fromisoformat(office.clock.today())
    proof = NewProof("documents", document)
    office.run(
        RecordResult(task=task.id, opening="once", done_on=today, paper=document, proofs=(proof,))
    )
    return document


# -- one office -----------------------------------------------------------------------------------


def test_the_papers_are_offered_once_a_month_was_begun(office: Office) -> None:
    def offered() -> set[str]:
        return {each.id for each in papers.forms_for(office)}

    assert not {PLAN_FORM, RESULT_FORM} & offered()
    with pytest.raises(NotFound):
        papers.draft(office, PLAN_FORM, DAY)
    start(office)
    assert {PLAN_FORM, RESULT_FORM} <= offered()
    assert SUMMARY_FORM not in offered()
    with pytest.raises(BadInput):
        papers.draft(office, SUMMARY_FORM, DAY)


def test_the_plan_tells_theme_days_tasks_and_to_whom_by_when(office: Office) -> None:
    start(office, document="1500/KH-UBND", document_on=date(2027, 5, 27))
    told = printed(office, PLAN_FORM)
    assert "Thực hiện Kế hoạch số 1500/KH-UBND ngày 27/05/2027 về việc triển khai" in told
    assert (
        f"(từ ngày 01 tháng 6 năm 2027 đến ngày 30 tháng 6 năm 2027 với chủ đề “{THEME}”)" in told
    )
    assert "Hội nghị nói chuyện chuyên đề" in told
    assert "báo cáo Công an tỉnh" in told
    assert "trước ngày 04 tháng 7 năm 2027" in told
    assert "Kinh phí thực hiện Tháng hành động" in told
    assert "Phiên tòa điểm" not in told  # not a commune's work
    assert "diện giáo dục tại xã" not in told  # ended by the law of 2025
    assert "2024" not in told


def test_the_report_fills_itself_from_the_books_and_names_nobody(
    office: Office, clock: TestClock
) -> None:
    clock.moment = JULY
    start(office)
    a_month_of_work(office)
    data = papers.draft(office, RESULT_FORM, DAY)
    rows = table_of(data)
    #                                                        ĐVT      số   người tài liệu
    assert rows["Hội nghị nói chuyện chuyên đề"][2:] == ("buổi", "3", "200", "250")
    assert rows["Hộ dân"][2:] == ("hộ", "3", "–", "–")
    assert rows["Người sau cai nghiện"][2:] == ("người", "1", "–", "–")
    assert rows["Tuần tra tại tuyến, địa bàn trọng điểm"][2:] == ("lượt", "", "–", "–")
    told = words_of(papers.pdf(data))
    assert "Thiếu loa: Hai thôn chưa có loa." in told
    assert "Đề nghị cấp loa cho hai thôn." in told
    assert "Số liệu tính đến hết ngày 30 tháng 6 năm 2027:" in told
    assert "Mẫu" not in told
    assert "Chủ hộ" not in told


def test_a_report_within_the_month_counts_to_its_day(office: Office, clock: TestClock) -> None:
    clock.moment = JULY
    start(office)
    a_month_of_work(office)
    rows = table_of(papers.draft(office, RESULT_FORM, date(2027, 6, 12)))
    assert rows["Hội nghị nói chuyện chuyên đề"][3:] == ("1", "120", "200")


def test_typed_numbers_are_marked_beside_the_counted_ones(office: Office, clock: TestClock) -> None:
    clock.moment = JULY
    plan = start(office)
    a_month_of_work(office)
    office.run(TypeFigure(plan, "xet-xu", "count", 1, "Tòa án nhân dân khu vực thông báo."))
    office.run(TypeFigure(plan, "chuyen-de", "people", 260, "Đoàn xã báo thêm"))
    data = papers.draft(office, RESULT_FORM, DAY)
    rows = table_of(data)
    assert rows["Phiên tòa điểm, xét xử lưu động"][3] == "1 (*)"
    assert rows["Hội nghị nói chuyện chuyên đề"][3:] == ("3", "260 (*)", "250")
    told = words_of(papers.pdf(data))
    assert "260 là số nhập tay, trong sổ: 200. Nguồn: Đoàn xã báo thêm." in told
    assert "1 là số nhập tay, trong sổ: 0. Nguồn: Tòa án nhân dân khu vực thông báo." in told


def test_an_issued_report_prints_the_same_after_the_books_moved_on(
    office: Office, clock: TestClock
) -> None:
    clock.moment = JULY
    start(office)
    a_month_of_work(office)
    plan = issue(office, PLAN_FORM)
    report = issue(office, RESULT_FORM)
    numbers = office.queries.rows("documents", [plan, report])
    assert numbers[plan]["number"] == "01/KH-UBND"
    assert numbers[report]["number"] == "01/BC-UBND"
    before = papers.reprint(office, report)
    add(office, "trainings", topic="Ghi muộn", held_on="2027-06-16", attendance=9)
    assert papers.reprint(office, report) == before
    assert "đã ban hành Kế hoạch số 01/KH-UBND ngày 02/07/2027" in words_of(before)


def test_the_paper_proves_the_task(office: Office, clock: TestClock) -> None:
    clock.moment = JULY
    start(office)
    document = issue(office, RESULT_FORM)
    task = month_of(office).task_of(RESULT_FORM)
    assert task is not None
    (result,) = task.results
    assert result.paper == document
    assert [each.record for each in result.proofs] == [document]


# -- the communes below ---------------------------------------------------------------------------


def test_the_office_above_sees_who_has_sent_what_and_what_they_did(offices: Offices) -> None:
    for office in (offices.first, offices.above):
        start(office)
    offices.clock.moment = JULY
    a_month_of_work(offices.first)
    add(offices.second, "propaganda", form="hoi_nghi", held_on="2027-06-09", content="Nói chuyện",
        reached=50)  # fmt: skip
    issue(offices.first, PLAN_FORM)
    offices.up(offices.first, offices.second)
    lines = communes_below(offices.above, month_of(offices.above), DAY)
    dom, toi = sorted(lines, key=lambda each: each.campaign is None)
    assert dom.sent_on(PLAN_FORM) == DAY
    assert dom.has(PLAN_FORM)
    assert not dom.has(RESULT_FORM)
    assert (toi.campaign, toi.has(PLAN_FORM)) == (None, False)
    counts = {
        each.unit: {figures.line.id: figures.count.shown for figures in each.figures}
        for each in lines
    }
    assert counts[IA_DOM]["chuyen-de"] == 3
    assert counts[IA_TOI]["chuyen-de"] == 1
    assert counts[IA_DOM]["cam-ket-ho"] == 3
    assert counts[IA_TOI]["cam-ket-ho"] is None  # its book was never written in
    assert dom.difficulties == ("Thiếu loa",)


def test_the_report_above_adds_up_and_hides_few_persons(offices: Offices) -> None:
    for office in (offices.first, offices.second, offices.above):
        start(office)
    offices.clock.moment = JULY
    a_month_of_work(offices.first)
    home = add_village(offices.second)
    for number in ("một", "hai", "ba", "bốn"):
        person = add_person(offices.second, f"Người {number}", home)
        add(offices.second, "commitments", kind="nguoi_sau_cai", person=person, outcome="da_ky",
            signed_on="2027-06-11")  # fmt: skip
    household = add_household(offices.second, home)
    add(offices.second, "commitments", kind="ho_gia_dinh", household=household, outcome="da_ky",
        signed_on="2027-06-15")  # fmt: skip
    plan = month_of(offices.second).plan.id
    offices.second.run(TypeFigure(plan, "luu-dong", "count", 7, "Sổ giấy của Đoàn xã"))
    issue(offices.second, RESULT_FORM)
    offices.up(offices.first, offices.second)

    data = papers.draft(offices.above, SUMMARY_FORM, DAY)
    sums = table_of(data)
    assert sums["Hộ dân"][3] == "4"
    assert sums["Người sau cai nghiện"][3] == "5"
    assert sums["Tuyên truyền lưu động, diễu hành cổ động"][3] == "7"
    annex = table_of(data, 1)
    dom, toi, total = annex["xã Ia Dom"], annex["xã Ia Tơi"], annex["Tổng cộng"]
    columns = [each.title for block in data.sections[1].blocks if isinstance(block, Table)
               for each in block.columns]  # fmt: skip
    households = columns.index("Hộ dân ký cam kết")
    assert (dom[households], toi[households], total[households]) == ("3", "1", "4")
    after = columns.index("Người sau cai ký cam kết")
    assert (dom[after], toi[after], total[after]) == ("", "", "5")  # one person at Ia Dom
    talks = columns.index("Lưu động, diễu hành (buổi)")
    assert toi[talks] == "7 (*)"
    told = words_of(papers.pdf(data))
    assert "2 xã, phường đã mở Tháng hành động; 0 xã, phường đã có kế hoạch; 1 xã" in told
    assert "Chưa có báo cáo kết quả: xã Ia Dom." in told
    assert "xã Ia Dom: Thiếu loa." in told
    assert "Nguồn: Sổ giấy của Đoàn xã." in told
    assert "có nơi dưới 3 người" in told
    assert "Người một" not in told


def test_one_person_of_the_only_commune_that_has_sent_is_no_sum_to_be_told(
    offices: Offices,
) -> None:
    for office in (offices.first, offices.above):
        start(office)
    offices.clock.moment = JULY
    a_month_of_work(offices.first)
    offices.up(offices.first)
    data = papers.draft(offices.above, SUMMARY_FORM, DAY)
    assert table_of(data)["Người sau cai nghiện"][3] == "dưới 3"
    columns = [each.title for block in data.sections[1].blocks if isinstance(block, Table)
               for each in block.columns]  # fmt: skip
    after = columns.index("Người sau cai ký cam kết")
    annex = table_of(data, 1)
    assert (annex["xã Ia Dom"][after], annex["Tổng cộng"][after]) == ("", "dưới 3")
    own = papers.draft(offices.first, RESULT_FORM, DAY)
    assert table_of(own)["Người sau cai nghiện"][3] == "1"


def test_the_report_above_is_issued_and_does_its_task(offices: Offices) -> None:
    start(offices.above)
    offices.clock.moment = datetime(2027, 7, 6, 8, 0, tzinfo=VIETNAM)
    offices.up(offices.first)
    document = issue(offices.above, SUMMARY_FORM)
    assert offices.above.queries.rows("documents", [document])[document]["state"] == "issued"
    task = month_of(offices.above).task_of(SUMMARY_FORM)
    assert task is not None
    assert task.rows.done
