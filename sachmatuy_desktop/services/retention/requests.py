"""Requests of persons about their data: what is open, and until when.

Nghị định 356/2025/NĐ-CP, Điều 5: acknowledged in working days, done in days by kind
(`resources/retention/requests.toml`).  Days are computed, never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.retention import RequestTerms
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import refuse_other_unit
from sachmatuy_desktop.services.retention.rights import may_keep_data, must_keep_data
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["REQUESTS", "LinkCorrection", "OpenRequest", "open_requests", "request_of"]

REQUESTS: Final = "data_requests"

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request and its last days.

    `acknowledge_by` is None once it was acknowledged or done, `done_by` where no source states a
    term.
    """

    id: RecordId
    number: str
    kind: str
    received: date
    acknowledge_by: date | None
    done_by: date | None
    terms: RequestTerms

    def next_day(self) -> date | None:
        """What is due first."""
        return min(filter(None, (self.acknowledge_by, self.done_by)), default=None)

    def over(self, today: date) -> bool:
        """Whether something should have been done before today."""
        first = self.next_day()
        return first is not None and first < today


def open_requests(office: Office) -> list[OpenRequest]:
    """What waits, the first due at the top; nothing for who does not look after the data."""
    if not may_keep_data(office.info.role):
        return []
    where = (Where("unit_id", "=", office.info.unit_id), Where("result", "null"))
    rows = office.queries.rows(REQUESTS, office.queries.ids(REQUESTS, where))
    working = calendar_of(office.session)
    found = [request_of(row, working) for row in rows.values()]
    return sorted(found, key=lambda each: (each.next_day() or date.max, each.received, each.id))


def request_of(row: Row, working: WorkCalendar) -> OpenRequest:
    """A row of the book with its last days."""
    terms = retention_table().requests[str(row["kind"])]
    received = date.fromisoformat(str(row["received_on"]))
    waits = row["acknowledged_on"] is None and row["result"] is None
    return OpenRequest(
        id=str(row["id"]),
        number=str(row["number"] or ""),
        kind=str(row["kind"]),
        received=received,
        acknowledge_by=terms.acknowledge_by(received, working) if waits else None,
        done_by=terms.done_by(received, working),
        terms=terms,
    )


@dataclass(frozen=True)
class LinkCorrection:
    """Say which act put the data right: the value before and after both stand there."""

    request: RecordId
    txn: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "rights.corrected"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` where the act did not touch the person, `NotAllowed`, `NotFound`."""
        must_keep_data(session.role)
        row = work.row(REQUESTS, self.request)
        refuse_other_unit(REGISTERS[REQUESTS], row, work, session)
        if row["person"] is None:
            raise NotFound(N_("Yêu cầu này chưa ghi người có dữ liệu trong sổ."))
        life = session.queries.life("people", str(row["person"]), below=True)
        if self.txn not in {each.txn for each in life}:
            raise BadInput(N_("Việc này không sửa dữ liệu của người đó."))
        work.update(REQUESTS, self.request, {"corrected_by": self.txn}, None)
