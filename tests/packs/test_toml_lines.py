"""On which line of a TOML file a key stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sachmatuy_desktop.packs.library import packs_folder
from sachmatuy_desktop.packs.toml_lines import Path as KeyPath
from sachmatuy_desktop.packs.toml_lines import key_lines, line_of

SAMPLE = '''\
# a comment with [brackets] and = signs
id = "x"          # id = "y"
text = """
[not.a.header]
also = "not a key"
"""
list = [
  { class = "I" },
  "a ] in a string",
]

[source]
number = "1"
"quoted key" = 2
a.b.c = 3

[[criterion]]
id = "one"

[[criterion.part]]
fact = "a"

[[criterion.part]]
fact = "b"

[[criterion]]
id = 'two'

[[criterion.part]]
fact = "c"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("text",), 3),
        (("list",), 7),
        (("list", 0, "class"), 8),
        (("source",), 12),
        (("source", "number"), 13),
        (("source", "quoted key"), 14),
        (("source", "a", "b", "c"), 15),
        (("criterion", 0, "id"), 18),
        (("criterion", 0, "part", 1, "fact"), 24),
        (("criterion", 1), 26),
        (("criterion", 1, "part", 0, "fact"), 30),
        (("criterion", 1, "missing"), 26),
        (("nowhere",), 1),
    ],
)
def test_a_key_is_found_on_its_line(path: KeyPath, line: int) -> None:
    assert line_of(key_lines(SAMPLE), path) == line


def _leaves(value: object, path: KeyPath = ()) -> list[KeyPath]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in _leaves(one, (*path, key))]
    if isinstance(value, list) and value and isinstance(value[0], dict) and path[-1] != "levels":
        return [leaf for at, one in enumerate(value) for leaf in _leaves(one, (*path, at))]
    return [path]


@pytest.mark.parametrize("file", sorted(packs_folder().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_key_of_every_pack_is_found_where_it_is_written(file: Path) -> None:
    text = file.read_text("utf-8")
    lines, found = text.splitlines(), key_lines(text)
    for path in _leaves(tomllib.loads(text)):
        nearest = next(path[:end] for end in range(len(path), 0, -1) if path[:end] in found)
        written = lines[found[nearest] - 1].lstrip()
        assert written.startswith("{" if isinstance(nearest[-1], int) else f"{nearest[-1]} = "), (
            path
        )
        assert nearest == path or "{" in written, path  # what stands in braces is on their line
