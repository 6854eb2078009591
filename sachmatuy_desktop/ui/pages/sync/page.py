"""Đồng bộ: bundles out and in, whom they are exchanged with, what came of it; one line a tab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import bundles
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.record_tab import RecordTab
from sachmatuy_desktop.ui.pages.sync.conflicts import ConflictsTab
from sachmatuy_desktop.ui.pages.sync.exchange import ExchangeTab
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.moves import MovesView
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage

__all__ = ["SyncPage"]


class SyncPage(TabbedPage):
    """Bundles are not records, so no act tells of them: sending and taking in make all stale."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.flow.done.connect(lambda _sentence: self.refresh())
        self.exchange = ExchangeTab(desk, self.flow)
        self.passages = PassagesTab(desk)
        self.conflicts = ConflictsTab(desk)
        self.returns = RecordTab(desk, REGISTERS["returns"])
        self.add(self.exchange, _("Các đơn vị") if desk.receives else _("Gửi và nhận"))
        self.add(self.passages, _("Sổ gói đi, đến"))
        self.add(self.conflicts, _("Hai nơi cùng sửa"))
        self.add(self.returns, self.returns.list.title)
        self.moves = MovesView(desk, self.flow) if _sees_moves(desk) else None
        if self.moves is not None:
            self.add(self.moves, _("Chuyển hồ sơ"))
        self.setAcceptDrops(True)

    def opened(self) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """The tab in front at once, the others when they are looked at."""
        for tab in (self.exchange, self.passages, self.conflicts):
            tab.is_stale = True
        self.tab.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """What will leave has changed, and perhaps what waits for a decision."""
        if changed:
            self.exchange.is_stale = self.conflicts.is_stale = True
        if self.isVisible():
            self.tab.refresh()

    def take_in(self, path: Path) -> None:
        """A bundle that was dropped on the window or opened by a double click."""
        self.flow.take_in(path)

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


def _sees_moves(desk: Desk) -> bool:
    sees = desk.may_open(REGISTERS["people"]) and desk.may_write(REGISTERS["transfers"])
    return sees and not desk.receives


def _bundle_in(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() == bundles.SUFFIX), None)
