"""Who has signed a commitment, and who has not yet."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
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
    outcomes = _outcomes(scene)
    for place in scene.places.values():
        for household in _residing(place):
            outcome = outcomes.get(household.id, SIGNED)
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


def _outcomes(scene: Scene) -> dict[RecordId, str | None]:
    """What came of the households that did not sign; None where nobody asked them yet."""
    plan = scene.world.commitments
    unsigned: list[str | None] = [None] * plan.missing
    unsigned += [REFUSED] * plan.refused + [ABSENT] * plan.absent
    asked = [each.id for place in scene.unfinished for each in _residing(place)]
    return dict(zip(scene.dice.sample(asked, len(unsigned)), unsigned, strict=True))


def _residing(place: Place) -> list[Row]:
    return [each for each in place.households if each.values["state"] == "dang_cu_tru"]


def _villages(scene: Scene) -> None:
    for place in scene.places.values():
        if place.name not in scene.world.unpledged:
            _commitment(scene, "khu_pho", SIGNED, village=place.id, signer=_head(scene, place))


def _teams(scene: Scene) -> None:
    unsure = [team for place in scene.unfinished for team in place.teams]
    late = scene.dice.sample(unsure, scene.world.teams_missing)
    for team in scene.book.rows["subunits"]:
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
    where = {place.id for place in scene.unfinished}
    unsure = [each.id for each in families if each.values["village"] in where]
    late = scene.dice.sample(unsure, min(scene.world.families_missing, len(unsure)))
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
    unsure = [(place.id, name) for place in scene.unfinished for name in scene.world.organisations]
    late = scene.dice.sample(unsure, scene.world.organisations_missing)
    for place in scene.places.values():
        for name in scene.world.organisations:
            _commitment(
                scene,
                "to_chuc",
                ABSENT if (place.id, name) in late else SIGNED,
                village=place.id,
                organisation=f"{name} {place.inline}",
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
