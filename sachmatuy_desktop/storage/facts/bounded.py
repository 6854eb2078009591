"""Statements that somebody else thought up, stopped when they ask too much of an old PC.

What is counted is SQLite's own small steps, not time: with the same books a figure is told or not
told, whatever else the machine is doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

MOST_STEPS: Final = 100_000_000
"""About four seconds; the heaviest figure of the program takes a fortieth."""

_STRIDE: Final = 100_000


class TooMuch(Exception):
    """The statements within asked for more steps than they may."""


@contextmanager
def bounded(connection: Connection, most: int = MOST_STEPS) -> Iterator[None]:
    """Let the statements within take so many steps together; raises `TooMuch` beyond that."""
    left = most // _STRIDE
    is_over = False

    def count() -> int:
        nonlocal left, is_over
        left -= 1
        is_over = left < 0
        return int(is_over)

    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(count, _STRIDE)
    try:
        yield
    except DBAPIError as error:
        if is_over:
            raise TooMuch from error
        raise
    finally:
        raw.set_progress_handler(None, 0)
