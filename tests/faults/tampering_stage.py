"""The office whose journal is tampered with, at an earlier moment and now, with all that left it.

Both are closed folders of files; a case begins by laying the files of now down anew, so nothing is
derived from a passphrase again and no guard has to be taken off twice.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.access.entering import enter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import OFFICE_FILE, make_engine
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.store import Store
from tests import tampering
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, new_office, opened_copy
from tests.storage.test_faults import introduced

DISTRICT: Final = "huyen-618@1"
OTHER: Final = "một mật khẩu khác hẳn"
PAGE: Final = 4096


@dataclass(frozen=True)
class Stage:
    """What every case begins with.

    `earlier` and `now` are folders of the same office; `unguarded` is the office file of now
    without its triggers, as somebody with the key would make it first.  `footer`, `receipt` and
    `stick` left the office last, after all that the cases change.  `killed_file` is the office
    file of a program that was killed after all that, `older_logs` its write-ahead log at earlier
    moments, and `killed_footer` was printed just before.
    """

    earlier: Path
    now: Path
    unguarded: bytes
    killed_file: bytes
    older_logs: tuple[bytes, ...]
    killed_footer: str
    keys: OfficeKeys
    office: Office
    moving: TestClock
    footer: str
    receipt: Path
    stick: Path

    @property
    def clock(self) -> Clock:
        """As the program knows it."""
        return self.moving.clock

    @contextmanager
    def case(self, folder: Path, file: bytes | None = None) -> Iterator[Office]:
        """The office opened with the keys in hand; from another office file if one is given."""
        for name in (OFFICE_FILE, f"{OFFICE_FILE}-wal", f"{OFFICE_FILE}-shm"):
            (folder / name).unlink(missing_ok=True)
        (folder / OFFICE_FILE).write_bytes(self.unguarded if file is None else file)
        with self.opened(folder) as office:
            yield office

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Office]:
        """The office of a folder opened with the keys in hand, as it lies there."""
        keys, was = self.keys, self.office
        store = Store.open(folder, keys.db_key_hex, keys.db_salt_hex, self.clock)
        try:
            yield Office(store, keys, was.keyring, was.account, was.units, was.lock)
        finally:
            store.engine.dispose()

    # -- what was earlier --------------------------------------------------------------------------

    @cached_property
    def file_earlier(self) -> bytes:
        """The office file as it was."""
        return (self.earlier / OFFICE_FILE).read_bytes()

    @cached_property
    def file_now(self) -> bytes:
        """The office file as it is."""
        return (self.now / OFFICE_FILE).read_bytes()

    @cached_property
    def changed_pages(self) -> list[int]:
        """The numbers, from 0, of the pages that were otherwise."""
        one, other = self.file_earlier, self.file_now
        count = min(len(one), len(other)) // PAGE
        slices = (slice(at * PAGE, (at + 1) * PAGE) for at in range(count))
        return [at for at, each in enumerate(slices) if one[each] != other[each]]

    @cached_property
    def changed_tables(self) -> list[str]:
        """The names of the tables that were otherwise."""
        return sorted(each for each in schema.metadata.tables if each in self._changed)

    @cached_property
    def _changed(self) -> set[str]:
        folder = self.now.parent / "before"
        folder.mkdir(exist_ok=True)
        with self.case(folder, self.file_earlier) as office:
            return self.differing(office)

    @cached_property
    def _rows_now(self) -> dict[str, list[str]]:
        folder = self.now.parent / "as it is"
        folder.mkdir(exist_ok=True)
        with self.case(folder, self.file_now) as office:
            return _rows(office)

    def differing(self, office: Office) -> set[str]:
        """The names of the tables whose rows are not those of now."""
        found = _rows(office)
        return {name for name in found if found[name] != self._rows_now[name]}

    def put_back_table(self, office: Office, table: str) -> None:
        """Write the rows that a table had earlier into it, and nothing else."""
        old = self.earlier / OFFICE_FILE
        raw = office.store.engine.raw_connection()
        cursor = raw.cursor()
        key = f"x'{self.keys.db_key_hex}{self.keys.db_salt_hex}'"
        cursor.execute("ATTACH DATABASE ? AS old KEY ?", (f"{old.as_uri()}?immutable=1", key))
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(f"DELETE FROM main.{table}")  # noqa: S608  (our own names)
        cursor.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608
        cursor.execute("COMMIT")
        cursor.execute("DETACH old")
        raw.close()


def _rows(office: Office) -> dict[str, list[str]]:
    with office.store.reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
        )
        return {
            name: sorted(
                repr(tuple(row))
                for row in connection.exec_driver_sql(f"SELECT * FROM {name}")  # noqa: S608
            )
            for name in names.scalars().all()
        }


def set_stage(folder: Path, seed: int = 7) -> Stage:
    """An office with a year behind it, and what stands outside of it."""
    dice, clock = random.Random(seed), TestClock()  # noqa: S311  (no secret)
    commune = new_office(folder / "now", clock=clock)
    above = new_office(folder / "above", DISTRICT, "receiving", clock)
    introduced(commune, above)
    introduced(above, commune)
    key = above.keys.device.public.key_id
    tampering.busy_year(commune, dice, 30)
    bundles.export(commune, key, folder / "một.smt")
    bundles.merge(above, bundles.stage(above, folder / "một.smt"))
    commune.close()
    shutil.copytree(folder / "now", folder / "earlier")
    try_in_vain(folder / "now", clock.clock)
    clock.advance(hours=1)
    commune = enter(folder / "now", "an", PASSPHRASE, clock.clock, CHEAP)
    accounts.add_account(commune, Account("binh", "Trần Bình", "clerk"), OTHER)
    accounts.remove_account(commune, "binh")
    tampering.busy_year(commune, dice, 30)
    commune.store.settle_search()
    bundles.export(commune, key, folder / "hai.smt")
    receipt = bundles.merge(above, bundles.stage(above, folder / "hai.smt")).receipt
    assert receipt is not None
    shutil.copy(receipt, folder / "biên nhận.smt")
    above.close()
    bundles.merge(commune, bundles.stage(commune, folder / "biên nhận.smt"))
    footer = checkpoints.short(evidence.printing(commune, evidence.PAGE_NAME))
    stick = maintenance.backup_to(commune, folder / "stick")
    maintenance.backup_now(commune)
    keys = commune.keys
    commune.close()
    return Stage(
        folder / "earlier",
        folder / "now",
        _unguarded(folder, keys),
        *_killed(folder, clock),
        keys,
        commune,
        clock,
        footer,
        folder / "biên nhận.smt",
        stick,
    )


def try_in_vain(folder: Path, clock: Clock) -> None:
    """Somebody types a wrong passphrase."""
    with suppress(NotAllowed):
        enter(folder, "an", "sai mật khẩu rồi", clock, CHEAP).close()


def _killed(folder: Path, clock: TestClock) -> tuple[bytes, tuple[bytes, ...], str]:
    """The files of a program that ended without closing: the office file, and its log at moments
    before the last page was printed.
    """
    office = opened_copy(folder / "now", folder / "killed", clock)
    log = folder / "killed" / f"{OFFICE_FILE}-wal"
    logs = [b""]
    for number in range(5):
        add_person(office, f"Sau cùng {number}")
        logs.append(log.read_bytes())
    footer = checkpoints.short(evidence.printing(office, evidence.PAGE_NAME))
    file = (folder / "killed" / OFFICE_FILE).read_bytes()
    office.close()
    return file, tuple(logs), footer


def _unguarded(folder: Path, keys: OfficeKeys) -> bytes:
    """The office file of now without its triggers: dropping and making them costs more than a
    check.
    """
    copy = folder / "unguarded"
    copy.mkdir()
    shutil.copy(folder / "now" / OFFICE_FILE, copy)
    engine = make_engine(copy / OFFICE_FILE, keys.db_key_hex, keys.db_salt_hex)
    raw = engine.raw_connection()
    cursor = raw.cursor()
    triggers = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    raw.commit()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()
    engine.dispose()
    return (copy / OFFICE_FILE).read_bytes()
