"""The packs that ask for all, or for some, of their criteria, as an official reads them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    FactRecord,
    Outcome,
    RulePack,
    evaluate,
)
from sachmatuy_desktop.domain.criteria.checks import AllOf
from sachmatuy_desktop.domain.criteria.exempting import dated_by_who_is_left
from sachmatuy_desktop.domain.criteria.rules import Parts
from tests.domain.criteria_cases import (
    CUT_OFF,
    LIBRARY,
    Values,
    all_attested,
    assess,
    criterion,
    pack,
    statuses,
)

Q28_FREE = "q28-2025/commune-drug-free"
PROVINCE = "q28-2025/province-class"
IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
NINH_THUAN = "ninh-thuan-2024/commune-drug-free"
HOANG_PHONG = "hoang-phong-2024/commune-drug-free"
LANG_CHANH = "lang-chanh-2023/neighbourhood"
DISTRICT_HOT = "ninh-thuan-2024/district-hot-spot"
DISTRICT_FREE = "ninh-thuan-2024/district-drug-free"

DECIDING = sorted(one.id for one in LIBRARY.all() if isinstance(one, RulePack) and not one.classes)


def quiet(pack_id: str, **changes: int | bool | None) -> dict[str, int | bool | None]:
    """Every fact of a pack at zero or no, but for the changes."""
    facts = pack(pack_id).facts
    return {**{fact.name: fact.type == "int" and 0 for fact in facts}, **changes}


# -- Điều 6: không ma túy --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "outcome", "failing"),
    [
        ({}, "yes", ""),
        ({"resident_addicts": 2, "resident_users": 1, "exempt_residents": 3}, "yes", ""),
        ({"resident_addicts": 2, "exempt_residents": 1}, "no", "Q28.6.1"),
        ({"resident_users": 1}, "no", "Q28.6.1"),
        ({"resident_violations": 1}, "no", "Q28.6.2"),
        ({"fugitives_hiding": 1}, "no", "Q28.6.2"),
        ({"use_points": 1}, "no", "Q28.6.3"),
    ],
)
def test_a_commune_without_drugs(changes: Values, outcome: str, failing: str) -> None:
    assessment = assess(Q28_FREE, quiet(Q28_FREE, **changes))
    assert assessment.outcome == outcome
    assert [one for one, status in statuses(assessment).items() if status == "not_met"] == (
        [failing] if failing else []
    )


def test_more_exempt_people_than_people_is_a_contradiction_not_a_pass() -> None:
    assessment = assess(Q28_FREE, quiet(Q28_FREE, resident_addicts=1, exempt_residents=2))
    assert criterion(assessment, "Q28.6.1").status == "unknown"
    assert any("mâu thuẫn" in warning for warning in assessment.warnings)


def test_of_nobody_nobody_is_exempt_whether_or_not_they_were_counted() -> None:
    assert assess(Q28_FREE, quiet(Q28_FREE, exempt_residents=None)).outcome == "yes"
    someone = quiet(Q28_FREE, resident_users=1, exempt_residents=None)
    assert assess(Q28_FREE, someone).outcome == "unknown"


def test_one_known_failure_decides_although_the_rest_is_missing() -> None:
    assert assess(Q28_FREE, {"use_points": 1}).outcome == "no"
    assert assess(Q28_FREE, {"use_points": 0}).outcome == "unknown"


def test_the_missing_review_is_a_warning_only() -> None:
    bare = assess(Q28_FREE, quiet(Q28_FREE))
    reviewed = assess(Q28_FREE, quiet(Q28_FREE), {"review": True})
    assert any("chưa có xác nhận kèm theo" in warning.lower() for warning in bare.warnings)
    assert not any("kèm theo" in warning for warning in reviewed.warnings)


def test_exempt_people_do_not_block_and_the_last_of_the_others_tells_when_it_clears() -> None:
    exempt = FactRecord("person", "1", "người thứ nhất")
    early = FactRecord("person", "2", clears_on=date(2027, 1, 10))
    late = FactRecord("person", "3", clears_on=date(2027, 5, 20))
    facts = [
        Fact("resident_addicts", 2, (exempt, early), clears_on=date(2027, 1, 10)),
        Fact("resident_users", 1, (late,)),
        Fact("exempt_residents", 1, (exempt,)),
    ]
    result = criterion(evaluate(pack(Q28_FREE), facts, as_of=CUT_OFF), "Q28.6.1")
    assert result.numerator == 2
    assert result.blocking == (early, late)
    assert result.clears_on == date(2027, 5, 20)


@pytest.mark.parametrize(
    ("users", "clears_on"),
    [
        ((), date(2027, 1, 10)),
        ((FactRecord("person", "5"),), date(2027, 1, 10)),
        ((FactRecord("person", "5"), FactRecord("person", "6")), None),
    ],
)
def test_a_day_that_an_exempt_person_does_not_have_keeps_nobody_elses_back(
    users: tuple[FactRecord, ...], clears_on: date | None
) -> None:
    """Persons 1 and 5 are exempt and have no day; that of 6 is not known although 6 blocks."""
    exempt, blocking = FactRecord("person", "1"), FactRecord("person", "2", "", date(2027, 1, 10))
    facts = [
        Fact("resident_addicts", 2, (exempt, blocking)),
        Fact("resident_users", len(users), users),
        Fact("exempt_residents", 1 + bool(users), (exempt, *users[:1])),
    ]
    result = criterion(evaluate(pack(Q28_FREE), facts, as_of=CUT_OFF), "Q28.6.1")
    assert result.blocking == (blocking, *users[1:])
    assert result.clears_on == clears_on


@pytest.mark.parametrize(
    "users",
    [(), (FactRecord("person", "5"),), (FactRecord("person", "5"), FactRecord("person", "6"))],
)
def test_figures_without_their_records_clear_on_the_same_day(users: tuple[FactRecord, ...]) -> None:
    exempt, blocking = FactRecord("person", "1"), FactRecord("person", "2", "", date(2027, 1, 10))
    counted = dated_by_who_is_left(
        pack(Q28_FREE),
        [
            Fact("resident_addicts", 2, (exempt, blocking)),
            Fact("resident_users", len(users), users),
            Fact("exempt_residents", 2, (exempt, FactRecord("person", "5"))),
        ],
    )
    results = [
        criterion(evaluate(pack(Q28_FREE), facts, as_of=CUT_OFF), "Q28.6.1")
        for facts in (counted, [_without_records(fact) for fact in counted])
    ]
    assert results[0].clears_on == results[1].clears_on
    assert results[0].numerator == results[1].numerator


def _without_records(fact: Fact) -> Fact:
    return Fact(fact.name, fact.value, clears_on=fact.earliest_clearing())


def test_of_some_who_are_not_told_apart_no_day_is_known() -> None:
    exempt = FactRecord("person", "1")
    facts = [
        Fact("resident_addicts", 3, (exempt,)),
        Fact("resident_users", 1, (FactRecord("person", "2", "", date(2027, 1, 10)),)),
        Fact("exempt_residents", 1, (exempt,)),
    ]
    result = criterion(evaluate(pack(Q28_FREE), facts, as_of=CUT_OFF), "Q28.6.1")
    assert (result.numerator, result.clears_on) == (3, None)


# -- Điều 5 và cấp huyện: đủ một số tiêu chí -------------------------------------------------------

PROVINCE_HITS: dict[str, dict[str, int | bool | None]] = {
    "Q28.5.1": {"managed_people": 2_000},
    "Q28.5.2": {"use_points": 5},
    "Q28.5.3": {"arrested_offenders": 500},
    "Q28.5.4": {"key_communes": 3},
    "Q28.5.5": {"drug_plant_area_m2": 2_000},
    "Q28.5.6": {"on_interprovincial_route": True},
}


def province(**changes: int | bool | None) -> Assessment:
    return assess(PROVINCE, quiet(PROVINCE, population=1_000_000, communes_total=100) | changes)


@pytest.mark.parametrize("hits", range(7))
def test_a_province_needs_four_of_six(hits: int) -> None:
    changes = {k: v for name in list(PROVINCE_HITS)[:hits] for k, v in PROVINCE_HITS[name].items()}
    assessment = province(**changes)
    assert list(statuses(assessment).values()).count("met") == hits
    assert assessment.outcome == ("yes" if hits >= 4 else "no")


@pytest.mark.parametrize(
    ("criterion_id", "changes", "status"),
    [
        ("Q28.5.1", {"managed_people": 1_999}, "not_met"),
        ("Q28.5.1", {"managed_people": 2_000}, "met"),
        ("Q28.5.2", {"use_points": 4}, "not_met"),
        ("Q28.5.3", {"arrested_offenders": 499}, "not_met"),
        ("Q28.5.3", {"arrested_offenders": 500}, "met"),
        ("Q28.5.4", {"key_communes": 2}, "not_met"),
        ("Q28.5.4", {"key_communes": 3}, "met"),
        ("Q28.5.4", {"communes_total": 0}, "unknown"),
        ("Q28.5.5", {"drug_plants": 7_999, "drug_plant_area_m2": 1_999}, "not_met"),
        ("Q28.5.5", {"drug_plants": 8_000}, "met"),
        ("Q28.5.5", {"drug_plants": 8_000, "drug_plant_area_m2": None}, "met"),
        ("Q28.5.5", {"drug_plants": 7_999, "drug_plant_area_m2": None}, "unknown"),
        ("Q28.5.1", {"population": 0}, "unknown"),
    ],
)
def test_the_boundaries_of_a_province(criterion_id: str, changes: Values, status: str) -> None:
    assert criterion(province(**changes), criterion_id).status == status


def test_both_measures_may_be_asked_for() -> None:
    values = quiet(PROVINCE, population=1_000_000, communes_total=100, drug_plants=8_000)
    assert criterion(assess(PROVINCE, values), "Q28.5.5").status == "met"
    assert (
        criterion(assess(PROVINCE, values, readings={"two_measures": "both"}), "Q28.5.5").status
        == "not_met"
    )


@pytest.mark.parametrize(
    ("criterion_id", "changes", "status"),
    [
        ("NT.1.1.a", {"managed_people": 299}, "not_met"),
        ("NT.1.1.a", {"managed_people": 300}, "met"),
        ("NT.1.1.b", {"drug_cases": 49}, "not_met"),
        ("NT.1.1.b", {"drug_cases": 50}, "met"),
        ("NT.1.1.c", {"complex_points": 1}, "not_met"),
        ("NT.1.1.c", {"complex_points": 2}, "met"),
        ("NT.1.1.c", {"complex_hubs": 1}, "met"),
        ("NT.1.1.d", {"key_communes": 1, "communes_with_drugs": 6}, "not_met"),
        ("NT.1.1.d", {"key_communes": 1, "communes_with_drugs": 5}, "met"),
        ("NT.1.1.d", {}, "nothing_arisen"),
        ("NT.1.1.dd", {"drug_offenders": 3}, "not_met"),
        ("NT.1.1.dd", {"drug_offenders": 4}, "met"),
        ("NT.1.1.dd", {"drug_offenders": 4, "population": 10_001}, "not_met"),
    ],
)
def test_the_boundaries_of_a_district(criterion_id: str, changes: Values, status: str) -> None:
    values = quiet(DISTRICT_HOT, population=10_000) | dict(changes)
    assert criterion(assess(DISTRICT_HOT, values), criterion_id).status == status


def test_a_district_is_a_hot_spot_with_four_of_five_and_nothing_arisen_does_not_count() -> None:
    three = {"managed_people": 300, "drug_cases": 50, "complex_hubs": 1}
    values = quiet(DISTRICT_HOT, population=10_000, **three)
    assert assess(DISTRICT_HOT, values).outcome == "no"
    assert assess(DISTRICT_HOT, {**values, "drug_offenders": 4}).outcome == "yes"
    assert assess(DISTRICT_HOT, {**values, "population": None}).outcome == "unknown"


@pytest.mark.parametrize(
    ("recognised", "total", "remaining", "outcome"),
    [
        (7, 10, 0, "yes"),
        (6, 10, 0, "no"),
        (69, 99, 0, "no"),
        (70, 100, 0, "yes"),
        (7, 10, 1, "no"),
        (10, 10, 0, "yes"),
        (0, 0, 0, "unknown"),
    ],
)
def test_a_district_without_drugs(
    recognised: int, total: int, remaining: int, outcome: str
) -> None:
    values = {
        "communes_total": total,
        "communes_recognised": recognised,
        "remaining_key_communes": remaining,
    }
    assert assess(DISTRICT_FREE, values).outcome == outcome


# -- các bộ của địa phương -------------------------------------------------------------------------

GOOD: dict[str, dict[str, int | bool | None]] = {
    IA_HDRAI: {"active_models": 1, "households": 40, "households_committed": 40},
    NINH_THUAN: {
        "active_models": 1,
        "villages": 3,
        "villages_with_tip_box": 3,
        "villages_with_hotline_board": 3,
    },
    HOANG_PHONG: {"active_models": 1},
    LANG_CHANH: {"neighbourhood_pledged": True},
}


@pytest.mark.parametrize("pack_id", GOOD)
def test_a_good_place_passes_and_what_never_arose_does_not_block(pack_id: str) -> None:
    assessment = assess(pack_id, quiet(pack_id, **GOOD[pack_id]), all_attested(pack_id))
    assert assessment.outcome == "yes"
    assert set(statuses(assessment).values()) == {"met", "nothing_arisen"}


@pytest.mark.parametrize("pack_id", GOOD)
@pytest.mark.parametrize("value", [False, None])
def test_every_required_attestation_counts(pack_id: str, value: bool | None) -> None:
    busy = quiet(pack_id, **GOOD[pack_id])
    for name in ("users_present", "users_present_with_file", "after_rehab"):
        busy |= {name: 2} if name in busy else {}
    for have in [name for name in busy if name.startswith("after_rehab_")]:
        busy[have] = 2
    for have in ("substitution_over_12_months", "substitution_over_12_months_clean"):
        busy |= {have: 1} if have in busy else {}
    for terms in (each for each in pack(pack_id).attestations if each.required):
        assessment = assess(pack_id, busy, {**all_attested(pack_id), terms.id: value})
        assert assessment.outcome == ("unknown" if value is None else "no"), terms.id


def shares() -> list[tuple[str, str, AllOf]]:
    """Every “100 %” of every pack: pack, criterion, share."""
    return [
        (pack_id, one.id, part.check)
        for pack_id in DECIDING
        for one in pack(pack_id).criteria
        if isinstance(one.body, Parts)
        for part in one.body.parts
        if isinstance(part.check, AllOf)
    ]


@pytest.mark.parametrize(("pack_id", "criterion_id", "share"), shares())
@pytest.mark.parametrize(
    ("counted", "status"),
    [(7, "met"), (6, "not_met"), (0, "not_met"), (8, "unknown"), (None, "unknown")],
)
def test_a_hundred_percent_means_everyone(
    pack_id: str, criterion_id: str, share: AllOf, counted: int | None, status: str
) -> None:
    values = quiet(pack_id)
    for other_pack, other_criterion, other in shares():
        if (other_pack, other_criterion) == (pack_id, criterion_id):
            values |= {other.base: 7, other.have: 7}
    values |= {share.have: counted}
    assessment = assess(pack_id, values, all_attested(pack_id))
    assert criterion(assessment, criterion_id).status == status


@pytest.mark.parametrize(("addicts", "status"), [(9, "met"), (10, "not_met"), (11, "not_met")])
def test_hoang_phong_wants_fewer_than_ten_addicts_in_the_community(
    addicts: int, status: str
) -> None:
    values = quiet(
        HOANG_PHONG,
        addicts=addicts,
        addicts_with_file=addicts,
        addicts_in_treatment=addicts,
        addicts_in_community=addicts,
        addicts_in_community_negative_test=addicts,
    )
    result = criterion(assess(HOANG_PHONG, values, all_attested(HOANG_PHONG)), "HP.1")
    assert result.status == status


@pytest.mark.parametrize(
    ("now", "before", "both", "contain", "reduce"),
    [
        ((0, 0), (0, 0), "met", "met", "met"),
        ((3, 2), (3, 2), "not_met", "met", "not_met"),
        ((2, 2), (3, 2), "met", "met", "met"),
        ((4, 0), (3, 2), "not_met", "not_met", "met"),
        ((1, 0), (0, 0), "not_met", "not_met", "not_met"),
    ],
)
def test_hoang_phong_wants_numbers_contained_and_reduced(
    now: tuple[int, int], before: tuple[int, int], both: str, contain: str, reduce: str
) -> None:
    values = quiet(
        HOANG_PHONG,
        resident_addicts=now[0],
        resident_users=now[1],
        addicts_at_registration=before[0],
        users_at_registration=before[1],
    )
    for value, status in (("both", both), ("contain", contain), ("reduce", reduce)):
        assessment = assess(HOANG_PHONG, values, readings={"contain_or_reduce": value})
        assert criterion(assessment, "HP.4").status == status


def test_serious_cases_and_missed_people_are_both_told() -> None:
    values = quiet(HOANG_PHONG, very_serious_cases=1, very_serious_cases_by_unlisted=0)
    strict = assess(HOANG_PHONG, values, {"HP.8": True})
    lenient = assess(
        HOANG_PHONG, values, {"HP.8": True}, readings={"missed_or_cases": "none_missed"}
    )
    assert criterion(strict, "HP.8").status == "not_met"
    assert criterion(lenient, "HP.8").status == "met"
    assert any("đặc biệt nghiêm trọng" in warning for warning in lenient.warnings)


@pytest.mark.parametrize(
    ("reading", "changes", "status"),
    [
        ({}, {}, "met"),
        ({}, {"newly_identified_since_registration": 1}, "not_met"),
        ({}, {"users_turned_addicts_since_registration": 1}, "not_met"),
        ({}, {"known_people_moved_in_since_registration": 1}, "met"),
        (
            {"turned_addict": "does_not_count"},
            {"users_turned_addicts_since_registration": 1},
            "met",
        ),
        ({"moved_in": "counts"}, {"known_people_moved_in_since_registration": 1}, "not_met"),
    ],
)
def test_what_counts_as_newly_arisen(reading: dict[str, str], changes: Values, status: str) -> None:
    assessment = assess(NINH_THUAN, quiet(NINH_THUAN) | dict(changes), readings=reading)
    assert criterion(assessment, "NT.4").status == status


def test_a_skipped_monthly_check_is_a_warning_only() -> None:
    values = quiet(
        IA_HDRAI, users_present=2, users_present_with_file=2, users_present_without_monthly_check=1
    )
    assessment = assess(IA_HDRAI, values, all_attested(IA_HDRAI))
    assert criterion(assessment, "IAH.d").status == "met"
    assert any("không tính vào kết quả" in warning for warning in assessment.warnings)
    unasked = {**values, "users_present_without_monthly_check": None}
    assert criterion(assess(IA_HDRAI, unasked, {"IAH.d": True}), "IAH.d").status == "met"


def test_a_key_commune_is_not_recognised_unless_only_the_ten_criteria_are_asked() -> None:
    values = quiet(NINH_THUAN, active_models=1, in_key_class=True)
    strict = assess(NINH_THUAN, values, all_attested(NINH_THUAN))
    lenient = assess(
        NINH_THUAN,
        values,
        all_attested(NINH_THUAN),
        readings={"class_excluded": "ten_criteria_only"},
    )
    assert (strict.outcome, lenient.outcome) == (Outcome.NO, Outcome.YES)


@pytest.mark.parametrize(
    ("changes", "one", "two", "green"),
    [
        ({}, "met", "nothing_arisen", "met"),
        ({"new_addicts_since_registration": 1}, "not_met", "nothing_arisen", "met"),
        ({"resident_users": 1}, "met", "nothing_arisen", "not_met"),
        (
            {"addicts_at_registration": 3, "resident_addicts": 3},
            "nothing_arisen",
            "not_met",
            "not_met",
        ),
        ({"addicts_at_registration": 3, "resident_addicts": 2}, "nothing_arisen", "met", "not_met"),
        ({"addicts_at_registration": 3}, "nothing_arisen", "met", "met"),
    ],
)
def test_a_neighbourhood_and_its_green_zone(
    changes: Values, one: str, two: str, green: str
) -> None:
    found = statuses(assess(LANG_CHANH, quiet(LANG_CHANH) | dict(changes)))
    assert (found["LC.1"], found["LC.2"], found["LC.3"]) == (one, two, green)


def test_a_late_monthly_report_is_shown_but_does_not_decide() -> None:
    values = quiet(LANG_CHANH, neighbourhood_pledged=True, monthly_reports_due=3)
    assessment = assess(LANG_CHANH, values)
    assert criterion(assessment, "LC.6").status == "not_met"
    assert assessment.outcome == "yes"


# -- chặn, chốt ngày, xác nhận ---------------------------------------------------------------------


def test_the_households_that_have_not_signed_block() -> None:
    homes = tuple(FactRecord("household", str(n)) for n in range(4))
    by_difference = [Fact("households", 4, homes), Fact("households_committed", 3, homes[:3])]
    by_exception = [
        Fact("households", 4),
        Fact("households_committed", 3, exceptions=homes[3:]),
    ]
    only_the_missing = [Fact("households", 4, homes[3:]), Fact("households_committed", 3)]
    for facts in (by_difference, by_exception, only_the_missing):
        result = criterion(evaluate(pack(IA_HDRAI), facts, as_of=CUT_OFF), "IAH.e")
        assert (result.numerator, result.denominator) == (3, 4)
        assert result.blocking == homes[3:]
    nobody_can_tell = [Fact("households", 4, homes), Fact("households_committed", 3)]
    result = criterion(evaluate(pack(IA_HDRAI), nobody_can_tell, as_of=CUT_OFF), "IAH.e")
    assert result.blocking == ()


@pytest.mark.parametrize(
    ("signed_on", "status"),
    [
        (date(2026, 12, 14), "met"),
        (date(2026, 9, 15), "met"),
        (date(2026, 9, 14), "unknown"),
        (date(2027, 1, 2), "met"),
        (None, "met"),
    ],
)
def test_an_attestation_grows_too_old(signed_on: date | None, status: str) -> None:
    given_by = Attestation(
        "no_suspicion", True, "Người ký mẫu", "Trưởng Công an xã", signed_on, "01/BB-CAX"
    )
    assessment = evaluate(pack(IA_HDRAI), [], [given_by], as_of=CUT_OFF)
    result = criterion(assessment, "IAH.b")
    assert result.status == status
    if status == "unknown":
        assert "đã quá 90 ngày" in result.trace[0]


def test_an_attestation_may_be_given_for_its_criterion_and_tells_what_it_lacks() -> None:
    assessment = assess(IA_HDRAI, {}, {"IAH.b": True})
    assert criterion(assessment, "IAH.b").status == "met"
    assert any("họ tên người ký, ngày ký và số văn bản" in one for one in assessment.warnings)


def test_a_pack_out_of_force_or_off_its_cut_off_day_says_so() -> None:
    early = assess(Q28_FREE, quiet(Q28_FREE), as_of=date(2025, 8, 23))
    assert any("nằm ngoài thời gian áp dụng" in warning for warning in early.warnings)
    assert any("tạm tính" in warning for warning in early.warnings)
    on_the_day = assess(Q28_FREE, quiet(Q28_FREE), {"review": True})
    assert not any("tạm tính" in warning for warning in on_the_day.warnings)


@pytest.mark.parametrize("pack_id", DECIDING)
def test_nothing_known_decides_nothing(pack_id: str) -> None:
    assessment = assess(pack_id, {})
    assert assessment.outcome == "unknown"
    assert set(statuses(assessment).values()) <= {"unknown", "nothing_arisen"}


@pytest.mark.parametrize("pack_id", DECIDING)
@settings(max_examples=25)
@given(data=st.data())
def test_a_decided_outcome_survives_whatever_a_missing_figure_turns_out_to_be(
    pack_id: str, data: st.DataObject
) -> None:
    definitions = pack(pack_id).facts
    numbers = st.sampled_from([0, 1, 2, 3, 10, 50, 300])
    values = {
        one.name: data.draw(st.booleans() if one.type == "bool" else numbers) for one in definitions
    }
    attested = {
        terms.id: data.draw(st.sampled_from([True, False, None]))
        for terms in pack(pack_id).attestations
    }
    hidden = data.draw(st.sampled_from(sorted(values)))
    partial = assess(pack_id, {**values, hidden: None}, attested)
    complete = assess(pack_id, values, attested)
    possible = {complete.outcome, Outcome.UNKNOWN}
    if contradictions(complete) <= contradictions(partial):
        assert partial.outcome in possible
    else:  # with what is known the figure cannot be so: that may open the outcome, never turn it
        assert partial.outcome in possible or complete.outcome == Outcome.UNKNOWN


def contradictions(assessment: Assessment) -> set[str]:
    """The criteria whose figures cannot all be so."""
    return {
        one.id for one in assessment.criteria if any("mâu thuẫn" in said for said in one.warnings)
    }
