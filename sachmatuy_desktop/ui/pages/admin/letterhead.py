"""The office on paper: superior, name, symbol, place, who signs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, row
from sachmatuy_desktop.ui.forms.form_draft import FormDraft
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["Letterhead"]

SETTINGS = "settings"


class Letterhead(Tab):
    """The one record of the settings register, as a form."""

    reads = shows = frozenset({SETTINGS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        book = REGISTERS[SETTINGS]
        self.record: str | None = None
        self.form = RecordForm(desk.queries, book, desk.may_see)
        self.form.freeze(not desk.may_write(book))
        self.form.edited.connect(self._edited)
        self.kept = FormDraft(
            self, desk, self.form, SETTINGS, _(book.title), now=lambda: self._stored() or None
        )
        self.save = button(_("Lưu"), self.write, picture="save", primary=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_(book.title)))
        layout.addWidget(faint(desk.office.info.full_name))
        layout.addWidget(self.kept.bar)
        layout.addWidget(self.form, 1)
        layout.addLayout(row(None, self.save))
        self.refresh()

    @property
    def is_changed(self) -> bool:
        """Whether something typed is not saved."""
        return self.form.is_changed

    def refresh(self) -> None:
        """Show the record as it is kept."""
        if self.form.is_changed:
            return
        self.form.fill(self._stored())
        self._edited()
        if self.desk.may_write(REGISTERS[SETTINGS]):
            self.kept.offer()

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        return not self.is_changed

    def write(self) -> None:
        """Save; what is wrong is said beside its field."""
        if not self.form.is_valid:
            self.form.complain()
            return
        command = SaveRecord(SETTINGS, self.record, self.form.changes(), self.form.loaded)
        self.desk.run(command, lambda _outcome: self._saved(), self._refused, owner=self)

    def _stored(self) -> Mapping[str, Value]:
        """The record as it is kept, `record` its id; nothing before the first one."""
        own = Where("unit_id", "=", self.desk.office.info.unit_id)
        ids = self.desk.queries.ids(SETTINGS, [own])
        self.record = ids[0] if ids else None
        return self.desk.queries.rows(SETTINGS, [self.record])[self.record] if self.record else {}

    def _saved(self) -> None:
        self.form.fill(self.form.values())
        self.refresh()

    def _refused(self, error: KnownError) -> None:
        if not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self.desk.feedback.sentence(error)

    def _edited(self) -> None:
        self.save.setEnabled(self.form.is_changed and self.desk.may_write(REGISTERS[SETTINGS]))
