"""What a training commune shall look like, read from `resources/training/`.

How many households, which peoples live in which village, who is on the lists and since when, what
is still missing: all of it is data, so that a teacher changes a lesson without touching code.
Spans of days are counted back from the day the world is built for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from sachmatuy_desktop.packs.holidays import read_toml
from sachmatuy_desktop.paths import resources_folder

Span = tuple[int, int]
"""The least and the greatest number of days before the day of the world."""

SMALL_SHARE: Final = 4
"""A small world has every fourth case of the full one, and at least one of each."""

_Made = TypeVar("_Made")


@dataclass(frozen=True, kw_only=True)
class VillagePlan:
    """A village; `peoples` says in which shares the peoples of `names.toml` live there."""

    name: str
    peoples: Mapping[str, int]
    priority: bool = False


@dataclass(frozen=True, kw_only=True)
class CommitmentPlan:
    """Households that have not signed (`missing`), refused, were `absent`, are away, have moved.

    All others signed, `within` so many days before the day of the world.
    """

    within: Span
    missing: int = 0
    refused: int = 0
    absent: int = 0
    away: int = 0
    moved: int = 0


@dataclass(frozen=True, kw_only=True)
class BoardPlan:
    """Villages that still lack a hotline board."""

    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelPlan:
    """A people's model: its name, how many days ago it was founded, its members."""

    name: str
    started: int
    members: int


@dataclass(frozen=True, kw_only=True)
class AttestationPlan:
    """An attestation given so many days ago; `signer` is an official (see `scene`)."""

    item: str
    signer: str
    days: int


@dataclass(frozen=True, kw_only=True)
class CasePlan:
    """People with the same course of life (see `lives`).

    `since` is when it began, `last_test` when the last test was, `moved` when they moved away;
    `term_left` fixes the days left of the management term instead of `since`.  `villages` are
    taken in turn; without them people come from everywhere.  `name` says why the case is there.
    """

    life: str
    count: int
    since: Span = (60, 230)
    last_test: Span = (4, 24)
    moved: Span = (60, 200)
    term_left: int | None = None
    prescribed: bool = False
    villages: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class HotspotPlan:
    """A point found `since` so many days, perhaps eliminated later.

    `history` are changes (see `registers.enforcement`), each with how many days ago it happened.
    """

    kind: str
    village: str
    since: int
    eliminated: int | None = None
    history: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class IncidentPlan:
    """An incident with the number of residents who took part."""

    kind: str
    days: int
    severity: str
    handled: int
    result: str
    subjects: int
    arrested: bool = False


@dataclass(frozen=True, kw_only=True)
class TipPlan:
    """A tip-off that names nobody."""

    source: str
    days: int
    content: str
    answered: int | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """A step of recognition taken so many days ago by an official (see `scene`)."""

    step: str
    signer: str
    days: int


@dataclass(frozen=True, kw_only=True)
class RecognitionPlan:
    """How far a commune has come: by which process, and the steps after the registration."""

    process: str
    step: tuple[StepPlan, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CommuneWorld:
    """One commune of the training world.

    `name` is the folder of its office.  `registered` is how many days ago it registered for the
    programme.  `sizes` is the share of households with 1, 2, 3 … members.  `people_block` and
    `phone_block` keep the numbers of the communes apart (see `people`).  `teams` and what follows
    it is the ladder of commitments of Lang Chánh: security teams, organisations, families.
    `unfinished` names the villages where signing goes on; elsewhere, if any is named, all signed.
    """

    name: str
    unit: str
    pack: str
    campaign: str
    document: str
    registered: int
    police: str
    households: int
    small_households: int
    people_block: int
    phone_block: int
    sizes: tuple[int, ...]
    commitments: CommitmentPlan
    village: tuple[VillagePlan, ...]
    model: tuple[ModelPlan, ...]
    boards: BoardPlan = field(default_factory=BoardPlan)
    attestation: tuple[AttestationPlan, ...] = ()
    case: tuple[CasePlan, ...] = ()
    hotspot: tuple[HotspotPlan, ...] = ()
    incident: tuple[IncidentPlan, ...] = ()
    tip: tuple[TipPlan, ...] = ()
    village_kind: str = "thon"
    teams: int = 0
    organisations: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    unpledged: tuple[str, ...] = ()
    teams_missing: int = 0
    organisations_missing: int = 0
    families_missing: int = 0
    recognition: RecognitionPlan | None = None

    def small(self) -> CommuneWorld:
        """The same lessons with a few households."""
        signing = self.commitments
        return replace(
            self,
            households=self.small_households,
            sizes=(0, *self.sizes[1:]),
            commitments=replace(
                signing,
                missing=min(signing.missing, 3),
                **{
                    each: min(getattr(signing, each), 1)
                    for each in ("refused", "absent", "away", "moved")
                },
            ),
            case=tuple(replace(each, count=-(-each.count // SMALL_SHARE)) for each in self.case),
        )


@dataclass(frozen=True, kw_only=True)
class ReceivingPlan:
    """The receiving office: its folder, its unit, who drafts its papers."""

    name: str
    unit: str
    drafting: str


@dataclass(frozen=True, kw_only=True)
class TrainingPlan:
    """The whole world: the seed of its dice, its one account, its offices."""

    seed: int
    account_id: str
    account_name: str
    receiving: ReceivingPlan
    communes: tuple[CommuneWorld, ...]


_TABLES: Final[Mapping[str, type]] = {
    "commitments": CommitmentPlan,
    "boards": BoardPlan,
}
_LISTS: Final[Mapping[str, type]] = {
    "village": VillagePlan,
    "model": ModelPlan,
    "attestation": AttestationPlan,
    "case": CasePlan,
    "hotspot": HotspotPlan,
    "incident": IncidentPlan,
    "tip": TipPlan,
}


def load_data(name: str) -> dict[str, Any]:
    """One file of the training data; raises `BadInput` when it cannot be read."""
    return read_toml(resources_folder() / "training" / f"{name}.toml")


def load_plan() -> TrainingPlan:
    """The training world; raises `BadInput` when a file cannot be read."""
    data = load_data("world")
    return TrainingPlan(
        seed=data["seed"],
        account_id=data["account"]["id"],
        account_name=data["account"]["name"],
        receiving=ReceivingPlan(**data["receiving"]),
        communes=tuple(load_commune(name) for name in data["communes"]),
    )


def load_commune(name: str) -> CommuneWorld:
    """One commune; raises `BadInput` when its file cannot be read."""
    data: dict[str, Any] = {"name": name, **load_data(f"worlds/{name}")}
    for key, made in _TABLES.items():
        if key in data:
            data[key] = make_plan(made, data[key])
    for key, made in _LISTS.items():
        data[key] = tuple(make_plan(made, each) for each in data.get(key, ()))
    if "recognition" in data:
        steps = tuple(make_plan(StepPlan, each) for each in data["recognition"].pop("step", ()))
        data["recognition"] = RecognitionPlan(**data["recognition"], step=steps)
    return make_plan(CommuneWorld, data)


def make_plan(made: type[_Made], table: Mapping[str, Any]) -> _Made:
    """A plan of its table: lists become tuples, a name the plan does not know is a `TypeError`."""
    return made(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    )
