"""Every step of the law, taken where it is lawful, taken back, and refused where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from sachmatuy_desktop.domain.cases.history import BOOKS
from sachmatuy_desktop.domain.cases.law import Transition
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.cases import Transit, Transited, case_of
from sachmatuy_desktop.services.office import Office
from tests.offices import TestClock, add_person, new_office
from tests.services.case_roads import FIRST_DAY, ROADS, Taken, road

BOOK = law_book()


@dataclass
class Registry:
    """An office whose clock follows the steps."""

    office: Office
    clock: TestClock

    def person(self) -> RecordId:
        return add_person(self.office)

    def take(self, person: RecordId, step: Taken) -> Outcome:
        """Take a step at nine o'clock of its day."""
        self.clock.moment = datetime(step.on.year, step.on.month, step.on.day, 9, tzinfo=VIETNAM)
        return self.office.run(Transit(person, step.id, step.on, step.ground, step.details))

    def walk(self, person: RecordId, steps: list[Taken]) -> None:
        for step in steps:
            self.take(person, step)

    def state(self, person: RecordId, on: date) -> str:
        return case_of(self.office.session, person, on).standing.state.code

    def rows(self, person: RecordId) -> dict[str, dict[str, object]]:
        """Everything the books say of a person, without the marks of the journal."""
        own = {"base_entry", "last_entry", "_last"}
        found: dict[str, dict[str, object]] = {}
        for book in BOOKS:
            ids = self.office.queries.children(book, "person", person)
            for record, row in self.office.queries.rows(book, ids).items():
                found[record] = {name: value for name, value in row.items() if name not in own}
        return found


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    clock = TestClock(datetime(2024, 1, 2, 8, tzinfo=VIETNAM))
    office = new_office(tmp_path_factory.mktemp("xã") / "xã", clock=clock)
    yield Registry(office, clock)
    office.close()


@pytest.mark.parametrize(("law", "text"), ROADS)
def test_a_lawful_step_is_taken_and_taken_back(registry: Registry, law: str, text: str) -> None:
    person = registry.person()
    *before, last = road(law, text)
    registry.walk(person, before)
    as_it_was = registry.rows(person)

    outcome = registry.take(person, last)

    step = BOOK.transition(last.id, last.on)
    written = outcome.result
    assert isinstance(written, Transited)
    assert (written.proposal.form if written.proposal else "") == step.form
    after = step.ends_in(last.ground)
    if after:
        assert after in {
            each.code for each in case_of(registry.office.session, person, last.on).standing.states
        }
    if outcome.changed:
        registry.office.undo(outcome.txn)
    assert registry.rows(person) == as_it_was


def test_every_step_of_both_laws_stands_on_a_road() -> None:
    walked = {(law, step.id) for law, text in ROADS for step in road(law, text)}
    known = {("new" if "V2" in each.versions else "old", each.id) for each in BOOK.transitions}
    assert known - walked == set()


NO_LAW = date(2021, 12, 31)
FROM_ANYWHERE = {"T01", "T01-am"}
"""Anybody may be tested; only before the law there was no such step."""

IN_PRISON = {
    law: next(
        text for which, text in ROADS if which == law and re.search(r"T55@\d+\{[^}]*\}$", text)
    )
    for law in FIRST_DAY
}


@pytest.mark.parametrize("step", BOOK.transitions, ids=lambda each: f"{each.id}-{each.versions[0]}")
def test_an_unlawful_step_is_refused_with_its_article(registry: Registry, step: Transition) -> None:
    """Who is in prison and owes the rest of a term may take none, who is on no list not that."""
    law = "new" if "V2" in step.versions else "old"
    steps = road(law, IN_PRISON[law])
    person = registry.person()
    if "AN_TU" not in step.from_states:
        registry.walk(person, steps)
    on = NO_LAW if step.id in FROM_ANYWHERE else steps[-1].on
    ground = step.grounds[0].code if step.grounds else ""
    before = registry.rows(person)

    with pytest.raises((NotAllowed, BadInput), match="Điều"):
        registry.take(person, Taken(step.id, on, ground, dict.fromkeys(step.needs, "1")))
    assert registry.rows(person) == before


def test_the_first_days_are_days_of_their_laws() -> None:
    assert BOOK.version_on(FIRST_DAY["new"]).id == "V2"
    assert BOOK.version_on(FIRST_DAY["old"]).id == "V1"
