"""`bundle periods`, `bundle returns`: how the communes report, and what was given back to them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    json_option,
    office_options,
    opened_office,
    print_json,
    tell,
)
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.sync.returns_reading import FollowedReturn


def add_commands(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands about what the communes owe to the group `bundle`."""
    periods = command(bundles, "periods", _("các xã theo kỳ: đúng hạn, muộn, thiếu, bị trả lại"))
    periods.add_argument(
        "--last", type=int, default=12, metavar="N", help=_("số kỳ gần nhất (mặc định 12)")
    )
    periods.set_defaults(run=run_periods)

    returned = command(bundles, "returns", _("xem những gì cơ quan tiếp nhận trả lại để bổ sung"))
    returned.add_argument("--unit", metavar="ID", help=_("chỉ của đơn vị này"))
    returned.add_argument("--all", action="store_true", help=_("cả ý kiến đã trả lời, đã rút lại"))
    returned.set_defaults(run=run_returns)
    for each in (periods, returned):
        office_options(each)
        json_option(each)


def run_periods(args: argparse.Namespace) -> int:
    """Say how each commune stands in the newest periods."""
    from sachmatuy_desktop.services.sync.periods import read_periods  # noqa: PLC0415

    if args.last < 1:
        raise BadInput(N_("--last phải từ 1 trở lên."))
    with opened_office(args) as office:
        board = read_periods(office, args.last)
    periods = [each.key for each in board.periods]
    communes = [
        {
            "unit": line.unit.id,
            "name": line.name,
            "program": board.row(line).versions.program,
            "old": board.row(line).versions.is_old,
            "waits": board.row(line).history.waits,
            "unseen": list(board.row(line).history.unseen),
            "returned": board.row(line).returned,
            "clock": board.row(line).history.clock.value,
            "cells": [
                {"seen": cell.seen.value, "days": cell.days, "returned": cell.returned}
                for cell in board.row(line).cells
            ],
        }
        for line in board.lines
    ]
    lines = (
        f"{line.name}: "
        + ", ".join(
            f"{cell.seen}{f' {cell.days}' if cell.days else ''}" for cell in board.row(line).cells
        )
        for line in board.lines
    )
    tell(args, {"periods": periods, "communes": communes}, ", ".join(periods), *lines)
    return 0


def run_returns(args: argparse.Namespace) -> int:
    """List what was returned and where each stands."""
    from sachmatuy_desktop.services.sync import returns_reading  # noqa: PLC0415  (loads the database)

    with opened_office(args) as office:
        found = [
            each
            for each in returns_reading.visible_returns(office.session, args.unit)
            if args.all or each.standing.is_open
        ]
    rows = [_returned(each) for each in found]
    if args.json:
        print_json(rows)
        return 0
    until = _("hạn")
    for row in rows:
        due = f", {until} {row['due_on']}" if row["due_on"] else ""
        print(f"{row['written_on']}  {row['unit']}  [{row['stage']}{due}]  {row['subject']}")
    if not rows:
        print(_("Không có ý kiến nào."))
    return 0


def _returned(followed: FollowedReturn) -> dict[str, object]:
    """An opinion as the command tells it: what it is about, never the name of a person."""
    one, standing = followed.returned, followed.standing
    return {
        "id": one.id,
        "unit": one.unit,
        "kind": one.kind,
        "about": one.subject.about.value,
        "book": one.subject.book or None,
        "record": one.subject.record or None,
        "fields": list(one.subject.marked),
        "criterion": one.subject.criterion or None,
        "year": one.subject.year,
        "subject": one.question.subject,
        "written_on": one.written_on.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "stage": standing.stage.value,
        "late": standing.late,
        "answers": len(one.answers),
    }
