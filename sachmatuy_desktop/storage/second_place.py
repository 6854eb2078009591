"""The second place of backups: a folder on another disk that is used by itself when it is there.

A mark lies in the folder.  A stick that was pulled leaves an empty folder of the same name, and
another stick may have its letter: without the mark nothing is written there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keyring_json import parse_object
from sachmatuy_desktop.storage.store import Store

MARK: Final = "sachmatuy-second-place.json"
_FOLDER: Final = "backup.second"
_AT: Final = "backup.second_at"

_WITHIN: Final = N_(
    "Nơi sao lưu thứ hai phải nằm ngoài thư mục dữ liệu; hãy chọn ổ đĩa hoặc USB khác."
)


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The folder, when it last took a backup (None: never yet), and whether it is there now."""

    folder: Path
    last: datetime | None
    is_there: bool


def choose(store: Store, folder: Path | None) -> None:
    """Use a folder as the second place from now on, or none.

    Raises `BadInput` (within the office's folder), `StorageTrouble`.
    """
    if folder is None:
        store.say(_FOLDER, "")
        return
    resolved = folder.resolve()
    if resolved.is_relative_to(store.folder.resolve()):
        raise BadInput(_WITHIN)
    with disk_speaks(folder):
        folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": "sachmatuy-second-place/1", "unit": store.facts.unit_id})
    write_atomically(folder / MARK, text.encode())
    store.say(_FOLDER, str(resolved))
    store.say(_AT, "")


def chosen(store: Store) -> SecondPlace | None:
    """The second place, or None where none was chosen."""
    folder, at = store.said(_FOLDER), store.said(_AT)
    if not folder:
        return None
    last = datetime.fromisoformat(at) if at else None
    return SecondPlace(Path(folder), last, _is_there(Path(folder), store.facts.unit_id))


def seen(store: Store) -> None:
    """The second place has just taken a backup."""
    store.say(_AT, store.clock.stamp())


def _is_there(folder: Path, unit: str) -> bool:
    try:
        said = parse_object((folder / MARK).read_bytes(), MARK)
    except (OSError, KnownError):
        return False
    return said.get("unit") == unit
