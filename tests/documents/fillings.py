"""Three fillings of any form, made from the kinds of its fields: empty, usual and extreme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.qr import squares_of
from sachmatuy_desktop.domain.forms import FieldSpec, FormData, FormDefinition, Rows, Value
from sachmatuy_desktop.domain.forms.markup import PLACE

Filling = Literal["empty", "usual", "extreme"]
FILLINGS: Final[tuple[Filling, ...]] = ("empty", "usual", "extreme")

_LONG_NAME: Final = (
    "Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Bảo Trân, Khu tái định cư thủy điện Làng Mới, "
    "đường liên thôn số 12, phường Xuân Hương – Đà Lạt, số 0621680000001234567890"
)
_ROWS: Final[Mapping[Filling, int]] = {"empty": 0, "usual": 3, "extreme": 40}
_POWER: Final[Mapping[Filling, str]] = {
    "empty": "",
    "usual": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "extreme": "TM. BAN CHỈ ĐẠO XÂY DỰNG ĐỊA BÀN KHÔNG MA TÚY\nKT. TRƯỞNG BAN\n"
    "PHÓ TRƯỞNG BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN",
}
"""The lines of power and post above a signature."""

_SQUARES: Final = " ".join(squares_of("HTTPS://VI-DU.EXAMPLE/1"))
"""A code as a line of a batch keeps it: its rows with a blank between them."""

_CODE: Final = tuple(f"{n}" * 6 for n in range(1, 9))


def composed(form: FormDefinition, filling: Filling) -> FormData:
    """The form filled; an empty one with its notes, as the decree prints it."""
    sheets = [_sheet(form, filling)] if form.sheet_fields else []
    values = {} if filling == "empty" else values_of(form, filling)
    return compose(form, values, sheets=sheets, notes=filling == "empty")


def values_of(form: FormDefinition, filling: Filling) -> dict[str, Value]:
    """A value for every field, of the shape that its kind and its blocks ask for."""
    settings = [block for section in form.sections for block in section.blocks]
    plain = {
        name for b in settings if b.kind == "qr" for name, _ in PLACE.findall(b.settings["text"])
    }
    codes = {b.settings["list"] for b in settings if b.kind == "codes"}
    powers = {
        name
        for b in settings
        for signer in b.settings.get("signers", ())
        for name, _ in PLACE.findall(signer["authority"])
    }
    values: dict[str, Value] = {}
    for spec in form.fields:
        if spec.name in plain:
            values[spec.name] = "HTTPS://VI-DU.EXAMPLE/1"
        elif spec.name in codes:
            values[spec.name] = _CODE
        elif spec.name in powers and spec.kind == "long":
            values[spec.name] = _POWER[filling]
        elif spec.kind != "rows":
            values[spec.name] = _value(spec, filling)
    for spec in form.fields:
        if spec.kind == "rows":
            values[spec.name] = _rows(_columns(form, spec.name, values), filling)
    return values


def _value(spec: FieldSpec, filling: Filling) -> Value:
    extreme = filling == "extreme"
    choices = tuple(spec.choices)
    by_kind: dict[str, Value] = {
        "text": _LONG_NAME if extreme else f"mẫu {spec.name.replace('_', ' ')}",
        "long": "\n".join([_LONG_NAME] * 12) if extreme else "Dòng thứ nhất.\nDòng thứ hai.",
        "date": "2026-02-05" if extreme else "2026-11-29",
        "short_date": "2026-02-05" if extreme else "2026-11-29",
        "moment": "2026-02-05T07:05",
        "number": 9_999_999 if extreme else 12,
        "choice": choices[-1 if extreme else 0] if choices else "",
        "multi": choices if extreme else choices[:2],
        "list": (_LONG_NAME,) * 6 if extreme else ("Dòng một", "Dòng hai", "Dòng ba"),
    }
    return by_kind[spec.kind]


def _columns(form: FormDefinition, field: str, values: Mapping[str, Value]) -> int:
    """How many columns the table has that prints the rows."""
    for block in (block for section in form.sections for block in section.blocks):
        lines = [line for line in block.settings.get("lines", ()) if isinstance(line, Mapping)]
        if field not in [block.settings.get("rows"), *(line["rows"] for line in lines)]:
            continue
        if block.kind == "groups":
            return 2
        return sum(_repeated(column, values) for column in block.settings["columns"])
    return 2


def _repeated(column: Mapping[str, Any], values: Mapping[str, Value]) -> int:
    each = values[column["each"]] if "each" in column else (None,)
    return len(each) if isinstance(each, tuple) else 1


def _rows(columns: int, filling: Filling) -> Rows:
    """Forty rows when extreme, every eighth of them with long names and large numbers."""
    long = _LONG_NAME if columns < 6 else "Thôn Làng Mới Tái định cư 9.999.999"
    rows: list[tuple[str | int, ...]] = []
    for number in range(1, _ROWS[filling] + 1):
        odd = filling == "extreme" and number % 8 == 1
        words = [f"{long if odd else 'ô'} {number}"] * (columns - 2)
        cells: tuple[str | int, ...] = (f"{number}", *words, 9_999_999 if odd else number)
        rows.append(cells[:columns])
    return tuple(rows)


def _sheet(form: FormDefinition, filling: Filling) -> dict[str, str]:
    """A line of a batch; what a page draws as a code has the squares of one."""
    if filling == "empty":
        return {}
    settings = [block for section in form.sections for block in section.blocks]
    drawn = {b.settings["text"] for b in settings if b.kind == "qr"}
    words = _LONG_NAME if filling == "extreme" else "mẫu"
    return {
        spec.name: _SQUARES if f"{{sheet.{spec.name}}}" in drawn else words
        for spec in form.sheet_fields
    }
