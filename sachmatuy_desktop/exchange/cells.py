"""From a cell's text to the value it stands for, each different text worked out once.

A column of 20,000 cells has a dozen villages, two sexes and some thousand dates, so what a text
means is remembered per column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.dates import FIRST_YEAR, LAST_YEAR
from sachmatuy_desktop.domain.identity import parse_citizen_number
from sachmatuy_desktop.domain.phones import parse_phone
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.values import NO, YES, parse
from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.exchange.extent import ERROR_WORDS
from sachmatuy_desktop.exchange.targets import Target

_DAY: Final = re.compile(r"\d\d/\d\d/\d{4}", re.ASCII)
_LOSSY: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_FREE_TEXT: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})
_NUMBERS_AS_TEXT: Final = frozenset({Kind.TEXT, Kind.PHONE})


class Cell(NamedTuple):
    """What a cell says: a value, or what is wrong with it; `warnings` are to be looked at."""

    text: str
    value: Value = None
    complaint: KnownError | None = None
    warnings: tuple[KnownError, ...] = ()


EMPTY: Final = Cell("")
Resolve = Callable[[str], str]


class ColumnReader:
    """Reads the cells of one column.

    A reference is left as text (`value` is what stands there), since what it points at may depend
    on the rest of the row, unless `resolve` can tell from the text alone.
    """

    def __init__(
        self, target: Target, unknown: frozenset[str], resolve: Resolve | None = None
    ) -> None:
        self.target = target
        self.resolves = resolve is not None
        self._resolve: Resolve = resolve or str
        self._unknown = unknown
        self._known: dict[str, Cell] = {"": EMPTY}

    def read(self, text: str) -> Cell:
        """What the cell says; never raises."""
        cell = self._known.get(text)
        if cell is None:
            cell = self._known[text] = self._fresh(clean(text), text)
        return cell

    def read_all(self, texts: Sequence[str]) -> list[Cell]:
        """The same for a whole column."""
        known = {text: self.read(text) for text in dict.fromkeys(texts)}
        return [known[text] for text in texts]

    def _fresh(self, cleaned: str, text: str) -> Cell:
        if not cleaned:
            return EMPTY
        field = self.target.part or self.target.field
        try:
            if cleaned[0] == "#" and cleaned.upper() in ERROR_WORDS:
                raise _formula_error(cleaned)
            if field is None:
                return Cell(cleaned, cleaned.lower())
            if self.target.code is not None:
                return self._cross(cleaned, self.target.code)
            return self._value(field, cleaned, text)
        except KnownError as error:
            if self._says_nothing(field, cleaned):
                return EMPTY
            return Cell(cleaned, None, error)

    def _value(self, field: Field, cleaned: str, text: str) -> Cell:
        if field.kind is Kind.REFERENCE:
            if fold(cleaned) in self._unknown:
                return EMPTY
            return Cell(cleaned, self._resolve(cleaned))
        if field.kind in _NUMBERS_AS_TEXT and _LOSSY.fullmatch(cleaned):
            raise _lost_digits(cleaned)
        if field.kind is Kind.CITIZEN_NUMBER:
            return _citizen_number(cleaned)
        if field.kind is Kind.PHONE:
            return Cell(cleaned, _phone(field, cleaned))
        if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
            return Cell(cleaned, _day(cleaned) or parse(field, cleaned))
        return Cell(cleaned, parse(field, text if field.kind is Kind.LONG_TEXT else cleaned))

    def _cross(self, cleaned: str, code: str) -> Cell:
        """A column that stands for one word: a cross says it, nothing or "không" says nothing."""
        folded = fold(cleaned)
        if folded in YES or self._names_itself(folded, code):
            return Cell(cleaned, code)
        if folded in NO or folded in self._unknown:
            return EMPTY
        raise BadInput(
            N_("«{text}» không phải là dấu chọn. Hãy đánh «x» hoặc để trống."), text=cleaned
        )

    def _names_itself(self, folded: str, code: str) -> bool:
        choices: Mapping[str, str] = (self.target.field and self.target.field.choices) or {}
        return folded in (fold(choices.get(code, code)), fold(code))

    def _says_nothing(self, field: Field | None, cleaned: str) -> bool:
        return field is not None and field.kind not in _FREE_TEXT and fold(cleaned) in self._unknown


def _day(text: str) -> str | None:
    """`05/01/1987` as it is kept; `None` leaves it to the full parser and its sentences.

    Most cells of a column of dates are written so, and there are thousands of different ones.
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return None
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _citizen_number(text: str) -> Cell:
    if len(text) == 12 and text.isascii() and text.isdigit():
        return Cell(text, text)
    number = parse_citizen_number(text)
    return Cell(text, number.number, None, number.warnings)


def _phone(field: Field, text: str) -> Value:
    """A telephone number with the zero a spreadsheet cut; anything else is kept as written."""
    if text[0] in "123456789" and text.isdecimal():
        try:
            return parse_phone(text).shown
        except BadInput:
            return parse(field, text)
    return parse(field, text)


def _formula_error(text: str) -> BadInput:
    return BadInput(
        N_("Ô này có công thức bị lỗi ({text}). Hãy sửa công thức hoặc xóa ô."), text=text
    )


def _lost_digits(text: str) -> BadInput:
    return BadInput(
        N_(
            "«{text}» đã mất chữ số trong bảng tính. Hãy đặt định dạng cột là Văn bản (Text) rồi gõ"
            " lại số."
        ),
        text=text,
    )
