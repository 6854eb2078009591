"""Where an opinion of the receiving office leads: to the very record or criterion it is about."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.returns import About, Return
from sachmatuy_desktop.services.sync.returns_reading import Found, Whereabouts
from sachmatuy_desktop.ui.desk import CRITERION, Door

__all__ = ["way_to"]

_NOWHERE: Final = frozenset({Whereabouts.NONE, Whereabouts.REMOVED, Whereabouts.UNKNOWN})


def way_to(one: Return, found: Found) -> Door | None:
    """To the record, at the first field meant; None where there is nothing to open."""
    subject = one.subject
    if subject.about is About.CRITERION:
        return Door("assessments", record=f"{subject.pack}#{subject.criterion}", field=CRITERION)
    if found.where in _NOWHERE:
        return None
    field = subject.marked[0] if subject.marked else ""
    return Door(subject.book, record=found.record, field=field)
