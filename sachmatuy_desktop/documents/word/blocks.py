"""Each kind of block as paragraphs and tables of Word, measured as `typesetting` measures it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Final

from sachmatuy_desktop.documents.lines import Type, fold
from sachmatuy_desktop.documents.setting import SIGNATURE_SPACE, Setting
from sachmatuy_desktop.documents.word.rich_text import column_lines
from sachmatuy_desktop.documents.word.runs import as_words
from sachmatuy_desktop.documents.word.shapes import (
    Cell,
    Grid,
    Par,
    Piece,
    Row,
    glued,
    rule,
    spacer,
)
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Addressees,
    Align,
    Annex,
    Block,
    Codes,
    FieldCell,
    Fields,
    Head,
    Heading,
    National,
    Paragraph,
    Part,
    Qr,
    Signatures,
    Signer,
    Space,
    Title,
)

__all__ = ["MOST_SHEETS", "Column", "Page", "pieces_of", "running"]

MOST_SHEETS: Final = 300
"""So many household pages are written as one Word file; more of them are printed as PDF."""

HEAD_LEFT: Final = 0.43
SIGN_LEFT: Final = 0.44
_TITLE_SIDE: Final = 0.07
"""Part of the width that a title leaves free at each side."""


@dataclass(frozen=True)
class Page:
    """What blocks are set with: the typography and the width of the text."""

    setting: Setting

    @property
    def width(self) -> float:
        """The width of the text in points."""
        return self.setting.width

    def type(self, component: str) -> Type:
        """The type of a component."""
        return self.setting.type(component)

    @property
    def body_spacing(self) -> float:
        """How the lines of running text are spaced."""
        return self.setting.typography.body_spacing


@singledispatch
def pieces_of(block: Block, page: Page) -> list[Piece]:
    """One block; each kind of block has its own function here or in `rich_blocks`, `ruled`."""
    raise TypeError(type(block), page)


class Column:
    """Centred lines one below the other, with the rules below them."""

    def __init__(self, page: Page, room: float, side: float = 0.0) -> None:
        self.pieces: list[Piece] = []
        self._page, self._room, self._side = page, room, side

    def add(self, text: str, kind: Type, *, above: float = 0.0) -> float:
        """Add lines; gives the length of the longest one."""
        if not text:
            return 0.0
        made = Par(
            as_words(text, kind),
            "center",
            above=above,
            left=self._side,
            right=self._side,
            keep=True,
        )
        self.pieces.append(made)
        lines = fold(text, kind, self._room - 2 * self._side)
        return max(line.width for line in lines)

    def rule(self, length: float) -> None:
        """A rule below the last line."""
        self.pieces.append(rule(length, self._room))

    def space(self, points: float) -> None:
        """Empty height."""
        self.pieces.append(spacer(points))


def running(
    text: str,
    kind: Type,
    page: Page,
    *,
    align: Align = "justify",
    indent: float = 0.0,
    above: float = 0.0,
    keep: bool = False,
) -> list[Piece]:
    """Plain text; what a line end in it begins is a paragraph without an indent."""
    return [
        Par(
            as_words(line, kind),
            align,
            above=0.0 if number else above,
            spacing=page.body_spacing,
            first=0.0 if number else indent,
            keep=keep,
        )
        for number, line in enumerate(text.split("\n"))
    ]


def _beside(
    page: Page, split: float, left: Sequence[Piece], right: Sequence[Piece], *, whole: bool = True
) -> Grid:
    """Two columns without rules."""
    cells = (Cell(tuple(left)), Cell(tuple(right)))
    return Grid((split, page.width - split), (Row(cells, whole=whole),))


# --- the head ------------------------------------------------------------------------------------


@pieces_of.register
def _head(head: Head, page: Page) -> list[Piece]:
    split = page.width * HEAD_LEFT
    left = _issuer(head, page, split - 6)
    right = Column(page, page.width - split)
    right.add(head.national[0], page.type("national_name"))
    right.rule(right.add(head.national[1], page.type("national_motto")))
    number, day = Column(page, split), Column(page, page.width - split)
    number.add(head.number, page.type("number"), above=6)
    if head.subject:
        gap = page.setting.gap if head.number else 6
        number.add(head.subject, page.type("letter_subject"), above=gap)
    day.add(head.place_date, page.type("place_date"), above=6)
    rows = [Row((Cell(tuple(left)), Cell(tuple(right.pieces))), keep=True)]
    if number.pieces or day.pieces:
        rows.append(Row((Cell(tuple(number.pieces)), Cell(tuple(day.pieces))), keep=True))
    return [Grid((split, page.width - split), tuple(rows))]


def _issuer(head: Head, page: Page, room: float) -> list[Piece]:
    if head.wording:
        return column_lines(head.wording, room, "center", page.setting)
    column = Column(page, room)
    for line in head.parent:
        column.add(line.upper(), page.type("parent"))
    longest = max(column.add(line.upper(), page.type("issuer")) for line in head.issuer)
    column.rule(longest * page.setting.typography.short_rule)
    return column.pieces


@pieces_of.register
def _national(national: National, page: Page) -> list[Piece]:
    column = Column(page, page.width)
    column.add(national.lines[0], page.type("national_name"))
    column.rule(column.add(national.lines[1], page.type("national_motto")))
    return column.pieces


@pieces_of.register
def _title(title: Title, page: Page) -> list[Piece]:
    column = Column(page, page.width, page.width * _TITLE_SIDE)
    longest = column.add(title.name.upper(), page.type("title"), above=16)
    if title.subject:
        longest = column.add(title.subject, page.type("subject"))
        column.rule(longest * page.setting.typography.short_rule)
    column.space(6)
    return column.pieces


@pieces_of.register
def _annex(annex: Annex, page: Page) -> list[Piece]:
    column = Column(page, page.width, page.width * _TITLE_SIDE)
    column.add(annex.label, page.type("annex_label"))
    column.add(annex.title.upper(), page.type("annex_title"))
    longest = column.add(annex.guide, page.type("annex_guide"))
    column.rule(longest * page.setting.typography.short_rule)
    column.space(6)
    return column.pieces


@pieces_of.register
def _addressees(block: Addressees, page: Page) -> list[Piece]:
    """One on the line of “Kính gửi:”, several below it, dashes under the colon."""
    kind = page.type("addressees")
    gap, spacing = page.setting.gap, page.body_spacing
    if len(block.names) == 1:
        words = as_words(f"{block.label} {block.names[0]}", kind)
        return [Par(words, "center", above=gap, spacing=spacing, keep=True)]
    ends = [";"] * (len(block.names) - 1) + ["."]
    items = [f"- {name}{end}" for name, end in zip(block.names, ends, strict=True)]
    label = kind.width(block.label)
    longest = min(max(map(kind.width, items)), page.width - page.setting.indent - label)
    start = max((page.width - label - longest) / 2, 0)
    dash = start + label - kind.width(":")
    first = Par(as_words(block.label, kind), above=gap, spacing=spacing, left=start, keep=True)
    return [
        first,
        *(Par(as_words(item, kind), spacing=spacing, left=dash, keep=True) for item in items),
    ]


# --- the body ------------------------------------------------------------------------------------


@pieces_of.register
def _heading(heading: Heading, page: Page) -> list[Piece]:
    text = heading.text.upper() if heading.level == 1 else heading.text
    indent, gap = page.setting.indent, page.setting.gap
    return running(text, page.type("heading"), page, indent=indent, above=gap, keep=True)


@pieces_of.register
def _part(part: Part, page: Page) -> list[Piece]:
    column = Column(page, page.width, page.width * _TITLE_SIDE)
    column.add(part.label, page.type("heading"), above=2 * page.setting.gap)
    column.add(part.title.upper(), page.type("heading"))
    return column.pieces


@pieces_of.register
def _paragraph(paragraph: Paragraph, page: Page) -> list[Piece]:
    body = paragraph.role == "body"
    kind = replace(page.type("body" if body else "note"), style=paragraph.style)
    justified = paragraph.align == "justify"
    made = running(
        paragraph.text,
        kind,
        page,
        align=paragraph.align,
        indent=page.setting.indent if paragraph.indent and justified else 0.0,
        above=page.setting.gap if body else 3,
    )
    return glued(made) if justified and paragraph.text.rstrip().endswith(":") else made


@pieces_of.register
def _fields(fields: Fields, page: Page) -> list[Piece]:
    """Labelled values side by side; without a value, dots to the end of the share."""
    kind, gap, indent = page.type("body"), page.setting.gap, page.setting.indent
    if len(fields.cells) == 1:
        (cell,) = fields.cells
        if cell.value != BLANK:
            text = f"{cell.label} {cell.value}"
            return running(text, kind, page, indent=indent, above=gap)
        par = _field(cell, kind, page, page.width)
        return [replace(par, above=gap, first=indent)]
    unit = (page.width - indent) / sum(cell.share for cell in fields.cells)
    widths = tuple(cell.share * unit for cell in fields.cells)
    cells = tuple(
        Cell((_field(cell, kind, page, width - (8 if cell is not fields.cells[-1] else 0)),))
        for cell, width in zip(fields.cells, widths, strict=True)
    )
    return [spacer(gap), Grid(widths, (Row(cells),), left=indent)]


def _field(cell: FieldCell, kind: Type, page: Page, width: float) -> Par:
    if cell.value == BLANK:
        dots = as_words(cell.label + " ", kind) + "<w:r><w:tab/></w:r>"
        return Par(dots, spacing=page.body_spacing, dotted=width)
    return Par(as_words(f"{cell.label} {cell.value}", kind), spacing=page.body_spacing)


@pieces_of.register
def _space(space: Space, _: Page) -> list[Piece]:
    return [spacer(space.points, keep=False)]


@pieces_of.register
def _codes(codes: Codes, page: Page) -> list[Piece]:
    """Four boxes a row, each with its number in the corner."""
    kind, index = page.type("code"), page.type("code_index")
    gutter = 10.0
    width = (page.width - 3 * gutter) / 4
    widths = (width, gutter, width, gutter, width, gutter, width)
    made: list[Piece] = []
    for start in range(0, len(codes.groups), 4):
        cells: list[Cell] = []
        for n, group in enumerate(codes.groups[start : start + 4]):
            if n:
                cells.append(Cell(()))
            number = Par(as_words(str(start + n + 1), index))
            digits = Par(as_words(group, kind), "center")
            cells.append(Cell((number, digits), framed=True))
        cells += [Cell(())] * (len(widths) - len(cells))
        made += [spacer(12), Grid(widths, (Row(tuple(cells), keep=True),), pad=(4, 0))]
    return made


@pieces_of.register
def _qr(_code: Qr, _page: Page) -> list[Piece]:
    """Nothing: a code proves the paper that was issued, never a copy that anybody may edit."""
    return []


# --- the foot ------------------------------------------------------------------------------------


@pieces_of.register
def _signatures(block: Signatures, page: Page) -> list[Piece]:
    """One signer beside Nơi nhận, several side by side with Nơi nhận below."""
    listed = _recipients(block, page)
    if len(block.signers) == 1:
        split = page.width * SIGN_LEFT
        signer = _signer(block.signers[0], page, page.width - split)
        return [spacer(14), _beside(page, split, listed, signer, whole=len(listed) < 16)]
    width = page.width / max(len(block.signers), 1)
    cells = tuple(Cell(tuple(_signer(each, page, width))) for each in block.signers)
    made: list[Piece] = []
    if cells:
        made = [spacer(14), Grid((width,) * len(cells), (Row(cells),))]
    below = [spacer(page.setting.gap), *listed] if listed else []
    return [*made, *below]


def _signer(signer: Signer, page: Page, width: float) -> list[Piece]:
    column = Column(page, width)
    for line in signer.authority:
        column.add(line.upper(), page.type("authority"))
    if signer.note:
        column.add(signer.note, page.type("signer_note"))
    column.space(SIGNATURE_SPACE)
    if signer.name != BLANK:  # the signer writes the name
        column.add(signer.name, page.type("signer"))
    return column.pieces


def _recipients(block: Signatures, page: Page) -> list[Piece]:
    if not block.recipients:
        return []
    label = Par(as_words(block.label, page.type("recipients_label")), keep=True)
    kind = page.type("recipients")
    return [label, *(Par(as_words(name, kind)) for name in block.recipients)]
