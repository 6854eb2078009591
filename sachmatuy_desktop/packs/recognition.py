"""The processes of recognition, from `resources/recognition/processes`.

Their format is told in `resources/formats/recognition.md`.

A unit's own recognition keeps the text of the process it set out by, so a file that changes later
changes nothing that has begun: `read_process` reads either.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.recognition import (
    FREEZES,
    ChoiceAsked,
    Does,
    Option,
    Paper,
    Place,
    Process,
    ProcessStep,
    Timing,
)
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.reading import Problem, Table, parse_sheet, read_bytes, report_twice
from sachmatuy_desktop.paths import resources_folder

__all__ = ["load_processes", "process_named", "read_process"]

_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_OF_RECEIVING: Final = frozenset({Does.APPRAISE, Does.DECIDE, Does.CONFIRM})


def recognition_folder() -> Path:
    """Where the program's own processes lie."""
    return resources_folder() / "recognition" / "processes"


@lru_cache(maxsize=4)
def load_processes(folder: Path | None = None) -> tuple[Process, ...]:
    """Every process of a folder, by id.  Raises `Refused` naming file, line and reason."""
    found = []
    for file in sorted((folder or recognition_folder()).glob("*.toml")):
        process, problems = read_process(read_bytes(file))
        if process is None or process.id != file.stem:
            line, why = (problems[0].line, problems[0].error) if problems else (1, "id")
            raise Refused(
                N_("Tệp quy trình {file} sai ở dòng {line}: {reason}."),
                file=file.name,
                line=line,
                reason=why,
            )
        found.append(process)
    return tuple(found)


def process_named(process_id: str) -> Process:
    """The program's own process of that id.  Raises `NotFound`."""
    for each in load_processes():
        if each.id == process_id:
            return each
    raise NotFound(N_("Không có quy trình công nhận “{id}”."), id=process_id)


def read_process(content: bytes) -> tuple[Process | None, list[Problem]]:
    """The process in a text, or nothing and every problem that it has."""
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return None, [sheet]
    process = _process(sheet.top(), sheet.text)
    problems = sheet.problems()
    return (None if problems else process), problems


def _process(top: Table, text: str) -> Process:
    tables = top.tables("step")
    report_twice(tables)
    steps = tuple(map(_step, tables))
    if not steps:
        top.note("step", N_("quy trình chưa có [[step]] nào"))
    process = Process(
        id=top.text("id"),
        version=top.text("version"),
        title=top.text("title"),
        packs=top.texts("packs"),
        together=top.flag("together", False),
        effective_from=top.day("effective_from", required=True) or date.min,
        effective_to=top.day("effective_to"),
        steps=steps,
        reopens=top.texts("reopens"),
        choices=tuple(map(_choice, top.tables("choice"))),
        source=top.text("source"),
        proposed=top.text("proposed", ""),
        verified=top.flag("verified", False),
        text=text,
    )
    if not process.packs:
        top.note("packs", N_("thiếu bộ tiêu chí (“packs”)"))
    _check_order(top, tables, process)
    top.finish()
    return process


def _check_order(top: Table, tables: list[Table], process: Process) -> None:
    """Every step stands on earlier ones, and what is asked for has an answer."""
    seen: set[str] = set()
    for table, step in zip(tables, process.steps, strict=True):
        named = {*step.after, *([step.timing.after] if step.timing.after else [])}
        for missing in sorted(named - seen):
            table.note("after", N_("bước “{step}” không đứng trước bước này"), step=missing)
        seen.add(step.id)
    for missing in sorted(set(process.reopens) - seen):
        top.note("reopens", N_("không có bước “{step}”"), step=missing)
    does = [each.does for each in process.steps]
    for one in (Does.ASSESS, Does.REQUEST, Does.APPRAISE, Does.DECIDE):
        if does.count(one) != 1:
            top.note("step", N_("phải có đúng một bước “{does}”"), does=one.value)


def _step(table: Table) -> ProcessStep:
    does = Does(table.choice("does", [each.value for each in Does]))
    place = Place(table.choice("place", [each.value for each in Place]))
    step = ProcessStep(
        id=table.text("id"),
        title=table.text("title"),
        does=does,
        place=place,
        who=table.texts("who"),
        needs=table.texts("needs"),
        after=table.texts("after"),
        forms=table.texts("forms"),
        paper=Paper(table.choice("paper", [each.value for each in Paper], "optional")),
        timing=_timing(table.table("timing")) if table.has("timing") else Timing(),
        source=table.text("source", ""),
        note=table.text("note", ""),
        every_years=table.whole("every_years", 1) or 1,
    )
    if not step.who:
        table.note("who", N_("thiếu chức vụ của người làm (“who”)"))
    wanted = {Does.KNOW: Place.BEYOND}.get(
        does, Place.RECEIVING if does in _OF_RECEIVING else Place.COMMUNE
    )
    if does in FREEZES | _OF_RECEIVING | {Does.KNOW, Does.REGISTER} and place is not wanted:
        table.note("place", N_("bước “{does}” phải ở “{place}”"), does=does, place=wanted.value)
    table.finish()
    return step


def _timing(table: Table) -> Timing:
    for key in ("opens", "before"):
        if table.has(key) and not _MONTH_DAY.fullmatch(str(table.data[key])):
            table.note(key, N_('“{key}” phải là tháng-ngày dạng "12-20"'))
    timing = Timing(
        opens=table.text("opens", ""),
        before=table.text("before", ""),
        days=table.whole("days", 0) if table.has("days") else None,
        after=table.text("after", ""),
        by_target=table.flag("by_target", False),
    )
    if (timing.days is None) != (not timing.after):
        table.note("days", N_("“days” và “after” phải đi cùng nhau"))
    table.finish()
    return timing


def _choice(table: Table) -> ChoiceAsked:
    when = table.table("when")
    choice = ChoiceAsked(
        id=table.text("id"),
        question=table.text("question"),
        when={pack: when.texts(pack) for pack in when.data},
        options=tuple(map(_option, table.tables("option"))),
        source=table.text("source", ""),
    )
    if not when.data:
        table.note("when", N_("thiếu bảng [{key}]"))
    if len(choice.options) < 2:
        table.note("option", N_("phải có ít nhất hai lựa chọn"))
    table.finish()
    return choice


def _option(table: Table) -> Option:
    option = Option(table.text("id"), table.text("title"), table.texts("recognises"))
    table.finish()
    return option
