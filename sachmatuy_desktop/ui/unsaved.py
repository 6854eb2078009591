"""Keeps what is typed and not saved: every ten seconds, and at once when the program locks.

Whoever holds half-written words registers with `hold`; a dialog is let go when it is answered.
What an earlier run left behind is in `waiting` until its writer goes on with it or declines.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui.office_port import OfficePort
from sachmatuy_desktop.ui.operations import Operation, Operations

__all__ = ["DraftKeeper", "Unsaved"]

EVERY_MS: Final = 10_000
"""A kill loses no more typing than this, in milliseconds."""


@dataclass(frozen=True)
class Unsaved:
    """What a holder has to keep; fields as in `storage.drafts.Draft`."""

    place: str
    title: str
    content: Mapping[str, Any]


class _Holder(Protocol):
    def unsaved(self) -> Sequence[Unsaved]: ...


class DraftKeeper(QObject):
    """The drafts of who sits here."""

    waiting_changed = Signal()
    """A draft of an earlier run was taken up or declined."""

    def __init__(self, office: OfficePort, operations: Operations) -> None:
        super().__init__()
        self._office = office
        self._operations = operations
        self._holders: weakref.WeakSet[Any] = weakref.WeakSet()
        self._written: dict[str, Mapping[str, Any]] = {}
        self._told = False
        self.waiting: list[Draft] = []
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Read what was left behind, and keep from now on."""
        self.waiting = drafts.kept(self._office.session.store, self._office.info.account_id)
        self._timer.start()

    def hold(self, holder: QWidget) -> None:
        """Ask this one too what it has not saved; it has a method `unsaved`."""
        self._holders.add(holder)
        if isinstance(holder, QDialog):
            known = weakref.ref(holder)
            holder.finished.connect(lambda _result: self.let_go(known()))

    def let_go(self, holder: QWidget | None) -> None:
        """This one was answered, saved or dropped: it holds nothing any more."""
        if holder is not None:
            self._holders.discard(holder)

    def look(self) -> None:
        """Keep what was typed since the last look; forget what was saved or dropped."""
        changed, over = self._difference(self._typed())
        if changed or over:
            self._write(changed, over)

    def offered(self, place: str) -> Draft | None:
        """What an earlier run left behind of this very thing."""
        return next((each for each in self.waiting if each.place == place), None)

    def take_up(self, draft: Draft) -> None:
        """Somebody goes on with a draft: from now on it is a holder's, and over when that is."""
        self.waiting.remove(draft)
        self._written[draft.place] = draft.content
        self.waiting_changed.emit()

    def decline(self, draft: Draft) -> None:
        """Somebody does not want a draft any more."""
        self.waiting.remove(draft)
        self._write([], [draft.place])
        self.waiting_changed.emit()

    def settle(self) -> None:
        """The same as `look`, here and now: the window is closing."""
        self.last_words()()()

    def last_words(self) -> Callable[[], Callable[[], None]]:
        """The program locks: what is typed now is seen now, for dialogs are about to be put away.

        The answer is asked again when no work is under way any more, and leaves out what was saved
        meanwhile; the answer to that writes, on any thread.
        """
        self._timer.stop()
        holders = [each for each in self._holders if shiboken6.isValid(each)]
        before = {id(each): self._words_of(each) for each in holders}

        def late() -> Callable[[], None]:
            now: dict[str, Unsaved] = {}
            for each in holders:
                if shiboken6.isValid(each) and each in self._holders:
                    words = self._words_of(each)
                elif each in self._holders:
                    words = before[id(each)]
                else:
                    continue
                now |= {word.place: word for word in words}
            changed, over = self._difference(self._kept_apart(now))
            store, account = self._office.session.store, self._office.info.account_id
            return partial(drafts.replace, store, account, changed, over)

        return late

    def _typed(self) -> dict[str, Unsaved]:
        found = {
            word.place: word
            for holder in list(self._holders)
            if shiboken6.isValid(holder)
            for word in self._words_of(holder)
        }
        return self._kept_apart(found)

    def _kept_apart(self, found: dict[str, Unsaved]) -> dict[str, Unsaved]:
        """What is typed anew where a draft waits does not take its place."""
        waiting = {each.place for each in self.waiting}
        return {
            place: Unsaved(place, word.title, word.content)
            for known, word in found.items()
            for place in (f"{known}/2" if known in waiting else known,)
        }

    def _words_of(self, holder: _Holder) -> Sequence[Unsaved]:
        return holder.unsaved()

    def _difference(self, now: Mapping[str, Unsaved]) -> tuple[list[Draft], list[str]]:
        at = self._office.clock.now()
        changed = [
            Draft(place, word.title, word.content, at)
            for place, word in now.items()
            if self._written.get(place) != word.content
        ]
        over = [place for place in self._written if place not in now]
        self._written = {place: word.content for place, word in now.items()}
        return changed, over

    def _write(self, changed: list[Draft], over: list[str]) -> None:
        store, account = self._office.session.store, self._office.info.account_id
        Operation(
            self._operations, lambda: drafts.replace(store, account, changed, over), self
        ).failure(self._refused).start()

    def _refused(self, error: KnownError) -> None:
        """Said once; tried again at every look."""
        self._written.clear()
        if not self._told:
            self._told = True
            self._operations.complaints.sentence(error)
