"""What the law's clock asks for, and when; what the books say that cannot be so."""

from __future__ import annotations

from datetime import datetime

import pytest

from sachmatuy_desktop.domain.cases.findings import findings_of
from sachmatuy_desktop.domain.cases.watch import Due, DueKind, Urgency, due_of
from sachmatuy_desktop.domain.dates import VIETNAM
from tests.domain.case_stories import CLOCK, Story, day


def at(text: str) -> datetime:
    """`"2026-07-06 09:00"` by the clock of Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(story: Story, now: str) -> dict[str, Due]:
    """What waits at a moment, by the rule's id."""
    return {each.id: each for each in due_of(story.case, at(now), CLOCK)}


def test_the_24_hours_run_from_the_hour_of_receipt_through_the_weekend() -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 4 a; a Friday evening."""
    story = Story().tested(
        "2026-07-10", taken_at="18:00", received_on="2026-07-10", received_at="20:15"
    )
    waiting = due(story, "2026-07-11 09:00")["D04"]
    assert waiting.due == at("2026-07-11 20:15")
    assert (waiting.urgency, waiting.step) == (Urgency.NOW, "T04")
    assert "24 giờ" in waiting.quote
    assert due(story, "2026-07-11 20:16")["D04"].urgency is Urgency.OVERDUE


def test_they_run_from_the_notice_of_the_act_once_it_came() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 59 khoản 1; question Q01."""
    story = Story().tested("2026-07-10", received_on="2026-07-10", received_at="20:15")
    story.decided("van_ban", "2026-07-11", transition="T03", signed_at="16:00")
    waiting = due(story, "2026-07-11 17:00")["D04"]
    assert waiting.due == at("2026-07-12 16:00")
    assert waiting.questions == ("Q01",)


def test_the_law_before_gave_three_working_days() -> None:
    """Luật 73/2021/QH14, Điều 23 khoản 4; the holidays of 30 April and 1 May lie between."""
    story = Story().tested("2026-04-29")
    assert due(story, "2026-04-29 09:00")["D04"].due == at("2026-05-06 23:59:59")


def test_a_decision_answers_the_test() -> None:
    story = Story().tested("2026-07-10").managed("2026-07-11")
    assert "D04" not in due(story, "2026-07-12 09:00")


def test_use_in_the_term_asks_for_a_new_decision_until_one_is_made() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 59 khoản 1."""
    story = (
        Story().tested("2026-07-06").managed("2026-07-06").tested("2026-10-01", taken_at="10:00")
    )
    assert due(story, "2026-10-01 11:00")["D05"].due == at("2026-10-02 10:00")
    story.decided("quan_ly_sdtp", "2026-10-02")
    assert "D05" not in due(story, "2026-10-02 11:00")


def test_past_its_end_a_term_says_that_the_person_must_leave_the_list() -> None:
    late = due(Story().managed("2026-07-06"), "2027-07-07 00:00")["TM1"]
    assert late.urgency is Urgency.OVERDUE
    assert "phải đưa ra khỏi danh sách" in late.says
    assert dict(late.values)["end"] == "06/07/2027"
    assert late.step == "T12"


def test_whoever_is_still_detained_then_is_stopped_not_ended() -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 7."""
    story = (
        Story()
        .managed("2026-07-06")
        .decided("tam_dinh_chi", "2027-06-01")
        .was("tam_giu_tam_giam", "2027-06-01")
    )
    assert due(story, "2027-07-07 00:00")["TM1"].step == "T13"


def test_the_papers_before_an_end_come_with_their_days() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 93 khoản 2, khoản 4."""
    story = Story().on_list("nghien", "2026-07-07").treated("tai_gia_dinh", "2026-07-10", nth=1)
    ending = due(story, "2028-06-01 09:00")["TM2-24"]
    assert ending.step == "T32"
    assert [each.rule.id for each in ending.running] == ["D19", "D20"]
    assert ending.running[0].deadline.due.date() == day("2028-06-10")


def test_residence_is_checked_every_month() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 61 khoản 1 a."""
    story = Story().managed("2026-07-06").visited("2026-08-10")
    assert "P1" not in due(story, "2026-08-20 09:00")
    september = due(story, "2026-09-10 09:00")["P1"]
    assert (september.due, september.urgency) == (at("2026-09-30 23:59:59"), Urgency.SOON)
    assert due(story, "2026-10-10 09:00")["P1"].urgency is Urgency.OVERDUE


def test_a_suspended_person_is_not_visited() -> None:
    story = (
        Story()
        .managed("2026-07-06")
        .decided("tam_dinh_chi", "2026-09-01")
        .was("tam_giu_tam_giam", "2026-09-01")
    )
    assert "P1" not in due(story, "2026-09-10 09:00")


def test_an_addict_has_24_hours_to_register_and_the_police_24_to_decide() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 4 khoản 7, Điều 91 khoản 1."""
    story = Story().on_list("nghien", "2026-07-06")
    assert due(story, "2026-07-06 09:00")["D10"].step == "T22"
    story.treated("tai_gia_dinh", "2026-07-06", "dang_lap_ho_so")
    assert due(story, "2026-07-06 09:00")["D12"].due == at("2026-07-07 00:00")
    story.decided("cai_tu_nguyen", "2026-07-07")
    assert due(story, "2026-07-07 09:00")["D13"].due == at("2026-07-09 23:59:59")


def test_after_completion_the_time_after_it_must_be_decided_on() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 134 khoản 1."""
    story = Story().treated("tai_gia_dinh", "2026-07-10", "hoan_thanh", until_date="2028-07-10")
    assert due(story, "2028-07-10 09:00")["D30"].step == "T50"
    story.on_list("sau_cai", "2028-07-11")
    assert "D30" not in due(story, "2028-07-11 09:00")


