"""What printing leaves behind: an entry in the journal of this office, never sent on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NotePrint:
    """Say that a paper was printed: which one, and for a restricted one what for."""

    paper: str
    purpose: str = ""

    act: ClassVar[str] = "document.print"

    @property
    def why(self) -> str:
        """The line in the journal."""
        return f"{self.paper}; mục đích: {self.purpose}" if self.purpose else self.paper

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        """An entry without changes."""
        work.note(Scope.LOCAL, self.why)
