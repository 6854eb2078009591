"""The data behind the forecast: every name in it is one the program knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.cases.watch import ENDINGS
from sachmatuy_desktop.domain.criteria.act_rules import Effect
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.acts import act_rules
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.storage.facts import ELSEWHERE, NAMES

PACKS = ("ia-hdrai-2024/commune-drug-free", "q28-2025/commune-drug-free")
ACTS = resources_folder() / "recognition" / "acts.toml"


def test_every_act_serves_a_fact_and_leads_to_a_book() -> None:
    rules = act_rules()
    assert not rules.verified
    for act in rules.acts:
        assert act.facts <= NAMES | set(ELSEWHERE), act.id
        assert not act.register or act.register in REGISTERS
        assert act.words.condition
        assert act.source


def test_no_fact_is_served_twice() -> None:
    served = [name for act in act_rules().acts for name in act.facts]
    assert len(served) == len(set(served))


def test_the_ends_of_terms_are_those_of_the_law() -> None:
    states = {state for each in act_rules().endings for state in each.states}
    assert states == set(ENDINGS) - {"GSDT"}
    for each in act_rules().endings:
        assert each.facts <= NAMES
        assert each.condition.startswith("nếu")


def test_what_takes_somebody_off_a_list_is_never_an_act() -> None:
    """Persons leave a figure by the end of a term alone, never because a criterion wants it."""
    persons = {"addicts", "resident_addicts", "resident_users", "users_present", "managed_people"}
    assert all(persons.isdisjoint(act.facts) for act in act_rules().acts)


def test_readings_named_are_readings_of_a_pack() -> None:
    packs = load_packs()
    known = {
        (reading.id, option.value)
        for pack in map(packs.rules, PACKS)
        for reading in pack.readings
        for option in reading.options
    }
    assert {pair for act in act_rules().acts for pair in act.unless} <= known


def test_moments_come_round_every_year() -> None:
    cut_off = next(each for each in act_rules().moments if each.is_cut_off)
    assert cut_off.after(date(2026, 3, 2)) == date(2026, 12, 14)
    assert cut_off.after(date(2026, 12, 14)) == date(2027, 12, 14)
    assert cut_off.concerns("q28-2025/commune-class")
    assert not cut_off.concerns("ia-hdrai-2024/commune-drug-free")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('effect = "running"', 'effect = "always"'),
        ('month_day = "12-14"', 'month_day = "14/12"'),
        ("[renew]", "[renewed]"),
        ('unless = ["eliminated_points=twelve_months"', 'unless = ["eliminated_points"'),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_name(tmp_path: Path, good: str, bad: str) -> None:
    text = ACTS.read_text(encoding="utf-8")
    assert good in text
    file = tmp_path / "acts.toml"
    file.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=r"acts\.toml"):
        act_rules(file)


def test_nothing_is_reckoned_with_that_hangs_on_a_crime_being_solved() -> None:
    by_id = {act.id: act for act in act_rules().acts}
    assert by_id["xu_ly_vi_pham"].effect is Effect.NONE
    assert by_id["ban_le"].effect is Effect.NONE
