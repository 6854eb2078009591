"""No boundary, class, reading, denominator or attestation of a pack is left untried."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.packs.library import load_packs, packs_folder, read_pack
from tests.packs.boundaries import undone
from tests.packs.scenarios import scenarios

LIBRARY = load_packs()
RULE_PACKS = sorted(pack.id for pack in LIBRARY.all() if isinstance(pack, RulePack))

CLASS, FREE = "ninh-thuan-2024/commune-class", "ia-hdrai-2024/commune-drug-free"
PROVINCE, DISTRICT = "q28-2025/province-class", "ninh-thuan-2024/district-drug-free"

CANNOT_BE = {
    "q28-2025/commune-class: no scenario in which Q28.4.dd is one of the 3 that make class "
    "exactly II (with graver_counts_for_two=no)": (
        "two others at class II put đ at class I, so đ at exactly II leaves at most two at II"
    ),
}
"""What no figures can bring about, and why."""


@pytest.mark.parametrize("pack_id", RULE_PACKS)
def test_every_boundary_of_a_pack_is_tried(pack_id: str) -> None:
    left = undone(LIBRARY.rules(pack_id), scenarios(pack_id))
    assert [each for each in left if each not in CANNOT_BE] == []
    told = {each for each in CANNOT_BE if each.startswith(pack_id)}
    assert told <= set(left), "no longer out of reach: it can go from the list"


@pytest.mark.parametrize(
    ("pack_id", "old", "new", "what"),
    [
        (
            CLASS,
            '{ class = "I", at_least = "5" }',
            '{ class = "I", at_least = "6" }',
            "NT.1.2.points: “risk_points” is one above 6 for class I",
        ),
        (
            CLASS,
            '{ class = "II", at_least = "3/10000" }',
            '{ class = "II", at_least = "4/10000" }',
            "NT.1.2.rate: “drug_offenders” is at 4/10000 of “population” for class II",
        ),
        (
            PROVINCE,
            "count = 4",
            "count = 5",
            "4 are met and one is unknown",
        ),
        (
            PROVINCE,
            'at_least = "5"',
            'at_least = "7"',
            "Q28.5.2: “use_points” is at 7",
        ),
        (
            DISTRICT,
            'at_least = "70/100"',
            'at_least = "75/100"',
            "NT.2.1.recognised: “communes_recognised” is at 75/100 of “communes_total”",
        ),
        (
            "lang-chanh-2023/neighbourhood",
            'none_of = ["resident_addicts"]',
            'none_of = ["resident_addicts", "security_teams"]',
            "LC.3: “security_teams” alone is 1 (with green_zone=no_addict)",
        ),
        (
            FREE,
            "max_age_days = 183",
            "max_age_days = 100",
            "IAH.g: “model_effective” was attested on the last day that counts",
        ),
        (
            FREE,
            '[[criterion.part]]\nfact = "active_models"\nat_least = "1"',
            '[[criterion.part]]\nall_of = "villages"\nhave = "active_models"',
            "IAH.g: “active_models” is one more than “villages”",
        ),
        (
            FREE,
            '[[reading.option]]\nvalue = "tip_box_only"',
            (
                '[[reading.option]]\nvalue = "either"\nmeaning = "x"\n\n'
                '[[reading.option]]\nvalue = "tip_box_only"'
            ),
            "the reading box_and_board=either makes a difference",
        ),
    ],
)
def test_a_threshold_without_scenarios_is_named(
    pack_id: str, old: str, new: str, what: str
) -> None:
    text = (packs_folder() / f"{pack_id}.toml").read_text("utf-8")
    changed, problems = read_pack(text.replace(old, new, 1).encode(), LIBRARY.facts())
    assert isinstance(changed, RulePack), problems
    told = [each for each in undone(changed, scenarios(pack_id)) if each.endswith(what)]
    assert told == [f"{pack_id}: no scenario in which {what}"]


def test_a_pack_without_scenarios_has_everything_to_try() -> None:
    left = undone(LIBRARY.rules(PROVINCE), ())
    assert len(left) > 100
    assert any("the denominator “population” is 0" in each for each in left)
    assert any("rounding=two_decimals makes a difference" in each for each in left)
