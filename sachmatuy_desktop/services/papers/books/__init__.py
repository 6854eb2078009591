"""The clerk's books: numbers for papers made outside, what arrives, and the end of a year.

document = office.run(EnterPaper("Thông báo", day, {"title": "Thông báo lịch tiếp dân"})).result
arrived = office.run(RegisterIncoming({"arrived_on": …, "author": …, "title": …})).result
office.run(HandleIncoming(arrived, document))
office.run(close_book(office, "incoming", 2026))

`outgoing` and `incoming` write the two books, `printing` sets them, `closing` shuts a year of one.
"""

from sachmatuy_desktop.services.papers.books.closing import (
    BookYear,
    CloseBook,
    CorrectEntry,
    book_years,
    close_book,
    print_book,
)
from sachmatuy_desktop.services.papers.books.incoming import (
    ChangeIncoming,
    HandleIncoming,
    RegisterIncoming,
    VoidIncoming,
)
from sachmatuy_desktop.services.papers.books.outgoing import OUTSIDE, CompletePaper, EnterPaper

__all__ = [
    "OUTSIDE",
    "BookYear",
    "ChangeIncoming",
    "CloseBook",
    "CompletePaper",
    "CorrectEntry",
    "EnterPaper",
    "HandleIncoming",
    "RegisterIncoming",
    "VoidIncoming",
    "book_years",
    "close_book",
    "print_book",
]
