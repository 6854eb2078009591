"""`packs list`, `packs show ID`, `packs check FILE`: which rules there are, what they ask for.

With `--data` the packs that an office took in are among them.  What is done with packs of others
(`packs diff`, `import`, `export`) is in `cli.packs_work`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sachmatuy_desktop.cli import packs_work
from sachmatuy_desktop.cli.common import office_options, opened_office
from sachmatuy_desktop.domain.criteria.limits import When as ReadingWhen
from sachmatuy_desktop.domain.criteria.rules import Criterion, Parts, Reading, RulePack
from sachmatuy_desktop.domain.plans import Actor, Phase, PlanPack, PlanTask, When, YearlyDay
from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.i18n import N_, _, say
from sachmatuy_desktop.packs.library import SHARED_FACTS, Pack, PackLibrary, check_file, load_packs
from sachmatuy_desktop.packs.plan_words import due_words
from sachmatuy_desktop.packs.reading import Problem


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `packs` commands."""
    parser = subparsers.add_parser("packs", help=_("xem và kiểm tra các bộ tiêu chí"))
    commands = parser.add_subparsers(dest="packs_command", required=True)

    listing = commands.add_parser("list", help=_("danh sách các bộ tiêu chí"))
    listing.set_defaults(run=run_list)

    show = commands.add_parser(
        "show", help=_("số liệu, xác nhận, tiêu chí và cách hiểu của một bộ")
    )
    show.add_argument("id", metavar="ID", help=_("mã bộ tiêu chí, ví dụ q28-2025/commune-class"))
    show.set_defaults(run=run_show)

    check = commands.add_parser("check", help=_("kiểm tra một tệp bộ tiêu chí, báo lỗi theo dòng"))
    check.add_argument("file", metavar="FILE", type=Path, help=_("tệp .toml"))
    check.set_defaults(run=run_check)

    for command in (listing, show):
        office_options(command)
    for command in (listing, show, check):
        command.add_argument("--json", action="store_true", help=_("trả lời dạng JSON"))
    packs_work.add_commands(commands)


def run_list(args: argparse.Namespace) -> int:
    """Print every pack: id, level, dates, title."""
    packs = _library(args).all()
    if args.json:
        _print_json([_head(pack) for pack in packs])
        return 0
    width = max(len(pack.id) for pack in packs)
    for pack in packs:
        until = pack.effective_to.isoformat() if pack.effective_to else "…"
        print(f"{pack.id:<{width}}  {pack.effective_from.isoformat()} – {until:<10}  {pack.title}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print one pack with everything it asks for."""
    pack = _library(args).get(args.id)
    described = describe(pack)
    if args.json:
        _print_json(described)
    else:
        print("\n".join(_plan_lines(pack) if isinstance(pack, PlanPack) else _rule_lines(pack)))
    return 0


def _library(args: argparse.Namespace) -> PackLibrary:
    """The program's packs, or those of the office that `--data` names."""
    if args.data is None:
        return load_packs()
    from sachmatuy_desktop.services.criteria import library  # noqa: PLC0415  (loads the database)

    with opened_office(args) as office:
        return library(office)


def run_check(args: argparse.Namespace) -> int:
    """Print the problems of a file by line; known error if there are any that matter."""
    checked = check_file(args.file)
    errors, warnings = checked.errors, (*checked.warnings, *_misplaced(args.file, checked.pack))
    if args.json:
        _print_json(
            {
                "file": str(args.file),
                "ok": not errors,
                "errors": _told(errors),
                "warnings": _told(warnings),
            }
        )
    else:
        for problem in errors:
            print(f"{args.file}:{problem.line}: {say(problem.error)}")
        for problem in warnings:
            doubt = _("lưu ý: {problem}").format(problem=say(problem.error))
            print(f"{args.file}:{problem.line}: {doubt}")
    if errors:
        raise Refused(
            N_("Tệp {file} có {count} lỗi, xem từng dòng ở trên."),
            file=args.file,
            count=len(errors),
        )
    if not args.json:
        print(_("{file}: không có lỗi.").format(file=args.file))
    return 0


def _misplaced(file: Path, pack: Pack | None) -> list[Problem]:
    """A pack lies where its id says; elsewhere it can be taken in, but not be one of the program's.

    Only said of a file that lies among others of its kind.
    """
    if pack is None or not (file.parent.parent / SHARED_FACTS).is_file():
        return []
    place = f"{file.resolve().parent.name}/{file.stem}"
    if place == pack.id:
        return []
    message = N_("mã “{id}” khác với chỗ của tệp (“{place}”)")
    return [Problem(1, Refused(message, id=pack.id, place=place))]


def _told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"line": problem.line, "message": say(problem.error)} for problem in problems]


def _print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2))


