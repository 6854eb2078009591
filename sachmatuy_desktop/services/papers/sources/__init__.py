"""What the books know for the places of a form, by the names that `from` may give.

One module a subject, each a mapping from a name to a function of `About`; `SOURCES` puts them
together.  A name that stands in a form and not here says nothing: the place is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.services.papers.sources import case, household, office, person, roster
from sachmatuy_desktop.services.papers.sources.about import About, Day, Given, Source, Word

__all__ = ["SOURCES", "About", "Day", "Given", "Source", "Word"]

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {**office.SOURCES, **person.SOURCES, **case.SOURCES, **household.SOURCES, **roster.SOURCES}
)
