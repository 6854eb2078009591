"""The first tab: what leaves and comes at the left, who we are and whom we trust at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.services import trusting
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import side_by_side
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.commune import CommuneView
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.identity import IdentityPanel
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["ExchangeTab"]


class ExchangeTab(Tab):
    """What a commune sends, or what a receiving office holds of its communes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = flow = Flow(desk, self)
        self.view: CommuneView | ReceivingView = (
            ReceivingView(desk, flow) if desk.receives else CommuneView(desk, flow)
        )
        self.identity = IdentityPanel(flow)
        split = side_by_side(self.view, _scrolling(self.identity), (955, 255), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def panes(self) -> list[Pane]:
        """What is sent and taken in, and the card."""
        return [
            Pane(self.view, self.view.take_in.setFocus),
            Pane(self.identity, self.identity.save.setFocus),
        ]

    def read(self) -> None:
        """Our groups, partners, and what the view shows."""
        self.identity.show_own()
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: trusting.partners(office), self).success(
            self.identity.show_partners
        ).start()
        self.view.refresh()


def _scrolling(widget: QWidget) -> QScrollArea:
    """A receiving office trusts many communes: their names may be longer than the screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(widget.minimumSizeHint().width())
    area.setWidget(widget)
    return area
