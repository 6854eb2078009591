"""The language of figures: read, shown, refused with a place and a reason, never a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.expressions import (
    Count,
    Counting,
    Expression,
    ExpressionError,
    Value,
    is_personal,
    names_of,
    parse_count,
    parse_sum,
    parse_value,
    problems,
    show,
    value_problems,
)
from sachmatuy_desktop.domain.expressions.parsing import DEEPEST
from sachmatuy_desktop.domain.expressions.syntax import (
    Added,
    Arithmetic,
    Extreme,
    Name,
    Product,
    Whole,
)
from sachmatuy_desktop.domain.expressions.tokens import LONGEST, RESERVED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from tests.expression_cases import countings

READERS: tuple[Callable[[str], Expression], ...] = (parse_count, parse_sum, parse_value)
FOUR_DEEP = f"""villages where {"any people of it where (" * 4}sex is empty{")" * 4}"""


def reread(expression: Counting) -> Counting:
    text = show(expression)
    return parse_count(text) if isinstance(expression, Count) else parse_sum(text)


@given(countings())
def test_what_is_shown_is_read_back_as_the_same(expression: Counting) -> None:
    assert reread(expression) == expression


def _arithmetic(smaller: st.SearchStrategy[Arithmetic]) -> st.SearchStrategy[Arithmetic]:
    several = st.lists(smaller, min_size=2, max_size=3)
    signed = st.lists(st.tuples(st.sampled_from("+-"), smaller), min_size=1, max_size=2)
    return st.one_of(
        st.builds(lambda first, rest: Added((("+", first), *rest)), smaller, signed),
        several.map(lambda parts: Product(tuple(parts))),
        st.builds(
            lambda which, parts: Extreme(which, tuple(parts)),
            st.sampled_from(("max", "min")),
            several,
        ),
    )


NAMES: st.SearchStrategy[Arithmetic] = st.sampled_from(("addicts", "users", "max")).map(Name)
ARITHMETIC = st.recursive(
    NAMES | st.integers(0, 99).map(Whole),
    _arithmetic,
    max_leaves=8,
)


@given(ARITHMETIC)
def test_arithmetic_is_read_back_as_the_same(part: Arithmetic) -> None:
    value = Value(part)
    assert parse_value(show(value)) == value


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("households", "households"),
        ("households where(state='dang_cu_tru')", 'households where state = "dang_cu_tru"'),
        (
            "households where village is empty and (state = 'x' or state = 'y')",
            'households where village is empty and (state = "x" or state = "y")',
        ),
        ("people\n  where not (not sex is not empty)", "people where not not sex is not empty"),
        ("tests where taken_on within year", "tests where taken_on within year"),
        ("tests where taken_on >= day-30 days", "tests where taken_on >= day - 30 days"),
        ("models unknown if none", "models unknown if none"),
        ("case_subjects each person", "case_subjects each person"),
    ],
)
def test_the_canonical_text(written: str, canonical: str) -> None:
    assert show(parse_count(written)) == canonical


# -- wrong, and told where and why -----------------------------------------------------------------


def complaint(text: str) -> tuple[int, int, str]:
    """Line, column and sentence of the first thing wrong with a count."""
    try:
        found = problems(parse_count(text))
    except ExpressionError as problem:
        found = [problem]
    return found[0].at.line, found[0].at.column, str(found[0].reason)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("", 1, 1, "tên một sổ, nhưng biểu thức đã hết"),
        ("household", 1, 1, "không có sổ nào tên “household”; có phải “households”?"),
        ("settings", 1, 1, "sổ “settings” không được dùng"),
        ("returns", 1, 1, "sổ “returns” không được dùng"),
        ("sheet_layouts", 1, 1, "sổ “sheet_layouts” không được dùng"),
        ("documents", 1, 1, "sổ “documents” không được dùng"),
        ("households where", 1, 17, "tên một cột, nhưng biểu thức đã hết"),
        ("households where stat is empty", 1, 18, "không có cột nào tên “stat”; có phải “state”?"),
        ("households\nwhere stat is empty", 2, 7, "có phải “state”?"),
        ('households where state = "dang"', 1, 26, "không có mã “dang”"),
        (
            'households where state = "dang_cu_tr"',
            1,
            26,
            "không có mã “dang_cu_tr”; có phải “dang_cu_tru”?",
        ),
        ('households where state < "dang_cu_tru"', 1, 24, "chỉ so sánh bằng = hoặc !="),
        ("households where state_from = 3", 1, 31, "(ngày) với 3 (số)"),
        ("households where state_from = this_year", 1, 31, "(ngày) với this_year (số)"),
        ('households where state_from = "1/2/2026"', 1, 31, 'ngày phải viết dạng "2026-12-14"'),
        ('households where state_from = "2026-02-30"', 1, 31, "ngày phải viết"),
        ("households where has_hotline_numbers = 1", 1, 40, "(có/không) với 1 (số)"),
        ('households where head = "An"', 1, 18, "chỉ được hỏi is empty"),
        ('people where ethnicity = "Kinh"', 1, 14, "chỉ được hỏi is empty"),
        ('people where religion != "x"', 1, 14, "chỉ được hỏi is empty"),
        ('people where citizen_number = "001"', 1, 14, "chỉ được hỏi is empty"),
        ('people where sex includes "nam"', 1, 14, "không dùng được phép so sánh này"),
        ("people where merged_into is empty", 1, 14, "không có cột nào tên “merged_into”"),
        ("people where full_name.x is empty", 1, 14, "không dẫn đến bản ghi khác"),
        ("people where household.village.name.x is empty", 1, 14, "không dẫn đến bản ghi khác"),
        ("people where a.b.c.d.e is empty", 1, 14, "đường dẫn dài quá 4 tên"),
        ("people where any tests of household", 1, 18, "không có cột nào dẫn đến sổ “households”"),
        ("people where any villages of it", 1, 18, "không có cột nào dẫn đến sổ “people”"),
        ("people where any tests of sex", 1, 27, "sau “of” phải là it"),
        ("people where any tests of it through place", 1, 18, "“place” của sổ “tests”"),
        ("people where any tests", 1, 23, "phải là “of”, nhưng biểu thức đã hết"),
        (
            "people where last tests of it by result has (result is empty)",
            1,
            19,
            "“result” là mã của danh mục, ở đây phải là ngày",
        ),
        ("people as a where any tests of it as a", 1, 23, "“a” đã dùng ở ngoài"),
        ("people where birth within 5 weeks", 1, 29, "days, months hoặc years"),
        ("people where birth within 99999 days", 1, 27, "số lớn quá 36600"),
        ("tests where taken_on >= planned_on + 2 months", 1, 25, "chỉ tính theo days"),
        ("tests where taken_on >= day - 0 days", 1, 31, "cộng trừ 0"),
        ("populations where people = 9999999999999999", 1, 28, "số lớn quá"),
        ("tests each kind", 1, 12, "“kind” là mã của danh mục, ở đây phải là bản ghi"),
        ("tests having kind", 1, 18, "sau tên cột phải là =, !=,"),
        ("tests and", 1, 7, "lẽ ra biểu thức phải hết ở đây, nhưng gặp “and”"),
        ("tests where no is empty", 1, 16, "“is” là từ riêng của biểu thức"),
        ("tests; drop table people", 1, 6, "không hiểu “;”"),
        ("tests where Kind is empty", 1, 13, "không hiểu “K”"),
        ('tests where body = "x', 1, 20, "dấu nháy mở ra mà không đóng lại"),
        ("tests where " + "(" * 30, 1, 33, f"lồng quá {DEEPEST} lớp ngoặc"),
        ("tests where " + "not " * 30 + "body is empty", 1, 93, f"lồng quá {DEEPEST} lớp ngoặc"),
        ("tests where body = " + '"' + "a" * 2000 + '"', 1, 1, f"dài quá {LONGEST} ký tự"),
        (
            FOUR_DEEP,
            1,
            88,
            "lồng quá 3 lần any, no, last",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, line: int, column: int, said: str) -> None:
    found = complaint(text)
    assert found[:2] == (line, column), found
    assert said in found[2], found


def test_everything_wrong_with_the_names_is_told_at_once() -> None:
    found = problems(parse_count("tests where a is empty and b is empty having c is empty each d"))
    assert [problem.at.column for problem in found] == [13, 28, 46, 62]


def test_a_sum_adds_up_a_number_of_the_register_itself() -> None:
    assert problems(parse_sum("plants of incidents where plants is not empty")) == []
    assert "phải là số" in str(problems(parse_sum("kind of incidents"))[0])
    assert "của chính sổ" in str(problems(parse_sum("incident.plants of case_subjects"))[0])


def test_a_value_names_facts_that_are_there() -> None:
    value = parse_value("addicts + 2 * max(users, adicts)")
    assert names_of(value) == ("addicts", "users", "adicts")
    (problem,) = value_problems(value, ("addicts", "users"))
    assert (problem.at.column, "có phải “addicts”?" in str(problem)) == (26, True)


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("villages where any tip_boxes of it", False),
        ("activities where model.village.kind = 'thon'", False),
        ("villages where any households of it", True),
        ("episodes", True),
        ("villages where any roll_calls of it", True),
        ("populations unknown if any people", True),
        ("case_subjects", True),
    ],
)
def test_a_figure_is_personal_as_soon_as_it_reads_of_persons(text: str, personal: bool) -> None:
    assert problems(parse_count(text)) == []
    assert is_personal(parse_count(text)) is personal


def test_no_register_and_no_column_is_called_by_a_reserved_word() -> None:
    columns = {field.name for register in REGISTERS for field in register.fields}
    assert RESERVED & (columns | {register.name for register in REGISTERS}) == set()


# -- whatever is typed -----------------------------------------------------------------------------


def everything_wrong(read: Callable[[str], Expression], text: str) -> list[ExpressionError]:
    """What reading and checking complain of; anything else that is raised fails the test."""
    try:
        expression = read(text)
    except ExpressionError as problem:
        return [problem]
    if isinstance(expression, Value):
        return value_problems(expression, ("addicts",))
    return problems(expression)


WORDS = [
    *sorted(RESERVED),
    *("people", "tests", "households", "person", "household", "kind", "state", "taken_on", "days"),
    *("(", ")", ",", ".", "=", "!=", "<=", "+", "-", "*", '"da_ky"', "'x", "12", "max", "\n", "é"),
]


@settings(max_examples=300)
@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in READERS:
        for problem in everything_wrong(read, text):
            assert problem.at.line >= 1
            assert str(problem)


@given(countings(), st.data())
def test_a_spoiled_expression_is_read_or_refused(expression: Counting, data: st.DataObject) -> None:
    text = show(expression)[:LONGEST]
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 9)))
    spoiled = text[:at] + data.draw(st.sampled_from(["", *WORDS])) + text[until:]
    for read in (parse_count, parse_sum):
        assert all(map(str, everything_wrong(read, spoiled)))
