"""A table kept as plain text: `.csv`, `.txt`, in whichever encoding and with whichever separator.

Unicode is recognised for certain (a mark at the front, or bytes that are valid UTF-8 and could not
be by chance).  Anything else is one byte a letter; which one, the words decide, as in `legacy`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sachmatuy_desktop.domain.text import nfc
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.exchange.encodings import UNICODE, encoding, encodings
from sachmatuy_desktop.exchange.extent import Extent
from sachmatuy_desktop.exchange.syllables import marked_words, plausibility

WINDOWS: Final = "cp1258"
"""Windows' own encoding for Vietnamese: letters and tones apart."""

LONGEST_FIELD: Final = 1_000_000
"""Characters of one cell; a quote that is never closed would swallow the file."""

GUARD: Final = "'"
"""Stands before a text that a spreadsheet program would take for a formula; see `writing_csv`."""

_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
_SEPARATORS: Final = "\t;,|"
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOOKED_AT: Final = 200_000
"""Bytes from the front by which an encoding is made out."""

_BINARY: Final = re.compile(rb"[\x00\x01\x03\x04\x07\x08\x0e-\x13\x15-\x18\x1a-\x1d\x1f]")
"""Bytes that no text has, not even in VISCII, which puts letters on some others."""


def is_text(data: bytes) -> bool:
    """Whether the bytes can be a table of plain text at all."""
    if not data.strip():
        return False
    if data.startswith(tuple(mark for mark, _name in _MARKS)) or _wide(data):
        return True
    return _BINARY.search(data[:_LOOKED_AT]) is None


def decode(data: bytes, name: str, asked: str | None = None) -> tuple[str, str]:
    """The text, and the encoding it still has to be turned from (`legacy`), if any.

    Raises `BadInput` for an encoding that is none, `Refused` where the bytes are not in it.
    """
    if asked in (None, UNICODE):
        known = _unicode(data)
        if known is not None:
            return known, UNICODE
        if asked is not None:
            raise Refused(N_("Tệp «{file}» không phải Unicode. Hãy chọn bảng mã khác."), file=name)
    if asked is not None:
        return _one_byte(data, asked), asked
    best = max((WINDOWS, *encodings()), key=lambda each: _fit(data[:_LOOKED_AT], each))
    return _one_byte(data, best), best


def _unicode(data: bytes) -> str | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    head = data[:2000]
    if head[1::2].count(0) * 3 > len(head) and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) * 3 > len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _one_byte(data: bytes, name: str) -> str:
    """The text with its bytes as letters; those of Windows' encoding are Unicode at once."""
    if name == WINDOWS:
        return nfc(data.decode(WINDOWS, "replace"))
    if name not in encodings():
        raise BadInput(
            N_("Không có bảng mã «{name}». Các bảng mã: {known}."),
            name=name,
            known=", ".join((UNICODE, WINDOWS, *encodings())),
        )
    return data.decode("latin-1")


def _fit(data: bytes, name: str) -> float:
    text = _one_byte(data, name)
    words = marked_words([text])
    if name == WINDOWS:
        return plausibility(words)
    return plausibility(map(encoding(name).turned, words))


# -- cells -----------------------------------------------------------------------------------------


def rows(text: str, name: str) -> list[list[str]]:
    """The cells; raises `Refused` for what is too large or has a quote without an end."""
    limit = csv.field_size_limit(LONGEST_FIELD)
    try:
        found = _read(text, name)
    except csv.Error as error:
        raise Refused(
            N_("Tệp «{file}» có dấu nháy kép không đóng. Hãy mở bằng Excel rồi lưu lại."),
            file=name,
        ) from error
    finally:
        csv.field_size_limit(limit)
    while found and not any(cell.strip() for cell in found[-1]):
        found.pop()
    width = max(map(len, found), default=0)
    Extent(len(found), width).refuse_if_huge(name)
    return [row + [""] * (width - len(row)) for row in found]


def _read(text: str, name: str) -> list[list[str]]:
    text = text.replace("\x00", "")
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", first)
    if told:
        text = rest
    separator = told[1] if told else separator_of(text)
    found: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        found.append(list(map(unguarded, row)))
        if len(found) % 1024 == 0:
            Extent(len(found), 1).refuse_if_huge(name)
    return found


def separator_of(text: str) -> str:
    """The separator that stands equally often in most lines."""
    lines = [line for line in text[:_LOOKED_AT].splitlines()[:60] if line.strip()]

    def steadiness(separator: str) -> tuple[int, int]:
        counts = Counter(_outside_quotes(line).count(separator) for line in lines)
        counts.pop(0, None)
        number, often = max(counts.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return often, number

    return max(_SEPARATORS, key=steadiness)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def unguarded(cell: str) -> str:
    """A cell without the sign that kept it from becoming a formula."""
    return cell[1:] if cell[:1] == GUARD and _GUARDED.match(cell) else cell


def guarded(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula; `unguarded` gives it back."""
    bare: Sequence[str] = cell.lstrip(GUARD)
    return GUARD + cell if bare and bare[0] in "=+-@\t\r" else cell
