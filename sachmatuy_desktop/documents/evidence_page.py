"""The page of the journal that is signed by hand and kept outside the PC.

Ids, codes and accounts; no person of a book is on it.  At the foot of every page stands the
checkpoint, so that any of them proves how far the journal was.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sachmatuy_desktop.documents.fonts import FILES
from sachmatuy_desktop.paths import resources_folder

__all__ = ["EvidencePage", "draw"]

_WIDTH: Final = 595.28
_HEIGHT: Final = 841.89
_LEFT: Final = 64.0
_RIGHT: Final = 550.0
_LINE: Final = 14.0
_FIRST: Final = 32
_LATER: Final = 46
"""How many lines the first page and each later one have room for."""

_COLUMNS: Final = (64.0, 104.0, 190.0, 300.0, 420.0)


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What the page says, each as it is printed; `lines` are number, moment, who, what, note."""

    office: str
    title: str
    told: tuple[str, ...]
    heads: tuple[str, str, str, str, str]
    lines: Sequence[tuple[str, str, str, str, str]]
    signers: tuple[str, str]
    foot: str


def draw(page: EvidencePage) -> bytes:
    """The pages as PDF."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  (heavy, and seldom needed)
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    for style in ("regular", "bold"):
        path = str(resources_folder() / "fonts" / FILES[style])
        pdfmetrics.registerFont(TTFont(f"evidence-{style}", path))
    out = io.BytesIO()
    canvas = Canvas(out, (_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(page.title)
    pages = list(_cut(page.lines))
    for number, lines in enumerate(pages, start=1):
        top = _head(canvas, page) if number == 1 else _HEIGHT - 60
        bottom = _table(canvas, page, lines, top)
        if number == len(pages):
            _signatures(canvas, page, bottom)
        _text(canvas, _LEFT, 34, page.foot, 9)
        _text(canvas, _RIGHT - 40, 34, f"{number}/{len(pages)}", 9)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cut(lines: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield lines[:_FIRST]
    for at in range(_FIRST, len(lines), _LATER):
        yield lines[at : at + _LATER]


def _head(canvas: Any, page: EvidencePage) -> float:
    _text(canvas, _LEFT, _HEIGHT - 56, page.office, 11, "bold")
    canvas.setFont("evidence-bold", 14)
    canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 84, page.title)
    top = _HEIGHT - 108
    for each in page.told:
        _text(canvas, _LEFT, top, each, 11)
        top -= _LINE + 2
    return top - 8


def _table(canvas: Any, page: EvidencePage, lines: Sequence[Any], top: float) -> float:
    for at, head in zip(_COLUMNS, page.heads, strict=True):
        _text(canvas, at, top, head, 9, "bold")
    canvas.line(_LEFT, top - 4, _RIGHT, top - 4)
    for cells in lines:
        top -= _LINE
        for place, cell in enumerate(cells):
            at = _COLUMNS[place]
            end = _COLUMNS[place + 1] if place + 1 < len(_COLUMNS) else _RIGHT
            _text(canvas, at, top, _fitting(canvas, cell, end - at - 6), 9)
    return top


def _signatures(canvas: Any, page: EvidencePage, bottom: float) -> None:
    at = max(bottom - 40, 120.0)
    canvas.setFont("evidence-bold", 11)
    canvas.drawCentredString(_LEFT + 110, at, page.signers[0])
    canvas.drawCentredString(_RIGHT - 110, at, page.signers[1])


def _fitting(canvas: Any, text: str, room: float) -> str:
    """As much of a text as there is room for; its end says that there was more."""
    if canvas.stringWidth(text, "evidence-regular", 9) <= room:
        return text
    while text and canvas.stringWidth(text + "…", "evidence-regular", 9) > room:
        text = text[:-1]
    return text + "…"


def _text(
    canvas: Any, left: float, at: float, text: str, size: float, style: str = "regular"
) -> None:
    canvas.setFont(f"evidence-{style}", size)
    canvas.drawString(left, at, text)
