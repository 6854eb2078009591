"""What a command says, as a row keeps it: nothing said is None, never an empty text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

__all__ = ["codes", "day", "words"]


def words(text: str) -> str | None:
    """Typed words without the blanks at their ends."""
    return text.strip() or None


def day(said: date | None) -> str | None:
    """A day as an ISO text."""
    return said.isoformat() if said else None


def codes(said: Iterable[str]) -> str | None:
    """Several codes with blanks between them; `codes_of` reads them back."""
    return " ".join(said) or None
