"""Whether this PC's date can be right.  It is said and never keeps anybody from working."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.clock import ClockTrouble, clock_trouble, moment_ms
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.places import own_moments

__all__ = ["trouble_with_clock"]

LOOKED_AT: Final = 100
"""Acts looked back on.  A clock that once was years ahead and was set right again is forgotten
after as many acts; one that is years behind is known by the day the program was made."""


def trouble_with_clock(office: Office) -> ClockTrouble | None:
    """What is wrong with the PC's date, if anything can be told."""
    with office.store.reading() as connection:
        moments = own_moments(connection, LOOKED_AT)
    newest = max(moments, key=lambda each: moment_ms(each) or 0, default="")
    return clock_trouble(office.clock.now(), office.clock.made_on, newest)
