"""A small typed language in which a pack defines figures of its own over the registers.

It counts records that meet conditions, adds up a column, or works with other figures.  It has no
loops, changes nothing, and always ends; what it says is checked before it is asked of any office.
Grammar, meaning and examples: `resources/formats/expressions.md`.
"""

from __future__ import annotations

from sachmatuy_desktop.domain.expressions.checking import names_of, problems, value_problems
from sachmatuy_desktop.domain.expressions.parsing import parse_count, parse_sum, parse_value
from sachmatuy_desktop.domain.expressions.printing import show
from sachmatuy_desktop.domain.expressions.problems import ExpressionError
from sachmatuy_desktop.domain.expressions.syntax import Count, Counting, Expression, Sum, Value
from sachmatuy_desktop.domain.expressions.walking import asks_registration, is_personal

__all__ = [
    "Count",
    "Counting",
    "Expression",
    "ExpressionError",
    "Sum",
    "Value",
    "asks_registration",
    "is_personal",
    "names_of",
    "parse_count",
    "parse_sum",
    "parse_value",
    "problems",
    "show",
    "value_problems",
]
