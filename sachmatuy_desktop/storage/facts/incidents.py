"""Figures about incidents within the reporting year 15/12–14/12.

They clear with the next year (Quyết định 28/2025/QĐ-TTg, Điều 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, exists, or_

from sachmatuy_desktop.storage.facts.circles import Condition, alive, ours
from sachmatuy_desktop.storage.facts.figures import Count, Figure, Total, Why
from sachmatuy_desktop.storage.facts.question import REGISTERED, START, UNTIL, Question, Shape
from sachmatuy_desktop.storage.schema import register_tables

INCIDENTS: Final = register_tables["incidents"]
SUBJECTS: Final = register_tables["case_subjects"]

CRIMES: Final = ("san_xuat", "mua_ban", "tang_tru", "van_chuyen", "to_chuc_su_dung")
"""Incidents that are crimes by their kind; of the others those with somebody arrested are."""


def next_year(question: Question, row: Any) -> date:  # noqa: ARG001
    """The first day of the next reporting year: what happened in this one no longer counts."""
    return question.year.next().start


def in_period(when: Any, first: Any = START) -> Condition:
    """Within the reporting year, or from another first day on."""
    return and_(when >= first, when <= UNTIL)


_INCIDENT: Final = Why("xảy ra trong kỳ", next_year, since=INCIDENTS.c.happened_on)


def _incident_where(shape: Shape, *others: Condition) -> tuple[Condition, ...]:
    """Incidents of the year, or since registration: reading `incident_period` (003 tiêu chí 6)."""
    since_registration = shape.takes("incident_period", "since_registration")
    first = REGISTERED if since_registration else START
    return (*ours(INCIDENTS, shape), in_period(INCIDENTS.c.happened_on, first), *others)


def incidents(kind: str) -> Callable[[Shape], Count]:
    """The incidents of a kind within the period."""

    def made(shape: Shape) -> Count:
        return Count("incidents", _incident_where(shape, INCIDENTS.c.kind == kind), _INCIDENT)

    return made


def plants(column: str, or_else: str) -> Callable[[Shape], Total]:
    """Plants or area of what was found and destroyed within the year (Điều 4 d)."""

    def made(shape: Shape) -> Total:
        where = (
            *ours(INCIDENTS, shape),
            INCIDENTS.c.kind == "trong_cay",
            in_period(INCIDENTS.c.happened_on),
        )
        return Total("incidents", column, or_else, where, _INCIDENT)

    return made


def drug_cases(shape: Shape) -> Count:
    """Crimes found within the year, counted as cases (003 II.1.1 b).

    Growing plants, using and the rest are crimes where somebody was arrested for it or the police
    wrote down a degree of severity.
    """
    arrested = exists().where(
        alive(SUBJECTS),
        SUBJECTS.c.incident == INCIDENTS.c.id,
        SUBJECTS.c.role == "bi_bat_giu",
    )
    crime = or_(INCIDENTS.c.kind.in_(CRIMES), INCIDENTS.c.severity.is_not(None), arrested)
    where = (*ours(INCIDENTS, shape), in_period(INCIDENTS.c.happened_on), crime)
    return Count("incidents", where, _INCIDENT)


INCIDENT_FIGURES: Final[Mapping[str, Callable[[Shape], Figure]]] = MappingProxyType(
    {
        "drug_plants": plants("plants", "area_m2"),
        "drug_plant_area_m2": plants("area_m2", "plants"),
        "plant_cases": incidents("trong_cay"),
        "production_cases": incidents("san_xuat"),
        "drug_cases": drug_cases,
    }
)
