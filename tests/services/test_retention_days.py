"""Requests, breaches and old records in the office's calendar, for whoever looks after the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.plans.calendar import icalendar
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.services.calendar import Behind, Entry, Kind, kinds_of, read_diary
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import KeepRecord, SetPeriod, review, review_counts
from tests.offices import TestClock, add, edit, new_office
from tests.services.test_retention import MANAGED, as_role, released

FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On a Friday."""
    moment = datetime(2026, 11, 27, 9, 0, tzinfo=VIETNAM)
    made = new_office(tmp_path / "xã", clock=TestClock(moment))
    yield made
    made.close()


def diary(office: Office) -> list[Entry]:
    return [each for each in read_diary(office).between(FIRST, LAST) if each.kind is Kind.PRIVACY]


def picture(office: Office) -> list[str]:
    """One line an entry: day, what, number, how many, whether it is over, who says the period."""
    return [
        " | ".join(
            filter(
                None,
                (
                    show_date(each.day),
                    each.item.summary(),
                    each.title,
                    each.who,
                    "quá hạn" if each.over else "",
                    "đề xuất" if each.proposed else "",
                ),
            )
        )
        for each in diary(office)
    ]


def test_a_request_stands_on_both_its_days_until_it_is_done(office: Office) -> None:
    made = add(office, "data_requests", number="07", kind="xoa", received_on="2026-11-20")
    acknowledge = "Báo đã nhận yêu cầu về dữ liệu: 1 (Yêu cầu về dữ liệu cá nhân) | Xóa dữ liệu"
    done = "Giải quyết yêu cầu về dữ liệu: 1 (Yêu cầu về dữ liệu cá nhân) | Xóa dữ liệu"
    assert picture(office) == [
        f"24/11/2026 | {acknowledge} | 07 | quá hạn",
        f"10/12/2026 | {done} | 07",
    ]
    assert {each.behind for each in diary(office)} == {Behind("data_requests", frozenset({made}))}
    edit(office, "data_requests", made, acknowledged_on="2026-11-24")
    assert picture(office) == [f"10/12/2026 | {done} | 07"]
    edit(office, "data_requests", made, result="rut_yeu_cau", done_on="2026-11-27")
    assert diary(office) == []


def test_a_complaint_has_no_last_day_of_its_own(office: Office) -> None:
    add(office, "data_requests", kind="khieu_nai", received_on="2026-11-26")
    assert [each.day for each in diary(office)] == [date(2026, 11, 30)]


def test_a_breach_stands_at_its_hour_until_it_is_notified(office: Office) -> None:
    made = add(
        office,
        "data_breaches",
        number="02",
        kind="mat",
        detected_on="2026-11-24",
        detected_at="10:30",
    )
    (entry,) = diary(office)
    assert entry.item.at == datetime(2026, 11, 27, 10, 30, tzinfo=VIETNAM)
    assert not entry.over
    edit(office, "data_breaches", made, detected_at="08:30")
    (entry,) = read_diary(office).overdue()
    assert (entry.kind, entry.over) == (Kind.PRIVACY, True)
    edit(office, "data_breaches", made, notified_on="2026-11-27", notified_at="09:00")
    assert diary(office) == []


def test_old_records_are_one_entry_a_kind_and_those_to_come_one_a_day(office: Office) -> None:
    for day in ("2019-05-10", "2020-02-01", "2021-12-24", "2021-12-24"):
        released(office, day)
    assert picture(office) == [
        "10/05/2024 | Rà soát lưu giữ: 2 (Nhân khẩu) | Người đã thôi quản lý | quá hạn | đề xuất",
        "24/12/2026 | Rà soát lưu giữ: 2 (Nhân khẩu) | Người đã thôi quản lý | đề xuất",
    ]
    assert diary(office)[0].behind == Behind("retention_decisions", frozenset({MANAGED}))
    office.run(SetPeriod(MANAGED, 96, "Thông tư của ngành"))
    assert not any(each.over or each.proposed for each in diary(office))


def test_what_was_kept_comes_up_on_the_day_set_and_not_before(office: Office) -> None:
    person = released(office)
    again = date(2026, 11, 27) + timedelta(days=40)
    office.run(KeepRecord(MANAGED, person, "Đang khiếu nại", again))
    assert [(each.day, each.over) for each in diary(office)] == [(again, False)]
    assert review_counts(office, within=39)[MANAGED] == 0
    (line,) = review(office, MANAGED, within=40)
    assert (line.ends, line.over(date(2026, 11, 27))) == (again, False)


@pytest.mark.parametrize("role", [each.id for each in ROLES.values() if not each.keeps_data])
def test_nobody_else_finds_these_days(office: Office, role: str) -> None:
    released(office)
    add(office, "data_requests", kind="xoa", received_on="2026-11-20")
    add(office, "data_breaches", kind="mat", detected_on="2026-11-26")
    other = as_role(office, role)
    assert Kind.PRIVACY not in kinds_of(other)
    assert diary(other) == []


def test_a_calendar_file_says_no_kind_and_no_number(office: Office) -> None:
    add(office, "data_requests", number="07-Mẫu", kind="xoa", received_on="2026-11-26")
    add(office, "data_breaches", number="02-Mẫu", kind="mat", detected_on="2026-11-26")
    released(office)
    items = [each.item for each in diary(office)]
    text = icalendar(items, stamp=office.clock.now(), office="x").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 4
    assert "Mẫu" not in text
    assert "Xóa dữ liệu" not in text
