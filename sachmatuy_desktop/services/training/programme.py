"""The programme of a commune: registration, models, activities, attestations, figures, events."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.training.plan import HotspotPlan, IncidentPlan, TipPlan
from sachmatuy_desktop.services.training.scene import Place, Scene

_SNAPSHOTS = 3
_MODEL_MEETS = 30
_LONGEST_ACTIVITY = 365


def campaign(scene: Scene) -> dict[str, Value]:
    """The registration; its baseline is what the office's own lists say of that day."""
    day = scene.registered.isoformat()
    return {
        "pack": scene.world.pack,
        "name": scene.world.campaign,
        "registered_on": day,
        "document": scene.world.document,
        "from_date": day,
        "baseline_addicts": _listed(scene, "nghien", day),
        "baseline_users": _listed(scene, "sdtp", day),
    }


def _listed(scene: Scene, category: str, day: str) -> int:
    """How many people were on a list on a day."""
    return sum(
        each.values["category"] == category
        and str(each.values["from_date"]) <= day
        and (each.values["until_date"] is None or str(each.values["until_date"]) > day)
        for each in scene.book.rows["episodes"]
    )


def letterhead(scene: Scene) -> dict[str, Value]:
    """Who signs the office's papers."""
    return {
        "signer": scene.officials["chairman"].name,
        "police_chief": scene.officials["police_chief"].name,
        "drafting": scene.world.police,
        "on_key_route": 0,
    }


def build_programme(scene: Scene) -> None:
    """Models with their meetings, activities, attestations, population, events."""
    _models(scene)
    _activities(scene)
    _attestations(scene)
    _populations(scene)
    for hotspot in scene.world.hotspot:
        _hotspot(scene, hotspot)
    for incident in scene.world.incident:
        _incident(scene, incident)
    for tip in scene.world.tip:
        _tip_off(scene, tip)


def _models(scene: Scene) -> None:
    for plan in scene.world.model:
        started = scene.laws.working(scene.ago(plan.started))
        row = scene.book.add(
            "models",
            {
                "name": plan.name,
                "started_on": started.isoformat(),
                "members": plan.members,
                "board": scene.officials["officer"].name,
                "state": "dang_hoat_dong",
                "state_from": started.isoformat(),
                "reviewed_on": scene.laws.working(scene.ago(35)).isoformat(),
                "rating": "hieu_qua",
            },
        )
        scene.book.number(row, "decision", "{}/QĐ-UBND", started.isoformat())
        held = scene.ago(scene.dice.randint(3, 20))
        while held > max(started, scene.ago(_LONGEST_ACTIVITY)):
            _activity(scene, "sinh_hoat_mo_hinh", held, f"Sinh hoạt mô hình: {plan.name}", row.id)
            held -= timedelta(days=_MODEL_MEETS)


def _activities(scene: Scene) -> None:
    places = list(scene.places.values())
    for plan in scene.words["activity"]:
        held, turn = scene.ago(scene.dice.randint(2, plan["every"])), 0
        while held > max(scene.registered, scene.ago(_LONGEST_ACTIVITY)):
            place = places[turn % len(places)] if "{village}" in plan["content"] else None
            content = scene.say(plan["content"], village=place.inline if place else "")
            _activity(scene, plan["kind"], held, content, None, place, plan["attendance"])
            held -= timedelta(days=plan["every"])
            turn += 1


def _activity(
    scene: Scene,
    kind: str,
    held: date,
    content: str,
    model: RecordId | None,
    place: Place | None = None,
    attendance: Any = (15, 40),
) -> None:
    scene.book.add(
        "activities",
        {
            "kind": kind,
            "held_on": held.isoformat(),
            "content": content,
            "model": model,
            "village": place.id if place else None,
            "place": place.name if place else f"Ủy ban nhân dân {scene.unit.titled}",
            "attendance": scene.dice.randint(*attendance),
        },
    )


def _attestations(scene: Scene) -> None:
    for plan in scene.world.attestation:
        official = scene.officials[plan.signer]
        day = scene.laws.working(scene.ago(plan.days)).isoformat()
        row = scene.book.add(
            "attestations",
            {
                "pack": scene.world.pack,
                "item": plan.item,
                "answer": "co",
                "signer": official.name,
                "position": official.position,
                "signed_on": day,
                "period_from": scene.registered.isoformat(),
                "period_until": day,
            },
        )
        shape = "{}/BB-" + (scene.world.police if plan.signer == "police_chief" else "UBND")
        scene.book.number(row, "document", shape, day)


