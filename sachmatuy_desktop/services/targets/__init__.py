"""Targets an office is bound by, measured year by year; the roadmap of which communes when.

`follow` says where every target stands, `Told` where each number comes from; `PlanCommunes` and
`DropFromRoadmap` write the roadmap, `progress` holds it against what the communes have come to.
"""

from sachmatuy_desktop.services.targets.binding import (
    Bound,
    bound_targets,
    indicator,
    indicator_labels,
    target_titles,
)
from sachmatuy_desktop.services.targets.following import TargetLine, WayLine, follow
from sachmatuy_desktop.services.targets.lists import ListCommunes, listed_units
from sachmatuy_desktop.services.targets.measuring import (
    Measurer,
    Told,
    Typed,
    UnitPart,
    communes_of,
    today_of,
)
from sachmatuy_desktop.services.targets.roadmap import (
    DropFromRoadmap,
    PlanCommunes,
    PlanLine,
    PlanShare,
    Progress,
    Reached,
    own_plan,
    packs_asked_for,
    plan_shares,
    progress,
    this_year,
)

__all__ = [
    "Bound",
    "DropFromRoadmap",
    "ListCommunes",
    "Measurer",
    "PlanCommunes",
    "PlanLine",
    "PlanShare",
    "Progress",
    "Reached",
    "TargetLine",
    "Told",
    "Typed",
    "UnitPart",
    "WayLine",
    "bound_targets",
    "communes_of",
    "follow",
    "indicator",
    "indicator_labels",
    "listed_units",
    "own_plan",
    "packs_asked_for",
    "plan_shares",
    "progress",
    "target_titles",
    "this_year",
    "today_of",
]
