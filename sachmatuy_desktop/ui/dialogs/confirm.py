"""The question before what cannot be undone: one sentence, and the verb on the button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, paragraph

__all__ = ["ConfirmDialog"]


class ConfirmDialog(Sheet):
    """Says what will be gone; Enter does not do it by accident."""

    def __init__(
        self, title: str, told: str, verb: str, parent: QWidget | None = None, leave: str = ""
    ) -> None:
        super().__init__(title, "", parent)
        self.body.addWidget(paragraph(told))
        self.done_button = self.finish_with(verb, self.accept, leave)
        self.done_button.setDefault(False)
        self.setMinimumWidth(theme.px(460))

    @classmethod
    def ask(cls, title: str, told: str, verb: str, parent: QWidget | None, leave: str = "") -> bool:
        """Whether to do it; `leave` is what the other button says, “Hủy bỏ” without it."""
        return cls(title, told, verb, parent, leave).ask_person()
