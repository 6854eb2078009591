"""Which packs an office judges by, and which of them it is assessed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from sachmatuy_desktop.domain.criteria import (
    RulePack,
)
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.library import PackLibrary, load_packs
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.pack_rows import FROM_ABOVE, OWN, Keys, pack_keys, packs_in
from sachmatuy_desktop.storage.store import Store

COMMUNE_LEVEL: Final = 3
LEVELS: Final = {1: "province", 2: "district", COMMUNE_LEVEL: "commune"}
NEIGHBOURHOOD: Final = "neighbourhood"


class Opened(Protocol):
    """An opened office, or the session of one."""

    @property
    def store(self) -> Store:
        """Its office file."""
        ...


@dataclass(frozen=True)
class _Libraries:
    """The libraries of an office file, as they were when `generation` things had been written.

    `others` is that of every unit that has taken in no pack for itself.
    """

    program: PackLibrary
    generation: int
    keys: Keys
    by_unit: Mapping[str, PackLibrary]
    others: PackLibrary


_OPENED: Final[WeakKeyDictionary[Store, _Libraries]] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def program_library() -> PackLibrary:
    """The program's own packs, read as they are asked for."""
    return load_packs()


def library(here: Opened, unit: str = "") -> PackLibrary:
    """The packs by which a unit is judged: the program's, those from above, the unit's own.

    The unit is the office's own unless a receiving office names another.  It costs nothing while
    nothing is written, so it may be asked for wherever a title is shown.  Where a pack from above
    and one of the unit's own are the same edition of one id with different words, the own one goes
    on counting: nothing that comes on a stick changes a result before somebody has decided.
    """
    store = here.store
    program = program_library()
    known = _OPENED.get(store)
    if known is None or known.program is not program:
        known = _OPENED[store] = _look(store, program, None)
    elif known.generation != store.generation:
        known = _OPENED[store] = _look(store, program, known)
    return known.by_unit.get(unit or store.facts.unit_id, known.others)


def _look(store: Store, program: PackLibrary, known: _Libraries | None) -> _Libraries:
    """The libraries as they are now: the same ones if no pack came, went or changed."""
    generation = store.generation
    with store.reading() as connection:
        connection.begin()
        keys = pack_keys(connection)
        if known is not None and known.keys == keys:
            return replace(known, generation=generation)
        above, own = tuple(packs_in(connection, FROM_ABOVE)), tuple(packs_in(connection, OWN))
    by_unit = {
        unit: program.laid_over((*above, *(each for each in own if each.unit == unit)))
        for unit in {each.unit for each in own}
    }
    others = program.laid_over(above) if above else program
    return _Libraries(program, generation, keys, by_unit, others)


def edition_on(here: Opened, pack: RulePack, day: date) -> RulePack:
    """A pack as it is in force on a day; itself where that edition cannot be read."""
    try:
        return library(here).rules(pack.id, day)
    except KnownError:
        return pack


def packs_of(office: Office) -> list[RulePack]:
    """The packs an office is assessed by, its own first.

    Those chosen when it was founded, those it registered for since, and the national ones in force
    today for a unit of its level.  Before one that another has replaced stands the other.
    """
    today = date.fromisoformat(office.clock.today())
    registered = [
        str(row["pack"])
        for row in office.queries.rows("campaigns", office.queries.ids("campaigns")).values()
        if row["unit_id"] == office.unit.id
    ]
    packs = library(office)
    level = LEVELS[office.unit.kind.level]
    national = [pack for pack in packs.for_unit(level, (), today) if pack.scope == "country"]
    chosen = _rule_packs(packs, [*office.store.facts.packs, *registered], today)
    return list({pack.id: pack for pack in [*chosen, *national]}.values())


def _rule_packs(packs: PackLibrary, ids: Iterable[str], today: date) -> Iterator[RulePack]:
    """The packs with criteria; a plan has none, and an id of a newer program is passed over."""
    for pack_id in dict.fromkeys(ids):
        following = packs.successor(pack_id, today)
        if following is not None:
            yield following
        try:
            pack = packs.get(pack_id, today)
        except KnownError:
            continue
        if isinstance(pack, RulePack):
            yield pack
