"""What becomes of a field when two offices have written it.

A field holds every write that no other write has seen: one of them is shown (the latest by the
hybrid clock, then by site, the same choice everywhere), the rest wait beside it until somebody
writes the field having seen them.  Nothing is lost and nothing is asked twice: the write that
decides is a change like any other and travels like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sachmatuy_desktop.domain.registers.fields import Value


@dataclass(frozen=True, slots=True)
class Write:
    """One value written to one field by one line of one site's stream."""

    site: str
    number: int
    hlc: int
    value: Value

    @property
    def rank(self) -> tuple[int, str, int]:
        """What orders writes that did not know of each other."""
        return (self.hlc, self.site, self.number)


Saw = Callable[[Write, Write], bool]
"""`saw(later, earlier)`: had the author of `later` read `earlier` when writing?"""


@dataclass(frozen=True, slots=True)
class FieldState:
    """The writes of one field that no other write has seen: the one shown, and those beside it."""

    shown: Write
    beside: tuple[Write, ...] = ()

    @property
    def writes(self) -> tuple[Write, ...]:
        """All of them, the shown one first."""
        return (self.shown, *self.beside)


def state_of(writes: Iterable[Write], saw: Saw) -> FieldState:
    """The state that a set of writes comes to, in whatever order they arrived."""
    unique = {(each.site, each.number): each for each in writes}.values()
    alive = [
        each
        for each in unique
        if not any(saw(other, each) for other in unique if other is not each)
    ]
    ranked = sorted(alive, key=lambda each: each.rank, reverse=True)
    return FieldState(ranked[0], tuple(ranked[1:]))


def arrive(state: FieldState, write: Write, saw: Saw) -> FieldState:
    """The state after one more write came in."""
    return state_of((*state.writes, write), saw)
