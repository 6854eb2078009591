"""Opening an office: who sits here and the passphrase, or the code from the paper.

This is the first thing on screen each morning, so nothing here loads the database or the ciphers:
that happens on the worker, behind the passphrase.  The page for the code is made when it is asked
for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import N_, BadInput, KnownError, StorageTrouble
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.keys.keyring_file import Account, exists
from sachmatuy_desktop.storage.keys.keyring_public import OFFICE_COST, Cost
from sachmatuy_desktop.storage.keys.keyring_shown import Shown, shown
from sachmatuy_desktop.storage.keys.keyring_tries import seconds_to_wait
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import PassphraseEntry, Sheet, button, faint, label_of, row
from sachmatuy_desktop.ui.operations import Operation, Operations

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office
    from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
    from sachmatuy_desktop.ui.dialogs.passphrase import PassphrasePair
    from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry
    from sachmatuy_desktop.ui.dialogs.unlock_code import WithCode

__all__ = ["Door", "RepairWanted", "UnlockDialog"]

TICK_MS: Final = 500

NO_OFFICE_HERE: Final = N_("Thư mục này không có dữ liệu của chương trình; hãy chọn lại.")

NOBODY: Final = Account("quan.tri", "Quản trị", "admin")
"""Who is let in by the paper code where the keys know no account: they came off a stick."""


@dataclass(frozen=True)
class Door:
    """The office's folder and what it takes to open it."""

    folder: Path
    clock: Clock
    cost: Cost = OFFICE_COST

    def shown(self) -> Shown:
        """What the keys beside the office file say before they are unlocked."""
        return shown(self.folder, self.cost)

    def seconds_to_wait(self) -> int:
        """How long the next try must wait."""
        return seconds_to_wait(self.folder, self.clock.now())

    def open(self, account_id: str, passphrase: str) -> Office:
        """Open the office as an account; blocks for about a second."""
        from sachmatuy_desktop.services.access.entering import (  # noqa: PLC0415  (loads the database)
            enter,
        )

        return enter(self.folder, account_id, passphrase, self.clock, self.cost)

    def recover(self, code: RecoveryCode, account: Account, passphrase: str) -> Office:
        """Give an account another passphrase with the code, and open the office as it."""
        from sachmatuy_desktop.services.access.entering import (  # noqa: PLC0415  (as above)
            enter_with_code,
        )

        return enter_with_code(self.folder, code, account, passphrase, self.clock, self.cost)


class RepairWanted(StorageTrouble):
    """The officer asked for the repair screen before anything had failed."""

    def __init__(self) -> None:
        super().__init__(N_("Màn hình sửa chữa được mở theo yêu cầu."))


