"""Tasks set above reach the communes they are for and nobody else; what was done comes back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.oversight import Seen
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import RecordResult, news, tasks_of
from sachmatuy_desktop.services.plans.doing import NewProof
from sachmatuy_desktop.services.plans.overseeing import SET_HERE, Matrix, oversee, spans
from sachmatuy_desktop.services.plans.setting import (
    AddToSeries,
    ChangeSeries,
    Remind,
    Reminded,
    SetTask,
    WithdrawTask,
)
from sachmatuy_desktop.services.plans.sighting import look_at
from sachmatuy_desktop.services.sync import bundles
from tests.offices import IA_DOM, TestClock, add_person, new_office, row
from tests.sync.test_two_offices import carry, introduce

DISTRICT = "huyen-618@1"
IA_TOI = "xa-23538@1"
BY_DECEMBER = When("once", on=date(2026, 12, 10))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM))


@pytest.fixture
def dom(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "dom", IA_DOM, clock=clock)


@pytest.fixture
def toi(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "toi", IA_TOI, clock=clock)


@pytest.fixture
def district(tmp_path: Path, clock: TestClock, dom: Office, toi: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduce(dom, office)
    introduce(toi, office)
    return office


class Sticks:
    """Bundles between the offices, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, 0

    def __call__(self, sender: Office, receiver: Office) -> None:
        self._number += 1
        outcome = carry(sender, receiver, self._folder / f"{self._number}.smt")
        if outcome.receipt is not None:
            bundles.merge(sender, bundles.stage(sender, outcome.receipt))


@pytest.fixture
def carried(tmp_path: Path) -> Sticks:
    return Sticks(tmp_path)


def set_for(office: Office, *communes: str, title: str = "Rà soát") -> str:
    return str(office.run(SetTask(communes, title, BY_DECEMBER, who="Vũ Thị Hoa")).result)


def titles(office: Office) -> list[str]:
    """Everything any commune was set, as this office's file has it."""
    found = office.queries.rows("set_tasks", office.queries.ids("set_tasks"))
    return sorted(str(each["title"]) for each in found.values())


def open_titles(office: Office) -> list[str]:
    return sorted(each.title for each in tasks_of(office.queries, office.unit.id) if each.active)


def taken_back(office: Office) -> list[tuple[str, str]]:
    today = date.fromisoformat(office.clock.today())
    tasks = tasks_of(office.queries, office.unit.id)
    found = news.withdrawn(office.queries, tasks, today)
    return [(task.title, task.active_why) for task, _on in found]


def matrix(office: Office) -> Matrix:
    return oversee(office, SET_HERE, spans(date.fromisoformat(office.clock.today()))[0])


def seen(office: Office, unit: str, series: str) -> tuple[Seen, int]:
    found = matrix(office)
    line = next(each for each in found.lines if each.unit.id == unit)
    tally = found.seen(line, series)
    return tally.seen, tally.days


def do(office: Office, on: date, *proofs: NewProof) -> str:
    task = tasks_of(office.queries, office.unit.id)[0]
    command = RecordResult(
        task=task.id, book="set_tasks", opening="once", done_on=on, proofs=proofs
    )
    return str(office.run(command).result)


def test_a_task_reaches_its_addressees_and_nobody_else(
    district: Office, dom: Office, toi: Office, carried: Sticks
) -> None:
    set_for(district, IA_DOM, title="Chỉ Ia Dom")
    both = set_for(district, IA_DOM, IA_TOI, title="Cả hai")
    carried(district, dom)
    carried(district, toi)
    assert titles(dom) == ["Chỉ Ia Dom", "Cả hai"]
    assert titles(toi) == ["Cả hai"]
    assert all(each.unit == IA_TOI for each in tasks_of(toi.queries))
    assert open_titles(toi) == ["Cả hai"]
    district.run(WithdrawTask(both, "Nhầm", (IA_DOM,)))
    carried(district, toi)
    carried(district, dom)
    assert taken_back(dom) == [("Cả hai", "Nhầm")]
    assert (open_titles(dom), open_titles(toi)) == (["Chỉ Ia Dom"], ["Cả hai"])
    assert not any("Nhầm" in str(each) for each in toi.queries.journal())


