"""From a plan's TOML to the domain's `PlanPack`, every problem of the file at once.

The format is described in `resources/formats/plan.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans import (
    ACTOR_LEVELS,
    EVENTS,
    EVERY,
    KINDS,
    TASK_KINDS,
    Actor,
    Body,
    Campaign,
    CriterionRef,
    Obsolete,
    Phase,
    PlanPack,
    PlanTask,
    When,
    YearlyDay,
)
from sachmatuy_desktop.domain.plans.periods import clash
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.forms import FORM_IDS
from sachmatuy_desktop.packs.reading import Table, nearest, report_twice
from sachmatuy_desktop.packs.rules import PACK_ID, read_head

CriteriaOf = Callable[[str], Collection[str] | None]
"""The ids of a pack's criteria; `None` for a pack that is not at hand."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_REVIEW: Final = 60  # months
_LONGEST_TERM: Final = 8784  # hours of a leap year
_KEYS: Final = {
    "once": ("before", "on", "by_phase", "needs_date"),
    "periodic": ("every", "day", "needs_date", "proposed"),
    "event": ("event", "hours", "days", "working", "proposed"),
    "continuous": ("months", "proposed"),
}
"""The keys of a due rule beside `kind`, by kind."""


@dataclass(frozen=True)
class _Known:
    """The names that a plan's tasks may use."""

    actors: frozenset[str]
    phases: frozenset[str]
    figures: Collection[str]
    criteria_pack: str
    criteria_of: CriteriaOf | None


def read_plan_pack(
    top: Table, figures: Collection[str], criteria_of: CriteriaOf | None = None
) -> PlanPack:
    """The plan that the file describes; only to be used if the sheet has no problems.

    `figures` are the names of the facts that packs share.  Without `criteria_of` nobody looks
    whether the criteria named are there.
    """
    top.choice("kind", ("plan",))
    head = read_head(top)
    campaign = _read_campaign(top.table("campaign")) if top.has("campaign") else None
    phases = tuple(_read_phase(table) for table in _entries(top, "phase"))
    actors = _read_actors(_entries(top, "actor"))
    criteria_pack = _read_criteria_pack(top, criteria_of)
    known = _Known(
        frozenset(each.id for each in actors),
        frozenset(each.id for each in phases),
        figures,
        criteria_pack,
        criteria_of,
    )
    tasks = tuple(_read_task(table, known) for table in _entries(top, "task"))
    days = read_yearly_days(top)
    if not tasks:
        top.note("task", N_("kế hoạch chưa có [[task]] nào"))
    top.finish()
    return PlanPack(
        **head,
        tasks=tasks,
        actors=actors,
        phases=phases,
        days=days,
        campaign=campaign,
        criteria_pack=criteria_pack,
    )


def _entries(top: Table, key: str) -> list[Table]:
    tables = top.tables(key)
    report_twice(tables)
    return tables


def _read_campaign(table: Table) -> Campaign:
    campaign = Campaign(
        table.text("theme"),
        table.text("quote"),
        table.day("starts_on", required=True) or date.min,
        table.day("ends_on", required=True) or date.max,
    )
    _refuse_backwards(table, campaign.starts_on, campaign.ends_on)
    table.finish()
    return campaign


def _read_phase(table: Table) -> Phase:
    phase = Phase(
        _name(table),
        table.text("title"),
        table.text("paragraph"),
        table.text("quote"),
        table.day("starts_on"),
        table.day("ends_on"),
        table.text("note", ""),
    )
    _refuse_backwards(table, phase.starts_on, phase.ends_on)
    table.finish()
    return phase


def read_yearly_days(top: Table) -> tuple[YearlyDay, ...]:
    """The days of every year that the document names; wrong ones are noted."""
    return tuple(_read_day(table) for table in _entries(top, "day"))


def _read_day(table: Table) -> YearlyDay:
    printed = table.month_day("on", required=True) or "01-01"
    month, number = (int(each) for each in printed.split("-"))
    day = YearlyDay(
        _name(table),
        table.text("title"),
        table.text("paragraph"),
        table.text("quote"),
        month,
        number,
    )
    table.finish()
    return day


