"""Plans at an office: adopted, done, proved, set from above.

task = tasks_of(office.queries, unit)[0]        # of a plan, or set from above
events = events_of(office.queries, unit)        # what tasks wait for
task.standing(now, calendar_of(session), events)    # its openings: late, soon, done

`reading` makes domain objects of rows, `events` finds what has happened, `doing` writes results.
"""

from sachmatuy_desktop.services.plans.doing import (
    AddProof,
    ChangeResult,
    NewProof,
    RecordResult,
    RecordResults,
    RemoveProof,
    RemoveResult,
)
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.services.plans.reading import (
    BOOKS,
    OfficePlan,
    OfficeTask,
    PlanActor,
    Proof,
    Result,
    phases_from_json,
    phases_to_json,
    plans_of,
    task_of,
    tasks_of,
)

__all__ = [
    "BOOKS",
    "AddProof",
    "ChangeResult",
    "NewProof",
    "OfficePlan",
    "OfficeTask",
    "PlanActor",
    "Proof",
    "RecordResult",
    "RecordResults",
    "RemoveProof",
    "RemoveResult",
    "Result",
    "events_of",
    "phases_from_json",
    "phases_to_json",
    "plans_of",
    "task_of",
    "tasks_of",
]
