"""`report KIND --period KEY --out FILE.pdf`: a periodic report from an office's records.

`report --due` lists what is owed.  Reports are read from data when the command runs, so which kinds
there are is told by the office's own list rather than by the help text.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sachmatuy_desktop.cli.common import (
    command,
    json_option,
    office_options,
    opened_office,
    tell,
    village_named,
)
from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

# What opens an office and sets a page loads heavy toolkits; it is imported when the command runs.


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `report` command."""
    parser = command(subparsers, "report", _("lập báo cáo định kỳ, đột xuất ra tệp PDF"))
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("mã báo cáo; xem --due"))
    parser.add_argument("--due", action="store_true", help=_("liệt kê các báo cáo và hạn gửi"))
    parser.add_argument(
        "--period",
        metavar="KEY",
        default="",
        help=_("kỳ: 2026-06, 2026-H1, 2026 hoặc 2026-06-01..2026-06-20"),
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("tệp PDF sẽ ghi"))
    parser.add_argument(
        "--as-of", metavar="DATE", help=_("số liệu tính đến ngày, dạng NĂM-THÁNG-NGÀY")
    )
    parser.add_argument("--village", metavar="NAME", help=_("tên thôn, khu phố"))
    parser.add_argument(
        "--issue", action="store_true", help=_("cấp số, ghi vào sổ văn bản đi rồi in")
    )
    office_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draft (or issue) the report and write it; or tell what is due."""
    if not args.due and (args.kind is None or args.out is None):
        raise BadInput(N_("Hãy ghi mã báo cáo và tệp PDF (--out); --due liệt kê các báo cáo."))
    with opened_office(args) as office:
        if args.due:
            found = _due(office)
            tell(args, {"due": found}, "\n".join(map(_line, found)))
            return 0
        told = _print(office, args)
    number = told.get("number")
    issued = _(" Số: {number}.").format(number=number) if number else ""
    tell(args, told, _("Đã in vào {file}.").format(file=args.out) + issued)
    return 0


def _due(office: Office) -> list[dict[str, Any]]:
    from sachmatuy_desktop.services.papers import reports  # noqa: PLC0415  (see above)

    today = date.fromisoformat(office.clock.today())
    return [
        {
            "report": each.kind.id,
            "title": each.kind.title,
            "period": each.days.key,
            "last_day": each.last_day.isoformat() if each.last_day else None,
            "binds": each.binds,
            "number": each.issued.number if each.issued else None,
        }
        for each in reports.due_reports(office, today)
    ]


def _line(due: dict[str, Any]) -> str:
    day = show_date(date.fromisoformat(due["last_day"])) if due["last_day"] else "–"
    number = due["number"] or "–"
    return f"{due['report']:<20} {due['period']:<10} {day:<12} {number:<14} {due['title']}"


def _print(office: Office, args: argparse.Namespace) -> dict[str, Any]:
    from sachmatuy_desktop.services import papers  # noqa: PLC0415  (see above)
    from sachmatuy_desktop.services.papers import reports  # noqa: PLC0415
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    as_of = parse_date(args.as_of or office.clock.today())
    village = None if args.village is None else village_named(office, args.village)
    report = reports.read_report(office, args.kind, args.period, as_of, village)
    data = reports.draft_report(office, report)
    told: dict[str, Any] = {
        "report": report.kind.id,
        "period": report.days.key,
        "as_of": as_of.isoformat(),
        "file": str(args.out),
        "figures": {each.figure.id: each.shown for each in report.told},
    }
    if not args.issue:
        write_atomically(args.out, papers.pdf(data))
        return told
    document = str(office.run(reports.IssueReport(report, data)).result)
    write_atomically(args.out, papers.reprint(office, document))
    number = office.queries.rows("documents", [document])[document]["number"]
    return {**told, "document": document, "number": number}
