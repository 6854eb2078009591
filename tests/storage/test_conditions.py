"""What narrows a list, and the figures at its foot, on the real encrypted file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Where
from tests.offices import TestClock, add, add_household, add_person, add_village, new_office, remove


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path, clock=clock)


def heads(office: Office, *where: Where) -> list[str]:
    rows = office.queries.rows("households", office.queries.ids("households", where))
    return sorted(str(row["head"]) for row in rows.values())


def test_a_part_of_a_text_is_found_whatever_its_accents(office: Office) -> None:
    village = add_village(office)
    for head in ("Lò Thị Thuý", "Vi Thị Thủy", "Hà Văn An"):
        add_household(office, village, head)
    assert heads(office, Where("head", "has", "thuy")) == ["Lò Thị Thuý", "Vi Thị Thủy"]
    assert heads(office, Where("head", "has", "VĂN")) == ["Hà Văn An"]
    assert heads(office, Where("head", "has not", "thuy")) == ["Hà Văn An"]
    assert heads(office, Where("head", "has", "%")) == []


def test_a_text_that_is_empty_does_not_have_the_part(office: Office) -> None:
    village = add_village(office)
    add(office, "households", head="Lò Văn An", village=village, state="dang_cu_tru")
    add(
        office,
        "households",
        head="Vi Văn Bình",
        village=village,
        state="dang_cu_tru",
        address="Đội 1",
    )
    assert heads(office, Where("address", "has not", "doi")) == ["Lò Văn An"]
    assert heads(office, Where("address", "has", "doi")) == ["Vi Văn Bình"]


def test_ticks_may_stand_for_emptiness(office: Office) -> None:
    for name, sex in (("Lò Văn An", "nam"), ("Vi Thị Bình", "nu"), ("Hà Cường", None)):
        add(office, "people", full_name=name, sex=sex)

    def found(op: str, *values: str | None) -> list[str]:
        ids = office.queries.ids("people", [Where("sex", op, values)])
        return sorted(str(row["full_name"]) for row in office.queries.rows("people", ids).values())

    assert found("in", "nam", None) == ["Hà Cường", "Lò Văn An"]
    assert found("in", None) == ["Hà Cường"]
    assert found("in") == []
    assert found("not in", "nam") == ["Hà Cường", "Vi Thị Bình"]
    assert found("not in", "nam", None) == ["Vi Thị Bình"]


def test_a_reference_is_found_by_the_name_it_points_at(office: Office) -> None:
    for village, head in (("Thôn Đông", "Lò Văn An"), ("Thôn Tây", "Vi Văn Bình")):
        add_household(office, add_village(office, village), head)
    assert heads(office, Where("village", "named", "dong")) == ["Lò Văn An"]


def test_references_are_ordered_by_what_they_point_at(office: Office) -> None:
    for village, head in (("Thôn Đông", "An"), ("Thôn Bắc", "Bình"), ("Thôn Em", "Cường")):
        add_household(office, add_village(office, village), head)

    def ordered(sort: str) -> list[str]:
        ids = office.queries.ids("households", sort=sort)
        rows = office.queries.rows("households", ids)
        return [str(rows[key]["head"]) for key in ids]

    assert ordered("village") == ["Bình", "An", "Cường"]
    assert ordered("-village") == ["Cường", "An", "Bình"]


def test_the_foot_sums_what_lives_and_what_is_listed(office: Office) -> None:
    village = add_village(office)
    kept = [
        add(
            office,
            "models",
            name=name,
            started_on="2026-01-05",
            members=members,
            state="dang_hoat_dong",
        )
        for name, members in (("Một", 10), ("Hai", 20), ("Ba", None))
    ]
    gone = add(
        office,
        "models",
        name="Bốn",
        started_on="2026-01-05",
        members=99,
        state="ngung",
        state_from="2026-02-01",
    )
    remove(office, "models", gone)
    totals = office.queries.totals("models", ["members"])
    assert (totals.count, totals.sums) == (3, {"members": 30})
    assert office.queries.totals("models", ["members"], kept[1:]).sums == {"members": 20}
    assert office.queries.totals("villages", ["priority"], [village]).sums == {"priority": 0}


def test_how_often_each_value_stands(office: Office) -> None:
    ids = [add_person(office, name) for name in ("An", "Bình", "Cường")]
    add(office, "people", full_name="Dung", sex="nu")
    assert office.queries.tally("people", "sex") == {None: 3, "nu": 1}
    assert office.queries.tally("people", "sex", ids[:2]) == {None: 2}
