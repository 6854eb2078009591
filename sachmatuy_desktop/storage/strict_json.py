"""JSON from outside, read as strictly as it can be, and JSON of ours, written in one way only.

Two programs that read the same text must never see two meanings, so doubled names, fractions, NaN,
numbers past 64 bits, halves of letters and deep nesting are all refused.  The key file and every
text inside a bundle are read through `parse_strict`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from json.scanner import make_scanner
from sys import intern
from typing import NoReturn

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.errors import N_, BadInput, Refused

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

MAX_DEPTH = 16
MAX_VALUES = 200_000
_MAX_INT = (1 << 63) - 1
_MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})"
_NOT_JSON = N_("{what} không đúng định dạng ({why}); hãy xin bên gửi xuất lại tệp.")


def parse_strict(data: bytes, what: str, most: int = MAX_VALUES) -> Json:
    """The value of a JSON text in UTF-8; `what` names the text in the sentence of a refusal.

    Raises:
        Refused: not UTF-8, not JSON, a doubled name, a fraction, a number past 64 bits, half a
            surrogate pair, nesting deeper than `MAX_DEPTH`, or more than about `most` values: a few
            bytes of text make an object of hundreds in memory.
    """
    try:
        begun = data.count(b"[") + data.count(b"{")
        if begun + data.count(b",") > most:  # no walk through the letters for a plain text
            _must_be_few(data, most)
        value = _read(data.decode("utf-8"))
        # Halves of letters come from escapes only; a plain line of a journal needs no walk.
        if b"\\" in data or begun > MAX_DEPTH:
            _walk(value, MAX_DEPTH)
    except (ValueError, RecursionError) as error:
        raise Refused(_NOT_JSON, what=what, why=_reason(error)) from error
    return value


def parse_object(data: bytes, what: str, most: int = MAX_VALUES) -> dict[str, Json]:
    """As `parse_strict`, for a text that must be an object."""
    value = parse_strict(data, what, most)
    if not isinstance(value, dict):
        raise Refused(_NOT_JSON, what=what, why="not an object")
    return value


def canonical(value: object) -> bytes:
    """The one text of a value: names sorted, no spaces, UTF-8; what signatures and MACs cover."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def readable(value: object) -> bytes:
    """The one indented text of a value, for files that people open in an editor."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return text.encode("utf-8") + b"\n"


class Fields:
    """Reads the fields of an object that came from outside, each by name and type.

    Names that are not asked for are left alone, so a newer writer may add some.
    """

    def __init__(self, value: object, what: str) -> None:
        self._what = what
        if not isinstance(value, dict):
            self._refuse("not an object")
        self._value: Mapping[str, Json] = value

    def __contains__(self, name: str) -> bool:
        return name in self._value

    def text(self, name: str, most: int = 200) -> str:
        """A text of at most `most` characters, without control characters."""
        value = self._value.get(name)
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            self._refuse(name)
        return value

    def matching(self, name: str, pattern: str) -> str:
        """A text that the whole `pattern` describes."""
        value = self._value.get(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            self._refuse(name)
        return value

    def day(self, name: str) -> str:
        """A day that the calendar has, `YYYY-MM-DD`."""
        text = self.matching(name, r"\d{4}-\d{2}-\d{2}")
        try:
            date.fromisoformat(text)
        except ValueError:
            self._refuse(name)
        return text

    def moment(self, name: str) -> str:
        """A moment with its offset, to the second or closer, that the calendar has."""
        text = self.matching(name, _MOMENT)
        try:
            parse_moment(text)
        except BadInput:
            self._refuse(name)
        return text

    def number(self, name: str, least: int = 0, most: int = _MAX_INT) -> int:
        """A whole number within the bounds."""
        value = self._value.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._refuse(name)
        return value

    def flag(self, name: str) -> bool:
        """A truth value, written 0 or 1."""
        return bool(self.number(name, 0, 1))

    def items(self, name: str, most: int) -> list[Json]:
        """A list of at most `most` items."""
        value = self._value.get(name)
        if not isinstance(value, list) or len(value) > most:
            self._refuse(name)
        return value

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """A list of short texts."""
        values = self.items(name, most)
        return tuple(Fields({"": value}, f"{self._what}.{name}").text("") for value in values)

    def numbers_by_name(self, name: str, most: int = 100_000) -> dict[str, int]:
        """An object of whole numbers, not below zero."""
        value = self._value.get(name)
        if not isinstance(value, dict) or len(value) > most:
            self._refuse(name)
        reader = Fields(value, f"{self._what}.{name}")
        return {key: reader.number(key) for key in value}

    def inner(self, name: str) -> Fields:
        """An object inside this one."""
        return Fields(self._value.get(name), f"{self._what}.{name}")

    def whole(self, name: str) -> dict[str, Json]:
        """An object as it stands, for the caller to judge."""
        value = self._value.get(name)
        if not isinstance(value, dict):
            self._refuse(name)
        return value

    def decoded(self, name: str, decode: Callable[[str], bytes], size: int | None = None) -> bytes:
        """Bytes written as text (hexadecimal, base64), of exactly `size` bytes if given."""
        try:
            value = decode(self.text(name, 100_000))
        except ValueError:
            self._refuse(name)
        if size is not None and len(value) != size:
            self._refuse(name)
        return value

    def all_decoded(
        self, name: str, most: int, decode: Callable[[str], bytes], size: int | None = None
    ) -> tuple[bytes, ...]:
        """A list of bytes written as text, each as `decoded` reads it."""
        what = f"{self._what}.{name}"
        return tuple(
            Fields({name: value}, what).decoded(name, decode, size)
            for value in self.items(name, most)
        )

    def _refuse(self, why: str) -> NoReturn:
        raise Refused(_NOT_JSON, what=self._what, why=why)


def _reason(error: Exception) -> str:
    """Why, without the text itself: it may hold personal data."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, {error.lineno}:{error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return "UTF-8"
    return str(error) if isinstance(error, _Unlawful) else "nesting"


