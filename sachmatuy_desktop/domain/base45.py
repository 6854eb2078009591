"""Bytes as letters that a QR code carries most tightly: Base45 (RFC 9285).

Three letters carry two bytes, so a signed text of a hundred bytes stays in squares that a worn
scanner still tells apart.  Nobody types it: for that there is `typed_code`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["from_base45", "to_base45"]

_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE: Final = len(_LETTERS)
_VALUES: Final = {letter: value for value, letter in enumerate(_LETTERS)}


def to_base45(data: bytes) -> str:
    """The bytes as letters."""
    return "".join(_letters(data[at : at + 2]) for at in range(0, len(data), 2))


def from_base45(text: str) -> bytes:
    """The bytes again.  Raises `ValueError` for what no bytes give."""
    return b"".join(_bytes(text[at : at + 3]) for at in range(0, len(text), 3))


def _letters(pair: bytes) -> str:
    value = int.from_bytes(pair, "big")
    given = ""
    for _place in range(len(pair) + 1):
        value, rest = divmod(value, _BASE)
        given += _LETTERS[rest]
    return given


def _bytes(letters: str) -> bytes:
    if len(letters) < 2:
        raise ValueError(letters)
    try:
        value = sum(_VALUES[letter] * _BASE**place for place, letter in enumerate(letters))
        return int(value).to_bytes(len(letters) - 1, "big")
    except (KeyError, OverflowError) as error:
        raise ValueError(letters) from error
