"""Rules between the fields of a record, as data: what must be filled, what must stay empty, what
cannot come before or be more than what.

A rule reads fields by name.  `box.installed_on` is a field of the record that `box` points at:
whoever checks a record reads those with `values.known_with`, and a rule is silent about what it was
not told.  The sentence is said beside the rule's own field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sachmatuy_desktop.domain.registers.fields import Field, Value, labels
from sachmatuy_desktop.errors import N_, BadInput

Values = Mapping[str, Value]
Fields = Mapping[str, Field]


class Rule(Protocol):
    """One rule of a register."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The names it looks at."""
        ...

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """What is wrong, said beside a field; None when nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The day `field` is not before the day `other`; `called` names a day of another record."""

    field: str
    other: str
    called: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """Both days."""
        return (self.field, self.other)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """Days are ISO texts: their order is the order of texts."""
        day, other = values.get(self.field), values.get(self.other)
        if day is None or other is None or str(day) >= str(other):
            return None
        return BadInput(
            N_("«{field}» không thể trước «{other}»."),
            field=fields[self.field].label,
            other=self.called or fields[self.other].label,
        ).at(self.field)


@dataclass(frozen=True, slots=True)
class NotAbove:
    """The number `field` is at most the number `other`."""

    field: str
    other: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Both numbers."""
        return (self.field, self.other)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """A number that is not there is not compared."""
        number, other = values.get(self.field), values.get(self.other)
        if not (isinstance(number, int) and isinstance(other, int)) or number <= other:
            return None
        return BadInput(
            N_("«{field}» không thể nhiều hơn «{other}»."),
            field=fields[self.field].label,
            other=fields[self.other].label,
        ).at(self.field)


@dataclass(frozen=True, slots=True)
class Needs:
    """One of `names` must be filled while `when` says one of `codes`."""

    names: tuple[str, ...]
    when: str
    codes: tuple[Value, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What must be filled, and what asks for it."""
        return (*self.names, self.when)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """Said beside the first of them."""
        if values.get(self.when) not in self.codes:
            return None
        if any(values.get(each) not in (None, "") for each in self.names):
            return None
        return BadInput(
            N_("Hãy điền «{field}»."),
            field=" / ".join(fields[each].label for each in self.names),
        ).at(self.names[0])


@dataclass(frozen=True, slots=True)
class Refuses:
    """`field` must stay empty while `when` says one of `codes`; `why` is a sentence of its own."""

    field: str
    when: str
    codes: tuple[Value, ...]
    why: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """What must stay empty, and what says so."""
        return (self.field, self.when)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """Filled where it must not be."""
        said = values.get(self.when)
        if said not in self.codes or values.get(self.field) in (None, ""):
            return None
        reason = fields[self.when]
        return BadInput(
            self.why or N_("Để trống «{field}» khi «{other}» là «{word}»."),
            field=fields[self.field].label,
            other=reason.label,
            word=labels(reason.choices, said),
        ).at(self.field)


@dataclass(frozen=True, slots=True)
class Agrees:
    """The record `field` points at is the one that the record beside it points at too."""

    field: str
    other: str
    called: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Both references."""
        return (self.field, self.other)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """Two different records where there can be only one."""
        mine, other = values.get(self.field), values.get(self.other)
        if mine is None or other is None or mine == other:
            return None
        return BadInput(
            N_("«{field}» khác với {called}."), field=fields[self.field].label, called=self.called
        ).at(self.field)


@dataclass(frozen=True, slots=True)
class WholeMonth:
    """A partial date that is a month: neither a year alone nor a day."""

    field: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The month."""
        return (self.field,)

    def complaint(self, fields: Fields, values: Values) -> BadInput | None:
        """`YYYY-MM` has seven characters."""
        month = values.get(self.field)
        if month is None or len(str(month)) == 7:
            return None
        return BadInput(
            N_("«{field}» là tháng và năm, ví dụ 03/2026."), field=fields[self.field].label
        ).at(self.field)
