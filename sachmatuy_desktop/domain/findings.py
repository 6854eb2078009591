"""What a data check found: a record, a field to be led to, and the values it was judged by.

A finding is never an error of the program and never a judgement of a person.  It rests once an
officer has said that the record is right as it is, until one of those values changes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, RecordId, Value
from sachmatuy_desktop.errors import N_


class Severity(StrEnum):
    """How a finding is called; the order is that of the page."""

    WRONG = "wrong"
    DECIDE = "decide"
    LOOK = "look"
    LACKING = "lacking"


SEVERITIES: Final = MappingProxyType(
    {
        Severity.WRONG: N_("Sai"),
        Severity.DECIDE: N_("Cần chọn"),
        Severity.LOOK: N_("Cần xem lại"),
        Severity.LACKING: N_("Còn thiếu"),
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """One find, before it is kept.

    `told` are the values the sentence says, named `field` or `register__field`; what begins with an
    underscore is for the program.  `place` is the village, where there is one.
    """

    register: str
    record: RecordId
    field: str
    unit: str
    place: RecordId | None = None
    told: Mapping[str, Value] = dataclasses.field(default_factory=dict)

    def basis(self, rule: str) -> str:
        """What the find rests on: the same values make the same basis at every PC."""
        said = json.dumps([rule, dict(self.told)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def field_named(register: str, name: str) -> Field | None:
    """The field a told value belongs to; `None` for what is not a field (a count, a sentence)."""
    book, _, own = name.rpartition("__")
    chosen = book or register
    return REGISTERS[chosen].by_name.get(own) if chosen in REGISTERS else None