def _populations(scene: Scene) -> None:
    """Figures of the last cut-offs: the newest by village too, earlier ones of the commune."""
    households = {place.name: _residing(place) for place in scene.places.values()}
    for back, day in enumerate(_cut_offs(scene.as_of)):
        people = sum(len(place.residents) for place in scene.places.values())
        _population(scene, None, day, sum(households.values()) - 3 * back, people - 11 * back)
        if back == 0:
            for place in scene.places.values():
                _population(scene, place.id, day, households[place.name], len(place.residents))


def _cut_offs(as_of: date) -> list[date]:
    """The last halves of the reporting year, the newest first."""
    year = ReportingYear.of(as_of)
    ends = [
        end
        for each in (year, year.previous(), year.previous().previous())
        for end in (each.end, each.half)
    ]
    return [end for end in ends if end <= as_of][:_SNAPSHOTS]


def _residing(place: Place) -> int:
    return sum(each.values["state"] != "da_chuyen_di" for each in place.households)


def _population(
    scene: Scene, village: RecordId | None, day: date, households: int, people: int
) -> None:
    notes = scene.words["notes"]
    scene.book.add(
        "populations",
        {
            "village": village,
            "as_of": day.isoformat(),
            "households": max(households, 1),
            "people": max(people, 1),
            "basis": scene.say(notes["population"]),
            "signer": scene.say(notes["population_signer"]),
        },
    )


def _hotspot(scene: Scene, plan: HotspotPlan) -> None:
    place = scene.places[plan.village]
    found = scene.ago(plan.since).isoformat()
    row = scene.book.add(
        "hotspots",
        {
            "kind": plan.kind,
            "village": place.id,
            "address": place.name,
            "detected_on": found,
        },
    )
    scene.book.number(row, "source_document", "{}/BC-" + scene.world.police, found)
    if plan.eliminated is not None:
        gone = scene.ago(plan.eliminated).isoformat()
        row.values["eliminated_on"] = gone
        scene.book.number(row, "elimination_document", "{}/BC-" + scene.world.police, gone)
    for change, days in plan.history:
        happened = scene.ago(days).isoformat()
        values: dict[str, Value] = {
            "hotspot": row.id,
            "change": change,
            "happened_on": happened,
            "forces": scene.say(scene.words["notes"]["forwarded"]),
        }
        changed = scene.book.add("hotspot_history", values)
        scene.book.number(changed, "document", "{}/BC-" + scene.world.police, happened)


def _incident(scene: Scene, plan: IncidentPlan) -> None:
    place = scene.dice.choice(list(scene.places.values()))
    happened, handled = scene.ago(plan.days).isoformat(), scene.ago(plan.handled).isoformat()
    row = scene.book.add(
        "incidents",
        {
            "kind": plan.kind,
            "happened_on": happened,
            "village": place.id,
            "severity": plan.severity,
            "handled_on": handled,
            "result": plan.result,
        },
    )
    people = max(place.peoples, key=lambda each: place.peoples[each])
    for _ in range(plan.subjects):
        scene.book.add(
            "case_subjects",
            {
                "role": "bi_bat_giu" if plan.arrested else "vi_pham",
                "name": scene.stranger(people),
                "incident": row.id,
                "resident": int(not plan.arrested),
                "in_commune": 1,
                "severity": plan.severity,
                "happened_on": happened,
                "caught_on": handled,
                "hiding_here": 0,
            },
        )


def _tip_off(scene: Scene, plan: TipPlan) -> None:
    received = scene.ago(plan.days).isoformat()
    answered = None if plan.answered is None else scene.ago(plan.answered).isoformat()
    row = scene.book.add(
        "tip_offs",
        {
            "received_on": received,
            "source": plan.source,
            "anonymous": 1,
            "content": plan.content,
            "forwarded_to": scene.say(scene.words["notes"]["forwarded"]),
            "answered_on": answered,
            "result": plan.result,
        },
    )
    scene.book.number(row, "number", "{}/TB", received)
