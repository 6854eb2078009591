"""What stands between a file somebody brought and the spreadsheet reader.

The reader lays a sheet out as a full rectangle, so one cell in the last corner of an otherwise
empty sheet would take all memory of an office PC; and it says little about what is wrong with a
file.  So the file is looked at first, in full, within fixed limits, and by its content: people
rename files.  Every refusal is one sentence.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.exchange import guards_ole, guards_zip, plain_text
from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.encodings import UNICODE
from sachmatuy_desktop.exchange.locking import is_locked, unlock
from sachmatuy_desktop.storage.atomic import disk_speaks

MAX_FILE: Final = 40 * 1024 * 1024
"""Largest file taken, in bytes; 20,000 people with 30 columns are about 3 MB."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
)
"""All that `zipfile` may say of a damaged file."""
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<body")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A spreadsheet that is safe to open.

    `asides` is what the reader does not tell of the sheets, by the number of the sheet; `text` is
    the whole file where it is plain text (`.csv`, `.txt`) in `encoding`.
    """

    name: str
    data: bytes = field(repr=False)
    asides: Mapping[int, Asides] = field(default_factory=dict, repr=False)
    text: str | None = field(default=None, repr=False)
    encoding: str = UNICODE


def check_file(
    path: Path, encoding: str | None = None, passphrase: str | None = None
) -> CheckedFile:
    """Look a file over.

    `encoding` says what a file of plain text is written in; by default that is made out.
    `passphrase` opens a locked workbook, in memory.

    Raises:
        HasPassword: it is a locked workbook, and no passphrase was given.
        Refused: it is no spreadsheet, is not opened by the passphrase, or is too large, each with
            what to do.
        StorageTrouble: it cannot be read from the disk.
    """
    with disk_speaks(path):
        size = path.stat().st_size
        if size > MAX_FILE:
            raise Refused(
                N_("Tệp «{file}» lớn quá {limit} MB. Hãy chia thành nhiều tệp nhỏ rồi nhập."),
                file=path.name,
                limit=MAX_FILE // 1024**2,
            )
        data = path.read_bytes()
    if passphrase is not None and is_locked(data):
        data = unlock(data, passphrase, path.name)
    return check_bytes(data, path.name, encoding)


def check_bytes(data: bytes, name: str, encoding: str | None = None) -> CheckedFile:
    """The same for a file already in memory; raises `Refused`."""
    if data.startswith(_ZIP):
        return CheckedFile(name, data, _check_zip(data, name))
    if data.startswith(_OLE):
        return CheckedFile(name, data, guards_ole.check(data, name))
    if _is_something_else(data):
        raise Refused(_what_else(data), file=name)
    text, written_in = plain_text.decode(data, name, encoding)
    return CheckedFile(name, data, text=text, encoding=written_in)


def is_plain_text(path: Path) -> bool:
    """Whether a file is no workbook but plain text, by its first bytes; raises `StorageTrouble`."""
    with disk_speaks(path), path.open("rb") as file:
        return not file.read(8).startswith((_ZIP, _OLE))


def _check_zip(data: bytes, name: str) -> Mapping[int, Asides]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return guards_zip.check(archive, name)
    except _DAMAGE as error:
        raise Refused(
            N_("Tệp «{file}» bị hỏng hoặc chưa chép xong. Hãy chép lại từ nơi gửi."), file=name
        ) from error
    except RuntimeError as error:  # how zipfile says that a member has a password
        raise guards_zip.has_password(name) from error


def _is_something_else(data: bytes) -> bool:
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    known = data.startswith((*_PICTURES, b"%PDF")) or head.startswith(_MARKUP)
    return known or not plain_text.is_text(data)


def _what_else(data: bytes) -> str:
    """The sentence for a file that is no spreadsheet at all."""
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not data:
        return N_("Tệp «{file}» rỗng, không có dữ liệu. Hãy chép lại từ nơi gửi.")
    if data.startswith(_PICTURES):
        return N_("Tệp «{file}» là một bức ảnh, không phải bảng tính. Hãy xin lại tệp gốc.")
    if data.startswith(b"%PDF"):
        return N_("Tệp «{file}» là tệp PDF, không phải bảng tính. Hãy xin lại tệp gốc.")
    if head.startswith(_MARKUP):
        return N_(
            "Tệp «{file}» là trang web mang tên bảng tính. Hãy mở bằng Excel rồi lưu lại thành"
            " .xlsx."
        )
    return N_("Tệp «{file}» không phải bảng tính. Hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.")
