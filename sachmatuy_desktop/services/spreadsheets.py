"""Spreadsheets of an office: preview, import as one act, export, template.

sheet    = read_sheet(path)
mapping  = suggest_mapping(REGISTERS["people"], sheet)
plan     = preview(session, sheet, mapping)
outcome  = execute(ImportSpreadsheet(plan), session)
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import check, show
from sachmatuy_desktop.domain.restricted import must_say_why
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.exchange.choices import USUAL, Choices
from sachmatuy_desktop.exchange.fates import STEP, Fate, ImportPlan, Report, RowPlan
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.office_rows import OfficeRows, Rows
from sachmatuy_desktop.exchange.plan import plan_import
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.exchange.references import VILLAGES
from sachmatuy_desktop.exchange.report import ReportRow, write_report
from sachmatuy_desktop.exchange.targets import read_target
from sachmatuy_desktop.exchange.writing import Record, Written, write_records, write_template
from sachmatuy_desktop.exchange.writing_csv import write_csv
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.taken_out import FREELY, TakenOut
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


def preview(
    session: Session,
    sheet: Sheet,
    mapping: SheetMapping,
    choices: Choices = USUAL,
    report: Report | None = None,
) -> ImportPlan:
    """The fate of every row; nothing is written.  `report` is told how far it is.

    Raises `NotAllowed` if the account may not write what the sheet holds, `Refused` if the sheet
    cannot be read as records of the register.
    """
    register = REGISTERS[mapping.register]
    _must_import(session, register, mapping, choices)
    office = OfficeRows(session.queries, session.store.facts.unit_id)
    today = parse_date(session.store.clock.today())
    return plan_import(register, sheet, mapping, office, today, choices, report)


@dataclass(frozen=True)
class ImportSpreadsheet:
    """Do what a plan says: all its new and changed rows in one act, undone as one.

    `leave` are the numbers of rows that shall not be taken after all, `take` those of rows in
    conflict that shall.  `report` is told how far it is and may raise to stop; then nothing is
    written.  The plan is made again inside the act; if it came out otherwise than the person saw
    it, nothing is written.  The result is the number of rows written.
    """

    plan: ImportPlan
    leave: frozenset[int] = frozenset()
    take: frozenset[int] = frozenset()
    report: Report | None = dataclasses.field(default=None, compare=False)

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
        plan = preview(session, seen.sheet, seen.mapping, seen.choices, self.report)
        moved = seen.moved_on(plan)
        if moved is not None:
            raise Conflict(
                N_(
                    "Dữ liệu đã thay đổi sau khi xem trước nên chưa nhập (dòng {row}, «{title}»)."
                    " Hãy xem trước lại."
                ),
                row=moved.number,
                title=moved.title,
            )
        rows = written_rows(plan, self.leave, self.take)
        named = {value for row in rows for value in row.values.values()}
        villages = {
            token: work.insert(VILLAGES, {"name": planned.name, "kind": planned.kind})
            for token, planned in plan.villages.items()
            if plan.create_villages and token in named
        }
        for done, row in enumerate(rows):
            if self.report is not None and done % STEP == 0:
                self.report(done, len(rows))
            _write(work, plan.register, row, villages)
        return len(rows)


def written_rows(
    plan: ImportPlan, leave: frozenset[int] = frozenset(), take: frozenset[int] = frozenset()
) -> list[RowPlan]:
    """The rows that an import would write."""
    return [
        row
        for row in plan.rows
        if (row.fate in (Fate.NEW, Fate.CHANGED) and row.number not in leave)
        or (row.fate is Fate.CONFLICT and row.number in take)
    ]


def _write(
    work: UnitOfWork, register: Register, row: RowPlan, villages: Mapping[str, RecordId]
) -> None:
    values: dict[str, Value] = {
        name: villages.get(value, value) if isinstance(value, str) and villages else value
        for name, value in row.values.items()
    }
    if row.record is None:
        work.insert(register.name, values)
    else:
        work.update(register.name, row.record, values, row.before)


def _must_import(
    session: Session, register: Register, mapping: SheetMapping, choices: Choices
) -> None:
    session.role.must_write(register)
    if choices.create_villages:
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
    """What a changed row (or one in conflict) would write, in the order of the register."""
    return [
        FieldChange(
            field,
            _shown(session, plan, field, row.before.get(field.name)),
            _shown(session, plan, field, row.values[field.name]),
        )
        for field in plan.register.fields
        if field.name in row.values
    ]


def save_report(
    session: Session,
    plan: ImportPlan,
    path: Path,
    written: frozenset[int] | None = None,
    terms: TakenOut = FREELY,
) -> None:
    """Write the fate of every row as `.xlsx`: what the office holds is in it, so it is an export.

    `written` are the numbers of the rows that were written; `None` before anything was.  Raises
    `BadInput` without a purpose where one is needed, `StorageTrouble`.
    """
    fields = plan_fields(plan)
    must_say_why(plan.register, fields, terms.purpose)
    absent = session.queries.names(plan.register.name, plan.absent)
    rows = (_report_row(session, plan, row, written) for row in plan.rows)
    missing = (ReportRow(0, Fate.ABSENT, title) for title in absent.values())
    told = itertools.chain(rows, missing)
    write_report(plan, told, path, tried=written is None, passphrase=terms.passphrase)
    count = len(plan.rows) + len(plan.absent)
    execute(NoteExport(plan.register.name, count, tuple(fields), terms.purpose), session)


def plan_fields(plan: ImportPlan) -> list[str]:
    """The columns of the office's books that a plan's report tells of."""
    written = {name for row in plan.rows for name in row.values}
    return [*plan.register.naming, *sorted(written - set(plan.register.naming))]


def _report_row(
    session: Session, plan: ImportPlan, row: RowPlan, written: frozenset[int] | None
) -> ReportRow:
    changes = row_changes(session, plan, row) if row.record else []
    return ReportRow(
        row.number,
        row.fate,
        row.title,
        written is not None and row.number in written,
        tuple((each.field.label, each.before, each.after) for each in changes),
        (*row.complaints, *row.warnings),
    )


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
    """Leaves in the journal that a register was written to a file: by whom, how many rows of which
    columns, and what for.
    """

    register: str
    rows: int
    fields: tuple[str, ...]
    purpose: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return f"spreadsheet.export:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """An entry without changes; raises `NotAllowed`, `BadInput` without a purpose."""
        note_taken(work, session, REGISTERS[self.register], self.rows, self.fields, self.purpose)


def note_taken(
    work: UnitOfWork,
    session: Session,
    book: Register,
    rows: int,
    fields: Sequence[str],
    purpose: str,
) -> None:
    """Write down what leaves of a register; raises `NotAllowed`, `BadInput` without a purpose."""
    must_read(session, book, fields)
    said = must_say_why(book, fields, purpose)
    work.note(book.scope, ": ".join(filter(None, (book.title, str(rows), said))))


def must_read(session: Session, book: Register, fields: Sequence[str]) -> None:
    """Raise `NotAllowed` when the account may not see the register or one of the fields."""
    session.role.must_name(book)
    for name in fields:
        if not session.role.may_see(book[name]):
            raise NotAllowed(
                N_("Tài khoản của bạn không được xem cột «{field}»."), field=book[name].label
            )


def export_register(
    session: Session,
    register: str,
    path: Path,
    records: Sequence[RecordId] | None = None,
    report: Report | None = None,
    terms: TakenOut = FREELY,
) -> Written:
    """Write a register (or the given records of it), with the columns the account sees.

    `path` ends in `.csv` for plain text, in anything else for `.xlsx`.  `report` is told how far it
    is and may raise to stop; then there is no file.

    Raises `NotAllowed`, `BadInput` without a purpose where one is needed, or `StorageTrouble` if
    the file cannot be written; the journal notes every export.
    """
    book = REGISTERS[register]
    facts = session.store.facts
    fields = visible_fields(session, book)
    names = tuple(each.name for each in fields)
    must_read(session, book, ())
    must_say_why(book, names, terms.purpose)
    if path.suffix.lower() == ".csv" and terms.passphrase is not None:
        raise BadInput(N_("Tệp .csv không khóa được bằng mật khẩu. Hãy chọn tệp .xlsx."))
    office = OfficeRows(session.queries, facts.unit_id)
    rows = office.rows(register) if records is None else session.queries.rows(register, records)
    chosen = [each for each in records or rows if each in rows]
    said = f"{facts.name} · {show_date(parse_date(session.store.clock.today()))}"
    found = _told(_records(office, fields, rows, chosen), len(chosen), report)
    if path.suffix.lower() == ".csv":
        written = write_csv(fields, found, path)
    else:
        written = write_records(book, fields, found, len(chosen), path, said, terms.passphrase)
    execute(NoteExport(register, written.rows, names, terms.purpose), session)
    return written


def export_template(session: Session, register: str, path: Path) -> None:
    """Write an empty sheet to type a register into; raises as `export_register` does."""
    book = REGISTERS[register]
    session.role.must_write(book)
    write_template(book, visible_fields(session, book), path)


def visible_fields(session: Session, register: Register) -> list[Field]:
    """The columns of a register that the account may see, in the order of the book."""
    return [each for each in register.fields if session.role.may_see(each)]


def _told(records: Iterator[Record], total: int, report: Report | None) -> Iterator[Record]:
    for done, record in enumerate(records):
        if report is not None and done % STEP == 0:
            report(done, total)
        yield record


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
