"""What a sheet of `.xlsx` says besides its texts.

Looked for only where a plain search of the XML finds a trace of it, so that an ordinary sheet of
20,000 rows costs nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.encodings import Encoding, font_encoding
from sachmatuy_desktop.exchange.extent import MAX_COLUMNS, MAX_ROWS, column_number

LARGEST_NOTES: Final = 8 * 1024 * 1024
"""Bytes of the notes of one sheet that are looked at."""

_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_ROW_TAG = re.compile(rb'<row r="(\d+)"[^>]*>')
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_FIRST, _LAST = re.compile(rb'\smin="(\d+)"'), re.compile(rb'\smax="(\d+)"')
_STYLED = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(\d+)"')
_ERROR = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>'
    rb"(?:<f[^>]*>[^<]{0,8192}</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>"
)
_FONT = re.compile(rb"<(?:\w+:)?font>.*?</(?:\w+:)?font>|<(?:\w+:)?font/>", re.S)
_FONT_NAME = re.compile(rb"""<(?:\w+:)?name\s[^>]*?val=["']([^"']*)""")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.S)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_FONT_ID = re.compile(rb'\sfontId="(\d+)"')
_NOTE_PLACE = re.compile(rb"""<(?:\w+:)?comment\s[^>]*?ref=["']([A-Z]+)(\d+)["']""")
_NOTE_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")

OldFonts = Mapping[int, tuple[str, Encoding]]
"""Number of a cell's style → the font from before Unicode that it shows the cell in."""


def old_fonts(styles: bytes) -> OldFonts:
    """The styles of a workbook whose font is from before Unicode."""
    fonts = [
        html.unescape(found[1].decode("utf-8", "replace"))
        if (found := _FONT_NAME.search(font))
        else ""
        for font in _FONT.findall(styles.partition(b"<fills")[0])
    ]
    known = {place: owner for place, name in enumerate(fonts) if (owner := font_encoding(name))}
    formats = _CELL_FORMATS.search(styles) if known else None
    if formats is None:
        return {}
    used = (_FONT_ID.search(each) for each in _FORMAT.findall(formats[0]))
    numbers = (int(found[1]) if found else -1 for found in used)
    return {
        style: (fonts[font], known[font]) for style, font in enumerate(numbers) if font in known
    }


def read(xml: bytes, fonts: OldFonts) -> Asides:
    """What one sheet's XML tells."""
    asides = Asides()
    if b't="e"' in xml:
        asides.errors |= {
            _place(letters, row): html.unescape(word.decode("utf-8", "replace"))
            for letters, row, word in _ERROR.findall(xml)
        }
    if b"hidden=" in xml:
        _read_hidden(xml, asides)
    if fonts:
        for letters, row, style in _STYLED.findall(xml):
            name, owner = fonts.get(int(style), ("", None))
            if owner is not None:
                capitals = owner.is_capital_font(name)
                asides.font(*_place(letters, row), name, capitals=capitals)
    return asides


def read_notes(xml: bytes, asides: Asides) -> None:
    """Add the notes of one member; what is damaged in it is left out."""
    for piece in xml[:LARGEST_NOTES].split(b"comment>")[:-1]:
        place = _NOTE_PLACE.search(piece)
        if place is not None:
            text = b"".join(_NOTE_TEXT.findall(piece, place.end()))
            told = html.unescape(text.decode("utf-8", "replace"))
            asides.note(*_place(place[1], place[2]), told)


def _read_hidden(xml: bytes, asides: Asides) -> None:
    for tag in _ROW_TAG.finditer(xml):
        if _HIDDEN.search(tag[0]) and int(tag[1]) <= MAX_ROWS:
            asides.hidden_rows.add(int(tag[1]))
    for tag in _COLUMN_TAG.finditer(xml.partition(b"sheetData")[0]):
        first, last = _FIRST.search(tag[0]), _LAST.search(tag[0])
        if _HIDDEN.search(tag[0]) and first and last:
            until = min(int(last[1]), MAX_COLUMNS)
            asides.hidden_columns |= set(range(int(first[1]) - 1, until))


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters) - 1
