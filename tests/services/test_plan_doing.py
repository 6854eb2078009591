"""Doing tasks through a real office: results, reasons, proofs, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import (
    AddProof,
    ChangeResult,
    NewProof,
    RecordResult,
    RemoveProof,
    RemoveResult,
)
from tests.offices import HOANG_PHONG, add, add_village, new_office, remove
from tests.plan_tasks import a_plan, a_set_task, a_task, done, openings, put, read, stands

ON = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def task(office: Office) -> str:
    """A task of every month."""
    return a_task(office, a_plan(office), evidence="propaganda")


def talk(office: Office, day: str = "2026-01-20") -> str:
    """A piece of propaganda in the book."""
    return add(office, "propaganda", held_on=day, form="loa", content="Tuyên truyền")


def a_paper(office: Office, state: str = "issued") -> str:
    """A document of the office's own book."""
    return put(
        office,
        "documents",
        {
            "number": "15/BC-UBND",
            "issued_on": "2026-01-30",
            "form": "f",
            "title": "Báo cáo tháng",
            "state": state,
        },
    )


# -- results --------------------------------------------------------------------------------------


def test_an_opening_is_done_and_the_next_one_waits(office: Office, task: str) -> None:
    done(office, task, "2026-01", "2026-02-03")
    first, second, *_later = stands(office, read(office, task)).openings
    assert (first.state, first.days_over) == (State.DONE, 3)
    assert second.state is State.OVERDUE


def test_a_task_from_above_is_done_like_any_other(office: Office) -> None:
    given = a_set_task(office)
    done(office, given, "once", book="set_tasks", document="3/BC")
    assert stands(office, read(office, given, "set_tasks")).state is State.DONE


def test_a_look_back_is_known_by_its_day(office: Office) -> None:
    watched = a_task(office, a_plan(office), when=When("continuous", months=1))
    done(office, watched, on="2026-02-01")
    done(office, watched, on="2026-03-01")
    found = read(office, watched)
    assert [each.opening for each in found.results] == ["", ""]
    assert [each.state for each in stands(office, found).openings] == [
        State.DONE,
        State.DONE,
        State.OPEN,
    ]


def test_a_paper_gives_its_number(office: Office, task: str) -> None:
    done(office, task, "2026-01", paper=a_paper(office))
    (result,) = read(office, task).results
    assert result.document == "15/BC-UBND"


def test_a_result_is_undone_like_any_act(office: Office, task: str) -> None:
    command = RecordResult(
        task=task, opening="2026-01", done_on=ON, proofs=(NewProof("propaganda", talk(office)),)
    )
    outcome = office.run(command)
    office.undo(outcome.txn)
    assert read(office, task).results == ()
    office.undo(office.last_redoable().txn)  # type: ignore[union-attr]
    (result,) = read(office, task).results
    assert len(result.proofs) == 1


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"opening": "2031-01"}, NotFound, None),
        ({"opening": ""}, NotFound, None),
        ({"done_on": date(2026, 3, 3)}, BadInput, "done_on"),
        ({"done_at": time(9, 30)}, BadInput, "done_at"),
        ({"kind": "excused", "remark": "  "}, BadInput, "remark"),
        ({"task": "0" * 32}, NotFound, None),
        ({"book": "set_tasks"}, NotFound, None),
        ({"proofs": (NewProof("propaganda", "0" * 32),)}, NotFound, None),
        ({"proofs": (NewProof("no_book", "0" * 32),)}, NotFound, None),
        ({"proofs": (NewProof(figure="no_figure", value="3", as_of=ON),)}, BadInput, None),
        ({"proofs": (NewProof(figure="addicts", value="3"),)}, BadInput, None),
        ({"village": "0" * 32}, BadInput, "village"),
        ({"paper": "0" * 32}, NotFound, None),
    ],
)
def test_what_is_refused(
    office: Office,
    task: str,
    wrong: dict[str, object],
    error: type[Exception],
    field: str | None,
) -> None:
    given: dict[str, object] = {"task": task, "opening": "2026-01", "done_on": ON, **wrong}
    with pytest.raises(error) as caught:
        office.run(RecordResult(**given))  # type: ignore[arg-type]
    assert getattr(caught.value, "field", None) == field
    assert office.queries.count("task_results") == 0


