"""Which steps the law allows now, and the sentence that forbids another one.

An offer carries what an officer is shown before deciding: the article and its words, the grounds to
choose from, the form, who signs, by when.  A refusal names the article that forbids the step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sachmatuy_desktop.domain.cases.clock import terms_on
from sachmatuy_desktop.domain.cases.conditions import Answer, Asked, answer
from sachmatuy_desktop.domain.cases.history import Case, moment_of
from sachmatuy_desktop.domain.cases.law import Condition, Form, LawBook, State, Transition
from sachmatuy_desktop.domain.cases.standing import standing_on
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.terms import Deadline, DeadlineRule, DeadlineTable, WorkCalendar
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotAllowed

__all__ = ["LawClock", "Offer", "Running", "Warned", "look", "offers", "refusal", "warnings"]

ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class LawClock:
    """The law's clock of an office: the law book, the deadlines, the office's working days."""

    book: LawBook
    table: DeadlineTable
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Warned:
    """What the officer must look at before going on: a sentence, its article, the open question."""

    says: str
    source: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline of the law that runs: the rule with its words, and when it is due."""

    rule: DeadlineRule
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that is lawful on the day."""

    transition: Transition
    to: State | None
    form: Form | None
    also: tuple[Form, ...]
    warnings: tuple[Warned, ...]
    due: tuple[Running, ...]


def look(case: Case, day: date, clock: LawClock) -> Asked:
    """Where a case stands on a day and which terms run: what all questions begin with."""
    standing = standing_on(case, day, clock.book)
    return Asked(case, day, standing, terms_on(case, day, clock.book, clock.table, standing))


def offers(case: Case, day: date, clock: LawClock, seen: Asked | None = None) -> tuple[Offer, ...]:
    """The steps that are lawful on the day, in the order of the law."""
    return tuple(_offers(seen or look(case, day, clock), clock))


def _offers(asked: Asked, clock: LawClock) -> Iterator[Offer]:
    case, day = asked.case, asked.day
    for each in clock.book.transitions_on(day):
        if _refused(each, asked, clock.book) is None:
            yield Offer(
                each,
                clock.book.state(each.to) if each.to else None,
                clock.book.form(each.form) if each.form else None,
                tuple(clock.book.form(key) for key in each.also_forms),
                tuple(_warnings(each, asked)),
                tuple(_within(each, case, day, clock)),
            )


def refusal(
    case: Case,
    transition_id: str,
    day: date,
    clock: LawClock,
    ground: str = "",
    details: Mapping[str, Value] | None = None,
) -> KnownError | None:
    """The sentence that forbids a step on the day, with the article; None where it is lawful.

    What is missing is `BadInput` said beside its field, what the law forbids `NotAllowed`.
    """
    try:
        step = clock.book.transition(transition_id, day)
        if step.grounds:
            step.ground(ground)
    except KnownError as wrong:
        return wrong
    return _refused(step, look(case, day, clock), clock.book, ground) or _lacking(
        step, clock.book, details or {}
    )


def warnings(
    case: Case, transition_id: str, day: date, clock: LawClock, ground: str = ""
) -> tuple[Warned, ...]:
    """What the officer must look at before taking the step on a ground."""
    step = clock.book.transition(transition_id, day)
    return tuple(_warnings(step, look(case, day, clock), ground))


def _from_states(step: Transition, ground: str) -> tuple[str, ...]:
    """From where the step may be taken, on a ground that narrows it."""
    narrowed = next((each.from_states for each in step.grounds if each.code == ground), ())
    return narrowed or step.from_states


def _applies(condition: Condition, ground: str) -> bool:
    return not condition.grounds or ground in condition.grounds


def _refused(step: Transition, asked: Asked, book: LawBook, ground: str = "") -> KnownError | None:
    last = asked.case.last_act
    if last is not None and asked.day < last and (step.writes.begins or step.writes.ends):
        return BadInput(
            N_(
                "Ngày {day} trước ngày {last} của bước gần nhất. Hãy hoàn tác bước sau, hoặc sửa"
                " ngày."
            ),
            day=show_date(asked.day),
            last=show_date(last),
        ).at("on")
    wanted = _from_states(step, ground)
    if ANYWHERE not in wanted and not asked.standing.codes & set(wanted):
        return NotAllowed(
            N_(
                "Người này đang ở tình trạng “{state}”; “{title}” chỉ áp dụng khi: {states}"
                " ({source})."
            ),
            state=asked.standing.state.title,
            title=step.title,
            states="; ".join(book.state(code).title for code in wanted),
            source=step.source,
        )
    for each in step.conditions:
        if not (each.forbids and _applies(each, ground)):
            continue
        if answer(each.check, asked) is Answer.NO:
            return NotAllowed(
                N_("{says} ({source})."), says=_filled(each, asked), source=each.source
            )
    return None


def _lacking(step: Transition, book: LawBook, details: Mapping[str, Value]) -> KnownError | None:
    missing = next((name for name in step.needs if details.get(name) in (None, "")), None)
    if missing is None:
        return None
    return BadInput(N_("Hãy điền «{field}»."), field=book.detail(missing).label).at(missing)


def _warnings(step: Transition, asked: Asked, ground: str = "") -> Iterator[Warned]:
    for each in step.conditions:
        if not _applies(each, ground):
            continue
        said = answer(each.check, asked)
        if said is Answer.ASK or (said is Answer.NO and not each.forbids):
            yield Warned(_filled(each, asked), each.source, each.question)


def _filled(condition: Condition, asked: Asked) -> str:
    """The words of a condition, `{end}` standing for the last day of the term that runs."""
    end = show_date(asked.terms[0].end) if asked.terms else "…"
    return condition.says.replace("{end}", end)


def _within(step: Transition, case: Case, day: date, clock: LawClock) -> Iterator[Running]:
    """By when the step is due, as far as the start of the deadline is written in the books."""
    for rule_id in step.within:
        start = _start_of(rule_id, case, day)
        rule = clock.table.rule(rule_id, day) if start else None
        if start and rule:
            yield Running(rule, rule.deadline(start, clock.calendar))


def _start_of(rule_id: str, case: Case, day: date) -> datetime | None:
    """When a deadline began to run, if the books tell."""
    if rule_id in {"D04", "D05", "D02", "D02-kho-khan"}:
        positive = [
            each for each in case.tests if each.positive and each.taken and each.taken <= day
        ]
        if not positive:
            return None
        last = positive[-1]
        return last.received or moment_of(last.taken or day, last.at)
    return None
