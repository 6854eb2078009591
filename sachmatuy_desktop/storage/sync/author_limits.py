"""What of an author's lines may be applied; the rest is kept and set aside with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.vocabulary import Why
from sachmatuy_desktop.storage.sync.outbox import vector_key

__all__ = ["NO_LIMITS", "AuthorLimit", "AuthorLimits"]


class Written(Protocol):
    """Where a segment stands: whose it is, and of which stream."""

    @property
    def author(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def unit(self) -> str: ...


_NOT_CERTIFIED: Final = (Scope.DOWN, Scope.OFFICE)
"""What no certificate speaks of: it is written above, or never comes up."""


@dataclass(frozen=True, slots=True)
class AuthorLimit:
    """The bounds of one key.

    `upto`, of a revoked key, maps streams of its sites to the last line that is believed; None for
    a key that is not revoked; `by_number` says that this office revoked it itself, so that a bundle
    which the key signed was judged by its number already.  `scopes` are those it is certified for,
    None without certificate.
    """

    upto: Mapping[str, int] | None = None
    by_number: bool = False
    scopes: frozenset[str] | None = None

    def reason(self, place: Written, number: int, *, direct: bool) -> Why | None:
        """Why a line may not be applied; None if it may.

        `direct`: it came in a bundle of the author's own.
        """
        if self.upto is not None and not (direct and self.by_number):
            stream = vector_key(place.site, place.scope, place.unit)
            if number > self.upto.get(stream, 0):
                return Why.REVOKED
        if self.scopes is not None and place.scope not in (*_NOT_CERTIFIED, *self.scopes):
            return Why.UNCERTIFIED
        return None


AuthorLimits = Mapping[str, AuthorLimit]
"""By key id; who is not there writes without bounds."""

NO_LIMITS: Final[AuthorLimits] = MappingProxyType({})
