"""Recognition as a process, at the commune and at the receiving office.

case = cases(office.queries, unit)[0]          # a recognition and the process it set out by
case.standing(today)                           # the ladder: what stands, what is next, what is late
office.run(TakeStep(recognition=case.recognition.id, step="review", signed=…))
above.run(Appraise(recognition=…, verdict=Verdict.RETURN, opinions=(…)))

`taking` are the commune's acts, `appraising` those of the receiving office, `reading` makes domain
objects of rows, `baseline` counts the day of registration.
"""

from sachmatuy_desktop.services.recognition.appraising import (
    Appraise,
    Beside,
    Comparison,
    Decide,
    WithdrawAnswer,
    compare,
    compared,
    recognised_packs,
)
from sachmatuy_desktop.services.recognition.reading import (
    APPRAISALS,
    BOOK,
    BOOKS,
    DECISIONS,
    STEPS,
    Case,
    case_of,
    cases,
    decisions_by_unit,
    packs_to_choose,
    processes_of,
    set_out_anew,
)
from sachmatuy_desktop.services.recognition.taking import (
    COUNTED,
    WRITTEN,
    BeginRecognition,
    Signed,
    StopRecognition,
    TakeStep,
    WithdrawStep,
)

__all__ = [
    "APPRAISALS",
    "BOOK",
    "BOOKS",
    "COUNTED",
    "DECISIONS",
    "STEPS",
    "WRITTEN",
    "Appraise",
    "BeginRecognition",
    "Beside",
    "Case",
    "Comparison",
    "Decide",
    "Signed",
    "StopRecognition",
    "TakeStep",
    "WithdrawAnswer",
    "WithdrawStep",
    "case_of",
    "cases",
    "compare",
    "compared",
    "decisions_by_unit",
    "packs_to_choose",
    "processes_of",
    "recognised_packs",
    "set_out_anew",
]
