"""Deciding the fate of every row of a sheet (see `fates`); nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import check, known_with, parse, show
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.choices import USUAL, Choices
from sachmatuy_desktop.exchange.drafts import Draft, Drafts, Remark
from sachmatuy_desktop.exchange.fates import STEP, Fate, ImportPlan, Report, RowPlan
from sachmatuy_desktop.exchange.growing import growing
from sachmatuy_desktop.exchange.heads import counts_columns
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.matching import Entry, Finder, Unclear
from sachmatuy_desktop.exchange.office_rows import VILLAGE, OfficeRows
from sachmatuy_desktop.exchange.other_hands import conflicts
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.vocabulary import vocabulary

REMARK: Final = "remark"
"""The field that notes on cells are added to."""


def plan_import(
    register: Register,
    sheet: Sheet,
    mapping: SheetMapping,
    office: OfficeRows,
    today: date,
    choices: Choices = USUAL,
    report: Report | None = None,
) -> ImportPlan:
    """Decide the fate of every row; nothing is written.

    Raises `Refused` if the register is kept by the program alone, no column has a meaning, or there
    is no row below the head; and whatever `report` raises to stop it.
    """
    if register.by_program:
        raise Refused(
            N_("Sổ «{register}» do chương trình tự ghi, không nhập từ bảng tính được."),
            register=register.title,
        )
    drafts = Drafts(register, sheet, mapping, office, choices, today)
    planner = _Planner(register, sheet, mapping, drafts, office, choices)
    with growing():
        rows = tuple(_reporting(map(planner.plan, drafts), len(drafts), report))
        rows = tuple(conflicts(register, rows, office)) if planner.changes else rows
    if not rows:
        raise Refused(
            N_("Sheet «{sheet}» không có dòng nào dưới dòng tiêu đề. Hãy chọn lại dòng tiêu đề."),
            sheet=sheet.name,
        )
    return ImportPlan(
        register, sheet, mapping, choices, rows, drafts.missing_villages, planner.absent(rows)
    )


def _reporting(rows: Iterator[RowPlan], total: int, report: Report | None) -> Iterator[RowPlan]:
    for done, row in enumerate(rows):
        if report is not None and done % STEP == 0:
            report(done, total)
        yield row


class _Planner:
    """Goes through the rows of one sheet, top to bottom."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        mapping: SheetMapping,
        drafts: Drafts,
        office: OfficeRows,
        choices: Choices,
    ) -> None:
        self._book = register
        self._drafts = drafts
        self._choices = choices
        self._hidden = frozenset() if choices.hidden else sheet.hidden_rows
        self._heads = set(sheet.rows[mapping.head_row - 1 : mapping.first_row - 1])
        self._after_head = False
        self._spoken_of: set[RecordId] = set()
        self._villages: set[Value] = set()
        self._erasable = self._find_erasable() if choices.empty_erases else {}
        self.changes = False
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
        skipped = self._skipped(draft)
        if skipped is not None:
            return skipped
        self._villages.add(draft.values.get(VILLAGE))
        try:
            entry = self._find(draft)
            if entry is None or entry.record is None:
                return self._new(draft)
            return self._known(draft, entry, entry.record)
        except KnownError as error:
            draft.complaints = (Remark(error), *draft.complaints)
            unclear = isinstance(error, Unclear)
            return self._refused(draft, Fate.UNCLEAR if unclear else Fate.REFUSED)

    def absent(self, rows: Sequence[RowPlan]) -> tuple[RecordId, ...]:
        """The records no row speaks of, in the villages that the rows speak of.

        Where a row is unclear or refused, the record it means may be among them: it says so itself.
        """
        matched = self._spoken_of | {each.record for each in rows if each.record}
        places = self._villages - {None}
        everywhere = VILLAGE not in self._book.by_name or not places or None in self._villages
        return tuple(
            record
            for record, values in self._rows.items()
            if record not in matched and (everywhere or values[VILLAGE] in places)
        )

    # -- what is no record ------------------------------------------------------------------------

    def _skipped(self, draft: Draft) -> RowPlan | None:
        """The plan of a row that is no record, or is not to be taken."""
        if draft.number in self._hidden:
            told = BadInput(N_("Dòng đang ẩn trong bảng tính nên không lấy."))
            return self._skip(draft, told, self._title(draft))
        was_after_head, self._after_head = self._after_head, False
        if draft.row in self._heads or (was_after_head and counts_columns(draft.row)):
            self._after_head = True
            return self._skip(draft)
        if self._is_whole(draft):
            return None
        group = self._drafts.begin_group(draft.row)
        if group is not None:
            told = BadInput(N_("Các dòng dưới thuộc «{village}»."), village=group)
            return self._skip(draft, told)
        return self._skip(draft) if self._is_no_record(draft) else None

    def _skip(self, draft: Draft, told: KnownError | None = None, title: str = "") -> RowPlan:
        warnings = (Remark(told),) if told else ()
        title = title or _first_text(draft.row)
        return RowPlan(draft.number, Fate.SKIPPED, title, warnings=warnings)

    def _is_whole(self, draft: Draft) -> bool:
        """Whether a row says so much that it can be nothing but a record."""
        values = draft.values
        return len(values) > 3 and not draft.complaints and all(map(values.get, self._required))

    def _is_no_record(self, draft: Draft) -> bool:
        """Whether the row is a part's title, a sum, a signature, or only counts."""
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
        if draft.notes and REMARK in self._book.by_name:
            values[REMARK] = _with_notes(values.get(REMARK), draft.notes)
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
        self._spoken_of.add(record)
        self._forgive(draft, entry)
        changed = {
            name: value
            for name, value in draft.values.items()
            if entry.values[name] != value and not self._says(entry.values[name], name, draft)
        }
        for name, column in self._erasable.items():
            if entry.values[name] is not None and not draft.row[column].strip():
                changed.setdefault(name, None)
        if draft.notes and REMARK in self._book.by_name:
            said = draft.values.get(REMARK) or entry.values[REMARK]
            changed[REMARK] = _with_notes(said, draft.notes)
            if changed[REMARK] == entry.values[REMARK]:
                del changed[REMARK]
        if changed:
            self.changes = True
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

    def _find_erasable(self) -> dict[str, int]:
        """The fields that an empty cell may empty, with their columns."""
        return {
            each.name: column
            for each in self._book.fields
            if not each.required and (column := self._drafts.whole_column(each.name)) is not None
        }

    def _refused(self, draft: Draft, fate: Fate = Fate.REFUSED) -> RowPlan:
        return RowPlan(
            draft.number,
            fate,
            self._title(draft),
            complaints=draft.complaints,
            warnings=draft.warnings,
        )

    def _title(self, draft: Draft) -> str:
        return ", ".join([text for place in self._title_columns if (text := draft.row[place])])


def _with_notes(remark: Value, notes: Sequence[str]) -> str:
    """A remark with the notes it does not hold yet, each on a line of its own."""
    said = str(remark or "")
    return "\n".join([*filter(None, [said]), *(each for each in notes if each not in said)])


def _first_text(row: Row) -> str:
    return next((text.strip() for text in row if text.strip()), "")
