"""Which column of a sheet is which field: a plain object that the window edits and a file keeps."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.targets import read_target
from sachmatuy_desktop.exchange.vocabulary import heading_key
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically

FORMAT: Final = 1
MAX_FILE: Final = 1024 * 1024
HEAD_WITHIN: Final = 60
"""Rows from the top of a sheet in which a table's head is looked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the heading as the sheet shows it, and its target (see `targets`), "" for none."""

    heading: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How the sheet of a register is to be read.

    `head_row` is the number of the head's first row as the sheet counts (from 1), `head_rows` how
    many rows it takes, `first_row` the number of the first row below that holds a record,
    `last_row` that of the table's last one (0: to the end of the sheet).
    """

    register: str
    head_row: int
    head_rows: int
    first_row: int
    columns: tuple[Column, ...]
    last_row: int = 0

    def with_target(self, column: int, target: str) -> SheetMapping:
        """The mapping with another meaning for a column (from 0); "" ignores it.

        Another column that had the meaning loses it.  Raises `BadInput` for an unknown target.
        """
        if target:
            read_target(REGISTERS[self.register], target)
        columns = [
            replace(each, target="") if target and each.target == target else each
            for each in self.columns
        ]
        columns[column] = replace(columns[column], target=target)
        return replace(self, columns=tuple(columns))

    def fitted(self, sheet: Sheet) -> SheetMapping:
        """The same mapping for another file of the same make, whose columns may stand elsewhere.

        Raises `Refused` if a heading that has a meaning is not found.
        """
        meanings = {heading_key(each.heading): each.target for each in self.columns if each.target}
        for top in range(min(len(sheet.rows), HEAD_WITHIN)):
            found = headings(sheet.rows[top : top + self.head_rows])
            if meanings.keys() <= {heading_key(each) for each in found}:
                gap = self.first_row - self.head_row
                columns = tuple(Column(each, meanings.get(heading_key(each), "")) for each in found)
                return replace(
                    self,
                    head_row=top + 1,
                    first_row=top + 1 + gap,
                    columns=_each_once(columns),
                    last_row=0,
                )
        raise Refused(
            N_("Tệp «{file}» không có đủ các cột của bảng ghép đã lưu: {columns}."),
            file=sheet.file,
            columns=", ".join(each.heading for each in self.columns if each.target),
        )


def headings(rows: Sequence[Row]) -> list[str]:
    """The heading of each column over the rows of a head, what is repeated said once."""
    return [
        " / ".join(dict.fromkeys(" ".join(text.split()) for text in stack if text.strip()))
        for stack in zip(*rows, strict=True)
    ]


def _each_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Of two columns with one meaning the first keeps it."""
    taken: set[str] = set()
    kept = []
    for column in columns:
        kept.append(replace(column, target="") if column.target in taken else column)
        taken |= {column.target} - {""}
    return tuple(kept)


def save_mapping(mapping: SheetMapping, path: Path) -> None:
    """Keep a mapping as JSON; raises `StorageTrouble`."""
    text = json.dumps({"format": FORMAT, **asdict(mapping)}, ensure_ascii=False, indent=2)
    write_atomically(path, text.encode())


def mapping_text(mapping: SheetMapping) -> str:
    """A mapping as one line of JSON; `mapping_of` reads it back."""
    return json.dumps({"format": FORMAT, **asdict(mapping)}, ensure_ascii=False)


def mapping_of(text: str) -> SheetMapping | None:
    """What `mapping_text` wrote; `None` where this program has no such register or field."""
    try:
        return _mapping(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, KnownError):
        return None


def load_mapping(path: Path) -> SheetMapping:
    """Read a mapping kept as JSON, or written by hand as TOML.

    Raises `BadInput` for a file that is none, `StorageTrouble` if the disk does not give it.
    """
    with disk_speaks(path):
        data = path.read_bytes()[:MAX_FILE]
    try:
        text = data.decode("utf-8-sig")
        said = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        return _mapping(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(
            N_("Tệp «{file}» không phải là bảng ghép cột. Hãy chọn tệp đã lưu khi nhập bảng tính."),
            file=path.name,
        ) from error


def _mapping(said: dict[str, Any]) -> SheetMapping:
    if said["format"] != FORMAT:
        msg = "format"
        raise ValueError(msg)
    mapping = SheetMapping(
        register=str(said["register"]),
        head_row=_from_one(said["head_row"]),
        head_rows=_from_one(said["head_rows"]),
        first_row=_from_one(said["first_row"]),
        columns=_each_once(
            [Column(str(each["heading"]), str(each.get("target", ""))) for each in said["columns"]]
        ),
        last_row=_from_one(said["last_row"]) if said.get("last_row") else 0,
    )
    for column in mapping.columns:
        if column.target:
            read_target(REGISTERS[mapping.register], column.target)
    return mapping


def _from_one(number: object) -> int:
    if type(number) is not int or not 1 <= number <= 2**20:
        msg = "number"
        raise ValueError(msg)
    return number
