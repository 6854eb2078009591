"""Small signed texts for paper, as bytes: whole numbers that take no more room than they need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["Reading", "packed_number", "packed_text"]

_MOST: Final = (1 << 63) - 1
_MOST_LETTERS: Final = 0x7F


def packed_number(value: int) -> bytes:
    """Seven bits a byte, the lowest first, the highest bit set while more follow.

    Raises `BadInput` for a number below zero or above 63 bits.
    """
    if not 0 <= value <= _MOST:
        raise BadInput(N_("Số {value} không ghi được lên phiếu."), value=value)
    return bytes(_sevens(value))


def packed_text(text: str) -> bytes:
    """UTF-8 after one byte with its length; what is longer than 127 bytes is cut."""
    data = text.encode()[:_MOST_LETTERS].decode(errors="ignore").encode()
    return bytes([len(data)]) + data


def _sevens(value: int) -> Iterator[int]:
    while value > 0x7F:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value


class Reading:
    """The bytes from front to back; raises `IndexError` where there are no more, `ValueError` for
    what no packing gives.
    """

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def bytes(self, count: int) -> bytes:
        """The next bytes."""
        taken = self._data[self.at : self.at + count]
        if len(taken) < count:
            raise IndexError
        self.at += count
        return taken

    def hex(self, count: int) -> str:
        """The next bytes as digits and capitals."""
        return self.bytes(count).hex().upper()

    def text(self) -> str:
        """A text of `packed_text`."""
        return self.bytes(self.bytes(1)[0]).decode()

    def number(self) -> int:
        """A number of `packed_number`."""
        value, shift = 0, 0
        while True:
            byte = self._data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if value > _MOST:
            raise ValueError
        return value
