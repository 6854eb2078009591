"""The tables of one sheet, from top to bottom.

A second table begins where a row after a gap (an empty row, a title, a sum) reads like a head.  The
same head once more is no new table: such sheets repeat it on every printed page or for every
village, and their rows belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.exchange.heads import clarity, head_at, suggest_mapping
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.vocabulary import heading_key

LEAST_HEADINGS: Final = 2
"""Headings with a meaning that make a row the head of a further table."""

MOST_TABLES: Final = 60
_A_VALUE: Final = re.compile(r".*\d{4}|\d+([.,]\d+)?", re.DOTALL)


def find_tables(register: Register, sheet: Sheet, *, hidden: bool = False) -> list[SheetMapping]:
    """How each table of the sheet is to be read, in order; at least one.

    Raises `Refused` if no head is understood.
    """
    best = suggest_mapping(register, sheet, hidden=hidden)
    tops = {best.head_row - 1}
    known = {_fingerprint(best)}
    others: list[SheetMapping] = []
    for top in _heads_after_gaps(sheet):
        inside = best.head_row - 1 <= top < best.first_row - 1
        if inside or top in tops or len(others) >= MOST_TABLES:
            continue
        found = head_at(register, sheet, top, hidden=hidden)
        understood = clarity(found)[0]
        said = sum(bool(each.heading) for each in found.columns)
        if understood < LEAST_HEADINGS or understood * 2 < said or _fingerprint(found) in known:
            continue
        tops.add(top)
        known.add(_fingerprint(found))
        others.append(found)
    tables = sorted([best, *others], key=lambda each: each.head_row)
    ends = [_end_before(sheet, each.head_row - 1) for each in tables[1:]]
    return [replace(each, last_row=end) for each, end in zip(tables, [*ends, 0], strict=True)]


def _heads_after_gaps(sheet: Sheet) -> Iterator[int]:
    """Rows (from 0) after an empty row or a title that hold words alone."""
    gap = True
    for top, row in enumerate(sheet.rows):
        filled = len(row) - row.count("")
        if filled < 3:
            gap = True
            continue
        if gap and _is_words(row):
            yield top
        gap = False


def _is_words(row: Row) -> bool:
    said = {text.strip() for text in row} - {""}
    return len(said) >= 3 and not any(map(_A_VALUE.fullmatch, said))


def _fingerprint(mapping: SheetMapping) -> tuple[str, ...]:
    return tuple(heading_key(each.heading) for each in mapping.columns if each.heading)


def _end_before(sheet: Sheet, top: int) -> int:
    """The last row of the table above one whose head begins at `top`: titles are not its own."""
    at = top - 1
    while at > 0 and 0 < len({*sheet.rows[at]} - {""}) <= 2:
        at -= 1
    return at + 1
