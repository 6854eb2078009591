"""An item of the calendar as the office's own screen tells it.

What an officer sees may name somebody; what leaves as a calendar file is the `item` alone, which
cannot (`domain.plans.calendar`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from sachmatuy_desktop.domain.plans.calendar import Item, in_order
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_

__all__ = ["Behind", "Entry", "Kind", "Source", "sorted_entries"]


class Kind(StrEnum):
    """What an entry is about; the value is the word on its chip."""

    TASK = N_("Việc")
    REPORT = N_("Báo cáo")
    TIMER = N_("Hạn theo luật")
    TERM = N_("Hết thời hạn")
    TEST = N_("Xét nghiệm")
    CHECK = N_("Kiểm tra")
    RECOGNITION = N_("Công nhận")
    ANSWER = N_("Trả lời")
    DRIVE = N_("Đợt ký")
    INCOMING = N_("Văn bản đến")
    KEEPING = N_("Giữ dữ liệu")
    PRIVACY = N_("Bảo vệ dữ liệu")
    DAY = N_("Mốc")


_KINDS: Final = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Behind:
    """The records that an entry is about; of a review the kind of records, in the book of decisions
    on them.
    """

    register: str
    records: frozenset[RecordId]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar.

    `title` is what the books or the law say, for the screen alone; without it the item's own words
    are all there is.  `who` is the one person it is about.  `over`: it should have been done.
    `hint` is the last working day before a day off.  `proposed`: the program alone proposes the
    day, no document or office has set it.
    """

    item: Item
    kind: Kind
    title: str = ""
    who: str = ""
    count: int = 1
    behind: Behind | None = None
    over: bool = False
    hint: date | None = field(default=None)
    proposed: bool = False

    @property
    def day(self) -> date:
        """The day it stands on."""
        return self.item.day


class Source(Protocol):
    """Something that knows of dated things: plans, persons' cases, recognition, opinions."""

    def entries(self, first: date, last: date) -> Iterable[Entry]:
        """What still is to be done, or happens, from the first day to the last, both counted."""
        ...


def sorted_entries(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """By day, whole days before hours; within a day by kind and words."""
    return tuple(sorted(found, key=_order))


def _order(entry: Entry) -> tuple[object, ...]:
    day, timed, moment, words, uid = in_order(entry.item)
    return day, timed, moment, _KINDS.index(entry.kind), entry.title, words, uid
