"""What a rule pack may say and hardly means: looked for once the file has no errors.

Each doubt is told at its line and keeps nobody from using the pack.
"""

from __future__ import annotations

import fractions
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from sachmatuy_desktop.domain.criteria.bands import NONE, Banded, Combined, Level, Measure
from sachmatuy_desktop.domain.criteria.limits import Fraction, Limits, When
from sachmatuy_desktop.domain.criteria.rules import Body, Parts, Reading, RulePack
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.reading import Table

MOST_CHOICES: Final = 64
"""Combinations of readings looked at for one measure."""

_Path = tuple[str | int, ...]
_NARROW: Final = fractions.Fraction(1, 10**24)
"""Less than the distance of any two limits: what lies just beside one."""


def doubt_rules(top: Table, pack: RulePack) -> None:
    """Note every doubt about a sound pack."""
    _doubt_places(top, pack)
    _doubt_readings(top, pack)
    order = {name: place for place, name in enumerate(pack.scale.classes)}
    for at, criterion in enumerate(pack.criteria):
        if isinstance(criterion.body, Banded):
            for place, measure in enumerate(criterion.body.measures):
                path = ("criterion", at, "measure", place)
                _Measured(top, path, measure, pack.readings, order).doubt()
    outcomes = [rule.outcome for rule in pack.classes]
    for at, outcome in enumerate(outcomes):
        if outcome == "yes" and "no" in outcomes[:at]:
            top.sheet.doubt(
                ("class", at, "id"),
                N_("loại nặng hơn phải đứng trước: loại này là trọng điểm mà đứng sau loại không"),
            )


def _doubt_places(top: Table, pack: RulePack) -> None:
    if not pack.covers and pack.scope != "country":
        top.doubt("scope", N_("thiếu “covers” nên bộ này không được chọn sẵn cho đơn vị nào"))
    if pack.as_of == "cut_off" and pack.cut_off == "02-29":
        top.doubt("cut_off", N_("ngày 29/2 không có trong mọi năm"))


# -- readings --------------------------------------------------------------------------------------


def _doubt_readings(top: Table, pack: RulePack) -> None:
    asked = {choice for when in _whens(pack) for choice in when.choices}
    combined = {
        criterion.body.combine for criterion in pack.criteria if isinstance(criterion.body, Banded)
    }
    for at, reading in enumerate(pack.readings):
        if reading.where != "rule" or reading.id in combined:
            continue
        idle = [each.value for each in reading.options if (reading.id, each.value) not in asked]
        path = ("reading", at)
        if len(idle) == len(reading.options):
            top.sheet.doubt(
                (*path, "id"),
                N_(
                    "cách hiểu “{name}” không đổi được tiêu chí nào: không “when” nào nhắc đến; nếu"
                    ' chỉ đổi cách đếm số liệu thì ghi where = "facts"'
                ),
                name=reading.id,
            )
        elif len(idle) > 1:
            place = next(at for at, one in enumerate(reading.options) if one.value == idle[0])
            top.sheet.doubt(
                (*path, "option", place, "value"),
                N_("không “when” nào phân biệt các lựa chọn {values} của cách hiểu “{name}”"),
                values=", ".join(f"“{each}”" for each in idle),
                name=reading.id,
            )


def _whens(pack: RulePack) -> Iterator[When]:
    for rule in pack.classes:
        yield rule.when
    for criterion in pack.criteria:
        yield from _whens_of(criterion.body)


def _whens_of(body: Body) -> Iterator[When]:
    if isinstance(body, Parts):
        yield from (part.when for part in body.parts)
    elif isinstance(body, Banded):
        yield from (level.when for measure in body.measures for level in measure.levels)
    elif isinstance(body, Combined):
        yield body.counts_itself


