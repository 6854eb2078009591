"""Pages of a section: the text area, and what stands in the margins around it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sachmatuy_desktop.documents.lines import Line, fold, place
from sachmatuy_desktop.documents.pdf import Frame, Ghost, Mark, PdfFile, Rule
from sachmatuy_desktop.documents.setting import POINTS_PER_MM, Setting
from sachmatuy_desktop.documents.strips import Strip, moved, paginate
from sachmatuy_desktop.documents.typesetting import set_blocks
from sachmatuy_desktop.domain.forms import (
    Block,
    FormData,
    Orientation,
    Restriction,
    Typography,
)

_GHOST_LARGEST = 28.0
"""The largest letters of a watermark, in points."""


@dataclass(frozen=True)
class Sheet:
    """A page format: its size and the text area within its margins, in points."""

    setting: Setting
    width: float
    height: float
    left: float
    top: float
    bottom: float

    @property
    def text_height(self) -> float:
        """The height of the text area."""
        return self.height - self.top - self.bottom


def sheet_for(typography: Typography, orientation: Orientation) -> Sheet:
    """A4 upright or across, with the same distances from the edges as seen."""
    width, height = (side * POINTS_PER_MM for side in typography.page)
    if orientation == "landscape":
        width, height = height, width
    margins = typography.margins
    left, right = margins.left * POINTS_PER_MM, margins.right * POINTS_PER_MM
    return Sheet(
        setting=Setting(typography, width - left - right),
        width=width,
        height=height,
        left=left,
        top=margins.top * POINTS_PER_MM,
        bottom=margins.bottom * POINTS_PER_MM,
    )


def write_section(file: PdfFile, data: FormData, blocks: Sequence[Block], sheet: Sheet) -> None:
    """All pages of one section, numbered from 1."""
    for number, placed in enumerate(section_pages(blocks, sheet), start=1):
        marks = [*margin_marks(data, sheet, number), *placed]
        file.page(sheet.width, sheet.height, file.paint(marks, sheet.height))


def section_pages(blocks: Sequence[Block], sheet: Sheet) -> Iterator[list[Mark]]:
    """What stands within the margins of every page of a section."""
    strips = set_blocks(blocks, sheet.setting)
    for placed in paginate(strips, sheet.text_height):
        marks = [mark for top, strip in placed for mark in on_sheet(strip, sheet, top)]
        if placed:
            top, ending = placed[-1]
            marks.extend(moved(mark, sheet.left, sheet.top + top) for mark in ending.closing)
        yield marks


def on_sheet(strip: Strip, sheet: Sheet, top: float) -> list[Mark]:
    """The marks of a strip that begins `top` points below the upper margin."""
    return [moved(mark, sheet.left, sheet.top + top) for mark in strip.marks]


def margin_marks(data: FormData, sheet: Sheet, number: int) -> list[Mark]:
    """Page number (from page 2), training band, mark of restriction, copy and foot line."""
    marks: list[Mark] = []
    if data.training:
        marks += _training_band(data.training, sheet)
    if data.restriction is not None:
        if data.restriction.watermark:
            marks += _watermark(data.restriction.watermark, sheet)
        marks += _restriction(data.restriction, sheet)
    if number > 1:
        kind = sheet.setting.type("page_number")
        text = str(number)
        line = Line(text, kind.width(text), last=True)
        room = (sheet.left, sheet.setting.width)
        marks.append(place(line, kind, "center", room, sheet.top - 8 - kind.leading))
    return marks


def _training_band(text: str, sheet: Sheet) -> list[Mark]:
    """Across the whole sheet at its upper edge, so that no cutting of margins removes it whole."""
    kind = sheet.setting.type("training")
    line = Line(text, kind.width(text), last=True)
    band = Frame(sheet.left, 10, sheet.setting.width, kind.leading + 4, filled=True)
    room = (sheet.left, sheet.setting.width)
    return [band, place(line, kind, "center", room, 12)]


def _watermark(text: str, sheet: Sheet) -> list[Mark]:
    """Across the page from its lower left to its upper right, in three rows behind the text."""
    kind = sheet.setting.type("training")
    rise = math.degrees(math.atan2(sheet.height, sheet.width))
    room = 0.44 * math.hypot(sheet.width, sheet.height)
    size = min(_GHOST_LARGEST, kind.size * room / kind.width(text))
    length = kind.width(text) * size / kind.size
    return [
        Ghost(sheet.width * part, sheet.height * part, text, kind.style, size, length, rise)
        for part in (0.25, 0.5, 0.75)
    ]


def _restriction(restriction: Restriction, sheet: Sheet) -> list[Mark]:
    """Ô 11: the mark in a single frame, above the right column; copy number left; line below."""
    kind, foot = sheet.setting.type("restriction"), sheet.setting.type("foot")
    length = kind.width(restriction.mark)
    top = sheet.top - kind.leading - 8
    left = sheet.left + sheet.setting.width - length - 12
    box = Frame(left, top, length + 12, kind.leading + 2)
    mark = Line(restriction.mark, length, last=True)
    copy = Line(restriction.copy, kind.width(restriction.copy), last=True)
    below = sheet.height - sheet.bottom + 6
    lines = fold(restriction.foot, foot, sheet.setting.width)
    return [
        box,
        place(mark, kind, "left", (left + 6, length), top + 1),
        place(copy, kind, "left", (sheet.left, sheet.setting.width), top + 1),
        Rule(sheet.left, below, sheet.left + sheet.setting.width, below),
        *(
            place(line, foot, "left", (sheet.left, sheet.setting.width), below + n * foot.leading)
            for n, line in enumerate(lines)
        ),
    ]
