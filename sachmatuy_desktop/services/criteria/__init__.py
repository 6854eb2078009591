"""From an office's records to an explained assessment, kept so that it never changes.

`assess` counts and judges; `KeepAssessment` writes the result with everything it was judged by;
`recompute` judges the kept figures again, by the very text of the pack they were judged by then.
"""

from sachmatuy_desktop.services.criteria.asking import assess, assess_villages
from sachmatuy_desktop.services.criteria.choosing import (
    COMMUNE_LEVEL,
    LEVELS,
    NEIGHBOURHOOD,
    library,
    packs_of,
)
from sachmatuy_desktop.services.criteria.doors import Door, doors
from sachmatuy_desktop.services.criteria.keeping import KeepAssessment, pack_sha256, recompute

__all__ = [
    "COMMUNE_LEVEL",
    "LEVELS",
    "NEIGHBOURHOOD",
    "Door",
    "KeepAssessment",
    "assess",
    "assess_villages",
    "doors",
    "library",
    "pack_sha256",
    "packs_of",
    "recompute",
]
