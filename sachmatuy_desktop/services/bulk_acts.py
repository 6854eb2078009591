"""What an office does to many people or households at once: helpers, tests, commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import check
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.services.bulk import Bulk, Doing
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.commitments import refuse_away
from sachmatuy_desktop.services.records import SaveRecord, refuse_other_unit
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["AssignHelper", "PlanTests", "SignCommitments", "households_of"]

Row = Mapping[str, Value]

_PLANNED: Final = REGISTERS["tests"]["planned_on"]

HOUSEHOLD: Final = "ho_gia_dinh"
SIGNED: Final = "da_ky"
MOVED_AWAY: Final = "da_chuyen_di"


@dataclass(frozen=True)
class _NewUnderEach(Bulk):
    """A new record of another register under each of the records, with the same `values`."""

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def _refuse_before(self, session: Session, register: str, **given: Value) -> None:
        """Raises `NotAllowed` for whoever may not write the register or read this list, `BadInput`
        for what is wrong with the values, whoever they are written for.
        """
        session.role.must_write(REGISTERS[register])
        session.role.must_name(REGISTERS[self.register])
        for complaint in check(REGISTERS[register], {**self.values, **given}):
            raise complaint

    def _theirs(self, session: Session, register: str, parent: str) -> Mapping[RecordId, list[Row]]:
        """What stands under the records now."""
        ids = session.queries.ids(register)
        wanted = frozenset(self.records)
        theirs: dict[RecordId, list[Row]] = defaultdict(list)
        for row in session.queries.rows(register, ids).values():
            if str(row[parent]) in wanted:
                theirs[str(row[parent])].append(row)
        return theirs


@dataclass(frozen=True)
class AssignHelper(_NewUnderEach):
    """Assign one helper to many people (Nghị định 163/2026 Điều 59 khoản 2, Điều 65)."""

    @property
    def act(self) -> str:
        """The act's id."""
        return "assignments.give"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Nothing is done to a person for whom the helper has this duty already."""
        self._refuse_before(session, "assignments", person="-")
        theirs = self._theirs(session, "assignments", "person")
        duty = _duty(self.values)
        people = work.rows(self.register, self.records)

        def do(person: RecordId) -> bool:
            refuse_other_unit(REGISTERS[self.register], people[person], work, session)
            if any(row["until_date"] is None and _duty(row) == duty for row in theirs[person]):
                return False
            SaveRecord("assignments", None, {**self.values, "person": person}).run(work, session)
            return True

        return do


@dataclass(frozen=True)
class PlanTests(_NewUnderEach):
    """Plan a test for many people on one day; only people under management are tested."""

    @property
    def act(self) -> str:
        """The act's id."""
        return "tests.plan"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Of one person, `NotAllowed` when nobody manages them on that day: so it is for those who
        may know who is managed.
        """
        self._refuse_before(session, "tests", person="-")
        session.role.must_name(REGISTERS["episodes"])
        day = str(self.values.get("planned_on") or "")
        if not day:
            raise BadInput(N_("Hãy điền «{field}»."), field=_PLANNED.label).at(_PLANNED.name)
        planned = self._theirs(session, "tests", "person")
        managed = self._theirs(session, "episodes", "person")
        people = work.rows(self.register, self.records)

        def do(person: RecordId) -> bool:
            refuse_other_unit(REGISTERS[self.register], people[person], work, session)
            if not any(_covers(row, day) for row in managed[person]):
                raise NotAllowed(N_("không thuộc diện quản lý nào vào ngày này"))
            if any(row["planned_on"] == day and not row["taken_on"] for row in planned[person]):
                return False
            SaveRecord("tests", None, {**self.values, "person": person}).run(work, session)
            return True

        return do


@dataclass(frozen=True)
class SignCommitments(_NewUnderEach):
    """Write down what many households answered; whoever signs is the head unless somebody is named.

    A household that has the same answer in that year is left as it is.
    """

    @property
    def act(self) -> str:
        """The act's id."""
        return "commitments.sign"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Of one household, `NotAllowed` when it does not live there."""
        self._refuse_before(session, "commitments", kind=HOUSEHOLD, household="-")
        outcome, year = self.values.get("outcome"), _year(self.values)
        theirs = self._theirs(session, "commitments", "household")
        households = work.rows(self.register, self.records)

        def do(household: RecordId) -> bool:
            row = households[household]
            refuse_other_unit(REGISTERS[self.register], row, work, session)
            refuse_away(row, outcome)
            if any(
                each["kind"] == HOUSEHOLD and each["outcome"] == outcome and _year(each) == year
                for each in theirs[household]
            ):
                return False
            made = {**self.values, "kind": HOUSEHOLD, "household": household}
            if outcome == SIGNED and not made.get("signer"):
                made["signer"] = row["head"]
            SaveRecord("commitments", None, made).run(work, session)
            return True

        return do


def households_of(session: Session, village: RecordId) -> Sequence[RecordId]:
    """The households of a village that have not moved away."""
    return session.queries.ids(
        "households", (Where("village", "=", village), Where("state", "!=", MOVED_AWAY))
    )


def _duty(assignment: Row) -> tuple[str, Value]:
    return fold(str(assignment.get("helper"))), assignment.get("role")


def _covers(episode: Row, day: str) -> bool:
    until = episode["until_date"]
    return str(episode["from_date"]) <= day and (until is None or day <= str(until))


def _year(values: Row) -> int:
    """The year a commitment is for: as written, or that of its day."""
    return int(str(values.get("year") or str(values["signed_on"])[:4]))
