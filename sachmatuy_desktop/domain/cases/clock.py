"""The terms of a case: start, length, what does not count, the last day, how near it is.

Lengths come from `resources/calendar/deadlines.toml`, unclear sentences from the readings of the
law book.  The end of a term is never moved to a working day (question Q28): one day too long on a
list is too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.cases.history import Case, Decision, Episode, Presence, Treatment
from sachmatuy_desktop.domain.cases.law import LawBook
from sachmatuy_desktop.domain.cases.standing import MONITORING, Standing, standing_on
from sachmatuy_desktop.domain.terms import (
    Absence,
    DeadlineTable,
    ManagementTerm,
    end_after_move,
    extended_end,
)

__all__ = ["Phase", "Term", "listed_terms", "terms_on", "user_term"]

_LONG_AGO: Final = timedelta(days=366)
"""A course that ended longer before post-rehabilitation began is another one."""

_ADULT: Final = 18


class Phase(StrEnum):
    """How near the end of a term is; the thresholds are data (`prepare_days`)."""

    RUNNING = "running"
    PREPARE = "prepare"
    SOON = "soon"
    LAST_DAYS = "last_days"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a case.

    `nominal` is the last day by the decision or by the law's length, `end` the last day after what
    does not count; `by_law` the day the law's length alone leads to, where it can be told.
    `printed` is the last day written on the decision.  `sure` is off where the length was taken
    for want of a better one: the questions say why.
    """

    id: str
    about: str
    state: str
    category: str
    start: date
    months: int
    nominal: date
    end: date
    by_law: date | None
    printed: date | None
    version: str
    source: str
    quote: str
    uncounted: tuple[Absence, ...] = ()
    deducted: int = 0
    decision: str = ""
    questions: tuple[str, ...] = ()
    sure: bool = True

    @property
    def uncounted_days(self) -> int:
        """Days that did not count, each once."""
        return (self.end - self.nominal).days + self.deducted

    def days_left(self, day: date) -> int:
        """Days after `day` that the term still runs; below 0 once it is over."""
        return (self.end - day).days

    def phase(self, day: date, prepare_days: tuple[int, int, int] = (60, 30, 7)) -> Phase:
        """How near the end is on a day."""
        left = self.days_left(day)
        if left < 0:
            return Phase.OVER
        first, second, last = prepare_days
        if left <= last:
            return Phase.LAST_DAYS
        if left <= second:
            return Phase.SOON
        return Phase.PREPARE if left <= first else Phase.RUNNING


def terms_on(
    case: Case, day: date, book: LawBook, table: DeadlineTable, standing: Standing | None = None
) -> tuple[Term, ...]:
    """The terms that belong to where the person stands on a day, over or not."""
    return tuple(_terms(case, day, book, table, standing or standing_on(case, day, book)))


def listed_terms(case: Case, day: date, book: LawBook, table: DeadlineTable) -> Iterator[Term]:
    """The terms of the lists that a term leads off, for every episode that covers the day."""
    for category, term_of in (("sdtp", user_term), ("sau_cai", _after_term)):
        running = [each for each in case.episodes if each.category == category and each.covers(day)]
        term = term_of(case, running[-1], day, book, table) if running else None
        if term is not None:
            yield term


def _terms(
    case: Case, day: date, book: LawBook, table: DeadlineTable, standing: Standing
) -> Iterator[Term]:
    codes = standing.codes
    if codes & {"SDTP", "SDTP_TDC"}:
        user = case.episode("sdtp", day)
        term = user and user_term(case, user, day, book, table)
        if term:
            yield term
    for course in case.treatments:
        if course.runs(day) and codes - {"SAU_CAI"}:
            term = _course_term(case, course, day, book, table)
            if term:
                yield term
    after = case.episode("sau_cai", day)
    if after is not None and "SAU_CAI" in codes:
        term = _after_term(case, after, day, book, table)
        if term:
            yield term
    watched = _monitoring_term(case, day, book, table) if standing.overlays else None
    if watched:
        yield watched


# -- management of a user --------------------------------------------------------------------------


def user_term(
    case: Case, episode: Episode, day: date, book: LawBook, table: DeadlineTable
) -> Term | None:
    """The year of management: from the newest decision, else from the first day on the list.

    Luật 120/2025/QH15, Điều 24 khoản 2; absences: Nghị định 163/2026/NĐ-CP, Điều 60 khoản 2; after
    a move what was left runs on, from the new decision by the default reading (Điều 60 khoản 1).
    """
    decision = _management_decision(case, episode, day)
    start = decision.signed if decision else episode.begins
    law = table.term("TM1", start)
    if law is None:
        return None
    by_law, questions = law.end(start), list[str]()
    if episode.arrived and episode.carried_until is not None:
        by_law = _carried(episode, decision, book)
        questions.append("Q04")
    printed = decision.term_until if decision else None
    term = _term_of(law, "SDTP", "sdtp", start, by_law, printed, book)
    absences = [_absence(each, start, day) for each in case.presences if each.state == "khong_ro"]
    counts_all = term.version != book.versions[-1].id
    return _extended(
        replace(term, decision=decision.id if decision else "", questions=tuple(questions)),
        () if counts_all else absences,
    )


