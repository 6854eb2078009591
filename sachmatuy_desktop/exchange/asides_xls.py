"""What the records of `.xls` (MS-XLS) say besides the texts of cells."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.encodings import Encoding, font_encoding
from sachmatuy_desktop.exchange.extent import MAX_COLUMNS

# Records (MS-XLS 2.3).
_FONT, _FORMAT, _ROW, _COLUMNS = 0x0031, 0x00E0, 0x0208, 0x007D
_NOTE, _OBJECT, _TEXT, _CONTINUE = 0x001C, 0x005D, 0x01B6, 0x003C
_FORMULA, _BOOL_ERR, _TEXT_CELL, _LABEL = 0x0006, 0x0205, 0x00FD, 0x0204

_ERROR_WORDS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class RecordReader:
    """Takes the records one after the other, in the order of the file."""

    def __init__(self) -> None:
        self._fonts: list[str] = []
        self._styles: list[int] = []
        self._old: dict[int, tuple[str, Encoding]] = {}
        self._object = 0
        self._text_follows = False
        self._texts: dict[int, str] = {}
        self._takers: dict[int, Callable[[bytes, Asides], None]] = {
            _FONT: self._font,
            _FORMAT: self._format,
            _ROW: self._row,
            _COLUMNS: self._columns,
            _NOTE: self._note,
            _OBJECT: self._begin_object,
            _TEXT: self._begin_text,
            _CONTINUE: self._continue,
            _FORMULA: self._formula,
            _BOOL_ERR: self._error,
            _TEXT_CELL: self._styled,
            _LABEL: self._styled,
        }

    def take(self, kind: int, body: bytes, asides: Asides) -> None:
        """One record; raises `struct.error` or `IndexError` for one that is cut short."""
        taker = self._takers.get(kind)
        if taker is not None:
            taker(body, asides)

    # -- fonts ------------------------------------------------------------------------------------

    def _font(self, body: bytes, _asides: Asides) -> None:
        if len(body) > 16:
            wide = body[15] & 1
            raw = body[16 : 16 + body[14] * (2 if wide else 1)]
            self._fonts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            if len(self._fonts) == 4:
                self._fonts.append("")  # there is no font of number 4 in this format

    def _format(self, body: bytes, _asides: Asides) -> None:
        font = struct.unpack_from("<H", body)[0]
        name = self._fonts[font] if font < len(self._fonts) else ""
        owner = font_encoding(name)
        if owner is not None:
            self._old[len(self._styles)] = (name, owner)
        self._styles.append(font)

    def _styled(self, body: bytes, asides: Asides) -> None:
        if self._old:
            row, column, style = struct.unpack_from("<3H", body)
            if style in self._old:
                name, owner = self._old[style]
                asides.font(row, column, name, capitals=owner.is_capital_font(name))

    # -- hidden parts -----------------------------------------------------------------------------

    def _row(self, body: bytes, asides: Asides) -> None:
        if len(body) >= 14 and body[12] & 0x20:
            asides.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)

    def _columns(self, body: bytes, asides: Asides) -> None:
        if len(body) >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<2H", body)
            asides.hidden_columns |= set(range(first, min(last + 1, MAX_COLUMNS)))

    # -- notes: an object, its text, and at the end of the sheet where it hangs -------------------

    def _begin_object(self, body: bytes, _asides: Asides) -> None:
        if len(body) >= 8:
            self._object = struct.unpack_from("<H", body, 6)[0]

    def _begin_text(self, _body: bytes, _asides: Asides) -> None:
        self._text_follows = True

    def _continue(self, body: bytes, _asides: Asides) -> None:
        if self._text_follows and body:
            codec = "utf-16-le" if body[0] & 1 else "latin-1"
            self._texts[self._object] = body[1:].decode(codec, "replace")
        self._text_follows = False

    def _note(self, body: bytes, asides: Asides) -> None:
        if len(body) >= 8:
            row, column, _shown, number = struct.unpack_from("<4H", body)
            asides.note(row, column, self._texts.get(number, ""))

    # -- errors -----------------------------------------------------------------------------------

    def _error(self, body: bytes, asides: Asides) -> None:
        if len(body) >= 8 and body[7] == 1:
            self._keep_error(body, body[6], asides)

    def _formula(self, body: bytes, asides: Asides) -> None:
        if len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            self._keep_error(body, body[8], asides)

    def _keep_error(self, body: bytes, code: int, asides: Asides) -> None:
        if code in _ERROR_WORDS:
            row, column = struct.unpack_from("<2H", body)
            asides.errors[row, column] = _ERROR_WORDS[code]
