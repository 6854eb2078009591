"""The window of the first run: the way at the left, one step at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say, use_language
from sachmatuy_desktop.storage.backups.swapping import is_cut_off
from sachmatuy_desktop.storage.keys.keyring import Keyring
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import button, clear, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry, CodeShown, read_back
from sachmatuy_desktop.ui.dialogs.unlock import NO_OFFICE_HERE
from sachmatuy_desktop.ui.operations import Operation, Operations
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.wizard import steps
from sachmatuy_desktop.ui.wizard.account_pages import AccountPage, RestorePage
from sachmatuy_desktop.ui.wizard.founding import Groundwork
from sachmatuy_desktop.ui.wizard.pages import (
    DonePage,
    KindPage,
    ProgrammePage,
    StepPage,
    UnitPage,
    WelcomePage,
)
from sachmatuy_desktop.ui.wizard.steps import Answers, Step, step_after, step_before

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = ["FirstRun", "FirstRunResult"]

NAMES: Final = {
    Step.WELCOME: N_("Bắt đầu"),
    Step.KIND: N_("Cơ quan"),
    Step.UNIT: N_("Đơn vị"),
    Step.PROGRAMME: N_("Chương trình"),
    Step.ACCOUNT: N_("Tài khoản"),
    Step.RECOVERY: N_("Phiếu khôi phục"),
    Step.READ_BACK: N_("Đọc lại phiếu"),
    Step.DONE: N_("Hoàn tất"),
    Step.RESTORE: N_("Khôi phục"),
}
ONWARD: Final = {
    Step.ACCOUNT: N_("Lập dữ liệu"),
    Step.RECOVERY: N_("Đã có hai tờ phiếu"),
    Step.DONE: N_("Vào chương trình"),
    Step.RESTORE: N_("Khôi phục"),
}
BETWEEN: Final = frozenset({Step.RECOVERY, Step.READ_BACK})
"""The office exists and its code is not yet on paper: the way out leads through these."""


@dataclass(frozen=True)
class FirstRunResult:
    """What the first run ended in.

    `intent` is found, open, restore or training.  `office` is the opened office after founding or
    restoring; `folder` is where an office lies.
    """

    intent: str
    folder: Path
    office: Office | None = None


class RecoveryPage(StepPage):
    """Both halves of the sheet, shown once."""

    step: ClassVar[Step] = Step.RECOVERY
    title = N_("Phiếu khôi phục")
    told = N_(
        "Hai phần ghép lại mở được toàn bộ dữ liệu khi quên mật khẩu hoặc chuyển sang máy khác; "
        "một phần không mở được gì. Phiếu chỉ hiện một lần: in hoặc chép tay, hai người giữ."
    )

    def __init__(self, shown: CodeShown) -> None:
        super().__init__()
        self.shown = shown
        self.body.addWidget(shown)
        self.body.addStretch(1)


class ReadBackPage(StepPage):
    """The code, typed from the paper."""

    step: ClassVar[Step] = Step.READ_BACK
    title = N_("Đọc lại phiếu từ giấy")
    told = N_(
        "Gõ hai phần đang có trên giấy, phần nào trước cũng được. Nếu một nhóm sai, chương trình "
        "chỉ đúng nhóm đó."
    )

    def __init__(self, code: RecoverySheet) -> None:
        super().__init__()
        self._code = code
        self.entry = CodeEntry()
        self.body.addWidget(self.entry)
        self.body.addWidget(
            paragraph(_("Chưa có giấy? Quay lại bước trước để in hoặc chép phiếu."))
        )
        self.body.addStretch(1)
        self.setFocusProxy(self.entry)

    def answered(self, answers: Answers) -> Answers:
        """Whether the code typed is the code given out; raises `BadInput`, said below it."""
        read_back(self.entry, self._code)
        return replace(answers, code_read_back=True)


class FirstRun(QDialog):
    """Turns over the pages and hands the answers to the worker."""

    def __init__(
        self, groundwork: Groundwork, operations: Operations, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.groundwork = groundwork
        self.operations = operations
        self.answers = Answers()
        self.step = Step.WELCOME
        self.office: Office | None = None
        self.result_of_run: FirstRunResult | None = None
        self._code: RecoverySheet | None = None
        self.pages: dict[Step, StepPage] = {}
        self.setWindowTitle(_("Sạch Ma Túy Desktop"))
        open_at(self, 960, 650)
        self._lay_out()
        self._turn_to(Step.WELCOME)

    @classmethod
    def ask(cls, groundwork: Groundwork, operations: Operations) -> FirstRunResult | None:
        """Go through the first run; None when the officer left before anything was made."""
        wizard = cls(groundwork, operations)
        wizard.exec()
        wizard.deleteLater()
        return wizard.result_of_run

    @property
    def page(self) -> StepPage:
        """The page in front."""
        return self.pages[self.step]

    def go_on(self) -> None:
        """Read the page; say what is wrong with it, or go on."""
        try:
            self.answers = self.page.answered(self.answers)
        except BadInput:
            return  # said beside its field by the page
        complaints = steps.complaints(self.step, self.answers, self.groundwork.today)
        self.page.complain(complaints)
        if complaints:
            return
        if self.step is Step.ACCOUNT:
            self._found()
        elif self.step is Step.RESTORE:
            self._restore()
        elif self.step is Step.WELCOME and self.answers.intent != steps.FOUND:
            self._leave_by_intent()
        else:
            self._follow()

    def go_back(self) -> None:
        """The step before; answers are kept."""
        before = step_before(self.step, self.answers)
        if before is not None:
            self._turn_to(before)

    def reject(self) -> None:
        """Escape leaves, but not between the code and the paper."""
        if self.step in BETWEEN:
            self.page.wrong.setText(
                _("Dữ liệu đã lập. Hãy đọc lại phiếu khôi phục từ giấy rồi mới đóng cửa sổ này.")
            )
            self.page.wrong.show()
            return
        if self.step is Step.DONE:
            self._finish(self.answers.intent)
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same as Escape."""
        event.ignore()
        self.reject()

    def _follow(self) -> None:
        following = step_after(self.step, self.answers)
        if following is not None:
            self._turn_to(following)
        else:
            self._finish(self.answers.intent)

    def _leave_by_intent(self) -> None:
        if self.answers.intent == steps.RESTORE:
            self._turn_to(Step.RESTORE)
        elif self.answers.intent == steps.TRAINING:
            self._finish(steps.TRAINING)
        else:
            self._open_existing()

    def _open_existing(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Chọn thư mục dữ liệu"), str(self.groundwork.folder)
        )
        if not chosen:
            return
        if Keyring(Path(chosen)).exists() or is_cut_off(Path(chosen)):
            self._finish(steps.OPEN, Path(chosen))
        else:
            wrong = BadInput(NO_OFFICE_HERE)
            self.page.complain([wrong])

    def _found(self) -> None:
        answers = self.answers
        self.setEnabled(False)
        operation = Operation(self.operations, lambda: self.groundwork.found(answers), self)
        operation.success(self._founded).failure(self._refused)
        operation.always(lambda: self.setEnabled(True))
        operation.with_progress(_("Đang lập dữ liệu, khóa bằng mật khẩu…")).start()

    def _founded(self, made: tuple[Office, RecoverySheet]) -> None:
        self.office, self._code = made
        self.answers = replace(self.answers, founded=True, passphrase="", passphrase_again="")
        page = self.pages[Step.ACCOUNT]
        if isinstance(page, AccountPage):
            page.forget()
        self._follow()

    def _restore(self) -> None:
        page = self.page
        assert isinstance(page, RestorePage)  # noqa: S101  (the step's own page)
        answers, code = self.answers, page.code.code()
        self.setEnabled(False)
        operation = Operation(self.operations, lambda: self.groundwork.restore(answers, code), self)
        operation.success(self._restored).failure(self._refused)
        operation.always(lambda: self.setEnabled(True))
        operation.with_progress(_("Đang khôi phục và kiểm tra dữ liệu…")).start()

    def _restored(self, office: Office) -> None:
        self.office = office
        self.answers = replace(self.answers, founded=True, passphrase="", passphrase_again="")
        page = self.page
        if isinstance(page, RestorePage):
            page.forget()
        self._follow()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, BadInput):
            self.page.complain([error])
        else:
            self.page.wrong.setText(say(error))
            self.page.wrong.show()

    def _finish(self, intent: str, folder: Path | None = None) -> None:
        self.result_of_run = FirstRunResult(intent, folder or self.groundwork.folder, self.office)
        self.accept()

    # The pages

    def _turn_to(self, step: Step) -> None:
        if step not in self.pages:
            page = self._make(step)
            page.onward.connect(self.go_on)
            self.pages[step] = page
            self.stack.addWidget(page)
        self.step = step
        self.page.show_answers(self.answers)
        self.stack.setCurrentWidget(self.page)
        self.back.setVisible(step_before(step, self.answers) is not None)
        self.leave.setVisible(step not in BETWEEN and step is not Step.DONE)
        self.onward.setText(_(ONWARD.get(step, N_("Tiếp tục"))))
        self._show_way()
        (self.page.focusProxy() or self.onward).setFocus()

    def _make(self, step: Step) -> StepPage:
        ground = self.groundwork
        makers: dict[Step, Callable[[], StepPage]] = {
            Step.WELCOME: self._welcome_page,
            Step.KIND: KindPage,
            Step.UNIT: lambda: UnitPage(ground.units, ground.today),
            Step.PROGRAMME: lambda: ProgrammePage(ground.fitting, ground.today),
            Step.ACCOUNT: AccountPage,
            Step.RECOVERY: self._recovery_page,
            Step.READ_BACK: lambda: ReadBackPage(self._issued()),
            Step.RESTORE: RestorePage,
            Step.DONE: self._done_page,
        }
        return makers[step]()

    def _welcome_page(self) -> StepPage:
        page = WelcomePage()
        page.language_chosen.connect(self._speak)
        return page

    def _done_page(self) -> StepPage:
        page = DonePage()
        page.office.setText(self.office.info.full_name if self.office else "")
        return page

    def _recovery_page(self) -> StepPage:
        code = self._issued()
        name = self.office.info.full_name if self.office else ""
        shown = CodeShown(
            code, lambda half: self.groundwork.recovery_half(name, half), MemoryPreferences()
        )
        return RecoveryPage(shown)

    def _issued(self) -> RecoverySheet:
        assert self._code is not None  # noqa: S101  (these steps come after founding only)
        return self._code

    def _speak(self, code: str) -> None:
        """Another language: every page is made anew."""
        use_language(code)
        self.answers = self.page.answered(self.answers)
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.leave.setText(_("Thoát"))
        self.back.setText(_("Quay lại"))
        self._turn_to(Step.WELCOME)

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        side = QFrame()
        side.setObjectName("way")
        side.setStyleSheet(
            f"#way {{ background: {theme.RAIL}; border: 0; border-right: 1px solid {theme.LINE}; }}"
        )
        side.setFixedWidth(theme.px(196))
        self._way = QVBoxLayout(side)
        self._way.setContentsMargins(theme.px(18), theme.px(24), theme.px(12), theme.px(12))
        self._way.setSpacing(theme.px(12))
        self.leave = button(_("Thoát"), self.reject)
        self.back = button(_("Quay lại"), self.go_back)
        self.onward = button(_("Tiếp tục"), self.go_on)
        self.onward.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.onward)
        right = QVBoxLayout()
        right.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(18))
        right.setSpacing(theme.px(14))
        room = QScrollArea()  # with large type a page may need more than the screen has
        room.setWidgetResizable(True)
        room.setWidget(self.stack)
        right.addWidget(room, 1)
        right.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addLayout(right, 1)

    def _show_way(self) -> None:
        """The steps of this way, the present one in bold, those behind with a tick."""
        clear(self._way)
        ahead = steps.way(self.answers)
        here = ahead.index(self.step)
        for place, step in enumerate(ahead):
            mark = "✓" if place < here else str(place + 1)
            label = QLabel(f"{mark}  {_(NAMES[step])}")
            label.setFont(theme.scaled_font(bold=place == here))
            if place > here:
                label.setProperty("role", "faint")
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._way.addWidget(label)
        self._way.addStretch(1)
