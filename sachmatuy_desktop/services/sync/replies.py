"""Replies to many communes in one go, a file each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sachmatuy_desktop.errors import KnownError, StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.sending import ExportReport, export
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.sync.parts import Cut

__all__ = ["Replies", "Report", "write_replies"]

Report = Callable[[int, int, str], None]
"""Hears how many are done, of how many, and whose is next; raises a `KnownError` to stop."""


@dataclass
class Replies:
    """What was written, by partner; what could not be, and why.

    `left` were not begun: the officer stopped, or the drive gave up.  What was written is whole.
    """

    written: list[tuple[Partner, ExportReport]] = field(default_factory=list)
    failed: list[tuple[Partner, KnownError]] = field(default_factory=list)
    left: int = 0


def write_replies(
    office: Office,
    targets: Sequence[tuple[Partner, Path]],
    report: Report,
    most_bytes: int | None = None,
) -> Replies:
    """Write each partner's next bundle under its path, as `sending.export` does.

    One that is refused keeps no other from being written; a drive that is full, read-only or gone
    ends it.  Raises `NotAllowed` for an account that may not send, or while sending rests.
    """
    office.info.role.must("sends")
    pausing.must_not_rest(office)
    done = Replies()
    for place, (partner, path) in enumerate(targets):
        done.left = len(targets) - place
        try:
            report(place, len(targets), partner.name)
        except KnownError:  # the officer asked to stop
            return done
        try:
            done.written.append(
                (partner, export(office, partner.key_id, path, cut=Cut(most_bytes)))
            )
        except StorageTrouble as error:
            done.failed.append((partner, error))
            done.left -= 1
            return done
        except KnownError as error:
            done.failed.append((partner, error))
    done.left = 0
    return done
