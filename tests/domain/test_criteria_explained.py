"""What clears a criterion and what is not known: nothing passes or fails by being absent."""

from __future__ import annotations

from datetime import date

import pytest

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    FactRecord,
    Status,
    evaluate,
)
from sachmatuy_desktop.domain.criteria.clearing import ways
from sachmatuy_desktop.domain.criteria.vouching import vouched
from tests.domain.criteria_cases import CUT_OFF, LIBRARY, pack

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
FREE = "q28-2025/commune-drug-free"

PERSON = FactRecord("people", "p1", "Lê Văn Cam", since=date(2025, 6, 1))
HOME = FactRecord("households", "h1", "Trần Thị Bưởi")


def found_with(*facts: Fact, pack_id: str = IA_HDRAI) -> Assessment:
    return evaluate(pack(pack_id), facts, as_of=CUT_OFF)


def acts(found: Assessment, criterion: str) -> dict[str, list[str]]:
    told = ways(pack(found.pack_id), found, found.criterion(criterion))
    of_record = {key[1]: [each.act for each in acts] for key, acts in told.of_record.items()}
    at_large = [each.act for each in told.at_large]
    return {**of_record, **({"": at_large} if at_large else {})}


def test_a_record_is_cleared_by_the_acts_of_the_facts_it_stands_in() -> None:
    found = found_with(
        Fact("households", 2),
        Fact("households_committed", 1, exceptions=(HOME,)),
        Fact("addicts", 1, (PERSON,)),
        Fact("addicts_with_file", 0, exceptions=(PERSON,)),
    )
    assert acts(found, "IAH.e") == {"h1": ["sign_household"]}
    assert acts(found, "IAH.c") == {"p1": ["open_case"]}
    assert found.criterion("IAH.c").since == date(2025, 6, 1)
    assert found.criterion("IAH.e").since is None


def test_what_is_not_there_at_all_is_written_down() -> None:
    assert acts(found_with(Fact("active_models", 0)), "IAH.g") == {"": ["add_model"]}
    sleeping = FactRecord("models", "m1", "Thôn bình yên")
    found = found_with(Fact("active_models", 0, exceptions=(sleeping,)))
    assert acts(found, "IAH.g") == {"m1": ["add_activity"], "": ["add_model"]}


def test_what_is_met_asks_for_nothing() -> None:
    found = found_with(Fact("households", 1), Fact("households_committed", 1))
    assert acts(found, "IAH.e") == {}


COUNTED = ("resident_addicts", "resident_users", "exempt_residents")


def vouched_values(
    values: tuple[int | None, ...], *given: Attestation
) -> dict[str, int | bool | None]:
    facts = [Fact(name, value) for name, value in zip(COUNTED, values, strict=True)]
    return {fact.name: fact.value for fact in vouched(pack(FREE), facts, given, CUT_OFF)}


@pytest.mark.parametrize(
    ("counted", "stays"),
    [
        ((0, 0, 0), (None, None, 0)),
        ((1, 0, 1), (1, None, 1)),
        ((1, 0, 0), (1, 0, 0)),
        ((1, 1, 2), (1, 1, 2)),
        ((None, 0, 0), (None, None, 0)),
    ],
)
def test_a_zero_stays_only_where_its_sum_fails_anyway(
    counted: tuple[int | None, ...], stays: tuple[int | None, ...]
) -> None:
    assert tuple(vouched_values(counted).values()) == stays
    review = Attestation("review", True, signed_on=CUT_OFF)
    assert tuple(vouched_values(counted, review).values()) == counted


def test_vouching_twice_is_vouching_once() -> None:
    facts = [Fact(name, value) for name, value in zip(COUNTED, (1, 0, 1), strict=True)]
    once = vouched(pack(FREE), facts, (), CUT_OFF)
    assert vouched(pack(FREE), once, (), CUT_OFF) == once
    assert all(fact.note for fact in once if fact.name != "exempt_residents")


def test_a_figure_not_known_for_another_reason_keeps_that_reason() -> None:
    other = Fact("use_points", None, note="sổ này chưa mở")
    assert vouched(pack(FREE), [other], (), CUT_OFF) == [other]


RATES = sorted(
    one.id
    for one in LIBRARY.all()
    if "population" in {fact.name for fact in getattr(one, "facts", ())}
)


@pytest.mark.parametrize("pack_id", RATES)
@pytest.mark.parametrize("people", [None, 0])
def test_without_a_population_nothing_is_decided_by_it(pack_id: str, people: int | None) -> None:
    """Neither missing nor zero: a rate without its denominator is open and says so."""
    rules = pack(pack_id)
    counted = {
        fact.name: Fact(fact.name, 0 if fact.type == "int" else False) for fact in rules.facts
    }
    found = evaluate(
        rules, {**counted, "population": Fact("population", people)}.values(), as_of=CUT_OFF
    )
    asking = [one.id for one in rules.criteria if "population" in one.body.facts()]
    assert asking
    for name in asking:
        result = found.criterion(name)
        assert result.status is Status.UNKNOWN, name
        assert any("nhân khẩu" in said.lower() for said in result.trace)
