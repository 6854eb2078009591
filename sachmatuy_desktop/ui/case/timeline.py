"""What has happened in a case, newest first, each line a day and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.cases.history import (
    Case,
    Decision,
    Presence,
    Test,
    Treatment,
    Visit,
)
from sachmatuy_desktop.domain.cases.law import LawBook
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.management import (
    DECISION_KINDS,
    TEST_RESULTS,
    TREATMENT_FORMS,
    TREATMENT_STATES,
)
from sachmatuy_desktop.domain.registers.people import CATEGORIES, PRESENCE_STATES
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.case.words import form_number

__all__ = ["Event", "events_of"]


@dataclass(frozen=True)
class Event:
    """One line; `record` leads to what it was read from, `detail` is said in quiet ink."""

    day: date
    words: str
    register: str
    record: str
    detail: str = ""


def events_of(case: Case, book: LawBook) -> tuple[Event, ...]:
    """Everything of a case, newest first; visits that follow each other are one line."""
    found = [
        *_lists(case, book),
        *(event for each in case.decisions for event in _decision(each)),
        *(event for each in case.treatments for event in _course(each)),
        *(_presence(each) for each in case.presences),
        *(event for each in case.tests for event in _test(each)),
        *_moves(case),
    ]
    found.sort(key=lambda each: each.day, reverse=True)
    return tuple(_with_visits(found, sorted(case.visits, key=lambda each: each.day, reverse=True)))


def _lists(case: Case, book: LawBook) -> Iterator[Event]:
    for each in case.episodes:
        words = _(labels(CATEGORIES, each.category))
        yield Event(
            each.begins,
            _("Vào diện «{list}»").format(list=words),
            "episodes",
            each.id,
            _joined(_step(book, each.began_by), each.law),
        )
        if each.ends is not None:
            yield Event(
                each.ends,
                _("Ra khỏi diện «{list}»").format(list=words),
                "episodes",
                each.id,
                _joined(_step(book, each.ended_by)),
            )


def _decision(decision: Decision) -> Iterator[Event]:
    words = _(labels(DECISION_KINDS, decision.kind))
    if decision.number:
        words = _("{decision} số {number}").format(decision=words, number=decision.number)
    form = form_number(decision.form) if decision.form.startswith(("PL ", "N1")) else decision.form
    term = ""
    if decision.term_from and decision.term_until:
        term = _("thời hạn từ {first} đến {last}").format(
            first=show_date(decision.term_from), last=show_date(decision.term_until)
        )
    yield Event(decision.signed, words, "decisions", decision.id, _joined(form, decision.law, term))
    if decision.sent is not None:
        yield Event(
            decision.sent,
            _("Gửi: {decision}").format(decision=words),
            "decisions",
            decision.id,
        )


def _course(course: Treatment) -> Iterator[Event]:
    form = _(labels(TREATMENT_FORMS, course.form))
    yield Event(course.begins, _("Bắt đầu: {form}").format(form=form), "treatments", course.id)
    if course.ends is not None:
        state = _(labels(TREATMENT_STATES, course.state))
        yield Event(course.ends, f"{form}: {state}", "treatments", course.id)


def _presence(presence: Presence) -> Event:
    until = ""
    if presence.ends is not None:
        until = _("đến {day}").format(day=show_date(presence.ends))
    words = _(labels(PRESENCE_STATES, presence.state))
    return Event(presence.begins, words, "presences", presence.id, until)


def _test(test: Test) -> Iterator[Event]:
    if test.taken is not None:
        result = _(labels(TEST_RESULTS, test.result)) if test.result else _("chưa có kết quả")
        words = _("Xét nghiệm: {result}").format(result=result)
        if test.prescribed:
            words = _("{words} (do thuốc được kê đơn)").format(words=words)
        at = f"{test.at:%H:%M}" if test.at else ""
        yield Event(test.taken, words, "tests", test.id, at)
    elif test.planned is not None:
        yield Event(test.planned, _("Hẹn xét nghiệm"), "tests", test.id, _("chưa làm"))


def _moves(case: Case) -> Iterator[Event]:
    for each in case.moves:
        told = ""
        if each.notified is not None:
            told = _("đã thông báo ngày {day}").format(day=show_date(each.notified))
        yield Event(each.day, _("Chuyển nơi cư trú"), "transfers", each.id, told)


def _with_visits(events: Sequence[Event], visits: Sequence[Visit]) -> Iterator[Event]:
    """The visits between two events are one line."""
    left = list(visits)
    for event in events:
        newer = [each for each in left if each.day > event.day]
        left = left[len(newer) :]
        yield from _visited(newer)
        yield event
    yield from _visited(left)


def _visited(visits: Sequence[Visit]) -> Iterator[Event]:
    if not visits:
        return
    newest, oldest = visits[0], visits[-1]
    words = _("Kiểm tra cư trú")
    if len(visits) > 1:
        words = _("Kiểm tra cư trú {n} lần, từ {first}").format(
            n=len(visits), first=show_date(oldest.day)
        )
    yield Event(newest.day, words, "visits", newest.id)


def _step(book: LawBook, step: str) -> str:
    """The title of a step of the law; "" for none, the id for one of a newer program."""
    return next((_(each.title) for each in book.transitions if each.id == step), step)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
