"""Whether an expression means something: every name is there, only like is compared with like.

All that is wrong is told at once.  An expression without a problem can be counted in any office and
always ends: it only ever goes from a record to the records that point at it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.expressions.problems import ExpressionError, no_such
from sachmatuy_desktop.domain.expressions.scopes import (
    Around,
    Reached,
    Row,
    Sort,
    follow,
    link,
    owner_of,
    register_at,
)
from sachmatuy_desktop.domain.expressions.syntax import (
    All,
    Among,
    Compare,
    Condition,
    Count,
    Counting,
    Either,
    Empty,
    Includes,
    Last,
    Moment,
    Name,
    Not,
    Owner,
    Path,
    Place,
    Rows,
    Shifted,
    Some,
    Sum,
    Term,
    Text,
    Value,
    Whole,
    Within,
    YesNo,
)
from sachmatuy_desktop.domain.expressions.walking import parts
from sachmatuy_desktop.domain.registers.fields import Choices
from sachmatuy_desktop.errors import N_

Problems = Iterator[ExpressionError]

_EQUAL: Final = ("=", "!=")
_ORDERED: Final = (Sort.DAY, Sort.PARTIAL_DAY, Sort.NUMBER)


def problems(expression: Counting) -> list[ExpressionError]:
    """Everything wrong with a count or a sum, in the order of the text."""
    return sorted(_problems(expression), key=lambda problem: (problem.at.line, problem.at.column))


def value_problems(value: Value, known: Collection[str]) -> list[ExpressionError]:
    """Facts that a value names and that are not among the known ones."""
    return [
        no_such(each.at, N_("không có số liệu nào tên “{name}” ở trên"), each.name, known)
        for each in parts(value, Name)
        if each.name not in known
    ]


def names_of(value: Value) -> tuple[str, ...]:
    """The facts that a value is worked out from, each once."""
    return tuple(dict.fromkeys(each.name for each in parts(value, Name)))


def _problems(expression: Counting) -> Problems:
    yield from _counted(expression.rows)
    for rows in expression.unknown.if_any:
        yield from _counted(rows)
    around = _around(expression.rows)
    if around is None:
        return
    match expression:
        case Count(_, having, each):
            if having is not None:
                yield from _condition(having, around)
            if each is not None:
                yield from _must_be(each, around, Sort.RECORD)
        case Sum(path):
            yield from _must_be(path, around, Sort.NUMBER)
            if len(path.names) > 1:
                yield ExpressionError(path.at, N_("chỉ cộng được một cột của chính sổ được tính"))


def _around(rows: Rows, outside: Around = ()) -> Around | None:
    try:
        return (*outside, Row(register_at(rows), rows.alias))
    except ExpressionError:
        return None


def _counted(rows: Rows, outside: Around = ()) -> Problems:
    """A register, its alias, and the condition on its records."""
    try:
        register = register_at(rows)
    except ExpressionError as problem:
        yield problem
        return
    if rows.alias and rows.alias in [row.alias for row in outside]:
        yield ExpressionError(rows.at, N_("tên gọi “{name}” đã dùng ở ngoài"), name=rows.alias)
    if rows.where is not None:
        yield from _condition(rows.where, (*outside, Row(register, rows.alias)))


# -- conditions ------------------------------------------------------------------------------------


def _condition(condition: Condition, around: Around) -> Problems:
    match condition:
        case All(inner) | Either(inner):
            for part in inner:
                yield from _condition(part, around)
        case Not(denied):
            yield from _condition(denied, around)
        case Some(rows, owner):
            yield from _owned(rows, owner, around)
        case Last(rows, owner, by, has):
            yield from _owned(rows, owner, around)
            inside = _around(rows, around)
            if inside is not None:
                yield from _must_be(Path((by,), rows.at), inside[-1:], Sort.DAY, Sort.NUMBER)
                yield from _condition(has, inside)
        case _:
            yield from _test(condition, around)


def _test(test: Compare | Among | Includes | Empty | Within, around: Around) -> Problems:
    match test:
        case Empty(path):
            yield from _reached(path, around, lambda _found: iter(()))
        case Within(path):
            yield from _must_be(path, around, Sort.DAY, Sort.PARTIAL_DAY)
        case Includes(path, value):
            yield from _reached(path, around, lambda found: _includes(path, found, value))
        case Among(path, values):
            yield from _reached(path, around, lambda found: _among(path, found, values))
        case Compare(left, _, right):
            yield from _reached(left, around, lambda found: _compared(test, found, around))
            if isinstance(right, Path):
                yield from _reached(right, around, lambda _found: iter(()))


def _owned(rows: Rows, owner: Owner, around: Around) -> Problems:
    try:
        register_at(rows)
        link(rows, owner, owner_of(owner, around).target)
    except ExpressionError as problem:
        yield problem
        return
    yield from _counted(rows, around)


def _reached(path: Path, around: Around, then: Callable[[Reached], Problems]) -> Problems:
    try:
        found = follow(path, around)
    except ExpressionError as problem:
        yield problem
        return
    yield from then(found)


def _must_be(path: Path, around: Around, *sorts: Sort) -> Problems:
    def judged(found: Reached) -> Problems:
        if found.sort not in sorts:
            yield ExpressionError(
                path.at,
                N_("“{path}” là {sort}, ở đây phải là {wanted}"),
                path=".".join(path.names),
                sort=found.sort.value,
                wanted=sorts[0].value,
            )

    yield from _reached(path, around, judged)


# -- like with like --------------------------------------------------------------------------------


def _includes(path: Path, found: Reached, value: Text) -> Problems:
    if found.sort is not Sort.CODES:
        yield _unfit(path, found)
    else:
        yield from _code(found, value)


def _among(path: Path, found: Reached, values: tuple[Text | Whole, ...]) -> Problems:
    if found.sort not in (Sort.CODE, Sort.TEXT, Sort.NUMBER):
        yield _unfit(path, found)
        return
    for value in values:
        yield from _literal(path, found, value)


def _compared(compare: Compare, found: Reached, around: Around) -> Problems:
    path, right = compare.left, compare.right
    if found.sort in (Sort.HIDDEN, Sort.CODES):
        yield _unfit(path, found)
    elif compare.sign not in _EQUAL and found.sort not in _ORDERED:
        yield ExpressionError(
            compare.at,
            N_("“{path}” là {sort}, chỉ so sánh bằng = hoặc !="),
            path=".".join(path.names),
            sort=found.sort.value,
        )
    elif isinstance(right, Path | Shifted):
        yield from _like(path, found, right, around)
    else:
        yield from _literal(path, found, right)


def _like(path: Path, found: Reached, right: Path | Shifted, around: Around) -> Problems:
    """A field against another one."""
    other = right.path if isinstance(right, Shifted) else right
    try:
        there = follow(other, around)
    except ExpressionError as problem:
        if isinstance(right, Shifted):
            yield problem
        return
    days = found.sort in (Sort.DAY, Sort.PARTIAL_DAY) and there.sort is Sort.DAY
    same = found.sort is there.sort and found.sort in (Sort.NUMBER, Sort.FLAG, Sort.TEXT)
    codes = found.sort is there.sort is Sort.CODE and _choices(found) == _choices(there)
    records = found.sort is there.sort is Sort.RECORD and found.target == there.target
    if not (days or (not isinstance(right, Shifted) and (same or codes or records))):
        yield _unlike(other.at, path, found, ".".join(other.names), there.sort)
    elif isinstance(right, Shifted) and right.shift.unit != "days":
        yield ExpressionError(
            other.at, N_("từ ngày ghi trong một cột chỉ tính theo days; theo tháng thì tính từ day")
        )


def _literal(path: Path, found: Reached, value: Term) -> Problems:
    """A field against what is written in the expression."""
    match found.sort, value:
        case (Sort.CODE, Text()):
            yield from _code(found, value)
        case (Sort.DAY | Sort.PARTIAL_DAY, Text(text, at)):
            if not _is_day(text):
                yield ExpressionError(at, N_('ngày phải viết dạng "2026-12-14"'))
        case (Sort.DAY | Sort.PARTIAL_DAY, Moment(anchor, _, at)) if anchor != "this_year":
            pass
        case (Sort.NUMBER, Moment("this_year", shift, at)):
            if shift is not None:
                yield ExpressionError(at, N_("this_year là một số, không cộng trừ ngày"))
        case (Sort.NUMBER, Whole()) | (Sort.FLAG, YesNo()) | (Sort.TEXT, Text()):
            pass
        case _:
            yield _unlike(_place_of(value, path.at), path, found, *_told(value))


def _told(value: Term) -> tuple[str, Sort]:
    match value:
        case Text(text):
            return f'"{text}"', Sort.TEXT
        case Whole(number):
            return str(number), Sort.NUMBER
        case YesNo(yes):
            return "yes" if yes else "no", Sort.FLAG
        case Moment(anchor):
            return anchor, Sort.NUMBER if anchor == "this_year" else Sort.DAY
        case _:
            return "", Sort.HIDDEN


def _place_of(value: Term, otherwise: Place) -> Place:
    return otherwise if isinstance(value, Shifted) else value.at


def _choices(found: Reached) -> Choices:
    return (found.field.choices if found.field else None) or {}


def _code(found: Reached, value: Text) -> Problems:
    choices = _choices(found)
    if value.text not in choices:
        yield no_such(
            value.at,
            N_("danh mục của cột “{field}” không có mã “{name}”"),
            value.text,
            choices,
            field=found.field.name if found.field else "",
        )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unfit(path: Path, found: Reached) -> ExpressionError:
    name = ".".join(path.names)
    if found.sort is Sort.HIDDEN:
        return ExpressionError(
            path.at,
            N_("“{path}” chỉ được hỏi is empty hoặc is not empty, không so sánh nội dung"),
            path=name,
        )
    return ExpressionError(
        path.at,
        N_("“{path}” là {sort}, không dùng được phép so sánh này"),
        path=name,
        sort=found.sort.value,
    )


def _unlike(at: Place, path: Path, found: Reached, other: str, there: Sort) -> ExpressionError:
    return ExpressionError(
        at,
        N_("không so sánh được “{path}” ({sort}) với {other} ({there})"),
        path=".".join(path.names),
        sort=found.sort.value,
        other=other,
        there=there.value,
    )
