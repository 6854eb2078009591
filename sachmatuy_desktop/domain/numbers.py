"""Numbers as Vietnamese papers write them: "." between thousands, "," before decimals.

A spreadsheet may bring either habit; what can be read in one way only is taken, what can be read
in two is sent back to the person.  Fractions stay exact: 0,05 % is 1/2000, never a float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "Measure",
    "parse_count",
    "parse_measure",
    "parse_number",
    "parse_percent",
    "show_integer",
    "show_number",
    "show_percent",
]

LONGEST = 30  # characters; a longer "number" is a mistake

_GROUPED_DOT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_GROUPED_SPACE = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_WITH_UNIT = re.compile(r"([+-]?[\d][\d., ]*)(\D.*|)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number and what it counts: 1000 "m2", 3000 "cây"; of "0,05%" 1/2000 and "%"."""

    value: Fraction
    unit: str


def parse_number(text: str) -> Fraction:
    """An exact number: "3.000" is 3000, "8,5" and "8.5" are 17/2, "03" is 3.

    Raises BadInput when it is not a number or can be read in two ways.
    """
    typed = clean(text)
    sign, digits = (-1, typed[1:]) if typed[:1] in ("-", "\u2212") else (1, typed.removeprefix("+"))
    if len(digits) > LONGEST:
        raise _no_number(typed)
    return sign * Fraction(_decimal(digits, typed))


def parse_count(text: str) -> int:
    """A whole number from 0 up: "3.000", "03", "12".

    A single comma before three digits ("1,000") is sent back: it is 1 to one reader and 1000 to
    another.
    """
    typed = clean(text)
    if re.fullmatch(r"\d{1,3},\d{3}", typed, re.ASCII):
        raise BadInput(
            N_("«{text}» có thể đọc theo hai cách. Hãy gõ {plain}, không có dấu phẩy."),
            text=typed,
            plain=typed.replace(",", ""),
        )
    number = parse_number(typed)
    if number.denominator != 1 or number < 0:
        raise BadInput(N_("«{text}» không phải là số đếm. Hãy gõ số nguyên, ví dụ 12."), text=typed)
    return int(number)


def parse_measure(text: str) -> Measure:
    """A number and its unit: "1.000m2", "3.000 cây", "0,05%"."""
    typed = clean(text)
    found = _WITH_UNIT.fullmatch(typed)
    if not found:
        raise _no_number(typed)
    number, unit = parse_number(found[1].rstrip(" ")), found[2].strip()
    return Measure(number / 100 if unit == "%" else number, unit)


def parse_percent(text: str) -> Fraction:
    """A share of one: "0,05%" and "0,05" are both 1/2000."""
    measure = parse_measure(text)
    if measure.unit not in ("", "%"):
        raise _no_number(clean(text))
    return measure.value if measure.unit else measure.value / 100


def show_integer(number: int) -> str:
    """`1.234.567`."""
    return f"{number:,}".replace(",", ".")


def show_number(number: Fraction | int, places: int = 3) -> str:
    """`1.234,5`: rounded half up at so many places, zeros at the end left out."""
    scaled = abs(Fraction(number)) * 10**places + Fraction(1, 2)
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if number < 0 and (whole or rest) else ""
    return sign + show_integer(whole) + ("," + decimals if decimals else "")


def show_percent(share: Fraction | int, places: int = 3) -> str:
    """A share of one as a percentage: 1/300 is `0,333 %`."""
    return show_number(Fraction(share) * 100, places) + " %"


def _decimal(digits: str, typed: str) -> str:
    """The digits in the way of `Fraction`: no separators, a point before decimals."""
    if _GROUPED_DOT.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if _GROUPED_COMMA.fullmatch(digits):
        return digits.replace(",", "")
    if _GROUPED_SPACE.fullmatch(digits):
        return digits.replace(" ", "").replace(",", ".")
    if _PLAIN.fullmatch(digits):
        return digits.replace(",", ".")
    raise _no_number(typed)


def _no_number(text: str) -> BadInput:
    return BadInput(N_("«{text}» không phải là số. Hãy gõ số, ví dụ 1.250 hoặc 0,5."), text=text)
