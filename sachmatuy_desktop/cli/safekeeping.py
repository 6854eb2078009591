"""`drill` and `second-place …`: restoring is rehearsed, backups lie on another disk, too."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sachmatuy_desktop.cli.common import (
    Subparsers,
    code_option,
    command,
    group,
    json_option,
    office_options,
    opened_office,
    recovery_code_of,
    tell,
)
from sachmatuy_desktop.domain.dates import show_date, show_moment
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.storage.backups.second_place import SecondPlace


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    drill = command(
        subparsers,
        "drill",
        _("diễn tập khôi phục: lấy bản sao lưu ra thư mục riêng, kiểm tra rồi xóa"),
    )
    drill.add_argument(
        "--with-sheet",
        type=Path,
        metavar="FILE",
        help=_("diễn tập có người làm: mở bản sao lưu .db này bằng hai phần của phiếu khôi phục"),
    )
    drill.add_argument(
        "--who", default="", metavar="TEXT", help=_("người diễn tập; cần khi có --with-sheet")
    )
    code_option(drill)
    drill.set_defaults(run=run_drill)

    places = group(subparsers, "second-place", _("nơi sao lưu thứ hai, trên ổ đĩa khác"))
    show = command(places, "show", _("nơi đã chọn, có đang gắn không, lần gần nhất nhận bản sao"))
    show.set_defaults(run=run_show)
    choose = command(places, "set", _("chọn một thư mục ngoài thư mục dữ liệu"))
    choose.add_argument("folder", type=Path, metavar="DIR", help=_("thư mục trên ổ đĩa khác"))
    choose.set_defaults(run=run_set)
    leave = command(places, "none", _("thôi dùng nơi thứ hai; các bản ở đó vẫn còn"))
    leave.set_defaults(run=run_none)
    now = command(places, "backup", _("sao lưu ngay vào nơi thứ hai và kiểm tra bản đó"))
    now.set_defaults(run=run_backup)
    for each in (drill, show, choose, leave, now):
        office_options(each)
        json_option(each)


def run_drill(args: argparse.Namespace) -> int:
    """Restore a backup aside and check it; a known error if it cannot be restored."""
    if args.with_sheet is not None:
        return _drill_by_people(args)
    from sachmatuy_desktop.services.upkeep import trials  # noqa: PLC0415  (loads the database)

    with opened_office(args) as office:
        done = trials.drill(office)
        due = trials.drill_due_on(office)
    said = _("Đã khôi phục thử {backup}: {records} ghi chép, {seconds} giây. Lần sau: {day}.")
    tell(
        args,
        {
            "backup": done.backup,
            "records": done.records,
            "entries": done.entries,
            "seconds": done.seconds,
            "problems": list(done.problems),
            "due": due.isoformat(),
        },
        *done.problems,
        said.format(
            backup=done.backup, records=done.records, seconds=done.seconds, day=show_date(due)
        ),
    )
    return _verdict(done.problems)


def _drill_by_people(args: argparse.Namespace) -> int:
    from sachmatuy_desktop.services.upkeep import drills_by_people  # noqa: PLC0415
    from sachmatuy_desktop.storage.backups.restore import backup_named  # noqa: PLC0415

    backup = backup_named(args.with_sheet)
    with opened_office(args) as office:
        begun, code = office.clock.now(), recovery_code_of(args)
        done = drills_by_people.drill_by_people(office, backup, code, args.who, begun)
        due = drills_by_people.people_drill_due_on(office)
    said = _("Đã mở {backup} bằng phiếu số {sheet}: {records} ghi chép. Lần sau: {day}.")
    tell(
        args,
        {
            "backup": done.backup,
            "sheet": done.sheet,
            "who": done.who,
            "records": done.records,
            "seconds": done.seconds,
            "problems": list(done.problems),
            "due": due.isoformat(),
        },
        *done.problems,
        said.format(backup=done.backup, sheet=done.sheet, records=done.records, day=show_date(due)),
    )
    return _verdict(done.problems)


def _verdict(problems: tuple[str, ...]) -> int:
    if problems:
        raise StorageTrouble(
            N_("Bản sao lưu này không khôi phục được, xem ở trên; hãy sao lưu lại rồi thử lại.")
        )
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Say where the second place is and when it was last seen."""
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415

    with opened_office(args) as office:
        place = maintenance.second_place_of(office)
    _tell_place(args, place)
    return 0


def run_set(args: argparse.Namespace) -> int:
    """Use a folder as the second place from now on."""
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415

    with opened_office(args) as office:
        maintenance.choose_second_place(office, args.folder)
        place = maintenance.second_place_of(office)
    _tell_place(args, place)
    return 0


def run_none(args: argparse.Namespace) -> int:
    """Use no second place any more."""
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415

    with opened_office(args) as office:
        maintenance.choose_second_place(office, None)
    _tell_place(args, None)
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup in the second place."""
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415

    with opened_office(args) as office:
        made = maintenance.backup_beside_now(office)
    tell(args, {"backup": str(made)}, _("Đã sao lưu và kiểm tra: {file}").format(file=made))
    return 0


def _tell_place(args: argparse.Namespace, place: SecondPlace | None) -> None:
    if place is None:
        tell(args, {"folder": None}, _("Chưa chọn nơi sao lưu thứ hai."))
        return
    state = _("đang có") if place.is_there else _("chưa gắn vào máy")
    last = show_moment(place.last) if place.last else _("chưa có bản nào")
    tell(
        args,
        {
            "folder": str(place.folder),
            "is_there": place.is_there,
            "last": place.last.isoformat() if place.last else None,
        },
        _("Nơi thứ hai: {folder} ({state}), lần gần nhất {last}").format(
            folder=place.folder, state=state, last=last
        ),
    )
