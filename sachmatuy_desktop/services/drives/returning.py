"""Sheets come back: signed, refused, or to be carried there once more.

A signed one writes the household's commitment in the same act, by the rules of that book; nothing
else that a drive does touches what a criterion counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.drives import SIGNED, sheet_code
from sachmatuy_desktop.domain.registers.drives import KIND, SHEET_OUTCOMES
from sachmatuy_desktop.domain.registers.fields import RecordId, Value, labels
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotFound
from sachmatuy_desktop.services.bulk import Bulk, Doing
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.commitments import RecordCommitments, refuse_away
from sachmatuy_desktop.services.drives.beginning import refuse_day, running_drive
from sachmatuy_desktop.services.drives.reading import SHEETS, Drive
from sachmatuy_desktop.storage.facts import Question
from sachmatuy_desktop.storage.facts.drives import signatures
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

HOUSEHOLDS: Final = "households"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sheet says: a code of `SHEET_OUTCOMES`, on which day, who signed before whom."""

    outcome: str
    day: date
    signer: str = ""
    witness: str = ""
    remark: str = ""


@dataclass(frozen=True)
class RecordReturn:
    """Take one sheet in; the result is the commitment that was written, if any.

    With `correct`, what a signed sheet was taken for by mistake is put right: the commitment that
    was written with it goes.
    """

    sheet: RecordId
    answer: Answer
    correct: bool = False

    act: ClassVar[str] = "drives.return"

    @property
    def why(self) -> str:
        """What it says."""
        return labels(SHEET_OUTCOMES, self.answer.outcome)

    def run(self, work: UnitOfWork, session: Session) -> RecordId | None:
        """Raises `BadInput`, `NotAllowed`, `NotFound`, or `Conflict` for one signed before."""
        row = work.row(SHEETS, self.sheet)
        returning = Returning(work, session, str(row["drive"]), self.answer, self.sheet)
        if self.correct:
            returning.take_back(self.sheet)
        if not returning.put(self.sheet):
            raise Conflict(
                N_("Phiếu {number} đã nhập «{outcome}» rồi."),
                number=sheet_code(int(row["number"] or 0)),
                outcome=labels(SHEET_OUTCOMES, row["outcome"]),
            )
        written = work.row(SHEETS, self.sheet)["commitment"]
        return None if written is None else str(written)


@dataclass(frozen=True)
class RecordReturns(Bulk):
    """Take many sheets of one drive in, all with the same answer."""

    drive: RecordId = ""
    answer: Answer = field(default_factory=lambda: Answer(SIGNED, date.min))

    @property
    def act(self) -> str:
        """The act's id."""
        return RecordReturn.act

    @property
    def why(self) -> str:
        """What they say."""
        return labels(SHEET_OUTCOMES, self.answer.outcome)

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """A sheet that says so already is left as it is; of one sheet, what `RecordReturn` says."""
        rows = work.rows(SHEETS, self.records)
        work.rows(HOUSEHOLDS, [str(row["household"]) for row in rows.values()])
        return Returning(work, session, self.drive, self.answer).put


class Returning:
    """The rules of taking sheets in, and the signatures there are already."""

    def __init__(
        self,
        work: UnitOfWork,
        session: Session,
        drive: RecordId,
        answer: Answer,
        only: RecordId | None = None,
    ) -> None:
        if answer.outcome not in SHEET_OUTCOMES:
            raise BadInput(N_("Hãy chọn kết quả của phiếu.")).at("outcome")
        self._work, self._session, self._answer = work, session, answer
        self._drive: Drive = running_drive(work, session, drive)
        refuse_day(self._drive, answer.day, work)
        question = Question((work.unit,), date.fromisoformat(work.clock.today()))
        household = None if only is None else self._household(only)
        self._signed = signatures(work.connection, question, self._drive.since, household)

    def take_back(self, sheet: RecordId) -> None:
        """Remove the commitment that was written with a sheet, if it still stands in its book."""
        written = str(self._work.row(SHEETS, sheet)["commitment"] or "")
        household = self._household(sheet)
        if written and self._signed.get(household) == written:
            self._work.remove("commitments", written)
            del self._signed[household]
        self._work.update(SHEETS, sheet, {"commitment": None})

    def put(self, sheet: RecordId) -> bool:
        """Write the answer onto a sheet; False when it says so already."""
        row, answer = self._work.row(SHEETS, sheet), self._answer
        if row["drive"] != self._drive.id:
            raise NotFound(N_("Phiếu này không thuộc «{drive}»."), drive=self._drive.name)
        household = self._household(sheet)
        home = self._work.row(HOUSEHOLDS, household)
        booked = self._signed.get(household)
        if row["outcome"] == SIGNED and booked is not None:
            if answer.outcome == SIGNED:
                return False
            raise Conflict(
                N_("Phiếu {number} đã nhập «Đã ký». Hãy hoàn tác việc đó trước."),
                number=sheet_code(int(row["number"] or 0)),
            )
        values: dict[str, Value] = {
            "came_back_on": answer.day.isoformat(),
            "outcome": answer.outcome,
            "remark": answer.remark or None,
        }
        if answer.outcome == SIGNED:
            refuse_away(home, SIGNED)
            values["commitment"] = booked or self._sign(household)
        elif all(row[name] == value for name, value in values.items()):
            return False
        visits = int(row["visits"] or 0) + 1
        self._work.update(SHEETS, sheet, {**values, "visits": visits})
        return True

    def booked(self, sheet: RecordId) -> RecordId:
        """The commitment of the household of a sheet.  Raises `NotFound`."""
        found = self._signed.get(self._household(sheet))
        if found is None:
            raise NotFound(N_("Hộ của phiếu này chưa có cam kết trong sổ."))
        return found

    def _sign(self, household: RecordId) -> RecordId:
        answer = self._answer
        (written,) = RecordCommitments(
            KIND,
            HOUSEHOLDS,
            (household,),
            SIGNED,
            answer.day.isoformat(),
            round=self._drive.name,
            signer=answer.signer or None,
            witness=answer.witness or None,
        ).write(self._work, self._session)
        self._signed[household] = written
        return written

    def _household(self, sheet: RecordId) -> RecordId:
        """The household a sheet is of; where that was merged away, the one kept."""
        household = str(self._work.row(SHEETS, sheet)["household"])
        row = self._work.rows(HOUSEHOLDS, [household]).get(household)
        if row is not None and not row[DELETED]:
            return household
        kept = self._session.queries.standing_for(HOUSEHOLDS, household)
        if kept is None:
            raise NotFound(N_("Hộ của phiếu này không còn trong sổ hộ."))
        return kept
