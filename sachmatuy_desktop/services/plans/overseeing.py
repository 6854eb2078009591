"""The receiving office's view of tasks: communes by tasks, how each stands by what has come.

Columns are the tasks this office has set and, of a plan that communes have adopted, the tasks of
its pack.  A commune's own additions have no column: nobody else has them.

*Nothing is late that is not known.*  What a commune's newest bundle says is true as of the moment
it was made there, or was taken in here if that clock is ahead; an opening whose time ran out after
that is unheard of, not late.  Lateness of what was done is judged by the day of the result.  A task
that no bundle has brought to its commune yet is undelivered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, ReportingYear
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import Event, Opening
from sachmatuy_desktop.domain.plans.periods import DAY, Life, Period, period_of
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, standing
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.services.board import Line, lines_below
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.events import events_by_unit
from sachmatuy_desktop.services.plans.reading import (
    REMINDERS,
    SET,
    Book,
    OfficeTask,
    Result,
    plans_of,
    tasks_of,
)
from sachmatuy_desktop.storage.outbox import undelivered
from sachmatuy_desktop.storage.parking import waiting_units
from sachmatuy_desktop.storage.post import newest_from
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.bundle import Kind

__all__ = []
