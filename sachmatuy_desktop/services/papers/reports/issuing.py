"""Signing a report: the paper gets its number, and the figures are kept as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.reports import Frozen, Told, frozen_text
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.papers.issuing import IssueDocument
from sachmatuy_desktop.services.papers.reports.reading import PAPERS, Report
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Change", "IssueReport", "changes_since"]


@dataclass(frozen=True)
class IssueReport:
    """Issue a report as it was drafted; the result is the document's id.

    Its figures are kept beside the paper and are never counted again.
    """

    report: Report
    data: FormData
    signed_on: date | None = None

    act: ClassVar[str] = "report.issue"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises as `IssueDocument`, and `BadInput` for a report of a village."""
        report = self.report
        if report.kind.place == "village":
            raise BadInput(
                N_(
                    "Báo cáo của thôn, khu phố không lấy số của Ủy ban nhân dân nên không phát "
                    "hành; hãy in thẳng, khi thôn nộp thì ghi vào sổ báo cáo tháng."
                )
            )
        document = IssueDocument(report.kind.form, self.data, self.signed_on).run(work, session)
        row = work.row("documents", document)
        work.insert(
            PAPERS,
            {
                "report": report.kind.id,
                "period": report.days.key,
                "from_date": report.days.start.isoformat(),
                "until_date": report.days.end.isoformat(),
                "as_of": report.as_of.isoformat(),
                "number": row["number"],
                "issued_on": row["issued_on"],
                "paper": document,
                "frozen": frozen_text(report.told),
            },
        )
        return document


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the books tell otherwise now than when the report was signed."""

    told: Told
    signed: Frozen


def changes_since(report: Report) -> Iterator[Change]:
    """What the books say of the days of a signed report that they did not say then.

    A typed number stays what it was; only what was counted can change.
    """
    if report.issued is None:
        return
    for each in report.told:
        signed = report.issued.figures.get(each.figure.id)
        if signed is not None and signed.counted != each.counted:
            yield Change(each, signed)
