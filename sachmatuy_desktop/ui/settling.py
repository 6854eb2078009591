"""The search index catches up when the worker has nothing else to do.

After a bundle or a spreadsheet thousands of records wait for their place there.  They are found all
the same, but every search looks at each of them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.ui.operations import Operation, Operations, Progress

__all__ = ["Settling"]


class Settling(QObject):
    """Watches the worker of one office; what anybody else wants of it comes first."""

    def __init__(self, store: Store, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._operations = operations
        self._tried: int | None = None
        operations.busy.connect(self._turned)

    def _turned(self, busy: bool) -> None:
        if not busy and self._store.search_is_behind and self._tried != self._store.generation:
            Operation.reporting(self._operations, self._settle, self).failure(self._failed).start()

    def _settle(self, progress: Progress) -> None:
        while self._store.search_is_behind and not self._operations.has_others:
            progress.check()
            self._store.settle_search()

    def _failed(self, _error: KnownError) -> None:
        """A full disk is told by whoever writes next; until then it is not tried again."""
        self._tried = self._store.generation
