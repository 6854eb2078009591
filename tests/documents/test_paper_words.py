"""Letters, lines, numbers and dates: the small things that every paper is made of."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.documents.fonts import FILES, face
from sachmatuy_desktop.documents.lines import Type, balanced, fold, place
from sachmatuy_desktop.documents.wording import (
    document_number,
    grouped,
    numeric_date,
    place_date,
    point_letter,
    written_date,
)
from sachmatuy_desktop.errors import BadInput

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in TONES
] + list("bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX0123456789–—“”‘’…•²%‰≥≤×§")

BODY = Type("regular", 14, 16.9)


@pytest.mark.parametrize("style", FILES)
def test_every_letter_of_vietnamese_is_in_every_style(style: str) -> None:
    for letter in VIETNAMESE:
        assert len(letter) == 1
        assert face(style).width(letter, 14) > 0, letter


@pytest.mark.parametrize(
    ("typed", "letter"),
    [
        ("a\u0323\u0302", "ậ"),  # dot below typed before the circumflex
        ("â\u0323", "ậ"),
        ("ạ\u0302", "ậ"),
        ("o\u031b\u0303", "ỡ"),
        ("Ư\u0301", "Ứ"),
        ("y\u0309", "ỷ"),
    ],
)
def test_marks_typed_in_any_order_become_one_letter(typed: str, letter: str) -> None:
    assert unicodedata.normalize("NFC", typed) == letter
    assert letter in VIETNAMESE


def test_a_letter_that_cannot_print_is_named_with_its_text() -> None:
    with pytest.raises(BadInput) as caught:
        face("regular").width("Thôn 中", 14)
    assert str(caught.value).startswith("Không in được ký tự “中” (U+4E2D) trong “Thôn 中”")


WORDS = st.lists(
    st.text(st.sampled_from(VIETNAMESE), min_size=1, max_size=12), min_size=1, max_size=40
)


@settings(max_examples=60)
@given(WORDS, st.integers(120, 460), st.integers(0, 36))
def test_lines_keep_every_word_and_stay_within_the_width(
    words: list[str], width: int, indent: int
) -> None:
    lines = fold(" ".join(words), BODY, width, indent)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(words)
    for number, line in enumerate(lines):
        room = width - (0 if number else indent)
        assert line.width <= room + 0.01 or " " not in line.text
        assert line.width == pytest.approx(BODY.width(line.text))


@settings(max_examples=40)
@given(WORDS, st.integers(200, 460))
def test_centred_text_takes_no_more_lines_and_cuts_no_word(words: list[str], width: int) -> None:
    text = " ".join(words)
    even = balanced(text, BODY, width)
    assert len(even) == len(fold(text, BODY, width))
    assert (
        " ".join(line.text for line in even).split()
        == " ".join(line.text for line in fold(text, BODY, width)).split()
    )


def test_a_justified_line_reaches_both_margins() -> None:
    first, *_ = fold("Ủy ban nhân dân xã báo cáo kết quả " * 4, BODY, 300)
    words = place(first, BODY, "justify", (0, 300), 0)
    assert first.width + words.spread * first.text.count(" ") == pytest.approx(300)


def test_pasted_blanks_and_invisible_signs_do_no_harm() -> None:
    (line,) = fold("Thôn\t1,\u200b tổ\r\u00ad2\ufeff", BODY, 300)
    assert line.text == "Thôn 1, tổ 2"


def test_a_long_reference_breaks_after_a_sign() -> None:
    lines = fold("1118/KH-UBND-ANTT-PC04", BODY, 80)
    assert [line.text for line in lines] == ["1118/KH-", "UBND-", "ANTT-PC04"]


@pytest.mark.parametrize(
    ("date", "written", "numeric"),
    [
        ("2020-01-05", "ngày 05 tháng 01 năm 2020", "05/01/2020"),
        ("2019-06-29", "ngày 29 tháng 6 năm 2019", "29/06/2019"),
        ("2020-02-10", "ngày 10 tháng 02 năm 2020", "10/02/2020"),
        ("2024-12", "tháng 12 năm 2024", "12/2024"),
        ("1987", "năm 1987", "1987"),
        ("", "ngày …… tháng …… năm ……", "……"),
        (None, "ngày …… tháng …… năm ……", "……"),
    ],
)
def test_dates_are_written_as_the_decree_says(date: str | None, written: str, numeric: str) -> None:
    assert written_date(date) == written
    assert numeric_date(date) == numeric


@pytest.mark.parametrize("text", ["05/01/2020", "2020-13-01", "2020-01-40", "hôm nay"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="không phải là ngày"):
        written_date(text)


def test_numbers_points_and_places() -> None:
    assert document_number(5, "BC-UBND") == "Số: 05/BC-UBND"
    assert document_number(112, "TTr-UBND") == "Số: 112/TTr-UBND"
    assert document_number(None, "BB-CAX") == "Số: ……/BB-CAX"
    assert "".join(map(point_letter, range(1, 12))) == "abcdđeghikl"
    assert point_letter(24) == "aa"
    assert [grouped(n) for n in (0, 999, 1000, 20000)] == ["0", "999", "1.000", "20.000"]
    assert place_date("Ia Dom", "2024-12-05") == "Ia Dom, ngày 05 tháng 12 năm 2024"
