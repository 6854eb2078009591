"""Builders of real offices for tests: real folders, real keys, real encrypted files."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.office import Founding, Office, found, unlock
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync.returns import Opinion, ReturnUnit
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.storage.keys.keyring_crypto import Cost

CHEAP = Cost(memory_kib=64, passes=1)
"""A passphrase cost for tests alone: real offices neither use nor accept it."""

PASSPHRASE = "một mật khẩu đủ dài"
FOR_A_TEST = TakenOut("Đối chiếu")
"""A purpose, where data about persons is taken out."""
IA_DOM = "xa-23537@1"
HOANG_PHONG = "xa-15973@1"
_HANOI = timezone(timedelta(hours=7))
_sites = itertools.count(1)


@dataclass
class TestClock:
    """A clock that is moved by hand, and dice that are thrown from a counter."""

    __test__ = False
    moment: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=_HANOI)
    _dice: itertools.count[int] = field(default_factory=lambda: itertools.count(next(_sites) << 48))

    def now(self) -> datetime:
        """The moment, a second later at each look so that ids are in order."""
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def randomness(self, size: int) -> bytes:
        """The next throw."""
        return next(self._dice).to_bytes(size, "big")

    def advance(self, **span: float) -> None:
        """Let time pass: `days=1`, `hours=-3`."""
        self.moment += timedelta(**span)

    @property
    def clock(self) -> Clock:
        """As the program knows it."""
        return Clock(self.now, self.randomness)


@dataclass
class _Founded:
    """An office that was founded and closed, and the office that was copied from it last."""

    folder: Path
    ready: datetime
    """The moment of its clock when it was closed."""
    lent: Path


_shelf: defaultdict[tuple[object, ...], list[_Founded]] = defaultdict(list)
_shelf_folder = tempfile.TemporaryDirectory(prefix="founded-")


def new_office(
    folder: Path,
    unit: str = IA_DOM,
    kind: str = "commune",
    clock: TestClock | None = None,
    training: bool = False,
) -> Office:
    """An office just founded and opened by its first account.

    Founding is dear and thousands of tests begin with it, so most offices are copies of one that
    was founded for an earlier test, by then gone with its folder: no two offices that are there at
    the same time have the same keys.
    """
    clock = clock or TestClock()
    like = _shelf[unit, kind, training, clock.moment.replace(second=0, microsecond=0)]
    free = next((each for each in like if not each.lent.exists()), None)
    if free is None:
        closed = Path(_shelf_folder.name, f"{sum(map(len, _shelf.values()))}")
        _found(closed, unit, kind, clock, training).close()
        free = _Founded(closed, clock.moment, folder)
        like.append(free)
    free.lent = folder
    clock.moment = max(clock.moment, free.ready)
    return opened_copy(free.folder, folder, clock)


def _found(folder: Path, unit: str, kind: str, clock: TestClock, training: bool) -> Office:
    answers = Founding(
        unit=unit,
        kind=kind,
        account_id="an",
        account_name="Nguyễn Văn An",
        training=training,
        packs=("ia-hdrai-2024/commune-drug-free",) if kind == "commune" else (),
        registered_on="2026-01-05" if kind == "commune" else None,
        registration_document="01/ĐK-UBND" if kind == "commune" else None,
    )
    office, _code = found(folder, answers, PASSPHRASE, clock.clock, CHEAP)
    return office


def reopen(office: Office) -> Office:
    """The same office after the program was closed and started again."""
    office.close()
    return unlock(office.store.folder, office.account.id, PASSPHRASE, office.clock, CHEAP)


def opened_copy(closed: Path, folder: Path, clock: TestClock | None = None) -> Office:
    """A copy of an office that was made once and closed: cheaper than making it all again."""
    shutil.copytree(closed, folder, dirs_exist_ok=True)
    return unlock(folder, "an", PASSPHRASE, (clock or TestClock()).clock, CHEAP)


def add(office: Office, register: str, **values: Value) -> RecordId:
    """A new record through the one road."""
    result = office.run(SaveRecord(register, None, values)).result
    assert isinstance(result, str)
    return result


def add_return(
    above: Office, unit: str, subject: str, kind: str = "tra_lai", due_on: date | None = None
) -> RecordId:
    """The office above returns something to a commune, or says something to it."""
    result = above.run(ReturnUnit(unit, Opinion(subject, kind=kind, due_on=due_on))).result
    assert isinstance(result, str)
    return result


def edit(office: Office, register: str, record: RecordId, **values: Value) -> str:
    """Write fields of a record; the transaction's id."""
    return office.run(SaveRecord(register, record, values)).txn


def remove(office: Office, register: str, record: RecordId) -> str:
    """Take a record out of its book; the transaction's id."""
    return office.run(RemoveRecord(register, record)).txn


def row(office: Office, register: str, record: RecordId) -> Mapping[str, Value]:
    """A record as it stands, tombstone or not."""
    return office.queries.rows(register, [record])[record]


def add_village(office: Office, name: str = "Thôn 1") -> RecordId:
    """A village."""
    return add(office, "villages", name=name, kind="thon")


def add_household(office: Office, village: RecordId, head: str = "Trần Thị Bưởi") -> RecordId:
    """A household that lives in a village."""
    return add(office, "households", head=head, village=village, state="dang_cu_tru")


def add_person(
    office: Office, full_name: str = "Lê Văn Cam", village: RecordId | None = None
) -> RecordId:
    """A resident."""
    return add(office, "people", full_name=full_name, birth="1990-05-01", village=village)
