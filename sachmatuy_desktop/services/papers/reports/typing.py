"""What an official adds to a report: a number with its reason, words of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.reports import days_named
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.reports import load_reports
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.papers.reports.reading import FIGURES, TEXTS
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["TypeReportFigure", "WriteReportText"]


@dataclass(frozen=True)
class TypeReportFigure:
    """Put another number in the place of a counted one; None takes the typed number back.

    `counted` is what the books said then: it is kept, so that nobody has to guess what was edited.
    """

    report: str
    period: str
    figure: str
    value: int | None
    why: str = ""
    counted: int | None = None
    village: RecordId | None = None

    act: ClassVar[str] = "report.figure"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` without a reason or for a figure the report has not, `NotAllowed`."""
        session.role.must_write(REGISTERS[FIGURES])
        _check(self.report, self.period)
        if self.figure not in load_reports().kinds[self.report].figures:
            raise BadInput(N_("Báo cáo này không có số liệu đã chọn; hãy chọn dòng khác."))
        if self.value is not None and self.value < 0:
            raise BadInput(N_("Số không được âm; hãy nhập lại.")).at("value")
        if self.value is not None and not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do sửa số và nguồn của số nhập tay.")).at("why")
        values: dict[str, Value] = {
            "report": self.report,
            "period": self.period,
            "village": self.village,
            "figure": self.figure,
            "value": self.value,
            "counted": self.counted,
            "why": kept.words(self.why),
            "typed_on": work.clock.today(),
        }
        there = _there(work, session, FIGURES, self, Where("figure", "=", self.figure))
        _put(work, FIGURES, there, values, gone=self.value is None)


@dataclass(frozen=True)
class WriteReportText:
    """Write the words of a part; None goes back to what the books propose."""

    report: str
    period: str
    part: str
    words: str | None
    village: RecordId | None = None

    act: ClassVar[str] = "report.text"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `NotAllowed`."""
        session.role.must_write(REGISTERS[TEXTS])
        _check(self.report, self.period)
        if self.part not in load_reports().kinds[self.report].texts:
            raise BadInput(N_("Báo cáo này không có phần đã chọn; hãy chọn phần khác."))
        values: dict[str, Value] = {
            "report": self.report,
            "period": self.period,
            "village": self.village,
            "part": self.part,
            "words": kept.words(self.words or ""),
            "typed_on": work.clock.today(),
        }
        there = _there(work, session, TEXTS, self, Where("part", "=", self.part))
        _put(work, TEXTS, there, values, gone=self.words is None)


def _check(report: str, period: str) -> None:
    kind = load_reports().kinds.get(report)
    if kind is None or days_named(period).every != kind.every:
        raise BadInput(N_("Không có báo cáo này cho kỳ đã chọn; hãy chọn lại."))


def _there(
    work: UnitOfWork,
    session: Session,
    book: str,
    said: TypeReportFigure | WriteReportText,
    which: Where,
) -> Sequence[RecordId]:
    """The rows about the same thing; two where two PCs wrote without knowing of each other."""
    village = Where("village", "=", said.village) if said.village else Where("village", "null")
    return session.queries.ids(
        book,
        [
            Where("unit_id", "=", work.unit),
            Where("report", "=", said.report),
            Where("period", "=", said.period),
            village,
            which,
        ],
    )


def _put(
    work: UnitOfWork, book: str, there: Sequence[RecordId], values: dict[str, Value], *, gone: bool
) -> None:
    """One row says it, or none."""
    if not (gone or there):
        work.insert(book, values)
    for at, each in enumerate(there):
        if gone or at:
            work.remove(book, each)
        else:
            work.update(book, each, values)
