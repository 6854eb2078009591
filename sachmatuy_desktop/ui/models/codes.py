"""Texts that are codes of something else: a rule pack, an attestation, a unit, said in words.

The codes stand in the records for ever; what they are called is read from the packs and the unit
table when it is first needed.  A code that this program does not know is shown as it is.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Field, Value
from sachmatuy_desktop.domain.registers.figures import (
    HOUSEHOLDS_KEPT,
    PEOPLE_KEPT,
    PERIOD_FIGURES,
)
from sachmatuy_desktop.domain.registers.papers import ASSESSMENTS
from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES, DIFFICULTY_ANSWERS
from sachmatuy_desktop.domain.registers.programme import ATTESTATIONS, CAMPAIGNS
from sachmatuy_desktop.domain.registers.recognition import APPRAISALS, DECISIONS, STEPS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.returns import RETURN_RULINGS, RETURNS
from sachmatuy_desktop.domain.registers.targets import ROADMAP, TARGET_FIGURES, TARGET_UNITS
from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.library import PackLibrary
from sachmatuy_desktop.packs.recognition import load_processes
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.criteria import library, program_library
from sachmatuy_desktop.services.targets import indicator_labels, target_titles
from sachmatuy_desktop.storage.store import Store

__all__ = [
    "capital",
    "code_choices",
    "code_words",
    "is_code",
    "pack_title",
    "packs_shown",
    "title_in_words",
    "unit_name",
    "words_of",
]

Row = Mapping[str, Value]


@dataclass(frozen=True)
class _Window:
    """The office that the window shows: the packs it took in have titles too."""

    store: Store


_shown: weakref.ref[Store] | None = None

PACK: Final = "pack"
ITEM: Final = "item"
UNIT: Final = "unit"
INDICATOR: Final = "indicator"
TARGET: Final = "target"
STEP: Final = "step"
CRITERION: Final = "criterion"
FIGURE: Final = "figure"

CODES: Final = (
    (CAMPAIGNS["pack"], PACK),
    (ATTESTATIONS["pack"], PACK),
    (ASSESSMENTS["pack"], PACK),
    (ATTESTATIONS["item"], ITEM),
    (RETURNS["addressee"], UNIT),
    (RETURN_RULINGS["addressee"], UNIT),
    (RETURNS["pack"], PACK),
    (RETURNS["criterion"], CRITERION),
    (ROADMAP["pack"], PACK),
    (ROADMAP["addressee"], UNIT),
    (TARGET_UNITS["member"], UNIT),
    (TARGET_UNITS["target"], TARGET),
    (TARGET_FIGURES["indicator"], INDICATOR),
    (APPRAISALS["addressee"], UNIT),
    (DECISIONS["addressee"], UNIT),
    (STEPS["step"], STEP),
    (DIFFICULTIES["criterion"], CRITERION),
    (DIFFICULTY_ANSWERS["addressee"], UNIT),
    (PERIOD_FIGURES["figure"], FIGURE),
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


def words_of(store: Store) -> None:
    """Say the codes of this office's records from now on: a window shows one office."""
    global _shown  # noqa: PLW0603  (one window, one office)
    _shown = weakref.ref(store)


def packs_shown(unit: str = "") -> PackLibrary:
    """The packs of the office that the window shows (of a unit below it); else the program's."""
    store = None if _shown is None else _shown()
    try:
        return program_library() if store is None else library(_Window(store), unit)
    except KnownError:  # its file is closed
        return program_library()


def pack_title(pack_id: str, unit: str = "") -> str:
    """The title of a rule pack."""
    packs = packs_shown(unit)
    try:
        return packs.get(pack_id).title
    except KnownError:
        titles = (each.title for each in reversed(packs.editions(pack_id)))
        return next(titles, pack_id)


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
    packs = packs_shown(str(values.get("unit_id") or ""))
    pack = str(values.get(PACK) or "")
    return _items(packs, pack).get(item) or _items(packs, "").get(item, item)


@lru_cache(maxsize=64)
def _items(packs: PackLibrary, pack_id: str) -> Mapping[str, str]:
    """The wordings of what a pack has attested; of every pack for ""."""
    if not pack_id:
        return MappingProxyType(
            {
                code: said
                for pack in _rule_packs(packs)
                for code, said in _items(packs, pack).items()
            }
        )
    try:
        pack = packs.rules(pack_id)
    except KnownError:
        return MappingProxyType({})
    return MappingProxyType({terms.id: capital(terms.wording) for terms in pack.attestations})


@lru_cache(maxsize=1)
def _step_titles() -> Mapping[str, str]:
    """The steps of every process; where two name one step differently, the first of them."""
    steps = [step for process in load_processes() for step in process.steps]
    return MappingProxyType({step.id: step.title for step in reversed(steps)})


@lru_cache(maxsize=4)
def _criterion_titles(packs: PackLibrary) -> Mapping[str, str]:
    """Every criterion as its pack marks it: "IAH.e – …"."""
    return MappingProxyType(
        {
            each.id: f"{each.id} – {each.title}"
            for pack in packs.all_rules()
            for each in pack.criteria
        }
    )


@lru_cache(maxsize=4)
def _rule_packs(packs: PackLibrary) -> Mapping[str, str]:
    return MappingProxyType({pack.id: pack.title for pack in packs.all_rules()})


_BOOKS_KEPT: Final = MappingProxyType(
    {PEOPLE_KEPT: N_("Người trong sổ"), HOUSEHOLDS_KEPT: N_("Hộ trong sổ")}
)


def _figure_title(code: str) -> str:
    if code in _BOOKS_KEPT:
        return _(_BOOKS_KEPT[code])
    definition = packs_shown().facts().get(code)
    return code if definition is None else capital(definition.label)


_WORDS: Final[Mapping[str, Callable[[str, Row], str]]] = MappingProxyType(
    {
        PACK: lambda code, values: pack_title(code, str(values.get("unit_id") or "")),
        ITEM: _item,
        UNIT: lambda code, _values: unit_name(code),
        INDICATOR: lambda code, _values: capital(indicator_labels().get(code, code)),
        TARGET: lambda code, _values: target_titles().get(code, code),
        STEP: lambda code, _values: _step_titles().get(code, code),
        CRITERION: lambda code, _values: _criterion_titles(packs_shown()).get(code, code),
        FIGURE: lambda code, _values: _figure_title(code),
    }
)

_CHOICES: Final[Mapping[str, Callable[[Row], Mapping[str, str]]]] = MappingProxyType(
    {
        PACK: lambda _values: _rule_packs(packs_shown()),
        ITEM: lambda values: _items(packs_shown(), str(values.get(PACK) or "")),
        INDICATOR: lambda _values: indicator_labels(),
        TARGET: lambda _values: target_titles(),
        CRITERION: lambda _values: _criterion_titles(packs_shown()),
    }
)
