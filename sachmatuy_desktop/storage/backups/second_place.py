"""The second place of backups: a folder on another disk that is used by itself when it is there.

A mark lies in the folder.  A stick that was pulled leaves an empty folder of the same name, and
another stick may have its letter: without the mark nothing is written there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.strict_json import Json, parse_object

MARK: Final = "sachmatuy-second-place.json"
_FOLDER: Final = "backup.second"
_AT: Final = "backup.second_at"

FORMAT: Final = "sachmatuy-second-place/1"

_WITHIN: Final = N_(
    "Nơi sao lưu thứ hai phải nằm ngoài thư mục dữ liệu; hãy chọn ổ đĩa hoặc USB khác."
)
_ANOTHERS: Final = N_(
    "{folder} đang là nơi sao lưu thứ hai của một cơ quan khác; hãy chọn hoặc tạo một thư mục khác"
    " trên ổ đĩa đó."
)


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The folder, when it last took a backup (None: never yet), and whether it is there now."""

    folder: Path
    last: datetime | None
    is_there: bool


def chosen_anew(store: Store, folder: Path | None) -> Mapping[str, str]:
    """Mark a folder as the second place from now on, or none; what is to be remembered of it.

    Raises `BadInput` (within the office's folder, or another office's second place),
    `StorageTrouble`.
    """
    if folder is None:
        return {_FOLDER: ""}
    resolved = folder.resolve()
    if resolved.is_relative_to(store.folder.resolve()):
        raise BadInput(_WITHIN)
    with disk_speaks(folder):
        folder.mkdir(parents=True, exist_ok=True)
    mark = _mark(folder)
    if mark is not None and not _is_of(mark, store):
        raise BadInput(_ANOTHERS, folder=folder)
    facts = store.facts
    text = {"format": FORMAT, "unit": facts.unit_id, "training": int(facts.training)}
    write_atomically(folder / MARK, json.dumps(text).encode())
    return {_FOLDER: str(resolved), _AT: ""}


def chosen(store: Store) -> SecondPlace | None:
    """The second place, or None where none was chosen."""
    folder, at = store.said(_FOLDER), store.said(_AT)
    if not folder:
        return None
    last = datetime.fromisoformat(at) if at else None
    mark = _mark(Path(folder))
    return SecondPlace(Path(folder), last, mark is not None and _is_of(mark, store))


def seen(store: Store) -> Mapping[str, str]:
    """What is to be remembered of the second place when it has just taken a backup."""
    return {_AT: store.clock.stamp()}


def _mark(folder: Path) -> Mapping[str, Json] | None:
    """What the mark says; None without one, or where it is not this program's."""
    try:
        return parse_object((folder / MARK).read_bytes(), MARK)
    except (OSError, KnownError):
        return None


def _is_of(mark: Mapping[str, Json], store: Store) -> bool:
    """Whether a mark is this office's.  A training office bears the unit of a real one; older marks
    do not tell the two apart.
    """
    facts = store.facts
    training = bool(mark.get("training", facts.training))
    return mark.get("unit") == facts.unit_id and training == facts.training
