"""What a support person wants to know of a PC, without a word about any person.

Each finding is a name, a value and, if it is not as it should be, a sentence that says what to do.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from sachmatuy_desktop import __version__
from sachmatuy_desktop.domain.clock import Clock, clock_is_behind
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.services.upkeep import repair
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.backups.backup import FOLDER, list_backups
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.engine import OFFICE_FILE, assert_versions, versions
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost, Keyring
from sachmatuy_desktop.storage.store import Store

_LEAST_FREE: Final = 500 << 20
_FIRST_YEAR: Final = 2025
_FONTS: Final = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Arimo-Regular.ttf")
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"}
)
_WINDOWS_KINDS: Final = {2: "removable", 4: "network"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `trouble` is None where all is well."""

    name: str
    value: str
    trouble: KnownError | None = None


def doctor(
    folder: Path, clock: Clock, store: Store | None = None, cost: Cost = OFFICE_COST
) -> list[Finding]:
    """Look at the program, the PC and an office's folder.

    `store`, the opened office, allows the clock to be held against the newest act.
    """
    return [*_program(), *_place(folder), *_office(folder, cost), _time(clock, store), _fonts()]


def _program() -> list[Finding]:
    sqlite, cipher = versions()
    return [
        Finding(N_("Chương trình"), __version__),
        Finding("Python", platform.python_version()),
        Finding(N_("Hệ điều hành"), f"{platform.system()} {platform.release()}"),
        Finding("SQLite", sqlite, _trouble_of_versions()),
        Finding("SQLCipher", cipher),
        Finding("Qt", _installed("PySide6-Essentials")),
        Finding("SQLAlchemy", _installed("SQLAlchemy")),
    ]


def _trouble_of_versions() -> KnownError | None:
    try:
        assert_versions()
    except StorageTrouble as trouble:
        return trouble
    return None


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"


def _place(folder: Path) -> list[Finding]:
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    full = StorageTrouble(N_("Ổ đĩa chỉ còn ít chỗ trống; hãy giải phóng ít nhất 500 MB."))
    kind = drive_kind(nearest)
    wrong_drive = StorageTrouble(
        N_("Dữ liệu phải nằm trên ổ đĩa trong máy, không phải ổ mạng hay USB; hãy chuyển đi.")
    )
    return [
        Finding(N_("Thư mục dữ liệu"), str(folder)),
        Finding(N_("Chỗ trống"), f"{free // (1 << 20)} MiB", full if free < _LEAST_FREE else None),
        Finding(N_("Loại ổ đĩa"), kind, wrong_drive if kind != "local" else None),
        _writing(folder),
    ]


def _writing(folder: Path) -> Finding:
    name = N_("Thử ghi")
    if not folder.is_dir():
        return Finding(name, N_("chưa có thư mục"))
    probe = folder / ".doctor"
    try:
        write_atomically(probe, b"sachmatuy", verify=True)
        probe.unlink()
    except (StorageTrouble, OSError) as error:
        trouble = error if isinstance(error, StorageTrouble) else None
        return Finding(name, N_("không được"), trouble)
    return Finding(name, N_("được"))


def _office(folder: Path, cost: Cost) -> list[Finding]:
    name = N_("Tệp dữ liệu")
    if not repair.is_an_office(folder):
        return [Finding(name, N_("không có"))]
    seen = repair.as_it_lies(folder, cost)
    wrong = repair.way_out(seen)
    if wrong is not None:
        file, keys = seen.found
        return [Finding(name, file.value, wrong), Finding(N_("Tệp khóa"), keys.value)]
    size = (folder / OFFICE_FILE).stat().st_size
    kept = list_backups(folder / FOLDER)
    newest = next((each.made.isoformat(" ") for each in kept if each.verified), None)
    no_backup = StorageTrouble(N_("Chưa có bản sao lưu nào; hãy sao lưu ngay."))
    return [
        Finding(name, f"{size // 1024} KiB"),
        _keys(folder, cost),
        _attachments(folder),
        Finding(
            N_("Bản sao lưu"),
            f"{len(kept)}, {newest}" if newest else "0",
            None if newest else no_backup,
        ),
    ]


def _attachments(folder: Path) -> Finding:
    sizes = [each.stat().st_size for each in (folder / FILES).glob("*") if each.is_file()]
    return Finding(N_("Tệp đính kèm"), f"{len(sizes)}, {sum(sizes) // (1 << 20)} MiB")


def _keys(folder: Path, cost: Cost) -> Finding:
    try:
        shown = Keyring(folder, cost).shown()
    except KnownError as error:
        return Finding(N_("Tệp khóa"), N_("hỏng"), error)
    return Finding(N_("Tệp khóa"), f"{len(shown.accounts)} × Argon2id")


def _time(clock: Clock, store: Store | None) -> Finding:
    trouble: KnownError | None = None
    if clock.now().year < _FIRST_YEAR:
        trouble = StorageTrouble(N_("Đồng hồ của máy sai năm; hãy chỉnh lại ngày giờ."))
    elif store is not None and clock_is_behind(int(store.said("hlc") or 0), clock.wall_ms()):
        trouble = StorageTrouble(
            N_("Đồng hồ của máy chậm hơn lần ghi gần nhất; hãy chỉnh lại ngày giờ.")
        )
    return Finding(N_("Đồng hồ"), clock.stamp(), trouble)


def _fonts() -> Finding:
    missing = [name for name in _FONTS if not (resources_folder() / "fonts" / name).exists()]
    trouble = StorageTrouble(
        N_("Thiếu phông chữ {fonts}; hãy cài lại chương trình."), fonts=", ".join(missing)
    )
    return Finding(N_("Phông chữ"), str(len(_FONTS) - len(missing)), trouble if missing else None)


# -- drives ---------------------------------------------------------------------------------------


def drive_kind(path: Path) -> str:
    """`local`, `removable` or `network`: the drive that holds an existing path."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (Windows alone has it)

        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{path.resolve().drive}\\")
        return _WINDOWS_KINDS.get(kind, "local")
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "local"
    device, file_system = mount_of(mounts, path.resolve())
    if file_system in _NETWORK:
        return "network"
    return "removable" if _is_removable(device) else "local"


def mount_of(mounts: str, path: Path) -> tuple[str, str]:
    """Device and file system of the mount that holds a path, out of the text of `/proc/mounts`."""
    best, found = -1, ("", "")
    for line in mounts.splitlines():
        device, place, file_system = line.split(" ")[:3]
        point = Path(place.encode().decode("unicode_escape", errors="replace"))
        if path.is_relative_to(point) and len(point.parts) > best:
            best, found = len(point.parts), (device, file_system)
    return found


def _is_removable(device: str) -> bool:
    name = os.path.realpath(device).rpartition("/")[2]
    for block in (name, name.rstrip("0123456789"), name.rpartition("p")[0]):
        flag = Path("/sys/block") / block / "removable"
        if block and flag.exists():
            return flag.read_text().strip() == "1"
    return False
