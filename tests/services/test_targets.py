"""Targets and roadmap on real offices: what is counted, what is typed, what is not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.domain.targets import Range, State, exactly
from sachmatuy_desktop.errors import BadInput, NotAllowed, NotFound
from sachmatuy_desktop.services import targets
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.targets import (
    DropFromRoadmap,
    ListCommunes,
    PlanCommunes,
    Reached,
    TargetLine,
    WayLine,
)
from tests.offices import HOANG_PHONG, IA_DOM, TestClock, add, add_village, new_office
from tests.sync.test_two_offices import introduce

IA_HDRAI, NINH_THUAN, THANH_HOA = "huyen-618@1", "tinh-58@1", "tinh-38@1"
PACK = "ia-hdrai-2024/commune-drug-free"
CLASSES = "ninh-thuan-2024/commune-class"
Q28 = "q28-2025/commune-drug-free"


def office_at(folder: Path, unit: str, day: str, kind: str = "receiving") -> Office:
    clock = TestClock(datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=VIETNAM))
    return new_office(folder, unit, kind, clock)


def keep(office: Office, unit: str, pack: str, as_of: str, **given: Value) -> None:
    """A result that a commune has kept and sent, with the figures it was judged by."""
    figures = {name: {"value": value} for name, value in given.items() if name not in KNOWN}
    values: dict[str, Value] = {
        "pack": pack,
        "as_of": as_of,
        "outcome": "yes",
        **{name: value for name, value in given.items() if name in KNOWN},
        "frozen": json.dumps({"facts": figures}),
    }
    with office.store.begin(Act("training.fill", "an")) as work:
        work.insert("assessments", values, unit=unit)
        work.commit()


KNOWN = {"outcome", "klass"}


def accept(office: Office, unit: str, on: str) -> None:
    """The decision by which a commune is recognised."""
    with office.store.begin(Act("recognition.decide", "an")) as work:
        decision = {
            "addressee": unit,
            "recognition": "0" * 32,
            "packs": PACK,
            "ruling": "recognise",
            "number": "1/QĐ-UBND",
            "signed_on": on,
            "signer": "Lê Văn Mẫu",
        }
        work.insert("recognition_decisions", decision, unit=unit)
        work.commit()


def type_figure(office: Office, indicator: str, year: int, value: int) -> str:
    return add(
        office,
        "target_figures",
        indicator=indicator,
        year=year,
        value=value,
        as_of=f"{year}-12-14",
        document=f"Báo cáo số 01/BC-{year}",
        signer="Nguyễn Văn Mẫu",
    )


def of(office: Office, target: str) -> TargetLine:
    return next(each for each in targets.follow(office) if each.target.id == target)


def states(way: WayLine) -> dict[int, str]:
    return {point.year: point.state.value for point in way.points}


def communes(office: Office) -> list[str]:
    day = office.clock.now().date()
    return [each.id for each in targets.communes_of(office.units, office.unit, day)]


# Ia H’Drai: 30 % of 3 communes in the first year


def test_one_of_three_communes_is_enough(tmp_path: Path) -> None:
    office = office_at(tmp_path, IA_HDRAI, "2025-03-01")
    below = communes(office)
    assert len(below) == 3
    by_recognition, by_result, next_year = of(office, "IAH.30").ways
    assert states(by_recognition)[2024] == "unknown"
    assert by_recognition.points[0].required == Fraction(9, 10)
    assert by_recognition.points[0].needed == 1
    for unit in below:
        keep(office, unit, PACK, "2024-12-01", outcome="yes" if unit == IA_DOM else "no")
    by_recognition, by_result, next_year = of(office, "IAH.30").ways
    assert (states(by_recognition)[2024], states(by_result)[2024]) == ("unknown", "met")
    accept(office, IA_DOM, "2024-12-10")
    by_recognition, _by_result, next_year = of(office, "IAH.30").ways
    assert states(by_recognition)[2024] == "met"
    assert states(next_year) == {2024: "not_due", 2025: "not_due"}
    assert by_recognition.points[0].figure == exactly(1)
    told = by_recognition.told["recognised_ia_hdrai", 2024]
    assert {part.unit: part.value for part in told.parts}[IA_DOM] == 1


def test_of_a_share_the_communes_that_have_not_sent_may_decide(tmp_path: Path) -> None:
    office = office_at(tmp_path, IA_HDRAI, "2025-03-01")
    first, second, third = communes(office)
    keep(office, first, PACK, "2024-12-01", outcome="no")
    keep(office, second, PACK, "2023-12-14", outcome="yes")  # the year before
    way = of(office, "IAH.30").ways[1]
    assert way.points[0].figure == Range(0, 2)
    assert [part.unit for part in way.told["clean_ia_hdrai", 2024].unknown] == [second, third]
    assert states(way)[2024] == "unknown"
    keep(office, third, PACK, "2023-12-15", outcome="yes")
    assert states(of(office, "IAH.30").ways[1])[2024] == "met"


# Ninh Thuận: thirteen communes, three per cent, growth


def test_the_list_of_thirteen_is_the_offices_own(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    below = communes(office)
    line = of(office, "NT.2.1")
    assert line.target.listed == 13
    assert states(line.ways[0])[2025] == "unknown"
    office.run(ListCommunes("NT.2.1", tuple(below[:13])))
    for unit in below[:13]:
        keep(office, unit, CLASSES, "2025-12-10", klass="none", managed_people=0)
    assert states(of(office, "NT.2.1").ways[0])[2025] == "met"
    keep(office, below[12], CLASSES, "2025-12-14", klass="less_complex", managed_people=1)
    way = of(office, "NT.2.1").ways[0]
    assert (way.points[0].figure, states(way)[2025]) == (exactly(12), "not_met")
    told = way.told["listed_without_new", 2025]
    assert [part.unit for part in told.parts if part.value == 0] == [below[12]]


def test_a_list_is_changed_as_one_act_and_taken_back(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    first, second, third, *_rest = communes(office)
    office.run(ListCommunes("NT.2.1", (first, second)))
    changed = office.run(ListCommunes("NT.2.1", (second, third)))
    assert set(targets.listed_units(office, "NT.2.1")) == {second, third}
    office.undo(changed.txn)
    assert set(targets.listed_units(office, "NT.2.1")) == {first, second}


def test_three_per_cent_fewer_communes_against_a_typed_year(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    below = communes(office)
    for at, unit in enumerate(below):
        keep(office, unit, CLASSES, "2025-12-14", klass="less_complex" if at < 49 else "none")
    previous, first = of(office, "NT.2.2a").ways
    assert states(previous)[2025] == "unknown"
    assert previous.points[0].missing == (("nt_with_drugs", 2024),)
    type_figure(office, "nt_with_drugs", 2024, 50)
    previous, first = of(office, "NT.2.2a").ways
    point = previous.points[0]
    assert (point.required, point.needed, point.figure) == (Fraction(97, 2), 48, exactly(49))
    assert (states(previous)[2025], states(first)[2025]) == ("not_met", "not_met")
    assert previous.current(2026).state is State.NOT_DUE  # the year is running
    assert (previous.judged(2026).year, of(office, "NT.2.2a").state(2026)) == (
        2025,
        State.NOT_MET,
    )
    assert previous.told["nt_with_drugs", 2024].is_typed
    assert not previous.told["nt_with_drugs", 2025].is_typed


def test_what_the_books_know_is_not_replaced_by_what_was_typed(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    for unit in communes(office):
        keep(office, unit, CLASSES, "2025-12-14", klass="less_complex", managed_people=2)
    type_figure(office, "managed_people", 2025, 7)
    type_figure(office, "managed_people", 2024, 130)
    way = of(office, "NT.2.3a").ways[0]
    total = 2 * len(communes(office))
    assert way.points[0].figure == exactly(total)
    told = way.told["managed_people", 2025]
    assert told.typed is not None
    assert (told.typed.value, told.is_typed) == (7, False)
    assert way.points[0].rate == Fraction(total - 130, 130)
    assert states(way)[2025] == ("met" if total * 100 < 130 * 101 else "not_met")


def test_a_sum_without_every_commune_is_only_a_lower_bound(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    first, second, *_rest = communes(office)
    keep(office, first, CLASSES, "2025-12-14", klass="less_complex", managed_people=9)
    keep(office, second, CLASSES, "2025-12-14", klass=None, outcome="unknown", managed_people=None)
    type_figure(office, "managed_people", 2024, 100)
    way = of(office, "NT.2.3a").ways[0]
    assert way.points[0].figure == Range(9, None)
    assert states(way)[2025] == "unknown"
    type_figure(office, "managed_people", 2024, 0)  # a later word on the same day wins
    assert states(of(office, "NT.2.3a").ways[0])[2025] in ("not_met", "unknown")


def test_both_readings_of_the_five_per_cent_are_measured(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2026-01-10")
    for at, unit in enumerate(communes(office)):
        keep(office, unit, CLASSES, "2025-12-14", klass="less_complex", managed_people=10)
        keep(office, unit, Q28, "2025-12-14", outcome="no", resident_violations=int(at < 20))
    type_figure(office, "violations", 2024, 21)
    type_figure(office, "managed_violators", 2025, 5 * len(communes(office)))
    reduced, kept_below = of(office, "NT.2.3b").ways
    assert (reduced.points[0].required, reduced.points[0].figure) == (
        Fraction(21 * 95, 100),
        exactly(20),
    )
    assert states(reduced)[2025] == "not_met"
    assert kept_below.points[0].rate == Fraction(1, 2)
    assert states(kept_below)[2025] == "not_met"


def test_thirty_five_and_fifty_per_cent_have_bases_of_their_own(tmp_path: Path) -> None:
    office = office_at(tmp_path, NINH_THUAN, "2030-12-14")
    below = communes(office)
    for at, unit in enumerate(below):
        klass = "none" if at < 20 else "less_complex"
        keep(office, unit, CLASSES, "2030-12-14", klass=klass, managed_people=int(at >= 40))
    without_crime = of(office, "NT.2.2b").ways[0].points[-1]
    without_persons = of(office, "NT.2.2c").ways[0].points[-1]
    assert (without_crime.figure, without_persons.figure) == (exactly(20), exactly(40))
    assert without_crime.base == without_persons.base == exactly(len(below))


# Quyết định 2942/QĐ-BCA: a province


def test_what_no_book_holds_is_unknown_until_an_official_types_it(tmp_path: Path) -> None:
    office = office_at(tmp_path, THANH_HOA, "2026-12-14")
    way = of(office, "QD2942.IV.8").ways[0]
    assert way.limit.printed == "65%"
    assert way.points[0].state is State.UNKNOWN
    assert {name for name, _year in way.points[0].missing} == {
        "health_stations",
        "health_stations_able",
    }
    type_figure(office, "health_stations", 2026, 166)
    type_figure(office, "health_stations_able", 2026, 107)
    assert of(office, "QD2942.IV.8").ways[0].points[0].state is State.NOT_MET  # 65 %: 107,9
    type_figure(office, "health_stations_able", 2026, 108)
    point = of(office, "QD2942.IV.8").ways[0].points[0]
    assert (point.state, point.needed) == (State.MET, 108)


def test_points_of_communes_that_kept_their_lists_back_are_not_zero(tmp_path: Path) -> None:
    office = office_at(tmp_path, IA_HDRAI, "2025-03-01")
    way = targets.indicator("use_points_gone")
    assert way is not None
    measurer = targets.Measurer.of(office)
    line = of(office, "IAH.30").target
    for unit in communes(office):
        keep(office, unit, PACK, "2025-02-01")
    assert measurer.told(way, 2025, line).counted is None
    with office.store.begin(Act("training.fill", "an")) as work:
        for at, unit in enumerate(communes(office)):
            village = work.insert("villages", {"name": "Thôn", "kind": "thon"}, unit=unit)
            gone = {"eliminated_on": "2025-02-10"} if at else {}
            point = {"kind": "diem_to_chuc", "village": village, "detected_on": "2025-01-05"}
            work.insert("hotspots", {**point, **gone}, unit=unit)
        work.commit()
    found = targets.indicator("use_points_found")
    assert found is not None
    measurer = targets.Measurer.of(office)
    told = [measurer.told(each, 2025, line).counted for each in (found, way)]
    assert told == [exactly(3), exactly(2)]


# A commune's own


def test_a_town_measures_its_neighbourhoods_from_its_own_books(tmp_path: Path) -> None:
    office = office_at(tmp_path, "thi-tran-15055@1", "2024-03-01", kind="commune")
    three = ["Nguyễn Trãi", "Chiềng Trải", "Chí Linh"]
    villages = {name: add_village(office, f"Khu phố {name}") for name in [*three, "Lê Lợi"]}
    assert of(office, "LC.4b").ways[0].points[0].state is State.UNKNOWN  # not registered
    add(
        office,
        "campaigns",
        pack="lang-chanh-2023/neighbourhood",
        registered_on="2023-06-01",
        document="01/ĐK",
    )
    all_of, three_of = of(office, "LC.4a").ways[0], of(office, "LC.4b").ways[0]
    assert all_of.points[0].figure == Range(0, 0)
    for name in three:
        add(
            office,
            "commitments",
            kind="khu_pho",
            village=villages[name],
            outcome="da_ky",
            signed_on="2023-07-01",
            signer="Trần Văn Mẫu",
        )
    three_of = of(office, "LC.4b").ways[0]
    assert (three_of.points[0].figure, three_of.points[0].state) == (exactly(3), State.MET)
    assert of(office, "LC.4a").ways[0].points[0].state is State.NOT_MET
    assert of(office, "LC.3").ways[0].points[0].figure == Range(
        0, 4
    )  # an empty book proves nothing
    for village in villages.values():
        add(
            office,
            "attestations",
            pack="lang-chanh-2023/neighbourhood",
            item="addict_review",
            village=village,
            answer="co",
            signer="Trần Văn Mẫu",
            position="Trưởng Công an thị trấn",
            signed_on="2023-12-01",
            document="01/BB",
        )
    green = of(office, "LC.3").ways[0]
    assert (green.points[0].figure, green.points[0].state) == (exactly(4), State.MET)


def test_fewer_than_ten_addicts_at_hoang_phong(tmp_path: Path) -> None:
    office = office_at(tmp_path, HOANG_PHONG, "2026-01-10", kind="commune")
    add(
        office,
        "campaigns",
        pack="hoang-phong-2024/commune-drug-free",
        registered_on="2025-01-02",
        document="01/ĐK",
    )
    for at in range(10):
        assert of(office, "HP.10nguoi").ways[0].points[0].figure == exactly(at)
        person = add(office, "people", full_name="Lê Văn Cam", birth=f"19{80 + at}")
        add(office, "episodes", person=person, category="nghien", from_date="2025-02-01")
        expected = State.MET if at + 1 < 10 else State.NOT_MET
        assert of(office, "HP.10nguoi").ways[0].points[0].state is expected


# Typing a figure


def test_a_figure_needs_its_source_and_signer(tmp_path: Path) -> None:
    office = office_at(tmp_path, THANH_HOA, "2026-11-28")
    whole = {
        "indicator": "schools",
        "year": 2026,
        "value": 900,
        "as_of": "2026-11-20",
        "document": "Công văn 12/SGDĐT",
        "signer": "Nguyễn Văn Mẫu",
    }
    for lacking in whole:
        with pytest.raises(BadInput):
            add(office, "target_figures", **{**whole, lacking: None})  # type: ignore[arg-type]
    record = add(office, "target_figures", **whole)  # type: ignore[arg-type]
    assert office.queries.rows("target_figures", [record])[record]["value"] == 900


# Roadmap


def plan(office: Office, *units: str, year: int, **said: str) -> str:
    return office.run(PlanCommunes(units, PACK, year, **said)).txn


def years_of(office: Office) -> Mapping[str, int | None]:
    return {line.unit: line.planned for line in targets.progress(office, PACK).lines}


@pytest.fixture
def district(tmp_path: Path) -> Office:
    return office_at(tmp_path / "trên", IA_HDRAI, "2025-03-01")


def test_many_communes_are_planned_at_once_and_a_year_is_changed_with_its_history(
    district: Office,
) -> None:
    first, second, third = communes(district)
    plan(district, first, second, year=2025, phase="Giai đoạn 02")
    assert years_of(district) == {first: 2025, second: 2025, third: None}
    moved = plan(district, second, third, year=2026)
    assert years_of(district) == {first: 2025, second: 2026, third: 2026}
    record = next(
        line.record for line in targets.progress(district, PACK).lines if line.unit == second
    )
    assert record is not None
    assert len(district.queries.history("roadmap", record)) == 2
    district.undo(moved)
    assert years_of(district) == {first: 2025, second: 2025, third: None}
    district.run(DropFromRoadmap((first,), PACK))
    assert years_of(district)[first] is None


def test_the_plan_itself_must_hold_thirty_per_cent(district: Office) -> None:
    first, *_others = communes(district)
    share = targets.progress(district, PACK).share_of(2025, Fraction(30, 100), "ít nhất 30%")
    assert (share.planned, share.needed, share.of, share.enough) == (0, 1, 3, False)
    plan(district, first, year=2025)
    share = targets.progress(district, PACK).share_of(2025, Fraction(30, 100), "ít nhất 30%")
    assert (share.planned, share.enough) == (1, True)


def test_planned_is_held_against_what_was_reached(tmp_path: Path) -> None:
    office = office_at(tmp_path, IA_HDRAI, "2026-02-01")
    first, second, third = communes(office)
    plan(office, first, second, third, year=2025)
    keep(office, first, PACK, "2025-06-01", outcome="yes")
    keep(office, second, PACK, "2025-12-14", outcome="no")
    keep(office, third, PACK, "2025-12-15", outcome="yes")  # the year after
    accept(office, first, "2025-07-01")
    found = targets.progress(office, PACK)
    by_unit = {line.unit: line for line in found.lines}
    assert by_unit[first].years[2025] is Reached.RECOGNISED
    assert by_unit[second].years == {2025: Reached.NO, 2026: Reached.NOTHING}
    assert by_unit[third].years == {2025: Reached.NOTHING, 2026: Reached.YES}
    assert {line.unit for line in found.late} == {second, third}
    assert (found.planned_by(2025), found.reached_by(2025), found.reached_by(2026)) == (3, 1, 2)


def test_a_year_still_running_is_not_late(district: Office) -> None:
    plan(district, *communes(district), year=2025)
    assert targets.progress(district, PACK).late == ()


def test_each_commune_sees_its_own_line(tmp_path: Path, clock: TestClock) -> None:
    commune = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    district = new_office(tmp_path / "trên", IA_HDRAI, kind="receiving")
    introduce(commune, district)
    below = communes(district)
    plan(district, *below, year=2027, phase="Giai đoạn 02")
    stick = tmp_path / "lộ trình.smt"
    bundles.export(district, commune.keys.device.public.key_id, stick)
    bundles.merge(commune, bundles.stage(commune, stick))
    assert targets.own_plan(commune) == [(PACK, 2027, "Giai đoạn 02", "")]
    assert commune.queries.count("roadmap") == 1


def test_who_may_write_the_roadmap(tmp_path: Path, district: Office) -> None:
    commune = new_office(tmp_path / "xã", IA_DOM)
    with pytest.raises(NotAllowed):
        commune.run(PlanCommunes((IA_DOM,), PACK, 2026))
    with pytest.raises(NotAllowed):
        commune.run(ListCommunes("NT.2.1", (IA_DOM,)))
    chair = Session(district.store, district.queries, "Lãnh đạo", role("chair"))
    with pytest.raises(NotAllowed):
        execute(PlanCommunes((IA_DOM,), PACK, 2026), chair)
    with pytest.raises(NotFound):
        district.run(PlanCommunes((IA_DOM,), "khong-co/bo-nay", 2026))
    with pytest.raises(BadInput):
        district.run(PlanCommunes((), PACK, 2026))
    with pytest.raises(BadInput):
        district.run(PlanCommunes((IA_DOM,), PACK, 26))
    assert district.queries.count("roadmap") == 0
