"""Reading while someone types: on a thread of its own, so that no other work holds a search up.

Only the newest question of each asker is answered.  An answer comes in pieces, the first as soon as
there is a screen to show; between two pieces a question that is no longer the newest is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from sachmatuy_desktop.errors import KnownError

__all__ = ["Finder"]

T = TypeVar("T")


class Complaints(Protocol):
    """Where errors go."""

    def sentence(self, error: KnownError) -> None: ...
    def report(self, error: BaseException) -> None: ...


@dataclass(frozen=True, eq=False)
class _Question:
    asker: QObject
    pieces: Callable[[], Generator[Any, None, None]]
    tell: Callable[[Any], None]


class Finder(QObject):
    """The thread that reads for lists and suggestions; `shut_down` before the office closes."""

    _answered = Signal(object, object)
    _failed = Signal(object, object)
    _done = Signal()

    def __init__(self, complaints: Complaints) -> None:
        super().__init__()
        self._complaints = complaints
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="finder")
        self._newest: dict[int, _Question] = {}
        self._open = 0
        self._closed = False
        self._answered.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._complain, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._count_down, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a question is open: still read, or read and not told."""
        return self._open > 0

    def ask(
        self,
        asker: QObject,
        pieces: Callable[[], Generator[T | None, None, None]],
        tell: Callable[[T], None],
    ) -> None:
        """Read `pieces` there and tell each on the window's; what was asked before lapses.

        `None` is no piece, but a moment at which the question may be given up.
        """
        if self._closed:
            return
        question = _Question(asker, pieces, tell)
        self._newest[id(asker)] = question
        self._open += 1
        self._thread.submit(self._answer, question)

    def forget(self, asker: QObject) -> None:
        """Whatever it asked is not wanted any more."""
        self._newest.pop(id(asker), None)

    def shut_down(self) -> None:
        """Give up what is being read; nothing is told afterwards."""
        self._closed = True
        self._newest.clear()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _is_wanted(self, question: _Question) -> bool:
        return self._newest.get(id(question.asker)) is question

    def _answer(self, question: _Question) -> None:
        try:
            if self._is_wanted(question):
                self._read(question)
        except Exception as error:
            self._failed.emit(question, error)
        finally:
            self._done.emit()

    def _read(self, question: _Question) -> None:
        with closing(question.pieces()) as pieces:
            for piece in pieces:
                if not self._is_wanted(question):
                    return
                if piece is not None:
                    self._answered.emit(question, piece)

    def _count_down(self) -> None:
        self._open -= 1

    def _tell(self, question: _Question, piece: Any) -> None:
        if self._is_wanted(question) and shiboken6.isValid(question.asker):
            question.tell(piece)

    def _complain(self, question: _Question, error: Exception) -> None:
        if not self._is_wanted(question):
            return
        if isinstance(error, KnownError):
            self._complaints.sentence(error)
        else:
            self._complaints.report(error)
