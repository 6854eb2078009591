"""What each row of a sheet says, before it is known whose record it is.

Columns that can be read cell by cell are read column by column, which for 20,000 rows is several
times faster than row by row; what depends on the rest of the row is added afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.identity import citizen_warnings
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value, labels
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.cells import Cell, ColumnReader
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.extent import column_letters
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.office_rows import VILLAGE, OfficeRows
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.references import VILLAGES, PlannedVillage, Pointer, Villages
from sachmatuy_desktop.exchange.targets import Target, read_target
from sachmatuy_desktop.exchange.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a row; `column` is its letter in the sheet, "" for the row as a whole."""

    error: KnownError
    column: str = ""


@dataclass(slots=True)
class Draft:
    """One row: `values` it says, `record` it names by number, and what is wrong or odd.

    `unread` are the fields whose cell could not be read: harmless if the record says just that.
    `keys` is what the record is looked up by (see `matching.Finder`), `notes` what hangs on its
    cells.
    """

    number: int
    row: Row
    values: dict[str, Value]
    record: str | None = None
    complaints: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    unread: tuple[str, ...] = ()
    keys: Sequence[tuple[Value, ...]] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pointing:
    """What one row says of the record that a reference points at."""

    column: int
    parts: list[tuple[Field | None, str, Value]] = field(default_factory=list)


