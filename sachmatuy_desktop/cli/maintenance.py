"""`check`, `backup`, `restore`, `doctor`: keeping an office's data alive."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.cli.common import (
    RECOVERY_CODE,
    Subparsers,
    code_option,
    command,
    existing,
    folder_option,
    json_option,
    new_passphrase_of,
    new_passphrase_option,
    office_options,
    opened_office,
    parts_of,
    passphrase_of,
    print_json,
    recovery_code_of,
    tell,
)
from sachmatuy_desktop.errors import NotFound, StorageTrouble
from sachmatuy_desktop.i18n import N_, _, say

if TYPE_CHECKING:
    from sachmatuy_desktop.bootstrap import Parts
    from sachmatuy_desktop.storage.backups.backup import Backup
    from sachmatuy_desktop.storage.backups.restore import Restored

_WRONG: Final = N_(
    "Có {count} chỗ không ổn: hãy làm theo từng dòng ở trên; cần lấy lại cả bộ sổ thì khôi phục bản"
    " sao lưu {file} (những gì ghi sau {moment} sẽ mất)."
)
_NO_BACKUP: Final = N_(
    "Có {count} chỗ không ổn: hãy làm theo từng dòng ở trên; trong thư mục không có bản sao lưu"
    " dùng được, hãy tìm trên USB hoặc ổ sao lưu thứ hai."
)


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    check = command(
        subparsers, "check", _("kiểm tra toàn bộ tệp dữ liệu, nhật ký và từng ghi chép")
    )
    office_options(check)
    check.add_argument(
        "--paper",
        action="append",
        default=[],
        metavar="TEXT",
        help=_("số và ba nhóm chữ ở chân tờ giấy đã in, ví dụ: 412 · 7QF2M9-TCXXKP-4B7NQH"),
    )
    check.add_argument(
        "--outside",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=_("biên nhận (.smt) hoặc bản sao lưu (.json, .db) được giữ ngoài máy, để đối chiếu"),
    )
    json_option(check)
    check.set_defaults(run=run_check)

    backup = command(subparsers, "backup", _("sao lưu và kiểm tra bản sao lưu"))
    office_options(backup)
    backup.add_argument(
        "--to", type=Path, metavar="DIR", help=_("thư mục trên USB; chỉ mã khôi phục mở được")
    )
    backup.add_argument("--list", action="store_true", help=_("chỉ liệt kê các bản sao lưu"))
    json_option(backup)
    backup.set_defaults(run=run_backup)

    restore = command(
        subparsers, "restore", _("khôi phục từ bản sao lưu; dữ liệu cũ được để riêng, không xóa")
    )
    restore.add_argument("file", type=Path, metavar="FILE", help=_("tệp .db của bản sao lưu"))
    office_options(restore)
    restore.add_argument(
        "--with-code", action="store_true", help=_("mở bằng mã khôi phục và đặt mật khẩu mới")
    )
    restore.add_argument("--name", metavar="TEXT", help=_("họ tên, nếu phải thêm tài khoản"))
    code_option(restore)
    new_passphrase_option(restore)
    json_option(restore)
    restore.set_defaults(run=run_restore)

    doctor = command(subparsers, "doctor", _("báo cáo về chương trình và máy, không có dữ liệu"))
    folder_option(doctor)
    shown = doctor.add_mutually_exclusive_group()  # what goes into the package is shown first
    json_option(shown)
    shown.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        help=_("in ra rồi ghi gói hỗ trợ .zip: báo cáo này, nhật ký chương trình, vết lỗi"),
    )
    doctor.set_defaults(run=run_doctor)


def run_check(args: argparse.Namespace) -> int:
    """Check the office, and hold what is outside against it; a known error if anything is wrong."""
    from sachmatuy_desktop.cli.checking import about_evidence, hold_against  # noqa: PLC0415
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415  (loads the database)

    with _way_out_told(args), opened_office(args) as office:
        started = time.monotonic()
        report = maintenance.check(office)
        seconds = round(time.monotonic() - started, 2)
        newest = maintenance.last_backup(office)
        held = hold_against(office, args.paper, args.outside)
        evidence, stands = about_evidence(office)
    answer: dict[str, object] = {
        "clean": report.clean,
        "entries": report.entries,
        "lines": report.lines,
        "records": report.records,
        "files": report.files,
        "checkpoints": report.checkpoints,
        "seconds": seconds,
        "problems": [{"entry": each.entry, "message": say(each.said)} for each in report.problems],
        **evidence,
        "outside": [each.answer for each in held],
    }
    summary = _(
        "{entries} bút toán, {lines} dòng, {records} ghi chép, {points} điểm niêm phong,"
        " {seconds} giây."
    )
    tell(
        args,
        answer,
        *(say(each.said) for each in report.problems),
        *(each.words for each in held),
        *stands,
        summary.format(
            entries=report.entries,
            lines=report.lines,
            records=report.records,
            points=report.checkpoints,
            seconds=seconds,
        ),
    )
    if not report.clean:
        raise _way_back(newest, len(report.problems))
    wrong = sum(not each.agrees for each in held)
    if wrong:
        raise StorageTrouble(
            N_("{count} thứ được giữ ngoài máy không khớp với nhật ký, xem ở trên."), count=wrong
        )
    return 0


def _way_back(newest: Backup | None, count: int) -> StorageTrouble:
    if newest is None:
        return StorageTrouble(_NO_BACKUP, count=count)
    moment = f"{newest.made:%H:%M %d/%m/%Y}"
    return StorageTrouble(_WRONG, count=count, file=newest.path.name, moment=moment)


@contextmanager
def _way_out_told(args: argparse.Namespace) -> Iterator[None]:
    """An office that does not open is looked at as the repair screen does, and the way out told."""
    from sachmatuy_desktop.services.upkeep import repair  # noqa: PLC0415  (loads the database)

    try:
        yield
    except StorageTrouble as trouble:
        parts = parts_of(args)
        seen = repair.look(parts.folder, parts.clock, parts.cost)
        way = repair.way_out(seen) if repair.is_an_office(parts.folder) else None
        if way is None:
            raise
        for each in seen.found:
            print(_(each.value), file=sys.stderr)
        raise way from trouble


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup, or list them."""
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415

    if args.list:
        return _list_backups(args)
    with opened_office(args) as office:
        made = maintenance.backup_to(office, args.to) if args.to else maintenance.backup_now(office)
    tell(args, {"backup": str(made)}, _("Đã sao lưu và kiểm tra: {file}").format(file=made))
    return 0


