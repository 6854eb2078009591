"""`init` makes an office; `unit search`, `unit show` look into the table of units."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    first_passphrase_of,
    folder_option,
    group,
    json_option,
    parts_of,
    passphrase_option,
    print_json,
    tell,
)
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import N_, _, say

if TYPE_CHECKING:
    from sachmatuy_desktop.domain.units import Unit, UnitTable
    from sachmatuy_desktop.storage.keys.recovery import RecoverySheet


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add `init` and `unit`."""
    init = command(subparsers, "init", _("lập dữ liệu của một cơ quan trên máy này"))
    folder_option(init)
    passphrase_option(init)
    init.add_argument(
        "--unit", required=True, metavar="ID", help=_("mã đơn vị, hoặc tên đủ để chỉ còn một")
    )
    init.add_argument(
        "--kind",
        choices=("commune", "receiving"),
        default="commune",
        help=_("commune: cấp xã; receiving: cơ quan tiếp nhận"),
    )
    init.add_argument("--pack", action="append", default=[], metavar="ID", help=_("bộ tiêu chí"))
    init.add_argument("--registered-on", metavar="DATE", help=_("ngày đăng ký, NĂM-THÁNG-NGÀY"))
    init.add_argument("--document", metavar="TEXT", help=_("số, ký hiệu văn bản đăng ký"))
    init.add_argument("--account", required=True, metavar="ID", help=_("tên đăng nhập"))
    init.add_argument("--name", metavar="TEXT", help=_("họ tên người dùng"))
    init.add_argument("--role", default="admin", metavar="ROLE", help=_("vai trò"))
    init.add_argument("--training", action="store_true", help=_("cơ quan tập huấn"))
    json_option(init)
    init.set_defaults(run=run_init)

    units = group(subparsers, "unit", _("tra danh mục đơn vị hành chính"))
    search = command(units, "search", _("tìm đơn vị theo tên, có dấu hay không dấu"))
    search.add_argument("text", metavar="TEXT", help=_("tên, có thể kèm huyện, tỉnh"))
    search.add_argument("--limit", type=int, default=20, metavar="N", help=_("tối đa bao nhiêu"))
    json_option(search)
    search.set_defaults(run=run_search)
    show = command(units, "show", _("một đơn vị: cấp trên, thời gian, nhập vào đâu"))
    show.add_argument("id", metavar="ID", help=_("mã đơn vị"))
    json_option(show)
    show.set_defaults(run=run_show)


# -- init -----------------------------------------------------------------------------------------


def run_init(args: argparse.Namespace) -> int:
    """Make the office, give out the recovery code and ask for it to be read back."""
    from sachmatuy_desktop.domain.criteria import read_day  # noqa: PLC0415  (only when wanted)
    from sachmatuy_desktop.packs.library import load_packs  # noqa: PLC0415
    from sachmatuy_desktop.packs.units import unit_table  # noqa: PLC0415
    from sachmatuy_desktop.services.office import Founding  # noqa: PLC0415

    registered = read_day(args.registered_on, "--registered-on")
    library = load_packs()
    founding = Founding(
        unit=_chosen_unit(unit_table(), args.unit).id,
        kind=args.kind,
        account_id=args.account,
        account_name=args.name or args.account,
        role=_checked_role(args.role),
        packs=tuple(library.rules(each).id for each in args.pack),
        registered_on=registered.isoformat() if registered else None,
        registration_document=args.document,
        training=args.training,
    )
    parts = parts_of(args)
    office, code = parts.found(founding, first_passphrase_of(args))
    info = office.info
    office.close()
    _give_out(args, code, info.unit_id, info.full_name, info.folder)
    return 0


def _checked_role(given: str) -> str:
    """The first account must be able to manage the office, or nobody could."""
    from sachmatuy_desktop.domain.roles import ROLES  # noqa: PLC0415  (only when wanted)

    managing = [each.id for each in ROLES.values() if each.manages]
    if given not in managing:
        raise BadInput(
            N_("Tài khoản đầu tiên phải có quyền quản trị; vai trò: {roles}."),
            roles=", ".join(managing),
        )
    return given


