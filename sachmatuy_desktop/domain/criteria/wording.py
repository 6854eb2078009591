"""Numbers, dates and lists as an official would write them in a trace.

Shown percentages are rounded to three decimals; comparisons never use them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def number(value: int) -> str:
    """`12345` as `12.345`."""
    return f"{value:,}".replace(",", ".")


def percent(numerator: int, denominator: int) -> str:
    """`30` of `20000` as `0,15 %`, rounded to three decimals, trailing zeros dropped."""
    thousandths = (numerator * 200_000 + denominator) // (2 * denominator)
    whole, rest = divmod(thousandths, 1000)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{number(whole)}{',' + decimals if decimals else ''} %"


def day(value: date) -> str:
    """`2024-12-14` as `14/12/2024`."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def sentence(text: str) -> str:
    """The text with a capital letter in front and a full stop behind."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def listing(words: Sequence[str]) -> str:
    """`a`, `b` and `c` as `a, b và c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"
