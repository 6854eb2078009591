"""What an officer keeps as one duty: the books that a role is given or not given together.

Finer than the pages of the window: a health station keeps tests and treatment and not the lists of
persons that stand on the same page (domain 10.4; law-rules, part 4: "no text gives the roster to
MTTQ, đoàn thể, thôn or trạm y tế as a whole").
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Duty(StrEnum):
    """The books that are given to a role together."""

    PERSONS = "persons"  # who lives here, and their papers
    LISTS = "lists"  # who stands on a list of the drug law, and what was decided of them
    HEALTH = "health"  # tests, treatment
    SUPPORT = "support"  # work, loans, help after rehabilitation
    OFFENCES = "offences"  # places, incidents, offenders
    TIPS = "tips"  # what citizens told
    ORDER = "order"  # patrols, businesses under conditions
    HOUSEHOLDS = "households"
    COMMITMENTS = "commitments"  # who has signed, and the drives to ask for it
    HAMLETS = "hamlets"  # boxes, boards, reports of a hamlet
    PLACES = "places"  # hamlets and their population
    MODELS = "models"  # models, meetings, propaganda, training
    PROGRAMME = "programme"  # registration, praise, money, figures
    CRITERIA = "criteria"
    PLANS = "plans"
    DOCUMENTS = "documents"
    PRIVACY = "privacy"  # who asked for their data, what leaked, what is kept how long
    SYNC = "sync"
    ADMIN = "admin"


_BOOKS: Final = {
    Duty.PERSONS: ("people", "identity_docs", "migrant_workers"),
    Duty.HEALTH: ("tests", "treatments"),
    Duty.SUPPORT: ("supports",),
    Duty.OFFENCES: ("hotspots", "hotspot_history", "incidents", "case_subjects"),
    Duty.TIPS: ("tip_offs",),
    Duty.ORDER: ("patrols", "businesses", "business_checks"),
    Duty.LISTS: ("roll_calls", "coded_people", "distinct_pairs", "accepted_findings"),
    Duty.COMMITMENTS: ("commitments", "drives", "drive_villages", "drive_sheets"),
    Duty.HAMLETS: ("tip_boxes", "box_openings", "hotline_boards", "village_reports"),
    Duty.PLACES: ("villages", "subunits", "populations"),
    Duty.PRIVACY: (
        *("data_requests", "data_breaches"),
        *("retention_decisions", "retention_periods"),
    ),
    Duty.MODELS: ("models", "activities", "propaganda", "trainings"),
}

_OF_BOOK: Final = MappingProxyType({book: duty for duty, books in _BOOKS.items() for book in books})
_OF_PAGE: Final = MappingProxyType(
    {
        "people": Duty.LISTS,
        "households": Duty.HOUSEHOLDS,
        "registers": Duty.PROGRAMME,
        "criteria": Duty.CRITERIA,
        "plans": Duty.PLANS,
        "documents": Duty.DOCUMENTS,
        "sync": Duty.SYNC,
        "admin": Duty.ADMIN,
    }
)
"""What stands on a page and is named by no duty of its own belongs to the page's."""


def duty_of(register: str, page: str) -> Duty:
    """The duty that a book of a page (`Area`) belongs to."""
    return _OF_BOOK.get(register, _OF_PAGE[page])
