"""Blocks of rich text, columns without rules, marks and notes as Word has them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from sachmatuy_desktop.documents.rich_lines import in_bold
from sachmatuy_desktop.documents.rich_setting import is_signed
from sachmatuy_desktop.documents.setting import POINTS_PER_MM, SIGNATURE_SPACE
from sachmatuy_desktop.documents.word.blocks import Page, pieces_of
from sachmatuy_desktop.documents.word.rich_text import (
    column_lines,
    is_rule,
    rich_par,
    rule_below,
)
from sachmatuy_desktop.documents.word.runs import as_words
from sachmatuy_desktop.documents.word.shapes import Cell, Grid, Par, Piece, Row, glued, rule, spacer
from sachmatuy_desktop.domain.forms import (
    Break,
    ColumnCell,
    Columns,
    Divider,
    FormMark,
    Leader,
    Notes,
    Rich,
    Run,
    Text,
)

__all__: list[str] = []

_GUTTER: Final = 8.0
_SIGN_GAP: Final = 14.0
_NOTES_RULE: Final = 0.33
_PHOTO_MM: Final = (30.0, 40.0)
_PHOTO_SIZE: Final = re.compile(r"(\d)\s*[x×]\s*(\d)")


@pieces_of.register
def _rich(rich: Rich, page: Page) -> list[Piece]:
    """Each line of the text is a paragraph; centred lines stand together."""
    body = rich.role == "body"
    kind = page.type("body" if body else "note")
    usual = page.setting.gap if body else 3.0
    gap = usual if rich.gap is None else rich.gap
    together = rich.align in {"center", "right"} and len(rich.text) > 1
    made: list[Piece] = []
    for number, line in enumerate(rich.text):
        if is_rule(line):
            short = page.setting.typography.short_rule
            made = [*glued(made), rule_below(rich.text, number, kind, page.width, short)]
            continue
        par = rich_par(
            line,
            kind,
            page.width,
            rich.align,
            indent=page.setting.indent if rich.indent and rich.align == "justify" else 0.0,
            above=gap if number == 0 or rich.align in {"justify", "left"} else 0.0,
            spacing=page.body_spacing if body else 1.0,
        )
        made.append(replace(par, keep=together and number < len(rich.text) - 1))
    leads = _said(rich.text).rstrip().endswith(":") or _all_bold(rich.text)
    return glued(made) if leads else made


def _said(text: Text) -> str:
    """The words of the last line; none where it ends in a place for the pen."""
    last = text[-1] if text else ()
    if last and isinstance(last[-1], Leader):
        return ""
    return "".join(each.text for each in last if isinstance(each, Run))


def _all_bold(text: Text) -> bool:
    runs = [each for line in text for each in line if not isinstance(each, Divider)]
    return bool(runs) and all(isinstance(each, Run) and "bold" in each.style for each in runs)


@pieces_of.register
def _columns(block: Columns, page: Page) -> list[Piece]:
    """One table for all rows; their cells share the edges that any of them has."""
    shares = [_edges(row) for row in block.rows]
    edges = sorted({edge for each in shares for edge in each})
    widths = tuple((b - a) * page.width for a, b in pairwise(edges))
    rows = []
    for number, (row, own) in enumerate(zip(block.rows, shares, strict=True)):
        cells = []
        for cell, left, right in zip(row, own, own[1:], strict=False):
            room = (right - left) * page.width
            span = edges.index(right) - edges.index(left)
            gap = page.setting.gap if number else 0.0
            cells.append(Cell(tuple(_spaced(_column_cell(cell, room, page), gap)), span))
        rows.append(Row(tuple(cells), keep=number < len(block.rows) - 1))
    usual = _SIGN_GAP if is_signed(block) else page.setting.gap
    gap = usual if block.gap is None else block.gap
    return [spacer(gap), Grid(widths, tuple(rows))]


def _edges(row: tuple[ColumnCell, ...]) -> list[float]:
    total = sum(cell.share for cell in row)
    return [0.0, *(round(each / total, 6) for each in accumulate(cell.share for cell in row))]


def _spaced(pieces: list[Piece], gap: float) -> list[Piece]:
    """The pieces of a lower row, a little below those above."""
    if gap and pieces and isinstance(pieces[0], Par):
        return [replace(pieces[0], above=pieces[0].above + gap), *pieces[1:]]
    return pieces


def _column_cell(cell: ColumnCell, room: float, page: Page) -> list[Piece]:
    made: list[Piece] = []
    running = cell.align in {"left", "justify"} and not cell.sign
    kind = page.type("body" if running else "column")
    if cell.photo:
        made += _photo(cell.photo, page)
    lines = column_lines(cell.text, room - _GUTTER, cell.align, page.setting, kind)
    side = 0.0 if running else _GUTTER / 2
    made += [
        replace(
            each,
            left=each.left + side,
            right=each.right + side,
            spacing=page.body_spacing if running else each.spacing,
        )
        if isinstance(each, Par)
        else each
        for each in lines
    ]
    if cell.sign:
        made.append(spacer(SIGNATURE_SPACE))
        if cell.name:
            made.append(Par(as_words(cell.name, page.type("signer")), "center"))
    return made


def _photo(words: str, page: Page) -> list[Piece]:
    """A frame for a picture, as large as its words say."""
    found = _PHOTO_SIZE.search(words)
    wide, high = (10.0 * int(found[1]), 10.0 * int(found[2])) if found else _PHOTO_MM
    inside = Par(as_words(words, page.type("note")), "center")
    row = Row((Cell((inside,), middle=True),), height=high * POINTS_PER_MM)
    frame = Grid((wide * POINTS_PER_MM,), (row,), ruled=True, pad=(3, 0), centred=True)
    return [frame, spacer(page.setting.gap, keep=False)]


@pieces_of.register
def _mark(mark: FormMark, page: Page) -> list[Piece]:
    kind = page.type("form_mark")
    lines = in_bold(mark.text)
    return [replace(rich_par(line, kind, page.width, "right"), keep=True) for line in lines]


@pieces_of.register
def _notes(notes: Notes, page: Page) -> list[Piece]:
    kind = page.type("note")
    made: list[Piece] = [spacer(9), rule(page.width * _NOTES_RULE, page.width, align="left")]
    lines = [line for text in notes.notes for line in text]
    return made + [rich_par(line, kind, page.width, "justify", above=2) for line in lines]


@pieces_of.register
def _break(_: Break, __: Page) -> list[Piece]:
    return [Par(exact=1, new_page=True, keep=True)]
