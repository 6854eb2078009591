"""One page per household, thousands in one file.

What is the same on every page is drawn once as a stencil and stamped; only the lines that carry a
household's own words are set anew.  Pages go straight to the file, so memory does not grow with
their number (the list of page numbers and offsets apart).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from sachmatuy_desktop.documents.composing import filled, is_sheeted
from sachmatuy_desktop.documents.pages import (
    Sheet,
    margin_marks,
    on_sheet,
    sheet_for,
    write_section,
)
from sachmatuy_desktop.documents.pdf import PdfFile, Stencil
from sachmatuy_desktop.documents.strips import Strip, moved, stacked
from sachmatuy_desktop.documents.typesetting import set_block
from sachmatuy_desktop.domain.forms import Block, Break, FormData
from sachmatuy_desktop.packs.forms import load_typography


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Blocks that print the same for everybody: a stencil, the gap above, the height they take."""

    stencil: Stencil
    gap: float
    height: float


_Part = _Fixed | Block


def write_sheets(data: FormData, sheets: Iterable[Mapping[str, str]], out: BinaryIO) -> int:
    """Print the first section of `data` once for each of `sheets`; gives the number of pages.

    `sheets` may be a generator.  A household whose words need more room than one page gets two.
    """
    section = data.sections[0]
    sheet = sheet_for(load_typography(data.layout), section.orientation)
    file = PdfFile(out, data.title)
    margins = file.stencil("Margins", margin_marks(data, sheet, 1), sheet.width, sheet.height)
    parts = _parts(file, section.blocks, sheet)
    paged = any(isinstance(block, Break) for block in section.blocks)
    for words in sheets:
        content = None if paged else _page(file, parts, sheet, _composed(words))
        if content is None:
            blocks = tuple(filled(block, _composed(words)) for block in section.blocks)
            write_section(file, data, blocks, sheet)
        else:
            file.page(sheet.width, sheet.height, file.stamp(margins, 0, sheet.height) + content)
    return file.close()


def _composed(words: Mapping[str, str]) -> dict[str, str]:
    """The household's words in NFC under their full names."""
    return {f"sheet.{name}": unicodedata.normalize("NFC", text) for name, text in words.items()}


def _parts(file: PdfFile, blocks: Iterable[Block], sheet: Sheet) -> list[_Part]:
    """The section as stencils and, between them, the blocks to set for each household."""
    parts: list[_Part] = []
    for sheeted, group in groupby(blocks, key=is_sheeted):
        if sheeted:
            parts.extend(group)
        else:
            strips = [strip for block in group for strip in set_block(block, sheet.setting)]
            parts.append(_fixed(file, f"Part{len(parts)}", strips, sheet))
    return parts


def _fixed(file: PdfFile, name: str, strips: list[Strip], sheet: Sheet) -> _Fixed:
    placed, height = stacked(strips)
    marks = [moved(mark, sheet.left, top + _ROOM) for top, strip in placed for mark in strip.marks]
    stencil = file.stencil(name, marks, sheet.width, height + 2 * _ROOM)
    return _Fixed(stencil, strips[0].gap, height)


_ROOM = 4.0
"""Points around a stencil, so that its box cuts off no accent above and no tail below."""


def _page(
    file: PdfFile, parts: list[_Part], sheet: Sheet, words: Mapping[str, str]
) -> bytes | None:
    """The content of one household's page, or None if a page is too small for it."""
    pieces: list[bytes] = []
    top = 0.0
    for part in parts:
        if isinstance(part, _Fixed):
            top += part.gap if pieces else 0.0
            pieces.append(file.stamp(part.stencil, sheet.top + top - _ROOM, sheet.height))
            top += part.height
            continue
        for strip in set_block(filled(part, words), sheet.setting):
            top += strip.gap if pieces else 0.0
            pieces.append(file.paint(on_sheet(strip, sheet, top), sheet.height))
            top += strip.height
    return b"".join(pieces) if top <= sheet.text_height else None
