"""From the frozen snapshot to PDF bytes: the same snapshot gives the same bytes, always."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from sachmatuy_desktop.documents.batch import write_sheets
from sachmatuy_desktop.documents.pages import sheet_for, write_section
from sachmatuy_desktop.documents.pdf import PdfFile
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.packs.forms import load_typography

Report = Callable[[int, int], object]
"""Told how many parts of how many are set; raises to stop."""


def _silent(_done: int, _total: int) -> None:
    """Report to nobody."""


def render(data: FormData, report: Report = _silent) -> bytes:
    """The paper as PDF; `report` hears of every part, as of each sheet of many.

    A pure function of `data` (its layout number chooses the typography): no clock, no locale, no
    random order has a say in it.  Raises `Refused` for a layout that this program does not have and
    `BadInput` for a letter that the typeface cannot print.
    """
    out = io.BytesIO()
    write(data, out, report)
    return out.getvalue()


def write(data: FormData, out: BinaryIO, report: Report = _silent) -> int:
    """Write the paper to a binary stream; gives the number of pages."""
    data = data.normalised()
    if data.sheets:
        return write_sheets(data, data.sheets, out)
    typography = load_typography(data.layout)
    file = PdfFile(out, data.title)
    for done, section in enumerate(data.sections):
        report(done, len(data.sections))
        write_section(file, data, section.blocks, sheet_for(typography, section.orientation))
    return file.close()
