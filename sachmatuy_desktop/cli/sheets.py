"""`import FILE --kind REGISTER` and `export --kind REGISTER --to FILE` (`.xlsx` or `.csv`)."""

from __future__ import annotations

import argparse
from pathlib import Path

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    json_option,
    office_options,
    opened_office,
    taking_out_options,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _

# What works on an office loads the database toolkit; it is imported when a command runs, so that
# `packs list` and the window's first picture do not wait for it.


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add `import` and `export`."""
    kinds = [each.name for each in REGISTERS if not each.by_program]

    bring = command(subparsers, "import", _("nhập bảng tính vào một sổ, báo kết quả từng dòng"))
    bring.add_argument("file", metavar="FILE", type=Path, help=_("tệp .xlsx, .xls, .ods hoặc .csv"))
    bring.add_argument("--sheet", metavar="NAME", help=_("tên sheet, nếu không phải sheet đầu"))
    bring.add_argument(
        "--table", metavar="N", type=int, default=1, help=_("bảng thứ mấy trong sheet, mặc định 1")
    )
    bring.add_argument(
        "--encoding",
        metavar="NAME",
        help=_("bảng mã của tệp: unicode, tcvn3, vni, viscii, cp1258"),
    )
    bring.add_argument(
        "--mapping", metavar="FILE", type=Path, help=_("bảng ghép cột đã lưu (.json, .toml)")
    )
    bring.add_argument(
        "--save-mapping", metavar="FILE", type=Path, help=_("lưu bảng ghép cột đã dùng")
    )
    bring.add_argument(
        "--create-villages", action="store_true", help=_("tự tạo thôn, khu phố chưa có")
    )
    bring.add_argument("--empty-erases", action="store_true", help=_("ô trống thì xóa mục đang có"))
    bring.add_argument("--hidden", action="store_true", help=_("lấy cả dòng, cột đang ẩn"))
    bring.add_argument("--notes", action="store_true", help=_("chép ghi chú của ô vào mục Ghi chú"))
    bring.add_argument(
        "--take-conflicts",
        action="store_true",
        help=_("ghi cả các dòng mang giá trị cũ mà người khác đã sửa"),
    )
    bring.add_argument(
        "--report", metavar="FILE", type=Path, help=_("ghi kết quả từng dòng ra tệp .xlsx")
    )
    bring.add_argument(
        "--file-passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("tệp có mật khẩu của bảng tính đã khóa; nếu không thì hỏi"),
    )
    bring.add_argument("--dry-run", action="store_true", help=_("chỉ xem trước, không ghi gì"))
    bring.set_defaults(run=run_import)

    send = command(subparsers, "export", _("xuất một sổ ra tệp .xlsx hoặc .csv"))
    send.add_argument(
        "--to", metavar="FILE", type=Path, required=True, help=_("tệp .xlsx hoặc .csv")
    )
    send.add_argument(
        "--template", action="store_true", help=_("xuất tệp mẫu để điền, không có dữ liệu")
    )
    send.set_defaults(run=run_export)

    for each in (bring, send):
        each.add_argument(
            "--kind", metavar="REGISTER", choices=kinds, required=True, help=", ".join(kinds)
        )
        taking_out_options(each)
        office_options(each)
        json_option(each)


def run_import(args: argparse.Namespace) -> int:
    """Preview, report, and unless `--dry-run` write."""
    from sachmatuy_desktop.cli.sheets_work import import_file  # noqa: PLC0415

    with opened_office(args) as office:
        return import_file(office, args)


def run_export(args: argparse.Namespace) -> int:
    """Write the register, or an empty sheet for it."""
    from sachmatuy_desktop.cli.sheets_work import export_file  # noqa: PLC0415

    with opened_office(args) as office:
        return export_file(office, args)
