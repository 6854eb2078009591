"""How states, limits and figures of targets read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.numbers import show_integer, show_number, show_percent
from sachmatuy_desktop.domain.targets import Basis, Comparison, Limit, Point, Range, State, Target
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.targets import TargetDocument
from sachmatuy_desktop.services.targets import Told, WayLine
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "due_words",
    "exact_words",
    "figure_words",
    "first_of",
    "judged_cell",
    "limit_words",
    "measured_words",
    "number_words",
    "rate_words",
    "required_words",
    "source_words",
    "state_cell",
    "state_words",
    "verdict_words",
]

STATES: Final[Mapping[State, tuple[str, Tone]]] = MappingProxyType(
    {
        State.MET: (N_("Đạt"), Tone.GOOD),
        State.NOT_MET: (N_("Chưa đạt"), Tone.BLOCK),
        State.NOTHING: (N_("Không phát sinh"), Tone.QUIET),
        State.UNKNOWN: (N_("Chưa đủ căn cứ"), Tone.CARE),
        State.NOT_DUE: (N_("Chưa đến hạn"), Tone.QUIET),
    }
)

SIDES: Final[Mapping[Comparison, str]] = MappingProxyType(
    {
        Comparison.AT_LEAST: N_("ít nhất {number}"),
        Comparison.ABOVE: N_("trên {number}"),
        Comparison.AT_MOST: N_("nhiều nhất {number}"),
        Comparison.BELOW: N_("dưới {number}"),
    }
)

ROUNDED: Final[Mapping[Comparison, str]] = MappingProxyType(
    {
        Comparison.AT_LEAST: N_("làm tròn lên {number}"),
        Comparison.ABOVE: N_("tức là từ {number} trở lên"),
        Comparison.AT_MOST: N_("làm tròn xuống {number}"),
        Comparison.BELOW: N_("tức là đến {number}"),
    }
)

RATES: Final[Mapping[Basis, str]] = MappingProxyType(
    {
        Basis.SHARE: "{rate}",
        Basis.GROWTH: N_("tăng {rate}"),
        Basis.REDUCTION: N_("giảm {rate}"),
        Basis.STEPS: N_("giảm {rate} so với năm đầu"),
    }
)

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

CHANGES: Final = MappingProxyType(
    {Basis.GROWTH: N_("giảm {rate}"), Basis.REDUCTION: N_("tăng {rate}")}
)
"""A growth below zero is told as a reduction, and the other way round."""


def state_words(state: State) -> str:
    """The word for a state."""
    return _(STATES[state][0])


def state_cell(point: Point) -> Cell:
    """The state as a chip."""
    words, tone = STATES[point.state]
    return Cell(_(words), tone)


def judged_cell(way: WayLine, year: int) -> Cell:
    """The newest state that is judged, with its year where that is an earlier one."""
    point = way.judged(year)
    cell = state_cell(point)
    return (
        cell
        if point.year == way.current(year).year
        else Cell(f"{cell.text} {point.year}", cell.tone)
    )


def verdict_words(point: Point) -> str:
    """Of a year that is not judged yet, what its figures say so far."""
    if point.state is not State.NOT_DUE or point.verdict is State.UNKNOWN:
        return ""
    so_far = {
        State.MET: N_("hiện ở mức đạt"),
        State.NOT_MET: N_("hiện dưới mức đạt"),
        State.NOTHING: N_("hiện không phát sinh"),
    }
    return _(so_far[point.verdict])


def number_words(known: Range | None) -> str:
    """A count as far as it is known: “48”, “ít nhất 9”, “từ 0 đến 2”, “chưa biết”."""
    if known is None:
        return _("chưa biết")
    if known.value is not None:
        return show_integer(known.value)
    if known.most is None:
        return _("ít nhất {number}").format(number=show_integer(known.least))
    return _("từ {least} đến {most}").format(
        least=show_integer(known.least), most=show_integer(known.most)
    )


def figure_words(way: WayLine, point: Point) -> str:
    """“7/66” for a share, the number alone for anything else."""
    if way.way.basis is Basis.SHARE and point.base is not None:
        return f"{number_words(point.figure)}/{number_words(point.base)}"
    return number_words(point.figure)


def rate_words(way: WayLine, point: Point) -> str:
    """What the figure comes to in the terms of the limit."""
    if point.rate is None:
        return ""
    told = RATES[way.way.basis]
    rate = point.rate
    if rate < 0 and way.way.basis in CHANGES:
        told, rate = CHANGES[way.way.basis], -rate
    return _(told).format(rate=show_percent(rate, 1).replace(" ", NO_BREAK))


def measured_words(way: WayLine, point: Point) -> str:
    """The figure with its rate: “109/166 (65,7 %)”."""
    figure, rate = figure_words(way, point), rate_words(way, point)
    return f"{figure} ({rate})" if rate else figure


def required_words(point: Point) -> str:
    """What is required in numbers: exact, and the whole number it comes to with the rule said."""
    if point.required is None or point.needed is None or point.comparison is None:
        return ""
    exact = _(SIDES[point.comparison]).format(number=show_number(point.required, 2))
    if point.required.denominator == 1 and point.comparison in (
        Comparison.AT_LEAST,
        Comparison.AT_MOST,
    ):
        return exact
    rounded = _(ROUNDED[point.comparison]).format(number=show_integer(max(point.needed, 0)))
    return f"{exact}, {rounded}"


def limit_words(way: WayLine) -> str:
    """The limit as printed."""
    return f"“{way.limit.printed}”"


def exact_words(limit: Limit, basis: Basis) -> str:
    """The limit as the program holds it: “ít nhất 30 %”."""
    value: Fraction = limit.value
    number = show_number(value, 2) if basis is Basis.COUNT else show_percent(value, 2)
    return _(SIDES[limit.comparison]).format(number=number)


def due_words(target: Target) -> str:
    """By when, in reporting years."""
    if target.yearly and target.first != target.last:
        return _("mỗi năm, từ năm báo cáo {first} đến {last}").format(
            first=target.first, last=target.last
        )
    return _("đến hết năm báo cáo {last} (14/12/{last})").format(last=target.last)


def source_words(document: TargetDocument, target: Target) -> str:
    """Document, number and paragraph."""
    number = document.source.number
    named = f"{document.source.document} ({number})" if number else document.source.document
    return f"{named}, {target.paragraph}"


def first_of(told: Told) -> str:
    """Where a number comes from, in a line."""
    if told.is_typed and told.typed is not None:
        return _("do cơ quan nhập: {document}, {signer} ký").format(
            document=told.typed.document, signer=told.typed.signer
        )
    if told.counted is None:
        return _("chưa có số liệu")
    if told.unknown:
        return _("còn {count} đơn vị chưa có kết quả trong năm").format(count=len(told.unknown))
    return _("tính từ sổ")
