"""From what a person typed to what is kept, and back.

`parse` and `show` are each other's opposites for every field kind: what is shown can be typed.
References are names on screen and ids on disk; whoever knows the records resolves them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import (
    PartialDate,
    parse_date,
    parse_partial_date,
    show_date,
    show_partial,
)
from sachmatuy_desktop.domain.identity import parse_citizen_number
from sachmatuy_desktop.domain.numbers import parse_count, show_integer
from sachmatuy_desktop.domain.registers.fields import (
    INTEGER_KINDS,
    Field,
    Kind,
    Value,
    codes_of,
    labels,
)
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput

MAX_TEXT: Final = 500
"""Longest line of text kept, in characters (Nghị định 30/2020 Phụ lục VI: Subject)."""

MAX_LONG_TEXT: Final = 300_000
"""Longest several-line text kept, in characters: frozen documents stand in such a field."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""The years a record may be about."""

YES: Final = frozenset({"co", "x", "1", "yes", "true", "dung", "v", "✓"})
NO: Final = frozenset({"khong", "0", "no", "false", "sai", "-"})


def _parse_flag(_field: Field, text: str) -> int:
    folded = fold(text)
    if folded in YES:
        return 1
    if folded in NO:
        return 0
    raise BadInput(N_("«{text}» không phải là có hay không. Hãy gõ «có» hoặc «không»."), text=text)


def _parse_choice(field: Field, text: str) -> str:
    wanted = fold(text)
    for code, label in (field.choices or {}).items():
        if wanted in (fold(label), fold(code)):
            return code
    raise BadInput(
        N_("«{text}» không có trong danh mục. Hãy chọn một trong: {choices}."),
        text=text,
        choices=", ".join((field.choices or {}).values()),
    )


def _parse_several(field: Field, text: str) -> str:
    """Words of the list with “;” or “,” between them, kept in the order of the list."""
    words = [word for part in re.split("[;,]", text) if (word := clean(part))]
    found = {_parse_choice(field, word) for word in words}
    return " ".join(code for code in field.choices or {} if code in found)


def _parse_line(field: Field, text: str) -> str:
    limit = _most_letters(field)
    if len(text) > limit:
        raise BadInput(N_("Nội dung dài quá {limit} ký tự."), limit=limit)
    return text


def _parse_name(field: Field, text: str) -> str:
    if any(each.isdigit() for each in text):
        raise BadInput(N_("Tên «{text}» có chữ số."), text=text)
    return _parse_line(field, text)


_TIME: Final = re.compile(r"(\d{1,2})\s*(?:[:hg.]|gio)\s*(\d{1,2})?\s*(?:phut|p|:00)?", re.ASCII)


def _parse_time(_field: Field, text: str) -> str:
    """ "8:30", "8h30", "8 giờ 30 phút", "8 giờ": the hour of a day, kept as "08:30"."""
    found = _TIME.fullmatch(fold(text))
    if found is not None:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour <= 23 and minute <= 59:
            return f"{hour:02d}:{minute:02d}"
    raise BadInput(N_("«{text}» không phải là giờ. Hãy gõ như 08:30 hoặc 8 giờ 30."), text=text)


def _parse_year(_field: Field, text: str) -> int:
    if re.fullmatch(r"\d{4}", text, re.ASCII) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise BadInput(N_("«{text}» không phải là năm. Hãy gõ bốn chữ số, như 2026."), text=text)


def _parse_reference(_field: Field, text: str) -> str:
    if len(text) == 32 and all(each in "0123456789abcdef" for each in text):
        return text
    raise BadInput(N_("Không tìm thấy «{text}». Hãy chọn trong danh sách."), text=text)


_PARSERS: Final[Mapping[Kind, Callable[[Field, str], Value]]] = {
    Kind.TEXT: _parse_line,
    Kind.LONG_TEXT: _parse_line,
    Kind.NAME: _parse_name,
    Kind.NUMBER: lambda _field, text: parse_count(text),
    Kind.YEAR: _parse_year,
    Kind.DATE: lambda _field, text: parse_date(text).isoformat(),
    Kind.PARTIAL_DATE: lambda _field, text: parse_partial_date(text).iso,
    Kind.TIME: _parse_time,
    Kind.FLAG: _parse_flag,
    Kind.CHOICE: _parse_choice,
    Kind.SEVERAL: _parse_several,
    Kind.CITIZEN_NUMBER: lambda _field, text: parse_citizen_number(text).number,
    Kind.PHONE: _parse_line,
    Kind.REFERENCE: _parse_reference,
}


def _clean_lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def parse(field: Field, text: str) -> Value:
    """The value a text stands for; an empty text is nothing (`None`).

    Raises `BadInput` with a sentence that names the text, said beside the field.
    """
    cleaned = _clean_lines(text) if field.kind is Kind.LONG_TEXT else clean(text)
    if not cleaned:
        return None
    try:
        return _PARSERS[field.kind](field, cleaned)
    except BadInput as error:
        raise error.at(field.name) from None


def _show_date(_field: Field, value: Value) -> str:
    return show_date(parse_date(str(value)))


_SHOWERS: Final[Mapping[Kind, Callable[[Field, Value], str]]] = {
    Kind.NUMBER: lambda _field, value: show_integer(int(value or 0)),
    Kind.DATE: _show_date,
    Kind.PARTIAL_DATE: lambda _field, value: show_partial(PartialDate.from_iso(str(value))),
    Kind.FLAG: lambda _field, value: N_("Có") if value else N_("Không"),
    Kind.CHOICE: lambda field, value: labels(field.choices, value),
    Kind.SEVERAL: lambda field, value: "; ".join(
        labels(field.choices, code) for code in codes_of(value)
    ),
}


