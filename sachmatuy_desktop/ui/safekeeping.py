"""Backups nobody has to think of: at the opening, every two hours of work, at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services import maintenance
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["Safekeeping"]

SOON_MS: Final = 20_000
"""The first look comes after the window has settled, in milliseconds."""
BETWEEN_MS: Final = 2 * 60 * 60 * 1000
"""Two hours of use, in milliseconds (security: backups during the day)."""


class Safekeeping(QObject):
    """Looks now and then whether a backup is due, and has the worker make it."""

    made = Signal()
    """A backup was made."""

    def __init__(self, desk: Desk, office: Office) -> None:
        super().__init__(desk)
        self._desk = desk
        self._office = office
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(SOON_MS, self, self.look)

    def look(self) -> None:
        """Make a backup if something changed since the last one; trouble is one sentence."""
        operation: Operation[Path | None] = Operation(
            self._desk.operations, lambda: maintenance.backup_if_due(self._office), self
        )
        operation.success(lambda path: self.made.emit() if path is not None else None).start()

    def at_the_end(self) -> None:
        """The same when the window is closed; the disk's trouble is left for the next start."""
        self._timer.stop()
        try:
            maintenance.backup_if_due(self._office)
        except KnownError:
            diagnostics.event("backup.failed")
