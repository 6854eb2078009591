"""The periods communes report for: `resources/reporting/periods.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.plans.when import EVERY, MonthDay, When
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["ReportKind", "cut_off_of", "report_kinds"]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of period as the data has it: its own rule, or the task of a plan whose rule it is.

    A bundle counts for it from `opens` days before the last day in time.
    """

    id: str
    title: str
    opens: int
    verified: bool
    when: When | None = None
    source: str = ""
    plan: str = ""
    task: str = ""


@cache
def report_kinds(file: Path | None = None) -> tuple[ReportKind, ...]:
    """Every kind, in the order shown; `BadInput` names the file and the entry not to be read."""
    path = file or resources_folder() / "reporting" / "periods.toml"
    entry: dict[str, Any] = {}
    found: dict[str, ReportKind] = {}
    try:
        for entry in read_toml(path)["report"]:
            found[entry["id"]] = _kind(entry)
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, str(entry.get("id", "?")), wrong) from None
    return tuple(found.values())


def _kind(entry: dict[str, Any]) -> ReportKind:
    opens = int(entry["opens"])
    if opens < 0:
        raise ValueError("opens")
    told = (str(entry["id"]), str(entry["title"]), opens, bool(entry["verified"]))
    if "plan" in entry:
        return ReportKind(*told, plan=str(entry["plan"]), task=str(entry["task"]))
    every = entry["every"]
    if every not in EVERY:
        raise ValueError("every")
    when = When(
        "periodic",
        every=every,
        day=(cut_off_of(entry["day"]),),
        proposed=bool(entry.get("proposed", False)),
    )
    return ReportKind(*told, when=when, source=str(entry["source"]))


def cut_off_of(text: str) -> MonthDay:
    """`06-15` as month and day, `05` as a day of every month (month 0).

    Raises `ValueError` for a day that there is not in every year, or in no month.
    """
    month, dash, day = text.rpartition("-")
    found = (int(month) if dash else 0, int(day))
    most = (31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (0 <= found[0] < len(most) and 1 <= found[1] <= most[found[0]]):
        raise ValueError(text)
    return found
