"""Two records that are one: merging them, saying that they are not, and what comes in afterwards.

A merge is one act: the chosen values into the record that is kept, everything that pointed at the
other onto it, and of the other a tombstone that says where it went.  Fields, not records, are
merged when bundles cross: what another PC wrote into the tombstone, or under it, before it heard
of the merge arrives whole; `storage.findings` lists it and the commands here bring it over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.merging import Side, merged_values
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value, labels
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.domain.registers.values import check
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.records import refuse_other_unit
from sachmatuy_desktop.storage.merged import (
    distinct_naming,
    running_cases,
    said_distinct,
    standing_for,
    waiting_values,
)
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MergeRecords:
    """Make one record of two: `kept` goes on, `gone` becomes a tombstone that names it.

    `sides` says, by statement (a field or a group of fields), whose value is written; what is not
    named takes what `domain.merging.proposed` says.  `loaded` are both records as the officer saw
    them, by id.
    """

    register: str
    kept: RecordId
    gone: RecordId
    sides: Mapping[str, Side] = field(default_factory=dict)
    loaded: Mapping[RecordId, Mapping[str, Value]] | None = None
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.merge:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict` naming what must be decided first, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        if not book.is_mergeable or self.kept == self.gone:
            raise BadInput(N_("Chỉ gộp được hai ghi chép khác nhau của cùng một sổ."))
        session.role.must_write(book)
        kept, gone = (work.row(self.register, each) for each in (self.kept, self.gone))
        for row in (kept, gone):
            refuse_other_unit(book, row, work, session)
            self._refuse_moved_on(row)
        _refuse_said_distinct(work, self.register, self.kept, self.gone)
        _refuse_undecided(work, book, (self.kept, self.gone))
        if self.register == "people":
            _refuse_two_running_cases(work, self.kept, self.gone)
        values = merged_values(book, kept, gone, self.sides)
        complaints = check(book, {**kept, **values})
        if complaints:
            raise complaints[0]
        work.update(self.register, self.kept, values)
        _move_pointing(work, session, self.register, self.gone, self.kept)
        _carry_distinct(work, self.register, self.gone, self.kept)
        work.put(self.register, self.gone, {DELETED: 1, MERGED_INTO: self.kept})
        return self.kept

    def _refuse_moved_on(self, row: Mapping[str, Value]) -> None:
        seen = (self.loaded or {}).get(str(row["id"]))
        if seen is None:
            return
        book = REGISTERS[self.register]
        for each in book.fields:
            if row[each.name] != seen.get(each.name):
                raise Conflict(
                    N_("«{field}» vừa được người khác sửa. Hãy xem lại hai bản rồi gộp."),
                    field=each.label,
                )


@dataclass(frozen=True)
class MarkDistinct:
    """Remember that two records are not one; they are not offered as such again."""

    register: str
    one: RecordId
    other: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.distinct:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        for each in (self.one, self.other):
            refuse_other_unit(book, work.row(self.register, each), work, session)
        first, second = sorted((self.one, self.other))
        known = said_distinct(work.connection, self.register, first, second)
        if known is not None:
            return known
        return work.insert(
            "distinct_pairs",
            {
                "book": self.register,
                "first": first,
                "second": second,
                "said_by": session.account,
                "said_on": work.clock.today(),
            },
        )


@dataclass(frozen=True)
class ForgetDistinct:
    """Take back that two records are not one."""

    pair: RecordId
    register: str

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.distinct_drop:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`, `NotFound`."""
        row = work.row("distinct_pairs", self.pair)
        book = REGISTERS[str(row["book"])]
        session.role.must_write(book)
        refuse_other_unit(book, row, work, session)
        work.remove("distinct_pairs", self.pair)


@dataclass(frozen=True)
class FollowMerge:
    """Bring a record that still points at a merged tombstone over to the record that was kept."""

    register: str
    record: RecordId
    field: str

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.merge_follow:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict` when nothing stands for the tombstone, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        row = work.row(self.register, self.record)
        refuse_other_unit(book, row, work, session)
        target = str(row[book.owner_kind] if book.owner_kind else book[self.field].target)
        meant = standing_for(work.connection, target, str(row[self.field]))
        if meant is None:
            raise Conflict(
                N_(
                    "Ghi chép được trỏ đến đã bị xóa, không có bản nào thay."
                    " Hãy chọn lại «{field}»."
                ),
                field=book[self.field].label,
            )
        work.update(self.register, self.record, {self.field: meant})
        return meant


@dataclass(frozen=True)
class TakeLateEdit:
    """Write into the kept record what another PC wrote into the merged one without knowing."""

    register: str
    gone: RecordId
    field: str

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.merge_late:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict`, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        meant = standing_for(work.connection, self.register, self.gone)
        gone = work.rows(self.register, [self.gone]).get(self.gone)
        if meant is None or gone is None or meant == self.gone:
            raise NotFound(N_("Không còn bản đã gộp này. Hãy kiểm tra lại."))
        kept = work.row(self.register, meant)
        refuse_other_unit(book, kept, work, session)
        names = book.moving_together({self.field})
        values = {name: gone[name] for name in names}
        complaints = check(book, {**kept, **values})
        if complaints:
            raise complaints[0]
        work.update(self.register, meant, values)
        return meant