def _management_decision(case: Case, episode: Episode, day: date) -> Decision | None:
    """The newest decision that belongs to the episode; one that ended before it does not."""
    before = max(
        (
            each.ends
            for each in case.episodes
            if each.category == episode.category and each.ends and each.begins < episode.begins
        ),
        default=date.min,
    )
    found = [
        each
        for each in case.decisions
        if each.kind == "quan_ly_sdtp"
        and each.signed <= day
        and (
            each.term_until >= episode.begins
            if each.term_until is not None
            else each.signed >= before
        )
    ]
    return found[-1] if found else None


def _carried(episode: Episode, decision: Decision | None, book: LawBook) -> date:
    """The end after a move: what was left at leaving, from the new decision or running on."""
    until = episode.carried_until or episode.begins
    if decision is None or decision.signed < episode.begins:
        return until
    stands_still = book.reading("chuyen_noi_cu_tru") == "tu_quyet_dinh_moi"
    stands_still = stands_still and book.version_on(decision.signed).id == book.versions[-1].id
    left = episode.left_on or episode.begins
    return end_after_move(until, left, decision.signed, stands_still=stands_still)


# -- courses of rehabilitation ---------------------------------------------------------------------

_COURSE_TERMS: Final = {
    "tai_gia_dinh": ("TM2", "CAI_GD"),
    "co_so_tu_nguyen": ("TM3", "CAI_TN"),
    "co_so_cong_lap": ("TM4", "CAI_CL"),
    "bat_buoc": ("TM5", "CAI_BB"),
}
_CONFINED_FORMS: Final = frozenset({"co_so_cong_lap", "bat_buoc"})


def _course_term(
    case: Case, course: Treatment, day: date, book: LawBook, table: DeadlineTable
) -> Term | None:
    """24 months the first time, 36 from the second on; under the law before as decided.

    Luật 120/2025/QH15, Điều 29 khoản 1; a course begun before 1 July 2026 runs to the end of the
    old term (Điều 56 khoản 1), one decided on after it has the new one (Điều 56 khoản 2).
    """
    if course.form not in _COURSE_TERMS or course.state in {"dang_lap_ho_so", "hoan"}:
        return None
    base, state = _COURSE_TERMS[course.form]
    judged_on = course.decided or course.begins
    law = table.term(_course_id(case, course, base, judged_on, table), judged_on)
    if law is None:
        return None
    months = course.months or law.months
    decision = _course_decision(case, course, day)
    by_law = replace(law, months=months).end(course.begins) - timedelta(days=course.deducted)
    printed = decision.term_until if decision else None
    term = _term_of(law, state, "nghien", course.begins, by_law, printed, book)
    questions = _course_questions(course, law)
    term = replace(
        term,
        months=months,
        version=book.version_on(judged_on).id,
        deducted=course.deducted if printed is None else 0,
        decision=decision.id if decision else "",
        questions=questions,
        sure=not ("TM6" in law.id and course.months is None and printed is None),
    )
    escapes: Iterable[Absence | None] = ()
    if course.form in _CONFINED_FORMS:
        lost = (each for each in case.presences if each.state == "khong_ro")
        escapes = [_absence(each, course.begins, day) for each in lost]
    return _extended(term, escapes)


def _course_id(case: Case, course: Treatment, base: str, on: date, table: DeadlineTable) -> str:
    suffix = "-36" if (course.nth or 1) > 1 else "-24"
    if table.term(base + suffix, on) is not None:
        return base + suffix
    minor = course.minor if course.minor is not None else _is_minor(case, course.begins)
    return "TM6-bat-buoc" if course.form == "bat_buoc" and not minor else "TM6"


def _course_questions(course: Treatment, law: ManagementTerm) -> tuple[str, ...]:
    questions = ["Q26"] if course.nth is None and "TM6" not in law.id else []
    if course.form in _CONFINED_FORMS:
        questions.append("Q20b")
    return tuple(questions)


def _course_decision(case: Case, course: Treatment, day: date) -> Decision | None:
    kind = "cai_bat_buoc" if course.form == "bat_buoc" else "cai_tu_nguyen"
    found = case.last_decision((kind,), day, course.begins - timedelta(days=92))
    return found if found and (found.term_until or date.max) >= course.begins else None


