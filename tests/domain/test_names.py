"""Names: split as a suggestion, sorted as in a list, masked for papers that many see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.names import masked, name_sort_key, split_name
from sachmatuy_desktop.domain.text import clean


@pytest.mark.parametrize(
    ("full", "surname", "middle", "given"),
    [
        ("Nguyễn Văn An", "Nguyễn", "Văn", "An"),
        ("Trần Thị Thu Hà", "Trần", "Thị Thu", "Hà"),
        ("Lê Bình", "Lê", "", "Bình"),
        ("Y Blo", "", "Y", "Blo"),
        ("A Nhin", "", "A", "Nhin"),
        ("H'Hen Niê", "", "", "H'Hen Niê"),
        ("H’Hen Niê", "", "", "H’Hen Niê"),
        ("Blo", "", "", "Blo"),
    ],
)
def test_the_suggested_parts(full: str, surname: str, middle: str, given: str) -> None:
    name = split_name(full)
    assert (name.full, name.surname, name.middle, name.given) == (full, surname, middle, given)


def test_a_list_stands_by_given_name_then_surname_then_middle() -> None:
    in_order = [
        "Lê Văn An",
        "NGUYỄN THỊ AN",
        "Nguyễn Văn An",
        "Y Blo",
        "Trần Thị Hà",
        "Đỗ Văn Hạ",
        "A Nhin",
        "Lê Thị Uyên",
        "Lê Thị Ước",
    ]
    assert sorted([*in_order[1::2], *in_order[::2]], key=name_sort_key) == in_order


def test_the_capitals_of_one_sheet_do_not_tear_a_list_apart() -> None:
    in_order = ["Lê Văn An", "NGUYỄN VĂN AN", "Trần Văn An"]
    assert sorted([*in_order[1::2], *in_order[::2]], key=name_sort_key) == in_order


def test_a_record_may_say_itself_what_it_sorts_by() -> None:
    assert name_sort_key("Y Bliêm Niê", "Bliêm") < name_sort_key("Lê Văn Cường")
    assert name_sort_key("Y Bliêm Niê") > name_sort_key("Lê Văn Cường")


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("Nguyễn Văn An", "Nguyễn V. A."),
        ("Trần Thị Thu Hà", "Trần T. T. H."),
        ("nguyễn văn đức", "nguyễn V. Đ."),
        ("Y Blo", "Y. B."),
        ("H'Hen Niê", "H. N."),
        ("Blo", "B."),
    ],
)
def test_a_masked_name_keeps_the_surname_at_most(full: str, shown: str) -> None:
    assert masked(full) == shown


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_has_parts_a_key_and_a_mask(text: str) -> None:
    name = split_name(text)
    parts = [part for part in (name.surname, name.middle, name.given) if part]
    assert " ".join(parts) == clean(text)
    assert name_sort_key(text) == name_sort_key(clean(text))
    assert len(masked(text)) <= 3 * len(clean(text)) + 3
