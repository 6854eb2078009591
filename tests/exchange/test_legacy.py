"""TCVN3, VNI, VISCII: recognised by font or by words, shown before and after, turned on consent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.exchange.encodings import encoding, encodings, font_encoding
from sachmatuy_desktop.exchange.legacy import converted, converted_whole, detect
from sachmatuy_desktop.exchange.reading import Sheet
from tests.exchange.old_fonts import typed_in
from tests.exchange.sheet_tables import sheet

ROSTER = """
    DANH SÁCH NHÂN KHẨU | | | | |
    STT | Họ và tên         | Ngày sinh  | Giới tính | Địa chỉ         | Nghề nghiệp
    1   | Nguyễn Văn Ân     | 05/01/1987 | Nam       | Thôn Ia Đơm     | Làm ruộng
    2   | Rơ Châm H'Lưi     | 1990       | Nữ        | Làng Kà Bầy     | Thợ hồ
    3   | Đỗ Thị Ước        | 1991       | Nữ        | Khu phố Bờ Hồ   | Giữ trẻ
"""
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii"])
def test_a_sheet_in_an_old_encoding_is_recognised_and_turned(name: str) -> None:
    unicode = sheet(ROSTER)
    old = sheet(typed_in(name, ROSTER))
    assert old.rows != unicode.rows
    found = detect(old)
    assert found is not None
    assert found.encoding == name
    assert ("Họ và tên" in dict(found.samples).values()) or found.samples
    assert converted(old, found.columns).rows == unicode.rows


def test_unicode_is_left_alone() -> None:
    assert detect(sheet(ROSTER)) is None
    assert detect(sheet("Name | Born\nJohn Smith | 1990")) is None


def test_foreign_letters_alone_are_no_old_encoding() -> None:
    assert detect(sheet("Họ và tên | Ghi chú\nNguyễn Văn Ân | Müller & Søn, café, naïve")) is None


def test_one_odd_letter_is_no_evidence() -> None:
    assert detect(sheet("Họ tên | Địa chỉ\nAn | Û\nBình | Ø")) is None


def test_one_column_may_be_old_and_the_others_unicode() -> None:
    page = sheet(
        "Họ và tên | Địa chỉ\n"
        + typed_in("tcvn3", "Nguyễn Văn Ân")
        + " | Thôn Ia Đơm\n"
        + typed_in("tcvn3", "Đỗ Thị Ước")
        + " | Làng Kà Bầy"
    )
    found = detect(page)
    assert found is not None
    assert found.columns == {0: "tcvn3"}
    assert converted(page, found.columns).rows[1] == ("Nguyễn Văn Ân", "Thôn Ia Đơm")


def test_a_font_of_capitals_shows_small_letters_as_capitals() -> None:
    rows = [("Hä vµ tªn",), ("nguyÔn v¨n ©n",), ("NguyÔn V¨n ¢n",)]
    page = Sheet("a.xls", "T", rows, fonts=(".VnTime",), capitals=frozenset({(1, 0)}))
    assert converted_whole(page, "tcvn3").rows == [
        ("Họ và tên",),
        ("NGUYỄN VĂN ÂN",),
        ("Nguyễn Văn Ân",),
    ]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("NGUYÔN V¡N ¢N", "NGUYỄN VĂN ÂN"),
        ("Lª", "Lê"),
        ("§ç ThÞ ¦íc", "Đỗ Thị Ước"),
        ("Y Bl«", "Y Blô"),
    ],
)
def test_capitals_without_a_font_are_told_by_the_other_letters(stored: str, read: str) -> None:
    assert encoding("tcvn3").turned(stored) == read


@pytest.mark.parametrize(
    ("font", "name", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".vnarialh", "tcvn3", False),
        ("VNI-Times", "vni", False),
    ],
)
def test_fonts_name_their_encoding(font: str, name: str, capitals: bool) -> None:
    owner = font_encoding(font)
    assert owner is not None
    assert (owner.id, owner.is_capital_font(font)) == (name, capitals)


def test_ordinary_fonts_are_of_no_encoding() -> None:
    assert font_encoding("Times New Roman") is None
    assert font_encoding("") is None


def test_an_encoding_nobody_knows_is_told() -> None:
    with pytest.raises(BadInput, match="tcvn3"):
        encoding("latin-9")


@given(st.text(LETTERS + "abcxyz ,.0123456789", max_size=40), st.sampled_from(["tcvn3", "viscii"]))
def test_turning_gives_back_what_was_typed(text: str, name: str) -> None:
    assert encoding(name).turned(typed_in(name, text)) == text


@given(st.lists(st.sampled_from(["Nguyễn", "Thị", "Ước", "Đỗ", "Hữu", "Quỳnh"]), max_size=5))
def test_words_in_vni_come_back(words: list[str]) -> None:
    text = " ".join(words)
    assert encoding("vni").turned(typed_in("vni", text)) == text


@given(st.text())
def test_any_text_can_be_turned(text: str) -> None:
    assert all(isinstance(each.turned(text), str) for each in encodings().values())
