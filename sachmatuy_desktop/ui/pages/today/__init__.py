"""The first page: what today asks for."""

from sachmatuy_desktop.ui.pages.today.page import PAGE, TodayPage

__all__ = ["PAGE", "TodayPage"]
