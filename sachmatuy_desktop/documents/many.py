"""Many papers in one file, one after the other, each with its own words throughout.

Pages go straight to the file, so memory does not grow with their number.  Where all pages are one
form and only some lines differ, `batch` is faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from sachmatuy_desktop.documents.pages import sheet_for, write_section
from sachmatuy_desktop.documents.pdf import PdfFile
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.packs.forms import load_typography

__all__ = ["write_papers"]


def write_papers(papers: Iterable[FormData], title: str, out: BinaryIO) -> int:
    """Papers one after the other under one title; gives the number of pages.

    `papers` may be a generator: what is written is not kept.
    """
    file = PdfFile(out, title)
    for each in papers:
        data = each.normalised()
        typography = load_typography(data.layout)
        for section in data.sections:
            write_section(file, data, section.blocks, sheet_for(typography, section.orientation))
    return file.close()
