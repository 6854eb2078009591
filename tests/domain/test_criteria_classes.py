"""The two classifying packs at every boundary, against oracles written from the decision's text."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria import Fact, FactRecord, evaluate
from tests.domain.criteria_cases import Values, assess, criterion, pack, statuses

Q28 = "q28-2025/commune-class"
NT = "ninh-thuan-2024/commune-class"
SEVERITY = {"I": 4, "II": 3, "III": 2, "less_complex": 1, "none": 0}

QUIET: dict[str, int | bool | None] = {
    "managed_people": 0,
    "use_points": 0,
    "arrested_offenders": 0,
    "drug_plants": 0,
    "drug_plant_area_m2": 0,
    "on_key_route": False,
    "population": 10_000,
}
NT_QUIET: dict[str, int | bool | None] = {
    "managed_people": 0,
    "complex_points": 0,
    "complex_hubs": 0,
    "risk_points": 0,
    "retailers": 0,
    "drug_plants": 0,
    "drug_plant_area_m2": 0,
    "drug_offenders": 0,
    "population": 10_000,
}


def q28(**values: int | bool | None) -> str | None:
    return assess(Q28, {**QUIET, **values}).class_id


def ninh_thuan(**values: int | bool | None) -> str | None:
    return assess(NT, {**NT_QUIET, **values}).class_id


# -- Quyết định 28/2025/QĐ-TTg, Điều 4 -------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "band"),
    [
        ("managed_people", 0, "none"),
        ("managed_people", 1, "III"),
        ("managed_people", 9, "III"),
        ("managed_people", 10, "II"),
        ("managed_people", 49, "II"),
        ("managed_people", 50, "I"),
        ("use_points", 0, "none"),
        ("use_points", 1, "II"),
        ("use_points", 2, "I"),
        ("arrested_offenders", 0, "none"),
        ("arrested_offenders", 4, "III"),
        ("arrested_offenders", 5, "II"),
        ("arrested_offenders", 9, "II"),
        ("arrested_offenders", 10, "I"),
        ("drug_plants", 1, "III"),
        ("drug_plants", 499, "III"),
        ("drug_plants", 500, "II"),
        ("drug_plants", 2999, "II"),
        ("drug_plants", 3000, "I"),
        ("drug_plant_area_m2", 1, "III"),
        ("drug_plant_area_m2", 124, "III"),
        ("drug_plant_area_m2", 125, "II"),
        ("drug_plant_area_m2", 749, "II"),
        ("drug_plant_area_m2", 750, "I"),
    ],
)
def test_q28_bands_of_a_commune_of_ten_thousand(field: str, value: int, band: str) -> None:
    letter = {"managed_people": "a", "use_points": "b", "arrested_offenders": "c"}.get(field, "d")
    assessment = assess(Q28, {**QUIET, field: value})
    assert criterion(assessment, f"Q28.4.{letter}").band == band


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "none"),
        ({"managed_people": 50, "use_points": 2, "arrested_offenders": 10}, "I"),
        ({"managed_people": 50, "use_points": 2, "arrested_offenders": 9}, "II"),
        ({"managed_people": 50, "use_points": 2}, "III"),
        ({"managed_people": 30}, "III"),
        ({"managed_people": 50, "use_points": 2, "on_key_route": True}, "I"),
        ({"managed_people": 10, "use_points": 1, "on_key_route": True}, "II"),
        ({"managed_people": 1, "use_points": 1, "on_key_route": True}, "III"),
        ({"use_points": 2, "drug_plants": 3000, "on_key_route": True}, "I"),
        ({"use_points": 1}, "none"),
        ({"use_points": 5, "on_key_route": True}, "none"),
        ({"arrested_offenders": 1}, "III"),
        ({"drug_plant_area_m2": 1}, "III"),
        ({"drug_plants": 500, "use_points": 1, "arrested_offenders": 5}, "II"),
    ],
)
def test_q28_classes(values: Values, expected: str) -> None:
    assert q28(**values) == expected


def test_one_point_and_nobody_recorded_is_no_class_but_a_warning() -> None:
    assessment = assess(Q28, {**QUIET, "use_points": 1})
    assert assessment.class_id == "none"
    assert any("loại III không có tiêu chí về điểm" in warning for warning in assessment.warnings)


def q28_oracle(values: Values) -> str:
    """Điều 4 as pseudo-code, written without looking at the pack."""
    n, b, k, trees, m2, people = (
        int(values[name] or 0)
        for name in (
            "managed_people",
            "use_points",
            "arrested_offenders",
            "drug_plants",
            "drug_plant_area_m2",
            "population",
        )
    )
    a = 3 if 1000 * n >= 5 * people else 2 if 1000 * n >= people else 1 if n > 0 else 0
    points = 3 if b >= 2 else 2 if b == 1 else 0
    c = 3 if 1000 * k >= people else 2 if 2000 * k >= people else 1 if k > 0 else 0
    d = 1 if trees or m2 else 0
    d = 2 if trees >= 500 or m2 >= 125 else d
    d = 3 if trees >= 3000 or m2 >= 750 else d
    bands = (a, points, c, d)
    route_two = bool(values["on_key_route"]) and sum(band >= 1 for band in bands) >= 2
    route_one = bool(values["on_key_route"]) and sum(band >= 2 for band in bands) >= 2
    if sum(band == 3 for band in bands) + route_one >= 3:
        return "I"
    if sum(band >= 2 for band in bands) + route_two >= 3:
        return "II"
    return "III" if a or c or d else "none"


NEAR_Q28: dict[str, list[int]] = {
    "managed_people": [0, 1, 9, 10, 11, 49, 50, 51],
    "use_points": [0, 1, 2, 3],
    "arrested_offenders": [0, 1, 4, 5, 9, 10, 11],
    "drug_plants": [0, 1, 499, 500, 2999, 3000],
    "drug_plant_area_m2": [0, 1, 124, 125, 749, 750],
    "on_key_route": [False, True],
    "population": [1, 9_999, 10_000, 10_001, 20_000],
}
NEAR_NT: dict[str, list[int]] = {
    "managed_people": [0, 1, 19, 20, 59, 60, 99, 100, 101],
    "complex_points": [0, 1],
    "complex_hubs": [0, 1],
    "risk_points": [0, 1, 2, 3, 4, 5],
    "retailers": [0, 1, 2, 3, 4, 5],
    "drug_plants": [0, 1, 299, 300, 499, 500, 1999, 2000, 2999, 3000],
    "drug_plant_area_m2": [0, 1, 199, 200, 999, 1000, 1999, 2000],
    "drug_offenders": [0, 1, 2, 3, 4, 5, 6],
    "population": [9_999, 10_000, 10_001, 20_000, 60_000],
}


def vectors(near: dict[str, list[int]]) -> st.SearchStrategy[dict[str, int | bool | None]]:
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in near.items()})


@settings(max_examples=400)
@given(vectors(NEAR_Q28))
def test_q28_agrees_with_the_oracle_at_the_thresholds(values: Values) -> None:
    assert assess(Q28, values).class_id == q28_oracle(values)


# -- Ninh Thuận, mục II.1.2 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "none"),
        ({"managed_people": 1}, "less_complex"),
        ({"managed_people": 19}, "less_complex"),
        ({"managed_people": 20}, "III"),
        ({"managed_people": 59}, "III"),
        ({"managed_people": 60}, "II"),
        ({"managed_people": 99}, "II"),
        ({"managed_people": 100}, "I"),
        ({"complex_points": 1}, "I"),
        ({"complex_hubs": 1}, "I"),
        ({"risk_points": 1}, "less_complex"),
        ({"risk_points": 2}, "III"),
        ({"risk_points": 3}, "II"),
        ({"risk_points": 4}, "II"),
        ({"risk_points": 5}, "I"),
        ({"retailers": 1}, "less_complex"),
        ({"retailers": 2}, "III"),
        ({"retailers": 4}, "II"),
        ({"retailers": 5}, "I"),
        ({"drug_plants": 1}, "less_complex"),
        ({"drug_plants": 299}, "less_complex"),
        ({"drug_plants": 300}, "III"),
        ({"drug_plants": 500}, "II"),
        ({"drug_plants": 2000}, "II"),
        ({"drug_plants": 2999}, "II"),
        ({"drug_plants": 3000}, "I"),
        ({"drug_plant_area_m2": 199}, "less_complex"),
        ({"drug_plant_area_m2": 200}, "III"),
        ({"drug_plant_area_m2": 1000}, "II"),
        ({"drug_plant_area_m2": 2000}, "I"),
        ({"drug_plants": 10, "drug_plant_area_m2": 1000}, "II"),
        ({"drug_offenders": 1}, "III"),
        ({"drug_offenders": 1, "population": 10_001}, "less_complex"),
        ({"drug_offenders": 3}, "II"),
        ({"drug_offenders": 5}, "I"),
        ({"drug_offenders": 5, "population": 10_001}, "II"),
    ],
)
def test_ninh_thuan_classes(values: Values, expected: str) -> None:
    assert ninh_thuan(**values) == expected


def ninh_thuan_oracle(values: Values) -> str:
    """Mục II.1.2 with the gaps closed as proposed, written without looking at the pack."""
    v = {name: int(value or 0) for name, value in values.items()}
    people, trees, m2 = v["managed_people"], v["drug_plants"], v["drug_plant_area_m2"]
    kinds = max(v["risk_points"], v["retailers"])
    rate, base = v["drug_offenders"] * 10_000, v["population"]
    if (
        people >= 100
        or v["complex_points"]
        or v["complex_hubs"]
        or kinds >= 5
        or trees >= 3000
        or m2 >= 2000
        or rate >= 5 * base
    ):
        return "I"
    if people >= 60 or kinds >= 3 or trees >= 500 or m2 >= 1000 or rate >= 3 * base:
        return "II"
    if people >= 20 or kinds >= 2 or trees >= 300 or m2 >= 200 or rate >= base:
        return "III"
    return "less_complex" if people or kinds or trees or m2 or rate else "none"


@settings(max_examples=400)
@given(vectors(NEAR_NT))
def test_ninh_thuan_agrees_with_the_oracle_at_the_thresholds(values: Values) -> None:
    assert assess(NT, values).class_id == ninh_thuan_oracle(values)


@pytest.mark.parametrize(
    ("pack_id", "class_id", "outcome"),
    [
        (Q28, "III", "yes"),
        (Q28, "none", "no"),
        (NT, "III", "yes"),
        (NT, "less_complex", "no"),
        (NT, "none", "no"),
    ],
)
def test_the_outcome_says_whether_the_class_is_a_hot_spot(
    pack_id: str, class_id: str, outcome: str
) -> None:
    people = {"III": 20 if pack_id == NT else 1, "less_complex": 1, "none": 0}[class_id]
    quiet = QUIET if pack_id == Q28 else NT_QUIET
    assessment = assess(pack_id, {**quiet, "managed_people": people, "population": 100_000})
    assert (assessment.class_id, assessment.outcome) == (class_id, outcome)


# -- readings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack_id", "values", "reading", "default", "other"),
    [
        (Q28, {}, {"zero": "literal"}, "none", "III"),
        (Q28, {"managed_people": 30}, {"falls_to_three": "no"}, "III", "none"),
        (
            Q28,
            {"managed_people": 50, "use_points": 1, "arrested_offenders": 5},
            {"graver_counts_for_two": "no"},
            "II",
            "III",
        ),
        (
            Q28,
            {
                "drug_plants": 3000,
                "drug_plant_area_m2": 1,
                "managed_people": 50,
                "use_points": 2,
            },
            {"two_measures": "least_severe"},
            "I",
            "III",
        ),
        (NT, {"managed_people": 20}, {"twenty_to_sixty": "less_complex"}, "III", "less_complex"),
        (NT, {"managed_people": 100}, {"exactly_hundred": "II"}, "I", "II"),
        (NT, {"managed_people": 5}, {"below_twenty": "none"}, "less_complex", "none"),
        (NT, {"complex_hubs": 1}, {"hub": "ignored"}, "I", "none"),
        (NT, {"drug_plants": 2500}, {"plant_gap": "none"}, "II", "none"),
        (NT, {"drug_plants": 2500}, {"plant_gap": "I"}, "II", "I"),
        (NT, {}, {"zero": "literal"}, "none", "less_complex"),
    ],
)
def test_a_reading_switches_the_rule(
    pack_id: str, values: Values, reading: dict[str, str], default: str, other: str
) -> None:
    quiet = QUIET if pack_id == Q28 else NT_QUIET
    assert assess(pack_id, {**quiet, **values}).class_id == default
    switched = assess(pack_id, {**quiet, **values}, readings=reading)
    assert switched.class_id == other
    assert set(reading.items()) <= set(switched.readings)


def test_the_route_may_count_itself_towards_its_graver_step() -> None:
    on_route = {**QUIET, "managed_people": 10, "arrested_offenders": 1, "on_key_route": True}
    plain = assess(Q28, on_route)
    counted = assess(Q28, on_route, readings={"route_counts_itself": "yes"})
    assert criterion(plain, "Q28.4.dd").band == "II"
    assert criterion(counted, "Q28.4.dd").band == "I"


def test_the_route_criterion_tells_how_many_others_it_counts() -> None:
    trace = criterion(
        assess(Q28, {**QUIET, "use_points": 1, "on_key_route": True}), "Q28.4.dd"
    ).trace
    assert "loại II trở lên: 1 (cần 2)" in trace[1]
    unknown = criterion(assess(Q28, {"use_points": 1, "on_key_route": True}), "Q28.4.dd").trace
    assert "loại II trở lên: 1–4 (cần 2)" in unknown[1]


def test_a_trace_names_the_numbers_and_the_reading_with_its_words() -> None:
    trace = " ".join(criterion(assess(Q28, {**QUIET, "managed_people": 30}), "Q28.4.a").trace)
    assert "30/10.000" in trace
    assert "0,3 %" in trace
    assert "Cách hiểu: “dưới 0,1 %" in trace


# -- what is not known -----------------------------------------------------------------------------


def test_no_facts_at_all_leave_every_class_open() -> None:
    assessment = assess(Q28, {})
    assert assessment.class_id is None
    assert assessment.outcome == "unknown"
    assert assessment.possible_classes == ("I", "II", "III", "none")
    assert set(statuses(assessment).values()) == {"unknown"}


@pytest.mark.parametrize("population", [None, 0])
def test_without_a_population_a_rate_is_unknown_and_says_so(population: int | None) -> None:
    assessment = assess(Q28, {**QUIET, "population": population})
    assert assessment.class_id is None
    assert criterion(assessment, "Q28.4.a").status == "unknown"
    assert any("nhân khẩu" in warning.lower() for warning in assessment.warnings)


def test_a_class_is_decided_as_soon_as_missing_figures_cannot_change_it() -> None:
    known = {"use_points": 2, "drug_plants": 3000, "on_key_route": True}
    assert assess(Q28, known).class_id == "I"
    assert assess(NT, {"complex_points": 1}).class_id == "I"


def test_more_offenders_than_people_is_reported() -> None:
    assessment = assess(Q28, {**QUIET, "arrested_offenders": 11, "population": 10})
    assert any("lớn hơn" in warning for warning in assessment.warnings)


@pytest.mark.parametrize(("pack_id", "near"), [(Q28, NEAR_Q28), (NT, NEAR_NT)])
@settings(max_examples=60)
@given(data=st.data())
def test_a_decided_class_survives_whatever_the_missing_figures_turn_out_to_be(
    pack_id: str, near: dict[str, list[int]], data: st.DataObject
) -> None:
    values = data.draw(vectors(near))
    hidden = data.draw(st.lists(st.sampled_from(sorted(near)), unique=True, max_size=2))
    partial = assess(pack_id, {k: v for k, v in values.items() if k not in hidden})
    fillings = (dict(zip(hidden, one, strict=True)) for one in product(*(near[h] for h in hidden)))
    classes = {assess(pack_id, {**values, **filling}).class_id for filling in fillings}
    assert classes <= set(partial.possible_classes)
    if partial.class_id is not None:
        assert classes == {partial.class_id}


@pytest.mark.parametrize(("pack_id", "near"), [(Q28, NEAR_Q28), (NT, NEAR_NT)])
@settings(max_examples=100)
@given(data=st.data())
def test_more_of_anything_but_inhabitants_never_makes_a_class_milder(
    pack_id: str, near: dict[str, list[int]], data: st.DataObject
) -> None:
    values = data.draw(vectors(near))
    grown = data.draw(st.sampled_from(sorted(set(near) - {"population"})))
    worse = {**values, grown: data.draw(st.sampled_from(near[grown]))}
    if int(worse[grown] or 0) < int(values[grown] or 0):
        values, worse = worse, values
    before, after = (assess(pack_id, one).class_id or "" for one in (values, worse))
    assert SEVERITY[after] >= SEVERITY[before]


# -- what stands behind the figures ----------------------------------------------------------------


def test_the_records_behind_a_band_come_with_it() -> None:
    people = tuple(FactRecord("person", str(n)) for n in range(3))
    facts = [Fact(name, value) for name, value in QUIET.items() if name != "managed_people"]
    assessment = evaluate(
        pack(Q28), [*facts, Fact("managed_people", 3, people)], as_of=assess(Q28, QUIET).as_of
    )
    assert criterion(assessment, "Q28.4.a").blocking == people
    assert criterion(assessment, "Q28.4.b").blocking == ()
