"""Cases as the office's books tell them; nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sachmatuy_desktop.domain.cases.clock import Term
from sachmatuy_desktop.domain.cases.findings import Finding, findings_of
from sachmatuy_desktop.domain.cases.history import Case
from sachmatuy_desktop.domain.cases.offers import LawClock, Offer, look, offers
from sachmatuy_desktop.domain.cases.standing import Standing
from sachmatuy_desktop.domain.cases.watch import Due, due_of
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, NotAllowed, NotFound
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.storage.case_rows import cases, persons_with_cases

__all__ = [
    "CaseView",
    "PersonTerm",
    "PlannedTest",
    "Survey",
    "case_of",
    "due",
    "findings",
    "law_clock",
    "survey",
]

Progress = Callable[[int, int], None]
"""Told now and then how many of how many cases were looked at; may raise to stop."""

EVERY = 100


@dataclass(frozen=True, slots=True)
class CaseView:
    """One person's case on a day: where it stands, what runs, what may and what must be done."""

    case: Case
    day: date
    standing: Standing
    terms: tuple[Term, ...]
    offers: tuple[Offer, ...]
    due: tuple[Due, ...]
    findings: tuple[Finding, ...]


def law_clock(session: Session) -> LawClock:
    """The law's clock with the office's own working days."""
    return LawClock(law_book(), deadline_table(), calendar_of(session))


def case_of(session: Session, person: RecordId, on: date) -> CaseView:
    """A person's case as it stands on a day.  Raises `NotAllowed`, `NotFound`."""
    must_see(session)
    clock = law_clock(session)
    with session.store.reading() as connection:
        case = next(cases(connection, [person]), None)
    if case is None:
        raise NotFound(
            N_("Không còn {one} này: có thể người khác vừa xóa."), one=REGISTERS["people"].one
        )
    seen = look(case, on, clock)
    return CaseView(
        case,
        on,
        seen.standing,
        seen.terms,
        offers(case, on, clock, seen),
        due_of(case, session.store.clock.now(), clock),
        findings_of(case, on, clock, seen),
    )


@dataclass(frozen=True, slots=True)
class PersonTerm:
    """A term and whose it is."""

    person: RecordId
    name: str
    term: Term


@dataclass(frozen=True, slots=True)
class PlannedTest:
    """A test that is to be taken on a day, and whose it is."""

    id: RecordId
    person: RecordId
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Survey:
    """All cases of the office at a moment: what waits, what cannot be so, what has a day.

    `terms` are those of where the persons stand, over or not; `planned` the tests not taken yet.
    """

    due: tuple[Due, ...]
    findings: tuple[Finding, ...]
    terms: tuple[PersonTerm, ...] = ()
    planned: tuple[PlannedTest, ...] = ()


def survey(
    session: Session, now: datetime | None = None, progress: Progress | None = None
) -> Survey:
    """Look at every case once; for the worker.  Raises `NotAllowed` for who may not see lists."""
    clock = law_clock(session)
    moment = now or session.store.clock.now()
    waiting, wrong = list[Due](), list[Finding]()
    terms, planned = list[PersonTerm](), list[PlannedTest]()
    day = moment.astimezone(VIETNAM).date()
    for case in _all(session, progress):
        seen = look(case, day, clock)
        waiting += due_of(case, moment, clock, seen)
        wrong += findings_of(case, day, clock, seen)
        terms += [PersonTerm(case.person, case.name, each) for each in seen.terms]
        planned += [
            PlannedTest(each.id, case.person, case.name, each.planned)
            for each in case.tests
            if each.planned and not each.taken
        ]
    return Survey(tuple(waiting), tuple(wrong), tuple(terms), tuple(planned))


def due(
    session: Session, now: datetime | None = None, progress: Progress | None = None
) -> tuple[Due, ...]:
    """Everything the law's clock asks for in the office, case by case; as `survey`."""
    return survey(session, now, progress).due


def findings(
    session: Session, now: datetime | None = None, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """What the books say that cannot be so, in all cases; as `survey`."""
    return survey(session, now, progress).findings


def _all(session: Session, progress: Progress | None) -> Iterator[Case]:
    must_see(session)
    with session.store.reading() as connection:
        persons = persons_with_cases(connection, session.store.facts.unit_id)
        for done, case in enumerate(cases(connection, persons)):
            if progress is not None and done % EVERY == 0:
                progress(done, len(persons))
            yield case


def must_see(session: Session) -> None:
    """Raise `NotAllowed` unless the account may see who is on a list."""
    if not session.role.may_open(REGISTERS["episodes"]):
        raise NotAllowed(N_("Tài khoản của bạn không được xem danh sách người bị quản lý."))
