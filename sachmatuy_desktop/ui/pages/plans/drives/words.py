"""A drive in the words of the screen."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.drives import Counts
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.drives import Drive
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["COLUMNS", "TONES", "days", "days_left", "deadline", "told_counts"]

COLUMNS: Final = MappingProxyType(
    {
        "asked": N_("Phải ký"),
        "printed": N_("Đã in"),
        "out": N_("Đang phát"),
        **SHEET_OUTCOMES,
    }
)
"""The counts of a drive, by the names of `Counts`."""

TONES: Final = MappingProxyType(
    {
        "da_ky": Tone.GOOD,
        "tu_choi": Tone.BLOCK,
        "vang": Tone.CARE,
        "chuyen_di": Tone.QUIET,
        "chua_gap": Tone.QUIET,
    }
)


def days(iso: str) -> str:
    """A day as offices write it, "" where there is none."""
    return show_date(date.fromisoformat(iso)) if iso else ""


def deadline(drive: Drive, today: date) -> str:
    """Until when, and how many days that leaves."""
    if drive.ended_on is not None:
        return _("Kết thúc ngày {day}").format(day=show_date(drive.ended_on))
    since = _("Từ ngày {day}").format(day=show_date(drive.from_date))
    if drive.until_date is None:
        return since
    until = _("{since} · hạn {day}").format(since=since, day=show_date(drive.until_date))
    return f"{until} · {days_left(drive, today)}"


def days_left(drive: Drive, today: date) -> str:
    """How many days the deadline leaves, "" without one."""
    left = drive.days_left(today)
    if drive.ended_on is not None:
        return _("đã kết thúc")
    if left is None:
        return ""
    if left < 0:
        return _("quá hạn {count} ngày").format(count=-left)
    return _("còn {count} ngày").format(count=left) if left else _("hôm nay là ngày cuối")


def told_counts(counts: Counts) -> str:
    """The answers in one line; what nobody gave is left out."""
    said = [
        _("{count} {word}").format(count=show_integer(getattr(counts, code)), word=_(word).lower())
        for code, word in SHEET_OUTCOMES.items()
        if getattr(counts, code)
    ]
    asked = _("{count} hộ phải ký").format(count=show_integer(counts.asked))
    return ": ".join(filter(None, (asked, ", ".join(said))))
