"""The reports and their figures, from `resources/reports` (`resources/formats/reports.md`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast, get_args

from sachmatuy_desktop.domain.plans.campaign import PARTS, Line, Part
from sachmatuy_desktop.domain.plans.when import EVERY, Every, MonthDay
from sachmatuy_desktop.domain.plans.yearly import Key, Section
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.reports import TEXTS
from sachmatuy_desktop.domain.reports import (
    Group,
    Place,
    ReportFigure,
    ReportFigures,
    ReportKind,
    TextPart,
)
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.campaigns import check_book, read_only
from sachmatuy_desktop.packs.holidays import read_toml
from sachmatuy_desktop.packs.reading import Problem, Table, parse_sheet, read_bytes, report_twice
from sachmatuy_desktop.paths import resources_folder

__all__ = ["ANNEXES", "load_report_words", "load_reports", "read_reports"]

ANNEXES: Final = ("communes", "classes", "targets")
"""What a report over units below may have behind it."""

OFFICES: Final = ("commune", "receiving")
FILES: Final = ("figures.toml", "reports.toml")

_TOLD_BY_REVIEW: Final = (Section.TASKS, Section.DIFFICULTIES, Section.REWARDS)


@lru_cache(maxsize=2)
def load_reports(folder: Path | None = None) -> ReportFigures:
    """Every report and figure.  Raises `Refused` naming file, line and reason."""
    place = folder or resources_folder() / "reports"
    contents = [read_bytes(place / name) for name in FILES]
    found, file, problems = read_reports(*contents)
    if found is None:
        raise Refused(
            N_("Tệp {file} sai ở dòng {line}: {reason}."),
            file=file,
            line=problems[0].line,
            reason=problems[0].error,
        )
    return found


@lru_cache(maxsize=2)
def load_report_words(folder: Path | None = None) -> Mapping[str, str]:
    """What the program fills into reports: templates for `str.format`."""
    file = (folder or resources_folder() / "reports") / "words.toml"
    return dict(read_toml(file)["words"])


def read_reports(figures: bytes, reports: bytes) -> tuple[ReportFigures | None, str, list[Problem]]:
    """The reports in two texts, or nothing, the file and every problem that it has."""
    groups, known, problems = _read_figures(figures)
    if problems:
        return None, FILES[0], problems
    kinds, problems = _read_kinds(reports, known)
    if problems:
        return None, FILES[1], problems
    return ReportFigures(groups, known, kinds), "", []


# -- figures --------------------------------------------------------------------------------------


def _read_figures(
    content: bytes,
) -> tuple[tuple[Group, ...], dict[str, ReportFigure], list[Problem]]:
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return (), {}, [sheet]
    top = sheet.top()
    top.choice("kind", ("report-figures",))
    groups, figures = top.tables("group"), top.tables("figure")
    report_twice(groups)
    report_twice(figures)
    made = tuple(_group(each) for each in groups)
    found = [_figure(each, {group.id for group in made}) for each in figures]
    top.finish()
    return made, {each.id: each for each in found}, sheet.problems()


def _group(table: Table) -> Group:
    group = Group(table.text("id"), table.text("title"))
    table.finish()
    return group


def _figure(table: Table, groups: Collection[str]) -> ReportFigure:
    name, group, told = table.text("id"), table.text("group"), table.text("told", "")
    if group not in groups:
        table.note("group", N_("không có nhóm “{group}”"), group=group)
    title, unit = table.text("title"), table.text("unit")
    section, key = _of_review(table, told) if told else (None, None)
    figure = ReportFigure(
        id=name,
        group=group,
        title=title,
        unit=unit,
        meaning=table.text("meaning"),
        source=table.text("source"),
        line=None if told else _line(table, name, title, unit),
        part=cast("Part", table.choice("part", PARTS, "count")),
        section=section,
        key=key,
        persons=table.flag("persons", False),
        short=table.text("short", ""),
    )
    if figure.line is not None and not figure.line.tells(figure.part):
        table.note("part", N_("dòng này không có số “{part}”"), part=figure.part)
    table.finish()
    return figure


def _line(table: Table, name: str, title: str, unit: str) -> Line:
    line = Line(
        id=name,
        group="",
        title=title,
        paragraph="",
        unit=unit,
        book=table.text("book", ""),
        day=table.text("day", ""),
        only=read_only(table.table("only")) if table.has("only") else {},
        sum=table.text("sum", ""),
        people=table.text("people", ""),
        materials=table.text("materials", ""),
        fact=table.text("fact", ""),
        persons=bool(table.data.get("persons", False)),
    )
    if bool(line.book) == bool(line.fact):
        table.note("book", N_("ghi đúng một trong: book, fact"))
    elif line.book:
        check_book(table, line)
    return line


def _of_review(table: Table, told: str) -> tuple[Section | None, Key | None]:
    """`tasks.in_time`: a figure of the yearly review."""
    section, _dot, key = told.partition(".")
    if section in _TOLD_BY_REVIEW and key in set(Key):
        return Section(section), Key(key)
    table.note("told", N_("bản tổng kết năm không có số “{told}”"), told=told)
    return None, None


# -- reports --------------------------------------------------------------------------------------


def _read_kinds(
    content: bytes, figures: Mapping[str, ReportFigure]
) -> tuple[dict[str, ReportKind], list[Problem]]:
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return {}, [sheet]
    top = sheet.top()
    top.choice("kind", ("reports",))
    tables = top.tables("report")
    report_twice(tables)
    found = [_kind(each, figures) for each in tables]
    top.finish()
    return {each.id: each for each in found}, sheet.problems()


def _kind(table: Table, figures: Mapping[str, ReportFigure]) -> ReportKind:
    place = cast("Place", table.choice("place", get_args(Place)))
    names, texts, annexes = (table.texts(each) for each in ("figures", "texts", "annexes"))
    for key, given, known in (
        ("figures", names, figures),
        ("texts", texts, TEXTS),
        ("annexes", annexes, ANNEXES),
    ):
        for each in given:
            if each not in known:
                table.note(key, N_("không có “{name}”"), name=each)
    if place == "village":
        for each in names:
            if each in figures and not _by_village(figures[each]):
                table.note("figures", N_("“{name}” không đếm theo thôn được"), name=each)
    kind = ReportKind(
        id=table.text("id"),
        title=table.text("title"),
        office=table.choice("office", OFFICES),
        place=place,
        every=cast("Every", table.choice("every", (*EVERY, ""), "")),
        form=table.text("form"),
        subject=table.text("subject"),
        opening=table.text("opening"),
        source=table.text("source"),
        verified=table.flag("verified", False),
        figures=names,
        texts=cast("tuple[TextPart, ...]", texts),
        cut_offs=tuple(_month_day(table, each) for each in table.texts("before")),
        plan=table.text("plan", ""),
        task=table.text("task", ""),
        annexes=annexes,
        proposed=table.flag("proposed", False),
    )
    table.finish()
    return kind


def _month_day(table: Table, text: str) -> MonthDay:
    """`06-15`; `05` for every month."""
    month, _dash, day = text.rpartition("-")
    if not ((month or "0").isdecimal() and day.isdecimal()):
        table.note("before", N_("“{key}” phải là ngày dạng “06-15”"))
        return 0, 1
    return int(month or 0), int(day)


def _by_village(figure: ReportFigure) -> bool:
    line = figure.line
    return line is not None and (bool(line.fact) or "village" in REGISTERS[line.book].by_name)
