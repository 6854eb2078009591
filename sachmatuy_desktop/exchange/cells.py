"""From a cell's text to the value it stands for, each different text worked out once.

A column of 20,000 cells has a dozen villages, two sexes and some thousand dates, so what a text
means is remembered per column.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.dates import FIRST_YEAR, LAST_YEAR
from sachmatuy_desktop.domain.identity import parse_citizen_number
from sachmatuy_desktop.domain.phones import parse_phone
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.values import MAX_TEXT, NO, YES, parse
from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.exchange.days import is_ambiguous, is_month_first, put_right
from sachmatuy_desktop.exchange.extent import ERROR_WORDS
from sachmatuy_desktop.exchange.targets import Target
from sachmatuy_desktop.exchange.vocabulary import Vocabulary

_LOSSY: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_FREE_TEXT: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})


class Cell(NamedTuple):
    """What a cell says: a value, or what is wrong with it; `warnings` are to be looked at."""

    text: str
    value: Value = None
    complaint: KnownError | None = None
    warnings: tuple[KnownError, ...] = ()


Resolve = Callable[[str], str]
_Way = Callable[[Field, str, str], Value]


class ColumnReader:
    """Reads the cells of one column.

    A reference is left as text, since what it points at may depend on the rest of the row, unless
    `resolve` can tell from the text alone.
    """

    def __init__(
        self, target: Target, words: Vocabulary, today: date, resolve: Resolve | None = None
    ) -> None:
        self.target = target
        self.resolves = resolve is not None
        self._field = target.part or target.field
        self._is_text = self._field is not None and self._field.kind in _FREE_TEXT
        self._resolve: Resolve = resolve or str
        self._words = words
        self._today = today
        self._month_first = False
        self._values: dict[str, Value] = {"": None}
        self._odd: dict[str, Cell] = {}
        ways: dict[Kind | None, _Way] = {
            Kind.TEXT: self._line,
            Kind.LONG_TEXT: self._long_text,
            Kind.NAME: self._name,
            Kind.REFERENCE: self._pointed_at,
            Kind.FLAG: self._flag,
            Kind.CITIZEN_NUMBER: self._number,
            Kind.PHONE: self._phone,
            Kind.DATE: self._date,
            Kind.PARTIAL_DATE: self._date,
        }
        kind = self._field.kind if self._field and target.code is None else None
        self._way = ways.get(self._field.kind if self._field else None, self._parsed)
        self._quick = _QUICK.get(kind, _never)

    def read(self, text: str) -> Cell:
        """What the cell says; never raises."""
        if text not in self._values:
            self._values[text] = self._fresh(text)
        return self._odd.get(text) or Cell(clean(text), self._values[text])

    def read_all(self, texts: Sequence[str]) -> list[Value]:
        """The values of a whole column."""
        known, quick = self._values, self._quick
        for text in dict.fromkeys(texts):
            if text not in known:
                value = quick(text)
                known[text] = self._fresh(text) if value is None else value
        if self._month_first:
            self._doubt_ambiguous()
        return list(map(known.__getitem__, texts))

    def odd_rows(self, texts: Sequence[str]) -> set[int]:
        """The places of the cells with a complaint or a warning; asked after `read_all`."""
        odd = self._odd
        return {at for at, text in enumerate(texts) if text in odd} if odd else set()

    def _doubt_ambiguous(self) -> None:
        """One day with its month first puts all that could be read both ways in doubt."""
        for text, value in self._values.items():
            cleaned = clean(text)
            if value is not None and is_ambiguous(cleaned):
                self._odd[text] = Cell(cleaned, value, None, (_both_ways(cleaned),))

    def _fresh(self, text: str) -> Value:
        cleaned = text if _is_plain(text) else clean(text)
        if not cleaned:
            return None
        field = self._field
        try:
            if cleaned[0] == "#" and cleaned.upper() in ERROR_WORDS:
                raise _formula_error(cleaned)
            if field is None:
                return cleaned.lower()
            if self.target.code is not None:
                return self._cross(cleaned, self.target.code)
            return self._way(field, cleaned, text)
        except KnownError as error:
            if self._is_text or fold(cleaned) not in self._words.unknown:
                self._odd[text] = Cell(cleaned, None, error)
            return None

    def _warn(self, text: str, cleaned: str, value: Value, *warnings: KnownError) -> Value:
        if warnings:
            self._odd[text] = Cell(cleaned, value, None, warnings)
        return value

    # -- one way of reading for each kind of field ------------------------------------------------

    def _parsed(self, field: Field, cleaned: str, _text: str) -> Value:
        return parse(field, cleaned)

    def _long_text(self, field: Field, _cleaned: str, text: str) -> Value:
        return parse(field, text)

    def _line(self, field: Field, cleaned: str, _text: str) -> Value:
        if _LOSSY.fullmatch(cleaned):
            raise _lost_digits(cleaned)
        return cleaned if len(cleaned) <= MAX_TEXT else parse(field, cleaned)

    def _name(self, field: Field, cleaned: str, _text: str) -> Value:
        plain = cleaned.replace(" ", "").isalpha() and len(cleaned) <= MAX_TEXT
        return cleaned if plain else parse(field, cleaned)

    def _pointed_at(self, _field: Field, cleaned: str, _text: str) -> Value:
        return None if fold(cleaned) in self._words.unknown else self._resolve(cleaned)

    def _flag(self, field: Field, cleaned: str, _text: str) -> Value:
        return 1 if cleaned in self._words.marks else parse(field, cleaned)

    def _number(self, _field: Field, cleaned: str, text: str) -> Value:
        if _twelve_digits(cleaned):
            return cleaned
        number = parse_citizen_number(cleaned)
        return self._warn(text, cleaned, number.number, *number.warnings)

    def _phone(self, field: Field, cleaned: str, text: str) -> Value:
        """A telephone number with the zero a spreadsheet cut; anything else is kept as written."""
        if _LOSSY.fullmatch(cleaned):
            raise _lost_digits(cleaned)
        if cleaned[0] in "123456789" and cleaned.isdecimal():
            with suppress(BadInput):
                shown = parse_phone(cleaned).shown
                told = (_zero_put_back(cleaned, shown),) if shown != cleaned else ()
                return self._warn(text, cleaned, shown, *told)
        return cleaned if len(cleaned) <= MAX_TEXT else parse(field, cleaned)

    def _date(self, field: Field, cleaned: str, text: str) -> Value:
        day = _day(cleaned)
        if day is not None:
            return day
        try:
            return parse(field, cleaned)
        except BadInput:
            meant = put_right(field, cleaned, self._today)
            if meant is None:
                raise
            self._month_first |= is_month_first(cleaned)
            return self._warn(text, cleaned, *meant)

    def _cross(self, cleaned: str, code: str) -> Value:
        """A column that stands for one word: a cross says it, nothing or "không" says nothing."""
        folded = fold(cleaned)
        if cleaned in self._words.marks or folded in YES or self._names_itself(folded, code):
            return code
        if folded in NO or folded in self._words.unknown:
            return None
        raise BadInput(
            N_("«{text}» không phải là dấu chọn. Hãy đánh «x» hoặc để trống."), text=cleaned
        )

    def _names_itself(self, folded: str, code: str) -> bool:
        choices: Mapping[str, str] = (self.target.field and self.target.field.choices) or {}
        return folded in (fold(choices.get(code, code)), fold(code))


def _is_plain(text: str) -> bool:
    """Whether `clean` would leave a text as it is; most numbers and days are settled by this."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and text[0] != " "
        and text[-1] != " "
    )


