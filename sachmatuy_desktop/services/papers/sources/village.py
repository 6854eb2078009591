"""What the books know of a village and of its sub-units, of what is posted there.

A paper about a household or a sub-unit asks for the village that it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.papers.counts import own_rows
from sachmatuy_desktop.services.papers.sources.about import About, Given, Source, said
from sachmatuy_desktop.storage.queries import Where

__all__ = ["SOURCES"]

Row = Mapping[str, Value]


def _village(about: About) -> Row:
    """The village that the paper is about, or that holds what it is about."""
    found = about.row("villages")
    if found:
        return found
    below = about.row("households") or about.row("subunits")
    village = below.get("village")
    return about.row("villages", str(village)) if village else {}


def _column(name: str) -> Source:
    return lambda about: said("villages", name, _village(about))


def _posted(about: About, register: str, since: str) -> tuple[Row, ...]:
    """What stands in the village and is in use on the day; nothing where no village is known."""
    village = _village(about).get("id")
    if not village:
        return ()
    where = [
        Where("village", "=", village),
        Where("state", "=", "dang_dung"),
        Where(since, "<=", about.day.isoformat()),
    ]
    return tuple(own_rows(about.office, register, where).values())


def _numbers(about: About) -> Iterator[str]:
    for board in _posted(about, "hotline_boards", "posted_on"):
        yield from (each.strip() for each in str(board["numbers"]).replace(",", ";").split(";"))


def _hotlines(about: About) -> tuple[str, ...]:
    """The numbers on the boards of the village, each once."""
    return tuple(dict.fromkeys(filter(None, _numbers(about))))


def _tip_boxes(about: About) -> Given:
    boxes = _posted(about, "tip_boxes", "installed_on")
    return "; ".join(str(box["place"]) for box in boxes) or None


def _subunit(name: str) -> Source:
    return lambda about: said("subunits", name, about.row("subunits"))


def _subunit_village(about: About) -> Given:
    return str(_village(about).get("name") or "") if about.row("subunits") else None


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "village.name": _column("name"),
        "village.head": _column("head"),
        "village.hotlines": lambda about: "; ".join(_hotlines(about)) or None,
        "village.hotline_lines": lambda about: _hotlines(about) or None,
        "village.tip_boxes": _tip_boxes,
        "village.kind": _column("kind"),
        "subunit.name": _subunit("name"),
        "subunit.head": _subunit("head"),
        "subunit.village": _subunit_village,
    }
)
