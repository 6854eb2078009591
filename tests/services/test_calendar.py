"""The office's calendar: what stands in it, for whom, and the file that leaves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.returns import AnswerKind
from sachmatuy_desktop.errors import BadInput, NotAllowed, StorageTrouble
from sachmatuy_desktop.services.calendar import (
    Behind,
    Diary,
    Entry,
    Kind,
    export_calendar,
    kinds_of,
    read_diary,
)
from sachmatuy_desktop.services.cases import Transit
from sachmatuy_desktop.services.drives import EndDrive
from sachmatuy_desktop.services.holidays import DayOff, ReplaceHolidays
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.doing import RecordResult
from sachmatuy_desktop.services.plans.setting import SetTask
from sachmatuy_desktop.services.sync.returns import AnswerReturn
from tests.drive_offices import begin as begin_drive
from tests.drive_offices import drive_in, hamlets
from tests.offices import TestClock, add, new_office
from tests.plan_offices import ACTION_MONTH, add_task, adopt, own_plan, task_of
from tests.rfc5545 import read_calendar
from tests.services.recognition_roads import begin

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
NAME = "Lê Văn Cam"


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    opened = new_office(tmp_path / "xã", clock=clock)
    yield opened
    opened.close()


def managed(office: Office, name: str = NAME) -> str:
    """A user, put under management today by a decision."""
    person = add(office, "people", full_name=name, birth="1990-05-01")
    today = date.fromisoformat(office.clock.today())
    office.run(Transit(person, "T01", today, "b-h", {}))
    details = {"number": "12/QĐ-CAX", "time": "9h15", "signer": "Vũ Thị Hoa"}
    office.run(Transit(person, "T04", today, "", details))
    return person


def picture(entries: Iterable[Entry], *kinds: Kind) -> list[str]:
    """One line an entry: day (and hour), kind, whom, what, whether it is over, the hint."""
    return [_line(each) for each in entries if not kinds or each.kind in kinds]


def _line(entry: Entry) -> str:
    at = f" {entry.item.at.astimezone(VIETNAM):%H:%M}" if entry.item.at else ""
    whom = entry.who or (f"{entry.count} người" if entry.count > 1 else "")
    hint = f"nên {show_date(entry.hint)}" if entry.hint else ""
    over = "quá hạn" if entry.over else ""
    said = (f"{show_date(entry.day)}{at}", entry.kind.value, whom, entry.title, over, hint)
    return " | ".join(filter(None, said))


def as_role(office: Office, role: str) -> None:
    """Another account sits down."""
    office.account = replace(office.account, role=role)


def test_a_report_stands_on_its_last_day_with_the_last_working_day_before(office: Office) -> None:
    adopt(office, day="2026-01-05")
    found = read_diary(office).between(date(2026, 6, 1), date(2027, 6, 30))
    assert picture(found, Kind.REPORT) == [
        "14/06/2026 | Báo cáo | Báo cáo kết quả 6 tháng | quá hạn | nên 12/06/2026",
        "14/12/2026 | Báo cáo | Báo cáo kết quả năm",
        "14/06/2027 | Báo cáo | Báo cáo kết quả 6 tháng",
    ]
    [report] = [each for each in found if each.day == date(2026, 12, 14) and each.kind == "Báo cáo"]
    assert report.behind is not None
    assert report.behind.register == "plan_tasks"


def test_what_is_done_leaves_the_calendar_and_what_is_off_never_stood_there(office: Office) -> None:
    plan = own_plan(office)
    task = add_task(office, plan, "Họp quý", When("once", on=date(2026, 7, 20)))
    assert picture(without_chores(read_diary(office).between(FIRST, LAST))) == [
        "20/07/2026 | Việc | Họp quý"
    ]
    (opening,) = task_of(office, task).openings(LAST, read_diary(office).working)
    office.run(
        RecordResult(
            task=task,
            book="plan_tasks",
            opening=opening.key,
            done_on=date(2026, 7, 6),
            who="Cán bộ",
        )
    )
    assert without_chores(read_diary(office).between(FIRST, LAST)) == ()


def test_days_a_plan_names_stand_in_the_years_of_its_life(office: Office) -> None:
    adopt(office, ACTION_MONTH, "2027-06-01", until_date=date(2027, 6, 30))
    found = read_diary(office).between(FIRST, date(2030, 12, 31))
    assert picture(found, Kind.DAY) == [
        "26/06/2027 | Mốc | Ngày quốc tế phòng, chống ma túy và Ngày toàn dân phòng, chống ma túy"
    ]


def test_phases_begin_on_their_days(office: Office) -> None:
    adopt(office, "ninh-thuan-2024/plan", "2026-01-05")
    found = read_diary(office).between(FIRST, LAST)
    assert [each.day for each in found if each.kind is Kind.DAY] == [date(2026, 12, 15)]


def test_terms_hours_tests_and_checks_of_persons_are_counted_by_day(office: Office) -> None:
    first, second = managed(office), managed(office, "Hà Văn Đào")
    add(office, "tests", person=first, planned_on="2026-07-20")
    add(office, "tests", person=first, planned_on="2026-07-01")
    diary = read_diary(office)
    found = diary.between(date(2026, 7, 1), date(2027, 7, 31))
    assert picture(found, Kind.TEST) == [
        f"01/07/2026 | Xét nghiệm | {NAME} | quá hạn",
        f"20/07/2026 | Xét nghiệm | {NAME}",
    ]
    assert picture(found, Kind.CHECK) == ["31/07/2026 | Kiểm tra | 2 người"]
    [term] = [each for each in found if each.kind is Kind.TERM]
    assert (term.day, term.count, term.over) == (date(2027, 7, 6), 2, False)
    assert term.behind is not None
    assert term.behind.records == {first, second}
    assert [each.title for each in diary.overdue()] == [""]


def test_twenty_four_hours_stand_at_their_hour_through_a_weekend(
    office: Office, clock: TestClock
) -> None:
    """Friday 22:15 and a positive test: Saturday 22:15, with nobody asking for Monday."""
    clock.moment = datetime(2026, 7, 10, 22, 30, tzinfo=VIETNAM)
    person = add(office, "people", full_name=NAME, birth="1990-05-01")
    add(
        office,
        "tests",
        person=person,
        taken_on="2026-07-10",
        taken_at="22:15",
        result="duong_tinh",
    )
    timers = picture(read_diary(office).between(FIRST, LAST), Kind.TIMER)
    assert len(timers) == 1
    assert timers[0].startswith(f"11/07/2026 22:15 | Hạn theo luật | {NAME}")


def test_who_may_not_open_persons_finds_none_of_their_days(office: Office) -> None:
    managed(office)
    own = own_plan(office)
    add_task(office, own, "Họp quý", When("once", on=date(2026, 7, 20)))
    as_role(office, "clerk")
    assert not set(kinds_of(office)) & {Kind.TERM, Kind.TIMER, Kind.TEST, Kind.CHECK}
    assert picture(read_diary(office).between(FIRST, LAST), Kind.TERM, Kind.TASK) == [
        "20/07/2026 | Việc | Họp quý"
    ]
    as_role(office, "viewer")
    assert NAME not in str(read_diary(office).between(FIRST, LAST))
    with pytest.raises(NotAllowed):
        export_calendar(office, Path("x.ics"), FIRST, LAST, [Kind.TERM])


def test_steps_of_recognition_stand_on_their_last_days(office: Office) -> None:
    begin(office)
    found = [
        each for each in read_diary(office).between(FIRST, LAST) if each.kind is Kind.RECOGNITION
    ]
    assert found
    assert all(each.title and each.behind is not None for each in found)
    assert all(each.behind.register == "recognitions" for each in found if each.behind)


def test_opinions_wait_until_their_day(office: Office) -> None:
    with_due = {"addressee": office.info.unit_id, "kind": "tra_lai", "written_on": "2026-07-01"}
    with office.store.begin(Act("training.fill", "an")) as work:
        work.insert("returns", {**with_due, "subject": "Bổ sung cam kết", "due_on": "2026-07-12"})
        work.insert("returns", {**with_due, "subject": "Nộp sổ", "due_on": "2026-07-02"})
        done = work.insert("returns", {**with_due, "subject": "Xong rồi", "due_on": "2026-07-13"})
        work.commit()
    today = date.fromisoformat(office.clock.today())
    office.run(AnswerReturn(returned=done, kind=AnswerKind.SUPPLEMENTED, answered_on=today))
    assert picture(read_diary(office).between(FIRST, LAST), Kind.ANSWER) == [
        "02/07/2026 | Trả lời | Nộp sổ | quá hạn",
        "12/07/2026 | Trả lời | Bổ sung cam kết | nên 10/07/2026",
    ]


def test_a_drive_stands_on_its_last_day_until_it_has_ended(
    office: Office, clock: TestClock
) -> None:
    begin_drive(office, hamlets(office, 2), name="Đợt 1", until_date=date(2026, 7, 12))
    found = without_chores(read_diary(office).between(FIRST, LAST))
    assert picture(found) == ["12/07/2026 | Đợt ký | Đợt 1 | nên 10/07/2026"]
    assert found[0].behind == Behind("drives", frozenset({drive_in(office).id}))
    clock.advance(days=10)
    assert picture(read_diary(office).overdue()) == ["12/07/2026 | Đợt ký | Đợt 1 | quá hạn"]
    office.run(EndDrive(drive=drive_in(office).id, ended_on=date(2026, 7, 16)))
    assert without_chores(read_diary(office).between(FIRST, LAST)) == ()


def test_the_offices_own_holidays_give_the_hint_and_their_names(office: Office) -> None:
    day = date(2026, 7, 20)
    office.run(ReplaceHolidays(2026, [DayOff(day, day, False, "Ngày hội của xã")]))
    add_task(office, own_plan(office), "Họp quý", When("once", on=day))
    diary = read_diary(office)
    assert picture(diary.between(FIRST, LAST), Kind.TASK) == [
        "20/07/2026 | Việc | Họp quý | nên 17/07/2026"
    ]
    assert diary.off == {**diary.off, day: "Ngày hội của xã"}
    assert not diary.working.is_working(day)


def test_a_receiving_office_sees_its_own_side_and_no_person(
    tmp_path: Path, clock: TestClock
) -> None:
    province = new_office(tmp_path / "tinh", "tinh-51@2", "receiving", clock)
    by = When("once", on=date(2026, 8, 10))
    province.run(SetTask(("xa-23535@2",), "Rà soát", by))
    add_task(province, own_plan(province), "Họp giao ban", When("once", on=date(2026, 8, 3)))
    assert set(kinds_of(province)) == {
        Kind.TASK,
        Kind.REPORT,
        Kind.DAY,
        Kind.RECOGNITION,
        Kind.INCOMING,
        Kind.KEEPING,
        Kind.PRIVACY,
    }
    assert picture(without_chores(read_diary(province).between(FIRST, LAST))) == [
        "03/08/2026 | Việc | Họp giao ban"
    ]
    province.close()


# --- the file -------------------------------------------------------------------------------------


@pytest.fixture
def full(office: Office) -> Office:
    """An office with everything in its calendar that could name somebody."""
    adopt(office, day="2026-01-05")
    adopt(office, ACTION_MONTH, "2027-06-01", until_date=date(2027, 6, 30))
    add_task(
        office,
        own_plan(office),
        f"Đến nhà {NAME}; xem, ghi\nlại",
        When("once", on=date(2026, 7, 20)),
    )
    managed(office)
    begin(office)
    begin_drive(
        office, hamlets(office, 1), name=f"Vận động nhà {NAME}", until_date=date(2026, 9, 2)
    )
    with office.store.begin(Act("training.fill", "an")) as work:
        values = {
            "addressee": office.info.unit_id,
            "kind": "tra_lai",
            "written_on": "2026-07-01",
        }
        work.insert("returns", {**values, "subject": f"Hồ sơ {NAME}", "due_on": "2026-07-12"})
        work.insert(
            "set_tasks",
            {
                "addressee": office.info.unit_id,
                "series": "s",
                "title": f"Xác minh {NAME}",
                "kind": "activity",
                "set_on": "2026-07-01",
                "rule": When("once", on=date(2026, 8, 10)).to_json(),
            },
        )
        work.commit()
    return office


def test_the_file_names_nobody_and_is_what_rfc_5545_asks_for(full: Office, tmp_path: Path) -> None:
    path = tmp_path / "lich.ics"
    count = export_calendar(full, path, FIRST, LAST, Kind)
    content = path.read_bytes()
    events = read_calendar(content)
    assert len(events) == count > 10
    words = " ".join(each.summary for each in events)
    assert "Báo cáo kết quả 6 tháng" in words
    assert "Việc của cơ quan" in words
    assert "Hoàn thành đợt ký cam kết: 1 (Đợt ký cam kết)" in words
    assert "Ngày quốc tế phòng, chống ma túy" in words
    told = content.replace(b"\r\n ", b"").decode()
    for secret in (NAME, "Cam", "Hồ sơ", "Xác minh", "12/QĐ", "Đến nhà", "Vận động"):
        assert secret not in told
    for register in (
        "people",
        "plans",
        "plan_tasks",
        "set_tasks",
        "recognitions",
        "returns",
        "drives",
    ):
        assert not [each for each in full.queries.ids(register) if each in told]


def test_a_second_file_calls_everything_by_the_same_names(
    full: Office, clock: TestClock, tmp_path: Path
) -> None:
    uids = []
    for name in ("một.ics", "hai.ics"):
        export_calendar(full, tmp_path / name, FIRST, LAST, Kind)
        uids.append([each.uid for each in read_calendar((tmp_path / name).read_bytes())])
        clock.advance(hours=1)
    assert uids[0] == uids[1]


def test_one_plan_followed_twice_gives_two_names(office: Office, tmp_path: Path) -> None:
    for first in (date(2026, 1, 5), date(2026, 12, 15)):
        last = date(first.year + 1, 12, 14) if first.month == 12 else date(2026, 12, 14)
        adopt(office, day=first.isoformat(), until_date=last)
    path = tmp_path / "lich.ics"
    assert export_calendar(office, path, FIRST, LAST, Kind) == len(read_calendar(path.read_bytes()))


def test_a_title_the_pack_does_not_print_stays_at_home(office: Office, tmp_path: Path) -> None:
    """A row may say anything, as after a merge: what leaves is only what the plan's text prints."""
    adopt(office, day="2026-07-01")
    task = report_of(office)
    with office.store.begin(Act("training.fill", "an")) as work:
        work.update("plan_tasks", task, {"title": f"Báo cáo về {NAME}"})
        work.commit()
    path = tmp_path / "lich.ics"
    export_calendar(office, path, FIRST, LAST, Kind)
    assert NAME not in path.read_bytes().replace(b"\r\n ", b"").decode()


