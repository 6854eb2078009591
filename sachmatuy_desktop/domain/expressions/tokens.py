"""From the text of an expression to its words, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.expressions.problems import ExpressionError
from sachmatuy_desktop.domain.expressions.syntax import Place
from sachmatuy_desktop.errors import N_

LONGEST: Final = 2000
"""How many characters an expression may have."""

RESERVED: Final = frozenset(
    """
    and any as by day each empty has having if in includes is it last no none not of or
    registration this_year through unknown where within year_end year_start yes
    """.split()  # noqa: SIM905  (a list of words reads better than a list of texts)
)
"""Words with a meaning of their own: no register, no field and no alias is called so."""

_TOKEN: Final = re.compile(
    r"""(?P<blank>[ \t\n]+)
    |(?P<word>[a-z][a-z0-9_]*)
    |(?P<number>[0-9]+)
    |(?P<text>"[^"\n]*"|'[^'\n]*')
    |(?P<sign><=|>=|!=|[=<>(),.+*-])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `kind` is `word`, `number`, `text`, `sign` or `end`."""

    kind: str
    text: str
    at: Place


def tokens(text: str) -> list[Token]:
    """The words of an expression and its end.

    Raises `ExpressionError` where something stands that is no word, and for a text that is too
    long to be read by a person.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            Place(),
            N_("biểu thức dài quá {limit} ký tự, hãy tách thành nhiều số liệu"),
            limit=LONGEST,
        )
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    position, line, line_begins = 0, 1, 0
    while position < len(text):
        place = Place(line, position - line_begins + 1)
        found = _TOKEN.match(text, position)
        if found is None:
            raise _stranger(text[position], place)
        kind, read = str(found.lastgroup), found[0]
        position = found.end()
        if kind == "blank":
            line += read.count("\n")
            if "\n" in read:
                line_begins = found.start() + read.rindex("\n") + 1
        else:
            yield Token(kind, read, place)
    yield Token("end", "", Place(line, position - line_begins + 1))


def _stranger(character: str, place: Place) -> ExpressionError:
    if character in "\"'":
        return ExpressionError(place, N_("dấu nháy mở ra mà không đóng lại trong cùng dòng"))
    return ExpressionError(
        place,
        N_("không hiểu “{character}”; tên viết bằng chữ thường không dấu, chữ trong dấu nháy"),
        character=character,
    )
