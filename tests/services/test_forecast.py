"""The forecast told as histories: what happens by itself, what would have to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.criteria import Assessment, Status
from sachmatuy_desktop.domain.criteria.acts import Need
from sachmatuy_desktop.domain.criteria.forecast import Event, EventKind, Forecast, Lane
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput, Refused
from sachmatuy_desktop.services.criteria import assess
from sachmatuy_desktop.services.criteria.forecasting import forecast_to, furthest_day
from tests.fact_cases import IA_HDRAI, Commune, attest, day, drug_free_commune, new_commune
from tests.offices import add_household, edit, remove

TODAY = day("2026-03-02")
HOANG_PHONG = "hoang-phong-2024/commune-drug-free"
NATIONAL = "q28-2025/commune-drug-free"
CLASSES = "q28-2025/commune-class"
NINH_THUAN = "ninh-thuan-2024/commune-drug-free"
STANDS, FAILS, OPEN = Status.MET, Status.NOT_MET, Status.UNKNOWN


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Commune]:
    made = drug_free_commune(tmp_path / "xã")
    yield made
    made.office.close()


def foretold(commune: Commune, until: str, pack: str = IA_HDRAI, **readings: str) -> Forecast:
    return forecast_to(commune.office, pack, day(until), readings)


def lane(found: Forecast, criterion: str) -> Lane:
    return next(each for each in found.lanes if each.criterion == criterion)


def stretches(found: Forecast, criterion: str) -> list[tuple[str, Status]]:
    """From which day a criterion stands how."""
    return [(each.since.isoformat(), each.status) for each in lane(found, criterion).stretches]


def needed(found: Forecast, act: str) -> Need:
    [only] = [each for each in found.needs if each.id == act]
    return only


def told(found: Assessment) -> list[tuple[str, Status, int | None, int | None]]:
    """What a day comes to, criterion by criterion."""
    return [(each.id, each.status, each.numerator, each.denominator) for each in found.criteria]


def happening(found: Forecast, kind: EventKind) -> list[Event]:
    return [each for each in found.events if each.kind is kind]


# -- nothing to tell -------------------------------------------------------------------------------


def test_where_nothing_changes_both_answers_are_that_of_today(commune: Commune) -> None:
    found = foretold(commune, "2026-03-20")
    assert found.then_open == found.after_open == ()
    assert (found.events, found.needs) == ((), ())
    assert all(len(each.stretches) == 1 for each in found.lanes)
    assert found.asked == (TODAY, day("2026-03-20"))


@pytest.mark.parametrize("pack", [IA_HDRAI, HOANG_PHONG, NATIONAL, CLASSES, NINH_THUAN])
def test_doing_nothing_is_the_assessment_of_that_day(commune: Commune, pack: str) -> None:
    person = commune.on_list("sdtp", "2025-04-10", "Trần Văn Ổi")
    commune.test(person, "2026-02-15", "am_tinh")
    commune.add("incidents", kind="trong_cay", happened_on="2026-02-01", plants=3, area_m2=1)
    for until in ("2026-03-05", "2026-06-30", "2027-01-10"):
        found = foretold(commune, until, pack)
        assert found.then == assess(commune.office, pack, day(until))
        assert found.now == assess(commune.office, pack, TODAY)


@pytest.mark.parametrize("pack", [IA_HDRAI, HOANG_PHONG])
def test_on_every_day_between_the_band_is_the_assessment(commune: Commune, pack: str) -> None:
    commune.test(commune.on_list("nghien", "2025-04-10", "Trần Văn Ổi"), "2026-02-15", "am_tinh")
    found = foretold(commune, "2026-06-30", pack)
    assert found.left_out == 0
    for later in range(0, 120, 9):
        on = TODAY + timedelta(days=later)
        told = {each.id: each.status for each in assess(commune.office, pack, on).criteria}
        for each in found.lanes:
            [here] = [part for part in each.stretches if part.since <= on <= part.until]
            assert here.status is told[each.criterion], (on, each.criterion)


# -- terms -----------------------------------------------------------------------------------------


def test_a_term_that_ends_asks_for_a_paper_and_takes_nobody_away(commune: Commune) -> None:
    found = foretold(commune, "2026-06-30")
    assert stretches(found, "IAH.c") == [("2026-03-02", STANDS), ("2026-06-02", FAILS)]
    ended = needed(found, "T12")
    assert (ended.count, ended.last, ended.is_overdue) == (1, day("2026-06-01"), False)
    assert ended.says == "Chấm dứt quản lý do hết thời hạn"
    assert ended.condition == "nếu đủ điều kiện chấm dứt khi hết thời hạn"
    assert ended.criteria == ("IAH.d",)
    [user, healed] = happening(found, EventKind.TERM)
    assert user.day == healed.day == day("2026-06-01")
    assert user.records == ended.records
    assert "1 người hết thời hạn" in user.says
    assert lane(found, "IAH.c").then.status is FAILS
    assert lane(found, "IAH.c").after.status is STANDS


def test_who_is_overdue_today_is_told_first(commune: Commune) -> None:
    commune.on_list("sdtp", "2025-01-10", "Trần Văn Ổi", file_number="9/HS", file_date="2025-01-11")
    found = foretold(commune, "2026-03-20")
    assert found.needs[0].id == "T12"
    assert found.needs[0].is_overdue
    assert "đã quá hạn" in happening(found, EventKind.TERM)[0].says


def test_a_user_whose_term_runs_on_keeps_the_commune_from_article_6(commune: Commune) -> None:
    """No act clears it, none is invented; the day on which it can clear is told."""
    attest(commune, "review", pack=NATIONAL, signed_on="2026-03-01")
    remove(commune.office, "people", commune.office.queries.ids("people", search="Cam")[0])
    found = foretold(commune, "2026-04-30", NATIONAL)
    persons = lane(found, "Q28.6.1")
    assert persons.then.status is persons.after.status is FAILS
    assert persons.after.clears_on == day("2026-06-02")
    assert not any("Q28.6.1" in each.criteria for each in found.needs)
    later = foretold(commune, "2026-06-20", NATIONAL)
    assert lane(later, "Q28.6.1").then.status is FAILS
    assert lane(later, "Q28.6.1").after.status is STANDS
    assert "2026-06-02" in {each.day.isoformat() for each in found.alternatives}


# -- attestations ----------------------------------------------------------------------------------


def test_an_attestation_grows_too_old_and_is_needed_anew(commune: Commune) -> None:
    found = foretold(commune, "2026-05-31")
    assert stretches(found, "IAH.b") == [("2026-03-02", STANDS), ("2026-05-22", OPEN)]
    [renewal] = [each for each in found.needs if each.criteria == ("IAH.b",)]
    assert renewal.id == "xac_nhan"
    assert (renewal.first, renewal.last) == (day("2026-03-02"), day("2026-05-31"))
    assert renewal.condition == "nếu Trưởng Công an xã xác nhận"
    assert lane(found, "IAH.b").after.status is STANDS
    assert day("2026-05-22") in {each.day for each in happening(found, EventKind.ATTESTATION)}


def test_on_its_last_day_it_still_counts(commune: Commune) -> None:
    assert lane(foretold(commune, "2026-05-21"), "IAH.b").then.status is STANDS
    assert lane(foretold(commune, "2026-05-22"), "IAH.b").then.status is OPEN


def test_a_review_that_vouches_for_a_zero_is_asked_for(commune: Commune) -> None:
    found = foretold(commune, "2026-05-31")
    assert lane(found, "IAH.a").then.status is OPEN
    [review] = [each for each in found.needs if "IAH.a" in each.criteria]
    assert review.id == "xac_nhan"
    assert lane(found, "IAH.a").after.status is STANDS


def test_a_no_is_not_foretold_to_become_a_yes(commune: Commune) -> None:
    attest(commune, "no_suspicion", "khong", signed_on="2026-03-01")
    found = foretold(commune, "2026-03-31")
    [denied] = [each for each in found.needs if each.criteria == ("IAH.b",)]
    assert not denied.is_assumed
    assert lane(found, "IAH.b").after.status is FAILS


# -- households ------------------------------------------------------------------------------------


def test_unsigned_households_stand_by_village(commune: Commune) -> None:
    [village] = commune.office.queries.ids("villages")
    asked: dict[str, Value] = {"kind": "ho_gia_dinh", "signed_on": "2026-02-10", "reason": "bận"}
    for head, outcome in (("Một", None), ("Hai", "tu_choi"), ("Ba", "vang"), ("Bốn", "vang")):
        home = add_household(commune.office, village, head)
        if outcome:
            commune.add("commitments", household=home, outcome=outcome, **asked)
    found = foretold(commune, "2026-03-31")
    [line] = found.villages
    assert (line.name, line.waiting, line.refused, line.absent) == ("Thôn 1", 1, 1, 2)
    signing = needed(found, "cam_ket_ho")
    assert (signing.count, set(signing.records)) == (4, set(line.households))
    assert signing.condition == "nếu đại diện hộ đồng ý ký"
    assert lane(found, "IAH.e").then.status is FAILS
    assert lane(found, "IAH.e").after.status is STANDS


def test_a_commitment_written_for_a_later_day_is_a_figure_that_changes(commune: Commune) -> None:
    [village] = commune.office.queries.ids("villages")
    home = add_household(commune.office, village, "Mai")
    commune.add(
        "commitments", kind="ho_gia_dinh", household=home, outcome="da_ky", signed_on="2026-03-10"
    )
    found = foretold(commune, "2026-03-31")
    assert stretches(found, "IAH.e") == [("2026-03-02", FAILS), ("2026-03-10", STANDS)]
    [change] = [each for each in happening(found, EventKind.FIGURE) if "IAH.e" in each.criteria]
    assert change.day == day("2026-03-10")
    assert change.says.endswith(": 1 → 2.")


# -- tests, checks, models -------------------------------------------------------------------------


def test_tests_grow_old_and_planned_ones_are_counted(commune: Commune) -> None:
    [addict] = commune.office.queries.ids("people", search="Cam")
    commune.test(addict, "2026-02-20", "am_tinh")
    commune.add("tests", person=addict, planned_on="2026-04-20")
    found = foretold(commune, "2026-04-30", HOANG_PHONG)
    [again] = [each for each in found.needs if each.records == (addict,)]
    assert (again.first, again.last) == (day("2026-03-31"), day("2026-04-30"))
    assert (again.id, again.planned) == ("xet_nghiem_30_ngay", 1)
    assert again.condition == "nếu kết quả âm tính"
    [planned] = happening(found, EventKind.PLANNED)
    assert (planned.day, planned.register) == (day("2026-04-20"), "tests")
    fell = [each.day for each in happening(found, EventKind.FIGURE) if "HP.1" in each.criteria]
    assert fell == [day("2026-03-23")]


def test_a_month_that_was_missed_is_not_made_good(commune: Commune) -> None:
    """Only what falls due from today on can still be done in time."""
    found = foretold(commune, "2026-04-15")
    assert needed(found, "kiem_tra_thang").count == 1
    [visit] = [
        each
        for each in commune.office.queries.ids("visits")
        if commune.office.queries.rows("visits", [each])[each]["visited_on"] == "2026-01-10"
    ]
    remove(commune.office, "visits", visit)
    again = foretold(commune, "2026-04-15")
    assert not any(each.id == "kiem_tra_thang" for each in again.needs)


def test_a_model_falls_silent_after_twelve_months(commune: Commune) -> None:
    found = foretold(commune, "2027-02-15")
    assert ("2027-02-01", FAILS) in stretches(found, "IAH.g")
    lively = needed(found, "mo_hinh")
    assert (lively.count, lively.register) == (1, "models")
    [model] = commune.office.queries.ids("models")
    edit(commune.office, "models", model, state="ngung", state_from="2026-03-01")
    stopped = foretold(commune, "2027-02-15")
    assert not any(each.id == "mo_hinh" for each in stopped.needs)
    assert lane(stopped, "IAH.g").after.status is FAILS


def test_points_are_cleared_by_work_unless_the_reading_counts_them_on(commune: Commune) -> None:
    [village] = commune.office.queries.ids("villages")
    commune.add("hotspots", kind="tu_diem", village=village, detected_on="2026-02-25")
    found = foretold(commune, "2026-03-31")
    assert lane(found, "IAH.a").then.status is FAILS
    assert lane(found, "IAH.a").after.status is STANDS
    strict = foretold(commune, "2026-03-31", eliminated_points="twelve_months")
    assert lane(strict, "IAH.a").after.status is FAILS


def test_the_new_year_clears_what_happened_in_the_old(commune: Commune) -> None:
    attest(commune, "review", pack=NATIONAL, signed_on="2026-03-01")
    person = commune.person("Trần Văn Ổi")
    commune.test(person, "2026-02-20", "duong_tinh")
    found = foretold(commune, "2027-01-10", NATIONAL)
    assert stretches(found, "Q28.6.2")[0] == ("2026-03-02", FAILS)
    assert ("2026-12-15", OPEN) in stretches(found, "Q28.6.2")
    said = {each.day.isoformat() for each in happening(found, EventKind.CALENDAR)}
    assert said == {"2026-12-14", "2026-12-15", "2026-12-19"}


def test_figures_nobody_wrote_down_are_asked_for_and_not_guessed(tmp_path: Path) -> None:
    commune = new_commune(tmp_path / "xã")
    found = foretold(commune, "2026-03-31", CLASSES)
    population = needed(found, "nhan_khau")
    assert not population.is_assumed
    assert population.register == "populations"
    assert set(found.after_open) == set(found.then_open) != set()
    commune.office.close()


def test_a_village_is_foretold_by_itself(commune: Commune) -> None:
    [village] = commune.office.queries.ids("villages")
    other = commune.add("villages", name="Khu phố 2", kind="khu_pho")
    add_household(commune.office, other, "Nơi khác")
    pack = "lang-chanh-2023/neighbourhood"
    found = forecast_to(commune.office, pack, day("2026-06-30"), village=village)
    assert found.then == assess(commune.office, pack, day("2026-06-30"), village)
    pledge = next(each for each in found.needs if each.figure == "neighbourhood_pledged")
    assert (pledge.id, pledge.count, pledge.records) == ("cam_ket_khac", 1, (village,))
    assert {each.name for each in found.villages} <= {"Thôn 1"}
    gone = {one for each in happening(found, EventKind.TERM) for one in each.records}
    assert len(gone) == 2
    elsewhere = forecast_to(commune.office, pack, day("2026-06-30"), village=other)
    assert happening(elsewhere, EventKind.TERM) == []


# -- other days, limits ----------------------------------------------------------------------------


def test_three_to_five_days_are_compared(commune: Commune) -> None:
    for pack in (IA_HDRAI, HOANG_PHONG, NATIONAL, CLASSES):
        found = foretold(commune, "2026-05-31", pack)
        days = [each.day for each in found.alternatives]
        assert days == sorted(set(days))
        assert 3 <= len(days) <= 5
        assert day("2026-05-31") in days
        for each in found.alternatives:
            anew = assess(commune.office, pack, each.day)
            assert told(each.then) == told(anew)


def test_too_many_days_of_change_are_thinned_and_counted(commune: Commune) -> None:
    for number in range(40):
        person = commune.on_list("nghien", "2025-04-10", f"Người {number}")
        taken = day("2026-02-01") + timedelta(days=number % 29)
        commune.test(person, taken.isoformat(), "am_tinh")
    found = foretold(commune, "2026-06-30", HOANG_PHONG)
    assert found.left_out > 0
    assert len(found.asked) <= 18
    for each in found.lanes:
        for part in each.stretches:
            told = assess(commune.office, HOANG_PHONG, part.since)
            [here] = [one for one in told.criteria if one.id == each.criterion]
            assert here.status is part.status


def test_a_day_that_is_over_or_too_far_is_refused(commune: Commune) -> None:
    for wrong in (TODAY, furthest_day(TODAY) + timedelta(days=1)):
        with pytest.raises(BadInput, match="sau hôm nay"):
            forecast_to(commune.office, IA_HDRAI, wrong)


def test_it_can_be_stopped(commune: Commune) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 1:
            raise Refused("dừng")

    with pytest.raises(Refused):
        forecast_to(commune.office, IA_HDRAI, day("2026-12-01"), progress=stop)


# -- who is told -----------------------------------------------------------------------------------


def test_without_the_right_to_see_lists_the_answers_are_the_same_and_nobody_is_named(
    commune: Commune,
) -> None:
    whole = foretold(commune, "2026-06-30")
    commune.office.account = type(commune.office.account)("binh", "Lê Thị Bình", "village")
    shown = foretold(commune, "2026-06-30")
    assert (shown.then_open, shown.after_open) == (whole.then_open, whole.after_open)
    assert [each.says for each in shown.needs] == [each.says for each in whole.needs]
    assert [each.says for each in shown.events] == [each.says for each in whole.events]
    people = set(commune.office.queries.ids("people"))
    led = {one for need in shown.needs for one in need.records}
    led |= {one for event in shown.events for one in event.records}
    assert led.isdisjoint(people)
    assert not any(person in repr(shown) for person in people)


@pytest.mark.parametrize(
    "happen",
    [
        lambda commune: commune.on_list("nghien", "2026-03-01", "Trần Văn Ổi"),
        lambda commune: commune.add(
            "incidents", kind="san_xuat", happened_on="2026-03-01", plants=0, area_m2=0
        ),
    ],
    ids=["an addict without a file", "a case"],
)
def test_a_bad_fact_never_improves_either_answer(
    commune: Commune, happen: Callable[[Commune], object]
) -> None:
    before = foretold(commune, "2026-03-31", NINH_THUAN)
    happen(commune)
    after = foretold(commune, "2026-03-31", NINH_THUAN)
    assert set(before.then_open) <= set(after.then_open)
    assert set(before.after_open) <= set(after.after_open)
