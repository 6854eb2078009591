"""The review list: what has run out, and what an officer decides about each record.

The clock only lists.  A record is kept with a reason and a day of the next review, or its data is
erased; who decided what stands in the book of decisions, by the record's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.retention import (
    LONGEST_MONTHS,
    Clock,
    PeriodSet,
    RetentionKind,
    RetentionTable,
)
from sachmatuy_desktop.errors import N_, BadInput, Conflict
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.erasures.erasing import (
    ErasePerson,
    Erasing,
    ErasurePlan,
    erase_alone,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention.rights import may_keep_data, must_keep_data
from sachmatuy_desktop.storage.erasures import retention as stored
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "PAGE",
    "EraseRecord",
    "EraseReviewedPerson",
    "KeepRecord",
    "ReviewLine",
    "SetPeriod",
    "retention_of",
    "review",
    "review_counts",
]

PAGE: Final = 200
PEOPLE: Final = "people"
DECISIONS: Final = "retention_decisions"
PERIODS: Final = "retention_periods"
GROUND: Final = "retention"
"""The ground of erasing that a review has."""

_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A record that has run out, or will: `name` is how it is called in a list."""

    kind: str
    record: RecordId
    name: str
    started: date
    ends: date

    def over(self, today: date) -> bool:
        """Whether its clock has run out."""
        return self.ends <= today


def retention_of(office: Office) -> RetentionTable:
    """The data files, with the periods that this office has set."""
    return _table(office.queries, office.info.unit_id)


def review_counts(office: Office, within: int = 0) -> dict[str, int]:
    """How many records of each kind have run out, or will within so many days.

    Empty for an account that does not look after the data.
    """
    if not may_keep_data(office.info.role):
        return {}
    today = date.fromisoformat(office.clock.today())
    table, unit = retention_of(office), office.info.unit_id
    with office.store.reading() as connection:
        return {
            kind.id: stored.count_due(connection, kind, unit, _until(today, within))
            for kind in table.kinds
            if kind.clock is not Clock.NONE
        }


def review(office: Office, kind: str, within: int = 0, after: int = 0) -> list[ReviewLine]:
    """A page of these records, the oldest first; raises `NotAllowed`, `BadInput`."""
    must_keep_data(office.info.role)
    today = date.fromisoformat(office.clock.today())
    wanted = retention_of(office).kind(kind)
    with office.store.reading() as connection:
        found = stored.due(
            connection,
            wanted,
            office.info.unit_id,
            _until(today, within),
            after=after,
            limit=PAGE,
        )
    names = office.queries.names(wanted.register, [each.record for each in found])
    return [
        ReviewLine(kind, each.record, names[each.record], each.started, each.ends) for each in found
    ]


