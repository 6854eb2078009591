"""What printing leaves behind: an entry in the journal of this office, never sent on.

The entry is one line of words; `read_note` takes it apart again for «Sổ in».
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["PRINTED", "SAVED", "NotePrint", "read_note"]

PRINTED: Final = "in"
SAVED: Final = "lưu PDF"

_PURPOSE: Final = "; mục đích: "
_HOW: Final = " – "
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
