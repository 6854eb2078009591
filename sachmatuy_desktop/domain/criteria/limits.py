"""Thresholds as exact fractions, compared in whole numbers only.

“0,5 %” is `5/1000`: a count n of p people reaches it when `n × 1000 ≥ 5 × p`.  No rounding and no
floating point ever decides a boundary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sachmatuy_desktop.domain.criteria.wording import number, percent

_FRACTION = re.compile(r"([0-9]{1,12})(?:/([1-9][0-9]{0,11}))?")


@dataclass(frozen=True)
class Fraction:
    """`numerator/denominator`, kept as printed in the source rather than reduced."""

    numerator: int
    denominator: int = 1

    @staticmethod
    def read(text: str) -> Fraction:
        """`"3000"` or `"5/1000"`; anything else is a `ValueError`."""
        found = _FRACTION.fullmatch(text)
        if found is None:
            raise ValueError(f"no fraction: {text}")
        return Fraction(int(found[1]), int(found[2] or 1))

    def compared_with(self, count: int, per: int) -> int:
        """Negative, zero or positive as `count / per` lies below, on or above this fraction."""
        return count * self.denominator - self.numerator * per

    def __str__(self) -> str:
        if self.denominator == 1:
            return number(self.numerator)
        return percent(self.numerator, self.denominator)


@dataclass(frozen=True)
class Limits:
    """A range: from `at_least` (inclusive) or `above` (exclusive) to `below` (exclusive)."""

    at_least: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None

    def hold(self, count: int, per: int = 1) -> bool:
        """Whether `count / per` lies in the range; `per` is positive."""
        return (
            (self.at_least is None or self.at_least.compared_with(count, per) >= 0)
            and (self.above is None or self.above.compared_with(count, per) > 0)
            and (self.below is None or self.below.compared_with(count, per) < 0)
        )

    def too_low(self, count: int, per: int = 1) -> bool:
        """Whether `count / per` lies below the range, so that more of it would do."""
        return self.below is None or self.below.compared_with(count, per) < 0

    def bounds(self) -> tuple[Fraction, ...]:
        """The fractions at which the answer can change."""
        return tuple(bound for bound in (self.at_least, self.above, self.below) if bound)

    def __str__(self) -> str:
        words = []
        if self.at_least is not None:
            words.append(f"từ {self.at_least} trở lên")
        if self.above is not None:
            words.append(f"trên {self.above}")
        if self.below is not None:
            words.append(f"dưới {self.below}")
        return ", ".join(words)


@dataclass(frozen=True)
class When:
    """Under which chosen readings a piece of a pack applies; no choice listed means always."""

    choices: tuple[tuple[str, str], ...] = ()

    def holds(self, readings: Mapping[str, str]) -> bool:
        """Whether one of the listed `(reading, value)` pairs has been chosen."""
        return not self.choices or any(readings.get(name) == value for name, value in self.choices)


ALWAYS = When()
