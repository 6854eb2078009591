"""Hôm nay: what two offices are told on their first page, and where its lines lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.difficulties import AnswerKind
from sachmatuy_desktop.domain.recognition import Ruling, Verdict
from sachmatuy_desktop.packs.patience import receipt_days
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.plans.difficulties import AnswerDifficulty, CloseDifficulty
from sachmatuy_desktop.services.plans.doing import RecordResult
from sachmatuy_desktop.services.plans.setting import Remind, Reminded, SetTask
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.pages.today.briefing import read_briefing
from sachmatuy_desktop.ui.pages.today.lines import Line
from sachmatuy_desktop.ui.pages.today.others import TOLD
from sachmatuy_desktop.ui.pages.today.todo import Group
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.status_line import read_kept
from sachmatuy_desktop.ui.theme import Tone
from tests.drive_offices import begin as begin_drive
from tests.drive_offices import hamlets
from tests.fact_cases import drug_free_commune
from tests.offices import CHEAP, PASSPHRASE, TestClock, add, add_return, new_office
from tests.plan_boards import acknowledge, hear_from
from tests.plan_offices import add_task, own_plan
from tests.services.recognition_roads import Road, appraise, begin, decide
from tests.services.test_calendar import managed
from tests.services.test_recognition import asked
from tests.sync.test_two_offices import introduce
from tests.ui.windows import rest

DISTRICT = "huyen-618@1"


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))


@pytest.fixture
def road(tmp_path: Path, clock: TestClock) -> Iterator[Road]:
    """A commune that has begun, the office above, and sticks between them."""
    commune = new_office(tmp_path / "xã", clock=clock)
    add(commune, "villages", name="Thôn 1", kind="thon")
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduce(commune, above)
    yield Road(commune, above, clock, tmp_path)
    commune.close()
    above.close()


def told(office: Office, group: Group) -> list[str]:
    """The lines of a group as `chip | words | detail`."""
    return [_said(line) for line in read_briefing(office).groups[group]]


def _said(line: Line) -> str:
    return " | ".join(filter(None, (line.chip, line.title, line.detail)))


def door_of(office: Office, group: Group, title: str) -> Door:
    """Where the line leads."""
    [way] = [each.way for each in read_briefing(office).groups[group] if title in each.title]
    assert isinstance(way, Door)
    return way


# --- dated ----------------------------------------------------------------------------------------


def test_late_tasks_and_those_of_the_week_say_by_how_much(road: Road) -> None:
    plan = own_plan(road.commune, day="2026-06-01")
    for title, day in (
        ("Trễ", date(2026, 7, 1)),
        ("Hôm nay", date(2026, 7, 6)),
        ("Chủ nhật", date(2026, 7, 12)),
        ("Tuần sau nữa", date(2026, 7, 14)),
    ):
        add_task(road.commune, plan, title, When("once", on=day))
    assert told(road.commune, Group.OVERDUE) == ["quá 5 ngày | Trễ | hạn 01/07/2026"]
    assert told(road.commune, Group.WEEK) == [
        "hôm nay | Hôm nay | hạn 06/07/2026",
        "còn 6 ngày | Chủ nhật | hạn 12/07/2026 là ngày nghỉ, ngày làm việc cuối là 10/07/2026",
    ]
    way = door_of(road.commune, Group.OVERDUE, "Trễ")
    assert (way.register, way.record) == (
        "plan_tasks",
        road.commune.queries.ids("plan_tasks", search="")[0],
    )


def test_a_drive_due_this_week_leads_to_itself(road: Road, clock: TestClock) -> None:
    until = date(2026, 7, 10)
    drive = begin_drive(road.commune, hamlets(road.commune, 2), until_date=until)
    assert told(road.commune, Group.WEEK) == ["còn 4 ngày | Đợt ký cam kết: Đợt 1 | hạn 10/07/2026"]
    way = door_of(road.commune, Group.WEEK, "Đợt 1")
    assert (way.register, way.record) == ("drives", drive)
    clock.advance(days=5)
    assert told(road.commune, Group.OVERDUE) == [
        "quá 1 ngày | Đợt ký cam kết: Đợt 1 | hạn 10/07/2026"
    ]


def test_persons_are_counted_and_stand_under_how_soon(road: Road, clock: TestClock) -> None:
    person = managed(road.commune)
    add(road.commune, "tests", person=person, planned_on="2026-07-01")
    add(road.commune, "tests", person=person, planned_on="2026-07-10")
    assert told(road.commune, Group.OVERDUE) == ["1 | Xét nghiệm quá ngày dự kiến"]
    assert "1 | Xét nghiệm dự kiến trong 7 ngày tới" in told(road.commune, Group.WEEK)
    assert told(road.commune, Group.ENDING) == []
    clock.moment = datetime(2027, 7, 2, 8, tzinfo=VIETNAM)
    assert "1 | Thời hạn quản lý kết thúc trong 7 ngày tới" in told(road.commune, Group.ENDING)
    clock.moment = datetime(2027, 7, 8, 8, tzinfo=VIETNAM)
    over = "1 | Quá hạn – phải đưa ra khỏi danh sách"
    assert over in told(road.commune, Group.OVERDUE)
    road.commune.account = replace(road.commune.account, role="clerk")
    assert over not in told(road.commune, Group.OVERDUE)
    assert "Lê Văn Cam" not in str(read_briefing(road.commune).lines)


# --- from above -----------------------------------------------------------------------------------


def test_a_task_set_is_told_until_it_is_done_and_so_is_a_reminder(road: Road) -> None:
    commune, above = road.commune, road.above
    unit = commune.info.unit_id
    series = SetTask((unit,), "Rà soát người nghiện", When("once", on=date(2026, 7, 20)))
    above.run(series)
    road.down()
    assert told(commune, Group.OTHERS) == ["được giao | Rà soát người nghiện | hạn 20/07/2026"]
    [task] = commune.queries.ids("set_tasks")
    way = door_of(commune, Group.OTHERS, "Rà soát")
    assert (way.register, way.record) == ("set_tasks", task)

    above.run(Remind((Reminded(unit, "set_tasks", task, "once"),), "Đề nghị khẩn trương."))
    above.run(Remind((Reminded(unit, "set_tasks", task),), "Nhắc lần hai."))
    road.down()
    reminders = [each for each in told(commune, Group.OTHERS) if each.startswith("nhắc việc")]
    assert len(reminders) == 1
    assert reminders[0].startswith("nhắc việc | Nhắc: Rà soát người nghiện | 06/07/2026 · ")
    way = door_of(commune, Group.OTHERS, "Nhắc")
    assert (way.register, way.record) == ("set_tasks", task)

    road.clock.advance(days=8)
    assert [each for each in told(commune, Group.OTHERS) if "được giao" in each] == []
    assert told(commune, Group.WEEK) == ["còn 6 ngày | Rà soát người nghiện | hạn 20/07/2026"]
    done = RecordResult(
        task=task, book="set_tasks", opening="once", done_on=date(2026, 7, 6), who="Cán bộ"
    )
    commune.run(done)
    assert told(commune, Group.OTHERS) == []


def test_an_answer_to_a_difficulty_is_told_until_it_is_closed(road: Road) -> None:
    commune, above = road.commune, road.above
    difficulty = add(
        commune,
        "difficulties",
        subject="Thiếu test",
        content="Hết que",
        raised_on="2026-07-06",
        level="tren",
    )
    road.up()
    assert "1 | Khó khăn, vướng mắc chờ trả lời" in told(above, Group.OTHERS)
    above.run(
        AnswerDifficulty(
            difficulty=difficulty,
            kind=AnswerKind.ANSWER,
            answered_on=date(2026, 7, 6),
            content="Đã cấp bổ sung.",
            who="Vũ Thị Hoa",
            position="Phó Trưởng phòng",
        )
    )
    assert not [each for each in told(above, Group.OTHERS) if "Khó khăn" in each]
    road.down()
    assert told(commune, Group.OTHERS) == ["1 | Khó khăn, vướng mắc đã có trả lời, chưa kết thúc"]
    assert door_of(commune, Group.OTHERS, "Khó khăn").only == frozenset({difficulty})
    commune.run(
        CloseDifficulty(difficulty=difficulty, closed_on=date(2026, 7, 6), outcome="Đã nhận")
    )
    assert told(commune, Group.OTHERS) == []


def test_opinions_returned_wait_under_their_heading(road: Road) -> None:
    add_return(road.above, road.commune.info.unit_id, "Bổ sung")
    road.down()
    assert told(road.commune, Group.OTHERS) == ["trả lại | Bị trả lại: Bổ sung"]
    assert "1 | Ý kiến đang chờ đơn vị trả lời" in told(road.above, Group.OTHERS)


# --- recognition ----------------------------------------------------------------------------------


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Road]:
    """A commune that meets everything, and the office above."""
    clock = TestClock()
    drug_free_commune(tmp_path / "xã").office.close()
    commune = unlock(tmp_path / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduce(commune, above)
    yield Road(commune, above, clock, tmp_path)
    commune.close()
    above.close()


def test_an_appraisal_is_told_until_the_decision_and_that_for_a_month(ready: Road) -> None:
    recognition = asked(ready)
    assert "1 | Đề nghị công nhận đang chờ cơ quan này" in told(ready.above, Group.OTHERS)
    appraise(ready.above, recognition, Verdict.ACCEPT, "2026-03-02")
    ready.down()
    [accepted] = told(ready.commune, Group.OTHERS)
    assert accepted.startswith("Đủ điều kiện | Thẩm định đủ điều kiện, chờ quyết định: ")
    decide(ready.above, recognition, Ruling.RECOGNISE, "2026-03-02")
    ready.down()
    [decided] = told(ready.commune, Group.OTHERS)
    assert decided.startswith("Quyết định | Đã được công nhận: ")
    assert decided.endswith("Quyết định 100/QĐ-UBND ngày 02/03/2026")
    ready.clock.advance(days=TOLD.days)
    assert told(ready.commune, Group.OTHERS) == [decided]
    ready.clock.advance(days=1)
    assert told(ready.commune, Group.OTHERS) == []


def test_a_request_turned_down_is_told_until_the_commune_sets_out_anew(ready: Road) -> None:
    recognition = asked(ready)
    appraise(ready.above, recognition, Verdict.REJECT, "2026-03-02", reason="Chưa đủ điều kiện")
    ready.down()
    [rejected] = told(ready.commune, Group.OTHERS)
    assert rejected.startswith("Không chấp nhận | Đề nghị công nhận không được chấp nhận: ")
    begin(ready.commune, "2026-03-02")
    assert told(ready.commune, Group.OTHERS) == []


# --- the receiving office -------------------------------------------------------------------------


def test_above_late_communes_and_tasks_not_done_are_counted(road: Road, clock: TestClock) -> None:
    above = road.above
    assert "1 | Đơn vị chưa gửi gói dữ liệu nào" in told(above, Group.OTHERS)
    unit = road.commune.info.unit_id
    above.run(SetTask((unit,), "Rà soát", When("once", on=date(2026, 7, 20))))
    late = "1 | Đơn vị có việc được giao đã quá hạn"
    assert late not in told(above, Group.OTHERS)
    clock.advance(days=20)
    assert late not in told(above, Group.OTHERS), "nothing has come since: not known"
    acknowledge(above, [unit])
    hear_from(above, [unit], clock.now(), clock.now())
    assert late in told(above, Group.OTHERS)
    assert told(above, Group.OVERDUE) == [], "a task set for others is not this office's"


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, road: Road) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    plan = own_plan(road.commune, day="2026-06-01")
    for number in range(12):
        add_task(road.commune, plan, f"Việc {number}", When("once", on=date(2026, 7, 1)))
    made = open_window(qapp, road.commune, MemoryPreferences())
    made.desk.feedback.said.connect(
        lambda kind, text: pytest.fail(f"{kind}: {text}") if kind != "notice" else None
    )
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, made)
    yield made
    rest(qtbot, made)
    made.desk.operations.shut_down()


def shown(page: TodayPage, group: Group) -> list[str]:
    """What the doors of a card say aloud; none of a card that is away."""
    card = page.groups[group]
    if card.isHidden():
        return []
    doors = card.findChildren(QPushButton)
    return [each.accessibleName() for each in doors if each.isVisibleTo(card)]


def test_the_page_is_the_first_and_shows_six_lines_before_it_shows_all(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    assert window.page_ids[0] == "today"
    lines = shown(page, Group.OVERDUE)
    assert len(lines) == 7
    assert lines[0].startswith("Việc ")
    assert lines[-1] == "Quá hạn: Xem tất cả (12)"
    page.groups[Group.OVERDUE].findChildren(QPushButton)[-1].click()
    qtbot.waitUntil(lambda: len(shown(page, Group.OVERDUE)) == 12)
    page.opened()  # what was opened whole stays so
    rest(qtbot, window)
    qtbot.waitUntil(lambda: len(shown(page, Group.OVERDUE)) == 12)


def test_cards_with_nothing_to_say_are_away_but_the_first_two(window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    away = {group for group, card in page.groups.items() if card.isHidden()}
    assert away == {Group.OTHERS, Group.ENDING}
    assert shown(page, Group.WEEK) == []
    assert not page.groups[Group.WEEK].isHidden()


def test_a_line_leads_to_the_page_of_plans(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    doors: list[Door] = []
    window.desk.door.connect(doors.append)
    page.groups[Group.OVERDUE].findChildren(QPushButton)[0].click()
    rest(qtbot, window)
    assert window.page is window.pages["plans"]
    assert [each.register for each in doors] == ["plan_tasks"]


# --- bundles without a receipt --------------------------------------------------------------------


def test_a_bundle_without_a_receipt_is_told_after_some_days(road: Road, clock: TestClock) -> None:
    (above,) = trusting.partners(road.commune)
    bundles.export(road.commune, above.key_id, road.folder / "đi.smt")
    title = f"Gói số 1 gửi {above.name} chưa có biên nhận"
    clock.advance(days=receipt_days())
    assert not any(title in line for line in all_told(road.commune))
    clock.advance(days=1)
    assert f"{receipt_days() + 1} ngày | {title}" in all_told(road.commune)
    assert read_kept(road.commune).silent_days == receipt_days() + 1
    assert read_kept(road.above).silent_days == 0


def all_told(office: Office) -> list[str]:
    """Every line of the page."""
    return [_said(line) for lines in read_briefing(office).groups.values() for line in lines]


# --- a journal of which nothing stands outside ----------------------------------------------------


def test_a_journal_nobody_keeps_outside_is_told_in_time_and_leads_to_what_helps(
    tmp_path: Path, clock: TestClock, windows: Callable[[Office], MainWindow], qtbot: QtBot
) -> None:
    office = new_office(tmp_path / "xã", clock=clock)
    title = "Nhật ký chưa có điểm giữ ngoài máy"
    clock.advance(days=4)
    assert not any(title in line for line in all_told(office))
    clock.advance(days=2)
    assert tones(office, title) == [Tone.CARE]
    clock.advance(days=2)
    assert tones(office, title) == [Tone.BLOCK]
    window = windows(office)
    window.go_through(door_of(office, Group.RIGHT, title))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, AdminPage)
    assert page.tabs.currentWidget() is page.security
    assert page.security.due.isVisible()
    page.security.carry(tmp_path / "usb")
    rest(qtbot, window)
    assert not page.security.due.isVisible()
    assert tones(office, title) == []


def tones(office: Office, title: str) -> list[Tone]:
    """How pressing the lines are that say so."""
    lines = [line for lines in read_briefing(office).groups.values() for line in lines]
    return [line.tone for line in lines if title in line.title]
