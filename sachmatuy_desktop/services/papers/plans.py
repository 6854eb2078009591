"""The plan document, the tracking book and the sheets, from what the office has adopted and done.

The plan document is public: it names bodies, never who is in charge there.  The book and the sheets
are working papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.documents.plan_papers import (
    ActorSheet,
    PlanDocument,
    SheetLine,
    TaskBook,
    TrackingLine,
    plan_document,
    task_book,
    task_sheets,
)
from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.plans import Phase, PlanPack
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, TaskStanding
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.forms import load_task_words as words
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices, must_print
from sachmatuy_desktop.services.papers.findings import source_of
from sachmatuy_desktop.services.papers.plan_tasks import Doer, Work, place_names
from sachmatuy_desktop.services.papers.plan_words import (
    due_words,
    last_day_words,
    period_named,
    period_words,
    plan_named,
    progress_words,
)
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask
from sachmatuy_desktop.services.shown import export_table

__all__ = [
    "draft_plan_document",
    "draft_task_book",
    "draft_task_sheets",
    "must_choose",
    "pack_of",
    "tracking_table",
    "write_tracking",
]


# -- kế hoạch -------------------------------------------------------------------------------------


def draft_plan_document(office: Office, as_of: date, choices: Choices) -> FormData:
    """Kế hoạch of an adopted plan: its phases, and every task once, under whoever does it.

    Raises `BadInput` without a plan, `NotFound`.
    """
    must_choose(choices)
    work = Work.read(office, as_of, choices)
    adopted = work.plan
    assert adopted is not None  # noqa: S101  (a plan was chosen, or `read` has refused)
    reports = [each for each in work.tasks if each.kind == "report"]
    paper = work.heading.paper(training=office.info.training)
    document = PlanDocument(
        plan=adopted.title,
        plan_text=plan_named(adopted),
        unit=office.unit.titled,
        from_date=adopted.life.start.isoformat(),
        until_date=adopted.life.end.isoformat() if adopted.life.end else None,
        assignments=tuple(_assignments(work)),
        bases=tuple(_bases(office, adopted)),
        phases=tuple(map(_phase_words, adopted.life.phases)),
        reports=tuple(_report_words(work, each) for each in reports),
        theme=adopted.theme,
        lead=_lead(work),
    )
    told = dict.fromkeys(work.addressee(each) for each in reports if each.addressee)
    sent = (*(words()["plan_upward"].format(who=each) for each in told), words()["plan_doers"])
    return plan_document(replace(paper, recipients=(*sent, *paper.recipients)), document)


def must_choose(choices: Choices) -> RecordId:
    """The plan chosen.  Raises `BadInput` without one."""
    if not choices.plan:
        raise BadInput(N_("Hãy chọn kế hoạch; chưa có thì nhận kế hoạch ở trang «Công việc».")).at(
            "plan"
        )
    return choices.plan


def pack_of(office: Office, plan: OfficePlan) -> PlanPack | RulePack | None:
    """The pack that a plan was adopted from; None for the office's own, or where it is gone."""
    if not plan.pack:
        return None
    try:
        return criteria.library(office).get(plan.pack)
    except KnownError:
        return None


def _bases(office: Office, plan: OfficePlan) -> Iterator[str]:
    pack = pack_of(office, plan)
    if pack is not None:
        yield words()["plan_basis"].format(document=source_of(pack))


def _assignments(work: Work) -> Iterator[tuple[str, str]]:
    """Every task that is no report, under those who do it, in the order of the plan."""
    tasks = [each for each in work.tasks if each.kind != "report"]
    named = [(_group(work, each), each) for each in tasks]
    order = {name: place for place, name in reversed(list(enumerate(n for n, _ in named)))}
    for name, each in sorted(named, key=lambda pair: order[pair[0]]):
        said = work.public_words(each, each.content or each.title).rstrip(" .;…")
        yield name, f"{said} ({due_words(each, marked=False)})."


