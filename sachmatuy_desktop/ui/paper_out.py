"""A paper on its way out of the program: to a printer or into a file, never without its entry.

Whoever shows a paper says how it is taken (`Take`): the entry in the journal is written first, and
only then is anything printed or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.preview import ask_path
from sachmatuy_desktop.ui.printing import ask_printer, paint_pages

__all__ = ["Take", "print_taken", "save_taken", "taken_with_note"]

Then = Callable[[bytes], None]
Take = Callable[[str, int, Then], None]
"""Told what is done with the paper (`papers.PRINTED` or `SAVED`), how many copies, and who gets the
PDF once the entry is written."""


def print_taken(owner: QWidget, desk: Desk, title: str, pages: int, take: Take) -> None:
    """Ask for a printer, leave the entry, print.  `pages` is 0 where they are not known yet."""
    printer = ask_printer(owner, title, pages)
    if printer is not None:
        take(
            papers.PRINTED,
            printer.copyCount(),
            lambda pdf: paint_pages(printer, pdf, desk.preferences),
        )


def save_taken(
    owner: QWidget,
    desk: Desk,
    title: str,
    take: Take,
    kept: Callable[[str], object] | None = None,
) -> None:
    """Ask for a file, leave the entry, write it; a disk that refuses is said.

    `kept` is told where the file lies.
    """
    path = ask_path(owner, f"{title}.pdf".replace("/", "-"))

    def write(pdf: bytes) -> None:
        try:
            write_atomically(Path(str(path)), pdf)
        except KnownError as error:
            desk.feedback.sentence(error)
            return
        if kept is not None:
            kept(str(path))

    if path is not None:
        take(papers.SAVED, 1, write)


def taken_with_note(
    owner: QWidget,
    desk: Desk,
    note: papers.NotePrint | None,
    pdf: bytes,
    failure: Callable[[KnownError], None] | None = None,
) -> Take:
    """How a paper that is at hand is taken; without a note nothing is written."""

    def take(how: str, copies: int, then: Then) -> None:
        if note is None:
            then(pdf)
            return
        told = replace(note, how=how, copies=copies)
        desk.run(told, lambda _outcome: then(pdf), failure, owner=owner)

    return take
