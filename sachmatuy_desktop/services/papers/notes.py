"""What printing leaves behind: an entry in the journal of this office, never sent on.

The entry is one line of words; `read_note` takes it apart again for «Sổ in».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["PRINTED", "SAVED", "NotePrint", "about_number", "called_in_notes", "read_note"]

PRINTED: Final = "in"
SAVED: Final = "lưu PDF"

_PURPOSE: Final = "; mục đích: "
_HOW: Final = " – "
_PART: Final = "; "
_DAY: Final = " ngày "
_COPIES: Final = " bản"


@dataclass(frozen=True)
class NotePrint:
    """Say that a paper was printed: which one, and for a restricted one what for.

    `how` is `PRINTED` or `SAVED`; without it the paper was only taken out, to be shown.
    """

    paper: str
    purpose: str = ""
    how: str = ""
    copies: int = 1

    act: ClassVar[str] = "document.print"

    @property
    def why(self) -> str:
        """The line in the journal."""
        done = f"{_HOW}{self.how}" if self.how else ""
        count = f" {self.copies}{_COPIES}" if self.how == PRINTED else ""
        purpose = f"{_PURPOSE}{self.purpose}" if self.purpose else ""
        return f"{self.paper}{done}{count}{purpose}"

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        """An entry without changes."""
        work.note(Scope.LOCAL, self.why)


def called_in_notes(number: str, issued_on: str) -> str:
    """How an issued paper is named: numbers begin anew each year, so the day belongs to it."""
    return f"{number}{_DAY}{show_date(date.fromisoformat(issued_on))}"


def about_number(note: NotePrint) -> tuple[str, date | None]:
    """The number of the issued paper that a note may be about, and its day.

    Older notes say no day.  Of a paper without a number it is that paper's title.
    """
    called = note.paper.partition(_PART)[0]
    number, _mark, day = called.rpartition(_DAY)
    try:
        return number, parse_date(day)
    except BadInput:
        return called, None


def read_note(why: str) -> NotePrint:
    """What a line of the journal says; an older one says the paper and its purpose."""
    rest, _mark, purpose = why.partition(_PURPOSE)
    paper, mark, done = rest.rpartition(_HOW)
    if mark and done == SAVED:
        return NotePrint(paper, purpose, SAVED)
    how, _blank, count = done.removesuffix(_COPIES).partition(" ")
    if mark and how == PRINTED and count.isdecimal():
        return NotePrint(paper, purpose, PRINTED, int(count))
    return NotePrint(rest, purpose)
