"""The papers of plans, drafted from real books: who is named where, what counts, what travels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.forms import Fields, FormData, Paragraph, Table
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.yearly import Key, Section
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.forms import load_review_words
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import ProveByPaper, provable
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.plan_words import period_named, period_words, periods_around
from sachmatuy_desktop.services.plans import NewProof, OfficeTask, tasks_of
from sachmatuy_desktop.services.plans.rows import Behind
from sachmatuy_desktop.services.sync import bundles
from tests.documents.pdf_reading import words_of
from tests.offices import TestClock, add, add_household, add_village, new_office, row
from tests.plan_offices import add_task, adopt, own_plan, plan_of, task_of
from tests.plan_tasks import a_set_task, done
from tests.services.paper_offices import sign_as
from tests.sync.test_two_offices import DISTRICT, introduce

START, TODAY = "2026-01-05", date(2026, 7, 10)
HALF, YEAR, CALLED = "IAH.IV.1.half", "IAH.IV.1.year", "IAH.13.7"
TWICE_A_YEAR = When("periodic", every="half_year", day=((6, 15), (12, 15)))
POLICE = "Công an xã Ia Dom"
IN_CHARGE = "Trần Văn Phụ Trách"


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM))


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    """Ia Dom with three villages, in July after half a year of nothing yet."""
    made = new_office(tmp_path / "xã", clock=clock)
    for n in (10, 9, 1):
        add_village(made, f"Thôn {n}")
    clock.moment = datetime(2026, 7, 10, 8, 0, tzinfo=VIETNAM)
    yield made
    made.close()


@pytest.fixture
def plan(office: Office) -> RecordId:
    """The plan of Ia H'Drai since January, its people's committee with somebody in charge."""
    behind = {"ubnd-xa": Behind(body=POLICE, person=IN_CHARGE, position="Trưởng Công an xã")}
    return adopt(office, day=START, actors=behind)


def draft(office: Office, form: str, plan: RecordId | None = None, **chosen: object) -> FormData:
    return papers.draft(office, form, TODAY, plan=plan, **chosen)


def printed(office: Office, form: str, plan: RecordId | None = None, **chosen: object) -> str:
    return words_of(papers.pdf(draft(office, form, plan, **chosen)))


def table_of(data: FormData, place: int = 0) -> tuple[tuple[str, ...], ...]:
    tables = [each for part in data.sections for each in part.blocks if isinstance(each, Table)]
    return tables[place].rows


# -- kế hoạch -------------------------------------------------------------------------------------


def test_a_plan_names_the_bodies_of_today_and_quotes_the_plan(
    office: Office, plan: RecordId
) -> None:
    text = printed(office, "plan-document", plan)
    words = task_of(office, "IAH.13.1").content
    assert " ".join(words.split()).rstrip(".") in text
    assert "Công an xã Ia Dom" in text
    assert "2. Giao Công an xã Ia Dom chủ trì" in text
    assert IN_CHARGE not in text
    assert "- Công an tỉnh Quảng Ngãi (b/c);" in text
    assert "06 tháng một lần, trước ngày 15/6; gửi Công an tỉnh Quảng Ngãi" in text


def test_every_task_of_the_office_stands_in_the_plan_once(office: Office, plan: RecordId) -> None:
    add_task(office, plan, "Họp giao ban mô hình")
    tasks = [each for each in papers_tasks(office) if each.kind != "report"]
    paragraphs = [
        each.text
        for each in draft(office, "plan-document", plan).sections[0].blocks
        if isinstance(each, Paragraph)
    ]
    for task in tasks:
        said = (task.content or task.title).rstrip(" .;…")
        assert sum(said in text for text in paragraphs) == 1, task.title


def papers_tasks(office: Office) -> list[OfficeTask]:
    """What this office does or follows up."""
    return [each for each in tasks_of(office.queries) if each.active and each.ours]


def test_what_is_only_proposed_is_not_decided_by_the_paper(office: Office, plan: RecordId) -> None:
    text = printed(office, "plan-document", plan)
    assert "(thường xuyên)." in text
    assert "đề xuất" not in text


def test_own_words_that_name_a_person_stay_out_of_public_papers(
    office: Office, plan: RecordId
) -> None:
    add(office, "people", full_name="Lê Văn Cam", birth="1990")
    add_task(office, plan, "Vận động LÊ VĂN CAM đi cai nghiện", TWICE_A_YEAR)
    for form in ("plan-document", "plan-report"):
        text = printed(office, form, plan).casefold()
        assert "văn cam" not in text
        assert "lời việc có tên người" in text
    for form in ("task-book", "task-sheet"):
        assert "Vận động LÊ VĂN CAM đi cai nghiện" in printed(office, form, plan)


@pytest.mark.parametrize("form", ["plan-document", "plan-report"])
def test_a_plan_must_be_chosen_and_be_there(office: Office, form: str) -> None:
    with pytest.raises(BadInput, match="Hãy chọn kế hoạch"):
        draft(office, form)
    with pytest.raises(NotFound, match="Không tìm thấy kế hoạch"):
        draft(office, form, "0" * 32)


def test_an_office_of_its_own_plan_needs_no_pack(office: Office) -> None:
    mine = own_plan(office, "Kế hoạch của xã", START)
    text = printed(office, "plan-document", mine)
    assert "Trên đây là Kế hoạch của xã trên địa bàn xã Ia Dom" in text
    assert "Căn cứ Kế hoạch" not in text


# -- sổ theo dõi ----------------------------------------------------------------------------------


def test_the_book_has_a_line_for_every_opening(office: Office, plan: RecordId) -> None:
    task = add_task(office, plan, "Rà soát hộ", TWICE_A_YEAR, actors=("ubnd-xa",))
    done(office, task, "2026-H1", "2026-06-17", document="15/BC-CAX", remark="Đủ 3 thôn")
    rows = [each for each in table_of(draft(office, "task-book", plan)) if "Rà soát" in each[1]]
    assert [each[1].partition("\n")[0] for each in rows] == [
        "Rà soát hộ (6 tháng đầu năm 2026)",
        "Rà soát hộ (6 tháng cuối năm 2026)",
    ]
    assert rows[0][2:] == (
        f"Công an xã Ia Dom: {IN_CHARGE}, Trưởng Công an xã",
        "14/06/2026",
        "Đã làm 17/06/2026, chậm 3 ngày",
        "15/BC-CAX",
        "Đủ 3 thôn",
    )
    assert rows[1][3:5] == ("14/12/2026", "Đang làm, còn 157 ngày")


def test_what_was_written_later_is_not_looked_at(office: Office, plan: RecordId) -> None:
    task = add_task(office, plan, "Rà soát hộ", TWICE_A_YEAR)
    done(office, task, "2026-H1", "2026-06-17")
    before = papers.draft(office, "task-book", date(2026, 6, 16), plan=plan)
    (line,) = [each for each in table_of(before) if "6 tháng đầu" in each[1] and "Rà" in each[1]]
    assert line[4] == "Quá hạn 2 ngày, chưa làm"


def test_the_book_is_narrowed_to_a_period_and_to_somebody(office: Office, plan: RecordId) -> None:
    add_task(office, plan, "Họp thôn", each_village=True)
    whole = table_of(draft(office, "task-book", plan))
    may = table_of(draft(office, "task-book", plan, period="2026-05", actor="Thôn 9"))
    assert len(may) < len(whole)
    assert may[-1][1].startswith("Họp thôn (tháng 5 năm 2026)")
    assert {row[2] for row in may} == {"Thôn 9: "} or {row[2] for row in may} == {"Thôn 9"}
    with pytest.raises(BadInput, match="Kỳ “mai” không đọc được"):
        draft(office, "task-book", plan, period="mai")


def test_without_a_plan_the_book_holds_everything_also_from_above(
    office: Office, plan: RecordId
) -> None:
    a_set_task(office, "Báo cáo nhanh", document="20/CV-CAT")
    rows = table_of(draft(office, "task-book"))
    (line,) = [each for each in rows if "Báo cáo nhanh" in each[1]]
    assert line[1] == "Báo cáo nhanh\n20/CV-CAT"
    assert line[2] == "Ủy ban nhân dân xã Ia Dom"
    assert not [each for each in table_of(draft(office, "task-book", plan)) if "nhanh" in each[1]]


def test_the_book_leaves_as_a_spreadsheet_with_the_same_cells(
    office: Office, plan: RecordId, tmp_path: Path
) -> None:
    table = papers.tracking_table(office, TODAY, Choices(plan=plan))
    assert table.heads == (
        "Số đến",
        "Tên loại, số, ký hiệu, ngày…",
        "Đơn vị/người nhận",
        "Thời hạn",
        "Tiến độ",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    )
    said = [(str(number), *cells) for number, *cells in table.rows]
    assert tuple(said) == table_of(draft(office, "task-book", plan))
    target = tmp_path / "sổ.xlsx"
    assert papers.write_tracking(office, target, TODAY, {"plan": plan}) == len(table.rows)
    assert target.read_bytes().startswith(b"PK")
    with pytest.raises(NotAllowed):
        papers.tracking_table(sign_as(office, "viewer"), TODAY, Choices(plan=plan))


# -- phiếu giao việc ------------------------------------------------------------------------------


def heads(data: FormData) -> list[str]:
    """Whose sheet each section is."""
    return [
        each.cells[0].value
        for part in data.sections
        for each in part.blocks
        if isinstance(each, Fields) and "nhận việc" in each.cells[0].label
    ]


def test_every_body_and_village_with_work_gets_a_sheet(office: Office, plan: RecordId) -> None:
    add_task(office, plan, "Họp thôn", each_village=True)
    whose = heads(draft(office, "task-sheet", plan))
    assert len(whose) == len(set(whose))
    assert whose[-3:] == ["Thôn 1", "Thôn 9", "Thôn 10"]
    only = draft(office, "task-sheet", plan, actor="Công an xã Ia Dom")
    assert heads(only) == ["Công an xã Ia Dom"]
    text = words_of(papers.pdf(only))
    assert f"Người phụ trách: {IN_CHARGE}, Trưởng Công an xã" in text


def test_two_actors_that_are_one_body_today_share_a_sheet(office: Office) -> None:
    same = Behind(body=POLICE)
    plan = adopt(office, day=START, actors={"ubnd-xa": same, "co-quan-don-vi": same})
    assert heads(draft(office, "task-sheet", plan)).count("Công an xã Ia Dom") == 1


def test_a_sheet_says_what_is_overdue_and_leaves_out_what_is_done(office: Office) -> None:
    plan = own_plan(office, day=START)
    once = add_task(office, plan, "Làm một lần", When("once", on=date(2026, 5, 1)))
    add_task(office, plan, "Họp", When("periodic", every="month"))
    (overdue,) = [each for each in table_of(draft(office, "task-sheet", plan)) if "Họp" in each[1]]
    assert overdue[2] == "hằng tháng\nquá hạn từ 31/01/2026: 6 lần\nlần tới: 31/07/2026"
    done(office, once, "once", "2026-04-30")
    assert [each[1] for each in table_of(draft(office, "task-sheet", plan))] == ["Họp"]


def test_nobody_to_give_anything_is_said(office: Office) -> None:
    with pytest.raises(NotFound, match="Chưa có việc nào để giao"):
        draft(office, "task-sheet")


# -- báo cáo --------------------------------------------------------------------------------------


def report(office: Office, plan: RecordId, period: str = "2026-H1") -> str:
    return printed(office, "plan-report", plan, period=period)


def test_a_report_counts_by_state_and_by_actor(office: Office) -> None:
    plan = own_plan(office, day=START)
    on_time, late, never = (
        add_task(office, plan, title, TWICE_A_YEAR) for title in ("Một", "Hai", "Ba")
    )
    done(office, on_time, "2026-H1", "2026-06-14")
    done(office, late, "2026-H1", "2026-06-20")
    text = report(office, plan)
    assert (
        "Trong kỳ có 3 lần việc phải làm: đã làm đúng hạn 1; đã làm nhưng chậm 1; quá hạn chưa "
        "làm 1; đang làm, chưa đến hạn 0; không phải làm 0." in text
    )
    assert "a) Ba (6 tháng đầu năm 2026): 14/06/2026." in text
    assert "1 Ủy ban nhân dân xã Ia Dom 3 1 1 1 0 0" in text
    done(office, never, "2026-H1", "2026-07-01", kind="excused", remark="Bà Hồ Thị Na đã mất")
    text = report(office, plan)
    assert "không phải làm 1" in text
    assert "Hồ Thị Na" not in text
    assert "Không phải làm (lý do ghi trong sổ theo dõi)" in text
    assert "Hồ Thị Na" in printed(office, "task-book", plan)


def test_what_was_done_in_another_period_is_not_told_again(office: Office) -> None:
    plan = own_plan(office, day=START)
    task = add_task(office, plan, "Một", TWICE_A_YEAR)
    done(office, task, "2026-H1", "2026-06-01")
    assert "Trong kỳ có 1 lần" in report(office, plan, "2026-H2")
    assert "đang làm, chưa đến hạn 1" in report(office, plan, "2026-H2")
    assert "Trong kỳ có 0 lần" in report(office, plan, "2025-H2")


def test_what_is_overdue_from_before_is_told_until_it_is_done(office: Office) -> None:
    plan = own_plan(office, day=START)
    task = add_task(office, plan, "Một", TWICE_A_YEAR)
    assert "quá hạn chưa làm 1; đang làm, chưa đến hạn 1" in report(office, plan, "2026-H2")
    done(office, task, "2026-H1", "2026-07-09")
    assert "đã làm nhưng chậm 1" in report(office, plan, "2026-H2")


def test_a_day_that_is_only_proposed_makes_nobody_late_in_a_report(office: Office) -> None:
    plan = own_plan(office, day=START)
    watch = When("continuous", months=1, proposed=True)
    add_task(office, plan, "Rà soát", watch)
    looked = add_task(office, plan, "Tuyên truyền", watch)
    done(office, looked, on="2026-05-20")
    data = draft(office, "plan-report", plan, period="2026-H1")
    assert [(each[1], *each[3:5]) for each in table_of(data, 1)] == [
        ("Rà soát", "thường xuyên", "Đang làm, chưa ghi lần rà soát"),
        ("Tuyên truyền", "thường xuyên", "Đã làm 20/05/2026"),
        ("Tuyên truyền", "thường xuyên", "Đang làm, chưa ghi lần rà soát"),
    ]
    text = words_of(papers.pdf(data))
    assert "đã làm đúng hạn 1; đã làm nhưng chậm 0; quá hạn chưa làm 0" in text
    assert "đề xuất" not in text
    book = table_of(draft(office, "task-book", plan))
    assert [each for each in book if each[4].startswith("Quá hạn")]


def test_a_report_goes_to_the_body_of_today_and_says_what_was_printed(
    office: Office, plan: RecordId
) -> None:
    text = report(office, plan)
    assert "Kính gửi: Công an tỉnh Quảng Ngãi" in text
    assert "Nơi nhận in trong kế hoạch: Công an huyện Ia H’Drai." in text


def test_a_report_brings_the_figures_of_the_criteria_it_serves(
    office: Office, plan: RecordId
) -> None:
    text = report(office, plan)
    served = {code.partition("#")[2] for each in papers_tasks(office) for code in each.criteria}
    assert served
    data = draft(office, "plan-report", plan, period="2026-H1")
    labels = [each[0] for each in table_of(data, 2)]
    assert labels
    assert len(labels) == len(served)
    assert "Đối chiếu tiêu chí" in text


def test_a_written_figure_stands_beside_the_counted_one(office: Office) -> None:
    plan = own_plan(office, day=START)
    village = office.queries.ids("villages")[0]
    add_household(office, village)
    add_household(office, village, "Hồ Thị Na")
    task = add_task(office, plan, "Ký cam kết", TWICE_A_YEAR, figures=("households",))
    proof = NewProof(figure="households", value="3", as_of=date(2026, 6, 1))
    done(office, task, "2026-H1", "2026-06-01", proofs=(proof,))
    (line,) = table_of(draft(office, "plan-report", plan, period="2026-H1"), 2)
    assert line[2:] == (
        "Ký cam kết",
        "3 (01/06/2026)",
        "2",
        "Số ghi khi báo kết quả khác số đếm được: ……",
    )


def test_difficulties_of_the_period_and_those_still_open_are_told(office: Office) -> None:
    plan = own_plan(office, day=START)

    def raised(subject: str, on: str, **more: str) -> None:
        wish = f"Xin {subject}"
        values = {"level": "tren", "proposal": wish, **more}
        add(office, "difficulties", subject=subject, raised_on=on, **values)

    raised("que thử", "2026-03-01")
    raised("kinh phí", "2025-11-01")
    raised("xong rồi", "2025-11-01", closed_on="2025-11-20", outcome="Đã cấp")
    raised("về sau", "2026-07-01")
    raised("tự giải quyết", "2026-04-01", level="xa")
    text = report(office, plan)
    for told in ("1. kinh phí;", "2. que thử;", "3. tự giải quyết.", "Xin kinh phí", "Xin que thử"):
        assert told in text, told
    for untold in ("xong rồi", "về sau", "Xin tự giải quyết"):
        assert untold not in text, untold


# -- tổng kết năm ---------------------------------------------------------------------------------


def test_a_year_stands_beside_the_one_before(office: Office) -> None:
    plan = own_plan(office, "Kế hoạch của xã", START)
    done(office, add_task(office, plan, "Một", TWICE_A_YEAR), "2026-H1", "2026-06-01")
    for day in ("2025-03-01", "2026-03-01", "2026-04-01"):
        add(office, "difficulties", subject="Thiếu que thử", raised_on=day, level="tren")
    rows = table_of(draft(office, "yearly-review", year=2026))
    assert rows[0] == ("1", "Kế hoạch của xã", "", "", "")
    assert ("1.1", "Làm đúng hạn", "1", "–", "") in rows
    (raised,) = [each for each in rows if each[1] == "Nêu trong năm"]
    assert raised[2:] == ("2", "1", "+1")
    text = printed(office, "yearly-review")
    assert "Tổng kết công tác phòng, chống ma túy năm 2026" in text
    assert "từ ngày 15/12/2025 đến ngày 14/12/2026" in text
    assert "năm 2025" in printed(office, "yearly-review", year=2025)


def test_every_figure_of_the_review_has_its_words() -> None:
    assert {*load_review_words()} == {*Section, *Key}


# -- kỳ -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words", "first", "last"),
    [
        ("2026-H1", "6 tháng đầu năm 2026", "2025-12-15", "2026-06-14"),
        ("2026-H2", "6 tháng cuối năm 2026", "2026-06-15", "2026-12-14"),
        ("2026", "năm 2026", "2025-12-15", "2026-12-14"),
        ("2028-02", "tháng 2 năm 2028", "2028-02-01", "2028-02-29"),
    ],
)
def test_a_period_is_named_by_the_key_of_an_opening(
    key: str, words: str, first: str, last: str
) -> None:
    period = period_named(key)
    assert (period.key, period_words(period)) == (key, words)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("key", ["2026-13", "2026-H3", "H1", "from 2026-01-01", "một"])
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="Kỳ"):
        period_named(key)


@pytest.mark.parametrize("day", ["2026-06-14", "2026-06-15", "2026-12-14", "2026-12-15"])
def test_the_periods_on_offer_hold_the_day_and_the_one_before(day: str) -> None:
    today = date.fromisoformat(day)
    periods = [period_named(key) for key, _words in periods_around(today)]
    assert len({each.key for each in periods}) == len(periods)
    for kind in ("month", "half_year", "year"):
        spans = [each for each in periods if each.kind.value == kind]
        assert any(each.first <= today <= each.last for each in spans), kind
        assert any(each.last < today for each in spans), kind


# -- phát hành, chứng minh, gửi lên ---------------------------------------------------------------


def issue(office: Office, form: str, plan: RecordId, **chosen: object) -> RecordId:
    own = plan if form == "plan-document" else None
    command = papers.IssueDocument(form, draft(office, form, plan, **chosen), plan=own)
    return str(office.run(command).result)


def test_an_issued_plan_gives_its_number_to_the_plan_and_to_later_papers(
    office: Office, plan: RecordId
) -> None:
    document = issue(office, "plan-document", plan)
    assert row(office, "documents", document)["number"] == "01/KH-UBND"
    adopted = plan_of(office, plan)
    assert (adopted.document, adopted.document_on) == ("01/KH-UBND", TODAY)
    assert row(office, "plans", plan)["paper"] == document
    number = "Kế hoạch số 01/KH-UBND ngày 10/07/2026"
    assert f"Thực hiện {number}" in report(office, plan)
    assert f"{number}, mục III.13" in table_of(draft(office, "task-book", plan))[-1][1]


def test_a_number_of_before_stays_until_its_paper_is_void(office: Office, plan: RecordId) -> None:
    first = issue(office, "plan-document", plan)
    issue(office, "plan-document", plan)
    assert row(office, "plans", plan)["document"] == "01/KH-UBND"
    office.run(papers.VoidDocument(first, "ghi nhầm"))
    third = issue(office, "plan-document", plan)
    assert row(office, "plans", plan)["paper"] == third
    assert row(office, "plans", plan)["document"] == "03/KH-UBND"


def test_a_report_shares_the_series_of_reports(office: Office, plan: RecordId) -> None:
    issue(office, "plan-report", plan, period="2026-H1")
    other = papers.draft(office, "self-assessment", TODAY)
    document = str(office.run(papers.IssueDocument("self-assessment", other)).result)
    assert row(office, "documents", document)["number"] == "02/BC-UBND"


@pytest.mark.parametrize("form", ["task-book", "task-sheet"])
def test_working_papers_have_no_number(office: Office, plan: RecordId, form: str) -> None:
    with pytest.raises(BadInput, match="không có chỗ ghi số"):
        issue(office, form, plan)


def test_an_issued_report_proves_the_report_of_its_period(office: Office, plan: RecordId) -> None:
    document = issue(office, "plan-report", plan, period="2026-H1")
    found = provable(office, "plan-report", TODAY, Choices(plan=plan, period="2026-H1"))
    (meant,) = [each for each in found if each.meant]
    assert (meant.task, meant.opening) == (task_of(office, HALF).id, "2026-H1")
    assert (meant.period, meant.due) == ("6 tháng đầu năm 2026", "14/06/2026")
    outcome = office.run(ProveByPaper(document, (meant,)))
    (result,) = task_of(office, HALF).results
    assert (result.document, result.paper, result.on) == ("01/BC-UBND", document, TODAY)
    assert not [
        each
        for each in provable(office, "plan-report", TODAY, Choices(plan=plan, period="2026-H1"))
        if each.meant
    ]
    office.undo(outcome.txn)
    assert task_of(office, HALF).results == ()


def test_an_issued_plan_proves_the_tasks_to_make_one(office: Office, plan: RecordId) -> None:
    found = provable(office, "plan-document", TODAY, Choices(plan=plan))
    assert {each.task for each in found if each.meant} == {
        each.id for each in papers_tasks(office) if each.kind == "plan"
    }


def test_a_report_at_once_proves_what_was_asked_for(office: Office, plan: RecordId) -> None:
    add(office, "plan_events", event="asked", happened_on="2026-07-08", asked_by="Công an tỉnh")
    found = provable(office, "plan-report", TODAY, Choices(plan=plan))
    assert {each.task for each in found if each.meant} == {task_of(office, CALLED).id}


def test_a_paper_named_by_a_task_is_offered_and_not_taken_for_granted(
    office: Office, plan: RecordId
) -> None:
    found = provable(office, "self-assessment", TODAY, Choices())
    assert found
    assert not any(each.meant for each in found)
    viewer = sign_as(office, "chair")
    assert provable(viewer, "self-assessment", TODAY, Choices()) == []


def test_nothing_is_half_proved(office: Office, plan: RecordId) -> None:
    document = issue(office, "plan-document", plan)
    tasks = tuple(provable(office, "plan-document", TODAY, Choices(plan=plan)))
    gone = replace(tasks[0], opening="2099")
    with pytest.raises(NotFound):
        office.run(ProveByPaper(document, (*tasks, gone)))
    assert office.queries.ids("task_results") == []
    with pytest.raises(BadInput):
        office.run(ProveByPaper(document, ()))
    session = Session(office.store, office.queries, "Xem", role("viewer"))
    with pytest.raises(NotAllowed):
        execute(ProveByPaper(document, tasks), session)


def test_the_issued_plan_and_its_number_go_up_with_the_next_bundle(
    office: Office, plan: RecordId, tmp_path: Path, clock: TestClock
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    document = issue(office, "plan-document", plan)
    issue(office, "plan-report", plan, period="2026-H1")
    stick = tmp_path / "gói.smt"
    bundles.export(office, above.keys.device.public.key_id, stick)
    bundles.merge(above, bundles.stage(above, stick))
    there = plan_of(above, plan)
    assert (there.unit, there.document, there.document_on) == (
        office.info.unit_id,
        "01/KH-UBND",
        TODAY,
    )
    assert row(above, "plans", plan)["paper"] == document
    assert papers.reprint(above, document) == papers.reprint(office, document)
    assert sorted(
        str(row(above, "documents", each)["number"]) for each in above.queries.ids("documents")
    ) == [
        "01/BC-UBND",
        "01/KH-UBND",
    ]
    above.close()
