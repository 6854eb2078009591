"""«Xem chính xác những gì sẽ đi»: every line of the next bundle, read before it is saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.sending import as_it_will_leave, scopes_of, stream_units
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import leaving
from sachmatuy_desktop.storage.sync.differences import titles
from sachmatuy_desktop.storage.sync.leaving import PAGE, LeavingLine

__all__ = ["PAGE", "LeavingPage", "ShownLine", "page"]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the account may see it: of `hidden` fields it may not, nor the record's name."""

    line: LeavingLine
    title: str = ""
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """How many lines of each book leave, and a page of one of them.

    `names` is how the records are called that the lines' fields point at.
    """

    counts: Mapping[str, int]
    register: str
    number: int
    lines: Sequence[ShownLine] = ()
    names: Mapping[RecordId, str] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages the book has; at least one."""
        return max(1, -(-self.counts.get(self.register, 0) // PAGE))


def page(office: Office, key_id: str, register: str | None = None, number: int = 0) -> LeavingPage:
    """A page (from 0) of what the next bundle for a partner says of a book, of the first book
    without `register`; `register` "" are acts that wrote no record.  Raises `NotFound`.
    """
    partner = trusting.partner_of(office, key_id)
    scopes, units = scopes_of(partner), stream_units(office, partner)
    with as_it_will_leave(office, partner) as connection:
        found = leaving.count_lines(connection, scopes, units, key_id)
        order = (*(each.name for each in REGISTERS), "")
        counts = {name: found[name] for name in order if name in found}
        wanted = next(iter(counts), "") if register is None else register
        lines = leaving.lines(connection, scopes, units, key_id, wanted, number)
        shown = _shown(connection, office.info.role, wanted, lines)
        names = _names(connection, office.info.role, [each.line for each in shown])
    return LeavingPage(counts, wanted, number, shown, names)


def _shown(
    connection: Connection, role: Role, register: str, lines: Sequence[LeavingLine]
) -> list[ShownLine]:
    if register not in REGISTERS:
        return [ShownLine(each) for each in lines]
    book = REGISTERS[register]
    named = _may_call(role, book)
    called = titles(connection, register, {each.record for each in lines}) if named else {}
    opened = book.fields if role.may_open(book) else ()
    seen = {each.name for each in opened if role.may_be_shown(each)} | {DELETED}
    found = []
    for each in lines:
        values = each.values or {}
        left = {name: value for name, value in values.items() if name in seen}
        why = each.why if len(left) == len(values) else ""
        found.append(
            ShownLine(
                replace(each, values=left, why=why),
                called.get(each.record, ""),
                len(values) - len(left),
            )
        )
    return found


def _may_call(role: Role, book: Register) -> bool:
    """Whether the account may know how the records of a book are called."""
    return role.may_open(book) and all(role.may_be_shown(book[name]) for name in book.naming)


def _names(connection: Connection, role: Role, lines: Iterable[LeavingLine]) -> dict[RecordId, str]:
    """How the records are called that the lines point at, where the account may know."""
    asked: defaultdict[str, set[RecordId]] = defaultdict(set)
    for each in lines:
        for name, value in (each.values or {}).items():
            known = REGISTERS[each.register].by_name.get(name)
            if known is not None and known.kind is Kind.REFERENCE and value is not None:
                asked[str(known.target)].add(str(value))
    return {
        record: title
        for register, records in asked.items()
        if _may_call(role, REGISTERS[register])
        for record, title in titles(connection, register, records).items()
    }
