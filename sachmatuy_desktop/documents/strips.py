"""The unit that pages are filled with: a strip across the text area that never breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sachmatuy_desktop.documents.pdf import Frame, Ghost, Mark, Rule, Squares, Words


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks in a slice of the page: x from the left margin, y down from the strip's top.

    `gap` is the space above, dropped at the top of a page.  A `glued` strip is never the last on a
    page while something follows.  When a page begins with this strip, `head` is repeated above it;
    when a page ends with it, `closing` is drawn too.  A strip that `turns` begins a new page.
    """

    height: float
    marks: tuple[Mark, ...]
    gap: float = 0
    glued: bool = False
    head: tuple[Strip, ...] = ()
    closing: tuple[Mark, ...] = ()
    turns: bool = False

    @property
    def is_space(self) -> bool:
        """Whether it is nothing but the gap above it."""
        return not self.height and not self.marks and not self.turns


def moved(mark: Mark, right: float, down: float) -> Mark:
    """The mark elsewhere."""
    if isinstance(mark, Words):
        return Words(mark.x + right, mark.y + down, mark.text, mark.style, mark.size, mark.spread)
    if isinstance(mark, Rule):
        x1, y1, x2, y2 = mark.x1 + right, mark.y1 + down, mark.x2 + right, mark.y2 + down
        return Rule(x1, y1, x2, y2, mark.weight)
    if isinstance(mark, Squares):
        return Squares(mark.x + right, mark.y + down, mark.square, mark.rows)
    if isinstance(mark, Ghost):
        return replace(mark, x=mark.x + right, y=mark.y + down)
    return Frame(mark.x + right, mark.y + down, mark.width, mark.height, mark.filled)


def stacked(strips: Iterable[Strip]) -> tuple[list[tuple[float, Strip]], float]:
    """Strips one below the other: (top of each, strip), and the height of all."""
    placed: list[tuple[float, Strip]] = []
    top = 0.0
    for strip in strips:
        top += strip.gap if placed else 0.0
        placed.append((top, strip))
        top += strip.height
    return placed, top


def glue_last(strips: Sequence[Strip]) -> list[Strip]:
    """The same strips, the last one that prints tied to whatever follows."""
    last = next((n for n in range(len(strips) - 1, -1, -1) if not strips[n].is_space), 0)
    return [*strips[:last], *(replace(strip, glued=True) for strip in strips[last:])]


def paginate(strips: Sequence[Strip], height: float) -> list[list[tuple[float, Strip]]]:
    """Fill pages `height` points high: for each page, (top, strip) in order.

    Strips glued together go to the next page together, unless no page is high enough for them.
    """
    pages: list[list[Strip]] = [[]]
    for chain in _chains(strips):
        if chain[0].turns and pages[-1]:
            pages.append([])
        if not _fits(pages[-1], chain, height):
            if all(strip.is_space for strip in chain):
                continue  # a gap needs no page of its own
            if pages[-1]:
                pages.append([])
            if not _fits([], chain, height):
                _fill(pages, chain, height)
                continue
        _begin(pages[-1], chain[0])
        pages[-1].extend(chain)
    return [stacked(page)[0] for page in pages]


def _chains(strips: Sequence[Strip]) -> list[list[Strip]]:
    chains: list[list[Strip]] = [[]]
    for strip in strips:
        if strip.turns:
            chains.append([])
        chains[-1].append(strip)
        if not strip.glued:
            chains.append([])
    return [chain for chain in chains if chain]


def _begin(page: list[Strip], strip: Strip) -> None:
    """Repeat the head of a table that continues on a new page."""
    if not page:
        page.extend(strip.head)


def _fits(page: list[Strip], chain: Sequence[Strip], height: float) -> bool:
    heads = chain[0].head if not page else ()
    return stacked([*page, *heads, *chain])[1] <= height + 0.01


def _fill(pages: list[list[Strip]], chain: Sequence[Strip], height: float) -> None:
    """A chain longer than a page: strip by strip."""
    for strip in chain:
        if pages[-1] and not _fits(pages[-1], [strip], height):
            pages.append([])
        _begin(pages[-1], strip)
        pages[-1].append(strip)
