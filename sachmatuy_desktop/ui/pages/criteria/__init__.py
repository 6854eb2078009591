"""Tiêu chí: the page of the criteria."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGE", "CriteriaPage"]

PAGE: Final = PageSpec(
    "criteria",
    N_("Tiêu chí"),
    "list-checks",
    CriteriaPage,
    areas=frozenset({Area.CRITERIA}),
)
