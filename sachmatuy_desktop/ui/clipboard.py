"""Copies of what not everybody may read do not stay on the clipboard.

After a minute, at locking and at closing it is emptied, if what lies there is still ours.  What is
copied out of a field by Qt itself (Ctrl+C, Ctrl+X, its menu) is treated as restricted: nobody knows
what a field holds.
"""

from __future__ import annotations

import hashlib
from typing import Final

from PySide6.QtCore import QCoreApplication, QMetaObject, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

__all__ = ["STAYS_MS", "copy", "copy_text", "forget", "watch_fields"]

STAYS_MS: Final = 60_000
"""How long a restricted copy may be pasted, in milliseconds."""

KEPT_HERE: Final = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""Windows' words for a copy that stays out of the clipboard's history and off other PCs
(learn.microsoft.com, Clipboard Formats, Cloud Clipboard and Clipboard History Formats)."""

NO_HISTORY: Final = "x-kde-passwordManagerHint"
"""The word for the same that clipboard managers of Linux know, with the value `secret`
(Klipper's `historymodel.cpp`)."""

_OURS: Final = "QMimeData"
"""What this program put on the clipboard is plainly that; what another one put there, Qt shows in a
class of its own."""


def copy(data: QMimeData, *, restricted: bool) -> None:
    """Put data on the clipboard of this PC alone; what is restricted stays there a minute."""
    for name in KEPT_HERE:
        data.setData(f'application/x-qt-windows-mime;value="{name}"', b"\0\0\0\0")
    data.setData(NO_HISTORY, b"secret")
    QGuiApplication.clipboard().setMimeData(data)
    _watch().told(restricted=restricted)


def copy_text(text: str, *, restricted: bool) -> None:
    """The same for a plain text."""
    data = QMimeData()
    data.setText(text)
    copy(data, restricted=restricted)


def watch_fields() -> QMetaObject.Connection:
    """From now on what is copied out of a field is restricted too, until this is disconnected."""
    return QGuiApplication.clipboard().dataChanged.connect(_restrict_what_a_field_copied)


def _restrict_what_a_field_copied() -> None:
    copied: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if copied is None or copied.metaObject().className() != _OURS:
        return  # emptied, or not from here
    if copied.hasFormat(NO_HISTORY):
        return  # put there by `copy`
    again = QMimeData()
    again.setText(copied.text())
    if copied.hasHtml():
        again.setHtml(copied.html())
    if again.text():
        copy(again, restricted=True)


def forget() -> None:
    """Empty the clipboard now if a restricted copy of ours lies there."""
    _watch().forget()


class _Watch(QObject):
    """Remembers by a hash what was copied, and empties the clipboard if it still says that."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("clipboard-watch")
        self._ours: str | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(STAYS_MS)
        self.timer.timeout.connect(self.forget)

    def told(self, *, restricted: bool) -> None:
        """Something was copied just now."""
        self._ours = _hash_of_clipboard() if restricted else None
        if restricted:
            self.timer.start()
        else:
            self.timer.stop()

    def forget(self) -> None:
        """Empty the clipboard if it is still ours."""
        self.timer.stop()
        ours, self._ours = self._ours, None
        if ours is not None and _hash_of_clipboard() == ours:
            QGuiApplication.clipboard().clear()


def _watch() -> _Watch:
    """The one watch of the program; it goes with the application."""
    app = QCoreApplication.instance()
    assert app is not None  # noqa: S101  (nothing is copied without a window)
    found = app.findChild(_Watch, "clipboard-watch")
    return found if isinstance(found, _Watch) else _Watch(app)


def _hash_of_clipboard() -> str:
    return hashlib.sha256(QGuiApplication.clipboard().text().encode()).hexdigest()
