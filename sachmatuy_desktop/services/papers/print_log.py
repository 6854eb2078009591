"""What left the program on paper or as a file, read from the journal of this PC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.notes import NotePrint, read_note

__all__ = ["PRINT_ACTS", "PrintLine", "print_log"]

PRINT_ACTS: Final = (
    NotePrint.act,
    "drives.print",
    "attachment.print",
    "attachment.export",
    "bundle.slip_print",
)
"""The acts that put something on paper or into a file for reading."""


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One print: `at` as the journal keeps moments; `number` continues the list before it."""

    number: int
    at: str
    by: str
    act: str
    note: NotePrint


def print_log(office: Office, before: int | None = None, limit: int = 200) -> list[PrintLine]:
    """The prints, newest first; others' only for who manages the office or issues its papers."""
    role, own = office.info.role, office.session.account
    found = office.queries.journal(before, limit, acts=PRINT_ACTS)
    return [
        PrintLine(each.number, each.at, each.by, act_title(each.act), read_note(each.why))
        for each in found
        if role.manages or role.issues or each.by == own
    ]
