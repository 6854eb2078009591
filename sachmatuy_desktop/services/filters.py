"""Filters an account keeps under a name, list by list.

What one filters by may be somebody's name, so they are kept in the encrypted office file and not
with the window's preferences.  They are nobody else's business: they stand beside the journal, are
not records, and never leave the office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, Conflict
from sachmatuy_desktop.storage.conditions import OPERATORS, Where
from sachmatuy_desktop.storage.erasures.erasing_beside import FILTERS
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.sync.way_conditions import WAY

__all__ = ["FilterShelf", "SavedFilter"]

EVERY_BOOK: Final = frozenset({"unit_id", WAY})
"""Whose a record is, how far it has gone: no fields, and yet something lists are narrowed by."""

LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """Conditions and a search text under a name."""

    name: str
    where: tuple[Where, ...] = ()
    search: str = ""


class FilterShelf:
    """The filters of one account for one register, in the order they were first kept."""

    def __init__(self, store: Store, account: str, register: Register) -> None:
        self._store = store
        self._register = register
        self._key = f"{FILTERS}{account}:{register.name}"

    def kept(self, role: Role) -> list[SavedFilter]:
        """The filters that this program and this role can apply.

        One that names a field the account may not see, or that a newer program wrote, stays where
        it is and is not offered.
        """
        read = (_read(each) for each in self._lines())
        return [each for each in read if each is not None and self._applies(each, role)]

    def keep(self, saved: SavedFilter) -> None:
        """Keep a filter; one of the same name is replaced.  Raises `BadInput` without a name."""
        line = _written(saved)
        lines = self._lines()
        places = [place for place, each in enumerate(lines) if each["name"] == line["name"]]
        if places:
            lines[places[0]] = line
        else:
            lines.append(line)
        self._write(lines)

    def rename(self, name: str, other: str) -> None:
        """Call a filter something else; raises `Conflict` when another is called so."""
        wanted = _name(other)
        lines = self._lines()
        if wanted != name and any(each["name"] == wanted for each in lines):
            raise Conflict(N_("Đã có bộ lọc tên là «{name}». Hãy đặt tên khác."), name=wanted)
        self._write([{**each, "name": wanted} if each["name"] == name else each for each in lines])

    def drop(self, name: str) -> None:
        """Forget a filter."""
        self._write([each for each in self._lines() if each["name"] != name])

    def _applies(self, saved: SavedFilter, role: Role) -> bool:
        fields = self._register.by_name
        return all(
            each.op in OPERATORS
            and (
                each.field in EVERY_BOOK
                or (each.field in fields and role.may_see(fields[each.field]))
            )
            for each in saved.where
        )

    def _lines(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = json.loads(self._store.said(self._key) or "[]")
        return lines

    def _write(self, lines: Sequence[Mapping[str, Any]]) -> None:
        self._store.say(self._key, json.dumps(lines, ensure_ascii=False))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise BadInput(N_("Hãy đặt tên cho bộ lọc."))
    if len(name) > LONGEST_NAME:
        raise BadInput(N_("Nội dung dài quá {limit} ký tự."), limit=LONGEST_NAME)
    return name


def _written(saved: SavedFilter) -> dict[str, Any]:
    where = [[each.field, each.op, each.value] for each in saved.where]
    return {"name": _name(saved.name), "where": where, "search": saved.search}


def _read(line: Mapping[str, Any]) -> SavedFilter | None:
    try:
        where = tuple(
            Where(field, op, tuple(value) if isinstance(value, list) else value)
            for field, op, value in line["where"]
        )
        return SavedFilter(line["name"], where, line["search"])
    except (KeyError, TypeError, ValueError):
        return None
