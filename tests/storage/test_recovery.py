"""The paper code survives a tired hand: every single slip is noticed and its group named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.storage.keys.recovery import (
    RecoveryCode,
    RecoverySheet,
    joined,
    new_recovery_code,
    parse_half,
    parse_recovery_code,
)

CODES = st.binary(min_size=16, max_size=16).map(RecoveryCode)


@given(CODES)
@settings(max_examples=100)
def test_what_is_printed_reads_back(code: RecoveryCode) -> None:
    assert parse_recovery_code(code.text) == code
    assert len(code.groups) == 8
    assert all(len(group) == 6 and int(group) % 11 == 0 for group in code.groups)


@pytest.mark.parametrize("between", ["-", " ", "", " - ", ".", "\n", "–"])
def test_groups_may_stand_apart_in_any_way(between: str) -> None:
    code = new_recovery_code()
    assert parse_recovery_code(f"  {between.join(code.groups)} ") == code


def test_wide_digits_of_an_asian_keyboard_are_digits() -> None:
    code = RecoveryCode(bytes(range(16)))
    wide = code.text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    assert parse_recovery_code(wide) == code


@given(CODES)
@settings(max_examples=20, deadline=None)
def test_every_wrong_digit_and_every_swap_is_found_and_its_group_named(code: RecoveryCode) -> None:
    for number, group in enumerate(code.groups):
        slips = {group[:at] + digit + group[at + 1 :] for at in range(6) for digit in "0123456789"}
        slips |= {group[:at] + group[at + 1] + group[at] + group[at + 2 :] for at in range(5)}
        for slip in slips - {group}:
            typed = (*code.groups[:number], slip, *code.groups[number + 1 :])
            with pytest.raises(BadInput, match=f"Nhóm thứ {number + 1} "):
                parse_recovery_code("-".join(typed))


@given(CODES, st.integers(0, 6))
@settings(max_examples=100)
def test_neighbours_swapped_across_two_groups_are_found(code: RecoveryCode, left: int) -> None:
    groups = list(code.groups)
    one, two = groups[left], groups[left + 1]
    if one[-1] == two[0]:
        assert parse_recovery_code("-".join(groups)) == code
        return
    groups[left], groups[left + 1] = one[:-1] + two[0], one[-1] + two[1:]
    with pytest.raises(BadInput, match=f"Nhóm thứ {left + 1} "):
        parse_recovery_code("-".join(groups))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "8 nhóm"),
        ("123456", "8 nhóm"),
        ("000011-000011", "8 nhóm"),
        ("000011 " * 7 + "00011", "Nhóm thứ 8 .* 6 chữ số"),
        ("000011 " * 7 + "00001a", "Nhóm thứ 8 .* 6 chữ số"),
        ("000011 " * 7 + "00001१", "Nhóm thứ 8"),
        ("999999 " + "000011 " * 7, "Nhóm thứ 1 "),
        ("720896 " + "000011 " * 7, "Nhóm thứ 1 "),
    ],
)
def test_what_is_no_code_says_so_without_repeating_it(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        parse_recovery_code(typed)
    assert "720896" not in str(caught.value)


def test_the_code_does_not_show_when_printed() -> None:
    code = new_recovery_code()
    assert code.secret.hex() not in repr(code)
    assert code.groups[0] not in repr(code)


# -- two halves -----------------------------------------------------------------------------------

SHEETS = st.builds(lambda _n: new_recovery_code(), st.integers())


@given(SHEETS)
@settings(max_examples=50)
def test_the_halves_read_back_in_either_order(sheet: RecoverySheet) -> None:
    one, other = (" ".join((half.mark, *half.groups)) for half in sheet.halves)
    assert parse_recovery_code(f"{one}\n{other}") == sheet
    assert parse_recovery_code(f"{other} {one}") == sheet
    assert parse_recovery_code(sheet.text) == sheet


def test_one_half_says_which_other_is_lacking_and_nothing_of_the_code() -> None:
    sheet = new_recovery_code()
    for half, other in (sheet.halves, sheet.halves[::-1]):
        with pytest.raises(BadInput, match=f"phần {half.part} .* số {sheet.number}"):
            parse_recovery_code("-".join((half.mark, *half.groups)))
        assert half.share != sheet.secret
        assert half.share != other.share
        assert half.groups[0] not in repr(half)


def test_a_half_fits_every_code_so_it_tells_nothing() -> None:
    half = new_recovery_code().halves[0]
    for _ in range(3):
        code = new_recovery_code().secret
        other = bytes(left ^ right for left, right in zip(half.share, code, strict=True))
        sheet = RecoverySheet(code, half.sheet, half.share)
        assert sheet.halves[1].share == other
        assert joined(half, sheet.halves[1]).secret == code


def test_halves_of_two_sheets_are_told_apart() -> None:
    sheet = new_recovery_code()
    other = new_recovery_code(apart_from=sheet.number)
    with pytest.raises(BadInput, match=f"số {sheet.number} và số {other.number}"):
        joined(sheet.halves[0], other.halves[1])
    with pytest.raises(BadInput, match="đều là phần 2"):
        joined(sheet.halves[1], sheet.halves[1])


@given(SHEETS)
@settings(max_examples=10, deadline=None)
def test_every_wrong_digit_of_a_mark_is_found(sheet: RecoverySheet) -> None:
    for half in sheet.halves:
        for at in range(6):
            for digit in "0123456789":
                slip = half.mark[:at] + digit + half.mark[at + 1 :]
                if slip == half.mark:
                    continue
                with pytest.raises(BadInput, match="Số hiệu"):
                    parse_half([slip, *half.groups])