def _chosen_unit(table: UnitTable, given: str) -> Unit:
    if given in table:
        return table.unit(given)
    hits = table.search(given, limit=6)
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise BadInput(N_("Không tìm thấy đơn vị “{text}”."), text=given)
    raise BadInput(
        N_("Có nhiều đơn vị khớp “{text}”; hãy nêu mã: {units}."),
        text=given,
        units="; ".join(f"{each.id} ({table.full_name(each)})" for each in hits),
    )


def _give_out(
    args: argparse.Namespace, code: RecoverySheet, unit: str, name: str, folder: Path
) -> None:
    answer: dict[str, object] = {
        "unit": unit,
        "office": name,
        "folder": str(folder),
        "account": args.account,
        "recovery_code": code.text,
        "sheet": code.number,
    }
    tell(
        args,
        answer,
        _("Đã lập dữ liệu của {office} trong {folder}.").format(office=name, folder=folder),
        _("Phiếu khôi phục, chỉ hiện lần này; chép mỗi phần ra một tờ, hai người giữ:"),
        *halves_of(code),
    )
    if sys.stdin.isatty() and not args.json:
        read_back(code)


def halves_of(sheet: RecoverySheet) -> list[str]:
    """The two halves, a line each: number and part, then mark and groups."""
    return [
        _("    Phiếu số {sheet}, phần {part}: {groups}").format(
            sheet=half.sheet, part=half.part, groups="-".join((half.mark, *half.groups))
        )
        for half in sheet.halves
    ]


def read_back(code: RecoverySheet) -> None:
    """Ask for the code until it is typed right from the paper."""
    from sachmatuy_desktop.storage.keys.recovery import parse_recovery_code  # noqa: PLC0415

    while True:
        try:
            if parse_recovery_code(input(_("Gõ lại cả hai phần từ giấy, trên một dòng: "))) == code:
                print(_("Đúng. Hãy cất tờ giấy trong phong bì niêm phong."))
                return
            print(_("Chưa đúng mã vừa cấp; hãy nhìn lại tờ giấy."))
        except BadInput as error:
            print(say(error))


# -- units ----------------------------------------------------------------------------------------


def run_search(args: argparse.Namespace) -> int:
    """Print the units whose name and parents contain every word."""
    from sachmatuy_desktop.packs.units import unit_table  # noqa: PLC0415  (a quarter of a second)

    table = unit_table()
    hits = table.search(args.text, limit=args.limit)
    if args.json:
        print_json([_as_data(table, each) for each in hits])
        return 0
    for each in hits:
        print("  ".join(filter(None, (each.id, table.full_name(each), each.period))))
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print one unit, what it was made of and what became of it."""
    from sachmatuy_desktop.packs.units import unit_table  # noqa: PLC0415

    table = unit_table()
    unit = table.unit(args.id)
    before = [table.unit(each.old_id) for each in table.predecessors(unit)]
    after = [table.unit(each.new_id) for each in table.successors(unit)]
    lines = [f"{unit.id}  {table.full_name(unit)}  {unit.period}", unit.source]
    lines += [f"  ← {each.id}  {table.full_name(each)}" for each in before]
    lines += [f"  → {each.id}  {table.full_name(each)}" for each in after]
    answer: dict[str, object] = {
        **_as_data(table, unit),
        "predecessors": [each.id for each in before],
        "successors": [each.id for each in after],
    }
    tell(args, answer, *lines)
    return 0


def _as_data(table: UnitTable, unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "code": unit.code,
        "name": unit.titled,
        "full_name": table.full_name(unit),
        "level": unit.kind.level,
        "parent": unit.parent_id,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "source": unit.source,
    }
