"""A page of the window and how it is described.

A page is made when it is first opened.  It hears `opened` each time it comes to the front,
`records_changed` after every act, and `go_through` when a door leads to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey

__all__ = ["Page", "PageSpec", "Pane"]


@dataclass(frozen=True)
class PageSpec:
    """One line of the rail.

    `title` is a catalogue message (`N_`), `icon` a file of `resources/icons`; `allowed` says
    whether the account (and the office's kind) has this page at all; `areas` and `registers` are
    what doors to this page are about.
    """

    id: str
    title: str
    icon: str
    make: Callable[[Desk], Page]
    allowed: Callable[[Desk], bool] = lambda _desk: True
    areas: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pane:
    """A part of a page that the keyboard goes to with F6, and how it is entered."""

    widget: QWidget
    enter: Callable[[], object]


class Page(QWidget):
    """What stands right of the rail.  Subclasses fill it in their `__init__`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        desk.changed.connect(self.records_changed)

    def opened(self) -> None:
        """The page comes to the front."""

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """An act changed these records; re-read them and nothing else."""

    def go_through(self, door: Door) -> None:
        """Show the list or the record behind a door."""

    def take_in(self, path: Path) -> None:
        """A file that was opened by a double click or dropped on the window."""

    def panes(self) -> list[Pane]:
        """The parts of the page, from left to right."""
        return [Pane(self, self.setFocus)]

    def may_close(self) -> bool:
        """Whether the window may close now; False after the page has said what is unfinished."""
        return True
