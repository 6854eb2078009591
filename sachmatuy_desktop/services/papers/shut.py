"""Whether a book of a year is shut, so that nothing in it may be written any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sachmatuy_desktop.domain.office_books import Book, book_of
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_, Conflict
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["closing_of", "refuse_shut"]


def closing_of(queries: Queries, unit: str, book: Book, year: int) -> Mapping[str, Value] | None:
    """The record that says a book of a year is shut."""
    where = [Where("unit_id", "=", unit), Where("book", "=", book.id), Where("year", "=", year)]
    ids = queries.ids("closed_books", where)[:1]
    return queries.rows("closed_books", ids)[ids[0]] if ids else None


def refuse_shut(
    queries: Queries, unit: str, register: str, day: date, *, secret: bool = False
) -> None:
    """Raise `Conflict` where the book that a record of this day stands in is shut."""
    book = book_of(register, secret=secret)
    if closing_of(queries, unit, book, day.year) is not None:
        raise Conflict(
            N_("Sổ năm {year} đã khóa nên không ghi thêm, không sửa được; hãy ghi đính chính."),
            year=str(day.year),
        )
