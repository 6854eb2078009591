"""Which communes are recognised by a pack: the office above says so, never the commune itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sachmatuy_desktop.domain.criteria import Below
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Question, opened


def recognised_on(office: Office, pack: str, units: Collection[str], day: date) -> frozenset[str]:
    """Of communes that have kept a result by the pack within the year, those recognised on the day.

    The same figure that packs of the tier above count by.
    """
    if not units:
        return frozenset()
    below = Below(recognised_by=pack)
    question = Question(units=tuple(units), as_of=day, unit=office.unit.id, below=below)
    with opened(office.store) as books:
        (fact,) = books.facts(question, ["communes_recognised"])
    return frozenset(record.label for record in fact.records)
