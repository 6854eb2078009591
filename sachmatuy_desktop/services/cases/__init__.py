"""A person's case before the law, for the window: read it, take a step, see what waits.

`case_of` is the picture of one person on a day; `Transit` takes one step of the law as one act that
can be undone; `due` lists what the law's clock asks for in the whole office; `findings` what the
books say that cannot be so (after a merge, an import, a slip).
"""

from sachmatuy_desktop.services.cases.reading import (
    CaseView,
    PersonTerm,
    PlannedTest,
    Survey,
    case_of,
    due,
    findings,
    law_clock,
    survey,
)
from sachmatuy_desktop.services.cases.transit import Proposal, Transit, Transited

__all__ = [
    "CaseView",
    "PersonTerm",
    "PlannedTest",
    "Proposal",
    "Survey",
    "Transit",
    "Transited",
    "case_of",
    "due",
    "findings",
    "law_clock",
    "survey",
]
