"""The office's own days off: a year it writes down itself counts instead of the program's.

The days move with the lunar calendar and with yearly decisions, so the table is data an office can
correct.  Every deadline in working days of the office is counted by `calendar_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.holidays import DayOff, HolidayYear, load_years
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["DayOff", "ForgetHolidays", "HolidayYear", "ReplaceHolidays", "calendar_of", "years_of"]

LONGEST_SPAN: Final = 31


@lru_cache(maxsize=1)
def _programs() -> Mapping[int, HolidayYear]:
    return load_years()


def years_of(session: Session) -> Mapping[int, HolidayYear]:
    """Every known year with its days, the office's own instead of the program's."""
    rows = session.queries.rows("holidays", session.queries.ids("holidays"))
    own: dict[int, list[DayOff]] = {}
    for row in rows.values():
        if row["unit_id"] == session.store.facts.unit_id and isinstance(row["year"], int):
            own.setdefault(row["year"], []).append(_day_off(row))
    years = {**_programs()}
    for year, days in own.items():
        years[year] = HolidayYear(year, tuple(sorted(days)), N_("bảng của cơ quan"), own=True)
    return dict(sorted(years.items()))


def calendar_of(session: Session) -> WorkCalendar:
    """The work calendar by which this office counts."""
    return WorkCalendar.of(
        {
            each.year: (each.days(worked=False), each.days(worked=True))
            for each in years_of(session).values()
        }
    )


def _day_off(row: Mapping[str, Value]) -> DayOff:
    first = date.fromisoformat(str(row["from_date"]))
    last = date.fromisoformat(str(row["until_date"])) if row["until_date"] else first
    return DayOff(first, last, row["kind"] == "lam_bu", str(row["name"] or ""))


@dataclass(frozen=True)
class ReplaceHolidays:
    """Write down the days off (and Saturdays worked instead) of a year, all of them at once."""

    year: int
    days: Sequence[DayOff]
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "holidays.replace"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` for a day outside the year, `NotAllowed`."""
        session.role.must("manages")
        if not self.days:
            raise BadInput(N_("Hãy ghi ít nhất một ngày nghỉ của năm {year}."), year=self.year)
        _refuse_wrong(self.year, self.days)
        _clear(self.year, work, session)
        for each in sorted(self.days):
            work.insert(
                "holidays",
                {
                    "year": self.year,
                    "from_date": each.first.isoformat(),
                    "until_date": each.last.isoformat() if each.last != each.first else None,
                    "kind": "lam_bu" if each.worked else "nghi",
                    "name": each.name or None,
                },
            )


@dataclass(frozen=True)
class ForgetHolidays:
    """Take the office's own table of a year away: the program's counts again."""

    year: int
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "holidays.forget"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`."""
        session.role.must("manages")
        _clear(self.year, work, session)


def _clear(year: int, work: UnitOfWork, session: Session) -> None:
    for record in session.queries.ids("holidays", [Where("year", "=", year)]):
        if work.row("holidays", record)["unit_id"] == work.unit:
            work.remove("holidays", record)


def _refuse_wrong(year: int, days: Iterable[DayOff]) -> None:
    for each in days:
        if each.last < each.first:
            raise BadInput(N_("Ngày kết thúc trước ngày bắt đầu.")).at("until_date")
        if {each.first.year, each.last.year} != {year}:
            raise BadInput(
                N_("Ngày {day} không thuộc năm {year}."), day=each.first.isoformat(), year=year
            ).at("from_date")
        if each.last - each.first > timedelta(days=LONGEST_SPAN):
            raise BadInput(
                N_("Một đợt nghỉ dài quá {most} ngày. Hãy xem lại."), most=LONGEST_SPAN
            ).at("until_date")
