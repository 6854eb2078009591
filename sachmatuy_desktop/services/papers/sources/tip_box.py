"""What the books know of one opening of a tip box: where, when, how many letters; never who wrote.

Nothing of a letter is read here, nor of the tip-offs entered from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.papers.sources.about import About, Given, Source, said

__all__ = ["SOURCES"]


def _opening(name: str) -> Source:
    return lambda about: said("box_openings", name, about.row("box_openings"))


def _box(about: About) -> Mapping[str, Value]:
    box = about.row("box_openings").get("box")
    return about.row("tip_boxes", str(box)) if box else {}


def _village(about: About) -> Given:
    village = _box(about).get("village")
    return str(about.row("villages", str(village)).get("name") or "") if village else None


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "opening.opened_on": _opening("opened_on"),
        "opening.opened_by": _opening("opened_by"),
        "opening.letters": _opening("letters"),
        "opening.forwarded": _opening("forwarded"),
        "opening.forwarded_to": _opening("forwarded_to"),
        "opening.place": lambda about: said("tip_boxes", "place", _box(about)),
        "opening.village": _village,
    }
)
