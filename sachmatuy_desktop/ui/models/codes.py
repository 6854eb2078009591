"""Texts that are codes of something else: a rule pack, an attestation, a unit, said in words.

The codes stand in the records for ever; what they are called is read from the packs and the unit
table when it is first needed.  A code that this program does not know is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.registers.fields import Field, Value
from sachmatuy_desktop.domain.registers.papers import ASSESSMENTS, RETURNS
from sachmatuy_desktop.domain.registers.programme import ATTESTATIONS, CAMPAIGNS
from sachmatuy_desktop.domain.registers.recognition import APPRAISALS, DECISIONS, STEPS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.targets import ROADMAP, TARGET_FIGURES, TARGET_UNITS
from sachmatuy_desktop.errors import NotFound
from sachmatuy_desktop.packs.recognition import load_processes
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.targets import indicator_labels, target_titles

__all__ = [
    "capital",
    "code_choices",
    "code_words",
    "is_code",
    "pack_title",
    "title_in_words",
    "unit_name",
]

Row = Mapping[str, Value]

PACK: Final = "pack"
ITEM: Final = "item"
UNIT: Final = "unit"
INDICATOR: Final = "indicator"
TARGET: Final = "target"
STEP: Final = "step"

CODES: Final = (
    (CAMPAIGNS["pack"], PACK),
    (ATTESTATIONS["pack"], PACK),
    (ASSESSMENTS["pack"], PACK),
    (ATTESTATIONS["item"], ITEM),
    (RETURNS["addressee"], UNIT),
    (ROADMAP["pack"], PACK),
    (ROADMAP["addressee"], UNIT),
    (TARGET_UNITS["member"], UNIT),
    (TARGET_UNITS["target"], TARGET),
    (TARGET_FIGURES["indicator"], INDICATOR),
    (APPRAISALS["addressee"], UNIT),
    (DECISIONS["addressee"], UNIT),
    (STEPS["step"], STEP),
)


def is_code(field: Field) -> bool:
    """Whether the texts of a column stand for something that has a name."""
    return _kind(field) is not None


def code_words(field: Field, values: Row) -> str:
    """What the code in a record is called; "" for a column of plain values."""
    kind, value = _kind(field), values.get(field.name)
    return "" if kind is None or value is None else _WORDS[kind](str(value), values)


def code_choices(field: Field, values: Row) -> dict[str, str]:
    """The codes one may choose among, in a record as far as it is known."""
    offered = _CHOICES.get(_kind(field) or "")
    choices = {} if offered is None else dict(offered(values))
    if values.get(field.name) is not None:
        code = str(values[field.name])
        choices[code] = code_words(field, values)
    return choices


def pack_title(pack_id: str) -> str:
    """The title of a rule pack."""
    try:
        return library().get(pack_id).title
    except NotFound:
        return pack_id


def unit_name(unit_id: str) -> str:
    """A unit's name as it begins a line: "Xã Ia Dom"."""
    try:
        return capital(unit_table().unit(unit_id).titled)
    except NotFound:
        return unit_id


def capital(name: str) -> str:
    """A unit's name at the head of a line: "xã Ia Dom" is "Xã Ia Dom" there."""
    return name[:1].upper() + name[1:]


def title_in_words(register: Register, values: Row, title: str) -> str:
    """The title of a record with the codes in it said in words."""
    for name in register.naming:
        told = code_words(register[name], values)
        if told:
            title = title.replace(str(values[name]), told)
    return title


def _kind(field: Field) -> str | None:
    return next((kind for known, kind in CODES if field is known), None)


def _item(item: str, values: Row) -> str:
    return _items(str(values.get(PACK) or "")).get(item) or _items("").get(item, item)


@lru_cache(maxsize=64)
def _items(pack_id: str) -> Mapping[str, str]:
    """The wordings of what a pack has attested; of every pack for ""."""
    if not pack_id:
        return MappingProxyType(
            {code: said for pack in _rule_packs() for code, said in _items(pack).items()}
        )
    try:
        pack = library().rules(pack_id)
    except NotFound:
        return MappingProxyType({})
    return MappingProxyType({terms.id: capital(terms.wording) for terms in pack.attestations})


@lru_cache(maxsize=1)
def _step_titles() -> Mapping[str, str]:
    """The steps of every process; where two name one step differently, the first of them."""
    steps = [step for process in load_processes() for step in process.steps]
    return MappingProxyType({step.id: step.title for step in reversed(steps)})


@lru_cache(maxsize=1)
def _rule_packs() -> Mapping[str, str]:
    return MappingProxyType(
        {pack.id: pack.title for pack in library().all() if isinstance(pack, RulePack)}
    )


_WORDS: Final[Mapping[str, Callable[[str, Row], str]]] = MappingProxyType(
    {
        PACK: lambda code, _values: pack_title(code),
        ITEM: _item,
        UNIT: lambda code, _values: unit_name(code),
        INDICATOR: lambda code, _values: capital(indicator_labels().get(code, code)),
        TARGET: lambda code, _values: target_titles().get(code, code),
        STEP: lambda code, _values: _step_titles().get(code, code),
    }
)

_CHOICES: Final[Mapping[str, Callable[[Row], Mapping[str, str]]]] = MappingProxyType(
    {
        PACK: lambda _values: _rule_packs(),
        ITEM: lambda values: _items(str(values.get(PACK) or "")),
        INDICATOR: lambda _values: indicator_labels(),
        TARGET: lambda _values: target_titles(),
    }
)
