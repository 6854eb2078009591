"""What the commands share: an opened office, where passphrases come from, answers as JSON.

A passphrase never stands in an argument, where every user of the PC could read it.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import BadInput, NotFound, StorageTrouble
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.bootstrap import Parts
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.storage.keys.recovery import RecoveryCode

Subparsers = argparse._SubParsersAction  # noqa: SLF001  (argparse has no public name for it)

PASSPHRASE: Final = "SACHMATUY_PASSPHRASE"  # noqa: S105  (a variable's name)
NEW_PASSPHRASE: Final = "SACHMATUY_NEW_PASSPHRASE"  # noqa: S105
RECOVERY_CODE: Final = "SACHMATUY_RECOVERY_CODE"
_LONGEST_SECRET: Final = 8192


def command(
    subparsers: Subparsers[argparse.ArgumentParser], name: str, about: str
) -> argparse.ArgumentParser:
    """A command with its sentence, shown both in the list and by its own `--help`."""
    return subparsers.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")


def group(
    subparsers: Subparsers[argparse.ArgumentParser], name: str, about: str
) -> Subparsers[argparse.ArgumentParser]:
    """A command that has commands of its own."""
    return command(subparsers, name, about).add_subparsers(
        dest=f"{name}_command", required=True, metavar=_("LỆNH")
    )


def json_option(parser: argparse._ActionsContainer) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help=_("trả lời dạng JSON"))


def folder_option(parser: argparse.ArgumentParser) -> None:
    """`--data DIR`."""
    parser.add_argument("--data", type=Path, metavar="DIR", help=_("thư mục dữ liệu của cơ quan"))


def office_options(parser: argparse.ArgumentParser) -> None:
    """`--data`, `--account` and `--passphrase-file`: what it takes to open an office."""
    folder_option(parser)
    parser.add_argument(
        "--account",
        metavar="ID",
        help=_("tài khoản; không cần nếu cơ quan chỉ có một tài khoản"),
    )
    passphrase_option(parser)


def passphrase_option(parser: argparse.ArgumentParser) -> None:
    """`--passphrase-file`."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("tệp có mật khẩu ở dòng đầu; nếu không thì lấy SACHMATUY_PASSPHRASE hoặc hỏi"),
    )


def new_passphrase_option(parser: argparse.ArgumentParser) -> None:
    """`--new-passphrase-file`."""
    parser.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("tệp có mật khẩu mới; nếu không thì lấy SACHMATUY_NEW_PASSPHRASE hoặc hỏi"),
    )


def code_option(parser: argparse.ArgumentParser) -> None:
    """`--code-file`."""
    parser.add_argument(
        "--code-file",
        type=Path,
        metavar="FILE",
        help=_("tệp có mã khôi phục; nếu không thì lấy SACHMATUY_RECOVERY_CODE hoặc hỏi"),
    )


def parts_of(args: argparse.Namespace) -> Parts:
    """The program's parts for the office that `--data` names."""
    from sachmatuy_desktop.bootstrap import parts  # noqa: PLC0415  (loads the database)

    return parts(args.data)


@contextmanager
def opened_office(args: argparse.Namespace) -> Iterator[Office]:
    """The office of `--data`, opened as `--account`, closed at the end.

    Raises `NotAllowed`, `BadInput` (no passphrase at hand), `StorageTrouble`.
    """
    chosen = parts_of(args)
    account = account_of(args, chosen)
    office = chosen.unlock(account, passphrase_of(args))
    try:
        yield office
        while office.store.search_is_behind:
            office.store.settle_search()
    finally:
        office.close()


def account_of(args: argparse.Namespace, chosen: Parts) -> str:
    """The account that `--account` names, or the only one there is."""
    named = getattr(args, "account", None)  # some commands leave the account out
    if named:
        return str(named)
    ids = [each.id for each in chosen.shown().accounts]
    if len(ids) != 1:
        raise BadInput(
            N_("Hãy nêu tài khoản bằng --account; cơ quan này có: {accounts}."),
            accounts=", ".join(ids) or "–",
        )
    return ids[0]


def passphrase_of(args: argparse.Namespace) -> str:
    """The passphrase: from `--passphrase-file`, `SACHMATUY_PASSPHRASE` or a prompt."""
    return secret(args.passphrase_file, PASSPHRASE, _("Mật khẩu: "))


