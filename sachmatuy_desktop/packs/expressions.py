"""How a pack's `[[fact]]` says what is counted: `count`, `sum` or `value`.

Every problem is noted at the line and the column where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from sachmatuy_desktop.domain.expressions import (
    Expression,
    ExpressionError,
    Value,
    parse_count,
    parse_sum,
    parse_value,
    problems,
    value_problems,
)
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.reading import Table

_READERS: Final[dict[str, Callable[[str], Expression]]] = {
    "count": parse_count,
    "sum": parse_sum,
    "value": parse_value,
}


def read_expression(table: Table, known: Collection[str]) -> Expression | None:
    """The expression of a fact, if it has one; a value may name the `known` facts."""
    given = [key for key in _READERS if table.has(key)]
    if not given:
        return None
    if len(given) > 1:
        table.note(given[1], N_("chỉ ghi một trong: {keys}"), keys=", ".join(_READERS))
        return None
    key = given[0]
    text = table.text(key)
    if not text.strip():
        return None
    try:
        expression = _READERS[key](text)
    except ExpressionError as problem:
        _note(table, key, problem)
        return None
    wrong = (
        value_problems(expression, known) if isinstance(expression, Value) else problems(expression)
    )
    for each in wrong:
        _note(table, key, each)
    return None if wrong else expression


def _note(table: Table, key: str, problem: ExpressionError) -> None:
    place = problem.at.line, problem.at.column
    table.sheet.note_within((*table.path, key), place, problem.reason)
