"""What may leave the program only for a stated purpose, and is better locked when it does.

Nghị định 356/2025 Điều 4 (sensitive data) and Điều 7 k2 (encryption when it is handed on); domain
5.3: households' and helpers' data "with a stated purpose"; domain 5.4 no. 3: "purpose prompt for
export/print".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput

_OF_SOMEBODY: Final = frozenset(
    {
        Duty.PERSONS,
        Duty.LISTS,
        Duty.HEALTH,
        Duty.SUPPORT,
        Duty.OFFENCES,
        Duty.TIPS,
        Duty.HOUSEHOLDS,
        Duty.COMMITMENTS,
        Duty.PRIVACY,
    }
)


def is_restricted(register: Register, fields: Iterable[str]) -> bool:
    """Whether these columns of a register tell of somebody: then a purpose is asked for."""
    levels = {register[name].sensitivity for name in fields}
    named = register.duty in _OF_SOMEBODY and levels - {Sensitivity.OPEN}
    return bool(named) or Sensitivity.SENSITIVE in levels


def is_best_locked(register: Register, fields: Iterable[str]) -> bool:
    """Whether a file of these columns is locked unless somebody says otherwise."""
    levels = {register[name].sensitivity for name in fields}
    return register.sensitivity is Sensitivity.SENSITIVE or Sensitivity.SENSITIVE in levels


def must_say_why(register: Register, fields: Iterable[str], purpose: str) -> str:
    """The purpose, tidy; raises `BadInput` where one is needed and none is given."""
    said = clean(purpose)
    if not said and is_restricted(register, fields):
        raise BadInput(
            N_("Hãy ghi mục đích sử dụng trước khi lấy dữ liệu về người, hộ ra khỏi chương trình.")
        ).at("purpose")
    return said
