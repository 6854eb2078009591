"""How often backups are made and tried, from `resources/safekeeping/terms.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["SafekeepingTerms", "load_safekeeping"]


@dataclass(frozen=True, slots=True)
class SafekeepingTerms:
    """Spans of time and months; `idle` is how long nobody touches the PC before work counts as
    paused.
    """

    often: timedelta
    idle: timedelta
    backup_warning: timedelta
    second_warning: timedelta
    stick_warning: timedelta
    drill_months: int
    drill_by_people_months: int
    drill_by_people_goal: timedelta
    recovery_months: int
    aside: timedelta


@cache
def load_safekeeping(file: Path | None = None) -> SafekeepingTerms:
    """The terms in force; `BadInput` names the file that cannot be read."""
    path = file or resources_folder() / "safekeeping" / "terms.toml"
    content = read_toml(path)
    try:
        return SafekeepingTerms(
            often=timedelta(hours=int(content["backup"]["every_hours"])),
            idle=timedelta(minutes=int(content["backup"]["idle_minutes"])),
            backup_warning=timedelta(days=int(content["backup"]["warn_after_days"])),
            second_warning=timedelta(days=int(content["second"]["warn_after_days"])),
            stick_warning=timedelta(days=int(content["stick"]["warn_after_days"])),
            drill_months=int(content["drill"]["every_months"]),
            drill_by_people_months=int(content["drill"]["by_people_months"]),
            drill_by_people_goal=timedelta(minutes=int(content["drill"]["by_people_minutes"])),
            recovery_months=int(content["recovery"]["try_every_months"]),
            aside=timedelta(days=int(content["aside"]["keep_days"])),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise wrong_entry(path, "–", wrong) from None
