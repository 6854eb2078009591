"""The next number of a series, and which series a paper is numbered in.

A number is given when the paper is registered and stays given: voided ones count, so the last of a
year is never given twice.  Numbers run within a calendar year, the year of the day on the paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import DocumentYear
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["LETTER", "RESTRICTED", "STATE_SECRET", "next_in", "series_named"]

LETTER: Final = "CV"
"""Công văn have no letters of their kind in their number; this names their series."""

RESTRICTED: Final = " (hạn chế)"
STATE_SECRET: Final = " (mật)"  # noqa: S105  (words, no password)

_LARGEST: Final = 99_999


def series_named(code: str, body: str, own: str, apart: str = "") -> str:
    """The series of a kind of paper: `code` is its abbreviation, empty for a công văn.

    A paper under another symbol than the office's `own` (its police: CAX) is numbered apart: that
    body keeps a book of its own (Điều 15).
    """
    kind = code or LETTER
    is_own = body in ("", own) or body.startswith(f"{own}-")
    return f"{kind}{'' if is_own else f' {body}'}{apart}"


def next_in(
    queries: Queries,
    register: str,
    day_field: str,
    series: Iterable[Where],
    day: date,
    first: int | None = None,
) -> int:
    """The number after the last of a series in the year of `day`; 1 in a new year.

    `first` begins a series that was kept on paper until now.  Raises `BadInput` where the series
    has begun, or for a number that cannot be one.
    """
    year = DocumentYear.of(day)
    span = (
        Where(day_field, ">=", year.start.isoformat()),
        Where(day_field, "<=", year.end.isoformat()),
    )
    last = queries.ids(register, [*series, *span], sort="-sequence")[:1]
    if first is not None and last:
        raise BadInput(
            N_("Số năm {year} đã cấp trong chương trình; để trống «Bắt đầu từ số»."),
            year=str(year.year),
        ).at("first")
    if first is not None and not 1 <= first <= _LARGEST:
        raise BadInput(N_("Số bắt đầu phải từ 1 đến 99999; hãy sửa lại.")).at("first")
    if not last:
        return first or 1
    return int(queries.rows(register, last)[last[0]]["sequence"] or 0) + 1
