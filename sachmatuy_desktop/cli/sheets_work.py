"""What the spreadsheet commands do once the office is open, and how they report it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.exchange.drafts import Remark
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.mapping import SheetMapping, load_mapping, save_mapping
from sachmatuy_desktop.exchange.plan import FATE_WORDS, Fate, ImportPlan, RowPlan
from sachmatuy_desktop.exchange.reading import Sheet, read_sheet
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    export_register,
    export_template,
    preview,
    row_changes,
)


def import_file(office: Office, args: argparse.Namespace) -> int:
    """Read, plan, report and write.  Raises a `KnownError`; then nothing is written."""
    sheet = read_sheet(args.file, args.sheet)
    mapping = _mapping(args, sheet)
    plan = preview(office.session, sheet, mapping, create_villages=args.create_villages)
    if not args.dry_run:
        office.run(ImportSpreadsheet(plan))
    if args.save_mapping:
        save_mapping(mapping, args.save_mapping)
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
    written = export_register(office.session, args.kind, args.to)
    if args.json:
        print(json.dumps({"rows": written.rows, "left_out": written.left_out}))
    else:
        print(_("Đã xuất {rows} dòng.").format(rows=written.rows))
        if written.left_out:
            print(_("{count} ô dài quá giới hạn nên để trống.").format(count=written.left_out))
    return 0


def _mapping(args: argparse.Namespace, sheet: Sheet) -> SheetMapping:
    if args.mapping is None:
        return suggest_mapping(REGISTERS[args.kind], sheet)
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
    changes = row_changes(office.session, plan, row) if row.fate is Fate.CHANGED else []
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
        if row.fate is Fate.CHANGED:
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
