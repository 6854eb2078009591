"""How long records are kept and how soon persons are answered, from `resources/retention/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.domain.registers.privacy import CATEGORIES, REQUEST_KINDS
from sachmatuy_desktop.domain.retention import (
    LONGEST_MONTHS,
    Clock,
    RequestTerms,
    RetentionKind,
    RetentionTable,
    Then,
)
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["category_of", "retention_table"]

Entry = dict[str, Any]


@cache
def retention_table(folder: Path | None = None) -> RetentionTable:
    """Both files; `BadInput` names the file and the entry that cannot be read."""
    place = folder or resources_folder() / "retention"
    periods, terms = place / "periods.toml", place / "requests.toml"
    kinds = tuple(_kind(each, periods) for each in read_toml(periods).get("kind", []))
    content = read_toml(terms)
    requests = [_request(each, terms) for each in content.get("request", [])]
    try:
        breach = content["breach"]
        if {each.kind for each in requests} != set(REQUEST_KINDS):
            raise ValueError("request")
        if len({each.id for each in kinds}) != len(kinds):
            raise ValueError("id")
        by_kind = {each.kind: each for each in requests}
        return RetentionTable(
            kinds,
            by_kind,
            int(breach["hours"]),
            str(breach["source"]),
            breach_verified=bool(breach["verified"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(terms, "breach", wrong) from None


BASIC: Final = "co_ban"


def category_of(register: str, field: str) -> str:
    """Which kind of personal data a column holds, a code of `CATEGORIES`."""
    by_place = _categories()
    return by_place.get(f"{register}.{field}") or by_place.get(register) or BASIC


@cache
def _categories() -> dict[str, str]:
    """Code by register, or by register and field; `BadInput` for one that is not there."""
    path = resources_folder() / "retention" / "categories.toml"
    code = "categories"
    try:
        found: dict[str, str] = {}
        for code, places in read_toml(path)["categories"].items():
            for place in places:
                register, _dot, field = place.partition(".")
                if register not in REGISTERS or (
                    field and field not in REGISTERS[register].by_name
                ):
                    raise ValueError(place)
                found[place] = code
        if not set(found.values()) <= set(CATEGORIES):
            raise ValueError("categories")
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, code, wrong) from None
    return found


def _kind(entry: Entry, path: Path) -> RetentionKind:
    try:
        if entry["register"] not in REGISTERS:
            raise ValueError("register")
        register = REGISTERS[entry["register"]]
        columns = tuple(entry.get("columns", ()))
        if any(register.by_name[each].kind is not Kind.DATE for each in columns):
            raise ValueError("columns")
        then = Then(entry["then"])
        if then is Then.DEIDENTIFY and register.name != "people":
            raise ValueError("then")
        if not 0 <= int(entry["months"]) <= LONGEST_MONTHS:
            raise ValueError("months")
        return RetentionKind(
            id=entry["id"],
            register=register.name,
            title=entry["title"],
            purpose=entry["purpose"],
            basis=entry["basis"],
            who=entry["who"],
            categories=tuple(entry["categories"]),
            clock=Clock(entry["clock"]),
            columns=columns,
            starts=entry["starts"],
            months=int(entry["months"]),
            proposed=bool(entry["proposed"]),
            then=then,
            source=entry["source"],
            verified=bool(entry["verified"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, entry.get("id", "?"), wrong) from None


def _request(entry: Entry, path: Path) -> RequestTerms:
    try:
        days = entry.get("days")
        return RequestTerms(
            kind=entry["kind"],
            acknowledge=int(entry["acknowledge"]),
            days=None if days is None else int(days),
            source=entry["source"],
            verified=bool(entry["verified"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, entry.get("kind", "?"), wrong) from None
