"""The yardstick of the batch: a bare reportlab canvas that draws the same words.

`typeset` prepares the runs (not timed), `draw` draws every run of every page with the same
embedded font and saves.  No measuring, no breaking of lines, no stencils.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sachmatuy_desktop.documents.composing import filled
from sachmatuy_desktop.documents.fonts import FILES
from sachmatuy_desktop.documents.pages import on_sheet, sheet_for
from sachmatuy_desktop.documents.pdf import Words
from sachmatuy_desktop.documents.strips import stacked
from sachmatuy_desktop.documents.typesetting import set_blocks
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.packs.forms import load_typography
from sachmatuy_desktop.paths import resources_folder


def typeset(data: FormData, sheets: Iterable[Mapping[str, str]]) -> list[list[Words]]:
    """Every run of every page, placed."""
    sheet = sheet_for(load_typography(data.layout), "portrait")
    pages = []
    for words in sheets:
        full = {f"sheet.{name}": unicodedata.normalize("NFC", text) for name, text in words.items()}
        blocks = [filled(block, full) for block in data.sections[0].blocks]
        placed, _ = stacked(set_blocks(blocks, sheet.setting))
        marks = [mark for top, strip in placed for mark in on_sheet(strip, sheet, top)]
        pages.append([mark for mark in marks if isinstance(mark, Words)])
    return pages


def draw(pages: list[list[Words]], out: BinaryIO) -> None:
    """The same words with reportlab's canvas."""
    for style, name in FILES.items():
        registerFont(TTFont(style, str(resources_folder() / "fonts" / name)))
    canvas = Canvas(out, pagesize=(595.276, 841.89), pageCompression=0)
    for page in pages:
        for run in page:
            canvas.setFont(run.style, run.size)
            canvas.drawString(run.x, 841.89 - run.y, run.text, wordSpace=run.spread or None)
        canvas.showPage()
    canvas.save()
