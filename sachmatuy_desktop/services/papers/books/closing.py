"""Shutting a book of a year: it is printed, certified, kept, and no number of it is given again.

A shut book is never opened.  What is wrong in it is put right by a remark that says so, as a clerk
does on paper (Nghị định 30/2020, Điều 16, khoản 2; Điều 22, khoản 3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.office_books import BOOKS, Book
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import MAX_TEXT
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound, Refused
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.books.printing import (
    HANDLING_BOOK,
    Printed,
    book_paper,
    read_book,
)
from sachmatuy_desktop.services.papers.heads import Heading, heading_of
from sachmatuy_desktop.services.papers.notes import NotePrint
from sachmatuy_desktop.services.records import refuse_other_unit
from sachmatuy_desktop.services.shut_books import closing_of
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "BookYear",
    "CloseBook",
    "CorrectEntry",
    "book_years",
    "close_book",
    "print_book",
]

CLOSED: str = "closed_books"


@dataclass(frozen=True)
class CloseBook:
    """Shut a book of a year that is over; the result is the id of the record that keeps its print.

    `heading` is how the office's papers begin and end.
    """

    book: str
    year: int
    heading: Heading

    act: ClassVar[str] = "books.close"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` for a year that is not over, `Conflict`, `NotAllowed`, `NotFound`."""
        session.role.must("issues")
        session.role.must_write(REGISTERS[CLOSED])
        today, queries = session.store.clock.now().date(), session.queries
        book = BOOKS[self.book]
        if self.year >= today.year:
            raise BadInput(
                N_("Năm {year} chưa hết; khóa sổ từ ngày 01/01 năm sau."), year=str(self.year)
            ).at("year")
        if closing_of(queries, work.unit, book, self.year) is not None:
            raise Conflict(N_("Sổ năm {year} đã khóa trước đó."), year=str(self.year))
        printed = read_book(queries, work.unit, book, self.year)
        _must_be_closable(printed)
        training = session.store.facts.training
        data = book_paper(
            queries, printed, self.heading, today, training=training, closed_by=session.account
        )
        return work.insert(
            CLOSED,
            {
                "book": book.id,
                "year": self.year,
                "closed_on": today.isoformat(),
                "closed_by": session.account,
                "count": len(printed.rows),
                "last_number": _short(printed.last),
                "void": _short(printed.void) or None,
                "frozen": data.to_json(),
                "sha256": hashlib.sha256(render(data)).hexdigest(),
            },
        )


def _must_be_closable(printed: Printed) -> None:
    if not printed.rows:
        raise NotFound(N_("Sổ năm {year} chưa có văn bản nào."), year=str(printed.year))
    if printed.twice:
        raise Conflict(
            N_("Số {number} đứng ở hai văn bản; hãy hủy một số rồi khóa sổ."),
            number=printed.twice[0],
        )


def close_book(office: Office, book: str, year: int) -> CloseBook:
    """The act that shuts a book under the office's own heading."""
    return CloseBook(book, year, heading_of(office))


@dataclass(frozen=True)
class CorrectEntry:
    """Put a line of a book right by a remark, also of one that is shut; nothing else changes."""

    register: str
    record: RecordId
    remark: str

    act: ClassVar[str] = "books.correct"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` without words, `NotAllowed`, `NotFound`."""
        if self.register not in {each.register for each in BOOKS.values()}:
            raise NotAllowed(N_("Chỉ ghi đính chính vào sổ văn bản đi, sổ văn bản đến."))
        session.role.must_write(REGISTERS[self.register])
        row = work.row(self.register, self.record)
        refuse_other_unit(REGISTERS[self.register], row, work, session)
        if not self.remark.strip():
            raise BadInput(N_("Hãy ghi nội dung đính chính.")).at("remark")
        today = session.store.clock.now().date()
        said = f"Đính chính {show_date(today)}: {self.remark.strip()}"
        remark = "\n".join(filter(None, (str(row["remark"] or ""), said)))
        work.update(self.register, self.record, {"remark": remark})


# -- looking at books -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BookYear:
    """A book of a year as it stands: how many lines, whether it is shut and since when.

    `later` counts the lines that came from another PC after it was shut there or here.
    """

    book: Book
    year: int
    count: int
    last: str
    closing: RecordId | None = None
    closed_on: str = ""
    closed_by: str = ""
    later: int = 0


def book_years(office: Office) -> list[BookYear]:
    """The books that hold something, the newest year first, as far as the role may open them."""
    return [
        each
        for book in BOOKS.values()
        if office.info.role.may_open(REGISTERS[book.register])
        for each in _years_of(office, book)
    ]


def _years_of(office: Office, book: Book) -> Iterator[BookYear]:
    queries, unit = office.queries, office.info.unit_id
    secret = Where("secrecy", "not_null" if book.secret else "null")
    ids = queries.ids(book.register, [Where("unit_id", "=", unit), secret], sort=f"-{book.day}")
    if not ids:
        return
    newest, oldest = (queries.rows(book.register, [each])[each] for each in (ids[0], ids[-1]))
    for year in range(_year(newest[book.day]), _year(oldest[book.day]) - 1, -1):
        printed = read_book(queries, unit, book, year)
        if not printed.rows:
            continue
        closing = closing_of(queries, unit, book, year)
        there = BookYear(book, year, len(printed.rows), printed.last)
        if closing is None:
            yield there
        else:
            yield BookYear(
                book,
                year,
                len(printed.rows),
                str(closing["last_number"] or ""),
                str(closing["id"]),
                str(closing["closed_on"]),
                str(closing["closed_by"] or ""),
                max(len(printed.rows) - int(closing["count"] or 0), 0),
            )


def print_book(office: Office, book: str, year: int, *, handling: bool = False) -> bytes:
    """A book of a year as PDF; a shut one prints the very pages it was shut with.

    Raises `Refused` where those cannot be had any more, `NotAllowed`.
    """
    wanted = BOOKS[book]
    if not office.info.role.may_open(REGISTERS[wanted.register]):
        raise NotAllowed(N_("Tài khoản của bạn không được xem sổ này."))
    queries, unit = office.queries, office.info.unit_id
    closing = None if handling else closing_of(queries, unit, wanted, year)
    if closing is None:
        printed = read_book(queries, unit, wanted, year)
        today = office.clock.now().date()
        data = book_paper(
            queries,
            printed,
            heading_of(office),
            today,
            training=office.info.training,
            form=HANDLING_BOOK if handling else "",
        )
        pdf = render(data)
    else:
        data = FormData.from_json(str(closing["frozen"]))
        pdf = render(data)
        if hashlib.sha256(pdf).hexdigest() != closing["sha256"]:
            raise Refused(
                N_("Bản in lại của sổ năm {year} không trùng với bản đã khóa nên không in."),
                year=str(year),
            )
    office.run(NotePrint(f"{data.title} năm {year}"))
    return pdf


def _year(day: Value) -> int:
    return int(str(day)[:4])


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