def new_passphrase_of(args: argparse.Namespace) -> str:
    """A passphrase to be set: from its file, its variable, or typed twice alike."""
    text = _given(args.new_passphrase_file, NEW_PASSPHRASE)
    return _typed_twice() if text is None else text


def first_passphrase_of(args: argparse.Namespace) -> str:
    """The passphrase of a new office's first account."""
    text = _given(args.passphrase_file, PASSPHRASE)
    return _typed_twice() if text is None else text


def recovery_code_of(args: argparse.Namespace) -> RecoveryCode:
    """The paper code: from `--code-file`, `SACHMATUY_RECOVERY_CODE` or a prompt."""
    from sachmatuy_desktop.storage.keys.recovery import (  # noqa: PLC0415  (with its neighbours)
        parse_recovery_code,
    )

    return parse_recovery_code(secret(args.code_file, RECOVERY_CODE, _("Mã khôi phục: ")))


def lock_passphrase_of(args: argparse.Namespace) -> str | None:
    """The passphrase that a file is to be locked with; None where it shall not be."""
    if args.lock_passphrase_file is not None:
        text = _given(args.lock_passphrase_file, "")
    else:
        text = _typed_twice() if args.lock else None
    return text


def file_passphrase_of(args: argparse.Namespace, name: str) -> str:
    """The passphrase of a locked file that is read: from its file, or typed unseen."""
    text = _given(args.file_passphrase_file, "") if args.file_passphrase_file else None
    return _typed(_("Mật khẩu của tệp {file}: ").format(file=name)) if text is None else text


def taking_out_options(parser: argparse.ArgumentParser) -> None:
    """`--purpose`, `--lock` and `--lock-passphrase-file`."""
    parser.add_argument(
        "--purpose", default="", help=_("mục đích sử dụng, bắt buộc với dữ liệu về người, hộ")
    )
    parser.add_argument(
        "--lock", action="store_true", help=_("khóa tệp .xlsx bằng mật khẩu, hỏi mật khẩu")
    )
    parser.add_argument(
        "--lock-passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("khóa tệp .xlsx bằng mật khẩu ở dòng đầu của tệp này"),
    )


def secret(file: Path | None, variable: str, prompt: str) -> str:
    """A secret: the first line of a file, a variable of the environment, or typed unseen."""
    text = _given(file, variable)
    return _typed(prompt) if text is None else text


def _given(file: Path | None, variable: str) -> str | None:
    if file is None:
        return os.environ.get(variable)
    try:
        with file.open(encoding="utf-8-sig") as opened:
            lines = opened.read(_LONGEST_SECRET).splitlines()
    except (OSError, UnicodeDecodeError):
        raise StorageTrouble(N_("Không đọc được tệp {file}."), file=file.name) from None
    return lines[0] if lines else ""


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise BadInput(
            N_("Thiếu mật khẩu hoặc mã; hãy dùng biến môi trường, tệp, hoặc gõ vào cửa sổ lệnh.")
        )
    return getpass.getpass(prompt)


def _typed_twice() -> str:
    text = _typed(_("Mật khẩu mới: "))
    if text != _typed(_("Gõ lại mật khẩu mới: ")):
        raise BadInput(N_("Hai lần gõ mật khẩu chưa giống nhau."))
    return text


def existing(path: Path) -> Path:
    """The path of a file that is there.  Raises `NotFound`."""
    if not path.is_file():
        raise NotFound(N_("Không tìm thấy tệp {file}."), file=path.name)
    return path


def print_json(answer: object) -> None:
    """An answer as JSON on stdout."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def tell(args: argparse.Namespace, answer: dict[str, object], *lines: str) -> None:
    """An answer: as JSON where asked for, else as lines of text."""
    if args.json:
        print_json(answer)
    else:
        print("\n".join(lines))


def village_named(office: Office, name: str) -> str:
    """The id of the village of a name, marks and capitals aside.

    Raises `BadInput` when there is none, or more than one.
    """
    ids = office.queries.ids("villages")
    found = [
        each
        for each, called in office.queries.names("villages", ids).items()
        if fold(called) == fold(name)
    ]
    if len(found) != 1:
        raise BadInput(
            N_(
                "Không tìm thấy đúng một thôn, khu phố tên “{name}”; hãy ghi đúng tên trong "
                "danh sách."
            ),
            name=name,
        )
    return found[0]
