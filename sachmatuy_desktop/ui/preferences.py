"""What the window remembers between two days: size of type, columns shown, page last open.

Kept beside the office file, one small file an account, nothing personal in it; the window works
without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QSettings

__all__ = ["LANGUAGE", "FilePreferences", "MemoryPreferences", "Preferences", "language_last_used"]

LANGUAGE: Final = "language"
"""Under which name the language of the screen is remembered."""


class Preferences(Protocol):
    """Small remembered texts by name."""

    def get(self, name: str) -> str | None:
        """The remembered text, or None."""

    def put(self, name: str, value: str) -> None:
        """Remember a text."""

    def flush(self) -> None:
        """See to it that what is remembered outlives the process."""


class MemoryPreferences:
    """Forgets when the window closes; for the wizard and the unlock page, where nobody is known."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The remembered text, or None."""
        return self._values.get(name)

    def put(self, name: str, value: str) -> None:
        """Remember a text until the window closes."""
        self._values[name] = value

    def flush(self) -> None:
        """Nothing outlives the process."""


class FilePreferences:
    """Remembers in an `.ini` file; an unwritable disk is not worth a word to the officer."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str) -> str | None:
        """The remembered text, or None."""
        value = self._settings.value(name)
        return None if value is None else str(value)

    def put(self, name: str, value: str) -> None:
        """Remember a text."""
        self._settings.setValue(name, value)

    def flush(self) -> None:
        """Write the file now; Qt does so only when the program rests."""
        self._settings.sync()


def language_last_used(folder: Path) -> str | None:
    """The language chosen by whoever sat last at the office of a folder; nobody is known yet."""
    kept = sorted(folder.glob("window-*.ini"), key=lambda each: each.stat().st_mtime)
    return FilePreferences(kept[-1]).get(LANGUAGE) if kept else None
