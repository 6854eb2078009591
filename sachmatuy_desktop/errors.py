"""What can go wrong that is not a bug, each as one sentence that says what to do.

A sentence is written in Vietnamese, marked with `N_` so that the catalogue finds it, and filled in
only when it is shown; `i18n.say` turns it into the language of the screen.  Anything raised that is
not a `KnownError` is a bug and is reported as one.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for "translate later")
    """Mark a sentence for the catalogue without translating it here."""
    return message


class KnownError(Exception):
    """Something the world did, told to the person in one sentence.

    `message` is the sentence with `{names}` in it, `values` what stands for the names.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


class BadInput(KnownError):
    """A text that a person typed, or a cell of a spreadsheet, cannot be read as what is asked for.

    `field` names the field the sentence belongs beside, once the caller knows it.
    """

    field: str | None = None

    def at(self, field: str) -> BadInput:
        """The same complaint, said beside a field."""
        self.field = field
        return self


class NotAllowed(KnownError):
    """The account, the office or the law does not permit the act."""


class NotFound(KnownError):
    """What was asked for does not exist (any more)."""


class Conflict(KnownError):
    """The record has moved on since it was read; to go on would overwrite someone's work."""


class StorageTrouble(KnownError):
    """The disk, the folder or the office file is full, locked, read-only, missing or damaged."""


class Refused(KnownError):
    """A file from outside (bundle, receipt, spreadsheet, pack) is not taken; nothing changed."""
