"""Cut-offs as an office types them: “15/6, 15/12” of every year, “25” of every month."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans.when import MonthDay
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["parse_cut_offs", "show_cut_offs"]

_OF_YEAR: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_OF_MONTH: Final = re.compile(r"\d{1,2}")
_LAST: Final = 31


def parse_cut_offs(text: str, *, monthly: bool = False) -> tuple[MonthDay, ...]:
    """Days as typed, with a comma or blanks between them; month 0 is every month.

    Raises `BadInput` for what is no day, or a day that not every year has.
    """
    parts = [part.strip() for part in re.split(r"[,;]|\bvà\b", text) if part.strip()]
    return tuple(dict.fromkeys(_cut_off(part, monthly=monthly) for part in parts))


def _cut_off(part: str, *, monthly: bool) -> MonthDay:
    if monthly and _OF_MONTH.fullmatch(part) and 1 <= int(part) <= _LAST:
        return 0, int(part)
    if found := _OF_YEAR.fullmatch(part):
        day, month = int(found[1]), int(found[2])
        try:
            return month, date(2001, month, day).day
        except ValueError:
            pass
    example = "25" if monthly else "15/6, 15/12"
    raise BadInput(
        N_("Không đọc được ngày “{text}”. Ghi như {example}."), text=part, example=example
    )


def show_cut_offs(cut_offs: tuple[MonthDay, ...]) -> str:
    """As they are typed."""
    return ", ".join(f"{day}/{month}" if month else str(day) for month, day in cut_offs)
