"""Finding secrets in bytes, however a program could have written them there.

Nothing is looked for spelling by spelling: what stands in the bytes as text is brought to one form
(decoded, without marks and capitals) and its words and digits are looked up.  So a name is found
composed or not, in capitals or without marks, as UTF-8, UTF-16 either way, escaped, in Base64 or
hexadecimal, in streams packed with zlib, gzip or Zstandard, in zip archives and in what a PDF shows
(whose letters are numbers of its own fonts), also in one another.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import pypdfium2 as pdfium
import zstandard

from tests.leaks.secrets import Secrets, words_in

__all__ = ["Search"]

_DEEP: Final = 3
_LARGEST: Final = 64 << 20
_LONG: Final = 9
"""Letters and blanks of a name that is believed also in the middle of other letters."""

_SHORT, _RUN = 8, 14
"""A name of so few letters is believed only in so long a run of text: in hundreds of megabytes of
ciphers “a huy” stands by chance.
"""

_GAP: Final = re.compile(" ")

_DIGITS: Final = re.compile(r"\d[\d .\-]{6,}\d")
_UTF8: Final = re.compile(
    rb"(?:[\x20-\x7e\t\r\n]|[\xc3-\xcd][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]){6,}+"
)
"""Letters as Vietnamese is written with them, composed or not."""
_WIDE: Final = re.compile(rb"(?:\x00[\x01-\xff]|[\x01\x03\x1e][\x00-\xff]|\x00\x00(?=\x03)){5,}+")
"""Letters of two bytes each, the high one first; of the others, all but half of the outer ones."""

_FOLD: Final = b"\r\n "
"""Where a calendar's line goes on in the next."""

_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{12,}+(?:\r?\n[A-Za-z0-9+/_-]++)*+={0,2}")
"""Also in lines one below the other, as letters and armour have it."""

