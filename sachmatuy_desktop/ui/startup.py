"""From a double click to the window of an opened office.

What is needed to ask for a passphrase is loaded first; the database and the pages follow while the
officer types.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop import MADE_ON, diagnostics
from sachmatuy_desktop.domain.clock import Clock, system_clock
from sachmatuy_desktop.errors import KnownError, StorageTrouble
from sachmatuy_desktop.i18n import language, use_language
from sachmatuy_desktop.storage.backups.swapping import settle
from sachmatuy_desktop.storage.keys.keyring_file import exists
from sachmatuy_desktop.storage.keys.keyring_public import OFFICE_COST, Cost
from sachmatuy_desktop.ui import clipboard
from sachmatuy_desktop.ui.beginning_again import Locked, begin_again, locked_before
from sachmatuy_desktop.ui.dialogs.unlock import Door, RepairWanted, UnlockDialog
from sachmatuy_desktop.ui.dress import make_application
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.preferences import language_last_used

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.ui.wizard.first_run import FirstRunResult

__all__ = ["open_office", "open_training"]

PAINTED_MS: Final = 250
"""So long after it was built the first page is painted, also on an old PC: two readers of code at
once would delay it.  In milliseconds."""

_SYNC: Final = "sync"


class Reception:
    """The program before an office is open: who asks, and what they are shown."""

    def __init__(self, app: QApplication, clock: Clock, cost: Cost = OFFICE_COST) -> None:
        self.app = app
        self.cost = cost
        self.clock = clock
        self.feedback = Feedback()
        self.operations = Operations(self.feedback)
        QTimer.singleShot(0, _when_the_first_page_stands)

    def office_in(self, folder: Path) -> Office | None:
        """The office of a folder: unlocked, or founded by the first-run wizard."""
        while not self._is_there(folder):
            result = self._first_run(folder)
            if result is None or result.office is not None:
                return None if result is None else result.office
            if result.intent == "training":
                return self.training_office(result.folder)
            folder = result.folder
        return self._unlocked(folder)

    def _unlocked(self, folder: Path, account: str | None = None) -> Office | None:
        """Asked until the office is open or the officer leaves, with the repair screen between."""
        door = Door(folder, self.clock, self.cost)
        while True:
            try:
                settle(folder, self.clock)
                answer = UnlockDialog.ask(door, self.operations, account)
                if not isinstance(answer, Path):
                    return answer
                folder, account = answer, None
                door = Door(folder, self.clock, self.cost)
            except StorageTrouble as trouble:
                again, office = self.repaired(folder, trouble)
                if office is not None:
                    return office
                if not (again or isinstance(trouble, RepairWanted)):
                    return None

    def _is_there(self, folder: Path) -> bool:
        """Whether a folder holds an office in any state: such a one is never founded anew."""
        if exists(folder):
            return True
        from sachmatuy_desktop.services.upkeep.repair import (  # noqa: PLC0415  (loads the database)
            is_an_office,
        )

        return is_an_office(folder)

    def repaired(self, folder: Path, trouble: StorageTrouble) -> tuple[bool, Office | None]:
        """The repair screen: whether to try again to open, and the office if it is open already."""
        from sachmatuy_desktop.ui.dialogs.repair import (  # noqa: PLC0415  (seldom needed)
            RepairDialog,
        )

        said = None if isinstance(trouble, RepairWanted) else trouble
        dialog = RepairDialog(Door(folder, self.clock, self.cost), self.operations, said)
        dialog.ask_person()
        return dialog.restored or dialog.may_open, dialog.office

    def unlocked_again(self, locked: Locked) -> Office | None:
        """The office that was locked: the same folder and account; the training world's list."""
        if locked.training:
            return self.training_office(locked.folder.parent)
        return self._unlocked(locked.folder, locked.account)

    def _first_run(self, folder: Path) -> FirstRunResult | None:
        from sachmatuy_desktop.ui.wizard.first_run import (  # noqa: PLC0415  (seldom needed)
            FirstRun,
        )
        from sachmatuy_desktop.ui.wizard.founding import Groundwork  # noqa: PLC0415

        return FirstRun.ask(Groundwork(folder, self.clock), self.operations)

    def training_office(self, folder: Path) -> Office | None:
        """One of the training offices, chosen by the officer; made first where they are not."""
        from sachmatuy_desktop.ui.dialogs.training import (  # noqa: PLC0415  (seldom needed)
            TrainingOffices,
        )

        return TrainingOffices.ask(folder, self.clock, self.operations)

    def work_in(self, office: Office, bundle: Path | None) -> int:
        """Show the window until it is closed; the program's exit code."""
        from sachmatuy_desktop.ui.application import (  # noqa: PLC0415  (pages load the database)
            catch_bugs,
            open_window,
            tell_caught_up,
            tell_since_last_login,
        )
        from sachmatuy_desktop.ui.locking import Locking  # noqa: PLC0415  (as above)
        from sachmatuy_desktop.ui.safekeeping import Safekeeping  # noqa: PLC0415  (as above)

        window = open_window(self.app, office)
        catch_bugs(window.desk.feedback)
        keeping = Safekeeping(window.desk, office)
        keeping.made.connect(window.read_first_page_anew)
        locking = Locking(window, office)
        locking.locked.connect(self.app.quit)
        self.app.setQuitOnLastWindowClosed(False)
        window.closed.connect(self.app.quit)
        diagnostics.start(office.info.folder)
        diagnostics.event("office.opened")
        window.showMaximized()
        tell_caught_up(window.desk, office)
        tell_since_last_login(window.desk, office)
        if bundle is not None and _SYNC in window.page_ids:
            window.take_in_bundle(bundle)
        try:
            code = self.app.exec()
        finally:
            if not locking.has_begun:
                keeping.at_the_end()
            office.close()
        if not locking.has_begun:
            return code
        window.desk.preferences.flush()
        diagnostics.stop()
        info = office.info
        return begin_again(Locked(info.folder, info.account_id, info.training))


def open_office(folder: Path, bundle: Path | None = None) -> int:
    """Open the office of a folder, or make one; `bundle` is a `.smt` file to take in."""
    return _run(folder, lambda reception: reception.office_in(folder), bundle)


def open_training(folder: Path) -> int:
    """Open the training world of a folder, made at the first time."""
    return _run(folder, lambda reception: reception.training_office(folder), None)


def _run(folder: Path, choose: Callable[[Reception], Office | None], bundle: Path | None) -> int:
    use_language(language_last_used(folder) or language())
    app = make_application()
    try:
        return _receive(Reception(app, system_clock(MADE_ON)), choose, bundle)
    finally:
        clipboard.forget()


def _receive(
    reception: Reception, choose: Callable[[Reception], Office | None], bundle: Path | None
) -> int:
    locked = locked_before()
    try:
        office = reception.unlocked_again(locked) if locked else choose(reception)
    except KnownError as error:
        reception.feedback.sentence(error)
        return 1
    if office is None:
        reception.operations.shut_down()
        return 0
    reception.operations.shut_down()
    return reception.work_in(office, bundle)


def _when_the_first_page_stands() -> None:
    """The window's thread takes up events: what is shown first has been built."""
    QTimer.singleShot(PAINTED_MS, _begin_to_load_the_rest)


def _begin_to_load_the_rest() -> None:
    threading.Thread(target=_load_the_rest, daemon=True).start()


def _load_the_rest() -> None:
    """Read the database's and the pages' code while the officer types a passphrase."""
    import sachmatuy_desktop.services.access.entering  # noqa: PLC0415  (on purpose: warming up)
    import sachmatuy_desktop.ui.application  # noqa: F401, PLC0415  (as above)
