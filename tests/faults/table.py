"""What a run found, as a table with figures."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Run:
    """The figures of one harness: how often each thing was tried, with what outcome."""

    title: str
    unit: str
    """What is counted: kills, states, calls, mutants."""
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    """What ought not to have been, told so that it can be done again."""
    notes: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def add(self, what: str, outcome: str, count: int = 1) -> None:
        """One more was tried."""
        self.outcomes.setdefault(what, Counter())[outcome] += count

    def fail(self, what: str, told: str) -> None:
        """One more was tried, and broke something."""
        self.add(what, "BROKEN")
        self.broken.append(f"{what}: {told}")

    def take(self, other: Run) -> None:
        """Add what another process counted."""
        for what, outcomes in other.outcomes.items():
            self.outcomes.setdefault(what, Counter()).update(outcomes)
        self.broken += other.broken
        self.notes += other.notes

    def ended(self) -> Run:
        """Stop the clock."""
        self.seconds = time.monotonic() - self.begun
        return self

    @property
    def total(self) -> int:
        """How many were tried."""
        return sum(each.total() for each in self.outcomes.values())

    def lines(self) -> Iterator[str]:
        """The table."""
        yield f"{self.title}"
        for what, outcomes in sorted(self.outcomes.items()):
            told = ", ".join(f"{count:,} {word}" for word, count in sorted(outcomes.items()))
            yield f"  {outcomes.total():>9,}  {what:<34} {told}"
        speed = self.total / self.seconds if self.seconds else 0.0
        yield (
            f"  {self.total:>9,}  {self.unit} in {self.seconds:,.0f} s ({speed:,.1f} a second);"
            f" {len(self.broken)} broke something"
        )
        yield from (f"             {each}" for each in self.notes)
        yield from (f"  BROKEN {each}" for each in self.broken[:20])

    def as_json(self) -> dict[str, object]:
        """The same for a file."""
        return {
            "title": self.title,
            "unit": self.unit,
            "total": self.total,
            "seconds": round(self.seconds, 1),
            "outcomes": {what: dict(each) for what, each in self.outcomes.items()},
            "broken": self.broken,
            "notes": self.notes,
        }


def save(runs: list[Run], path: Path) -> None:
    """Write the figures to a file."""
    text = json.dumps([each.as_json() for each in runs], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
