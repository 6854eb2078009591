"""Pictures decoded within bounds, and made smaller.

Qt stops at its own limit of memory for one picture; whatever it says of a broken one becomes a
sentence.  Images are no widgets, so all of this may run on the worker.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from sachmatuy_desktop.domain.media import recognise
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.attachments import Shrinking, load_limits

__all__ = ["SHOWN_SIDE", "decoded", "shrunk"]

SHOWN_SIDE: Final = 4000
"""The longer side, in pixels, at which a picture is shown and printed at the most."""

_SPOILT: Final = N_("Ảnh bị hỏng nên không xem được; hãy quét hoặc chụp lại.")
_TOO_LARGE: Final = N_("Ảnh quá lớn so với bộ nhớ nên không xem được; hãy xuất bản sao để mở.")


def decoded(data: bytes, side: int = SHOWN_SIDE) -> QImage:
    """The picture upright, its longer side at most `side` pixels.  Raises `BadInput`."""
    media = recognise(data, "")
    if media.pixels > load_limits().most_pixels:
        raise BadInput(_TOO_LARGE)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise BadInput(_SPOILT)
    return image


def shrunk(data: bytes, how: Shrinking) -> bytes:
    """The picture as a smaller JPEG with nothing in it but its pixels.

    It is painted anew on white, so what cameras write into a picture (place, time, camera) is left
    behind.  Raises `BadInput`.
    """
    image = decoded(data, how.side)
    sheet = QImage(image.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not sheet.save(buffer, "JPEG", how.quality):  # type: ignore[call-overload]
        raise BadInput(_SPOILT)
    return bytes(buffer.data().data())
