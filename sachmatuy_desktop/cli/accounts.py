"""`user …`: who may open an office."""

from __future__ import annotations

import argparse

from sachmatuy_desktop.cli.common import (
    Subparsers,
    code_option,
    command,
    folder_option,
    group,
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
from sachmatuy_desktop.cli.office import halves_of
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.i18n import _


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the `user` commands."""
    users = group(subparsers, "user", _("tài khoản, mật khẩu và mã khôi phục"))
    listing = command(users, "list", _("các tài khoản của cơ quan, không cần mật khẩu"))
    folder_option(listing)
    json_option(listing)
    listing.set_defaults(run=run_list)

    add = command(users, "add", _("thêm một tài khoản"))
    add.add_argument("id", metavar="ID", help=_("tên đăng nhập"))
    add.add_argument("--name", required=True, metavar="TEXT", help=_("họ tên"))
    add.add_argument("--role", required=True, metavar="ROLE", help=_("vai trò"))
    new_passphrase_option(add)
    add.set_defaults(run=run_add)

    rename = command(users, "rename", _("đổi họ tên của một tài khoản"))
    rename.add_argument("id", metavar="ID", help=_("tên đăng nhập"))
    rename.add_argument("--name", required=True, metavar="TEXT", help=_("họ tên"))
    rename.set_defaults(run=run_rename)

    roles = command(users, "role", _("đổi vai trò của một tài khoản"))
    roles.add_argument("id", metavar="ID", help=_("tên đăng nhập"))
    roles.add_argument("role", metavar="ROLE", help=_("vai trò mới"))
    roles.set_defaults(run=run_role)

    remove = command(users, "remove", _("xóa một tài khoản"))
    remove.add_argument("id", metavar="ID", help=_("tên đăng nhập"))
    remove.add_argument(
        "--rotate",
        action="store_true",
        help=_("đổi luôn khóa dữ liệu, để bản sao cũ của tệp khóa không còn mở được"),
    )
    remove.set_defaults(run=run_remove)

    rotate = command(users, "rotate-key", _("đổi khóa dữ liệu của cả cơ quan; mật khẩu giữ nguyên"))
    rotate.set_defaults(run=run_rotate)

    passphrase = command(
        users, "passphrase", _("đổi mật khẩu của mình, hoặc đặt lại cho người khác")
    )
    passphrase.add_argument(
        "id", nargs="?", metavar="ID", help=_("đặt lại cho tài khoản này; cần quyền quản trị")
    )
    new_passphrase_option(passphrase)
    passphrase.set_defaults(run=run_passphrase)

    recovery = command(users, "recovery", _("cấp mã khôi phục mới; mã cũ hết hiệu lực"))
    recovery.set_defaults(run=run_recovery)

    trial = command(
        users, "try-recovery", _("thử phiếu khôi phục có mở được dữ liệu; không có gì thay đổi")
    )
    code_option(trial)
    trial.set_defaults(run=run_trial)
    for each in (add, rename, roles, remove, rotate, passphrase, recovery, trial):
        office_options(each)
        json_option(each)

    recover = command(users, "recover", _("mở bằng mã khôi phục và đặt mật khẩu mới"))
    recover.add_argument("id", metavar="ID", help=_("tên đăng nhập; chưa có thì được thêm"))
    recover.add_argument("--name", metavar="TEXT", help=_("họ tên, nếu là tài khoản mới"))
    folder_option(recover)
    code_option(recover)
    new_passphrase_option(recover)
    json_option(recover)
    recover.set_defaults(run=run_recover)


def run_list(args: argparse.Namespace) -> int:
    """Print the accounts: id, role, name."""
    shown = parts_of(args).shown()
    rows = [{"id": each.id, "name": each.name, "role": each.role} for each in shown.accounts]
    if args.json:
        print_json({"office": shown.office.name, "accounts": rows})
    else:
        for each in rows:
            print(f"{each['id']:<20}  {each['role']:<8}  {each['name']}")
    return 0


def run_add(args: argparse.Namespace) -> int:
    """Add an account."""
    from sachmatuy_desktop.services.access import accounts  # noqa: PLC0415  (loads the database)
    from sachmatuy_desktop.storage.keys.keyring_file import Account  # noqa: PLC0415

    with opened_office(args) as office:
        made = Account(args.id, args.name, args.role)
        accounts.add_account(office, made, new_passphrase_of(args))
    tell(args, {"added": args.id}, _("Đã thêm tài khoản {id}.").format(id=args.id))
    return 0


def run_rename(args: argparse.Namespace) -> int:
    """Give an account another name."""
    from sachmatuy_desktop.services.access import accounts  # noqa: PLC0415

    with opened_office(args) as office:
        accounts.rename_account(office, args.id, args.name)
    tell(args, {"renamed": args.id}, _("Đã đổi tên tài khoản {id}.").format(id=args.id))
    return 0


def run_role(args: argparse.Namespace) -> int:
    """Give an account another role."""
    from sachmatuy_desktop.services.access import accounts  # noqa: PLC0415

    with opened_office(args) as office:
        accounts.change_role(office, args.id, args.role)
    tell(
        args,
        {"changed": args.id, "role": args.role},
        _("Đã đổi vai trò của {id} thành {role}.").format(id=args.id, role=args.role),
    )
    return 0


def run_remove(args: argparse.Namespace) -> int:
    """Take an account away."""
    from sachmatuy_desktop.services.access import accounts, rotating  # noqa: PLC0415

    with opened_office(args) as office:
        if args.rotate:
            rotating.remove_and_rotate(office, args.id)
        else:
            accounts.remove_account(office, args.id)
    told = _("Đã xóa tài khoản {id}.")
    if args.rotate:
        told = _("Đã xóa tài khoản {id} và đổi khóa dữ liệu.")
    tell(args, {"removed": args.id, "rotated": args.rotate}, told.format(id=args.id))
    return 0


def run_rotate(args: argparse.Namespace) -> int:
    """Give the office a new data key."""
    from sachmatuy_desktop.services.access import rotating  # noqa: PLC0415

    with opened_office(args) as office:
        rotating.rotate_data_key(office)
    tell(
        args,
        {"rotated": True},
        _("Đã đổi khóa dữ liệu. Bản sao lưu cũ vẫn mở được bằng tệp khóa cũ cạnh nó."),
    )
    return 0


def run_passphrase(args: argparse.Namespace) -> int:
    """Set one's own passphrase, or somebody else's."""
    from sachmatuy_desktop.services.access import accounts  # noqa: PLC0415

    with opened_office(args) as office:
        changed = args.id or office.account.id
        if changed == office.account.id:
            accounts.change_passphrase(office, passphrase_of(args), new_passphrase_of(args))
        else:
            accounts.reset_passphrase(office, changed, new_passphrase_of(args))
    tell(args, {"changed": changed}, _("Đã đổi mật khẩu của {id}.").format(id=changed))
    return 0


def run_recovery(args: argparse.Namespace) -> int:
    """Give out a fresh paper code."""
    from sachmatuy_desktop.services.access import accounts  # noqa: PLC0415

    with opened_office(args) as office:
        code = accounts.new_recovery_code(office)
    tell(
        args,
        {"recovery_code": code.text},
        _("Phiếu khôi phục mới, chỉ hiện lần này; phiếu cũ không còn dùng được:"),
        *halves_of(code),
    )
    return 0


def run_trial(args: argparse.Namespace) -> int:
    """Prove both halves of the sheet against the key file."""
    from sachmatuy_desktop.services.upkeep import trials  # noqa: PLC0415

    code = recovery_code_of(args)
    with opened_office(args) as office:
        trials.try_sheet(office, code)
        number, due = trials.sheet_number(office), trials.sheet_due_on(office)
    tell(
        args,
        {"sheet": number, "due": due.isoformat()},
        _("Phiếu khôi phục mở được dữ liệu. Hãy niêm phong lại; thử lần sau trước {day}.").format(
            day=show_date(due)
        ),
    )
    return 0


def run_recover(args: argparse.Namespace) -> int:
    """Open by the paper code and set an account's passphrase."""
    from sachmatuy_desktop.storage.keys.keyring_file import Account  # noqa: PLC0415

    account = Account(args.id, args.name or args.id, "admin")
    parts_of(args).recover(recovery_code_of(args), account, new_passphrase_of(args)).close()
    tell(args, {"changed": args.id}, _("Đã đặt mật khẩu mới cho {id}.").format(id=args.id))
    return 0
