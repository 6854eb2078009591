"""On which line of a TOML file a key stands.

The standard library's parser tells the line of a syntax error only; a pack's author also needs the
line of a wrong word.  This reads no values: it follows headers and keys of a text that already
parsed, and skips whatever stands in strings and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Keys and, for arrays of tables, indexes: `("criterion", 2, "part", 0, "fact")`."""

_KEY = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.?)""")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[\[\]{}]|#[^\n]*|\n')
_OPENING_QUOTES = re.compile(r"""=\s*(\"{3}|'{3}|["'])""")
_LONG = len('"""')
_OPENING, _CLOSING = "[{", "]}"


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of the nearest thing around it that has one; 1 if nothing does."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def place_in_text(text: str, line: int, text_line: int) -> tuple[int, int]:
    """Where a line of the text at a key stands in the file: its line, the column it begins at.

    `line` is the key's own.  A text of several lines that begins below its quotes (TOML takes that
    line end away) begins a line further down.
    """
    lines = text.split("\n")
    opening = lines[line - 1]
    found = _OPENING_QUOTES.search(opening)
    begins = found.end() if found else 0
    if found and len(found[1]) == _LONG and not opening[begins:].strip():
        return line + text_line, 1
    return line + text_line - 1, begins + 1 if text_line == 1 else 1


def key_lines(text: str) -> dict[Path, int]:
    """The line of every header and key of a TOML text, by path."""
    place = _Place()
    for line, statement, elements in _statements(text):
        place.read(statement, line, elements)
    return place.lines


def _statements(text: str) -> Iterator[tuple[int, str, list[int]]]:
    """The statements of the text with the line on which each begins, and where it lists tables
    in braces, the line of each.
    """
    start, begun_on, line = 0, 1, 1
    elements: list[int] = []
    depth, position = 0, 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        found = token[0]
        if found in ('"""', "'''"):
            end = text.find(found, position)
            position = len(text) if end < 0 else end + 3
            line += text.count("\n", token.end(), position)
        elif found in _OPENING:
            if found == "{" and depth == 1:
                elements.append(line)
            depth += 1
        elif found in _CLOSING:
            depth -= 1
        elif found == "\n":
            line += 1
            if depth <= 0:
                yield begun_on, text[start:position], elements
                start, begun_on, depth, elements = position, line, 0, []
    yield begun_on, text[start:], elements


@dataclass
class _Place:
    """Where in the tree of tables the reading stands."""

    lines: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)
    table: Path = ()

    def read(self, statement: str, line: int, elements: Sequence[int] = ()) -> None:
        """Follow one statement: a header moves the place, a key is noted with what it lists."""
        statement = statement.strip()
        if statement.startswith("[["):
            *outer, last = _keys(statement[2:]) or [""]
            array = (*self._resolve(outer), last)
            self.counts[array] = self.counts.get(array, 0) + 1
            self.table = (*array, self.counts[array] - 1)
            self.lines.setdefault(array, line)
            self.lines[self.table] = line
        elif statement.startswith("["):
            self.table = self._resolve(_keys(statement[1:]))
            self.lines[self.table] = line
        elif statement and not statement.startswith("#"):
            path = self.table
            for key in _keys(statement):
                path = (*path, key)
                self.lines.setdefault(path, line)
            for at, begun in enumerate(elements):
                self.lines.setdefault((*path, at), begun)

    def _resolve(self, keys: list[str]) -> Path:
        """The keys as a path, standing in the last element of every array of tables."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path


def _keys(text: str) -> list[str]:
    keys: list[str] = []
    position = 0
    while found := _KEY.match(text, position):
        keys.append(found[1] or found[2] or found[3] or "")
        position = found.end()
        if not found[4]:
            break
    return keys
