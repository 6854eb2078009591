"""The few PDF constructs that our pages need, written straight to the file.

Why not a toolkit's canvas: an issued document must give the same bytes next year and on another
machine, and a batch of thousands of pages must not grow in memory.  So the objects are written as
they come, in a fixed order, with no clock, no random identifier and no compression (the output of
zlib differs between its implementations).  Fonts are embedded as subsets of at most 255 characters,
numbered in the order in which the letters are first used.  reportlab cuts the subset: the one place
where a library has a hand in the bytes, watched by the hashes in `tests/documents/issued`.

Coordinates are those of the marks: points, x from the left edge, y *down* from the top edge.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from sachmatuy_desktop.documents.fonts import NO_BREAK_SPACE, face
from sachmatuy_desktop.domain.forms import Style

_SUBSET_SIZE = 256
_SPACE = 32


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text: `x`, `y` of its start on the baseline; `spread` is added to every space."""

    x: float
    y: float
    text: str
    style: Style
    size: float
    spread: float = 0


@dataclass(frozen=True, slots=True)
class Ghost:
    """Light grey words that rise across the page: the middle of them is at `x`, `y`.

    `rise` is the angle in degrees, `length` how long the words print.
    """

    x: float
    y: float
    text: str
    style: Style
    size: float
    length: float
    rise: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical, `weight` points thick."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle: its outline, or filled with a light grey when `filled`."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Squares:
    """Black squares, `square` points wide, where a row has a "1": a code for cameras."""

    x: float
    y: float
    square: float
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stencil:
    """Marks drawn once into the file and stamped many times."""

    name: str
    height: float


Mark = Words | Ghost | Rule | Frame | Squares


@dataclass(slots=True)
class _Subset:
    """One embedded piece of a face: which character stands under which of its 255 codes."""

    style: Style
    name: str
    reference: int
    codes: list[int]


