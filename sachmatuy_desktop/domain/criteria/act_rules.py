"""Which act serves which figure, in what words, with what effect: what `acts.toml` says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["ActRule", "ActRules", "Effect", "EndRule", "Moment", "Words"]


class Effect(StrEnum):
    """What an act done in time makes of a figure; the words stand in `acts.toml`."""

    ALL = "all"
    NEW = "new"
    RUNNING = "running"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Words:
    """What an act is called, who does it, and what must happen besides."""

    says: str
    who: str
    condition: str

    def about(self, **values: str) -> Words:
        """With the names filled in."""
        said = (each.format(**values) for each in (self.says, self.who, self.condition))
        return Words(*said)


@dataclass(frozen=True, slots=True)
class ActRule:
    """One act and the figures it serves; `within_days` of the day, 0 for any time before it.

    `unless` are readings (`reading=value`) under which it changes nothing.
    """

    id: str
    words: Words
    facts: frozenset[str]
    effect: Effect
    register: str
    within_days: int
    unless: frozenset[tuple[str, str]]
    source: str


@dataclass(frozen=True, slots=True)
class EndRule:
    """The figures that somebody leaves with the paper that ends a term of one of the states."""

    states: frozenset[str]
    facts: frozenset[str]
    condition: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of every year that matters to packs whose ids begin with one of `packs`."""

    month: int
    day: int
    says: str
    packs: tuple[str, ...]
    source: str
    is_cut_off: bool = False

    def concerns(self, pack_id: str) -> bool:
        """Whether the pack has it."""
        return pack_id.startswith(self.packs)

    def after(self, day: date) -> date:
        """The next one after a day."""
        this = date(day.year, self.month, self.day)
        return this if this > day else date(day.year + 1, self.month, self.day)


@dataclass(frozen=True)
class ActRules:
    """Everything `acts.toml` says."""

    acts: tuple[ActRule, ...]
    endings: tuple[EndRule, ...]
    moments: tuple[Moment, ...]
    renew: Words
    write_down: Words
    other: Words
    months_ahead: int
    verified: bool

    def for_fact(self, name: str) -> ActRule | None:
        """The act that serves a figure."""
        return next((each for each in self.acts if name in each.facts), None)

    def left_with(self, state: str) -> EndRule | None:
        """What somebody leaves when a term of this state is ended."""
        return next((each for each in self.endings if state in each.states), None)
