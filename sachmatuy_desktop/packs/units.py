"""The unit table from `resources/units/units.csv` (format: `resources/formats/units.md`).

Fourteen thousand units: read when first asked for, never at start-up, and kept.  An office may lay
files of the same format beside it: a line there replaces the line with the same id, or is added.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from sachmatuy_desktop.domain.units import Extent, Kind, Succession, Unit, UnitTable
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

__all__ = ["load_units", "read_units", "unit_table"]

HEAD = ["id", "name", "parent", "from", "to", "source", "became"]

SOURCES = {
    "cu": "Danh mục đơn vị hành chính ba cấp đến ngày 30/6/2025",
    "qd-19-2025": "Quyết định 19/2025/QĐ-TTg",
    "nq-30-2026": "Nghị quyết 30/2026/QH16, Nghị quyết 237/NQ-UBTVQH16",
}
EXTENTS = {"giu-nguyen": Extent.UNCHANGED, "toan-bo": Extent.WHOLE, "mot-phan": Extent.PART}


@lru_cache(maxsize=1)
def unit_table() -> UnitTable:
    """The program's own table, read once."""
    return load_units()


def load_units(*more: Path) -> UnitTable:
    """The program's table with the lines of further files laid over it.

    Raises BadInput naming the file and the line that cannot be read.
    """
    lines: dict[str, tuple[Unit, list[Succession]]] = {}
    for file in (resources_folder() / "units" / "units.csv", *more):
        lines.update((unit.id, (unit, became)) for unit, became in read_units(file))
    _check_links(lines.values(), lines)
    return UnitTable(
        (unit for unit, _ in lines.values()),
        (line for _, became in lines.values() for line in became),
    )


def read_units(file: Path) -> Iterator[tuple[Unit, list[Succession]]]:
    """Each unit of a file with what became of it."""
    kinds = {kind.value: kind for kind in Kind}
    days: dict[str, date | None] = {"": None}
    try:
        with file.open(encoding="utf-8", newline="") as text:
            rows = csv.reader(text)
            if next(rows, None) != HEAD:
                raise _bad_line(file, 1)
            for row in rows:
                try:
                    yield _line(row, kinds, days)
                except (KeyError, ValueError):
                    raise _bad_line(file, rows.line_num) from None
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise BadInput(
            N_("Không đọc được tệp {file}: {trouble}."), file=file.name, trouble=str(trouble)
        ) from trouble


def _line(
    row: list[str], kinds: dict[str, Kind], days: dict[str, date | None]
) -> tuple[Unit, list[Succession]]:
    unit_id, name, parent, begin, end, source, became = row
    bearer, _, version = unit_id.partition("@")
    kind, _, code = bearer.rpartition("-")
    if not (version.isdigit() and code.isdigit()):
        raise ValueError(unit_id)
    for day in (begin, end):
        if day not in days:
            days[day] = date.fromisoformat(day)
    unit = Unit(
        unit_id,
        code,
        name,
        kinds[kind],
        parent or None,
        days[begin],
        days[end],
        SOURCES.get(source, source),
    )
    if not became:
        return unit, []
    parts = (part.rsplit(":", 1) for part in became.split(" "))
    return unit, [Succession(unit_id, new_id, EXTENTS[extent]) for new_id, extent in parts]


def _check_links(
    lines: Iterable[tuple[Unit, list[Succession]]], known: dict[str, tuple[Unit, list[Succession]]]
) -> None:
    """Every parent and successor must be in the table."""
    for unit, became in lines:
        for linked in (unit.parent_id, *(line.new_id for line in became)):
            if linked is not None and linked not in known:
                raise BadInput(
                    N_("Đơn vị {unit} trỏ tới {linked}, không có trong danh mục."),
                    unit=unit.id,
                    linked=linked,
                )


def _bad_line(file: Path, line: int) -> BadInput:
    return BadInput(
        N_("Tệp {file} sai ở dòng {line}: không đúng cấu trúc danh mục đơn vị hành chính."),
        file=file.name,
        line=line,
    )
