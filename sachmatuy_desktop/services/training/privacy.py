"""The books of data protection: requests at every state, breaches, records whose period is over.

Told by `resources/training/privacy.toml`.  Thought up last, so that nothing before it falls
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.scene import Scene

_ADULT: Final = 18
Table = Mapping[str, Any]


def protect_data(scene: Scene) -> None:
    """Fill the books, and leave some old records in others."""
    told = scene.words["privacy"]
    residents = _unlisted(scene)
    for table in told["request"]:
        _request(scene, table, next(residents) if table.get("about") else None)
    for table in told["breach"]:
        _breach(scene, table)
    for table in told["worker"]:
        _worker(scene, table)
    for table in told["tip"]:
        _tip(scene, table)
    for table in told["released"]:
        _released(scene, table, next(residents))


def _unlisted(scene: Scene) -> Iterator[Row]:
    """Grown-up residents who never stood on a list, village by village."""
    listed = {row.values["person"] for row in scene.book.rows["episodes"]}
    oldest = str(scene.as_of.year - _ADULT)
    for household in range(max(len(place.residents) for place in scene.places.values())):
        for place in scene.places.values():
            for each in place.residents[household : household + 1]:
                if each.id not in listed and str(each.values["birth"])[:4] < oldest:
                    yield each


def _day(scene: Scene, table: Table, name: str) -> str | None:
    return scene.ago(table[name]).isoformat() if name in table else None


def _request(scene: Scene, table: Table, person: Row | None) -> None:
    scene.book.add(
        "data_requests",
        {
            "number": table["number"],
            "received_on": _day(scene, table, "received"),
            "channel": table["channel"],
            "kind": table["kind"],
            "person": person.id if person else None,
            "requester": person.values["full_name"] if person else scene.stranger("kinh"),
            "content": table.get("content"),
            "acknowledged_on": _day(scene, table, "acknowledged"),
            "result": table.get("result"),
            "done_on": _day(scene, table, "done"),
            "refusal_ground": table.get("refusal_ground"),
            "answer": table.get("answer"),
        },
    )


def _breach(scene: Scene, table: Table) -> None:
    scene.book.add(
        "data_breaches",
        {
            "number": table["number"],
            "detected_on": _day(scene, table, "detected"),
            "detected_at": table["at"],
            "kind": table["kind"],
            "description": table["description"],
            "categories": table["categories"],
            "affected": table["affected"],
            "consequences": table["consequences"],
            "steps": table["steps"],
            "notified_on": _day(scene, table, "notified"),
            "notified_at": table.get("notified_at"),
            "notified_to": table.get("notified_to"),
            "notice_number": table.get("notice"),
            "late_reason": table.get("late_reason"),
            "minutes_number": table.get("minutes_number"),
            "minutes_on": _day(scene, table, "minutes"),
            "closed_on": _day(scene, table, "closed"),
        },
    )


def _worker(scene: Scene, table: Table) -> None:
    """Somebody who worked here for two months; kept on by a decision, where the table says so."""
    left: date = scene.ago(table["left"])
    worker = scene.book.add(
        "migrant_workers",
        {
            "full_name": scene.stranger("kinh"),
            "kind": "thoi_vu",
            "worksite": table["worksite"],
            "from_date": (left - timedelta(days=60)).isoformat(),
            "until_date": left.isoformat(),
        },
    )
    if "kept" in table:
        scene.book.add(
            "retention_decisions",
            {
                "rule": "migrant-workers",
                "record": worker.id,
                "decision": "giu",
                "reason": table["kept"],
                "review_on": (scene.as_of + timedelta(days=table["again"])).isoformat(),
                "decided_by": scene.officials["police_chief"].name,
                "decided_on": _day(scene, table, "kept_on"),
            },
        )


def _tip(scene: Scene, table: Table) -> None:
    scene.book.add(
        "tip_offs",
        {
            "number": table["number"],
            "received_on": _day(scene, table, "received"),
            "source": table["source"],
            "anonymous": 1,
            "content": table["content"],
            "answered_on": _day(scene, table, "answered"),
            "result": table["result"],
            "announced_on": _day(scene, table, "announced"),
        },
    )


def _released(scene: Scene, table: Table, person: Row) -> None:
    """A time after rehabilitation, over for years."""
    scene.book.add(
        "episodes",
        {
            "person": person.id,
            "category": "sau_cai",
            "from_date": _day(scene, table, "from"),
            "until_date": _day(scene, table, "until"),
            "end_reason": "Hết thời hạn quản lý sau cai nghiện",
        },
    )
