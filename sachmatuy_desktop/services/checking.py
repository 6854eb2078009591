"""Data checks and likely duplicates for whoever asks: brought up to date, told by role, accepted.

What is worked out stays on this PC (`storage.findings`, `storage.alike`); what an officer says of
it is a record like any other and travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.findings import SEVERITIES, Severity, field_named
from sachmatuy_desktop.domain.likeness import RULES as LIKENESS
from sachmatuy_desktop.domain.likeness import described
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.services.bus import Command, Session
from sachmatuy_desktop.services.merging import FollowMerge, ReviveMerged, TakeLateEdit
from sachmatuy_desktop.services.records import DecideValue, refuse_other_unit
from sachmatuy_desktop.storage import alike
from sachmatuy_desktop.storage.alike import Pair
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.findings.finders import Rule
from sachmatuy_desktop.storage.findings.ledger import Finding
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.following import followed, how_many_since
from sachmatuy_desktop.storage.merged import distinct_naming
from sachmatuy_desktop.storage.pace import Tell, silent
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "SEVERITIES",
    "AcceptFinding",
    "Finding",
    "Pair",
    "ReopenFinding",
    "Rule",
    "Severity",
    "accepted",
    "counts",
    "findings_of",
    "know_the_alike",
    "knows_the_alike",
    "left_out",
    "likely",
    "likely_pairs",
    "may_be_told",
    "pair_counts",
    "refresh",
    "remedy",
    "rules_for",
]

QUICK: Final = 1500
"""Changes that are caught up with in passing; more wait until somebody opens the page."""


class Opened(Protocol):
    """An opened office, as far as it matters here: its file and who sits before it."""

    @property
    def session(self) -> Session: ...


def refresh(office: Opened, tell: Tell = silent) -> None:
    """Bring pairs and finds up to date; stopped by an error in `tell`, nothing has changed."""
    today = office.session.store.clock.today()
    with office.session.store.reading() as connection:
        behind = (alike.is_behind(connection), ledger.is_behind(connection, today))
    if not any(behind):
        return
    halves = sum(behind)
    with office.session.store.writing() as connection:
        if behind[0]:
            alike.catch_up(connection, lambda done, total: tell(done, total * halves))
        if behind[1]:
            first = halves - 1
            ledger.catch_up(
                connection, today, lambda done, total: tell(first * total + done, total * halves)
            )


def refresh_if_quick(office: Opened) -> bool:
    """Bring everything up to date where that is a matter of a moment; whether it now is."""
    today = office.session.store.clock.today()
    with office.session.store.reading() as connection:
        upto = min(followed(connection, name).upto for name in (alike.NAME, ledger.NAME))
        new_day = followed(connection, ledger.NAME).day != today
        waiting = how_many_since(connection, 0 if new_day else upto)
        if waiting > QUICK:
            return not (alike.is_behind(connection) or ledger.is_behind(connection, today))
    refresh(office)
    return True


def knows_the_alike(office: Opened) -> bool:
    """Bring the keys under which records meet up to date where that is a matter of a moment;
    whether they now are.
    """
    with office.session.store.reading() as connection:
        if not alike.is_behind(connection):
            return True
        if how_many_since(connection, followed(connection, alike.NAME).upto) > QUICK:
            return False
    _catch_up_alike(office)
    return True


def know_the_alike(office: Opened, tell: Tell) -> None:
    """Bring them up to date however long it takes."""
    _catch_up_alike(office, tell)


# -- finds -----------------------------------------------------------------------------------------


def rules_for(role: Role) -> dict[str, Rule]:
    """The rules a role is told of: it sees the register and every value that is said."""
    return {each.id: each for each in RULES.values() if _is_told(role, each)}


def _is_told(role: Role, rule: Rule) -> bool:
    if not rule.register:
        return bool(role.writes)
    if not role.may_name(REGISTERS[rule.register]):
        return False
    fields = (field_named(rule.register, name) for name in rule.names)
    return all(field is None or role.may_see(field) for field in fields)


def counts(office: Opened, place: RecordId | None = None) -> dict[str, int]:
    """Finds by rule, for the role that asks; rules without any are left out."""
    with office.session.store.reading() as connection:
        return ledger.counts(connection, rules_for(office.session.role), place)


def findings_of(office: Opened, rule: str, place: RecordId | None = None) -> list[Finding]:
    """The finds of a rule, as far as the role may open their records."""
    role = office.session.role
    if rule not in rules_for(role):
        return []
    with office.session.store.reading() as connection:
        found = ledger.listed(connection, rule, place, MOST)
    return [each for each in found if may_be_told(role, each)]


def accepted(office: Opened) -> list[Finding]:
    """The finds that rest because somebody said that the record is right."""
    role = office.session.role
    with office.session.store.reading() as connection:
        found = ledger.accepted(connection, rules_for(role), MOST)
    return [each for each in found if may_be_told(role, each)]


MOST: Final = 5000
"""Finds of one rule listed at once; as they are settled, the next ones follow."""


def may_be_told(role: Role, finding: Finding) -> bool:
    """Whether a role may open the record of a find and see the field it leads to."""
    book = REGISTERS[finding.register]
    field = book.by_name.get(finding.field)
    return role.may_name(book) and (field is None or role.may_see(field) or field.by_program)


def remedy(finding: Finding) -> Command | None:
    """What settles a find without typing, for those that have such a way."""
    if finding.rule == "late-edit":
        return TakeLateEdit(finding.register, str(finding.told["_gone"]), finding.field)
    if finding.rule == "merge-circle":
        return ReviveMerged(finding.register, finding.record)
    if finding.rule == "undecided" and finding.field == MERGED_INTO:
        shown = finding.told["_shown"]
        return DecideValue(finding.register, finding.record, finding.field, shown)
    if finding.rule == "dangling" and finding.told.get("_merged"):
        return FollowMerge(finding.register, finding.record, finding.field)
    return None


@dataclass(frozen=True)
class AcceptFinding:
    """Say that a record is right as it is; the find rests until a value it rests on changes.

    The reason stands in the record alone: what an entry says of itself no erasing can take away.
    """

    number: int
    reason: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "findings.accept"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` without a reason, `NotAllowed`, `NotFound` when it is settled."""
        if not self.reason.strip():
            raise BadInput(N_("Hãy ghi lý do: đã xem giấy tờ nào, vì sao đúng như vậy.")).at(
                "reason"
            )
        finding = ledger.find_one(work.connection, self.number)
        if finding is None:
            raise NotFound(N_("Điểm này vừa thay đổi. Hãy xem lại danh sách."))
        book = REGISTERS[finding.register]
        session.role.must_write(book)
        row = work.rows(finding.register, [finding.record])[finding.record]
        refuse_other_unit(book, row, work, session)
        known = ledger.acceptance_of(work.connection, finding)
        if known is not None:
            return known
        return work.insert(
            "accepted_findings",
            {
                "rule": finding.rule,
                "book": finding.register,
                "about": finding.record,
                "basis": finding.basis,
                "reason": self.reason.strip(),
                "said_by": session.account,
                "said_on": work.clock.today(),
            },
        )


