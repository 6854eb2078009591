"""Reading a TOML table field by field, noting every problem instead of stopping at the first.

A reader hands back a harmless value where the file has a wrong one, so that the rest of the file is
still looked at; whoever builds something from it must ask for the problems first.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.errors import N_, KnownError, NotFound, Refused
from sachmatuy_desktop.packs.toml_lines import Path as KeyPath
from sachmatuy_desktop.packs.toml_lines import key_lines, line_of, place_in_text
from sachmatuy_desktop.packs.toml_reasons import too_deep, why_no_toml

LARGEST_FILE: Final = 1 << 20
LARGEST_NUMBER: Final = 10**9

_BOM: Final = "\ufeff"
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins: what «Unicode» means in old Notepad."""


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
    odd: list[Problem] = field(default_factory=list)
    """What was put right before reading: a mark at the beginning, letters in pieces."""
    _found: list[tuple[KeyPath, KnownError]] = field(default_factory=list)
    _doubted: list[tuple[KeyPath, KnownError]] = field(default_factory=list)

    def note(self, path: KeyPath, message: str, **values: object) -> None:
        """Note a problem at a key."""
        self._found.append((path, Refused(message, **values)))

    def note_within(self, path: KeyPath, place: tuple[int, int], error: KnownError) -> None:
        """Note a problem within the text at a key: its line and column in that text, from 1."""
        text_line, text_column = place
        line, column = place_in_text(self.text, line_of(key_lines(self.text), path), text_line)
        self._found.append((path, InText(line, column + text_column - 1, error)))

    def doubt(self, path: KeyPath, message: str, **values: object) -> None:
        """Note what is allowed and hardly meant, at a key."""
        self._doubted.append((path, Refused(message, **values)))

    def problems(self) -> list[Problem]:
        """Everything noted, by line."""
        return self._by_line(self._found)

    def warnings(self) -> list[Problem]:
        """Everything doubted or put right, by line."""
        return sorted([*self.odd, *self._by_line(self._doubted)], key=lambda each: each.line)

    def _by_line(self, noted: list[tuple[KeyPath, KnownError]]) -> list[Problem]:
        lines = key_lines(self.text) if noted else {}
        found = [
            Problem(error.line if isinstance(error, InText) else line_of(lines, path), error)
            for path, error in noted
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
    given = _decoded(content)
    if isinstance(given, Problem):
        return given
    text, odd = put_right(given)
    deep = too_deep(text)
    if deep is not None:
        return Problem(deep, Refused(N_("tên mục có quá nhiều dấu chấm")))
    try:
        return Sheet(text, tomllib.loads(text), odd)
    except RecursionError:
        return Problem(1, Refused(N_("tệp lồng quá nhiều lớp ngoặc")))
    except ValueError as error:
        line, message = why_no_toml(error, text)
        return Problem(line, Refused(message))


def _decoded(content: bytes) -> str | Problem:
    """The text of a file, or why it has none."""
    if len(content) > LARGEST_FILE:
        return Problem(1, Refused(N_("tệp quá lớn, không thể là bộ tiêu chí")))
    if content.startswith(_OTHER_MARKS):
        return Problem(1, Refused(N_("tệp viết bằng UTF-16; hãy lưu lại với mã UTF-8")))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = N_("tệp không phải văn bản UTF-8; hãy lưu lại với mã UTF-8")
        return Problem(line, Refused(message))


def put_right(given: str) -> tuple[str, list[Problem]]:
    """A text as it is kept: no mark, one kind of line end, letters in one piece; and what was odd.

    What an editor changes unseen (Windows line ends) is not worth a word.
    """
    odd = []
    text = given.removeprefix(_BOM).replace("\r\n", "\n")
    if given.startswith(_BOM):
        odd.append(Problem(1, Refused(N_("đầu tệp có dấu BOM; chương trình bỏ qua dấu này"))))
    if not unicodedata.is_normalized("NFC", text):
        lines = text.split("\n")
        apart = [
            at for at, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line)
        ]
        text = unicodedata.normalize("NFC", text)
        message = N_(
            "chữ viết bằng Unicode tổ hợp (NFD) ở {count} dòng; chương trình đổi sang dựng sẵn"
            " (NFC)"
        )
        odd.append(Problem(apart[0] if apart else 1, Refused(message, count=len(apart))))
    return text, odd


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

    def doubt(self, key: str, message: str, **values: object) -> None:
        """Note what is allowed and hardly meant, at one of this table's keys."""
        self.sheet.doubt((*self.path, key), message, key=key, **values)

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
        if value > LARGEST_NUMBER:
            self.note(key, N_("“{key}” lớn quá mức có thể"))
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
        if not all(one.strip() for one in listed):
            self.note(key, N_("“{key}” có một phần tử trống; hãy điền hoặc bỏ đi"))
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
            if key in self._asked:
                continue
            near = nearest(key, self._asked)
            if near:
                self.note(
                    key, N_("không có mục nào tên “{key}” ở đây; có phải là “{near}”?"), near=near
                )
            else:
                self.note(key, N_("không có mục nào tên “{key}” ở đây; hãy bỏ đi"))


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like a mistyped one; "" if none is like it."""
    return next(iter(get_close_matches(name[:80], known, 1, 0.7)), "")


def report_twice(tables: Iterable[Table], key: str = "id") -> None:
    """Note every table whose `key` an earlier one already has."""
    seen: set[object] = set()
    for table in tables:
        value = table.data.get(key)
        if isinstance(value, str) and value in seen:
            table.note(key, N_("“{value}” đã được dùng ở trên"), value=value)
        if isinstance(value, str):
            seen.add(value)