class Drafts:
    """The rows below the head of a sheet, one `Draft` each; empty rows are left out.

    They are made one at a time: what a reader learns of a row (that it names the village of those
    below) holds from the next one on.  Raises `Refused` if no column has a meaning.
    """

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        mapping: SheetMapping,
        office: OfficeRows,
        choices: Choices,
        today: date,
    ) -> None:
        self._book = register
        self._office = office
        self._villages = Villages(office, choices.create_villages)
        self._pointers: dict[str, Pointer] = {}
        table = sheet.rows[mapping.first_row - 1 : mapping.last_row or None]
        self._rows = [
            (number, row)
            for number, row in enumerate(table, mapping.first_row)
            if len(row) - row.count("") > 3 or "".join(row).strip()
        ]
        self._notes = _notes_by_row(sheet) if choices.notes else {}
        self._readers = self._make_readers(mapping, today)
        self._columns = {
            each.target.field.name: place
            for place, each in reversed(self._readers.items())
            if each.target.field is not None
        }
        self._fitting: dict[tuple[str, Value, str], bool] = {}
        self._groups = choices.groups and VILLAGE in register.by_name
        self._groups = self._groups and self.column(VILLAGE) is None
        self._group: Value = None
        self._group_error: KnownError | None = None

    def __len__(self) -> int:
        """How many rows hold anything."""
        return len(self._rows)

    def begin_group(self, row: Row) -> str | None:
        """Whether a row names the village of the rows below it; the name if it does."""
        if not self._groups or len(set(row) - {""}) > 3:
            return None
        words = vocabulary(self._book).not_groups
        for text in dict.fromkeys(filter(None, row)):
            named = self._villages.named_in(text, words)
            if named is not None:
                self._group, self._group_error = None, None
                try:
                    self._group = self._villages.find(named)
                except BadInput as error:
                    self._group_error = error
                return named
        return None

    @property
    def missing_villages(self) -> Mapping[str, PlannedVillage]:
        """The villages that rows name and the office lacks."""
        return self._villages.missing

    @property
    def named_records(self) -> frozenset[str]:
        """The records that rows name by their number."""
        return frozenset(self._named()) - {""}

    def _named(self) -> list[str]:
        """The number that each row names, "" where it names none."""
        column = next(
            (place for place, each in self._readers.items() if each.target.field is None), None
        )
        if column is None:
            return [""] * len(self._rows)
        return [clean(row[column]).lower() for _number, row in self._rows]

    def column(self, name: str | None) -> int | None:
        """The column of a field, counted from 0; `None` if no column speaks of it."""
        return self._columns.get(name or "")

    def whole_column(self, name: str) -> int | None:
        """The column that alone and by itself says a field; `None` if there is no such column."""
        columns = [
            (place, each.target)
            for place, each in self._readers.items()
            if name
            in (each.target.field.name if each.target.field else "", *(each.target.beside or ()))
        ]
        if len(columns) != 1 or columns[0][1].beside or columns[0][1].code or columns[0][1].part:
            return None
        return columns[0][0]

    def letter(self, name: str | None) -> str:
        """The same as the sheet shows it; "" if there is none."""
        column = self.column(name)
        return "" if column is None else column_letters(column + 1)

    def text(self, draft: Draft, name: str) -> str:
        """What stands in the row's cell for a field."""
        column = self.column(name)
        return "" if column is None else clean(draft.row[column])

    def __iter__(self) -> Iterator[Draft]:
        plain = {place: each for place, each in self._readers.items() if _is_plain(each)}
        special = {place: each for place, each in self._readers.items() if place not in plain}
        if not self._rows:
            return
        names = [each.target.field.name for each in plain.values() if each.target.field]
        columns = []
        odd: set[int] = set()
        down = self._columns_of_texts()
        for place, reader in plain.items():
            columns.append(reader.read_all(down[place]))
            odd |= reader.odd_rows(down[place])
        said: Iterable[Sequence[Value]] = (
            zip(*columns, strict=True) if columns else [()] * len(self._rows)
        )
        numbered = "citizen_number" in self._columns
        for at, ((number, row), found) in enumerate(zip(self._rows, said, strict=True)):
            values: dict[str, Value] = {
                name: value for name, value in zip(names, found, strict=True) if value is not None
            }
            draft = Draft(number, row, values)
            if self._group is not None or self._group_error is not None:
                self._add_group(draft)
            if number in self._notes:
                draft.notes = self._notes[number]
            if at in odd:
                _add_remarks(draft, plain)
            if special:
                self._add_special(draft, special)
            if numbered:
                self._add_number_warnings(draft)
            yield draft

    # -- columns ----------------------------------------------------------------------------------

    def _columns_of_texts(self) -> list[Sequence[str]]:
        """The texts column by column; "as above" becomes what stands above, in the rows too."""
        down: list[Sequence[str]] = list(zip(*(row for _number, row in self._rows), strict=True))
        ditto = vocabulary(self._book).ditto
        repeating = [place for place in self._readers if not ditto.isdisjoint(down[place])]
        for place in repeating:
            held = self._held(self._readers[place].target)
            down[place] = _repeated(down[place], ditto, held)
        if repeating:
            numbers = (number for number, _row in self._rows)
            self._rows = list(zip(numbers, zip(*down, strict=True), strict=True))
        return down

    def _held(self, target: Target) -> list[str]:
        """What the record that each row names says in a field already, "" where nothing."""
        if target.field is None:
            return [""] * len(self._rows)
        records, name = self._office.rows(self._book.name), target.field.name
        values = [str(records.get(each, {}).get(name) or "") for each in self._named()]
        if target.field.kind is not Kind.REFERENCE:
            return values
        called = self._office.labels(target.field.target or "")
        return [called.get(value, "") for value in values]

    def _make_readers(self, mapping: SheetMapping, today: date) -> dict[int, ColumnReader]:
        words = vocabulary(self._book)
        targets = {
            place: read_target(self._book, column.target)
            for place, column in enumerate(mapping.columns)
            if column.target
        }
        if not targets:
            raise Refused(
                N_("Chưa ghép cột nào với sổ. Hãy chọn ý nghĩa của từng cột rồi xem lại.")
            )
        return {
            place: ColumnReader(
                target, words, today, self._villages.find if _names_village(target) else None
            )
            for place, target in targets.items()
        }

    # -- what depends on the rest of the row ------------------------------------------------------

    def _add_group(self, draft: Draft) -> None:
        if self._group is not None:
            draft.values[VILLAGE] = self._group
        elif self._group_error is not None:
            draft.complaints += (Remark(self._group_error),)

    def _add_special(self, draft: Draft, special: Mapping[int, ColumnReader]) -> None:
        pointing: dict[str, _Pointing] = {}
        for place, reader in special.items():
            cell = reader.read(draft.row[place])
            if cell.complaint is not None or cell.warnings:
                _remark(draft, place, reader, cell)
            if cell.value is None:
                continue
            target = reader.target
            if target.field is None:
                draft.record = str(cell.value)
            elif target.field.kind is Kind.REFERENCE and not reader.resolves:
                said = pointing.setdefault(target.field.name, _Pointing(place))
                said.parts.append((target.part, cell.text, cell.value))
            else:
                _say(draft, place, target, cell.value)
        for name, said in pointing.items():
            self._resolve(draft, self._book[name], said)

    def _resolve(self, draft: Draft, target: Field, said: _Pointing) -> None:
        """Put the record that the row points at among its values."""
        register = target.target or ""
        if register not in self._pointers:
            self._pointers[register] = Pointer(register, self._office)
        village = draft.values.get(VILLAGE)
        try:
            draft.values[target.name] = self._pointers[register].find(
                said.parts, None if village is None else str(village)
            )
        except BadInput as error:
            draft.complaints += (Remark(error, column_letters(said.column + 1)),)

    def _add_number_warnings(self, draft: Draft) -> None:
        """Where a citizen number does not fit the rest of the row.

        Only its first six digits, the sex and the year of birth matter, so most rows are settled by
        one that was alike.
        """
        number = draft.values.get("citizen_number")
        if number is None:
            return
        sex, born = draft.values.get("sex"), draft.values.get("birth")
        alike = (str(number)[:6], sex, str(born or "")[:4])
        if self._fitting.get(alike):
            return
        word = labels(self._book["sex"].choices, sex) if sex else None
        found = citizen_warnings(
            str(number), word, PartialDate.from_iso(str(born)) if born else None
        )
        self._fitting[alike] = not found
        letter = self.letter("citizen_number")
        draft.warnings += tuple(Remark(each, letter) for each in found)


