"""What another reading would change in the result of an office, counted from its own books.

Only what a reading can move is counted again: a reading of the rule moves no figure, and of the
figures only those whose statement asks for the reading are counted anew, their numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sachmatuy_desktop.domain.criteria import Assessment, Fact
from sachmatuy_desktop.domain.criteria.comparing import Alternative, Known, alternatives
from sachmatuy_desktop.domain.criteria.rules import Reading, RulePack
from sachmatuy_desktop.domain.criteria.vouching import as_judged
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.services.criteria.asking import Asked, known, question_of
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.criteria.showing import as_shown_to
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Books, Question, depends_on, opened

__all__ = ["other_readings"]


def _go_on() -> None:
    """Nothing stops the comparison."""


def other_readings(
    office: Office,
    taken: Assessment,
    village: RecordId | None = None,
    unit_id: str | None = None,
    check: Callable[[], None] = _go_on,
    pack: RulePack | None = None,
) -> tuple[Alternative, ...]:
    """What each option that was not taken would change in a result the office has just been given
    by `pack`, or by the edition in force on its day.

    `check` is called before each of them and may raise to stop.
    """
    unit = unit_id or office.unit.id
    packs = library(office, unit)
    by = pack or packs.rules(taken.pack_id, taken.as_of)
    asked = Asked(by, taken.as_of, village, dict(taken.readings), unit, packs)
    found: list[Alternative] = []
    with opened(office.store) as books:
        prepared = books.prepared(question_of(asked))
        counting = _Recounting(books, asked, taken, prepared, office.session.role)
        for each in alternatives(asked.pack, taken, counting):
            check()
            found.append(each)
    return tuple(found)


@dataclass(frozen=True)
class _Recounting:
    """The facts of a result, with those counted again that a reading can move."""

    books: Books
    asked: Asked
    taken: Assessment
    before: Question
    role: Role

    def __call__(self, reading: Reading, readings: Mapping[str, str]) -> Known:
        asked = replace(self.asked, readings=readings)
        question = question_of(asked)
        if question.as_of != self.before.as_of:
            anew, said = known(self.books, asked)
            return [as_shown_to(self.role, each) for each in anew], said
        given = self.taken.attestations
        if reading.where != "facts":
            return self.taken.facts, given
        prepared = replace(self.before, readings=question.readings)
        moved = self.books.numbers(prepared, list(self._moved(reading.id)))
        counted = {fact.name: fact for fact in moved}
        facts = [counted.get(fact.name, fact) for fact in self._counted()]
        return as_judged(asked.pack, facts, given, asked.as_of), given

    def _moved(self, reading: str) -> Iterator[str]:
        """What has to be counted again, and with it what no review vouched for.

        A zero that was withheld may have to come back where another figure of its sum has risen.
        """
        for fact in self._counted():
            withheld = fact.value is None and bool(fact.note)
            if withheld or depends_on(fact.name, reading, self.before.shape):
                yield fact.name

    def _counted(self) -> list[Fact]:
        """The facts of the result without those that the pack works out from them anew."""
        names = self.asked.pack.counted_facts
        return [fact for fact in self.taken.facts if fact.name in names]
