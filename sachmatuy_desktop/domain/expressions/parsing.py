"""From the words of an expression to its parts: one method for each rule of the grammar.

Every call takes at least one word or returns, so that reading always ends; how deep brackets may
stand within each other is bounded, so that no text can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from sachmatuy_desktop.domain.expressions.problems import ExpressionError
from sachmatuy_desktop.domain.expressions.syntax import (
    ANCHORS,
    Added,
    All,
    Among,
    Arithmetic,
    Compare,
    Condition,
    Count,
    Either,
    Empty,
    Extreme,
    Includes,
    Last,
    Moment,
    Name,
    Not,
    Owner,
    Path,
    Product,
    Rows,
    Shifted,
    Some,
    Span,
    Sum,
    Term,
    Text,
    Unknown,
    Value,
    Whole,
    Within,
    YesNo,
)
from sachmatuy_desktop.domain.expressions.tokens import RESERVED, Token, tokens
from sachmatuy_desktop.errors import N_

DEEPEST: Final = 20
"""How many brackets may stand within each other."""

MOST_QUANTIFIERS: Final = 3
"""How many `any`, `no` and `last` may stand within each other: each multiplies the work."""

MOST_STEPS: Final = 4
"""How many names a path may have."""

LARGEST: Final = 10**12
FURTHEST: Final = {"days": 36_600, "months": 1_200, "years": 100}
"""How far from a day one may count."""

SIGNS: Final = ("=", "!=", "<", "<=", ">", ">=")

_Part = TypeVar("_Part")


def parse_count(text: str) -> Count:
    """`households where state = "dang_cu_tru"`.  Raises `ExpressionError`."""
    return _whole(text, _Parser.count)


def parse_sum(text: str) -> Sum:
    """`plants of incidents where kind = "trong_cay"`.  Raises `ExpressionError`."""
    return _whole(text, _Parser.sum)


def parse_value(text: str) -> Value:
    """`addicts + users`.  Raises `ExpressionError`."""
    return Value(_whole(text, _Parser.arithmetic))


def _whole(text: str, rule: Callable[[_Parser], _Part]) -> _Part:
    parser = _Parser(tokens(text))
    found = rule(parser)
    parser.expect_end()
    return found


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._position = 0
        self._depth = 0
        self._quantifiers = 0

    # -- words -------------------------------------------------------------------------------------

    @property
    def _next(self) -> Token:
        return self._words[self._position]

    def _take(self) -> Token:
        taken = self._next
        self._position += taken.kind != "end"
        return taken

    def _sees(self, *texts: str) -> bool:
        return self._next.kind in ("word", "sign") and self._next.text in texts

    def _passes(self, *texts: str) -> str:
        """The next word if it is one of these, passed over."""
        return self._take().text if self._sees(*texts) else ""

    def _expect(self, text: str) -> Token:
        if not self._sees(text):
            raise self._stop(N_("ở đây phải là “{wanted}”"), wanted=text)
        return self._take()

    def expect_end(self) -> None:
        """Nothing follows."""
        if self._next.kind != "end":
            raise self._stop(N_("lẽ ra biểu thức phải hết ở đây"))

    def _stop(self, message: str, **values: object) -> ExpressionError:
        found = self._next.text
        if not found:
            told = N_("{problem}, nhưng biểu thức đã hết")
        else:
            told = N_("{problem}, nhưng gặp “{found}”")
        problem = ExpressionError(self._next.at, message, **values).reason
        return ExpressionError(self._next.at, told, problem=problem, found=found)

    def _name(self, message: str) -> Token:
        if self._next.kind != "word":
            raise self._stop(message)
        if self._next.text in RESERVED:
            raise ExpressionError(
                self._next.at,
                N_("“{word}” là từ riêng của biểu thức, không dùng làm tên"),
                word=self._next.text,
            )
        return self._take()

    def _number(self, most: int) -> int:
        if self._next.kind != "number":
            raise self._stop(N_("ở đây phải là một số nguyên"))
        taken = self._take()
        if len(taken.text) > len(str(most)) or int(taken.text) > most:
            raise ExpressionError(taken.at, N_("số lớn quá {most}"), most=most)
        return int(taken.text)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        if self._depth >= DEEPEST:
            raise ExpressionError(
                self._next.at, N_("lồng quá {most} lớp ngoặc, hãy viết gọn lại"), most=DEEPEST
            )
        self._depth += 1
        yield
        self._depth -= 1

    def _listed(self, rule: Callable[[], _Part]) -> tuple[_Part, ...]:
        """`( … , … )`."""
        self._expect("(")
        found = [rule()]
        while self._passes(","):
            found.append(rule())
        self._expect(")")
        return tuple(found)

    # -- whole expressions -------------------------------------------------------------------------

    def count(self) -> Count:
        """count = rows [“where” condition] [“having” condition] [“each” path] [unknown]"""
        rows = self._counted()
        having = self.condition() if self._passes("having") else None
        each = self._path() if self._passes("each") else None
        return Count(rows, having, each, self._unknown())

    def sum(self) -> Sum:
        """sum = path “of” rows [“where” condition] [unknown]"""
        path = self._path()
        self._expect("of")
        return Sum(path, self._counted(), self._unknown())

    def _counted(self) -> Rows:
        rows = self._register()
        if not self._passes("where"):
            return rows
        return Rows(rows.register, rows.alias, self.condition(), rows.at)

    def _register(self) -> Rows:
        named = self._name(N_("ở đây phải là tên một sổ"))
        return Rows(named.text, self._alias(), None, named.at)

    def _alias(self) -> str:
        """[“as” name]"""
        return self._name(N_("ở đây phải là một tên gọi")).text if self._passes("as") else ""

    def _unknown(self) -> Unknown:
        """unknown = “unknown” “if” case {“or” case}; case = “none” | “any” rows [where (…)]"""
        if not self._passes("unknown"):
            return Unknown()
        self._expect("if")
        if_nothing, if_any = False, list[Rows]()
        while True:
            if self._passes("none"):
                if_nothing = True
            else:
                self._expect("any")
                if_any.append(self._bracketed(self._register()))
            if not self._passes("or"):
                return Unknown(if_nothing, tuple(if_any))

    # -- conditions --------------------------------------------------------------------------------

    def condition(self) -> Condition:
        """condition = conjunction {“or” conjunction}"""
        parts = [self._conjunction()]
        while self._passes("or"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _conjunction(self) -> Condition:
        parts = [self._negation()]
        while self._passes("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _negation(self) -> Condition:
        with self._deeper():
            if self._passes("not"):
                return Not(self._negation())
            if self._passes("("):
                inner = self.condition()
                self._expect(")")
                return inner
            return self._test()

    def _test(self) -> Condition:
        if word := self._passes("any", "no", "last"):
            return self._quantified(word)
        path = self._path()
        if self._passes("is"):
            is_not = bool(self._passes("not"))
            self._expect("empty")
            return Empty(path, is_not)
        if self._passes("in"):
            return Among(path, self._listed(self._code))
        if self._passes("includes"):
            return Includes(path, self._text())
        if self._passes("within"):
            return Within(path, self._span())
        return self._comparison(path)

    def _comparison(self, path: Path) -> Compare:
        at = self._next.at
        sign = self._passes(*SIGNS)
        if not sign:
            raise self._stop(
                N_("sau tên cột phải là =, !=, <, <=, >, >=, in, is, within, includes")
            )
        return Compare(path, sign, self._term(), at)

    def _quantified(self, word: str) -> Some | Last:
        """(“any” | “no”) register owner [alias] [where (…)], or
        “last” register owner [alias] “by” field [where (…)] “has” (…)
        """
        if self._quantifiers >= MOST_QUANTIFIERS:
            raise ExpressionError(
                self._words[self._position - 1].at,
                N_("lồng quá {most} lần any, no, last, hãy viết gọn lại"),
                most=MOST_QUANTIFIERS,
            )
        self._quantifiers += 1
        named = self._name(N_("ở đây phải là tên một sổ"))
        owner = self._owner()
        rows = Rows(named.text, self._alias(), None, named.at)
        if word != "last":
            found: Some | Last = Some(self._bracketed(rows), owner, word == "no")
        else:
            self._expect("by")
            by = self._name(N_("ở đây phải là tên một cột")).text
            rows = self._bracketed(rows)
            self._expect("has")
            found = Last(rows, owner, by, self._in_brackets())
        self._quantifiers -= 1
        return found

    def _owner(self) -> Owner:
        """owner = “of” (“it” | path) [“through” field]"""
        self._expect("of")
        path = None if self._passes("it") else self._path()
        through = (
            self._name(N_("ở đây phải là tên một cột")).text if self._passes("through") else ""
        )
        return Owner(path, through)

    def _bracketed(self, rows: Rows) -> Rows:
        if not self._passes("where"):
            return rows
        return Rows(rows.register, rows.alias, self._in_brackets(), rows.at)

    def _in_brackets(self) -> Condition:
        self._expect("(")
        with self._deeper():
            found = self.condition()
        self._expect(")")
        return found

    # -- terms -------------------------------------------------------------------------------------

    def _path(self) -> Path:
        first = self._name(N_("ở đây phải là tên một cột"))
        names = [first.text]
        while self._passes("."):
            names.append(self._name(N_("sau dấu chấm phải là tên một cột")).text)
        if len(names) > MOST_STEPS:
            raise ExpressionError(first.at, N_("đường dẫn dài quá {most} tên"), most=MOST_STEPS)
        return Path(tuple(names), first.at)

    def _text(self) -> Text:
        if self._next.kind != "text":
            raise self._stop(N_("ở đây phải là chữ trong dấu nháy"))
        taken = self._take()
        return Text(taken.text[1:-1], taken.at)

    def _code(self) -> Text | Whole:
        if self._next.kind == "number":
            at = self._next.at
            return Whole(self._number(LARGEST), at)
        return self._text()

    def _term(self) -> Term:
        at = self._next.at
        if self._next.kind in ("text", "number"):
            return self._code()
        if word := self._passes("yes", "no"):
            return YesNo(word == "yes", at)
        if anchor := self._passes(*ANCHORS):
            return Moment(anchor, self._shift(), at)
        path = self._path()
        shift = self._shift()
        return path if shift is None else Shifted(path, shift)

    def _shift(self) -> Span | None:
        sign = self._passes("+", "-")
        if not sign:
            return None
        at = self._next.at
        span = self._days()
        if span.amount == 0:
            raise ExpressionError(at, N_("cộng trừ 0 thì không cần viết"))
        return span if sign == "+" else Span(-span.amount, span.unit)

    def _span(self) -> Span | None:
        """span = “year” | number unit"""
        if self._next.kind == "word" and self._next.text == "year":
            self._take()
            return None
        return self._days()

    def _days(self) -> Span:
        at = self._next.at
        amount = self._number(max(FURTHEST.values()))
        if self._next.kind != "word" or self._next.text not in FURTHEST:
            raise self._stop(N_("sau số phải là days, months hoặc years"))
        unit = self._take().text
        if amount > FURTHEST[unit]:
            raise ExpressionError(at, N_("số lớn quá {most}"), most=FURTHEST[unit])
        return Span(amount, unit)

    # -- arithmetic --------------------------------------------------------------------------------

    def arithmetic(self) -> Arithmetic:
        """arithmetic = product {(“+” | “-”) product}"""
        parts = [("+", self._product())]
        while sign := self._passes("+", "-"):
            parts.append((sign, self._product()))
        return parts[0][1] if len(parts) == 1 else Added(tuple(parts))

    def _product(self) -> Arithmetic:
        parts = [self._factor()]
        while self._passes("*"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else Product(tuple(parts))

    def _factor(self) -> Arithmetic:
        with self._deeper():
            at = self._next.at
            if self._next.kind == "number":
                return Whole(self._number(LARGEST), at)
            if self._passes("("):
                inner = self.arithmetic()
                self._expect(")")
                return inner
            named = self._name(N_("ở đây phải là tên một số liệu hoặc một số nguyên"))
            if named.text in ("max", "min") and self._sees("("):
                return Extreme(named.text, self._listed(self.arithmetic))
            return Name(named.text, named.at)
