"""Bảng theo dõi: the receiving office's page of all its communes side by side."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.board import BOOK
from sachmatuy_desktop.ui.pages.board.page import BoardPage
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGE", "BoardPage"]

PAGE: Final = PageSpec(
    "board",
    N_("Bảng theo dõi"),
    "columns-3",
    BoardPage,
    allowed=lambda desk: desk.receives and desk.may_open(REGISTERS[BOOK]),
    registers=frozenset({"roadmap", "target_figures", "target_units", "reminders", "set_tasks"}),
)
