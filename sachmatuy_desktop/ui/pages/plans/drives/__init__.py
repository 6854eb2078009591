"""The tab «Đợt ký cam kết»: a commune's drives, or those of the communes below."""

from __future__ import annotations

from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.plans.drives.above import DrivesAbove
from sachmatuy_desktop.ui.pages.plans.drives.tab import DrivesTab
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["DrivesAbove", "DrivesTab", "drives_tab"]


def drives_tab(desk: Desk) -> Tab:
    """The tab for this kind of office."""
    return DrivesAbove(desk) if desk.receives else DrivesTab(desk)
