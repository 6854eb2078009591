"""Deadlines and management terms of the law, from `resources/calendar/deadlines.toml`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sachmatuy_desktop.domain.terms import (
    Counting,
    DeadlineRule,
    DeadlineTable,
    ManagementTerm,
    TermUnit,
)
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["deadline_table", "load_deadlines"]

Entry = dict[str, Any]
Made = TypeVar("Made")


@lru_cache(maxsize=1)
def deadline_table() -> DeadlineTable:
    """The program's own table, read once."""
    return load_deadlines()


def load_deadlines(file: Path | None = None) -> DeadlineTable:
    """Every deadline and term with its article; BadInput names the entry that cannot be read."""
    path = file or resources_folder() / "calendar" / "deadlines.toml"
    content = read_toml(path)
    laws = content.get("law", {})
    rules = [_made(_rule, entry, laws, path) for entry in content.get("deadline", [])]
    terms = [_made(_term, entry, laws, path) for entry in content.get("term", [])]
    return DeadlineTable(tuple(rules), tuple(terms))


def _made(make: Callable[[Entry, Entry], Made], entry: Entry, laws: Entry, path: Path) -> Made:
    try:
        return make(entry, laws[entry["law"]])
    except (KeyError, ValueError, TypeError) as wrong:
        raise wrong_entry(path, entry.get("id", "?"), wrong) from None


def _rule(entry: Entry, law: Entry) -> DeadlineRule:
    return DeadlineRule(
        id=entry["id"],
        act=entry["act"],
        who=entry["who"],
        starts=entry["starts"],
        amount=int(entry["amount"]),
        unit=TermUnit(entry["unit"]),
        counting=Counting(entry.get("counting", "after")),
        source=entry["source"],
        quote=entry.get("quote", ""),
        valid_from=law["from"],
        valid_to=law.get("to"),
        verified=bool(entry["verified"]),
    )


def _term(entry: Entry, law: Entry) -> ManagementTerm:
    return ManagementTerm(
        id=entry["id"],
        about=entry["about"],
        starts=entry["starts"],
        months=int(entry["months"]),
        source=entry["source"],
        quote=entry.get("quote", ""),
        valid_from=law["from"],
        valid_to=law.get("to"),
        verified=bool(entry["verified"]),
        least=int(entry.get("least", 0)),
    )