_HEX: Final = re.compile(rb"[0-9a-fA-F]{16,}+")
_ESCAPE: Final = re.compile(rb"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
_PERCENT: Final = re.compile(rb"%([0-9a-fA-F]{2})")
_ZLIB: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP: Final = re.compile(rb"\x1f\x8b\x08")
_ZSTD: Final = re.compile(rb"\x28\xb5\x2f\xfd")
_PDF: Final = b"%PDF-"
_PDF_BEGINS: Final = 1024
"""So far into a file a PDF may begin."""


class _Name(NamedTuple):
    """Words with one blank between; `first` is how long the first is."""

    words: str
    first: int


class Search:
    """Looks for the secrets of some offices; knows them by their words, digits and bytes."""

    def __init__(self, secrets: Secrets) -> None:
        common = {words_in(each) for each in secrets.common}
        self._by_gap: defaultdict[str, list[_Name]] = defaultdict(list)
        for words in {words_in(each) for each in secrets.words}:
            if not any(_within(words, each) for each in common):
                first, *rest = words
                self._by_gap[first[-1] + rest[0][0]].append(_Name(" ".join(words), len(first)))
        self._numbers = set(secrets.numbers)
        self._sizes = sorted({len(each) for each in self._numbers})
        self._seen: dict[tuple[Path, int, int], set[str]] = {}
        self._keys = {bytes.fromhex(each) for each in secrets.keys}

    @property
    def names(self) -> list[str]:
        """The words that are looked for, the shortest first."""
        return sorted((each.words for known in self._by_gap.values() for each in known), key=len)

    @property
    def count(self) -> int:
        """How many different secrets are looked for."""
        return len(self.names) + len(self._numbers) + len(self._keys)

    def found_in(self, data: bytes, deep: int = _DEEP) -> set[str]:
        """What is found in some bytes: the words, digits or keys (as hexadecimal)."""
        found = {each.hex() for each in self._keys if each in data}
        for text in _texts(data):
            said, enough = self.found_in_text(text), len(text) >= _RUN
            found |= {each for each in said if enough or len(each) > _SHORT}
        if deep:
            for inside in _unpacked(data):
                found |= self.found_in(inside, deep - 1)
        return found

    def found_in_text(self, text: str) -> set[str]:
        """What is found in a text that is decoded already."""
        found = self._names(" ".join(words_in(text)))
        for run in _DIGITS.finditer(text):
            whole = re.sub(r"\D", "", run[0])  # a number written in groups; not a row of numbers
            found |= {whole} & self._numbers
            for digits in re.findall(r"\d{8,}", run[0]):
                found |= self._digits(digits)
        return found

    def found_in_file(self, path: Path) -> set[str]:
        """What is found in a file's bytes, and in its name; a file is read again if it changed."""
        found = self.found_in_text(path.name)
        if path.is_symlink() or not path.is_file():
            return found
        state = path.stat()
        seen = (path, state.st_mtime_ns, state.st_size)
        if seen not in self._seen:
            self._seen[seen] = self.found_in(path.read_bytes())
        return found | self._seen[seen]

    def found_below(self, *folders: Path) -> dict[str, set[str]]:
        """The files of some folders in which something is found, and what."""
        files = (each for folder in folders for each in sorted(folder.rglob("*")))
        hits = {str(each): self.found_in_file(each) for each in files}
        return {name: found for name, found in hits.items() if found}

    def _names(self, text: str) -> set[str]:
        """Long names also where a program put other letters directly before or after them."""
        found = set[str]()
        for gap in _GAP.finditer(text):
            at = gap.start()
            for known in self._by_gap.get(text[at - 1] + text[at + 1], ()):
                begin = at - known.first
                end = begin + len(known.words)
                if begin >= 0 and text.startswith(known.words, begin):
                    alone = text[begin - 1 : begin] in " " and text[end : end + 1] in " "
                    if alone or len(known.words) >= _LONG:
                        found.add(known.words)
        return found

    def _digits(self, digits: str) -> set[str]:
        return {
            digits[at : at + size]
            for size in self._sizes
            for at in range(len(digits) - size + 1)
            if digits[at : at + size] in self._numbers
        }


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(
        whole[at : at + len(part)] == part for at in range(max(0, len(whole) - len(part) + 1))
    )


def _texts(data: bytes) -> Iterator[str]:
    for run in _UTF8.finditer(data):
        text = run[0]
        yield text.decode("utf-8", "replace")
        if _FOLD in text:
            yield text.replace(_FOLD, b"").decode("utf-8", "replace")
        if _ESCAPE.search(text):
            yield _unescaped(text)
        if _PERCENT.search(text):
            yield _PERCENT.sub(lambda at: bytes([int(at[1], 16)]), text).decode("utf-8", "replace")
    for run in _WIDE.finditer(data):
        yield run[0].decode("utf-16-be", "replace")
        yield data[max(0, run.start() - 1) : run.end() + 1].decode("utf-16-le", "replace")


def _unescaped(text: bytes) -> str:
    """`\\u1ec7` as JSON writes it, and `\\xe1\\xbb\\x87` as Python shows bytes."""
    wide = re.sub(
        rb"\\u([0-9a-fA-F]{4})",
        lambda found: chr(int(found[1], 16)).encode("utf-8", "surrogatepass"),
        text,
    )
    plain = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), wide)
    return plain.decode("utf-8", "replace")


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What stands packed or coded in some bytes."""
    for run in _BASE64.finditer(data):
        yield from _from_base64(run[0])
    for run in _HEX.finditer(data):
        for digits in (run[0], run[0][1:]):
            yield binascii.unhexlify(digits[: len(digits) // 2 * 2])
    view = memoryview(data)
    for start in _ZLIB.finditer(data):
        yield _inflated(view[start.start() :])
    for start in _GZIP.finditer(data):
        yield _inflated(view[start.start() :], zlib.MAX_WBITS | 16)
    for start in _ZSTD.finditer(data):
        yield _from_zstandard(view[start.start() :])
    if data[:2] == b"PK":
        yield from _from_zip(data)
    if _PDF in data[:_PDF_BEGINS]:
        yield from _from_pdf(data)


def _from_base64(run: bytes) -> Iterator[bytes]:
    """Decoded from each of the four places at which it may begin."""
    plain = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"), b"\r\n")
    for at in range(4):
        piece = plain[at:]
        whole = piece[: len(piece) - (len(piece) % 4 == 1)]
        yield base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _inflated(data: memoryview, bits: int = zlib.MAX_WBITS) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(data, _LARGEST)
    except zlib.error:
        return b""


def _from_zstandard(data: memoryview) -> bytes:
    try:
        return zstandard.ZstdDecompressor().stream_reader(data).read(_LARGEST)
    except zstandard.ZstdError:
        return b""


def _from_zip(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            for name in whole.namelist():
                yield name.encode()
                yield whole.read(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return


def _from_pdf(data: bytes) -> Iterator[bytes]:
    """What its pages show, and what it says of itself."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return
    with closing(document):
        for page in document:
            with closing(page), closing(page.get_textpage()) as shown:
                yield str(shown.get_text_bounded()).encode("utf-8", "replace")
        for said in document.get_metadata_dict().values():
            yield str(said).encode("utf-8", "replace")
