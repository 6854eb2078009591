"""Standings of two years held against each other, and villages taken together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria import Outcome, RulePack, Status
from sachmatuy_desktop.domain.criteria.standings import Change, Standing, compare, together
from sachmatuy_desktop.packs.library import load_packs

PACKS = (
    "ia-hdrai-2024/commune-drug-free",
    "q28-2025/commune-class",
    "ninh-thuan-2024/commune-class",
    "ninh-thuan-2024/district-hot-spot",
)
RULES = {name: load_packs().rules(name) for name in PACKS}
TURNED = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}


@st.composite
def standings(draw: st.DrawFn, pack: RulePack) -> Standing:
    """Any result that the pack may have come to."""
    names = [each.id for each in pack.criteria]
    classes = [*pack.scale.classes, "none"]
    states = {name: draw(st.sampled_from(Status)) for name in names}
    bands = {name: draw(st.sampled_from(classes)) for name in names} if pack.classes else {}
    klass = draw(st.sampled_from([*classes, None])) if pack.classes else None
    outcome = draw(st.sampled_from(Outcome))
    return Standing("r", "u", outcome, klass, 0, len(names), "2026-01-01", states, bands)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
def test_the_same_two_years_the_other_way_round_are_the_opposite(
    name: str, data: st.DataObject
) -> None:
    pack = RULES[name]
    first, second = (data.draw(standings(pack)) for _ in range(2))
    there, back = compare(pack, first, second), compare(pack, second, first)
    assert there is not None
    assert back is not None
    assert back.change is TURNED.get(there.change, there.change)
    assert (back.better, back.worse) == (there.worse, there.better)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
def test_a_year_is_as_itself(name: str, data: st.DataObject) -> None:
    pack = RULES[name]
    one = data.draw(standings(pack))
    found = compare(pack, one, one)
    assert found is not None
    assert (found.change, found.better, found.worse) == (Change.SAME, (), ())


def test_reaching_what_makes_a_hot_spot_is_worse() -> None:
    pack = RULES["ninh-thuan-2024/district-hot-spot"]
    name = pack.criteria[0].id
    free = Standing("r", "u", Outcome.NO, None, 0, 5, "2025-01-01", {name: Status.NOT_MET})
    hot = Standing("r", "u", Outcome.NO, None, 1, 5, "2026-01-01", {name: Status.MET})
    found = compare(pack, free, hot)
    assert found is not None
    assert (found.change, found.worse) == (Change.WORSE, (name,))


@given(
    outcomes=st.lists(st.sampled_from(Outcome), min_size=1, max_size=6),
    unseen=st.integers(min_value=0, max_value=3),
)
def test_a_unit_has_passed_when_every_village_has(outcomes: list[Outcome], unseen: int) -> None:
    places = [
        Standing(f"r{n}", "u", each, None, 0, 1, "2026-01-01") for n, each in enumerate(outcomes)
    ]
    found = together(places, len(places) + unseen)
    passed = unseen == 0 and set(outcomes) == {Outcome.YES}
    assert (found.outcome is Outcome.YES) == passed
    assert (found.outcome is Outcome.NO) == (Outcome.NO in outcomes)
    assert (found.met, found.total) == (outcomes.count(Outcome.YES), len(places) + unseen)
