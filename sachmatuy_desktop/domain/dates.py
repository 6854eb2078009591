"""Days as offices write them: typed in many ways, kept in one, counted exactly.

Kept: `YYYY-MM-DD`; of a birthday that is known in part, `YYYY` or `YYYY-MM`.  Shown: `dd/MM/yyyy`.
Two years run side by side: the reporting year from 15 December to 14 December (Quyết định
28/2025/QĐ-TTg, Điều 7) and the document year from 1 January to 31 December (Nghị định
30/2020/NĐ-CP, Điều 15), in which paper numbers start again at 01.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "VIETNAM",
    "DocumentYear",
    "PartialDate",
    "ReportingYear",
    "add_months",
    "age_on",
    "age_range_on",
    "long_date",
    "parse_date",
    "parse_moment",
    "parse_partial_date",
    "show_date",
    "show_moment",
    "show_partial",
]

VIETNAM = timezone(timedelta(hours=7))

_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d+)", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d+)", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ]00:00(?::00)?)?", re.ASCII)
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d+)", re.ASCII)
_YEAR = re.compile(r"(?:nam )?(\d+)", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1850, 2199


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day of which perhaps only the year, or the month and the year, is known.

    Year-only dates sort before the months of that year, months before their days.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise BadInput(N_("Có ngày thì phải có tháng."))
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise _impossible(self.iso) from None

    @property
    def iso(self) -> str:
        """The form that is kept: `1987`, `1987-01` or `1987-01-05`."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def exact(self) -> date | None:
        """The day itself, when it is known whole."""
        return date(self.year, self.month, self.day) if self.day else None

    @property
    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def may_be(self, other: PartialDate) -> bool:
        """Whether both can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A day known whole."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read back what `iso` wrote."""
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
            raise _unreadable(text)
        return cls(*map(int, text.split("-")))


def parse_partial_date(text: str) -> PartialDate:
    """A day as typed or as found in a spreadsheet, with `00` for what is not known.

    Understands 05/01/1987, 5-1-1987, 5.1.1987, 01/1987, 1987, 00/05/1985, 00/00/1985, 1987-01-05,
    "ngày 05 tháng 01 năm 1987".  Raises BadInput for anything else, for years of two digits and
    for days that the calendar does not have.
    """
    typed = clean(text)
    for pattern, order in _SHAPES:
        found = pattern.fullmatch(fold(typed))
        if found:
            return _partial(typed, [found[group] if group else None for group in order])
    raise _unreadable(typed)


# Where year, month and day stand in each shape of the folded text; ISO first.
_SHAPES: tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...] = (
    (_ISO, (1, 2, 3)),
    (_NUMERIC, (4, 3, 1)),
    (_MONTH_YEAR, (2, 1, 0)),
    (_WORDS, (3, 2, 1)),
    (_YEAR, (1, 0, 0)),
)


