"""Công nhận: the way to recognition, at a commune and at the office that appraises."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.services.recognition import BOOKS
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, Pane
from sachmatuy_desktop.ui.pages.recognition.commune import CommuneView
from sachmatuy_desktop.ui.pages.recognition.receiving import ReceivingView

__all__ = ["RecognitionPage"]

READ_FROM = frozenset((*BOOKS, "assessments"))


class RecognitionPage(Page):
    """A commune's ladder, or the requests that communes have sent."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: CommuneView | ReceivingView = (
            ReceivingView(desk) if desk.receives else CommuneView(desk)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def opened(self) -> None:
        """Read anew: a bundle may have come in."""
        self.view.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """A step was taken, or answered."""
        if self.isVisible() and any(register in READ_FROM for register, _record in changed):
            self.view.refresh()

    def go_through(self, door: Door) -> None:
        """Show the recognition that a record belongs to."""
        self.view.go_through(door)

    def panes(self) -> list[Pane]:
        """The ladder, and what is told of the step."""
        case = self.view.view
        return [Pane(case.ladder, case.ladder.setFocus), Pane(case.detail, case.detail.setFocus)]
