"""All scenes in the order in which they are played: records first, then papers, then bundles."""

from __future__ import annotations

from shooting import (
    attachments,
    board,
    calendar,
    campaign,
    cases,
    checks,
    commune,
    conflicts,
    difficulties,
    drives,
    explained,
    first_steps,
    forecast,
    lists,
    moving,
    packs,
<<<<<<< HEAD
    plan_above,
=======
    plan_adopting,
    plan_doing,
>>>>>>> main
    plan_papers,
    plans,
    questions,
    receiving,
    recognition,
    targets,
    yearly,
)
from shooting.stage import Scene

SCENES: tuple[Scene, ...] = (
    *first_steps.SCENES,
    *commune.SCENES,
    *explained.SCENES,
    *lists.SCENES,
    *cases.SCENES,
    *attachments.SCENES,
    *forecast.SCENES,
    *questions.SCENES,
    *receiving.SCENES,
    *board.SCENES,
    *targets.SCENES,
    *moving.SCENES,
    *checks.SCENES,
    *recognition.SCENES,
    *packs.SCENES,
    *conflicts.SCENES,
    *plans.SCENES,
    *plan_adopting.SCENES,
    *plan_doing.SCENES,
    *drives.SCENES,
    *calendar.SCENES,
    *campaign.SCENES,
    *difficulties.SCENES,
    *plan_above.SCENES,
    *plan_papers.SCENES,
    *yearly.SCENES,
)
