"""A book of a year as it prints: cover, all columns, the certified count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.wording import two_digits
from sachmatuy_desktop.domain.dates import DocumentYear, show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.office_books import Book, Given, Series, series_in
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.papers.heads import Heading
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["HANDLING_BOOK", "Printed", "book_paper", "read_book"]

Row = Mapping[str, Value]

HANDLING_BOOK: Final = "handling-book"
VOID: Final = "void"


@dataclass(frozen=True)
class Printed:
    """The lines of a book in the order of their numbers, and what its numbers came to."""

    book: Book
    year: int
    rows: tuple[Row, ...]
    series: tuple[Series, ...]

    @property
    def last(self) -> str:
        """The last number of every series: “12/BC-UBND; 05/TTr-UBND”."""
        return "; ".join(each.last.number for each in self.series)

    @property
    def void(self) -> str:
        """The numbers that were given up."""
        return "; ".join(each.number for series in self.series for each in series.void)

    @property
    def missing(self) -> str:
        """The numbers that were never given."""
        return "; ".join(
            f"{two_digits(number)} ({each.name})" if each.name else two_digits(number)
            for each in self.series
            for number in each.missing
        )

    @property
    def twice(self) -> tuple[str, ...]:
        """The numbers that stand on several valid papers."""
        return tuple(number for each in self.series for number in each.twice)


def read_book(queries: Queries, unit: str, book: Book, year: int) -> Printed:
    """Everything a book of a year holds, void numbers too."""
    span = DocumentYear(year)
    ids = queries.ids(
        book.register,
        [
            Where("unit_id", "=", unit),
            Where(book.day, ">=", span.start.isoformat()),
            Where(book.day, "<=", span.end.isoformat()),
            Where("secrecy", "not_null" if book.secret else "null"),
        ],
    )
    found = queries.rows(book.register, ids).values()
    rows = tuple(sorted(found, key=lambda row: _order(book, row)))
    return Printed(book, year, rows, series_in(_given(book, row) for row in rows))


def book_paper(
    queries: Queries,
    printed: Printed,
    heading: Heading,
    day: date,
    *,
    training: bool,
    form: str = "",
    closed_by: str = "",
) -> FormData:
    """The book as it prints; `closed_by` is who shuts it with this print.

    `form` prints other columns of the same lines: the book of handling.
    """
    wording = load_form(form or printed.book.form)
    lines, words = _LINES[wording.id](queries, printed.rows), wording.constants
    span = DocumentYear(printed.year)
    head, signer = heading.letterhead, heading.signer
    return compose(
        wording,
        {
            "parent": head.parent,
            "issuer": "\n".join(head.issuer),
            "book": wording.title if form else printed.book.title,
            "span": words["book_span"].format(
                year=printed.year, start=show_date(span.start), end=show_date(span.end)
            ),
            "numbers": "\n".join(
                words["book_numbers"].format(first=each.first.number, last=each.last.number)
                for each in printed.series
            ),
            "lines": tuple(lines),
            "count": len(printed.rows),
            "void": printed.void,
            "missing": printed.missing,
            "printed_on": day.isoformat(),
            "closed": words["book_closed"].format(
                count=len(printed.rows), last=printed.last, who=closed_by
            )
            if closed_by
            else "",
            "signer_authority": "\n".join(signer.authority),
            "signer_name": signer.name,
        },
        training=training,
    )


# -- lines ----------------------------------------------------------------------------------------


def _order(book: Book, row: Row) -> tuple[object, ...]:
    """Incoming papers by number; outgoing ones by day, as the book has all kinds in one."""
    sequence = int(row["sequence"] or 0)
    if book.register == "documents":
        return str(row[book.day]), str(row["series"] or ""), sequence
    return sequence, str(row["id"])


def _given(book: Book, row: Row) -> Given:
    sequence = int(row["sequence"] or 0)
    if book.register == "documents":
        number, series = str(row["number"]), str(row["series"] or "")
    else:
        number, series = two_digits(sequence), ""
    return Given(series, sequence, number, row["state"] == VOID)


def _said(register: str, row: Row, *names: str) -> tuple[str, ...]:
    book = REGISTERS[register]
    return tuple(show(book[name], row[name]) for name in names)


_OUTGOING: Final = (
    *("number", "issued_on", "title", "signer", "recipients", "kept_by", "copies", "sent_on"),
    *("received_by", "remark"),
)
_INCOMING: Final = (
    *("author", "number", "dated_on", "title", "addressed_to", "passed_on", "received_by"),
    "remark",
)


def _outgoing(_queries: Queries, rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [_said("documents", row, *_OUTGOING) for row in rows]


def _incoming(_queries: Queries, rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [
        (
            *_said("incoming_documents", row, "arrived_on"),
            two_digits(int(row["sequence"] or 0)),
            *_said("incoming_documents", row, *_INCOMING),
        )
        for row in rows
    ]


def _handling(queries: Queries, rows: Iterable[Row]) -> list[tuple[str, ...]]:
    told = list(rows)
    answers: list[RecordId] = sorted({str(row["answer"]) for row in told if row["answer"]})
    papers = queries.rows("documents", answers)
    return [_handled(row, papers.get(str(row["answer"]))) for row in told]


def _handled(row: Row, answer: Row | None) -> tuple[str, ...]:
    dated, due, progress = _said("incoming_documents", row, "dated_on", "due_on", "progress")
    which = ", ".join(
        filter(
            None,
            (
                str(row["title"]),
                f"số {row['number']}" if row["number"] else "",
                f"ngày {dated}" if dated else "",
                f"của {row['author']}",
            ),
        )
    )
    said = f"{answer['number']} ngày {_said('documents', answer, 'issued_on')[0]}" if answer else ""
    return (
        two_digits(int(row["sequence"] or 0)),
        which,
        str(row["addressed_to"] or ""),
        due,
        "Đã hủy số" if row["state"] == VOID else progress,
        said,
        str(row["remark"] or ""),
    )


_LINES: Final[Mapping[str, Callable[[Queries, Iterable[Row]], list[tuple[str, ...]]]]] = (
    MappingProxyType(
        {"outgoing-book": _outgoing, "incoming-book": _incoming, HANDLING_BOOK: _handling}
    )
)
