"""A record that stands under another one, added or edited as a whole and then put away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.records import DecideValue, RemoveRecord, SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import room_for
from sachmatuy_desktop.ui.forms import kept_drafts
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.looking import note_look
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["RecordDialog"]


class RecordDialog(QDialog):
    """Form, Save and Cancel; Delete for a record that exists.

    `defaults` are written and not shown, `offered` are shown and may be changed.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        record: str | None,
        defaults: Mapping[str, Value],
        parent: QWidget | None = None,
        offered: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._register = register
        self._record = record
        self._defaults = dict(defaults)
        self._offered = dict(offered or {})
        self.form = RecordForm(desk.queries, register, desk.may_see, frozenset(defaults))
        self.setWindowTitle(_(register.title))
        self.save_button = QPushButton(beside("save", "#ffffff"), _("Lưu"))
        self.save_button.setDefault(True)
        self.save_button.setToolTip(_("Lưu (Ctrl+S)"))
        self.save_button.clicked.connect(self.save)
        self.cancel_button = QPushButton(_("Bỏ"))
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button = QPushButton(beside("trash-2"), _("Xóa"))
        self.remove_button.clicked.connect(self.remove)
        if record is None:
            self.remove_button.hide()
        self.files_button = QPushButton(beside("paperclip"), _("Tệp đính kèm…"))
        self.files_button.clicked.connect(self.show_attachments)
        if record is None or not attachments.may_see(desk.office.session, register):
            self.files_button.hide()
        for button in (self.cancel_button, self.remove_button, self.files_button):
            button.setAutoDefault(False)
        self.form.finished.connect(self.save_button.setFocus)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self._lay_out()
        self._fill({**defaults, **(offered or {})})
        desk.drafts.hold(self)

    def unsaved(self) -> list[Unsaved]:
        """What is typed and not saved."""
        if not (self.form.is_changed and self._desk.may_write(self._register)):
            return []
        title = self.windowTitle()
        return [kept_drafts.of_form(self.form, self._record, title, self._defaults, self._offered)]

    def put_back(self, content: Mapping[str, Any]) -> None:
        """Show what was typed in an earlier run."""
        now = None
        if self._record is not None:
            now = self._desk.queries.rows(self._register.name, [self._record])[self._record]
        kept_drafts.put_back(self.form, content, now)

    def save(self) -> None:
        """Save and close; what is wrong is said beside its field."""
        if not self.form.is_valid:
            self.form.complain()
            return
        command = SaveRecord(
            self._register.name,
            self._record,
            self.form.changes(),
            self.form.loaded if self._record else None,
        )
        self.save_button.setEnabled(False)
        self._desk.run(command, self._saved, self._refused, self)

    def remove(self) -> None:
        """Take the record out; «Hoàn tác» brings it back."""
        if self._record is not None:
            self._desk.run(RemoveRecord(self._register.name, self._record), self._saved, owner=self)

    def show_attachments(self) -> None:
        """What is attached to the record."""
        if self._record is not None:
            AttachmentsDialog(self._desk, self._register, self._record, self).open()

    def _count_attachments(self) -> None:
        if self._record is None or self.files_button.isHidden():
            return
        session, name = self._desk.office.session, self._register.name
        count = attachments.count(session, name, self._record)
        words = _("Tệp đính kèm")
        self.files_button.setText(f"{words} ({count})…" if count else f"{words}…")

    def _saved(self, _outcome: Outcome) -> None:
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Conflict) and self._record is not None:
            self.form.meet(
                self._desk.queries.rows(self._register.name, [self._record])[self._record]
            )
        elif not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self._desk.feedback.sentence(error)

    def _fill(self, defaults: Mapping[str, Value]) -> None:
        name = self._register.name
        if self._record is None:
            self.form.fill(new_values(self._register, self._desk, defaults), {})
        else:
            self.form.fill(self._desk.queries.rows(name, [self._record])[self._record])
            note_look(self._desk, self._register, self._record)
            siblings = self._desk.queries.siblings(name, self._record)
            self.form.show_siblings(siblings, self._decide)
        if not self._desk.may_write(self._register):
            self.form.freeze(True)
            self.save_button.hide()
            self.remove_button.hide()
        self.form.edited.connect(self._edited)
        self._count_attachments()
        self._desk.changed.connect(self._count_attachments)
        self._edited()
        self.form.focus_first()

    def _decide(self, field: str, value: Value) -> None:
        if self._record is not None:
            command = DecideValue(self._register.name, self._record, field, value)
            self._desk.run(command, self._saved, owner=self)

    def _edited(self) -> None:
        self.save_button.setEnabled(self._record is None or self.form.is_changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(12))
        row.addWidget(self.remove_button)
        row.addWidget(self.files_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        layout.addLayout(row)
        wanted = self.form.sheet.sizeHint().height() + theme.px(90)
        size = QSize(theme.px(540), min(wanted, theme.px(600)))
        self.resize(size.boundedTo(room_for(self)))


def new_values(register: Register, desk: Desk, defaults: Mapping[str, Value]) -> dict[str, Value]:
    """What a new record starts with: the register's own defaults and those of the place."""
    own = {
        field.name: field.default
        for field in register.fields
        if field.default is not None and desk.may_see(field)
    }
    return own | dict(defaults)
