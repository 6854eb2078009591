"""The conditions of a list in words: "Tình trạng: Hỏng", "Ngày sinh: 01/01/1990 – 31/12/1990"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.sync.way_conditions import RECEIVED, SENT, UNSENT, WAY
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import code_words, unit_name

__all__ = ["UNIT", "WAYS", "by_field", "conditions_words", "value_words"]

UNIT: Final = "unit_id"
"""Every record says whose it is; only a receiving office has those of several units."""

WAYS: Final[Mapping[str, str]] = MappingProxyType(
    {UNSENT: N_("Chưa gửi"), SENT: N_("Đã gửi"), RECEIVED: N_("Đã nhận")}
)
"""How far a record has gone on its way to the receiving office."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "=": N_("{field}: {value}"),
        "in": N_("{field}: {value}"),
        "!=": N_("{field} khác {value}"),
        "not in": N_("{field} khác {value}"),
        ">=": N_("{field} từ {value}"),
        "<=": N_("{field} đến {value}"),
        "<": N_("{field} trước {value}"),
        "has": N_("{field} chứa «{value}»"),
        "has not": N_("{field} không chứa «{value}»"),
        "named": N_("{field} chứa «{value}»"),
        "null": N_("{field}: để trống"),
        "not_null": N_("{field}: có ghi"),
    }
)

TYPED: Final = frozenset({"has", "has not", "named"})
"""Conditions whose value is a text someone typed, not a value of the field."""

MOST: Final = 3
"""Values told one by one; of more, how many there are."""


def by_field(where: Sequence[Where]) -> dict[str, tuple[Where, ...]]:
    """The conditions on each field, in the order they came."""
    found: dict[str, tuple[Where, ...]] = {}
    for each in where:
        found[each.field] = (*found.get(each.field, ()), each)
    return found


def conditions_words(queries: Queries, register: Register, where: Sequence[Where]) -> str:
    """All conditions on one field, as one phrase."""
    first = where[0]
    if first.field == UNIT:
        units = first.value if isinstance(first.value, tuple) else (first.value,)
        return _("Đơn vị: {name}").format(name=", ".join(unit_name(str(each)) for each in units))
    if first.field == WAY:
        way = WAYS.get(str(first.value), "")
        return _("Tình trạng gửi: {value}").format(value=_(way) if way else first.value)
    field = register.by_name.get(first.field)
    if field is None:
        return first.field
    if [each.op for each in where] == [">=", "<="]:
        low, high = (value_words(queries, field, each.value) for each in where)  # type: ignore[arg-type]
        return _("{field}: {low} – {high}").format(field=_(field.label), low=low, high=high)
    return "; ".join(_phrase(queries, field, each) for each in where)


def value_words(queries: Queries, field: Field, value: Value) -> str:
    """A value as a tick or a chip shows it; nothing is «(để trống)»."""
    if value is None:
        return _("(để trống)")
    if field.kind is Kind.REFERENCE:
        return queries.names(str(field.target), [str(value)]).get(str(value), "…")
    return code_words(field, {field.name: value}) or words(field, value)


def _phrase(queries: Queries, field: Field, where: Where) -> str:
    values = where.value if isinstance(where.value, tuple) else (where.value,)
    if where.op in TYPED:
        told = str(where.value)
    elif len(values) > MOST:
        told = _("{count} giá trị").format(count=len(values))
    else:
        told = ", ".join(value_words(queries, field, value) for value in values)
    sentence = SENTENCES.get(where.op, SENTENCES["="])
    return _(sentence).format(field=_(field.label), value=told)
