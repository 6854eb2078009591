"""Figures and codes in place of persons, brought up to date before they leave.

Everything here is counted out of the office's own books by the very statements that criteria and
reports use.  A code is reckoned with a secret that goes to no other office, so nobody there can
find it from a name, a number or a record's id; whoever had been sent the names before may still
guess from categories and months whose it is, and no code prevents that.
"""

from __future__ import annotations

import base64
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.figures import (
    CODE_KEYS,
    CODED_PEOPLE,
    HOUSEHOLDS_KEPT,
    PEOPLE_KEPT,
    PERIOD_FIGURES,
)
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import NAMES, Books, Question, register_of
from sachmatuy_desktop.storage.row_reading import read_living
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync.conflicts import undecided
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["FACTS", "code_of", "refresh", "secret_of"]

FACTS: Final = tuple(
    name
    for name in sorted(NAMES)
    if (book := register_of(name)) is not None
    and REGISTERS[book].scope in (Scope.PEOPLE, Scope.HOUSEHOLDS)
)
"""The facts that nobody can count without the records that stay."""

_SECRET_BYTES: Final = 32
_CODE_BYTES: Final = 10


def refresh(connection: Connection, office: Office) -> None:
    """Bring figures and codes up to date, as an act of its own; only what differs is written."""
    act, facts = Act("figures.refresh", office.account.name), office.store.facts
    work = UnitOfWork(connection, act, facts.site, facts.unit_id, office.clock)
    today = date.fromisoformat(office.clock.today())
    _bring_up(work, PERIOD_FIGURES, ("figure", "month"), _figures(work, today), f"{today:%Y-%m}")
    key = ("code", "category", "from_month")
    _bring_up(work, CODED_PEOPLE, key, _coded(work, today), None)
    work.commit()


def _figures(work: UnitOfWork, today: date) -> list[dict[str, Value]]:
    """This month's numbers; a fact the books cannot tell is left out."""
    facts = Books(work.connection).facts(Question((work.unit,), today), FACTS, FACTS)
    numbers = {each.name: int(each.value) for each in facts if each.value is not None}
    numbers[PEOPLE_KEPT] = _kept(work, "people")
    numbers[HOUSEHOLDS_KEPT] = _kept(work, "households")
    return [
        {
            "figure": name,
            "month": f"{today:%Y-%m}",
            "number": number,
            "as_of": today.isoformat(),
        }
        for name, number in sorted(numbers.items())
    ]


def _kept(work: UnitOfWork, register: str) -> int:
    return sum(1 for _row in read_living(work.connection, register, work.unit, ("id",)))


def _coded(work: UnitOfWork, today: date) -> list[dict[str, Value]]:
    """Who is on a list, or left one since the beginning of last year, in the order of the codes:
    that of the books would tell in which order persons were entered.
    """
    secret = secret_of(work)
    people = {str(row["id"]) for row in read_living(work.connection, "people", work.unit, ("id",))}
    since = f"{today.year - 1}-01"
    found: list[dict[str, Value]] = []
    names = ("person", "category", "from_date", "until_date")
    for row in read_living(work.connection, "episodes", work.unit, names):
        began, ended = str(row["from_date"]), str(row["until_date"] or "")
        ended = ended if ended <= today.isoformat() else ""
        listed = str(row["person"]) in people and began <= today.isoformat()
        if listed and not (ended and ended < since):
            found.append(
                {
                    "code": code_of(secret, str(row["person"])),
                    "category": row["category"],
                    "from_month": began[:7],
                    "until_month": ended[:7] or None,
                }
            )
    return sorted(found, key=_place)


def _place(row: Mapping[str, Value]) -> tuple[str, ...]:
    """Equal rows stand together, those that have ended before the others."""
    return (
        *(str(row[name]) for name in ("code", "category", "from_month")),
        str(row["until_month"] or "~"),
    )


def code_of(secret: str, person: RecordId) -> str:
    """The code that stands for a person: the same from bundle to bundle, and at every PC."""
    digest = hmac.digest(bytes.fromhex(secret), person.encode(), "sha256")
    return base64.b32encode(digest[:_CODE_BYTES]).decode()


def secret_of(work: UnitOfWork) -> str:
    """What codes are reckoned with; made when it is needed first."""
    kept = sorted(
        read_living(work.connection, CODE_KEYS.name, work.unit), key=lambda row: str(row["id"])
    )
    if kept:
        return str(kept[0]["secret"])
    secret = work.clock.randomness(_SECRET_BYTES).hex()
    work.insert(CODE_KEYS.name, {"made_on": work.clock.today(), "secret": secret})
    return secret


def _bring_up(
    work: UnitOfWork,
    book: Register,
    key: Sequence[str],
    wanted: Iterable[Mapping[str, Value]],
    month: str | None,
) -> None:
    """Make the rows of a book (of a month) say what is wanted, and nothing else.

    Rows that two PCs of the office wrote without knowing of each other come right here too: one of
    two that mean the same goes, and what both wrote in one is decided.
    """
    here: defaultdict[tuple[Value, ...], list[dict[str, Value]]] = defaultdict(list)
    for row in sorted(read_living(work.connection, book.name, work.unit), key=_order):
        if month is None or row["month"] == month:
            here[tuple(row[name] for name in key)].append(row)
    both_wrote = undecided(work.connection, book.name)
    for values in wanted:
        rows = here[tuple(values[name] for name in key)]
        if not rows:
            work.insert(book.name, values)
            continue
        record = str(rows.pop(0)["id"])
        if record in both_wrote:
            work.settle(book.name, record, values)
        else:
            work.update(book.name, record, values)
    for rows in here.values():
        for row in rows:
            work.remove(book.name, str(row["id"]))


def _order(row: Mapping[str, Value]) -> tuple[str, str]:
    return str(row.get("until_month") or "~"), str(row["id"])