# -- as data ------------------------------------------------------------------------------------


def describe(pack: Pack) -> dict[str, Any]:
    """A pack as JSON-ready data: head, facts, attestations, criteria, readings, or tasks."""
    if isinstance(pack, PlanPack):
        return {
            **_head(pack),
            **_campaign(pack),
            "criteria_pack": pack.criteria_pack,
            "phases": [_phase(phase) for phase in pack.phases],
            "days": [_day(day) for day in pack.days],
            "actors": [_actor(actor) for actor in pack.actors],
            "tasks": [_task(task) for task in pack.tasks],
        }
    return {
        **_head(pack),
        "as_of": pack.as_of,
        "cut_off": pack.cut_off if pack.as_of == "cut_off" else None,
        "question": pack.decision.question,
        "decision": pack.decision.kind,
        "count": pack.decision.count or None,
        "classes": list(pack.scale.classes),
        "facts": [
            {
                "name": fact.name,
                "type": fact.type,
                "unit": fact.unit,
                "label": fact.label,
                "meaning": fact.meaning,
                "formula": fact.formula or None,
                "source": fact.source,
            }
            for fact in pack.facts
        ],
        "attestations": [
            {
                "id": terms.id,
                "criteria": _asking(pack, terms.id),
                "wording": terms.wording,
                "signers": list(terms.signers),
                "max_age_days": terms.max_age_days,
                "period": terms.period,
                "required": terms.required,
                "source": terms.source,
            }
            for terms in pack.attestations
        ],
        "criteria": [_criterion(criterion) for criterion in pack.criteria],
        "readings": [_reading(reading) for reading in pack.readings],
    }


def _head(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "kind": "plan" if isinstance(pack, PlanPack) else "rules",
        "title": pack.title,
        "level": pack.level,
        "scope": pack.scope,
        "covers": list(pack.covers),
        "effective_from": pack.effective_from.isoformat(),
        "effective_to": pack.effective_to.isoformat() if pack.effective_to else None,
        "edition": pack.edition,
        "replaces": pack.replaces,
        "verified": pack.verified,
        "source": {
            "document": pack.source.document,
            "number": pack.source.number,
            "date": pack.source.date,
            "paragraph": pack.source.paragraph,
            "note": pack.source.note,
        },
        "notes": list(pack.notes),
    }


def _asking(pack: RulePack, attestation_id: str) -> list[str]:
    return [one.id for one in pack.criteria if attestation_id in pack.attestations_of(one.id)]


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "mark": criterion.mark,
        "group": criterion.group,
        "title": criterion.title,
        "quote": criterion.quote,
        "quote_is_extract": criterion.extract,
        "paragraph": criterion.paragraph,
        "kind": criterion.kind,
        "binding": criterion.binding,
        "facts": list(dict.fromkeys(criterion.body.facts())),
        "only_when": _only_when(criterion),
        "note": criterion.note,
    }


def _only_when(criterion: Criterion) -> list[str]:
    """The readings under which parts of the criterion apply."""
    if not isinstance(criterion.body, Parts):
        return []
    whens: list[ReadingWhen] = [part.when for part in criterion.body.parts]
    chosen = (f"{name}={value}" for when in whens for name, value in when.choices)
    return list(dict.fromkeys(chosen))


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "reference": reading.reference,
        "words": reading.words,
        "issue": reading.issue,
        "default": reading.default,
        "options": {option.value: option.meaning for option in reading.options},
        "applies_to": list(reading.applies_to),
        "where": reading.where,
    }


def _campaign(pack: PlanPack) -> dict[str, Any]:
    """The theme and days of a campaign; of another plan only its first and last day."""
    if pack.campaign is not None:
        first: date | None = pack.campaign.starts_on
        last: date | None = pack.campaign.ends_on
    else:
        first = pack.phases[0].starts_on if pack.phases else None
        last = pack.phases[-1].ends_on if pack.phases else None
    return {
        "theme": pack.campaign.theme if pack.campaign else None,
        "starts_on": _iso(first),
        "ends_on": _iso(last),
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "id": phase.id,
        "title": phase.title,
        "paragraph": phase.paragraph,
        "quote": phase.quote,
        "starts_on": _iso(phase.starts_on),
        "ends_on": _iso(phase.ends_on),
        "note": phase.note,
    }


def _day(day: YearlyDay) -> dict[str, Any]:
    return {
        "id": day.id,
        "title": day.title,
        "paragraph": day.paragraph,
        "quote": day.quote,
        "on": f"{day.month:02d}-{day.day:02d}",
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "level": actor.level,
        "reports_to": actor.reports_to or None,
        "today": [
            {
                "name": body.name,
                "level": body.level,
                "from": body.since.isoformat(),
                "source": body.source,
                "proposed": body.proposed,
                "note": body.note,
            }
            for body in actor.today
        ],
        "note": actor.note,
    }


