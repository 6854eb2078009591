"""Python's collector of reference cycles, kept on the window's thread.

A closed dialog waits in a reference cycle until the collector comes by, and the collector comes by
on whichever thread happens to allocate: on the worker's, the widgets would be taken apart there
while Qt still speaks to them, and the program would crash.  So it no longer comes by itself; a
timer of the window does its rounds, as often as Python would.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer

__all__ = ["collect_on_window_thread"]

ROUND_MS: Final = 500
"""Between two rounds, in milliseconds."""

_NAME: Final = "garbage-rounds"


class GarbageRounds(QObject):
    """Collects, oldest generation first, whatever has passed Python's own threshold."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.make)
        self._timer.start(ROUND_MS)

    def make(self) -> int:
        """One round; the number of objects let go."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                return gc.collect(generation)
        return 0

    def let_go(self) -> int:
        """Everything that nobody holds, now: before work that would be done for it too."""
        return gc.collect()


def collect_on_window_thread(app: QCoreApplication) -> GarbageRounds:
    """Let the collector run on the thread of `app` alone; asked again, the rounds that are made."""
    gc.disable()
    made = app.findChild(GarbageRounds, _NAME)
    return made if isinstance(made, GarbageRounds) else GarbageRounds(app)
