"""The rows of a list as they leave the program: the words on screen, numbers and days as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.exchange.flat import FlatCell, FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.models.cells import Cell, Column, render

__all__ = ["field_names", "flat_table"]

BATCH: Final = 512
"""Records read together."""

TYPED: Final = frozenset({Kind.NUMBER, Kind.YEAR, Kind.DATE})
"""Kinds that a spreadsheet has too; all others leave as their words."""


def flat_table(
    queries: Queries,
    register: Register,
    columns: Sequence[Column],
    ids: Sequence[str],
    report: Callable[[int, int], object],
) -> FlatTable:
    """These records in these columns; for the worker, since it may read a whole register."""
    rows: list[Sequence[FlatCell]] = []
    for start in range(0, len(ids), BATCH):
        report(start, len(ids))
        batch = ids[start : start + BATCH]
        cells = render(queries, register.name, columns, batch)
        rows += [tuple(map(_flat, columns, cells[key])) for key in batch if key in cells]
    return FlatTable(_(register.title), tuple(_(each.label) for each in columns), rows)


def field_names(columns: Sequence[Column]) -> list[str]:
    """The fields that the columns show."""
    return [each.name for each in columns if each.field is not None]


def _flat(column: Column, cell: Cell) -> FlatCell:
    if column.field is None or column.field.kind not in TYPED or not cell.text:
        return cell.text
    try:
        value = parse(column.field, cell.text)
        return date.fromisoformat(value) if isinstance(value, str) else value or 0
    except (BadInput, ValueError):
        return cell.text  # what an older or newer program wrote leaves as it is shown
