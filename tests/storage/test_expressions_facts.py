"""What the program counts, said in the language of packs, comes to the same.

So a province finds in the language what its own plan needs, and has seen it used.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.expressions import parse_count, parse_sum, problems
from sachmatuy_desktop.domain.expressions.syntax import Rows
from sachmatuy_desktop.domain.expressions.walking import parts
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.storage.facts.catalogue import figure_of
from sachmatuy_desktop.storage.facts.expressions import Defined, defined
from sachmatuy_desktop.storage.facts.question import Question
from tests.expression_cases import DAY, UNITS, Office, offices
from tests.services.training_scenes import COMMUNES, DAYS, scene
from tests.storage.test_expressions_sql import filled

HOLDS: Final = "from_date <= day and (until_date is empty or until_date >= day)"
LIVING_THERE: Final = """
    households where (
        (state_from is empty or state_from <= day)
        and (state = "dang_cu_tru" or state = "vang_ca_ho" and state_reason is empty)
        or state_from > day and state != "dang_cu_tru"
    )"""
VILLAGES: Final = """
    villages where (from_date is empty or from_date <= day)
        and (until_date is empty or until_date >= day)"""
IN_USE: Final = """(
        state = "dang_dung" and (state_from is empty or state_from <= day)
        or state != "dang_dung" and state_from > day
    )"""


def listed(*categories: str) -> str:
    """On one of the lists, and not moved away."""
    codes = ", ".join(f'"{each}"' for each in categories)
    return f"""
        any episodes of it as listed where (
            category in ({codes}) and {HOLDS}
            and no transfers of person where (
                (direction is empty or direction != "den")
                and moved_on >= listed.from_date and moved_on <= day
            )
        )
        and not last presences of it by from_date where ({HOLDS}) has (state = "chuyen_di")"""


PRESENT: Final = f"""
    not last presences of it by from_date where ({HOLDS}) has (state in (
        "vang_mat", "khong_ro", "co_so_cai_nghien", "tam_giu_tam_giam", "trai_giam", "chuyen_di"
    ))"""


def point(kind: str) -> str:
    """Found, and not ended since, or complex again after it ended."""

    def ended_from(day: str, of: str) -> str:
        return f"""(
            point.eliminated_on <= day and point.eliminated_on >= {day}
            or any hotspot_history of {of} where (
                change in ("chuyen_hoa", "triet_xoa") and happened_on <= day
                and happened_on >= {day}
            )
        )"""

    return f"""
    hotspots as point where kind = "{kind}" and detected_on <= day and (
        not {ended_from("point.detected_on", "it")}
        or any hotspot_history of it as back where (
            change = "tai_phuc_tap" and happened_on <= day
            and not {ended_from("back.happened_on", "hotspot")}
        )
    )"""


def signed(kind: str, by: str) -> str:
    """The newest answer by the day is a signature; of two on one day the signature counts."""
    return f"""
        any commitments of it as signed where (
            kind = "{kind}" and outcome = "da_ky" and signed_on <= day
            and no commitments of {by} where (
                kind = "{kind}" and outcome != "da_ky" and signed_on <= day
                and signed_on > signed.signed_on
            )
        )"""


LAST_TESTED: Final = """
    result is not empty and taken_on <= day
    and no tests of person where (
        result is not empty and taken_on <= day and taken_on > one.taken_on
    )"""

COUNTS: Final[dict[str, str]] = {
    "households": f"{LIVING_THERE} unknown if none",
    "households_committed": f"""
        {LIVING_THERE} having {signed("ho_gia_dinh", "household")} unknown if none""",
    "villages": f"{VILLAGES} unknown if none",
    "villages_with_tip_box": f"""
        {VILLAGES} having any tip_boxes of it where (installed_on <= day and {IN_USE})
        unknown if none""",
    "villages_with_hotline_board": f"""
        {VILLAGES} having any hotline_boards of it where (posted_on <= day and {IN_USE})
        unknown if none""",
    "use_points": point("diem_to_chuc"),
    "complex_points": point("diem_phuc_tap"),
    "retailers": point("ban_le"),
    "addicts": f"people where {listed('nghien')}",
    "addicts_with_file": f"""
        people where {listed("nghien")} having any episodes of it where (
            category = "nghien" and {HOLDS} and file_number is not empty and file_date <= day
        )""",
    "addicts_present": f"people where {listed('nghien')} and {PRESENT}",
    "addicts_in_community_negative_test": f"""
        people where {listed("nghien")}
        and not last presences of it by from_date where ({HOLDS})
            has (state in ("co_so_cai_nghien", "tam_giu_tam_giam", "trai_giam"))
        and (any presences of it where ({HOLDS})
            or no episodes of it where ({HOLDS} and in_community = no))
        having any tests of it as one where ({LAST_TESTED} and taken_on within 30 days)
        and no tests of it as one where (
            {LAST_TESTED} and result = "duong_tinh" and not prescribed = yes
        )""",
    "users_present": f"people where {listed('sdtp')} and not ({listed('nghien')}) and {PRESENT}",
    "substitution_over_12_months": f"""
        people where {listed("nghien")} and any treatments of it where (
            form = "thay_the" and from_date <= day and from_date < day - 12 months and (
                state = "dang_thuc_hien" and (until_date is empty or until_date >= day)
                or state = "hoan_thanh" and until_date >= day
                or state = "bo" and until_date > day
            )
        )""",
    "known_people_moved_in_since_registration": """
        people where any episodes of it where (
            category in ("nghien", "sdtp") and arrived = yes
            and from_date >= registration and from_date <= day
        )""",
    "plant_cases": 'incidents where kind = "trong_cay" and happened_on within year',
    "drug_cases": """
        incidents where happened_on within year and (
            kind in ("san_xuat", "mua_ban", "tang_tru", "van_chuyen", "to_chuc_su_dung")
            or severity is not empty
            or any case_subjects of it where (role = "bi_bat_giu")
        )""",
    "arrested_offenders": """
        case_subjects where role = "bi_bat_giu" and not in_commune = no
        and (caught_on within year or caught_on is empty and happened_on within year)
        each person""",
    "active_models": """
        models where started_on <= day having (
            state = "dang_hoat_dong" and (state_from is empty or state_from <= day)
            or state != "dang_hoat_dong" and state_from > day
        ) and any activities of it where (held_on <= day and held_on > day - 12 months)""",
    "security_teams": 'subunits where kind = "to_anxh"',
    "security_teams_committed": f"""
        subunits where kind = "to_anxh" having {signed("to_anxh", "subunit")}""",
}

SUMS: Final[dict[str, str]] = {
    "drug_plants": """
        plants of incidents
        where kind = "trong_cay" and happened_on within year and plants is not empty
        unknown if any incidents where (
            kind = "trong_cay" and happened_on within year and plants is empty and area_m2 is empty
        )""",
}

OF_THE_WHOLE_UNIT: Final = {"active_models"}
"""Figures that the program counts for the whole commune, whichever village is asked about."""

BOOKS: Final = (
    *("villages", "subunits", "households", "commitments", "people", "episodes", "presences"),
    *("transfers", "tests", "treatments", "hotspots", "hotspot_history", "incidents"),
    *("case_subjects", "tip_boxes", "hotline_boards", "models", "activities"),
)


@cache
def own(name: str, *, by_village: bool) -> Defined:
    expression = parse_sum(SUMS[name]) if name in SUMS else parse_count(COUNTS[name])
    assert problems(expression) == []
    figure = defined(expression, "", by_village)
    assert isinstance(figure, Defined)
    return figure


def both(name: str, office: Office, question: Question) -> tuple[Fact, Fact]:
    """The fact as the program counts it, and as the language says it."""
    by_village = question.village is not None
    with filled(office) as connection:
        built_in = figure_of(name, question.shape).fact(name, connection, question)
        return built_in, own(name, by_village=by_village).fact(name, connection, question)


def agree(name: str, office: Office, question: Question) -> None:
    built_in, said = both(name, office, question)
    assert said.value == built_in.value
    # The program leaves thousands of households unnamed; whoever lacks something is always named.
    assert {each.id for each in said.exceptions} == {each.id for each in built_in.exceptions}
    if built_in.records:
        assert {each.id for each in said.records} == {each.id for each in built_in.records}


def read_by(name: str) -> list[str]:
    """The books that an expression reads, and those that tell in which village a record lies."""
    expression = parse_sum(SUMS[name]) if name in SUMS else parse_count(COUNTS[name])
    read = {rows.register for rows in parts(expression, Rows)}
    return [each for each in BOOKS if each in read | {"villages", "households"}]


@pytest.mark.parametrize("name", [*COUNTS, *SUMS])
@settings(max_examples=30)
@given(data=st.data(), village=st.sampled_from((None, None, "villages-0")))
def test_a_fact_of_the_program_said_in_the_language(
    name: str, data: st.DataObject, village: str | None
) -> None:
    office = data.draw(offices(read_by(name), lawful=True))
    asked_of = None if name in OF_THE_WHOLE_UNIT else village
    agree(name, office, Question(UNITS[:1], DAY, village=asked_of, registered_on=date(2026, 1, 5)))


@cache
def training(commune: str, day: date) -> Office:
    """The books of a training commune, as rows."""
    hidden: dict[str, Value] = {"deleted": 0, "base_entry": 1, "last_entry": 1, "sort_key": ""}
    return {
        name: [
            {each.name: None for each in REGISTERS[name].fields}
            | row.values
            | hidden
            | {"id": row.id, "unit_id": UNITS[0]}
            for row in rows
        ]
        for name, rows in scene(commune, day).book.rows.items()
        if name in BOOKS
    }


@pytest.mark.parametrize("commune", COMMUNES)
def test_training_communes_are_counted_alike(commune: str) -> None:
    day = max(DAYS)
    question = Question(UNITS[:1], day, registered_on=date(2026, 1, 5))
    told = {}
    for name in (*COUNTS, *SUMS):
        agree(name, training(commune, day), question)
        told[name] = both(name, training(commune, day), question)[1].value
    assert told["households"]
    assert told["villages"]
    assert told["addicts"]
