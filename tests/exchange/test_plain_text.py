"""`.csv` and `.txt` in whatever they were saved in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.errors import BadInput, KnownError, Refused
from sachmatuy_desktop.exchange.guards import check_bytes
from sachmatuy_desktop.exchange.legacy import converted, detect
from sachmatuy_desktop.exchange.plain_text import guarded, rows, separator_of, unguarded
from sachmatuy_desktop.exchange.reading import read_checked, read_sheet, sheets_of
from tests.exchange.old_fonts import in_windows, typed_in

TEXT = (
    "STT;Họ và tên;Ngày sinh;Địa chỉ\r\n1;Nguyễn Văn Ân;05/01/1987;Thôn Ia Đơm\r\n"
    "2;Đỗ Thị Ước;1990;Làng Kà Bầy\r\n"
)
CELLS = [tuple(line.split(";")) for line in TEXT.strip().split("\r\n")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised_with_or_without_a_mark(codec: str) -> None:
    page = read_checked(check_bytes(TEXT.encode(codec), "hộ.csv"))
    assert list(page.rows) == CELLS
    assert (page.name, page.encoding) == ("hộ", "unicode")


def test_windows_vietnamese_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "hộ.csv"
    path.write_bytes(in_windows(TEXT))
    page = read_sheet(path)
    assert list(page.rows) == CELLS
    assert page.encoding == "cp1258"


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii"])
def test_old_encodings_are_recognised_and_turned_on_consent(name: str) -> None:
    data = typed_in(name, TEXT).encode("latin-1")
    page = read_checked(check_bytes(data, "hộ.txt"))
    assert page.encoding == name
    found = detect(page)
    assert found is not None
    assert found.encoding == name
    assert list(converted(page, found.columns).rows) == CELLS


def test_an_encoding_can_be_asked_for() -> None:
    data = typed_in("tcvn3", TEXT).encode("latin-1")
    assert check_bytes(data, "a.csv", "tcvn3").encoding == "tcvn3"
    with pytest.raises(Refused, match="không phải Unicode"):
        check_bytes(data, "a.csv", "unicode")
    with pytest.raises(BadInput, match="cp1258"):
        check_bytes(data, "a.csv", "macintosh")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = f'a{separator}b{separator}c\n1{separator}"x,;y"{separator}3\n'
    assert separator_of(text) == separator
    assert rows(text, "a.csv")[1] == ["1", "x,;y", "3"]


def test_a_separator_that_is_named_counts() -> None:
    assert rows("sep=;\r\na;b,c\r\n", "a.csv") == [["a", "b,c"]]


def test_lines_of_different_length_make_a_rectangle() -> None:
    assert rows("a,b,c\n1\n\n2,3\n\n", "a.csv") == [
        ["a", "b", "c"],
        ["1", "", ""],
        ["", "", ""],
        ["2", "3", ""],
    ]


def test_a_list_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="quá xa"):
        read_checked(check_bytes(b"a,b\n" * 100_002, "dài.csv"))


def test_a_text_file_has_one_sheet() -> None:
    (only,) = sheets_of(check_bytes(TEXT.encode(), "hộ.csv"))
    assert (only.name, only.rows, only.hidden) == ("hộ", 3, False)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "'=1", "''-", "'", "a", "", "\t=1"])
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(max_size=30))
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_one_sentence(data: bytes) -> None:
    try:
        page = read_checked(check_bytes(data, "x.csv"))
    except KnownError:
        return
    assert len({len(row) for row in page.rows}) == 1
