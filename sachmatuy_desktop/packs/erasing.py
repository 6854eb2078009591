"""What erasing a person's data leaves, and its grounds, from `resources/erasing/rules.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sachmatuy_desktop.domain.erasing import ErasingRules, Ground
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["erasing_rules"]

BY_BOOK = ("kept", "marked", "years", "dropped")


@cache
def erasing_rules(file: Path | None = None) -> ErasingRules:
    """The rules; `BadInput` names the file and the entry that cannot be read."""
    path = file or resources_folder() / "erasing" / "rules.toml"
    content = read_toml(path)
    entry = "ground"
    try:
        grounds = tuple(Ground(**each) for each in content["ground"])
        entry = "deidentify"
        said = content["deidentify"]
        by_book = {each: _by_book(said.get(each, {})) for each in BY_BOOK}
        removed = frozenset(said["removed"])
        if not all(each in REGISTERS for each in removed):
            raise ValueError("removed")
        return ErasingRules(
            since=content["from"],
            source=str(content["source"]),
            verified=bool(content["verified"]),
            placeholder=str(content["placeholder"]),
            grounds=grounds,
            removed=removed,
            **by_book,
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, entry, wrong) from None


def _by_book(said: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """Fields by book; raises `ValueError` for one that is not there."""
    for book, names in said.items():
        unknown = set(names) - set(REGISTERS[book].by_name)
        if unknown:
            raise ValueError(f"{book}: {sorted(unknown)[0]}")
    return {book: frozenset(names) for book, names in said.items()}
