"""Whether a book of a year is shut, so that nothing in it may be written any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sachmatuy_desktop.domain.office_books import AFTER_CLOSING, Book, book_of
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_, Conflict
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["closing_of", "refuse_shut", "refuse_shut_choice"]


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


def refuse_shut_choice(
    queries: Queries, register: str, row: Mapping[str, Value], values: Mapping[str, Value]
) -> None:
    """Raise `Conflict` where choosing between two offices' values would change a shut book.

    To keep what stands there changes nothing; what is wrong in it is put right by a remark.
    """
    changed = {name for name, value in values.items() if row[name] != value}
    if register not in AFTER_CLOSING or changed <= AFTER_CLOSING[register]:
        return
    for stands in (row, {**row, **values}):
        book = book_of(register, secret=bool(stands["secrecy"]))
        year = int(str(stands[book.day])[:4])
        if closing_of(queries, str(row["unit_id"]), book, year) is not None:
            raise Conflict(
                N_("Số {number}: sổ năm {year} đã khóa; hãy giữ giá trị đang ghi, ghi đính chính."),
                number=str(row["number"] if register == "documents" else row["sequence"]),
                year=str(year),
            )
