"""Where in a sheet the table begins, and what its columns mean.

Sheets of offices carry titles above, heads of two rows ("Năm sinh" over "Nam", "Nữ"), a row of
column numbers below, signatures at the end.  The head is where the most headings are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.exchange.mapping import HEAD_WITHIN, Column, SheetMapping, headings
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.vocabulary import Vocabulary, heading_key, vocabulary

DEEPEST: Final = 3
"""Rows of the deepest head."""

_COUNTER: Final = re.compile(r"\(?(?:[A-Ea-e]|\d{1,2})\)?")


def suggest_mapping(register: Register, sheet: Sheet, *, hidden: bool = False) -> SheetMapping:
    """The head that is understood best, with a meaning for every heading that has one.

    Columns that the sheet hides have a meaning only if `hidden`.

    Raises `Refused` when no heading is understood: then the person says which row is the head
    (`mapping_at`).
    """
    best: SheetMapping | None = None
    for top in range(min(len(sheet.rows), HEAD_WITHIN)):
        if _begins_inside_a_block(sheet, top):
            continue
        found = head_at(register, sheet, top, hidden=hidden)
        if best is None or clarity(found) > clarity(best):
            best = found
    if best is None or not clarity(best)[0]:
        raise Refused(
            N_(
                "Không nhận ra dòng tiêu đề của sổ «{register}» trong sheet «{sheet}». Hãy chọn"
                " dòng tiêu đề hoặc dùng tệp mẫu."
            ),
            register=register.title,
            sheet=sheet.name,
        )
    return best


def head_at(register: Register, sheet: Sheet, top: int, *, hidden: bool = False) -> SheetMapping:
    """The best head that begins in row `top` (from 0), of however many rows."""
    found = (
        mapping_at(register, sheet, top + 1, depth, hidden=hidden) for depth in _depths(sheet, top)
    )
    return max(found, key=clarity)


def mapping_at(
    register: Register, sheet: Sheet, head_row: int, head_rows: int = 1, *, hidden: bool = False
) -> SheetMapping:
    """The mapping if the head stands at row `head_row` (from 1) and takes `head_rows` rows."""
    rows = sheet.rows[head_row - 1 : head_row - 1 + head_rows]
    left_out = frozenset() if hidden else sheet.hidden_columns
    columns = _columns(register, rows, left_out)
    below = head_row + len(rows)
    counted = below <= len(sheet.rows) and counts_columns(sheet.rows[below - 1])
    return SheetMapping(register.name, head_row, head_rows, below + counted, columns)


def clarity(mapping: SheetMapping) -> tuple[int, int]:
    """How much of a head is understood; of two that say the same the one with fewer rows."""
    return sum(bool(each.target) for each in mapping.columns), -mapping.head_rows


def _begins_inside_a_block(sheet: Sheet, top: int) -> bool:
    """Whether a merged block runs into the row from above: no head begins in its middle."""
    return any(first < top <= last for first, _left, last, _right in sheet.merged)


def _depths(sheet: Sheet, top: int) -> Iterator[int]:
    """How many rows a head that begins at `top` may take.

    A row belongs to the head above it if it fills gaps that row left, shares a merged block, or
    stands under a heading that is said over several columns.
    """
    depth = 1
    yield depth
    while depth < DEEPEST and top + depth < len(sheet.rows):
        upper, lower = sheet.rows[top + depth - 1], sheet.rows[top + depth]
        shared = any(
            first <= top + depth - 1 and top + depth <= last and top <= first
            for first, _left, last, _right in sheet.merged
        )
        gaps = any(
            below.strip() and not above.strip() for above, below in zip(upper, lower, strict=True)
        )
        spans = any(one.strip() and one == other for one, other in pairwise(upper))
        if not (shared or spans or (gaps and any(cell.strip() for cell in upper))):
            return
        depth += 1
        yield depth


def _columns(
    register: Register, rows: Sequence[Row], left_out: frozenset[int]
) -> tuple[Column, ...]:
    """Whole headings first, so that "Họ và tên cha" is never taken for "Họ và tên"."""
    words = vocabulary(register)
    shown = headings(rows)
    targets = [words.meaning(heading) for heading in shown]
    for place, stack in enumerate(zip(*rows, strict=True)):
        if targets[place] is None:
            lowest_first = [text for text in reversed(stack) if text.strip()]
            known = (words.meaning(text) for text in lowest_first)
            spread = _spread(register, words, lowest_first)
            targets[place] = spread or next((each for each in known if each is not None), None)
    taken: set[str] = set()
    columns = []
    for place, (heading, target) in enumerate(zip(shown, targets, strict=True)):
        free = target if target and target not in taken and place not in left_out else ""
        taken.add(free)
        columns.append(Column(heading, free))
    return tuple(columns)


def _spread(register: Register, words: Vocabulary, lowest_first: Sequence[str]) -> str | None:
    """A choice spread over columns: "Cư trú" over "Thường trú" and "Tạm trú"."""
    for above in lowest_first[1:]:
        field = register.by_name.get(words.meaning(above) or "")
        lowest = heading_key(lowest_first[0])
        for code, label in (field.choices if field and field.choices else {}).items():
            if field is not None and lowest in (heading_key(label), heading_key(code)):
                return f"{field.name}={code}"
    return None


def counts_columns(row: Row) -> bool:
    """Whether the row under a head only numbers the columns: A, B, 1, 2, 3 …"""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) < 3 or not all(map(_COUNTER.fullmatch, cells)):
        return False
    numbers = [int(digits) for cell in cells if (digits := cell.strip("()")).isdecimal()]
    return len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))