def test_monitoring_is_decided_within_12_hours() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 15 khoản 1, Điều 16 khoản 2 a."""
    story = (
        Story()
        .on_list("nghien", "2026-07-06")
        .decided("cai_tu_nguyen", "2026-07-07", signed_at="08:00")
        .treated("tai_gia_dinh", "2026-07-08", nth=1)
    )
    assert due(story, "2026-07-08 09:00")["D34"].due == at("2026-07-07 20:00")
    story.decided("giam_sat", "2026-07-08", "2028-07-08")
    assert "D34" not in due(story, "2026-07-08 09:00")


def test_monitoring_of_older_measures_has_no_deadline() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 151 khoản 1; question Q27."""
    story = Story().on_list("nghien", "2026-05-01").treated("tai_gia_dinh", "2026-05-10", months=12)
    waiting = due(story, "2026-07-02 09:00")["D34"]
    assert (waiting.due, waiting.urgency, waiting.questions) == (None, Urgency.OPEN, ("Q27",))


def test_monitoring_is_not_demanded_for_who_is_under_18() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 15 khoản 2: only where the parents ask."""
    story = (
        Story("2010-01-01").on_list("nghien", "2026-07-06").treated("tai_gia_dinh", "2026-07-08")
    )
    assert "D34" not in due(story, "2026-07-09 09:00")


@pytest.mark.parametrize(
    ("category", "rule"), [("sdtp", "D07"), ("nghien", "D17"), ("sau_cai", "D32")]
)
def test_a_move_is_notified_within_24_hours_of_leaving(category: str, rule: str) -> None:
    """Luật 120/2025/QH15, Điều 27 khoản 2, Điều 48 khoản 2; question Q02."""
    story = Story().on_list(category, "2026-07-06").moved("2026-09-01")
    assert due(story, "2026-09-01 09:00")[rule].due == at("2026-09-02 00:00")
    told = Story().on_list(category, "2026-07-06").moved("2026-09-01", notified_on="2026-09-01")
    assert rule not in due(told, "2026-09-01 09:00")


def test_planned_tests_wait_and_grow_late() -> None:
    story = Story()
    story._add("tests", planned_on="2026-08-01")
    assert due_of(story.case, at("2026-08-01 09:00"), CLOCK) == ()
    [late] = due_of(story.case, at("2026-08-02 09:00"), CLOCK)
    assert (late.kind, late.urgency) == (DueKind.TEST, Urgency.OVERDUE)


# -- what cannot be so -----------------------------------------------------------------------------


def found(story: Story, on: str = "2027-01-01") -> list[str]:
    return [str(each.says) for each in findings_of(story.case, day(on), CLOCK)]


def test_a_sound_case_has_no_findings() -> None:
    assert found(Story().tested("2026-07-06").managed("2026-07-06").visited("2026-08-01")) == []


def test_a_user_found_addicted_must_be_stopped() -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 5 a; two offices may have written one each."""
    [says] = found(Story().managed("2026-07-06").on_list("nghien", "2026-10-01"))
    assert "Điều 24 khoản 5 điểm a" in says


def test_one_list_twice_at_once() -> None:
    says = found(Story().managed("2026-07-06").on_list("sdtp", "2026-08-01"))
    assert says == ["Hai lần cùng một diện đang mở: từ 06/07/2026 và từ 01/08/2026."]


def test_two_decisions_of_one_day() -> None:
    story = Story().managed("2026-07-06").decided("quan_ly_sdtp", "2026-07-06", number="2/QĐ")
    assert found(story) == ["Hai quyết định cùng loại, cùng thời hạn: 06/07/2026 và 2/QĐ."]


def test_an_end_before_the_beginning() -> None:
    assert found(Story().on_list("sdtp", "2026-07-06", "2026-07-01")) == [
        "Kết thúc ngày 01/07/2026, trước khi bắt đầu ngày 06/07/2026."
    ]


def test_a_printed_term_that_is_not_the_laws() -> None:
    story = (
        Story().on_list("sdtp", "2026-07-06").decided("quan_ly_sdtp", "2026-07-06", "2028-07-06")
    )
    [says] = found(story)
    assert "06/07/2028" in says
    assert "06/07/2027" in says


def test_a_step_that_the_law_of_its_day_did_not_have() -> None:
    """Suspension came with Luật 120/2025/QH15, Điều 24 khoản 7."""
    [says] = found(Story().on_list("sdtp", "2026-01-05", "2026-03-01", ended_by="T11"))
    assert "Ngày 01/03/2026 áp dụng Luật 73/2021/QH14" in says


def test_a_step_that_does_not_end_the_list() -> None:
    [says] = found(Story().on_list("sdtp", "2026-07-06", "2026-09-01", ended_by="T54"))
    assert "không bắt đầu hay kết thúc diện này" in says


def test_in_a_facility_and_still_on_the_list() -> None:
    """Luật 120/2025/QH15, Điều 48 khoản 3 b."""
    story = Story().on_list("nghien", "2026-07-06").treated("bat_buoc", "2026-09-01", nth=1)
    [says] = found(story)
    assert "Điều 48 khoản 3 điểm b" in says


def test_a_row_without_its_day_is_told_not_fatal() -> None:
    story = Story()
    story._add("episodes", category="sdtp", from_date=None)
    assert found(story) == ["Ghi chép thiếu ngày hoặc loại nên không tính được."]


def test_a_test_in_the_future() -> None:
    assert found(Story().tested("2027-02-01")) == ["Ngày xét nghiệm 01/02/2027 ở tương lai."]