def _partial(typed: str, parts: list[str | None]) -> PartialDate:
    year_text = parts[0] or ""
    if len(year_text) != 4:
        raise BadInput(
            N_("«{text}» chưa rõ năm nào. Hãy gõ đủ bốn chữ số của năm, ví dụ 05/01/1987."),
            text=typed,
        )
    year, month, day = (int(part or 0) for part in parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _impossible(typed)
    if day and not month:
        raise BadInput(
            N_("«{text}» có ngày mà không có tháng. Nếu chỉ biết năm, hãy gõ 00/00/{year}."),
            text=typed,
            year=year,
        )
    try:
        return PartialDate(year, month, day)
    except BadInput:
        raise _impossible(typed) from None


def parse_date(text: str) -> date:
    """A whole day as typed; BadInput when it is not one, or is known only in part."""
    partial = parse_partial_date(text)
    if partial.exact is None:
        raise BadInput(
            N_("«{text}» chưa đủ ngày, tháng, năm. Hãy gõ đủ, ví dụ 05/01/1987."), text=clean(text)
        )
    return partial.exact


def show_date(day: date) -> str:
    """`05/01/1987`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_partial(partial: PartialDate) -> str:
    """`05/01/1987`, `01/1987` or `1987`; `parse_partial_date` reads it back."""
    parts = [f"{part:02d}" for part in (partial.day, partial.month) if part]
    return "/".join([*parts, f"{partial.year:04d}"])


def long_date(day: date) -> str:
    """The date line of a paper: "ngày 05 tháng 01 năm 2026", "ngày 15 tháng 6 năm 2026".

    A zero stands before days under 10 and before months 1 and 2 only (Nghị định 30/2020/NĐ-CP,
    Phụ lục I).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_moment(text: str) -> datetime:
    """A kept moment, `2026-07-01T08:30:00+07:00`; BadInput when it is not one, has no zone or is
    so far at the ends of the calendar that it has no day in Việt Nam.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        raise _no_moment(text) from None
    if moment.tzinfo is None:
        raise _no_moment(text)
    return moment


def show_moment(moment: datetime) -> str:
    """`08:30, 01/07/2026` by the clock of Vietnam."""
    here = moment.astimezone(VIETNAM)
    return f"{here:%H:%M}, {show_date(here.date())}"


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, or the last day of a month that lacks it.

    Bộ luật Dân sự 2015, Điều 148: a term of months or years ends on the corresponding day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise BadInput(N_("Thời hạn {months} tháng quá dài."), months=months)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_range_on(birth: PartialDate, on: date) -> tuple[int, int]:
    """The least and the greatest age in full years that a birthday, known in part, leaves open.

    Negative before birth.
    """
    return _full_years(birth.latest, on), _full_years(birth.earliest, on)


def age_on(birth: PartialDate | date, on: date) -> int | None:
    """The age in full years, or None where an incomplete birthday does not decide it."""
    partial = birth if isinstance(birth, PartialDate) else PartialDate.of(birth)
    least, greatest = age_range_on(partial, on)
    return least if least == greatest else None


def _full_years(birth: date, on: date) -> int:
    years = on.year - birth.year
    return years if on >= add_months(birth, 12 * years) else years - 1


NEW_FOR: Final = 30
"""Days from its first on during which a reporting year has little to show yet."""


@dataclass(frozen=True, slots=True, order=True)
class ReportingYear:
    """15 December of the year before to 14 December: the year of figures and recognition."""

    year: int

    @classmethod
    def of(cls, day: date) -> ReportingYear:
        """The reporting year that a day falls into."""
        return cls(day.year + 1 if (day.month, day.day) >= (12, 15) else day.year)

    @classmethod
    def asked(cls, day: date) -> ReportingYear:
        """The reporting year that is looked at on a day: while a year is new, the one before it."""
        running = cls.of(day)
        return running.previous() if (day - running.start).days < NEW_FOR else running

    @classmethod
    def choices(cls, day: date, count: int) -> list[int]:
        """So many years back from the running one, to choose from: the one asked for first."""
        running, asked = cls.of(day).year, cls.asked(day).year
        years = range(running, running - count, -1)
        return sorted(years, key=lambda year: year != asked)

    @property
    def start(self) -> date:
        return date(self.year - 1, 12, 15)

    @property
    def end(self) -> date:
        """The cut-off of the yearly figures, itself included."""
        return date(self.year, 12, 14)

    @property
    def half(self) -> date:
        """The last day of the first half; its report is due before 15 June."""
        return date(self.year, 6, 14)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def next(self) -> ReportingYear:
        return ReportingYear(self.year + 1)

    def previous(self) -> ReportingYear:
        return ReportingYear(self.year - 1)


@dataclass(frozen=True, slots=True, order=True)
class DocumentYear:
    """1 January to 31 December: the year in which paper numbers run from 01."""

    year: int

    @classmethod
    def of(cls, day: date) -> DocumentYear:
        """The document year that a day falls into."""
        return cls(day.year)

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31)

    def __contains__(self, day: date) -> bool:
        return day.year == self.year


def _unreadable(text: str) -> BadInput:
    return BadInput(
        N_("«{text}» không phải là ngày. Hãy gõ ngày/tháng/năm, ví dụ 05/01/1987."), text=text
    )


def _impossible(text: str) -> BadInput:
    return BadInput(N_("«{text}» không có trên lịch. Hãy xem lại ngày, tháng, năm."), text=text)


def _no_moment(text: str) -> BadInput:
    return BadInput(
        N_("«{text}» không phải là thời điểm. Ví dụ đúng: 2026-07-01T08:30:00+07:00."), text=text
    )
