"""The books an office keeps, all of them."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers import (
    attachments,
    enforcement,
    management,
    papers,
    people,
    places,
    profiles,
    programme,
)
from sachmatuy_desktop.domain.registers.register import Catalogue

REGISTERS: Final = Catalogue(
    (
        places.VILLAGES,
        places.SUBUNITS,
        places.POPULATIONS,
        places.HOUSEHOLDS,
        programme.COMMITMENTS,
        people.PEOPLE,
        people.IDENTITY_DOCS,
        profiles.PROFILES,
        profiles.GUARDIANS,
        people.EPISODES,
        people.PRESENCES,
        management.DECISIONS,
        management.TESTS,
        management.TREATMENTS,
        management.SUPPORTS,
        management.VISITS,
        management.ASSIGNMENTS,
        management.TRANSFERS,
        enforcement.HOTSPOTS,
        enforcement.INCIDENTS,
        enforcement.CASE_SUBJECTS,
        enforcement.TIP_OFFS,
        programme.CAMPAIGNS,
        programme.TIP_BOXES,
        programme.BOX_OPENINGS,
        programme.HOTLINE_BOARDS,
        programme.MODELS,
        programme.ACTIVITIES,
        programme.ATTESTATIONS,
        programme.SETTINGS,
        programme.HOLIDAYS,
        papers.ASSESSMENTS,
        papers.DOCUMENTS,
        papers.RETURNS,
        *attachments.BOOKS.values(),
    )
)
