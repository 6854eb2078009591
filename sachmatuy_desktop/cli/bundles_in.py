"""`bundle import`, `set-aside`, `undo`: what comes in, what of it stays out, taking out again."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.cli.common import (
    Subparsers,
    command,
    existing,
    json_option,
    office_options,
    opened_office,
    print_json,
    tell,
)
from sachmatuy_desktop.i18n import _

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.services.sync.bundles import Staged

_SHA256: Final = re.compile("[0-9a-f]{64}")


def add_commands(bundles: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands about what comes in to the group `bundle`."""
    take = command(bundles, "import", _("nhập một gói và ghi biên nhận bên cạnh"))
    take.add_argument("file", type=Path, metavar="FILE", help=_("tệp .smt"))
    take.add_argument("--dry-run", action="store_true", help=_("chỉ xem trước, không nhập"))
    take.set_defaults(run=run_import)

    aside = command(bundles, "set-aside", _("liệt kê phần của các gói chưa vào sổ, và vì sao"))
    aside.set_defaults(run=run_set_aside)

    undo = command(bundles, "undo", _("hoàn tác cả gói đã nhập, khi chưa có gì dựa vào nó"))
    undo.add_argument("bundle", metavar="FILE|SHA256", help=_("tệp .smt đã nhập, hoặc mã của nó"))
    undo.add_argument("--why", required=True, metavar="TEXT", help=_("lý do, ghi vào nhật ký"))
    undo.add_argument(
        "--receipt", type=Path, metavar="FILE", help=_("tệp biên nhận «đã hoàn tác» cho bên gửi")
    )
    undo.add_argument("--dry-run", action="store_true", help=_("chỉ xem những gì sẽ trở lại"))
    undo.set_defaults(run=run_undo)
    for each in (take, aside, undo):
        office_options(each)
        json_option(each)


def run_import(args: argparse.Namespace) -> int:
    """Stage a bundle, say what it brings, and merge it unless it is a dry run."""
    from sachmatuy_desktop.services.sync import arrivals, bundles  # noqa: PLC0415

    with opened_office(args) as office:
        staged = bundles.stage(office, existing(args.file))
        if args.dry_run and not staged.preview.is_whole:
            staged = bundles.look_further(office, staged)
        answer = _told(office, staged)
        if not args.dry_run:
            outcome = arrivals.take_in(office, staged)
            answer["receipt"] = str(outcome.receipt) if outcome.receipt else None
            answer["no_receipt"] = str(outcome.trouble) if outcome.trouble else None
    if args.json:
        print_json(answer)
        return 0
    print("\n".join(_lines(staged)))
    if answer.get("receipt"):
        print(_("Biên nhận: {file}").format(file=answer["receipt"]))
    if answer.get("no_receipt"):
        print(_("Chưa ghi được biên nhận. {why}").format(why=answer["no_receipt"]))
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
    from sachmatuy_desktop.services.sync import previewing  # noqa: PLC0415

    preview = staged.preview
    ahead = previewing.clock_ahead(office, staged.envelope.dispatch)
    finds, elsewhere = preview.findings, preview.elsewhere
    return {
        "written": staged.envelope.dispatch.created,
        "clock_ahead_seconds": None if ahead is None else int(ahead.total_seconds()),
        "lines": staged.manifest.counts.get("lines", 0),
        "program": {"theirs": preview.versions.program, "age": str(preview.versions.age)},
        "packs": [
            {"pack": each.pack, "theirs": each.edition, "ours": each.here, "age": str(each.age)}
            for each in preview.versions.packs
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
    from sachmatuy_desktop.services.sync.aside import aside_here  # noqa: PLC0415

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
    undone = [
        {
            "lines": each.lines,
            "units": list(each.units),
            "office": each.office,
            "bundle": each.bundle,
            "undone": each.undone,
        }
        for each in found.undone
    ]
    tell(
        args,
        {"count": found.count, "set_aside": lines, "waiting": waits, "undone": undone},
        _("Để riêng: {count} dòng; chờ gói khác: {waiting} phần.").format(
            count=found.count, waiting=len(waits)
        ),
        *(f"{each.by}, {each.at}: {', '.join(map(str, each.doubts))}" for each in found.lines),
    )
    return 0


def run_undo(args: argparse.Namespace) -> int:
    """Take a bundle out again, or only say what that would do."""
    from sachmatuy_desktop.services.sync import unmerging  # noqa: PLC0415
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
