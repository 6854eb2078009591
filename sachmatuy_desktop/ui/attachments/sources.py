"""Where files to attach come from: the disk, a drop, the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services.attachments import NewFile
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.ui.operations import Progress

__all__ = ["pasted", "paths_in", "read_files"]

_TIMES_LARGER = 4
"""A picture may be so much larger than an attachment: it can be shrunk before it is added."""

_TOO_LARGE = N_("Tệp {name} quá lớn ({size} MB) nên không đọc; hãy chọn tệp nhỏ hơn.")


def paths_in(data: QMimeData | None) -> tuple[Path, ...]:
    """The files that are dragged or copied; folders and web addresses are none."""
    if data is None:  # an empty clipboard, whatever Qt's stubs say
        return ()
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.is_file())


def pasted(image: QImage, moment: str) -> NewFile:
    """A picture of the clipboard as a file; it carries nothing but its pixels."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    title = _("Ảnh dán {moment}").format(moment=moment)
    return NewFile(f"{title}.png", bytes(buffer.data().data()), title, "anh")


def read_files(paths: Sequence[Path], progress: Progress) -> tuple[NewFile, ...]:
    """The files with their bytes, never more of one than could be shrunk to what is allowed.

    Raises `BadInput`, `StorageTrouble`, or `Cancelled` once the officer asked to stop.
    """
    limits = load_limits()
    if len(paths) > limits.most_at_once:
        raise BadInput(
            N_("Mỗi lần đính kèm tối đa {most} tệp; hãy chia thành nhiều lần."),
            most=limits.most_at_once,
        )
    found = []
    for done, path in enumerate(paths):
        progress.report(done, len(paths), path.name)
        with disk_speaks(path):
            size = path.stat().st_size
            if size > limits.most_bytes * _TIMES_LARGER:
                raise BadInput(_TOO_LARGE, name=path.name, size=size // 1_000_000)
            found.append(NewFile(path.name, path.read_bytes()))
    return tuple(found)
