"""What has to be tried so that it works on the day it is needed: the recovery sheet, a restoring.

Both have a calendar (`resources/safekeeping/terms.toml`).  `try_sheet` proves both halves against
the key file and opens nothing; `drill` restores the newest backup into a folder of its own inside
the office's folder, checks it, and wipes it.  The drill of people is in `drills_by_people`.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.i18n import say
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.access.accounts import SHEET_MADE, SHEET_TRIED
from sachmatuy_desktop.services.access.failed_tries import SHEET, failures_kept
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep.maintenance import founded_on, last_backup
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.backups.restore import DRILL, Unlocking, rehearse, sweep_drills
from sachmatuy_desktop.storage.integrity.checks import CheckReport
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode

__all__ = [
    "Aside",
    "DrillResult",
    "drill",
    "drill_due_on",
    "due_after",
    "last_drill",
    "restored_aside",
    "sheet_due_on",
    "sheet_number",
    "sheet_tried_on",
    "try_sheet",
]

_DRILLED: Final = "backup.drilled"
_NO_BACKUP: Final = N_("Chưa có bản sao lưu nào để diễn tập; hãy sao lưu trước.")

Tell = Callable[[int, int], None]
"""Told how far a drill is; it may raise to stop it."""


# -- the recovery sheet ---------------------------------------------------------------------------


def sheet_number(office: Office) -> int | None:
    """The number of the sheet that opens the office; None for an older one without halves."""
    return office.keyring.shown().sheet


def try_sheet(office: Office, code: RecoveryCode) -> None:
    """Prove that the sheet opens the office; nothing is opened, changed or given out.

    Raises `NotAllowed` (no right, a wrong sheet, too soon after a wrong one), `StorageTrouble`.
    """
    office.info.role.must("manages")
    keyring = office.keyring
    with failures_kept(keyring.folder, SHEET, office.clock, keyring.cost):
        keyring.prove_recovery(office.keys, code, office.clock.now())
    with office.store.begin(Act("recovery.check", office.account.name)) as work:
        work.note(Scope.LOCAL, str(sheet_number(office) or ""))
        work.remember(SHEET_TRIED, office.clock.today())
        work.commit()


def sheet_tried_on(office: Office) -> date | None:
    """The day on which the sheet in use was last tried; None if it never was."""
    said = office.store.said(SHEET_TRIED)
    return date.fromisoformat(said) if said else None


def sheet_due_on(office: Office) -> date:
    """The day by which the sheet is to be tried: so long after it was tried, made, or founded."""
    last = sheet_tried_on(office) or _made_on(office)
    return due_after(office, last, load_safekeeping().recovery_months)


def _made_on(office: Office) -> date:
    """The day of the sheet in use: when it was made anew, else when the office was founded."""
    said = office.store.said(SHEET_MADE)
    return date.fromisoformat(said) if said else founded_on(office)


def due_after(office: Office, last: date, months: int) -> date:
    """The day by which what was done on a day is to be done again.

    A day to come was written while the clock was wrong: nobody knows how long ago it was, so it is
    due, and not only when that day has come.
    """
    today = date.fromisoformat(office.clock.today())
    return today if last > today else add_months(last, months)


# -- restoring ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrillResult:
    """What a drill said: when (ISO), of which backup, how long, what it held, what was wrong.

    `problems` are sentences; none means that this backup can be restored.
    """

    at: str
    backup: str
    seconds: float
    records: int
    entries: int
    problems: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day of the drill."""
        return date.fromisoformat(self.at[:10])


def drill(office: Office, tell: Tell = lambda _done, _total: None) -> DrillResult:
    """Restore the newest proved backup into a private folder, check it, compare it, wipe it.

    What is wrong with the backup is a problem in the result.  Raises `NotAllowed`, `NotFound` (no
    backup), `StorageTrouble` (no room), and whatever `tell` raises; then nothing is left behind.
    """
    office.info.role.must("manages")
    newest = last_backup(office)
    if newest is None:
        raise NotFound(_NO_BACKUP)

    def open_already(keyring: Keyring) -> OfficeKeys:
        keyring.shown()  # they must be whole all the same
        return office.keys

    found = restored_aside(office, newest, open_already, tell)
    result = DrillResult(
        office.clock.stamp(),
        newest.path.stem,
        found.seconds,
        found.report.records,
        found.report.entries,
        tuple(say(each) for each in found.problems),
    )
    with office.store.begin(Act("backup.drill", office.account.name)) as work:
        work.note(Scope.LOCAL, f"{newest.path.stem}: {len(result.problems)}")
        work.remember(_DRILLED, json.dumps(asdict(result)))
        work.commit()
    return result


@dataclass(frozen=True, slots=True)
class Aside:
    """What a restoring aside found: the check of it, all that is wrong, the seconds it took."""

    report: CheckReport
    problems: tuple[KnownError, ...]
    seconds: float


def restored_aside(office: Office, backup: Backup, unlock: Unlocking, tell: Tell) -> Aside:
    """Restore a backup into a private folder with the keys that `unlock` opens; nothing is noted.

    Raises as `drill` does.
    """
    office.info.role.must("manages")
    begun = time.monotonic()
    with _private_folder(office.store.folder) as folder:
        cost = office.keyring.cost
        report, problems = rehearse(backup, folder, unlock, office.clock, tell, cost)
    return Aside(report, tuple(problems), round(time.monotonic() - begun, 1))


def last_drill(office: Office) -> DrillResult | None:
    """What the last drill said."""
    said = office.store.said(_DRILLED)
    if not said:
        return None
    told = json.loads(said)
    return DrillResult(**{**told, "problems": tuple(told["problems"])})


def drill_due_on(office: Office) -> date:
    """The day of the next drill by itself; today if there was none."""
    last = last_drill(office)
    if last is None:
        return date.fromisoformat(office.clock.today())
    return due_after(office, last.day, load_safekeeping().drill_months)


@contextmanager
def _private_folder(office: Path) -> Iterator[Path]:
    """A folder inside the office's; one that a crash left is swept out.  All in it is encrypted."""
    sweep_drills(office)
    folder = office / f"{DRILL}{secrets.token_hex(6)}"
    with disk_speaks(folder):
        make_private_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
