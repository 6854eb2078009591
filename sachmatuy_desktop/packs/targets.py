"""Targets as data: `resources/targets/*.toml`, and the named indicators they are measured by.

The format is described in `resources/formats/targets.md`.  Like a pack, a file is read whole and
every problem of it is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from sachmatuy_desktop.domain.criteria.rules import Source
from sachmatuy_desktop.domain.targets import Basis, Binding, Comparison, Limit, Target, Way
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.reading import (
    Problem,
    Sheet,
    Table,
    parse_sheet,
    read_bytes,
    report_twice,
)
from sachmatuy_desktop.packs.rules import LEVELS, PACK_ID
from sachmatuy_desktop.paths import resources_folder

__all__ = [
    "INDICATORS",
    "Indicator",
    "Kind",
    "TargetDocument",
    "check_file",
    "load_targets",
    "read_document",
    "read_indicators",
]

INDICATORS = "indicators.toml"
FIRST_YEAR, LAST_YEAR = 2000, 2100

T = TypeVar("T")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FRACTION = re.compile(r"(\d{1,9})(?:/([1-9]\d{0,8}))?")


class Kind(StrEnum):
    """Where an indicator's number comes from."""

    COMMUNES = "communes"  # how many communes there are below the office
    VILLAGES = "villages"  # how many villages the commune has
    RESULT = "result"  # units whose newest kept result of the year is yes
    CLASS = "class"  # communes whose newest kept result is of one of the classes
    ZERO = "zero"  # communes whose newest kept figures add up to 0
    RECOGNISED = "recognised"  # communes recognised by the receiving office
    FACT = "fact"  # a fact of the criteria of its own unit, or one asked of all communes below
    SUM = "sum"  # the newest kept figures of the year, added up over the communes below
    LISTED = "listed"  # communes on the target's own list
    LISTED_RESULT = "listed_result"  # of these, those whose newest kept result is yes
    VILLAGE_RESULT = "village_result"  # villages that meet a criterion
    POINTS_FOUND = "points_found"  # points of a kind there were in the year
    POINTS_GONE = "points_gone"  # of these, those gone at its end
    TYPED = "typed"  # nothing in the books tells it: the office types it, with its source


_ASKS_PACK = frozenset(
    {Kind.RESULT, Kind.CLASS, Kind.RECOGNISED, Kind.LISTED_RESULT, Kind.VILLAGE_RESULT}
)
_ASKS_FACTS = frozenset({Kind.ZERO, Kind.FACT, Kind.SUM, Kind.POINTS_FOUND, Kind.POINTS_GONE})


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named measure: what it counts, in words and as data."""

    name: str
    label: str
    unit: str
    meaning: str
    source: str
    kind: Kind
    pack: str = ""
    facts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class TargetDocument:
    """One plan or decision with its targets."""

    id: str
    title: str
    source: Source
    effective_from: date
    verified: bool
    targets: tuple[Target, ...]
    notes: tuple[str, ...] = ()


def targets_folder() -> Path:
    """Where the program's own targets lie."""
    return resources_folder() / "targets"


def load_targets(
    folder: Path | None = None,
) -> tuple[Mapping[str, Indicator], tuple[TargetDocument, ...]]:
    """The indicators by name and every document, by id.

    Raises `Refused` with the line of the first file that does not keep the format.
    """
    where = folder or targets_folder()
    indicators = _whole(where / INDICATORS, lambda sheet: read_indicators(sheet.top()))
    files = sorted(where.glob("*.toml"), key=lambda each: each.stem)
    documents = tuple(
        _whole(file, lambda sheet: read_document(sheet.top(), indicators))
        for file in files
        if file.name != INDICATORS
    )
    return indicators, documents


def check_file(file: Path, indicators: Collection[str] | None = None) -> list[Problem]:
    """Every problem of a file of targets or of indicators; none means it can be used."""
    sheet = parse_sheet(read_bytes(file))
    if isinstance(sheet, Problem):
        return [sheet]
    top = sheet.top()
    if top.choice("kind", ("targets", "indicators")) == "indicators":
        read_indicators(top)
    else:
        read_document(top, indicators if indicators is not None else load_targets()[0])
    return sheet.problems()


def read_indicators(top: Table) -> dict[str, Indicator]:
    """The `[[indicator]]` tables of a file."""
    top.choice("kind", ("indicators",))
    tables = top.tables("indicator")
    report_twice(tables, "name")
    found = [_indicator(table) for table in tables]
    top.finish()
    return {each.name: each for each in found}


def _indicator(table: Table) -> Indicator:
    made = Indicator(
        name=table.text("name"),
        label=table.text("label"),
        unit=table.text("unit", ""),
        meaning=table.text("meaning"),
        source=table.text("source", ""),
        kind=Kind(table.choice("kind", tuple(Kind))),
        pack=table.text("pack", ""),
        facts=table.texts("facts"),
        classes=table.texts("classes"),
        criterion=table.text("criterion", ""),
    )
    if made.name and not _NAME.fullmatch(made.name):
        table.note("name", N_("tên “{name}” chỉ gồm chữ thường, số và gạch dưới"), name=made.name)
    if made.kind in _ASKS_PACK and not PACK_ID.fullmatch(made.pack):
        table.note("pack", N_("mã “{id}” phải có dạng ten-van-ban-nam/viec-xet"), id=made.pack)
    if made.kind in _ASKS_FACTS and not made.facts:
        table.note("facts", N_("thiếu “{key}”"))
    table.finish()
    return made


