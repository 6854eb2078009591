"""Breaches of data: how much of the 72 hours is left to notify.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 23: within 72 hours of detection, with minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.retention import Countdown, countdown
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention.rights import may_keep_data

__all__ = ["BREACHES", "OpenBreach", "breach_of", "open_breaches"]

BREACHES: Final = "data_breaches"

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OpenBreach:
    """A breach that is not settled: `lacks_reason` where it was notified late and nobody said why,
    `lacks_minutes` while no minutes are noted.
    """

    id: RecordId
    number: str
    kind: str
    countdown: Countdown
    lacks_reason: bool
    lacks_minutes: bool
    closed: bool

    @property
    def settled(self) -> bool:
        """Whether it is closed and nothing that the law asks for is lacking."""
        lacks = self.lacks_reason or self.lacks_minutes or self.countdown.notified is None
        return self.closed and not lacks


def open_breaches(office: Office) -> list[OpenBreach]:
    """Those not settled, the most urgent first; nothing for who does not look after the data."""
    if not may_keep_data(office.info.role):
        return []
    rows, now = office.queries.living(BREACHES, office.info.unit_id), office.clock.now()
    found = [each for each in (breach_of(row, now) for row in rows) if not each.settled]
    return sorted(found, key=lambda each: (each.countdown.notified is not None, each.countdown.due))


def breach_of(row: Row, now: datetime) -> OpenBreach:
    """A row of the book with its countdown.

    Without an hour, detection counts from 00:00 and notification from 24:00: the strictest reading.
    A day that is still to come has notified nobody: the hours go on.
    """
    detected = _moment(row["detected_on"], row["detected_at"], time())
    notified = _moment(row["notified_on"], row["notified_at"], time(23, 59))
    if notified is not None and notified.date() > now.astimezone(VIETNAM).date():
        notified = None
    if detected is None:
        raise ValueError(row["id"])
    counted = countdown(detected, notified, retention_table().breach_hours)
    late = notified is not None and notified > counted.due
    return OpenBreach(
        id=str(row["id"]),
        number=str(row["number"] or ""),
        kind=str(row["kind"]),
        countdown=counted,
        lacks_reason=late and not row["late_reason"],
        lacks_minutes=not row["minutes_on"],
        closed=row["closed_on"] is not None,
    )


def _moment(day: Value, hour: Value, otherwise: time) -> datetime | None:
    if day is None:
        return None
    at = time.fromisoformat(str(hour)) if hour else otherwise
    return datetime.combine(date.fromisoformat(str(day)), at, VIETNAM)
