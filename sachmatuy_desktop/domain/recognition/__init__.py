"""Recognition as a process: what the file of a process says, and where a unit stands in it.

A `Process` is data; a `Recognition` is what the books say of one unit; `standing` reads the one by
the other.  No state is stored anywhere.
"""

from sachmatuy_desktop.domain.recognition.process import (
    FREEZES,
    ONCE_A_YEAR,
    ChoiceAsked,
    Does,
    Option,
    Paper,
    Place,
    Process,
    ProcessStep,
    Timing,
)
from sachmatuy_desktop.domain.recognition.rows import (
    Appraisal,
    Decision,
    Kept,
    Opinion,
    Recognition,
    Ruling,
    StepTaken,
    Verdict,
    opinions_from_json,
    opinions_to_json,
    results_from_json,
    results_to_json,
)
from sachmatuy_desktop.domain.recognition.standing import (
    ENDED,
    Row,
    Rung,
    Standing,
    State,
    Status,
    Twice,
    in_force,
    standing,
)

__all__ = [
    "ENDED",
    "FREEZES",
    "ONCE_A_YEAR",
    "Appraisal",
    "ChoiceAsked",
    "Decision",
    "Does",
    "Kept",
    "Opinion",
    "Option",
    "Paper",
    "Place",
    "Process",
    "ProcessStep",
    "Recognition",
    "Row",
    "Ruling",
    "Rung",
    "Standing",
    "State",
    "Status",
    "StepTaken",
    "Timing",
    "Twice",
    "Verdict",
    "in_force",
    "opinions_from_json",
    "opinions_to_json",
    "results_from_json",
    "results_to_json",
    "standing",
]
