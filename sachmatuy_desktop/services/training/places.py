"""Villages, their teams, boxes and boards: what stands in a commune before anybody lives there."""

from __future__ import annotations

from datetime import date, timedelta

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.training.people import MAN
from sachmatuy_desktop.services.training.plan import VillagePlan
from sachmatuy_desktop.services.training.scene import Place, Scene

HOTLINES = "113; {phone}"
_BOX_EVERY = 45  # days between two openings of a box


def build_villages(scene: Scene) -> None:
    """Every village with its head, its teams, its tip box and, mostly, its hotline board."""
    hotline = HOTLINES.format(phone=scene.numbers.phone())
    for plan in scene.world.village:
        place = _village(scene, plan)
        scene.places[plan.name] = place
        _tip_box(scene, place)
        if plan.name not in scene.world.boards.without:
            _hotline_board(scene, place, hotline)


def _village(scene: Scene, plan: VillagePlan) -> Place:
    people = max(plan.peoples, key=lambda each: plan.peoples[each])
    row = scene.book.add(
        "villages",
        {
            "name": plan.name,
            "kind": scene.world.village_kind,
            "head": scene.stranger(people, MAN if scene.dice.random() < 0.7 else None),
            "phone": scene.numbers.phone(),
            "priority": int(plan.priority),
        },
    )
    place = Place(plan.name, row.id, plan.peoples)
    for number in range(1, scene.world.teams + 1):
        place.teams.append(_team(scene, place, number, people))
    return place


def _team(scene: Scene, place: Place, number: int, people: str) -> RecordId:
    return scene.book.add(
        "subunits",
        {
            "village": place.id,
            "name": f"Tổ ANXH số {number}, {place.inline}",
            "kind": "to_anxh",
            "head": scene.stranger(people),
            "phone": scene.numbers.phone(),
        },
    ).id


def _tip_box(scene: Scene, place: Place) -> None:
    installed = scene.laws.working(scene.registered + timedelta(days=scene.dice.randint(5, 40)))
    box = scene.book.add(
        "tip_boxes",
        {
            "village": place.id,
            "place": _spot(scene, "box", place),
            "installed_on": installed.isoformat(),
            "state": "dang_dung",
        },
    )
    opened = installed + timedelta(days=_BOX_EVERY)
    while opened <= scene.as_of:
        _opening(scene, box.id, scene.laws.working(opened))
        opened += timedelta(days=_BOX_EVERY)


def _opening(scene: Scene, box: RecordId, day: date) -> None:
    row = scene.book.add(
        "box_openings",
        {
            "box": box,
            "opened_on": day.isoformat(),
            "opened_by": scene.say(scene.words["notes"]["box_opener"]),
            "letters": (letters := scene.dice.choice((0, 0, 0, 0, 1))),
            "forwarded": letters,
        },
    )
    scene.book.number(row, "minutes", "{}/BB", day.isoformat())


def _hotline_board(scene: Scene, place: Place, hotline: str) -> None:
    posted = scene.laws.working(scene.registered + timedelta(days=scene.dice.randint(5, 40)))
    scene.book.add(
        "hotline_boards",
        {
            "village": place.id,
            "place": _spot(scene, "board", place),
            "posted_on": posted.isoformat(),
            "numbers": hotline,
            "checked_on": scene.laws.working(scene.within((8, 35))).isoformat(),
            "state": "dang_dung",
        },
    )


def _spot(scene: Scene, thing: str, place: Place) -> str:
    shapes: list[str] = scene.words["places"][thing]
    return scene.say(scene.dice.choice(shapes), village=place.inline)
