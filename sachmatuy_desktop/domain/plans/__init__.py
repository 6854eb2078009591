"""Plans: who does what by when, in the words of the document that says so.

Pure data; the packs bring it, an office adopts it.
"""

from sachmatuy_desktop.domain.plans.plan import (
    ACTOR_LEVELS,
    OFFICE_LEVELS,
    TASK_KINDS,
    Actor,
    Body,
    Campaign,
    CriterionRef,
    Obsolete,
    Phase,
    PlanPack,
    PlanTask,
    YearlyDay,
)
from sachmatuy_desktop.domain.plans.when import EVENTS, EVERY, KINDS, When

__all__ = [
    "ACTOR_LEVELS",
    "EVENTS",
    "EVERY",
    "KINDS",
    "OFFICE_LEVELS",
    "TASK_KINDS",
    "Actor",
    "Body",
    "Campaign",
    "CriterionRef",
    "Obsolete",
    "Phase",
    "PlanPack",
    "PlanTask",
    "When",
    "YearlyDay",
]
