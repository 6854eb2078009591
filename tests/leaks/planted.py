"""Controls: secrets put where the search must find them, in every writing and kind of file."""

from __future__ import annotations

import base64
import gzip
import io
import json
import shutil
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import zstandard
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sachmatuy_desktop.paths import resources_folder
from tests.leaks.search import Search
from tests.leaks.secrets import Secrets, words_in

__all__ = ["missed", "writings"]

AROUND = b"\x00\x91\xfe\x03"
"""What stands before and after: no text."""


def writings(text: str) -> Iterator[tuple[str, bytes]]:
    """A text in the ways a program could leave it: name of the way, bytes."""
    for form in ("NFC", "NFD"):
        for case, said in (("", text), (" upper", text.upper()), (" lower", text.lower())):
            told = unicodedata.normalize(form, said)
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                data, name = told.encode(encoding), f"{form}{case} {encoding}"
                yield name, data
                for shift in range(3):
                    yield f"{name} base64+{shift}", base64.b64encode(b"#" * shift + data)
                yield f"{name} hex", data.hex().encode()
                yield f"{name} zlib", zlib.compress(data)
                yield f"{name} zstd", zstandard.compress(data)
                yield f"{name} zlib in base64", base64.b64encode(zlib.compress(data))
            yield f"{form}{case} json", json.dumps(told).encode()
            yield f"{form}{case} repr", repr(told.encode()).encode()
        yield f"{form} gzip", gzip.compress(unicodedata.normalize(form, text).encode())
    half = len(text) // 2
    yield "folded", f"SUMMARY:{text[:half]}\r\n {text[half:]}".encode()
    yield "base64 in lines", _in_lines(base64.b64encode(text.encode()))
    yield "zip", _zipped(text)
    yield "page of a PDF", _printed(text)
    yield "title of a PDF", _printed("", text)
    yield "glued", f"xyz{text}xyz".encode()


def _in_lines(data: bytes) -> bytes:
    return b"\n".join(data[at : at + 12] for at in range(0, len(data), 12))


def _zipped(text: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return sink.getvalue()


def _printed(text: str, title: str = "") -> bytes:
    """A page as the program prints it: letters are numbers of a font that holds only these."""
    sink = io.BytesIO()
    name = "planted"
    pdfmetrics.registerFont(TTFont(name, str(resources_folder() / "fonts" / "Tinos-Regular.ttf")))
    page = Canvas(sink, pageCompression=1)
    page.setTitle(title)
    page.setFont(name, 13)
    page.drawString(60, 700, text)
    page.save()
    return sink.getvalue()


def missed(search: Search, secrets: Secrets, place: Path | None = None) -> list[str]:
    """The controls that were not found: each writing alone, and one in each kind of file."""
    known = search.names
    marked = max((each for each in secrets.words if " ".join(words_in(each)) in known), key=len)
    texts = (known[len(known) // 2], marked, secrets.numbers[0])
    blind = []
    for text in texts:
        for name, data in writings(text):
            around = b"" if data[:2] == b"PK" else AROUND
            if not search.found_in(around + data + around):
                blind.append(f"{text} as {name}")
    for key in secrets.keys[:2]:
        data = bytes.fromhex(key)
        for name, coded in (
            ("bytes", data),
            ("hex", key.encode()),
            ("upper hex", key.upper().encode()),
            ("base64", base64.b64encode(b"#" + data)),
        ):
            if not search.found_in(AROUND + coded + AROUND):
                blind.append(f"a key as {name}")
    return blind + (_missed_in_files(search, marked, place) if place else [])


def _missed_in_files(search: Search, text: str, place: Path) -> list[str]:
    """The same in the midst of a copy of one file of each kind that the day left."""
    kinds = {each.suffix: each for each in sorted(place.rglob("*")) if each.is_file()}
    blind = []
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        for kind, path in kinds.items():
            copy = Path(folder, f"copy{kind}")
            shutil.copyfile(path, copy)
            data = copy.read_bytes()
            half = len(data) // 2
            copy.write_bytes(data[:half] + AROUND + text.encode() + AROUND + data[half:])
            if not search.found_in_file(copy):
                blind.append(f"in {path.name}")
        named = Path(folder, f"{text}.png")
        named.write_bytes(gzip.compress(b"nothing"))
        if not search.found_in_file(named):
            blind.append("in a file's name")
    return blind