@dataclass(frozen=True)
class KeepRecord:
    """Keep a record although its period is over, and look again on a day."""

    kind: str
    record: RecordId
    reason: str
    review_on: date

    @property
    def act(self) -> str:
        """The act's id."""
        return "retention.keep"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `Conflict`, `NotAllowed`."""
        must_keep_data(session.role)
        _must_run(work, session, self.kind, self.record)
        if self.review_on.isoformat() <= work.clock.today():
            raise BadInput(N_("Ngày rà soát lại phải sau hôm nay.")).at("review_on")
        return _decide(work, session, self.kind, self.record, "giu", self.reason, self.review_on)


class _Reviewed(Erasing):
    """What every erasing says of itself whose ground is that a period is over."""

    ground = GROUND


@dataclass(frozen=True)
class EraseReviewedPerson(_Reviewed):
    """Erase what is kept of a person whose period is over: all of it, or what tells who it was."""

    kind: str
    person: RecordId
    document: str
    keep_statistics: bool

    def run(self, work: UnitOfWork, session: Session) -> ErasurePlan:
        """Raises `BadInput`, `Conflict` where the clock does not run, `NotAllowed`, `NotFound`."""
        must_keep_data(session.role)
        _must_run(work, session, self.kind, self.person)
        erasing = ErasePerson(self.person, GROUND, self.document, self.keep_statistics)
        plan = erasing.run(work, session)
        said = "khu_nhan_dang" if self.keep_statistics else "xoa"
        _decide(work, session, self.kind, self.person, said, self.document)
        return plan


@dataclass(frozen=True)
class EraseRecord(_Reviewed):
    """Erase one record, of another book than that of persons, whose period is over: all of it, or
    what tells who it was, and every figure stays what it was.
    """

    kind: str
    record: RecordId
    document: str
    keep_statistics: bool = False

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where something points at it or the clock does not run,
        `NotAllowed`.
        """
        must_keep_data(session.role)
        kind = _must_run(work, session, self.kind, self.record)
        if kind.register == PEOPLE:
            raise BadInput(N_("Dữ liệu của một người được xóa cùng mọi ghi chép về người đó."))
        pointing = pointing_at(work.connection, kind.register, [self.record])
        needed = any(not REGISTERS[each.register].owner_kind for each in pointing)
        if needed and not self.keep_statistics:
            raise Conflict(
                N_("Chưa xóa được: còn ghi chép khác nói đến ghi chép này. Hãy xử lý trước.")
            )
        keep = self.keep_statistics
        erase_alone(work, session, kind.register, self.record, keep_statistics=keep)
        said = "khu_nhan_dang" if keep else "xoa"
        _decide(work, session, self.kind, self.record, said, self.document)


@dataclass(frozen=True)
class SetPeriod:
    """Set the office's own period of a kind, by what it rests on."""

    kind: str
    months: int
    reason: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "retention.period"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `NotAllowed`."""
        must_keep_data(session.role)
        if retention_table().kind(self.kind).clock is Clock.NONE:
            raise BadInput(N_("Loại ghi chép này không có thời hạn phải rà soát."))
        if not 1 <= self.months <= LONGEST_MONTHS:
            raise BadInput(N_("Số tháng phải từ 1 đến 1200.")).at("months")
        return work.insert(
            PERIODS,
            {
                "rule": self.kind,
                "months": self.months,
                "reason": _reason(self.reason),
                "set_by": session.account,
                "set_on": work.clock.today(),
            },
        )


def _until(today: date, within: int) -> date:
    return today + timedelta(days=within)


def _table(queries: Queries, unit: str) -> RetentionTable:
    own: dict[str, PeriodSet] = {}
    rows = queries.living(PERIODS, unit)
    for row in sorted(rows, key=lambda row: (str(row["set_on"]), str(row["id"]))):
        set_on = date.fromisoformat(str(row["set_on"]))
        own[str(row["rule"])] = PeriodSet(int(row["months"] or 0), str(row["reason"]), set_on)
    return retention_table().with_own(own)


def _must_run(work: UnitOfWork, session: Session, kind: str, record: RecordId) -> RetentionKind:
    """The kind, if the record's clock has run out; otherwise `Conflict`."""
    wanted = _table(session.queries, work.unit).kind(kind)
    start = stored.start_of_clock(work.connection, wanted, work.unit, record)
    if start is None or wanted.ends(start).isoformat() > work.clock.today():
        raise Conflict(N_("Ghi chép này chưa hết thời hạn lưu giữ, hoặc vừa được ghi thêm."))
    return wanted


def _decide(
    work: UnitOfWork,
    session: Session,
    kind: str,
    record: RecordId,
    decision: str,
    reason: str,
    review_on: date | None = None,
) -> RecordId:
    return work.insert(
        DECISIONS,
        {
            "rule": kind,
            "record": record,
            "decision": decision,
            "reason": _reason(reason),
            "review_on": review_on.isoformat() if review_on else None,
            "decided_by": session.account,
            "decided_on": work.clock.today(),
        },
    )


def _reason(typed: str) -> str:
    said = " ".join(typed.split())
    if not said or len(said) > _LONGEST_REASON:
        raise BadInput(N_("Hãy ghi lý do, căn cứ.")).at("reason")
    return said
