"""What was typed into a dialog and not done, kept, and offered when the dialog is opened again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.draft_bar import DraftBar, since
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["DialogDraft"]

DIALOG: Final = "dialog"
"""The kind of these drafts."""


class DialogDraft(QWidget):
    """Stands in a dialog's layout: asks its fields what was typed, and offers what was kept.

    `subject` says what the dialog is about: a draft is offered only about the same.
    """

    def __init__(self, dialog: QDialog, desk: Desk, subject: Callable[[], str]) -> None:
        super().__init__(dialog)
        self._dialog, self._desk, self._subject = dialog, desk, subject
        self.bar = DraftBar(self._go_on, self._drop)
        self.hide()
        dialog.installEventFilter(self)
        desk.drafts.hold(self)
        dialog.finished.connect(lambda _result: desk.drafts.let_go(self))

    def unsaved(self) -> list[Unsaved]:
        """Every text that was typed over, and how the choices beside them stand."""
        typed = {key: _text_of(field) for key, field in self._fields() if _was_typed(field)}
        if not typed:
            return []
        chosen = {key: _choice_of(field) for key, field in self._choices()}
        content = {"kind": DIALOG, "typed": typed, "chosen": chosen}
        return [Unsaved(self._place, self._dialog.windowTitle(), content)]

    def offer(self) -> None:
        """Offer what was kept about this very subject."""
        draft = self._draft
        self.bar.hide()
        if draft is not None:
            at = since(draft, self._desk.office.clock.today())
            self.bar.say(_("Còn bản nhập dở lúc {at}.").format(at=at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar comes in when the dialog is first shown and all of it is there."""
        if event.type() == QEvent.Type.Show and self._draft is not None:
            layout = self._dialog.layout()
            if isinstance(layout, QBoxLayout) and layout.indexOf(self.bar) < 0:
                layout.insertWidget(0, self.bar)
            self.offer()
        return super().eventFilter(watched, event)

    @property
    def _place(self) -> str:
        about = hashlib.sha256(self._subject().encode()).hexdigest()[:16]
        return f"{DIALOG}/{type(self._dialog).__name__}/{about}"

    @property
    def _draft(self) -> Draft | None:
        return self._desk.drafts.offered(self._place)

    def _go_on(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._desk.drafts.take_up(draft)
        self.bar.hide()
        for key, choice in self._choices():
            if key in draft.content["chosen"]:
                _choose(choice, draft.content["chosen"][key])
        for key, field in self._fields():
            if key in draft.content["typed"]:
                _type(field, draft.content["typed"][key])

    def _drop(self) -> None:
        draft = self._draft
        if draft is not None:
            self._desk.drafts.decline(draft)
        self.bar.hide()

    def _fields(self) -> Iterator[tuple[str, QLineEdit | QPlainTextEdit]]:
        for key, each in self._named(QLineEdit, QPlainTextEdit):
            hidden = isinstance(each, QLineEdit) and each.echoMode() != QLineEdit.EchoMode.Normal
            if isinstance(each, QLineEdit | QPlainTextEdit) and not hidden:
                yield key, each

    def _choices(self) -> Iterator[tuple[str, QComboBox | QCheckBox]]:
        for key, each in self._named(QComboBox, QCheckBox):
            if isinstance(each, QComboBox | QCheckBox):
                yield key, each

    def _named(self, *kinds: type[QWidget]) -> Iterator[tuple[str, QWidget]]:
        """The widgets of the dialog by what they are called; of the same name, by their order."""
        seen: Counter[str] = Counter()
        for kind in kinds:
            for each in self._dialog.findChildren(kind):
                if each.window() is self._dialog:
                    name = each.accessibleName()
                    yield f"{name}#{seen[name]}", each
                    seen[name] += 1


def _was_typed(field: QLineEdit | QPlainTextEdit) -> bool:
    if field.isReadOnly():
        return False
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _text_of(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _type(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(True)
    else:
        field.setPlainText(text)
        field.document().setModified(True)


def _choice_of(field: QComboBox | QCheckBox) -> str | bool:
    return field.currentText() if isinstance(field, QComboBox) else field.isChecked()


def _choose(field: QComboBox | QCheckBox, choice: str | bool) -> None:
    if isinstance(field, QCheckBox):
        field.setChecked(bool(choice))
    elif (place := field.findText(str(choice))) >= 0:
        field.setCurrentIndex(place)
