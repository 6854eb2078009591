"""Kiểm tra: who may be whom, and what in the data does not fit; every line leads to its record."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.people import PEOPLE
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.checks.page import ChecksPage
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGE", "ChecksPage"]

PAGE: Final = PageSpec(
    "checks",
    N_("Kiểm tra"),
    "circle-check",
    ChecksPage,
    allowed=lambda desk: desk.role.may_name(PEOPLE),
)
