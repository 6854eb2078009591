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
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services import accounts, bundles, evidence, maintenance
from sachmatuy_desktop.services.entering import enter
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import checkpoints
from sachmatuy_desktop.storage.engine import OFFICE_FILE, make_engine
from sachmatuy_desktop.storage.keyring import OfficeKeys
from sachmatuy_desktop.storage.keyring_file import Account
from sachmatuy_desktop.storage.store import Store
from tests import tampering
from tests.offices import CHEAP, PASSPHRASE, TestClock, new_office
from tests.storage.test_faults import introduced

DISTRICT: Final = "huyen-618@1"
OTHER: Final = "một mật khẩu khác hẳn"
PAGE: Final = 4096


@dataclass(frozen=True)
class Stage:
    """What every case begins with.

    `earlier` and `now` are folders of the same office; `unguarded` is the office file of now
    without its triggers, as somebody with the key would make it first.  `footer`, `receipt` and
    `stick` left the office last, after all that the cases change.
    """

    earlier: Path
    now: Path
    unguarded: bytes
    keys: OfficeKeys
    office: Office
    clock: Clock
    footer: str
    receipt: Path
    stick: Path

    @contextmanager
    def case(self, folder: Path, file: bytes | None = None) -> Iterator[Office]:
        """The office opened with the keys in hand; from another office file if one is given."""
        for name in (OFFICE_FILE, f"{OFFICE_FILE}-wal", f"{OFFICE_FILE}-shm"):
            (folder / name).unlink(missing_ok=True)
        (folder / OFFICE_FILE).write_bytes(self.unguarded if file is None else file)
        keys, was = self.keys, self.office
        store = Store.open(folder, keys.db_key_hex, keys.db_salt_hex, self.clock)
        try:
            yield Office(store, keys, was.keyring, was.account, was.units, was.lock)
        finally:
            store.engine.dispose()


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
    _try_in_vain(folder / "now", clock, 2)
    commune = enter(folder / "now", "an", PASSPHRASE, clock.clock, CHEAP)
    accounts.add_account(commune, Account("binh", "Trần Bình", "clerk"), OTHER)
    accounts.remove_account(commune, "binh")
    tampering.busy_year(commune, dice, 30)
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
        keys,
        commune,
        clock.clock,
        footer,
        folder / "biên nhận.smt",
        stick,
    )


def _try_in_vain(folder: Path, clock: TestClock, times: int) -> None:
    for _time in range(times):
        clock.advance(hours=1)
        with suppress(NotAllowed):
            enter(folder, "an", "sai mật khẩu rồi", clock.clock, CHEAP).close()
    clock.advance(hours=1)


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
