"""From an office's records to an explained assessment, kept so that it never changes.

`assess` counts and judges; `KeepAssessment` writes the result with everything it was judged by;
`recompute` judges the kept figures again, by the very text of the pack they were judged by then.
"""

from sachmatuy_desktop.services.criteria.asking import Asked, assess, assess_by, assess_villages
from sachmatuy_desktop.services.criteria.choosing import (
    COMMUNE_LEVEL,
    LEVELS,
    NEIGHBOURHOOD,
    edition_on,
    library,
    packs_of,
    program_library,
)
from sachmatuy_desktop.services.criteria.doors import Door, doors
from sachmatuy_desktop.services.criteria.exclusions import left_out
from sachmatuy_desktop.services.criteria.keeping import (
    KeepAssessment,
    frozen_text,
    judged,
    judged_by,
    kept_pack,
    pack_sha256,
    recompute,
    record_of,
)
from sachmatuy_desktop.services.criteria.whatif import other_readings

__all__ = [
    "COMMUNE_LEVEL",
    "LEVELS",
    "NEIGHBOURHOOD",
    "Asked",
    "Door",
    "KeepAssessment",
    "assess",
    "assess_by",
    "assess_villages",
    "doors",
    "edition_on",
    "frozen_text",
    "judged",
    "judged_by",
    "kept_pack",
    "left_out",
    "library",
    "other_readings",
    "pack_sha256",
    "packs_of",
    "program_library",
    "recompute",
    "record_of",
]
