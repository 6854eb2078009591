"""Periodic reports: counted from the books, edited with a reason, signed once and for all.

due     = due_reports(office, today)
report  = read_report(office, "sau-thang", "2026-H1")
office.run(TypeReportFigure("sau-thang", "2026-H1", "vu-viec", 3, "Công an huyện báo thêm 1 vụ"))
paper   = draft_report(office, report)
document = office.run(IssueReport(report, paper)).result

What a report tells is data (`resources/reports`), its wording a form (`resources/forms/reports`).
`counting` counts, `proposing` proposes words, `reading` puts a report together with what was
`typing` in it, `drafting` makes the paper (`above`: the tables of a receiving office), `issuing`
signs it, `dues` knows what is owed, `behind` leads to the records of a number.
"""

from sachmatuy_desktop.domain.reports import ReportDays, ReportKind, Told, days_named
from sachmatuy_desktop.services.papers.reports.behind import Behind, behind, may_look
from sachmatuy_desktop.services.papers.reports.drafting import draft_report, period_told
from sachmatuy_desktop.services.papers.reports.dues import DueReport, due_reports
from sachmatuy_desktop.services.papers.reports.issuing import Change, IssueReport, changes_since
from sachmatuy_desktop.services.papers.reports.proving import tasks_done
from sachmatuy_desktop.services.papers.reports.reading import (
    Commune,
    Issued,
    Report,
    Words,
    issued_of,
    kinds_for,
    last_free,
    must_see_reports,
    read_report,
)
from sachmatuy_desktop.services.papers.reports.typing import TypeReportFigure, WriteReportText

__all__ = [
    "Behind",
    "Change",
    "Commune",
    "DueReport",
    "IssueReport",
    "Issued",
    "Report",
    "ReportDays",
    "ReportKind",
    "Told",
    "TypeReportFigure",
    "Words",
    "WriteReportText",
    "behind",
    "changes_since",
    "days_named",
    "draft_report",
    "due_reports",
    "issued_of",
    "kinds_for",
    "last_free",
    "may_look",
    "must_see_reports",
    "period_told",
    "read_report",
    "tasks_done",
]
