"""Bảo vệ dữ liệu: the page of whoever looks after the data of persons."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.retention import may_keep_data
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.pages.privacy.page import PrivacyPage

__all__ = ["PAGE", "PrivacyPage"]

PAGE: Final = PageSpec(
    "privacy",
    N_("Bảo vệ dữ liệu"),
    "shield",
    PrivacyPage,
    allowed=lambda desk: may_keep_data(desk.role),
    registers=frozenset({"data_requests", "data_breaches", "retention_decisions"}),
)
