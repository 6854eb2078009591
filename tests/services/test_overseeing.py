"""Communes × tasks at the receiving office: who has which task, how it stands by what has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.oversight import Seen, Span
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import NotAllowed, NotFound
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.overseeing import (
    SET_HERE,
    Matrix,
    offers,
    overdue_below,
    oversee,
    series_of,
    spans,
)
from sachmatuy_desktop.services.plans.setting import (
    AddToSeries,
    ChangeSeries,
    Remind,
    Reminded,
    SetTask,
    WithdrawTask,
)
from sachmatuy_desktop.services.plans.sighting import Look, look_at
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.offices import TestClock, new_office
from tests.plan_boards import (
    PACK,
    acknowledge,
    adopted,
    done,
    follow,
    hear_from,
    plan_task,
)
from tests.services.test_board import IA_DAL, IA_DAL_OLD, IA_TOI, QUANG_NGAI
from tests.services.test_setting import rows_of

NOVEMBER = datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM)
TODAY = NOVEMBER.date()
YEAR = Span(date(2025, 12, 15), date(2026, 12, 14))
MONTHLY = When("periodic", every="month", day=((0, 25),))
BY_NOVEMBER = When("once", on=date(2026, 11, 20))


@pytest.fixture
def clock() -> TestClock:
    return TestClock(NOVEMBER)


@pytest.fixture
def province(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "tinh", QUANG_NGAI, "receiving", clock)
    yield office
    office.close()


def write(office: Office, how: Callable[[UnitOfWork], None]) -> None:
    """What bundles have brought."""
    with office.store.begin(Act("training.fill", "an")) as work:
        how(work)
        work.commit()


def set_in_october(office: Office, clock: TestClock, *units: str) -> str:
    """Due on 20 November, given on 29 October, and known to be held below."""
    clock.advance(days=-30)
    series = str(office.run(SetTask(units, "Rà soát", BY_NOVEMBER)).result)
    clock.advance(days=30)
    acknowledge(office, units)
    return series


def stands(found: Matrix, unit: str, key: str) -> tuple[Seen, int]:
    line = next(each for each in found.lines if each.unit.id == unit)
    tally = found.seen(line, key)
    return tally.seen, tally.days


def closer(office: Office, found: Matrix, unit: str, key: str) -> Look:
    line = next(each for each in found.lines if each.unit.id == unit)
    cell = found.cell(line, key)
    assert cell is not None
    return look_at(office, cell, found.span)


def test_rows_are_the_communes_below_and_columns_what_was_set(
    province: Office, clock: TestClock
) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    found = oversee(province, SET_HERE, YEAR)
    assert len(found.lines) == 96
    assert [each.key for each in found.columns] == [series]
    assert stands(found, IA_DAL, series) == (Seen.UNHEARD, 0)
    others = {found.seen(line, series).seen for line in found.lines} - {Seen.UNHEARD}
    assert others == {Seen.NOT_SET}


def test_lateness_is_as_of_the_bundle_and_told_with_its_days(
    province: Office, clock: TestClock
) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    hear_from(province, [IA_DAL], NOVEMBER - timedelta(days=5), NOVEMBER)
    hear_from(province, [IA_TOI], NOVEMBER - timedelta(days=9), NOVEMBER)
    found = oversee(province, SET_HERE, YEAR)
    assert stands(found, IA_DAL, series) == (Seen.OVERDUE, 3)
    assert stands(found, IA_TOI, series) == (Seen.UNHEARD, 0)


def test_a_clock_that_is_ahead_below_is_not_believed(province: Office, clock: TestClock) -> None:
    series = set_in_october(province, clock, IA_DAL)
    hear_from(province, [IA_DAL], NOVEMBER + timedelta(days=365), NOVEMBER)
    found = oversee(province, SET_HERE, YEAR)
    assert stands(found, IA_DAL, series) == (Seen.OVERDUE, 8)
    assert found.heard[IA_DAL].doubtful


def test_results_count_by_their_day_and_excuses_with_their_reason(
    province: Office, clock: TestClock
) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    rows = rows_of(province, series)

    def sent(work: UnitOfWork) -> None:
        done(work, IA_DAL, rows[IA_DAL], "once", date(2026, 11, 23), "set_tasks", who="Lê Cam")
        more = {"kind": "excused", "remark": "Không có thôn."}
        done(work, IA_TOI, rows[IA_TOI], "once", TODAY, "set_tasks", **more)

    write(province, sent)
    found = oversee(province, SET_HERE, YEAR)
    assert stands(found, IA_DAL, series) == (Seen.LATE, 3)
    assert stands(found, IA_TOI, series) == (Seen.GONE, 0)
    assert closer(province, found, IA_DAL, series).results["once"][0].who == "Lê Cam"
    assert closer(province, found, IA_TOI, series).results["once"][0].remark == "Không có thôn."


def test_what_a_commune_did_stays_when_the_task_is_withdrawn(
    province: Office, clock: TestClock
) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    rows = rows_of(province, series)
    write(
        province,
        lambda work: _ignore(
            done(work, IA_DAL, rows[IA_DAL], "once", date(2026, 11, 2), "set_tasks")
        ),
    )
    province.run(WithdrawTask(series, "Bãi bỏ"))
    found = oversee(province, SET_HERE, YEAR)
    assert stands(found, IA_DAL, series)[0] is Seen.DONE
    assert stands(found, IA_TOI, series)[0] is Seen.GONE
    line = next(each for each in found.lines if each.unit.id == IA_TOI)
    cell = found.cell(line, series)
    assert cell is not None
    assert cell.why == "Bãi bỏ"


def test_one_given_anew_counts_instead_of_the_withdrawn_one(
    province: Office, clock: TestClock
) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    later = When("once", on=date(2026, 12, 10))
    province.run(ChangeSeries(series, "Lùi hạn", when=later))
    province.run(WithdrawTask(series, "Nhầm", (IA_DAL,)))
    assert stands(oversee(province, SET_HERE, YEAR), IA_DAL, series)[0] is Seen.GONE
    province.run(AddToSeries(series, (IA_DAL,)))
    found = oversee(province, SET_HERE, YEAR)
    assert stands(found, IA_DAL, series)[0] is Seen.UNDELIVERED
    assert stands(found, IA_TOI, series)[0] is Seen.OPEN


def test_the_tasks_of_a_pack_stand_side_by_side_and_a_communes_own_do_not(
    province: Office,
) -> None:
    def sent(work: UnitOfWork) -> None:
        for unit in (IA_DAL, IA_TOI):
            plan = adopted(work, unit, date(2025, 12, 15))
            task = plan_task(work, unit, plan, "V.1", MONTHLY)
            plan_task(work, unit, plan, "V.2", BY_NOVEMBER, active=0, active_why="Không có")
            plan_task(work, unit, plan, "V.3", BY_NOVEMBER, ours=0)
            plan_task(work, unit, plan, "", BY_NOVEMBER)
            if unit == IA_DAL:
                for month in range(1, 11):
                    done(work, unit, task, f"2026-{month:02d}", date(2026, month, 20))

    write(province, sent)
    hear_from(province, [IA_DAL, IA_TOI], NOVEMBER, NOVEMBER)
    found = oversee(province, PACK, YEAR)
    assert [each.key for each in found.columns] == ["V.1", "V.2"]
    whole = found.seen(next(each for each in found.lines if each.unit.id == IA_DAL), "V.1")
    assert (whole.seen, whole.done, whole.asked) == (Seen.OVERDUE, 10, 12)
    assert stands(found, IA_DAL, "V.2") == (Seen.GONE, 0)
    silent = next(each for each in found.lines if each.unit.id not in (IA_DAL, IA_TOI))
    assert found.seen(silent, "V.1").seen is Seen.UNHEARD
    hear_from(province, [silent.unit.id], NOVEMBER, NOVEMBER)
    assert oversee(province, PACK, YEAR).seen(silent, "V.1").seen is Seen.NOT_SET
    november = Span(date(2026, 10, 1), date(2026, 10, 31))
    last_month = oversee(province, PACK, november)
    assert stands(last_month, IA_DAL, "V.1")[0] is Seen.DONE
    assert stands(last_month, IA_TOI, "V.1")[0] is Seen.OVERDUE
    assert [(each.which, each.communes) for each in offers(province)] == [(SET_HERE, 0), (PACK, 2)]


def test_a_commune_whose_ground_stayed_is_seen_with_what_it_sent_under_the_former_name(
    province: Office,
) -> None:
    def sent(work: UnitOfWork) -> None:
        plan = adopted(work, IA_DAL_OLD, date(2024, 12, 15))
        task = plan_task(work, IA_DAL_OLD, plan, "V.1", BY_NOVEMBER)
        done(work, IA_DAL_OLD, task, "once", date(2026, 11, 1))

    write(province, sent)
    hear_from(province, [IA_DAL_OLD], NOVEMBER, NOVEMBER)
    found = oversee(province, PACK, YEAR)
    assert stands(found, IA_DAL, "V.1")[0] is Seen.DONE


def test_a_proof_that_did_not_come_says_why(province: Office, clock: TestClock) -> None:
    series = set_in_october(province, clock, IA_DAL)
    rows = rows_of(province, series)
    result: list[RecordId] = []
    removed: list[RecordId] = []

    def sent(work: UnitOfWork) -> None:
        result.append(done(work, IA_DAL, rows[IA_DAL], "once", TODAY, "set_tasks"))
        kept = work.insert("households", {"head": "Trần Thị Bưởi"}, unit=IA_DAL)
        gone = work.insert("households", {"head": "Đã xóa"}, unit=IA_DAL)
        for register, record in (
            ("households", kept),
            ("people", "0" * 32),
            ("saved_filters_of_tomorrow", "1" * 32),
            ("households", gone),
        ):
            values = {"result": result[0], "kind": "record", "register": register}
            work.insert("task_proofs", {**values, "record": record}, unit=IA_DAL)
        figure = {"figure": "population", "value": "4200", "as_of": "2026-11-20"}
        work.insert("task_proofs", {"result": result[0], "kind": "figure", **figure}, unit=IA_DAL)
        removed.append(gone)

    write(province, sent)
    write(province, lambda work: work.remove("households", removed[0]))
    found = oversee(province, SET_HERE, YEAR)
    look = closer(province, found, IA_DAL, series)
    told = [look.proofs[each.id] for each in look.results["once"][0].proofs]
    assert sorted(each.title for each in told if not each.absent and not each.gone) == [
        "",
        "Trần Thị Bưởi",
    ]
    assert sum(each.absent for each in told) == 2
    assert sum(each.gone for each in told) == 1
    assert "nhân khẩu" in look.labels["population"][0]


def test_a_change_and_reminders_are_told_with_the_cell(province: Office, clock: TestClock) -> None:
    series = set_in_october(province, clock, IA_DAL, IA_TOI)
    record = rows_of(province, series)[IA_DAL]
    when = When("once", on=date(2026, 12, 5))
    province.run(ChangeSeries(series, "Lùi hạn", when=when, communes=(IA_DAL,)))
    province.run(Remind((Reminded(IA_DAL, "set_tasks", record, "once"),), "Đề nghị gửi sớm."))
    found = oversee(province, SET_HERE, YEAR)
    look = closer(province, found, IA_DAL, series)
    change = look.task.change
    assert change is not None
    assert (change.why, change.due_before) == ("Lùi hạn", date(2026, 11, 20))
    assert [(each.content, each.delivered) for each in look.reminders] == [
        ("Đề nghị gửi sớm.", False)
    ]
    line = next(each for each in found.lines if each.unit.id == IA_DAL)
    cell = found.cell(line, series)
    assert cell is not None
    assert cell.reminded == 1
    acknowledge(province, [IA_DAL])
    assert closer(province, found, IA_DAL, series).reminders[0].delivered


def test_a_task_taken_back_while_one_looks_says_so(province: Office, clock: TestClock) -> None:
    later = When("once", on=date(2026, 12, 10))
    given = province.run(SetTask((IA_DAL,), "Rà soát", later))
    found = oversee(province, SET_HERE, YEAR)
    province.run(Undo(given.txn))
    with pytest.raises(NotFound):
        closer(province, found, IA_DAL, str(given.result))


def test_series_are_counted_by_communes_the_newest_first(
    province: Office, clock: TestClock
) -> None:
    first = set_in_october(province, clock, IA_DAL, IA_TOI)
    rows = rows_of(province, first)
    write(
        province,
        lambda work: _ignore(
            done(work, IA_DAL, rows[IA_DAL], "once", date(2026, 11, 23), "set_tasks")
        ),
    )
    second = str(province.run(SetTask((IA_DAL,), "Mới", When("once", needs_date=True))).result)
    found = series_of(province)
    assert [each.id for each in found] == [second, first]
    assert found[1].count(Seen.DONE, Seen.LATE) == 1
    assert found[1].count(Seen.UNHEARD) == 1
    assert overdue_below(province) == []
    hear_from(province, [IA_DAL, IA_TOI], NOVEMBER, NOVEMBER)
    assert [each.unit for each in overdue_below(province)] == [IA_TOI]
    province.run(WithdrawTask(first, "Nhầm", (IA_TOI,)))
    whole = series_of(province)[1]
    assert (whole.units, whole.withdrawn) == ((IA_DAL,), (IA_TOI,))
    province.run(WithdrawTask(first, "Bãi bỏ"))
    assert not series_of(province)[1].stands


def test_the_running_year_stands_first_among_the_spans() -> None:
    found = spans(TODAY)
    assert found[0] == YEAR
    assert Span(date(2026, 11, 1), date(2026, 11, 30)) in found
    assert Span(date(2026, 6, 15), date(2026, 12, 14)) in found
    assert found[-1] == Span(date(2024, 12, 15), date(2025, 12, 14))
    assert len(set(found)) == len(found)


def test_while_a_year_is_new_the_one_before_stands_first() -> None:
    found = spans(date(2026, 12, 15))
    assert found[0] == YEAR
    assert found[-1] == Span(date(2026, 12, 15), date(2027, 12, 14))
    assert spans(date(2027, 1, 14))[0] == found[-1]


def test_only_who_may_see_tasks_sees_the_board(province: Office) -> None:
    looks = replace(province, account=replace(province.account, role="viewer"))
    for ask in (offers, series_of, lambda office: oversee(office, SET_HERE, YEAR)):
        with pytest.raises(NotAllowed):
            ask(looks)


def test_a_hundred_communes_of_many_tasks_are_judged_alike_whoever_shares_a_rule(
    province: Office,
) -> None:
    units = [line.unit.id for line in oversee(province, SET_HERE, YEAR).lines][:12]
    follow(province, units, 12, today=TODAY, proofs=False)
    hear_from(province, units, NOVEMBER, NOVEMBER)
    found = oversee(province, PACK, YEAR)
    assert len(found.columns) == 12
    assert len(found.cells) == 12 * 12
    for (unit, key), cell in found.cells.items():
        line = next(each for each in found.lines if each.unit.id == unit)
        sights = closer(province, found, unit, key).sights
        assert found.seen(line, key) == cell.tally
        assert cell.tally.asked == sum(each.seen is not Seen.GONE for each in sights)


def _ignore(_made: object) -> None:
    """What a builder gives is not needed."""
