"""One thing that must be said before something is done: a purpose, a reason, a choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QRadioButton, QWidget

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet

__all__ = ["ChoiceDialog", "LineDialog"]


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
