"""Backups nobody has to think of: at the opening, every two hours, when work pauses, at the end.

The first time of a day that nobody touches the PC for a while, what was written is backed up, and
once a month the newest backup is tried.  Whoever comes back to work stops the trial.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.services.upkeep.trials import DrillResult
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.operations import Cancelled, Operation, Progress

__all__ = ["Safekeeping"]

SOON_MS: Final = 20_000
"""The first look comes after the window has settled, in milliseconds."""

_TOUCHES: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


class Safekeeping(QObject):
    """Looks now and then whether a backup or a drill is due, and has the worker make it."""

    made = Signal()
    """A backup was made, or could not be made: what is said of it is to be read anew."""

    def __init__(self, desk: Desk, office: Office) -> None:
        super().__init__(desk)
        self._desk = desk
        self._office = office
        self._paused_on: date | None = None
        self._drilling: Progress | None = None
        terms = load_safekeeping()
        self._timer = QTimer(self)
        self._timer.setInterval(int(terms.often.total_seconds() * 1000))
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(int(terms.idle.total_seconds() * 1000))
        self._idle.timeout.connect(self.pause)
        self._idle.start()
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
        QTimer.singleShot(SOON_MS, self, self.look)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A key or the mouse: nobody is idle, and a drill under way gives the worker free."""
        if event.type() in _TOUCHES:
            self._idle.start()
            if self._drilling is not None:
                self._drilling.cancel()
        return False

    def look(self) -> None:
        """Make a backup if something changed since the last one; trouble is said."""
        operation: Operation[Path | None] = Operation(
            self._desk.operations, lambda: maintenance.keep_safe(self._office), self
        )
        operation.success(lambda path: self.made.emit() if path is not None else None)
        operation.failure(self._failed).start()

    def pause(self) -> None:
        """Nobody has touched the PC for a while: once a day a backup, once a month a drill."""
        today = date.fromisoformat(self._office.clock.today())
        if self._paused_on != today:
            self._paused_on = today
            self.look()
        if not self._office.info.role.manages or maintenance.last_backup(self._office) is None:
            return
        if trials.drill_due_on(self._office) <= today:
            self._drill()

    def at_the_end(self) -> None:
        """The same when the window is closed; what goes wrong is said before the program ends."""
        self._timer.stop()
        self._idle.stop()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        try:
            maintenance.keep_safe(self._office)
        except KnownError:
            diagnostics.event("backup.failed")  # remembered: said at the next start

    def _failed(self, error: KnownError) -> None:
        diagnostics.event("backup.failed")
        self._desk.feedback.sentence(error)
        self.made.emit()

    def _drill(self) -> None:
        office = self._office
        operation: Operation[DrillResult] = Operation.reporting(
            self._desk.operations, lambda moved: trials.drill(office, moved.report), self
        )
        self._drilling = operation.progress
        operation.success(lambda _result: self.made.emit())
        operation.failure(self._drill_failed).always(self._drill_ended).start()

    def _drill_failed(self, error: KnownError) -> None:
        if not isinstance(error, Cancelled):
            self._desk.feedback.sentence(error)

    def _drill_ended(self) -> None:
        self._drilling = None
