"""What was typed and not saved when someone went on to another record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["Draft"]


@dataclass(frozen=True)
class Draft:
    """An unsaved record; `record` is None for a new one.

    `changes` are the fields to write, or None while something in it cannot be read; `kept` is what
    the office file keeps of it.
    """

    register: str
    record: str | None
    title: str
    state: Mapping[str, Any]
    loaded: Mapping[str, Value]
    defaults: Mapping[str, Value]
    changes: Mapping[str, Value] | None
    kept: Unsaved
