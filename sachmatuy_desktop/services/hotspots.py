"""Points as they stand today, read with their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sachmatuy_desktop.domain.hotspots import Standing, standing
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage.queries import Queries, Where


def standings(queries: Queries, points: Sequence[RecordId], day: str) -> dict[RecordId, Standing]:
    """How each point stands on the day; points found later are left out."""
    changes = queries.ids("hotspot_history", [Where("hotspot", "in", tuple(points))])
    history: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
    for row in queries.rows("hotspot_history", changes).values():
        history[str(row["hotspot"])].append(row)
    told = (
        (record, standing(row, history[record], day))
        for record, row in queries.rows("hotspots", points).items()
    )
    return {record: each for record, each in told if each is not None}


def present(queries: Queries, day: str) -> frozenset[RecordId]:
    """The points that are there on the day."""
    found = standings(queries, queries.ids("hotspots"), day)
    return frozenset(record for record, each in found.items() if each.is_there)