def show(field: Field, value: Value) -> str:
    """The text of a value, in Vietnamese; nothing is the empty text.

    Choice words and yes/no are catalogue messages: the window passes them through gettext.
    """
    if value is None:
        return ""
    shower = _SHOWERS.get(field.kind)
    return shower(field, value) if shower else str(value)


_ISO: Final = {
    Kind.TIME: re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII),
    Kind.REFERENCE: re.compile(r"[0-9a-f]{32}"),
    Kind.CHOICE: re.compile(r"[\w-]{1,60}"),
    Kind.SEVERAL: re.compile(r"[\w-]{1,60}( [\w-]{1,60})*"),
}


_DAYS: Final = frozenset({Kind.DATE, Kind.PARTIAL_DATE})

Gate = Callable[[Value], bool]
ColumnGate = Callable[[Iterable[Value]], bool]


def fits(field: Field, value: Value) -> bool:
    """Whether a value is of the field's type and form: the last gate before the disk.

    A choice code that this program does not know fits: it may come from a newer one.
    """
    return gate(field)(value)


def gate(field: Field) -> Gate:
    """`fits` for one field: made once where half a million cells of a bundle pass through it."""
    if field.kind in INTEGER_KINDS:
        return _is_count
    if field.kind in _DAYS:
        return _is_day if field.kind is Kind.DATE else _is_partial_day
    form = _ISO.get(field.kind)
    if form is not None:
        return _formed(form)
    return _text_up_to(_most_letters(field))


def column_gate(field: Field) -> ColumnGate:
    """`gate` for many values at once, plain ones (text, whole number, nothing): whether every one
    of them passes.

    A tenth of the price a cell: what is said again and again is looked at once, and texts are
    looked at in one piece.  NFC asks nothing across a line feed, so a piece is normal where each of
    its texts is.
    """
    if field.kind in INTEGER_KINDS | _DAYS | _ISO.keys():
        passes = gate(field)
        return lambda values: all(map(passes, set(values)))
    return _texts_up_to(_most_letters(field))


def _most_letters(field: Field) -> int:
    return MAX_LONG_TEXT if field.kind is Kind.LONG_TEXT else MAX_TEXT


def _is_count(value: Value) -> bool:
    return value is None or (type(value) is int and 0 <= value < 2**53)


def _is_day(value: Value) -> bool:
    return value is None or (isinstance(value, str) and len(value) == 10 and _on_calendar(value))


def _is_partial_day(value: Value) -> bool:
    return value is None or (isinstance(value, str) and _on_calendar(value))


def _on_calendar(text: str) -> bool:
    """Whether a day, or the month or year of one, is on the calendar and not at its very end, where
    no day can be reckoned from it.

    A commune has nearly as many days of birth as people: whole days are read by the calendar
    itself, in a tenth of the time.
    """
    try:
        return 1 < _year_of(text) < 9990
    except (BadInput, ValueError):
        return False


def _year_of(text: str) -> int:
    if len(text) == 10 and text[4] == text[7] == "-":
        return date.fromisoformat(text).year
    return PartialDate.from_iso(text).year


def _formed(form: re.Pattern[str]) -> Gate:
    matches = form.fullmatch

    def is_formed(value: Value) -> bool:
        return matches(value) is not None if isinstance(value, str) else value is None

    return is_formed


def _text_up_to(limit: int) -> Gate:
    is_normalized = unicodedata.is_normalized

    def is_text(value: Value) -> bool:
        if not isinstance(value, str):
            return value is None
        return 0 < len(value) <= limit and (value.isascii() or is_normalized("NFC", value))

    return is_text


def _texts_up_to(limit: int) -> ColumnGate:
    def are_texts(values: Iterable[Value]) -> bool:
        said = [each for each in set(values) if each is not None]
        texts = [each for each in said if isinstance(each, str)]
        if len(texts) < len(said):
            return False
        piece = "\n".join(texts)
        sizes = set(map(len, texts)) or {1}
        return 0 < min(sizes) <= max(sizes) <= limit and unicodedata.is_normalized("NFC", piece)

    return are_texts


def check(register: Register, values: Mapping[str, Value]) -> list[BadInput]:
    """What is wrong with a whole record: required fields that are empty, rules that are broken.

    Rules that read beyond the record hold only of `values` that know what stands there
    (`known_with`).
    """
    complaints = [
        BadInput(N_("Hãy điền «{field}»."), field=each.label).at(each.name)
        for each in register.fields
        if each.required and values.get(each.name) in (None, "")
    ]
    start, end = values.get("from_date"), values.get("until_date")
    if start and end and str(end) < str(start):
        complaints.append(BadInput(N_("Ngày kết thúc trước ngày bắt đầu.")).at("until_date"))
    broken = (rule.complaint(register.by_name, values) for rule in register.rules)
    return complaints + [each for each in broken if each is not None]


Reader = Callable[[str, str], Mapping[str, Value] | None]
"""Gives the record of a register by its id, or nothing."""


def known_with(
    register: Register, values: Mapping[str, Value], read: Reader
) -> Mapping[str, Value]:
    """The values with what the register's rules read in the records they point at.

    `box.installed_on` then stands beside `box`.
    """
    beyond: dict[str, Value] = {}
    for reference, names in register.read_beyond.items():
        record = values.get(reference)
        row = None if record is None else read(str(register[reference].target), str(record))
        if row is not None:
            beyond |= {f"{reference}.{name}": row.get(name) for name in names}
    return {**values, **beyond} if beyond else values
