"""`packs diff A B`, `packs import FILE`, `packs export ID`: packs written by others."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sachmatuy_desktop.cli.common import (
    Subparsers,
    json_option,
    office_options,
    opened_office,
    print_json,
    tell,
)
from sachmatuy_desktop.domain.criteria import RulePack, read_day
from sachmatuy_desktop.domain.criteria.differences import (
    ASPECTS,
    CHANGES,
    SUBJECTS,
    Change,
    Difference,
    differences,
    word_changes,
)
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.library import Pack, PackLibrary, check_file, load_packs
from sachmatuy_desktop.packs.reading import Problem, read_bytes

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.services.pack_effects import Effect, PlaceEffect
    from sachmatuy_desktop.services.packs import Looked


def add_commands(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the commands to those of `packs`."""
    diff = commands.add_parser("diff", help=_("so sánh hai bộ tiêu chí"))
    diff.add_argument("before", metavar="A", help=_("mã hoặc tệp .toml của bộ trước"))
    diff.add_argument("after", metavar="B", help=_("mã hoặc tệp .toml của bộ sau"))
    office_options(diff)
    diff.add_argument(
        "--as-of", metavar="DATE", help=_("tính cả hai bộ từ sổ sách của cơ quan đến ngày này")
    )
    diff.set_defaults(run=run_diff)

    take = commands.add_parser("import", help=_("nhập một tệp bộ tiêu chí vào cơ quan"))
    take.add_argument("file", metavar="FILE", type=Path, help=_("tệp .toml"))
    office_options(take)
    take.add_argument("--document", default="", metavar="TEXT", help=_("văn bản kèm theo"))
    take.add_argument("--note", default="", metavar="TEXT", help=_("ghi chú"))
    take.add_argument("--dry-run", action="store_true", help=_("chỉ xem trước, không ghi gì"))
    take.set_defaults(run=run_import)

    export = commands.add_parser("export", help=_("ghi một bộ tiêu chí ra tệp"))
    export.add_argument("id", metavar="ID", help=_("mã bộ tiêu chí"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp .toml"))
    office_options(export)
    export.set_defaults(run=run_export)

    for command in (diff, take, export):
        json_option(command)


# -- diff ------------------------------------------------------------------------------------------


def run_diff(args: argparse.Namespace) -> int:
    """Print what the later pack says otherwise, and what it would change for the office."""
    if args.data is None:
        packs = load_packs()
        _print_diff(args, rules_of(args.before, packs), rules_of(args.after, packs), None)
        return 0
    from sachmatuy_desktop.services.criteria import library  # noqa: PLC0415  (loads the database)
    from sachmatuy_desktop.services.pack_effects import effect_here  # noqa: PLC0415  (as above)

    with opened_office(args) as office:
        packs = library(office)
        before, after = rules_of(args.before, packs), rules_of(args.after, packs)
        as_of = read_day(args.as_of, "--as-of") or date.fromisoformat(office.clock.today())
        effect = effect_here(office, before, after, as_of)
    _print_diff(args, before, after, effect)
    return 0


def rules_of(named: str, packs: PackLibrary, day: date | None = None) -> RulePack:
    """The pack of an id, `id@edition` or a `.toml` file; of an id the edition of the day.

    Raises `NotFound`, and `Refused` for a plan or a file with errors.
    """
    pack = _named(named, packs, day)
    if not isinstance(pack, RulePack):
        raise Refused(N_("“{id}” là kế hoạch công việc, không có tiêu chí để so sánh."), id=pack.id)
    return pack


def _named(named: str, packs: PackLibrary, day: date | None) -> Pack:
    if named.endswith(".toml"):
        checked = check_file(Path(named), packs)
        if checked.pack is None:
            raise _refused(named, checked.errors)
        return checked.pack
    pack_id, _at, edition = named.partition("@")
    if not edition:
        return packs.get(pack_id, day)
    if packs.has_own(pack_id) and str(packs.own(pack_id).edition) == edition:
        return packs.own(pack_id)
    for each in packs.editions(pack_id):
        if str(each.edition) == edition:
            return packs.read(each)
    raise NotFound(N_("Bộ “{id}” không có bản số {edition}."), id=pack_id, edition=edition)


def _refused(file: object, errors: Sequence[Problem]) -> Refused:
    if not errors:
        return Refused(N_("Tệp {file} không phải bộ tiêu chí."), file=file)
    return Refused(
        N_("Bộ tiêu chí {file} có lỗi ở dòng {line}: {problem}."),
        file=file,
        line=errors[0].line,
        problem=say(errors[0].error),
    )


def _print_diff(
    args: argparse.Namespace, before: RulePack, after: RulePack, effect: Effect | None
) -> None:
    found = differences(before, after)
    if args.json:
        print_json(
            {
                "before": before.id,
                "after": after.id,
                "differences": [_difference(each) for each in found],
                **({} if effect is None else {"effect": _effect(effect)}),
            }
        )
        return
    lines = [line for each in found for line in difference_lines(each)]
    print("\n".join(lines or [_("Hai bộ không khác nhau.")]))
    if effect is not None:
        print("\n".join(["", *effect_lines(effect)]))


def _difference(each: Difference) -> dict[str, Any]:
    said: dict[str, Any] = {
        "subject": each.subject.value,
        "change": each.change.value,
        "id": each.id,
        "name": each.name,
        "aspect": each.aspect,
        "before": each.before,
        "after": each.after,
    }
    if each.aspect == "quote":
        pieces = word_changes(each.before, each.after)
        said["words"] = [
            {"text": piece.text, "change": piece.change.value if piece.change else "same"}
            for piece in pieces
        ]
    return said


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "as_of": effect.as_of.isoformat(),
        "places": [_place(each) for each in effect.places],
    }


def _place(place: PlaceEffect) -> dict[str, Any]:
    return {
        "name": place.name,
        "before": place.before.outcome.value,
        "after": place.after.outcome.value,
        "class_before": place.before.class_id,
        "class_after": place.after.class_id,
        "criteria": [
            {
                "id": each.after.id,
                "before": each.before.status.value if each.before else None,
                "after": each.after.status.value,
            }
            for each in place.moved
        ],
    }


def difference_lines(each: Difference) -> Iterator[str]:
    """A difference as text; of reworded texts `[-gone-]` and `{+new+}` words."""
    head = f"{_(CHANGES[each.change])} · {_(SUBJECTS[each.subject])} {each.id}"
    aspect = f" · {_(ASPECTS[each.aspect])}" if each.aspect else ""
    yield f"{head}{aspect}: {each.name}"
    if each.aspect == "quote":
        marked = {Change.GONE: "[-{}-]", Change.NEW: "{{+{}+}}", None: "{}"}
        pieces = word_changes(each.before, each.after)
        yield "    " + " ".join(marked[piece.change].format(piece.text) for piece in pieces)
        return
    if each.before:
        yield f"  - {each.before}"
    if each.after:
        yield f"  + {each.after}"


def effect_lines(effect: Effect) -> Iterator[str]:
    """What would change here."""
    if not effect.places:
        yield _("Hai bộ này không xét đơn vị, khu phố nào của cơ quan.")
    for place in effect.places:
        words = _("Tính từ sổ sách đến ngày {day}: {before} → {after}")
        told = words.format(
            day=effect.as_of.isoformat(), before=_outcome(place.before), after=_outcome(place.after)
        )
        yield f"{place.name} – {told}" if place.name else told
        for each in place.moved:
            before = each.before.status.value if each.before else "–"
            yield f"  {each.name}: {before} → {each.after.status.value}"
        if not place.moved:
            yield "  " + _("Không tiêu chí nào đổi trạng thái.")


def _outcome(found: Any) -> str:
    return f"{found.outcome.value}{f' ({found.class_id})' if found.class_id else ''}"


# -- import and export -----------------------------------------------------------------------------


def run_import(args: argparse.Namespace) -> int:
    """Check a file, say what it would change, and take it in unless it is only a rehearsal."""
    from sachmatuy_desktop.services.packs import ImportPack, look_at  # noqa: PLC0415  (as above)

    content = read_bytes(args.file)
    with opened_office(args) as office:
        looked = look_at(office, content)
        _refuse_wrong(args, looked)
        answer = _looked(office, looked)
        if not args.dry_run:
            outcome = office.run(ImportPack(content, args.document, args.note))
            answer["record"] = outcome.result
    pack = looked.pack
    assert pack is not None  # noqa: S101  (without errors there is a pack)
    done = _("Đã xem trước, chưa nhập gì.") if args.dry_run else _("Đã nhập bộ tiêu chí.")
    lines = [
        _("{title} ({id}), bản số {edition}, áp dụng từ {day}").format(
            title=pack.title, id=pack.id, edition=pack.edition, day=pack.effective_from
        ),
        *(f"{args.file}:{each.line}: {say(each.error)}" for each in looked.warnings),
        done,
    ]
    tell(args, answer, *lines)
    return 0


def _refuse_wrong(args: argparse.Namespace, looked: Looked) -> None:
    if looked.errors:
        if not args.json:
            for each in looked.errors:
                print(f"{args.file}:{each.line}: {say(each.error)}")
        raise _refused(args.file, looked.errors)


def _looked(office: Office, looked: Looked) -> dict[str, Any]:
    """What is said of a pack that may be taken in."""
    from sachmatuy_desktop.services.pack_effects import (  # noqa: PLC0415  (as above)
        concerns,
        effect_here,
    )

    pack, before = looked.pack, looked.before
    assert pack is not None  # noqa: S101  (without errors there is a pack)
    said: dict[str, Any] = {
        "id": pack.id,
        "title": pack.title,
        "edition": pack.edition,
        "effective_from": pack.effective_from.isoformat(),
        "follows": before.id if before else None,
        "warnings": [{"line": each.line, "message": say(each.error)} for each in looked.warnings],
    }
    if isinstance(pack, RulePack) and isinstance(before, RulePack):
        said["differences"] = [_difference(each) for each in differences(before, pack)]
        if concerns(office, before, pack):
            today = date.fromisoformat(office.clock.today())
            said["effect"] = _effect(effect_here(office, before, pack, today))
    return said


def run_export(args: argparse.Namespace) -> int:
    """Write the text of a pack's newest edition to a file."""
    from sachmatuy_desktop.storage.atomic import write_atomically  # noqa: PLC0415  (as above)

    if args.data is None:
        text = load_packs().text(args.id)
    else:
        from sachmatuy_desktop.services.criteria import library  # noqa: PLC0415  (as above)

        with opened_office(args) as office:
            text = library(office).text(args.id)
    write_atomically(args.out, text.encode(), verify=True)
    answer: dict[str, object] = {"id": args.id, "file": str(args.out)}
    tell(args, answer, _("Đã ghi {file}.").format(file=args.out))
    return 0