def test_a_void_paper_proves_nothing(office: Office, task: str) -> None:
    void = a_paper(office, "void")
    with pytest.raises(Conflict, match="15/BC-UBND"):
        done(office, task, "2026-01", paper=void)
    with pytest.raises(Conflict, match="15/BC-UBND"):
        done(office, task, "2026-01", proofs=[NewProof("documents", void)])
    assert office.queries.count("task_results") == 0


def test_nobody_proves_with_a_book_they_may_not_open(office: Office, task: str) -> None:
    person = add(office, "people", full_name="Lê Văn Cam", birth="1990")
    episode = add(office, "episodes", person=person, category="nghien", from_date="2026-01-10")
    village = Session(office.store, office.queries, "Trưởng thôn", role("village"))
    command = RecordResult(
        task=task, opening="2026-01", done_on=ON, proofs=(NewProof("episodes", episode),)
    )
    with pytest.raises(NotAllowed):
        execute(command, village)
    execute(command, office.session)
    assert len(read(office, task).results) == 1


@pytest.mark.parametrize("who", ["chair", "viewer"])
def test_who_may_not_write_plans_records_nothing(office: Office, task: str, who: str) -> None:
    session = Session(office.store, office.queries, "Ai đó", role(who))
    with pytest.raises(NotAllowed):
        execute(RecordResult(task=task, opening="2026-01", done_on=ON), session)


def test_another_units_task_is_theirs_to_do(office: Office) -> None:
    theirs = put(
        office,
        "set_tasks",
        {
            "addressee": HOANG_PHONG,
            "series": "s",
            "title": "Việc xã khác",
            "kind": "report",
            "set_on": "2026-02-01",
            "rule": When("once", needs_date=True).to_json(),
        },
        unit=HOANG_PHONG,
    )
    with pytest.raises(NotAllowed):
        done(office, theirs, "once", book="set_tasks")


def test_a_task_turned_off_or_withdrawn_takes_no_result(office: Office) -> None:
    off = a_task(office, a_plan(office), active=0, active_why="Không có ở xã")
    withdrawn = a_set_task(office, withdrawn_on="2026-03-01", withdrawn_why="Gộp")
    with pytest.raises(Conflict):
        done(office, off, "2026-01")
    with pytest.raises(Conflict):
        done(office, withdrawn, "once", book="set_tasks")


def test_the_same_opening_is_not_done_twice(office: Office, task: str) -> None:
    done(office, task, "2026-01", "2026-02-03")
    with pytest.raises(Conflict, match="03/02/2026"):
        done(office, task, "2026-01")
    watched = a_task(office, a_plan(office), when=When("continuous", months=1))
    done(office, watched)
    with pytest.raises(Conflict):
        done(office, watched)


def test_nothing_is_done_before_what_asked_for_it(office: Office) -> None:
    waits = a_task(office, a_plan(office), when=When("event", hours=24, event="asked"))
    event = add(office, "plan_events", event="asked", happened_on="2026-02-20", asked_by="Huyện")
    with pytest.raises(BadInput) as caught:
        done(office, waits, f"event {event}", "2026-02-19")
    assert caught.value.field == "done_on"
    result = done(office, waits, f"event {event}", "2026-02-21")
    with pytest.raises(BadInput):
        office.run(ChangeResult(result=result, done_on=date(2026, 2, 19)))


# -- changing and taking back ----------------------------------------------------------------------


def test_a_result_is_changed_and_stays_about_its_opening(office: Office, task: str) -> None:
    result = done(office, task, "2026-01", "2026-02-03", remark="Chưa rõ")
    office.run(ChangeResult(result=result, done_on=date(2026, 1, 31), remark="Đã rõ", who="Cam"))
    (found,) = read(office, task).results
    assert (found.opening, found.on, found.remark) == ("2026-01", date(2026, 1, 31), "Đã rõ")
    office.run(
        ChangeResult(result=result, kind="excused", done_on=date(2026, 1, 31), remark="Nghỉ")
    )
    assert stands(office, read(office, task)).openings[0].state is State.GONE


