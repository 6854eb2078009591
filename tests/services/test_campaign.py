"""A month of action begun after another year's plan and counted from the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.plans.campaign import LineFigures
from sachmatuy_desktop.domain.plans.due import Basis
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.campaigns import load_kinds
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import RecordResult, tasks_of
from sachmatuy_desktop.services.plans.campaign import (
    PLAN_FORM,
    RESULT_FORM,
    TypeFigure,
    campaigns_of,
)
from sachmatuy_desktop.services.plans.campaign_figures import (
    activities,
    behind,
    figures,
    may_look,
)
from sachmatuy_desktop.services.plans.campaign_papers import due_papers
from sachmatuy_desktop.services.plans.changing import StopPlan
from sachmatuy_desktop.services.undo import Undo
from tests.action_months import FIRST, JULY, LAST, MAY, THEME, a_month_of_work, month_of, start
from tests.offices import TestClock, add, add_person, add_village, new_office, remove, row
from tests.pictures import png

TODAY = JULY.date()


@pytest.fixture
def clock() -> TestClock:
    return TestClock(MAY)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    opened = new_office(tmp_path / "xã", clock=clock)
    yield opened
    opened.close()


def figure_of(office: Office, line: str, as_of: date = TODAY) -> LineFigures:
    return next(each for each in figures(office, month_of(office), as_of) if each.line.id == line)


def numbers(office: Office, line: str, as_of: date = TODAY) -> tuple[int | None, ...]:
    found = figure_of(office, line, as_of)
    return found.count.shown, found.people.shown, found.materials.shown


# -- beginning ------------------------------------------------------------------------------------


def test_the_month_has_its_own_theme_and_days_and_says_that_the_office_chose_them(
    office: Office,
) -> None:
    start(office)
    month = month_of(office)
    assert (month.plan.theme, month.first, month.last) == (THEME, FIRST, LAST)
    assert month.plan.title.endswith("năm 2027")
    plan, report = (month.task_of(form) for form in (PLAN_FORM, RESULT_FORM))
    assert plan is not None
    assert report is not None
    assert (plan.own.last, report.own.last) == (date(2027, 6, 13), date(2027, 7, 3))
    opening = plan.standing(JULY, calendar_of(office.session)).openings[0]
    assert opening.opening.basis is Basis.OFFICE
    remark = str(row(office, "plan_tasks", plan.id)["remark"])
    assert "trước ngày 14/06/2024" in remark


def test_other_days_are_taken_as_the_office_has_them(office: Office) -> None:
    first, last = date(2027, 6, 5), date(2027, 7, 4)
    start(office, first=first, last=last, before={"KT.result": date(2027, 7, 12)})
    month = month_of(office)
    assert (month.first, month.last) == (first, last)
    report = month.task_of(RESULT_FORM)
    assert report is not None
    assert report.own.last == date(2027, 7, 11)
    assert month.plan.life.end == date(2027, 7, 12)


def test_a_month_without_a_theme_is_not_begun_and_nothing_is_written(office: Office) -> None:
    with pytest.raises(BadInput) as wrong:
        start(office, theme="  ")
    assert wrong.value.field == "theme"
    assert not campaigns_of(office.queries)
    with pytest.raises(BadInput):
        start(office, first=LAST, last=FIRST)
    assert not campaigns_of(office.queries)


def test_the_month_of_a_year_is_begun_once_and_that_of_the_next_stands_beside_it(
    office: Office, clock: TestClock
) -> None:
    start(office)
    with pytest.raises(Conflict):
        start(office)
    clock.advance(days=365)
    start(office, year=2028)
    assert [each.first.year for each in campaigns_of(office.queries)] == [2028, 2027]


def test_the_beginning_is_one_act_and_can_be_taken_back(office: Office) -> None:
    start(office)
    entry = office.queries.last_undoable()
    assert entry is not None
    office.run(Undo(entry.txn))
    assert not campaigns_of(office.queries)
    assert not tasks_of(office.queries)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2027, 5, 31), 0),
        (FIRST, 1),
        (date(2027, 6, 12), 12),
        (LAST, 30),
        (date(2027, 7, 1), 31),
        (date(2028, 1, 1), 31),
    ],
)
def test_the_day_of_the_month(office: Office, day: date, number: int) -> None:
    start(office)
    assert month_of(office).day_number(day) == number


# -- figures --------------------------------------------------------------------------------------


def test_what_was_done_within_the_days_is_counted_by_kind(office: Office, clock: TestClock) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    #                                     số  người tài liệu
    assert numbers(office, "loa-dai") == (30, 900, 0)
    assert numbers(office, "chuyen-de") == (3, 200, 250)  # one session where none is written
    assert numbers(office, "tap-huan") == (1, 45, None)
    assert numbers(office, "cam-ket-ho") == (3, None, None)
    assert numbers(office, "cam-ket-sau-cai") == (1, None, None)
    assert numbers(office, "cam-ket-nghien") == (0, None, None)
    assert numbers(office, "vu-viec") == (1, None, None)


def test_on_a_day_within_the_month_only_what_was_done_by_then_counts(
    office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    assert numbers(office, "chuyen-de", date(2027, 6, 12)) == (1, 120, 200)
    assert numbers(office, "chuyen-de", date(2027, 6, 11)) == (0, 0, 0)


def test_a_book_never_written_in_tells_nothing_rather_than_zero(office: Office) -> None:
    start(office)
    assert numbers(office, "chuyen-de") == (None, None, None)
    assert numbers(office, "nguoi-nghien") == (None, None, None)
    add(office, "patrols", patrolled_on="2027-01-05", kind="nhan_dan", route="Đường 14C")
    assert numbers(office, "tuan-tra")[0] == 0


def test_figures_of_the_criteria_stand_as_on_the_day_of_the_report(
    office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    home = add_village(office)
    person = add_person(office, "Lò Văn Mẫu", home)
    add(office, "episodes", person=person, category="nghien", from_date="2027-06-20")
    assert numbers(office, "nguoi-nghien", date(2027, 6, 19))[0] == 0
    assert numbers(office, "nguoi-nghien", date(2027, 6, 20))[0] == 1


def test_a_removed_record_counts_no_more(office: Office, clock: TestClock) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    (training,) = office.queries.ids("trainings")
    remove(office, "trainings", training)
    assert numbers(office, "tap-huan")[0] is None


def test_the_list_behind_a_number_has_as_many_records_as_it_says(
    office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    month = month_of(office)
    for found in figures(office, month, JULY.date()):
        line = found.line
        if line.book and not line.sum and found.count.counted is not None:
            where = behind(line, month, JULY.date())
            assert office.queries.count(line.book, where) == found.count.counted, line.id


# -- typed numbers --------------------------------------------------------------------------------


def test_a_typed_number_stands_beside_the_counted_one_and_can_be_taken_back(
    office: Office,
) -> None:
    plan = start(office)
    office.run(TypeFigure(plan, "xet-xu", "count", 2, "Tòa án nhân dân khu vực"))
    found = figure_of(office, "xet-xu").count
    assert (found.counted, found.shown) == (None, 2)
    assert found.typed is not None
    assert found.typed.why == "Tòa án nhân dân khu vực"
    office.run(TypeFigure(plan, "xet-xu", "count", 3, "Tòa án sửa lại"))
    assert figure_of(office, "xet-xu").count.shown == 3
    assert office.queries.count("campaign_figures") == 1
    office.run(TypeFigure(plan, "xet-xu", "count", None))
    assert figure_of(office, "xet-xu").count.shown is None
    entry = office.queries.last_undoable()
    assert entry is not None
    office.run(Undo(entry.txn))
    assert figure_of(office, "xet-xu").count.shown == 3


@pytest.mark.parametrize(
    ("line", "part", "value", "why", "field"),
    [
        ("xet-xu", "count", 2, " ", "why"),
        ("xet-xu", "count", -1, "Tòa án", "value"),
        ("khong-co", "count", 2, "Tòa án", ""),
        ("cam-ket-ho", "people", 2, "Thôn báo", ""),
    ],
)
def test_a_number_without_its_source_or_of_no_kind_is_refused(
    office: Office, line: str, part: str, value: int, why: str, field: str
) -> None:
    plan = start(office)
    with pytest.raises(BadInput) as wrong:
        office.run(TypeFigure(plan, line, part, value, why))  # type: ignore[arg-type]
    assert (wrong.value.field or "") == field
    assert office.queries.count("campaign_figures") == 0


def test_who_may_only_look_types_nothing_and_begins_nothing(office: Office) -> None:
    plan = start(office)
    viewer = Session(office.store, office.queries, "Xem", role("viewer"))
    with pytest.raises(NotAllowed):
        execute(TypeFigure(plan, "xet-xu", "count", 2, "Tòa án"), viewer)


# -- activities, doors, papers --------------------------------------------------------------------


def test_the_activities_of_the_month_stand_together_with_their_pictures(
    office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    talk = office.queries.ids("propaganda", search="Nói chuyện lần hai")[0]
    office.run(AddAttachments("propaganda", talk, (NewFile("hoi-nghi.png", png()),)))
    found, pictures = activities(office, month_of(office))
    assert [(each.on.day, each.register) for each in found] == [
        (30, "propaganda"),
        (20, "incidents"),
        (15, "trainings"),
        (12, "propaganda"),
        (1, "propaganda"),
    ]
    assert [each.pictures for each in found] == [1, 0, 0, 0, 0]
    assert found[3].place == "Nhà văn hóa, Thôn 1"
    assert found[1].content == "Tàng trữ trái phép chất ma túy"
    (picture,) = pictures
    assert picture.owner == ("propaganda", talk)


def test_lists_of_persons_are_behind_a_number_only_for_who_may_see_them() -> None:
    police, clerk = role("police"), role("clerk")
    kinds = load_kinds()
    for line in kinds.lines:
        assert may_look(police, line) == bool(line.book), line.id
        if line.persons:
            assert not may_look(clerk, line), line.id
    talk = kinds.line("chuyen-de")
    assert talk is not None
    assert may_look(clerk, talk)


def test_the_papers_due_stand_late_soon_or_sent(office: Office, clock: TestClock) -> None:
    start(office)
    clock.moment = JULY
    calendar = calendar_of(office.session)
    forms = (PLAN_FORM, RESULT_FORM)

    def states() -> list[State]:
        due = due_papers(office, month_of(office), forms, office.clock.now(), calendar)
        return [each.opening.state for each in due if each.opening]

    assert states() == [State.OVERDUE, State.SOON]
    plan = month_of(office).task_of(PLAN_FORM)
    assert plan is not None
    office.run(
        RecordResult(task=plan.id, opening="once", done_on=date(2027, 6, 12), document="45/KH-UBND")
    )
    assert states() == [State.DONE, State.SOON]
    due = due_papers(office, month_of(office), forms, office.clock.now(), calendar)
    assert due[0].sent_on == date(2027, 6, 12)


def test_a_month_stopped_before_its_end_is_none_and_one_stopped_later_stays(
    office: Office, clock: TestClock
) -> None:
    plan = start(office)
    clock.moment = JULY
    office.run(StopPlan(plan=plan, stopped_on=LAST, why="Đã tổng kết"))
    assert campaigns_of(office.queries)
    entry = office.queries.last_undoable()
    assert entry is not None
    office.run(Undo(entry.txn))
    office.run(StopPlan(plan=plan, stopped_on=date(2027, 6, 2), why="Hoãn theo công văn"))
    assert not campaigns_of(office.queries)
