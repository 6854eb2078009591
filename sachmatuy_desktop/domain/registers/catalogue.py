"""The books an office keeps, all of them."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers import (
    attachments,
    commitments,
    enforcement,
    management,
    movement,
    oversight,
    papers,
    people,
    places,
    profiles,
    programme,
    tip_lines,
)
from sachmatuy_desktop.domain.registers.register import Catalogue

REGISTERS: Final = Catalogue(
    (
        places.VILLAGES,
        places.SUBUNITS,
        places.POPULATIONS,
        places.HOUSEHOLDS,
        commitments.COMMITMENTS,
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
        enforcement.HOTSPOT_HISTORY,
        enforcement.INCIDENTS,
        enforcement.CASE_SUBJECTS,
        tip_lines.TIP_BOXES,
        tip_lines.BOX_OPENINGS,
        tip_lines.TIP_OFFS,
        tip_lines.HOTLINE_BOARDS,
        oversight.MIGRANT_WORKERS,
        oversight.BUSINESSES,
        oversight.BUSINESS_CHECKS,
        oversight.PATROLS,
        oversight.ROLL_CALLS,
        programme.CAMPAIGNS,
        movement.MODELS,
        movement.ACTIVITIES,
        movement.PROPAGANDA,
        movement.TRAININGS,
        movement.REWARDS,
        movement.FUNDING,
        movement.VILLAGE_REPORTS,
        programme.ATTESTATIONS,
        programme.SETTINGS,
        programme.HOLIDAYS,
        papers.ASSESSMENTS,
        papers.DOCUMENTS,
        papers.RETURNS,
        *attachments.BOOKS.values(),
    )
)
