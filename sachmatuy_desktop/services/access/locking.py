"""Locking an office: its last entry is written, then the file is let go of."""

from __future__ import annotations

from collections.abc import Callable

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.access import entering
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import maintenance

__all__ = ["lock"]


def lock(office: Office, last_words: Callable[[], None], *, hurried: bool) -> None:
    """Keep what is typed (`last_words`), back up if that is due, note and sign the locking, close.

    A program that is told to lock must lock: what the disk refuses is left out, and everything
    acknowledged before is in the file already.  In a hurry (the PC goes to sleep) no backup is
    made.
    """
    _tried(last_words, "drafts.failed")
    if not hurried:
        _tried(lambda: maintenance.backup_if_due(office), "backup.failed")
    _tried(lambda: entering.lock(office), "lock.note_failed")
    _tried(office.close, "lock.close_failed")


def _tried(step: Callable[[], object], failed: str) -> None:
    try:
        step()
    except KnownError:
        diagnostics.event(failed)
