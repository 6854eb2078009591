"""Telephone numbers of boards, hotlines and rosters."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.phones import parse_phone, parse_phones, phone_digits
from sachmatuy_desktop.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "digits", "kind"),
    [
        ("0912 345 678", "0912345678", "di động"),
        ("+84 912 345 678", "0912345678", "di động"),
        ("02603.915648", "02603915648", "cố định"),
        ("(0260) 3915-648", "02603915648", "cố định"),
        ("3915648", "3915648", "cố định, thiếu mã vùng"),
        ("113", "113", "số ngắn"),
        ("1900 1234", "19001234", "tổng đài"),
    ],
)
def test_a_number_is_shown_as_typed_and_found_by_its_digits(
    typed: str, digits: str, kind: str
) -> None:
    phone = parse_phone(typed)
    assert (phone.shown, phone.digits, phone.kind) == (typed, digits, kind)


def test_the_zero_that_a_spreadsheet_dropped_is_put_back() -> None:
    assert parse_phone("912345678").shown == "0912345678"


def test_a_board_lists_several() -> None:
    board = parse_phones("02603.915648; 0912 345 678 - 113 hoặc 0987654321")
    assert [phone.digits for phone in board] == ["02603915648", "0912345678", "113", "0987654321"]
    assert parse_phones("  ") == ()


@pytest.mark.parametrize("typed", ["", "gọi Công an xã", "09", "0012345", "0912345678901"])
def test_what_no_network_takes_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="không phải là số điện thoại"):
        parse_phone(typed)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_numbers_or_a_sentence(text: str) -> None:
    assert phone_digits(text).isascii()
    with suppress(BadInput):
        for phone in parse_phones(text):
            assert phone_digits(phone.shown) == phone.digits
