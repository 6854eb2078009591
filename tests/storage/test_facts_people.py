"""Who is counted on a list, who is not and why, and from which day to which."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from tests.fact_cases import Commune, day, new_commune
from tests.offices import add_household, add_person, add_village, edit, remove


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    return new_commune(tmp_path / "office")


LISTS = [
    ("addicts", "nghien"),
    ("addicts_present", "nghien"),
    ("addicts_in_community", "nghien"),
    ("resident_addicts", "nghien"),
    ("users_present", "sdtp"),
    ("resident_users", "sdtp"),
    ("psychosis_present", "loan_than"),
    ("resident_psychosis", "loan_than"),
    ("suspected_users", "nghi_sdtp"),
    ("after_rehab", "sau_cai"),
]


@pytest.mark.parametrize(("fact", "category"), LISTS)
def test_nobody_then_one_from_the_first_to_the_last_day(
    commune: Commune, fact: str, category: str
) -> None:
    assert commune.value(fact) == 0
    commune.on_list(category, "2026-02-10", until_date="2026-02-20")
    assert commune.around(fact, "2026-02-10") == [0, 1, 1]
    after = 1 if fact == "suspected_users" else 0
    assert commune.around(fact, "2026-02-20") == [1, 1, after]


@pytest.mark.parametrize(("fact", "category"), LISTS)
def test_a_record_taken_out_of_the_book_does_not_count(
    commune: Commune, fact: str, category: str
) -> None:
    person = commune.person()
    episode = commune.episode(person, category)
    remove(commune.office, "episodes", episode)
    assert commune.value(fact) == 0


@pytest.mark.parametrize(("fact", "category"), LISTS[:-2])
def test_who_moved_away_is_on_no_list(commune: Commune, fact: str, category: str) -> None:
    person = commune.on_list(category)
    commune.add("transfers", person=person, moved_on="2026-02-15")
    assert commune.around(fact, "2026-02-15") == [1, 0, 0]
    commune.episode(person, category, "2026-02-25")
    assert commune.around(fact, "2026-02-25") == [0, 1, 1]


@pytest.mark.parametrize(
    ("state", "listed", "present", "in_community", "resident"),
    [
        ("co_mat", 1, 1, 1, 1),
        ("vang_mat", 1, 0, 1, 1),
        ("khong_ro", 1, 0, 1, 1),
        ("co_so_cai_nghien", 1, 0, 0, 0),
        ("tam_giu_tam_giam", 1, 0, 0, 0),
        ("trai_giam", 1, 0, 0, 0),
        ("chuyen_di", 0, 0, 0, 0),
    ],
)
def test_where_an_addict_is_decides_what_he_counts_for(
    commune: Commune, state: str, listed: int, present: int, in_community: int, resident: int
) -> None:
    addict = commune.on_list("nghien")
    commune.presence(addict, "co_mat", "2025-06-01")
    commune.presence(addict, state, "2026-02-10")
    named = ("addicts", "addicts_present", "addicts_in_community", "resident_addicts")
    wanted = [listed, present, in_community, resident]
    assert [commune.value(name, "2026-02-09") for name in named] == [1, 1, 1, 1]
    assert [commune.value(name, "2026-02-10") for name in named] == wanted


def test_the_newest_presence_that_holds_decides(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    commune.presence(addict, "co_so_cai_nghien", "2025-07-01", until_date="2026-02-20")
    assert commune.around("addicts_present", "2026-02-20") == [0, 0, 1]
    commune.presence(addict, "co_mat", "2026-02-15")
    assert commune.around("addicts_present", "2026-02-15") == [0, 1, 1]


def test_a_mark_on_the_episode_stands_in_for_a_presence_that_nobody_recorded(
    commune: Commune,
) -> None:
    addict = commune.on_list("nghien", in_community=0)
    assert commune.value("addicts_in_community") == 0
    assert commune.value("addicts_in_community", community_only="all") == 1
    commune.presence(addict, "co_mat", "2026-02-10")
    assert commune.around("addicts_in_community", "2026-02-10") == [0, 1, 1]


def test_people_in_a_facility_are_residents_by_the_other_reading(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    commune.presence(addict, "co_so_cai_nghien", "2025-07-01")
    assert commune.value("resident_addicts") == 0
    assert commune.value("resident_addicts", in_facility="resident") == 1


def test_an_addict_is_not_counted_as_a_user_besides(commune: Commune) -> None:
    person = commune.on_list("sdtp")
    commune.episode(person, "nghien", "2026-02-10")
    assert commune.around("resident_users", "2026-02-10") == [1, 0, 0]
    assert commune.around("resident_addicts", "2026-02-10") == [0, 1, 1]
    commune.episode(person, "loan_than", "2026-02-10")
    assert commune.value("psychosis_present") == 0


# -- files -----------------------------------------------------------------------------------------


def test_a_file_has_a_number_and_a_date_not_after_the_day(commune: Commune) -> None:
    person = commune.person()
    episode = commune.episode(person, "nghien")
    lacking = commune.fact("addicts_with_file")
    assert lacking.value == 0
    assert [(each.kind, each.id) for each in lacking.exceptions] == [("people", person)]
    assert lacking.exceptions[0].label == (
        "Lê Văn Cam, 01/05/1990 – chưa có hồ sơ quản lý có số và ngày"
    )
    edit(commune.office, "episodes", episode, file_number="01/HS")
    assert commune.value("addicts_with_file") == 0
    edit(commune.office, "episodes", episode, file_date="2026-02-10")
    assert commune.around("addicts_with_file", "2026-02-10") == [0, 1, 1]


def test_a_user_has_a_file_by_the_decision_of_this_episode_only(commune: Commune) -> None:
    user = commune.on_list("sdtp", "2024-01-01", until_date="2025-01-01")
    decision = {"person": user, "kind": "quan_ly_sdtp"}
    commune.add(
        "decisions", **decision, number="1/QĐ", signed_on="2024-01-01", term_until="2025-01-01"
    )
    commune.episode(user, "sdtp", "2026-02-01")
    for fact in ("users_present_with_file", "resident_users_with_file"):
        assert commune.value(fact) == 0
        assert [each.id for each in commune.fact(fact).exceptions] == [user]
    commune.add("decisions", **decision, number="2/QĐ", signed_on="2026-02-10")
    for fact in ("users_present_with_file", "resident_users_with_file"):
        assert commune.around(fact, "2026-02-10") == [0, 1, 1]


def test_after_rehabilitation_the_decision_is_the_file(commune: Commune) -> None:
    healed = commune.on_list("sau_cai")
    assert [each.id for each in commune.fact("after_rehab_with_decision").exceptions] == [healed]
    commune.add("decisions", person=healed, kind="sau_cai", number="3/QĐ", signed_on="2026-02-10")
    assert commune.around("after_rehab_with_decision", "2026-02-10") == [0, 1, 1]


def test_managed_people_have_a_file_and_count_once(commune: Commune) -> None:
    commune.on_list("nghien", name="Không có hồ sơ")
    file = {"file_number": "01/HS", "file_date": "2026-02-10"}
    both = commune.on_list("nghien", **file)
    commune.episode(both, "sdtp", **file)
    assert commune.around("managed_people", "2026-02-10") == [0, 1, 1]
    commune.presence(both, "co_so_cai_nghien", "2026-02-12")
    assert commune.value("managed_people") == 1
    assert commune.value("managed_people", absent_people="excluded") == 0


def test_users_are_left_out_where_only_addicts_are_meant(commune: Commune) -> None:
    file = {"file_number": "01/HS", "file_date": "2026-02-10"}
    commune.on_list("sdtp", "2026-02-01", "Phạm Văn Dừa", **file)
    commune.on_list("nghien", "2026-02-01", **file)
    assert commune.value("managed_people") == 2
    assert commune.around("managed_people", "2026-02-10", people_counted="addicts_only") == [
        0,
        1,
        1,
    ]


# -- treatment -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "until", "has_file", "takes_part"),
    [
        ("dang_thuc_hien", None, 1, 1),
        ("dang_thuc_hien", "2026-03-02", 1, 1),
        ("dang_thuc_hien", "2026-03-01", 0, 0),
        ("dang_lap_ho_so", None, 1, 0),
        ("hoan_thanh", "2026-03-02", 1, 1),
        ("hoan_thanh", "2026-03-01", 0, 0),
        ("bo", "2026-03-03", 1, 1),
        ("bo", "2026-03-02", 0, 0),
        ("bo", None, 0, 0),
    ],
)
def test_which_treatment_counts(
    commune: Commune, state: str, until: str | None, has_file: int, takes_part: int
) -> None:
    addict = commune.on_list("nghien")
    commune.treatment(addict, "tai_gia_dinh", state=state, until_date=until)
    assert commune.value("addicts_present_in_treatment") == has_file
    assert commune.value("addicts_present_in_treatment", treatment_file="in_treatment") == (
        takes_part
    )
    assert commune.value("addicts_in_treatment") == takes_part


def test_a_treatment_counts_from_its_first_day(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    assert [each.id for each in commune.fact("addicts_present_in_treatment").exceptions] == [addict]
    commune.treatment(addict, "bat_buoc", from_date="2026-02-10")
    assert commune.around("addicts_present_in_treatment", "2026-02-10") == [0, 1, 1]


def test_somebody_in_a_facility_takes_part_without_a_treatment_on_paper(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    commune.presence(addict, "co_so_cai_nghien", "2026-02-10")
    assert commune.around("addicts_in_treatment", "2026-02-10") == [0, 1, 1]


def test_substitution_for_more_than_twelve_months_and_clean(commune: Commune) -> None:
    addict = commune.on_list("nghien", "2024-01-01")
    commune.treatment(addict, "thay_the", from_date="2025-02-10")
    assert commune.around("substitution_over_12_months", "2026-02-10") == [0, 0, 1]
    commune.test(addict, "2025-09-01", "duong_tinh", prescribed=1)
    assert commune.value("substitution_over_12_months_clean") == 1
    commune.test(addict, "2026-02-20", "duong_tinh")
    assert commune.around("substitution_over_12_months_clean", "2026-02-20") == [1, 0, 0]
    assert commune.value("substitution_over_12_months", substitution_base="all_addicts") == 1


@pytest.mark.parametrize(
    ("form", "exempt"),
    [("thay_the", 1), ("tai_gia_dinh", 1), ("co_so_tu_nguyen", 0), ("bat_buoc", 0)],
)
def test_who_is_exempt_from_article_6(commune: Commune, form: str, exempt: int) -> None:
    addict = commune.on_list("nghien")
    commune.treatment(addict, form, from_date="2026-02-10")
    assert commune.around("exempt_residents", "2026-02-10") == [0, exempt, exempt]


def test_after_rehabilitation_is_exempt_only_of_those_counted_as_addicts_or_users(
    commune: Commune,
) -> None:
    commune.on_list("sau_cai", name="Chỉ sau cai")
    assert commune.value("exempt_residents") == 0
    both = commune.on_list("nghien")
    commune.episode(both, "sau_cai", "2026-02-10")
    assert commune.around("exempt_residents", "2026-02-10") == [0, 1, 1]
    commune.treatment(both, "thay_the")
    assert commune.value("exempt_residents") == 1
    commune.presence(both, "trai_giam", "2026-02-20")
    assert commune.value("exempt_residents") == 0


def test_one_of_the_two_results_may_be_preferred_and_then_nobody_counts_in_both(
    commune: Commune,
) -> None:
    """Q15: who is exempt from Điều 6 and has a file counts in Điều 4 too, unless one is chosen."""
    addict = commune.on_list("nghien", file_number="01/HS", file_date="2025-06-02")
    commune.treatment(addict, "thay_the", from_date="2026-02-10")
    both = {"both_results": "show_both"}
    assert commune.around("managed_people", "2026-02-10", **both) == [1, 1, 1]
    assert commune.around("exempt_residents", "2026-02-10", **both) == [0, 1, 1]
    free_first = {"both_results": "drug_free_first"}
    assert commune.around("managed_people", "2026-02-10", **free_first) == [1, 0, 0]
    class_first = {"both_results": "class_first"}
    assert commune.around("exempt_residents", "2026-02-10", **class_first) == [0, 0, 0]
    commune.presence(addict, "co_so_cai_nghien", "2026-02-20")
    assert commune.value("managed_people", **free_first) == 1


def test_an_exempt_person_without_a_file_is_in_no_rate_and_stays_exempt(commune: Commune) -> None:
    addict = commune.on_list("nghien")
    commune.treatment(addict, "thay_the")
    assert commune.value("exempt_residents", both_results="class_first") == 1


def test_a_managed_user_is_exempt_by_the_other_reading_until_using_again(commune: Commune) -> None:
    user = commune.on_list("sdtp", file_number="01/HS", file_date="2025-06-02")
    commune.test(user, "2025-06-01", "duong_tinh")
    assert commune.value("exempt_residents") == 0
    assert commune.value("exempt_residents", managed_user="exempt") == 1
    commune.test(user, "2026-02-10", "duong_tinh")
    assert commune.around("exempt_residents", "2026-02-10", managed_user="exempt") == [1, 0, 0]


# -- tests -----------------------------------------------------------------------------------------

NEGATIVE = [
    ("addicts_in_community_negative_test", "nghien"),
    ("resident_users_negative_test", "sdtp"),
    ("resident_psychosis_negative_test", "loan_than"),
]


@pytest.mark.parametrize(("fact", "category"), NEGATIVE)
def test_a_negative_test_holds_for_thirty_days(commune: Commune, fact: str, category: str) -> None:
    person = commune.on_list(category)
    lacking = commune.fact(fact).exceptions
    assert [(each.id, each.clears_on) for each in lacking] == [(person, None)]
    commune.test(person, "2026-01-31", "am_tinh")
    assert commune.around(fact, "2026-01-31") == [0, 1, 1]
    assert commune.around(fact, "2026-03-02") == [1, 1, 0]


@pytest.mark.parametrize(("fact", "category"), NEGATIVE)
def test_the_last_test_decides(commune: Commune, fact: str, category: str) -> None:
    person = commune.on_list(category)
    commune.test(person, "2026-02-10", "am_tinh")
    commune.test(person, "2026-02-20", "duong_tinh")
    assert commune.around(fact, "2026-02-20") == [1, 0, 0]
    commune.test(person, "2026-02-20", "am_tinh")
    assert commune.value(fact) == 0
    commune.test(person, "2026-02-25", "am_tinh")
    assert commune.value(fact) == 1


def test_a_prescribed_drug_is_held_against_nobody_unless_the_reading_says_so(
    commune: Commune,
) -> None:
    addict = commune.on_list("nghien")
    commune.test(addict, "2026-02-20", "duong_tinh", prescribed=1)
    fact = "addicts_in_community_negative_test"
    assert commune.value(fact) == 1
    assert commune.value(fact, prescribed_drugs="included") == 0


def test_a_suspect_is_tested_from_the_day_of_listing_on(commune: Commune) -> None:
    suspect = commune.on_list("nghi_sdtp", "2026-02-10")
    commune.test(suspect, "2026-02-09", "am_tinh")
    assert [each.id for each in commune.fact("suspected_users_tested").exceptions] == [suspect]
    commune.test(suspect, "2026-02-12", "am_tinh")
    assert commune.around("suspected_users_tested", "2026-02-12") == [0, 1, 1]


def test_suspects_of_an_earlier_year_count_only_while_they_are_listed(commune: Commune) -> None:
    commune.on_list("nghi_sdtp", "2025-03-01", until_date="2025-05-01", name="Đã xong")
    assert commune.value("suspected_users") == 0
    commune.on_list("nghi_sdtp", "2025-03-01")
    assert commune.value("suspected_users") == 1


def test_after_rehabilitation_tests_count_for_six_months_or_three(commune: Commune) -> None:
    healed = commune.on_list("sau_cai")
    commune.test(healed, "2025-09-02", "am_tinh")
    assert commune.around("after_rehab_tested", "2026-03-02") == [1, 1, 0]
    assert commune.value("after_rehab_tested", test_frequency="three_months") == 0


def test_support_counts_once_rehabilitation_is_over(commune: Commune) -> None:
    healed = commune.on_list("sau_cai", "2026-01-10")
    commune.add("supports", person=healed, kind="viec_lam", given_on="2026-01-09")
    commune.add("supports", person=healed, kind="y_te", given_on="2026-01-20")
    assert [each.id for each in commune.fact("after_rehab_supported").exceptions] == [healed]
    commune.add("supports", person=healed, kind="tu_van", given_on="2026-02-10")
    assert commune.around("after_rehab_supported", "2026-02-10") == [0, 1, 1]


@pytest.mark.parametrize("fact", ["psychosis_present_monitored", "resident_psychosis_monitored"])
def test_any_file_or_visit_watches_over_psychosis(commune: Commune, fact: str) -> None:
    person = commune.on_list("loan_than")
    assert [each.id for each in commune.fact(fact).exceptions] == [person]
    commune.add("visits", person=person, visited_on="2026-02-10")
    assert commune.around(fact, "2026-02-10") == [0, 1, 1]


def test_users_are_checked_in_every_whole_month_since_they_are_listed(commune: Commune) -> None:
    user = commune.on_list("sdtp", "2026-01-15")
    fact = "users_present_without_monthly_check"
    assert commune.around(fact, "2026-02-28") == [0, 1, 1]
    commune.add("visits", person=user, visited_on="2026-02-28")
    assert commune.around(fact, "2026-03-31") == [0, 1, 1]
    commune.presence(user, "vang_mat", "2026-03-31")
    assert commune.around(fact, "2026-03-31") == [0, 0, 0]


# -- when it clears --------------------------------------------------------------------------------


def test_a_user_clears_the_day_after_the_year_of_management(commune: Commune) -> None:
    user = commune.on_list("sdtp", "2025-06-01")
    record = commune.fact("resident_users").records[0]
    assert record.clears_on == date(2026, 6, 2)
    assert record.label.endswith("thời hạn quản lý đến 01/06/2026")
    commune.add(
        "decisions",
        person=user,
        kind="quan_ly_sdtp",
        number="1/QĐ",
        signed_on="2025-06-10",
        term_until="2026-06-10",
    )
    assert commune.fact("resident_users").records[0].clears_on == date(2026, 6, 11)


def test_a_term_that_is_over_says_what_is_to_be_done(commune: Commune) -> None:
    commune.on_list("sdtp", "2024-06-01")
    record = commune.fact("resident_users").records[0]
    assert "đã hết ngày 01/06/2025" in record.label


def test_days_nobody_knew_where_the_person_was_lengthen_the_term_of_the_new_law(
    commune: Commune,
) -> None:
    old, new = (commune.on_list("sdtp", since) for since in ("2026-06-01", "2026-08-01"))
    for user in (old, new):
        commune.presence(user, "khong_ro", "2026-09-01", until_date="2026-09-10")
        commune.presence(user, "co_mat", "2026-09-11")
    found = {
        each.id: each.clears_on
        for each in commune.fact("resident_users", day("2026-12-01")).records
    }
    assert found == {old: date(2027, 6, 2), new: date(2027, 8, 12)}


def test_an_addict_clears_with_the_decided_rehabilitation_and_otherwise_on_no_known_day(
    commune: Commune,
) -> None:
    addict = commune.on_list("nghien")
    assert commune.fact("resident_addicts").records[0].clears_on is None
    commune.add(
        "decisions",
        person=addict,
        kind="cai_tu_nguyen",
        number="2/QĐ",
        signed_on="2025-06-10",
        term_until="2027-06-10",
    )
    assert commune.fact("resident_addicts").records[0].clears_on == date(2027, 6, 11)


# -- since registration (5 January 2026) -----------------------------------------------------------

SINCE = [
    "newly_identified_since_registration",
    "users_turned_addicts_since_registration",
    "known_people_moved_in_since_registration",
    "new_addicts_since_registration",
]


def since(commune: Commune) -> list[int | bool | None]:
    return [commune.value(name) for name in SINCE]


def test_without_a_registration_nothing_since_it_is_known(commune: Commune) -> None:
    for name in [*SINCE, "addicts_at_registration", "users_at_registration"]:
        assert commune.value(name, pack="ninh-thuan-2024/commune-drug-free") is None
        assert commune.value(name, "2026-01-04") is None


def test_first_found_on_the_day_of_registration_is_new(commune: Commune) -> None:
    commune.on_list("nghien", "2026-01-04", name="Hôm trước")
    assert since(commune) == [0, 0, 0, 0]
    commune.on_list("nghien", "2026-01-05", name="Đúng ngày")
    assert since(commune) == [1, 0, 0, 1]
    commune.on_list("sdtp", "2026-02-10", until_date="2026-02-20", name="Đã ra")
    assert since(commune) == [2, 0, 0, 1]


def test_a_user_of_before_who_is_now_an_addict_is_told_apart(commune: Commune) -> None:
    person = commune.on_list("sdtp", "2025-06-01", until_date="2026-02-10")
    commune.episode(person, "nghien", "2026-02-10")
    assert since(commune) == [0, 1, 0, 1]


def test_known_people_who_moved_in_are_told_apart(commune: Commune) -> None:
    commune.on_list("nghien", "2026-02-10", arrived=1)
    assert since(commune) == [0, 0, 1, 0]


def test_a_relapse_is_not_a_first_finding(commune: Commune) -> None:
    person = commune.on_list("sau_cai", "2025-06-01")
    commune.episode(person, "nghien", "2026-02-10")
    assert since(commune) == [0, 0, 0, 0]


@pytest.mark.parametrize(("first_found", "new"), [("2019", 0), ("2026", 1), ("2025-12", 0)])
def test_the_profile_may_know_of_an_earlier_finding(
    commune: Commune, first_found: str, new: int
) -> None:
    person = commune.on_list("sdtp", "2026-02-10")
    commune.add("drug_profiles", person=person, first_found=first_found)
    assert commune.value(SINCE[0]) == new


def test_the_baseline_is_what_was_written_down_or_else_the_state_on_that_day(
    commune: Commune,
) -> None:
    commune.on_list("nghien", "2025-06-01", until_date="2026-02-01")
    commune.on_list("nghien", "2026-02-01", name="Sau ngày đăng ký")
    commune.on_list("sdtp", "2026-01-05", name="Đúng ngày đăng ký")
    assert commune.value("addicts_at_registration") == 1
    assert commune.value("users_at_registration") == 1
    campaign = commune.office.queries.ids("campaigns")[0]
    edit(commune.office, "campaigns", campaign, baseline_addicts=7, baseline_users=0)
    assert commune.value("addicts_at_registration") == 7
    assert commune.value("users_at_registration") == 0


# -- villages --------------------------------------------------------------------------------------


def test_a_person_counts_in_the_own_village_or_else_the_households(commune: Commune) -> None:
    here, there = add_village(commune.office), add_village(commune.office, "Thôn 2")
    home = add_household(commune.office, here)
    commune.episode(add_person(commune.office, village=here), "nghien")
    commune.episode(commune.person(household=home), "nghien")
    commune.episode(commune.person(household=home, village=there), "nghien")
    assert commune.value("resident_addicts", village=here) == 2
    assert commune.value("resident_addicts", village=there) == 1
    assert commune.value("resident_addicts") == 3


def test_a_long_list_is_counted_whole_and_named_in_part(commune: Commune) -> None:
    with commune.office.store.begin(Act("training.fill", commune.office.account.name)) as work:
        for _ in range(510):
            person = work.insert("people", {"full_name": "Lê Văn Cam"})
            work.insert(
                "episodes", {"person": person, "category": "nghien", "from_date": "2026-01-01"}
            )
        work.commit()
    fact = commune.fact("addicts_with_file")
    assert (commune.value("addicts"), fact.value, len(fact.exceptions)) == (510, 0, 500)
