"""The yearly review: what the books of a year come to, and of the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services.criteria import KeepAssessment
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import tasks_of
from sachmatuy_desktop.services.plans.yearly import (
    SET,
    Key,
    Section,
    YearFigures,
    YearReview,
    review,
    reviews,
)
from sachmatuy_desktop.services.sync import bundles
from tests.fact_cases import IA_HDRAI
from tests.offices import TestClock, add, edit, new_office
from tests.plan_tasks import a_plan, a_set_task, a_task, done
from tests.sync.test_two_offices import DISTRICT, introduce


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    """Ia Dom on 2 March 2026."""
    return new_office(tmp_path / "xã", clock=clock)


def year_of(office: Office, year: int = 2026) -> YearReview:
    """The office's own review."""
    return review(office.session, office.info.unit_id, year)


def picture(figures: YearFigures, section: Section) -> list[str]:
    """A line a figure."""
    return [
        f"{each.key}{f' {each.title or each.about}' if each.about else ''}: {each.figure.value}"
        + (f"/{each.figure.of}" if each.figure.of is not None else "")
        for each in figures.entries
        if each.section is section
    ]


def keys_of(office: Office, task: str, clock: TestClock) -> list[str]:
    """The openings of a task so far."""
    found = next(each for each in tasks_of(office.queries) if each.id == task)

    return [
        each.opening.key
        for each in found.standing(clock.moment, calendar_of(office.session)).openings
    ]


def test_tasks_are_counted_by_their_openings(commune: Office, clock: TestClock) -> None:
    plan = a_plan(commune, "2026-01-05")
    task = a_task(commune, plan, "Báo cáo tháng")
    a_task(commune, plan, "Việc không áp dụng", active=0)
    a_task(commune, plan, "Việc của cấp huyện", ours=0)
    clock.advance(days=120)
    first, second, third = keys_of(commune, task, clock)[:3]
    done(commune, task, first, "2026-01-20")
    done(commune, task, second, "2026-05-10")
    done(commune, task, third, "2026-05-10", kind="excused", remark="Không có người thuộc diện.")
    here = year_of(commune).now
    counted = picture(here, Section.TASKS)
    assert counted[:4] == [
        "in_time Kế hoạch xã không ma túy: 1",
        "late Kế hoạch xã không ma túy: 1",
        "undone Kế hoạch xã không ma túy: 2",
        "excused Kế hoạch xã không ma túy: 1",
    ]
    late = here.figure(Section.TASKS, Key.LATE, plan)
    assert [(each.record, each.title) for each in late.behind] == [(task, "Báo cáo tháng")]
    assert late.behind[0].late > 0
    assert year_of(commune).before.entries == ()


def test_an_opening_belongs_to_the_year_of_its_last_day(commune: Office, clock: TestClock) -> None:
    plan = a_plan(commune, "2025-11-01")
    task = a_task(commune, plan, "Báo cáo tháng")
    found = next(each for each in tasks_of(commune.queries) if each.id == task)
    both = year_of(commune)
    counts = [sum(e.figure.value for e in each.entries) for each in (both.before, both.now)]
    days = [
        each.last_day
        for each in found.openings(date(2026, 12, 14), calendar_of(commune.session))
        if each.last_day is not None
    ]
    assert counts[0] == sum(each <= date(2025, 12, 14) for each in days)
    assert sum(counts) == sum(each <= date(2026, 12, 14) for each in days)


def test_what_was_set_from_above_stands_apart(commune: Office, clock: TestClock) -> None:
    a_set_task(commune, "Rà soát", When("once", on=date(2026, 2, 1)), set_on="2026-01-10")
    assert year_of(commune).now.figure(Section.TASKS, Key.UNDONE, SET).value == 1


def test_kept_results_of_both_years(commune: Office, clock: TestClock) -> None:
    clock.moment = clock.moment.replace(year=2025)
    commune.run(KeepAssessment(IA_HDRAI, date(2025, 3, 2)))
    clock.moment = clock.moment.replace(year=2026)
    commune.run(KeepAssessment(IA_HDRAI, date(2026, 2, 2)))
    kept = str(commune.run(KeepAssessment(IA_HDRAI, date(2026, 3, 2))).result)
    both = year_of(commune)
    figures = [
        each.figure(Section.RESULTS, Key.CRITERIA, IA_HDRAI) for each in (both.before, both.now)
    ]
    assert [each.of for each in figures] == [7, 7]
    assert [each.record for each in figures[1].behind] == [kept]


