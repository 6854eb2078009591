"""The training world: offices full of plausible records of people who do not exist.

`build_world` founds three communes and their receiving office and fills them; `fill` fills one that
is founded already.  What the communes look like stands in `resources/training/`: a teacher changes
a lesson there.  The same seed, day and clock always give the same records.

Ia Dom lacks two things a trainee can put right; Hoằng Phong has a test that is too old, a term that
ends soon and confirmations that are missing; Lang Chánh has neighbourhoods of every kind.
"""

from __future__ import annotations

from sachmatuy_desktop.services.training.building import (
    PASSPHRASE,
    Progress,
    TrainingWorld,
    build_world,
    fill,
    imagine,
    training_clock,
)
from sachmatuy_desktop.services.training.plan import (
    CommuneWorld,
    TrainingPlan,
    load_commune,
    load_plan,
)

__all__ = [
    "PASSPHRASE",
    "CommuneWorld",
    "Progress",
    "TrainingPlan",
    "TrainingWorld",
    "build_world",
    "fill",
    "imagine",
    "load_commune",
    "load_plan",
    "training_clock",
]