class UnlockDialog(Sheet):
    """The accounts of an office, a passphrase, and a way in for those who forgot it."""

    def __init__(
        self,
        door: Door,
        operations: Operations,
        parent: QWidget | None = None,
        locked: str | None = None,
    ) -> None:
        shown = door.shown()
        super().__init__(shown.office.name[:1].upper() + shown.office.name[1:], "", parent)
        self.setWindowTitle(_("Mở dữ liệu · Sạch Ma Túy Desktop"))
        self.door = door
        self.operations = operations
        self.office: Office | None = None
        self.trouble: StorageTrouble | None = None
        """Set where the officer asked for the repair screen: what opening said, if anything."""
        self._found: StorageTrouble | None = None
        self.accounts = QComboBox()
        self._accounts = shown.accounts or (NOBODY,)
        for account in self._accounts:
            self.accounts.addItem(f"{account.name}  ({account.id})")
        self.accounts.setAccessibleName(_("Tài khoản"))
        self.passphrase = PassphraseEntry(_("Mật khẩu"))
        room = self.passphrase.capitals.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # the dialog does not grow while somebody types
        self.passphrase.capitals.setSizePolicy(room)
        self._halves = shown.sheet is not None
        self.stack = QStackedWidget()
        self._usual = self._with_passphrase()
        self.stack.addWidget(self._usual)
        if locked is not None:
            self.body.addWidget(faint(_("Chương trình đã khóa. Gõ mật khẩu để làm tiếp.")))
            ids = [each.id for each in self._accounts]
            self.accounts.setCurrentIndex(ids.index(locked) if locked in ids else 0)
        if shown.office.training:
            self.body.addWidget(_band())
        label = label_of(_("Tài khoản"), self.accounts)
        self.elsewhere: Path | None = None
        """The folder of another office that is to be opened instead."""
        self.choose = button(_("Mở thư mục dữ liệu khác…"), self._choose_folder, door=True)
        self.body.addLayout(row(label, None, self.choose))
        self.body.addWidget(self.accounts)
        self.body.addWidget(self.stack, 1)
        self.other = button("", self._switch, door=True)
        self.foot.addWidget(self.other)
        self.repair = button(_("Sửa chữa, khôi phục…"), self.leave_to_repair, picture="shield")
        self.foot.addWidget(self.repair)
        self.enter = self.finish_with(_("Mở"), self.try_to_open, _("Thoát"))
        self._waiting = QTimer(self)
        self._waiting.setInterval(TICK_MS)
        self._waiting.timeout.connect(self._count_down)
        self.setMinimumWidth(theme.px(760))
        self._show_way(0 if shown.accounts else 1)

    @classmethod
    def ask(
        cls, door: Door, operations: Operations, locked: str | None = None
    ) -> Office | Path | None:
        """The opened office, the folder of another one that is wanted instead, or None when the
        officer left.  `locked` is the account that was locked: it stands in front, any other may be
        chosen.

        Raises `StorageTrouble` for a folder whose keys are missing or damaged, and where the office
        does not open and the officer wants to repair it.
        """
        dialog = cls(door, operations, locked=locked)
        if dialog.ask_person():
            return dialog.office
        if dialog.trouble is not None:
            raise dialog.trouble
        return dialog.elsewhere

    @cached_property
    def _with_code(self) -> WithCode:
        """The page of the code from the paper."""
        from sachmatuy_desktop.ui.dialogs.unlock_code import (  # noqa: PLC0415  (seldom needed)
            WithCode,
        )

        made = WithCode(halves=self._halves)
        self.stack.addWidget(made)
        return made

    @property
    def code(self) -> CodeEntry:
        """The fields for the code."""
        return self._with_code.code

    @property
    def fresh(self) -> PassphrasePair:
        """The new passphrase of who comes with the code."""
        return self._with_code.fresh

    @property
    def account(self) -> Account:
        """The account chosen."""
        return self._accounts[self.accounts.currentIndex()]

    def try_to_open(self) -> None:
        """Hand the passphrase or the code to the worker."""
        self.wrong.hide()
        if self.door.seconds_to_wait():
            self._count_down()
            return
        try:
            self._start()
        except BadInput:
            return  # said beside its field

    def _start(self) -> None:
        account = self.account
        if self.stack.currentIndex() == 0:
            passphrase = self.passphrase.demand()
            work = lambda: self.door.open(account.id, passphrase)  # noqa: E731  (two ways, one worker)
        else:
            code, passphrase = self.code.code(), self.fresh.demand()
            work = lambda: self.door.recover(code, account, passphrase)  # noqa: E731
        self._freeze(True)
        self.enter.setText(_("Đang mở…"))
        operation = Operation(self.operations, work, self)
        operation.success(self._opened).failure(self._refused)
        operation.always(lambda: self._freeze(False)).start()

    def _opened(self, office: Office) -> None:
        self.office = office
        self.passphrase.line.clear()
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self.complain(error)
        if isinstance(error, StorageTrouble):
            self._found = error
        self.passphrase.line.selectAll()
        QTimer.singleShot(0, self.passphrase.line.setFocus)

    def leave_to_repair(self) -> None:
        """Close this and go on with the repair screen."""
        self.trouble = self._found or RepairWanted()
        self.reject()

    def open_elsewhere(self, folder: Path) -> None:
        """Leave this office for that of another folder, such as one restored there."""
        if exists(folder):
            self.elsewhere = folder
            self.reject()
        else:
            self.complain(BadInput(NO_OFFICE_HERE))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Chọn thư mục dữ liệu"), str(self.door.folder.parent)
        )
        if chosen:
            self.open_elsewhere(Path(chosen))

    def _freeze(self, frozen: bool) -> None:
        self.choose.setEnabled(not frozen)
        self.accounts.setEnabled(not frozen)
        self.stack.setEnabled(not frozen)
        self.other.setEnabled(not frozen)
        self.enter.setEnabled(not frozen)
        if not frozen:
            self._count_down()

    def _count_down(self) -> None:
        """While tries are slowed down, the button says how long."""
        left = self.door.seconds_to_wait()
        self.enter.setEnabled(left == 0)
        if left:
            self.enter.setText(_("Đợi {seconds} giây").format(seconds=left))
            self._waiting.start()
        else:
            self._waiting.stop()
            self._name_act()

    def _switch(self) -> None:
        self._show_way(1 - self.stack.currentIndex())

    def _show_way(self, way: int) -> None:
        self.wrong.hide()
        page = self._with_code if way else self._usual
        self.stack.setCurrentWidget(page)
        self.stack.setFixedHeight(page.sizeHint().height())
        words = _("Quên mật khẩu? Dùng phiếu khôi phục"), _("Quay lại dùng mật khẩu")
        self.other.setText(words[way])
        self._count_down()
        (self.code if way else self.passphrase).setFocus()
        self.adjustSize()

    def _name_act(self) -> None:
        recovering = self.stack.currentIndex() == 1
        self.enter.setText(_("Đặt mật khẩu và mở") if recovering else _("Mở"))

    def _with_passphrase(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.passphrase)
        layout.addStretch(1)
        return page


def _band() -> QLabel:
    band = QLabel(_("TẬP HUẤN – số liệu không có thật"))
    band.setStyleSheet(
        f"background: {theme.Tone.CARE.wash}; color: {theme.Tone.CARE.ink};"
        f" padding: {theme.px(5)}px;"
    )
    return band
