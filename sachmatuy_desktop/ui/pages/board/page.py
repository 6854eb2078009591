"""Bảng theo dõi: the communes below side by side, one line a tab."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
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
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["BoardPage"]


def _sees_tasks(desk: Desk) -> bool:
    return all(desk.may_open(REGISTERS[name]) for name in ("plan_tasks", "set_tasks"))


class BoardPage(TabbedPage):
    """What the communes below have come to."""

    communes = TabOf(CommunesBoard, N_("Theo tiêu chí"))
    programmes = TabOf(ProgrammesBoard, N_("Theo bộ tiêu chí"))
    years = TabOf(YearsBoard, N_("Qua các năm"))
    targets = TabOf(TargetsBoard, N_("Chỉ tiêu"))
    roadmap = TabOf(RoadmapBoard, N_("Lộ trình"))
    tasks = TabOf(TasksBoard, N_("Công việc"), allowed=_sees_tasks)
    yearly = TabOf(YearlyBoard, N_("Tổng kết năm"))
