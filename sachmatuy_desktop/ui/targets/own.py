"""A commune's own targets: a tab of the criteria page, if any document sets some for it."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import targets
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.targets.view import TargetsView

__all__ = ["OwnTargets", "add_own_targets"]


class OwnTargets(QWidget):
    """The targets of the office's own unit, measured anew when looked at after a change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.is_stale = True
        self.view = TargetsView(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        desk.changed.connect(lambda _changed: self._changed())

    def showEvent(self, event: QShowEvent) -> None:
        """Read, if something changed since."""
        super().showEvent(event)
        self._refresh()

    def _changed(self) -> None:
        self.is_stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self.is_stale:
            self.is_stale = False
            self.view.read()


def add_own_targets(desk: Desk, tabs: QTabWidget) -> None:
    """Add the tab where a plan sets targets for a commune, or its upper office has planned it.

    A receiving office has its targets on the board.  The documents are read on the worker.
    """
    if desk.receives:
        return
    office = office_in(desk)

    def look() -> bool:
        bound = targets.bound_targets(office.units, office.unit, targets.today_of(office))
        return bool(bound or targets.own_plan(office))

    def add(has_some: bool) -> None:
        if has_some:
            tabs.addTab(OwnTargets(desk), _("Chỉ tiêu"))

    Operation(desk.operations, look, tabs).success(add).start()
