"""JSON from outside: one meaning or none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.storage.strict_json import (
    MAX_DEPTH,
    Fields,
    canonical,
    parse_object,
    parse_strict,
    readable,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | TEXT
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=100)
def test_what_we_write_we_read(value: object) -> None:
    assert parse_strict(canonical(value), "x") == value
    assert parse_strict(readable(value), "x") == value
    assert parse_strict(json.dumps(value).encode(), "x") == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{} {}",
        b'{"a": 1, "a": 2}',
        b'[{"b": {"a": 1, "a": 1}}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1.0",
        b"1e5",
        b"9223372036854775808",
        b"-9223372036854775809",
        b"1" * 60_000,
        b"[" * 60_000,
        b'{"a":' * 20_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf{}",
        b'"a\nb"',
        b"'a'",
        b"[1,]",
    ],
)
def test_more_than_one_meaning_is_refused(text: bytes) -> None:
    with pytest.raises(Refused, match="Phong bì"):
        parse_strict(text, "Phong bì")


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse_strict(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "x")
    assert parse_strict(b'"\\ud83d\\ude00"', "x") == "😀"


def test_a_refusal_does_not_repeat_what_it_read() -> None:
    with pytest.raises(Refused) as caught:
        parse_strict(b'{"name": "Nguyen Van A", "name": "B"}', "x")
    assert "Nguyen" not in str(caught.value)


def test_an_object_is_asked_for() -> None:
    with pytest.raises(Refused):
        parse_object(b"[]", "x")


def test_fields_are_read_by_type() -> None:
    fields = Fields({"n": True, "t": "a\u0000b", "f": 2, "l": {}, "v": {"a": -1}, "h": "zz"}, "x")
    for read in (
        lambda: fields.number("n"),
        lambda: fields.text("t"),
        lambda: fields.text("missing"),
        lambda: fields.flag("f"),
        lambda: fields.items("l", 5),
        lambda: fields.numbers_by_name("v"),
        lambda: fields.decoded("h", bytes.fromhex),
        lambda: fields.inner("missing"),
        lambda: fields.whole("h"),
    ):
        with pytest.raises(Refused):
            read()
