"""`bundle …`: sending to another office and taking in, without the window."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.cli import keys
from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    existing,
    group,
    json_option,
    office_options,
    opened_office,
    print_json,
    tell,
)
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.i18n import N_, _, say

if TYPE_CHECKING:
    from sachmatuy_desktop.services.bundles import Staged
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.services.returns_reading import FollowedReturn
    from sachmatuy_desktop.sync.receipt import Answer

_SHA256: Final = re.compile("[0-9a-f]{64}")


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the `bundle` commands."""
    bundles = group(subparsers, "bundle", _("gói dữ liệu gửi và nhận giữa các cơ quan"))

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

    inspect = command(bundles, "inspect", _("xem phong bì của một gói, không mở nội dung"))
    inspect.add_argument("file", type=Path, metavar="FILE", help=_("tệp .smt"))
    inspect.add_argument(
        "--explain", action="store_true", help=_("in các lệnh công cụ thường dùng để tự mở gói")
    )
    json_option(inspect)
    inspect.set_defaults(run=run_inspect)

    take = command(bundles, "import", _("nhập một gói và ghi biên nhận bên cạnh"))
    take.add_argument("file", type=Path, metavar="FILE", help=_("tệp .smt"))
    take.add_argument("--dry-run", action="store_true", help=_("chỉ xem trước, không nhập"))
    take.set_defaults(run=run_import)

    receipt = command(
        bundles, "receipt", _("ghi lại biên nhận của một gói đã nhập, hoặc đọc một biên nhận")
    )
    receipt.add_argument(
        "file", type=Path, metavar="FILE", help=_("tệp .smt đã nhập, hoặc tệp biên nhận gửi tới")
    )
    receipt.set_defaults(run=run_receipt)

    undo = _add_undo(bundles)

    slip = command(
        bundles, "slip", _("in phiếu biên nhận của một gói đã nhập, hoặc nhập mã của một phiếu")
    )
    which = slip.add_mutually_exclusive_group(required=True)
    which.add_argument("--for", dest="bundle", type=Path, metavar="FILE", help=_("gói đã nhập"))
    which.add_argument("--scan", type=Path, metavar="FILE", help=_("ảnh hoặc PDF của phiếu"))
    which.add_argument("--code", metavar="TEXT", help=_("các nhóm chữ in trên phiếu"))
    slip.add_argument("--out", type=Path, metavar="PDF", help=_("ghi phiếu ra tệp PDF này"))
    slip.set_defaults(run=run_slip)

    states = command(bundles, "book", _("liệt kê gói đi, đến và tình trạng từng gói"))
    states.set_defaults(run=run_book)

    card = command(bundles, "card", _("ghi thẻ nhận dạng của cơ quan này ra tệp"))
    card.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp thẻ"))
    card.add_argument("--pdf", type=Path, metavar="FILE", help=_("tờ thẻ để in"))
    card.set_defaults(run=run_card)

    identity = command(
        bundles,
        "identity",
        _("ghi khóa age mở gói của cơ quan ra tệp, để kiểm tra bằng công cụ khác"),
    )
    identity.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp khóa"))
    identity.set_defaults(run=run_identity)

    trust = command(bundles, "trust", _("tin cậy cơ quan giữ thẻ, sau khi so dấu vân tay"))
    trust.add_argument("file", type=Path, metavar="FILE", help=_("tệp thẻ"))
    trust.add_argument(
        "--groups", metavar="TEXT", help=_("ít nhất hai nhóm đọc từ bản in; không có thì hỏi")
    )
    trust.add_argument("--role", choices=("upper", "lower", "peer", "sister"), help=_("quan hệ"))
    trust.set_defaults(run=run_trust)

    periods = command(bundles, "periods", _("các xã theo kỳ: đúng hạn, muộn, thiếu, bị trả lại"))
    periods.add_argument(
        "--last", type=int, default=12, metavar="N", help=_("số kỳ gần nhất (mặc định 12)")
    )
    periods.set_defaults(run=run_periods)
    keys.add_commands(bundles)
    for each in (
        *(export, take, _add_set_aside(bundles), receipt, undo, slip, states),
        *(card, identity, trust, _add_returns(bundles), periods),
    ):
        office_options(each)
        json_option(each)