def test_a_change_is_judged_like_the_result_itself(office: Office, task: str) -> None:
    result = done(office, task, "2026-01", "2026-02-03")
    with pytest.raises(BadInput):
        office.run(ChangeResult(result=result, done_on=date(2026, 4, 1)))
    with pytest.raises(BadInput):
        office.run(ChangeResult(result=result, kind="excused", done_on=ON))


def test_a_paper_voided_since_does_not_keep_a_result_from_being_corrected(
    office: Office, task: str
) -> None:
    paper = a_paper(office)
    result = done(office, task, "2026-01", paper=paper)
    with office.store.begin(Act("document.void", "Máy")) as work:
        work.update("documents", paper, {"state": "void"})
        work.commit()
    office.run(
        ChangeResult(result=result, done_on=ON, paper=paper, document="15/BC-UBND", remark="x")
    )
    (found,) = read(office, task).results
    assert (found.paper, found.remark) == (paper, "x")


def test_a_result_goes_with_its_proofs_and_its_reason_stays(office: Office, task: str) -> None:
    result = done(office, task, "2026-01", proofs=[NewProof("propaganda", talk(office))])
    with pytest.raises(BadInput):
        office.run(RemoveResult(result, " "))
    txn = office.run(RemoveResult(result, "Ghi nhầm tháng")).txn
    assert read(office, task).results == ()
    assert office.queries.count("task_proofs") == 0
    assert office.queries.journal(limit=1)[0].why == "Ghi nhầm tháng"
    office.undo(txn)
    (found,) = read(office, task).results
    assert len(found.proofs) == 1


# -- proofs ---------------------------------------------------------------------------------------


def test_records_documents_and_figures_prove(office: Office, task: str) -> None:
    record, paper = talk(office), a_paper(office)
    figure = NewProof(figure="addicts", value="4", as_of=ON)
    result = done(
        office,
        task,
        "2026-01",
        proofs=[NewProof("propaganda", record), NewProof("documents", paper), figure],
    )
    (found,) = read(office, task).results
    assert {(each.kind, each.record or each.value) for each in found.proofs} == {
        ("record", record),
        ("document", paper),
        ("figure", "4"),
    }
    assert stands(office, read(office, task)).openings[0].done.evidence  # type: ignore[union-attr]
    assert result == found.id


def test_proofs_come_and_go_one_by_one(office: Office, task: str) -> None:
    result = done(office, task, "2026-01")
    record = talk(office)
    office.run(AddProof(result, (NewProof("propaganda", record),)))
    (proof,) = read(office, task).results[0].proofs
    with pytest.raises(Conflict):
        office.run(AddProof(result, (NewProof("propaganda", record),)))
    office.run(RemoveProof(proof.id))
    assert read(office, task).results[0].proofs == ()


def test_a_record_that_proves_may_still_be_removed(office: Office, task: str) -> None:
    record = talk(office)
    done(office, task, "2026-01", proofs=[NewProof("propaganda", record)])
    remove(office, "propaganda", record)
    assert read(office, task).results[0].proofs[0].record == record


# -- villages -------------------------------------------------------------------------------------


def test_a_task_of_each_village_is_done_with_the_last_of_them(office: Office) -> None:
    one, two = add_village(office, "Thôn 1"), add_village(office, "Thôn 2")
    task = a_task(office, a_plan(office), each_village=1)
    done(office, task, "2026-01", "2026-01-20", village=one)
    found = read(office, task)
    opening = openings(office, found, "2026-12-31")["2026-01"]
    share = found.share(opening, ON)
    assert ([each.name for each in share.done], [each.name for each in share.missing]) == (
        ["Thôn 1"],
        ["Thôn 2"],
    )
    assert stands(office, found).openings[0].state is State.OVERDUE
    assert stands(office, found.of_village(one)).openings[0].state is State.DONE
    assert stands(office, found.of_village(two)).openings[0].state is State.OVERDUE
    with pytest.raises(Conflict):
        done(office, task, "2026-01", village=one)
    done(office, task, "2026-01", "2026-02-02", village=two)
    whole = stands(office, read(office, task)).openings[0]
    assert (whole.state, whole.days_over) == (State.DONE, 2)
