"""Đồng bộ: bundles out and in, and whom they are exchanged with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import bundles, trusting
from sachmatuy_desktop.services.office import RECEIVING
from sachmatuy_desktop.storage.post import Partner, Passage
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.sync.commune import CommuneView
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.identity import IdentityPanel
from sachmatuy_desktop.ui.pages.sync.moves import MovesView
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.sync.words import passage_heads, passage_rows

__all__ = ["SyncPage"]


class SyncPage(Page):
    """What a commune sends, or what a receiving office holds; the book of bundles; the notes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.flow.done.connect(lambda _sentence: self.refresh())
        self.receiving = desk.office.info.kind == RECEIVING
        self.view: CommuneView | ReceivingView = (
            ReceivingView(desk, self.flow) if self.receiving else CommuneView(desk, self.flow)
        )
        self.identity = IdentityPanel(self.flow)
        self.passages = PlainTable(_("Sổ gói đi, đến"))
        self.returns = RecordList(desk, REGISTERS["returns"])
        self.returns.show_all()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(_scrolling(self.identity))
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(955), theme.px(255)])
        split.setStretchFactor(0, 1)
        first = _("Các đơn vị") if self.receiving else _("Gửi và nhận")
        self.tabs.addTab(split, first)
        self.tabs.addTab(self.passages, _("Sổ gói đi, đến"))
        self.tabs.addTab(self.returns, self.returns.title)
        self.moves = None if self.receiving or not _sees_moves(desk) else MovesView(desk, self.flow)
        if self.moves is not None:
            self.tabs.addTab(self.moves, _("Chuyển hồ sơ"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.setAcceptDrops(True)

    def opened(self) -> None:
        """Read everything again: bundles are not records, no act tells of them."""
        self.refresh()

    def refresh(self) -> None:
        """Partners, the book of bundles and what the view shows."""
        office = office_in(self.desk)

        def work() -> tuple[list[Partner], list[Passage]]:
            return trusting.partners(office), bundles.passages(office)

        Operation(self.desk.operations, work, self).success(self._show).start()
        self.view.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """What will leave has changed."""
        if changed and self.isVisible():
            self.view.refresh()

    def take_in(self, path: Path) -> None:
        """A bundle that was dropped on the window or opened by a double click."""
        self.flow.take_in(path)

    def go_through(self, door: Door) -> None:
        """A move, or a note of the receiving office."""
        if door.register == "transfers" and self.moves is not None:
            self.tabs.setCurrentWidget(self.moves)
            self.moves.go_through(door)
            return
        self.tabs.setCurrentWidget(self.returns)
        self.returns.go_through(door)

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        return not (self.returns.is_unsaved or (self.moves and self.moves.is_unsaved))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A bundle may be dropped here."""
        if _bundle_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it in."""
        path = _bundle_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_in(path)

    def _show(self, read: tuple[list[Partner], list[Passage]]) -> None:
        partners, passages = read
        self.identity.show_partners(partners)
        self.passages.show_rows(passage_heads(), passage_rows(passages, partners))


def _sees_moves(desk: Desk) -> bool:
    return desk.may_open(REGISTERS["people"]) and desk.may_write(REGISTERS["transfers"])


def _scrolling(widget: QWidget) -> QScrollArea:
    """A receiving office trusts many communes: their names may be longer than the screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(widget.minimumSizeHint().width())
    area.setWidget(widget)
    return area


def _bundle_in(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() == bundles.SUFFIX), None)
