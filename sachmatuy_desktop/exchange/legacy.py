"""Vietnamese typed before Unicode: recognised, shown before and after, turned into Unicode.

A sheet in TCVN3 or VNI fonts holds Latin letters that only its font shows in Vietnamese.  The name
of the font decides where the file tells it; elsewhere the words do: a text is Vietnamese when most
of its words are built like Vietnamese syllables, and in the wrong encoding hardly any is.  Nothing
here is done without consent: `detect` proposes, `converted` does.

The tables stand in `resources/exchange/encodings.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sachmatuy_desktop.exchange.encodings import (
    UNICODE,
    Encoding,
    encoding,
    encodings,
    font_encoding,
)
from sachmatuy_desktop.exchange.reading import Row, Sheet
from sachmatuy_desktop.exchange.syllables import (
    ENOUGH_WORDS,
    is_surely_unicode,
    marked_words,
    plausibility,
)

ENOUGH_ROWS: Final = 3_000
"""Rows from the top that are looked at; a list is typed in one font."""

CONVINCING: Final = 0.75
"""Share of a column's marked words that must read as Vietnamese once turned."""

LEAST_BROKEN: Final = 2
"""So many words at least must make no sense as they are."""

BETTER: Final = 0.25
"""So much larger that share must be than before the turning."""


# -- recognising -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a sheet seems to be typed in.

    `columns` goes from a column (from 0) to the id of its encoding; `samples` are texts before and
    after, for a person to judge by.
    """

    columns: Mapping[int, str]
    samples: tuple[tuple[str, str], ...]

    @property
    def encoding(self) -> str:
        """The encoding of most columns."""
        found = list(self.columns.values())
        return max(set(found), key=found.count)

    @property
    def title(self) -> str:
        """What that encoding is called."""
        return encoding(self.encoding).title


def detect(sheet: Sheet) -> Suspicion | None:
    """What the sheet seems to be typed in; `None` for Unicode."""
    if all("".join(row).isascii() for row in sheet.rows[:ENOUGH_ROWS]):
        return None
    columns = [marked_words(column) for column in zip(*sheet.rows[:ENOUGH_ROWS], strict=True)]
    whole = _encoding_of([word for words in columns for word in words][: 4 * ENOUGH_WORDS])
    found: dict[int, str] = {}
    for place, words in enumerate(columns):
        if not words:
            continue
        by_font = font_encoding(sheet.fonts[place]) if place < len(sheet.fonts) else None
        known = by_font if by_font and _is_better(words, by_font) else _encoding_of(words)
        if known is None and whole is not None and _is_better(words, whole):
            known = whole
        if known is not None:
            found[place] = known.id
    if not found:
        return None
    return Suspicion(found, samples_of(sheet, found))


def _encoding_of(words: Sequence[str]) -> Encoding | None:
    """The encoding that makes sense of the words; letters that only Unicode has speak against any.

    One odd word is no evidence: it may be foreign.
    """
    told = [word for word in words if not is_surely_unicode(word)]
    broken = sum(plausibility([word]) == 0 for word in told)
    if broken < LEAST_BROKEN or broken <= len(words) - len(told):
        return None
    before = plausibility(words)
    best = max(encodings().values(), key=lambda each: _after(words, each))
    after = _after(words, best)
    return best if after >= CONVINCING and after >= before + BETTER else None


def _after(words: Sequence[str], known: Encoding) -> float:
    return plausibility(known.turned(word) for word in words)


def _is_better(words: Sequence[str], known: Encoding) -> bool:
    return _after(words, known) > plausibility(words)


def samples_of(
    sheet: Sheet, columns: Mapping[int, str], count: int = 4
) -> tuple[tuple[str, str], ...]:
    """Different texts of these columns before and after turning them."""
    found: dict[str, str] = {}
    for at, row in enumerate(sheet.rows[:ENOUGH_ROWS]):
        for place, name in columns.items():
            text = row[place].strip()
            after = _cell(text, at, place, sheet, encoding(name))
            if text != after and text not in found and len(text) < 60:
                found[text] = after
                if len(found) == count:
                    return tuple(found.items())
    return tuple(found.items())


# -- turning ---------------------------------------------------------------------------------------


def converted(sheet: Sheet, columns: Mapping[int, str]) -> Sheet:
    """The sheet with these columns turned; raises `BadInput` for an unknown encoding."""
    known = {place: encoding(name) for place, name in columns.items() if name != UNICODE}
    if not known:
        return sheet
    rows: list[Row] = [
        tuple(
            _cell(text, at, place, sheet, known[place]) if place in known else text
            for place, text in enumerate(row)
        )
        for at, row in enumerate(sheet.rows)
    ]
    notes = {
        (row, column): known[column].turned(text) if column in known else text
        for (row, column), text in sheet.notes.items()
    }
    return replace(sheet, rows=rows, notes=notes)


def converted_whole(sheet: Sheet, name: str) -> Sheet:
    """The sheet with every column turned from one encoding."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    return converted(sheet, dict.fromkeys(range(width), name))


def _cell(text: str, row: int, column: int, sheet: Sheet, known: Encoding) -> str:
    return known.turned(text, capitals=(row, column) in sheet.capitals) if text else text
