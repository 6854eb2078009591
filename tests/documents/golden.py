"""What a form looks like, kept small: how dark each of 12 by 16 parts of every page is.

The files in `golden/` are what was looked at and found right.  After a change that is meant to be
seen, look at the forms again, then renew them:

    python -m tests.documents.golden [form id …]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pypdfium2

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.packs.forms import all_form_ids, load_form
from tests.documents.fillings import FILLINGS, Filling, composed

FOLDER: Final = Path(__file__).parent / "golden"
_ACROSS, _DOWN = 12, 16
_DOT: Final = 4
"""So many pixels make one part, each way."""

_MOST_PAGES: Final = 4
"""Of a longer filling the other pages are counted only."""

_DARKEST: Final = 96
"""A part as dark as this (of 255) or darker has the level f."""

MOST_ODD: Final = 6
"""So many parts of a page may differ by more than one level before the page counts as changed."""


def fingerprint(page: pypdfium2.PdfPage) -> str:
    """The page as hexadecimal digits, row by row: 0 is white."""
    width, height = page.get_size()
    scale = max(_ACROSS * _DOT / width, _DOWN * _DOT / height)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = [
        bytes(bitmap.buffer[row * bitmap.stride : row * bitmap.stride + bitmap.width])
        for row in range(bitmap.height)
    ]
    digits = []
    for down in range(_DOWN):
        top, bottom = (bitmap.height * n // _DOWN for n in (down, down + 1))
        for across in range(_ACROSS):
            left, right = (bitmap.width * n // _ACROSS for n in (across, across + 1))
            dots = b"".join(row[left:right] for row in rows[top:bottom])
            dark = 255 - sum(dots) / max(len(dots), 1)
            digits.append(f"{min(round(dark * 15 / _DARKEST), 15):x}")
    return "".join(digits)


def looks(form_id: str, prints: Mapping[Filling, bytes]) -> str:
    """The golden text of a form: a line for each page of each filling, and how many there are."""
    lines = []
    for filling, pdf in prints.items():
        document = pypdfium2.PdfDocument(pdf)
        shown = min(len(document), _MOST_PAGES)
        lines += [f"{filling} {fingerprint(document[n])}" for n in range(shown)]
        lines.append(f"{filling} {len(document)}")
        document.close()
    return "\n".join([form_id, *lines]) + "\n"


def odd_parts(before: str, now: str) -> int:
    """In how many parts two pages differ by more than one level."""
    pairs = zip(before, now, strict=False)
    return sum(abs(int(a, 16) - int(b, 16)) > 1 for a, b in pairs)


def main(ids: list[str]) -> None:
    """Renew the golden files of these forms, or of all."""
    FOLDER.mkdir(exist_ok=True)
    for form_id in ids or all_form_ids():
        form = load_form(form_id)
        prints = {filling: render(composed(form, filling)) for filling in FILLINGS}
        (FOLDER / f"{form_id}.txt").write_text(looks(form_id, prints), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
