"""How far long work is: told now and then, and stopped by an error in the telling.

Whoever does the work knows nothing of windows and buttons.  What `tell` raises goes through the
work and its transaction, so stopped work has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

__all__ = ["Pace", "Tell", "in_turns", "silent"]

T = TypeVar("T")

Tell = Callable[[int, int], None]
"""`tell(done, total)` is called now and then; it may raise to stop the work."""

_STEP: Final = 250
"""Pieces of work between two tellings: some milliseconds' worth."""


def silent(_done: int, _total: int) -> None:
    """Tells nobody and stops nothing."""


class Pace:
    """Counts pieces of work of which the whole number is known, and tells."""

    def __init__(self, total: int, tell: Tell = silent) -> None:
        self._total = total
        self._tell = tell
        self._done = 0

    def over(self, pieces: Iterable[T]) -> Iterator[T]:
        """The same pieces, counted as they are taken."""
        for at, each in enumerate(pieces):
            if at % _STEP == 0:
                self.reach(self._done)
            self._done += 1
            yield each

    def reach(self, done: int) -> None:
        """Say that so many are done; more than the whole is never told."""
        self._done = done
        self._tell(min(done, self._total), self._total)


def in_turns(tell: Tell, weights: Sequence[int]) -> list[Tell]:
    """One `tell` a step of the work, each filling its share of the whole."""
    whole = 1000 * sum(weights)

    def share(start: int, weight: int) -> Tell:
        return lambda done, total: tell(1000 * start + 1000 * weight * done // max(total, 1), whole)

    return [share(sum(weights[:at]), weight) for at, weight in enumerate(weights)]
