"""A fate for every row of a sheet, before anything is written.

    new       a record will be made
    changed   fields of a record will be written: from what to what
    same      the record says all this already
    refused   nothing happens, and a sentence says why, with the row and the column
    skipped   the row is a title, a sum or a signature, not a record

A sheet never takes anything away: a record that it does not list stays, and an empty cell leaves
the field as it is.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import check, known_with, parse, show
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.drafts import Draft, Drafts, Remark
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.matching import Entry, Finder
from sachmatuy_desktop.exchange.office_rows import OfficeRows
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.references import PlannedVillage
from sachmatuy_desktop.exchange.vocabulary import vocabulary


class Fate(StrEnum):
    """What will become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    SKIPPED = "skipped"


FATE_WORDS: Final[Mapping[Fate, str]] = {
    Fate.NEW: N_("Thêm mới"),
    Fate.CHANGED: N_("Sửa"),
    Fate.SAME: N_("Không đổi"),
    Fate.REFUSED: N_("Không nhận"),
    Fate.SKIPPED: N_("Bỏ qua"),
}


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row.  `number` is its number in the sheet, `values` the fields that will be written.

    `before` are the same fields of the record as it is (empty for a new one).
    """

    number: int
    fate: Fate
    title: str
    record: RecordId | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    before: Mapping[str, Value] = field(default_factory=dict)
    complaints: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """What an import will do.  `villages` are those the office lacks, by what stands for them."""

    register: Register
    sheet: Sheet
    mapping: SheetMapping
    create_villages: bool
    rows: tuple[RowPlan, ...]
    villages: Mapping[str, PlannedVillage]

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows of each fate."""
        found = Counter(each.fate for each in self.rows)
        return {fate: found[fate] for fate in Fate}

    def does_the_same_as(self, other: ImportPlan) -> bool:
        """Whether both write exactly the same and refuse the same rows."""
        return _deeds(self) == _deeds(other)


def _deeds(plan: ImportPlan) -> list[object]:
    return [(row.number, row.fate, row.record, row.values, row.before) for row in plan.rows]


