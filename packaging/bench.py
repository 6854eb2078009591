"""Measure the program against its budgets: `dev.py bench [--quick] [--only NAME] [--json FILE]`.

Every figure is taken beside its yardstick in the same run, in turn, so that a slow or busy machine
slows both; what is compared is the median of the rounds' ratios.  The goals are goals, not tests:
a row that is not met says so, a row that cannot be measured here says why.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import (  # noqa: E402
    communes,
    editing,
    merging,
    office_work,
    searching,
    starting,
    task_list,
)
from benchmarks.table import (  # noqa: E402
    FULL,
    QUICK,
    Budget,
    Result,
    Scale,
    Workshop,
    printed,
    run,
)

BUDGETS = (
    Budget(
        "start",
        "cold start to the first usable window",
        "an empty PySide6 window",
        1.5,
        starting.cold_start,
    ),
    Budget("memory", "memory, commune open in its window", "", 200, starting.memory, "MiB"),
    Budget(
        "search",
        "keystroke to painted list",
        "the bare trigram query",
        16,
        searching.keystroke,
        "ms",
    ),
    Budget(
        "edit",
        "one saved edit",
        "a bare SQLCipher FULL commit of the same row",
        2,
        editing.one_edit,
    ),
    Budget(
        "criteria",
        "criteria of one commune",
        "one hand-written SQL statement per fact",
        3,
        office_work.criteria,
    ),
    Budget(
        "forecast",
        "criteria of one commune three months ahead",
        "the same days assessed one by one",
        2,
        office_work.forecast,
        "s",
    ),
    Budget(
        "board",
        "board of 100 communes, read and painted",
        "bare SQL of the same rows",
        2,
        office_work.board,
        "s",
    ),
    Budget("tasks", "300 tasks with three years of openings", "", 150, task_list.tasks, "ms"),
    Budget(
        "sheet",
        "spreadsheet to previewed import",
        "calamine read + bare insert",
        2,
        office_work.spreadsheet,
    ),
    Budget(
        "import",
        "first import of a full commune bundle",
        "raw upsert of the same rows",
        1.5,
        merging.first_import,
    ),
    Budget(
        "newer",
        "import of a bundle in which all rows are newer",
        "raw upsert of the same rows over their former selves",
        2,
        merging.all_newer,
    ),
    Budget(
        "month",
        "a month of a commune (790 edits) imported",
        "raw upsert of the same rows",
        60,
        merging.month,
        "ms",
    ),
    Budget("month-bytes", "an edit of that month on the stick", "", 60, merging.month_bytes, "B"),
    Budget(
        "growth",
        "office file after a first import",
        "the same rows in the same tables",
        1.5,
        merging.growth,
    ),
    Budget("replay", "replay of a known bundle", "", 20, merging.replay, "ms"),
    Budget("communes", "20 communes merged", "", 25, communes.many_seconds, "s"),
    Budget("communes-memory", "20 communes merged, memory", "", 220, communes.many_memory, "MiB"),
    Budget(
        "papers",
        "household commitments as PDF",
        "bare reportlab canvas drawing the same text",
        1.5,
        office_work.commitments,
    ),
    Budget("size", "installed size on disk", "", 180, starting.installed_size, "MiB"),
)
"""The rows, in the order of the table."""


def machine() -> dict[str, object]:
    """What the figures were taken on, and how restless it is.

    `noise` is the slowest of twenty equal loops over the quickest: 1.0 on a machine that does
    nothing else.
    """
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        sum(range(200_000))
        times.append(time.perf_counter() - begun)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": load,
        "noise": round(max(times) / min(times), 2),
    }


def measure(names: Sequence[str], scale: Scale, folder: Path) -> list[Result]:
    """Measure the named rows, all for none; each is told to the screen as it is done."""
    workshop = Workshop(folder, scale)
    results = []
    for budget in BUDGETS:
        if names and budget.name not in names:
            continue
        print(f"… {budget.work}", file=sys.stderr, flush=True)
        results.append(run(budget, workshop))
    return results


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    made.add_argument("--quick", action="store_true", help="less of everything; the notes say so")
    made.add_argument(
        "--only",
        action="append",
        default=[],
        choices=[each.name for each in BUDGETS],
        help="one row; may be given again",
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    return made


def main(arguments: Sequence[str] | None = None, scale: Scale | None = None) -> int:
    """Measure and print; 0 even where a goal is not met: the table says which."""
    args = parser().parse_args(arguments)
    chosen = scale or (QUICK if args.quick else FULL)
    before = machine()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        results = measure(args.only, chosen, Path(folder))
    print(printed(results))
    print(", ".join(f"{name} {value}" for name, value in before.items()))
    if args.json is not None:
        told = {
            "machine": {**before, "noise_after": machine()["noise"]},
            "scale": asdict(chosen),
            "rows": [each.as_json() for each in results],
        }
        args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
