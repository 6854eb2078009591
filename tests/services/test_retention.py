"""What is old comes up for review and never goes by itself; requests and breaches have days."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed
from sachmatuy_desktop.services import checking, papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import (
    EraseRecord,
    EraseReviewedPerson,
    KeepRecord,
    LinkCorrection,
    SetPeriod,
    TraceKind,
    held_of,
    open_breaches,
    open_requests,
    person_report,
    processing_paper,
    retention_of,
    review,
    review_counts,
    traces_of,
)
from tests.offices import TestClock, add, edit, new_office, row

MANAGED = "managed-persons"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    moment = datetime(2026, 11, 28, 9, 0, tzinfo=VIETNAM)
    made = new_office(tmp_path / "xã", clock=TestClock(moment))
    yield made
    made.close()


def released(office: Office, until: str | None = "2019-05-10") -> str:
    """A person whose last time on a list ended on a day."""
    person = add(office, "people", full_name="Nguyễn Văn Mẫu", birth="1990")
    add(
        office,
        "episodes",
        person=person,
        category="sdtp",
        from_date="2018-05-10",
        until_date=until,
        end_reason="Hết thời hạn" if until else None,
    )
    return person


def as_role(office: Office, role: str) -> Office:
    """The same office with somebody else before it."""
    other = copy(office)
    other.account = replace(office.account, role=role)
    return other


def today(office: Office) -> date:
    return date.fromisoformat(office.clock.today())


def test_who_left_the_lists_long_ago_comes_up_and_who_is_managed_does_not(office: Office) -> None:
    person = released(office)
    released(office, until=None)
    (line,) = review(office, MANAGED)
    assert (line.record, line.started, line.ends) == (
        person,
        date(2019, 5, 10),
        date(2024, 5, 10),
    )
    assert review_counts(office)[MANAGED] == 1


def test_a_second_time_on_a_list_stops_the_clock(office: Office) -> None:
    person = released(office)
    add(office, "episodes", person=person, category="nghien", from_date="2025-01-01")
    assert review(office, MANAGED) == []
    with pytest.raises(Conflict, match="chưa hết thời hạn"):
        office.run(EraseReviewedPerson(MANAGED, person, "Biên bản 01", True))


def test_what_is_kept_comes_up_again_on_its_day(office: Office) -> None:
    person = released(office)
    again = today(office) + timedelta(days=100)
    with pytest.raises(BadInput, match="lý do"):
        office.run(KeepRecord(MANAGED, person, " ", again))
    with pytest.raises(BadInput, match="sau hôm nay"):
        office.run(KeepRecord(MANAGED, person, "Đang khiếu nại", today(office)))
    kept = office.run(KeepRecord(MANAGED, person, "Đang khiếu nại", again))
    assert review(office, MANAGED) == []
    office.undo(kept.txn)
    assert len(review(office, MANAGED)) == 1


def test_deidentifying_leaves_figures_and_a_decision_without_a_name(office: Office) -> None:
    person = released(office)
    office.run(EraseReviewedPerson(MANAGED, person, "Biên bản 01/BB", keep_statistics=True))
    assert review(office, MANAGED) == []
    assert row(office, "people", person)["full_name"] != "Nguyễn Văn Mẫu"
    assert office.queries.count("episodes") == 1
    (decision,) = office.queries.living("retention_decisions")
    assert decision["record"] == person
    assert decision["decision"] == "khu_nhan_dang"
    assert "Mẫu" not in str(decision.values())


def test_an_old_tip_off_is_erased_and_a_new_one_is_not(office: Office) -> None:
    old = add(
        office,
        "tip_offs",
        received_on="2020-01-05",
        source="truc_tiep",
        anonymous=1,
        answered_on="2020-02-01",
    )
    new = add(office, "tip_offs", received_on="2020-01-05", source="truc_tiep", anonymous=1)
    assert [each.record for each in review(office, "tip-offs")] == [old]
    with pytest.raises(Conflict):
        office.run(EraseRecord("tip-offs", new, "Biên bản 02"))
    office.run(EraseRecord("tip-offs", old, "Biên bản 02"))
    assert office.queries.ids("tip_offs") == [new]
    assert row(office, "tip_offs", old)["answered_on"] is None


def test_an_old_tip_off_may_stay_in_the_figures_without_what_it_told(office: Office) -> None:
    old = add(
        office,
        "tip_offs",
        number="07",
        received_on="2020-01-05",
        source="truc_tiep",
        anonymous=0,
        informer="Trần Thị Ví Dụ",
        informer_phone="0987654321",
        content="Nghe nói ở cuối thôn",
        answered_on="2020-02-01",
    )
    office.run(EraseRecord("tip-offs", old, "Biên bản 02", keep_statistics=True))
    left = row(office, "tip_offs", old)
    for told in ("informer", "informer_phone", "content"):
        assert left[told] is None
    kept = {"number": "07", "received_on": "2020-01-05", "answered_on": "2020-02-01", "deleted": 0}
    assert kept.items() <= left.items()
    (decided,) = office.queries.living("retention_decisions")
    assert decided["decision"] == "khu_nhan_dang"
    assert review(office, "tip-offs") == []


def test_the_offices_own_period_counts_and_its_reason_is_asked(office: Office) -> None:
    released(office)
    with pytest.raises(BadInput):
        office.run(SetPeriod(MANAGED, 240, ""))
    office.run(SetPeriod(MANAGED, 240, "Thông tư của ngành"))
    assert review(office, MANAGED) == []
    own = retention_of(office).kind(MANAGED)
    assert (own.period, own.months) == (240, 60)
    with pytest.raises(BadInput):
        office.run(SetPeriod("residents", 12, "x"))


@pytest.mark.parametrize("role", ["social", "clerk", "village", "chair", "viewer"])
def test_others_are_told_nothing_and_decide_nothing(office: Office, role: str) -> None:
    person = released(office)
    other = as_role(office, role)
    assert review_counts(other) == {}
    assert open_requests(other) == []
    assert open_breaches(other) == []
    with pytest.raises(NotAllowed):
        review(other, MANAGED)
    with pytest.raises(NotAllowed):
        held_of(other, person)
    with pytest.raises(NotAllowed):
        other.run(KeepRecord(MANAGED, person, "x", date(2099, 1, 1)))
    with pytest.raises(NotAllowed):
        other.run(SetPeriod(MANAGED, 12, "x"))


# -- requests --------------------------------------------------------------------------------------


def request(office: Office, kind: str, **values: Value) -> str:
    # a Friday
    return add(office, "data_requests", kind=kind, received_on="2026-11-20", **values)


def test_a_request_is_acknowledged_in_working_days_and_done_in_days(office: Office) -> None:
    request(office, "sua")
    (waiting,) = open_requests(office)
    assert waiting.acknowledge_by == date(2026, 11, 24)
    assert waiting.done_by == date(2026, 11, 30)


def test_the_days_of_every_kind(office: Office) -> None:
    for kind in ("xem", "sua", "rut", "han_che", "xoa", "khieu_nai"):
        request(office, kind, acknowledged_on="2026-11-20")
    days = {each.kind: each.done_by for each in open_requests(office)}
    assert days == {
        "xem": date(2026, 11, 30),
        "sua": date(2026, 11, 30),
        "rut": date(2026, 12, 7),  # 5 December is a Saturday
        "han_che": date(2026, 12, 7),
        "xoa": date(2026, 12, 10),
        "khieu_nai": None,
    }


def test_a_refusal_says_its_ground(office: Office) -> None:
    made = request(office, "xoa")
    with pytest.raises(BadInput, match="Căn cứ từ chối"):
        edit(office, "data_requests", made, result="tu_choi", done_on="2026-11-25")
    edit(
        office,
        "data_requests",
        made,
        result="tu_choi",
        done_on="2026-11-25",
        refusal_ground="Luật 91/2025/QH15, Điều 19",
    )
    assert open_requests(office) == []


def test_a_correction_points_at_the_act_and_both_versions_stay(office: Office) -> None:
    person = released(office)
    made = request(office, "sua", person=person)
    corrected = edit(office, "people", person, birth="1991")
    stranger = add(office, "people", full_name="Trần Thị Ví Dụ")
    other = edit(office, "people", stranger, birth="1980")
    with pytest.raises(BadInput, match="không sửa"):
        office.run(LinkCorrection(made, other))
    office.run(LinkCorrection(made, corrected))
    assert row(office, "data_requests", made)["corrected_by"] == corrected
    changes = [each.changes for each in office.queries.life("people", person)]
    assert (("birth", "1990", "1991"),) in changes


# -- breaches --------------------------------------------------------------------------------------


def test_seventy_two_real_hours_run_over_a_weekend(office: Office) -> None:
    add(office, "data_breaches", detected_on="2026-11-27", detected_at="16:30", kind="mat")
    (breach,) = open_breaches(office)
    due = datetime(2026, 11, 30, 16, 30, tzinfo=VIETNAM)
    assert breach.countdown.due == due
    assert not breach.countdown.late(due)
    assert breach.countdown.late(due + timedelta(minutes=1))
    assert breach.lacks_minutes


def test_without_an_hour_the_strictest_reading_counts(office: Office) -> None:
    made = add(office, "data_breaches", detected_on="2026-11-20", kind="mat")
    edit(office, "data_breaches", made, notified_on="2026-11-23")
    (breach,) = open_breaches(office)
    assert breach.countdown.due == datetime(2026, 11, 23, tzinfo=VIETNAM)
    assert breach.countdown.late(office.clock.now())
    assert breach.lacks_reason
    edit(office, "data_breaches", made, late_reason="Mất điện", minutes_on="2026-11-23")
    (breach,) = open_breaches(office)
    assert not breach.lacks_reason
    assert not breach.lacks_minutes
    edit(office, "data_breaches", made, closed_on="2026-11-25")
    assert open_breaches(office) == []


def test_closing_a_breach_ends_neither_its_notification_nor_its_minutes(office: Office) -> None:
    made = add(office, "data_breaches", detected_on="2026-11-20", kind="mat")
    edit(office, "data_breaches", made, closed_on="2026-11-27")
    (breach,) = open_breaches(office)
    assert breach.countdown.late(office.clock.now())
    edit(office, "data_breaches", made, notified_on="2026-11-27", notified_at="08:00")
    (breach,) = open_breaches(office)
    assert (breach.lacks_reason, breach.lacks_minutes) == (True, True)
    edit(office, "data_breaches", made, late_reason="Phát hiện ngày nghỉ")
    done = edit(office, "data_breaches", made, minutes_on="2026-11-27")
    assert open_breaches(office) == []
    office.undo(done)
    assert len(open_breaches(office)) == 1


def test_a_notice_dated_ahead_stops_no_hours(office: Office) -> None:
    """Today is 28 November; without an hour that day counts as notified."""
    made = add(office, "data_breaches", detected_on="2026-11-27", detected_at="16:30", kind="mat")
    for day, waits in (("2026-11-29", True), ("2026-11-28", False)):
        edit(office, "data_breaches", made, notified_on=day)
        (breach,) = open_breaches(office)
        assert (breach.countdown.notified is None) == waits
    edit(office, "data_breaches", made, notified_on="2026-12-28", minutes_on="2026-11-28")
    edit(office, "data_breaches", made, closed_on="2026-11-28")
    (breach,) = open_breaches(office)
    assert breach.countdown.late(office.clock.now() + timedelta(days=3))


def test_days_of_requests_and_breaches_that_are_to_come_are_found(office: Office) -> None:
    """A slip in the year, and nobody would be reminded for decades."""
    asked = add(office, "data_requests", kind="xoa", received_on="2062-11-20")
    leaked = add(office, "data_breaches", kind="mat", detected_on="2062-11-20")
    checking.refresh(office)
    found = {
        each.record
        for rule in ("future-data_requests-received_on", "future-data_breaches-detected_on")
        for each in checking.findings_of(office, rule)
    }
    assert found == {asked, leaked}


def test_a_request_withdrawn_waits_no_more_and_waits_again_when_that_is_taken_back(
    office: Office,
) -> None:
    made = request(office, "xoa")
    withdrawn = edit(office, "data_requests", made, result="rut_yeu_cau", done_on="2026-11-27")
    assert open_requests(office) == []
    office.undo(withdrawn)
    (waiting,) = open_requests(office)
    assert waiting.over(today(office))


def test_every_decision_can_be_taken_back_but_an_erasing(office: Office) -> None:
    person = released(office)
    made = request(office, "sua", person=person)
    corrected = edit(office, "people", person, birth="1991")
    linked = office.run(LinkCorrection(made, corrected))
    office.undo(linked.txn)
    assert row(office, "data_requests", made)["corrected_by"] is None
    set_by = office.run(SetPeriod(MANAGED, 240, "Thông tư của ngành"))
    office.undo(set_by.txn)
    assert retention_of(office).kind(MANAGED).only_proposed
    kept = office.run(KeepRecord(MANAGED, person, "Đang khiếu nại", date(2027, 6, 1)))
    office.undo(kept.txn)
    assert review_counts(office)[MANAGED] == 1
    gone = office.run(EraseReviewedPerson(MANAGED, person, "Biên bản 01", keep_statistics=False))
    with pytest.raises(KnownError):
        office.undo(gone.txn)
    assert row(office, "people", person)["deleted"] == 1


# -- the report of a person ------------------------------------------------------------------------


def test_a_report_names_columns_and_doers_and_no_value(office: Office) -> None:
    person = released(office)
    edit(office, "people", person, ethnicity="Kinh")
    held = {each.register: each for each in held_of(office, person)}
    assert set(held) == {"people", "episodes"}
    assert dict(held["people"].fields)["dan_toc"] == ("Dân tộc",)
    assert "Quản lý người sử dụng" in held["people"].purpose
    data = person_report(office, person, "Theo yêu cầu số 01")
    report = papers.pdf(data)
    assert report.startswith(b"%PDF")
    kinds = [each.kind for each in traces_of(office, person)]
    assert kinds.count(TraceKind.WRITTEN) == 3
    assert {TraceKind.REPORTED, TraceKind.VIEWED} <= set(kinds)
    (noted,) = office.queries.journal(acts=["rights.report"])
    assert noted.why == f"people/{person}; Theo yêu cầu số 01"


def test_a_report_without_a_purpose_is_refused(office: Office) -> None:
    person = released(office)
    with pytest.raises(BadInput):
        person_report(office, person, "  ")
    assert office.queries.journal(acts=["rights.report"]) == []


def test_the_table_of_processing_prints(office: Office) -> None:
    paper = processing_paper(office)
    assert papers.pdf(paper).startswith(b"%PDF")
    assert "/-" not in paper.to_json(), "a kind of paper without letters has no dash before UBND"


def test_the_forms_of_requests_and_breaches_are_filled_from_their_rows(office: Office) -> None:
    made = request(office, "xoa", requester="Trần Thị Ví Dụ", number="01")
    offered = papers.papers_of_row(office, "data_requests", made, today(office))
    assert [each.form.id for each in offered] == ["data-request-answer", "data-request-receipt"]
    filling = papers.fill(office, "data-request-receipt", made, today(office))
    assert filling.known["yc_nguoi"] == "Trần Thị Ví Dụ"
    assert filling.known["yc_han_lam"] == "2026-12-10"
    breach = add(
        office,
        "data_breaches",
        detected_on="2026-11-27",
        detected_at="16:30",
        kind="mat",
        categories="co_ban suc_khoe",
    )
    filling = papers.fill(office, "data-breach-minutes", breach, today(office))
    assert filling.known["sc_luc"] == "16:30, 27/11/2026"
    assert filling.known["sc_loai_du_lieu"] == "Dữ liệu cá nhân cơ bản, Tình trạng sức khỏe"


def paper_of(office: Office, person: str | None, number: str, issued_on: str) -> str:
    with office.store.begin(Act("document.issue", office.account.name)) as work:
        made = work.insert(
            "documents",
            {
                "number": number,
                "issued_on": issued_on,
                "form": "05",
                "title": "Quyết định",
                "state": "issued",
                "sequence": 1,
                "person": person,
            },
        )
        work.commit()
    return made


def printed(office: Office, person: str) -> list[str]:
    return [each.about for each in traces_of(office, person) if each.kind is TraceKind.PRINTED]


def test_only_prints_of_a_persons_own_papers_are_told(office: Office) -> None:
    """12/… and 120/…, a number within a number, and the 12/… of another year."""
    person = released(office)
    paper_of(office, person, "12/QĐ-UB", "2026-03-05")
    paper_of(office, person, "20/QĐ-UB", "2025-03-05")
    for other in ("120/QĐ-UB", "12/QĐ-UBND", "112/QĐ-UB"):
        paper_of(office, None, other, "2026-03-05")
    paper_of(office, None, "12/QĐ-UB", "2025-01-10")
    paper_of(office, None, "20/QĐ-UB", "2026-03-05")
    own = (
        "12/QĐ-UB ngày 05/03/2026; bản số 01/02 – in 2 bản; mục đích: bàn giao",
        "12/QĐ-UB – in 1 bản",  # an older entry names no day
        "20/QĐ-UB ngày 05/03/2025 – lưu PDF",
    )
    foreign = (
        "120/QĐ-UB ngày 05/03/2026 – in 1 bản",
        "120/QĐ-UB",
        "12/QĐ-UBND – lưu PDF",
        "112/QĐ-UB ngày 05/03/2026",
        "12/QĐ-UB ngày 10/01/2025 – in 1 bản",
        "20/QĐ-UB – in 1 bản",  # the newest paper of that number is another person's
        "Danh sách; bản số 12/QĐ-UB ngày 05/03/2026",
    )
    for why in (*own, *foreign):
        office.run(papers.read_note(why))
    assert sorted(printed(office, person)) == sorted(own)
