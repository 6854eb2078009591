"""`print FORM --out FILE.pdf`: a paper from an office's records, drafted or issued.

With `--word` it is a Word file to work on.  The tracking book also leaves as a spreadsheet, to a
file whose name ends with `.xlsx`.

A form of a decree is filled from the books about `--record`, with `--set PLACE=WORDS` for what they
do not know; `--blank` prints it as the decree does.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sachmatuy_desktop.cli.common import (
    command,
    json_option,
    office_options,
    opened_office,
    tell,
    village_named,
)
from sachmatuy_desktop.domain.dates import parse_date, parse_partial_date
from sachmatuy_desktop.domain.forms import FieldSpec, FormData, Value
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _
from sachmatuy_desktop.packs.form_families import fillable_families
from sachmatuy_desktop.packs.forms import FORM_IDS, family, load_form

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

# What opens an office and sets a page loads heavy toolkits; it is imported when the command runs.

BATCH: Final = "household-commitment"
BOOK: Final = "task-book"
PLAN: Final = "plan-document"
APART: Final = ("recovery-sheet", "identity-card", "drive-pile")
FORMS: Final = tuple(each for each in FORM_IDS if each not in APART)


def fillable() -> tuple[str, ...]:
    """The forms that are filled place by place."""
    return tuple(form for each in fillable_families() for form in family(each.id))


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `print` command."""
    parser = command(subparsers, "print", _("in một mẫu văn bản ra tệp PDF"))
    forms = (*FORMS, *fillable())
    parser.add_argument("form", metavar="FORM", choices=forms, help=", ".join(forms))
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=_("tệp PDF sẽ ghi"))
    parser.add_argument(
        "--as-of", metavar="DATE", help=_("số liệu tính đến ngày, dạng NĂM-THÁNG-NGÀY")
    )
    parser.add_argument("--pack", metavar="ID", help=_("mã bộ tiêu chí"))
    parser.add_argument("--village", metavar="NAME", help=_("tên thôn, khu phố"))
    parser.add_argument("--purpose", default="", help=_("mục đích sử dụng danh sách người"))
    parser.add_argument("--copy", type=int, default=1, metavar="N", help=_("bản số"))
    parser.add_argument("--copies", type=int, default=1, metavar="N", help=_("tổng số bản"))
    parser.add_argument("--plan", metavar="NAME", help=_("tên hoặc mã kế hoạch đang thực hiện"))
    parser.add_argument(
        "--period", default="", metavar="KEY", help=_("kỳ: 2026-06, 2026-H1 hoặc 2026")
    )
    parser.add_argument(
        "--actor", default="", metavar="NAME", help=_("chỉ của cơ quan, thôn có tên này")
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("năm báo cáo của bản tổng kết"))
    parser.add_argument(
        "--record", metavar="NAME", help=_("tên hoặc mã của người, hộ mà mẫu nói về")
    )
    parser.add_argument(
        "--set",
        metavar="PLACE=WORDS",
        action="append",
        default=[],
        help=_("lời điền vào một chỗ trống của mẫu; dùng được nhiều lần"),
    )
    parser.add_argument(
        "--blank", action="store_true", help=_("in mẫu trắng kèm chú thích của Nghị định")
    )
    parser.add_argument(
        "--word", action="store_true", help=_("ghi tệp Word (.docx) để sửa, thay cho PDF")
    )
    parser.add_argument("--all", action="store_true", help=_("in bản cam kết cả cho hộ đã ký"))
    parser.add_argument(
        "--issue", action="store_true", help=_("cấp số, ghi vào sổ văn bản đi rồi in")
    )
    office_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draft (or issue) the paper and write it; a file is whole or not there."""
    with opened_office(args) as office:
        village = None if args.village is None else village_named(office, args.village)
        if args.form in fillable():
            told = _print_filled(office, args)
        elif args.form == BATCH:
            told = _print_batch(office, args, village)
        else:
            told = _print_paper(office, args, village)
    number = told.get("number")
    issued = _(" Số: {number}.").format(number=number) if number else ""
    tell(args, told, _("Đã in vào {file}.").format(file=args.out) + issued)
    return 0


def _print_batch(office: Office, args: argparse.Namespace, village: str | None) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)

    if args.issue:
        raise BadInput(N_("Bản cam kết của hộ không mang số; hãy in không có --issue."))
    if args.word:
        raise BadInput(N_("Bản cam kết của các hộ chỉ in ra PDF; hãy bỏ --word."))
    pages = papers.print_commitments(office, args.out, village, only_unsigned=not args.all)
    return {"form": args.form, "file": str(args.out), "pages": pages}


def _print_paper(office: Office, args: argparse.Namespace, village: str | None) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    as_of = parse_date(args.as_of or office.clock.today())
    told: dict[str, Any] = {"form": args.form, "file": str(args.out), "as_of": as_of.isoformat()}
    plan = None if args.plan is None else _plan(office, args.plan)
    if args.word and args.out.suffix.lower() != ".docx":
        raise _not_word()
    if args.form == BOOK and args.out.suffix.lower() == ".xlsx":
        return {
            **told,
            "rows": papers.write_tracking(office, args.out, as_of, _of_plans(args, plan)),
        }
    data = papers.draft(
        office,
        args.form,
        as_of,
        pack=args.pack,
        village=village,
        purpose=args.purpose,
        copy=args.copy,
        copies=args.copies,
        year=args.year,
        **_of_plans(args, plan),
    )
    if not args.issue:
        write_atomically(args.out, _written(args, data))
        return told
    own = plan if args.form == PLAN else None
    document = str(office.run(papers.IssueDocument(args.form, data, plan=own)).result)
    write_atomically(args.out, _issued(office, args, document))
    number = office.queries.rows("documents", [document])[document]["number"]
    return {**told, "document": document, "number": number}


def _print_filled(office: Office, args: argparse.Namespace) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    if args.word and args.out.suffix.lower() != ".docx":
        raise _not_word()
    day = parse_date(args.as_of or office.clock.today())
    about = load_form(args.form).about
    record = None if args.record is None or not about else _record(office, about, args.record)
    filling = papers.fill(office, args.form, record, day)
    for each in args.set:
        name, _equals, words = str(each).partition("=")
        filling = filling.with_typed(name, typed_value(filling.form.field(name), words))
    filling = papers.refilled(office, filling, record, day)
    told: dict[str, Any] = {"form": args.form, "file": str(args.out), "as_of": day.isoformat()}
    told["missing"] = [spec.name for spec in filling.missing]
    if args.issue:
        document = str(office.run(papers.issue_filling(office, filling)).result)
        write_atomically(args.out, _issued(office, args, document))
        number = office.queries.rows("documents", [document])[document]["number"]
        return {**told, "document": document, "number": number}
    shown = filling.blank if args.blank else filling
    terms = papers.PrintTerms(args.purpose, args.copy, args.copies, marked=True)
    note = papers.note_print(shown, terms)
    data = papers.compose_filling(office, shown, notes=args.blank, terms=terms)
    if note is not None:
        office.run(note)
    write_atomically(args.out, _written(args, data))
    return told


def _not_word() -> BadInput:
    return BadInput(N_("Với --word, tên tệp ghi ra phải có đuôi .docx."))


def _written(args: argparse.Namespace, data: FormData) -> bytes:
    """The paper as the file that was asked for."""
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)

    return papers.as_word(data) if args.word else papers.pdf(data)


def _issued(office: Office, args: argparse.Namespace, document: str) -> bytes:
    """An issued paper as the file that was asked for; the journal notes it either way."""
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)

    if args.word:
        return papers.as_word(papers.taken_out(office, document, "Word", args.purpose))
    return papers.reprint(office, document, args.purpose)


def typed_value(spec: FieldSpec, words: str) -> Value:
    """Words given for a place, in its kind: days as they are typed, several separated by “;”.

    Raises `BadInput`.
    """
    if not words.strip():
        return None
    if spec.kind in ("date", "short_date"):
        return parse_partial_date(words).iso
    if spec.kind in ("multi", "list"):
        return tuple(each.strip() for each in words.split(";") if each.strip())
    if spec.kind == "rows":
        return tuple(tuple(cell.strip() for cell in row.split("|")) for row in words.split(";"))
    return words


def _record(office: Office, register: str, name: str) -> str:
    """The id of a record of a register by its name or its id, marks and capitals aside.

    Raises `BadInput` when there is none, or more than one.
    """
    ids = office.queries.ids(register)
    if name in ids:
        return name
    named = REGISTERS[register].naming[0]
    rows = office.queries.rows(register, ids)
    found = [each for each, row in rows.items() if fold(str(row[named] or "")) == fold(name)]
    if len(found) != 1:
        raise BadInput(
            N_("Không tìm thấy đúng một {one} “{name}”; hãy ghi đúng tên hoặc mã."),
            one=REGISTERS[register].one,
            name=name,
        )
    return found[0]


def _of_plans(args: argparse.Namespace, plan: str | None) -> dict[str, Any]:
    """The choices of the papers of plans; a month of action is a plan too."""
    return {"plan": plan, "campaign": plan, "period": args.period, "actor": args.actor}


def _plan(office: Office, name: str) -> str:
    """The id of an adopted plan by its title or its id, marks and capitals aside.

    Raises `BadInput` when there is none, or more than one.
    """
    from sachmatuy_desktop.services.plans import plans_of  # noqa: PLC0415  (see above)

    found = [
        each.id
        for each in plans_of(office.queries, office.info.unit_id)
        if fold(each.title) == fold(name) or name in (each.id, each.pack)
    ]
    if len(found) != 1:
        raise BadInput(
            N_("Không tìm thấy đúng một kế hoạch “{name}”; hãy ghi đúng tên hoặc mã."), name=name
        )
    return found[0]
