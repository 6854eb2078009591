"""Commands and how one is run: rules, one transaction, an outcome.

A command is a frozen dataclass that says what shall be done; `run` does it on a unit of work.
Whoever calls it gets the records that changed, and shows those again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sachmatuy_desktop.domain.acts import goes_out
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.role_queries import queries_for
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync.paper_codes import PaperSigner


@dataclass(frozen=True, slots=True)
class Session:
    """An opened office and who sits before it."""

    store: Store
    queries: Queries
    account: str
    role: Role
    signer: PaperSigner | None = field(default=None, repr=False)
    """Signs the codes on papers that are issued."""
    checkpoint: Callable[[], object] = field(default=lambda: None, repr=False, compare=False)
    """Signs where the journal stands, before something of it goes out."""
    looked: dict[tuple[str, RecordId], datetime] = field(
        default_factory=dict, repr=False, compare=False
    )
    """When a record was last noted as looked at (`services.access.looking`)."""

    def __post_init__(self) -> None:
        """Whoever reads for an account reads what its role may know."""
        object.__setattr__(self, "queries", queries_for(self.store, self.role))


class Command(Protocol):
    """One thing to do.  `act` is its id in the journal (see `domain.acts`), `why` its reason."""

    @property
    def act(self) -> str:
        """The act's id in the journal."""
        ...

    def run(self, work: UnitOfWork, session: Session) -> object:
        """Do it; raises a `KnownError`, and then nothing has happened."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: its transaction, its name, the records that changed, its result."""

    txn: str
    act: str
    changed: frozenset[tuple[str, RecordId]]
    result: object = None


def execute(command: Command, session: Session) -> Outcome:
    """Run a command in one transaction: either all of it happens or nothing.

    Where the journal stood before data went out on paper or in a file is signed first.
    """
    if goes_out(command.act):
        session.checkpoint()
    act = Act(
        command.act,
        session.account,
        getattr(command, "why", ""),
        getattr(command, "undoes", None),
    )
    with session.store.begin(act) as work:
        result = command.run(work, session)
        changed = work.commit()
        return Outcome(work.txn, command.act, changed, result)
