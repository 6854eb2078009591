"""Reading a TOML table field by field, noting every problem instead of stopping at the first.

A reader hands back a harmless value where the file has a wrong one, so that the rest of the file is
still looked at; whoever builds something from it must ask for the problems first.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sachmatuy_desktop.errors import N_, KnownError, NotFound, Refused
from sachmatuy_desktop.packs.toml_lines import Path as KeyPath
from sachmatuy_desktop.packs.toml_lines import key_lines, line_of, place_in_text

LARGEST_FILE = 1 << 20
_SYNTAX_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file: the line (from 1) and the sentence."""

    line: int
    error: KnownError


class InText(Refused):
    """A problem within a text of the file, at a line and a column of the file."""

    def __init__(self, line: int, column: int, problem: KnownError) -> None:
        super().__init__(N_("cột {column}: {problem}"), column=column, problem=problem)
        self.line = line


@dataclass
class Sheet:
    """A TOML file being read: its text, its tables, and what was found wrong so far."""

    text: str
    data: dict[str, Any]
    _found: list[tuple[KeyPath, KnownError]] = field(default_factory=list)

    def note(self, path: KeyPath, message: str, **values: object) -> None:
        """Note a problem at a key."""
        self._found.append((path, Refused(message, **values)))

    def note_within(self, path: KeyPath, place: tuple[int, int], error: KnownError) -> None:
        """Note a problem within the text at a key: its line and column in that text, from 1."""
        text_line, text_column = place
        line, column = place_in_text(self.text, line_of(key_lines(self.text), path), text_line)
        self._found.append((path, InText(line, column + text_column - 1, error)))

    def problems(self) -> list[Problem]:
        """Everything noted, by line."""
        lines = key_lines(self.text) if self._found else {}
        found = [
            Problem(error.line if isinstance(error, InText) else line_of(lines, path), error)
            for path, error in self._found
        ]
        return sorted(found, key=lambda problem: problem.line)

    def top(self) -> Table:
        """The file's outermost table."""
        return Table(self, (), self.data)


def read_bytes(file: Path, largest: int = LARGEST_FILE) -> bytes:
    """The file's bytes.  Raises `NotFound` or `Refused` with a sentence."""
    try:
        with file.open("rb") as stream:
            content = stream.read(largest + 1)
    except FileNotFoundError:
        raise NotFound(N_("Không tìm thấy tệp {file}."), file=file) from None
    except OSError as error:
        raise Refused(
            N_("Không đọc được tệp {file}: {reason}."), file=file, reason=error.strerror or error
        ) from None
    if len(content) > largest:
        raise Refused(N_("Tệp {file} quá lớn, không thể là tệp cần đọc."), file=file)
    return content


def parse_sheet(content: bytes) -> Sheet | Problem:
    """The file's tables, or the one problem that keeps it from being TOML at all."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(line, Refused(N_("tệp không phải văn bản UTF-8")))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return Sheet(text, tomllib.loads(text))
    except RecursionError:
        return Problem(1, Refused(N_("tệp lồng quá nhiều lớp ngoặc")))
    except ValueError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        return Problem(line, Refused(N_("sai cú pháp TOML ({reason})"), reason=error))


class Table:
    """One table of a sheet.  Every key asked for counts as known; `finish` reports the others."""

    def __init__(self, sheet: Sheet, path: KeyPath, data: dict[str, Any]) -> None:
        self.sheet = sheet
        self.path = path
        self.data = data
        self._asked: set[str] = set()

    def note(self, key: str, message: str, **values: object) -> None:
        """Note a problem at one of this table's keys."""
        self.sheet.note((*self.path, key), message, key=key, **values)

    def has(self, key: str) -> bool:
        """Whether the file gives the key."""
        self._asked.add(key)
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """A text in NFC; without a default it must be there and not be empty."""
        if not self.has(key):
            if default is None:
                self.note(key, N_("thiếu “{key}”"))
            return default or ""
        value = self.data[key]
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.note(key, N_("“{key}” phải là chữ và không được trống"))
            return default or ""
        if not unicodedata.is_normalized("NFC", value):
            self.note(key, N_("“{key}” phải viết bằng Unicode dựng sẵn (NFC)"))
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed and key in self.data:
            self.note(key, N_("“{key}” phải là một trong: {allowed}"), allowed=", ".join(allowed))
        return value if value in allowed else (default or allowed[0])

    def whole(self, key: str, default: int) -> int:
        """A whole number from 0."""
        value = self.data[key] if self.has(key) else default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.note(key, N_("“{key}” phải là số nguyên không âm"))
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        """`true` or `false`."""
        value = self.data[key] if self.has(key) else default
        if not isinstance(value, bool):
            self.note(key, N_("“{key}” phải là true hoặc false"))
            return default
        return value

    def month_day(self, key: str, *, required: bool = False) -> str:
        """A day of every year written `"MM-DD"`; "" if it is not given, or not such a day."""
        value = self.text(key, "")
        try:
            found = date.fromisoformat(f"2001-{value}") if len(value) == 5 else None
        except ValueError:
            found = None
        if found is None and (required or key in self.data):
            self.note(key, N_('“{key}” phải là tháng-ngày, ví dụ "12-14"'))
        return value if found else ""

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A day written `"YYYY-MM-DD"`."""
        if not self.has(key):
            if required:
                self.note(key, N_("thiếu “{key}”"))
            return None
        value = self.data[key]
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.note(key, N_('“{key}” phải là ngày dạng "2026-12-14"'))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one; nothing is an empty list."""
        value = self.data[key] if self.has(key) else []
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.note(key, N_("“{key}” phải là danh sách các chữ"))
            return ()
        return tuple(listed)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array; nothing is an empty list."""
        value = self.data[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.note(key, N_("“{key}” phải là các bảng [[{key}]]"))
            return []
        return [Table(self.sheet, (*self.path, key, at), one) for at, one in enumerate(value)]

    def table(self, key: str) -> Table:
        """A table of its own; an empty one where it is missing."""
        value = self.data[key] if self.has(key) else None
        if not isinstance(value, dict):
            self.note(key, N_("thiếu bảng [{key}]"))
            value = {}
        return Table(self.sheet, (*self.path, key), value)

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.note(key, N_("không có mục nào tên “{key}” ở đây"))


def report_twice(tables: Iterable[Table], key: str = "id") -> None:
    """Note every table whose `key` an earlier one already has."""
    seen: set[object] = set()
    for table in tables:
        value = table.data.get(key)
        if isinstance(value, str) and value in seen:
            table.note(key, N_("“{value}” đã được dùng ở trên"), value=value)
        if isinstance(value, str):
            seen.add(value)
