"""The tab “Chỉ tiêu”: what plans and decisions ask of the office, measured over the years."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.targets import TargetsView

__all__ = ["TargetsBoard"]


class TargetsBoard(Tab):
    """The targets of the receiving office."""

    reads = frozenset(
        {"assessments", "recognition_decisions", "target_figures", "target_units", "hotspots"}
    )

    shows = frozenset({"target_figures", "target_units"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = TargetsView(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def go_through(self, door: Door) -> None:
        """The first target that a typed figure is used for."""
        record = door.record or ""
        row = self.desk.queries.rows("target_figures", [record]).get(record)
        if row is not None:
            self.view.seek_indicator(str(row["indicator"]))

    def read(self) -> None:
        """Measure anew."""
        self.view.read()
