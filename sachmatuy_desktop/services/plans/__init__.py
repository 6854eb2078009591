"""Plans at an office: adopted, done, proved, set from above.

task = tasks_of(office.queries, unit)[0]        # of a plan, or set from above
task.standing(now, calendar_of(session))        # its openings: late, soon, done

`reading` makes domain objects of rows.
"""

from sachmatuy_desktop.services.plans.reading import (
    BOOKS,
    OfficePlan,
    OfficeTask,
    PlanActor,
    phases_from_json,
    phases_to_json,
    plans_of,
    tasks_of,
)

__all__ = [
    "BOOKS",
    "OfficePlan",
    "OfficeTask",
    "PlanActor",
    "phases_from_json",
    "phases_to_json",
    "plans_of",
    "tasks_of",
]
