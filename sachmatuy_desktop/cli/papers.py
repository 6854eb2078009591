"""`papers check`: whether a paper is genuine, by the code on it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sachmatuy_desktop.cli.common import (
    command,
    group,
    json_option,
    office_options,
    opened_office,
    tell,
)
from sachmatuy_desktop.i18n import _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.papers import Checked


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group `papers`."""
    papers = group(subparsers, "papers", _("kiểm tra văn bản đã in"))
    check = command(papers, "check", _("kiểm tra mã trên một văn bản: tệp quét, ảnh hoặc mã gõ"))
    check.add_argument(
        "what", metavar="FILE|CODE", help=_("tệp PDF, JPG, PNG; hoặc mã in cạnh mã QR")
    )
    office_options(check)
    json_option(check)
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Say what the code proves: 0 if the paper is genuine, 1 if not."""
    from sachmatuy_desktop.services.papers import check_code, check_file  # noqa: PLC0415

    with opened_office(args) as office:
        path = Path(args.what)
        checked = check_file(office, path) if path.is_file() else [check_code(office, args.what)]
    genuine = all(each.genuine for each in checked)
    tell(
        args,
        {
            "genuine": genuine,
            "codes": [{"genuine": each.genuine, "said": _lines(each)} for each in checked],
        },
        *(line for each in checked for line in _lines(each)),
    )
    return 0 if genuine else 1


def _lines(checked: Checked) -> list[str]:
    return [said.told(_) for said in checked.said]
