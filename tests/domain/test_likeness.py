"""Who may be whom: the rules as a table of pairs, and the keys under which they must meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.likeness import blocks, described, likeness, one_slip_apart
from sachmatuy_desktop.domain.registers.fields import Value

Row = dict[str, Value]


def person(name: str = "Nguyễn Văn An", **said: Value) -> Row:
    return {"full_name": name, **said}


ALIKE = [
    (
        "one number",
        person(citizen_number="038090000001"),
        person("Khác Hẳn Tên", citizen_number="038090000001"),
        "number",
    ),
    (
        "name and whole birthday",
        person(birth="1990-05-01"),
        person(birth="1990-05-01"),
        "name birth",
    ),
    (
        "marks and capitals do not matter",
        person("NGUYEN VAN AN", birth="1990-05-01"),
        person(birth="1990-05-01"),
        "name birth",
    ),
    (
        "parts of the name in another order",
        person("Văn An Nguyễn", birth="1990-05-01"),
        person(birth="1990-05-01"),
        "swapped_name birth",
    ),
    (
        "a year only, one father",
        person(birth="1990", father="Nguyễn Văn Ba"),
        person(birth="1990-05-01", father="Nguyen Van Ba"),
        "name near_birth father",
    ),
    (
        "a year only, one village",
        person(birth="1990", village="v1"),
        person(birth="1990-05-01", village="v1"),
        "name near_birth village",
    ),
    (
        "no birthday, both parents",
        person(father="Nguyễn Văn Ba", mother="Lê Thị Tư"),
        person(birth="1990", father="Nguyễn Văn Ba", mother="Lê Thị Tư"),
        "name father mother",
    ),
    (
        "one letter of the name",
        person("Nguyễn Văn Anh", birth="1990-05-01", village="v1"),
        person(birth="1990-05-01", village="v1"),
        "near_name birth village",
    ),
    (
        "a middle part left out",
        person("Nguyễn An", birth="1990-05-01", mother="Lê Thị Tư"),
        person(birth="1990-05-01", mother="Lê Thị Tư"),
        "near_name birth mother",
    ),
    (
        "a slip in the number",
        person(birth="1990-05-01", citizen_number="038090000001"),
        person(birth="1990-05-01", citizen_number="038090000010"),
        "name birth",
    ),
]

TWO = [
    ("namesakes", person(), person()),
    ("namesakes of one year", person(birth="1990"), person(birth="1990")),
    ("namesakes of one village", person(village="v1"), person(village="v1")),
    (
        "other birthdays",
        person(birth="1990-05-01", village="v1"),
        person(birth="1990-05-02", village="v1"),
    ),
    (
        "other fathers",
        person(birth="1990-05-01", father="Nguyễn Văn Ba"),
        person(birth="1990-05-01", father="Trần Quốc Tuấn"),
    ),
    ("man and woman", person(birth="1990-05-01", sex="nam"), person(birth="1990-05-01", sex="nu")),
    (
        "each with a number of their own",
        person(birth="1990-05-01", citizen_number="038090000001"),
        person(birth="1990-05-01", citizen_number="038090777777"),
    ),
    (
        "one birthday, other names",
        person("Lê Thị Hoa", birth="1990-05-01", village="v1"),
        person(birth="1990-05-01", village="v1"),
    ),
    ("nothing said", {}, {}),
]


@pytest.mark.parametrize(
    ("one", "other", "reasons"), [row[1:] for row in ALIKE], ids=[row[0] for row in ALIKE]
)
def test_these_may_be_one(one: Row, other: Row, reasons: str) -> None:
    first, second = described("people", one), described("people", other)
    assert likeness("people", first, second) == tuple(reasons.split())
    assert likeness("people", second, first) == tuple(reasons.split())
    assert blocks(first) & blocks(second)


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_these_are_two(one: Row, other: Row) -> None:
    assert likeness("people", described("people", one), described("people", other)) == ()


def test_a_number_on_another_paper_counts() -> None:
    one = described("people", person(citizen_number="038090000001"))
    other = described("people", person("Lò Văn Mẫu"), ["038090000001"])
    assert likeness("people", one, other) == ("number",)


def test_a_household_is_its_head_at_its_address() -> None:
    one: Row = {"head": "Trần Thị Bưởi", "village": "v1", "address": "Số 5, ngõ 2"}
    same, elsewhere = {**one, "head": "TRAN THI BUOI"}, {**one, "address": "Số 7"}
    assert likeness("households", described("households", one), described("households", same))
    assert not likeness(
        "households", described("households", one), described("households", elsewhere)
    )


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("an", "an", True),
        ("an", "anh", True),
        ("hang", "hnag", True),
        ("hang", "hong", True),
        ("hang", "nga", False),
        ("", "ab", False),
        ("", "a", True),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_one_slip_of_the_pen(one: str, other: str, near: bool) -> None:
    assert one_slip_apart(one, other) is near
    assert one_slip_apart(other, one) is near


NAMES = st.sampled_from(["Nguyễn Văn An", "Nguyễn Văn Anh", "An Văn Nguyễn", "Nguyễn An", "Y Blo"])
ROWS = st.fixed_dictionaries(
    {"full_name": NAMES},
    optional={
        "birth": st.sampled_from(["1990", "1990-05", "1990-05-01", "1991-05-01"]),
        "village": st.sampled_from(["v1", "v2"]),
        "father": NAMES,
        "mother": NAMES,
        "citizen_number": st.sampled_from(["038090000001", "038090000002"]),
    },
)


@given(ROWS, ROWS)
def test_whatever_is_alike_meets_under_a_key(one: Row, other: Row) -> None:
    first, second = described("people", one), described("people", other)
    assert likeness("people", first, second) == likeness("people", second, first)
    if likeness("people", first, second):
        assert blocks(first) & blocks(second)
