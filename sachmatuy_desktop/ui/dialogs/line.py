"""One thing that must be said before something is done: a purpose, a reason, a choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QRadioButton, QWidget

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, PassphraseEntry, Sheet

__all__ = ["ChoiceDialog", "LineDialog", "LockedFileDialog"]


class LineDialog(Sheet):
    """What is about to be done, and the line it needs."""

    def __init__(
        self,
        title: str,
        told: str,
        label: str,
        verb: str,
        parent: QWidget | None = None,
        text: str = "",
    ) -> None:
        super().__init__(title, told, parent)
        self.line = Entry(label, text=text)
        self.body.addWidget(self.line)
        self.finish_with(verb, self._done)
        self.setMinimumWidth(theme.px(500))
        self.line.setFocus()

    @classmethod
    def ask(
        cls,
        title: str,
        told: str,
        label: str,
        verb: str,
        parent: QWidget | None,
        text: str = "",
    ) -> str | None:
        """The line, or None; `text` stands in it at first."""
        dialog = cls(title, told, label, verb, parent, text)
        return dialog.line.text if dialog.ask_person() else None

    def _done(self) -> None:
        try:
            self.line.demand()
        except BadInput:
            return
        self.accept()


class LockedFileDialog(Sheet):
    """The passphrase of a locked workbook: asked for one reading, kept nowhere."""

    def __init__(self, name: str, told: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Mở tệp có mật khẩu: {file}").format(file=name), told, parent)
        self.passphrase = PassphraseEntry(_("Mật khẩu của tệp"))
        self.body.addWidget(self.passphrase)
        self.finish = self.finish_with(_("Mở tệp"), self._done)
        self.setMinimumWidth(theme.px(500))
        self.passphrase.setFocus()

    @classmethod
    def ask(cls, name: str, told: str, parent: QWidget | None) -> str | None:
        """The passphrase, or None."""
        dialog = cls(name, told, parent)
        return dialog.passphrase.text if dialog.ask_person() else None

    def _done(self) -> None:
        try:
            self.passphrase.demand()
        except BadInput:
            return
        self.accept()


class ChoiceDialog(Sheet):
    """One of a few: each on a line of its own."""

    def __init__(
        self,
        title: str,
        told: str,
        choices: Mapping[str, str],
        present: str,
        verb: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, told, parent)
        self.marks: dict[str, QRadioButton] = {}
        for key, words in choices.items():
            mark = QRadioButton(words)
            mark.setChecked(key == present)
            self.marks[key] = mark
            self.body.addWidget(mark)
        self.finish_with(verb, self.accept)
        self.setMinimumWidth(theme.px(420))
        if present in self.marks:
            self.marks[present].setFocus()

    @classmethod
    def ask(
        cls,
        title: str,
        told: str,
        choices: Mapping[str, str],
        present: str,
        verb: str,
        parent: QWidget | None,
    ) -> str | None:
        """The key chosen, or None."""
        dialog = cls(title, told, choices, present, verb, parent)
        if not dialog.ask_person():
            return None
        return next((key for key, mark in dialog.marks.items() if mark.isChecked()), None)
