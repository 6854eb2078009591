"""The opened office behind a page's desk, for the services that read more than a list."""

from __future__ import annotations

from typing import cast

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk

__all__ = ["office_in"]


def office_in(desk: Desk) -> Office:
    """The office itself: the desk's port is what an `Office` shows of itself to lists and forms."""
    return cast("Office", desk.office)
