"""The list of tasks: three hundred of them, three years in which each was done again and again."""

from __future__ import annotations

import statistics
from datetime import date

from PySide6.QtWidgets import QApplication

from benchmarks import commune
from benchmarks.table import Measurement, Workshop, seconds
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.services.plans.listing import list_tasks
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.garbage import collect_on_window_thread
from sachmatuy_desktop.ui.pages.plans.task_lines import Shown
from sachmatuy_desktop.ui.pages.plans.task_tree import TaskTree

MONTHS = 35
PER_RESIDENTS = 67
"""A commune of 20,000 has three hundred tasks."""

RULES = (
    *[When("periodic", every="month")] * 4,
    When("periodic", every="half_year", day=((6, 15), (12, 15))),
    When("continuous", months=1),
)


def tasks(workshop: Workshop) -> Measurement:
    """Everything read and judged on the worker; the note tells what the window then takes."""
    count = max(workshop.scale.residents // PER_RESIDENTS, len(RULES))
    office = commune.new_office(workshop.room("tasks") / "office", "xa-23537@1", "commune", 1)
    today = date.fromisoformat(office.clock.today())
    start = date(today.year - 3, today.month, 1)
    with office.store.begin(Act("training.fill", "bench")) as work:
        results = _fill(work, count, start)
        work.commit()
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)  # noqa: S101  (this process made it)
    theme.dress(app, theme.BASE_POINTS, theme.load_fonts())
    collect_on_window_thread(app)
    worker, window = [], []
    for _ in range(workshop.scale.rounds):
        worker.append(seconds(lambda: list_tasks(office.session)))
        found, tree = list_tasks(office.session), TaskTree("bench")
        shown = Shown(only_to_do=False)
        window.append(seconds(lambda: tree.show_lines(shown.lines(found))))  # noqa: B023
    office.close()
    painted = statistics.median(window) * 1000
    note = f"{count} tasks, {results:,} results; then {painted:.0f} ms on the window"
    return Measurement(statistics.median(worker) * 1000, "ms", note=note)


def _fill(work: UnitOfWork, count: int, start: date) -> int:
    """A plan with so many tasks, done in every month so far; how many results that makes."""
    first = start.isoformat()
    plan = work.insert("plans", {"title": "KH", "adopted_on": first, "from_date": first})
    written = 0
    for number in range(count):
        rule = RULES[number % len(RULES)]
        task = work.insert(
            "plan_tasks",
            {
                "plan": plan,
                "title": f"Việc {number}",
                "content": "Nội dung " * 60,
                "kind": "activity",
                "rule": rule.to_json(),
                "place": number,
                "active": 1,
                "ours": 1,
            },
        )
        for month in range(MONTHS):
            months = start.month - 1 + month
            day = date(start.year + months // 12, months % 12 + 1, 20)
            opening = f"{day:%Y-%m}" if rule.every == "month" else None
            if rule.every == "half_year" and month % 6:
                continue
            said = {"task": task, "kind": "done", "done_on": day.isoformat(), "opening": opening}
            work.insert("task_results", said)
            written += 1
    return written
