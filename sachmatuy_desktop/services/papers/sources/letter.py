"""What stands around a paper of the office: who signs by which power, to whom it is sent up.

Beside it the size of the unit, as a paper that presents the place tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.packs.forms import load_letterheads
from sachmatuy_desktop.services.papers.counts import own_rows, villages_on
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.papers.sources.about import About, Given, Source
from sachmatuy_desktop.services.papers.sources.office import is_own_body
from sachmatuy_desktop.storage.queries import Where

__all__ = ["SOURCES"]

Row = Mapping[str, Value]


def _authority(about: About) -> Given:
    """The lines of power and post above the signature: of the body that issues the paper."""
    if is_own_body(about):
        return heading_of(about.office).signer.authority or None
    words = load_letterheads()[about.body]
    return tuple(str(words[name]) for name in ("authority_prefix", "chief") if words[name])


def _addressee(about: About) -> Given:
    return "; ".join(heading_of(about.office).addressees) or None


def _villages(about: About) -> Given:
    return len(villages_on(about.office, about.day.isoformat())) or None


def _newest_population(about: About) -> Row:
    """The newest figures of the whole unit; without them nothing."""
    day = about.day.isoformat()
    where = [Where("as_of", "<=", day), Where("village", "in", (None,))]
    rows = own_rows(about.office, "populations", where).values()
    return max(rows, key=lambda row: str(row["as_of"]), default={})


def _population(name: str) -> Source:
    return lambda about: _newest_population(about).get(name)


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "office.authority": _authority,
        "office.addressee": _addressee,
        "unit.villages": _villages,
        "unit.households": _population("households"),
        "unit.people": _population("people"),
    }
)
