"""What a sheet of `.ods` says besides its texts: hidden parts, notes, blocks, errors."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.extent import MAX_COLUMNS, MAX_ROWS

_TRACES: Final = (b"visibility=", b"<office:annotation", b"-spanned=", b'"error"')
_TAG = re.compile(
    rb"<table:(?P<what>table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    rb"(?P<said>[^>]*?)(?P<end>/?)>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d{1,9})")
_HIDDEN = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")
_WIDE = re.compile(rb"number-columns-spanned=\"(\d{1,6})")
_HIGH = re.compile(rb"number-rows-spanned=\"(\d{1,6})")
_NOTE = re.compile(rb"<office:annotation[\s>].*?</office:annotation>", re.S)
_DATED = re.compile(rb"<(?:dc|meta):[^>]*>[^<]*</(?:dc|meta):[^>]*>")
_MARKUP = re.compile(rb"<[^>]*>")
_LARGEST_CELL: Final = 20_000


def read(xml: bytes) -> dict[int, Asides]:
    """The asides of each table, by its number."""
    if not any(trace in xml for trace in _TRACES):
        return {}
    reader = _Reader(xml)
    for tag in _TAG.finditer(xml):
        reader.take(tag)
    return reader.tables


@dataclass
class _Reader:
    """Walks over the tags of all tables; `row` and `column` are the next to come."""

    xml: bytes

    def __post_init__(self) -> None:
        self.tables: dict[int, Asides] = {}
        self.asides = Asides()
        self.row = self.row_end = self.column = 0

    def take(self, tag: re.Match[bytes]) -> None:
        found = _REPEATED.search(tag["said"])
        times = int(found[1]) if found else 1
        hidden = _HIDDEN.search(tag["said"]) is not None
        if tag["what"] == b"table":
            self.asides = self.tables[len(self.tables)] = Asides()
            self.row = self.row_end = self.column = 0
        elif tag["what"] == b"table-column":
            if hidden:
                until = min(self.column + times, MAX_COLUMNS)
                self.asides.hidden_columns |= set(range(self.column, until))
            self.column += times
        elif tag["what"] == b"table-row":
            self.row, self.row_end, self.column = self.row_end, self.row_end + times, 0
            if hidden:
                until = min(self.row_end, MAX_ROWS)
                self.asides.hidden_rows |= set(range(self.row + 1, until + 1))
        else:
            self._cell(tag)
            self.column += times

    def _cell(self, tag: re.Match[bytes]) -> None:
        said = tag["said"]
        wide, high = _WIDE.search(said), _HIGH.search(said)
        size = (int(high[1]) if high else 1, int(wide[1]) if wide else 1)
        if size > (1, 1) or size[1] > 1:
            bottom, right = self.row + size[0] - 1, self.column + size[1] - 1
            if bottom < MAX_ROWS and right < MAX_COLUMNS:
                self.asides.merged.append((self.row, self.column, bottom, right))
        if tag["end"]:
            return
        inside = self.xml[tag.end() : tag.end() + _LARGEST_CELL]
        inside = inside.partition(b"</table:table-cell>")[0]
        note = _NOTE.search(inside)
        if note is not None:
            self.asides.note(self.row, self.column, _text(_DATED.sub(b"", note[0])))
        if b'value-type="error"' in said:
            self.asides.errors[self.row, self.column] = _text(_NOTE.sub(b"", inside))


def _text(xml: bytes) -> str:
    return html.unescape(
        _MARKUP.sub(b"", xml.replace(b"</text:p><text:p", b"</text:p>\n<text:p")).decode(
            "utf-8", "replace"
        )
    ).strip()
