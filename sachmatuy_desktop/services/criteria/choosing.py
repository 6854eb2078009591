"""Which packs an office is assessed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.criteria import (
    RulePack,
)
from sachmatuy_desktop.errors import NotFound
from sachmatuy_desktop.packs.library import PackLibrary, load_packs
from sachmatuy_desktop.services.office import Office

COMMUNE_LEVEL: Final = 3
LEVELS: Final = {1: "province", 2: "district", COMMUNE_LEVEL: "commune"}
NEIGHBOURHOOD: Final = "neighbourhood"


@lru_cache(maxsize=1)
def library() -> PackLibrary:
    """The program's packs, read as they are asked for."""
    return load_packs()


def packs_of(office: Office) -> list[RulePack]:
    """The packs an office is assessed by, its own first.

    Those chosen when it was founded, those it registered for since, and the national ones in force
    today for a unit of its level.
    """
    today = date.fromisoformat(office.clock.today())
    registered = [
        str(row["pack"])
        for row in office.queries.rows("campaigns", office.queries.ids("campaigns")).values()
        if row["unit_id"] == office.unit.id
    ]
    level = LEVELS[office.unit.kind.level]
    national = [pack for pack in library().for_unit(level, (), today) if pack.scope == "country"]
    chosen = _rule_packs([*office.store.facts.packs, *registered])
    return list({pack.id: pack for pack in [*chosen, *national]}.values())


def _rule_packs(ids: Iterable[str]) -> Iterator[RulePack]:
    """The packs with criteria; a plan has none, and an id of a newer program is passed over."""
    for pack_id in dict.fromkeys(ids):
        try:
            pack = library().get(pack_id)
        except NotFound:
            continue
        if isinstance(pack, RulePack):
            yield pack