def read_document(top: Table, indicators: Collection[str]) -> TargetDocument:
    """The targets of a file; only to be used if the sheet has no problems."""
    top.choice("kind", ("targets",))
    source = top.table("source")
    tables = top.tables("target")
    report_twice(tables)
    made = TargetDocument(
        id=top.text("id"),
        title=top.text("title"),
        source=Source(
            source.text("document"),
            source.text("number", ""),
            source.text("date", ""),
            source.text("paragraph", ""),
            source.text("note", ""),
        ),
        effective_from=top.day("effective_from", required=True) or date.min,
        verified=top.flag("verified", False),
        targets=tuple(_target(table, indicators) for table in tables),
        notes=top.texts("notes"),
    )
    if made.id and not _ID.fullmatch(made.id):
        top.note("id", N_("mã “{id}” chỉ gồm chữ thường, số và gạch nối"), id=made.id)
    if not tables:
        top.note("target", N_("tệp chưa có [[target]] nào"))
    source.finish()
    top.finish()
    return made


def _target(table: Table, indicators: Collection[str]) -> Target:
    way_tables = table.tables("way")
    report_twice(way_tables)
    limits = tuple(_limit(each) for each in _finishing(table.tables("limit")))
    ways = tuple(_way(each, indicators, needs_limit=not limits) for each in way_tables)
    made = Target(
        id=table.text("id"),
        title=table.text("title"),
        quote=table.text("quote"),
        paragraph=table.text("paragraph"),
        binding=_binding(table.table("binds")),
        first=_year(table, "first"),
        last=_year(table, "last"),
        yearly=table.choice("due", ("every_year", "last_year")) == "every_year",
        ways=ways,
        limits=limits,
        issue=table.text("issue", ""),
        note=table.text("note", ""),
        row=table.text("row", ""),
        listed=table.whole("listed", 0),
        villages=table.texts("villages"),
    )
    if made.last < made.first:
        table.note("last", N_("năm cuối đứng trước năm đầu"))
    if not ways:
        table.note("way", N_("chỉ tiêu chưa có cách đo [[target.way]] nào"))
    if len(ways) > 1 and not made.issue:
        table.note("issue", N_("có nhiều cách hiểu thì phải nói rõ câu chữ chưa rõ ở “{key}”"))
    table.finish()
    return made


def _binding(table: Table) -> Binding:
    made = Binding(table.choice("level", LEVELS), table.texts("names"), table.texts("within"))
    table.finish()
    return made


def _way(table: Table, indicators: Collection[str], *, needs_limit: bool) -> Way:
    basis = Basis(table.choice("basis", tuple(Basis)))
    figure = _known(table, "figure", indicators)
    base = _known(table, "base", indicators) if basis is Basis.SHARE else ""
    made = Way(
        id=table.text("id"),
        basis=basis,
        figure=figure,
        base=base,
        meaning=table.text("meaning", ""),
        limit=_limit(table) if needs_limit or table.has("comparison") else None,
        by=_year(table, "by") if table.has("by") else None,
    )
    table.finish()
    return made


def _known(table: Table, key: str, indicators: Collection[str]) -> str:
    name = table.text(key)
    if name and name not in indicators:
        table.note(key, N_("không có chỉ số nào tên “{name}”"), name=name)
    return name


def _limit(table: Table) -> Limit:
    return Limit(
        comparison=Comparison(table.choice("comparison", tuple(Comparison))),
        value=_fraction(table, "value"),
        printed=table.text("printed"),
        units=table.texts("units"),
    )


def _finishing(tables: Iterable[Table]) -> Iterable[Table]:
    """Each table, and after it what nobody asked of it."""
    for table in tables:
        yield table
        table.finish()


def _fraction(table: Table, key: str) -> Fraction:
    """A whole number or a fraction in quotes: `"5/100"`."""
    found = _FRACTION.fullmatch(table.text(key))
    if found is None:
        if table.has(key):
            table.note(key, N_('“{key}” phải là số nguyên hoặc phân số trong ngoặc kép: "5/100"'))
        return Fraction(0)
    return Fraction(int(found[1]), int(found[2] or 1))


def _year(table: Table, key: str) -> int:
    if not table.has(key):
        table.note(key, N_("thiếu “{key}”"))
        return FIRST_YEAR
    year = table.whole(key, FIRST_YEAR)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        table.note(key, N_("“{key}” phải là một năm, ví dụ 2030"))
        return FIRST_YEAR
    return year


def _whole(file: Path, read: Callable[[Sheet], T]) -> T:
    sheet = parse_sheet(read_bytes(file))
    if isinstance(sheet, Problem):
        raise _refused(file, sheet)
    made = read(sheet)
    if problems := sheet.problems():
        raise _refused(file, problems[0])
    return made


def _refused(file: Path, problem: Problem) -> Refused:
    return Refused(
        N_("Tệp chỉ tiêu {file} có lỗi ở dòng {line}: {problem}."),
        file=file.name,
        line=problem.line,
        problem=problem.error,
    )