class _Unlawful(ValueError):
    """JSON allows it, we do not."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result = {intern(name): value for name, value in pairs}  # the same few in every line
    if len(result) != len(pairs):
        raise _Unlawful("doubled name")
    return result


def _no_fraction(_text: str) -> NoReturn:
    raise _Unlawful("fraction")


def _whole_number(text: str) -> int:
    value = int(text) if len(text) <= 20 else _MAX_INT + 1
    if abs(value) > _MAX_INT:
        raise _Unlawful("number too long")
    return value


def _read(text: str) -> Json:
    """The whole text.  A bundle has half a million lines, so the decoder's wrapping is left out
    where there is nothing around the value.
    """
    try:
        value, end = _scan(text, 0)
        if end == len(text):
            return value  # type: ignore[no-any-return]
    except StopIteration:
        pass  # no value begins here: the decoder skips white space, and says what is wrong
    return _decoder.decode(text)  # type: ignore[no-any-return]


_TEXT = re.compile(rb'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)', re.DOTALL)
"""A text between quotes; one without an end goes on to the end, so that nothing is read twice."""


def _must_be_few(data: bytes, most: int) -> None:
    """Count again without what stands between quotes: a long document has commas of its own."""
    found = _values(data) - sum(_values(text.group()) for text in _TEXT.finditer(data))
    if found > most:
        raise _Unlawful("too many values")


def _values(data: bytes) -> int:
    return sum(map(data.count, (b"[", b"{", b",")))


def _walk(value: Json, depth: int) -> None:
    if isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _Unlawful("half a letter")
    elif isinstance(value, dict | list):
        if depth == 0:
            raise _Unlawful("nesting")
        for key in value if isinstance(value, dict) else ():
            _walk(key, depth)
        for item in value.values() if isinstance(value, dict) else value:
            _walk(item, depth - 1)


_decoder = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole_number,
    parse_float=_no_fraction,
    parse_constant=_no_fraction,
)
_scan = make_scanner(_decoder)  # type: ignore[arg-type]  # its stub means itself
