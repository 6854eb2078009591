"""Paragraphs and tables as WordprocessingML; the order of their settings is the schema's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sachmatuy_desktop.documents.word.runs import twips
from sachmatuy_desktop.domain.forms import Align

__all__ = ["Cell", "Grid", "Par", "Piece", "Row", "glued", "rule", "spacer", "xml_of"]

_JUSTIFIED: Final = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_RULE_ROOM: Final = 6.0
_RULE_ABOVE: Final = 3.5
"""Points from the line above to a rule; both as in `setting.TextColumn.rule`."""


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph: its runs, and how it stands; lengths in points.

    `spacing` multiplies the height of a line, `exact` is a height that does not depend on letters.
    `dotted` is where a tab ends, with dots before it.  `ruled` draws a rule above its only line.
    """

    runs: str = ""
    align: Align = "left"
    above: float = 0.0
    below: float = 0.0
    spacing: float = 1.0
    exact: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    dotted: float = 0.0
    tabs: tuple[tuple[float, str], ...] = ()
    ruled: bool = False
    keep: bool = False
    new_page: bool = False

    def xml(self, section: str = "") -> str:
        """The paragraph; `section` ends a section with it."""
        return f"<w:p><w:pPr>{self._look()}{section}</w:pPr>{self.runs}</w:p>"

    def _look(self) -> str:
        made = ["<w:keepNext/>" if self.keep else ""]
        made.append("<w:pageBreakBefore/>" if self.new_page else "")
        if self.ruled:
            made.append(
                '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
            )
        stops = [f'<w:tab w:val="{how}" w:pos="{twips(at)}"/>' for at, how in self.tabs]
        if self.dotted:
            stops.append(f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(self.dotted)}"/>')
        made.append(f"<w:tabs>{''.join(stops)}</w:tabs>" if stops else "")
        rule = "exact" if self.exact else "auto"
        line = twips(self.exact) if self.exact else round(240 * self.spacing)
        made.append(
            f'<w:spacing w:before="{twips(self.above)}" w:after="{twips(self.below)}"'
            f' w:line="{line}" w:lineRule="{rule}"/>'
        )
        first = twips(self.first)
        how = f'w:firstLine="{first}"' if first >= 0 else f'w:hanging="{-first}"'
        made.append(f'<w:ind w:left="{twips(self.left)}" w:right="{twips(self.right)}" {how}/>')
        made.append(f'<w:jc w:val="{_JUSTIFIED[self.align]}"/>')
        return "".join(made)


def spacer(points: float, *, keep: bool = True) -> Par:
    """Empty height; tables that follow each other need it, since Word would join them."""
    return Par(exact=max(points, 1.0), keep=keep)


def rule(length: float, room: float, *, align: Align = "center", keep: bool = True) -> Par:
    """A drawn rule of a length below a line, in a room."""
    rest = max(room - length, 0.0)
    left = rest / 2 if align == "center" else 0.0
    return Par(
        left=left,
        right=rest - left,
        above=_RULE_ABOVE,
        exact=_RULE_ROOM - _RULE_ABOVE,
        ruled=True,
        keep=keep,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell over `span` columns; `merge`: "restart" or "continue" downwards."""

    content: tuple[Piece, ...]
    span: int = 1
    merge: str = ""
    middle: bool = False
    framed: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `head` repeats on every page, `whole` is never parted, `height` is its least."""

    cells: tuple[Cell, ...]
    head: bool = False
    whole: bool = True
    height: float = 0.0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table over columns of such widths in points, with rules or without."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    ruled: bool = False
    pad: tuple[float, float] = (0.0, 0.0)
    left: float = 0.0
    centred: bool = False

    def xml(self) -> str:
        """The table."""
        edges = _edges(self.widths)
        across = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
        rows = "".join(self._row(row, edges) for row in self.rows)
        return f"<w:tbl>{self._look(edges[-1])}<w:tblGrid>{across}</w:tblGrid>{rows}</w:tbl>"

    def _look(self, width: int) -> str:
        centred = '<w:jc w:val="center"/>' if self.centred else ""
        x, y = map(twips, self.pad)
        kind = "single" if self.ruled else "none"
        size = 4 if self.ruled else 0
        sides = "".join(
            f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        pads = "".join(
            f'<w:{side} w:w="{pad}" w:type="dxa"/>'
            for side, pad in (("top", y), ("left", x), ("bottom", y), ("right", x))
        )
        return (
            f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{centred}'
            f'<w:tblInd w:w="{twips(self.left)}" w:type="dxa"/>'
            f"<w:tblBorders>{sides}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{pads}</w:tblCellMar></w:tblPr>'
        )

    def _row(self, row: Row, edges: Sequence[int]) -> str:
        look = "<w:cantSplit/>" if row.whole else ""
        if row.height:
            look += f'<w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>'
        look += "<w:tblHeader/>" if row.head else ""
        cells, at = [], 0
        for cell in row.cells:
            end = at + cell.span
            cells.append(self._cell(cell, edges[end] - edges[at], keep=row.keep or row.head))
            at = end
        return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int, *, keep: bool) -> str:
        look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        look += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        look += f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
        if cell.framed is not None:
            kind, size = ("single", 4) if cell.framed else ("nil", 0)
            look += "<w:tcBorders>"
            for side in ("top", "left", "bottom", "right"):
                look += f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="auto"/>'
            look += "</w:tcBorders>"
        look += '<w:vAlign w:val="center"/>' if cell.middle else ""
        content = list(cell.content) or [Par()]
        if not isinstance(content[-1], Par):
            content.append(Par(exact=1))
        kept = [
            replace(each, keep=True) if keep and isinstance(each, Par) else each for each in content
        ]
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{''.join(each.xml() for each in kept)}</w:tc>"


Piece = Par | Grid


def _edges(widths: Sequence[float]) -> list[int]:
    """The edges of the columns in twips, so that rounding never adds up."""
    edges, at = [0], 0.0
    for width in widths:
        at += width
        edges.append(twips(at))
    return edges


def glued(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, the last of them tied to what follows."""
    if not pieces or not isinstance(pieces[-1], Par):
        return list(pieces)
    return [*pieces[:-1], replace(pieces[-1], keep=True)]


def xml_of(pieces: Sequence[Piece]) -> str:
    """All of them, one after the other."""
    return "".join(each.xml() for each in pieces)