@dataclass(frozen=True)
class ReopenFinding:
    """Take back that a record is right as it is."""

    number: int

    @property
    def act(self) -> str:
        """The act's id."""
        return "findings.reopen"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`, `NotFound`."""
        finding = ledger.find_one(work.connection, self.number)
        known = finding and ledger.acceptance_of(work.connection, finding)
        if finding is None or not known:
            raise NotFound(N_("Điểm này vừa thay đổi. Hãy xem lại danh sách."))
        book = REGISTERS[finding.register]
        session.role.must_write(book)
        refuse_other_unit(book, work.row("accepted_findings", known), work, session)
        work.remove("accepted_findings", known)


# -- who may be whom -------------------------------------------------------------------------------


def likely(
    office: Opened, register: str, values: Mapping[str, Value], record: RecordId | None
) -> list[tuple[RecordId, tuple[str, ...]]]:
    """Whom a record that is being typed may be, strongest reasons first; for the worker."""
    if register not in LIKENESS or not office.session.role.may_name(REGISTERS[register]):
        return []
    _catch_up_alike(office)
    with office.session.store.reading() as connection:
        found = alike.meeting(connection, register, described(register, values), without=record)
        if record is not None:
            said = distinct_naming(connection, register, record)
            two = {each for _pair, *both in said for each in both}
            found = [each for each in found if each[0] not in two]
    return sorted(found, key=lambda each: (-len(each[1]), each[0]))


def _catch_up_alike(office: Opened, tell: Tell = silent) -> None:
    with office.session.store.reading() as connection:
        behind = alike.is_behind(connection)
    if behind:
        with office.session.store.writing() as connection:
            alike.catch_up(connection, tell)


def likely_pairs(office: Opened, register: str, limit: int = -1, offset: int = 0) -> list[Pair]:
    """The pairs of a register that nobody has looked at yet."""
    if not office.session.role.may_name(REGISTERS[register]):
        return []
    with office.session.store.reading() as connection:
        return alike.pairs(connection, register, limit, offset)


def pair_counts(office: Opened) -> dict[str, int]:
    """How many pairs wait, by register the role may open."""
    role = office.session.role
    with office.session.store.reading() as connection:
        return {
            register: alike.count_pairs(connection, register)
            for register in LIKENESS
            if role.may_name(REGISTERS[register])
        }


def left_out(office: Opened) -> int:
    """How many groups were too crowded to compare one by one."""
    with office.session.store.reading() as connection:
        return followed(connection, alike.NAME).left_out


def distinct_pairs(office: Opened, register: str) -> list[Mapping[str, Value]]:
    """What was said not to be one, newest first; nothing to whom the names are masked."""
    if not office.session.role.may_name(REGISTERS[register]):
        return []
    ids = office.session.queries.ids("distinct_pairs")
    rows = office.session.queries.rows("distinct_pairs", ids)
    return [
        rows[each] for each in ids if rows[each]["book"] == register and not rows[each][DELETED]
    ]