class PdfFile:
    """One PDF written front to back to a binary stream."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out = out
        self._title = title
        self._offsets = array("q", [0])
        self._position = 0
        self._digest = hashlib.sha256()
        self._pages = array("q")
        self._subsets: dict[Style, list[_Subset]] = {}
        self._places: dict[Style, dict[str, tuple[_Subset, int]]] = {}
        self._stencils: dict[str, int] = {}
        self._catalog, self._tree, self._resources = (self._reserve() for _ in range(3))
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    # -- what callers draw ------------------------------------------------------------------------

    def stencil(self, name: str, marks: Iterable[Mark], width: float, height: float) -> Stencil:
        """Draw `marks` once, to be stamped on pages; their y runs down from 0 to `height`."""
        number = self._reserve()
        self._stencils[name] = number
        box = f"/Type /XObject /Subtype /Form /BBox [0 0 {_number(width)} {_number(height)}]"
        head = f"{box} /Resources {self._resources} 0 R"
        self._stream(number, head, self.paint(marks, height))
        return Stencil(name, height)

    def stamp(self, stencil: Stencil, top: float, page_height: float) -> bytes:
        """The content that puts a stencil so that it begins `top` points below the page's edge."""
        up = _number(page_height - top - stencil.height)
        return f"q 1 0 0 1 0 {up} cm /{stencil.name} Do Q\n".encode("ascii")

    def paint(self, marks: Iterable[Mark], height: float) -> bytes:
        """Marks as page content, for a page (or stencil) `height` points high."""
        return b"".join(self._painted(mark, height) for mark in marks)

    def faded(self, marks: Iterable[Mark], height: float) -> bytes:
        """Marks in light grey; those that set a tone of their own (a band, a ghost) keep it."""
        return b"0.62 g 0.62 G\n" + self.paint(marks, height) + b"0 g 0 G\n"

    def page(self, width: float, height: float, content: bytes) -> None:
        """Write one finished page."""
        number, stream = self._reserve(), self._reserve()
        self._pages.append(number)
        self._stream(stream, "", content)
        self._object(
            number,
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {_number(width)} "
            f"{_number(height)}] /Resources {self._resources} 0 R /Contents {stream} 0 R >>",
        )

    def close(self) -> int:
        """Write fonts, page tree, cross-reference table and trailer; gives the number of pages.

        The stream stays open.
        """
        self._write_fonts()
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._object(self._tree, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        self._object(
            self._catalog,
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (vi-VN) "
            "/ViewerPreferences << /DisplayDocTitle true >> >>",
        )
        info = self._reserve()
        title = ("\ufeff" + self._title).encode("utf-16-be").hex()
        self._object(info, f"<< /Title <{title}> /Producer (Sach Ma Tuy Desktop) >>")
        self._write_trailer(info)
        return len(self._pages)

    # -- marks ------------------------------------------------------------------------------------

    def _painted(self, mark: Mark, height: float) -> bytes:
        if isinstance(mark, Words):
            return self._painted_words(mark, height)
        if isinstance(mark, Ghost):
            return self._painted_ghost(mark, height)
        if isinstance(mark, Rule):
            line = (mark.weight, mark.x1, height - mark.y1, mark.x2, height - mark.y2)
            return "{} w {} {} m {} {} l S\n".format(*map(_number, line)).encode("ascii")
        if isinstance(mark, Squares):
            return _painted_squares(mark, height)
        box = (mark.x, height - mark.y - mark.height, mark.width, mark.height)
        shape = "{} {} {} {} re".format(*map(_number, box))
        if mark.filled:
            return f"0.9 g {shape} f 0 g\n".encode("ascii")
        return f"0.8 w {shape} S\n".encode("ascii")

    def _painted_words(self, mark: Words, height: float) -> bytes:
        parts = [f"BT {_number(mark.x)} {_number(height - mark.y)} Td"]
        if mark.spread:
            parts.append(f"{_number(mark.spread)} Tw")
        for subset, codes in self._encoded(mark.text, mark.style):
            parts.append(f"/{subset.name} {_number(mark.size)} Tf <{codes.hex()}> Tj")
        if mark.spread:
            parts.append("0 Tw")
        return (" ".join(parts) + " ET\n").encode("ascii")

    def _painted_ghost(self, mark: Ghost, height: float) -> bytes:
        across, up = math.cos(math.radians(mark.rise)), math.sin(math.radians(mark.rise))
        x = mark.x - across * mark.length / 2
        y = height - mark.y - up * mark.length / 2
        turned = " ".join(map(_number, (across, up, -up, across, x, y)))
        parts = [f"0.88 g BT {turned} Tm"]
        for subset, codes in self._encoded(mark.text, mark.style):
            parts.append(f"/{subset.name} {_number(mark.size)} Tf <{codes.hex()}> Tj")
        return (" ".join(parts) + " ET 0 g\n").encode("ascii")

    def _encoded(self, text: str, style: Style) -> list[tuple[_Subset, bytes]]:
        """The text as runs of one-byte codes, each run within one subset of the face."""
        places = self._places.setdefault(style, {})
        runs: list[tuple[_Subset, bytearray]] = []
        for letter in text.replace(NO_BREAK_SPACE, " "):
            place = places.get(letter)
            if place is None:
                place = places[letter] = self._placed(letter, style)
            subset, code = place
            if not runs or runs[-1][0] is not subset:
                runs.append((subset, bytearray()))
            runs[-1][1].append(code)
        return [(subset, bytes(codes)) for subset, codes in runs]

    def _placed(self, letter: str, style: Style) -> tuple[_Subset, int]:
        """Give a letter its code: the space is always 32, so that words can be spread."""
        subsets = self._subsets.setdefault(style, [])
        if not subsets or len(subsets[-1].codes) == _SUBSET_SIZE:
            name = f"F{sum(map(len, self._subsets.values())) + 1}"
            subsets.append(_Subset(style, name, self._reserve(), [0]))
        subset = subsets[-1]
        if letter == " ":
            return subsets[0], _SPACE
        if len(subset.codes) == _SPACE:
            subset.codes.append(_SPACE)
        subset.codes.append(ord(letter))
        return subset, len(subset.codes) - 1

    # -- fonts ------------------------------------------------------------------------------------

    def _write_fonts(self) -> None:
        subsets = [subset for group in self._subsets.values() for subset in group]
        for index, subset in enumerate(subsets):
            subset.codes.extend([_SPACE] * (_SPACE + 1 - len(subset.codes)))
            self._write_font(index, subset)
        fonts = " ".join(f"/{subset.name} {subset.reference} 0 R" for subset in subsets)
        stencils = " ".join(f"/{name} {n} 0 R" for name, n in self._stencils.items())
        self._object(
            self._resources,
            f"<< /ProcSet [/PDF /Text] /Font << {fonts} >> /XObject << {stencils} >> >>",
        )

    def _write_font(self, index: int, subset: _Subset) -> None:
        used = face(subset.style)
        name = f"{_letters(index)}+{used.name}"
        program, descriptor, unicode_map = (self._reserve() for _ in range(3))
        font = used.subset(subset.codes)
        self._stream(program, f"/Length1 {len(font)}", font)
        self._stream(unicode_map, "", _unicode_map(subset.codes))
        figures = {"FontName": f"/{name}", **used.description(), "FontFile2": f"{program} 0 R"}
        self._object(descriptor, f"<< /Type /FontDescriptor {_entries(figures)} >>")
        widths = " ".join(str(used.advance(code)) for code in subset.codes)
        self._object(
            subset.reference,
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0 "
            f"/LastChar {len(subset.codes) - 1} /Widths [{widths}] "
            f"/FontDescriptor {descriptor} 0 R /ToUnicode {unicode_map} 0 R >>",
        )

    # -- objects ----------------------------------------------------------------------------------

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _object(self, number: int, body: str) -> None:
        self._offsets[number] = self._position
        self._write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))

    def _stream(self, number: int, entries: str, content: bytes) -> None:
        self._offsets[number] = self._position
        head = f"{number} 0 obj\n<< {entries} /Length {len(content)} >>\nstream\n"
        self._write(head.encode("ascii"))
        self._write(content)
        self._write(b"\nendstream\nendobj\n")

    def _write_trailer(self, info: int) -> None:
        start, size = self._position, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        identity = self._digest.hexdigest()[:32]
        self._write(
            f"trailer\n<< /Size {size} /Root {self._catalog} 0 R /Info {info} 0 R "
            f"/ID [<{identity}> <{identity}>] >>\nstartxref\n{start}\n%%EOF\n".encode("ascii")
        )

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._position += len(data)


