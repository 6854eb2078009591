"""Đồng bộ: the page of bundles."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.pages.sync.page import SyncPage

__all__ = ["PAGE", "SyncPage"]

PAGE: Final = PageSpec(
    "sync",
    N_("Đồng bộ"),
    "arrow-left-right",
    SyncPage,
    allowed=lambda desk: desk.role.sends,
    areas=frozenset({Area.SYNC}),
    registers=frozenset({"reporting", "transfers"}),
)
