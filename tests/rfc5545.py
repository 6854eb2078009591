"""A strict reader of calendar files: what RFC 5545 forbids, it refuses.

It knows what our files may hold and nothing more, so that a new property must be thought about.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Event", "read_calendar"]

CALENDAR = {"VERSION": "2.0", "CALSCALE": "GREGORIAN", "METHOD": "PUBLISH"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP"}
LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=[^;:,\"]+)*):(?P<value>.*)")
UTC_STAMP = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
DAY = re.compile(r"\d{8}")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


@dataclass(frozen=True)
class Event:
    """An event as another program reads it."""

    uid: str
    summary: str
    day: date
    at: datetime | None


def read_calendar(content: bytes) -> list[Event]:
    """The events of a file; an `AssertionError` where the file breaks a rule."""
    lines = unfolded(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head, zones, events = parts(lines[1:-1])
    said = dict(split(each)[::2] for each in head)
    assert len(said) == len(head)
    assert said.pop("PRODID").strip()
    assert said == CALENDAR
    known = {each.removeprefix("TZID:") for zone in zones for each in zone if "TZID" in each}
    read = [event(each, known) for each in events]
    assert not [uid for uid, count in Counter(each.uid for each in read).items() if count > 1]
    return read


def unfolded(content: bytes) -> list[str]:
    """The content lines (3.1): CRLF ends each, none has more than 75 octets, no letter is cut."""
    assert content.endswith(b"\r\n")
    physical = content.split(b"\r\n")[:-1]
    assert all(b"\r" not in each and b"\n" not in each for each in physical)
    assert all(len(each) <= 75 for each in physical), max(physical, key=len)
    assert all(each for each in physical), "an empty line is no content line"
    texts = [each.decode("utf-8") for each in physical]
    lines: list[str] = []
    for each in texts:
        if each[0] in " \t":
            lines[-1] += each[1:]
        else:
            lines.append(each)
    assert not [line for line in lines for letter in line if letter < " " or letter == "\x7f"]
    return lines


def parts(lines: list[str]) -> tuple[list[str], list[list[str]], list[list[str]]]:
    """The calendar's own properties, its time zones, its events; components do not cross."""
    head: list[str] = []
    zones: list[list[str]] = []
    events: list[list[str]] = []
    open_: list[str] = []
    for line in lines:
        if line.startswith("BEGIN:"):
            open_.append(line.removeprefix("BEGIN:"))
            if len(open_) == 1:
                {"VTIMEZONE": zones, "VEVENT": events}[open_[0]].append([])
        elif line.startswith("END:"):
            assert open_.pop() == line.removeprefix("END:")
        elif not open_:
            head.append(line)
        else:
            {"VTIMEZONE": zones, "VEVENT": events}[open_[0]][-1].append(line)
    assert not open_
    return head, zones, events


def event(lines: list[str], zones: set[str]) -> Event:
    """One event (3.6.1)."""
    found = {name: (parameters, value) for name, parameters, value in map(split, lines)}
    assert len(found) == len(lines), "each property once"
    assert ONCE <= found.keys() <= ONCE | {"DTEND"}
    assert UTC_STAMP.fullmatch(found["DTSTAMP"][1])
    assert not found["DTSTAMP"][0]
    assert found["TRANSP"] == ({}, "TRANSPARENT")
    parameters, start = found["DTSTART"]
    assert TEXT.fullmatch(found["SUMMARY"][1])
    uid, summary = found["UID"][1], plain(found["SUMMARY"][1])
    assert uid
    if parameters == {"VALUE": "DATE"}:
        assert DAY.fullmatch(start)
        assert found["DTEND"][0] == parameters
        assert found["DTEND"][1] > start, "a whole day ends with the next"
        return Event(uid, summary, date.fromisoformat(start), None)
    assert parameters.keys() == {"TZID"}
    assert parameters["TZID"] in zones
    assert LOCAL.fullmatch(start)
    at = datetime.fromisoformat(start)
    return Event(uid, summary, at.date(), at)


def split(line: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a content line."""
    found = LINE.fullmatch(line)
    assert found, line
    pairs = [each.split("=", 1) for each in found["parameters"].split(";")[1:]]
    assert len({name for name, _ in pairs}) == len(pairs)
    return found["name"], dict(pairs), found["value"]


def plain(value: str) -> str:
    """A TEXT value as it was before it was escaped (3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
