"""How a point stands on a day: what its newest change says (004 I.4; 001 IV.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sachmatuy_desktop.domain.registers.enforcement import ARISEN, HOTSPOT_ENDS
from sachmatuy_desktop.domain.registers.fields import Value


class Standing(NamedTuple):
    """The state and the day it began."""

    state: str
    since: str

    @property
    def is_there(self) -> bool:
        """Whether there is such a point."""
        return self.state not in HOTSPOT_ENDS


def standing(
    hotspot: Mapping[str, Value], history: Iterable[Mapping[str, Value]], day: str
) -> Standing | None:
    """None before the point was found.

    A point may say its elimination itself; of changes on one day that which ends it holds, as the
    criteria count it (`storage.facts.points`).
    """
    found = str(hotspot["detected_on"])
    if found > day:
        return None
    events = [(found, False, ARISEN)]
    if hotspot["eliminated_on"] is not None:
        events.append((str(hotspot["eliminated_on"]), True, "triet_xoa"))
    events += [
        (str(each["happened_on"]), each["change"] in HOTSPOT_ENDS, str(each["change"]))
        for each in history
    ]
    since, _ends, state = max(event for event in events if event[0] <= day)
    return Standing(state, since)
