"""The question before what cannot be undone: one sentence, and the verb on the button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, paragraph

__all__ = ["ConfirmDialog"]


class ConfirmDialog(Sheet):
    """Says what will be gone; Enter does not do it by accident."""

    def __init__(self, title: str, told: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "", parent)
        self.body.addWidget(paragraph(told))
        done = self.finish_with(verb, self.accept)
        done.setDefault(False)
        self.setMinimumWidth(theme.px(460))

    @classmethod
    def ask(cls, title: str, told: str, verb: str, parent: QWidget | None) -> bool:
        """Whether to do it."""
        return cls(title, told, verb, parent).ask_person()
