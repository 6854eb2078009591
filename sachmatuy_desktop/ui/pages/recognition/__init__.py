"""Công nhận: the page of recognition."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.recognition import STEPS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.recognition import BOOKS
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.pages.recognition.page import RecognitionPage

__all__ = ["PAGE", "RecognitionPage"]

PAGE: Final = PageSpec(
    "recognition",
    N_("Công nhận"),
    "award",
    RecognitionPage,
    allowed=lambda desk: desk.may_see(STEPS["who"]),
    registers=frozenset(BOOKS),
)
