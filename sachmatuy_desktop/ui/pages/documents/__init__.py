"""Văn bản: the page of the papers."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.documents.page import IssuedTab
from sachmatuy_desktop.ui.pages.documents.papers import PapersPage
from sachmatuy_desktop.ui.pages.page import PageSpec

__all__ = ["PAGE", "IssuedTab", "PapersPage"]

PAGE: Final = PageSpec(
    "documents",
    N_("Văn bản"),
    "file-text",
    PapersPage,
    allowed=lambda desk: desk.may_open(REGISTERS["documents"]),
    areas=frozenset({Area.DOCUMENTS}),
)
