"""Well-typed expressions and small offices, made at random from the registers' descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from sachmatuy_desktop.domain.expressions.scopes import (
    Around,
    Row,
    Sort,
    follow,
    sort_of,
)
from sachmatuy_desktop.domain.expressions.syntax import (
    All,
    Among,
    Compare,
    Condition,
    Count,
    Either,
    Empty,
    Includes,
    Last,
    Moment,
    Not,
    Owner,
    Path,
    Rows,
    Shifted,
    Some,
    Span,
    Sum,
    Term,
    Text,
    Unknown,
    Whole,
    Within,
    YesNo,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value

BOOKS = (
    "villages",
    "households",
    "commitments",
    "people",
    "drug_profiles",
    "episodes",
    "presences",
    "tests",
    "incidents",
    "case_subjects",
    "models",
    "activities",
    "populations",
)
"""Registers that point at each other in every way there is."""

DAY = date(2026, 3, 2)
DAYS = ("2025-12-14", "2025-12-15", "2026-02-28", "2026-03-02", "2026-03-03", "2024-02-29")
PARTIAL_DAYS = ("1990", "2026", "2026-03", "2025-12", "2026-03-02", "2008-02-28")
WORDS = ("Thôn 1", "Thôn 2", 'xóm "mới"')
UNITS = ("xa-1@1", "xa-2@1")


# -- expressions -----------------------------------------------------------------------------------


def counts() -> st.SearchStrategy[Count]:
    """Counts over the books."""
    return st.composite(_count)()


def sums() -> st.SearchStrategy[Sum]:
    """Sums of a number of the books."""
    return st.composite(_sum)()


def countings() -> st.SearchStrategy[Count | Sum]:
    """Counts, and now and then a sum."""
    return st.one_of(counts(), counts(), counts(), sums())


def _rows(draw: st.DrawFn, names: Sequence[str] = BOOKS) -> tuple[Rows, Around]:
    name = draw(st.sampled_from(names))
    alias = draw(st.sampled_from(("", "one")))
    around = (Row(REGISTERS[name], alias),)
    where = draw(st.none() | _conditions(around, 3))
    return Rows(name, alias, where), around


def _unknown(draw: st.DrawFn) -> Unknown:
    if draw(st.integers(0, 3)):
        return Unknown()
    if_any = () if draw(st.booleans()) else (_rows(draw)[0],)
    return Unknown(draw(st.booleans()) if if_any else True, if_any)


def _count(draw: st.DrawFn) -> Count:
    rows, around = _rows(draw)
    having = draw(st.none() | _conditions(around, 2))
    references = [each for each in _usable(around[-1]) if each.kind is Kind.REFERENCE]
    each = None
    if references and draw(st.integers(0, 3)) == 0:
        each = Path((draw(st.sampled_from(references)).name,))
    return Count(rows, having, each, _unknown(draw))


def _sum(draw: st.DrawFn) -> Sum:
    rows, around = _rows(draw, ("incidents", "populations", "activities", "models"))
    numbers = [each.name for each in _usable(around[-1]) if each.kind is Kind.NUMBER]
    told = Empty(Path((number := draw(st.sampled_from(numbers)),)), is_not=True)
    if draw(st.booleans()):
        where = told if rows.where is None else All((told, rows.where))
        rows = Rows(rows.register, rows.alias, where)
    return Sum(Path((number,)), rows, _unknown(draw))


def _usable(row: Row) -> list[Field]:
    fields = (each for each in row.register.fields if not each.by_program)
    return [each for each in fields if each.target is None or each.target in BOOKS]


def _conditions(around: Around, depth: int) -> st.SearchStrategy[Condition]:
    return st.composite(_condition)(around, depth)


def _condition(draw: st.DrawFn, around: Around, depth: int) -> Condition:
    kind = draw(st.integers(0, 9)) if depth else 0
    smaller = _conditions(around, depth - 1)
    match kind:
        case 7:
            return Not(draw(smaller))
        case 8:
            return All(tuple(draw(st.lists(smaller, min_size=2, max_size=3))))
        case 9:
            return Either(tuple(draw(st.lists(smaller, min_size=2, max_size=3))))
        case 4 | 5 | 6:
            return _quantified(draw, around, depth) or _test(draw, around)
        case _:
            return _test(draw, around)


def _quantified(draw: st.DrawFn, around: Around, depth: int) -> Some | Last | None:
    if len(around) > 3:
        return None
    of, target = _owner(draw, around)
    ways = [
        (name, field)
        for name in BOOKS
        for field in _usable(Row(REGISTERS[name]))
        if field.target == target
    ]
    if not ways:
        return None
    name, field = draw(st.sampled_from(ways))
    taken = [row.alias for row in around]
    alias = draw(st.sampled_from(["", *(each for each in ("two", "three") if each not in taken)]))
    inside = (*around, Row(REGISTERS[name], alias))
    where = draw(st.none() | _conditions(inside, depth - 1))
    rows = Rows(name, alias, where)
    owner = Owner(of, field.name)
    orders = [each.name for each in _usable(inside[-1]) if each.kind in (Kind.DATE, Kind.NUMBER)]
    if draw(st.booleans()) and orders:
        has = draw(_conditions(inside, depth - 1))
        return Last(rows, owner, draw(st.sampled_from(orders)), has)
    return Some(rows, owner, draw(st.booleans()))


def _owner(draw: st.DrawFn, around: Around) -> tuple[Path | None, str]:
    """The nearest record, one by its alias, or one that a path leads to."""
    paths = [path for path in _paths(around) if follow(path, around).sort is Sort.RECORD]
    if not paths or draw(st.booleans()):
        return None, around[-1].register.name
    path = draw(st.sampled_from(paths))
    return path, follow(path, around).target


def _paths(around: Around) -> list[Path]:
    """Every path of up to two references from every record that can be named."""
    starts: list[tuple[tuple[str, ...], Row]] = [((), around[-1])]
    starts += [((row.alias,), row) for row in around if row.alias]
    found = [Path(names) for names, _row in starts if names]
    for names, row in starts:
        for field in _usable(row):
            found.append(Path((*names, field.name)))
            if field.kind is Kind.REFERENCE:
                there = Row(REGISTERS[str(field.target)])
                found += [Path((*names, field.name, each.name)) for each in _usable(there)]
    return found


def _test(draw: st.DrawFn, around: Around) -> Condition:
    path = draw(st.sampled_from(_paths(around)))
    reached = follow(path, around)
    field = reached.field
    codes = list((field.choices if field else None) or {})
    if draw(st.integers(0, 5)) == 0 or reached.sort is Sort.HIDDEN:
        return Empty(path, draw(st.booleans()))
    match reached.sort:
        case Sort.CODES:
            return Includes(path, Text(draw(st.sampled_from(codes))))
        case Sort.CODE if draw(st.booleans()):
            chosen = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3))
            return Among(path, tuple(Text(each) for each in chosen))
        case Sort.DAY | Sort.PARTIAL_DAY if draw(st.integers(0, 3)) == 0:
            return Within(path, draw(st.none() | _spans(0)))
    ordered = reached.sort in (Sort.DAY, Sort.PARTIAL_DAY, Sort.NUMBER)
    signs = ("=", "!=", "<", "<=", ">", ">=") if ordered else ("=", "!=")
    return Compare(path, draw(st.sampled_from(signs)), _term(draw, path, around, codes))


def _term(draw: st.DrawFn, path: Path, around: Around, codes: list[str]) -> Term:
    reached = follow(path, around)
    alike = [each for each in _paths(around) if _comparable(path, each, around)]
    if draw(st.booleans()) and alike:
        other = draw(st.sampled_from(alike))
        if follow(other, around).sort is Sort.DAY and draw(st.booleans()):
            return Shifted(other, Span(draw(st.integers(-400, 400).filter(bool)), "days"))
        return other
    anchors = st.sampled_from(("day", "year_start", "year_end", "registration"))
    days = st.builds(Text, st.sampled_from(DAYS))
    terms: dict[Sort, st.SearchStrategy[Term]] = {
        Sort.CODE: st.sampled_from(codes or [""]).map(Text),
        Sort.TEXT: st.sampled_from(WORDS).map(Text),
        Sort.FLAG: st.builds(YesNo, st.booleans()),
        Sort.NUMBER: st.just(Moment("this_year")) | st.builds(Whole, st.integers(0, 3)),
        Sort.RECORD: st.sampled_from(alike or [path]),
    }
    otherwise = days | st.builds(Moment, anchors, st.none() | _spans(-1, 1))
    return draw(terms.get(reached.sort, otherwise))


def _comparable(path: Path, other: Path, around: Around) -> bool:
    here, there = follow(path, around), follow(other, around)
    if here.sort in (Sort.DAY, Sort.PARTIAL_DAY):
        return there.sort is Sort.DAY
    if here.sort is not there.sort or here.sort in (Sort.HIDDEN, Sort.CODES):
        return False
    if here.sort is Sort.RECORD:
        return here.target == there.target
    return here.sort is not Sort.CODE or (here.field == there.field)


def _spans(*signs: int) -> st.SearchStrategy[Span]:
    amounts = st.integers(1, 40)
    units = st.sampled_from(("days", "months", "years"))
    if signs == (0,):
        return st.builds(Span, st.integers(0, 40), units)
    return st.builds(
        lambda sign, amount, unit: Span(sign * amount, unit), st.sampled_from(signs), amounts, units
    )


# -- offices ---------------------------------------------------------------------------------------

Office = dict[str, list[dict[str, Value]]]


def offices(names: Sequence[str] = BOOKS, *, lawful: bool = False) -> st.SearchStrategy[Office]:
    """Up to four rows in every book, some taken out, pointing at each other.

    They are of two communes, and anything may be empty; in a `lawful` office all are of one, and
    what a form asks for is there.
    """
    return st.composite(_office)(tuple(names), lawful)


def _office(draw: st.DrawFn, names: Sequence[str], lawful: bool) -> Office:
    sizes = {name: draw(st.integers(0, 4)) for name in names}
    ids = {name: [f"{name}-{number}" for number in range(size)] for name, size in sizes.items()}
    return {name: [_row(draw, name, each, ids, lawful) for each in ids[name]] for name in names}


def _row(
    draw: st.DrawFn, name: str, record: str, ids: dict[str, list[str]], lawful: bool
) -> dict[str, Value]:
    row: dict[str, Value] = {
        "id": record,
        "unit_id": UNITS[0] if lawful else draw(st.sampled_from((UNITS[0], UNITS[0], UNITS[1]))),
        "deleted": int(draw(st.integers(0, 5)) == 0),
        "base_entry": 1,
        "last_entry": 1,
        "sort_key": "",
    }
    for field in REGISTERS[name].fields:
        value = draw(_values(field, ids))
        may_be_empty = not (lawful and field.required)
        row[field.name] = draw(st.sampled_from((value, value, None))) if may_be_empty else value
    return row


def _values(field: Field, ids: dict[str, list[str]]) -> st.SearchStrategy[Value]:
    if field.kind is Kind.REFERENCE:
        known = ids.get(str(field.target), [])
        return st.sampled_from(known) if known else st.none()
    if field.kind is Kind.SEVERAL:
        codes = list(field.choices or {})
        return st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True).map(" ".join)
    choices: dict[Sort, Sequence[Value]] = {
        Sort.DAY: DAYS,
        Sort.PARTIAL_DAY: PARTIAL_DAYS,
        Sort.NUMBER: (0, 1, 2, 2026),
        Sort.FLAG: (0, 1),
        Sort.CODE: list(field.choices or {}),
    }
    return st.sampled_from(choices.get(sort_of(field), WORDS))
