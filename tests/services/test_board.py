"""The receiving office's board: whose results stand in which row and year, and how they moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Outcome, Status
from sachmatuy_desktop.domain.criteria.standings import Change, compare
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.units import Extent
from sachmatuy_desktop.services.board import (
    Board,
    Geography,
    Line,
    figures_of,
    gives_recognition,
    packs_on_board,
    read_board,
    years_on_board,
)
from sachmatuy_desktop.services.criteria import KeepAssessment, pack_sha256, program_library
from sachmatuy_desktop.services.office import Office
from tests.offices import TestClock, new_office
from tests.sync.test_two_offices import carry, introduce

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
CLASSES = "q28-2025/commune-class"
LANG_CHANH = "lang-chanh-2023/neighbourhood"

IA_DOM, IA_TOI_OLD, IA_TOI = "xa-23537@1", "xa-23538@1", "xa-23538@2"
"""Both former communes were merged whole into xã Ia Tơi of today on 1 July 2025."""

IA_DAL_OLD, IA_DAL = "xa-23535@1", "xa-23535@2"
"""The same commune, its ground unchanged; only the district above it has gone."""

KON_TUM, QUANG_NGAI, DISTRICT = "tinh-62@1", "tinh-51@2", "huyen-618@1"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Office]:
    """Tỉnh Quảng Ngãi of today, in November 2026."""
    clock = TestClock(datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM))
    office = new_office(tmp_path / "tinh", QUANG_NGAI, "receiving", clock)
    yield office
    office.close()


def sent(
    office: Office,
    unit: str,
    on: str,
    states: Mapping[str, str] | None = None,
    pack: str = IA_HDRAI,
    **values: Value,
) -> str:
    """A result as a merged bundle leaves it: under the sender's unit."""
    told = {each.id: "met" for each in program_library().rules(pack).criteria} | dict(states or {})
    given: dict[str, Value] = {
        "pack": pack,
        "as_of": on,
        "outcome": "no" if "not_met" in told.values() else "yes",
        "met": sum(each == "met" for each in told.values()),
        "total": len(told),
        "criteria": json.dumps(told),
        "pack_sha256": pack_sha256(program_library().rules(pack)),
        "verified": 0,
    }
    with office.store.begin(Act("training.fill", "an")) as work:
        record = work.insert("assessments", {**given, **values}, unit=unit)
        work.commit()
    return record


def board(
    office: Office,
    year: int = 2026,
    geography: Geography = Geography.TODAY,
    pack: str = IA_HDRAI,
    back: int = 2,
) -> Board:
    return read_board(office, [program_library().rules(pack)], year, geography, back)


def line(shown: Board, unit: str) -> Line:
    return next(each for each in shown.lines if each.unit.id == unit)


# -- rows ------------------------------------------------------------------------------------------


def test_every_commune_of_the_table_is_a_row_whether_it_sent_or_not(province: Office) -> None:
    shown = board(province)
    assert len(shown.lines) == len(province.units.children(province.unit, date(2026, 11, 28)))
    assert {each.unit.kind.level for each in shown.lines} == {3}
    assert line(shown, IA_TOI).standing(IA_HDRAI, 2026) is None


def test_what_was_not_sent_is_neither_zero_nor_failed(province: Office) -> None:
    sent(province, IA_TOI, "2026-06-01", {"IAH.e": "not_met"})
    shown = board(province)
    assert [each.unit.id for each in shown.lines if each.kept] == [IA_TOI]
    standing = line(shown, IA_TOI).standing(IA_HDRAI, 2026)
    assert standing is not None
    assert (standing.outcome, standing.met, standing.total) == (Outcome.NO, 6, 7)
    assert standing.states["IAH.e"] is Status.NOT_MET


def test_communes_below_a_district_are_rows_of_its_province(tmp_path: Path) -> None:
    clock = TestClock(datetime(2025, 3, 2, 8, 0, tzinfo=VIETNAM))
    office = new_office(tmp_path / "kon-tum", KON_TUM, "receiving", clock)
    assert {IA_DOM, IA_TOI_OLD, IA_DAL_OLD} <= {each.unit.id for each in board(office, 2025).lines}
    office.close()


def test_a_former_district_has_the_communes_it_last_had(tmp_path: Path) -> None:
    office = new_office(tmp_path / "huyen", DISTRICT, "receiving")
    assert [each.unit.id for each in board(office).lines] == [IA_DOM, IA_DAL_OLD, IA_TOI_OLD]
    office.close()


def test_a_commune_from_elsewhere_that_sends_is_a_row_too(province: Office) -> None:
    sent(province, "xa-15973@1", "2026-06-01")
    assert line(board(province), "xa-15973@1").name == "Xã Hoằng Phong"


