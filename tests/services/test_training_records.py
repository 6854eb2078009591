"""What stands in the training offices: well-formed, fictional, lawful on every day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.identity import citizen_warnings, parse_citizen_number
from sachmatuy_desktop.domain.phones import parse_phones
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, codes_of
from sachmatuy_desktop.domain.registers.values import check, fits
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.library import load_packs
from tests.services.training_scenes import (
    BETWEEN,
    COMMUNES,
    DAYS,
    NEW_LAW,
    OLD_LAW,
    all_rows,
    day_of,
    named,
    of_person,
    rows,
    scene,
)

NEW_LAW_FROM = date(2026, 7, 1)
FUTURE_TERMS = {"term_until", "review_on"}
"""Dates that may lie ahead of the day of the world."""

every_commune = pytest.mark.parametrize("name", COMMUNES)
every_day = pytest.mark.parametrize("day", DAYS)


# -- every record ----------------------------------------------------------------------------------


@every_day
@every_commune
def test_every_record_would_be_taken_from_a_form(name: str, day: date) -> None:
    for row in all_rows(scene(name, day)):
        book = REGISTERS[row.register]
        assert not check(book, row.values), row
        for field, value in row.values.items():
            assert fits(book[field], value), (row.register, field, value)
            choices = book[field].choices
            several = book[field].kind is Kind.SEVERAL
            for code in codes_of(value) if several else (value,):
                assert choices is None or code is None or code in choices, (field, value)


@every_commune
def test_names_have_no_digits(name: str) -> None:
    for row in all_rows(scene(name)):
        for field in REGISTERS[row.register].fields:
            if field.kind is Kind.NAME and row.values.get(field.name):
                assert not re.search(r"\d", str(row.values[field.name]))


@every_commune
def test_every_reference_leads_to_a_record(name: str) -> None:
    there = scene(name)
    known = {register: {each.id for each in found} for register, found in there.book.rows.items()}
    for row in all_rows(there):
        for field in REGISTERS[row.register].references:
            value = row.values.get(field.name)
            assert value is None or value in known[str(field.target)], (row.register, field.name)


@every_day
@every_commune
def test_nothing_happens_after_the_day_of_the_world(name: str, day: date) -> None:
    for row in all_rows(scene(name, day)):
        for field in REGISTERS[row.register].fields:
            value = row.values.get(field.name)
            if field.kind is Kind.DATE and value and field.name not in FUTURE_TERMS:
                assert str(value) <= day.isoformat(), (row.register, field.name, value)


@every_commune
def test_papers_are_numbered_in_the_order_of_their_dates(name: str) -> None:
    series: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in rows(scene(name), "decisions"):
        number, symbol = str(row.values["number"]).split("/", 1)
        signed = str(row.values["signed_on"])
        series.setdefault((symbol, signed[:4]), []).append((signed, int(number)))
    for papers in series.values():
        numbers = [number for _signed, number in sorted(papers)]
        assert numbers == sorted(set(numbers))


# -- people who do not exist -----------------------------------------------------------------------


def test_citizen_numbers_are_fictional_and_give_no_warning() -> None:
    for name in COMMUNES:
        for row in rows(scene(name), "people"):
            number = row.values["citizen_number"]
            if number is None:
                assert row.values["no_number_reason"]
                continue
            assert parse_citizen_number(str(number)).number == number
            assert str(number).startswith("999")
            birth = PartialDate.from_iso(str(row.values["birth"]))
            assert not citizen_warnings(str(number), str(row.values["sex"]), birth)


def test_no_citizen_number_is_given_twice() -> None:
    given = [
        row.values["citizen_number"]
        for name in COMMUNES
        for row in rows(scene(name, whole=name != "hoang-phong"), "people")
        if row.values["citizen_number"]
    ]
    assert len(given) > 5000
    assert len(set(given)) == len(given)


@every_commune
def test_telephones_are_of_the_fictional_range(name: str) -> None:
    for row in all_rows(scene(name)):
        for field in REGISTERS[row.register].fields:
            value = row.values.get(field.name)
            if field.kind is Kind.PHONE and value:
                phones = parse_phones(str(value))
                assert all(
                    each.digits.startswith("0500") or each.digits == "113" for each in phones
                )


def test_a_child_of_each_people_bears_the_name_its_people_give() -> None:
    there = scene("ia-dom", whole=True)
    mothers = {
        row.values["household"]: str(row.values["full_name"])
        for row in rows(there, "people", ethnicity="Gia-rai", sex="nu")
        if row.values["relation"] in ("Chủ hộ", "Vợ")
    }
    children = rows(there, "people", relation="Con", ethnicity="Gia-rai")
    assert children
    for child in children:
        clan = str(child.values["full_name"]).rsplit(" ", 1)[0]
        assert mothers.get(child.values["household"], clan).startswith(clan)
    for person in rows(there, "people", ethnicity="Xơ-Đăng"):
        prefix = "A " if person.values["sex"] == "nam" else "Y "
        assert str(person.values["full_name"]).startswith(prefix)


def test_parents_are_older_than_their_children() -> None:
    there = scene("lang-chanh", whole=True)
    for place in there.places.values():
        heads = {
            each.values["household"]: int(str(each.values["birth"])[:4])
            for each in place.residents
            if each.values["relation"] == "Chủ hộ"
        }
        for child in place.residents:
            if child.values["relation"] == "Con":
                assert int(str(child.values["birth"])[:4]) >= heads[child.values["household"]] + 18


# -- the lists, and the law of each day ------------------------------------------------------------


@every_day
@every_commune
def test_a_decision_answers_an_earlier_positive_test(name: str, day: date) -> None:
    there = scene(name, day)
    for decision in rows(there, "decisions"):
        positive = [
            day_of(each, "taken_on")
            for each in of_person(there, "tests", decision.values["person"])
            if each.values["result"] == "duong_tinh" and not each.values["prescribed"]
        ]
        assert min(positive) <= day_of(decision, "signed_on")


@every_day
@every_commune
def test_users_are_managed_for_a_year_by_whom_the_law_of_the_day_names(
    name: str, day: date
) -> None:
    there = scene(name, day)
    for decision in rows(there, "decisions", kind="quan_ly_sdtp"):
        signed = day_of(decision, "signed_on")
        found = day_of(
            of_person(there, "tests", decision.values["person"])[0],
            "taken_on",
        )
        new = signed >= NEW_LAW_FROM
        assert decision.values["signer_role"] == (
            f"{'Trưởng Công an' if new else 'Chủ tịch Ủy ban nhân dân'} {there.unit.titled}"
        )
        assert "163/2026" in str(decision.values["form"]) or not new
        assert decision.values["law"] == ("Luật 120/2025/QH15" if new else "Luật 73/2021/QH14")
        assert there.laws.calendar.shift(found, 0 if new else 3) >= signed
        assert day_of(decision, "term_until").year == signed.year + 1


@every_day
@every_commune
def test_every_month_of_management_has_a_visit(name: str, day: date) -> None:
    there = scene(name, day)
    for stay in rows(there, "episodes", category="sdtp"):
        end = str(stay.values["until_date"] or day.isoformat())
        visited = {
            str(each.values["visited_on"])[:7]
            for each in of_person(there, "visits", stay.values["person"])
        }
        month = day_of(stay, "from_date").replace(day=1)
        while month.isoformat() <= end:
            assert month.isoformat()[:7] in visited
            month = (month + timedelta(days=32)).replace(day=1)


@every_day
@every_commune
def test_nobody_is_on_a_list_or_somewhere_after_it_ended(name: str, day: date) -> None:
    there = scene(name, day)
    for register in ("episodes", "presences", "treatments"):
        for row in rows(there, register):
            end = row.values.get("until_date")
            assert end is None or str(row.values["from_date"]) <= str(end)
            assert REGISTERS[register]["from_date"].required


@every_day
@every_commune
def test_people_are_somewhere_once_at_a_time(name: str, day: date) -> None:
    there = scene(name, day)
    now = Counter(row.values["person"] for row in rows(there, "presences", until_date=None))
    assert set(now.values()) == {1}
    listed = {
        row.values["person"]
        for row in rows(there, "episodes", until_date=None)
        if row.values["category"] in ("nghien", "sdtp", "sau_cai")
    }
    assert listed <= set(now)


@every_commune
def test_no_test_is_taken_before_the_person_was_found(name: str) -> None:
    there = scene(name)
    for test in rows(there, "tests"):
        stays = of_person(there, "episodes", test.values["person"])
        first = min(day_of(each, "from_date") for each in stays)
        assert day_of(test, "taken_on") >= first - timedelta(days=14)


def test_who_enters_a_facility_leaves_the_list_since_the_new_law() -> None:
    for day, leaves in ((OLD_LAW, False), (NEW_LAW, True)):
        there = scene("hoang-phong", day)
        held = {
            row.values["person"]
            for row in rows(there, "presences", state="co_so_cai_nghien", until_date=None)
        }
        stays = [row for person in held for row in of_person(there, "episodes", person)]
        assert stays
        assert all((row.values["until_date"] is not None) is leaves for row in stays)


def test_after_rehabilitation_management_lasts_two_years() -> None:
    decisions = rows(scene("hoang-phong"), "decisions", kind="sau_cai")
    assert decisions
    for each in decisions:
        assert day_of(each, "term_until").year == day_of(each, "term_from").year + 2


def test_a_day_before_the_laws_kept_here_is_refused() -> None:
    with pytest.raises(BadInput, match="01/01/2025"):
        scene("hoang-phong", date(2024, 12, 31))


# -- households ------------------------------------------------------------------------------------


@every_commune
def test_commitments_are_signed_by_households_that_live_here(name: str) -> None:
    there = scene(name, whole=name == "ia-dom")
    homes = {each.id: each for each in rows(there, "households")}
    signed = rows(there, "commitments", kind="ho_gia_dinh", outcome="da_ky")
    assert signed
    for each in signed:
        home = homes[str(each.values["household"])]
        assert home.values["state"] == "dang_cu_tru"
        assert each.values["signer"] == home.values["head"]
        assert day_of(each, "signed_on") >= there.registered
        assert each.values["year"] == day_of(each, "signed_on").year
    assert len({each.values["household"] for each in signed}) == len(signed)


@every_commune
def test_the_head_of_a_household_is_one_of_its_people(name: str) -> None:
    there = scene(name)
    for home in rows(there, "households"):
        family = rows(there, "people", household=home.id)
        if home.values["state"] == "da_chuyen_di":
            assert not family
            continue
        heads = [each for each in family if each.values["relation"] == "Chủ hộ"]
        assert [each.values["full_name"] for each in heads] == [home.values["head"]]
        assert heads[0].values["citizen_number"] == home.values["citizen_number"]


@every_commune
def test_population_figures_agree_with_the_registers(name: str) -> None:
    there = scene(name)
    figures = rows(there, "populations")
    newest = max(str(each.values["as_of"]) for each in figures)
    now = [each for each in figures if each.values["as_of"] == newest]
    whole = [each for each in now if each.values["village"] is None]
    villages = [each for each in now if each.values["village"] is not None]
    assert len(whole) == 1
    assert whole[0].values["people"] == len(rows(there, "people"))
    assert sum(int(str(each.values["people"])) for each in villages) == whole[0].values["people"]


def test_the_largest_commune_is_as_large_as_promised() -> None:
    there = scene("hoang-phong", whole=True)
    assert len(rows(there, "households")) == 5000
    assert 19_500 <= len(rows(there, "people")) <= 20_500
    villages = Counter(row.values["village"] for row in rows(there, "households"))
    assert len(villages) == 12


# -- what there is to learn ------------------------------------------------------------------------


def test_ia_dom_lacks_one_board_and_three_signatures_and_nothing_else() -> None:
    there = scene("ia-dom", whole=True)
    villages = {row.id for row in rows(there, "villages")}
    boards = {row.values["village"] for row in rows(there, "hotline_boards", state="dang_dung")}
    boxes = {row.values["village"] for row in rows(there, "tip_boxes", state="dang_dung")}
    assert villages - boards == {named(there, "Thôn 5")}
    assert boxes == villages
    residing = {row.id for row in rows(there, "households", state="dang_cu_tru")}
    signed = {row.values["household"] for row in rows(there, "commitments", outcome="da_ky")}
    assert len(residing - signed) == 3
    assert not rows(there, "hotspots", eliminated_on=None)
    pack = load_packs().rules(there.world.pack)
    given = {row.values["item"] for row in rows(there, "attestations", answer="co")}
    assert given == {each.id for each in pack.attestations}


def test_hoang_phong_has_one_old_test_one_term_near_its_end_and_two_confirmations_missing() -> None:
    there = scene("hoang-phong", whole=True)
    managed = [
        row.values["person"] for row in rows(there, "episodes", category="sdtp", until_date=None)
    ]
    last = [
        max(day_of(test, "taken_on") for test in of_person(there, "tests", who)) for who in managed
    ]
    assert [day for day in last if (BETWEEN - day).days > 30] == [BETWEEN - timedelta(days=41)]
    ends = [
        day_of(decision, "term_until")
        for who in managed
        for decision in of_person(there, "decisions", who)
    ]
    assert len([day for day in ends if 0 <= (day - BETWEEN).days <= 9]) == 1
    pack = load_packs().rules(there.world.pack)
    given = {row.values["item"] for row in rows(there, "attestations", answer="co")}
    required = {each.id for each in pack.attestations if each.required}
    assert required - given == {"hot_spot_review", "nobody_missed"}


def test_lang_chanh_has_neighbourhoods_with_and_without_addicts() -> None:
    there = scene("lang-chanh", whole=True)
    home = {row.id: row.values["village"] for row in rows(there, "people")}
    struck = {
        home[str(row.values["person"])]
        for row in rows(there, "episodes", category="nghien", until_date=None)
    }
    assert len(there.places) == 14
    assert named(there, "Khu phố Nguyễn Trãi") in struck
    assert named(there, "Khu phố Bình Minh") not in struck
    assert {row.values["name"] for row in rows(there, "villages", priority=1)} == {
        "Khu phố Nguyễn Trãi",
        "Khu phố Chiềng Trải",
        "Khu phố Chí Linh",
    }
    assert Counter(row.values["village"] for row in rows(there, "subunits")) == {
        each.id: 3 for each in there.places.values()
    }
