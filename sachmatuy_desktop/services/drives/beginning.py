"""A drive is begun, extended, changed and ended."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sachmatuy_desktop.domain.drives import Counts, Home
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.drives import KIND
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.text import numbered_order
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bulk import STEP, silent
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.commitments import RecordCommitments
from sachmatuy_desktop.services.drives.reading import (
    DRIVES,
    EVERYBODY,
    SHEETS,
    VILLAGES,
    Drive,
    drives_of,
    standing,
)
from sachmatuy_desktop.services.records import refuse_incomplete
from sachmatuy_desktop.storage.facts import Question
from sachmatuy_desktop.storage.facts.drives import (
    Residing,
    residing_households,
    sheets_of,
    signatures,
)
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

Report = Callable[[int, int], object]
Carriers = Mapping[RecordId, str]


@dataclass(frozen=True, kw_only=True)
class BeginDrive:
    """Begin a drive in these hamlets: a sheet for every household that has to sign there.

    Who has to is what the criterion says on the day (001 II: “100% hộ gia đình đang cư trú”).
    Sheets are numbered hamlet by hamlet in the order of the house numbers, so that a pile can be
    carried from house to house.  `asked` is a code of `WHO_IS_ASKED`.  The result is the drive.
    """

    name: str
    from_date: date
    villages: tuple[RecordId, ...]
    asked: str = "chua_ky"
    until_date: date | None = None
    document: str = ""
    task: RecordId = ""
    set_task: RecordId = ""
    remark: str = ""
    carriers: Carriers = field(default_factory=dict)
    report: Report = field(default=silent, compare=False)

    act: ClassVar[str] = "drives.begin"

    @property
    def why(self) -> str:
        """Its name."""
        return self.name

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `NotAllowed`, or `NotFound` when nobody has to sign there."""
        session.role.must_write(REGISTERS[DRIVES])
        if not self.villages:
            raise BadInput(N_("Hãy chọn ít nhất một thôn, khu phố."))
        values = _values(self) | {"asked": self.asked}
        refuse_incomplete(REGISTERS[DRIVES], values, work)
        drive = work.insert(DRIVES, values)
        _bring_villages(work, drive, self.villages, self.carriers)
        since = self.from_date.isoformat() if self.asked == EVERYBODY else ""
        asked = _to_ask(work, self.villages, since, ())
        if not asked:
            raise NotFound(N_("Không có hộ nào phải ký ở các thôn, khu phố đã chọn."))
        _add_sheets(work, drive, asked, 1, self.report)
        return drive


@dataclass(frozen=True, kw_only=True)
class ExtendDrive:
    """Give a sheet to every household of the drive's hamlets, or of these more, that lacks one.

    The result is how many sheets were added.
    """

    drive: RecordId
    villages: tuple[RecordId, ...] = ()
    report: Report = field(default=silent, compare=False)

    act: ClassVar[str] = "drives.extend"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `Conflict` for a drive that has ended, `NotAllowed`, `NotFound`."""
        drive = running_drive(work, session, self.drive)
        theirs = [each.village for each in drive.villages]
        more = [each for each in self.villages if each not in theirs]
        _bring_villages(work, drive.id, more, {})
        sheets = standing_sheets(work, drive)
        asked = _to_ask(work, (*theirs, *more), drive.since, {each[0] for each in sheets})
        if not asked:
            raise NotFound(N_("Không có hộ nào phải ký mà chưa có phiếu."))
        _add_sheets(work, drive.id, asked, 1 + max((n for _, n in sheets), default=0), self.report)
        return len(asked)


@dataclass(frozen=True, kw_only=True)
class ChangeDrive:
    """Write anew what a drive is called, until when it lasts and who carries its forms."""

    drive: RecordId
    name: str
    from_date: date
    until_date: date | None = None
    document: str = ""
    task: RecordId = ""
    set_task: RecordId = ""
    remark: str = ""
    carriers: Carriers = field(default_factory=dict)

    act: ClassVar[str] = "drives.change"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` for a drive that has ended, `NotAllowed`, `NotFound`."""
        drive = running_drive(work, session, self.drive)
        values = _values(self)
        refuse_incomplete(REGISTERS[DRIVES], {**work.row(DRIVES, drive.id), **values}, work)
        work.update(DRIVES, drive.id, values)
        work.rows(VILLAGES, [each.id for each in drive.villages])
        for each in drive.villages:
            work.update(VILLAGES, each.id, {"carrier": self.carriers.get(each.village) or None})


