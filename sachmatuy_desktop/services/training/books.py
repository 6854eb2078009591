"""The books an office keeps beside its lists: reports, propaganda, patrols, training, money …

Each is told by a table of `resources/training/books.toml`; what happens again and again goes back
from the day of the world to the registration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.training.scene import Place, Scene

_LONGEST: Final = 365
Table = Mapping[str, Any]


def keep_books(scene: Scene) -> None:
    """Fill every book that `books.toml` speaks of."""
    books = scene.words["books"]
    _reports(scene, books["reports"])
    for table in books["propaganda"]:
        _propaganda(scene, table)
    for table in books["patrol"]:
        _patrols(scene, table)
    for table in books["roll_call"]:
        _roll_calls(scene, table)
    for table in books["training"]:
        _trainings(scene, table)
    for table in books["reward"]:
        _reward(scene, table)
    for table in books["funding"]:
        _funding(scene, table)
    for number, table in enumerate(books["business"]):
        _business(scene, number, table)
    for table in books["worker"]:
        _workers(scene, table)


# -- again and again -------------------------------------------------------------------------------


def _turns(scene: Scene, every: int) -> Iterator[tuple[date, Place]]:
    """Days going back to the registration, a village at a time."""
    places = list(scene.places.values())
    held, turn = scene.ago(scene.dice.randint(2, every)), 0
    while held > max(scene.registered, scene.ago(_LONGEST)):
        yield held, places[turn % len(places)]
        held -= timedelta(days=every)
        turn += 1


def _in_village(text: str, place: Place) -> Place | None:
    return place if "{village}" in text else None


def _number(scene: Scene, table: Table, name: str) -> int | None:
    return scene.dice.randint(*table[name]) if name in table else None


def _propaganda(scene: Scene, table: Table) -> None:
    for held, place in _turns(scene, table["every"]):
        there = _in_village(table["content"], place)
        scene.book.add(
            "propaganda",
            {
                "form": table["form"],
                "held_on": held.isoformat(),
                "content": scene.say(table["content"], village=place.inline),
                "village": there.id if there else None,
                "done_by": f"Ủy ban nhân dân {scene.unit.titled}",
                "sessions": _number(scene, table, "sessions"),
                "reached": _number(scene, table, "reached"),
                "materials": _number(scene, table, "materials"),
                "material": table.get("material"),
            },
        )


def _patrols(scene: Scene, table: Table) -> None:
    for held, place in _turns(scene, table["every"]):
        scene.book.add(
            "patrols",
            {
                "patrolled_on": held.isoformat(),
                "kind": table["kind"],
                "hours": table["hours"],
                "village": place.id,
                "route": scene.say(table["route"], village=place.inline),
                "forces": table["forces"],
                "leader": scene.officials["officer"].name,
                "people": scene.dice.randint(*table["people"]),
            },
        )


def _roll_calls(scene: Scene, table: Table) -> None:
    for held, place in _turns(scene, table["every"]):
        called = scene.dice.randint(*table["called"])
        absent = scene.dice.choice((0, 0, 1))
        scene.book.add(
            "roll_calls",
            {
                "held_on": held.isoformat(),
                "whom": table["whom"],
                "village": place.id,
                "called": called,
                "present": called - absent,
                "excused": absent,
                "taken_by": f"Công an {scene.unit.titled}",
            },
        )


def _trainings(scene: Scene, table: Table) -> None:
    for held, _place in _turns(scene, table["every"]):
        invited = scene.dice.randint(*table["invited"])
        scene.book.add(
            "trainings",
            {
                "topic": table["topic"],
                "held_on": held.isoformat(),
                "ended_on": held.isoformat(),
                "organiser": scene.say(table["organiser"]),
                "place": f"Ủy ban nhân dân {scene.unit.titled}",
                "audience": table["audience"],
                "invited": invited,
                "attendance": invited - scene.dice.randint(0, 4),
            },
        )


# -- every month -----------------------------------------------------------------------------------


def _reports(scene: Scene, table: Table) -> None:
    """Every month since registration from every village; some still owe the newest."""
    places = list(scene.places.values())
    late = {place.id for place in places[-table["late"] :]}
    month, first = scene.as_of.replace(day=1), scene.registered.replace(day=1)
    newest = add_months(month, -1)
    while (month := add_months(month, -1)) >= first:
        for place in places:
            if month == newest and place.id in late:
                continue
            sent = scene.laws.working(add_months(month, 1))
            if sent > scene.as_of:
                continue
            row = scene.book.add(
                "village_reports",
                {
                    "village": place.id,
                    "month": f"{month:%Y-%m}",
                    "sent_on": sent.isoformat(),
                    "sent_to": f"Công an {scene.unit.titled}",
                    "content": table["content"],
                },
            )
            scene.book.number(row, "document", "{}/BC-T", sent.isoformat())


# -- once ------------------------------------------------------------------------------------------


def _reward(scene: Scene, table: Table) -> None:
    place = scene.dice.choice(list(scene.places.values()))
    day = scene.laws.working(scene.ago(table["days"])).isoformat()
    called = scene.say(table["name"], village=place.inline) if "name" in table else None
    row = scene.book.add(
        "rewards",
        {
            "kind": table["kind"],
            "state": "da_co",
            "given_on": day,
            "whom": table["whom"],
            "name": _capital(called or scene.stranger("kinh")),
            "village": place.id,
            "form": table["form"],
            "merit": table["merit"],
            "decided_by": f"Ủy ban nhân dân {scene.unit.titled}",
        },
    )
    scene.book.number(row, "decision", "{}/QĐ-UBND", day)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _funding(scene: Scene, table: Table) -> None:
    day = scene.laws.working(scene.ago(table["days"]))
    row = scene.book.add(
        "funding",
        {
            "year": day.year,
            "kind": table["kind"],
            "source": table["source"],
            "amount": table["amount"],
            "on_date": day.isoformat(),
            "content": table["content"],
        },
    )
    shape = "{}/QĐ-UBND" if table["kind"] == "muc" else "PC{}"
    scene.book.number(row, "document", shape, day.isoformat())


def _business(scene: Scene, number: int, table: Table) -> None:
    places = list(scene.places.values())
    place = places[number % len(places)]
    committed = table.get("committed")
    values: dict[str, Value] = {
        "name": table["name"],
        "kind": table["kind"],
        "owner": scene.stranger("kinh"),
        "village": place.id,
        "address": place.name,
        "phone": scene.numbers.phone(),
        "committed_on": scene.ago(committed).isoformat() if committed else None,
        "state": "dang_hoat_dong",
    }
    business = scene.book.add("businesses", values)
    for days in table["checked"]:
        violation = table.get("violation") if days == max(table["checked"]) else None
        checked = scene.laws.working(scene.ago(days)).isoformat()
        row = scene.book.add(
            "business_checks",
            {
                "business": business.id,
                "checked_on": checked,
                "team": f"Công an {scene.unit.titled}",
                "violation": int(violation is not None),
                "result": violation or "Chấp hành đúng quy định",
                "handled_on": checked if violation else None,
            },
        )
        scene.book.number(row, "minutes", "{}/BB-KT", checked)


def _workers(scene: Scene, table: Table) -> None:
    places = list(scene.places.values())
    for _turn in range(table["count"]):
        place = scene.dice.choice(places)
        scene.book.add(
            "migrant_workers",
            {
                "full_name": scene.stranger("kinh"),
                "birth_year": scene.dice.randint(scene.as_of.year - 45, scene.as_of.year - 19),
                "kind": table["kind"],
                "home": table["home"],
                "worksite": table["worksite"],
                "employer": table.get("employer"),
                "village": place.id,
                "landlord": scene.stranger(next(iter(place.peoples))),
                "registered": int(scene.dice.random() < 0.8),
                "from_date": scene.within(table["since"]).isoformat(),
                "officer": scene.officials["officer"].name,
            },
        )
