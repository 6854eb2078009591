"""What the books know of a commitment that an organisation signs: the row of the register itself.

The other commitments are about a household, a person, a village or a sub-unit and are filled from
those (`services/papers/of_rows.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.services.papers.sources.about import Source, said

__all__ = ["SOURCES"]


def _column(name: str) -> Source:
    return lambda about: said("commitments", name, about.row("commitments"))


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "commitment.organisation": _column("organisation"),
        "commitment.signer": _column("signer"),
    }
)
