"""Identity numbers, whole and damaged."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dates import PartialDate
from sachmatuy_desktop.domain.identity import (
    citizen_warnings,
    parse_citizen_number,
    parse_identity,
)
from sachmatuy_desktop.errors import BadInput

# Numbers whose random part is all zeros belong to nobody.
MAN_OF_1987 = "038087000000"
WOMAN_OF_2004 = "062304000000"


@pytest.mark.parametrize(
    "typed", [MAN_OF_1987, "038 087 000 000", "038.087.000.000", "038087000000.0"]
)
def test_a_citizen_number_is_read_through_its_dots(typed: str) -> None:
    read = parse_citizen_number(typed)
    assert (read.number, read.kind, read.warnings) == (MAN_OF_1987, "cccd", ())


@pytest.mark.parametrize("cell", ["38087000000", "38087000000.0"])
def test_a_lost_zero_is_put_back_and_said(cell: str) -> None:
    read = parse_citizen_number(cell)
    assert read.number == MAN_OF_1987
    assert [str(warning) for warning in read.warnings] == [
        f"«{cell}» thiếu số 0 ở đầu, đã đọc là {MAN_OF_1987}. Hãy đối chiếu với giấy tờ."
    ]


def test_two_lost_zeros_of_hanoi_are_put_back() -> None:
    assert parse_citizen_number("1087000000").number == "001087000000"


@pytest.mark.parametrize("cell", ["99087000000", "38987000000", "5087000000", "912345678"])
def test_nothing_is_put_back_where_the_result_would_be_odd(cell: str) -> None:
    with pytest.raises(BadInput, match="12 chữ số"):
        parse_citizen_number(cell)


@pytest.mark.parametrize("cell", ["3.8090012345E+10", "3,8E+10", "3.8087e10"])
def test_scientific_notation_asks_for_a_text_column(cell: str) -> None:
    with pytest.raises(BadInput, match="Văn bản") as refused:
        parse_citizen_number(cell)
    assert cell in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("174 123 000", "174123000", "cmnd"),
        (MAN_OF_1987, MAN_OF_1987, "cccd"),
        ("c1234567", "C1234567", "ho_chieu"),
        ("38087000000", MAN_OF_1987, "cccd"),
    ],
)
def test_papers_are_told_apart_by_shape(typed: str, number: str, kind: str) -> None:
    read = parse_identity(typed)
    assert (read.number, read.kind) == (number, kind)


def test_a_number_that_fits_its_record_has_no_warning() -> None:
    assert citizen_warnings(MAN_OF_1987, "nam", PartialDate(1987, 1, 5)) == ()
    assert citizen_warnings(WOMAN_OF_2004, "Nữ", PartialDate(2004)) == ()
    assert citizen_warnings(MAN_OF_1987) == ()
    assert citizen_warnings("174123000", "nữ", PartialDate(2000)) == ()


@pytest.mark.parametrize(
    ("number", "sex", "birth", "said"),
    [
        (MAN_OF_1987, "nữ", PartialDate(1987), "giới tính nam"),
        (WOMAN_OF_2004, "nam", PartialDate(2004), "giới tính nữ"),
        (MAN_OF_1987, "nam", PartialDate(1978, 8), "năm sinh 1987, hồ sơ ghi 08/1978"),
        ("099087000000", "nam", PartialDate(1987), "099"),
    ],
)
def test_what_does_not_fit_is_a_warning_never_an_error(
    number: str, sex: str, birth: PartialDate, said: str
) -> None:
    (warning,) = citizen_warnings(number, sex, birth)
    assert said in str(warning)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"\A\d{8,13}(\.0)?\Z")))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    with suppress(BadInput):
        read = parse_identity(text)
        assert parse_identity(read.number).number == read.number
        assert citizen_warnings(read.number, "nam", PartialDate(1990)) is not None