# -- management after rehabilitation ---------------------------------------------------------------


def _after_term(
    case: Case, episode: Episode, day: date, book: LawBook, table: DeadlineTable
) -> Term | None:
    """One year, two for an adult after compulsory rehabilitation, from the day it was completed.

    Luật 120/2025/QH15, Điều 42 khoản 1, khoản 2.  The rest that prison broke off runs from the day
    management goes on (Điều 47 khoản 1).
    """
    decision = case.last_decision(("sau_cai",), day, episode.begins - timedelta(days=92))
    course = _completed(case, episode)
    start = _completion(episode, decision, course)
    two_years = (
        course is not None and course.form == "bat_buoc" and not _ordered_minor(case, course)
    )
    law = table.term("TM7-02-nam" if two_years else "TM7-01-nam", start)
    if law is None:
        return None
    by_law = law.end(start)
    printed = decision.term_until if decision else None
    if episode.owed_days:
        by_law, printed = episode.begins + timedelta(days=episode.owed_days), None
    elif episode.arrived and episode.carried_until is not None:
        by_law = episode.carried_until
    term = _term_of(law, "SAU_CAI", "sau_cai", start, by_law, printed, book)
    lost = [each for each in case.presences if _unreported(each)]
    counts = book.reading("vang_mat_sau_cai") == "tinh"
    return _extended(
        replace(term, decision=decision.id if decision else "", questions=("Q11",) if lost else ()),
        () if counts else [_absence(each, start, day) for each in lost],
    )


def _completed(case: Case, episode: Episode) -> Treatment | None:
    """The course whose completion led to the episode."""
    found = [
        each
        for each in case.treatments
        if each.state == "hoan_thanh"
        and each.ends is not None
        and each.ends <= episode.begins + timedelta(days=92)
        and episode.begins - each.ends <= _LONG_AGO
    ]
    return found[-1] if found else None


def _completion(episode: Episode, decision: Decision | None, course: Treatment | None) -> date:
    if course is not None and course.ends is not None:
        return course.ends
    if decision is not None and decision.term_from is not None:
        return decision.term_from
    return episode.begins


def _ordered_minor(case: Case, course: Treatment) -> bool:
    """Whether the compulsory course was ordered under 18 (question Q25)."""
    return course.minor if course.minor is not None else _is_minor(case, course.begins)


def _unreported(presence: Presence) -> bool:
    if presence.state == "khong_ro":
        return presence.reported is not True
    return presence.state == "vang_mat" and presence.reported is False


# -- electronic monitoring -------------------------------------------------------------------------


def _monitoring_term(case: Case, day: date, book: LawBook, table: DeadlineTable) -> Term | None:
    """The term printed on the monitoring decision (Nghị định 163/2026/NĐ-CP, Điều 15)."""
    decision = case.last_decision((MONITORING,), day)
    if decision is None or decision.term_until is None:
        return None
    law = table.term("TM8", decision.signed)
    if law is None:
        return None
    term = _term_of(law, "GSDT", "", decision.signed, decision.term_until, None, book)
    return replace(term, decision=decision.id)


# -- parts -----------------------------------------------------------------------------------------


def _term_of(
    law: ManagementTerm,
    state: str,
    category: str,
    start: date,
    by_law: date,
    printed: date | None,
    book: LawBook,
) -> Term:
    nominal = printed or by_law
    return Term(
        id=law.id,
        about=law.about,
        state=state,
        category=category,
        start=start,
        months=law.months,
        nominal=nominal,
        end=nominal,
        by_law=by_law,
        printed=printed,
        version=book.version_on(start).id,
        source=law.source,
        quote=law.quote,
    )


def _extended(term: Term, absences: Iterable[Absence | None]) -> Term:
    counted = tuple(sorted(each for each in absences if each is not None))
    return replace(term, uncounted=counted, end=extended_end(term.nominal, counted))


def _absence(presence: Presence, start: date, day: date) -> Absence | None:
    """The days of an absence within the term, both counted, up to the day asked about.

    The day that starts a term is not one of its days (Bộ luật Dân sự 2015, Điều 147 khoản 2).
    """
    last = day if presence.ends is None else min(day, presence.ends)
    first = max(presence.begins, start + timedelta(days=1))
    return Absence(first, last) if first <= last else None


def _is_minor(case: Case, day: date) -> bool:
    """Known to be under 18 on a day; not known counts as grown up, the law's general case."""
    ages = case.ages(day)
    return ages is not None and ages[1] < _ADULT
