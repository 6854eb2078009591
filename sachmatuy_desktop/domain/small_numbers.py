"""Numbers of persons so small that they point at somebody, and what stands in their place.

One or two persons in a village are known to every neighbour.  In a table by place the whole column
is left empty where any place has so few: one empty cell could be worked out from the sum.  A sum
alone that is so small is said in words.  Nghị định 356/2025 counts these as sensitive data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

SMALLEST: Final = 3
"""Fewer persons are not told in a public paper, nor by place in any; none at all may be told."""


def is_small(count: int | None) -> bool:
    """Whether so few persons point at somebody."""
    return count is not None and 0 < count < SMALLEST


def small_columns(names: Iterable[str], rows: Iterable[Mapping[str, int | None]]) -> frozenset[str]:
    """Of the columns that count persons, those that must stay empty in every row."""
    told = list(rows)
    return frozenset(name for name in names if any(is_small(row.get(name)) for row in told))
