"""Words as WordprocessingML: runs of one style, dotted places, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import escape

from sachmatuy_desktop.documents.lines import Type, cleaned
from sachmatuy_desktop.documents.rich_lines import fold_rich
from sachmatuy_desktop.domain.forms import Align, Inline, Leader, Run, Style, Tick

__all__ = [
    "BOXES",
    "FONT",
    "FORBIDDEN",
    "Dots",
    "as_run",
    "as_words",
    "inline_runs",
    "said",
    "twips",
]

FONT: Final = "Times New Roman"
BOXES: Final = {False: "☐", True: "☒"}
_BOX_FONT: Final = "MS Gothic"
_FREE_LEADER: Final = 60.0
"""Points per share of a dotted place in a line that is not filled, as in `rich_lines`."""

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold."""

BREAK: Final = "<w:r><w:br/></w:r>"
_TAB: Final = "<w:r><w:tab/></w:r>"


def twips(points: float) -> int:
    """Points as twentieths, the unit of WordprocessingML."""
    return round(points * 20)


def said(text: str) -> str:
    """Text as it may stand in XML, without what cannot be seen."""
    return escape(FORBIDDEN.sub("", cleaned(text)))


def as_run(text: str, kind: Type, *, raised: bool = False) -> str:
    """Words in a style at a size, without line ends."""
    return _run(f'<w:t xml:space="preserve">{said(text)}</w:t>', kind, raised=raised)


def as_words(text: str, kind: Type) -> str:
    """Words with their line ends."""
    return BREAK.join(as_run(line, kind) for line in text.split("\n"))


def _run(content: str, kind: Type, *, raised: bool = False) -> str:
    bold = "<w:b/><w:bCs/>" if "bold" in kind.style else ""
    italic = "<w:i/><w:iCs/>" if "italic" in kind.style else ""
    size = round(2 * kind.size)
    up = '<w:vertAlign w:val="superscript"/>' if raised else ""
    look = f'{bold}{italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{up}'
    return f"<w:r><w:rPr>{look}</w:rPr>{content}</w:r>"


@dataclass(frozen=True, slots=True)
class Dots:
    """How long the dotted places of a line are, and whether one runs to the end of a line."""

    length: float
    ends: bool


def inline_runs(
    line: Sequence[Inline], kind: Type, width: float, align: Align, indent: float = 0.0
) -> str:
    """A line of rich text; a dotted place that ends a line is a tab with dots to the margin."""
    filled = align in {"left", "justify"}
    dots = iter(_dots(line, kind, width, indent) if filled else _free(line))
    made: list[str] = []
    before: Inline | None = None
    begins = False
    for number, each in enumerate(line, start=1):
        if isinstance(each, Run):
            text = each.text.removeprefix(" ") if begins else each.text
            if isinstance(before, Tick) and text.startswith(" "):  # a box stays with its word
                text = "\u00a0" + text[1:]
            made.append(as_run(text, _styled(each.style, kind), raised=each.raised))
            begins = False
        elif isinstance(each, Leader):
            places = [next(dots) for _ in range(max(each.lines, 1) if filled else 1)]
            made.append(BREAK.join(_leader(place, kind) for place in places))
            begins = places[-1].ends and number < len(line)
            made.append(BREAK if begins else "")
        elif isinstance(each, Tick):
            made.append(_box(each, kind))
        before = each
    return "".join(made)


def _styled(style: Style, kind: Type) -> Type:
    return kind if style == "regular" else replace(kind, style=style)


def _leader(place: Dots, kind: Type) -> str:
    if place.ends:
        return _TAB
    return as_run("." * max(int(place.length / kind.width(".")), 4), kind)


def _box(tick: Tick, kind: Type) -> str:
    size = round(1.6 * kind.size)  # the letter is as wide as it is high
    fonts = "".join(f' w:{each}="{_BOX_FONT}"' for each in ("ascii", "eastAsia", "hAnsi", "cs"))
    look = f'<w:rFonts{fonts} w:hint="eastAsia"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{BOXES[tick.ticked]}</w:t></w:r>"


def _dots(line: Sequence[Inline], kind: Type, width: float, indent: float) -> Iterator[Dots]:
    """The dotted places in the order of the line, as they share the room of the printed lines."""
    if not any(isinstance(each, Leader) for each in line):
        return
    for printed in fold_rich(line, kind, width, indent):
        for number, (each, length) in enumerate(printed.parts, start=1):
            if isinstance(each, Leader):
                yield Dots(length, ends=number == len(printed.parts))


def _free(line: Sequence[Inline]) -> Iterator[Dots]:
    for each in line:
        if isinstance(each, Leader):
            yield Dots(_FREE_LEADER * each.share, ends=False)
