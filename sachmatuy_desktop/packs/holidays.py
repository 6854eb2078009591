"""Days off and Saturdays worked instead, from `resources/calendar/holidays.toml`.

The days move with the lunar calendar and with yearly decisions, so an office can lay a file of its
own beside; what it says about a year replaces what the program knows of that year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

__all__ = ["load_calendar", "read_toml"]


def load_calendar(*more: Path) -> WorkCalendar:
    """The work calendar of the program and of the files laid beside it.

    Raises BadInput naming the file and the year that cannot be read.
    """
    years: dict[int, tuple[frozenset[date], frozenset[date]]] = {}
    for file in (resources_folder() / "calendar" / "holidays.toml", *more):
        entries = read_toml(file).get("year", [])
        for entry in entries if isinstance(entries, list) else [entries]:
            try:
                years[entry["year"]] = (_days(entry.get("off")), _days(entry.get("worked")))
            except (KeyError, TypeError, AttributeError) as wrong:
                raise BadInput(
                    N_("Tệp {file} có một năm ghi thiếu hoặc sai: {entry} ({what})."),
                    file=file.name,
                    entry=str(entry),
                    what=str(wrong),
                ) from None
    return WorkCalendar(
        frozenset[date]().union(*(off for off, _ in years.values())),
        frozenset[date]().union(*(worked for _, worked in years.values())),
        frozenset(years),
    )


def read_toml(file: Path) -> dict[str, Any]:
    """A data file of ours, or the sentence that says where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise BadInput(
            N_("Không đọc được tệp {file}: {trouble}."), file=file.name, trouble=str(trouble)
        ) from trouble


def _days(entries: list[dict[str, Any]] | None) -> frozenset[date]:
    return frozenset(day for entry in entries or [] for day in _span(entry))


def _span(entry: dict[str, Any]) -> Iterator[date]:
    """The days of one entry: `day`, or `from` … `to`."""
    day, last = entry.get("day") or entry["from"], entry.get("to") or entry["day"]
    while day <= last:
        yield day
        day += timedelta(days=1)