def _painted_squares(mark: Squares, height: float) -> bytes:
    """One bit a square, as a mask: a tenth of the bytes of as many rectangles, and no seams."""
    across, down = len(mark.rows[0]), len(mark.rows)
    bits = b"".join(_packed_row(row) for row in mark.rows).hex().upper()
    sides = (across * mark.square, down * mark.square)
    place = (mark.x, height - mark.y - down * mark.square)
    return (
        "q {} 0 0 {} {} {} cm\n".format(*map(_number, (*sides, *place)))
        + f"BI /W {across} /H {down} /IM true /D [1 0] /F /AHx ID\n{bits}>\nEI Q\n"
    ).encode("ascii")


def _packed_row(row: str) -> bytes:
    """The squares of a row, eight a byte, the last byte filled up with white."""
    size = -(-len(row) // 8)
    return (int(row, 2) << 8 * size - len(row)).to_bytes(size, "big")


def _number(value: float) -> str:
    """A number as PDF writes it: at most three decimals, no exponent, no negative zero."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _letters(index: int) -> str:
    """The six-letter tag of a subset: AAAAAA, AAAAAB, …"""
    return "AAAAA" + chr(ord("A") + index % 26)


def _entries(figures: Mapping[str, object]) -> str:
    return " ".join(f"/{key} {_value(value)}" for key, value in figures.items())


def _value(value: object) -> str:
    return f"[{' '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _unicode_map(codes: list[int]) -> bytes:
    """The ToUnicode map, so that text can be searched and copied out of the PDF."""
    pairs = [f"<{code:02X}> <{letter:04X}>" for code, letter in enumerate(codes) if letter]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
