"""Bảng theo dõi: the communes below side by side, one line a tab."""

from __future__ import annotations

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.board.communes import (
    CommunesBoard,
    ProgrammesBoard,
    YearsBoard,
)
from sachmatuy_desktop.ui.pages.board.roadmap import RoadmapBoard
from sachmatuy_desktop.ui.pages.board.targets import TargetsBoard
from sachmatuy_desktop.ui.pages.board.tasks import TasksBoard
from sachmatuy_desktop.ui.pages.board.yearly import YearlyBoard
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage

__all__ = ["BoardPage"]


class BoardPage(TabbedPage):
    """What the communes below have come to."""

    def __init__(self, desk: Desk) -> None:
        self.communes = CommunesBoard(desk)
        self.programmes = ProgrammesBoard(desk)
        self.years = YearsBoard(desk)
        self.targets = TargetsBoard(desk)
        self.roadmap = RoadmapBoard(desk)
        self.tasks = TasksBoard(desk)
        self.yearly = YearlyBoard(desk)
        super().__init__(
            desk,
            (
                (self.communes, _("Theo tiêu chí")),
                (self.programmes, _("Theo bộ tiêu chí")),
                (self.years, _("Qua các năm")),
                (self.targets, _("Chỉ tiêu")),
                (self.roadmap, _("Lộ trình")),
                (self.tasks, _("Công việc")),
                (self.yearly, _("Tổng kết năm")),
            ),
        )