def test_communes_of_one_name_are_told_apart_by_what_they_stand_under(province: Office) -> None:
    names = [each.name for each in board(province, 2024, Geography.THEN).lines]
    assert len(names) == len(set(names))
    assert any(name.endswith(")") for name in names)


def test_a_training_office_has_the_communes_it_trusts_and_no_others(tmp_path: Path) -> None:
    office = new_office(tmp_path / "tap-huan", QUANG_NGAI, "receiving", training=True)
    assert board(office).lines == ()
    sent(office, IA_DOM, "2026-02-01")
    assert [each.unit.id for each in board(office).lines] == [IA_DOM]
    office.close()


def test_a_commune_without_a_result_of_its_own_is_found_by_its_former_names(
    province: Office,
) -> None:
    assert "ia dom" in line(board(province), IA_TOI).words


# -- years -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "year"), [("2025-12-14", 2025), ("2025-12-15", 2026), ("2026-12-14", 2026)]
)
def test_a_reporting_year_runs_from_15_december(province: Office, as_of: str, year: int) -> None:
    sent(province, IA_TOI, as_of)
    kept = line(board(province), IA_TOI).kept
    assert list(kept) == [(IA_HDRAI, year)]


def test_the_newest_result_of_the_year_stands(province: Office) -> None:
    sent(province, IA_TOI, "2026-06-01")
    sent(province, IA_TOI, "2026-03-01", {"IAH.a": "not_met"})
    standing = line(board(province), IA_TOI).standing(IA_HDRAI, 2026)
    assert standing is not None
    assert (standing.as_of, standing.outcome) == ("2026-06-01", Outcome.YES)


def test_five_years_stand_side_by_side(province: Office) -> None:
    assert years_on_board(province) == [2026, 2025, 2024, 2023, 2022]
    for year in (2022, 2024, 2026):
        sent(province, IA_TOI, f"{year}-06-01")
    kept = line(board(province, back=5), IA_TOI).kept
    assert sorted(year for _pack, year in kept) == [2022, 2024, 2026]


def test_older_spans_of_years_reach_back_to_the_oldest_result(province: Office) -> None:
    sent(province, IA_TOI, "2019-12-20")
    assert years_on_board(province) == [2026, 2025, 2024, 2023, 2022, 2021, 2020]
    assert board(province, year=2022, back=5).years == (2018, 2019, 2020, 2021, 2022)


# -- change ----------------------------------------------------------------------------------------


def moved(office: Office, pack: str = IA_HDRAI) -> tuple[Change, str, str] | None:
    mine = line(board(office, pack=pack), IA_TOI)
    rules = program_library().rules(pack)
    found = compare(rules, mine.standing(pack, 2025), mine.standing(pack, 2026))
    if found is None:
        return None
    better, worse = (
        "".join(map(rules.marks.__getitem__, each)) for each in (found.better, found.worse)
    )
    return found.change, better, worse


FAILED, OPEN = "not_met", "unknown"


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"IAH.e": FAILED}, {}, (Change.BETTER, "e", "")),
        ({}, {"IAH.e": FAILED}, (Change.WORSE, "", "e")),
        ({}, {}, (Change.SAME, "", "")),
        ({"IAH.a": FAILED, "IAH.e": FAILED}, {"IAH.e": FAILED}, (Change.BETTER, "a", "")),
        ({"IAH.a": FAILED}, {"IAH.e": FAILED}, (Change.MIXED, "a", "e")),
    ],
)
def test_a_year_is_held_against_the_one_before(
    province: Office, before: dict[str, str], now: dict[str, str], told: tuple[Change, str, str]
) -> None:
    sent(province, IA_TOI, "2025-11-01", before)
    sent(province, IA_TOI, "2026-11-01", now)
    assert moved(province) == told


def test_what_was_never_decided_is_not_compared(province: Office) -> None:
    sent(province, IA_TOI, "2025-11-01", {"IAH.e": OPEN}, outcome="unknown")
    sent(province, IA_TOI, "2026-11-01")
    assert moved(province) == (Change.UNCLEAR, "", "")


def test_a_first_result_has_nothing_to_be_held_against(province: Office) -> None:
    assert moved(province) is None
    sent(province, IA_TOI, "2026-11-01")
    assert moved(province) == (Change.FIRST, "", "")


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [("I", "II", Change.BETTER), ("none", "III", Change.WORSE), ("II", "II", Change.SAME)],
)
def test_a_milder_class_is_better(province: Office, before: str, now: str, change: Change) -> None:
    sent(province, IA_TOI, "2025-11-01", pack=CLASSES, outcome="yes", klass=before)
    sent(province, IA_TOI, "2026-11-01", pack=CLASSES, outcome="yes", klass=now)
    found = moved(province, CLASSES)
    assert found is not None
    assert found[0] is change


