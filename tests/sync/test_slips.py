"""The slip's text: signed, minimal, and a slip of the finger is named, not believed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.typed_code import ALPHABET, bytes_of, groups_of
from sachmatuy_desktop.errors import BadInput, KnownError, Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.sync.slips import TAG, Figures, Slip, read_slip, sign_slip

SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNING.public_key().public_bytes_raw()
SLIP = Slip(
    receiver=key_id(PUBLIC),
    sender="0123456789ABCDEF",
    receiver_epoch=4_000_000_000,
    epoch=123_456,
    number=14,
    taken=1_795_000_000,
    digest="00112233aabbccdd",
    figures=Figures(1_204, 31, 2, 1, 3, 0, 4, 2),
)

numbers = st.integers(0, (1 << 63) - 1)
slips = st.builds(
    Slip,
    receiver=st.just(SLIP.receiver),
    sender=st.binary(min_size=8, max_size=8).map(lambda data: data.hex().upper()),
    receiver_epoch=numbers,
    epoch=numbers,
    number=numbers,
    taken=st.integers(0, 1 << 36),
    digest=st.binary(min_size=8, max_size=8).map(bytes.hex),
    figures=st.builds(Figures, *(numbers for _ in range(8))),
    training=st.booleans(),
    undone=st.booleans(),
)


@given(st.binary(max_size=200))
def test_bytes_come_back_from_their_groups(data: bytes) -> None:
    groups = groups_of(data)
    assert all(len(group) == 6 for group in groups)
    if data:
        typed = " ".join(groups).lower()
        assert bytes_of(typed)[: len(data)] == data


@settings(max_examples=300)
@given(st.binary(min_size=30, max_size=30), st.data())
def test_one_wrong_letter_names_its_group(data: bytes, draw: st.DataObject) -> None:
    text = "".join(groups_of(data))
    place = draw.draw(st.integers(0, len(text) - 1))
    letter = draw.draw(st.sampled_from([each for each in ALPHABET if each != text[place]]))
    with pytest.raises(BadInput) as told:
        bytes_of(text[:place] + letter + text[place + 1 :])
    assert told.value.values["number"] == place // 6 + 1


def test_exchanged_neighbours_and_groups_are_noticed() -> None:
    groups = groups_of(hashlib.shake_128(b"5").digest(90))
    text = "".join(groups)
    for at in range(len(text) - 1):
        turned = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if turned != text:
            with pytest.raises(BadInput):
                bytes_of(turned)
    for one in range(len(groups)):
        for other in range(one):
            swapped = list(groups)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if swapped != list(groups) and one - other < 32:
                with pytest.raises(BadInput):
                    bytes_of("".join(swapped))


def test_a_code_cut_short_or_with_a_foreign_letter_is_noticed() -> None:
    text = "".join(groups_of(b"mot hai ba bon nam"))
    for wrong in (text[:-1], text[:7], text + "2", text.replace(text[3], "0", 1), "ê" + text):
        with pytest.raises(BadInput):
            bytes_of(wrong)


@given(slips)
def test_a_slip_comes_back_as_it_was_signed(slip: Slip) -> None:
    groups = sign_slip(slip, SIGNING)
    for text in (TAG + "".join(groups), " ".join(groups).lower(), "-".join(groups)):
        signed = read_slip(text)
        assert signed.slip == slip
        signed.prove(PUBLIC)


def test_a_usual_slip_is_short_enough_to_type() -> None:
    groups = sign_slip(SLIP, SIGNING)
    assert len(groups) <= 40
    assert len(TAG + "".join(groups)) <= 262, "QR version 9 at M"


def test_another_key_proves_nothing() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    signed = read_slip("".join(sign_slip(SLIP, SIGNING)))
    with pytest.raises(Refused):
        signed.prove(other)


def test_no_changed_bit_is_believed() -> None:
    """Whoever forges a slip also makes the check letters right; the signature is what holds."""
    data = bytearray(bytes_of("".join(sign_slip(SLIP, SIGNING))))
    for bit in range(len(data) * 8):
        mutant = bytearray(data)
        mutant[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KnownError):
            read_slip("".join(groups_of(bytes(mutant)))).prove(PUBLIC)


def test_figures_cannot_be_exchanged_between_slips() -> None:
    first = read_slip("".join(sign_slip(SLIP, SIGNING)))
    better = replace(SLIP, figures=Figures(1_204, 31, 2))
    second = read_slip("".join(sign_slip(better, SIGNING)))
    with pytest.raises(Refused):
        replace(first, body=second.body).prove(PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "   ", "https://vi.example/x", "SMT-BN1/", TAG + "222222", "AAAA", "SMT/22222222"]
)
def test_what_is_no_slip_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(KnownError):
        read_slip(text)


def test_a_slip_of_a_newer_program_says_so() -> None:
    for text in ("SMT-BN2/ABCDEF", "".join(groups_of(bytes([2]) + bytes(120)))):
        with pytest.raises(Refused, match="mới hơn"):
            read_slip(text)
