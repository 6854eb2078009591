"""Checks that the law's conditions name: what must be so on the day, as far as the books tell.

A check answers yes, no, or that the books do not say; what is not known is asked of the officer and
never decided silently.  The words and the articles stand with the transitions in `resources/law/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.cases.clock import Term
from sachmatuy_desktop.domain.cases.history import Case
from sachmatuy_desktop.domain.cases.standing import Standing

__all__ = ["CHECKS", "Answer", "Asked", "answer"]

_REHABILITATION: Final = frozenset({"CAI_GD", "CAI_TN", "CAI_CL", "CAI_BB"})


class Answer(StrEnum):
    """Whether a condition is met, as far as the books tell."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Asked:
    """A case on a day, with where it stands and the terms that run."""

    case: Case
    day: date
    standing: Standing
    terms: tuple[Term, ...]

    def term(self, *states: str) -> Term | None:
        """The term that belongs to one of the states."""
        return next((each for each in self.terms if each.state in states), None)


Check = Callable[[Asked], Answer]


def answer(check: str, asked: Asked) -> Answer:
    """What the books say to a check; one that this program does not know is asked."""
    made = CHECKS.get(check)
    return Answer.ASK if made is None else made(asked)


def _so(value: bool | None) -> Answer:
    if value is None:
        return Answer.ASK
    return Answer.YES if value else Answer.NO


def _over(*states: str, early: int = 0) -> Check:
    def check(asked: Asked) -> Answer:
        term = asked.term(*states)
        return _so(None if term is None else asked.day >= term.end - timedelta(days=early))

    return check


def _clean(asked: Asked) -> Answer:
    """No positive test after the day on which the term began."""
    term = asked.term("SDTP")
    since = term.start if term else date.min
    tests = asked.case.tests
    return _so(
        not any(each.positive and each.taken and since < each.taken <= asked.day for each in tests)
    )


def _used_again(asked: Asked) -> Answer:
    return Answer.YES if _clean(asked) is Answer.NO else Answer.ASK


def _age(least: int, most: int | None = None) -> Check:
    def check(asked: Asked) -> Answer:
        ages = asked.case.ages(asked.day)
        if ages is None:
            return Answer.ASK
        if ages[0] >= least and (most is None or ages[1] <= most):
            return Answer.YES
        apart = ages[1] < least or (most is not None and ages[0] > most)
        return Answer.NO if apart else Answer.ASK

    return check


def _guardian(asked: Asked) -> Answer:
    """A guardian is recorded for who is under 18; grown-ups need none."""
    if _age(18)(asked) is Answer.YES:
        return Answer.YES
    return _so(asked.case.has_guardian)


def _detention_outlasts(asked: Asked) -> Answer:
    """Detention ordered for longer than the term; on the same day it is asked (question Q03)."""
    where, term = asked.case.presence(asked.day), asked.term("SDTP")
    if where is None or where.state != "tam_giu_tam_giam" or term is None:
        return Answer.ASK
    if where.expected is None or where.expected == term.end:
        return Answer.ASK
    return _so(where.expected > term.end)


def _tested_positive(asked: Asked) -> Answer:
    return _so(
        any(each.positive and (each.taken or date.max) <= asked.day for each in asked.case.tests)
    )


def _first_stages(asked: Asked) -> Answer:
    """Three stages take at least 2 days, 10 days and 3 months: before that they cannot be done."""
    course = asked.case.treatment(asked.day)
    if course is None:
        return Answer.ASK
    return Answer.NO if asked.day < course.begins + timedelta(days=90) else Answer.ASK


def _registered(asked: Asked) -> Answer:
    """A voluntary course is registered and waits for its decision."""
    return _so(
        any(
            each.runs(asked.day) and each.state == "dang_lap_ho_so" and each.form != "bat_buoc"
            for each in asked.case.treatments
        )
    )


def _decision(*kinds: str) -> Check:
    """A decision of one of the kinds since the course that waits was registered."""

    def check(asked: Asked) -> Answer:
        waiting = [
            each.begins
            for each in asked.case.treatments
            if each.runs(asked.day) and each.state in {"dang_lap_ho_so", "hoan"}
        ]
        since = max(waiting, default=date.min)
        return _so(asked.case.last_decision(kinds, asked.day, since) is not None)

    return check


def _completed(asked: Asked) -> Answer:
    """A course was completed by the day, or its term ends within 60 days."""
    done = [
        each.ends
        for each in asked.case.treatments
        if each.state == "hoan_thanh" and each.ends is not None and each.ends <= asked.day
    ]
    if done:
        followed = any(
            each.category == "sau_cai" and each.begins >= done[-1] for each in asked.case.episodes
        )
        return _so(not followed)
    nearly = _over(*_REHABILITATION, early=60)(asked)
    return Answer.ASK if "THAY_THE" in asked.standing.codes else _so(nearly is Answer.YES)


def _undecided(asked: Asked) -> Answer:
    return _so(_decision("cai_tu_nguyen")(asked) is Answer.NO)


def _not_away(asked: Asked) -> Answer:
    return _so(_away(asked) is Answer.NO)


def _away(asked: Asked) -> Answer:
    where = asked.case.presence(asked.day)
    return _so(where is not None and where.state in {"vang_mat", "khong_ro", "tam_giu_tam_giam"})


def _monitored(asked: Asked) -> Answer:
    return _so(bool(asked.standing.overlays))


def _not_monitored(asked: Asked) -> Answer:
    return _so(not asked.standing.overlays)


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "user_term_over": _over("SDTP"),
        "course_over": _over(*_REHABILITATION, early=1),
        "after_term_over": _over("SAU_CAI", early=7),
        "after_term_done": _over("SAU_CAI"),
        "no_use": _clean,
        "used_again": _used_again,
        "adult": _age(18),
        "minor": _age(12, 17),
        "at_least_12": _age(12),
        "guardian": _guardian,
        "detention_outlasts": _detention_outlasts,
        "tested_positive": _tested_positive,
        "three_stages": _first_stages,
        "registered": _registered,
        "decided": _decision("cai_tu_nguyen"),
        "court_decided": _decision("cai_bat_buoc"),
        "completed": _completed,
        "undecided": _undecided,
        "away": _away,
        "not_away": _not_away,
        "monitored": _monitored,
        "not_monitored": _not_monitored,
    }
)
"""By the names that `resources/law/` uses; any other name is a question to the officer."""
