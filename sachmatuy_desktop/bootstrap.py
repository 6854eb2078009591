"""The one place where the program's real parts are chosen: its clock, its costs, its folder.

The window and the command line both begin here; tests bring parts of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sachmatuy_desktop import MADE_ON, diagnostics
from sachmatuy_desktop.domain.clock import Clock, system_clock
from sachmatuy_desktop.paths import default_office_folder
from sachmatuy_desktop.services.access.entering import enter, enter_with_code
from sachmatuy_desktop.services.office import Founding, Office, found
from sachmatuy_desktop.storage.backups.swapping import settle
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost, Keyring, Shown
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, RecoverySheet


@dataclass(frozen=True)
class Parts:
    """What the program runs on.  `folder` is the office's, which need not exist yet."""

    folder: Path = field(default_factory=default_office_folder)
    clock: Clock = field(default_factory=partial(system_clock, MADE_ON))
    cost: Cost = OFFICE_COST

    def shown(self) -> Shown:
        """What the keys beside the office file show, once a restoring that was cut off has ended.

        Raises `StorageTrouble`.
        """
        settle(self.folder, self.clock)
        return Keyring(self.folder, self.cost).shown()

    def found(self, answers: Founding, passphrase: str) -> tuple[Office, RecoverySheet]:
        """Make the office in the folder and open it; see `services.office.found`."""
        made = found(self.folder, answers, passphrase, self.clock, self.cost)
        self._log("office.founded")
        return made

    def unlock(self, account_id: str, passphrase: str) -> Office:
        """Open the office in the folder; see `services.access.entering.enter`."""
        office = enter(self.folder, account_id, passphrase, self.clock, self.cost)
        self._log("office.opened")
        return office

    def recover(self, code: RecoveryCode, account: Account, passphrase: str) -> Office:
        """Open the office by the paper code; see `services.access.entering.enter_with_code`."""
        office = enter_with_code(self.folder, code, account, passphrase, self.clock, self.cost)
        self._log("office.recovered")
        return office

    def _log(self, name: str) -> None:
        diagnostics.start(self.folder)
        diagnostics.event(name)


def parts(folder: Path | None = None) -> Parts:
    """The real parts; without `folder` the office of this Windows or Linux account."""
    return Parts() if folder is None else Parts(folder)
