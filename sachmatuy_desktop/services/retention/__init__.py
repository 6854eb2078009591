"""Protecting the data of persons: reviewing what is old, answering requests, breaches, reports.

table    = retention_of(office)                      # the data files with the office's own periods
counts   = review_counts(office, within=90)          # by kind
lines    = review(office, "managed-persons", within=90)
office.run(KeepRecord("managed-persons", person, "…", review_on))
requests = open_requests(office)                     # with their last days
report   = held_of(office, person); traces_of(office, person)
"""

from sachmatuy_desktop.services.retention.access import (
    Held,
    NoteReport,
    Trace,
    TraceKind,
    held_of,
    traces_of,
)
from sachmatuy_desktop.services.retention.breaches import OpenBreach, breach_of, open_breaches
from sachmatuy_desktop.services.retention.papers import person_report, processing_paper
from sachmatuy_desktop.services.retention.requests import (
    LinkCorrection,
    OpenRequest,
    open_requests,
    request_of,
)
from sachmatuy_desktop.services.retention.reviewing import (
    EraseRecord,
    EraseReviewedPerson,
    KeepRecord,
    ReviewLine,
    SetPeriod,
    retention_of,
    review,
    review_counts,
)
from sachmatuy_desktop.services.retention.rights import may_keep_data

__all__ = [
    "EraseRecord",
    "EraseReviewedPerson",
    "Held",
    "KeepRecord",
    "LinkCorrection",
    "NoteReport",
    "OpenBreach",
    "OpenRequest",
    "ReviewLine",
    "SetPeriod",
    "Trace",
    "TraceKind",
    "breach_of",
    "held_of",
    "may_keep_data",
    "open_breaches",
    "open_requests",
    "person_report",
    "processing_paper",
    "request_of",
    "retention_of",
    "review",
    "review_counts",
    "traces_of",
]
