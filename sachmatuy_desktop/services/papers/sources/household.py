"""What the books know of a household, for papers that are about one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.services.papers.sources.about import About, Given, Source, said
from sachmatuy_desktop.storage.queries import Where

__all__ = ["SOURCES"]


def _column(name: str) -> Source:
    return lambda about: said("households", name, about.row("households"))


def _village(about: About) -> Given:
    village = about.row("households").get("village")
    return str(about.row("villages", str(village)).get("name") or "") if village else None


def _members(about: About) -> Given:
    """How many residents stand under it; nothing where none is written down."""
    if about.record is None:
        return None
    return about.office.queries.count("people", [Where("household", "=", about.record)]) or None


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "household.head": _column("head"),
        "household.number": _column("number"),
        "household.address": _column("address"),
        "household.citizen_number": _column("citizen_number"),
        "household.phone": _column("phone"),
        "household.village": _village,
        "household.members": _members,
    }
)
