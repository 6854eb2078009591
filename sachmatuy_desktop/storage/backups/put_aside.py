"""What a restoring replaced, and damaged files that were copied aside: kept for a while, then gone.

They hold persons whom the office may have erased since, so they do not stay for ever.
"""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sachmatuy_desktop.storage.atomic import disk_speaks, rename

__all__ = ["DAMAGED", "REPLACED", "clear", "date_anew", "put_aside", "stem"]

REPLACED: Final = "replaced"
DAMAGED: Final = "damaged"

_MOMENT: Final = "%Y%m%d-%H%M%S"
_NAME: Final = re.compile(rf"(?:{REPLACED}|{DAMAGED})-(\d{{8}}-\d{{6}})(?:-\d+)?", re.ASCII)


def stem(kind: str, now: datetime) -> str:
    """The name of a folder for what is put aside at a moment, by the PC's clock."""
    return f"{kind}-{now:{_MOMENT}}"


def put_aside(folder: Path) -> dict[Path, date]:
    """The folders of an office that were put aside, and on which day, the oldest first."""
    with disk_speaks(folder):
        found = [_NAME.fullmatch(each.name) for each in sorted(folder.iterdir())]
    days = {folder / each[0]: _day(each[1]) for each in found if each}
    return {each: day for each, day in days.items() if day is not None}


def date_anew(folder: Path, now: datetime) -> None:
    """Have one of them count from this moment: the clock was wrong when it was put aside.

    Raises `StorageTrouble`.
    """
    kind, number = folder.name.partition("-")[0], 0
    while (fresh := folder.with_name(stem(kind, now) + (f"-{number}" if number else ""))).exists():
        number += 1
    with disk_speaks(folder):
        rename(folder, fresh)


def clear(folder: Path) -> None:
    """Take one of them away with all it holds.  Raises `StorageTrouble`."""
    with disk_speaks(folder):
        shutil.rmtree(folder)


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, _MOMENT).date()  # noqa: DTZ007  (a day, of no zone)
    except ValueError:
        return None
