"""Who is still written on a list although the term is over: no longer managed, by law.

“Quá hạn – phải đưa ra khỏi danh sách”: a person whose term has ended and about whom nothing new was
decided stays in the book until an officer takes them out of it, but is not counted as managed
(Luật 120/2025/QH15, Điều 27 khoản 3 điểm a, Điều 48 khoản 4 điểm a).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, and_, exists, or_

from sachmatuy_desktop.domain.cases.clock import terms_on
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.storage.case_rows import cases
from sachmatuy_desktop.storage.facts.circles import DECISIONS, EPISODES, alive, holds, persons_of
from sachmatuy_desktop.storage.facts.question import DAY, YEAR_AGO, Question

__all__ = ["overdue"]

TERMS: Final = ("sdtp", "sau_cai")
"""The lists that a term leads off; the list of addicts is left by completion, not by time."""

Overdue = dict[str, tuple[str, ...]]


def overdue(connection: Connection, question: Question) -> Overdue:
    """By category, the persons whose term was over before the day."""
    persons = _candidates(connection, question)
    found: dict[str, list[str]] = {category: [] for category in TERMS}
    if persons:
        book, table, day = law_book(), deadline_table(), question.as_of
        for case in cases(connection, persons):
            for term in terms_on(case, day, book, table):
                if term.category in found and term.end < day:
                    found[term.category].append(case.person)
    return {category: tuple(each) for category, each in found.items()}


def _candidates(connection: Connection, question: Question) -> list[str]:
    """Who may be overdue: listed for a year, or with a decision whose printed term is over.

    Nobody's term is shorter than a year but by what a decision says.
    """
    ended = exists().where(
        alive(DECISIONS),
        DECISIONS.c.person == EPISODES.c.person,
        DECISIONS.c.term_until < DAY,
    )
    query = persons_of(EPISODES).where(
        EPISODES.c.category.in_(TERMS),
        holds(EPISODES),
        or_(
            EPISODES.c.from_date < YEAR_AGO,
            and_(EPISODES.c.from_date <= DAY, ended),
            EPISODES.c.arrived == 1,
            EPISODES.c.owed_days.is_not(None),
        ),
    )
    day = question.values
    found = connection.execute(query, {"day": day["day"], "year_ago": day["year_ago"]}).scalars()
    return list(dict.fromkeys(found))
