"""Qt's own copying of a cell is off in every list, table and tree of the program.

It would go past the purpose and the journal.  What may be copied has an action of its own, whose
key is taken before a view hears of it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

__all__ = ["guard_cells"]

_NAME: Final = "cell-guard"
_VIEW: Final = "QAbstractItemView"
"""Asked by its name: before the first window stands, Python need not learn what a view can do."""


class CellGuard(QObject):
    """Watches whatever view gets the keys, and takes the key that copies."""

    def follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The keys go to another widget: what it does not take goes on to the views around it."""
        while now is not None:
            if now.inherits(_VIEW):
                now.installEventFilter(self)  # once, however often it is said
            now = now.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key; fields within a cell are no views and copy as ever."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            taken = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(taken or event.isAccepted())
            return taken
        return super().eventFilter(watched, event)


def guard_cells(app: QApplication) -> None:
    """From now on no view copies by itself; to be said once or more often."""
    if app.findChild(CellGuard, _NAME) is None:
        guard = CellGuard(app)
        guard.setObjectName(_NAME)
        app.focusChanged.connect(guard.follow)
