"""A dialog that does its act itself and stays open, with all that was typed, if it is refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import Sheet

__all__ = ["ActSheet"]


class ActSheet(Sheet):
    """Its fields make a command; whoever inherits says what is refused beside its field.

    `outcome_of_act` is what came of the act, None until it is done.
    """

    def __init__(self, desk: Desk, title: str, told: str, parent: QWidget | None) -> None:
        super().__init__(title, told, parent)
        self.desk = desk
        self.kept = DialogDraft(self, desk, lambda: f"{title}\n{told}")
        self.outcome_of_act: Outcome | None = None
        self.done_button = QPushButton()

    def end_with(self, verb: str, command: Callable[[], Command]) -> None:
        """The buttons of the foot; `command` reads the fields and may raise `BadInput`."""
        self.done_button = self.finish_with(verb, lambda: self.do(command))

    def do(self, command: Callable[[], Command]) -> None:
        """Read the fields, do the act on the worker, and close."""
        self.wrong.hide()
        try:
            made = command()
        except BadInput as error:
            self.refused(error)
            return
        self.done_button.setEnabled(False)
        self.desk.run(made, self._was_done, self.refused, owner=self)

    def _was_done(self, outcome: Outcome) -> None:
        self.outcome_of_act = outcome
        self.accept()

    def refused(self, error: KnownError) -> None:
        """Say what was refused, above the buttons."""
        self.done_button.setEnabled(True)
        self.complain(error)
