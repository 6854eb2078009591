"""Văn bản: the book of issued papers and the reports that are due, side by side as tabs."""

from __future__ import annotations

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.documents.page import IssuedTab
from sachmatuy_desktop.ui.pages.documents.reports.tab import ReportsTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["PapersPage"]


class PapersPage(TabbedPage):
    """The book in front, the reports behind it."""

    issued = TabOf(IssuedTab, N_("Sổ văn bản đi"))
    reports = TabOf(ReportsTab, N_("Báo cáo định kỳ"))
