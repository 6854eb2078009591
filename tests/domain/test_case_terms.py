"""The terms of the law on real dates, each with its article."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.cases.clock import Phase
from tests.domain.case_stories import CLOCK, Story, day


def test_a_user_is_managed_for_a_year_from_the_decision() -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 2."""
    term = Story().managed("2026-07-06").term("2026-08-01")
    assert (term.start, term.end) == (day("2026-07-06"), day("2027-07-06"))
    assert "Điều 24 khoản 2" in term.source
    assert term.version == "V2"


def test_the_year_begun_on_29_february_ends_on_the_28th() -> None:
    """Bộ luật Dân sự 2015, Điều 148: the corresponding day, or the last day of the month."""
    assert Story().managed("2028-02-29").end("2028-03-01") == "2029-02-28"


def test_an_absence_with_unknown_destination_does_not_count() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 60 khoản 2: ten days away, ten days longer."""
    story = Story().managed("2026-07-06").was("khong_ro", "2026-11-01", "2026-11-10")
    term = story.term("2026-12-01")
    assert term.end == day("2027-07-16")
    assert term.uncounted_days == 10


def test_an_ordinary_absence_counts() -> None:
    """Only an absence “dẫn đến không xác định được nơi đến” stands still (C14)."""
    story = Story().managed("2026-07-06").was("vang_mat", "2026-11-01", "2026-11-10")
    assert story.end("2026-12-01") == "2027-07-06"


def test_while_the_person_is_away_the_end_moves_day_by_day() -> None:
    story = Story().managed("2026-07-06").was("khong_ro", "2026-11-01")
    assert story.end("2026-11-01") == "2027-07-07"
    assert story.end("2026-11-05") == "2027-07-11"


def test_the_law_before_had_no_such_rule() -> None:
    """Nghị định 105/2021/NĐ-CP says nothing of absence; a running term keeps its law."""
    story = Story().managed("2026-06-30").was("khong_ro", "2026-11-01", "2026-11-10")
    term = story.term("2026-12-01")
    assert (term.end, term.version) == (day("2027-06-30"), "V1b")


def test_detention_does_not_move_the_end() -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 7: “tiếp tục … cho đến hết thời hạn quản lý”."""
    story = (
        Story()
        .managed("2026-07-06")
        .decided("tam_dinh_chi", "2026-09-01")
        .was("tam_giu_tam_giam", "2026-09-01", "2026-12-01")
    )
    assert story.state("2026-10-01") == "SDTP_TDC"
    assert story.end("2026-10-01") == "2027-07-06"
    assert story.state("2026-12-01") == "SDTP"


def test_repeated_use_starts_a_new_year() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 59 khoản 1; Nghị định 105/2021/NĐ-CP, Điều 43 khoản 2."""
    story = Story().managed("2026-07-06").decided("quan_ly_sdtp", "2027-03-01")
    assert story.end("2027-02-28") == "2027-07-06"
    assert story.end("2027-03-01") == "2028-03-01"


def arrival(decided: str) -> Story:
    """Left on 6 June 2027 with thirty days to go."""
    return Story().on_list(
        "sdtp", decided, arrived=1, left_on="2027-06-06", carried_until="2027-07-06"
    )


def test_after_a_move_what_was_left_runs_from_the_new_decision() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 60 khoản 1 (reading R1; question Q04)."""
    term = arrival("2027-06-16").decided("quan_ly_sdtp", "2027-06-16").term("2027-06-20")
    assert term.end == day("2027-07-16")
    assert term.questions == ("Q04",)


def test_before_the_new_decision_the_old_end_stands() -> None:
    assert arrival("2027-06-16").end("2027-06-16") == "2027-07-06"


def test_under_the_law_before_the_clock_ran_on_after_a_move() -> None:
    """Nghị định 105/2021/NĐ-CP, Điều 43 khoản 3."""
    story = Story().on_list(
        "sdtp", "2025-06-16", arrived=1, left_on="2025-06-06", carried_until="2025-07-06"
    )
    assert story.decided("quan_ly_sdtp", "2025-06-16").end("2025-06-20") == "2025-07-06"


