"""What a column of a sheet can mean for a register.

full_name        the field itself
household.head   a field of the record that a reference points at: enough to find it
sex=nam          a cross in the column says this word of the list
birth&sex=nam    the column holds a value, and that it stands here says the other
id               the record's own number, written by our export
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, BadInput, KnownError

RECORD_ID: Final = "id"


@dataclass(frozen=True, slots=True)
class Target:
    """A column's meaning, taken apart.

    `field` is the register's field that is written, `None` for the record's number; `part` the
    field of the record pointed at; `code` the word a cross stands for; `beside` another field and
    the code it gets when the cell is filled.
    """

    field: Field | None
    part: Field | None = None
    code: str | None = None
    beside: tuple[str, str] | None = None


def read_target(register: Register, text: str) -> Target:
    """Take a target apart; raises `BadInput` for one that the register does not have."""
    if text == RECORD_ID:
        return Target(None)
    try:
        return _read(register, text)
    except KnownError:
        raise BadInput(
            N_("Sổ «{register}» không có mục «{target}» để ghép cột."),
            register=register.title,
            target=text,
        ) from None


def is_target(register: Register, text: str) -> bool:
    """Whether the register has such a target."""
    try:
        read_target(register, text)
    except BadInput:
        return False
    return True


def _read(register: Register, text: str) -> Target:
    main, _, beside = text.partition("&")
    if beside:
        other = _read(register, beside)
        if other.field is None or other.code is None:
            raise BadInput(text)
        target = _read(register, main)
        return Target(target.field, target.part, target.code, (other.field.name, other.code))
    path, _, code = main.partition("=")
    if code:
        field = register[path]
        if code not in (field.choices or {}):
            raise BadInput(text)
        return Target(field, code=code)
    name, _, part = path.partition(".")
    field = register[name]
    if not part:
        return Target(field)
    if field.kind is not Kind.REFERENCE or field.target is None:
        raise BadInput(text)
    return Target(field, REGISTERS[field.target][part])
