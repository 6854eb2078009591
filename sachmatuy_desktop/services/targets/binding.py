"""Which targets bind an office: by the level of its unit and by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sachmatuy_desktop.domain.targets import Binding, Limit, Target, Way
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.packs.targets import Indicator, TargetDocument, load_targets
from sachmatuy_desktop.services.criteria import LEVELS

__all__ = ["Bound", "bound_targets", "indicator", "indicator_labels", "target_titles"]


@lru_cache(maxsize=1)
def _library() -> tuple[Mapping[str, Indicator], tuple[TargetDocument, ...]]:
    return load_targets()


def indicator(name: str) -> Indicator | None:
    """A named indicator; None for one of a newer program."""
    return _library()[0].get(name)


def indicator_labels() -> dict[str, str]:
    """What every indicator is called."""
    return {name: each.label for name, each in _library()[0].items()}


def target_titles() -> dict[str, str]:
    """What every target is called."""
    return {each.id: each.title for document in _library()[1] for each in document.targets}


@dataclass(frozen=True, slots=True)
class Bound:
    """A target that binds a unit, with the limit each of its ways has for it."""

    document: TargetDocument
    target: Target
    ways: tuple[tuple[Way, Limit], ...]


def bound_targets(table: UnitTable, unit: Unit, today: date) -> tuple[Bound, ...]:
    """The targets that bind the unit, in the order of the documents.

    A unit that only changed its kind (tỉnh Đồng Nai, thành phố Đồng Nai) goes by both names; one
    that had ended when a document took effect is bound by nothing in it.
    """
    same = {unit, *(each for each in table.now(unit, today) if each.name == unit.name)}
    names = {each.titled for each in same}
    above = {each.titled for each in table.receivers(unit)}
    level = LEVELS[unit.kind.level]
    found = []
    for document in _library()[1]:
        if all(each.valid_to and each.valid_to < document.effective_from for each in same):
            continue
        for target in document.targets:
            if not _binds(target.binding, level, names, above):
                continue
            ways = tuple(
                (way, limit) for way in target.ways if (limit := target.limit_of(way, names))
            )
            if ways:
                found.append(Bound(document, target, ways))
    return tuple(found)


def _binds(binding: Binding, level: str, names: set[str], above: set[str]) -> bool:
    if binding.level != level:
        return False
    if binding.names and not _folded(names).intersection(map(_fold, binding.names)):
        return False
    return not binding.within or bool(_folded(above).intersection(map(_fold, binding.within)))


def _folded(names: set[str]) -> set[str]:
    return {_fold(each) for each in names}


def _fold(name: str) -> str:
    """A name as compared: NFC, lower case, one kind of apostrophe."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("’", "'").replace("`", "'")
    return " ".join(plain.split())
