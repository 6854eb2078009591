"""Targets on screen: a list with small lines, one target at the right, figures typed by hand.

The same view stands on the receiving office's board and, for a commune's own targets, on its
criteria page.
"""

from __future__ import annotations

from sachmatuy_desktop.ui.targets.view import TargetsView

__all__ = ["TargetsView"]
