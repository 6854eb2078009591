"""The power fails at any write of a merge: the office has the bundle, or has not, and is sound.

All that a transaction writes goes to the end of the log beside the file, and from there into the
file when it is checkpointed.  So the disk after a power cut is the old file with some beginning of
the log, or the whole log with some pages already in the file.  Each such disk is laid out here and
opened, which the program's own kills (`test_faults`) only meet by chance.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.store import Store
from tests.offices import TestClock, add_person, add_village, edit, new_office
from tests.storage.test_faults import opened
from tests.sync.test_two_offices import DISTRICT, introduce

pytestmark = pytest.mark.slow

PAGE, HEAD, FRAME_HEAD = 4096, 32, 24
FRAME = PAGE + FRAME_HEAD
TOLD = ("people", "households", "villages", "journal_entries", "journal_changes", "held")


@dataclass(frozen=True)
class Disk:
    """The file before a merge; the log that the merge wrote; the file with all of the log in it."""

    office: Office
    folder: Path
    before: bytes
    log: bytes
    after: bytes

    def opened(self, file: bytes, log: bytes) -> Store:
        """What a PC finds when the power is back."""
        folder = self.folder / "sau khi mất điện"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / OFFICE_FILE).write_bytes(file)
        (folder / f"{OFFICE_FILE}-wal").write_bytes(log)
        keys = self.office.keys
        return Store.open(folder, keys.db_key_hex, keys.db_salt_hex, TestClock().clock)

    def found(self, file: bytes, log: bytes) -> dict[str, Any]:
        """The rows that are there then, of a file that is sound."""
        store = self.opened(file, log)
        try:
            with store.reading() as connection:
                assert connection.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok"
                tables = {name: schema.metadata.tables[name] for name in TOLD}
                return {name: connection.execute(select(t)).all() for name, t in tables.items()}
        finally:
            store.engine.dispose()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    folder = tmp_path_factory.mktemp("mất điện")
    commune = new_office(folder / "xã")
    above = new_office(folder / "trên", DISTRICT, kind="receiving")
    introduce(commune, above)
    village = add_village(commune)
    for number in range(40):
        add_person(commune, f"Người {number}", village)
    edit(commune, "villages", village, head="Đào")
    bundles.export(commune, above.keys.device.public.key_id, folder / "gói.smt")
    staged = bundles.stage(above, folder / "gói.smt")
    file, log = (above.store.folder / f"{OFFICE_FILE}{end}" for end in ("", "-wal"))
    settle(above)
    before = file.read_bytes()
    bundles.merge(above, staged)
    written = log.read_bytes()
    settle(above)
    after = file.read_bytes()
    above.close()
    return Disk(above, folder, before, written, after)


def settle(office: Office) -> None:
    """Bring the whole log into the file."""
    with office.store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def test_cut_at_any_write_to_the_log_it_is_in_or_it_is_not(disk: Disk) -> None:
    """At the end of a page, in its middle, and where the disk wrote rubbish instead."""
    old, new = disk.found(disk.before, b""), disk.found(disk.before, disk.log)
    assert len(new["people"]) == len(old["people"]) + 40
    chance = random.Random(20)  # noqa: S311
    frames = (len(disk.log) - HEAD) // FRAME
    assert frames > 30
    turned = []
    for frame in range(0, frames + 1, max(frames // 20, 1)):
        end = HEAD + frame * FRAME
        torn = disk.log[: end + chance.randrange(FRAME)]
        rubbish = disk.log[:end] + chance.randbytes(FRAME)
        found = disk.found(disk.before, chance.choice((disk.log[:end], torn, rubbish)))
        assert found in (old, new), f"half a bundle after {frame} of {frames} pages"
        turned.append(found == new)
    assert turned == sorted(turned), "once it is in, it stays in"
    assert (turned[0], turned[-1]) == (False, True)


def test_cut_while_the_log_goes_into_the_file_it_is_in(disk: Disk) -> None:
    """Some pages are the new ones, one is half of each; the log has all of them still."""
    new = disk.found(disk.before, disk.log)
    chance = random.Random(21)  # noqa: S311
    longer = disk.before.ljust(len(disk.after), b"\0")
    for share in (0.1, 0.5, 0.9):
        pages = [
            source[at : at + PAGE]
            for at in range(0, len(disk.after), PAGE)
            for source in [disk.after if chance.random() < share else longer]
        ]
        half = chance.randrange(1, len(pages))
        at = half * PAGE
        pages[half] = disk.after[at : at + PAGE // 2] + longer[at + PAGE // 2 : at + PAGE]
        assert disk.found(b"".join(pages), disk.log) == new


def test_what_was_cut_off_is_taken_in_again_to_the_same_end(disk: Disk) -> None:
    folder = disk.folder / "trên"
    (folder / OFFICE_FILE).write_bytes(disk.before)
    (folder / f"{OFFICE_FILE}-wal").write_bytes(disk.log[: HEAD + 3 * FRAME + 100])
    office = opened(folder)
    assert check(office.store).clean
    assert office.queries.count("people") == 0
    assert bundles.merge(office, bundles.stage(office, disk.folder / "gói.smt")).report.applied
    assert office.queries.count("people") == 40
    assert check(office.store).clean
    office.close()
