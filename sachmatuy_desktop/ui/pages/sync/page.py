"""Đồng bộ: bundles out and in, whom they are exchanged with, what came of it; one line a tab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.returns import RETURNS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.sync.conflicts import ConflictsTab
from sachmatuy_desktop.ui.pages.sync.exchange import ExchangeTab
from sachmatuy_desktop.ui.pages.sync.flow import Flow
from sachmatuy_desktop.ui.pages.sync.keys import KeysTab
from sachmatuy_desktop.ui.pages.sync.moves import MovesView
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from sachmatuy_desktop.ui.pages.sync.periods import PeriodsTab
from sachmatuy_desktop.ui.pages.sync.returns import ReturnsTab
from sachmatuy_desktop.ui.pages.sync.set_aside import SetAsideTab
from sachmatuy_desktop.ui.pages.tabbed import Tab, TabbedPage, TabOf

__all__ = ["SyncPage"]


def _sees_moves(desk: Desk) -> bool:
    sees = desk.may_open(REGISTERS["people"]) and desk.may_write(REGISTERS["transfers"])
    return sees and not desk.receives


class SyncPage(TabbedPage):
    """Bundles are not records, so no act tells of them: sending and taking in make all stale."""

    exchange = TabOf(ExchangeTab, N_("Gửi và nhận"))
    periods = TabOf(PeriodsTab, N_("Theo kỳ"), allowed=lambda desk: desk.receives)
    passages = TabOf(PassagesTab, N_("Sổ gói đi, đến"))
    conflicts = TabOf(ConflictsTab, N_("Hai nơi cùng sửa"))
    set_aside = TabOf(SetAsideTab, N_("Để riêng"))
    returns = TabOf(ReturnsTab, RETURNS.title)
    moves = TabOf(MovesView, N_("Chuyển hồ sơ"), allowed=_sees_moves)

    keys = TabOf(KeysTab, N_("Thẻ và khóa"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.flow = Flow(desk, self)
        self.flow.done.connect(lambda _sentence: self.refresh())
        self.setAcceptDrops(True)

    def made(self, tab: Tab) -> None:
        """What a tab sends or takes in concerns the others too."""
        flow = getattr(tab, "flow", None)
        if isinstance(flow, Flow):
            flow.done.connect(lambda _sentence: self.refresh())

    def opened(self) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """The tab in front at once, the others when they are looked at."""
        self.forget()
        self.tab.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """What will leave has changed, and perhaps what waits for a decision."""
        if changed:
            self.forget()
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


def _bundle_in(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() == bundles.SUFFIX), None)