def _add_set_aside(bundles: Subparsers[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    aside = command(bundles, "set-aside", _("liệt kê phần của các gói chưa vào sổ, và vì sao"))
    aside.set_defaults(run=run_set_aside)
    return aside


def _add_returns(bundles: Subparsers[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    returned = command(bundles, "returns", _("xem những gì cơ quan tiếp nhận trả lại để bổ sung"))
    returned.add_argument("--unit", metavar="ID", help=_("chỉ của đơn vị này"))
    returned.add_argument("--all", action="store_true", help=_("cả ý kiến đã trả lời, đã rút lại"))
    returned.set_defaults(run=run_returns)
    return returned


def _add_undo(bundles: Subparsers[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    undo = command(bundles, "undo", _("hoàn tác cả gói đã nhập, khi chưa có gì dựa vào nó"))
    undo.add_argument("bundle", metavar="FILE|SHA256", help=_("tệp .smt đã nhập, hoặc mã của nó"))
    undo.add_argument("--why", required=True, metavar="TEXT", help=_("lý do, ghi vào nhật ký"))
    undo.add_argument(
        "--receipt", type=Path, metavar="FILE", help=_("tệp biên nhận «đã hoàn tác» cho bên gửi")
    )
    undo.add_argument("--dry-run", action="store_true", help=_("chỉ xem những gì sẽ trở lại"))
    undo.set_defaults(run=run_undo)
    return undo


def run_export(args: argparse.Namespace) -> int:
    """Write the next bundle for a partner."""
    from sachmatuy_desktop.services import bundles  # noqa: PLC0415  (loads the database)

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
            most_bytes=None if args.split is None else args.split * 1_000_000,
        )
    numbers = range(made.sequence, made.sequence + len(made.paths))
    tell(
        args,
        {
            "file": str(made.path),
            "paths": [str(each) for each in made.paths],
            "oversize": made.oversize,
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
    from sachmatuy_desktop.services import trusting  # noqa: PLC0415

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


def run_import(args: argparse.Namespace) -> int:
    """Stage a bundle, say what it brings, and merge it unless it is a dry run."""
    from sachmatuy_desktop.services import arrivals, bundles  # noqa: PLC0415

    with opened_office(args) as office:
        staged = bundles.stage(office, existing(args.file))
        if args.dry_run and not staged.preview.is_whole:
            staged = bundles.look_further(office, staged)
        answer = _told(office, staged)
        if not args.dry_run:
            outcome = arrivals.take_in(office, staged)
            answer["receipt"] = str(outcome.receipt) if outcome.receipt else None
    if args.json:
        print_json(answer)
        return 0
    print("\n".join(_lines(staged)))
    if answer.get("receipt"):
        print(_("Biên nhận: {file}").format(file=answer["receipt"]))
    return 0


def _told(office: Office, staged: Staged) -> dict[str, object]:
    report = staged.report
    return {
        "kind": str(staged.kind),
        "sender": staged.sender.name,
        "sequence": staged.envelope.dispatch.sequence,
        "part": None if staged.part is None else str(staged.part),
        "parts_missing": list(staged.parts_missing),
        "already": staged.known_already,
        "new": dict(report.new),
        "changed": dict(report.changed),
        "removed": dict(report.removed),
        "conflicts": len(report.conflicts),
        "parked": report.parked,
        "files": report.files,
        "file_bytes": report.file_bytes,
        "files_lacking": report.lacking,
        "quarantined": [str(each) for each in report.quarantined],
        "regained": len(report.regained),
        "ahead_ms": report.ahead_ms,
        **_looked(office, staged),
    }


def _looked(office: Office, staged: Staged) -> dict[str, object]:
    """What the window's preview tells besides the figures; null for what was not looked for."""
    from sachmatuy_desktop.services import previewing  # noqa: PLC0415

    preview = staged.preview
    ahead = previewing.clock_ahead(office, staged.envelope.dispatch)
    finds, elsewhere = preview.findings, preview.elsewhere
    return {
        "written": staged.envelope.dispatch.created,
        "clock_ahead_seconds": None if ahead is None else int(ahead.total_seconds()),
        "lines": staged.manifest.counts.get("lines", 0),
        "versions": [
            {"pack": each.pack, "theirs": each.theirs, "ours": each.ours, "order": each.order}
            for each in preview.versions
        ],
        "undecided": preview.conflict_count,
        "missing": [
            {
                "author": each.author,
                "unit": each.gap.unit,
                "scope": each.gap.scope,
                "lines": [each.gap.first, each.gap.last],
                "bundles": list(each.numbers),
            }
            for each in preview.missing
        ],
        "findings": None if finds is None else {each.rule: each.count for each in finds},
        "same_person_elsewhere": None if elsewhere is None else preview.elsewhere_count,
    }


def _lines(staged: Staged) -> list[str]:
    if staged.known_already:
        return [_("Gói này đã nhập trước đó; không có gì thay đổi.")]
    if staged.dossier is not None:
        return [
            _("Hồ sơ một người chuyển từ {origin}: {count} ghi chép.").format(
                origin=staged.dossier.journey.origin, count=len(staged.dossier.all_pieces)
            )
        ]
    report = staged.report
    of_parts = []
    if staged.part is not None:
        missing = ", ".join(map(str, staged.parts_missing)) or _("không phần nào")
        of_parts = [
            _("Phần {part}; chưa nhập: {missing}.").format(part=staged.part, missing=missing)
        ]
    numbers = sorted({number for each in staged.preview.missing for number in each.numbers})
    if numbers:
        of_parts.append(
            _("Thiếu gói số {numbers} của {sender}.").format(
                numbers=", ".join(map(str, numbers)), sender=staged.sender.name
            )
        )
    return [
        *of_parts,
        _("Gói số {sequence} của {sender}: mới {new}, sửa {changed}, xóa {removed}.").format(
            sequence=staged.envelope.dispatch.sequence,
            sender=staged.sender.name,
            new=report.new.total(),
            changed=report.changed.total(),
            removed=report.removed.total(),
        ),
        _("Cần người chọn: {conflicts}; chờ gói trước: {parked}; để riêng: {odd}.").format(
            conflicts=len(report.conflicts), parked=report.parked, odd=len(report.quarantined)
        ),
        _("Tệp đính kèm: {files} ({bytes} byte); chưa nhận: {lacking}.").format(
            files=report.files, bytes=report.file_bytes, lacking=report.lacking
        ),
    ]


def run_set_aside(args: argparse.Namespace) -> int:
    """Print what came in bundles and is not in the books: the reasons as the office keeps them."""
    from sachmatuy_desktop.services.aside import aside_here  # noqa: PLC0415

    with opened_office(args) as office:
        found = aside_here(office)
    lines = [
        {
            "register": each.register,
            "record": each.record,
            "reasons": [str(doubt) for doubt in each.doubts],
            "whole": each.whole,
            "by": each.by,
            "at": each.at,
            "office": each.office,
            "bundle": each.bundle,
        }
        for each in found.lines
    ]
    waits = [
        {
            "stream": f"{each.scope}/{each.unit}",
            "lines": each.lines,
            "missing": str(each.missing),
            "office": each.office,
            "bundle": each.bundle,
        }
        for each in found.waiting
    ]
    tell(
        args,
        {"count": found.count, "set_aside": lines, "waiting": waits},
        _("Để riêng: {count} dòng; chờ gói khác: {waiting} phần.").format(
            count=found.count, waiting=len(waits)
        ),
        *(f"{each.by}, {each.at}: {', '.join(map(str, each.doubts))}" for each in found.lines),
    )
    return 0


def run_receipt(args: argparse.Namespace) -> int:
    """Write the receipt of a bundle taken in before once more; or say what a receipt says."""
    from sachmatuy_desktop.services import bundles  # noqa: PLC0415
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


def run_undo(args: argparse.Namespace) -> int:
    """Take a bundle out again, or only say what that would do."""
    from sachmatuy_desktop.services import unmerging  # noqa: PLC0415
    from sachmatuy_desktop.sync.bundle import inspect  # noqa: PLC0415

    digest = str(args.bundle)
    if not _SHA256.fullmatch(digest):
        digest = inspect(existing(Path(digest))).envelope.payload_sha256
    with opened_office(args) as office:
        if args.dry_run:
            surveyed, receipt = unmerging.survey(office, digest), None
        else:
            surveyed = unmerging.undo_bundle(office, digest, args.why)
            path = args.receipt or Path(unmerging.receipt_name(surveyed.passage))
            receipt = unmerging.write_undone_receipt(office, digest, path)
    done = surveyed.done
    told = [
        _("Gói số {sequence} của {sender}: ra khỏi sổ {gone}, trở lại như trước {back}.").format(
            sequence=surveyed.passage.sequence,
            sender=surveyed.sender.name,
            gone=done.gone.total(),
            back=done.back.total(),
        )
    ]
    if receipt is not None:
        told.append(_("Biên nhận: {file}").format(file=receipt))
    tell(
        args,
        {
            "digest": digest,
            "gone": dict(done.gone),
            "back": dict(done.back),
            "lines": done.lines,
            "segments": done.segments,
            "waiting": done.waiting,
            "files": done.files,
            "receipt": None if receipt is None else str(receipt),
        },
        *told,
    )
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
    from sachmatuy_desktop.services import slips  # noqa: PLC0415

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
    from sachmatuy_desktop.services import slips  # noqa: PLC0415
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415
    from sachmatuy_desktop.sync.bundle import inspect  # noqa: PLC0415

    path = existing(args.bundle)
    passage = slips.passage_of(office, inspect(path).envelope)
    out = args.out or path.with_name(f"{path.stem}.phieu.pdf")
    write_atomically(out, slips.print_slip(office, passage))
    tell(args, {"slip": str(out)}, _("Phiếu biên nhận: {file}").format(file=out))
    return 0


def run_book(args: argparse.Namespace) -> int:
    """List the bundles that left and came, newest first, with how each stands."""
    from sachmatuy_desktop.services import passages  # noqa: PLC0415

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


def run_card(args: argparse.Namespace) -> int:
    """Write this office's identity card and say its fingerprint."""
    from sachmatuy_desktop.services import papers, trusting  # noqa: PLC0415
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415

    with opened_office(args) as office:
        trusting.save_card(office, args.out)
        if args.pdf is not None:
            write_atomically(args.pdf, papers.card_pdf(office), verify=True)
        shown = office.keys.device.public
    tell(
        args,
        {"card": str(args.out), "key_id": shown.key_id, "fingerprint": shown.fingerprint},
        _("Đã ghi thẻ {file}. Dấu vân tay, để đọc qua điện thoại hoặc in ra:").format(
            file=args.out
        ),
        f"    {shown.fingerprint}",
    )
    return 0


def run_identity(args: argparse.Namespace) -> int:
    """Write the secret that opens the office's bundles with ordinary tools."""
    from sachmatuy_desktop.services import trusting  # noqa: PLC0415

    with opened_office(args) as office:
        trusting.save_identity(office, args.out)
    tell(
        args,
        {"identity": str(args.out)},
        _(
            "Đã ghi {file}. Ai có tệp này đọc được mọi gói gửi cho cơ quan; dùng xong hãy xóa."
        ).format(file=args.out),
    )
    return 0


def run_trust(args: argparse.Namespace) -> int:
    """Trust the holder of a card whose fingerprint was compared, or follow a change of key."""
    from sachmatuy_desktop.services import key_news, trusting  # noqa: PLC0415

    if key_news.is_change_of_key(existing(args.file).read_bytes()):
        with opened_office(args) as office:
            told = key_news.follow_file(office, args.file)
        tell(args, {"followed": [str(each) for each in told]}, *map(say, told))
        return 0
    groups = args.groups
    if groups is None:
        if not sys.stdin.isatty():
            raise BadInput(N_("Hãy nêu ít nhất hai nhóm của dấu vân tay bằng --groups."))
        groups = input(_("Ít nhất hai nhóm đọc từ bản in: "))
    card = existing(args.file).read_bytes()
    with opened_office(args) as office:
        partner = trusting.trust(office, card, groups, args.role)
    tell(
        args,
        {"key_id": partner.key_id, "unit": partner.unit_id, "name": partner.name},
        _("Đã tin cậy {name} ({key}).").format(name=partner.name, key=partner.key_id),
    )
    return 0


def run_returns(args: argparse.Namespace) -> int:
    """List what was returned and where each stands."""
    from sachmatuy_desktop.services import returns_reading  # noqa: PLC0415  (loads the database)

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
    for row in rows:
        due = f", {_('hạn')} {row['due_on']}" if row["due_on"] else ""
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


def run_periods(args: argparse.Namespace) -> int:
    """Say how each commune stands in the newest periods."""
    from sachmatuy_desktop.services.periods import read_periods  # noqa: PLC0415

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
