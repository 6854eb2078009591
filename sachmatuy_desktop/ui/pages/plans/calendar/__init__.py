"""The calendar of the office: a month, an agenda, and the file that leaves."""

from sachmatuy_desktop.ui.pages.plans.calendar.tab import CalendarTab

__all__ = ["CalendarTab"]
