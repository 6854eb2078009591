"""How far the households are with their commitments: who has signed, who has not, by village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.programme import COMMITMENT_OUTCOMES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["STANDINGS", "Progress", "Standings", "read_standings"]

UNSIGNED: Final = "chua_ky"
MOVED_AWAY: Final = "da_chuyen_di"

STANDINGS: Final = MappingProxyType({**COMMITMENT_OUTCOMES, UNSIGNED: N_("Chưa ký")})
"""What a household's newest commitment says; «Chưa ký» when there is none."""


@dataclass(frozen=True)
class Progress:
    """One village: households that live there and those of them that have signed."""

    village: str
    name: str
    signed: int
    households: int


@dataclass(frozen=True)
class Standings:
    """The commitment of every household that has not moved away."""

    by_household: Mapping[str, str]
    progress: tuple[Progress, ...] = ()

    def households(self, standing: str) -> frozenset[str]:
        """The households that stand so."""
        return frozenset(key for key, each in self.by_household.items() if each == standing)

    def count(self, standing: str) -> int:
        """How many households stand so."""
        return sum(each == standing for each in self.by_household.values())


def read_standings(queries: Queries) -> Standings:
    """Read every household and its newest commitment; a whole register, so off the window."""
    living = queries.ids("households", (Where("state", "!=", MOVED_AWAY),))
    villages = {key: str(row["village"]) for key, row in queries.rows("households", living).items()}
    newest = _newest(
        queries.rows(
            "commitments", queries.ids("commitments", (Where("kind", "=", "ho_gia_dinh"),))
        ).values()
    )
    standings = {key: newest.get(key, ("", UNSIGNED))[1] for key in living}
    return Standings(standings, _by_village(queries, villages, standings))


def _newest(rows: Iterable[Mapping[str, Value]]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        household = str(row["household"])
        said = (str(row["signed_on"]), str(row["outcome"]))
        found[household] = max(found.get(household, said), said)
    return found


def _by_village(
    queries: Queries, villages: Mapping[str, str], standings: Mapping[str, str]
) -> tuple[Progress, ...]:
    whole = Counter(villages.values())
    signed = Counter(
        villages[household] for household, each in standings.items() if each == "da_ky"
    )
    ids = [key for key in queries.ids("villages") if whole[key]]
    names = queries.names("villages", ids)
    return tuple(Progress(key, names.get(key, "…"), signed[key], whole[key]) for key in ids)
