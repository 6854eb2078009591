"""The yearly review on screen, at a commune and at the office above."""

from sachmatuy_desktop.ui.yearly.view import ReviewView, YearChoice

__all__ = ["ReviewView", "YearChoice"]