def _task(task: PlanTask) -> dict[str, Any]:
    return {
        "id": task.id,
        "kind": task.kind,
        "paragraph": task.paragraph,
        "actors": list(task.actors),
        "title": task.title,
        "quote": task.quote,
        "when": _when(task.when),
        "before": _iso(task.before),
        "last_day": _iso(task.last_day),
        "evidence": list(task.evidence),
        "papers": list(task.papers),
        "figures": list(task.figures),
        "criteria": [{"pack": ref.pack, "id": ref.criterion} for ref in task.criteria],
        "addressee": task.addressee,
        "sent_to": task.sent_to or None,
        "for_commune": task.for_commune,
        "build": task.obsolete is None,
        "obsolete": {
            "by": task.obsolete.by,
            "from": task.obsolete.since.isoformat(),
            "note": task.obsolete.note,
        }
        if task.obsolete
        else None,
        "note": task.note,
    }


def _when(when: When) -> dict[str, Any]:
    """The due rule as its file has it: what it does not use is left out."""
    told: dict[str, Any] = {
        "kind": when.kind,
        "before": _iso(when.before),
        "on": _iso(when.on),
        "by_phase": when.by_phase,
        "every": when.every,
        "months": when.months,
        "day": [f"{month:02d}-{day:02d}" for month, day in when.day],
        "hours": when.hours,
        "days": when.days,
        "working": when.working,
        "event": when.event,
        "needs_date": when.needs_date,
        "proposed": when.proposed,
    }
    return {key: value for key, value in told.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# -- as text ------------------------------------------------------------------------------------


def _head_lines(pack: Pack) -> list[str]:
    state = _("đã") if pack.verified else _("chưa")
    source = ", ".join(
        part for part in (pack.source.document, pack.source.number, pack.source.paragraph) if part
    )
    lines = [f"{pack.id} – {pack.title}", source]
    lines.append(_("Người có chuyên môn pháp lý {state} thẩm tra.").format(state=state))
    return [*lines, *(one for one in (pack.source.note, *pack.notes) if one)]


def _rule_lines(pack: RulePack) -> list[str]:
    lines = [*_head_lines(pack), "", pack.decision.question, "", _("Số liệu:")]
    for fact in pack.facts:
        unit = f", {fact.unit}" if fact.unit else ""
        lines += [
            f"  {fact.name} ({fact.type}{unit})",
            f"      {fact.meaning}",
            *([f"      = {fact.formula}"] if fact.formula else []),
            f"      {fact.source}",
        ]
    if pack.attestations:
        lines += ["", _("Xác nhận:")]
    for terms in pack.attestations:
        lines += [f"  {terms.id} – {terms.wording}", f"      {'; '.join(terms.signers)}"]
    lines += ["", _("Tiêu chí:")]
    for criterion in pack.criteria:
        lines += [
            f"  {criterion.id} ({criterion.kind}) {criterion.title}",
            f"      “{criterion.quote}”",
        ]
    if pack.readings:
        lines += ["", _("Cách hiểu (chọn bằng --reading mã=giá trị):")]
    for reading in pack.readings:
        lines.append(f"  {reading.id} {reading.reference} – {reading.issue}")
        for option in reading.options:
            mark = "*" if option.value == reading.default else " "
            lines.append(f"    {mark} {option.value}: {option.meaning}")
    return lines


def _plan_lines(pack: PlanPack) -> list[str]:
    lines = [*_head_lines(pack), ""]
    if pack.campaign:
        days = f"{pack.campaign.starts_on} – {pack.campaign.ends_on}"
        lines += [f"{days}: {pack.campaign.theme}", ""]
    for phase in pack.phases:
        lines.append(f"{phase.starts_on or '…'} – {phase.ends_on or '…'}  {phase.title}")
    lines += [f"{day.day}/{day.month}  {day.title}" for day in pack.days]
    names = {actor.id: actor.name for actor in pack.actors}
    lines += ["", _("Cơ quan thực hiện:")]
    for actor in pack.actors:
        lines.append(f"  {actor.id}  {actor.name}")
        lines += [f"      → {body.name} ({body.since}; {body.source})" for body in actor.today]
    lines += ["", _("Việc:")]
    for task in pack.tasks:
        due = f"  < {task.before.isoformat()}" if task.before else ""
        actors = "; ".join(names[each] for each in task.actors)
        lines += [
            f"  {task.id}{due}  {task.title}",
            f"      {actors} – {due_words(task.when, pack)}",
            f"      {task.paragraph}: “{task.quote}”",
        ]
        if task.obsolete:
            lines.append(f"      {task.obsolete.since}: {task.obsolete.by}. {task.obsolete.note}")
    return lines
