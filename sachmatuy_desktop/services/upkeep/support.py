"""What an office may send when it asks for help: the findings of `doctor`, the log, traces
of crashes.  Nothing else goes in, whatever lies beside it; all of it is shown before it is saved.

The log and the traces hold no values of records by construction (`diagnostics`); here every line
must moreover look like one of theirs, or it stays out.  Folders of people are cut to `~`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sachmatuy_desktop.diagnostics import LOG_NAME
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.upkeep.doctor import Finding
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically

__all__ = ["Package", "package_of", "save_package"]

Package = tuple[tuple[str, str], ...]
"""Names and texts, in the order in which they are shown."""

_EVENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|ERROR) [a-z.]+( [a-z_]+=[\w.:+/-]+)*\s*", re.ASCII
)
_BUG: Final = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ERROR bug [\w.]+( \| [\w./<>-]+:\d+ [\w<>]+)*", re.ASCII
)
_TRACE: Final = re.compile(
    r'(Fatal Python error|Windows fatal exception|Current thread|Thread|  File "|  \.\.\.|\s*$)'
)
_PLACE: Final = re.compile(r'File ".*?([^/\\"]+)"')
_MOST: Final = 256 << 10


def package_of(folder: Path, findings: Sequence[Finding]) -> Package:
    """The package for an office's folder.  Raises `StorageTrouble`."""
    logs = folder / "logs"
    with disk_speaks(logs):
        return (
            ("may-tinh.txt", "".join(_found(findings))),
            *((name, text) for name, text in _kept(logs) if text),
        )


def save_package(package: Package, path: Path) -> None:
    """Write what was shown as a `.zip`, whole or not at all.  Raises `StorageTrouble`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in package:
            archive.writestr(zipfile.ZipInfo(name), text)
    write_atomically(path, made.getvalue())


def _found(findings: Sequence[Finding]) -> Iterator[str]:
    for each in findings:
        trouble = "" if each.trouble is None else f"  ! {_key(each.trouble)}"
        yield f"{each.name}: {_without_home(each.value)}{trouble}\n"


def _key(trouble: KnownError) -> str:
    """The sentence without its values."""
    return trouble.message


def _kept(logs: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(logs.glob(f"{LOG_NAME}*")):
        lines = _lines(path)
        yield (
            path.name,
            "".join(
                f"{each}\n" for each in lines if _EVENT.fullmatch(each) or _BUG.fullmatch(each)
            ),
        )
    for path in sorted(logs.glob("crash*.txt")):
        told = (each for each in _lines(path) if _TRACE.match(each))
        yield path.name, "".join(f"{_PLACE.sub(_bare, each)}\n" for each in told)


def _bare(found: re.Match[str]) -> str:
    return f'File "{found[1]}"'


def _lines(path: Path) -> list[str]:
    return path.read_bytes()[-_MOST:].decode("utf-8", errors="replace").splitlines()


def _without_home(value: str) -> str:
    """A folder may be called by its owner's name: what is above the last part goes."""
    path = Path(value)
    return f"~/…/{path.name}" if path.is_absolute() else value
