"""Which old backup may go: all of two days, seven daily, four weekly, twelve monthly ones stay.

Old PCs' clocks jump, so the order is that of the generation numbers; the clock only says which day
a backup belongs to.  One dated in the future is never let go, nor are the last three proved ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

_ALL_OF: Final = timedelta(days=2)
_ALWAYS: Final = 3


class Dated(Protocol):
    """What thinning needs to know of a backup."""

    @property
    def made(self) -> datetime: ...
    @property
    def generation(self) -> int: ...
    @property
    def verified(self) -> bool: ...


_Backup = TypeVar("_Backup", bound=Dated)
_Bucket = Callable[[datetime], object]

_KEPT: Final[tuple[tuple[int, _Bucket], ...]] = (
    (7, lambda made: made.date()),
    (4, lambda made: made.isocalendar()[:2]),
    (12, lambda made: (made.year, made.month)),
)


def superfluous(backups: Sequence[_Backup], now: datetime) -> _Backup | None:
    """The oldest backup that no rule keeps, or None.  `now` is local time without offset."""
    newest_first = sorted(backups, key=lambda each: each.generation, reverse=True)
    kept = {
        each.generation for each in newest_first if each.made > now or now - each.made <= _ALL_OF
    }
    kept |= {each.generation for each in [one for one in newest_first if one.verified][:_ALWAYS]}
    past = [each for each in newest_first if each.made <= now and each.verified]
    for most, bucket in _KEPT:
        newest: dict[object, int] = {}
        for each in past:
            newest.setdefault(bucket(each.made), each.generation)
        kept |= set(list(newest.values())[:most])
    rest = [each for each in newest_first if each.generation not in kept]
    return rest[-1] if rest else None
