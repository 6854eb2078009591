"""Signatures that minisign makes and checks; the kept files were made by minisign 0.11 itself."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.sync.minisign import (
    parse_signature,
    public_key_file,
    public_key_text,
    sign_message,
    verify_message,
)

KEPT = Path(__file__).parent.parent / "data" / "bundles" / "minisign"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(
    ("kept", "algorithm", "comment"),
    [("prehashed", b"ED", "ghi chú tin cậy, số 7"), ("legacy", b"Ed", "legacy")],
)
def test_minisigns_own_signatures_are_good(kept: str, algorithm: bytes, comment: str) -> None:
    public = base64.b64decode((KEPT / "key.pub").read_text(encoding="utf-8").splitlines()[1])
    signature = parse_signature((KEPT / f"{kept}.minisig").read_bytes())
    verify_message((KEPT / "message.txt").read_bytes(), signature, public[10:])
    assert signature.algorithm == algorithm
    assert signature.trusted_comment == comment
    assert public[2:10][::-1].hex().upper() == signature.key_id
    with pytest.raises(Refused, match="không khớp"):
        verify_message(b"another message", signature, public[10:])


@given(st.binary(max_size=300), st.text(st.characters(categories=("L", "N", "Zs")), max_size=40))
@settings(max_examples=60)
def test_what_is_signed_is_verified_and_nothing_else(message: bytes, comment: str) -> None:
    signature = parse_signature(sign_message(message, KEY, comment))
    verify_message(message, signature, PUBLIC)
    assert signature.trusted_comment == comment
    assert signature.key_id == key_id(PUBLIC)
    with pytest.raises(Refused):
        verify_message(message + b"!", signature, PUBLIC)


def test_every_changed_byte_of_the_signed_lines_is_found() -> None:
    text = sign_message(b"phong bi", KEY, "so 1")
    signed_part = text.index(b"\n") + 1  # the untrusted comment is anybody's
    for at in range(signed_part, len(text)):
        altered = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        try:
            signature = parse_signature(altered)
        except Refused:
            continue
        if signature.key_id != key_id(PUBLIC):
            continue  # the id only says which key to take; readers compare it
        with pytest.raises(Refused):
            verify_message(b"phong bi", signature, PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"one\ntwo\nthree\nfour\n",
        sign_message(b"x", KEY, "a").replace(b"trusted comment: a", b"comment: a"),
        sign_message(b"x", KEY, "a") + b"fifth line\n",
        sign_message(b"x", KEY, "a" * 2000),
        sign_message(b"x", KEY, "a").replace(b"RUQ", b"RUU"),
        b"\n".join(sign_message(b"x", KEY, "a").split(b"\n")[:3]),
    ],
)
def test_what_is_no_signature_file_is_refused(text: bytes) -> None:
    with pytest.raises(Refused, match="định dạng minisign"):
        parse_signature(text)


def test_windows_line_ends_are_forgiven() -> None:
    text = sign_message(b"x", KEY, "a").replace(b"\n", b"\r\n")
    verify_message(b"x", parse_signature(text), PUBLIC)


def test_public_key_text_is_minisigns() -> None:
    data = base64.b64decode(public_key_text(PUBLIC))
    assert (data[:2], data[10:]) == (b"Ed", PUBLIC)
    assert public_key_file(PUBLIC).splitlines()[0].endswith(key_id(PUBLIC))
