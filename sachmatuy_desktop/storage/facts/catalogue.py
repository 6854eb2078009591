"""Every fact and how it is asked of the records; what is not in the records, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.storage.facts.arisen import SINCE_REGISTRATION
from sachmatuy_desktop.storage.facts.figures import Figure, Told
from sachmatuy_desktop.storage.facts.incidents import INCIDENT_FIGURES
from sachmatuy_desktop.storage.facts.offenders import OFFENDER_FIGURES
from sachmatuy_desktop.storage.facts.offices import OFFICE_FIGURES
from sachmatuy_desktop.storage.facts.people_figures import PEOPLE_FIGURES
from sachmatuy_desktop.storage.facts.places import PLACE_FIGURES, pledged
from sachmatuy_desktop.storage.facts.points import POINT_FIGURES
from sachmatuy_desktop.storage.facts.question import ListeningShape, Shape
from sachmatuy_desktop.storage.facts.reports import REPORT_FIGURES

FIGURES: Final[Mapping[str, Callable[[Shape], Figure]]] = MappingProxyType(
    {
        **PEOPLE_FIGURES,
        **SINCE_REGISTRATION,
        **POINT_FIGURES,
        **INCIDENT_FIGURES,
        **OFFENDER_FIGURES,
        **PLACE_FIGURES,
    }
)

TOLD: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        **OFFICE_FIGURES,
        **REPORT_FIGURES,
        "neighbourhood_pledged": Told("commitments", pledged),
    }
)

ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "in_key_class": "the result of another pack on the same day: services.criteria",
    }
)
"""Facts of the shipped packs that no query of this package answers."""

NOT_PERSONAL: Final = frozenset(
    {
        "active_models",
        "households",
        "households_committed",
        "monthly_reports_due",
        "monthly_reports_sent",
        "neighbourhood_pledged",
        "on_interprovincial_route",
        "on_key_route",
        "organisations",
        "organisations_committed",
        "population",
        "security_teams",
        "security_teams_committed",
        "villages",
        "villages_with_hotline_board",
        "villages_with_tip_box",
    }
)
"""Facts whose records anybody of the office may be shown.

The records of all others say of a person, a family or a place that it has to do with drugs
(Nghị định 356/2025/NĐ-CP, Điều 4).
"""


@lru_cache(maxsize=1024)
def figure_of(name: str, shape: Shape) -> Figure:
    """The figure of a fact in the wording of a question, made once and kept."""
    if name in TOLD:
        return TOLD[name]
    if name not in FIGURES:
        raise NotFound(N_("Không có cách tính số liệu «{name}» từ sổ sách."), name=name)
    return FIGURES[name](shape)


@lru_cache(maxsize=4096)
def depends_on(name: str, reading: str, shape: Shape) -> bool:
    """Whether another value of a reading may change the statement of a fact, or what is told.

    A figure that asks nothing of the reading while it is put together is put together the same way
    by any other value of it.
    """
    if name not in FIGURES:
        return name in TOLD
    heard: set[str] = set()
    FIGURES[name](ListeningShape(shape, heard))
    return reading in heard


def register_of(name: str) -> str | None:
    """The register an officer opens to change a fact; `None` for one that has none."""
    if name not in FIGURES and name not in TOLD:
        return None
    return figure_of(name, Shape()).register
