"""A row of the budget table: what is measured, what it is held against, what came out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


class NotMeasured(Exception):
    """A row that this machine cannot measure; the text says why."""


@dataclass(frozen=True)
class Scale:
    """How much work is done; the budgets speak of `FULL`."""

    residents: int = 20_000
    searched: int = 100_000
    communes: int = 20
    sheets: int = 5_000
    edits: int = 600
    starts: int = 7
    rounds: int = 5


FULL = Scale()
QUICK = Scale(searched=20_000, communes=2, sheets=1_000, edits=300, starts=3, rounds=3)


@dataclass(frozen=True)
class Workshop:
    """Where a benchmark works: a folder of its own, and how much it shall do."""

    folder: Path
    scale: Scale

    def room(self, name: str) -> Path:
        """A fresh folder for one benchmark."""
        made = self.folder / name
        made.mkdir()
        return made


@dataclass(frozen=True)
class Measurement:
    """A figure in its unit; the yardstick's in the same unit, and the median of their ratios.

    `spread` is how far the yardstick itself scattered in this run (its third quartile over its
    first): what the machine's other work does to every figure in the row.
    """

    value: float
    unit: str
    yardstick: float | None = None
    ratio: float | None = None
    spread: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Budget:
    """One row.  `limit` holds for the ratio, or for the value itself if `unit` names its unit."""

    name: str
    work: str
    yardstick: str
    limit: float
    measure: Callable[[Workshop], Measurement]
    unit: str = ""

    @property
    def goal(self) -> str:
        """The goal in words."""
        return f"≤ {self.limit:g} {self.unit}" if self.unit else f"≤ {self.limit:g}×"


@dataclass(frozen=True)
class Result:
    """What became of a row: a measurement, or why there is none."""

    budget: Budget
    measurement: Measurement | None
    reason: str = ""
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        """`met`, `NOT met` or `not measured`."""
        if self.measurement is None:
            return "not measured"
        figure = self.measurement.value if self.budget.unit else self.measurement.ratio
        return "met" if figure is not None and figure <= self.budget.limit else "NOT met"

    def as_json(self) -> dict[str, object]:
        """The row for another program."""
        return {
            "name": self.budget.name,
            "work": self.budget.work,
            "goal": self.budget.goal,
            "verdict": self.verdict,
            "measured": None if self.measurement is None else asdict(self.measurement),
            "reason": self.reason,
            "seconds": round(self.seconds, 1),
        }


def run(budget: Budget, workshop: Workshop) -> Result:
    """Measure one row; a reason stands for what cannot be measured here."""
    begun = time.perf_counter()
    try:
        measurement = budget.measure(workshop)
    except NotMeasured as reason:
        return Result(budget, None, str(reason))
    return Result(budget, measurement, seconds=time.perf_counter() - begun)


# -- interleaved rounds ----------------------------------------------------------------------------


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@dataclass
class Pair:
    """The program's time and the yardstick's, taken in turn so that noise meets both."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def add(self, ours: float, bare: float) -> None:
        """One round, in seconds."""
        self.ours.append(ours)
        self.bare.append(bare)

    def measurement(self, unit: str, note: str = "") -> Measurement:
        """The medians in `s` or `ms`, and the median of the rounds' ratios."""
        factor = {"s": 1.0, "ms": 1000.0}[unit]
        ratios = [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]
        return Measurement(
            statistics.median(self.ours) * factor,
            unit,
            statistics.median(self.bare) * factor,
            statistics.median(ratios),
            spread(self.bare),
            note,
        )


def spread(times: Sequence[float]) -> float | None:
    """Third quartile over first; nothing can be said of fewer than three."""
    if len(times) < 3:
        return None
    first, _, third = statistics.quantiles(times, n=4, method="inclusive")
    return third / first if first else None


# -- what is printed -------------------------------------------------------------------------------


def figure(value: float | None, unit: str) -> str:
    """A number as one reads it: three digits that mean something."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".replace(" ×", "×")


HEAD = ("work", "measured", "yardstick", "ratio", "goal", "")


def as_row(result: Result) -> tuple[str, ...]:
    """The cells of a row."""
    measured, work = result.measurement, result.budget.work
    if measured is None:
        return (work, "–", "–", "–", result.budget.goal, "not measured")
    bare = "–" if measured.yardstick is None else figure(measured.yardstick, measured.unit)
    return (
        work,
        figure(measured.value, measured.unit),
        bare,
        figure(measured.ratio, "×"),
        result.budget.goal,
        result.verdict,
    )


def printed(results: Sequence[Result]) -> str:
    """The table, and under it what must be said about its rows."""
    rows = [HEAD, *(as_row(each) for each in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if at in (0, len(HEAD) - 1) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join([*lines, "", *_notes(results)])


def _notes(results: Sequence[Result]) -> list[str]:
    notes = []
    for each in results:
        said = each.reason or (each.measurement.note if each.measurement else "")
        parts = [f"against {each.budget.yardstick}"] if each.budget.yardstick else []
        if each.measurement and each.measurement.spread:
            parts.append(f"yardstick scattered {each.measurement.spread:.2f}×")
        notes.append(f"{each.budget.name}: " + "; ".join([*parts, *([said] if said else [])]))
    return notes
