"""A few fields of a record, filled in as well as can be, and a button for each way to save them.

What is done for many people on one morning (a check of residence, a test) must cost no more than
the key that opens the dialog and Enter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.i18n import _

__all__ = ["QuickDialog", "Way"]


@dataclass(frozen=True)
class Way:
    """One button: its words, and what it adds to what was typed."""

    verb: str
    adds: Mapping[str, Value] = field(default_factory=dict)


class QuickDialog(Sheet):
    """The first way has the keyboard, so Enter takes it; Tab goes to the next, then to the fields.

    `record` is the record to be completed, None for a new one; `fixed` is written and not shown,
    `offered` is shown in the `fields` and may be changed.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        record: str | None,
        fixed: Mapping[str, Value],
        offered: Mapping[str, Value],
        fields: Sequence[str],
        ways: Sequence[Way],
        title: str,
        told: str = "",
        parent: QWidget | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(title, told, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._register = register
        self._record = record
        self._fixed = dict(fixed)
        self._then = then
        hidden = frozenset(each.name for each in register.fields) - frozenset(fields)
        self.form = RecordForm(desk.queries, register, desk.may_see, hidden)
        stored = desk.queries.rows(register.name, [record])[record] if record else {}
        known = {name: stored[name] for name in register.by_name} if stored else {}
        self.form.fill({**known, **offered}, known)
        self.form.setFixedHeight(self.form.sheet.sizeHint().height() + 2)
        self.body.addWidget(self.form)
        self.ways = {way.verb: button(way.verb, self._taker(way)) for way in ways}
        self.foot.addStretch(1)
        for made in self.ways.values():
            made.setAutoDefault(True)
            self.foot.addWidget(made)
        self.foot.addWidget(button(_("Hủy bỏ"), self.reject))
        first = next(iter(self.ways.values()))
        first.setDefault(True)
        first.setProperty("role", "primary")
        first.setFocus()
        QShortcut(QKeySequence("Ctrl+S"), self, first.click)
        self.setMinimumWidth(theme.px(460))

    def _taker(self, way: Way) -> Callable[[], None]:
        return lambda: self._save(way)

    def _save(self, way: Way) -> None:
        if not self.form.is_valid:
            self.form.complain()
            return
        changes = {**self._fixed, **self.form.changes(), **way.adds}
        loaded = self.form.loaded if self._record else None
        command = SaveRecord(self._register.name, self._record, changes, loaded)
        self._ready(False)
        self._desk.run(command, self._saved, self._refused, self)

    def _saved(self, _outcome: Outcome) -> None:
        self.accept()
        if self._then is not None:
            self._then()

    def _refused(self, error: KnownError) -> None:
        self._ready(True)
        if not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self.complain(error)

    def _ready(self, ready: bool) -> None:
        for each in self.ways.values():
            each.setEnabled(ready)
