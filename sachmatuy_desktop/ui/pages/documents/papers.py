"""Văn bản: the book of issued papers and incoming book, reports that are due, what was printed."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.papers.books.incoming import INCOMING
from sachmatuy_desktop.ui.pages.documents.arrivals import ArrivalsTab
from sachmatuy_desktop.ui.pages.documents.book_years import BookYearsTab
from sachmatuy_desktop.ui.pages.documents.page import IssuedTab
from sachmatuy_desktop.ui.pages.documents.prints import PrintsTab
from sachmatuy_desktop.ui.pages.documents.reports.tab import ReportsTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["PapersPage"]


class PapersPage(TabbedPage):
    """The outgoing book in front; then what arrived, the reports, the books by year, the prints."""

    issued = TabOf(IssuedTab, N_("Sổ văn bản đi"))
    arrivals = TabOf(
        ArrivalsTab,
        N_("Sổ văn bản đến"),
        allowed=lambda desk: desk.may_open(REGISTERS[INCOMING]),
    )
    reports = TabOf(ReportsTab, N_("Báo cáo định kỳ"))
    years = TabOf(
        BookYearsTab,
        N_("Sổ theo năm"),
        allowed=lambda desk: desk.may_open(REGISTERS[INCOMING]),
    )
    prints = TabOf(PrintsTab, N_("Sổ in"))
