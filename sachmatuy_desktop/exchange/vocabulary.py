"""The words that offices write over columns, read from `resources/exchange/synonyms.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import fold, fold_marks
from sachmatuy_desktop.exchange.targets import RECORD_ID, is_target
from sachmatuy_desktop.paths import resources_folder

_NOT_WORD: Final = re.compile(r"\W+")
_BRACKETS: Final = re.compile(r"\([^()]*\)")


def heading_key(text: str) -> str:
    """A heading to compare by: no accents, capitals or punctuation."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def _marked_key(text: str) -> str:
    return _NOT_WORD.sub(" ", fold_marks(text)).strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What headings of one register's sheets mean, and which cells say nothing.

    `meanings` goes from a heading's key to a target (see `targets`); a heading that only counts
    rows has the empty target.  `marks` are crosses and ticks, `ditto` the signs for "as above",
    `not_groups` the words by which a row that begins like a village's name does not name one.
    """

    meanings: Mapping[str, str]
    unknown: frozenset[str]
    closing: frozenset[str]
    marks: frozenset[str]
    ditto: frozenset[str]
    not_groups: tuple[str, ...]

    def meaning(self, heading: str) -> str | None:
        """The target a heading stands for; `None` if nobody has told."""
        key = heading_key(heading)
        if key in self.meanings:
            return self.meanings[key]
        return self.meanings.get(heading_key(_BRACKETS.sub(" ", heading)))

    def closes(self, text: str) -> bool:
        """Whether a row that begins so sums up or signs the table; Mr. Tống is no "tổng"."""
        key = _marked_key(text)
        return any(key == each or key.startswith(each + " ") for each in self.closing)


def vocabulary(register: Register) -> Vocabulary:
    """The words for the sheets of a register: its own labels first, then the synonyms."""
    return _vocabulary(register.name)


@lru_cache(maxsize=64)
def _vocabulary(name: str) -> Vocabulary:
    register = REGISTERS[name]
    said = _table(resources_folder() / "exchange" / "synonyms.toml")
    meanings: dict[str, str] = {}
    for field in register.fields:
        meanings.setdefault(heading_key(field.label), field.name)
        meanings.setdefault(heading_key(field.name), field.name)
    for section in (register.name, "common"):
        for target, headings in said.get(section, {}).items():
            if is_target(register, target):
                _add(meanings, headings, target)
    _add(meanings, said["ignored"], "")
    meanings.setdefault(RECORD_ID, RECORD_ID)
    return Vocabulary(
        meanings,
        frozenset(map(fold, said["unknown"])),
        frozenset(map(_marked_key, said["closing"])),
        frozenset(said["marks"]),
        frozenset(said["ditto"]),
        tuple(map(fold, said["not_groups"])),
    )


def _add(meanings: dict[str, str], headings: Iterable[str], target: str) -> None:
    for heading in headings:
        meanings.setdefault(heading_key(heading), target)


@lru_cache(maxsize=2)
def _table(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
