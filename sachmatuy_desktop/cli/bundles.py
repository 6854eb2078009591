"""`bundle …`: sending to another office and taking in, without the window.

Here stand the commands about what is sent and the book of bundles; what comes in is in
`cli.bundles_in`, receipts and slips in `cli.receipts`, how the communes report in `cli.communes`,
cards and keys in `cli.keys`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sachmatuy_desktop.cli import bundles_in, communes, keys, receipts
from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    existing,
    group,
    json_option,
    office_options,
    opened_office,
    tell,
)
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the `bundle` commands."""
    bundles = group(subparsers, "bundle", _("gói dữ liệu gửi và nhận giữa các cơ quan"))
    _add_export(bundles)
    _add_inspect(bundles)
    bundles_in.add_commands(bundles)
    receipts.add_commands(bundles)
    _add_book(bundles)
    _add_resume(bundles)
    keys.add_commands(bundles)
    communes.add_commands(bundles)


def _add_export(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    export = command(bundles, "export", _("xuất gói cho một cơ quan đã tin cậy"))
    export.add_argument("--to", metavar="WHO", help=_("mã khóa hoặc mã đơn vị của nơi nhận"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp .smt"))
    export.add_argument("--everything", action="store_true", help=_("gửi lại từ đầu"))
    export.add_argument(
        "--no-files", action="store_true", help=_("không gửi kèm tệp đính kèm, để gói sau")
    )
    export.add_argument(
        "--split",
        type=int,
        metavar="MB",
        help=_("chia thành nhiều tệp để gửi thư, mỗi tệp tối đa bấy nhiêu MB"),
    )
    export.add_argument(
        "--carry",
        choices=("all", "figures", "programme"),
        help=_(
            "gửi mọi sổ; số liệu tổng hợp và mã thay tên (figures); hoặc chỉ số liệu chương trình"
            " (không có người và hộ); nhớ cho lần sau"
        ),
    )
    export.set_defaults(run=run_export)
    office_options(export)
    json_option(export)


def _add_inspect(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    inspect = command(bundles, "inspect", _("xem phong bì của một gói, không mở nội dung"))
    inspect.add_argument("file", type=Path, metavar="FILE", help=_("tệp .smt"))
    inspect.add_argument(
        "--explain", action="store_true", help=_("in các lệnh công cụ thường dùng để tự mở gói")
    )
    json_option(inspect)
    inspect.set_defaults(run=run_inspect)


def _add_book(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    book = command(bundles, "book", _("liệt kê gói đi, đến và tình trạng từng gói"))
    book.set_defaults(run=run_book)
    office_options(book)
    json_option(book)


def _add_resume(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    resume = command(bundles, "resume", _("cho gửi lại, sau khi đã xem lại dữ liệu vừa khôi phục"))
    resume.set_defaults(run=run_resume)
    office_options(resume)
    json_option(resume)


def run_resume(args: argparse.Namespace) -> int:
    """Let bundles leave again after a restoring."""
    from sachmatuy_desktop.services.upkeep import pausing  # noqa: PLC0415  (loads the database)

    with opened_office(args) as office:
        pause = pausing.paused(office)
        pausing.resume(office)
    told = _("Đã cho gửi lại.") if pause else _("Không có gì đang tạm dừng.")
    tell(args, {"rested_since": pause.since if pause else None}, told)
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the next bundle for a partner."""
    from sachmatuy_desktop.services.sync import bundles  # noqa: PLC0415  (loads the database)
    from sachmatuy_desktop.sync.parts import Cut  # noqa: PLC0415

    if args.split is not None and args.split < 1:
        raise BadInput(N_("--split phải từ 1 MB trở lên."))
    with opened_office(args) as office:
        partner = _partner(office, args.to)
        if args.carry is not None:
            bundles.choose_carried(office, partner, args.carry)
        made = bundles.export(
            office,
            partner,
            args.out,
            everything=args.everything,
            with_files=not args.no_files,
            cut=Cut(None if args.split is None else args.split * 1_000_000),
        )
    numbers = range(made.sequence, made.sequence + len(made.paths))
    tell(
        args,
        {
            "file": str(made.path),
            "paths": [str(each) for each in made.paths],
            "oversize": made.oversize,
            "given_back": made.given_back,
            "sequence": made.sequence,
            "segments": made.segments,
            "lines": made.lines,
            "size": made.size,
            "files": made.files,
            "file_bytes": made.file_bytes,
            "files_left": made.files_left,
        },
        _("Đã xuất gói số {sequence}: {lines} dòng, {size} byte, {file}").format(
            sequence=bundles.numbers_told(numbers),
            lines=made.lines,
            size=made.size,
            file=", ".join(map(str, made.paths)),
        ),
        _("Tệp đính kèm: {files} ({bytes} byte); còn lại cho gói sau: {left}").format(
            files=made.files, bytes=made.file_bytes, left=made.files_left
        ),
    )
    return 0


def _partner(office: Office, wanted: str | None) -> str:
    from sachmatuy_desktop.services.sync import trusting  # noqa: PLC0415

    partners = trusting.partners(office)
    chosen = [each for each in partners if wanted in (None, each.key_id, each.unit_id)]
    if not chosen:
        raise NotFound(
            N_("Chưa tin cậy cơ quan này; hãy nhập thẻ của cơ quan đó bằng “bundle trust” trước.")
        )
    if len(chosen) > 1:
        raise BadInput(
            N_("Hãy nêu nơi nhận bằng --to: {partners}."),
            partners="; ".join(f"{each.key_id} ({each.name})" for each in chosen),
        )
    return chosen[0].key_id


def run_inspect(args: argparse.Namespace) -> int:
    """Print what stands on the outside of a bundle; needs no office."""
    from sachmatuy_desktop.sync.bundle import explain, inspect  # noqa: PLC0415

    path = existing(args.file)
    if args.explain:
        print(explain(path), end="")
        return 0
    envelope = inspect(path).envelope
    dispatch = envelope.dispatch
    answer: dict[str, object] = {
        "kind": str(dispatch.kind),
        "training": dispatch.training,
        "sender": envelope.sender,
        "addressee": envelope.addressee,
        "epoch": dispatch.epoch,
        "sequence": dispatch.sequence,
        "created": dispatch.created,
        "payload_sha256": envelope.payload_sha256,
    }
    tell(args, answer, *(f"{name:<15} {value}" for name, value in answer.items()))
    return 0


def run_book(args: argparse.Namespace) -> int:
    """List the bundles that left and came, newest first, with how each stands."""
    from sachmatuy_desktop.services.sync import passages  # noqa: PLC0415

    with opened_office(args) as office:
        lines = passages.book(office).lines
    rows = [
        {
            "direction": each.passage.direction,
            "kind": each.passage.kind,
            "sequence": each.passage.sequence,
            "partner": each.partner,
            "at": each.passage.at,
            "standing": str(each.standing),
            "received": each.received,
            "returned": [point.id for point in each.returned],
            "days": each.days,
        }
        for each in lines
    ]
    tell(
        args,
        {"bundles": rows},
        *(
            "{at}  {direction:<3} {kind:<8} {sequence:>4}  {standing:<9} {partner}".format(**row)
            for row in rows
        ),
    )
    return 0
