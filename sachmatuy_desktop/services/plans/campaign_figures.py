"""The figures of a month of action, counted from the books, with what the office typed beside them.

Of one office, or of every commune below a receiving one.  A book in which a unit has never written
anything gives no figure, not a zero: of a commune whose lists were not sent nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.plans.campaign import (
    PARTS,
    Figure,
    Line,
    LineFigures,
    Typed,
)
from sachmatuy_desktop.domain.registers.attachments import book_of
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.packs.campaigns import load_kinds
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import BOOK, Campaign
from sachmatuy_desktop.storage.campaigns import (
    NOTHING,
    Tally,
    conditions,
    tallies,
    units_that_keep,
)
from sachmatuy_desktop.storage.facts import Books, Question, opened, register_of
from sachmatuy_desktop.storage.queries import Queries, Where

UNLISTED: Final = frozenset({"commitments", "case_subjects", "treatments", "funding"})
"""Books whose records stand behind a number and not in the list of activities: too many, or of
persons."""

TypedFigures = Mapping[tuple[str, str], Typed]
"""By line and part."""


# -- figures --------------------------------------------------------------------------------------


def figures(office: Office, campaign: Campaign, as_of: date) -> tuple[LineFigures, ...]:
    """The figures of one office up to a day, or to the end of the month."""
    units = [campaign.plan.unit]
    found = counted(office, units, campaign.first, campaign.until(as_of), as_of)
    typed = typed_of(office.queries, [campaign.plan.id]).get(campaign.plan.id, {})
    return with_typed(found[campaign.plan.unit], typed)


def counted(
    office: Office,
    units: Sequence[str],
    first: date,
    until: date,
    as_of: date,
    lines: Sequence[Line] | None = None,
    village: RecordId | None = None,
) -> dict[str, tuple[LineFigures, ...]]:
    """What the books of each unit say: work within days, and figures of the criteria on one.

    `lines` are those of a month of action unless said otherwise; `village` narrows to one village,
    and then every book among them has that column.
    """
    lines = load_kinds().lines if lines is None else lines
    book_of = {line.id: line.book or register_of(line.fact) or "people" for line in lines}
    with opened(office.store) as books:
        keepers = units_that_keep(books.connection, book_of.values())
        done = {
            line.id: tallies(books.connection, line, first, until, village)
            for line in lines
            if line.book
        }
        told = {
            (fact.name, unit): Tally(int(fact.value), None, None)
            for unit in units
            for fact in _facts(
                books,
                unit,
                [line.fact for line in lines if line.fact and unit in keepers[book_of[line.id]]],
                as_of,
                village,
            )
            if fact.value is not None
        }

    def tally(line: Line, unit: str) -> Tally | None:
        if line.fact:
            return told.get((line.fact, unit))
        return done[line.id].get(unit, NOTHING) if unit in keepers[line.book] else None

    return {unit: tuple(_figures(line, tally(line, unit)) for line in lines) for unit in units}


def _facts(
    books: Books, unit: str, names: Sequence[str], as_of: date, village: RecordId | None
) -> Sequence[Fact]:
    """Figures of the criteria of one unit, without the records behind them."""
    return books.facts(Question((unit,), as_of, village=village), names, names) if names else ()


def _figures(line: Line, tally: Tally | None) -> LineFigures:
    if tally is None:
        return LineFigures(line, Figure(None), Figure(None), Figure(None))
    return LineFigures(
        line,
        Figure(tally.number),
        Figure(tally.people if line.people else None),
        Figure(tally.materials if line.materials else None),
    )


def with_typed(found: Iterable[LineFigures], typed: TypedFigures) -> tuple[LineFigures, ...]:
    """The figures with what was typed beside what was counted."""
    return tuple(
        LineFigures(
            each.line,
            *(Figure(each.part(part).counted, typed.get((each.line.id, part))) for part in PARTS),
        )
        for each in found
    )


def typed_of(queries: Queries, plans: Collection[RecordId]) -> dict[RecordId, TypedFigures]:
    """What was typed, by plan; of two rows about one number (two PCs wrote it) the newer counts."""
    ids = queries.ids(BOOK, [Where("plan", "in", tuple(plans))])
    rows = queries.rows(BOOK, ids)
    found: dict[RecordId, dict[tuple[str, str], Typed]] = {}
    for key, row in sorted(rows.items(), key=lambda item: (str(item[1]["typed_on"]), item[0])):
        value = row["value"]
        if isinstance(value, int):
            found.setdefault(str(row["plan"]), {})[str(row["line"]), str(row["part"])] = Typed(
                key, value, str(row["why"] or ""), date.fromisoformat(str(row["typed_on"]))
            )
    return dict(found)


def summed(all_figures: Iterable[Sequence[LineFigures]]) -> tuple[LineFigures, ...]:
    """The figures of several units added up, typed ones in their place; unknown ones left out."""
    columns = list(zip(*all_figures, strict=True))
    return tuple(
        LineFigures(
            column[0].line,
            *(Figure(_sum([each.part(part).shown for each in column])) for part in PARTS),
        )
        for column in columns
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [each for each in values if each is not None]
    return sum(known) if known else None


# -- the records behind them ----------------------------------------------------------------------


def may_look(role: Role, line: Line) -> bool:
    """Whether the account may see the list behind a number: its book, and who is on a list."""
    if not line.book or not role.may_open(REGISTERS[line.book]):
        return False
    return not line.persons or role.knows(Duty.LISTS)


def behind(line: Line, campaign: Campaign, as_of: date) -> tuple[Where, ...]:
    """The conditions of the list behind a number."""
    return conditions(line, campaign.first, campaign.until(as_of))


@dataclass(frozen=True)
class Activity:
    """One thing done within the month, as its book has it."""

    register: str
    record: RecordId
    kind: str
    on: date
    content: str
    place: str
    people: int | None
    materials: int | None
    pictures: int = 0


@dataclass(frozen=True)
class Picture:
    """A picture attached to an activity: its attachment, and what it is attached to."""

    register: str
    attachment: RecordId
    owner: tuple[str, RecordId]
    title: str


def activities(office: Office, campaign: Campaign) -> tuple[list[Activity], list[Picture]]:
    """What was done within the month, the newest first, with the pictures taken of it."""
    found: list[Activity] = []
    pictures: list[Picture] = []
    for line in load_kinds().lines:
        if not line.book or line.book in UNLISTED or not may_look(office.info.role, line):
            continue
        mine = [Where("unit_id", "=", campaign.plan.unit)]
        ids = office.queries.ids(
            line.book, [*mine, *conditions(line, campaign.first, campaign.last)]
        )
        rows = office.queries.rows(line.book, ids)
        taken = pictures_of(office, line.book, ids)
        pictures += [each for found_of in taken.values() for each in found_of]
        told = _Told(office.queries, REGISTERS[line.book], rows)
        found += [
            Activity(
                line.book,
                each,
                line.title,
                date.fromisoformat(str(row[line.day])),
                told.content(row, line),
                told.place(row),
                _whole(row, line.people),
                _whole(row, line.materials),
                len(taken.get(each, ())),
            )
            for each, row in rows.items()
        ]
    return sorted(found, key=lambda each: (each.on, each.record), reverse=True), pictures


def pictures_of(
    office: Office, register: str, records: Sequence[RecordId]
) -> dict[RecordId, list[Picture]]:
    """The pictures attached to records, by record; none for an account that may not see them."""
    from_book = book_of(REGISTERS[register])
    if from_book is None or not attachments.may_see(office.session, REGISTERS[register]):
        return {}
    where = [Where("owner_kind", "=", register), Where("owner", "in", tuple(records))]
    rows = office.queries.rows(from_book.name, office.queries.ids(from_book.name, where))
    found: dict[RecordId, list[Picture]] = {}
    for key, row in rows.items():
        if str(row["media"]).startswith("image/"):
            owner = str(row["owner"])
            found.setdefault(owner, []).append(
                Picture(from_book.name, key, (register, owner), str(row["title"] or ""))
            )
    return found


class _Told:
    """What is said of the records of a book; names of what they point at are read once."""

    def __init__(
        self, queries: Queries, book: Register, rows: Mapping[RecordId, Mapping[str, Value]]
    ) -> None:
        self._book = book
        self._names: dict[str, dict[RecordId, str]] = {}
        for each in book.fields:
            if each.kind is Kind.REFERENCE and each.name in ("village", book.parent):
                pointed = {str(row[each.name]) for row in rows.values() if row[each.name]}
                self._names[each.name] = queries.names(str(each.target), sorted(pointed))

    def content(self, row: Mapping[str, Value], line: Line) -> str:
        """What it was about: the words that name it, else whom it was done at."""
        for name in self._book.naming:
            column = self._book[name]
            if name == line.day or not row[name]:
                continue
            return str((column.choices or {}).get(str(row[name]), row[name]))
        return self._named(row, self._book.parent or "")

    def place(self, row: Mapping[str, Value]) -> str:
        """Where: the place written down, the village, or both."""
        said = (str(row.get("place") or row.get("route") or ""), self._named(row, "village"))
        return ", ".join(dict.fromkeys(filter(None, said)))

    def _named(self, row: Mapping[str, Value], field: str) -> str:
        pointed = row.get(field)
        return self._names.get(field, {}).get(str(pointed), "") if pointed else ""


def _whole(row: Mapping[str, Value], name: str) -> int | None:
    value = row[name] if name else None
    return value if isinstance(value, int) else None