@pytest.mark.parametrize(
    ("nth", "end"), [(None, "2028-07-10"), (1, "2028-07-10"), (2, "2029-07-10")]
)
def test_rehabilitation_takes_24_months_and_36_from_the_second_time_on(
    nth: int | None, end: str
) -> None:
    """Luật 120/2025/QH15, Điều 29 khoản 1, from the minutes of acceptance (Điều 32 khoản 2 a)."""
    story = Story().on_list("nghien", "2026-07-07").treated("tai_gia_dinh", "2026-07-10", nth=nth)
    term = story.term("2026-08-01")
    assert term.end.isoformat() == end
    assert ("Q26" in term.questions) == (nth is None)


def test_rehabilitation_begun_before_july_2026_runs_to_the_end_of_the_old_term() -> None:
    """Luật 120/2025/QH15, Điều 56 khoản 1."""
    story = (
        Story()
        .on_list("nghien", "2026-05-01")
        .treated("tai_gia_dinh", "2026-06-30", months=6, decided_on="2026-06-29")
    )
    assert story.term("2026-08-01").version == "V1b"
    assert story.end("2026-08-01") == "2026-12-30"


def test_a_file_decided_after_july_2026_has_the_new_term() -> None:
    """Luật 120/2025/QH15, Điều 56 khoản 2."""
    story = (
        Story()
        .on_list("nghien", "2026-05-01")
        .treated("tai_gia_dinh", "2026-07-02", nth=1, decided_on="2026-07-01")
    )
    assert story.end("2026-08-01") == "2028-07-02"


def test_the_time_of_interim_management_is_deducted() -> None:
    """Luật 120/2025/QH15, Điều 37 khoản 2."""
    story = Story().treated("bat_buoc", "2026-09-01", nth=1, deducted_days=31)
    assert story.end("2026-10-01") == "2028-08-01"


def test_an_escape_from_a_facility_does_not_count() -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 109 khoản 3."""
    story = Story().treated("bat_buoc", "2026-09-01", nth=1)
    assert story.was("khong_ro", "2027-01-01", "2027-01-05").end("2027-02-01") == "2028-09-06"


def test_an_absence_from_home_rehabilitation_is_not_said_to_stand_still() -> None:
    story = Story().on_list("nghien", "2026-07-07").treated("tai_gia_dinh", "2026-07-10", nth=1)
    assert story.was("khong_ro", "2027-01-01", "2027-01-05").end("2027-02-01") == "2028-07-10"


def completed(form: str, begun: str, birth: str = "1990-05-01", **more: object) -> Story:
    """Rehabilitation completed on 31 August 2028, the decision six days late."""
    return (
        Story(birth)
        .treated(form, begun, "hoan_thanh", until_date="2028-08-31", **more)
        .on_list("sau_cai", "2028-09-06")
        .decided("sau_cai", "2028-09-06", term_from="2028-08-31")
    )


def test_post_rehabilitation_runs_from_completion_however_late_the_decision() -> None:
    """Luật 120/2025/QH15, Điều 42 khoản 1; question Q10."""
    term = completed("tai_gia_dinh", "2026-08-31").term("2028-10-01")
    assert (term.start, term.end) == (day("2028-08-31"), day("2029-08-31"))


def test_it_takes_two_years_after_compulsory_rehabilitation_of_a_grown_up() -> None:
    """Luật 120/2025/QH15, Điều 42 khoản 2."""
    assert completed("bat_buoc", "2026-08-31").end("2028-10-01") == "2030-08-31"


def test_and_one_year_for_who_was_under_18_when_it_was_ordered() -> None:
    """Luật 120/2025/QH15, Điều 42 khoản 1; question Q25: who turned 18 inside."""
    assert completed("bat_buoc", "2026-08-31", "2009-05-01").end("2028-10-01") == "2029-08-31"
    assert completed("bat_buoc", "2026-08-31", minor=1).end("2028-10-01") == "2029-08-31"


@pytest.mark.parametrize(
    ("reported", "end"), [(0, "2029-09-10"), (1, "2029-08-31"), (None, "2029-08-31")]
)
def test_an_absence_not_reported_does_not_count_in_post_rehabilitation(
    reported: int | None, end: str
) -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 136 khoản 1 a (question Q11); not said is not held against."""
    story = completed("tai_gia_dinh", "2026-08-31")
    assert (
        story.was("vang_mat", "2029-01-01", "2029-01-10", reported=reported).end("2029-02-01")
        == end
    )


