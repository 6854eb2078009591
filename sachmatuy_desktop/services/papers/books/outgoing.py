"""The outgoing book where the program did not make the paper, and the columns filled in later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.documents.wording import two_digits
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.packs.form_families import paper_types
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.papers.heads import own_symbol
from sachmatuy_desktop.services.papers.issuing import ISSUED, next_number
from sachmatuy_desktop.services.papers.numbers import STATE_SECRET, series_named
from sachmatuy_desktop.services.records import refuse_incomplete, refuse_other_unit
from sachmatuy_desktop.services.shut_books import refuse_shut
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["LATER", "OUTSIDE", "TYPED", "CompletePaper", "EnterPaper"]

OUTSIDE: Final = "outside"
"""Stands in place of a form where the paper was made in Word or by hand."""

LATER: Final = ("kept_by", "copies", "sent_on", "received_by")
"""The columns of the book that are known once the paper has left."""

TYPED: Final = ("title", "signer", "recipients", *LATER)
"""What may be written of a paper made outside; number, day and secrecy stay as they were given."""


@dataclass(frozen=True)
class EnterPaper:
    """Give the next number to a paper made outside the program; the result is the document's id.

    `kind` is a name of Phụ lục III, empty for a công văn; `symbol` what stands after it, the
    office's own unless said otherwise (“UBND-VX”).  `values` are columns of `TYPED`.  `first`
    begins a series that was kept on paper until now.
    """

    kind: str
    signed_on: date
    values: Mapping[str, Value]
    symbol: str = ""
    secrecy: str | None = None
    first: int | None = None

    act: ClassVar[str] = "document.enter"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` for a year that is shut, `NotAllowed`."""
        session.role.must("issues")
        if self.signed_on > session.store.clock.now().date():
            raise BadInput(N_("Ngày ký không được sau ngày hôm nay; hãy sửa lại.")).at("issued_on")
        refuse_shut(
            session.queries, work.unit, "documents", self.signed_on, secret=bool(self.secrecy)
        )
        _refuse_others(self.values, TYPED)
        own = own_symbol(session.queries, work.unit)
        body, code = self.symbol.strip() or own, self._code()
        series = series_named(code, body, own, STATE_SECRET if self.secrecy else "")
        sequence = next_number(session.queries, work.unit, series, self.signed_on, self.first)
        row = {
            **self.values,
            "number": f"{two_digits(sequence)}/{f'{code}-' if code else ''}{body}",
            "issued_on": self.signed_on.isoformat(),
            "form": OUTSIDE,
            "state": ISSUED,
            "secrecy": self.secrecy,
            "sequence": sequence,
            "series": series,
        }
        refuse_incomplete(REGISTERS["documents"], row, work)
        return work.insert("documents", row)

    def _code(self) -> str:
        if not self.kind:
            return ""
        found = next((each for each in paper_types() if each.name == self.kind), None)
        if found is None:
            raise BadInput(N_("Chưa có tên loại «{kind}»; hãy chọn lại."), kind=self.kind).at(
                "kind"
            )
        return found.code


@dataclass(frozen=True)
class CompletePaper:
    """Write the columns that were not known when the number was given."""

    document: RecordId
    values: Mapping[str, Value]
    loaded: Mapping[str, Value] | None = None

    act: ClassVar[str] = "document.complete"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` for a year that is shut, `NotAllowed`, `NotFound`."""
        session.role.must_write(REGISTERS["documents"])
        row = work.row("documents", self.document)
        refuse_other_unit(REGISTERS["documents"], row, work, session)
        day, secret = date.fromisoformat(str(row["issued_on"])), bool(row["secrecy"])
        refuse_shut(session.queries, work.unit, "documents", day, secret=secret)
        _refuse_others(self.values, TYPED if row["form"] == OUTSIDE else LATER)
        refuse_incomplete(REGISTERS["documents"], {**row, **self.values}, work)
        work.update("documents", self.document, self.values, self.loaded)


def _refuse_others(values: Mapping[str, Value], allowed: tuple[str, ...]) -> None:
    other = next((name for name in values if name not in allowed), None)
    if other is not None:
        raise NotAllowed(
            N_("«{field}» do chương trình ghi, không sửa được."),
            field=REGISTERS["documents"][other].label,
        )
