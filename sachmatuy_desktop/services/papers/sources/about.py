"""What a paper is about, and the books read for it: each register once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from sachmatuy_desktop.domain.forms import Rows
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value, codes_of, labels
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.heads import settings_of
from sachmatuy_desktop.storage.queries import Queries

__all__ = ["About", "Day", "Given", "Source", "Word", "day_of", "said", "word_of"]

Row = Mapping[str, Value]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list: its code in the books, and how it is said."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the books keep it, perhaps known in part: `1987`, `1987-01`, `1987-01-05`."""

    iso: str


Given = str | int | Word | Day | tuple[str, ...] | tuple[Word, ...] | Rows | None
"""What the books say for a place of a form; None and the empty text when they say nothing."""


@dataclass
class About:
    """A record (none for a paper of the unit itself) on a day, for a paper of one body.

    `body` is the form's ("ubnd", "cong_an"), "" where the office itself issues it.  `said` is what
    was typed for places by the names of their sources: a list counts over the period typed.
    """

    office: Office
    record: RecordId | None
    day: date
    body: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    _rows: dict[tuple[str, RecordId], Row] = field(default_factory=dict, repr=False)
    _under: dict[str, tuple[Row, ...]] = field(default_factory=dict, repr=False)
    _settings: Mapping[str, Value] | None = field(default=None, repr=False)
    _found: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def books(self) -> Queries:
        """What the account may see of them: a paper says no more than whoever makes it knows."""
        return self.once("books", lambda: self.office.seen)

    @property
    def settings(self) -> Mapping[str, Value]:
        """How the office's papers look; empty where nothing was written."""
        if self._settings is None:
            self._settings = settings_of(self.office)
        return self._settings

    def row(self, register: str, record: RecordId | None = None) -> Row:
        """A record, the one the paper is about unless another is named; empty when there is none.

        A record that was taken out says nothing any more.
        """
        wanted = record or self.record
        if wanted is None:
            return {}
        key = (register, wanted)
        if key not in self._rows:
            found = self.books.rows(register, [wanted]).get(wanted, {})
            self._rows[key] = {} if found.get("deleted") else found
        return self._rows[key]

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What several values are taken from, found when first asked for."""
        if name not in self._found:
            self._found[name] = find()
        return cast("T", self._found[name])

    def under(self, register: str) -> tuple[Row, ...]:
        """What stands under the record in a register, in the order of that book, newest first."""
        if self.record is None:
            return ()
        if register not in self._under:
            parent = str(REGISTERS[register].parent)
            ids = self.books.children(register, parent, self.record)
            rows = self.books.rows(register, ids)
            self._under[register] = tuple(rows[each] for each in ids if each in rows)
        return self._under[register]

    def until_day(self, register: str, name: str) -> tuple[Row, ...]:
        """Those whose `name` is a day not after the paper's, the newest first."""
        last = self.day.isoformat()
        rows = [row for row in self.under(register) if row[name] and str(row[name]) <= last]
        return tuple(sorted(rows, key=lambda row: (str(row[name]), str(row["id"])), reverse=True))


Source = Callable[[About], Given]
"""One value of the books, by the name that a form's place gives under `from`."""


def said(register: str, name: str, row: Row) -> Given:
    """What a row says in a field, ready to be put into a place of any kind."""
    field_, value = REGISTERS[register][name], row.get(name)
    if value in (None, ""):
        return None
    if field_.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return Day(str(value))
    if field_.kind is Kind.CHOICE:
        return word_of(field_, value)
    if field_.kind is Kind.SEVERAL:
        words = (word_of(field_, code) for code in codes_of(value))
        return tuple(each for each in words if each is not None)
    if field_.kind is Kind.FLAG:
        return Word("co", "Có") if value else Word("khong", "Không")
    return value


def word_of(field_: Field, code: Value) -> Word | None:
    """A code of a field's list with its word; None for no code."""
    return None if code in (None, "") else Word(str(code), labels(field_.choices, code))


def day_of(value: Value) -> Day | None:
    """A day of the books; None where there is none."""
    return Day(str(value)) if value else None
