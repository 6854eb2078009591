"""The drill of people: twice a year they restore a copy with both halves of the sheet.

It is done on another PC and written down here, or on this PC: then the program restores a copy that
was made for the sheet (of a stick, of the second place) into a private folder with what was typed
from the paper, and takes the time.  What came of it fills the minutes (`recovery-drill-minutes`);
who did it stands there and beside the journal, never in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep.maintenance import founded_on
from sachmatuy_desktop.services.upkeep.trials import (
    Tell,
    due_after,
    restored_aside,
    try_sheet,
)
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode

__all__ = [
    "MINUTES",
    "PeopleDrill",
    "drill_by_people",
    "last_people_drill",
    "note_people_drill",
    "people_drill_due_on",
    "people_drills",
]

MINUTES: Final = "recovery-drill-minutes"
"""The form of the minutes."""

_KEPT: Final = "backup.drills_by_people"
_MOST_KEPT: Final = 40
_NOBODY: Final = N_("Hãy ghi ai đã diễn tập.")
_NO_TIME: Final = N_("Hãy ghi diễn tập mất bao nhiêu phút, từ 1 đến 1440.")
_NO_REASON: Final = N_("Hãy ghi chỗ không khôi phục được.")
_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class PeopleDrill:
    """What people did and saw: when it ended (ISO), from which copy, of when (ISO), who, how long.

    `here` is this PC; on another one nobody may have counted, so `records` may be None.  `problems`
    are sentences, Vietnamese because they are printed; none means that the copy could be restored.
    """

    at: str
    backup: str
    made: str
    here: bool
    who: str
    seconds: int
    records: int | None = None
    sheet: int | None = None
    problems: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day of the drill."""
        return date.fromisoformat(self.at[:10])

    @property
    def in_time(self) -> bool:
        """Whether it took no longer than it should."""
        return self.seconds <= load_safekeeping().drill_by_people_goal.total_seconds()


def drill_by_people(
    office: Office,
    backup: Backup,
    code: RecoveryCode,
    who: str,
    begun: datetime,
    tell: Tell = lambda _done, _total: None,
) -> PeopleDrill:
    """Restore a copy with what two people typed, check it, wipe it; `begun` is when they set out.

    The sheet is tried first, so this counts as its trial.  A copy that cannot be restored is a
    problem of the result.  Raises `BadInput` (nobody named), `NotAllowed` (no right, a wrong sheet,
    too soon after a wrong one), `StorageTrouble` (no room), and what `tell` raises.
    """
    office.info.role.must("manages")
    _must_name(who)
    try_sheet(office, code)

    def by_sheet(keyring: Keyring) -> OfficeKeys:
        return keyring.unlock_with_recovery(code, office.clock.now())

    found = restored_aside(office, backup, by_sheet, tell)
    took = (office.clock.now() - begun).total_seconds()
    done = PeopleDrill(
        at=office.clock.stamp(),
        backup=backup.path.stem,
        made=_made(backup),
        here=True,
        who=who.strip(),
        seconds=round(min(max(took, found.seconds, 1), _DAY)),
        records=found.report.records,
        problems=tuple(str(each) for each in found.problems),
    )
    return _keep(office, done)


def note_people_drill(
    office: Office,
    backup: Backup,
    who: str,
    seconds: int,
    records: int | None = None,
    problems: Sequence[str] = (),
    *,
    worked: bool = True,
) -> PeopleDrill:
    """Write down a drill on another PC, as those who did it say.

    Raises `NotAllowed`, `BadInput` (nobody, no time, or not what was wrong).
    """
    office.info.role.must("manages")
    _must_name(who)
    if not 0 < seconds <= _DAY:
        raise BadInput(_NO_TIME).at("minutes")
    told = tuple(filter(None, (each.strip() for each in problems)))
    if not worked and not told:
        raise BadInput(_NO_REASON).at("problems")
    done = PeopleDrill(
        at=office.clock.stamp(),
        backup=backup.path.stem,
        made=_made(backup),
        here=False,
        who=who.strip(),
        seconds=seconds,
        records=records,
        problems=() if worked else told,
    )
    return _keep(office, done)


def people_drills(office: Office) -> list[PeopleDrill]:
    """The drills of people, the newest first."""
    said = office.store.said(_KEPT)
    told = json.loads(said) if said else []
    return [PeopleDrill(**{**each, "problems": tuple(each["problems"])}) for each in told]


def last_people_drill(office: Office) -> PeopleDrill | None:
    """The newest drill of people."""
    return next(iter(people_drills(office)), None)


def people_drill_due_on(office: Office) -> date:
    """The day by which people are to restore again: so long after the last time, or the founding.

    One that failed counts as none: it is due at once.
    """
    last = last_people_drill(office)
    if last is not None and last.problems:
        return last.day
    since = founded_on(office) if last is None else last.day
    return due_after(office, since, load_safekeeping().drill_by_people_months)


def _made(backup: Backup) -> str:
    return backup.made.replace(tzinfo=VIETNAM).isoformat()


def _must_name(who: str) -> None:
    if not who.strip():
        raise BadInput(_NOBODY).at("who")


def _keep(office: Office, done: PeopleDrill) -> PeopleDrill:
    """Remember it and note it, by codes and figures alone: one act."""
    done = replace(done, sheet=office.keyring.shown().sheet)
    place = "here" if done.here else "elsewhere"
    kept = [done, *people_drills(office)][:_MOST_KEPT]
    with office.store.begin(Act("backup.drill_by_people", office.account.name)) as work:
        work.note(Scope.LOCAL, f"{done.backup}: {len(done.problems)}; {done.seconds} s; {place}")
        work.remember(_KEPT, json.dumps([asdict(each) for each in kept], ensure_ascii=False))
        work.commit()
    return done
