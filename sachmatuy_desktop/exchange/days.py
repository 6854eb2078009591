"""Days as sheets write them: what the register's own reading of a day does not take.

Each of these has one possible meaning or none is chosen; whatever was put right is told with the
row, so that somebody looks at it.

    5.1.87       two digits of the year, where only one century is possible
    31782        the number that Excel keeps for a day, in a cell that lost its format
    01/25/1990   month first: there is no 25th month
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.errors import N_, BadInput, KnownError

OLDEST_PERSON: Final = 110
"""Years back from today that a birthday may lie."""

EARLIEST_EVENT: Final = 1980
LATEST_EVENT: Final = 5
"""Days of events lie between that year and so many years from today."""

_SHORT: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{2})", re.ASCII)
_LONG: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}", re.ASCII)
_DAY_ZERO: Final = date(1899, 12, 30)


def put_right(field: Field, text: str, today: date) -> tuple[str, KnownError] | None:
    """The day a text can only mean, as ISO text, and what to tell; `None` for any other text."""
    return _short_year(field, text, today) or _month_first(text) or _serial(field, text, today)


def is_month_first(text: str) -> bool:
    """Whether a day can only be read with its month first."""
    return _month_first(text) is not None


def is_ambiguous(text: str) -> bool:
    """Whether day and month could change places."""
    found = _LONG.fullmatch(text)
    return found is not None and found[1] != found[3] and max(int(found[1]), int(found[3])) <= 12


def _short_year(field: Field, text: str, today: date) -> tuple[str, KnownError] | None:
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    first, last = _span(field, today)
    days = [_day(century + int(found[4]), found[3], found[1]) for century in (1800, 1900, 2000)]
    possible = [each for each in days if each is not None and first <= each <= last]
    if len(possible) != 1:
        return None
    return possible[0].isoformat(), BadInput(
        N_("«{text}» chỉ có hai chữ số của năm, đã đọc là {day}. Hãy xem lại."),
        text=text,
        day=show_date(possible[0]),
    )


def _month_first(text: str) -> tuple[str, KnownError] | None:
    found = _LONG.fullmatch(text)
    if found is None or int(found[3]) <= 12:
        return None
    day = _day(int(found[4]), found[1], found[3])
    if day is None:
        return None
    return day.isoformat(), BadInput(
        N_("«{text}» ghi tháng trước ngày, đã đọc là {day}. Hãy xem lại cả cột."),
        text=text,
        day=show_date(day),
    )


def _serial(field: Field, text: str, today: date) -> tuple[str, KnownError] | None:
    if not _SERIAL.fullmatch(text):
        return None
    day = _DAY_ZERO + timedelta(days=int(text))
    first, last = _span(field, today)
    if not first <= day <= last:
        return None
    return day.isoformat(), BadInput(
        N_("«{text}» là ngày {day} viết dưới dạng số của Excel. Hãy xem lại."),
        text=text,
        day=show_date(day),
    )


def _span(field: Field, today: date) -> tuple[date, date]:
    if field.kind is Kind.PARTIAL_DATE:
        return date(today.year - OLDEST_PERSON, 1, 1), today
    return date(EARLIEST_EVENT, 1, 1), date(today.year + LATEST_EVENT, 12, 31)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
