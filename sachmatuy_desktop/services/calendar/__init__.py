"""The office's calendar: everything that has a day, for whoever may see it.

diary = read_diary(office)                   # once, on the worker
diary.between(first, last)                   # a month, an agenda
diary.overdue()                              # what should have been done
export_calendar(office, path, first, last, diary.kinds)

`plans`, `persons`, `answers`, `drives`, `incoming`, `keeping` and `privacy` are the sources;
`entries` is what they tell.
"""

from sachmatuy_desktop.services.calendar.entries import (
    Behind,
    Entry,
    Kind,
    Source,
    sorted_entries,
)
from sachmatuy_desktop.services.calendar.export import LONGEST, SUFFIX, export_calendar
from sachmatuy_desktop.services.calendar.plans import PlanTasks
from sachmatuy_desktop.services.calendar.reading import (
    BOOKS,
    Diary,
    drives_here,
    incoming_here,
    kinds_of,
    read_diary,
    tasks_here,
)

__all__ = [
    "BOOKS",
    "LONGEST",
    "SUFFIX",
    "Behind",
    "Diary",
    "Entry",
    "Kind",
    "PlanTasks",
    "Source",
    "drives_here",
    "export_calendar",
    "incoming_here",
    "kinds_of",
    "read_diary",
    "sorted_entries",
    "tasks_here",
]