def _group(work: Work, task: OfficeTask) -> str:
    if task.each_village and not task.doers:
        return words()["plan_village"]
    return place_names(work.doers(task))


def _phase_words(phase: Phase) -> str:
    """The plan's words, or the title with the days where the office has moved them."""
    first = show_date(phase.starts_on) if phase.starts_on else ""
    last = show_date(phase.ends_on) if phase.ends_on else ""
    days = " – ".join(filter(None, (first, last)))
    return phase.quote or (f"{phase.title}: {days}" if days else phase.title)


def _report_words(work: Work, task: OfficeTask) -> str:
    to = work.addressee(task)
    sent = words()["task_sent"].format(addressee=to) if to else ""
    said = f"{work.public_words(task, task.title)}: {due_words(task, marked=False)}"
    who = _group(work, task)
    return "; ".join(filter(None, (f"{who}: {said[:1].lower()}{said[1:]}", sent)))


def _lead(work: Work) -> str:
    """The unit's own police, if the plan gives them work; otherwise for the pen."""
    kind = work.office.unit.titled.partition(" ")[0].casefold()
    mine = (f"công an {kind}", "công an cấp xã")
    names = (doer.name for task in work.tasks for doer in work.doers(task))
    return next((each for each in names if each.casefold().startswith(mine)), "")


# -- sổ theo dõi ----------------------------------------------------------------------------------


def draft_task_book(office: Office, as_of: date, choices: Choices) -> FormData:
    """The tracking book: one line an opening, of a plan or of all, of one actor or of all.

    Raises `BadInput` for a period that cannot be read, `NotFound`.
    """
    work = Work.read(office, as_of, choices)
    period = period_named(choices.period) if choices.period else None
    book = TaskBook(
        plan=work.plan.title if work.plan else words()["plan_several"],
        as_of=as_of.isoformat(),
        lines=tuple(_book_lines(work, choices)),
        period=period_words(period) if period else "",
        actor=choices.actor,
    )
    return task_book(work.heading.paper(training=office.info.training), book)


def tracking_table(office: Office, as_of: date, choices: Choices) -> FlatTable:
    """The tracking book as a spreadsheet: the same seven columns, the same lines.

    Raises as `draft_task_book`, and `NotAllowed`.
    """
    must_print(office, "task-book")
    work = Work.read(office, as_of, choices)
    (table,) = (
        each
        for section in load_form("task-book").sections
        for each in section.blocks
        if each.kind == "table"
    )
    heads = tuple(each["title"].partition("\n")[0] for each in table.settings["columns"])
    lines = enumerate(_book_lines(work, choices), start=1)
    title = f"{load_form('task-book').title}: {work.plan.title}" if work.plan else ""
    return FlatTable(
        title or load_form("task-book").title,
        heads,
        [(number, *line.cells()) for number, line in lines],
    )


TAKEN_OUT: Final = ("title", "paragraph")
"""What the tracking book takes out of the book of tasks."""


def write_tracking(office: Office, path: Path, as_of: date, choices: Mapping[str, Any]) -> int:
    """Write the tracking book to `.xlsx`; the lines written.  Raises as `tracking_table`."""
    table = tracking_table(office, as_of, Choices(**choices))
    return export_table(office.session, "plan_tasks", TAKEN_OUT, table, path).rows


def _book_lines(work: Work, choices: Choices) -> Iterator[TrackingLine]:
    period = period_named(choices.period) if choices.period else None
    for task, stands in work.openings(period):
        doers = work.doers(task)
        by_village = task.each_village and bool(work.villages)
        if by_village and choices.actor in {each.name for each in work.villages.values()}:
            doers = tuple(each for each in work.villages.values() if each.name == choices.actor)
        if not choices.actor or choices.actor in {each.name for each in doers}:
            yield _book_line(work, task, stands, doers)