def test_difficulties_of_the_year(commune: Office) -> None:
    for subject, day in (("Một", "2025-12-20"), ("Hai", "2026-01-10"), ("Cũ", "2025-11-01")):
        add(commune, "difficulties", subject=subject, raised_on=day, level="tren")
    (settled,) = commune.queries.ids("difficulties", search="Một")
    edit(commune, "difficulties", settled, closed_on="2026-02-01", outcome="Xong.")
    both = year_of(commune)
    assert picture(both.now, Section.DIFFICULTIES) == [
        "raised: 2",
        "answered: 0",
        "settled: 1",
        "unsettled: 2",
    ]
    assert picture(both.before, Section.DIFFICULTIES) == [
        "raised: 1",
        "answered: 0",
        "settled: 0",
        "unsettled: 1",
    ]
    (raised, *_rest) = both.rows()
    assert (raised.key, raised.change) == (Key.RAISED, 1)


def test_rewards_proposed_and_given(commune: Office) -> None:
    def reward(name: str, **more: object) -> str:
        given = {"kind": "khen_thuong", "whom": "tap_the", "state": "da_co", **more}
        return add(commune, "rewards", name=name, **given)  # type: ignore[arg-type]

    reward("Tổ ANXH Thôn 1", given_on="2026-01-10", amount=1_000_000)
    reward("Tổ ANXH Thôn 2", given_on="2026-01-10", amount=500_000, proposed_on="2025-12-20")
    reward("Tổ ANXH Thôn 3", state="de_nghi", proposed_on="2026-02-01", proposed_to="Tỉnh")
    reward("Lê Văn Cam", whom="ca_nhan", kind="phe_binh", given_on="2026-02-02")
    reward("Tổ ANXH Thôn 4", given_on="2025-06-01")
    both = year_of(commune)
    assert picture(both.now, Section.REWARDS) == [
        "proposed: 2",
        "given khen_thuong/tap_the: 2",
        "given phe_binh/ca_nhan: 1",
        "money: 1500000",
    ]
    assert picture(both.before, Section.REWARDS) == ["given khen_thuong/tap_the: 1"]
    with pytest.raises(BadInput):
        reward("Không có ngày")
    with pytest.raises(BadInput):
        reward("Mới đề nghị", state="de_nghi", proposed_on="2026-02-01", given_on="2026-02-02")


def test_money_by_source(commune: Office) -> None:
    def money(kind: str, source: str, amount: int, year: int = 2026) -> None:
        values = {"kind": kind, "source": source, "amount": amount, "year": year}
        add(commune, "funding", content="Mô hình", on_date=f"{year}-02-01", **values)  # type: ignore[arg-type]

    money("muc", "ngan_sach_xa", 50_000_000)
    money("chi", "ngan_sach_xa", 12_000_000)
    money("chi", "ngan_sach_xa", 3_000_000)
    money("muc", "xa_hoi_hoa", 5_000_000)
    money("muc", "ngan_sach_xa", 40_000_000, 2025)
    both = year_of(commune)
    assert picture(both.now, Section.FUNDING) == [
        "allotted ngan_sach_xa: 50000000",
        "spent ngan_sach_xa: 15000000",
        "left ngan_sach_xa: 35000000",
        "allotted xa_hoi_hoa: 5000000",
        "spent xa_hoi_hoa: 0",
        "left xa_hoi_hoa: 5000000",
    ]
    assert both.now.total(Section.FUNDING, Key.ALLOTTED) == 55_000_000
    grown = {(each.key, each.about): each.change for each in both.rows()}
    assert grown[Key.ALLOTTED, "ngan_sach_xa"] == 10_000_000
    assert grown[Key.ALLOTTED, "xa_hoi_hoa"] is None


def test_who_may_not_open_a_book_is_told_nothing_of_it(commune: Office) -> None:
    add(
        commune,
        "rewards",
        name="Tổ",
        kind="khen_thuong",
        whom="tap_the",
        state="da_co",
        given_on="2026-01-10",
    )
    looker = replace(commune.session, role=role("viewer"))
    sections = {each.section for each in review(looker, commune.info.unit_id, 2026).rows()}
    assert Section.REWARDS not in sections


def test_above_every_commune_by_its_newest_bundle(
    commune: Office, clock: TestClock, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    plan = a_plan(commune, "2026-01-05")
    a_task(commune, plan, "Báo cáo tháng")
    add(commune, "difficulties", subject="Một", raised_on="2026-01-20", level="tren")
    stick = tmp_path / "lên.smt"
    bundles.export(commune, above.keys.device.public.key_id, stick)
    bundles.merge(above, bundles.stage(above, stick))
    clock.advance(days=200)
    heard: list[tuple[int, int]] = []
    (found,) = reviews(above.session, 2026, lambda number, of: heard.append((number, of)))
    assert (found.unit, heard) == (commune.info.unit_id, [(1, 1)])
    assert found.now.figure(Section.DIFFICULTIES, Key.RAISED).value == 1
    undone = [
        each.figure(Section.TASKS, Key.UNDONE, plan).value
        for each in (found.now, year_of(commune).now)
    ]
    assert undone[0] < undone[1]
    assert found.known.date() == date(2026, 3, 2)