def _notes_by_row(sheet: Sheet) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for (row, _column), text in sorted(sheet.notes.items()):
        found[row + 1] = (*found.get(row + 1, ()), clean(text))
    return found


def _repeated(texts: Sequence[str], ditto: frozenset[str], held: Sequence[str]) -> list[str]:
    """A column in which "as above" says what stands above.

    Where the row's own record says nothing but such a sign, the sign is what it says: it was
    written out so, and comes back so.
    """
    said: list[str] = []
    for text, own in zip(texts, held, strict=True):
        sign = text.strip()
        above = bool(said) and sign in ditto and sign != own.strip()
        said.append(said[-1] if above else text)
    return said


def _is_plain(reader: ColumnReader) -> bool:
    """Whether a column's cells say one field's value each, whatever else the row says."""
    target = reader.target
    if target.field is None or target.part or target.code or target.beside:
        return False
    return reader.resolves or target.field.kind is not Kind.REFERENCE


def _names_village(target: Target) -> bool:
    return target.field is not None and target.field.target == VILLAGES and target.part is None


def _add_remarks(draft: Draft, readers: Mapping[int, ColumnReader]) -> None:
    for place, reader in readers.items():
        cell = reader.read(draft.row[place])
        if cell.complaint is not None or cell.warnings:
            _remark(draft, place, reader, cell)


def _remark(draft: Draft, place: int, reader: ColumnReader, cell: Cell) -> None:
    letter = column_letters(place + 1)
    draft.warnings += tuple(Remark(each, letter) for each in cell.warnings)
    if cell.complaint is not None:
        draft.complaints += (Remark(cell.complaint, letter),)
        if reader.target.field is not None:
            draft.unread += (reader.target.field.name,)


def _say(draft: Draft, place: int, target: Target, value: Value) -> None:
    """A value and what stands beside it; if two columns disagree nobody can tell who is right."""
    said: Sequence[tuple[str, Value]] = [(target.field.name if target.field else "", value)]
    if target.beside is not None:
        said = [*said, target.beside]
    for name, each in said:
        if draft.values.setdefault(name, each) != each:
            error = BadInput(N_("Hai cột nói khác nhau về cùng một mục. Hãy sửa một trong hai."))
            draft.complaints += (Remark(error, column_letters(place + 1)),)
