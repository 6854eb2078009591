"""Reads a printed PDF back as a reader would see it: letters with their places, and lines."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

LEAN = 0.2
"""How far, in parts of its size, a letter leans over its neighbour in a word; italics most."""


@dataclass(frozen=True)
class Letter:
    """One printed letter: its box from the upper left corner of the page, and its size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Stroke:
    """A drawn line or frame."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def length(self) -> float:
        """Of a horizontal rule, without the thickness that PDFium adds at both ends."""
        return self.width - (self.bottom - self.top)


@dataclass(frozen=True)
class PrintedLine:
    """Letters on one baseline, as one text."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True)
class PrintedPage:
    width: float
    height: float
    text: str
    letters: list[Letter]
    strokes: list[Stroke]

    def lines(self) -> list[PrintedLine]:
        """Runs of letters that share a baseline without a wide gap between them."""
        found: list[list[Letter]] = []
        for letter in self.letters:
            last = found[-1][-1] if found else None
            if (
                last
                and abs(last.baseline - letter.baseline) < 0.1
                and -4 < letter.left - last.right < letter.size * 1.2
            ):
                found[-1].append(letter)
            else:
                found.append([letter])
        return [
            PrintedLine(
                "".join(letter.text for letter in run).strip(),
                run[0].left,
                run[-1].right,
                run[0].baseline,
                run[0].size,
            )
            for run in found
        ]

    def line(self, words: str) -> PrintedLine:
        """The one line that contains `words`."""
        found = [line for line in self.lines() if words in line.text]
        assert len(found) == 1, (words, [line.text for line in found])
        return found[0]

    def has(self, words: str) -> bool:
        """Whether exactly one line contains `words`."""
        return bool(self.line(words).text)

    def rule_below(self, words: str) -> Stroke:
        """The nearest horizontal rule below a line."""
        line = self.line(words)
        below = [
            stroke
            for stroke in self.strokes
            if stroke.bottom - stroke.top < 2 and 0 < stroke.top - line.baseline < 12
        ]
        assert below, words
        return min(
            below,
            key=lambda stroke: abs(stroke.left + stroke.right - line.left - line.right),
        )


def read(pdf: bytes) -> list[PrintedPage]:
    """Every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """All text, blanks and line ends folded to single spaces."""
    return " ".join(" ".join(page.text for page in read(pdf)).split())


def overlapping(page: PrintedPage) -> list[tuple[str, str]]:
    """Letters that stand on others, more than neighbours in a word lean together."""
    marks = [each for each in page.letters if each.text.strip()]
    marks.sort(key=lambda each: each.left)
    found = []
    for place, one in enumerate(marks):
        for other in marks[place + 1 :]:
            if other.left > one.right - LEAN * one.size:
                break
            if abs(one.baseline - other.baseline) < min(one.size, other.size) * 0.7:
                found.append((one.text, other.text))
    return found


def _read_page(page: pypdfium2.PdfPage) -> PrintedPage:
    width, height = page.get_size()
    textpage = page.get_textpage()
    letters = list(_letters(textpage, height))
    strokes = [
        Stroke(left, right, height - top, height - bottom)
        for left, bottom, right, top in (
            thing.get_bounds() for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        )
    ]
    text = textpage.get_text_bounded()
    textpage.close()
    page.close()
    return PrintedPage(width, height, text, letters, strokes)


def _letters(textpage: pypdfium2.PdfTextPage, height: float) -> Iterator[Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(textpage.count_chars()):
        if pdfium.FPDFText_IsGenerated(textpage, number):
            continue
        text = chr(pdfium.FPDFText_GetUnicode(textpage, number))
        left, bottom, right, top = textpage.get_charbox(number, loose=True)
        pdfium.FPDFText_GetCharOrigin(textpage, number, x, y)
        size = pdfium.FPDFText_GetFontSize(textpage, number)
        yield Letter(text, left, right, height - top, height - bottom, height - y.value, size)
