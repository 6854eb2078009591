"""What is offered as a proof, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import NewProof, events_of
from sachmatuy_desktop.services.plans.proving import Offers, offers_for, told_of
from tests.fact_cases import IA_HDRAI, Commune
from tests.offices import TestClock, add, edit, new_office, remove
from tests.plan_tasks import a_plan, a_task, done, opening_of, put, read

TODAY = date(2026, 3, 2)
STUCK = {"subject": "Thiếu que thử", "raised_on": "2026-02-10"}


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path, clock=clock)
    yield made
    made.close()


def talk(office: Office, day: str, content: str = "Tuyên truyền") -> str:
    """A piece of propaganda in the book."""
    return add(office, "propaganda", held_on=day, form="loa", content=content)


def offered(office: Office, task: str, key: str, who: str = "admin") -> Offers:
    """What an account of a role is offered."""
    session = Session(office.store, office.queries, "Ai đó", role(who))
    found = read(office, task)
    return offers_for(session, found, opening_of(office, found, key), TODAY)


def test_records_of_the_days_come_first_and_the_newest_others_after(office: Office) -> None:
    early, inside = talk(office, "2026-01-10"), talk(office, "2026-02-10")
    late = talk(office, "2026-03-01")
    task = a_task(office, a_plan(office), evidence="propaganda")
    found = offered(office, task, "2026-02").records
    assert [(each.record, each.fits) for each in found] == [
        (inside, True),
        (late, False),
        (early, False),
    ]
    assert found[0].day == date(2026, 2, 10)


def test_void_documents_and_other_forms_are_not_offered(office: Office) -> None:
    given = {"issued_on": "2026-02-10", "title": "Báo cáo", "form": "plan-report"}
    issued = put(office, "documents", {**given, "number": "1/BC", "state": "issued"})
    put(office, "documents", {**given, "number": "2/BC", "state": "void"})
    put(office, "documents", {**given, "number": "3/BC", "state": "issued", "form": "other"})
    task = a_task(office, a_plan(office), papers="plan-report")
    assert [each.record for each in offered(office, task, "2026-02").records] == [issued]


def test_books_an_account_may_not_open_are_named_and_not_shown(office: Office) -> None:
    commune = Commune(office)
    commune.on_list("nghien")
    task = a_task(office, a_plan(office), evidence="episodes propaganda no_such_book")
    assert offered(office, task, "2026-02", "village").hidden == ("episodes",)
    assert offered(office, task, "2026-02", "village").records == ()
    assert len(offered(office, task, "2026-02", "police").records) == 1


def test_whose_a_record_is_stands_before_it_and_books_of_a_state_are_named(office: Office) -> None:
    Commune(office).on_list("nghien")
    task = a_task(office, a_plan(office), evidence="people episodes")
    found = offered(office, task, "2026-02")
    assert found.undated == ("people",)
    assert [each.title.partition(":")[0] for each in found.records] == ["Lê Văn Cam, 01/05/1990"]


def test_figures_are_counted_on_the_last_day_the_opening_is_for(office: Office) -> None:
    commune = Commune(office)
    commune.on_list("nghien", "2026-01-10")
    commune.on_list("nghien", "2026-02-20", "Trần Văn Hai")
    task = a_task(office, a_plan(office), figures="addicts no_such_figure")
    (january,) = offered(office, task, "2026-01").figures
    (march,) = offered(office, task, "2026-03").figures
    assert (january.kept, january.as_of) == ("1", date(2026, 1, 31))
    assert (march.kept, march.as_of) == ("2", TODAY)
    assert january.label


def test_a_zero_that_nobody_vouches_for_is_not_told(office: Office) -> None:
    plan = a_plan(office)
    served = a_task(office, plan, figures="complex_points", criteria=f"{IA_HDRAI}#IAH.a")
    alone = a_task(office, plan, figures="complex_points")
    assert [each.kept for each in offered(office, served, "2026-01").figures] == [""]
    assert [each.kept for each in offered(office, alone, "2026-01").figures] == ["0"]


def test_a_proof_says_what_became_of_it(office: Office, clock: TestClock) -> None:
    kept, changed, gone = (talk(office, "2026-01-10", name) for name in ("Giữ", "Sửa", "Xóa"))
    task = a_task(office, a_plan(office), evidence="propaganda")
    clock.advance(hours=1)
    done(
        office,
        task,
        "2026-01",
        proofs=[NewProof("propaganda", each) for each in (kept, changed, gone)],
    )
    clock.advance(hours=1)
    edit(office, "propaganda", changed, content="Sửa lại")
    remove(office, "propaganda", gone)
    told = {
        each.proof.record: each
        for each in told_of(office.session, read(office, task).results).values()
    }
    assert (told[kept].changed, told[kept].gone) == (False, False)
    assert (told[changed].changed, told[changed].gone) == (True, False)
    assert told[gone].gone
    assert "Giữ" in told[kept].title


def test_what_an_account_may_not_open_has_no_title(office: Office) -> None:
    commune = Commune(office)
    person = commune.on_list("nghien")
    (episode,) = office.queries.children("episodes", "person", person)
    task = a_task(office, a_plan(office))
    done(office, task, "2026-01", proofs=[NewProof("episodes", episode)])
    session = Session(office.store, office.queries, "Ai đó", role("clerk"))
    (told,) = told_of(session, read(office, task).results).values()
    assert (told.hidden, told.title) == (True, "")


# -- events ---------------------------------------------------------------------------------------


def names(office: Office) -> list[tuple[str, str, str]]:
    """Every event: name, moment, record."""
    found = events_of(office.queries, office.unit.id)
    return [(each.name, f"{each.at:%d/%m %H:%M}", each.id) for each in found]


def test_what_is_asked_and_what_stands_in_the_way_are_events(office: Office) -> None:
    asked = add(office, "plan_events", event="asked", happened_on="2026-02-20", happened_at="14:30")
    stuck = put(office, "difficulties", STUCK)
    assert names(office) == [
        ("difficulty", "10/02 00:00", stuck),
        ("asked", "20/02 14:30", asked),
    ]


def test_what_the_commune_solves_itself_asks_for_no_report(office: Office) -> None:
    put(office, "difficulties", {**STUCK, "level": "xa"})
    assert names(office) == []


def test_a_listed_person_gone_is_one_event_whatever_books_tell_of_it(office: Office) -> None:
    commune = Commune(office)
    person = commune.on_list("nghien", "2025-06-01")
    commune.person("Người khác")
    away = commune.add("presences", person=person, state="chuyen_di", from_date="2026-02-01")
    assert names(office) == [("moved_away_verified", "01/02 00:00", away)]
    commune.add(
        "transfers", person=person, direction="di", moved_on="2026-02-03", moved_hour="09:00"
    )
    assert [each[2] for each in names(office)] == [away]
    commune.add("presences", person=person, state="co_mat", from_date="2026-02-10")
    commune.add("transfers", person=person, direction="di", moved_on="2026-02-20")
    assert len(names(office)) == 2


def test_somebody_on_no_list_who_moves_away_is_no_event(office: Office) -> None:
    commune = Commune(office)
    person = commune.person()
    commune.add("presences", person=person, state="chuyen_di", from_date="2026-02-01")
    assert names(office) == []


def test_a_task_opens_once_for_each_event(office: Office) -> None:
    task = a_task(office, a_plan(office), when=When("event", event="difficulty", hours=24))
    stuck = put(office, "difficulties", {**STUCK, "raised_at": "08:00"})
    opening = opening_of(office, read(office, task), f"event {stuck}")
    assert (opening.timed, f"{opening.due:%d/%m %H:%M}") == (True, "11/02 08:00")
