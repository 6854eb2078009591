"""Stopping in the middle of a statement: SQLite asks now and then whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

from sachmatuy_desktop.storage.pace import Tell

__all__ = ["Told", "stoppable"]

_STEPS: Final = 200_000
"""Steps of SQLite's machine between two questions: some ten milliseconds."""


class Told:
    """A `tell` that can say the same once more, for work that cannot say how far it is."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._last = (0, 1)

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        self._last = (done, total)
        self._tell(done, total)

    def again(self) -> None:
        """Tell what was told last; raises what telling raises."""
        self._tell(*self._last)


@contextmanager
def stoppable(connection: Connection, go_on: Callable[[], None]) -> Iterator[None]:
    """Within the block an error raised by `go_on` ends the statement under way, and is raised.

    The transaction is lost with it: whoever opened it must let it be rolled back.
    """
    stopped: list[BaseException] = []

    def ask() -> int:
        try:
            go_on()
        except BaseException as error:  # raised below, on the way out of SQLite
            stopped.append(error)
        return len(stopped)

    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101  (an open connection has one)
    raw.set_progress_handler(ask, _STEPS)
    try:
        yield
    except Exception:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        raw.set_progress_handler(None, _STEPS)
