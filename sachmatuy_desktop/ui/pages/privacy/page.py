"""The page: what is to be reviewed, what persons ask for, what leaked."""

from __future__ import annotations

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.privacy.books import BreachesTab, RequestsTab
from sachmatuy_desktop.ui.pages.privacy.review import ReviewTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["PrivacyPage"]


class PrivacyPage(TabbedPage):
    """Rà soát, Yêu cầu, Sự cố."""

    review = TabOf(ReviewTab, N_("Rà soát"))
    requests = TabOf(RequestsTab, N_("Yêu cầu"))
    breaches = TabOf(BreachesTab, N_("Sự cố"))