# -- thresholds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Measured:
    """One measure and where it stands, looked at under every choice of its readings."""

    top: Table
    path: _Path
    measure: Measure
    readings: Sequence[Reading]
    order: dict[str, int]

    def doubt(self) -> None:
        """Note gaps, overlaps and levels that nothing reaches, each once."""
        told: set[tuple[int, str]] = set()
        reached: set[int] = set()
        for taken in self._choices():
            active = [
                (at, level)
                for at, level in enumerate(self.measure.levels)
                if level.when.holds(taken)
            ]
            reached |= self._look(active, told)
        for at, level in enumerate(self.measure.levels):
            if at not in reached:
                self._note(
                    told,
                    at,
                    N_("mức loại “{name}” không bao giờ đạt tới: các mức đứng trên đã gồm hết"),
                    name=level.class_id,
                )

    def _choices(self) -> Iterator[dict[str, str]]:
        named = {name for level in self.measure.levels for name, _value in level.when.choices}
        asked = [reading for reading in self.readings if reading.id in named]
        options = [[(one.id, option.value) for option in one.options] for one in asked]
        for place, combination in enumerate(product(*options)):
            if place == MOST_CHOICES:
                return
            yield dict(combination)

    def _look(self, active: Sequence[tuple[int, Level]], told: set[tuple[int, str]]) -> set[int]:
        reached: set[int] = set()
        before: tuple[int, str] | None = None
        gap: fractions.Fraction | None = None
        for point in _points([level for _at, level in active]):
            holding = [(at, level) for at, level in active if _holds(level.limits, point)]
            first = holding[0] if holding else None
            if first is None:
                gap = gap if before is None else (gap or point)
                continue
            reached.add(first[0])
            here = (first[0], first[1].class_id)
            if gap is not None and before is not None:
                message = N_(
                    "có khoảng trống giữa loại “{lower}” và loại “{upper}”: số ở giữa không thuộc"
                    " loại nào"
                )
                self._note(told, here[0], message, lower=before[1], upper=here[1])
            gap = None
            self._look_at_order(before, here, told)
            before = here
            for at, level in holding[1:]:
                tight = level.limits.below is not None and level.class_id != here[1]
                if tight and self._milder(level.class_id, here[1]):
                    message = N_("mức loại “{name}” trùng một khoảng với mức loại “{other}”")
                    self._note(told, at, message, name=level.class_id, other=here[1])
        return reached

    def _milder(self, one: str, other: str) -> bool:
        return self._rank(one) > self._rank(other)

    def _rank(self, name: str) -> int:
        return len(self.order) if name == NONE else self.order[name]

    def _look_at_order(
        self, before: tuple[int, str] | None, here: tuple[int, str], told: set[tuple[int, str]]
    ) -> None:
        meant = NONE in (here[1], before[1] if before else NONE)  # a hole that the pack names
        if not meant and before is not None and self._rank(here[1]) > self._rank(before[1]):
            message = N_("số lớn hơn lại vào loại nhẹ hơn: loại “{name}” đứng trên loại “{other}”")
            self._note(told, here[0], message, name=here[1], other=before[1])

    def _note(self, told: set[tuple[int, str]], at: int, message: str, **values: object) -> None:
        if (at, message) not in told:
            told.add((at, message))
            self.top.sheet.doubt((*self.path, "levels", at, "class"), message, **values)


def _points(levels: Sequence[Level]) -> list[fractions.Fraction]:
    """Zero, every limit, and what lies just beside it: where the answer can change."""
    points = {fractions.Fraction(0)}
    for level in levels:
        for bound in level.limits.bounds():
            exact = fractions.Fraction(bound.numerator, bound.denominator)
            points |= {exact, exact - _NARROW, exact + _NARROW}
    return sorted(point for point in points if point >= 0)


def _holds(limits: Limits, point: fractions.Fraction) -> bool:
    return limits.hold(point.numerator, point.denominator)


def is_empty(limits: Limits) -> bool:
    """Whether no number lies within the limits."""
    if limits.below is None:
        return False
    upper = _exact(limits.below)
    if limits.at_least is not None and _exact(limits.at_least) >= upper:
        return True
    return upper <= 0 or (limits.above is not None and _exact(limits.above) >= upper)


def _exact(bound: Fraction) -> fractions.Fraction:
    return fractions.Fraction(bound.numerator, bound.denominator)
