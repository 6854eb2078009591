"""Ids and times that several offices may make without asking each other.

Clocks of old PCs are wrong, sometimes by years.  A hybrid clock never goes back: it follows the
wall clock when that is ahead of everything seen, and counts on by itself when it is not.  It only
chooses between acts that did not know of each other; what is right never depends on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM

_COUNTER_BITS: Final = 16
LAST_READING: Final = 1 << 62
"""The newest reading that is followed (the year 4199); readings are kept in 63 bits."""
_SUSPICIOUS_MS: Final = 10 * 60 * 1000
"""Two clocks so far apart are as right as each other, in milliseconds."""

AHEAD_MS: Final = 2 * 24 * 60 * 60 * 1000
"""How far ahead of this PC's clock what others wrote may be before it is said, in milliseconds.

A zone set wrong is hours, a date set wrong by a day is a slip of the hand; neither matters to
anybody.  More than two days is a clock that somebody has to set.
"""

_FIRST_MS: Final = int(datetime(2026, 1, 1, tzinfo=VIETNAM).timestamp() * 1000)
"""Nothing was written with this program before."""


def next_hlc(last: int, wall_ms: int) -> int:
    """The reading after `last`: 48 bits of milliseconds since 1970 and 16 bits of counter."""
    return max(last + 1, wall_ms << _COUNTER_BITS)


def hlc_ms(hlc: int) -> int:
    """The milliseconds since 1970 in a reading."""
    return hlc >> _COUNTER_BITS


def clock_is_behind(last: int, wall_ms: int) -> bool:
    """Whether the PC's clock says it is more than ten minutes before the newest act seen."""
    return wall_ms + _SUSPICIOUS_MS < hlc_ms(last)


class ClockTrouble(StrEnum):
    """Why the PC's own date cannot be right."""

    BEFORE_PROGRAM = "program"
    """It is before the day the program was made."""
    BEFORE_ACTS = "acts"
    """It is before what was written at this very PC not long ago."""


def clock_trouble(now: datetime, made_on: date | None, newest: str) -> ClockTrouble | None:
    """What is wrong with the PC's date, if anything can be told.

    `made_on` is the day the program was made, `newest` the latest moment among this PC's own last
    acts, "" for none.
    """
    if made_on is not None and now.date() < made_on:
        return ClockTrouble.BEFORE_PROGRAM
    last = moment_ms(newest)
    if last is not None and int(now.timestamp() * 1000) + _SUSPICIOUS_MS < last:
        return ClockTrouble.BEFORE_ACTS
    return None


def moment_ms(moment: str) -> int | None:
    """A kept moment in milliseconds since 1970; `None` for a text that is none."""
    try:
        return int(datetime.fromisoformat(moment).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def day_of(wall_ms: int) -> date:
    """The day of a moment in Việt Nam; the last there is for one beyond all calendars."""
    try:
        return datetime.fromtimestamp(wall_ms / 1000, VIETNAM).date()
    except (ValueError, OverflowError, OSError):
        return date.max


def is_suspicious(at: str, hlc: int, known_ms: int | None) -> bool:
    """Whether the clock was wrong by which an act was dated.

    `known_ms` is a moment by which the act had certainly been done: when its bundle came here, or
    now; `None` where that is not known either.  What an act says of itself is compared with that,
    with the first day there was a program, and with what its author had seen already, where that
    is believable.
    """
    wall = moment_ms(at)
    if wall is None or wall < _FIRST_MS:
        return True
    if known_ms is None:
        return False
    if wall > known_ms + AHEAD_MS:
        return True
    return wall + _SUSPICIOUS_MS < hlc_ms(hlc) <= known_ms + AHEAD_MS


@dataclass(frozen=True)
class Clock:
    """The time and the dice of the program; tests put their own in.

    `now` is the time of Việt Nam with its offset, `randomness` gives as many random bytes as asked.
    `made_on` is a day that no right clock is before: when the program was made.
    """

    now: Callable[[], datetime]
    randomness: Callable[[int], bytes] = secrets.token_bytes
    made_on: date | None = None

    def wall_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now().timestamp() * 1000)

    def believed_ms(self) -> int | None:
        """The same, where the date can be right at all."""
        now = self.now()
        if self.made_on is not None and now.date() < self.made_on:
            return None
        return int(now.timestamp() * 1000)

    def stamp(self) -> str:
        """The moment as ISO text with seconds and the offset of the place."""
        return self.now().isoformat(timespec="seconds")

    def today(self) -> str:
        """The day here, as ISO text."""
        return self.now().date().isoformat()

    def new_id(self) -> str:
        """A UUIDv7 (RFC 9562) as 32 hexadecimal digits."""
        random = int.from_bytes(self.randomness(10), "big")
        top = (self.wall_ms() & (2**48 - 1)) << 80
        rand_a = (random >> 62) & 0xFFF
        rand_b = random & (2**62 - 1)
        return f"{top | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b:032x}"


def system_clock(made_on: date | None = None) -> Clock:
    """The PC's own clock, read as the time of Việt Nam: whatever zone the PC was set up with, all
    days and deadlines are those of one calendar.  `made_on` is the day the program was made: a PC
    whose date lies before it cannot be right.
    """
    return Clock(now=lambda: datetime.now(VIETNAM), made_on=made_on)
