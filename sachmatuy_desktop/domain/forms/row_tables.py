"""The table that a rows field of a form fills: how its columns are headed, how its rows count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sachmatuy_desktop.domain.forms.definition import BlockSpec, FormDefinition
from sachmatuy_desktop.domain.forms.markup import Words, parse
from sachmatuy_desktop.domain.text import fold

__all__ = ["RowTable", "table_of"]

_NUMBERS: Final = frozenset({"tt", "stt", "so tt", "so thu tu"})
"""What heads, folded, a column of running numbers."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """The titles of the columns without styles, and the number that its first row bears.

    The rows go on counting after the numbered lines that the form prints above them.
    """

    titles: tuple[str, ...] = ()
    first: int = 1

    @property
    def numbered(self) -> bool:
        """Whether the first column holds running numbers."""
        return bool(self.titles) and fold(self.titles[0]) in _NUMBERS


def table_of(form: FormDefinition, name: str) -> RowTable:
    """The table that a rows field fills; one without columns where the form prints none."""
    for block in (block for each in form.sections for block in each.blocks):
        if name in _rows(block):
            return RowTable(_titles(block.settings), _counted_before(block, name) + 1)
    return RowTable()


def _rows(block: BlockSpec) -> tuple[str, ...]:
    """The rows fields that a table or a grid prints."""
    lines = (line for line in block.settings.get("lines", ()) if isinstance(line, Mapping))
    said = (block.settings.get("rows"), *(line.get("rows") for line in lines))
    return tuple(each for each in said if isinstance(each, str))


def _counted_before(block: BlockSpec, name: str) -> int:
    """The last number that a printed line above the rows bears."""
    counted = 0
    for line in block.settings.get("lines", ()):
        if isinstance(line, Mapping) and line.get("rows") == name:
            break
        first = line[0] if isinstance(line, list) else ""
        counted = int(first) if isinstance(first, str) and first.isdecimal() else counted
    return counted


def _titles(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """An empty title is what stands above it."""
    above = [_spread(tier) for tier in reversed(settings.get("tiers", ()))]
    columns = [str(column["title"]) for column in settings["columns"]]
    return tuple(
        next(filter(None, map(_bare, (title, *(tier[n] for tier in above)))), "")
        for n, title in enumerate(columns)
    )


def _spread(tier: Sequence[Any]) -> list[str]:
    """The text above every column of a tier."""
    return [text for cell in tier for text in _columns_of(cell)]


def _columns_of(cell: Any) -> Iterator[str]:
    wide = isinstance(cell, Mapping)
    text, span = (cell["text"], int(cell.get("span", 1))) if wide else (cell, 1)
    yield from [str(text)] * span


def _bare(title: str) -> str:
    pieces = (piece for line in parse(title) for piece in line)
    said = "".join(piece.text for piece in pieces if isinstance(piece, Words) and not piece.raised)
    return " ".join(said.split())
