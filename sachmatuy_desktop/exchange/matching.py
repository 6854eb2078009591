"""Which record of the office is this row?

Three answers are safe: exactly one record fits, none does, or a person has to say.  A guess is not
among them: two people of one name are common, and a roster merged wrongly harms both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.exchange.references import WORDS

Values = Mapping[str, Value]
Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """How records of a register are told apart.

    `sure`: each of these groups of fields, when all of it is filled, names one record.
    `by`: records that differ in one of these are never the same; the rest is asked only of those
    that agree here.  `also` must agree too, empty with empty; where one side knows less, a person
    has to say.  `place` tells namesakes of different places apart, unless `firm` (a whole date)
    agrees: then the same person may have moved, and a person has to say.  `apart`: two different
    values here are two different records.  `witness`: what would be odd to change in a record that
    was found by its number.
    """

    by: tuple[str, ...]
    sure: tuple[tuple[str, ...], ...] = ()
    also: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    firm: str = ""
    apart: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()


_IDENTITIES: Final[Mapping[str, Identity]] = {
    "people": Identity(
        by=("full_name",),
        sure=(("citizen_number",),),
        also=("birth", "sex"),
        place=("village", "household"),
        firm="birth",
        apart=("citizen_number",),
        witness=("full_name", "birth"),
    ),
    "households": Identity(
        by=("head", "village"),
        sure=(("number", "village"),),
        apart=("number", "citizen_number"),
        witness=("head",),
    ),
    "villages": Identity(by=("name",), apart=("kind", "former_unit")),
    "subunits": Identity(by=("name", "village")),
    "tip_boxes": Identity(by=("place", "village", "installed_on")),
    "village_reports": Identity(by=("village", "month", "subunit", "organisation")),
    "commitments": Identity(
        by=("kind", "signed_on", "household", "person", "village", "subunit", "organisation")
    ),
}


def identity_of(register: Register) -> Identity:
    """The rule of a register; by default what names a record, its dates and what it points at."""
    known = _IDENTITIES.get(register.name)
    if known:
        return known
    needed = (
        each.name
        for each in register.fields
        if each.kind is Kind.REFERENCE or (each.required and each.kind is Kind.DATE)
    )
    return Identity(by=tuple(dict.fromkeys((*register.naming, *needed))))


class Entry(NamedTuple):
    """A record to compare with: one of the office's (`record`), or of an earlier row (`row`)."""

    values: Values
    record: RecordId | None = None
    row: int | None = None


