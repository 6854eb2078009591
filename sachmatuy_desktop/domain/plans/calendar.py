"""What stands in a calendar, and the same as iCalendar text (RFC 5545).

A calendar file ends up on telephones, so no name can get into it: an item says what a printed plan
says, or how many records of which register something happens to.  A title that an office has typed
itself may name somebody and therefore has no place to stand in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.periods import DAY
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "Chore",
    "Count",
    "Item",
    "Matter",
    "OwnTask",
    "PrintedTask",
    "Subject",
    "icalendar",
    "in_order",
    "of_openings",
]

Say = Callable[[str], str]
LINE: Final = 75  # octets of a line, its end not counted (RFC 5545, 3.1)
ZONE: Final = "Asia/Ho_Chi_Minh"
OWN_TASK: Final = N_("Việc của cơ quan")


class Matter(StrEnum):
    """What happens to counted records; the value is the sentence on the screen."""

    TERM_ENDS = N_("Ngày cuối của thời hạn")
    TEST = N_("Xét nghiệm")
    TIMER = N_("Hết giờ theo luật")
    CHECK = N_("Kiểm tra, gặp gỡ")
    ANSWER = N_("Trả lời cơ quan tiếp nhận")
    DRIVE = N_("Hoàn thành đợt ký cam kết")
    INCOMING = N_("Giải quyết văn bản đến")
    ACKNOWLEDGE = N_("Báo đã nhận yêu cầu về dữ liệu")
    REQUEST = N_("Giải quyết yêu cầu về dữ liệu")
    BREACH = N_("Thông báo sự cố dữ liệu")
    REVIEW = N_("Rà soát lưu giữ")


@dataclass(frozen=True, slots=True)
class PrintedTask:
    """A task in the words of its document; only a pack may write the title."""

    plan: str
    task: str
    title: str


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task the office has added; its title stays in the office file."""

    task: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many records of a register.  Raises `NotFound` for an unknown register, `BadInput`."""

    matter: Matter
    register: str
    count: int

    def __post_init__(self) -> None:
        _ = REGISTERS[self.register]
        if self.count < 1:
            raise BadInput(N_("Một mục trên lịch phải nói về ít nhất một hồ sơ."))


class Chore(StrEnum):
    """What keeps the office's data alive; the value is the sentence on the screen."""

    SHEET = N_("Thử phiếu khôi phục")
    DRILL = N_("Diễn tập khôi phục có người làm")


Subject = PrintedTask | OwnTask | Count | Chore


@dataclass(frozen=True, slots=True)
class Item:
    """A thing on a day, or at a moment of it when `at` is given.

    `key` tells two items of one subject apart: an opening, a record.  It is never shown or written.
    """

    subject: Subject
    day: date
    at: datetime | None = None
    key: str = ""

    def __post_init__(self) -> None:
        if self.at is not None and self.at.astimezone(VIETNAM).date() != self.day:
            raise BadInput(N_("Giờ của một mục trên lịch không thuộc ngày của mục đó."))

    def summary(self, say: Say = str) -> str:
        """Its line in a calendar; `say` puts the program's own words into another language."""
        match self.subject:
            case PrintedTask(title=title):
                return title
            case OwnTask():
                return say(OWN_TASK)
            case Chore():
                return say(self.subject.value)
            case Count(matter=matter, register=register, count=count):
                return f"{say(matter.value)}: {count} ({say(REGISTERS[register].title)})"

    def uid(self, office: str) -> str:
        """Its name for other calendars: the same at every export, and telling nothing.

        `office` tells the calendars of two offices apart: a unit's code.
        """
        match self.subject:
            case PrintedTask(plan=plan, task=task):
                parts = ("printed", plan, task, self.key)
            case OwnTask(task=task):
                parts = ("own", task, self.key, "")
            case Chore():
                parts = ("chore", self.subject.name, self.day.isoformat(), "")
            case Count(matter=matter, register=register):
                parts = (matter.name, register, self.key, self.day.isoformat())
        digest = hashlib.sha256("\0".join((office, *parts)).encode()).hexdigest()
        return f"{digest[:32]}@sachmatuy"


def in_order(item: Item) -> tuple[date, bool, float, str, str]:
    """The key to sort by: by day, whole days before hours."""
    moment = item.at.timestamp() if item.at else 0.0
    return item.day, item.at is not None, moment, item.summary(), item.uid("")


def of_openings(
    subject: Subject, openings: Iterable[OpeningStanding], first: date, last: date
) -> Iterator[Item]:
    """The last days in time between two days of what still is to be done."""
    for each in openings:
        due, day = each.opening.due, each.opening.last_day
        if due is None or day is None or not first <= day <= last:
            continue
        if each.state not in (State.DONE, State.GONE):
            yield Item(subject, day, due if each.opening.timed else None, each.opening.key)


# -- iCalendar -------------------------------------------------------------------------------------


def icalendar(items: Iterable[Item], *, stamp: datetime, office: str, say: Say = str) -> str:
    """The items as a calendar file, to be written in UTF-8.

    `stamp` is the moment of making it.  The same items, stamp and office give the same text.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sach Ma Tuy//Desktop//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTIMEZONE",
        f"TZID:{ZONE}",
        "BEGIN:STANDARD",
        "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    for item in items:
        lines += _event(item, stamp, office, say)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(each)}\r\n" for each in lines)


def _event(item: Item, stamp: datetime, office: str, say: Say) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{item.uid(office)}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        *_when(item),
        f"SUMMARY:{_escaped(item.summary(say))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _when(item: Item) -> list[str]:
    if item.at is None:
        return [
            f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{item.day + DAY:%Y%m%d}",
        ]
    return [f"DTSTART;TZID={ZONE}:{item.at.astimezone(VIETNAM):%Y%m%dT%H%M%S}"]


def _escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11); of control characters only the line end has a form."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(c for c in line if c >= " " and c != "\x7f") for line in lines)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut in two (RFC 5545, 3.1)."""
    pieces, room = [""], LINE
    for letter in line:
        octets = len(letter.encode())
        if octets > room:
            pieces.append(" ")
            room = LINE - 1
        pieces[-1] += letter
        room -= octets
    return "\r\n".join(pieces)
