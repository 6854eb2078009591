"""From a rule pack's TOML to the domain's `RulePack`, every problem of the file at once.

The format is described in `resources/formats/pack.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sachmatuy_desktop.domain.criteria.clearing import ACTS
from sachmatuy_desktop.domain.criteria.findings import Clearing, FactDefinition
from sachmatuy_desktop.domain.criteria.rules import Below, Decision, RulePack, Source
from sachmatuy_desktop.domain.expressions import Expression
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.expressions import read_expression
from sachmatuy_desktop.packs.reading import Table, nearest, report_twice
from sachmatuy_desktop.packs.rule_doubts import doubt_rules
from sachmatuy_desktop.packs.rule_parts import Builder

FORMAT = 1
"""The newest format of a pack that this program reads."""

LEVELS = ("commune", "province", "district", "neighbourhood")
SCOPES = ("country", "province", "unit")
PACK_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_facts(
    top: Table,
    shared: Mapping[str, FactDefinition] = MappingProxyType({}),
    used: Collection[str] = (),
    *,
    as_kept: bool = False,
) -> tuple[FactDefinition, ...]:
    """The `[[fact]]` tables of a file; a value may name `used` shared facts and those above.

    Read `as_kept` beside a result, expressions are left aside: the figures are kept too, and what
    the registers are called today has no say in what was decided then.
    """
    tables = top.tables("fact")
    report_twice(tables, "name")
    numbers = {name for name in used if name in shared and shared[name].type == "int"}
    facts = []
    for table in tables:
        fact = _read_fact(table, numbers, as_kept=as_kept)
        if fact.expression is not None and fact.name in shared:
            table.note(
                "name", N_("số liệu dùng chung “{name}” do chương trình tính"), name=fact.name
            )
        numbers |= {fact.name} if fact.type == "int" else set()
        facts.append(fact)
    return tuple(facts)


def _read_fact(table: Table, known: Collection[str], *, as_kept: bool) -> FactDefinition:
    name = table.text("name")
    if name and not _NAME.fullmatch(name):
        table.note("name", N_("tên “{name}” chỉ gồm chữ thường, số và gạch dưới"), name=name)
    definition = FactDefinition(
        name,
        table.text("label"),
        table.choice("type", ("int", "bool")),
        table.text("unit", ""),
        table.text("meaning"),
        table.text("source", ""),
        tuple(_read_clearing(each) for each in table.tables("clearing")),
        *_read_counting(table, known, as_kept=as_kept),
    )
    if definition.expression is not None and definition.type != "int":
        table.note("type", N_('số liệu tính bằng biểu thức là số: type = "int"'))
    table.finish()
    return definition


def _read_counting(
    table: Table, known: Collection[str], *, as_kept: bool
) -> tuple[Expression | None, str]:
    """How the records are counted, and what is said of each record behind the figure."""
    is_counted = table.has("count") or table.has("sum")
    reason = table.text("reason", "") if is_counted else ""
    if as_kept:
        table.has("value")
        return None, reason
    return read_expression(table, known), reason


def _read_clearing(table: Table) -> Clearing:
    clearing = Clearing(table.choice("act", tuple(ACTS)), table.text("title"), table.text("source"))
    table.finish()
    return clearing


def read_rule_pack(
    top: Table, shared: Mapping[str, FactDefinition], *, as_kept: bool = False
) -> RulePack:
    """The pack that the file describes; only to be used if the sheet has no problems."""
    top.choice("kind", ("rules",))
    own = read_facts(top, shared, top.texts("facts"), as_kept=as_kept)
    facts = _used_facts(top, {**shared, **{fact.name: fact for fact in own}}, own)
    builder = Builder(top, facts)
    criteria = builder.criteria()
    pack = RulePack(
        **read_head(top),
        as_of=top.choice("as_of", ("cut_off", "consideration", "request")),
        cut_off=_read_cut_off(top),
        decision=_read_decision(top, len(criteria)),
        facts=tuple(facts.values()),
        attestations=builder.attestations,
        criteria=criteria,
        readings=builder.readings,
        classes=builder.classes,
        class_warnings=builder.class_warnings(),
        scale=builder.scale,
        below=_read_below(top),
    )
    builder.used.update(_named_in_values(top))
    builder.report_unused()
    builder.report_too_many(pack.criteria)
    if bool(pack.classes) != (pack.decision.kind == "class"):
        top.sheet.note(
            ("decision", "kind"),
            N_('kind = "class" đi cùng các bảng [[class]]: có cái này thì phải có cái kia'),
        )
    top.finish()
    if not top.sheet.problems():
        doubt_rules(top, pack)
    return pack


def _named_in_values(top: Table) -> Iterator[str]:
    """The words of every value, right or wrong: what it names is used."""
    for table in top.tables("fact"):
        yield from _NAME.findall(str(table.data.get("value", "")))


def read_head(top: Table) -> dict[str, Any]:
    """Id, edition, title, level, scope, dates, verification and source."""
    pack_id = top.text("id")
    top.whole("format", FORMAT)
    edition = top.whole("edition", 1)
    if edition < 1:
        top.note("edition", N_("“edition” là số từ 1: bản đầu là 1, bản sửa đổi là 2, 3 …"))
    if pack_id and not PACK_ID.fullmatch(pack_id):
        top.note("id", N_("mã “{id}” phải có dạng ten-van-ban-nam/viec-xet"), id=pack_id)
    begins = top.day("effective_from", required=True) or date.min
    ends = top.day("effective_to")
    if ends and ends < begins:
        top.note("effective_to", N_("ngày hết áp dụng đứng trước ngày bắt đầu áp dụng"))
    return {
        "id": pack_id,
        "title": top.text("title"),
        "level": top.choice("level", LEVELS),
        "scope": top.choice("scope", SCOPES),
        "covers": top.texts("covers"),
        "effective_from": begins,
        "effective_to": ends,
        "verified": top.flag("verified", False),
        "source": _read_source(top.table("source")),
        "notes": top.texts("notes"),
        "edition": edition,
        "replaces": _read_replaced(top, pack_id),
    }


def _read_replaced(top: Table, pack_id: str) -> str:
    replaced = top.text("replaces", "")
    if replaced and not PACK_ID.fullmatch(replaced):
        top.note("replaces", N_("mã “{id}” phải có dạng ten-van-ban-nam/viec-xet"), id=replaced)
    elif replaced and replaced == pack_id:
        top.note("replaces", N_("bộ không thay chính nó; bản sửa đổi của cùng mã ghi “edition”"))
    return replaced


def _read_source(table: Table) -> Source:
    source = Source(
        table.text("document"),
        table.text("number", ""),
        table.text("date", ""),
        table.text("paragraph", ""),
        table.text("note", ""),
    )
    table.finish()
    return source


def _read_cut_off(top: Table) -> str:
    required = top.data.get("as_of") == "cut_off"
    return top.month_day("cut_off", required=required) or "12-31"


def _read_decision(top: Table, criteria: int) -> Decision:
    table = top.table("decision")
    decision = Decision(
        table.choice("kind", ("all", "at_least", "class")),
        table.whole("count", 0),
        table.flag("met_is_good", True),
        table.text("question"),
    )
    if decision.kind == "at_least" and not 1 <= decision.count <= criteria:
        table.note("count", N_("“count” phải từ 1 đến số tiêu chí của bộ ({most})"), most=criteria)
    table.finish()
    return decision


def _read_below(top: Table) -> Below:
    """How the communes below are read; a pack that asks nothing of them has no such table."""
    if not top.has("communes"):
        return Below()
    table = top.table("communes")
    below = Below(
        table.text("classed_by"),
        table.texts("key_classes"),
        table.text("recognised_by", ""),
        table.text("source"),
    )
    for key, named in (("classed_by", below.classed_by), ("recognised_by", below.recognised_by)):
        if named and not PACK_ID.fullmatch(named):
            table.note(key, N_("mã “{id}” phải có dạng ten-van-ban-nam/viec-xet"), id=named)
    table.finish()
    return below


def _used_facts(
    top: Table, known: Mapping[str, FactDefinition], own: Iterable[FactDefinition]
) -> dict[str, FactDefinition]:
    used: dict[str, FactDefinition] = {}
    for name in (*top.texts("facts"), *(fact.name for fact in own)):
        if name in used:
            top.note("facts", N_("số liệu “{name}” được khai báo hai lần"), name=name)
        elif name in known:
            used[name] = known[name]
        elif near := nearest(name, known):
            message = N_("không có định nghĩa cho số liệu “{name}”; có phải là “{near}”?")
            top.note("facts", message, name=name, near=near)
        else:
            message = N_(
                "không có định nghĩa cho số liệu “{name}”; hãy định nghĩa bằng [[fact]] trong tệp"
            )
            top.note("facts", message, name=name)
    return used
