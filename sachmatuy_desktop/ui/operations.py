"""The one worker: everything that writes or takes long, one after the other, off the window.

    Operation(operations, lambda: office.run(command), owner=self)
        .success(self._saved).failure(self._refused).with_progress(_("Đang lưu…")).start()

What is told arrives on the window's thread.  A `KnownError` goes to `failure`, or else becomes a
sentence on screen; anything else is a bug and becomes a report.  `always` runs last in every case,
so a button that was switched off comes back.  Nothing is told to an owner that has been closed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.finder import Complaints, Finder
from sachmatuy_desktop.ui.garbage import collect_on_window_thread

__all__ = ["Cancelled", "Operation", "Operations", "Progress"]

T = TypeVar("T")

PATIENCE_MS: Final = 1000
"""Work that takes longer shows how far it is, in milliseconds."""


class Cancelled(KnownError):
    """The officer stopped the work; the transaction it stood in was rolled back."""


class Progress(QObject):
    """How far a piece of work is; handed to the work, which calls `report` now and then."""

    moved = Signal(int, int, str)
    committed = Signal()
    """From now on the work cannot be stopped any more."""

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is; raises `Cancelled` once the officer asked to stop."""
        self.check()
        self.moved.emit(done, total, text)

    def check(self) -> None:
        """Raise `Cancelled` once the officer asked to stop."""
        if self._stop.is_set():
            raise Cancelled(N_("Đã dừng theo yêu cầu; chưa có gì thay đổi."))

    def commit(self, text: str) -> None:
        """Say that what follows cannot be stopped; raises `Cancelled` if that was asked before."""
        self.check()
        self.committed.emit()
        self.moved.emit(0, 0, text)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()


class Operations(QObject):
    """The worker of one office; `shut_down` before the office closes."""

    busy = Signal(bool)
    """True when the first piece of work is taken up, False when the last is done."""

    _finished = Signal(object)

    def __init__(self, complaints: Complaints) -> None:
        super().__init__()
        app = QCoreApplication.instance()
        if app is not None:
            collect_on_window_thread(app)
        self.complaints = complaints
        self.finder = Finder(complaints)
        """Reads for what is being typed, beside the worker."""
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="office")
        self._running: list[Operation[Any]] = []
        self._closed = False
        self._finished.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is waiting or under way."""
        return bool(self._running)

    @property
    def has_others(self) -> bool:
        """Whether something waits behind what is under way."""
        return len(self._running) > 1

    def take_up(self, operation: Operation[Any]) -> None:
        """Queue a piece of work (`Operation.start` calls this)."""
        if self._closed:
            return
        self._running.append(operation)
        if len(self._running) == 1:
            self.busy.emit(True)
        future = self._worker.submit(operation.work)
        operation.future = future
        future.add_done_callback(lambda _done: self._finished.emit(operation))

    def ask_to_stop(self) -> None:
        """Ask what is under way to stop where it can; what cannot is finished."""
        for operation in self._running:
            operation.progress.cancel()

    def shut_down(self) -> None:
        """Finish what is under way, drop what waits; nothing is told afterwards."""
        if self._closed:
            return
        self._closed = True
        self.finder.shut_down()
        for operation in self._running:
            operation.progress.cancel()
            operation.put_away()
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _tell(self, operation: Operation[Any]) -> None:
        if self._closed or operation not in self._running:
            return
        self._running.remove(operation)
        try:
            operation.tell(self.complaints)
        finally:
            if not self._running:
                self.busy.emit(False)


class Operation(Generic[T]):
    """One piece of work and what is to happen afterwards."""

    def __init__(
        self, operations: Operations, work: Callable[[], T], owner: QObject | None = None
    ) -> None:
        self.progress = Progress()
        self.future: Future[T] | None = None
        self.work = work
        self._operations = operations
        self._owner = owner
        self._success: Callable[[T], None] | None = None
        self._failure: Callable[[KnownError], None] | None = None
        self._always: Callable[[], None] | None = None
        self._patience: QTimer | None = None
        self._dialog: ProgressDialog | None = None

    @classmethod
    def reporting(
        cls, operations: Operations, work: Callable[[Progress], T], owner: QObject | None = None
    ) -> Operation[T]:
        """Work that tells how far it is and can be stopped."""
        operation = cls(operations, lambda: work(operation.progress), owner)
        return operation

    def success(self, then: Callable[[T], None]) -> Operation[T]:
        """Call `then` with the answer."""
        self._success = then
        return self

    def failure(self, then: Callable[[KnownError], None]) -> Operation[T]:
        """Call `then` with a known error instead of showing its sentence."""
        self._failure = then
        return self

    def always(self, then: Callable[[], None]) -> Operation[T]:
        """Call `then` last, whatever happened."""
        self._always = then
        return self

    def with_progress(self, text: str, *, stoppable: bool = False) -> Operation[T]:
        """Show `text` and how far the work is once it takes longer than a second."""
        window = QApplication.activeWindow() or getattr(self._owner, "window", lambda: None)()
        self._dialog = ProgressDialog(text, self.progress, window, stoppable=stoppable)
        self._patience = QTimer(self._dialog)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._dialog.open)
        return self

    def start(self) -> Operation[T]:
        """Hand the work to the worker."""
        if self._patience is not None:
            self._patience.start(PATIENCE_MS)
        self._operations.take_up(self)
        return self

    def put_away(self) -> None:
        """Close the sign of progress."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.finish()
        self._dialog = self._patience = None

    def tell(self, complaints: Complaints) -> None:
        """Tell the answer or the error; on the window's thread, once."""
        self.put_away()
        if self._owner is not None and not shiboken6.isValid(self._owner):
            return
        try:
            self._tell_result(complaints)
        finally:
            if self._always is not None:
                self._always()

    def _tell_result(self, complaints: Complaints) -> None:
        if self.future is None or self.future.cancelled():
            return
        error = self.future.exception()
        if error is None:
            if self._success is not None:
                self._success(self.future.result())
        elif isinstance(error, KnownError):
            (self._failure or complaints.sentence)(error)
        else:
            complaints.report(error)


class ProgressDialog(QDialog):
    """What is being done, how far it is, and a way to stop it."""

    def __init__(
        self, text: str, progress: Progress, parent: QWidget | None, *, stoppable: bool
    ) -> None:
        super().__init__(parent, Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self.setWindowTitle(_("Xin đợi"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._progress = progress
        self._over = False
        self._text = QLabel(text)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        self._stop = QPushButton(_("Dừng"))
        if not stoppable:
            self._stop.hide()
        self._stop.clicked.connect(self._ask_to_stop)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._stop)
        layout.addLayout(row)
        self.setMinimumWidth(theme.px(380))
        progress.moved.connect(self._move)
        progress.committed.connect(self._stop.hide)

    def finish(self) -> None:
        """The work is over."""
        self._over = True
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()

    def reject(self) -> None:
        """Escape asks to stop where that is possible; it never hides work that goes on."""
        if not self._stop.isHidden():
            self._ask_to_stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the end of the work closes this."""
        if not self._over:
            event.ignore()

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._stop.setText(_("Đang dừng…"))
        self._progress.cancel()

    def _move(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._text.setText(text)
