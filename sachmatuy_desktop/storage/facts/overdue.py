"""Who is still written on a list although the term is over: no longer managed, by law.

“Quá hạn – phải đưa ra khỏi danh sách”: a person whose term has ended and about whom nothing new was
decided stays in the book until an officer takes them out of it, but is not counted as managed
(Luật 120/2025/QH15, Điều 27 khoản 3 điểm a, Điều 48 khoản 4 điểm a).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.cases.clock import listed_terms
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.storage.case_rows import cases
from sachmatuy_desktop.storage.facts.circles import DECISIONS, EPISODES, alive, holds, persons_of
from sachmatuy_desktop.storage.facts.question import DAY, Question

__all__ = ["overdue"]

TERMS: Final = ("sdtp", "sau_cai")
"""The lists that a term leads off; the list of addicts is left by completion, not by time."""

READ: Final = ("episodes", "decisions", "presences", "treatments")

Overdue = dict[str, tuple[str, ...]]


def overdue(connection: Connection, question: Question) -> Overdue:
    """By category, the persons whose term was over before the day."""
    persons = _candidates(connection, question)
    found: dict[str, list[str]] = {category: [] for category in TERMS}
    if persons:
        book, table, day = law_book(), deadline_table(), question.as_of
        for case in cases(connection, persons, READ):
            for term in listed_terms(case, day, book, table):
                if term.end < day:
                    found[term.category].append(case.person)
    return {category: tuple(each) for category, each in found.items()}


def _candidates(connection: Connection, question: Question) -> list[str]:
    """Who may be overdue: listed for a year, or with a decision whose printed term is over.

    Nobody's term is shorter than a year but by what a paper says.  Two plain walks: joined, SQLite
    would walk the decisions anew for every episode.
    """
    day, year_ago = str(question.values["day"]), str(question.values["year_ago"])
    columns = (
        EPISODES.c.person,
        EPISODES.c.from_date,
        EPISODES.c.arrived,
        EPISODES.c.owed_days,
    )
    running = select(*columns).where(
        alive(EPISODES), EPISODES.c.category.in_(TERMS), holds(EPISODES)
    )
    rows = connection.execute(running, {"day": day}).all()
    if not rows:
        return []
    printed = persons_of(DECISIONS).where(DECISIONS.c.term_until < DAY)
    ended = set(connection.execute(printed, {"day": day}).scalars())
    return [
        person
        for person, begun, arrived, owed in rows
        if begun < year_ago or arrived or owed is not None or person in ended
    ]
