"""The receiving office gives tasks to communes, changes them, takes them back, reminds of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import tasks_of
from sachmatuy_desktop.services.plans.setting import (
    AddToSeries,
    ChangeSeries,
    Remind,
    Reminded,
    SetTask,
    WithdrawTask,
    last_day_of,
)
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.queries import Where
from tests.offices import TestClock, new_office, row
from tests.services.recognition_roads import Road
from tests.sync.test_two_offices import introduce

QUANG_NGAI = "tinh-51@2"
IA_DAL, IA_TOI = "xa-23535@2", "xa-23538@2"
BY_DECEMBER = When("once", on=date(2026, 12, 10))


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM))


@pytest.fixture
def province(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "tinh", QUANG_NGAI, "receiving", clock)
    yield office
    office.close()


def set_task(office: Office, *communes: str, when: When = BY_DECEMBER, **more: str) -> str:
    """Rà soát người nghiện, by 10 December unless said otherwise; the series."""
    title = more.pop("title", "Rà soát người nghiện")
    command = SetTask(communes or (IA_DAL, IA_TOI), title, when, **more)  # type: ignore[arg-type]
    return str(office.run(command).result)


def rows_of(office: Office, series: str) -> dict[str, str]:
    """The rows of a series by commune."""
    found = office.queries.ids("set_tasks", [Where("series", "=", series)])
    return {
        str(each["addressee"]): record
        for record, each in office.queries.rows("set_tasks", found).items()
    }


def refused(office: Office, command: Command) -> KnownError:
    with pytest.raises(KnownError) as caught:
        office.run(command)
    return caught.value


def test_a_task_that_a_bundle_has_carried_is_withdrawn_and_not_undone(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "xã", IA_DAL, clock=clock)
    above = new_office(tmp_path / "trên", QUANG_NGAI, "receiving", clock)
    introduce(commune, above)
    road = Road(commune, above, clock, tmp_path)
    home = above.run(SetTask((IA_TOI,), "Việc chưa gửi", BY_DECEMBER)).txn
    sent = above.run(SetTask((IA_DAL, IA_TOI), "Rà soát", BY_DECEMBER)).txn
    road.down()
    assert "«Rút lại»" in str(refused(above, Undo(sent)))
    assert len(above.queries.ids("set_tasks")) == 3, "half of it would be told to nobody"
    above.run(Undo(home))
    series = str(row(above, "set_tasks", above.queries.ids("set_tasks")[0])["series"])
    withdrawn = above.run(WithdrawTask(series, "Giao nhầm.")).txn
    road.down()
    above.run(Undo(withdrawn))
    road.down()
    [task] = tasks_of(commune.queries)
    assert task.active
    commune.close()
    above.close()


def test_each_commune_gets_a_row_of_its_own_in_one_act(province: Office) -> None:
    before = len(province.queries.journal())
    series = set_task(province, content="Theo danh sách.", document="12/CV-CAT", who="Vũ Thị Hoa")
    assert len(province.queries.journal()) == before + 1
    rows = rows_of(province, series)
    assert set(rows) == {IA_DAL, IA_TOI}
    for unit, record in rows.items():
        kept = row(province, "set_tasks", record)
        assert kept["unit_id"] == unit
        assert (kept["due_on"], kept["set_on"]) == ("2026-12-10", "2026-11-28")
        assert When.from_json(str(kept["rule"])) == BY_DECEMBER
    task = tasks_of(province.queries, IA_DAL)[0]
    assert (task.title, task.document, task.active) == ("Rà soát người nghiện", "12/CV-CAT", True)


@pytest.mark.parametrize(
    "when",
    [
        When("once", needs_date=True),
        When("periodic", every="month", day=((0, 25),)),
        When("event", event="asked", hours=24),
        When("continuous", months=3),
    ],
)
def test_every_kind_of_rule_but_that_of_a_phase_may_be_set(province: Office, when: When) -> None:
    record = rows_of(province, set_task(province, IA_DAL, when=when))[IA_DAL]
    assert row(province, "set_tasks", record)["due_on"] is None
    assert tasks_of(province.queries, IA_DAL)[0].when == when


@pytest.mark.parametrize(
    ("when", "place"),
    [
        (When("once", on=date(2026, 11, 27)), "when"),
        (When("once"), "when"),
        (When("once", by_phase="mot"), "when"),
        (When("periodic"), "every"),
        (When("periodic", every="half_year", day=((6, 15), (7, 4))), "cut_offs"),
        (When("event", hours=24), "event"),
    ],
)
def test_a_rule_nobody_could_keep_is_refused(province: Office, when: When, place: str) -> None:
    error = refused(province, SetTask((IA_DAL,), "Việc", when))
    assert isinstance(error, BadInput)
    assert error.field == place
    assert province.queries.count("set_tasks") == 0


def test_a_task_needs_a_title_and_a_commune_below(province: Office) -> None:
    for communes, title, place in (
        ((IA_DAL,), "  ", "title"),
        ((), "Việc", "communes"),
        ((QUANG_NGAI,), "Việc", "communes"),
        (("xa-không-có",), "Việc", "communes"),
    ):
        error = refused(province, SetTask(communes, title, BY_DECEMBER))
        assert isinstance(error, BadInput)
        assert error.field == place


def test_a_commune_sets_no_tasks_nor_does_an_account_without_the_right(
    tmp_path: Path, province: Office
) -> None:
    commune = new_office(tmp_path / "xa")
    assert isinstance(refused(commune, SetTask((IA_DAL,), "Việc", BY_DECEMBER)), NotAllowed)
    commune.close()
    series = set_task(province)
    looks = Session(province.store, province.queries, "xem", role("viewer"))
    record = rows_of(province, series)[IA_DAL]
    for command in (
        SetTask((IA_DAL,), "Việc", BY_DECEMBER),
        AddToSeries(series, (IA_TOI,)),
        ChangeSeries(series, "sai", title="Khác"),
        WithdrawTask(series, "thôi"),
        Remind((Reminded(IA_DAL, "set_tasks", record),), "Nhắc"),
    ):
        with pytest.raises(NotAllowed):
            execute(command, looks)


def test_more_communes_get_the_same_task_and_nobody_twice(province: Office) -> None:
    series = set_task(province, IA_DAL, content="Theo danh sách.")
    assert province.run(AddToSeries(series, (IA_DAL, IA_TOI))).result == 1
    rows = rows_of(province, series)
    assert row(province, "set_tasks", rows[IA_TOI])["content"] == "Theo danh sách."
    assert isinstance(refused(province, AddToSeries(series, (IA_DAL,))), BadInput)
    assert isinstance(refused(province, AddToSeries("không có", (IA_DAL,))), NotFound)


def test_nobody_is_given_what_is_already_over(province: Office, clock: TestClock) -> None:
    series = set_task(province, IA_DAL)
    clock.advance(days=30)
    assert isinstance(refused(province, AddToSeries(series, (IA_TOI,))), BadInput)


def test_a_new_day_is_told_with_the_old_one_and_the_reason(
    province: Office, clock: TestClock
) -> None:
    series = set_task(province)
    clock.advance(days=2)
    later = When("once", on=date(2026, 12, 20))
    assert province.run(ChangeSeries(series, "Xã đề nghị", when=later)).result == 2
    kept = row(province, "set_tasks", rows_of(province, series)[IA_DAL])
    assert (kept["due_on"], kept["due_before"]) == ("2026-12-20", "2026-12-10")
    assert (kept["changed_on"], kept["changed_why"]) == ("2026-11-30", "Xã đề nghị")
    opening = tasks_of(province.queries, IA_DAL)[0].openings(
        date(2026, 12, 1), calendar_of(province.session)
    )
    assert [each.last_day for each in opening] == [date(2026, 12, 20)]


def test_a_change_may_be_for_some_and_never_for_another_kind_of_rule(province: Office) -> None:
    series = set_task(province)
    province.run(ChangeSeries(series, "Riêng xã này", content="Cả thôn mới.", communes=(IA_DAL,)))
    rows = rows_of(province, series)
    assert row(province, "set_tasks", rows[IA_DAL])["content"] == "Cả thôn mới."
    assert row(province, "set_tasks", rows[IA_TOI])["content"] is None
    monthly = When("periodic", every="month")
    assert isinstance(refused(province, ChangeSeries(series, "x", when=monthly)), Conflict)
    assert isinstance(refused(province, ChangeSeries(series, " ", title="Khác")), BadInput)
    assert isinstance(refused(province, ChangeSeries(series, "x", title=" ")), BadInput)
    assert isinstance(refused(province, ChangeSeries(series, "x", when=BY_DECEMBER)), BadInput)


def test_a_task_is_withdrawn_from_some_or_all_with_the_reason(province: Office) -> None:
    series = set_task(province)
    assert isinstance(refused(province, WithdrawTask(series, "")), BadInput)
    assert province.run(WithdrawTask(series, "Nhầm xã", (IA_DAL,))).result == 1
    gone, stays = tasks_of(province.queries, IA_DAL)[0], tasks_of(province.queries, IA_TOI)[0]
    assert (gone.active, gone.active_why) == (False, "Nhầm xã")
    assert stays.active
    assert province.run(AddToSeries(series, (IA_DAL,))).result == 1
    assert [each.active for each in tasks_of(province.queries, IA_DAL)].count(True) == 1
    assert province.run(WithdrawTask(series, "Bãi bỏ")).result == 2
    assert isinstance(refused(province, WithdrawTask(series, "Bãi bỏ")), Conflict)
    assert isinstance(refused(province, AddToSeries(series, (IA_DAL,))), Conflict)


def test_reminding_writes_one_row_for_each_task_and_commune(province: Office) -> None:
    rows = rows_of(province, set_task(province))
    about = tuple(Reminded(unit, "set_tasks", record, "once") for unit, record in rows.items())
    assert (
        province.run(Remind((*about, about[0]), "Đề nghị khẩn trương.", "Vũ Thị Hoa")).result == 2
    )
    kept = province.queries.rows("reminders", province.queries.ids("reminders")).values()
    assert {(each["unit_id"], each["set_task"], each["opening"]) for each in kept} == {
        (unit, record, "once") for unit, record in rows.items()
    }


def test_nobody_is_reminded_of_anothers_task_or_of_a_withdrawn_one(province: Office) -> None:
    series = set_task(province)
    rows = rows_of(province, series)
    others = (Reminded(IA_DAL, "set_tasks", rows[IA_TOI]),)
    assert isinstance(refused(province, Remind(others, "Nhắc")), NotFound)
    own = (Reminded(IA_DAL, "set_tasks", rows[IA_DAL]),)
    assert isinstance(refused(province, Remind(own, " ")), BadInput)
    assert isinstance(refused(province, Remind((), "Nhắc")), BadInput)
    province.run(WithdrawTask(series, "Bãi bỏ"))
    assert isinstance(refused(province, Remind(own, "Nhắc")), Conflict)
    assert province.queries.count("reminders") == 0


def test_giving_a_task_is_taken_back_whole_and_done_again(province: Office) -> None:
    given = province.run(SetTask((IA_DAL, IA_TOI), "Việc", BY_DECEMBER))
    undone = province.run(Undo(given.txn))
    assert tasks_of(province.queries) == []
    province.run(Undo(undone.txn))
    assert len(tasks_of(province.queries)) == 2


def test_the_last_day_of_a_rule() -> None:
    assert last_day_of(When("once", before=date(2026, 6, 15))) == date(2026, 6, 14)
    assert last_day_of(BY_DECEMBER) == date(2026, 12, 10)
    assert last_day_of(When("once", needs_date=True)) is None
    assert last_day_of(When("periodic", every="year")) is None
