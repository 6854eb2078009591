"""The page as data: sizes, styles and distances of one numbered layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sachmatuy_desktop.domain.forms.blocks import Style


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How one component prints: size in points, style, and the range that the decree allows."""

    size: float
    style: Style
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the edges of the sheet, in millimetres."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Typography:
    """One numbered layout: the page, the sizes and distances of Nghị định 30/2020 as data.

    `margin_ranges` are the decree's least and most, in the order top, bottom, left, right.
    """

    layout: int
    source: str
    verified: bool
    page: tuple[float, float]
    margins: Margins
    margin_ranges: tuple[tuple[float, float], ...]
    indent: float
    paragraph_gap: float
    line_spacing: float
    body_spacing: float
    short_rule: float
    styles: Mapping[str, TypeStyle]
