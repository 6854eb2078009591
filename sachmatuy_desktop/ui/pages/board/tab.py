"""What every tab of the board is: a widget that reads itself when it is looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.page import Pane

__all__ = ["BoardTab"]


class BoardTab(QWidget):
    """One tab; `reads` are the registers whose records make it stale when they change."""

    reads: frozenset[str] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_stale = True

    def refresh(self) -> None:
        """Read anew, on the worker, if something changed since."""
        if self.is_stale:
            self.is_stale = False
            self.read()

    def panes(self) -> list[Pane]:
        """The parts that the keyboard goes to with F6."""
        return [Pane(self, self.setFocus)]

    def read(self) -> None:
        """Hand the question to the worker; subclasses do."""
