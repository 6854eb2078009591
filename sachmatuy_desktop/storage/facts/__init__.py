"""From an office's records to the facts that criteria ask for.

A `Question` says of which unit, on which day, understood how; `Books` answers it, one statement a
fact, with the records behind each.  `facts` does so on an opened office file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, func, select

from sachmatuy_desktop.domain.criteria import Attestation, Fact, LeftOut
from sachmatuy_desktop.domain.expressions import Counting
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts.arisen import SINCE_REGISTRATION
from sachmatuy_desktop.storage.facts.attested import attestations
from sachmatuy_desktop.storage.facts.catalogue import (
    ELSEWHERE,
    FIGURES,
    NOT_PERSONAL,
    TOLD,
    depends_on,
    figure_of,
    register_of,
)
from sachmatuy_desktop.storage.facts.circles import alive
from sachmatuy_desktop.storage.facts.exclusions import left_out
from sachmatuy_desktop.storage.facts.expressions import Defined, NotByVillage, defined
from sachmatuy_desktop.storage.facts.figures import Figure, counted_records
from sachmatuy_desktop.storage.facts.offices import ASSESSMENTS, registered_on
from sachmatuy_desktop.storage.facts.overdue import overdue
from sachmatuy_desktop.storage.facts.question import Question
from sachmatuy_desktop.storage.store import Store

__all__ = [
    "ELSEWHERE",
    "NAMES",
    "NOT_PERSONAL",
    "Books",
    "Question",
    "depends_on",
    "facts",
    "opened",
    "register_of",
]

NAMES: Final = frozenset(FIGURES) | frozenset(TOLD)
"""Every fact that the records can answer."""

_OF_REGISTRATION: Final = frozenset(SINCE_REGISTRATION)
_OF_INCIDENTS: Final = frozenset({"plant_cases", "production_cases"})


def facts(store: Store, question: Question, names: Iterable[str] | None = None) -> list[Fact]:
    """The facts of a unit on a day, all of them unless named."""
    with opened(store) as books:
        return books.facts(question, names)


@contextmanager
def opened(store: Store) -> Iterator[Books]:
    """The books of an office file, as they are now."""
    with store.reading() as connection:
        yield Books(connection)


@dataclass(frozen=True, slots=True)
class Books:
    """An office's records, to be asked for facts and attestations."""

    connection: Connection

    def facts(
        self,
        question: Question,
        names: Iterable[str] | None = None,
        numbers_alone: Collection[str] = (),
    ) -> list[Fact]:
        """The facts in the order of the names; those of `ELSEWHERE` are left out.

        Of `numbers_alone` only the number is counted, without the records behind it (of a count or
        a share; the others are few rows each).

        A fact the records cannot tell has no value.  What is counted over the communes below an
        office is not known while one of them has kept no assessment within the year: its books may
        be missing, and missing is not 0.
        """
        asked = self.prepared(question)
        return [
            self._fact(name, asked, alone=name in numbers_alone)
            for name in (names or sorted(NAMES))
            if name not in ELSEWHERE
        ]

    def numbers(self, prepared: Question, names: Iterable[str]) -> list[Fact]:
        """The numbers alone, without records, of a question that was `prepared`."""
        return [self._fact(name, prepared, alone=True) for name in names if name not in ELSEWHERE]

    def prepared(self, question: Question) -> Question:
        """The question with what has to be read before anything is counted."""
        asked = self._with_registration(question)
        incomplete = asked.units != (asked.owner,) and not self._all_have_sent(asked)
        return replace(asked, overdue=overdue(self.connection, asked), is_incomplete=incomplete)

    def _fact(self, name: str, question: Question, *, alone: bool) -> Fact:
        if _not_told(name, question):
            return Fact(name, None)
        figure = _figure(name, question)
        count = figure.number if alone else figure.fact
        return count(name, self.connection, question)

    def counted(self, question: Question, name: str) -> frozenset[RecordId]:
        """The ids of every record that a fact counts, in the register `register_of` names."""
        if name in ELSEWHERE:
            return frozenset()
        asked = self.prepared(question)
        return counted_records(figure_of(name, asked.shape), name, self.connection, asked)

    def left_out(self, prepared: Question, name: str) -> tuple[LeftOut, ...]:
        """Who is left out of a figure and why, of a question that was `prepared`."""
        if name in prepared.defined or _not_told(name, prepared):
            return ()
        return left_out(self.connection, prepared, name)

    def attestations(self, question: Question) -> list[Attestation]:
        """The newest attestation of every item, signed by the day."""
        return attestations(self.connection, question)

    def _with_registration(self, question: Question) -> Question:
        if question.registered_on is not None or not question.pack:
            return question
        day = registered_on(self.connection, question.owner, question.pack, question.as_of)
        return replace(question, registered_on=day)

    def _all_have_sent(self, question: Question) -> bool:
        sent = self.connection.execute(
            select(func.count(ASSESSMENTS.c.unit_id.distinct())).where(
                alive(ASSESSMENTS),
                ASSESSMENTS.c.unit_id.in_(question.units),
                ASSESSMENTS.c.as_of >= question.year.start.isoformat(),
                ASSESSMENTS.c.as_of <= question.as_of.isoformat(),
            )
        ).scalar_one()
        return bool(sent == len(question.units))


def _figure(name: str, question: Question) -> Figure | Defined | NotByVillage:
    """The pack's own figure where it defines one, else the program's."""
    own = question.defined.get(name)
    if own is None or not isinstance(own.expression, Counting):
        return figure_of(name, question.shape)
    return defined(own.expression, own.reason, question.village is not None)


def _not_told(name: str, question: Question) -> bool:
    if question.is_incomplete and (name in FIGURES or name in question.defined):
        return True
    if name in question.defined:
        return False
    if question.registered_on is not None:
        return False
    since = question.readings.get("incident_period") == "since_registration"
    return name in _OF_REGISTRATION or (since and name in _OF_INCIDENTS)
