"""Households and who lives in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.training.people import MAN, WOMAN, People
from sachmatuy_desktop.services.training.scene import Place, Scene

ADULT, PENSIONER = 18, 62
_OLD_BIRTHDAY = 1965
"""Of people born before, some know the year or the month alone."""


@dataclass
class _Member:
    relation: str
    sex: str
    age: int
    surname: str


def settle(scene: Scene) -> None:
    """Every household of the plan with its members, spread over the villages."""
    sizes = _sizes(scene)
    places = list(scene.places.values())
    states = _states(scene)
    for at, (size, state) in enumerate(zip(sizes, states, strict=True)):
        place = places[at % len(places)]
        _household(scene, place, size, state)


def _sizes(scene: Scene) -> list[int]:
    """As many households of each size as their shares say, in no order."""
    shares, count = scene.world.sizes, scene.world.households
    total = sum(shares)
    made = [
        size for size, share in enumerate(shares, start=1) for _ in range(count * share // total)
    ]
    middling = max(range(len(shares)), key=lambda each: shares[each]) + 1
    made += [middling] * (count - len(made))
    scene.dice.shuffle(made)
    return made


def _states(scene: Scene) -> list[str]:
    plan = scene.world.commitments
    made = ["vang_ca_ho"] * plan.away + ["da_chuyen_di"] * plan.moved
    made += ["dang_cu_tru"] * (scene.world.households - len(made))
    scene.dice.shuffle(made)
    return made


def _household(scene: Scene, place: Place, size: int, state: str) -> None:
    dice = scene.dice
    key = dice.choices(list(place.peoples), weights=list(place.peoples.values()))[0]
    kin = scene.peoples[key]
    members = list(_family(scene, kin, size))
    row = scene.book.add(
        "households",
        {
            "number": f"{len(place.households) + 1:03d}",
            "village": place.id,
            "subunit": dice.choice(place.teams) if place.teams else None,
            "address": place.name,
            "phone": scene.numbers.phone() if dice.random() < 0.8 else None,
            "residence": "thuong_tru" if dice.random() < 0.95 else "tam_tru",
            "state": state,
            "has_hotline_numbers": int(dice.random() < 0.95),
            **_absence(scene, state),
        },
    )
    place.households.append(row)
    people = [_person(scene, kin, each) for each in members]
    row.values["head"] = people[0]["full_name"]
    row.values["citizen_number"] = people[0]["citizen_number"]
    if state == "da_chuyen_di":
        return
    people[0]["phone"] = row.values["phone"]
    for values in people:
        _register(scene, place, row.id, values)


def _absence(scene: Scene, state: str) -> dict[str, Value]:
    if state == "dang_cu_tru":
        return {}
    reason = "away_household" if state == "vang_ca_ho" else "moved_household"
    return {
        "state_from": scene.within((30, 150)).isoformat(),
        "state_reason": scene.words["notes"][reason],
    }


def _register(scene: Scene, place: Place, household: RecordId, values: dict[str, Value]) -> None:
    home = f"{place.name}, {scene.unit.titled}"
    place.residents.append(
        scene.book.add(
            "people",
            {
                **values,
                "household": household,
                "village": place.id,
                "permanent_address": home,
                "current_address": home,
            },
        )
    )


def _family(scene: Scene, kin: People, size: int) -> Iterator[_Member]:
    """The head first, then the spouse, then parents, children and grandchildren."""
    dice = scene.dice
    head = _Member("Chủ hộ", _head_sex(scene, kin), _head_age(scene, size), kin.surname(dice))
    yield head
    left = size - 1
    spouse = None
    if left and head.age > 21 and dice.random() < 0.9:
        spouse = _spouse(scene, kin, head)
        yield spouse
        left -= 1
    if left > 1 and head.age < 50 and dice.random() < 0.3:
        yield _parent(scene, kin, head)
        left -= 1
    yield from _children(scene, kin, head, spouse, left)


def _head_sex(scene: Scene, kin: People) -> str:
    return MAN if scene.dice.random() < (0.5 if kin.line == "me" else 0.8) else WOMAN


def _head_age(scene: Scene, size: int) -> int:
    """People live alone when young or old; large households have a head in the middle of life."""
    if size <= 2:
        return scene.dice.choice((scene.dice.randint(23, 35), scene.dice.randint(52, 82)))
    return scene.dice.randint(29, 63)


def _spouse(scene: Scene, kin: People, head: _Member) -> _Member:
    sex = WOMAN if head.sex == MAN else MAN
    age = max(ADULT + 2, head.age + scene.dice.randint(-5, 3))
    return _Member("Vợ" if sex == WOMAN else "Chồng", sex, age, kin.surname(scene.dice))


def _parent(scene: Scene, kin: People, head: _Member) -> _Member:
    sex = scene.dice.choice((MAN, WOMAN, WOMAN))
    keeps = (kin.line == "cha" and sex == MAN) or (kin.line == "me" and sex == WOMAN)
    return _Member(
        "Bố" if sex == MAN else "Mẹ",
        sex,
        head.age + scene.dice.randint(21, 32),
        head.surname if keeps else kin.surname(scene.dice),
    )


def _children(
    scene: Scene, kin: People, head: _Member, spouse: _Member | None, left: int
) -> Iterator[_Member]:
    dice = scene.dice
    father, mother = (head, spouse) if head.sex == MAN else (spouse, head)
    bearer = (mother if kin.line == "me" else father) or head
    youngest = min(head.age, spouse.age if spouse else head.age)
    age = youngest - dice.randint(20, 27)
    for _ in range(left):
        sex = dice.choice((MAN, WOMAN))
        if age >= 0:
            yield _Member("Con", sex, age, bearer.surname)
            age -= dice.randint(1, 5)
        elif youngest >= 44:
            yield _Member("Cháu", sex, dice.randint(0, youngest - 43), bearer.surname)
        else:
            yield _Member("Em", sex, max(ADULT, youngest - dice.randint(1, 9)), bearer.surname)


def _person(scene: Scene, kin: People, member: _Member) -> dict[str, Value]:
    dice = scene.dice
    born = _birthday(scene.as_of, member.age, dice.randrange(365))
    numbered = member.age >= 6 or dice.random() < 0.8
    return {
        "full_name": kin.name(dice, member.sex, member.surname),
        "sex": member.sex,
        "birth": _as_known(scene, born),
        "citizen_number": scene.numbers.citizen(member.sex, born) if numbered else None,
        "no_number_reason": None if numbered else scene.words["notes"]["no_number"],
        "relation": member.relation,
        "ethnicity": kin.ethnicity,
        "occupation": _occupation(scene, member.age),
    }


def _birthday(as_of: date, age: int, days: int) -> date:
    """A birthday of someone who is `age` full years old."""
    latest = date(as_of.year - age, as_of.month, min(as_of.day, 28))
    return latest - timedelta(days=days)


def _as_known(scene: Scene, born: date) -> str:
    luck = scene.dice.random() if born.year < _OLD_BIRTHDAY else 1.0
    return born.isoformat()[: 4 if luck < 0.15 else 7 if luck < 0.2 else 10]


def _occupation(scene: Scene, age: int) -> str | None:
    if age < 6:
        return None
    if age < ADULT:
        return "Học sinh"
    if age >= PENSIONER:
        return "Già yếu"
    work: list[str] = scene.words["people"]["work"]
    return scene.dice.choice(work)
