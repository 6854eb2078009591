"""`bundle receipt`, `bundle slip`: what the receiver says of a bundle, as a file and on paper."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    existing,
    json_option,
    office_options,
    opened_office,
    tell,
)
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.i18n import N_, _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.sync.receipt import Answer


def add_commands(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands about receipts and slips to the group `bundle`."""
    receipt = command(
        bundles, "receipt", _("ghi lại biên nhận của một gói đã nhập, hoặc đọc một biên nhận")
    )
    receipt.add_argument(
        "file", type=Path, metavar="FILE", help=_("tệp .smt đã nhập, hoặc tệp biên nhận gửi tới")
    )
    receipt.set_defaults(run=run_receipt)

    slip = command(
        bundles, "slip", _("in phiếu biên nhận của một gói đã nhập, hoặc nhập mã của một phiếu")
    )
    which = slip.add_mutually_exclusive_group(required=True)
    which.add_argument("--for", dest="bundle", type=Path, metavar="FILE", help=_("gói đã nhập"))
    which.add_argument("--scan", type=Path, metavar="FILE", help=_("ảnh hoặc PDF của phiếu"))
    which.add_argument("--code", metavar="TEXT", help=_("các nhóm chữ in trên phiếu"))
    slip.add_argument("--out", type=Path, metavar="PDF", help=_("ghi phiếu ra tệp PDF này"))
    slip.set_defaults(run=run_slip)
    for each in (receipt, slip):
        office_options(each)
        json_option(each)


def run_receipt(args: argparse.Namespace) -> int:
    """Write the receipt of a bundle taken in before once more; or say what a receipt says."""
    from sachmatuy_desktop.services.sync import bundles  # noqa: PLC0415
    from sachmatuy_desktop.sync.bundle import Kind  # noqa: PLC0415
    from sachmatuy_desktop.sync.receipt import answer_in  # noqa: PLC0415

    with opened_office(args) as office:
        staged = bundles.stage(office, existing(args.file))
        if staged.kind is Kind.RECEIPT:
            if staged.known_already:
                raise BadInput(N_("Biên nhận này đã nhập; xem bằng “bundle book”."))
            answer = answer_in(staged.manifest.notes)
            tell(args, _answer_json(answer), *_answer_lines(answer))
            return 0
        if not staged.known_already:
            raise NotFound(N_("Gói này chưa nhập; hãy nhập trước, biên nhận sẽ được ghi kèm."))
        path = bundles.write_receipt(office, staged)
    tell(args, {"receipt": str(path)}, _("Biên nhận: {file}").format(file=path))
    return 0


def _answer_json(answer: Answer) -> dict[str, object]:
    return {**answer.notes, "lacking": answer.lacking}


def _answer_lines(answer: Answer) -> list[str]:
    figures = answer.figures
    lines = [
        _("Gói số {number}, nhận lúc {taken}.").format(number=answer.number, taken=answer.taken)
        if not answer.is_bare
        else _("Biên nhận này chỉ cho biết gói đã tới nơi, không nói chi tiết."),
        _("Mới {new}, sửa {changed}, xóa {removed}.").format(
            new=figures.new, changed=figures.changed, removed=figures.removed
        ),
        _("Cần người chọn: {conflicts}; chờ gói trước: {parked}; để riêng: {odd}.").format(
            conflicts=figures.conflicts, parked=figures.parked, odd=figures.set_aside
        ),
    ]
    lines += [
        f"  {each.register} {each.record} {each.field}: {each.why}" for each in answer.set_aside
    ]
    if answer.missing:
        numbers = ", ".join(map(str, answer.missing))
        lines.append(_("Chưa tới: gói số {numbers}.").format(numbers=numbers))
    if answer.lacking:
        lines.append(_("Tệp đính kèm chưa nhận: {count}.").format(count=answer.lacking))
    lines += [
        _("Trả lại: {subject} {due}").format(subject=each.subject, due=each.due).rstrip()
        for each in answer.returned
    ]
    return lines


def run_slip(args: argparse.Namespace) -> int:
    """Print the slip of a bundle that came in; or enter one that was printed elsewhere."""
    from sachmatuy_desktop.services.sync import slips  # noqa: PLC0415

    with opened_office(args) as office:
        if args.bundle is not None:
            return _write_slip(args, office)
        text = args.code if args.scan is None else slips.slip_in(existing(args.scan))
        taken = slips.take_slip(office, text)
    tell(
        args,
        {
            "sequence": taken.slip.number,
            "receiver": taken.partner.key_id,
            "taken": taken.taken.isoformat(),
            "acknowledged": taken.acknowledged,
            "figures": asdict(taken.slip.figures),
        },
        _("{office} đã nhận gói số {number} lúc {moment}.").format(
            office=taken.partner.name, number=taken.slip.number, moment=taken.taken.isoformat()
        ),
    )
    return 0


def _write_slip(args: argparse.Namespace, office: Office) -> int:
    from sachmatuy_desktop.services.sync import slips  # noqa: PLC0415
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415
    from sachmatuy_desktop.sync.bundle import inspect  # noqa: PLC0415

    path = existing(args.bundle)
    passage = slips.passage_of(office, inspect(path).envelope)
    out = args.out or path.with_name(f"{path.stem}.phieu.pdf")
    write_atomically(out, slips.print_slip(office, passage))
    tell(args, {"slip": str(out)}, _("Phiếu biên nhận: {file}").format(file=out))
    return 0
