"""Offices without end: two to six PCs that write, remove, decide, merge, cross, lose, restore; in
every third batch with programs of different ages, in another with a PC whose key is revoked.

Each story ends with everybody exchanging everything; on the way and at the end each PC is held
against all writes with their exact past.  `dev.py fuzz sync --minutes N` runs this for long and
prints what was met; a story that breaks a law is printed as short as it can be made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.erasing_machine import WithErasings
from tests.sync.machine import Offices, OfManyPrograms, WithAStolenPc
from tests.sync.worlds import Template, found_templates

STEPS = 25
"""Steps of one story, before the exchange at its end."""


def tell_stories(
    templates: dict[str, Template], examples: int, kind: type[Offices] = Offices
) -> None:
    """So many stories; raises with the shortest that breaks a law.  `Offices.tally` counts."""
    machine = type("Told", (kind,), {"templates": templates})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def run(minutes: float, batch: int = 8) -> int:
    """Tell stories for so long, in batches of all kinds in turn; how many broke a law."""
    end, divergences = time.monotonic() + minutes * 60, 0
    with tempfile.TemporaryDirectory(prefix="founded-") as folder:
        templates, kinds = (
            found_templates(Path(folder)),
            cycle((Offices, OfManyPrograms, WithErasings, WithAStolenPc)),
        )
        while time.monotonic() < end and not divergences:
            try:
                tell_stories(templates, batch, next(kinds))
            except Exception:
                traceback.print_exc()
                divergences += 1
    return divergences


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for; 1 if a law was broken."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz sync", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    args = parser.parse_args(arguments)
    divergences = run(args.minutes)
    for what, count in (*sorted(Offices.tally.items()), ("divergences", divergences)):
        print(f"{count:>8,}  {what}")
    return 1 if divergences else 0


if __name__ == "__main__":
    sys.exit(main())
