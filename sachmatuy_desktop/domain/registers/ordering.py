"""Where a record stands in its list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sachmatuy_desktop.domain.names import name_sort_key
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import sort_key

_NEWEST_FIRST: Final = str.maketrans("0123456789", "9876543210")
_LAST: Final = "~"


def _key(field: Field, values: Mapping[str, Value]) -> str:
    value = values.get(field.name)
    if value is None:
        return _LAST
    if field.kind is Kind.NAME:
        override = values.get("sort_as")
        return name_sort_key(str(value), str(override) if override else None)
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return sort_key(str(value))
    return f"{value:015d}" if isinstance(value, int) else value


def ordered_by(register: Register) -> frozenset[str]:
    """The fields that a record's place in its list comes from."""
    return frozenset(name.removeprefix("-") for name in register.sort) | {"sort_as"}


def record_sort_key(register: Register, values: Mapping[str, Value]) -> str:
    """A text whose binary order is the order of the register's list."""
    parts = []
    for name in register.sort:
        part = _key(register[name.removeprefix("-")], values)
        parts.append(part.translate(_NEWEST_FIRST) if name.startswith("-") else part)
    return "\x1f".join(parts)
