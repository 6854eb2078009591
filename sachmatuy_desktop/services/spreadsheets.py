"""Spreadsheets of an office: preview, import as one act, export, template.

sheet    = read_sheet(path)
mapping  = suggest_mapping(REGISTERS["people"], sheet)
plan     = preview(session, sheet, mapping)
outcome  = execute(ImportSpreadsheet(plan), session)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import check, show
from sachmatuy_desktop.errors import N_, Conflict, NotAllowed
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.office_rows import OfficeRows, Rows
from sachmatuy_desktop.exchange.plan import Fate, ImportPlan, RowPlan, plan_import
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.exchange.references import VILLAGES
from sachmatuy_desktop.exchange.targets import read_target
from sachmatuy_desktop.exchange.writing import Record, Written, write_records, write_template
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


def preview(
    session: Session, sheet: Sheet, mapping: SheetMapping, *, create_villages: bool = False
) -> ImportPlan:
    """The fate of every row; nothing is written.

    Raises `NotAllowed` if the account may not write what the sheet holds, `Refused` if the sheet
    cannot be read as records of the register.
    """
    register = REGISTERS[mapping.register]
    _must_import(session, register, mapping, create_villages)
    office = OfficeRows(session.queries, session.store.facts.unit_id)
    return plan_import(register, sheet, mapping, office, create_villages=create_villages)


@dataclass(frozen=True)
class ImportSpreadsheet:
    """Do what a plan says: all its new and changed rows in one act, undone as one.

    The plan is made again inside the act; if it came out otherwise than the person saw it, nothing
    is written.  The result is the number of rows written.
    """

    plan: ImportPlan

    @property
    def act(self) -> str:
        """The act's id."""
        return f"spreadsheet.import:{self.plan.register.name}"

    @property
    def why(self) -> str:
        """Which file it came from."""
        return self.plan.sheet.file

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `Conflict`, `NotAllowed` or `BadInput`; then nothing is written."""
        seen = self.plan
        # Nobody else can write while the act is open, so what is read now is what it builds on.
        plan = preview(session, seen.sheet, seen.mapping, create_villages=seen.create_villages)
        if not plan.does_the_same_as(seen):
            raise Conflict(
                N_("Dữ liệu đã thay đổi sau khi xem trước nên chưa nhập. Hãy xem trước lại.")
            )
        villages = {
            token: work.insert(VILLAGES, {"name": planned.name, "kind": planned.kind})
            for token, planned in (plan.villages.items() if plan.create_villages else ())
        }
        for row in plan.rows:
            _write(work, plan.register, row, villages)
        return plan.counts[Fate.NEW] + plan.counts[Fate.CHANGED]


def _write(
    work: UnitOfWork, register: Register, row: RowPlan, villages: Mapping[str, RecordId]
) -> None:
    if row.fate not in (Fate.NEW, Fate.CHANGED):
        return
    values: dict[str, Value] = {
        name: villages.get(value, value) if isinstance(value, str) and villages else value
        for name, value in row.values.items()
    }
    if row.record is None:
        work.insert(register.name, values)
    else:
        work.update(register.name, row.record, values, row.before)


def _must_import(
    session: Session, register: Register, mapping: SheetMapping, create_villages: bool
) -> None:
    session.role.must_write(register)
    if create_villages:
        session.role.must_write(REGISTERS[VILLAGES])
    for column in mapping.columns:
        field = read_target(register, column.target).field if column.target else None
        if field is not None and not session.role.may_see(field):
            raise NotAllowed(
                N_("Tài khoản của bạn không được ghi cột «{field}». Hãy bỏ ghép cột này."),
                field=field.label,
            )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a changed row, as texts to show: what stands there and what will."""

    field: Field
    before: str
    after: str


def row_changes(session: Session, plan: ImportPlan, row: RowPlan) -> list[FieldChange]:
    """What a changed row will write, in the order of the register."""
    return [
        FieldChange(
            field,
            _shown(session, plan, field, row.before.get(field.name)),
            _shown(session, plan, field, row.values[field.name]),
        )
        for field in plan.register.fields
        if field.name in row.values
    ]


def _shown(session: Session, plan: ImportPlan, field: Field, value: Value) -> str:
    if field.kind is not Kind.REFERENCE or value is None:
        return show(field, value)
    planned = plan.villages.get(str(value))
    if planned:
        return planned.name
    return session.queries.names(field.target or "", [str(value)]).get(str(value), "")


# -- out -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NoteExport:
    """Leaves in the journal that a register was written to a file, by whom and how many rows."""

    register: str
    rows: int

    @property
    def act(self) -> str:
        """The act's id."""
        return f"spreadsheet.export:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        """An entry without changes."""
        book = REGISTERS[self.register]
        work.note(book.scope, f"{book.title}: {self.rows}")


def export_register(
    session: Session, register: str, path: Path, records: Sequence[RecordId] | None = None
) -> Written:
    """Write a register (or the given records of it) as `.xlsx`, with the columns the account sees.

    Raises `NotAllowed`, or `StorageTrouble` if the file cannot be written; the journal notes every
    export.
    """
    book = REGISTERS[register]
    if not session.role.may_open(book):
        raise NotAllowed(
            N_("Tài khoản của bạn không được xem sổ «{register}»."), register=book.title
        )
    facts = session.store.facts
    fields = visible_fields(session, book)
    office = OfficeRows(session.queries, facts.unit_id)
    rows = office.rows(register) if records is None else session.queries.rows(register, records)
    chosen = [each for each in records or rows if each in rows]
    said = f"{facts.name} · {show_date(parse_date(session.store.clock.today()))}"
    written = write_records(
        book, fields, _records(office, fields, rows, chosen), len(chosen), path, said
    )
    execute(NoteExport(register, written.rows), session)
    return written


def export_template(session: Session, register: str, path: Path) -> None:
    """Write an empty sheet to type a register into; raises as `export_register` does."""
    book = REGISTERS[register]
    session.role.must_write(book)
    write_template(book, visible_fields(session, book), path)


def visible_fields(session: Session, register: Register) -> list[Field]:
    """The columns of a register that the account may see, in the order of the book."""
    return [each for each in register.fields if session.role.may_see(each)]


def _records(
    office: OfficeRows, fields: Sequence[Field], rows: Rows, chosen: Sequence[RecordId]
) -> Iterator[Record]:
    """The records, each with the names of what it points at."""
    pointing = [each for each in fields if each.kind is Kind.REFERENCE and each.target]
    for record in chosen:
        row = rows[record]
        labels = {
            str(row[each.name]): office.labels(each.target or "").get(str(row[each.name]), "")
            for each in pointing
            if row[each.name] is not None
        }
        yield Record(record, row, labels)


def incomplete(register: Register, plan: ImportPlan) -> list[str]:
    """The labels of required fields that no column of the mapping fills: told before all rows are.

    New rows cannot do without them; rows of records the office has can.
    """
    mapped = {
        target.field.name
        for column in plan.mapping.columns
        if column.target and (target := read_target(register, column.target)).field is not None
    }
    defaults: dict[str, Value] = {each.name: each.default for each in register.fields}
    filled = {**defaults, **dict.fromkeys(mapped, "x")}
    return [
        register[error.field].label for error in check(register, filled) if error.field is not None
    ]
