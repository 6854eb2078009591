"""A person left for another commune: asked with its deadline, written down as one act."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_date
from sachmatuy_desktop.services.sync.transfers import MoveOut, NoticeDue, notice_due
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.move_out import MoveOutDialog

__all__ = ["ask_move_out"]


def ask_move_out(desk: Desk, person: str, parent: QWidget) -> None:
    """Ask when and where to, and record it."""
    session = desk.office.session
    name = desk.queries.names("people", [person])[person]

    def due(moment: datetime) -> NoticeDue | None:
        return notice_due(session, person, moment)

    today = parse_date(desk.office.clock.today())
    dialog = MoveOutDialog((person, name), today, due, parent.window())
    DialogDraft(dialog, desk, lambda: person)
    command: MoveOut | None = MoveOutDialog.ask(dialog)
    if command is not None:
        desk.run(command, owner=parent)
