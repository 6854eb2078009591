"""Every failed try is kept, wherever it was made: at the door, in the open office, at a copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.storage.evidence import prelogin
from sachmatuy_desktop.storage.evidence.prelogin import Failed
from sachmatuy_desktop.storage.keys import keyring_tries
from sachmatuy_desktop.storage.keys.keyring import Cost, Keyring

__all__ = ["NOBODY", "SHEET", "failures_kept"]

NOBODY: Final = "?"
"""Stands for an account that there is none of."""

SHEET: Final = "*"
"""Stands for the recovery sheet where an account was asked for."""


@contextmanager
def failures_kept(door: Path, account: str, clock: Clock, cost: Cost) -> Iterator[None]:
    """A try in the block that fails goes into the log of tries of the office whose `door` it is.

    One that came too soon was none.  So the log knows of every try that was counted, and nobody is
    accused of having shortened it.
    """
    tried = keyring_tries.failed_tries(door)
    try:
        yield
    except (NotAllowed, NotFound):
        if keyring_tries.failed_tries(door) > tried:
            _keep(door, account, clock, cost)
        raise


def _keep(door: Path, account: str, clock: Clock, cost: Cost) -> None:
    with suppress(StorageTrouble):
        shown = Keyring(door, cost).shown()
        known = account == SHEET or account in {each.id for each in shown.accounts}
        named = account if known else NOBODY
        prelogin.note(door, shown.device.recipient, Failed(clock.stamp(), named))
        keyring_tries.settle_tries(door)