@dataclass(frozen=True)
class ReviveMerged:
    """End a circle that two PCs made by merging in opposite directions: `record` is kept."""

    register: str
    record: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.merge_revive:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict` when the record is in no circle, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        circle = _circle(work, self.register, self.record)
        for each in circle:
            row = work.rows(self.register, [each])[each]
            refuse_other_unit(book, row, work, session)
            if each != self.record:
                _move_pointing(work, session, self.register, each, self.record)
                work.put(self.register, each, {MERGED_INTO: self.record})
        work.put(self.register, self.record, {DELETED: 0, MERGED_INTO: None})
        return self.record


# -- what must be decided first --------------------------------------------------------------------


def _refuse_two_running_cases(work: UnitOfWork, kept: RecordId, gone: RecordId) -> None:
    """Raise `Conflict` when both stand on a list the law orders now, or twice on one list.

    Which lists the law orders is data (`resources/law`).
    """
    statutory = {each.category for each in law_book().lists if each.statutory}
    today = work.clock.today()
    mine, theirs = (running_cases(work.connection, each, today) for each in (kept, gone))
    for one in mine:
        for other in theirs:
            both_by_law = {one["category"], other["category"]} <= statutory
            if both_by_law or one["category"] == other["category"]:
                raise Conflict(
                    N_(
                        "Cả hai bản đều có diện quản lý chưa kết thúc: «{one}» từ {since} và"
                        " «{other}» từ {beside}. Hãy ghi kết thúc hoặc xóa một trong hai diện"
                        " trước, rồi gộp."
                    ),
                    one=labels(CATEGORIES, one["category"]),
                    since=one["from_date"],
                    other=labels(CATEGORIES, other["category"]),
                    beside=other["from_date"],
                )


def _refuse_undecided(work: UnitOfWork, book: Register, records: Sequence[RecordId]) -> None:
    """Raise `Conflict` while values that two offices wrote still wait for somebody to choose."""
    for record, name, value in waiting_values(work.connection, records):
        shown = work.rows(book.name, [record])[record]
        if name in book.by_name and value != shown[name]:
            raise Conflict(
                N_("«{field}» đang có hai giá trị do hai nơi cùng sửa. Hãy chọn một rồi gộp."),
                field=book[name].label,
            )


def _refuse_said_distinct(work: UnitOfWork, register: str, one: RecordId, other: RecordId) -> None:
    known = said_distinct(work.connection, register, one, other)
    if known is not None:
        raise Conflict(
            N_(
                "{by} đã ghi hai bản này không phải là một. Nếu nay thấy là một, hãy bỏ ghi nhận"
                " đó trước rồi gộp."
            ),
            by=work.row("distinct_pairs", known)["said_by"],
        )


# -- moving what stands under and beside -----------------------------------------------------------


def _move_pointing(
    work: UnitOfWork, session: Session, register: str, gone: RecordId, kept: RecordId
) -> None:
    """Point everything that names `gone` at `kept`, tombstones too: one may be brought back."""
    for pointing in pointing_at(work.connection, register, [gone], tombstones=True):
        book = REGISTERS[pointing.register]
        session.role.must_write(book)
        for record, row in work.rows(pointing.register, pointing.records).items():
            if record == kept:
                continue
            if row["unit_id"] != work.unit:
                raise NotAllowed(
                    N_("Còn {one} của đơn vị khác trỏ đến bản này nên chưa gộp được."),
                    one=book.one,
                )
            work.put(pointing.register, record, {pointing.field: kept})


def _carry_distinct(work: UnitOfWork, register: str, gone: RecordId, kept: RecordId) -> None:
    """Who was said not to be the one merged away is not the one kept either."""
    for pair, first, second in distinct_naming(work.connection, register, gone):
        other = second if first == gone else first
        one, two = sorted((kept, other))
        work.update("distinct_pairs", pair, {"first": one, "second": two})


def _circle(work: UnitOfWork, register: str, record: RecordId) -> list[RecordId]:
    """The records that point at each other in a circle, `record` among them."""
    found: list[RecordId] = []
    at: RecordId | None = record
    while at is not None and at not in found:
        row = work.rows(register, [at]).get(at)
        if row is None or not row[DELETED]:
            break
        found.append(at)
        into = row[MERGED_INTO]
        at = None if into is None else str(into)
    if at != record or len(found) < 2:
        raise Conflict(N_("Bản này không nằm trong vòng gộp nào. Hãy kiểm tra lại."))
    return found
