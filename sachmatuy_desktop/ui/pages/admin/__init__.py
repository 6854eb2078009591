"""Quản trị: the page of the office itself."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.admin.page import AdminPage
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGE", "AdminPage"]

PAGE: Final = PageSpec(
    "admin",
    N_("Quản trị"),
    "settings",
    AdminPage,
    areas=frozenset({Area.ADMIN}),
)
