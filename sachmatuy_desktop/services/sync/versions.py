"""By which program and which packs an office works, as its bundles say it.

A bundle of an older program says less; what is not said is not known, and never taken for old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final

from sachmatuy_desktop import __version__
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.criteria.choosing import library, packs_of
from sachmatuy_desktop.services.office import Office

__all__ = ["Age", "PackAge", "Versions", "judged", "told_versions", "versions_of"]

PACK: Final = "pack."
"""Before the id of a pack; what stands there is the number of its edition."""

_MOST: Final = 64
_LONGEST: Final = 120
"""So many names, and so many letters of each, are kept and shown of what others say."""


class Age(StrEnum):
    """How what another office works with stands to what is here."""

    OLDER = "older"
    SAME = "same"
    NEWER = "newer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PackAge:
    """A pack another office judges by: its edition there and here; 0 where it is not here."""

    pack: str
    edition: str
    here: int
    age: Age


@dataclass(frozen=True, slots=True)
class Versions:
    """The program and the packs of another office beside ours; `program` is "" if not said."""

    program: str = ""
    age: Age = Age.UNKNOWN
    packs: tuple[PackAge, ...] = ()

    @property
    def is_old(self) -> bool:
        """Whether its program or one of its packs is older than what is here."""
        return Age.OLDER in (self.age, *(each.age for each in self.packs))


def versions_of(office: Office) -> dict[str, str]:
    """The program's version and the editions of the packs this office is assessed by."""
    packs = {f"{PACK}{pack.id}": str(pack.edition) for pack in packs_of(office)}
    return {"program": __version__, **packs}


def told_versions(said: Mapping[str, str]) -> dict[str, str]:
    """What of the versions in a manifest is kept in the book of bundles, and shown."""
    known = (
        (name, value)
        for name, value in sorted(said.items())
        if (name in ("program", "schema") or name.startswith(PACK))
        and max(len(name), len(value)) <= _LONGEST
    )
    return dict(islice(known, _MOST))


def judged(office: Office, said: Mapping[str, str]) -> Versions:
    """What a bundle said of its sender's versions, against this program and the packs here."""
    program = said.get("program", "")
    packs = tuple(
        _pack_age(office, name.removeprefix(PACK), edition)
        for name, edition in said.items()
        if name.startswith(PACK)
    )
    return Versions(program, _age(_numbers(program), _numbers(__version__)), packs)


def _pack_age(office: Office, pack: str, edition: str) -> PackAge:
    today = date.fromisoformat(office.clock.today())
    try:
        here = library(office).rules(pack, today).edition
    except KnownError:
        return PackAge(pack, edition, 0, Age.UNKNOWN)
    return PackAge(pack, edition, here, _age(_numbers(edition), (here,)))


def _numbers(version: str) -> tuple[int, ...]:
    """`1.10.2` as numbers; nothing for what is not written so."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(each.isdecimal() for each in parts) else ()


def _age(theirs: tuple[int, ...], ours: tuple[int, ...]) -> Age:
    if not theirs or not ours:
        return Age.UNKNOWN
    if theirs == ours:
        return Age.SAME
    return Age.OLDER if theirs < ours else Age.NEWER
