"""Layout number 1: each block of a paper as strips, after Nghị định 30/2020, Phụ lục I and III.

Sizes, styles and distances come from `resources/forms/typography-1.toml`.  An issued document
stores the number of its layout; a change that moves a letter is a new module beside this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.documents.dots import dot_of, is_blank
from sachmatuy_desktop.documents.lines import Line, Type, balanced, fold, place
from sachmatuy_desktop.documents.pdf import Frame, Mark, Squares, Words
from sachmatuy_desktop.documents.qr import QUIET
from sachmatuy_desktop.documents.rich_setting import is_signed, set_lines
from sachmatuy_desktop.documents.setting import (
    POINTS_PER_MM,
    SIGNATURE_SPACE,
    Setting,
    TextColumn,
    set_block,
)
from sachmatuy_desktop.documents.strips import Strip, glue_last, moved
from sachmatuy_desktop.documents.tables import set_table
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Addressees,
    Annex,
    Block,
    Codes,
    Columns,
    FieldCell,
    Fields,
    Grid,
    Head,
    Heading,
    National,
    Paragraph,
    Part,
    Qr,
    Signatures,
    Signer,
    Space,
    Table,
    Title,
)

__all__ = ["set_block", "set_blocks"]

_HEAD_LEFT = 0.43
_SIGN_LEFT = 0.44
_RECIPIENTS_ROOM = 300
"""Points that Nơi nhận may take beside the signer; a longer list goes on below, over pages."""

_TITLE_WIDTH = 0.86


def set_blocks(blocks: Sequence[Block], setting: Setting) -> list[Strip]:
    """All blocks in order; the signatures hold on to what they sign, a grid to what it is about."""
    strips: list[Strip] = []
    for block in blocks:
        signed = isinstance(block, Columns) and is_signed(block)
        if signed or isinstance(block, Signatures | Grid):
            strips = glue_last(strips)
        strips.extend(set_block(block, setting))
    return strips


# --- the head ------------------------------------------------------------------------------------


@set_block.register
def _head(head: Head, setting: Setting) -> list[Strip]:
    """Ô 1–4: number and place-date stand on one line below both columns."""
    split = setting.width * _HEAD_LEFT
    left, right = TextColumn(0, split - 6), TextColumn(split, setting.width - split)
    if head.wording:
        marks, left.bottom = set_lines(head.wording, left.room, "center", setting)
        left.marks += marks
    else:
        _issuer(head, left, setting)
    right.add(head.national[0], setting.type("national_name"))
    right.rule(right.add(head.national[1], setting.type("national_motto")))
    left.bottom = right.bottom = max(left.bottom, right.bottom) + 6
    left.add(head.number, setting.type("number"))
    if head.place_date:
        right.add(head.place_date, setting.type("place_date"))
    if head.subject:
        left.bottom += setting.typography.paragraph_gap
        left.add(head.subject, setting.type("letter_subject"))
    height = max(left.bottom, right.bottom)
    return [Strip(height, (*left.marks, *right.marks), glued=True)]


def _issuer(head: Head, column: TextColumn, setting: Setting) -> None:
    """Ô 2: the body above, the body that issues, a short rule."""
    for line in head.parent:
        column.add(line.upper(), setting.type("parent"))
    longest = max(column.add(line.upper(), setting.type("issuer")) for line in head.issuer)
    column.rule(longest * setting.typography.short_rule)


@set_block.register
def _national(national: National, setting: Setting) -> list[Strip]:
    column = TextColumn(0, setting.width)
    column.add(national.lines[0], setting.type("national_name"))
    column.rule(column.add(national.lines[1], setting.type("national_motto")))
    return [Strip(column.bottom, tuple(column.marks), glued=True)]


@set_block.register
def _title(title: Title, setting: Setting) -> list[Strip]:
    """Ô 5a: the short rule below is a part of the longest line of the trích yếu."""
    column = _titles_column(setting)
    column.add(title.name.upper(), setting.type("title"))
    if title.subject:
        longest = column.add(title.subject, setting.type("subject"))
        column.rule(longest * setting.typography.short_rule)
    return [Strip(column.bottom + 6, tuple(column.marks), gap=16, glued=True)]


@set_block.register
def _annex(annex: Annex, setting: Setting) -> list[Strip]:
    column = _titles_column(setting)
    column.add(annex.label, setting.type("annex_label"))
    column.add(annex.title.upper(), setting.type("annex_title"))
    longest = column.add(annex.guide, setting.type("annex_guide"))
    column.rule(longest * setting.typography.short_rule)
    return [Strip(column.bottom + 6, tuple(column.marks), glued=True)]


def _titles_column(setting: Setting) -> TextColumn:
    width = setting.width * _TITLE_WIDTH
    return TextColumn((setting.width - width) / 2, width)


@set_block.register
def _addressees(block: Addressees, setting: Setting) -> list[Strip]:
    """Ô 9a: one on the line of “Kính gửi:”, several below it, dashes under the colon."""
    kind = setting.body("addressees")
    label = kind.width(block.label)
    if len(block.names) == 1:
        lines = balanced(f"{block.label} {block.names[0]}", kind, setting.width)
        return _centred(lines, kind, setting)
    ends = [";"] * (len(block.names) - 1) + ["."]
    items = [f"- {name}{end}" for name, end in zip(block.names, ends, strict=True)]
    longest = min(max(map(kind.width, items)), setting.width - setting.indent - label)
    start = max((setting.width - label - longest) / 2, 0)
    dash = start + label - kind.width(":")
    strips = [_line_strip(Line(block.label, label, last=True), kind, (start, label), setting.gap)]
    strips += [
        _line_strip(line, kind, (dash, setting.width - dash), 0)
        for item in items
        for line in fold(item, kind, setting.width - dash)
    ]
    return glue_last([replace(strip, glued=True) for strip in strips])


def _centred(lines: list[Line], kind: Type, setting: Setting) -> list[Strip]:
    marks = tuple(
        place(line, kind, "center", (0, setting.width), n * kind.leading)
        for n, line in enumerate(lines)
    )
    return [Strip(len(lines) * kind.leading, marks, gap=setting.gap, glued=True)]


def _line_strip(line: Line, kind: Type, room: tuple[float, float], gap: float) -> Strip:
    return Strip(kind.leading, (place(line, kind, "left", room, 0),), gap=gap)


# --- the body ------------------------------------------------------------------------------------


@set_block.register
def _heading(heading: Heading, setting: Setting) -> list[Strip]:
    text = heading.text.upper() if heading.level == 1 else heading.text
    lines = _running(text, setting.body("heading"), setting, indent=setting.indent)
    return [replace(strip, glued=True) for strip in lines]


@set_block.register
def _part(part: Part, setting: Setting) -> list[Strip]:
    """II.6.đ: the word with its number in ordinary letters, the title in capitals below."""
    column = _titles_column(setting)
    column.add(part.label, setting.type("heading"))
    column.add(part.title.upper(), setting.type("heading"))
    return [Strip(column.bottom, tuple(column.marks), gap=2 * setting.gap, glued=True)]


@set_block.register
def _paragraph(paragraph: Paragraph, setting: Setting) -> list[Strip]:
    base = setting.body() if paragraph.role == "body" else setting.type("note")
    kind = Type(paragraph.style, base.size, base.leading)
    indent = setting.indent if paragraph.indent else 0.0
    gap = setting.gap if paragraph.role == "body" else 3
    if paragraph.align == "justify":
        strips = _running(paragraph.text, kind, setting, indent=indent, gap=gap)
        return glue_last(strips) if paragraph.text.rstrip().endswith(":") else strips
    lines = fold(paragraph.text, kind, setting.width)
    return [
        Strip(
            kind.leading,
            (place(line, kind, paragraph.align, (0, setting.width), 0),),
            gap=0 if n else gap,
            glued=n < len(lines) - 1,
        )
        for n, line in enumerate(lines)
    ]


def _running(
    text: str, kind: Type, setting: Setting, *, indent: float, gap: float | None = None
) -> list[Strip]:
    """Justified lines, of which neither the first nor the last stands alone on a page."""
    lines = fold(text, kind, setting.width, indent)
    above = setting.gap if gap is None else gap
    strips = []
    for n, line in enumerate(lines):
        left = indent if n == 0 else 0.0
        mark = place(line, kind, "justify", (left, setting.width - left), 0)
        alone = len(lines) > 1 and n in {0, len(lines) - 2}
        strips.append(Strip(kind.leading, (mark,), gap=0 if n else above, glued=alone))
    return strips


@set_block.register
def _fields(fields: Fields, setting: Setting) -> list[Strip]:
    """Labelled values on one line; without a value, dots to the end of the share."""
    if len(fields.cells) == 1 and not is_blank(fields.cells[0].value):
        cell = fields.cells[0]
        return _running(
            f"{cell.label} {cell.value}", setting.body(), setting, indent=setting.indent
        )
    kind = setting.body()
    unit = (setting.width - setting.indent) / sum(cell.share for cell in fields.cells)
    left, height, marks = setting.indent, 0.0, []
    for cell in fields.cells:
        width = cell.share * unit
        room = (left, width if cell is fields.cells[-1] else width - 8)
        words = _field_words(cell, kind, room)
        marks.extend(words)
        height = max(height, len(words) * kind.leading)
        left += width
    return [Strip(height, tuple(marks), gap=setting.gap)]


def _field_words(cell: FieldCell, kind: Type, room: tuple[float, float]) -> list[Words]:
    if is_blank(cell.value):
        *above, last = fold(cell.label, kind, room[1] - 7 * kind.width("."))
        dots = int((room[1] - kind.width(last.text + " ")) / kind.width("."))
        lines = [*above, Line(f"{last.text} {dot_of(cell.value) * max(dots, 6)}", 0, last=True)]
        return [place(line, kind, "left", room, n * kind.leading) for n, line in enumerate(lines)]
    lines = fold(f"{cell.label} {cell.value}", kind, room[1])
    return [place(line, kind, "left", room, n * kind.leading) for n, line in enumerate(lines)]


@set_block.register
def _table(table: Table, setting: Setting) -> list[Strip]:
    return set_table(table, setting.width, setting.type("table_head"), setting.type("table"))


@set_block.register
def _space(space: Space, _: Setting) -> list[Strip]:
    return [Strip(0, (), gap=space.points)]


@set_block.register
def _codes(codes: Codes, setting: Setting) -> list[Strip]:
    """Four boxes a row, each with its number in the corner."""
    kind, index = setting.type("code"), setting.type("code_index")
    gutter, height = 10.0, 44.0
    width = (setting.width - 3 * gutter) / 4
    strips = []
    for start in range(0, len(codes.groups), 4):
        marks: list[Mark] = []
        for n, group in enumerate(codes.groups[start : start + 4]):
            left = n * (width + gutter)
            marks.append(Frame(left, 0, width, height))
            number = Line(str(start + n + 1), 0, last=True)
            marks.append(place(number, index, "left", (left + 4, width), 2))
            digits = Line(group, kind.width(group), last=True)
            marks.append(place(digits, kind, "center", (left, width), (height - kind.leading) / 2))
        strips.append(Strip(height, tuple(marks), gap=12, glued=True))
    return [*strips[:-1], *(replace(strip, glued=False) for strip in strips[-1:])]


@set_block.register
def _qr(code: Qr, setting: Setting) -> list[Strip]:
    """The code at the left edge of the text, or in the corner, where it takes no height."""
    if code.corner:
        rows = tuple(code.rows[0].split())  # a sheet's own squares are one text
        if rows == (BLANK,):
            return []
        drawn, _height = _code(replace(code, rows=rows), setting, setting.width)
        return [Strip(0, tuple(moved(mark, *_CORNER) for mark in drawn))]
    marks, height = _code(code, setting, setting.width)
    return [Strip(height, tuple(marks), gap=8)]


_CORNER: Final = (-6 * POINTS_PER_MM, -8 * POINTS_PER_MM)
"""How far a code in the corner reaches into the left and upper margin."""


def _code(code: Qr, setting: Setting, width: float) -> tuple[list[Mark], float]:
    """The code within its quiet zone and its lines beside it; and the height of both."""
    side = code.side * POINTS_PER_MM
    kind = setting.type("code_line")
    square = side / (len(code.rows) + 2 * QUIET)
    edge = QUIET * square
    marks: list[Mark] = [Squares(edge, edge, square, code.rows)]
    room = (side + edge, width - side - edge)
    lines = [line for text in code.lines for line in _kept_whole(text, kind, room[1])]
    for n, line in enumerate(lines):
        marks.append(place(line, kind, "left", room, n * kind.leading))
    return marks, max(side, len(lines) * kind.leading)


def _kept_whole(text: str, kind: Type, width: float) -> list[Line]:
    """The line as it is, with its spaces, if it fits."""
    length = kind.width(text)
    return [Line(text, length, last=True)] if length <= width else fold(text, kind, width)


# --- the foot ------------------------------------------------------------------------------------


@set_block.register
def _signatures(block: Signatures, setting: Setting) -> list[Strip]:
    """Ô 7 and 9b: one signer beside Nơi nhận, several side by side with Nơi nhận below."""
    alone = len(block.signers) == 1
    split = setting.width * _SIGN_LEFT if alone else 0.0
    width = (setting.width - split) / max(len(block.signers), 1)
    columns = [
        _signer(signer, TextColumn(split + n * width, width), setting)
        for n, signer in enumerate(block.signers)
    ]
    bottom = max((column.bottom for column in columns), default=0.0)
    room = (0.0, split - 10 if alone else setting.width)
    level = setting.type("authority").baseline - setting.type("recipients_label").baseline
    marks = [mark for column in columns for mark in column.marks]
    top = level if alone else bottom + setting.gap
    listed = _recipients(block, setting, room)
    for strip in listed:
        if top + strip.height > max(bottom, _RECIPIENTS_ROOM):
            break
        marks += [moved(mark, 0, top) for mark in strip.marks]
        top += strip.height
        listed = listed[1:]
    after: list[Strip] = []
    if block.code is not None:
        drawn, height = _code(block.code, setting, room[1])
        if alone and not listed:
            top += _ABOVE_CODE if block.recipients else 0.0
            marks += [moved(mark, 0, top) for mark in drawn]
            top += height
        else:
            after = [Strip(height, tuple(drawn), gap=_ABOVE_CODE)]
    glued = bool(listed or after)
    listed = [replace(each, glued=bool(after)) for each in listed]
    return [Strip(max(bottom, top), tuple(marks), gap=14, glued=glued), *listed, *after]


_ABOVE_CODE: Final = 4.0


def _signer(signer: Signer, column: TextColumn, setting: Setting) -> TextColumn:
    for line in signer.authority:
        column.add(line.upper(), setting.type("authority"))
    if signer.note:
        column.add(signer.note, setting.type("signer_note"))
    column.bottom += SIGNATURE_SPACE
    column.sign(signer.name, setting.type("signer"))
    return column


def _recipients(block: Signatures, setting: Setting, room: tuple[float, float]) -> list[Strip]:
    """“Nơi nhận:” and its lines, each a strip: a list that is long goes on below the signer."""
    if not block.recipients:
        return []
    label, kind = setting.type("recipients_label"), setting.type("recipients")
    lines = [(Line(block.label, 0, last=True), label)]
    lines += [(line, kind) for name in block.recipients for line in fold(name, kind, room[1])]
    return [Strip(each.leading, (place(line, each, "left", room, 0),)) for line, each in lines]
