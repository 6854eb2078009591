"""What a column's meaning and a row's fate are called on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, overload

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value, labels
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.exchange.fates import FATE_WORDS, Fate, RowPlan
from sachmatuy_desktop.exchange.targets import RECORD_ID, Target, read_target
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.models.cells import Cell, words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["FATE_TONES", "LazyCells", "fate_cell", "offered_targets", "target_words"]

FATE_TONES: Final[Mapping[Fate, Tone]] = MappingProxyType(
    {
        Fate.NEW: Tone.GOOD,
        Fate.CHANGED: Tone.BUSY,
        Fate.CONFLICT: Tone.CARE,
        Fate.SAME: Tone.QUIET,
        Fate.UNCLEAR: Tone.CARE,
        Fate.REFUSED: Tone.BLOCK,
        Fate.SKIPPED: Tone.QUIET,
        Fate.ABSENT: Tone.QUIET,
    }
)


MOST_CROSSES: Final = 8
"""Words of a list up to which a column of crosses is offered for each."""

TAKEN, LEFT = "✓", "–"


def fate_cell(fate: Fate) -> Cell:
    """The chip of a fate."""
    return Cell(_(FATE_WORDS[fate]), FATE_TONES[fate])


def offered_targets(register: Register, may_see: Callable[[Field], bool]) -> list[tuple[str, str]]:
    """The meanings a column may be given, with their words, in the order of the book."""
    found = [("", _("– bỏ qua cột này –"))]
    for field in register.fields:
        if not may_see(field):
            continue
        found.append((field.name, target_words(register, field.name)))
        if field.choices and len(field.choices) <= MOST_CROSSES:
            found += [
                (target, target_words(register, target))
                for target in (f"{field.name}={code}" for code in field.choices)
            ]
        if field.kind is Kind.REFERENCE and field.target:
            found += [
                (target, target_words(register, target))
                for target in (f"{field.name}.{part}" for part in REGISTERS[field.target].naming)
            ]
    return [*found, (RECORD_ID, target_words(register, RECORD_ID))]


def target_words(register: Register, text: str) -> str:
    """A meaning in words: "Ngày sinh, giới tính nam", "Hộ · Chủ hộ"."""
    target = read_target(register, text)
    if target.field is None:
        return _("Mã ghi chép của chương trình")
    return ", ".join(part for part in (_main(target), _beside(register, target)) if part)


def _main(target: Target) -> str:
    assert target.field is not None  # noqa: S101  (the caller has looked)
    label = _(target.field.label)
    if target.part is not None:
        return f"{label} · {_(target.part.label)}"
    if target.code is not None:
        return f"{label}: {_(labels(target.field.choices, target.code))}"
    return label


def _beside(register: Register, target: Target) -> str:
    if target.beside is None:
        return ""
    name, code = target.beside
    return f"{_(register[name].label)}: {_(labels(register[name].choices, code))}"


class LazyCells(Sequence[Sequence[Cell]]):
    """The rows of a plan as cells, made when they are looked at: a plan may have 20,000."""

    def __init__(
        self,
        register: Register,
        rows: Sequence[RowPlan],
        queries: Queries,
        is_taken: Callable[[RowPlan], bool | None],
    ) -> None:
        self._is_taken = is_taken
        self._register = register
        self._rows = rows
        self._queries = queries
        self._made: dict[int, list[Cell]] = {}

    def forget(self) -> None:
        """Make the cells anew: other rows are taken now."""
        self._made.clear()

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Cell]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            row = self._rows[place]
            taken = {True: TAKEN, False: LEFT, None: ""}[self._is_taken(row)]
            self._made[place] = [Cell(taken), *_row_cells(self._register, row, self._queries)]
        return self._made[place]


def _row_cells(register: Register, row: RowPlan, queries: Queries) -> list[Cell]:
    """Row number, fate, whom it is about, and why or what will be written."""
    title = row.title
    if row.fate is Fate.ABSENT and row.record is not None:
        title = queries.names(register.name, [row.record]).get(row.record, "")
    return [
        Cell(str(row.number) if row.number else ""),
        fate_cell(row.fate),
        Cell(title),
        Cell("\n".join([*_remarks(row), *_changes(register, row, queries)])),
    ]


def _remarks(row: RowPlan) -> list[str]:
    said = []
    for remark in (*row.complaints, *row.warnings):
        place = _("cột {column}: ").format(column=remark.column) if remark.column else ""
        said.append(place + say(remark.error))
    return said


def _changes(register: Register, row: RowPlan, queries: Queries) -> list[str]:
    if row.record is None:
        return []
    return [
        f"{_(register[name].label)}: "
        f"{_shown(register[name], row.before.get(name), queries) or '–'} → "
        f"{_shown(register[name], value, queries)}"
        for name, value in row.values.items()
    ]


def _shown(field: Field, value: Value, queries: Queries) -> str:
    if field.kind is Kind.REFERENCE and isinstance(value, str) and field.target:
        return queries.names(field.target, [value]).get(value, value)
    return words(field, value)
