"""Taking pictures of widgets without a screen, and waiting for what they show."""

from __future__ import annotations

import html
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QSize,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QWidget

from sachmatuy_desktop.ui.operations import Operations

PATIENCE: Final = 60.0
"""Seconds that anything may take before we say that it hangs."""

GLANCE_MS: Final = 15
"""How often what we wait for is looked at, in milliseconds."""

HEAD: Final = """<!doctype html><meta charset="utf-8"><title>Sạch Ma Túy Desktop</title>
<style>
body { font: 14px sans-serif; margin: 16px; background: #eee }
figure { display: inline-block; margin: 8px; vertical-align: top; width: 420px }
img { width: 420px; border: 1px solid #999; background: #fff }
</style>"""


class NeverCame(Exception):
    """What a picture waited for did not happen."""


def screen_of(size: QSize) -> str:
    """A screen of this size for Qt's platform `offscreen`, as its configuration file."""
    screen = {
        "name": "office",
        "x": 0,
        "y": 0,
        "width": size.width(),
        "height": size.height(),
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    return json.dumps({"screens": [screen]})


@dataclass
class Camera:
    """Writes pictures into a folder under names that begin with the language."""

    app: QApplication
    out: Path
    language: str
    size: QSize
    operations: list[Operations] = field(default_factory=list)
    taken: list[Path] = field(default_factory=list)

    def watch(self, operations: Operations) -> Operations:
        """Wait for this worker too before each picture."""
        self.operations.append(operations)
        return operations

    def settle(self) -> None:
        """Wait until no worker has anything to do and everything told has been drawn."""
        for _round in range(3):
            self.until(lambda: not any(each.is_busy for each in self.operations))
            self.sweep()

    def sweep(self) -> None:
        """Let go of the widgets that were closed, and draw what has to be drawn."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.app.processEvents()

    def until(self, happened: Callable[[], bool]) -> None:
        """Let the program run until something happened; raises `NeverCame` after a minute."""
        late = time.monotonic() + PATIENCE
        alarm = QTimer()
        alarm.start(GLANCE_MS)
        self.app.processEvents()
        while not happened():
            if time.monotonic() > late:
                msg = f"waited {PATIENCE:.0f} s in vain"
                raise NeverCame(msg)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        alarm.stop()

    def path_of(self, name: str) -> Path:
        """Where the picture of a scene lies."""
        return self.out / f"{self.language}-{name}.png"

    def shoot(self, name: str, widget: QWidget) -> Path:
        """Write what a widget shows as `vi-name.png`."""
        self.settle()
        self.until(lambda: not any(map(is_running, widget.findChildren(QAbstractAnimation))))
        path = self.path_of(name)
        picture = widget.grab()
        room = self.size
        if picture.width() > room.width() or picture.height() > room.height():
            print(f"{path.name}: larger than the screen ({picture.width()}×{picture.height()})")
        if not picture.save(str(path)):
            msg = f"{path} cannot be written"
            raise NeverCame(msg)
        self.taken.append(path)
        return path

    def contact_sheet(self) -> Path:
        """`index.html` with every picture of the folder, those of older runs too."""
        path = self.out / "index.html"
        lines = [HEAD]
        for each in sorted(self.out.glob("*.png")):
            name = html.escape(each.name)
            picture = f"<a href='{name}'><img src='{name}' alt='' loading='lazy'></a>"
            lines.append(f"<figure>{picture}<figcaption>{name}</figcaption></figure>")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def is_running(animation: QAbstractAnimation) -> bool:
    """Whether something is still fading or moving."""
    return animation.state() is QAbstractAnimation.State.Running


def platform_for(size: QSize, folder: Path) -> str:
    """What `QT_QPA_PLATFORM` must say for a screen of this size.

    Dialogs fit themselves to the screen, so the size matters.  Windows' drive letters do not get
    through Qt's own syntax; there the pictures are of an 800×800 screen.
    """
    if sys.platform == "win32":
        return "offscreen"
    config = folder / "screen.json"
    config.write_text(screen_of(size), encoding="utf-8")
    return f"offscreen:configfile={config}"
