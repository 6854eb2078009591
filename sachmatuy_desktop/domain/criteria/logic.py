"""Three-valued answers: what is known, what is not, and what never arose.

A figure that nobody recorded is not zero, and a list with nobody on it is not a proof.  So a
criterion has four states, and a decision follows only when no missing figure could change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """What can be said of one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOTHING_ARISEN = "nothing_arisen"
    """0 of 0: there was nobody and nothing to apply it to; it does not block and does not count."""


class Outcome(StrEnum):
    """What can be said of the whole pack."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def all_hold(statuses: Iterable[Status]) -> Status:
    """The state of “every one of these”: one failure decides, one unknown leaves it open."""
    seen = set(statuses)
    for decisive in (Status.NOT_MET, Status.UNKNOWN, Status.MET):
        if decisive in seen:
            return decisive
    return Status.NOTHING_ARISEN


def any_holds(statuses: Iterable[Status]) -> Status:
    """The state of “one of these”: one success decides, one unknown leaves it open."""
    seen = set(statuses)
    for decisive in (Status.MET, Status.UNKNOWN, Status.NOT_MET):
        if decisive in seen:
            return decisive
    return Status.NOTHING_ARISEN


def every_criterion(statuses: Iterable[Status]) -> Outcome:
    """The outcome of a pack that asks for all of its criteria."""
    return {
        Status.NOT_MET: Outcome.NO,
        Status.UNKNOWN: Outcome.UNKNOWN,
        Status.MET: Outcome.YES,
        Status.NOTHING_ARISEN: Outcome.YES,
    }[all_hold(statuses)]


def at_least(count: int, statuses: Iterable[Status]) -> Outcome:
    """The outcome of a pack that asks for `count` of its criteria, decided as soon as it can be."""
    listed = list(statuses)
    met = listed.count(Status.MET)
    if met >= count:
        return Outcome.YES
    if met + listed.count(Status.UNKNOWN) < count:
        return Outcome.NO
    return Outcome.UNKNOWN