# -- what most cells of a column are: settled at once ----------------------------------------------

# Numbers and days differ from row to row, so there are as many of them as rows.  Each of these
# gives the value of a text written as it should be, and `None` leaves it to the full reading.


def _never(_text: str) -> str | None:
    return None


def _day(text: str) -> str | None:
    """`05/01/1987` as it is kept."""
    month_day, year = _DAYS.get(text[:6]), text[6:]
    if month_day is None or len(year) != 4 or not (year.isascii() and year.isdigit()):
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or (month_day == "02-29" and not isleap(int(year))):
        return None
    return f"{year}-{month_day}"


_LEAP: Final = date(2000, 1, 1)
_DAYS: Final = {
    f"{day:%d/%m/}": f"{day:%m-%d}" for day in (_LEAP + timedelta(n) for n in range(366))
}


def _twelve_digits(text: str) -> str | None:
    return text if len(text) == 12 and text.isascii() and text.isdigit() else None


def _ten_digits(text: str) -> str | None:
    return (
        text if len(text) == 10 and text[0] == "0" and text.isascii() and text.isdigit() else None
    )


_QUICK: Final[Mapping[Kind | None, Callable[[str], str | None]]] = {
    Kind.DATE: _day,
    Kind.PARTIAL_DATE: _day,
    Kind.CITIZEN_NUMBER: _twelve_digits,
    Kind.PHONE: _ten_digits,
}


def _zero_put_back(text: str, shown: str) -> BadInput:
    return BadInput(N_("«{text}» thiếu số 0 ở đầu, đã đọc là {number}."), text=text, number=shown)


def _both_ways(text: str) -> BadInput:
    return BadInput(
        N_("Cột này có ngày ghi tháng trước: «{text}» có thể đọc hai cách. Hãy xem lại."), text=text
    )


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
