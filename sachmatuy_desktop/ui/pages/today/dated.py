"""What is overdue or due soon: by the law's clock, by dates in the books, by plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import Entry, Kind
from sachmatuy_desktop.services.cases import survey
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.person_files import minors_without_guardian
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.pages.today.lines import Line, days_chip, number, persons
from sachmatuy_desktop.ui.pages.today.todo import LAW_TASKS, TASKS, Group
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Placed", "conditions", "law", "planned"]

Placed = tuple[Group, Line]
"""A line and the heading it stands under."""


def law(office: Office) -> Iterator[Placed]:
    """What the law's clock asks for, and cases whose books cannot be so (after a merge, a slip)."""
    if office.info.kind == RECEIVING or not office.info.role.may_open(REGISTERS["episodes"]):
        return
    seen = survey(office.session, office.clock.now())
    for task in LAW_TASKS:
        found = frozenset(
            each.person
            for each in seen.due
            if each.kind is task.kind and each.urgency in task.urgencies
        )
        for line in persons(found, task.tone, _(task.title)):
            yield task.group, line
    wrong = frozenset(each.person for each in seen.findings)
    minors = minors_without_guardian(office.session, date.fromisoformat(office.clock.today()))
    for found, title in (
        (wrong, _("Hồ sơ có điều không khớp, cần xem lại")),
        (minors, _("Người dưới 18 tuổi đang quản lý chưa ghi người đại diện")),
    ):
        for line in persons(found, Tone.CARE, title):
            yield Group.RIGHT, line


def conditions(office: Office) -> Iterator[Placed]:
    """What one condition on a commune's register can say."""
    if office.info.kind == RECEIVING:
        return
    today = date.fromisoformat(office.clock.today())
    for task in TASKS:
        if not office.info.role.may_open(REGISTERS[task.register]):
            continue
        where = task.where(today)
        count = office.queries.count(task.register, where)
        if count:
            yield task.group, number(count, task.tone, _(task.title), Door(task.register, where))


def planned(entries: Iterable[Entry], today: date) -> Iterator[Placed]:
    """Tasks of plans, those set from above, and drives: what is late or due within the week."""
    for entry in entries:
        yield (Group.OVERDUE if entry.over else Group.WEEK), _task(entry, today)


def _task(entry: Entry, today: date) -> Line:
    behind = entry.behind
    record = next(iter(behind.records)) if behind else ""
    way: Door | str = Door(behind.register, record=record) if behind else "plans"
    title = entry.title
    if entry.kind is Kind.DRIVE:
        title = _("Đợt ký cam kết: {name}").format(name=title)
    if entry.kind is Kind.INCOMING:
        title = _("Văn bản đến của {paper}").format(paper=title)
    told = _("hạn {day} (chương trình đề xuất)") if entry.proposed else _("hạn {day}")
    detail = told.format(day=show_date(entry.day))
    left = (entry.day - today).days
    if entry.over:
        chip = days_chip(left) if left else _("quá giờ")
        return Line(chip, Tone.BLOCK, title, way, detail)
    if entry.hint is not None:
        words = _("{due} là ngày nghỉ, ngày làm việc cuối là {day}")
        detail = words.format(due=detail, day=show_date(entry.hint))
    return Line(days_chip(left), Tone.CARE, title, way, detail)