def test_what_prison_broke_off_runs_on_afterwards() -> None:
    """Luật 120/2025/QH15, Điều 47 khoản 1."""
    story = (
        Story()
        .on_list("sau_cai", "2029-08-07", "2030-01-07", ended_by="T55", owed_days=212)
        .was("trai_giam", "2030-01-07", "2031-01-07")
    )
    assert story.state("2030-06-01") == "AN_TU"
    assert story.lists("2030-06-01") == []
    story.on_list("sau_cai", "2031-01-07", owed_days=212)
    assert story.state("2031-02-01") == "SAU_CAI"
    assert story.end("2031-02-01") == "2031-08-07"


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        ("2027-05-06", Phase.RUNNING),
        ("2027-05-07", Phase.PREPARE),
        ("2027-06-06", Phase.SOON),
        ("2027-06-29", Phase.LAST_DAYS),
        ("2027-07-06", Phase.LAST_DAYS),
        ("2027-07-07", Phase.OVER),
    ],
)
def test_60_30_and_7_days_before_the_end_it_is_prepared(on: str, phase: Phase) -> None:
    term = Story().managed("2026-07-06").term(on)
    assert term.phase(day(on), CLOCK.book.prepare_days) is phase


# -- where a person stands -------------------------------------------------------------------------


def test_nobody_is_on_a_list_because_of_a_test_alone() -> None:
    """N163 Điều 57–59: positive, a decision is waited for; there is no list of that."""
    story = Story().tested("2026-07-06")
    assert story.state("2026-07-06") == "CHO_QD"
    assert story.lists("2026-07-06") == []
    assert Story().tested("2026-07-06", prescribed=1).state("2026-07-06") == "RA"


def test_the_lists_that_only_plans_ask_for_are_not_statutory() -> None:
    story = Story().on_list("nghi_sdtp", "2026-07-06").on_list("nguy_co_cao", "2026-07-06")
    standing = story.standing("2026-07-06")
    assert standing.state.code == "NGHI"
    assert standing.statutory == ()
    for entry in standing.lists:
        assert "Không có danh sách theo luật" in entry.list.note
        assert set(entry.list.keeps) == {"reason", "end_reason"}


def test_in_a_facility_one_is_off_the_list_of_addicts_since_july_2026() -> None:
    """Luật 120/2025/QH15, Điều 48 khoản 3 b; before, one stayed (Luật 73/2021/QH14, Điều 43)."""
    states = {each.code: each for each in CLOCK.book.states}
    assert states["CAI_BB"].list_in("V1") == "DS-NGHIỆN"
    assert states["CAI_BB"].list_in("V2") == "-"
    assert states["CAI_GD"].list_in("V2") == "DS-NGHIỆN"


def test_who_moved_away_is_on_no_list_though_nobody_closed_the_episode() -> None:
    story = Story().managed("2026-07-06").moved("2026-09-01")
    assert story.lists("2026-08-31") == ["DS-SDTP"]
    assert story.lists("2026-09-01") == []
    assert story.state("2026-09-01") == "RA"


def test_a_step_counts_from_its_day_on() -> None:
    story = Story().managed("2026-07-06", "2027-07-06").on_list("nghien", "2027-07-06")
    assert story.state("2027-07-05") == "SDTP"
    assert story.state("2027-07-06") == "NGHIEN"
