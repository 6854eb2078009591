"""What an assessment lets in, as Python values and as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sachmatuy_desktop.domain.criteria import (
    Attestation,
    Fact,
    FactRecord,
    answer,
    evaluate,
    read_attestations,
    read_day,
    read_facts,
)
from sachmatuy_desktop.errors import BadInput
from tests.domain.criteria_cases import CUT_OFF, assess, criterion, pack

Q28 = "q28-2025/commune-class"
IA_HDRAI = "ia-hdrai-2024/commune-drug-free"


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (Fact("managed_people", -1), "không được âm"),
        (Fact("managed_people", True), "số nguyên"),
        (Fact("on_key_route", 1), "true hoặc false"),
    ],
)
def test_a_wrong_type_or_a_negative_count_is_refused(fact: Fact, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        evaluate(pack(Q28), [fact], as_of=CUT_OFF)


def test_names_the_pack_does_not_know_are_reported_and_left_aside() -> None:
    assessment = assess(Q28, {"managed_peple": 3}, {"no_such": True})
    assert any("managed_peple" in warning for warning in assessment.warnings)
    assert any("no_such" in warning for warning in assessment.warnings)
    assert assessment.facts == ()


@pytest.mark.parametrize(("name", "value"), [("no_such", "yes"), ("zero", "maybe")])
def test_a_reading_that_does_not_exist_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadInput):
        assess(Q28, {}, readings={name: value})


def test_facts_are_read_plain_or_with_their_records() -> None:
    given = json.loads(
        """{"plain": 3, "flag": true, "nothing": null,
            "full": {"value": 2, "clears_on": "2027-01-10",
                     "records": ["a", {"kind": "person", "id": 7, "label": "Người mẫu",
                                       "clears_on": "2027-01-10"}],
                     "exceptions": ["b"]}}"""
    )
    assert read_facts(given) == [
        Fact("plain", 3),
        Fact("flag", True),
        Fact("nothing", None),
        Fact(
            "full",
            2,
            (FactRecord("", "a"), FactRecord("person", "7", "Người mẫu", date(2027, 1, 10))),
            date(2027, 1, 10),
            (FactRecord("", "b"),),
        ),
    ]


def test_a_fact_says_since_when_and_why_it_is_not_known() -> None:
    given = json.loads(
        """{"use_points": {"value": null, "note": "chưa có xác nhận rà soát"},
            "resident_addicts": {"value": 1, "records": [
                {"kind": "people", "id": "7", "since": "2024-05-02"}]},
            "resident_users": 0, "exempt_residents": 0}"""
    )
    facts = read_facts(given)
    assert facts[0] == Fact("use_points", None, note="chưa có xác nhận rà soát")
    assert facts[1].records == (FactRecord("people", "7", since=date(2024, 5, 2)),)
    found = evaluate(pack("q28-2025/commune-drug-free"), facts, as_of=CUT_OFF)
    assert "Chưa có xác nhận rà soát." in criterion(found, "Q28.6.3").trace
    blocking = answer(found)["criteria"][0]["blocking"]
    assert blocking == [
        {"kind": "people", "id": "7", "label": "", "clears_on": None, "since": "2024-05-02"}
    ]


@pytest.mark.parametrize(
    "given",
    [
        [],
        "x",
        {"a": 1.0},
        {"a": "3"},
        {"a": [1]},
        {"a": {"value": 1, "clears_on": "10/01/2027"}},
        {"a": {"value": 1, "clears_on": 20270110}},
        {"a": {"value": 1, "records": "x"}},
        {"a": {"value": 1, "records": [{"label": "no id"}]}},
        {"a": {"value": 1, "records": [None]}},
    ],
)
def test_facts_that_are_none_are_refused(given: object) -> None:
    with pytest.raises(BadInput):
        read_facts(given)


def test_attestations_are_read_plain_or_in_full() -> None:
    given = {
        "plain": True,
        "open": None,
        "full": {
            "value": False,
            "signer": "Người ký mẫu",
            "position": "Trưởng Công an xã",
            "date": "2026-12-01",
            "document": "12/BB-CAX",
            "period": "15/12/2025–14/12/2026",
        },
    }
    assert read_attestations(given) == [
        Attestation("plain", True),
        Attestation("open", None),
        Attestation(
            "full",
            False,
            "Người ký mẫu",
            "Trưởng Công an xã",
            date(2026, 12, 1),
            "12/BB-CAX",
            "15/12/2025–14/12/2026",
        ),
    ]
    assert read_attestations(None) == []


@pytest.mark.parametrize("given", [[], {"a": 1}, {"a": "yes"}, {"a": {"value": "yes"}}, {"a": []}])
def test_attestations_that_are_none_are_refused(given: object) -> None:
    with pytest.raises(BadInput):
        read_attestations(given)


@pytest.mark.parametrize("given", ["2026-13-01", "14/12/2026", "20261214", 5, "2026-12-14T00:00"])
def test_a_day_that_is_none_is_refused(given: object) -> None:
    with pytest.raises(BadInput, match="as_of"):
        read_day(given, "as_of")


def test_the_answer_has_the_shape_of_the_contract_and_is_json() -> None:
    told = answer(assess(IA_HDRAI, {"households": 4, "households_committed": 3}))
    assert json.loads(json.dumps(told)) == told
    assert {"pack", "as_of", "outcome", "class", "criteria", "warnings"} <= set(told)
    assert told["outcome"] == "no"
    assert told["class"] is None
    homes = next(one for one in told["criteria"] if one["id"] == "IAH.e")
    assert {"id", "status", "trace", "numerator", "denominator", "blocking", "clears_on"} <= set(
        homes
    )
    assert (homes["status"], homes["numerator"], homes["denominator"]) == ("not_met", 3, 4)


def test_the_records_in_the_way_are_told_with_their_dates() -> None:
    given = {
        "households": 3,
        "households_committed": {"value": 1, "exceptions": ["H-2", "H-3"]},
        "use_points": {
            "value": 1,
            "clears_on": "2027-01-10",
            "records": [{"kind": "hot_spot", "id": "P-1", "label": "Điểm mẫu"}],
        },
    }
    told = answer(evaluate(pack(IA_HDRAI), read_facts(given), as_of=CUT_OFF))
    found = {one["id"]: one for one in told["criteria"]}
    assert found["IAH.e"]["blocking"] == ["H-2", "H-3"]
    assert found["IAH.e"]["clears_on"] is None
    assert found["IAH.a"]["blocking"] == [
        {"kind": "hot_spot", "id": "P-1", "label": "Điểm mẫu", "clears_on": None}
    ]


def test_a_criterion_clears_when_all_that_fails_in_it_can() -> None:
    early = Fact("use_points", 1, clears_on=date(2027, 1, 10))
    late = Fact("complex_points", 1, clears_on=date(2027, 3, 1))
    undated = Fact("retailers", 1)
    for facts, clears_on in (
        ([early], date(2027, 1, 10)),
        ([early, late], date(2027, 3, 1)),
        ([early, undated], None),
    ):
        result = criterion(evaluate(pack(IA_HDRAI), facts, as_of=CUT_OFF), "IAH.a")
        assert (result.status, result.clears_on) == ("not_met", clears_on)


def test_the_parts_of_a_criterion_are_told_one_by_one() -> None:
    told = answer(assess(IA_HDRAI, {"villages": 2, "villages_with_tip_box": 2}))
    boxes = next(one for one in told["criteria"] if one["id"] == "IAH.f")
    assert [part["status"] for part in boxes["parts"]] == ["met", "unknown"]
    assert criterion(assess(IA_HDRAI, {}), "IAH.f").status == "unknown"
