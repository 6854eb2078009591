"""Looking over `.xls`: a small file system (MS-CFB) with a stream of records (MS-XLS) in it.

Read here are only the directory, the chain of sectors of one stream and the head of each record:
enough to tell a password, a Word document, cells too far out, and what `asides_xls` is after.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.asides_xls import RecordReader
from sachmatuy_desktop.exchange.extent import Extent
from sachmatuy_desktop.exchange.guards_zip import HasPassword, has_password

_END_OF_CHAIN: Final = 0xFFFFFFFA  # and all above it: no sector
_MINI_STREAM: Final = 4096  # shorter streams lie in 64-byte sectors; no real workbook does

# Records (MS-XLS 2.3): a sheet begins and ends, a cell, a password.
_BOF, _EOF, _FILE_PASS, _BOUND_SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_MUL_RK = 0x00BD
_DIMENSIONS = 0x0200
_CELLS = frozenset({0x0006, 0x0205, _MUL_RK, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6})


def check(data: bytes, name: str) -> Mapping[int, Asides]:
    """Look the file over; returns what its sheets say besides texts.  Raises `Refused`."""
    try:
        streams = _directory(data)
        if "EncryptedPackage" in streams:
            raise HasPassword(
                N_("Tệp «{file}» có mật khẩu. Hãy gõ mật khẩu của người gửi tệp."), file=name
            )
        if "WordDocument" in streams:
            raise Refused(
                N_("Tệp «{file}» là văn bản Word. Hãy chép bảng sang Excel rồi lưu thành .xlsx."),
                file=name,
            )
        found = streams.get("Workbook") or streams.get("Book")
        if found is None:
            raise Refused(
                N_("Tệp «{file}» không phải bảng tính. Hãy chọn tệp .xlsx, .xls, .ods hoặc .csv."),
                file=name,
            )
        sheets = _Walk(name).through(_stream(data, *found))
    except (struct.error, IndexError, MemoryError, ValueError) as error:
        raise Refused(
            N_("Tệp «{file}» bị hỏng hoặc chưa chép xong. Hãy chép lại từ nơi gửi."), file=name
        ) from error
    return {place: each.asides for place, each in enumerate(sheets)}


def _sector_size(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        msg = "sector size"
        raise ValueError(msg)
    return 1 << shift


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    if start >= len(data):
        msg = "sector out of the file"
        raise ValueError(msg)
    return data[start : start + size]


def _allocation(data: bytes) -> list[int]:
    """The table that says for each sector which comes next."""
    size = _sector_size(data)
    holders = list(struct.unpack_from("<109I", data, 76))
    more, left = struct.unpack_from("<2I", data, 68)
    while more < _END_OF_CHAIN and left > 0 and len(holders) * size < 4 * len(data):
        entries = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        holders += entries[:-1]
        more, left = entries[-1], left - 1
    table: list[int] = []
    for holder in holders:
        if holder < _END_OF_CHAIN:
            table += struct.unpack(f"<{size // 4}I", _sector(data, holder, size))
    return table


def _chain(data: bytes, first: int) -> bytes:
    size, table = _sector_size(data), _allocation(data)
    parts: list[bytes] = []
    number = first
    while number < _END_OF_CHAIN:
        if len(parts) * size > len(data):
            msg = "sectors in a circle"
            raise ValueError(msg)
        parts.append(_sector(data, number, size))
        number = table[number]
    return b"".join(parts)


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Name → first sector and length of each stream."""
    first = struct.unpack_from("<I", data, 48)[0]
    entries = _chain(data, first)
    streams = {}
    for start in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, start + 64)[0]
        name = entries[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        streams[name] = struct.unpack_from("<2I", entries, start + 116)
    return streams


def _stream(data: bytes, first: int, length: int) -> bytes:
    if length < _MINI_STREAM:
        msg = "workbook too short"
        raise ValueError(msg)
    return _chain(data, first)[:length]


@dataclass
class _Sheet:
    rows: int = 0
    columns: int = 0
    asides: Asides = field(default_factory=Asides)


@dataclass
class _Walk:
    """One pass over the records of a workbook."""

    name: str
    starts: list[int] = field(default_factory=list)
    sheets: dict[int, _Sheet] = field(default_factory=dict)

    def through(self, stream: bytes) -> list[_Sheet]:
        """The sheets in the order of the workbook; raises `Refused`."""
        sheet = _Sheet()
        aside = RecordReader()
        for start, kind, body in _records(stream):
            aside.take(kind, body, sheet.asides)
            if kind in _CELLS and len(body) >= 6:
                _note_cell(sheet, kind, body)
            elif kind == _DIMENSIONS:
                _must_not_end_before_it_begins(body)
            elif kind == _BOF:
                sheet = self.sheets.setdefault(start, _Sheet())
            elif kind == _EOF:
                Extent(sheet.rows, sheet.columns).refuse_if_huge(self.name)
                sheet = _Sheet()
            elif kind == _FILE_PASS:
                raise has_password(self.name)
            elif kind == _BOUND_SHEET and len(body) >= 4:
                self.starts.append(struct.unpack_from("<I", body)[0])
        Extent(sheet.rows, sheet.columns).refuse_if_huge(self.name)
        return [self.sheets.get(each, _Sheet()) for each in self.starts]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _must_not_end_before_it_begins(body: bytes) -> None:
    """The reader makes room for the rectangle a sheet claims: in a damaged one without end.

    Raises `ValueError`.
    """
    form = {14: "<2I2H", 10: "<4H"}.get(len(body))
    if form is None:
        return
    first_row, end_row, first_column, end_column = struct.unpack_from(form, body)
    if not (first_row <= end_row <= 65_536 and first_column <= end_column <= 256):
        msg = "dimensions"
        raise ValueError(msg)


def _note_cell(sheet: _Sheet, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<2H", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MUL_RK else column
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