def test_two_texts_of_a_pack_are_told_apart(province: Office) -> None:
    sent(province, IA_TOI, "2025-11-01", pack_sha256="5a" * 32)
    sent(province, IA_TOI, "2026-11-01")
    mine = line(board(province), IA_TOI)
    found = compare(
        program_library().rules(IA_HDRAI),
        mine.standing(IA_HDRAI, 2025),
        mine.standing(IA_HDRAI, 2026),
    )
    assert found is not None
    assert found.other_text


# -- old and new geography -------------------------------------------------------------------------


def test_the_history_of_a_merged_commune_is_that_of_its_former_units(province: Office) -> None:
    sent(province, IA_DOM, "2024-11-01")
    sent(province, IA_TOI_OLD, "2024-11-01", {"IAH.c": FAILED})
    sent(province, IA_TOI, "2026-11-01")
    mine = line(board(province, back=5), IA_TOI)
    assert [each.unit.id for each in mine.former] == [IA_DOM, IA_TOI_OLD]
    assert {each.extent for each in mine.former} == {Extent.WHOLE}
    told = {each.unit.name: each.kept[IA_HDRAI, 2024].outcome for each in mine.former}
    assert told == {"Ia Dom": Outcome.YES, "Ia Tơi": Outcome.NO}


def test_nothing_of_a_former_unit_is_inherited(province: Office) -> None:
    sent(province, IA_DOM, "2024-11-01")
    sent(province, IA_TOI_OLD, "2024-11-01")
    mine = line(board(province, 2025), IA_TOI)
    assert mine.continues is None
    assert mine.standing(IA_HDRAI, 2024) is None
    assert len(mine.before(IA_HDRAI, 2024)) == 2


def test_a_commune_that_only_changed_its_parent_goes_on_and_says_so(province: Office) -> None:
    sent(province, IA_DAL_OLD, "2024-11-01")
    mine = line(board(province, 2025), IA_DAL)
    assert mine.continues is not None
    standing = mine.standing(IA_HDRAI, 2024)
    assert standing is not None
    assert standing.sent_by == mine.continues.id == IA_DAL_OLD


def test_its_own_newer_result_goes_before_that_of_its_former_id(province: Office) -> None:
    sent(province, IA_DAL_OLD, "2025-03-01", {"IAH.a": FAILED})
    sent(province, IA_DAL, "2025-11-01")
    standing = line(board(province, 2025), IA_DAL).standing(IA_HDRAI, 2025)
    assert standing is not None
    assert (standing.sent_by, standing.outcome) == (IA_DAL, Outcome.YES)


def test_a_past_year_can_be_seen_by_the_units_of_its_last_day(province: Office) -> None:
    sent(province, IA_DOM, "2024-11-01")
    then = board(province, 2024, Geography.THEN)
    assert line(then, IA_DOM).standing(IA_HDRAI, 2024) is not None
    assert IA_TOI not in {each.unit.id for each in then.lines}
    assert line(then, IA_DOM).place == "huyện Ia H'Drai"
    today = board(province, 2024, Geography.TODAY)
    assert IA_DOM not in {each.unit.id for each in today.lines}
    assert line(today, IA_TOI).before(IA_HDRAI, 2024)[0].unit.id == IA_DOM


def test_the_year_of_the_reform_ends_with_the_new_units(province: Office) -> None:
    then = board(province, 2025, Geography.THEN)
    assert IA_TOI in {each.unit.id for each in then.lines}
    assert IA_DOM not in {each.unit.id for each in then.lines}


def test_ground_that_came_in_part_is_told_as_a_part(province: Office) -> None:
    table = province.units
    parted = next(
        unit
        for unit in table
        if any(each.extent is Extent.PART for each in table.predecessors(unit))
    )
    assert Extent.PART in {each.extent for each in table.origins(parted)}
    assert table.continues(parted) is None


# -- recognition -----------------------------------------------------------------------------------


def decided(office: Office, unit: str, on: str, ruling: str = "recognise", **more: Value) -> None:
    """A decision of the office above, as its own act leaves it."""
    given: dict[str, Value] = {
        "addressee": unit,
        "recognition": "0" * 32,
        "packs": IA_HDRAI,
        "ruling": ruling,
        "number": "12/QĐ-UBND",
        "signed_on": on,
        "signer": "Vũ Thị Hoa",
    }
    with office.store.begin(Act("training.fill", "an")) as work:
        work.insert("recognition_decisions", {**given, **more})
        work.commit()


def recognised(
    office: Office, unit: str, year: int = 2026, geography: Geography = Geography.TODAY
) -> bool:
    shown = board(office, year, geography)
    return shown.recognition_of(line(shown, unit), IA_HDRAI) is not None