def plan_import(
    register: Register,
    sheet: Sheet,
    mapping: SheetMapping,
    office: OfficeRows,
    *,
    create_villages: bool = False,
) -> ImportPlan:
    """Decide the fate of every row; nothing is written.

    Raises `Refused` if the register is kept by the program alone, no column has a meaning, or there
    is no row below the head.
    """
    if register.by_program:
        raise Refused(
            N_("Sổ «{register}» do chương trình tự ghi, không nhập từ bảng tính được."),
            register=register.title,
        )
    drafts = Drafts(register, sheet, mapping, office, create_villages)
    planner = _Planner(register, drafts, office)
    with _no_collecting():
        rows = tuple(map(planner.plan, drafts))
    if not rows:
        raise Refused(
            N_("Sheet «{sheet}» không có dòng nào dưới dòng tiêu đề. Hãy chọn lại dòng tiêu đề."),
            sheet=sheet.name,
        )
    return ImportPlan(register, sheet, mapping, create_villages, rows, drafts.missing_villages)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Spare the collector looking through a growing heap of small objects that all stay.

    It would take a quarter of the time of a plan of 20,000 rows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Planner:
    """Goes through the rows of one sheet, top to bottom."""

    def __init__(self, register: Register, drafts: Drafts, office: OfficeRows) -> None:
        self._book = register
        self._drafts = drafts
        self._office = office
        self._rows = office.rows(register.name)
        self._finder = Finder(register, self._rows)
        self._taken: dict[RecordId, int] = {}
        gone = drafts.named_records - self._rows.keys()
        self._removed = office.removed(register.name, gone) if gone else frozenset()
        self._defaults = {
            each.name: each.default for each in register.fields if each.default is not None
        }
        self._required = [
            each.name for each in register.fields if each.required and each.default is None
        ]
        self._naming = [
            place
            for each in (*register.naming, *self._required)
            if (place := drafts.column(each)) is not None
        ]
        self._title_columns = [
            place for each in register.naming if (place := drafts.column(each)) is not None
        ]
        self._complete: dict[tuple[str, ...], bool] = {}

    def plan(self, draft: Draft) -> RowPlan:
        """The fate of one row."""
        if self._is_no_record(draft):
            return RowPlan(draft.number, Fate.SKIPPED, _first_text(draft.row))
        try:
            entry = self._find(draft)
            if entry is None or entry.record is None:
                return self._new(draft)
            return self._known(draft, entry, entry.record)
        except KnownError as error:
            draft.complaints = (Remark(error), *draft.complaints)
            return self._refused(draft)

    def _is_no_record(self, draft: Draft) -> bool:
        """Whether the row is a part's title, a sum, a signature, or only counts."""
        values = draft.values
        if len(values) > 3 and not draft.complaints and all(map(values.get, self._required)):
            return False
        said = {text.strip() for text in draft.row} - {""}
        if len(said) == 1 and sum(bool(text.strip()) for text in draft.row) > 2:
            return True
        if vocabulary(self._book).closes(_first_text(draft.row)):
            return True
        return len(said) <= 2 and not any(draft.row[each].strip() for each in self._naming)

    # -- whose record it is -----------------------------------------------------------------------

    def _find(self, draft: Draft) -> Entry | None:
        entry = self._entry(draft)
        if entry is not None:
            earlier = entry.row or self._taken.get(entry.record or "")
            if earlier is not None:
                raise BadInput(N_("Trùng với dòng {row} của chính tệp này."), row=earlier)
        return entry

    def _entry(self, draft: Draft) -> Entry | None:
        record = draft.record
        if record is not None and record in self._rows:
            entry = Entry(self._rows[record], record)
            self._finder.refuse_stranger(draft.values, entry)
            return entry
        if record is not None and record in self._removed:
            raise BadInput(
                N_("Dòng này là {one} đã xóa khỏi sổ. Hãy khôi phục trước, hoặc bỏ dòng này."),
                one=self._book.one,
            )
        draft.keys = self._finder.keys(draft.values)
        return None if draft.complaints else self._finder.find(draft.values, draft.keys)

    # -- what becomes of it -----------------------------------------------------------------------

    def _new(self, draft: Draft) -> RowPlan:
        values = {**self._defaults, **draft.values}
        if not self._is_complete(values):
            draft.complaints += tuple(
                Remark(error, self._drafts.letter(error.field)) for error in self._check(values)
            )
        if draft.complaints:
            return self._refused(draft)
        self._finder.add(Entry(values, None, draft.number), draft.keys)
        title = self._title(draft)
        return RowPlan(draft.number, Fate.NEW, title, values=values, warnings=draft.warnings)

    def _is_complete(self, values: Mapping[str, Value]) -> bool:
        """What `check` says of a record without an end depends only on which fields are filled.

        Unless the register has rules: they look at the values.
        """
        if self._book.rules or "until_date" in values:
            return False
        shape = tuple(values)
        if shape not in self._complete:
            self._complete[shape] = not check(self._book, values)
        return self._complete[shape]

    def _check(self, values: Mapping[str, Value]) -> list[BadInput]:
        return check(self._book, known_with(self._book, values, self._read))

    def _read(self, register: str, record: str) -> Mapping[str, Value] | None:
        return self._office.rows(register).get(record)

    def _known(self, draft: Draft, entry: Entry, record: RecordId) -> RowPlan:
        self._forgive(draft, entry)
        changed = {
            name: value
            for name, value in draft.values.items()
            if entry.values[name] != value and not self._says(entry.values[name], name, draft)
        }
        if changed:
            self._check_changed(draft, entry, changed)
        if draft.complaints:
            return self._refused(draft)
        self._taken[record] = draft.number
        before = {name: entry.values[name] for name in changed}
        fate = Fate.CHANGED if changed else Fate.SAME
        return RowPlan(
            draft.number, fate, self._title(draft), record, changed, before, (), draft.warnings
        )

    def _forgive(self, draft: Draft, entry: Entry) -> None:
        """A cell that says what the record says is right, even if it could not be typed today."""
        for name in draft.unread:
            kept = entry.values[name]
            if self._drafts.text(draft, name) == clean(show(self._book[name], kept)):
                letter = self._drafts.letter(name)
                draft.complaints = tuple(each for each in draft.complaints if each.column != letter)

    def _says(self, kept: Value, name: str, draft: Draft) -> bool:
        """Whether a cell says what the record says, only written otherwise."""
        each = self._book[name]
        if kept is None or each.kind is Kind.REFERENCE:
            return False
        shown = show(each, kept)
        text = self._drafts.text(draft, name)
        if text == clean(shown):
            return each.kind is not Kind.LONG_TEXT or parse(each, shown) == draft.values[name]
        # A name in capitals is the way of many lists, not a correction.
        return each.kind is Kind.NAME and text.isupper() and text.casefold() == shown.casefold()

    def _check_changed(self, draft: Draft, entry: Entry, changed: Mapping[str, Value]) -> None:
        """Complain of what this row makes wrong, not of what was wrong before."""
        before = {str(each) for each in self._check(entry.values)}
        for error in self._check({**entry.values, **changed}):
            if str(error) not in before:
                draft.complaints += (Remark(error, self._drafts.letter(error.field)),)
        for each in self._finder.odd_changes(changed, entry):
            odd = BadInput(
                N_("«{field}» sẽ đổi từ «{before}» thành «{after}». Hãy xem lại."),
                field=each.label,
                before=show(each, entry.values[each.name]),
                after=show(each, changed[each.name]),
            )
            draft.warnings += (Remark(odd, self._drafts.letter(each.name)),)

    def _refused(self, draft: Draft) -> RowPlan:
        return RowPlan(
            draft.number,
            Fate.REFUSED,
            self._title(draft),
            complaints=draft.complaints,
            warnings=draft.warnings,
        )

    def _title(self, draft: Draft) -> str:
        return ", ".join([text for place in self._title_columns if (text := draft.row[place])])


def _first_text(row: Row) -> str:
    return next((text.strip() for text in row if text.strip()), "")
