"""Days off and Saturdays worked instead, from `resources/calendar/holidays.toml`.

The days move with the lunar calendar and with yearly decisions, so an office can lay a file of its
own beside; what it says about a year replaces what the program knows of that year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

__all__ = ["DayOff", "HolidayYear", "load_calendar", "load_years", "read_toml"]


@dataclass(frozen=True, slots=True, order=True)
class DayOff:
    """Days off from the first to the last, both counted; `worked` are days worked in exchange."""

    first: date
    last: date
    worked: bool
    name: str

    def days(self) -> Iterator[date]:
        """Each of its days."""
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The table of one year; `own` where the office wrote it itself."""

    year: int
    entries: tuple[DayOff, ...]
    source: str = ""
    own: bool = False

    def days(self, *, worked: bool) -> frozenset[date]:
        """The days off, or those worked in exchange."""
        return frozenset(
            day for each in self.entries if each.worked is worked for day in each.days()
        )


def load_years(*more: Path) -> Mapping[int, HolidayYear]:
    """The years of the program and of the files laid beside it.

    Raises BadInput naming the file and the year that cannot be read.
    """
    years: dict[int, HolidayYear] = {}
    for file in (resources_folder() / "calendar" / "holidays.toml", *more):
        entries = read_toml(file).get("year", [])
        for entry in entries if isinstance(entries, list) else [entries]:
            try:
                years[entry["year"]] = HolidayYear(
                    entry["year"],
                    (*_spans(entry, "off"), *_spans(entry, "worked")),
                    str(entry.get("source", "")),
                )
            except (KeyError, TypeError, AttributeError) as wrong:
                raise BadInput(
                    N_("Tệp {file} có một năm ghi thiếu hoặc sai: {entry} ({what})."),
                    file=file.name,
                    entry=str(entry),
                    what=str(wrong),
                ) from None
    return years


def load_calendar(*more: Path) -> WorkCalendar:
    """The work calendar of the program and of the files laid beside it; raises as `load_years`."""
    return WorkCalendar.of(
        {
            each.year: (each.days(worked=False), each.days(worked=True))
            for each in load_years(*more).values()
        }
    )


def read_toml(file: Path) -> dict[str, Any]:
    """A data file of ours, or the sentence that says where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise BadInput(
            N_("Không đọc được tệp {file}: {trouble}."), file=file.name, trouble=str(trouble)
        ) from trouble


def wrong_entry(path: Path, entry: str, wrong: Exception) -> BadInput:
    """The complaint that one entry of a file cannot be read; the file and the entry are named."""
    return BadInput(
        N_("Tệp {file} sai ở mục {entry}: {what}."), file=path.name, entry=entry, what=str(wrong)
    )


def _spans(entry: Mapping[str, Any], key: str) -> Iterator[DayOff]:
    """The entries of a year under a key: `day`, or `from` … `to`."""
    for each in entry.get(key) or ():
        first = each.get("day") or each["from"]
        last = each.get("to") or each["day"]
        yield DayOff(first, last, key == "worked", str(each.get("name", "")))
