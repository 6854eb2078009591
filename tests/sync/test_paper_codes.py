"""The code on a paper: tight, signed, and no other bytes pass for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.documents.qr import QUIET, squares_of
from sachmatuy_desktop.domain.base45 import from_base45, to_base45
from sachmatuy_desktop.errors import BadInput, KnownError, Refused
from sachmatuy_desktop.packs.forms import all_form_ids
from sachmatuy_desktop.services.papers.codes import SIDE
from sachmatuy_desktop.sync.paper_codes import (
    TAG,
    PaperCode,
    PaperSigner,
    SheetCode,
    form_mark,
    read_code,
)

SIGNER = PaperSigner.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = PaperSigner.of(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
KEYS = {each.key_id: each.key.public_key().public_bytes_raw() for each in (SIGNER, OTHER)}
PAPER = PaperCode(
    "xa-23537@1", form_mark("roster"), "05/QĐ-UBND", date(2026, 11, 29), "ab" * 12, 1, 3
)
SHEET = SheetCode("0123456789ab", 801)

papers = st.builds(
    PaperCode,
    unit=st.text(st.characters(codec="ascii", min_codepoint=32), max_size=20),
    form=st.binary(min_size=3, max_size=3).map(bytes.hex),
    number=st.text("0123456789/ĐQU-", max_size=20),
    day=st.integers(0, 40_000).map(lambda days: date(1970, 1, 1) + timedelta(days=days)),
    digest=st.binary(min_size=12, max_size=12).map(bytes.hex),
    copy=st.integers(0, 99),
    copies=st.integers(0, 99),
    training=st.booleans(),
)
sheets = st.builds(
    SheetCode,
    token=st.binary(min_size=6, max_size=6).map(bytes.hex),
    number=st.integers(0, 1_000_000),
    training=st.booleans(),
)


@given(st.binary(max_size=150))
def test_bytes_come_back_from_base45(data: bytes) -> None:
    assert from_base45(to_base45(data)) == data


def test_base45_is_that_of_the_standard() -> None:
    """The examples of RFC 9285, section 4.3."""
    assert to_base45(b"Hello!!") == "%69 VD92EX0"
    assert from_base45("QED8WEX0") == b"ietf!"


@given(st.one_of(papers, sheets))
def test_what_is_signed_is_read_and_proved(code: PaperCode | SheetCode) -> None:
    read = read_code(SIGNER.text(code))
    assert read.code == code
    assert read.signer(KEYS) == SIGNER.key_id
    assert read.signer({OTHER.key_id: KEYS[OTHER.key_id]}) is None


@given(st.data())
def test_one_other_byte_is_noticed(draw: st.DataObject) -> None:
    data = bytearray(from_base45(SIGNER.text(PAPER).removeprefix(TAG)))
    place = draw.draw(st.integers(0, len(data) - 1))
    data[place] ^= draw.draw(st.integers(1, 255))
    try:
        proved = read_code(TAG + to_base45(bytes(data))).signer(KEYS)
    except KnownError:
        return
    assert proved is None  # another key is named


def test_a_code_signed_with_another_key_than_it_names_is_forged() -> None:
    forged = PaperSigner(OTHER.key, SIGNER.key_id).text(SHEET)
    with pytest.raises(Refused):
        read_code(forged).signer(KEYS)


@pytest.mark.parametrize("text", ["", "SMV1/", "SMV1/ABC", "https://example.vn", "SMV1/!!"])
def test_other_texts_are_no_code(text: str) -> None:
    with pytest.raises(BadInput):
        read_code(text)


def test_a_newer_program_is_named() -> None:
    with pytest.raises(Refused, match="bản mới hơn"):
        read_code("SMV2/ABCDEF")
    later = bytes([0x12]) + from_base45(SIGNER.text(PAPER).removeprefix(TAG))[1:]
    with pytest.raises(Refused, match="bản mới hơn"):
        read_code(TAG + to_base45(later))


@pytest.mark.parametrize(("code", "least"), [(PAPER, 0.43), (SHEET, 0.55)])
def test_squares_stay_large_enough_for_a_scanner(code: PaperCode | SheetCode, least: float) -> None:
    squares = squares_of(SIGNER.text(code))
    square = SIDE / (len(squares) + 2 * QUIET)
    assert square >= least
    assert square * len(squares) >= 20


def test_no_two_forms_have_the_same_mark() -> None:
    forms = all_form_ids()
    assert len({form_mark(each) for each in forms}) == len(forms)
