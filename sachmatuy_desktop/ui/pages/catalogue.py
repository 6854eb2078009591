"""All pages of the window, in the order of the rail."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.ui.pages import (
    admin,
    board,
    checks,
    criteria,
    documents,
    history,
    households,
    people,
    plans,
    privacy,
    recognition,
    registers,
    sync,
    today,
)
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGES"]

PAGES: Final[tuple[PageSpec, ...]] = (
    today.PAGE,
    people.PAGE,
    households.PAGE,
    registers.PAGE,
    criteria.PAGE,
    recognition.PAGE,
    plans.PAGE,
    board.PAGE,
    documents.PAGE,
    sync.PAGE,
    checks.PAGE,
    history.PAGE,
    privacy.PAGE,
    admin.PAGE,
)
