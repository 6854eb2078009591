"""What is wrong with an office that does not open, and what can be done about it.

Nothing here needs a key, makes a new office file, or deletes anything: a damaged file is moved or
copied aside under `damaged-…` for whoever may still get something out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import N_, KnownError, NotFound, StorageTrouble
from sachmatuy_desktop.storage.backups import setting_aside
from sachmatuy_desktop.storage.backups.backup import FOLDER, Backup, list_backups
from sachmatuy_desktop.storage.backups.swapping import is_cut_off, settle
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost, Keyring
from sachmatuy_desktop.storage.keys.keyring_file import NAMES

__all__ = [
    "Found",
    "Seen",
    "as_it_lies",
    "backups_in",
    "is_an_office",
    "look",
    "repair_keys",
    "set_aside",
    "way_out",
]


class Found(Enum):
    """One thing that a look finds; the value is its sentence."""

    NO_FILE = N_("Không thấy tệp dữ liệu office.db trong thư mục.")
    EMPTY = N_("Tệp dữ liệu office.db trống, không có gì bên trong.")
    CUT = N_("Tệp dữ liệu office.db bị cắt cụt hoặc không phải tệp của chương trình.")
    PLAUSIBLE = N_(
        "Tệp dữ liệu office.db có đủ độ dài; nội dung chỉ kiểm tra được sau khi mở khóa."
    )
    NO_KEYS = N_("Không có tệp khóa keys.a, keys.b trong thư mục.")
    BAD_KEYS = N_("Cả hai tệp khóa keys.a, keys.b đều hỏng.")
    ONE_KEY = N_("Một trong hai tệp khóa hỏng hoặc thiếu; tệp còn lại dùng được và sẽ tự chép bù.")
    KEYS = N_("Hai tệp khóa keys.a, keys.b nguyên vẹn.")


GOOD: Final = frozenset({Found.PLAUSIBLE, Found.KEYS, Found.ONE_KEY})
_PAGE: Final = 4096
_CUT_OFF: Final = N_(
    "Lần khôi phục trước bị ngắt giữa chừng; hãy mở dữ liệu bằng mật khẩu, chương trình tự làm nốt."
)
_RESTORE: Final = N_(
    "Hãy khôi phục từ bản sao lưu {file} (lúc {moment}); tệp đang có được để riêng, không xóa."
)
_TAKE_KEYS: Final = N_(
    "Dữ liệu còn nguyên nhưng không có tệp khóa; hãy lấy lại tệp khóa từ bản sao lưu {file}"
    " (màn hình “Sửa chữa, khôi phục…”), hoặc khôi phục cả bản đó."
)
_NOWHERE: Final = N_(
    "Trong thư mục không có bản sao lưu dùng được; hãy cắm USB hoặc ổ sao lưu thứ hai rồi khôi phục"
    " từ đó."
)
_NO_WHOLE_KEYS: Final = N_(
    "Bản sao lưu {file} cũng không có tệp khóa dùng được; hãy tìm bản khác hoặc USB."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look without keys finds in an office's folder, and the proved backups there.

    `found` are one thing about the office file and one about the key file.
    """

    folder: Path
    found: tuple[Found, Found]
    backups: tuple[Backup, ...]
    trouble: KnownError | None = None
    """Why a restoring that was cut off could not be ended."""

    @property
    def keys_are_lost(self) -> bool:
        """Whether neither copy of the key file can be used."""
        return bool({Found.NO_KEYS, Found.BAD_KEYS} & set(self.found))


def is_an_office(folder: Path) -> bool:
    """Whether a folder without keys still is somebody's office: never to be founded anew."""
    names = (OFFICE_FILE, *NAMES)
    return any((folder / name).exists() for name in names) or bool(
        is_cut_off(folder) or backups_in(folder / FOLDER)
    )


def look(folder: Path, clock: Clock, cost: Cost = OFFICE_COST) -> Seen:
    """Look at the files of an office as they lie.

    Nothing is changed, but a restoring that was cut off is ended first.
    """
    trouble: KnownError | None = None
    try:
        settle(folder, clock)
    except KnownError as error:
        trouble = error
    return replace(as_it_lies(folder, cost), trouble=trouble)


def as_it_lies(folder: Path, cost: Cost = OFFICE_COST) -> Seen:
    """The same look, and nothing whatever is changed."""
    found = (_file(folder / OFFICE_FILE), _keys(folder, cost))
    return Seen(folder, found, backups_in(folder / FOLDER))


def way_out(seen: Seen) -> KnownError | None:
    """What to do about what a look has found, in one sentence; None where nothing is wrong."""
    if is_cut_off(seen.folder):
        return StorageTrouble(_CUT_OFF)
    if set(seen.found) <= GOOD:
        return None
    if not seen.backups:
        return StorageTrouble(_NOWHERE)
    newest = seen.backups[0]
    if seen.keys_are_lost and Found.PLAUSIBLE in seen.found:
        return StorageTrouble(_TAKE_KEYS, file=newest.path.name)
    moment = f"{newest.made:%H:%M %d/%m/%Y}"
    return StorageTrouble(_RESTORE, file=newest.path.name, moment=moment)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The proved backups in a folder or one below it (a stick), the newest moment first."""
    found: list[Backup] = []
    for each in (folder, *_below(folder)):
        try:
            found += [one for one in list_backups(each) if one.verified]
        except KnownError:
            continue  # a folder that may not be read, a stick that was pulled
    return tuple(sorted(found, key=lambda one: (one.made, one.generation), reverse=True))


def set_aside(folder: Path, clock: Clock) -> Path:
    """Copy the office's files as they are, for a technician; the folder they lie in then.

    Raises `StorageTrouble` (no room), `NotFound` (there is nothing).
    """
    return setting_aside.copy_aside(folder, clock)


def repair_keys(folder: Path, backup: Backup, clock: Clock) -> Path:
    """Take the key file from a backup where both copies are lost; the damaged ones go aside.

    The passphrases are those of the day of the backup.  Raises `NotFound`, `StorageTrouble`.
    """
    if not setting_aside.keys_are_whole(backup):
        raise NotFound(_NO_WHOLE_KEYS, file=backup.path.name)
    return setting_aside.take_keys(folder, backup, clock)


def _below(folder: Path) -> list[Path]:
    try:
        return [each for each in sorted(folder.iterdir()) if each.is_dir()]
    except OSError:
        return []


def _file(path: Path) -> Found:
    try:
        size = path.stat().st_size
    except OSError:
        return Found.NO_FILE
    if not size:
        return Found.EMPTY
    return Found.CUT if size % _PAGE else Found.PLAUSIBLE


def _keys(folder: Path, cost: Cost) -> Found:
    keyring = Keyring(folder, cost)
    if not keyring.exists():
        return Found.NO_KEYS
    try:
        copies = keyring.whole_copies()
    except KnownError:
        return Found.BAD_KEYS
    return Found.KEYS if copies == len(NAMES) else Found.ONE_KEY
