"""What the protection of data puts into the calendar: requests, breaches, records to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.calendar import Count, Item, Matter
from sachmatuy_desktop.domain.registers.privacy import BREACH_KINDS, REQUEST_KINDS
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.retention import OpenBreach, OpenRequest
from sachmatuy_desktop.services.retention.breaches import BREACHES
from sachmatuy_desktop.services.retention.days import ReviewDay
from sachmatuy_desktop.services.retention.requests import REQUESTS
from sachmatuy_desktop.services.retention.reviewing import DECISIONS

__all__ = ["BOOKS_OF_PRIVACY", "PrivacyDays"]

BOOKS_OF_PRIVACY: Final = frozenset(
    {
        *(REQUESTS, BREACHES, DECISIONS, "retention_periods"),
        *("commitments", "tip_offs", "migrant_workers", "case_subjects"),
    }
)
"""The registers these days are read from, beside those of persons."""


@dataclass(frozen=True)
class PrivacyDays:
    """Last days of requests, last hours of breaches, days on which periods end.

    `title` is the kind of request, breach or record, `who` the number in its book: for the screen
    alone.
    """

    requests: tuple[OpenRequest, ...]
    breaches: tuple[OpenBreach, ...]
    reviews: tuple[ReviewDay, ...]
    now: datetime

    @property
    def today(self) -> date:
        """The day it was read on."""
        return self.now.astimezone(VIETNAM).date()

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """Those between the two days."""
        found = (*self._requests(), *self._breaches(), *self._reviews())
        return (each for each in found if first <= each.day <= last)

    def _requests(self) -> Iterator[Entry]:
        """To say that it has come, and to have it done."""
        for each in self.requests:
            for matter, day in (
                (Matter.ACKNOWLEDGE, each.acknowledge_by),
                (Matter.REQUEST, each.done_by),
            ):
                if day is not None:
                    yield Entry(
                        Item(Count(matter, REQUESTS, 1), day, key=each.id),
                        Kind.PRIVACY,
                        REQUEST_KINDS[each.kind],
                        each.number,
                        behind=Behind(REQUESTS, frozenset({each.id})),
                        over=day < self.today,
                    )

    def _breaches(self) -> Iterator[Entry]:
        """The hour by which a breach is to be notified, until it was."""
        for each in self.breaches:
            due = each.countdown.due.astimezone(VIETNAM)
            if each.countdown.notified is None:
                yield Entry(
                    Item(Count(Matter.BREACH, BREACHES, 1), due.date(), due, each.id),
                    Kind.PRIVACY,
                    BREACH_KINDS[each.kind],
                    each.number,
                    behind=Behind(BREACHES, frozenset({each.id})),
                    over=each.countdown.late(self.now),
                )

    def _reviews(self) -> Iterator[Entry]:
        """One a kind and day; all days that are over are one entry, on the first of them.

        Behind it stands the kind, in place of thousands of records.
        """
        for _id, days in groupby(self.reviews, key=lambda each: each.kind.id):
            of_kind = tuple(days)
            waiting = [each for each in of_kind if each.day <= self.today]
            if waiting:
                first = min(each.day for each in waiting)
                yield self._review(waiting[0], first, sum(each.count for each in waiting))
            for each in of_kind:
                if each.day > self.today:
                    yield self._review(each, each.day, each.count)

    def _review(self, read: ReviewDay, day: date, count: int) -> Entry:
        kind = read.kind
        return Entry(
            Item(Count(Matter.REVIEW, kind.register, count), day, key=kind.id),
            Kind.PRIVACY,
            kind.title,
            count=count,
            behind=Behind(DECISIONS, frozenset({kind.id})),
            over=day < self.today,
            proposed=kind.only_proposed,
        )
