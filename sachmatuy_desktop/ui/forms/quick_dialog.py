"""A few fields of a record, filled in as well as can be, and a button for each way to save them.

What is done for many people on one morning (a check of residence, a test) must cost no more than
the key that opens the dialog and Enter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button
from sachmatuy_desktop.ui.forms.form_draft import FormDraft
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.looking import note_look

__all__ = ["Quick", "QuickDialog", "Way"]


@dataclass(frozen=True)
class Way:
    """One button: its words, and what it adds to what was typed."""

    verb: str
    adds: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Quick:
    """What is asked: `record` is the record to be completed, None for a new one.

    `fixed` is written and not shown, `offered` is shown in the `fields` and may be changed.
    """

    register: Register
    title: str
    fields: tuple[str, ...]
    ways: tuple[Way, ...]
    record: str | None = None
    fixed: Mapping[str, Value] = field(default_factory=dict)
    offered: Mapping[str, Value] = field(default_factory=dict)
    told: str = ""


class QuickDialog(Sheet):
    """The first way has the keyboard, so Enter takes it; Tab goes to the next, then the fields."""

    def __init__(self, desk: Desk, quick: Quick, parent: QWidget | None = None) -> None:
        super().__init__(quick.title, quick.told, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._quick = quick
        book = quick.register
        hidden = frozenset(each.name for each in book.fields) - frozenset(quick.fields)
        self.form = RecordForm(desk.queries, book, desk.may_see, hidden)
        known = self._stored()
        self.form.fill({**known, **quick.offered}, known)
        self.form.setFixedHeight(self.form.sheet.sizeHint().height() + 2)
        self.body.addWidget(self.form)
        self.kept = FormDraft(
            self,
            desk,
            self.form,
            f"quick/{book.name}/{_subject(quick)}",
            quick.title,
            always=quick.offered,
            now=lambda: self._stored() or None,
        )
        self.ways = {way.verb: button(way.verb, self._taker(way)) for way in quick.ways}
        self._show_ways()
        self.setMinimumWidth(theme.px(460))

    def _stored(self) -> dict[str, Value]:
        """The record as it is kept; nothing for a new one."""
        record, book = self._quick.record, self._quick.register
        if record is None:
            return {}
        row = self._desk.queries.rows(book.name, [record])[record]
        note_look(self._desk, book, record)
        return {name: row[name] for name in book.by_name}

    def _show_ways(self) -> None:
        self.foot.addStretch(1)
        for made in self.ways.values():
            made.setAutoDefault(True)
            self.foot.addWidget(made)
        self.foot.addWidget(button(_("Hủy bỏ"), self.reject))
        first = next(iter(self.ways.values()))
        first.setDefault(True)
        first.setFocus()
        QShortcut(QKeySequence("Ctrl+S"), self, first.click)

    def _taker(self, way: Way) -> Callable[[], None]:
        return lambda: self._save(way)

    def _save(self, way: Way) -> None:
        if not self.form.is_valid:
            self.form.complain()
            return
        quick = self._quick
        changes = {**quick.fixed, **self.form.changes(), **way.adds}
        loaded = self.form.loaded if quick.record else None
        command = SaveRecord(quick.register.name, quick.record, changes, loaded)
        self._ready(False)
        self._desk.run(command, self._saved, self._refused, self)

    def _saved(self, _outcome: Outcome) -> None:
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self._ready(True)
        if not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self.complain(error)

    def _ready(self, ready: bool) -> None:
        for each in self.ways.values():
            each.setEnabled(ready)


def _subject(quick: Quick) -> str:
    """The record that is completed; of a new one, what is fixed and what is asked."""
    begun = json.dumps([dict(quick.fixed), quick.fields], sort_keys=True, default=str)
    return quick.record or begun
