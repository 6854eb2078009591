"""What a letter about somebody who moved away, or who is helped, takes from the books."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.wording import numeric_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.services.papers.sources.about import About, Given, Source, day_of

__all__ = ["SOURCES"]

AWAY: Final = "di"


def _term(about: About) -> Given:
    """The last day of what is left of the term, as the newest move away says."""
    moves = about.until_day("transfers", "moved_on")
    away = next((row for row in moves if row["direction"] == AWAY), None)
    return day_of(away["term_until"]) if away else None


def _helpers(about: About) -> Given:
    """Who is assigned on the day, the longest assigned first: the rows of a table."""
    day = about.day.isoformat()
    rows = [
        row
        for row in reversed(about.until_day("assignments", "from_date"))
        if not row["until_date"] or str(row["until_date"]) >= day
    ]
    return tuple(_helper(number, row) for number, row in enumerate(rows, 1))


def _helper(number: int, row: Mapping[str, Value]) -> tuple[int | str, ...]:
    role = show(REGISTERS["assignments"]["role"], row["role"])
    since = numeric_date(str(row["from_date"]))
    return number, str(row["helper"]), str(row["organisation"] or ""), role, since


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {"transfer.term_until": _term, "helpers.rows": _helpers}
)
