"""Who may open the office, and the keys that open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.roles import ROLES, role
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.access import accounts, rotating
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.keys.keyring import Account
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.account import AccountDialog, NewAccount
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.data_key import DataKeyDialog
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, row, rule
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog, LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.passphrase import FreshPassphraseDialog, PassphraseDialog
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.recovery import RecoveryDialog
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["Accounts"]


class Accounts(Tab):
    """The list of accounts, and what may be done with them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.office = office_in(desk)
        self.accounts: tuple[Account, ...] = ()
        self.table = PlainTable(_("Tài khoản"))
        self.table.row_chosen.connect(lambda _row: self._ready())
        self.add = button(_("Thêm tài khoản…"), self._add, picture="plus", primary=True)
        self.reset = button(_("Đặt lại mật khẩu…"), self._reset, picture="key-round")
        self.change = button(_("Đổi vai trò…"), self._change_role, picture="user")
        self.rename = button(_("Đổi họ tên…"), self._rename, picture="pencil")
        self.remove = button(_("Xóa tài khoản…"), self._remove, picture="trash-2")
        self.own = button(_("Đổi mật khẩu của tôi…"), self._change, picture="lock")
        self.recovery = button(_("Lập phiếu khôi phục mới…"), self._recovery, picture="file-text")
        self.rotate = button(_("Đổi khóa dữ liệu…"), self._rotate, picture="refresh-cw")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Tài khoản")))
        layout.addLayout(row(self.add, self.rename, self.change, self.reset, self.remove, None))
        layout.addWidget(self.table, 1)
        layout.addWidget(rule())
        layout.addLayout(row(self.own, self.recovery, self.rotate, None))
        layout.addWidget(
            faint(
                _(
                    "Người đã xóa tài khoản mà còn giữ bản chép của tệp khóa vẫn mở được dữ liệu "
                    "cho đến khi đổi khóa dữ liệu."
                )
            )
        )
        self.refresh()

    @property
    def chosen(self) -> Account | None:
        """The account in the current row."""
        row = self.table.row
        return self.accounts[row] if 0 <= row < len(self.accounts) else None

    def refresh(self) -> None:
        """Read the list again."""
        self.accounts = accounts.accounts(self.office)
        heads = [Head(_("Họ và tên"), grows=True), Head(_("Tên đăng nhập")), Head(_("Vai trò"))]
        rows = [
            [Cell(each.name), Cell(each.id), Cell(_(role(each.role).title))]
            for each in self.accounts
        ]
        self.table.show_rows(heads, rows)
        self._ready()

    def add_account(self, new: NewAccount) -> None:
        """Add an account on the worker."""
        account = Account(new.id, new.name, new.role)
        told = _("Đã thêm tài khoản {name}.").format(name=new.name)
        self._do(lambda: accounts.add_account(self.office, account, new.passphrase), told)

    def remove_account(self, account: Account, then: Callable[[], None] | None = None) -> None:
        """Take an account away on the worker."""
        told = _("Đã xóa tài khoản {name}.").format(name=account.name)
        self._do(lambda: accounts.remove_account(self.office, account.id), told, then)

    def rotate_key(self, *, sheet: bool) -> None:
        """Give the office a new data key on the worker, then a new paper code if wanted."""

        def work(progress: Progress) -> None:
            def report(done: int, count: int) -> None:
                if done < count:
                    progress.report(done, count, _("Đang mã hóa lại tệp đính kèm…"))
                else:
                    progress.commit(_("Đang mã hóa lại tệp dữ liệu…"))

            rotating.rotate_data_key(self.office, report)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.with_progress(_("Đang sao lưu trước khi đổi khóa…"), stoppable=True)
        operation.success(lambda _none: self._rotated(sheet=sheet)).start()

    def _rotated(self, *, sheet: bool) -> None:
        self.desk.feedback.notice(_("Đã đổi khóa dữ liệu."))
        if ConfirmDialog.ask(
            _("Đã đổi khóa dữ liệu"),
            _(
                "Các bản sao lưu làm trước lúc này, cả trên USB, vẫn mở được bằng khóa cũ đi kèm."
                " Nên sao lưu ngay bằng khóa mới; bản cũ chỉ mất khi có người tự tay xóa."
            ),
            _("Sao lưu ngay"),
            self,
            _("Để sau"),
        ):
            then = self._make_code if sheet else None
            self._do(self._back_up, _("Đã sao lưu dữ liệu."), then)
        elif sheet:
            self._make_code()

    def _back_up(self) -> None:
        maintenance.backup_now(self.office)

    def _ready(self) -> None:
        manages = self.desk.role.manages
        chosen = self.chosen
        other = chosen is not None and chosen.id != self.office.account.id
        self.add.setEnabled(manages)
        self.recovery.setEnabled(manages)
        self.rotate.setEnabled(manages)
        self.rename.setEnabled(manages and chosen is not None)
        self.change.setEnabled(manages and chosen is not None)
        self.reset.setEnabled(manages and other)
        self.remove.setEnabled(manages and other)

    def _add(self) -> None:
        new = AccountDialog.ask([each.id for each in self.accounts], self)
        if new is not None:
            self.add_account(new)

    def _change_role(self) -> None:
        account = self.chosen
        if account is None:
            return
        roles = {each.id: _(each.title) for each in ROLES.values()}
        chosen = ChoiceDialog.ask(
            _("Đổi vai trò"), account.name, roles, account.role, _("Đổi vai trò"), self
        )
        if chosen is not None and chosen != account.role:
            told = _("Đã đổi vai trò của {name}.").format(name=account.name)
            self._do(lambda: accounts.change_role(self.office, account.id, chosen), told)

    def _remove(self) -> None:
        account = self.chosen
        wanted = None if account is None else DataKeyDialog.ask(account.name, self)
        if account is None or wanted is None:
            return
        if wanted.rotate:
            self.remove_account(account, lambda: self.rotate_key(sheet=wanted.sheet))
        else:
            self.remove_account(account, self._make_code if wanted.sheet else None)

    def _rotate(self) -> None:
        wanted = DataKeyDialog.ask("", self)
        if wanted is not None:
            self.rotate_key(sheet=wanted.sheet)

    def _rename(self) -> None:
        account = self.chosen
        if account is None:
            return
        name = LineDialog.ask(
            _("Đổi họ tên"),
            _("Tên đăng nhập {id} giữ nguyên.").format(id=account.id),
            _("Họ và tên"),
            _("Đổi họ tên"),
            self,
            account.name,
        )
        if name is not None and name != account.name:
            told = _("Đã đổi họ tên của tài khoản {id}.").format(id=account.id)
            self._do(lambda: accounts.rename_account(self.office, account.id, name), told)

    def _reset(self) -> None:
        account = self.chosen
        if account is None:
            return
        fresh = FreshPassphraseDialog.ask(account.name, self)
        if fresh is not None:
            told = _("Đã đặt mật khẩu mới cho {name}.").format(name=account.name)
            self._do(lambda: accounts.reset_passphrase(self.office, account.id, fresh), told)

    def _change(self) -> None:
        typed = PassphraseDialog.ask(self.office.account.name, self)
        if typed is not None:
            self._do(
                lambda: accounts.change_passphrase(self.office, typed.old, typed.new),
                _("Đã đổi mật khẩu."),
            )

    def _recovery(self) -> None:
        wanted = ConfirmDialog.ask(
            _("Lập phiếu khôi phục mới"),
            _(
                "Cả hai phần của phiếu đang cất sẽ không còn mở được dữ liệu; bản sao lưu đã làm"
                " vẫn theo phiếu cũ. Việc này không hoàn tác được."
            ),
            _("Lập phiếu mới"),
            self,
        )
        if wanted:
            self._make_code()

    def _make_code(self) -> None:
        operation = Operation(
            self.desk.operations, lambda: accounts.new_recovery_code(self.office), self
        )
        operation.success(self._show_code).start()

    def _show_code(self, sheet: RecoverySheet) -> None:
        name, today = self.office.info.full_name, self.office.clock.now().date()
        page = partial(papers.recovery_pdf, name, today=today)
        RecoveryDialog.ask(sheet, page, self.desk.preferences, self)

    def _do(
        self, work: Callable[[], None], told: str, then: Callable[[], None] | None = None
    ) -> None:
        def done(_none: None) -> None:
            self.desk.feedback.notice(told)
            self.refresh()
            if then is not None:
                then()

        operation = Operation(self.desk.operations, work, self).success(done)
        operation.with_progress(_("Đang ghi tệp khóa…")).start()
