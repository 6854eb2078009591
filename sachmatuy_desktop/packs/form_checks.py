"""What is asked of the wording of a form before it prints: places declared, blocks known.

Each complaint is `Refused` with the file and the number of the block in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.forms import (
    ALTERNATIVES,
    BLOCK_KEYS,
    COMMON_KEYS,
    BlockSpec,
    FieldSpec,
    FormDefinition,
)
from sachmatuy_desktop.domain.forms.markup import (
    DATE_FORMATS,
    PLACE,
    TIME_FORMATS,
    BadMarkup,
    Box,
    Place,
    checked_plain,
    parse,
)
from sachmatuy_desktop.errors import N_, Refused

__all__ = ["check_form"]

_LOCAL_PLACES: Final = {
    "list": {"item"},
    "table": {"item"},
    "groups": {"number", "group", "item"},
}
_FIELD_REFERENCES: Final = ("list", "rows", "recipients", "when", "unless", "each")
_RICH_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "rich": frozenset({"text"}),
    "columns": frozenset({"text", "rows"}),
    "mark": frozenset({"text"}),
    "head": frozenset({"wording"}),
}
_RICH_KINDS: Final = {"grid", "notes"}
_DATES: Final = {"date", "short_date", "moment"}


def check_form(form: FormDefinition, path: Path) -> None:
    """Raise `Refused` for the first thing in the form that could not print."""
    declared = {spec.name for spec in form.fields}
    if clash := declared & set(form.constants):
        raise Refused(
            N_("Tệp mẫu in {file}: mục “{field}” trùng tên với từ dùng chung."),
            file=path.name,
            field=min(clash),
        )
    declared |= set(form.constants)
    declared |= {f"sheet.{spec.name}" for spec in form.sheet_fields}
    fields = {spec.name: spec for spec in form.fields}
    for number, block in enumerate((b for s in form.sections for b in s.blocks), start=1):
        _check_keys(block, path, number)
        _check_spans(block, path, number)
        known = declared | _LOCAL_PLACES.get(block.kind, set())
        for place in _places(block.settings):
            if place not in known:
                raise _undeclared(path, number, place)
        try:
            _check_texts(block, known, fields)
        except _Undeclared as error:
            raise _undeclared(path, number, str(error)) from error
        except BadMarkup as error:
            raise Refused(
                N_("Tệp mẫu in {file}, khối thứ {number}: không đọc được “{what}”."),
                file=path.name,
                number=number,
                what=str(error),
            ) from error


def _check_keys(block: BlockSpec, path: Path, number: int) -> None:
    if block.kind not in BLOCK_KEYS:
        raise _bad_block(path, number, block.kind)
    needed, optional = BLOCK_KEYS[block.kind]
    keys = set(block.settings)
    odd = (needed - keys) | (keys - needed - optional - COMMON_KEYS)
    choice = ALTERNATIVES.get(block.kind, frozenset())
    if choice and not choice & keys:
        odd |= choice
    if odd:
        raise _bad_block(path, number, ", ".join(sorted(odd)))


def _check_spans(block: BlockSpec, path: Path, number: int) -> None:
    """The cells of a grid's row fill all its columns."""
    if block.kind != "grid":
        return
    rows = [*block.settings.get("tiers", ()), *block.settings.get("lines", ())]
    for row in rows:
        if isinstance(row, list) and sum(map(_span, row)) != len(block.settings["columns"]):
            raise _bad_block(path, number, "span")


def _span(cell: Any) -> int:
    return int(cell.get("span", 1)) if isinstance(cell, Mapping) else 1


def _bad_block(path: Path, number: int, what: str) -> Refused:
    return Refused(
        N_("Tệp mẫu in {file}, khối thứ {number}: thiếu hoặc thừa “{what}”."),
        file=path.name,
        number=number,
        what=what,
    )


def _undeclared(path: Path, number: int, place: str) -> Refused:
    return Refused(
        N_(
            "Tệp mẫu in {file}, khối thứ {number}: chỗ điền “{place}” chưa được khai "
            "báo trong phần fields."
        ),
        file=path.name,
        number=number,
        place=place,
    )


def _places(settings: Any, key: str = "") -> Iterator[str]:
    """Every field that the settings name, in braces or as the value of a reference."""
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            yield from _places(value, name)
    elif isinstance(settings, list):
        for value in settings:
            yield from _places(value)
    elif isinstance(settings, str):
        if key in _FIELD_REFERENCES:
            yield settings
        yield from (name for name, _format, _unfilled in PLACE.findall(settings))


# --- markup --------------------------------------------------------------------------------------


class _Undeclared(ValueError):
    """A box names a field that the form does not have."""


def _check_texts(block: BlockSpec, known: set[str], fields: Mapping[str, FieldSpec]) -> None:
    for text, rich in _texts(block.kind, block.settings):
        if not rich:
            checked_plain(text)
            for name, form, _unfilled in PLACE.findall(text):
                _check_format(name, form, fields)
            continue
        for piece in (piece for line in parse(text) for piece in line):
            if isinstance(piece, Place):
                _check_format(piece.name, piece.format, fields)
            elif isinstance(piece, Box):
                _check_box(piece, known, fields)


def _texts(kind: str, settings: Any, key: str = "") -> Iterator[tuple[str, bool]]:
    """Every text of a block and whether it may carry styles and boxes."""
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            yield from _texts(kind, value, name)
    elif isinstance(settings, list):
        for value in settings:
            yield from _texts(kind, value, key)
    elif isinstance(settings, str):
        rich = kind in _RICH_KINDS or key in _RICH_KEYS.get(kind, ())
        yield settings, rich


def _check_format(name: str, form: str, fields: Mapping[str, FieldSpec]) -> None:
    """Dates and hours have parts; lists of rows print in tables only."""
    spec = fields.get(name)
    if spec is None:
        return
    dated = form in DATE_FORMATS and spec.kind not in _DATES
    timed = form in TIME_FORMATS and spec.kind != "moment"
    if dated or timed or spec.kind == "rows":
        raise BadMarkup(f"{{{name}:{form}}}" if form else f"{{{name}}}")


def _check_box(box: Box, known: set[str], fields: Mapping[str, FieldSpec]) -> None:
    if box.field not in known:
        raise _Undeclared(box.field)
    spec = fields.get(box.field)
    if spec is not None and spec.choices and box.value not in spec.choices:
        raise BadMarkup(f"{{?{box.field}={box.value}}}")
