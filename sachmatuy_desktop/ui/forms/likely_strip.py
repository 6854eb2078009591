"""Beside a form: whom the record that is being typed may be.  It never stops anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sachmatuy_desktop.domain.likeness import RULES, words_of
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.checking import likely
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import clear
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.models.records_in_words import told_apart
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["LikelyStrip"]

PAUSE_MS: Final = 350
"""How long a pause in typing is before one is asked who it may be, in milliseconds."""

MOST: Final = 3

Found = list[tuple[str, tuple[str, ...]]]


class LikelyStrip(QFrame):
    """A line a likeness: "Có thể đã có: Nguyễn Văn A, 1990, Thôn 1"; a click opens it."""

    chosen = Signal(str)
    """The id of a record someone wants to see."""

    def __init__(
        self, desk: Desk, register: Register, typed: Callable[[], Mapping[str, Value]]
    ) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self._typed = typed
        self._record: str | None = None
        self._asked: Mapping[str, Value] | None = None
        self.doors: list[LongDoor] = []
        self.setObjectName("likely")
        self.setStyleSheet(
            f"#likely {{ background: {theme.PAPER}; border: 0;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(theme.px(10), theme.px(3), theme.px(10), theme.px(3))
        self._lines.setSpacing(0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def watch(self, record: str | None, *, changed: bool) -> None:
        """Something was typed into `record` (None for a new one); ask after a pause."""
        if record != self._record or not changed:
            self._forget()
        self._record = record
        if changed and self._register.name in RULES:
            self._pause.start()

    def _forget(self) -> None:
        self._pause.stop()
        self._asked = None
        self._show([], {})

    def _ask(self) -> None:
        try:
            values = dict(self._typed())
        except KnownError as error:
            _quietly(error)
            return
        if values == self._asked:
            return
        self._asked = values
        record, name = self._record, self._register.name
        office, queries = self._desk.office, self._desk.queries

        def find() -> tuple[Found, Mapping[str, str]]:
            found = likely(office, name, values, record)[:MOST]
            return found, told_apart(queries, name, [each for each, _reasons in found])

        def show(answer: tuple[Found, Mapping[str, str]]) -> None:
            if values == self._asked and record == self._record:
                self._show(*answer)

        Operation(self._desk.operations, find, self).success(show).failure(_quietly).start()

    def _show(self, found: Found, names: Mapping[str, str]) -> None:
        clear(self._lines)
        self.doors = []
        for record, reasons in found:
            told = _("Có thể đã có: {name} ({reasons})").format(
                name=names.get(record, "…"), reasons=", ".join(map(_, words_of(reasons)))
            )
            door = LongDoor(told, partial(self.chosen.emit, record), picture="users")
            self.doors.append(door)
            self._lines.addWidget(door)
        self.setVisible(bool(found))


def _quietly(_error: KnownError) -> None:
    """A likeness that could not be looked up is not worth a sentence: saving will tell."""