def _book_line(
    work: Work, task: OfficeTask, stands: OpeningStanding, doers: tuple[Doer, ...]
) -> TrackingLine:
    result = task.result(stands.done.id) if stands.done else None
    share = ""
    if task.each_village and work.villages:
        counted = task.share(stands.opening, work.as_of)
        share = words()["task_share"].format(done=len(counted.done), asked=counted.asked)
    proofs = len(result.proofs) if result else 0
    note = (
        result.remark if result else "",
        words()["proof_records"].format(count=proofs) if proofs else "",
        share,
    )
    return TrackingLine(
        what="\n".join(filter(None, (_titled(task, stands), work.set_by(task)))),
        who="\n".join(": ".join(filter(None, (each.name, each.person))) for each in doers),
        due=last_day_words(stands.opening),
        progress=progress_words(stands),
        answer=result.document if result else "",
        note="\n".join(filter(None, note)),
    )


def _titled(task: OfficeTask, stands: OpeningStanding) -> str:
    """The task with the period it is for, where it has one."""
    period = period_words(stands.opening.period)
    return f"{task.title} ({period})" if period else task.title


# -- phiếu giao việc ------------------------------------------------------------------------------


def draft_task_sheets(office: Office, as_of: date, choices: Choices) -> FormData:
    """One sheet an actor with what is still to be done, of all of them or of the one chosen.

    Raises `NotFound` where nobody has anything to do.
    """
    work = Work.read(office, as_of, choices)
    given: dict[Doer, list[OfficeTask]] = {}
    for task in work.tasks:
        for doer, theirs in work.each_by_village(task):
            if not choices.actor or choices.actor == doer.name:
                given.setdefault(doer, []).append(theirs)
    sheets = [_sheet(work, doer, tasks) for doer, tasks in _people_joined(given)]
    paper = work.heading.paper(training=office.info.training)
    return task_sheets(paper, [each for each in sheets if each.lines])


def _people_joined(given: dict[Doer, list[OfficeTask]]) -> Iterator[tuple[Doer, list[OfficeTask]]]:
    """One sheet a body, also where two of the plan's actors are that body today."""
    order = {name: place for place, name in reversed(list(enumerate(d.name for d in given)))}
    found = sorted(given, key=lambda doer: order[doer.name])
    for name, doers in groupby(found, key=lambda doer: doer.name):
        several = list(doers)
        tasks = {each.id: each for doer in several for each in given[doer]}
        persons = dict.fromkeys(each.person for each in several if each.person)
        yield Doer(name, "; ".join(persons)), list(tasks.values())


def _sheet(work: Work, doer: Doer, tasks: list[OfficeTask]) -> ActorSheet:
    return ActorSheet(
        plan=work.plan.title if work.plan else words()["plan_several"],
        actor=doer.name,
        as_of=work.as_of.isoformat(),
        lines=tuple(line for each in tasks for line in _sheet_lines(work, doer, each)),
        person=doer.person,
    )


def _sheet_lines(work: Work, doer: Doer, task: OfficeTask) -> Iterator[SheetLine]:
    stands = work.standing(task)
    if stands.now is None and stands.next is None and stands.state in (State.DONE, State.GONE):
        return
    others = [each for each in work.doers(task) if each.name != doer.name]
    source = work.set_by(task)
    said = (
        task.content or task.title,
        f"({source})" if source else "",
        words()["task_with_others"].format(who=place_names(others))
        if others and not task.each_village
        else "",
    )
    yield SheetLine("\n".join(filter(None, said)), _until_when(task, stands))


def _until_when(task: OfficeTask, stands: TaskStanding) -> str:
    """The rule in words; below it what is overdue, and the last day of the next time."""
    overdue = stands.overdue
    lines = [due_words(task)]
    if overdue:
        day = overdue[0].opening.last_day or overdue[0].opening.last
        lines.append(words()["task_missed"].format(day=show_date(day), count=len(overdue)))
    coming = next((each for each in stands.openings if each.state in _TO_COME), None)
    opening = coming.opening if coming else stands.next
    if opening is not None and opening.last_day is not None:
        lines.append(words()["task_next"].format(day=show_date(opening.last_day)))
    return "\n".join(lines)


_TO_COME: Final = (State.SOON, State.OPEN)
