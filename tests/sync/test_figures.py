"""Figures and codes in place of persons: what leaves, what stays, and what they say above."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.figures import HOUSEHOLDS_KEPT, PEOPLE_KEPT
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.criteria.keeping import KeepAssessment
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, certifying
from sachmatuy_desktop.storage.facts import Question, facts
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync.sums import newest_sums
from tests.offices import (
    IA_DOM,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
    reopen,
)
from tests.sync.test_carried import acknowledged, carries, key_of, line_of, plain_of
from tests.sync.test_two_offices import DISTRICT, carry, introduce, same, trust

pytestmark = pytest.mark.slow

PACK = "ia-hdrai-2024/commune-drug-free"
NUMBER, PHONE, LANE = "038201000017", "0912345678", "Ngõ Mười Bảy, tổ Sông Gianh"


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


def listed(
    office: Office, name: str, category: str = "nghien", since: str = "2026-01-17"
) -> RecordId:
    """Somebody on a list, with all that tells who it is."""
    person = add_person(office, name)
    edit(
        office,
        "people",
        person,
        citizen_number=NUMBER,
        birth="1987-11-23",
        current_address=LANE,
        phone=PHONE,
    )
    add(
        office, "episodes", person=person, category=category, from_date=since, reason=f"Theo {name}"
    )
    return person


def rows_of(office: Office, register: str, *names: str) -> list[tuple[Value, ...]]:
    """These fields of every living record, in order."""
    found = office.queries.rows(register, office.queries.ids(register))
    return sorted((tuple(row[name] for name in names) for row in found.values()), key=repr)


def coded(office: Office) -> list[tuple[Value, ...]]:
    return rows_of(office, "coded_people", "code", "category", "from_month", "until_month")


def numbers(office: Office, month: str = "2026-03") -> Mapping[Value, Value]:
    rows = rows_of(office, "period_figures", "figure", "month", "number")
    return {figure: number for figure, of, number in rows if of == month}


def test_neither_names_nor_records_leave_and_the_numbers_are_those_of_the_books(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_household(commune, add_village(commune, "Thôn Một"), "Chủ hộ Lò Văn Sáu")
    first = listed(commune, "Quàng Thị Đẹp")
    second = listed(commune, "Vừ A Chớ", "sdtp", "2026-02-09")
    commune.run(KeepAssessment(PACK, date(2026, 3, 2)))
    carries(commune, district, "figures")
    outcome = carry(commune, district, tmp_path / "một.smt")
    assert (outcome.report.parked, outcome.report.quarantined) == (0, [])
    plain = plain_of(tmp_path / "một.smt", district)
    for each in (
        *("Quàng Thị Đẹp", "Vừ A Chớ", "Lò Văn Sáu", NUMBER, PHONE, LANE, "1987-11-23"),
        *("2026-01-17", "2026-02-09", first, second, '"secret"'),
    ):
        assert each.encode() not in plain, each
    for book in REGISTERS:
        if book.scope in (Scope.PEOPLE, Scope.HOUSEHOLDS):
            assert f'"r":"{book.name}"'.encode() not in plain
    assert "Thôn Một".encode() in plain  # the search would find it
    assert district.queries.count("people") == district.queries.count("code_keys") == 0

    assert [row[1:] for row in coded(district)] == [
        ("nghien", "2026-01", None),
        ("sdtp", "2026-02", None),
    ] or [row[1:] for row in coded(district)] == [
        ("sdtp", "2026-02", None),
        ("nghien", "2026-01", None),
    ]
    told = numbers(district)
    asked = facts(commune.store, Question((IA_DOM,), date(2026, 3, 2)), ["addicts", "households"])
    assert {each.name: told[each.name] for each in asked} == {
        each.name: each.value for each in asked
    }
    assert (told[PEOPLE_KEPT], told[HOUSEHOLDS_KEPT]) == (2, 1)


def test_the_office_above_shows_them_as_what_they_are(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    listed(commune, "Quàng Thị Đẹp")
    carry(commune, district, tmp_path / "đủ.smt")
    assert line_of(district).sums is None
    add_person(commune, "Vừ A Chớ")
    carries(commune, district, "figures")
    carry(commune, district, tmp_path / "một.smt")
    line = line_of(district)
    assert line.people == 1  # what was counted of records stays what it is
    assert line.sums is not None
    assert (line.sums.people, line.sums.households, line.sums.as_of) == (2, 0, date(2026, 3, 2))
    carries(commune, district, "all")
    carry(commune, district, tmp_path / "hai.smt")
    assert (line_of(district).people, line_of(district).sums) == (2, None)


def test_a_code_stays_and_says_nothing_of_whose_it_is(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = listed(commune, "Quàng Thị Đẹp")
    carries(commune, district, "figures")
    acknowledged(commune, carry(commune, district, tmp_path / "1.smt"))
    (before,) = coded(district)
    commune = reopen(commune)
    edit(commune, "people", person, full_name="Quàng Thị Đẹp Hai", citizen_number="038201000018")
    (episode,) = commune.queries.ids("episodes")
    edit(commune, "episodes", episode, until_date="2026-03-01")
    add(commune, "episodes", person=person, category="sau_cai", from_date="2026-03-01")
    assert carry(commune, district, tmp_path / "2.smt").report.quarantined == []
    code = before[0]
    assert coded(district) == [
        (code, "nghien", "2026-01", "2026-03"),
        (code, "sau_cai", "2026-03", None),
    ]
    assert code != person
    remove(commune, "people", person)
    carry(commune, district, tmp_path / "3.smt")
    assert coded(district) == []


def test_nothing_is_written_again_that_has_not_changed(
    commune: Office, district: Office, tmp_path: Path, clock: TestClock
) -> None:
    listed(commune, "Quàng Thị Đẹp")
    carries(commune, district, "figures")
    acknowledged(commune, carry(commune, district, tmp_path / "1.smt"))
    written = len(commune.queries.journal())
    leaving = bundles.leaving(commune, key_of(district))
    assert leaving.records == {}
    report = bundles.export(commune, key_of(district), tmp_path / "2.smt")
    assert report.lines == 0
    assert len(commune.queries.journal()) == written + 1  # that a bundle was written
    clock.advance(days=40)
    # Another month has numbers of its own; those of March stay what they were.
    march = numbers(commune)
    acknowledged(commune, carry(commune, district, tmp_path / "3.smt"))
    assert numbers(district) == march
    assert numbers(district, "2026-04") == march
    assert len(coded(district)) == 1


def test_what_is_shown_before_is_what_leaves(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_household(commune, add_village(commune))
    listed(commune, "Quàng Thị Đẹp")
    carries(commune, district, "figures")
    written = len(commune.queries.journal())
    leaving = bundles.leaving(commune, key_of(district))
    assert len(commune.queries.journal()) == written  # a look writes nothing
    assert leaving.records["coded_people"] == 1
    assert {"people", "episodes", "households"} <= leaving.stays.keys()
    assert not {"code_keys"} & leaving.records.keys()
    carry(commune, district, tmp_path / "một.smt")
    for register, count in leaving.records.items():
        assert district.queries.count(register, [Where("unit_id", "=", IA_DOM)]) == count, register


def test_all_then_figures_then_all_makes_no_gap_and_loses_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    other = new_office(tmp_path / "trên nữa", DISTRICT, kind="receiving")
    introduce(commune, other)
    for number, what in enumerate(("all", "figures", "programme", "figures", "all")):
        carries(commune, district, what)
        listed(commune, f"Người {number}")
        outcome = carry(commune, district, tmp_path / f"{number}.smt")
        assert (outcome.report.parked, outcome.report.quarantined) == (0, [])
        acknowledged(commune, outcome)
    carry(commune, other, tmp_path / "một lần.smt")
    of_commune = (Where("unit_id", "=", IA_DOM),)
    for book in ("people", "episodes", "villages"):
        ids = other.queries.ids(book, of_commune)
        assert ids == district.queries.ids(book, of_commune)
        assert all(same(district, other, book, each) for each in ids)
    assert other.queries.count("coded_people") == 0  # names and codes never come together
    assert commune.queries.ids("coded_people") == district.queries.ids("coded_people")


def test_two_machines_of_one_office_say_the_same_codes_and_put_right_what_both_wrote(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    sister = new_office(tmp_path / "máy hai", IA_DOM)
    for one, there in ((commune, sister), (sister, commune)):
        trust(one, there, "sister")
    introduce(sister, district)
    listed(commune, "Quàng Thị Đẹp")
    carry(commune, sister, tmp_path / "a.smt")
    # Neither knows that the other has chosen so too: each has a key of its own for now.
    for each in (commune, sister):
        carries(each, district, "figures")
        acknowledged(each, carry(each, district, tmp_path / f"{key_of(each)}.smt"))
    carry(commune, sister, tmp_path / "b.smt")
    carry(sister, commune, tmp_path / "c.smt")
    assert commune.queries.count("code_keys") == sister.queries.count("code_keys") == 2
    acknowledged(sister, carry(sister, district, tmp_path / "d.smt"))
    (row,) = coded(district)
    figures = rows_of(district, "period_figures", "figure", "month")
    assert len(figures) == len(set(figures))
    carry(sister, commune, tmp_path / "e.smt")
    acknowledged(commune, carry(commune, district, tmp_path / "f.smt"))
    assert coded(district) == [row]
    assert district.queries.conflicts() == []


def test_a_certificate_for_figures_lets_no_person_in(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    certifying.certify(district, key_of(commune), "figures")
    person = listed(commune, "Quàng Thị Đẹp")
    outcome = carry(commune, district, tmp_path / "đủ.smt")
    assert outcome.report.quarantined
    assert district.queries.count("people") == 0
    carries(commune, district, "figures")
    carry(commune, district, tmp_path / "một.smt")
    assert len(coded(district)) == 1
    assert person not in json.dumps(coded(district))


def test_the_sums_are_the_newest_of_each_unit(
    commune: Office, district: Office, tmp_path: Path, clock: TestClock
) -> None:
    carries(commune, district, "figures")
    listed(commune, "Quàng Thị Đẹp")
    carry(commune, district, tmp_path / "1.smt")
    clock.advance(days=40)
    listed(commune, "Vừ A Chớ")
    carry(commune, district, tmp_path / "2.smt")
    with district.store.reading() as connection:
        (sums,) = newest_sums(connection).values()
    assert (sums.people, sums.as_of) == (2, date(2026, 4, 11))
