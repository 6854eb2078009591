"""The words of a decree's form as they stand in its file, and the sheet of what each must say.

The decrees themselves are not in the repository.  `decrees/*.toml` keeps, for each form that was
once compared with the decree word by word, how many places and words it has, its first and last
words and a hash of the whole; a word changed by accident no longer agrees with it.

Run by hand when a form is added or was compared again, never to make a failing test pass:
python -m tests.documents.decree_words quan-ly 163-iii-01 163-iii-02
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.packs.forms import load_form

FOLDER = Path(__file__).parent / "decrees"
FAMILIES = ("nd-163-2026", "nd-105-2021")

_NOT_PRINTED = {"kind", "align", "role", "when", "unless"}
_PLACE = re.compile(r"\{\??([a-z][a-z0-9_]*)[^}]*\}")
_UNFILLED = re.compile(r"\{[a-z][a-z0-9_]*(?::[a-z]+)?=([^}]+)\}")
_STYLE = re.compile(r"</?(?:b|i|bi)>")


def wording(form: FormDefinition) -> str:
    """Everything the form prints, places as `{name}`, note numbers as `[1]`, without styles.

    A place that prints words of the decree while it is empty counts as those words.
    """
    bare = _STYLE.sub("", "\n".join(_words(form))).replace("<up>", "[").replace("</up>", "]")
    bare = _UNFILLED.sub(r"\1", bare)
    return unicodedata.normalize("NFC", " ".join(_PLACE.sub(r"{\1}", bare).split()))


def printed_places(form: FormDefinition) -> set[str]:
    """The places that stand somewhere in the form: in a text, as a box, as the rows of a table."""
    found = set(_PLACE.findall(" ".join(_words(form))))
    return found | set(_words(form)) & {spec.name for spec in form.fields}


def sheet(form: FormDefinition) -> dict[str, str | int]:
    """What the test compares: counts, both ends, and a hash of all of it."""
    words = wording(form)
    kinds = " ".join(block.kind for section in form.sections for block in section.blocks)
    return {
        "places": len(form.fields),
        "words": len(words.split()),
        "first": " ".join(words.split()[:8]),
        "last": " ".join(words.split()[-8:]),
        "sha256": hashlib.sha256(f"{kinds} {words}".encode()).hexdigest()[:20],
    }


def compared() -> dict[str, Mapping[str, str | int]]:
    """The sheets of all forms that were compared with their decree, by the form's id."""
    found: dict[str, Mapping[str, str | int]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        forms = tomllib.loads(path.read_text(encoding="utf-8"))["forms"]
        assert not found.keys() & forms.keys(), path
        found |= forms
    return found


def _words(form: FormDefinition) -> list[str]:
    return [t for s in form.sections for b in s.blocks for t in _texts(b.settings)]


def _texts(settings: Any, key: str = "") -> Iterator[str]:
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            yield from _texts(value, name)
    elif isinstance(settings, list):
        for value in settings:
            yield from _texts(value, key)
    elif isinstance(settings, str) and key not in _NOT_PRINTED:
        yield settings


def main(name: str, ids: list[str]) -> None:
    """Write down the forms of one comparison."""
    path = FOLDER / f"{name}.toml"
    plain = path.read_text(encoding="utf-8") if path.is_file() else "[forms]\n"
    sheets = tomllib.loads(plain)["forms"] | {each: sheet(load_form(each)) for each in ids}
    lines = [
        f"{each} = {{ {', '.join(f'{key} = {_quoted(value)}' for key, value in said.items())} }}"
        for each, said in sorted(sheets.items())
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["[forms]", *lines, ""]), encoding="utf-8")


def _quoted(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