@dataclass(frozen=True, kw_only=True)
class EndDrive:
    """End a drive and keep its counts; the result are those.

    With `write_answers` what was refused, and who was absent to the end, goes into the book of
    commitments on that day, with what the sheet says as its reason.
    """

    drive: RecordId
    ended_on: date
    write_answers: bool = False
    report: Report = field(default=silent, compare=False)

    act: ClassVar[str] = "drives.end"

    def run(self, work: UnitOfWork, session: Session) -> Counts:
        """Raises `BadInput`, `Conflict` for a drive that has ended, `NotAllowed`, `NotFound`."""
        drive = running_drive(work, session, self.drive)
        refuse_day(drive, self.ended_on, work)
        state = standing(work.connection, drive, work.clock.today())
        if self.write_answers:
            self._write(work, session, drive, state.homes)
        closing = json.dumps(state.counts.to_json(), sort_keys=True)
        ended = {"ended_on": self.ended_on.isoformat(), "closing": closing}
        refuse_incomplete(REGISTERS[DRIVES], {**work.row(DRIVES, drive.id), **ended}, work)
        work.update(DRIVES, drive.id, ended)
        return state.counts

    def _write(
        self, work: UnitOfWork, session: Session, drive: Drive, homes: Sequence[Home]
    ) -> None:
        said = [home for home in homes if home.answer in ("tu_choi", "vang")]
        rows = work.rows(SHEETS, [home.sheet.id for home in said])
        for number, home in enumerate(said):
            if number % STEP == 0:
                self.report(number, len(said))
            remark = rows[home.sheet.id]["remark"]
            RecordCommitments(
                KIND,
                "households",
                (home.household,),
                home.answer,
                self.ended_on.isoformat(),
                str(remark or f"Trong {drive.name}"),
                drive.name,
            ).write(work, session)


# -- what drives' acts share -----------------------------------------------------------------------


def running_drive(work: UnitOfWork, session: Session, drive: RecordId) -> Drive:
    """The drive, which this account may write to and which has not ended.

    Raises `Conflict`, `NotAllowed`, `NotFound`.
    """
    session.role.must_write(REGISTERS[DRIVES])
    if work.row(DRIVES, drive)["unit_id"] != work.unit:
        raise NotAllowed(N_("Đợt ký này là của đơn vị khác, ở đây chỉ xem."))
    found = next(each for each in drives_of(session.queries, work.unit) if each.id == drive)
    if not found.is_running:
        raise Conflict(
            N_("«{drive}» đã kết thúc. Hãy hoàn tác việc kết thúc rồi làm tiếp."), drive=found.name
        )
    return found


def refuse_day(drive: Drive, day: date, work: UnitOfWork) -> None:
    """Raise `BadInput` for a day before the drive or after today."""
    if day < drive.from_date:
        raise BadInput(N_("Ngày không thể trước ngày bắt đầu đợt ký.")).at("day")
    if day.isoformat() > work.clock.today():
        raise BadInput(N_("Ngày không thể sau hôm nay.")).at("day")


def standing_sheets(work: UnitOfWork, drive: Drive) -> list[tuple[RecordId, int]]:
    """Household and number of every sheet of a drive."""
    return [(each.household, each.number) for each in sheets_of(work.connection, drive.id)]


def _values(made: BeginDrive | ChangeDrive) -> dict[str, Value]:
    return {
        "name": kept.words(made.name),
        "from_date": made.from_date.isoformat(),
        "until_date": kept.day(made.until_date),
        "document": kept.words(made.document),
        "task": made.task or None,
        "set_task": made.set_task or None,
        "remark": kept.words(made.remark),
    }


def _bring_villages(
    work: UnitOfWork, drive: RecordId, villages: Sequence[RecordId], carriers: Carriers
) -> None:
    rows = work.rows("villages", villages)
    for village in villages:
        row = rows.get(village)
        if row is None or row["unit_id"] != work.unit:
            raise NotFound(N_("Không tìm thấy thôn, khu phố đã chọn; hãy chọn lại."))
        given = {"drive": drive, "village": village, "carrier": carriers.get(village) or None}
        work.insert(VILLAGES, given)


def _to_ask(
    work: UnitOfWork, villages: Sequence[RecordId], since: str, known: Collection[RecordId]
) -> list[Residing]:
    """Who has to sign in these hamlets and is not `known` yet, in the order of the pile."""
    question = Question((work.unit,), date.fromisoformat(work.clock.today()))
    signed = signatures(work.connection, question, since)
    place = {village: at for at, village in enumerate(villages)}
    asked = [
        each
        for each in residing_households(work.connection, question).values()
        if each.village in place and each.id not in signed and each.id not in known
    ]
    return sorted(
        asked,
        key=lambda each: (
            place[each.village],
            *numbered_order(each.number),
            each.sort_key,
            each.id,
        ),
    )


def _add_sheets(
    work: UnitOfWork, drive: RecordId, asked: Sequence[Residing], first: int, report: Report
) -> None:
    for done, home in enumerate(asked):
        if done % STEP == 0:
            report(done, len(asked))
        work.insert(
            SHEETS,
            {
                "drive": drive,
                "household": home.id,
                "village": home.village,
                "number": first + done,
            },
        )
