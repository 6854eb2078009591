"""Tells the journal, on the worker, that somebody looks at a person's record."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.services.access import looking
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["note_look"]


def note_look(desk: Desk, register: Register, record: str) -> None:
    """Note a look at a record; nothing waits for it, and trouble is left to the next save."""
    office = desk.office
    if not looking.tells_of_a_person(register) or not isinstance(office, Office):
        return
    session = office.session
    Operation(
        desk.operations, lambda: looking.looked_at(session, register.name, record), desk
    ).failure(lambda _error: None).start()
