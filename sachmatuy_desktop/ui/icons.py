"""The icons: Lucide's line drawings in the colours of the house (`resources/icons`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.ui import theme

__all__ = ["beside", "icon", "pixmap"]

SIZES: Final = (16, 20, 24, 32, 48)
GAP: Final = theme.BESIDE / theme.ICON


@lru_cache(maxsize=256)
def icon(name: str, colour: str = theme.INK) -> QIcon:
    """The icon called `name` (a file of `resources/icons`), greyed when disabled."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, theme.OFF, size), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def beside(name: str, colour: str = theme.INK) -> QIcon:
    """The icon with room at its right, to stand before words.

    Qt puts words four pixels after an icon whatever its size, which glues them together.  Shown at
    `theme.BESIDE` the drawing is as large as a plain icon's.
    """
    made = QIcon()
    for size in SIZES:
        for ink, mode in ((colour, QIcon.Mode.Normal), (theme.OFF, QIcon.Mode.Disabled)):
            wide = QPixmap(QSize(round(size * GAP), round(size * GAP)))
            wide.fill(Qt.GlobalColor.transparent)
            painter = QPainter(wide)
            painter.drawPixmap(0, (wide.height() - size) // 2, pixmap(name, ink, size))
            painter.end()
            made.addPixmap(wide, mode)
    return made


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """One drawing, `size` device pixels square."""
    made = QPixmap(QSize(size, size))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _drawn(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache(maxsize=8)
def _drawn(name: str, colour: str) -> QSvgRenderer:
    """A drawing in a colour; kept while it is painted in all its sizes."""
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


@lru_cache(maxsize=8)
def _drawing(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