class Finder:
    """Finds the record of a row among those of the office and of the rows above it."""

    def __init__(self, register: Register, rows: Mapping[RecordId, Values]) -> None:
        self._book = register
        self._rule = identity_of(register)
        self._words = {each.name for each in register.fields if each.kind in WORDS}
        self._groups = tuple(
            tuple((name, name in self._words, register[name].default) for name in names)
            for names in (*self._rule.sure, self._rule.by)
        )
        self._folded: dict[str, str] = {}
        self._indexes: list[dict[Key, list[Entry]]] = [{} for _ in self._groups]
        for record, values in rows.items():
            self.add(Entry(values, record), self.keys(values))

    def keys(self, values: Values) -> list[Key]:
        """What the record is looked up by, worked out once for `find` and `add`.

        A field that the row does not fill is what a new record would have there.
        """
        keys = []
        for group in self._groups:
            key = []
            for name, is_word, default in group:
                value = values.get(name, default)
                if is_word and value is not None:
                    text = str(value)
                    value = self._folded.get(text) or self._fold(text)
                key.append(value)
            keys.append(tuple(key))
        return keys

    def add(self, entry: Entry, keys: Sequence[Key]) -> None:
        """Compare later rows with this one too."""
        for index, key in zip(self._indexes, keys, strict=True):
            index.setdefault(key, []).append(entry)

    def find(self, values: Values, keys: Sequence[Key]) -> Entry | None:
        """The record that the row's values name; `None` for a new one.

        Raises `BadInput` where a person has to say.
        """
        for names, index, key in zip(self._rule.sure, self._indexes, keys, strict=False):
            found = index.get(key) if None not in key else None
            if found and len(found) > 1:
                raise self._several(found)
            if found:
                self._refuse_stranger(values, found[0], names)
                return found[0]
        return self._by_description(values, keys[-1])

    def odd_changes(self, values: Values, entry: Entry) -> list[Field]:
        """The witnesses that a row would change in the record it was matched with."""
        return [
            self._book[name]
            for name in self._rule.witness
            if self._differ(name, values.get(name), entry.values.get(name))
        ]

    def refuse_stranger(self, values: Values, entry: Entry) -> None:
        """The same doubt for a record found by its own number; raises `BadInput`."""
        self._refuse_stranger(values, entry, ())

    # -- by description ---------------------------------------------------------------------------

    def _by_description(self, values: Values, key: Key) -> Entry | None:
        known = self._indexes[-1].get(key)
        if not known or key == (None,) * len(key):
            return None
        near = [each for each in known if not self._apart(values, each.values)]
        same = [each for each in near if self._agree(values, each.values)]
        if len(same) == 1:
            return same[0]
        if same:
            raise self._several(same)
        if near:
            raise self._doubt(near[0])
        return None

    def _apart(self, ours: Values, theirs: Values) -> bool:
        for name in self._rule.apart:
            if self._differ(name, ours.get(name), theirs.get(name)):
                return True
        for name in self._rule.also:
            if self._excluded(name, ours.get(name), theirs.get(name)):
                return True
        return self._elsewhere(ours, theirs) and not self._firm(ours, theirs)

    def _agree(self, ours: Values, theirs: Values) -> bool:
        same = all(ours.get(name) == theirs.get(name) for name in self._rule.also)
        return same and not self._elsewhere(ours, theirs)

    def _elsewhere(self, ours: Values, theirs: Values) -> bool:
        """Whether both sides name a place and not the same."""
        return any(
            self._differ(name, ours.get(name), theirs.get(name)) for name in self._rule.place
        )

    def _firm(self, ours: Values, theirs: Values) -> bool:
        day = ours.get(self._rule.firm)
        return isinstance(day, str) and len(day) == 10 and day == theirs.get(self._rule.firm)

    def _excluded(self, name: str, one: Value, other: Value) -> bool:
        """Whether two values cannot be the same; "1987" may be "05/01/1987"."""
        if one is None or other is None or one == other:
            return False
        if self._book[name].kind is Kind.PARTIAL_DATE:
            return not (str(one).startswith(str(other)) or str(other).startswith(str(one)))
        return self._differ(name, one, other)

    # -- keys and sentences -----------------------------------------------------------------------

    def _differ(self, name: str, one: Value, other: Value) -> bool:
        if one is None or other is None or one == other:
            return False
        return name not in self._words or self._fold(str(one)) != self._fold(str(other))

    def _fold(self, text: str) -> str:
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = fold(text)
        return folded

    def _refuse_stranger(self, values: Values, entry: Entry, names: Sequence[str]) -> None:
        known = [
            name
            for name in self._rule.witness
            if values.get(name) is not None and entry.values.get(name) is not None
        ]
        if len(known) > 1 and len(self.odd_changes(values, entry)) == len(known):
            said = ", ".join(self._book[name].label for name in names) or N_("Mã bản ghi")
            raise BadInput(
                N_("{said} đang là của «{other}». Hãy đối chiếu lại với giấy tờ."),
                said=said,
                other=self._describe(entry),
            )

    def _several(self, found: Sequence[Entry]) -> KnownError:
        return BadInput(
            N_("Có {count} {one} cùng khớp với dòng này: {found}. Hãy ghi thêm để phân biệt."),
            count=len(found),
            one=self._book.one,
            found="; ".join(map(self._describe, found[:3])),
        )

    def _doubt(self, entry: Entry) -> KnownError:
        return BadInput(
            N_(
                "Gần giống «{found}» nhưng chưa đủ để chắc là một. Hãy ghi thêm ngày sinh, giới"
                " tính, thôn hoặc số định danh."
            ),
            found=self._describe(entry),
        )

    def _describe(self, entry: Entry) -> str:
        shown = (show(self._book[name], entry.values.get(name)) for name in self._book.naming)
        said = ", ".join(filter(None, shown))
        return f"{said} (dòng {entry.row})" if entry.row is not None else said
