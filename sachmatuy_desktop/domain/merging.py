"""Two records of one register that become one: what differs, and which side is proposed.

Fields of one group are one statement and are chosen together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register


class Side(StrEnum):
    """Whose value the merged record says; `BOTH` joins two notes, the kept one's first."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Statement:
    """Fields that are chosen together, named by their group or by the one field."""

    name: str
    fields: tuple[Field, ...]

    def of(self, row: Mapping[str, Value]) -> tuple[Value, ...]:
        """What a record says."""
        return tuple(row[each.name] for each in self.fields)

    def differs(self, kept: Mapping[str, Value], gone: Mapping[str, Value]) -> bool:
        """Whether the two records do not say the same."""
        return self.of(kept) != self.of(gone)

    @property
    def sides(self) -> tuple[Side, ...]:
        """What may be chosen."""
        notes = all(each.kind is Kind.LONG_TEXT for each in self.fields)
        return (Side.KEPT, Side.GONE, Side.BOTH) if notes else (Side.KEPT, Side.GONE)


def statements(register: Register) -> list[Statement]:
    """The register's fields as one chooses among them, in their order."""
    groups: dict[str, list[Field]] = {}
    for each in register.fields:
        if not each.by_program:
            groups.setdefault(each.group or each.name, []).append(each)
    return [Statement(name, tuple(fields)) for name, fields in groups.items()]


def proposed(statement: Statement, kept: Mapping[str, Value], gone: Mapping[str, Value]) -> Side:
    """The side that says more; the kept one where both say as much."""
    mine, theirs = statement.of(kept), statement.of(gone)
    if mine == theirs or not any(theirs):
        return Side.KEPT
    if not any(mine):
        return Side.GONE
    if Side.BOTH in statement.sides:
        return Side.BOTH
    fuller = sum(map(_weight, theirs)) > sum(map(_weight, mine))
    return Side.GONE if fuller and _is_part(mine, theirs) else Side.KEPT


def merged_values(
    register: Register,
    kept: Mapping[str, Value],
    gone: Mapping[str, Value],
    sides: Mapping[str, Side],
) -> dict[str, Value]:
    """What is written into the kept record; a statement not in `sides` takes what is proposed."""
    return dict(_written(register, kept, gone, sides))


def fuller_first(register: Register, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether `one` is proposed as the record to keep: it says more, or it is the older one."""
    said = [sum(row[each.name] is not None for each in register.fields) for row in (one, other)]
    return said[0] > said[1] or (said[0] == said[1] and str(one["id"]) < str(other["id"]))


def _written(
    register: Register,
    kept: Mapping[str, Value],
    gone: Mapping[str, Value],
    sides: Mapping[str, Side],
) -> Iterator[tuple[str, Value]]:
    for statement in statements(register):
        if not statement.differs(kept, gone):
            continue
        side = sides.get(statement.name, proposed(statement, kept, gone))
        for field in statement.fields:
            mine, theirs = kept[field.name], gone[field.name]
            if side is Side.GONE:
                yield field.name, theirs
            elif side is Side.BOTH:
                yield field.name, _joined(mine, theirs)


def _joined(mine: Value, theirs: Value) -> Value:
    if not mine or not theirs or str(theirs) in str(mine):
        return mine or theirs
    return f"{mine}\n{theirs}"


def _weight(value: Value) -> int:
    return 0 if value is None else len(str(value))


def _is_part(mine: tuple[Value, ...], theirs: tuple[Value, ...]) -> bool:
    """Whether the other says the same and more: `1990` and `1990-05-01`, an address made longer."""
    return all(
        value is None or str(value) in str(other or "")
        for value, other in zip(mine, theirs, strict=True)
    )
