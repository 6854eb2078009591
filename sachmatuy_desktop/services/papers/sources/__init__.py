"""What the books know for the places of a form, by the names that `from` may give.

One module a subject, each a mapping from a name to a function of `About`; `SOURCES` puts them
together.  A name that stands in a form and not here says nothing: the place is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.services.papers.sources import (
    case,
    commitment,
    data_protection,
    household,
    letter,
    office,
    people_drill,
    person,
    recognition,
    roster,
    tip_box,
    transfer,
    village,
)
from sachmatuy_desktop.services.papers.sources.about import About, Day, Given, Source, Word

__all__ = ["RECOUNTING", "SOURCES", "About", "Day", "Given", "Source", "Word"]

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        **office.SOURCES,
        **letter.SOURCES,
        **person.SOURCES,
        **case.SOURCES,
        **household.SOURCES,
        **roster.SOURCES,
        **village.SOURCES,
        **tip_box.SOURCES,
        **commitment.SOURCES,
        **transfer.SOURCES,
        **recognition.SOURCES,
        **data_protection.SOURCES,
        **people_drill.SOURCES,
    }
)

RECOUNTING: Final = frozenset({roster.FROM, roster.UNTIL})
"""Sources of places that, typed over, change what the books say for other places."""
