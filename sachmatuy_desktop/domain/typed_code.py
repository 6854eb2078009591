"""Bytes as a code that people can read from paper and type, and of which a slip names its group.

A group is five letters that carry 25 bits and one that checks them and their place: any one letter
typed wrong, any two neighbours exchanged and any two groups exchanged (within 32) are noticed, so a
long code is corrected where it is wrong instead of being typed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["ALPHABET", "bytes_of", "groups_of"]

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0 and O, 1 and I, as in the fingerprints of keys."""

_CARRYING: Final = 5
_GROUP: Final = _CARRYING + 1
_BITS: Final = 5
_FIELD: Final = 0b100101
"""x⁵ + x² + 1: what letters are multiplied by in GF(32)."""

_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}


def groups_of(data: bytes) -> tuple[str, ...]:
    """The bytes as groups of six letters; the last one is filled up with zero bits."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % (_BITS * _CARRYING))
    values = [int(bits[at : at + _BITS], 2) for at in range(0, len(bits), _BITS)]
    return tuple(
        _group(values[at : at + _CARRYING], number)
        for number, at in enumerate(range(0, len(values), _CARRYING))
    )


def bytes_of(typed: str) -> bytes:
    """The bytes of a typed code, blanks, dashes and small letters allowed; zero bytes that fill up
    the last group are left on.

    Raises `BadInput` that names the first group that cannot be right.
    """
    letters = re.sub(r"[\s\-–.]+", "", typed).upper()
    if not letters:
        raise BadInput(N_("Chưa có mã nào; hãy gõ mã in trên phiếu."))
    groups = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
    values: list[int] = []
    for number, group in enumerate(groups):
        carried = [_VALUES[each] for each in group[:_CARRYING] if each in _VALUES]
        if _group(carried, number) != group:
            raise BadInput(
                N_("Nhóm thứ {number} ({group}) chưa đúng; hãy so lại với phiếu."),
                number=number + 1,
                group="".join(filter(str.isprintable, group)),
            )
        values += carried
    bits = "".join(f"{value:05b}" for value in values)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))


def _group(values: Sequence[int], number: int) -> str:
    """Five letters and the one that checks them; `number` is the group's place, from 0."""
    check, factor = number % 32, 1
    for value in values:
        factor = _times(factor, 2)
        check ^= _times(value, factor)
    return "".join(ALPHABET[value] for value in (*values, check))


def _times(one: int, other: int) -> int:
    product = 0
    for bit in range(_BITS):
        if other >> bit & 1:
            product ^= one << bit
    for bit in range(2 * _BITS - 2, _BITS - 1, -1):
        if product >> bit & 1:
            product ^= _FIELD << (bit - _BITS)
    return product
