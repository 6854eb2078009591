"""The summary form of a person, from `resources/persons/summary-05.toml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.profile import Item, Source, Summary
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import NotFound
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["load_summary"]


@lru_cache(maxsize=2)
def load_summary(file: Path | None = None) -> Summary:
    """The form with its items; BadInput names the item that cannot be read."""
    path = file or resources_folder() / "persons" / "summary-05.toml"
    content = read_toml(path)
    try:
        items = tuple(
            _item(number, entry, path) for number, entry in enumerate(content["item"], start=1)
        )
        return Summary(
            form=content["form"],
            title=content["title"],
            source=content["source"],
            items=items,
            verified=bool(content["verified"]),
        )
    except KeyError as wrong:
        raise wrong_entry(path, "…", wrong) from None


def _item(number: int, entry: dict[str, Any], path: Path) -> Item:
    try:
        return Item(
            number=number,
            label=entry["label"],
            answered_by=tuple(map(_source, entry["from"])),
            also=tuple(map(_source, entry.get("also", []))),
            required=bool(entry.get("required", False)),
        )
    except (KeyError, ValueError, NotFound) as wrong:
        raise wrong_entry(path, str(number), wrong) from None


def _source(text: str) -> Source:
    """ "people.birth": a column that exists; raises `NotFound` or `ValueError`."""
    register, field = text.split(".")
    return Source(register, REGISTERS[register][field].name)
