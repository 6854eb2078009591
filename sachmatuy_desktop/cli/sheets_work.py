"""What the spreadsheet commands do once the office is open, and how they report it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from sachmatuy_desktop.cli.common import file_passphrase_of, lock_passphrase_of
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput, NotFound, Refused
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.drafts import Remark
from sachmatuy_desktop.exchange.encodings import encodings
from sachmatuy_desktop.exchange.fates import FATE_WORDS, Fate, ImportPlan, RowPlan
from sachmatuy_desktop.exchange.guards import is_plain_text
from sachmatuy_desktop.exchange.guards_zip import HasPassword
from sachmatuy_desktop.exchange.legacy import converted_whole, detect
from sachmatuy_desktop.exchange.mapping import SheetMapping, load_mapping, save_mapping
from sachmatuy_desktop.exchange.reading import Sheet, read_sheet
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    export_register,
    export_template,
    preview,
    row_changes,
    save_report,
    written_rows,
)
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.storage.keys.keyring_crypto import checked_passphrase


def import_file(office: Office, args: argparse.Namespace) -> int:
    """Read, plan, report and write.  Raises a `KnownError`; then nothing is written."""
    sheet = _sheet(args)
    mapping = _mapping(args, sheet)
    choices = Choices(args.create_villages, args.empty_erases, args.hidden, args.notes)
    plan = preview(office.session, sheet, mapping, choices)
    take = frozenset(
        each.number for each in plan.rows if args.take_conflicts and each.fate is Fate.CONFLICT
    )
    if not args.dry_run:
        office.run(ImportSpreadsheet(plan, take=take))
    if args.save_mapping:
        save_mapping(mapping, args.save_mapping)
    if args.report:
        done = None if args.dry_run else _numbers(written_rows(plan, take=take))
        save_report(office.session, plan, args.report, done, _terms(args))
    if args.json:
        print(json.dumps(report(office, plan, written=not args.dry_run), ensure_ascii=False))
    else:
        _print(office, plan, written=not args.dry_run)
    return 0


def export_file(office: Office, args: argparse.Namespace) -> int:
    """Write the file and say how many rows it has."""
    if args.template:
        export_template(office.session, args.kind, args.to)
        return 0
    written = export_register(office.session, args.kind, args.to, terms=_terms(args))
    if args.json:
        print(json.dumps({"rows": written.rows, "left_out": written.left_out}))
    else:
        print(_("Đã xuất {rows} dòng.").format(rows=written.rows))
        if written.left_out:
            print(_("{count} ô dài quá giới hạn nên để trống.").format(count=written.left_out))
    return 0


def _terms(args: argparse.Namespace) -> TakenOut:
    """What for, and locked with what; raises `BadInput` for a passphrase that is too short."""
    typed = lock_passphrase_of(args)
    return TakenOut(args.purpose, None if typed is None else checked_passphrase(typed))


def _numbers(rows: list[RowPlan]) -> frozenset[int]:
    return frozenset(each.number for each in rows)


def _sheet(args: argparse.Namespace) -> Sheet:
    """The sheet in Unicode; one in an old encoding is turned only where the command says so.

    Raises `Refused` for a sheet that has to be turned from something the command does not name.
    """
    encoding = args.encoding if is_plain_text(args.file) else None
    try:
        sheet = read_sheet(args.file, args.sheet, encoding)
    except HasPassword:
        passphrase = file_passphrase_of(args, args.file.name)
        sheet = read_sheet(args.file, args.sheet, encoding, passphrase)
    if args.encoding in encodings():
        return converted_whole(sheet, args.encoding)
    suspicion = detect(sheet) if args.encoding is None else None
    if suspicion is not None:
        before, after = suspicion.samples[0] if suspicion.samples else ("", "")
        raise Refused(
            N_(
                "Tệp «{file}» có vẻ gõ bằng {title}: «{before}» là «{after}». Hãy thêm"
                " --encoding {encoding}, hoặc --encoding unicode nếu không phải."
            ),
            file=sheet.file,
            title=suspicion.title,
            before=before,
            after=after,
            encoding=suspicion.encoding,
        )
    return sheet


def _mapping(args: argparse.Namespace, sheet: Sheet) -> SheetMapping:
    if args.mapping is None:
        tables = find_tables(REGISTERS[args.kind], sheet, hidden=args.hidden)
        place: int = args.table
        if not 1 <= place <= len(tables):
            raise NotFound(
                N_("Sheet «{sheet}» chỉ có {count} bảng."), sheet=sheet.name, count=len(tables)
            )
        return tables[place - 1]
    kept = load_mapping(args.mapping)
    if kept.register != args.kind:
        raise BadInput(
            N_("Bảng ghép cột này là của sổ «{register}». Hãy chọn bảng ghép khác."),
            register=REGISTERS[kept.register].title,
        )
    return kept.fitted(sheet)


def report(office: Office, plan: ImportPlan, *, written: bool) -> dict[str, Any]:
    """The fate of every row as JSON."""
    return {
        "register": plan.register.name,
        "file": plan.sheet.file,
        "sheet": plan.sheet.name,
        "written": written,
        "counts": {fate.value: count for fate, count in plan.counts.items()},
        "missing_villages": [each.name for each in plan.villages.values()],
        "rows": [_row(office, plan, each) for each in plan.rows],
    }


def _row(office: Office, plan: ImportPlan, row: RowPlan) -> dict[str, Any]:
    changes = row_changes(office.session, plan, row) if row.record else []
    return {
        "row": row.number,
        "fate": row.fate.value,
        "title": row.title,
        "changes": {each.field.name: [each.before, each.after] for each in changes},
        "complaints": [_remark(each) for each in row.complaints],
        "warnings": [_remark(each) for each in row.warnings],
    }


def _remark(remark: Remark) -> dict[str, str]:
    return {"column": remark.column, "sentence": say(remark.error)}


def _print(office: Office, plan: ImportPlan, *, written: bool) -> None:
    for row in plan.rows:
        head = f"{row.number}\t{_(FATE_WORDS[row.fate])}\t{row.title}"
        said = [f"{each.column} {say(each.error)}" for each in (*row.complaints, *row.warnings)]
        if row.record:
            said += [
                f"{_(each.field.label)}: «{each.before}» → «{each.after}»"
                for each in row_changes(office.session, plan, row)
            ]
        if said or row.fate is Fate.NEW:
            print(head, *said, sep="\t")
    print(", ".join(f"{_(FATE_WORDS[fate])}: {count}" for fate, count in plan.counts.items()))
    if plan.villages:
        names = ", ".join(each.name for each in plan.villages.values())
        told = _("Thôn, khu phố mới: {names}") if plan.create_villages else _("Chưa có: {names}")
        print(told.format(names=names))
    print(_("Đã ghi vào sổ.") if written else _("Xem trước, chưa ghi gì."))
