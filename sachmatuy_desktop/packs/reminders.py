"""The words that reminding starts from: `resources/plans/reminders.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["REMINDED", "reminder_words"]

REMINDED: Final = (State.OVERDUE, State.SOON, State.OPEN)
"""How a task stands that somebody may be reminded of, the most pressing first."""


@cache
def reminder_words(file: Path | None = None) -> Mapping[State, str]:
    """The proposed words by how the task stands; `BadInput` names what cannot be read."""
    path = file or resources_folder() / "plans" / "reminders.toml"
    words = read_toml(path).get("words", {})
    try:
        found = {each: str(words[each.value]) for each in REMINDED}
    except (KeyError, TypeError) as wrong:
        raise wrong_entry(path, "words", wrong) from None
    return MappingProxyType(found)
