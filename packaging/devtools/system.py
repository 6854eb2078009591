"""The system libraries that Qt expects to find, on Debian, Ubuntu and their relatives.

PySide6 brings Qt itself, but not the libraries of the desktop underneath it.  The table was read
off the libraries that Qt's core, widgets, printing and network modules and its `xcb` and
`offscreen` screens are linked to (`objdump -p`, PySide6-Essentials 6.11).
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from devtools.console import Stop, call_quietly, say

PACKAGE_OF_LIBRARY = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libzstd.so.1": "libzstd1",
}

OUTSIDERS = ("age", "gcc", "minisign", "qpdf", "unzip", "zstd")
"""Debian packages named after their program, all strangers to this project."""

HEADERS = Path("/usr/include/stdio.h")
"""Comes with `libc6-dev`, which gcc only recommends."""

MEMORY = Path("/dev/shm")  # noqa: S108  (each test makes a folder of its own in it)
"""Where Linux keeps files in memory."""

MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""How much memory a container may use, files in memory included."""

ROOM = 4 * 1024**3
"""Bytes that must be free there before tests use it."""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_for_qt(
    loads: Callable[[str], bool] = _loads, platform: str = sys.platform
) -> list[str]:
    """The Debian packages whose libraries Qt would not find here; none outside Linux."""
    if not platform.startswith("linux"):
        return []
    return sorted(
        {package for library, package in PACKAGE_OF_LIBRARY.items() if not loads(library)}
    )


def missing_for_venv() -> list[str]:
    """Debian splits the making of virtual environments off Python itself."""
    if importlib.util.find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def missing_for_building() -> list[str]:
    """PyInstaller reads libraries with objdump and takes Python along as a shared library."""
    if not sys.platform.startswith("linux"):
        return []
    python = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    needed = {
        "binutils": shutil.which("objdump") is not None,
        python: _loads(f"{python}.so.1.0") or not may_install(),
    }
    return [package for package, is_there in needed.items() if not is_there]


def missing_for_testing() -> list[str]:
    """The ordinary programs that a test opens bundles with, and the compiler of the recorder of
    `dev.py faults`; without them those tests are skipped.
    """
    if not may_install():
        return []
    missing = [package for package in OUTSIDERS if shutil.which(package) is None]
    return missing if HEADERS.exists() else [*missing, "libc6-dev"]


def room_in_memory(folder: Path = MEMORY, limit: Path = MEMORY_LIMIT) -> dict[str, str]:
    """The setting by which tests keep their files in memory; none where there is little of it.

    An office waits for the disk at every act, and the suite makes thousands of offices.  The files
    of a test that passed are removed after it, so that little is held at a time.
    """
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return {}
    allowed = limit.read_text(encoding="ascii").strip() if limit.exists() else "max"
    roomy = allowed == "max" or int(allowed) >= 2 * ROOM
    return {"TMPDIR": str(folder)} if roomy and shutil.disk_usage(folder).free >= ROOM else {}


def install_line(packages: Iterable[str]) -> str:
    """The line that an administrator types."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(
        packages
    )


def may_install() -> bool:
    """Whether we are root on a system of the Debian family."""
    return sys.platform != "win32" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian packages; raises `Stop` when apt does not manage it."""
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    here = Path("/")
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    for command in commands:
        if call_quietly(command, here, quiet):
            msg = "apt-get failed; its own words stand above. Look at the network, then try again."
            raise Stop(msg)


def advice(packages: list[str]) -> str:
    """What to do about missing packages where we may not install them ourselves."""
    if shutil.which("apt-get"):
        asking = "System packages are missing. Run this line once, then try again:"
        return f"{asking}\n  {install_line(packages)}"
    asking = "Install these system packages (their Debian names), then try again:"
    return f"{asking}\n  {' '.join(packages)}"