def test_changes_and_reminders_go_only_where_they_belong(
    district: Office, dom: Office, toi: Office, carried: Sticks
) -> None:
    series = set_for(district, IA_DOM)
    carried(district, dom)
    carried(district, toi)
    later = When("once", on=date(2026, 12, 20))
    district.run(ChangeSeries(series, "Xã đề nghị lùi hạn", when=later))
    task = tasks_of(district.queries, IA_DOM)[0]
    district.run(Remind((Reminded(IA_DOM, "set_tasks", task.id, "once"),), "Đề nghị khẩn trương."))
    district.run(AddToSeries(series, (IA_TOI,)))
    carried(district, dom)
    carried(district, toi)
    (changed,) = news.changed(tasks_of(dom.queries, IA_DOM))
    assert changed.change is not None
    assert (changed.change.why, changed.change.due_before) == (
        "Xã đề nghị lùi hạn",
        date(2026, 12, 10),
    )
    assert dom.queries.count("reminders") == 1
    assert row(dom, "set_tasks", task.id)["due_on"] == "2026-12-20"
    assert open_titles(toi) == ["Rà soát"]
    assert not list(news.changed(tasks_of(toi.queries, IA_TOI)))
    assert toi.queries.count("reminders") == 0
    do(dom, date(2026, 11, 28))
    assert not list(news.changed(tasks_of(dom.queries, IA_DOM)))


def test_what_a_commune_did_comes_up_with_its_proofs_and_scans(
    district: Office, dom: Office, toi: Office, carried: Sticks, clock: TestClock
) -> None:
    series = set_for(district, IA_DOM, IA_TOI)
    carried(district, dom)
    carried(district, toi)
    person = add_person(dom)
    clock.advance(days=16)
    result = do(dom, date(2026, 12, 12), NewProof("people", person))
    scan = NewFile("bien-ban.png", PIXEL, "Biên bản rà soát")
    dom.run(AddAttachments("task_results", result, (scan,)))
    carried(dom, district)
    carried(toi, district)
    assert seen(district, IA_DOM, series) == (Seen.LATE, 2)
    assert seen(district, IA_TOI, series)[0] is Seen.OVERDUE
    found = matrix(district)
    line = next(each for each in found.lines if each.unit.id == IA_DOM)
    cell = found.cell(line, series)
    assert cell is not None
    look = look_at(district, cell, found.span)
    shown = look.results["once"][0]
    assert (shown.id, shown.on) == (result, date(2026, 12, 12))
    (proof,) = shown.proofs
    assert (proof.register, proof.record) == ("people", person)
    assert not look.proofs[proof.id].absent
    assert look.files[result] == ("Biên bản rà soát",)
    assert attachments(district.session, "task_results", result)[0].title == "Biên bản rà soát"


def test_a_task_on_its_way_is_neither_open_nor_late(
    district: Office, dom: Office, carried: Sticks, clock: TestClock
) -> None:
    series = set_for(district, IA_DOM)
    assert seen(district, IA_DOM, series)[0] is Seen.UNDELIVERED
    clock.advance(days=30)
    assert seen(district, IA_DOM, series)[0] is Seen.UNDELIVERED
    carried(district, dom)
    assert seen(district, IA_DOM, series)[0] is Seen.UNHEARD
    carried(dom, district)
    assert seen(district, IA_DOM, series)[0] is Seen.OVERDUE


@pytest.mark.parametrize("days", [-365, 365])
def test_a_clock_wrong_by_a_year_breaks_nothing_and_lateness_goes_by_the_day_done(
    days: int, tmp_path: Path, clock: TestClock, carried: Sticks
) -> None:
    wrong = TestClock(datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM))
    wrong.advance(days=days)
    commune = new_office(tmp_path / "sai", IA_DOM, clock=wrong)
    above = new_office(tmp_path / "đúng", DISTRICT, "receiving", clock)
    introduce(commune, above)
    series = set_for(above, IA_DOM)
    carried(above, commune)
    task = tasks_of(commune.queries, IA_DOM)[0]
    assert task.active
    assert open_titles(commune) == ["Rà soát"]
    carried(commune, above)
    clock.advance(days=30)
    state = seen(above, IA_DOM, series)[0]
    assert state in (Seen.UNHEARD, Seen.OVERDUE)
    command = SetTask((IA_DOM,), "Việc khác", When("once", on=date(2027, 3, 1)))
    above.run(command)
    carried(above, commune)
    carried(commune, above)
    found = matrix(above)
    assert all(cell.tally.days < 400 for cell in found.cells.values())