def _refuse_backwards(table: Table, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        table.note("ends_on", N_("ngày kết thúc đứng trước ngày bắt đầu"))


def _name(table: Table) -> str:
    name = table.text("id")
    if name and not _ID.fullmatch(name):
        table.note("id", N_("mã “{id}” chỉ gồm chữ thường không dấu, số và gạch nối"), id=name)
    return name


# -- actors --------------------------------------------------------------------------------------


def _read_actors(tables: list[Table]) -> tuple[Actor, ...]:
    actors = tuple(_read_actor(table) for table in tables)
    ids = {actor.id for actor in actors}
    for table, actor in zip(tables, actors, strict=True):
        if actor.reports_to:
            _refuse_unknown(table, "reports_to", [actor.reports_to], ids)
        if actor.reports_to == actor.id:
            table.note("reports_to", N_("cơ quan không báo cáo cho chính mình"))
    return actors


def _read_actor(table: Table) -> Actor:
    bodies = table.tables("today")
    report_twice(bodies, "name")
    actor = Actor(
        _name(table),
        table.text("name"),
        table.choice("level", ACTOR_LEVELS),
        tuple(_read_body(each) for each in bodies),
        table.text("reports_to", ""),
        table.text("note", ""),
    )
    table.finish()
    return actor


def _read_body(table: Table) -> Body:
    body = Body(
        table.text("name"),
        table.choice("level", ACTOR_LEVELS),
        table.day("from", required=True) or date.min,
        table.text("source"),
        table.flag("proposed", False),
        table.text("note", ""),
    )
    table.finish()
    return body


# -- tasks ---------------------------------------------------------------------------------------


def _read_criteria_pack(top: Table, criteria_of: CriteriaOf | None) -> str:
    pack = top.text("criteria_pack", "")
    if pack and not PACK_ID.fullmatch(pack):
        top.note("criteria_pack", N_("mã “{id}” phải có dạng ten-van-ban-nam/viec-xet"), id=pack)
        return ""
    if pack and criteria_of is not None and criteria_of(pack) is None:
        top.doubt("criteria_pack", N_("không có bộ tiêu chí “{id}” ở đây để đối chiếu"), id=pack)
    return pack


def _read_task(table: Table, known: _Known) -> PlanTask:
    task = PlanTask(
        id=table.text("id"),
        kind=table.choice("kind", TASK_KINDS),
        paragraph=table.text("paragraph"),
        actors=table.texts("actors"),
        title=table.text("title"),
        quote=table.text("quote"),
        when=_read_when(table.table("when"), known.phases),
        evidence=table.texts("evidence"),
        papers=table.texts("papers"),
        figures=table.texts("figures"),
        criteria=_read_criteria(table, known),
        addressee=table.text("addressee", ""),
        sent_to=table.text("sent_to", ""),
        for_commune=table.flag("for_commune", False),
        obsolete=_read_obsolete(table.table("obsolete")) if table.has("obsolete") else None,
        note=table.text("note", ""),
    )
    if not task.actors:
        table.note("actors", N_("thiếu cơ quan thực hiện (“actors”)"))
    _refuse_unknown(table, "actors", task.actors, known.actors)
    _refuse_unknown(table, "sent_to", [task.sent_to] if task.sent_to else [], known.actors)
    if task.sent_to and not task.addressee:
        table.note("sent_to", N_("có “sent_to” thì phải có “addressee” như in trong kế hoạch"))
    _refuse_unknown(table, "evidence", task.evidence, [each.name for each in REGISTERS])
    _refuse_unknown(table, "papers", task.papers, FORM_IDS)
    _refuse_unknown(table, "figures", task.figures, known.figures)
    table.finish()
    return task


def _read_criteria(table: Table, known: _Known) -> tuple[CriterionRef, ...]:
    """Ids of the plan's own pack, or `pack#id` of another one."""
    found = []
    for text in table.texts("criteria"):
        pack, _mark, criterion = text.rpartition("#")
        ref = CriterionRef(pack or known.criteria_pack, criterion)
        found.append(ref)
        if not ref.pack:
            table.note("criteria", N_("thiếu “criteria_pack” ở đầu tệp, hoặc ghi bộ#tiêu-chí"))
        if not ref.pack or known.criteria_of is None:
            continue
        ids = known.criteria_of(ref.pack)
        if ids is not None:
            _refuse_unknown(table, "criteria", [criterion], ids)
        elif pack:
            table.doubt("criteria", N_("không có bộ tiêu chí “{id}” ở đây để đối chiếu"), id=pack)
    return tuple(found)


def _read_obsolete(table: Table) -> Obsolete:
    obsolete = Obsolete(
        table.text("by"),
        table.day("from", required=True) or date.min,
        table.text("note", ""),
    )
    table.finish()
    return obsolete


def _refuse_unknown(table: Table, key: str, names: Iterable[str], known: Collection[str]) -> None:
    """Note every name that is not known, with the one it may be meant to be."""
    for name in names:
        if name in known:
            continue
        if near := nearest(name, known):
            table.note(key, N_("không có “{name}”; có phải là “{near}”?"), name=name, near=near)
        else:
            table.note(key, N_("không có “{name}” để dùng ở “{key}”"), name=name)


# -- due rules -----------------------------------------------------------------------------------


def _read_when(table: Table, phases: Collection[str]) -> When:
    kind = table.choice("kind", KINDS)
    when = When(
        next(each for each in KINDS if each == kind),
        before=table.day("before"),
        on=table.day("on"),
        by_phase=table.text("by_phase", ""),
        every=next((each for each in EVERY if each == table.data.get("every")), ""),
        months=table.whole("months", 0),
        day=_read_month_days(table),
        hours=table.whole("hours", 0),
        days=table.whole("days", 0),
        working=table.flag("working", False),
        event=table.text("event", ""),
        needs_date=table.flag("needs_date", False),
        proposed=table.flag("proposed", False),
    )
    table.choice("every", EVERY, "")
    if "kind" in table.data and table.data["kind"] == kind:
        _refuse_stray_keys(table, kind)
        _CHECKS[kind](table, when)
    if when.by_phase:
        _refuse_unknown(table, "by_phase", [when.by_phase], phases)
    table.finish()
    return when


def _read_month_days(table: Table) -> tuple[tuple[int, int], ...]:
    """`["06-15", "12-15"]`, each a day that every year has."""
    found = []
    for text in table.texts("day"):
        try:
            day = date.fromisoformat(f"2001-{text}") if len(text) == len("MM-DD") else None
        except ValueError:
            day = None
        if day is None:
            table.note("day", N_('“{key}” gồm các tháng-ngày có trong mọi năm, ví dụ ["06-15"]'))
        else:
            found.append((day.month, day.day))
    return tuple(found)


def _refuse_stray_keys(table: Table, kind: str) -> None:
    for key in table.data:
        if key in _ALL_KEYS and key not in _KEYS[kind]:
            table.note(key, N_("“{key}” không dùng cho thời hạn loại “{kind}”"), kind=kind)


def _check_once(table: Table, when: When) -> None:
    given = [when.before, when.on, when.by_phase, when.needs_date]
    if sum(map(bool, given)) != 1:
        message = N_("việc một lần ghi đúng một trong: before, on, by_phase, needs_date = true")
        table.note("kind", message)


def _check_periodic(table: Table, when: When) -> None:
    if not when.every:
        table.note("every", N_("việc định kỳ phải ghi “every”: {allowed}"), allowed=_LISTED)
    if when.every == "month" and when.day:
        table.note("day", N_("việc hằng tháng không ghi ngày trong năm"))
    if when.needs_date and when.day:
        table.note("needs_date", N_("đã ghi “day” thì không cần điền ngày"))
    if when.every and clash(when.every, when.day):
        table.note("day", N_("hai hạn trong “day” rơi vào cùng một kỳ; mỗi kỳ chỉ có một hạn"))


def _check_event(table: Table, when: When) -> None:
    _refuse_unknown(table, "event", [when.event], EVENTS)
    if when.hours and when.days:
        table.note("hours", N_("ghi số giờ hoặc số ngày, không ghi cả hai"))
    if max(when.hours, when.days * 24) > _LONGEST_TERM:
        table.note("kind", N_("thời hạn dài quá một năm"))
    if when.working and not when.days:
        table.note("working", N_("“working” chỉ đi với “days”"))


def _check_continuous(table: Table, when: When) -> None:
    if not 1 <= when.months <= _LONGEST_REVIEW:
        message = N_("việc thường xuyên phải ghi “months”: mấy tháng xem lại một lần, 1 – {most}")
        table.note("months", message, most=_LONGEST_REVIEW)


_CHECKS: Final = {
    "once": _check_once,
    "periodic": _check_periodic,
    "event": _check_event,
    "continuous": _check_continuous,
}
_ALL_KEYS: Final = frozenset(key for keys in _KEYS.values() for key in keys)
_LISTED: Final = ", ".join(EVERY)
