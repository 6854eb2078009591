"""What can be wrong with an expression, with the place it stands at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sachmatuy_desktop.domain.expressions.syntax import Place
from sachmatuy_desktop.errors import N_, KnownError, Refused


class ExpressionError(KnownError):
    """One thing wrong with an expression: where, and why in one sentence."""

    def __init__(self, at: Place, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.at = at

    @property
    def reason(self) -> Refused:
        """The sentence without its place, as a file's problem is told."""
        return Refused(self.message, **self.values)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that somebody probably meant."""
    return next(iter(difflib.get_close_matches(name, sorted(known), 1)), None)


def no_such(
    at: Place, message: str, name: str, known: Iterable[str], **values: object
) -> ExpressionError:
    """“There is no … called {name}”, with the nearest name that there is."""
    meant = nearest(name, known)
    told = ExpressionError(at, message, name=name, **values)
    if meant is None:
        return told
    return ExpressionError(
        at,
        N_("{problem}; có phải “{meant}”?"),
        problem=told.reason,
        meant=meant,
    )
