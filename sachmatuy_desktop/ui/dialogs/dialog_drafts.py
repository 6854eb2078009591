"""What was typed into a dialog and not done, kept, and offered when the dialog is opened again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["DialogDraft"]

DIALOG: Final = "dialog"
"""The kind of these drafts."""

Choice = QComboBox | QCheckBox | QRadioButton


class DialogDraft(DraftPlace):
    """The draft of a dialog whose fields are simple ones: texts, and the choices beside them.

    `subject` says what the dialog is about: a draft is offered only about the same.
    """

    def __init__(self, dialog: QDialog, desk: Desk, subject: Callable[[], str]) -> None:
        self._dialog, self._subject = dialog, subject
        super().__init__(dialog, desk, self._about, self._typed, self._type_again)

    def _about(self) -> str:
        about = hashlib.sha256(self._subject().encode()).hexdigest()[:16]
        return f"{DIALOG}/{type(self._dialog).__name__}/{about}"

    def _typed(self) -> list[Unsaved]:
        """Every text that was typed over, and how the choices beside them stand."""
        typed = {key: _text_of(field) for key, field in self._fields() if _was_typed(field)}
        if not typed:
            return []
        chosen = {key: _choice_of(field) for key, field in self._choices()}
        content = {"kind": DIALOG, "typed": typed, "chosen": chosen}
        return [Unsaved(self._about(), self._dialog.windowTitle(), content)]

    def _type_again(self, content: Mapping[str, Any]) -> None:
        for key, choice in self._choices():
            if key in content["chosen"]:
                _choose(choice, content["chosen"][key])
        for key, field in self._fields():
            if key in content["typed"]:
                _type(field, content["typed"][key])

    def _fields(self) -> Iterator[tuple[str, QLineEdit | QPlainTextEdit]]:
        for key, each in self._named(QLineEdit, QPlainTextEdit):
            hidden = isinstance(each, QLineEdit) and each.echoMode() != QLineEdit.EchoMode.Normal
            if isinstance(each, QLineEdit | QPlainTextEdit) and not hidden:
                yield key, each

    def _choices(self) -> Iterator[tuple[str, Choice]]:
        for key, each in self._named(QComboBox, QCheckBox, QRadioButton):
            if isinstance(each, Choice):
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


def _choice_of(field: Choice) -> str | bool:
    return field.currentText() if isinstance(field, QComboBox) else field.isChecked()


def _choose(field: Choice, choice: str | bool) -> None:
    if not isinstance(field, QComboBox):
        field.setChecked(bool(choice))
    elif (place := field.findText(str(choice))) >= 0:
        field.setCurrentIndex(place)
