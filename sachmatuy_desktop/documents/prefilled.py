"""Paper that bears the blank form already: only the values are printed, each on its dotted place.

The form is set twice, blank and with stand-ins in its dots (`place_words`); where the stand-ins
came to lie the values are written, smaller if they must be.  What the second setting has beyond the
first are the crosses in boxes.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Final

from sachmatuy_desktop.documents.composing import compose, sections_of
from sachmatuy_desktop.documents.dots import bare, place_of
from sachmatuy_desktop.documents.fonts import NO_BREAK_SPACE, face
from sachmatuy_desktop.documents.lines import cleaned
from sachmatuy_desktop.documents.pages import Sheet, margin_marks, section_pages, sheet_for
from sachmatuy_desktop.documents.pdf import Frame, Mark, PdfFile, Rule, Squares, Words
from sachmatuy_desktop.documents.place_words import PlaceWords, Said
from sachmatuy_desktop.domain.forms import Align, FormDefinition, Restriction, Value
from sachmatuy_desktop.packs.forms import load_typography

__all__ = ["LEAST", "Prefilled", "lay_over"]

LEAST: Final = 8.0
"""Values shrink down to so many points."""

_STEP: Final = 0.5
_RAISED: Final = 1.2
"""A value stands so many points above its dots."""

_CLEAR: Final = 2.0
"""So far a value that is longer than its dots stays away from what is printed beside them."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The values alone, which print, and what is shown: they over the blank form in light grey.

    `too_long` and `without_place` are the labels of what is left to be written by hand.
    """

    pdf: bytes
    shown: bytes
    too_long: tuple[str, ...] = ()
    without_place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """One line of dots of a place: its page, its reach, and how far the white around it reaches."""

    page: int
    dots: Words
    left: float
    right: float
    least: float
    most: float


@dataclass(slots=True)
class _Page:
    """A page of the blank form, and the values on it."""

    sheet: Sheet
    number: int
    blank: list[Mark]
    placed: list[Mark]
    values: list[Mark]


def lay_over(
    form: FormDefinition,
    values: Mapping[str, Value],
    *,
    notes: bool = False,
    training: bool = False,
    restriction: Restriction | None = None,
) -> Prefilled:
    """The values of a form for paper on which it was printed blank, with its notes or without.

    Raises `BadInput` for what the form cannot print, and for rows that its blank table cannot hold.
    """
    blank = compose(form, {}, notes=notes, training=training, restriction=restriction)
    words = PlaceWords(form, values, notes=notes)
    typography = load_typography(blank.layout)
    pages: list[_Page] = []
    for empty, full in zip(blank.sections, sections_of(form, words), strict=True):
        sheet = sheet_for(typography, empty.orientation)
        both = zip(
            section_pages(empty.blocks, sheet), section_pages(full.blocks, sheet), strict=True
        )
        pages += [_Page(sheet, n, *each, []) for n, each in enumerate(both, start=1)]
    spots = _spots(pages)
    for page in pages:
        page.values += _crosses(page)
    missed = {
        said.field
        for number, said in enumerate(words.places)
        if said.text and number in spots and not _write(said, spots[number], pages)
    }
    met = {words.places[number].field for number in spots} | words.answered
    without = {spec.name for spec in form.fields if values.get(spec.name) not in (None, "", ())}
    printed, shown = io.BytesIO(), io.BytesIO()
    only, over = PdfFile(printed, blank.title), PdfFile(shown, blank.title)
    for page in pages:
        width, height = page.sheet.width, page.sheet.height
        around = margin_marks(blank, page.sheet, 1)  # the page number is there already
        filled = [*around, *page.values]
        only.page(width, height, only.paint(filled, height))
        numbered = margin_marks(
            replace(blank, training="", restriction=None), page.sheet, page.number
        )
        under = over.faded([*numbered, *page.blank], height)
        over.page(width, height, under + over.paint(filled, height))
    only.close()
    over.close()
    return Prefilled(
        printed.getvalue(), shown.getvalue(), _labels(form, missed), _labels(form, without - met)
    )


def _labels(form: FormDefinition, names: set[str]) -> tuple[str, ...]:
    return tuple(spec.label for spec in form.fields if spec.name in names)


# --- where the places are ------------------------------------------------------------------------


def _spots(pages: Sequence[_Page]) -> Mapping[int, list[_Spot]]:
    """The dots of every place, in the order of reading."""
    found: dict[int, list[_Spot]] = defaultdict(list)
    for number, page in enumerate(pages):
        pieces = [piece for mark in page.placed for piece in _pieces(mark)]
        walls = [wall for piece in pieces if (wall := _reach(piece)) is not None]
        edges = (page.sheet.left, page.sheet.left + page.sheet.setting.width)
        for piece in pieces:
            place = place_of(piece.text[0]) if isinstance(piece, Words) and piece.text else None
            if isinstance(piece, Words) and place is not None:
                found[place].append(_spot(number, piece, walls, edges))
    return found


def _pieces(mark: Mark) -> Iterator[Mark]:
    """Words in pieces: each the dots of one place, or what stands between two."""
    if not isinstance(mark, Words):
        yield mark
        return
    x = mark.x
    for _place, letters in groupby(mark.text, key=place_of):
        text = "".join(letters)
        yield replace(mark, x=x, text=text)
        x += _length(mark, text)


def _length(mark: Words, text: str) -> float:
    spaces = text.count(" ") + text.count(NO_BREAK_SPACE)
    return face(mark.style).width(text, mark.size) + mark.spread * spaces


_Box = tuple[float, float, float, float]
"""Left, right, top, bottom."""


def _reach(mark: Mark) -> _Box | None:
    """The room that a mark takes, words without blanks at their ends; None for mere points."""
    if isinstance(mark, Words):
        text = mark.text.strip(f" {NO_BREAK_SPACE}")
        if not text.strip("."):
            return None
        left = mark.x + _length(mark, mark.text[: mark.text.index(text)])
        return left, left + _length(mark, text), mark.y - 0.7 * mark.size, mark.y + 0.2 * mark.size
    if isinstance(mark, Rule):
        top, bottom = sorted((mark.y1, mark.y2))
        return min(mark.x1, mark.x2), max(mark.x1, mark.x2), top, bottom
    if isinstance(mark, Frame):
        return mark.x, mark.x + mark.width, mark.y, mark.y + mark.height
    if isinstance(mark, Squares):
        side = len(mark.rows) * mark.square
        return mark.x, mark.x + side, mark.y, mark.y + side
    return None


def _spot(page: int, dots: Words, walls: Iterable[_Box], edges: tuple[float, float]) -> _Spot:
    left, right = dots.x, dots.x + _length(dots, dots.text)
    top, bottom = dots.y - 0.7 * dots.size, dots.y + 0.2 * dots.size
    beside = [wall for wall in walls if wall[2] < bottom and wall[3] > top]
    before = [wall[1] + _CLEAR for wall in beside if wall[0] < left - 0.5]
    after = [wall[0] - _CLEAR for wall in beside if wall[1] > right + 0.5]
    least = min(max([edges[0], *before]), left)
    most = max(min([edges[1], *after]), right)
    return _Spot(page, dots, left, right, least, most)


def _crosses(page: _Page) -> list[Mark]:
    """What is on the page beyond the blank form and beside its places."""
    known = set(page.blank)
    return [
        mark
        for mark in page.placed
        if mark not in known and not (isinstance(mark, Words) and bare(mark.text) != mark.text)
    ]


# --- setting values on them ----------------------------------------------------------------------


def _write(said: Said, spots: Sequence[_Spot], pages: Sequence[_Page]) -> bool:
    """Set a value on its place, as large as it fits; False where it is too long."""
    style = said.style or spots[0].dots.style
    text = cleaned(said.text)
    for wanted in dict.fromkeys((text, text.replace("\n", " "))):
        for size in _sizes(spots[0].dots.size):
            width = partial(face(style).width, size=size)
            lines = _folded(wanted, _rooms(spots), width)
            if lines is None:
                continue
            for line, spot in zip(lines, spots, strict=False):
                x = _start(spot, width(line), said.align)
                y = spot.dots.y - (_RAISED if bare(spot.dots.text) else 0.0)
                pages[spot.page].values.append(Words(x, y, line, style, size))
            return True
    return False


def _sizes(largest: float) -> Iterator[float]:
    """From the size of the dots down to the least."""
    size = largest
    while size >= min(LEAST, largest):
        yield size
        size -= _STEP


def _rooms(spots: Sequence[_Spot]) -> list[float]:
    """How long each line may be: only where it is alone does it go beyond its dots."""
    if len(spots) == 1:
        return [spots[0].most - spots[0].least]
    return [spot.right - spot.left for spot in spots]


def _folded(text: str, rooms: Sequence[float], width: Callable[[str], float]) -> list[str] | None:
    """The words in lines of such widths; None if they need more."""
    lines: list[str] = []
    for part in text.split("\n"):
        taken = ""
        for word in part.split():
            if len(lines) == len(rooms):
                return None
            tried = f"{taken} {word}".strip()
            if width(tried) <= rooms[len(lines)]:
                taken = tried
                continue
            lines.append(taken)
            taken = word
            while len(lines) < len(rooms) and width(taken) > rooms[len(lines)]:
                lines.append("")
        if len(lines) == len(rooms):
            return None
        lines.append(taken)
    return lines


def _start(spot: _Spot, length: float, align: Align) -> float:
    """Where a line begins: on its dots, or around them where it is longer than they are."""
    slack = spot.right - spot.left - length
    if slack >= 0:
        return spot.left + slack * _SHARE_BEFORE.get(align, 0.0)
    return min(max(spot.left + slack / 2, spot.least), spot.most - length)


_SHARE_BEFORE: Final[Mapping[Align, float]] = {"center": 0.5, "right": 1.0}
