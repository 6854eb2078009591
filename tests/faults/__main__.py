"""The command `dev.py faults`: one harness or all of them, for so long or so often."""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults import cuts, damage, kills, lives, named, tampering
from tests.faults.table import Run, save


@dataclass(frozen=True)
class Harness:
    """One way to hurt the program; `count` is what is asked of it before a release."""

    run: Callable[[int, float, int], Run]
    count: int


HARNESSES = {
    "kills": Harness(kills.run, 2_000),
    "cuts": Harness(cuts.run, 10_000),
    "named": Harness(named.run, named.ALL),
    "damage": Harness(damage.run, 100_000),
    "lives": Harness(lives.run, 10_000),
    "tampering": Harness(tampering.run, tampering.EACH * len(tampering.CELLS)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one harness or all; 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=[*HARNESSES, "all"])
    parser.add_argument("--seconds", type=float, help="how long each goes on")
    parser.add_argument("--count", type=int, help="how many of each")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--json", type=Path, help="a file for the figures")
    args = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"seed {args.seed}", flush=True)
    runs = []
    for name in HARNESSES if args.what == "all" else [args.what]:
        harness = HARNESSES[name]
        count = args.count or (sys.maxsize if args.seconds else harness.count)
        runs.append(harness.run(count, args.seconds or math.inf, args.seed))
        print("\n".join(runs[-1].lines()), flush=True)
    if args.json is not None:
        save(runs, args.json)
    return 1 if any(each.broken for each in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
