"""Ids and times that several offices may make without asking each other.

Clocks of old PCs are wrong, sometimes by years.  A hybrid clock never goes back: it follows the
wall clock when that is ahead of everything seen, and counts on by itself when it is not.  It only
chooses between acts that did not know of each other; what is right never depends on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM

_COUNTER_BITS: Final = 16
LAST_READING: Final = 1 << 62
"""The newest reading that is followed (the year 4199); readings are kept in 63 bits."""
_SUSPICIOUS_MS: Final = 10 * 60 * 1000


def next_hlc(last: int, wall_ms: int) -> int:
    """The reading after `last`: 48 bits of milliseconds since 1970 and 16 bits of counter."""
    return max(last + 1, wall_ms << _COUNTER_BITS)


def hlc_ms(hlc: int) -> int:
    """The milliseconds since 1970 in a reading."""
    return hlc >> _COUNTER_BITS


def clock_is_behind(last: int, wall_ms: int) -> bool:
    """Whether the PC's clock says it is more than ten minutes before the newest act seen."""
    return wall_ms + _SUSPICIOUS_MS < hlc_ms(last)


@dataclass(frozen=True)
class Clock:
    """The time and the dice of the program; tests put their own in.

    `now` is the time of Việt Nam with its offset, `randomness` gives as many random bytes as asked.
    """

    now: Callable[[], datetime]
    randomness: Callable[[int], bytes] = secrets.token_bytes

    def wall_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now().timestamp() * 1000)

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


def system_clock() -> Clock:
    """The PC's own clock, read as the time of Việt Nam: whatever zone the PC was set up with, all
    days and deadlines are those of one calendar.
    """
    return Clock(now=lambda: datetime.now(VIETNAM))
