"""Who has signed a commitment, and who has not yet."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.scene import Place, Scene

SIGNED, REFUSED, ABSENT = "da_ky", "tu_choi", "vang"


def sign(scene: Scene) -> None:
    """Commitments of households, and those of villages, teams, families and organisations."""
    _households(scene)
    if scene.world.teams:
        _villages(scene)
        _teams(scene)
        _families(scene)
        _organisations(scene)


def _households(scene: Scene) -> None:
    plan = scene.world.commitments
    residing = [
        (place, each)
        for place in scene.places.values()
        for each in place.households
        if each.values["state"] == "dang_cu_tru"
    ]
    outcomes: list[str | None] = [None] * plan.missing
    outcomes += [REFUSED] * plan.refused + [ABSENT] * plan.absent
    outcomes += [SIGNED] * (len(residing) - len(outcomes))
    scene.dice.shuffle(outcomes)
    for (place, household), outcome in zip(residing, outcomes, strict=True):
        if outcome is not None:
            _commitment(
                scene,
                "ho_gia_dinh",
                outcome,
                household=household.id,
                subunit=household.values["subunit"],
                signer=household.values["head"] if outcome == SIGNED else None,
                village=place.id,
            )


def _villages(scene: Scene) -> None:
    for place in scene.places.values():
        if place.name not in scene.world.unpledged:
            _commitment(scene, "khu_pho", SIGNED, village=place.id, signer=_head(scene, place))


def _teams(scene: Scene) -> None:
    teams = scene.book.rows["subunits"]
    late = {each.id for each in scene.dice.sample(teams, scene.world.teams_missing)}
    for team in teams:
        if team.id not in late:
            _commitment(
                scene,
                "to_anxh",
                SIGNED,
                village=team.values["village"],
                subunit=team.id,
                signer=team.values["head"],
            )


def _families(scene: Scene) -> None:
    """Families with an addict sign apart from the others."""
    families = _addict_families(scene)
    missing = min(scene.world.families_missing, len(families))
    late = {each.id for each in scene.dice.sample(families, missing)}
    for family in families:
        if family.id not in late:
            _commitment(
                scene,
                "gia_dinh_ca_biet",
                SIGNED,
                household=family.id,
                village=family.values["village"],
                subunit=family.values["subunit"],
                signer=family.values["head"],
            )


def _addict_families(scene: Scene) -> list[Row]:
    addicts = {
        each.values["person"]
        for each in scene.book.rows["episodes"]
        if each.values["category"] == "nghien" and each.values["until_date"] is None
    }
    homes = {each.values["household"] for each in scene.book.rows["people"] if each.id in addicts}
    return [each for each in scene.book.rows["households"] if each.id in homes]


def _organisations(scene: Scene) -> None:
    pairs = [(place, name) for place in scene.places.values() for name in scene.world.organisations]
    late = set(scene.dice.sample(range(len(pairs)), scene.world.organisations_missing))
    for at, (place, name) in enumerate(pairs):
        _commitment(
            scene,
            "to_chuc",
            ABSENT if at in late else SIGNED,
            village=place.id,
            organisation=f"{name} {place.name[:1].lower()}{place.name[1:]}",
        )


def _head(scene: Scene, place: Place) -> Value:
    return next(each.values["head"] for each in scene.book.rows["villages"] if each.id == place.id)


def _commitment(scene: Scene, kind: str, outcome: str, **values: Value) -> None:
    day: date = scene.laws.working(scene.within(scene.world.commitments.within))
    notes = scene.words["notes"]
    reason = {SIGNED: None, REFUSED: notes["refused"], ABSENT: notes["absent"]}[outcome]
    if outcome == ABSENT and kind == "to_chuc":
        reason = notes["later"]
    scene.book.add(
        "commitments",
        {
            "kind": kind,
            "outcome": outcome,
            "signed_on": day.isoformat(),
            "year": day.year,
            "reason": reason,
            **values,
        },
    )
