"""What another office has returned, reminded of, set, answered; or asks of a receiving office.

All of it is read from the books: a line stands until what it asks for is done or answered, a
decision until it has been told for a month.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.difficulties import Stage
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.recognition import Decision, Place, Ruling, Standing, Status
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.recognition import STEPS
from sachmatuy_desktop.domain.reporting import Seen
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import recognition
from sachmatuy_desktop.services.calendar import Entry, PlanTasks
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.plans import news
from sachmatuy_desktop.services.plans.difficulties import DIFFICULTIES, difficulties_followed
from sachmatuy_desktop.services.plans.overseeing import overdue_below
from sachmatuy_desktop.services.plans.reading import REMINDERS, SET, TASKS, OfficeTask
from sachmatuy_desktop.services.sync.communes import NO_BUNDLE, NO_RESULT, CommuneLine
from sachmatuy_desktop.services.sync.periods import BOOK as PERIODS
from sachmatuy_desktop.services.sync.periods import read_periods
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.pages.today.dated import Placed
from sachmatuy_desktop.ui.pages.today.lines import Line, number
from sachmatuy_desktop.ui.pages.today.todo import WEEK, Group
from sachmatuy_desktop.ui.task_words import change_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["from_above", "from_below", "late_communes", "periods_below", "recognitions"]

STEP_DAYS: Final = 30
"""A step of recognition is called to mind so long before its last day."""

TOLD: Final = timedelta(days=30)
"""For how long a decision that asks for nothing is told."""

_SETTLED: Final = frozenset({State.DONE, State.GONE})


# -- recognition -----------------------------------------------------------------------------------


def recognitions(office: Office) -> Iterator[Placed]:
    """Whose turn it is on the way to recognition, and what has come back from above."""
    if not office.info.role.may_see(STEPS["who"]):
        return
    receives = office.info.kind == RECEIVING
    today = date.fromisoformat(office.clock.today())
    own = None if receives else office.info.unit_id
    found = [(case, case.standing(today)) for case in recognition.cases(office.queries, own)]
    if receives:
        turn = [each for _case, each in found if each.ball is Place.RECEIVING and each.next]
        tone = Tone.BLOCK if any(each.late for each in turn) else Tone.BUSY
        if turn:
            title = _("Đề nghị công nhận đang chờ cơ quan này")
            yield Group.OTHERS, number(len(turn), tone, title, "recognition")
        return
    own_cases = [case for case, _standing in found]
    for case, standing in found:
        yield from _own_recognition(case, standing, today)
        anew = recognition.set_out_anew(case, own_cases)
        for line in _answers(case, standing, today, anew=anew):
            yield Group.OTHERS, line


def _own_recognition(case: recognition.Case, standing: Standing, today: date) -> Iterator[Placed]:
    name = case.recognition.programme
    if standing.answer is not None:
        count = show_integer(len(standing.answer.returned))
        words = _("Bị trả lại để bổ sung: {name}").format(name=name)
        chip = _("{n} tiêu chí").format(n=count)
        yield Group.OTHERS, Line(chip, Tone.BLOCK, words, _way(case))
    turn = next((each for each in standing.next if each.step.place is Place.COMMUNE), None)
    if turn is None or turn.due is None or (turn.due - today).days > STEP_DAYS:
        return
    words = _("{step}: {name}, hạn cuối {day}")
    title = words.format(step=turn.step.title, name=name, day=show_date(turn.due))
    if turn.late:
        yield Group.OVERDUE, Line(_("quá hạn"), Tone.BLOCK, title, _way(case))
    else:
        near = Group.WEEK if turn.due - today <= WEEK else Group.ENDING
        yield near, Line(_("đến lượt"), Tone.BUSY, title, _way(case))


def _answers(
    case: recognition.Case, standing: Standing, today: date, *, anew: bool
) -> Iterator[Line]:
    """What the appraisal and the decision came to."""
    name, ruled = case.recognition.programme, standing.decision
    if standing.status is Status.ACCEPTED:
        title = _("Thẩm định đủ điều kiện, chờ quyết định: {name}").format(name=name)
        yield Line(_("Đủ điều kiện"), Tone.GOOD, title, _way(case))
    elif standing.status is Status.REJECTED and not anew:
        title = _("Đề nghị công nhận không được chấp nhận: {name}").format(name=name)
        yield Line(_("Không chấp nhận"), Tone.BLOCK, title, _way(case))
    elif ruled is not None and standing.status is Status.WITHDRAWN:
        if not anew:
            yield _withdrawn(case, ruled)
    elif ruled is not None and today - ruled.signed_on <= TOLD:
        kept = ruled.ruling is Ruling.MAINTAIN
        words = _("Tiếp tục được công nhận: {name}") if kept else _("Đã được công nhận: {name}")
        told = _("Quyết định {number} ngày {day}").format(
            number=ruled.number, day=show_date(ruled.signed_on)
        )
        yield Line(_("Quyết định"), Tone.GOOD, words.format(name=name), _way(case), told)


def _withdrawn(case: recognition.Case, decision: Decision) -> Line:
    title = _("Công nhận bị thu hồi: {name}").format(name=case.recognition.programme)
    words = _("Quyết định {number} ngày {day}: {why}")
    told = words.format(number=decision.number, day=show_date(decision.signed_on), why=decision.why)
    return Line(_("Đã thu hồi"), Tone.BLOCK, title, _way(case), told)


def _way(case: recognition.Case) -> Door:
    return Door(recognition.BOOK, record=case.recognition.id)


# -- from above ------------------------------------------------------------------------------------


def from_above(office: Office, tasks: PlanTasks, soon: Iterable[Entry]) -> Iterator[Placed]:
    """Reminders, tasks set, changed, withdrawn; questions about difficulties and answers to them.

    `soon` is what is told already, because it is late or due this week.
    """
    told = {record for each in soon if each.behind for record in each.behind.records}
    for line in (
        *_reminders(office, tasks),
        *_given(tasks, told),
        *_told_above(office, tasks),
        *_difficulties(office),
    ):
        yield Group.OTHERS, line


def _reminders(office: Office, tasks: PlanTasks) -> Iterator[Line]:
    """One a task that is still to be done; the newest words."""
    where = [Where("addressee", "=", office.info.unit_id)]
    rows = office.queries.rows(REMINDERS, office.queries.ids(REMINDERS, where))
    by_id = {each.id: each for each in tasks.tasks}
    told: set[str] = set()
    for row in rows.values():
        task = by_id.get(str(row["task"] or row["set_task"]))
        if task is None or task.id in told or _settled(task, str(row["opening"] or ""), tasks):
            continue
        told.add(task.id)
        title = _("Nhắc: {task}").format(task=task.title)
        day = date.fromisoformat(str(row["written_on"]))
        words = " · ".join(filter(None, (show_date(day), str(row["content"] or ""))))
        yield Line(_("nhắc việc"), Tone.BLOCK, title, Door(task.book, record=task.id), words)


def _settled(task: OfficeTask, opening: str, tasks: PlanTasks) -> bool:
    """Whether what was reminded of is done, excused, or no longer asked for."""
    if not task.active:
        return True
    standing = task.standing(tasks.now, tasks.calendar, tasks.events)
    for each in standing.openings:
        if each.opening.key == opening:
            return each.state in _SETTLED
    return standing.state in _SETTLED


def _given(tasks: PlanTasks, told: Container[str]) -> Iterator[Line]:
    for task in tasks.tasks:
        if task.book != SET or not task.active or task.id in told:
            continue
        standing = task.standing(tasks.now, tasks.calendar, tasks.events)
        if standing.state in _SETTLED:
            continue
        opening = standing.now.opening if standing.now else standing.next
        day = opening.last_day if opening else None
        detail = "" if day is None else _("hạn {day}").format(day=show_date(day))
        way = Door(SET, record=task.id)
        yield Line(_("được giao"), Tone.BUSY, task.title, way, detail)


def _told_above(office: Office, tasks: PlanTasks) -> Iterator[Line]:
    """What was written anew, and what was taken back, each with its reason."""
    for task in news.changed(tasks.tasks):
        if task.change is not None:
            way, words = Door(SET, record=task.id), change_words(task.change)
            yield Line(_("đã sửa"), Tone.CARE, task.title, way, words)
    for task, on in news.withdrawn(office.queries, tasks.tasks, tasks.now.date()):
        words = " · ".join(filter(None, (show_date(on), task.active_why)))
        yield Line(_("đã rút lại"), Tone.QUIET, task.title, Door(SET, record=task.id), words)


def _difficulties(office: Office) -> Iterator[Line]:
    if not office.info.role.may_open(REGISTERS[DIFFICULTIES]):
        return
    found = difficulties_followed(office.session, office.info.unit_id)
    for stage, tone, title in (
        (Stage.ASKED, Tone.CARE, _("Cấp trên đề nghị làm rõ khó khăn, vướng mắc")),
        (Stage.ANSWERED, Tone.GOOD, _("Khó khăn, vướng mắc đã có trả lời, chưa kết thúc")),
    ):
        these = frozenset(each.difficulty.id for each in found if each.standing.stage is stage)
        if these:
            yield number(len(these), tone, title, Door(DIFFICULTIES, only=these, title=title))


# -- from below ------------------------------------------------------------------------------------


def late_communes(communes: list[CommuneLine]) -> Iterator[Placed]:
    """How many communes have sent nothing yet, and of how many others no result has come.

    Whose bundle is due or waits for an earlier one is told of periods (`periods_below`).
    """
    silent = [each for each in communes if NO_BUNDLE in each.missing]
    without = [each for each in communes if NO_RESULT in each.missing and each not in silent]
    for these, title in (
        (silent, _("Đơn vị chưa gửi gói dữ liệu nào")),
        (without, _("Đơn vị đã gửi gói, chưa có kết quả tự rà soát")),
    ):
        if these:
            yield Group.OTHERS, number(len(these), Tone.CARE, title, "sync")


def periods_below(office: Office) -> Iterator[Placed]:
    """How many communes have not sent what is due, and of how many a bundle is missing."""
    if not office.info.role.sends:
        return
    board = read_periods(office)
    rows = [board.row(line) for line in board.lines]
    for count, tone, title in (
        (
            sum(bool(row.count(Seen.OVERDUE)) for row in rows),
            Tone.BLOCK,
            _("Xã quá hạn gửi gói theo kỳ"),
        ),
        (
            sum(row.history.waits for row in rows),
            Tone.CARE,
            _("Xã có gói đang chờ gói trước"),
        ),
    ):
        if count:
            yield Group.OTHERS, number(count, tone, title, Door(PERIODS, title=title))


def from_below(office: Office) -> Iterator[Placed]:
    """What communes ask, and what they have not done of what was set."""
    if office.info.role.may_open(REGISTERS[DIFFICULTIES]):
        waiting = frozenset(
            each.difficulty.id
            for each in difficulties_followed(office.session)
            if each.standing.stage in {Stage.WAITING, Stage.RAISED}
            and each.difficulty.unit != office.info.unit_id
        )
        if waiting:
            title = _("Khó khăn, vướng mắc chờ trả lời")
            way = Door(DIFFICULTIES, only=waiting, title=title)
            yield Group.OTHERS, number(len(waiting), Tone.CARE, title, way)
    if all(office.info.role.may_open(REGISTERS[each]) for each in (SET, TASKS)):
        yield from _not_done(office)


def _not_done(office: Office) -> Iterator[Placed]:
    overdue = overdue_below(office)
    if overdue:
        title = _("Đơn vị có việc được giao đã quá hạn")
        records = frozenset(each.id for each in overdue)
        units = {each.unit for each in overdue}
        one = overdue[0].id if len(overdue) == 1 else None
        way = Door(SET, only=None if one else records, title=title, record=one)
        yield Group.OTHERS, number(len(units), Tone.CARE, title, way)
