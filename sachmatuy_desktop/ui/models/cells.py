"""From a page of records to the words in its cells, one batch of reads a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value, codes_of, labels
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.chips import tone_of
from sachmatuy_desktop.ui.models.codes import code_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Cell", "Column", "column_of", "derived_column", "render", "words"]

TRANSLATED: Final = frozenset({Kind.CHOICE, Kind.FLAG})
RIGHT_ALIGNED: Final = frozenset({Kind.NUMBER})


NAME_WIDTH: Final = 150
"""Names are read whole: the first rows, all of one given name, do not tell how long they get."""


class Cell(NamedTuple):
    """What one cell shows; with a tone it is drawn as a chip."""

    text: str
    tone: Tone | None = None


EMPTY: Final = Cell("")


@dataclass(frozen=True)
class Column:
    """One column of a list: a field of the register, or something read from elsewhere.

    `read` answers for a whole page of ids at once; it is None for a field.  Widths are said in
    pixels at the base type size.
    """

    name: str
    label: str
    field: Field | None = None
    read: Callable[[Sequence[str]], Mapping[str, Cell]] | None = None
    right: bool = False
    grows: bool = False
    widest: int = 300
    narrowest: int = 56

    @property
    def sortable(self) -> bool:
        """Only what stands in the register itself can order it."""
        return self.field is not None


def derived_column(
    name: str,
    label: str,
    read: Callable[[Sequence[str]], Mapping[str, Cell]],
    *,
    widest: int = 214,
) -> Column:
    """A column whose cells come from other registers."""
    return Column(name, label, read=read, widest=widest)


def column_of(field: Field) -> Column:
    """The column of a field."""
    return Column(
        field.name,
        field.label,
        field,
        right=field.kind in RIGHT_ALIGNED,
        grows=field.kind in (Kind.NAME, Kind.TEXT),
        narrowest=NAME_WIDTH if field.kind is Kind.NAME and field.listed else Column.narrowest,
    )


def words(field: Field, value: Value) -> str:
    """A value as the screen shows it, in the language of the screen."""
    if field.kind is Kind.SEVERAL:
        return "; ".join(_(labels(field.choices, code)) for code in codes_of(value))
    try:
        text = show(field, value)
    except (KnownError, ValueError):
        return str(value)  # what an older or newer program wrote is shown as it is
    return _(text) if text and field.kind in TRANSLATED else text


def render(
    queries: Queries, register: str, columns: Sequence[Column], ids: Sequence[str]
) -> dict[str, tuple[Cell, ...]]:
    """The cells of a page of records; a record that is gone is left out."""
    rows = queries.rows(register, ids)
    names = {
        column.name: _names(queries, column.field, rows)
        for column in columns
        if column.field is not None and column.field.kind is Kind.REFERENCE
    }
    derived = {column.name: column.read(ids) for column in columns if column.read is not None}
    return {
        key: tuple(_cell(column, key, values, names, derived) for column in columns)
        for key, values in rows.items()
    }


def _names(
    queries: Queries, field: Field, rows: Mapping[str, Mapping[str, Value]]
) -> Mapping[str, str]:
    wanted = {str(values[field.name]) for values in rows.values() if values.get(field.name)}
    return queries.names(str(field.target), sorted(wanted)) if wanted else {}


def _cell(
    column: Column,
    key: str,
    values: Mapping[str, Value],
    names: Mapping[str, Mapping[str, str]],
    derived: Mapping[str, Mapping[str, Cell]],
) -> Cell:
    if column.field is None:
        return derived.get(column.name, {}).get(key, EMPTY)
    value = values.get(column.name)
    if value is None:
        return EMPTY
    if column.field.kind is Kind.REFERENCE:
        return Cell(names[column.name].get(str(value), "…"))
    told = code_words(column.field, values) or words(column.field, value)
    return Cell(told, tone_of(column.field, value))
