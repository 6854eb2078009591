"""`print FORM --out FILE.pdf`: a paper from an office's records, drafted or issued.

The tracking book also leaves as a spreadsheet, to a file whose name ends with `.xlsx`.
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
from sachmatuy_desktop.domain.dates import parse_date
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _
from sachmatuy_desktop.packs.forms import FORM_IDS

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

# What opens an office and sets a page loads heavy toolkits; it is imported when the command runs.

BATCH: Final = "household-commitment"
BOOK: Final = "task-book"
PLAN: Final = "plan-document"
APART: Final = ("recovery-sheet", "identity-card", "drive-pile")
FORMS: Final = tuple(each for each in FORM_IDS if each not in APART)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `print` command."""
    parser = command(subparsers, "print", _("in một mẫu văn bản ra tệp PDF"))
    parser.add_argument("form", metavar="FORM", choices=FORMS, help=", ".join(FORMS))
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
        told = (
            _print_batch(office, args, village)
            if args.form == BATCH
            else _print_paper(office, args, village)
        )
    number = told.get("number")
    issued = _(" Số: {number}.").format(number=number) if number else ""
    tell(args, told, _("Đã in vào {file}.").format(file=args.out) + issued)
    return 0


def _print_batch(office: Office, args: argparse.Namespace, village: str | None) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)

    if args.issue:
        raise BadInput(N_("Bản cam kết của hộ không mang số; hãy in không có --issue."))
    pages = papers.print_commitments(office, args.out, village, only_unsigned=not args.all)
    return {"form": args.form, "file": str(args.out), "pages": pages}


def _print_paper(office: Office, args: argparse.Namespace, village: str | None) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    as_of = parse_date(args.as_of or office.clock.today())
    told: dict[str, Any] = {"form": args.form, "file": str(args.out), "as_of": as_of.isoformat()}
    plan = None if args.plan is None else _plan(office, args.plan)
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
        write_atomically(args.out, papers.pdf(data))
        return told
    own = plan if args.form == PLAN else None
    document = str(office.run(papers.IssueDocument(args.form, data, plan=own)).result)
    write_atomically(args.out, papers.reprint(office, document, args.purpose))
    number = office.queries.rows("documents", [document])[document]["number"]
    return {**told, "document": document, "number": number}


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
