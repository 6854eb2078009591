"""The kinds of work of a campaign, from `resources/campaigns` (`resources/formats/campaign.md`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from sachmatuy_desktop.domain.plans.campaign import CampaignKinds, Group, Line
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.reading import Problem, Table, parse_sheet, read_bytes, report_twice
from sachmatuy_desktop.paths import resources_folder

__all__ = ["ACTION_MONTH", "check_book", "load_kinds", "read_kinds", "read_only"]

ACTION_MONTH = "action-month"


@lru_cache(maxsize=4)
def load_kinds(name: str = ACTION_MONTH, folder: Path | None = None) -> CampaignKinds:
    """The kinds of work of a campaign.  Raises `Refused` naming file, line and reason."""
    file = (folder or resources_folder() / "campaigns") / f"{name}.toml"
    kinds, problems = read_kinds(read_bytes(file))
    if kinds is None:
        raise Refused(
            N_("Tệp {file} sai ở dòng {line}: {reason}."),
            file=file.name,
            line=problems[0].line,
            reason=problems[0].error,
        )
    return kinds


def read_kinds(content: bytes) -> tuple[CampaignKinds | None, list[Problem]]:
    """The kinds in a text, or nothing and every problem that it has."""
    sheet = parse_sheet(content)
    if isinstance(sheet, Problem):
        return None, [sheet]
    top = sheet.top()
    top.choice("kind", ("campaign",))
    groups = top.tables("group")
    lines = top.tables("line")
    report_twice(groups)
    report_twice(lines)
    made = tuple(map(_group, groups))
    kinds = CampaignKinds(
        id=top.text("id"),
        title=top.text("title"),
        source=top.text("source"),
        verified=top.flag("verified", False),
        groups=made,
        lines=tuple(_line(each, {group.id for group in made}) for each in lines),
    )
    top.finish()
    problems = sheet.problems()
    return (None if problems else kinds), problems


def _group(table: Table) -> Group:
    group = Group(table.text("id"), table.text("title"), table.text("paragraph"))
    table.finish()
    return group


def _line(table: Table, groups: Collection[str]) -> Line:
    line = Line(
        id=table.text("id"),
        group=table.text("group"),
        title=table.text("title"),
        paragraph=table.text("paragraph"),
        unit=table.text("unit"),
        book=table.text("book", ""),
        day=table.text("day", ""),
        only=read_only(table.table("only")) if table.has("only") else {},
        sum=table.text("sum", ""),
        people=table.text("people", ""),
        materials=table.text("materials", ""),
        fact=table.text("fact", ""),
        persons=table.flag("persons", False),
        short=table.text("short", ""),
    )
    if line.group not in groups:
        table.note("group", N_("không có nhóm “{group}”"), group=line.group)
    if bool(line.book) == bool(line.fact):
        table.note("book", N_("ghi đúng một trong: book, fact"))
    elif line.book:
        check_book(table, line)
    table.finish()
    return line


def read_only(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Codes by column: a record needs one of the codes of every column named."""
    return {name: table.texts(name) for name in table.data}


def check_book(table: Table, line: Line) -> None:
    """The book, its day, its codes and its numbers are there."""
    if line.book not in REGISTERS:
        table.note("book", N_("không có sổ “{book}”"), book=line.book)
        return
    book = REGISTERS[line.book]
    day = _field(table, "day", book, line.day)
    if day is None or day.kind is not Kind.DATE:
        table.note("day", N_("“{key}” phải là một cột ngày của sổ"))
    for key, name in (("sum", line.sum), ("people", line.people), ("materials", line.materials)):
        field = _field(table, key, book, name) if name else None
        if field is not None and field.kind is not Kind.NUMBER:
            table.note(key, N_("“{key}” phải là một cột số của sổ"))
    for name, codes in line.only.items():
        field = _field(table, "only", book, name)
        if field is not None and not set(codes) <= set(field.choices or ()):
            table.note("only", N_("cột “{column}” không có một trong các mã đã ghi"), column=name)


def _field(table: Table, key: str, book: Register, name: str) -> Field | None:
    field = book.by_name.get(name)
    if field is None:
        table.note(key, N_("sổ không có cột “{column}”"), column=name)
    return field