def report_of(office: Office) -> str:
    """A report of the plan."""
    rows = office.queries.rows("plan_tasks", office.queries.ids("plan_tasks"))
    return next(key for key, row in rows.items() if row["kind"] == "report")


def test_the_journal_notes_the_file_and_nothing_is_undone_by_it(
    full: Office, tmp_path: Path
) -> None:
    export_calendar(full, tmp_path / "lich.ics", FIRST, LAST, [Kind.REPORT])
    newest = full.queries.journal(limit=1)[0]
    assert (newest.act, newest.title) == ("calendar.export", "Xuất lịch ra tệp")
    assert newest.why == "01/01/2026 – 31/12/2027: 4"
    assert not newest.may_be_undone


@pytest.mark.parametrize(
    ("first", "last", "kinds", "said"),
    [
        (LAST, FIRST, tuple(Kind), "trước ngày bắt đầu"),
        (FIRST, date(2029, 1, 1), tuple(Kind), "không quá"),
        (FIRST, LAST, (), "ít nhất một loại"),
    ],
    ids=["backwards", "too long", "nothing"],
)
def test_what_makes_no_calendar_is_refused(
    office: Office, tmp_path: Path, first: date, last: date, kinds: tuple[Kind, ...], said: str
) -> None:
    path = tmp_path / "lich.ics"
    with pytest.raises(BadInput, match=said):
        export_calendar(office, path, first, last, kinds)
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_one_sentence_and_no_export(
    office: Office, tmp_path: Path
) -> None:
    before = len(office.queries.journal())
    with pytest.raises(StorageTrouble):
        export_calendar(office, tmp_path / "không có" / "lich.ics", FIRST, LAST, Kind)
    assert len(office.queries.journal()) == before


def test_a_diary_read_once_tells_every_month(full: Office) -> None:
    diary = read_diary(full)
    whole = diary.between(FIRST, LAST)
    months = [date(year, month, 1) for year in (2026, 2027) for month in range(1, 13)]
    ends = [*months[1:], date(2028, 1, 1)]
    parts = [_between(diary, first, then) for first, then in zip(months, ends, strict=True)]
    assert tuple(itertools.chain(*parts)) == whole


def without_chores(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What the office's work puts there; the trial of the sheet stands in every calendar."""
    return tuple(each for each in found if each.kind is not Kind.KEEPING)


def _between(diary: Diary, first: date, then: date) -> tuple[Entry, ...]:
    return tuple(each for each in diary.between(first, then) if each.day < then)
