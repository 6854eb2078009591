"""The commitments as an office works with them: how far the ladder is, and a whole hamlet in one
act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENTS, PARTIES
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import check
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.storage.facts.ladder import HOLDERS, Rung, rung, units_with_villages
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

OF_PERSONS = frozenset({"gia_dinh_ca_biet", "nguoi_nguy_co_cao", "nguoi_nghien", "nguoi_sau_cai"})
"""Kinds whose very parties say that somebody has to do with drugs."""


def ladder(session: Session, as_of: str) -> tuple[Rung, ...]:
    """Every rung that somebody stands on, in the order of the plans; a whole register each, so off
    the window.

    Rungs of persons are left out for an account that may not see who is on a list.
    """
    hidden = frozenset() if session.role.knows(Duty.LISTS) else OF_PERSONS
    with opened(session.store) as books:
        units = units_with_villages(books.connection)
        if not units:
            return ()
        question = Question(units, date.fromisoformat(as_of))
        rungs = [rung(books.connection, question, kind) for kind in PARTIES if kind not in hidden]
    return tuple(each for each in rungs if each.parties)


@dataclass(frozen=True)
class RecordCommitments:
    """The same answer of many parties of one kind, on one day: one act, undone as one.

    `register` is where the parties stand; of an organisation it is the commitment that names it.
    Without `signer` each party's own record says who signs.  The result is how many commitments
    were written.
    """

    kind: str
    register: str
    parties: tuple[RecordId, ...]
    outcome: str
    signed_on: str
    reason: str | None = None
    round: str | None = None
    signer: str | None = None
    witness: str | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "commitments.sign"

    @property
    def why(self) -> str:
        """How many."""
        return str(len(self.parties))

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `BadInput`, `NotAllowed` or `NotFound`; then nothing is written."""
        return len(self.write(work, session))

    def write(self, work: UnitOfWork, session: Session) -> list[RecordId]:
        """The commitments themselves, for an act that writes more than them; raises as `run`."""
        session.role.must_write(COMMITMENTS)
        written: list[RecordId] = []
        for party in self.parties:
            row = work.row(self.register, party)
            if row["unit_id"] != work.unit:
                raise NotAllowed(
                    N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa.")
                )
            values = self._values(party, row)
            complaints = check(COMMITMENTS, values)
            if complaints:
                raise complaints[0]
            written.append(work.insert(COMMITMENTS.name, values))
        return written

    def _values(self, party: RecordId, row: Mapping[str, Value]) -> dict[str, Value]:
        values: dict[str, Value] = {
            "kind": self.kind,
            "outcome": self.outcome,
            "signed_on": self.signed_on,
            "year": int(self.signed_on[:4]),
            "reason": self.reason,
            "round": self.round,
        }
        if self.outcome == "da_ky":
            values["signer"] = self.signer or _signer(self.register, row)
            values["witness"] = self.witness
        if self.register == COMMITMENTS.name:
            return values | {name: row[name] for name in ("organisation", "village")}
        beside = {
            name: row[name]
            for name in PARTIES[self.kind].beside
            if name in REGISTERS[self.register].by_name
        }
        return values | beside | {HOLDERS[self.register]: party}


def refuse_away(household: Mapping[str, Value], outcome: Value) -> None:
    """Raise `NotAllowed` for the answer of a household that the book says is not there."""
    if household["state"] == "da_chuyen_di":
        raise NotAllowed(N_("hộ đã chuyển đi"))
    if household["state"] == "vang_ca_ho" and outcome == "da_ky":
        raise NotAllowed(N_("hộ đang vắng cả hộ"))


def _signer(register: str, row: Mapping[str, Value]) -> Value:
    """Who signs for a party as far as its record says."""
    return row.get({"people": "full_name", COMMITMENTS.name: "signer"}.get(register, "head"))