def _list_backups(args: argparse.Namespace) -> int:
    from sachmatuy_desktop.storage.backups.backup import FOLDER, list_backups  # noqa: PLC0415

    kept = list_backups(args.to or parts_of(args).folder / FOLDER)
    if args.json:
        print_json(
            [
                {
                    "file": str(each.path),
                    "made": each.made.isoformat(),
                    "reason": each.reason,
                    "generation": each.generation,
                    "verified": each.verified,
                }
                for each in kept
            ]
        )
        return 0
    for each in kept:
        mark = _("đã kiểm tra") if each.verified else _("chưa kiểm tra")
        print(f"{each.made:%d/%m/%Y %H:%M}  {each.reason:<10}  {mark}  {each.path.name}")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Restore, by an account's passphrase or by the paper code."""
    parts = parts_of(args)
    path = existing(args.file)
    with _others_told(path):
        restored = _restored(args, parts, path)
    lines = [_("Đã khôi phục vào {folder}.").format(folder=restored.folder)]
    if restored.replaced:
        lines.append(_("Dữ liệu trước đó để ở {folder}.").format(folder=restored.replaced))
    lines += [say(each.said) for each in restored.report.problems]
    lines.append(_("Tạm dừng gửi: xem lại sổ rồi chạy “sachmatuy bundle resume”."))
    answer: dict[str, object] = {
        "folder": str(restored.folder),
        "replaced": str(restored.replaced) if restored.replaced else None,
        "clean": restored.report.clean,
        "problems": [say(each.said) for each in restored.report.problems],
    }
    tell(args, answer, *lines)
    return 0


def _restored(args: argparse.Namespace, parts: Parts, path: Path) -> Restored:
    from sachmatuy_desktop.services.upkeep import maintenance  # noqa: PLC0415
    from sachmatuy_desktop.storage.keys.keyring_file import Account  # noqa: PLC0415

    if not args.with_code:
        return maintenance.restore_with_passphrase(
            path,
            parts.folder,
            args.account or _only_account(parts, path),
            passphrase_of(args),
            parts.clock,
            parts.cost,
        )
    account = Account(args.account or "admin", args.name or args.account or "admin", "admin")
    restored, office = maintenance.restore_with_code(
        path,
        parts.folder,
        recovery_code_of(args),
        account,
        new_passphrase_of(args),
        parts.clock,
        parts.cost,
    )
    office.close()
    return restored


@contextmanager
def _others_told(path: Path) -> Iterator[None]:
    """Where a backup cannot be taken up, those beside it that may be are named."""
    from sachmatuy_desktop.services.upkeep import repair  # noqa: PLC0415

    try:
        yield
    except (StorageTrouble, NotFound):
        for each in repair.backups_in(path.parent):
            if each.path != path:
                told = _("Bản sao lưu khác dùng được: {file}").format(file=each.path)
                print(told, file=sys.stderr)
        raise


def _only_account(parts: Parts, path: Path) -> str:
    """The account to restore as where none was named: the only one in the keys that open it."""
    from sachmatuy_desktop.services.upkeep.maintenance import way_into  # noqa: PLC0415
    from sachmatuy_desktop.storage.backups.restore import backup_named  # noqa: PLC0415

    way = way_into(backup_named(path), parts.folder, parts.cost)
    ids = [each.id for each in way.accounts]
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise StorageTrouble(
            N_("Hãy nêu tài khoản bằng --account; bản sao lưu có: {accounts}."),
            accounts=", ".join(ids),
        )
    raise StorageTrouble(
        N_("Bản sao lưu này chỉ mở được bằng mã khôi phục; hãy thêm --with-code ({variable})."),
        variable=RECOVERY_CODE,
    )


def run_doctor(args: argparse.Namespace) -> int:
    """Print what a support person wants to know; a known error if something is not right."""
    from sachmatuy_desktop.services.upkeep.doctor import doctor  # noqa: PLC0415
    from sachmatuy_desktop.services.upkeep.support import package_of, save_package  # noqa: PLC0415

    parts = parts_of(args)
    findings = doctor(parts.folder, parts.clock)
    if args.json:
        print_json(
            [
                {
                    "name": each.name,
                    "value": each.value,
                    "trouble": say(each.trouble) if each.trouble else None,
                }
                for each in findings
            ]
        )
        return 0
    if args.to is not None:
        package = package_of(parts.folder, findings)
        for name, text in package:
            print(f"== {name}\n{text}")
        save_package(package, args.to)
        print(_("Đã ghi đúng nội dung trên vào tệp {file}.").format(file=args.to.name))
        return 0
    for each in findings:
        print(f"{_(each.name):<18}  {_(each.value)}")
        if each.trouble:
            print(f"{'':<18}  ⚠ {say(each.trouble)}")
    return 0