def test_a_commune_is_recognised_by_the_office_above_and_never_by_itself(province: Office) -> None:
    for unit in (IA_TOI, IA_DAL):
        sent(province, unit, "2026-11-01")
    decided(province, IA_TOI, "2026-11-20")
    assert (recognised(province, IA_TOI), recognised(province, IA_DAL)) == (True, False)


def test_a_recognition_is_that_of_its_day(province: Office) -> None:
    decided(province, IA_TOI, "2025-12-20", until="2026-10-01")
    assert not recognised(province, IA_TOI, 2025)
    assert not recognised(province, IA_TOI, 2026)
    decided(province, IA_TOI, "2026-10-02", "maintain")
    assert recognised(province, IA_TOI, 2026)
    decided(province, IA_TOI, "2026-11-02", "withdraw")
    assert not recognised(province, IA_TOI, 2026)


def test_a_former_unit_s_recognition_is_not_that_of_the_new_one(province: Office) -> None:
    decided(province, IA_DOM, "2024-11-20")
    assert recognised(province, IA_DOM, 2024, Geography.THEN)
    assert not recognised(province, IA_TOI, 2025)


def test_where_only_the_parent_changed_the_recognition_goes_on(province: Office) -> None:
    decided(province, IA_DAL_OLD, "2024-11-20")
    assert recognised(province, IA_DAL)


def test_a_class_is_nothing_one_is_recognised_for() -> None:
    rules = program_library().rules
    assert gives_recognition(rules(IA_HDRAI))
    assert not gives_recognition(rules(CLASSES))
    assert not gives_recognition(rules(LANG_CHANH))


# -- villages --------------------------------------------------------------------------------------


def test_a_pack_that_judges_villages_counts_those_that_stand_well(province: Office) -> None:
    with province.store.begin(Act("training.fill", "an")) as work:
        villages = [work.insert("villages", {"name": f"Khu {n}"}, unit=IA_TOI) for n in (1, 2, 3)]
        work.commit()
    criterion = program_library().rules(LANG_CHANH).criteria[0].id
    sent(province, IA_TOI, "2026-11-01", pack=LANG_CHANH, village=villages[0])
    sent(province, IA_TOI, "2026-10-01", {criterion: FAILED}, LANG_CHANH, village=villages[1])
    standing = line(board(province, pack=LANG_CHANH), IA_TOI).standing(LANG_CHANH, 2026)
    assert standing is not None
    assert (standing.met, standing.total, standing.outcome) == (1, 3, Outcome.NO)
    assert standing.share(criterion) == (1, 3)
    assert standing.states[criterion] is Status.NOT_MET


def test_a_town_with_a_village_nobody_looked_at_has_not_passed(province: Office) -> None:
    with province.store.begin(Act("training.fill", "an")) as work:
        villages = [work.insert("villages", {"name": f"Khu {n}"}, unit=IA_TOI) for n in (1, 2)]
        work.commit()
    sent(province, IA_TOI, "2026-11-01", pack=LANG_CHANH, village=villages[0])
    standing = line(board(province, pack=LANG_CHANH), IA_TOI).standing(LANG_CHANH, 2026)
    assert standing is not None
    assert (standing.outcome, standing.met, standing.total) == (Outcome.UNKNOWN, 1, 2)


# -- packs, bundles --------------------------------------------------------------------------------


def test_packs_that_were_sent_come_first_then_the_national_ones(province: Office) -> None:
    sent(province, IA_TOI, "2026-11-01")
    sent(province, IA_TOI, "2026-11-01", pack=CLASSES)
    with province.store.begin(Act("training.fill", "an")) as work:
        unread = {"pack": "khac/khong-co", "as_of": "2026-11-01", "outcome": "yes"}
        work.insert("assessments", unread, unit=IA_TOI)
        work.commit()
    packs, unknown = packs_on_board(province)
    assert [each.id for each in packs] == [IA_HDRAI, CLASSES, "q28-2025/commune-drug-free"]
    assert unknown == ["khac/khong-co"]


def test_a_commune_s_own_result_arrives_on_the_board(tmp_path: Path, clock: TestClock) -> None:
    commune = new_office(tmp_path / "xa", IA_DOM, clock=clock)
    district = new_office(tmp_path / "huyen", DISTRICT, kind="receiving")
    introduce(commune, district)
    kept = str(commune.run(KeepAssessment(IA_HDRAI, date(2026, 3, 2))).result)
    carry(commune, district, tmp_path / "một.smt")
    standing = line(board(district), IA_DOM).standing(IA_HDRAI, 2026)
    assert standing is not None
    assert (standing.record, standing.verified) == (kept, False)
    whole = figures_of(district, kept)
    assert {each.id: each.status for each in whole.criteria} == dict(standing.states)
    for office in (commune, district):
        office.close()
