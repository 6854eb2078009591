"""How far the households are with their commitments: who has signed, who has not, by village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_OUTCOMES
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.facts.ladder import Rung
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui.models.codes import unit_name

__all__ = ["STANDINGS", "Progress", "Standings", "read_standings", "rung_progress"]

SIGNED: Final = "da_ky"
UNSIGNED: Final = "chua_ky"
HERE: Final = "dang_cu_tru"
ABSENT: Final = "vang_ca_ho"
MOVED_AWAY: Final = "da_chuyen_di"

STANDINGS: Final = MappingProxyType(
    {
        **COMMITMENT_OUTCOMES,
        UNSIGNED: N_("Chưa ký"),
        ABSENT: N_("Vắng cả hộ, đã ghi lý do"),
        MOVED_AWAY: N_("Đã chuyển đi"),
    }
)
"""What a household's newest commitment says, «Chưa ký» when there is none; every household stands
under one of these."""

NOWHERE: Final = ""
"""The place of whoever has no village written down."""

NOT_ASKED: Final = frozenset({ABSENT, MOVED_AWAY})
"""Households that are not in the base of “100 % hộ gia đình đang cư trú” (001 II)."""


@dataclass(frozen=True)
class Progress:
    """One village, or one unit: who is asked there, households or others, and who has signed."""

    place: str
    name: str
    signed: int
    asked: int


@dataclass(frozen=True)
class Standings:
    """How every household stands."""

    by_household: Mapping[str, str]
    progress: tuple[Progress, ...] = ()
    without_numbers: frozenset[str] = frozenset()
    """Households that live there and have no telephone number of the forces (001 III.2)."""

    @property
    def residing(self) -> int:
        """How many households live there."""
        return sum(each not in NOT_ASKED for each in self.by_household.values())

    def households(self, standing: str) -> frozenset[str]:
        """The households that stand so."""
        return frozenset(key for key, each in self.by_household.items() if each == standing)

    def count(self, standing: str) -> int:
        """How many households stand so."""
        return sum(each == standing for each in self.by_household.values())


def read_standings(queries: Queries, today: str, place: str = "village") -> Standings:
    """Read every household and its newest commitment; a whole register, so off the window.

    The base and the newest commitment are those of the criterion (`storage.facts.places`).
    Progress is by `place`: a household's `village`, or its `unit_id`.
    """
    households = queries.rows("households", queries.ids("households"))
    newest = _newest(
        queries.rows(
            "commitments",
            queries.ids(
                "commitments",
                (Where("kind", "=", "ho_gia_dinh"), Where("signed_on", "<=", today)),
            ),
        ).values()
    )
    standings = {
        key: _not_asked(row, today) or newest.get(key, UNSIGNED) for key, row in households.items()
    }
    places = {
        key: str(households[key][place]) for key, each in standings.items() if each not in NOT_ASKED
    }
    without = frozenset(key for key in places if not households[key]["has_hotline_numbers"])
    return Standings(standings, _progress(queries, places, standings, place), without)


def rung_progress(queries: Queries, rung: Rung, place: str = "village") -> tuple[Progress, ...]:
    """How far each village, or each unit, is with one kind of commitment."""
    by_village = place == "village"
    places = {each.id: (each.village if by_village else each.unit) or "" for each in rung.parties}
    standings = {each.id: each.answer for each in rung.parties}
    return _progress(queries, places, standings, place)


def _not_asked(row: Mapping[str, Value], today: str) -> str | None:
    """Why a household does not live there on the day; None when it does.

    A household wholly absent is asked until the reason for its absence is written down.
    """
    state, since = str(row["state"]), row["state_from"]
    if since is not None and str(since) > today:
        return MOVED_AWAY if state == HERE else None
    if state == ABSENT and row["state_reason"] is None:
        return None
    return None if state == HERE else state


def _newest(rows: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """The newest answer of every household; of two on one day the signature holds."""
    found: dict[str, tuple[str, bool, str]] = {}
    for row in rows:
        household, outcome = str(row["household"]), str(row["outcome"])
        said = (str(row["signed_on"]), outcome == SIGNED, outcome)
        found[household] = max(found.get(household, said), said)
    return {household: outcome for household, (_on, _is_signed, outcome) in found.items()}


def _progress(
    queries: Queries, places: Mapping[str, str], standings: Mapping[str, str], place: str
) -> tuple[Progress, ...]:
    whole = Counter(places.values())
    signed = Counter(where for key, where in places.items() if standings[key] == SIGNED)
    if place == "village":
        ids = [key for key in queries.ids("villages") if whole[key]]
        names = queries.names("villages", ids)
    else:
        names = {unit: unit_name(unit) for unit in whole}
        ids = sorted(whole, key=lambda unit: sort_key(names[unit]))
    shown = tuple(Progress(key, names.get(key, "…"), signed[key], whole[key]) for key in ids)
    if not whole[NOWHERE]:
        return shown
    return (*shown, Progress(NOWHERE, _("Chưa ghi thôn, khu phố"), signed[NOWHERE], whole[NOWHERE]))
