"""Items of the calendar and their iCalendar text, read back by a small reader of RFC 5545."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.plans.calendar import (
    Count,
    Item,
    Matter,
    OwnTask,
    PrintedTask,
    icalendar,
    in_order,
    of_openings,
)
from sachmatuy_desktop.domain.plans.due import openings
from sachmatuy_desktop.domain.plans.standing import Done, Rows, standing
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput, NotFound
from tests.domain.plan_days import at, day, event, life, task
from tests.rfc5545 import read_calendar

REPORT = PrintedTask("ia-hdrai", "bao-cao", "Báo cáo 6 tháng, năm về Công an huyện")
STAMP = datetime(2027, 3, 1, 2, 30, tzinfo=UTC)


def read(text: str) -> list[dict[str, str]]:
    """The events of a calendar file: property with its parameters, value unescaped."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    events: list[dict[str, str]] = []
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        if "VEVENT" in line:
            inside = not inside
        elif inside:
            assert name not in events[-1]
            events[-1][name] = plain(value)
    return events


def plain(value: str) -> str:
    """A TEXT value as it was before escaping."""
    made, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            escaped = next(letters)
            made += "\n" if escaped in "nN" else escaped
        else:
            made += letter
    return made


def written(items: Iterable[Item]) -> str:
    """The file of an office."""
    return icalendar(items, stamp=STAMP, office="24001")


def test_a_whole_day_and_a_moment_as_rfc_5545_writes_them() -> None:
    items = [
        Item(REPORT, day("14/06"), key="2027-H1"),
        Item(Count(Matter.TIMER, "tests", 1), day("05/06"), at("05/06 08:30"), "record"),
    ]
    assert read(written(items)) == [
        {
            "UID": items[0].uid("24001"),
            "DTSTAMP": "20270301T023000Z",
            "DTSTART;VALUE=DATE": "20270614",
            "DTEND;VALUE=DATE": "20270615",
            "SUMMARY": "Báo cáo 6 tháng, năm về Công an huyện",
            "TRANSP": "TRANSPARENT",
        },
        {
            "UID": items[1].uid("24001"),
            "DTSTAMP": "20270301T023000Z",
            "DTSTART;TZID=Asia/Ho_Chi_Minh": "20270605T083000",
            "SUMMARY": f"Hết giờ theo luật: 1 ({REGISTERS['tests'].title})",
            "TRANSP": "TRANSPARENT",
        },
    ]
    assert "TZOFFSETTO:+0700" in written(items)


def test_a_moment_elsewhere_is_written_by_the_clock_of_vietnam() -> None:
    item = Item(OwnTask("t"), day("05/06"), datetime(2027, 6, 4, 18, 0, tzinfo=UTC))
    (one,) = read(written([item]))
    assert one["DTSTART;TZID=Asia/Ho_Chi_Minh"] == "20270605T010000"
    with pytest.raises(BadInput, match="không thuộc ngày"):
        replace(item, day=day("04/06"))


def test_the_name_of_an_item_is_the_same_at_every_export_and_another_for_every_other() -> None:
    item = Item(REPORT, day("14/06"), key="2027-H1")
    assert written([item]) == written([replace(item)])
    moved = replace(item, day=day("11/06"), subject=replace(REPORT, title="Báo cáo"))
    assert item.uid("1") == moved.uid("1"), "a new date or wording is the same item, changed"
    others = [
        replace(item, key="2027-H2"),
        replace(item, subject=replace(REPORT, task="khac")),
        replace(item, subject=OwnTask("bao-cao")),
        Item(Count(Matter.TEST, "tests", 2), day("14/06")),
        Item(Count(Matter.TEST, "tests", 2), day("15/06")),
        Item(Count(Matter.TERM_ENDS, "tests", 2), day("14/06")),
    ]
    names = {each.uid("1") for each in (item, *others)} | {item.uid("2")}
    assert len(names) == len(others) + 2


def test_what_an_office_typed_itself_and_ids_of_records_stay_in_the_office_file() -> None:
    record = "0197f00ba5c07000aaaabbbbccccdddd"
    text = written([Item(OwnTask("xet-nghiem-ong-a"), day("14/06"), key=record)])
    assert "Việc của cơ quan" in text
    assert "xet-nghiem-ong-a" not in text
    assert record not in text


def test_an_item_has_no_place_for_a_name() -> None:
    """The only text that is shown is a printed title; a new text field must be thought about."""
    texts = {
        f"{kind.__name__}.{each.name}"
        for kind in (Item, PrintedTask, OwnTask, Count)
        for each in fields(kind)
        if each.type == "str"
    }
    assert texts == {
        "Item.key",
        "PrintedTask.plan",
        "PrintedTask.task",
        "PrintedTask.title",
        "OwnTask.task",
        "Count.register",
    }
    with pytest.raises(NotFound, match="Nguyễn Văn A"):
        Count(Matter.TEST, "Nguyễn Văn A", 1)
    with pytest.raises(BadInput):
        Count(Matter.TEST, "tests", 0)


def test_openings_still_to_be_done_stand_on_their_last_day() -> None:
    plan = life("15/12/2026", "14/12/2027")
    halves = openings(task("periodic", every="half_year"), plan, plan.last)
    timers = openings(
        task("event", hours=24, event="test_positive"),
        plan,
        plan.last,
        events=[event("13/06/2027 08:30")],
    )
    now = at("01/06 08:00")
    open_ = standing((*halves, *timers), Rows(), now).openings
    first, last = day("01/06"), day("30/06")
    assert [(each.day, each.at) for each in of_openings(REPORT, open_, first, last)] == [
        (day("14/06"), None),
        (day("14/06"), at("14/06 08:30")),
    ]
    done = standing(halves, Rows((Done("d", "2027-H1", day("10/06")),)), now).openings
    assert list(of_openings(REPORT, done, first, last)) == []


def test_items_stand_by_day_with_hours_last() -> None:
    count = Count(Matter.TEST, "tests", 2)
    items = [
        Item(OwnTask("t"), day("14/06"), at("14/06 07:00")),
        Item(count, day("15/06")),
        Item(count, day("14/06")),
        Item(REPORT, day("14/06")),
    ]
    assert [(each.day, each.summary()) for each in sorted(items, key=in_order)] == [
        (day("14/06"), "Báo cáo 6 tháng, năm về Công an huyện"),
        (day("14/06"), f"Xét nghiệm: 2 ({REGISTERS['tests'].title})"),
        (day("14/06"), "Việc của cơ quan"),
        (day("15/06"), f"Xét nghiệm: 2 ({REGISTERS['tests'].title})"),
    ]


PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=200)


@settings(max_examples=150, deadline=None)
@given(st.lists(PRINTABLE, max_size=4))
def test_whatever_a_plan_prints_is_read_back_and_no_line_is_longer_than_75_octets(
    titles: list[str],
) -> None:
    items = [Item(PrintedTask("p", str(n), each), day("14/06")) for n, each in enumerate(titles)]
    text = written(items)
    assert [each["SUMMARY"] for each in read(text)] == titles
    assert [each.summary for each in read_calendar(text.encode())] == titles
