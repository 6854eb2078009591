"""Who opens the office: the first account of a new one, or of one that is taken up again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, PassphraseEntry, button, paragraph, rule
from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry
from sachmatuy_desktop.ui.wizard.pages import StepPage
from sachmatuy_desktop.ui.wizard.steps import Answers, Step, login_name

__all__ = ["AccountPage", "RestorePage"]


class _AccountFields(QWidget):
    """Name, login name and a passphrase, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Entry(_("Họ và tên"))
        self.login = Entry(_("Tên đăng nhập"), hint=_("Chữ thường không dấu, ví dụ: nguyen.van.an"))
        self.first = PassphraseEntry(
            _("Mật khẩu"),
            hint=_("Ít nhất 12 ký tự; một câu dễ nhớ gồm nhiều từ là tốt nhất."),
        )
        self.again = PassphraseEntry(_("Gõ lại mật khẩu"))
        self.fields = {
            "account_name": self.name,
            "account_id": self.login,
            "passphrase": self.first,
            "passphrase_again": self.again,
        }
        self._suggested = ""
        self.name.edited.connect(self._suggest)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(10))
        for place, entry in enumerate((self.name, self.login, self.first, self.again)):
            grid.addWidget(entry, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.name)

    def answered(self, answers: Answers) -> Answers:
        """The answers with these in them."""
        return replace(
            answers,
            account_name=self.name.text,
            account_id=self.login.text,
            passphrase=self.first.text,
            passphrase_again=self.again.text,
        )

    def forget(self) -> None:
        """Leave no passphrase in the fields."""
        self.first.line.clear()
        self.again.line.clear()

    def _suggest(self) -> None:
        if self.login.text in ("", self._suggested):
            self._suggested = login_name(self.name.text)
            self.login.line.setText(self._suggested)


class AccountPage(StepPage):
    """Who opens the office, and the passphrase."""

    step = Step.ACCOUNT
    title = N_("Tài khoản đầu tiên")
    told = N_(
        "Người này quản trị dữ liệu trên máy; sau này thêm tài khoản cho người khác ở trang "
        "Quản trị."
    )

    def __init__(self) -> None:
        super().__init__()
        self.people = _AccountFields()
        self.fields = dict(self.people.fields)
        self.people.again.line.returnPressed.connect(self.onward)
        self.body.addWidget(self.people)
        self.body.addWidget(rule())
        self.body.addWidget(
            paragraph(
                _(
                    "Không ai lấy lại được mật khẩu đã quên. Bước sau cho một phiếu khôi phục in "
                    "ra giấy thành hai phần, hai người giữ: giữ kín như con dấu."
                )
            )
        )
        self.body.addStretch(1)
        self.setFocusProxy(self.people)

    def answered(self, answers: Answers) -> Answers:
        """Name, login name and the passphrase, twice."""
        return self.people.answered(answers)

    def forget(self) -> None:
        """Leave no passphrase in the fields."""
        self.people.forget()


class RestorePage(StepPage):
    """A backup to take up again, the code from the paper that opens it, and who goes on with it."""

    step = Step.RESTORE
    title = N_("Khôi phục từ bản sao lưu")
    told = N_("Dữ liệu được chép vào thư mục mới trên máy này; bản sao lưu giữ nguyên.")

    def __init__(self) -> None:
        super().__init__()
        self.backup = Entry(_("Tệp sao lưu (.db)"))
        self.backup.field.addWidget(button(_("Chọn tệp…"), self._choose, picture="folder"))
        self.code = CodeEntry()
        self.people = _AccountFields()
        self.fields = {"backup": self.backup, **self.people.fields}
        self.body.addWidget(self.backup)
        self.body.addWidget(paragraph(_("Hai phần của phiếu khôi phục")))
        self.body.addWidget(self.code)
        self.body.addWidget(self.people)
        self.body.addStretch(1)
        self.setFocusProxy(self.backup)

    def answered(self, answers: Answers) -> Answers:
        """The file and the account; raises `BadInput` for a code that cannot be one."""
        answers = self.people.answered(replace(answers, backup=self.backup.text))
        self.code.code()
        return answers

    def forget(self) -> None:
        """Leave no passphrase in the fields."""
        self.people.forget()

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn bản sao lưu"), "", _("Bản sao lưu (*.db)")
        )
        if chosen:
            self.backup.line.setText(chosen)
