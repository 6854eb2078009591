"""Scenes of the dialogs that a commune's window asks with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers, trusting
from sachmatuy_desktop.ui.dialogs.account import AccountDialog
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.commitments import CommitmentsDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.data_key import DataKeyDialog
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog, LineDialog, LockedFileDialog
from sachmatuy_desktop.ui.dialogs.partner_card import TrustDialog
from sachmatuy_desktop.ui.dialogs.passphrase import FreshPassphraseDialog, PassphraseDialog
from sachmatuy_desktop.ui.dialogs.recovery import RecoveryDialog
from sachmatuy_desktop.ui.dialogs.restore import RestoreDialog
from sachmatuy_desktop.ui.dialogs.sign_commitments import SignDialog
from sachmatuy_desktop.ui.dialogs.taking_out import TakingOutDialog
from sachmatuy_desktop.ui.dialogs.tip_results import TipResultsDialog
from sachmatuy_desktop.ui.feedback import ReportDialog, describe_bug
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.operations import Progress, ProgressDialog
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from shooting.commune import criteria
from shooting.offices import COMMUNE, PACK
from shooting.stage import Scene, Stage


def press_enter(dialog: QDialog) -> None:
    """Press the button that Enter would."""
    for each in dialog.findChildren(QPushButton):
        if each.isDefault():
            each.click()


# Nhập từ bảng tính


def importing(stage: Stage, path: Path | None = None, book: str = "households") -> ImportDialog:
    """The dialog with a sheet read and every row's fate, or with nothing chosen yet."""
    desk = stage.desk_of()
    return stage.show(ImportDialog(desk, stage.window_of(), register=book, path=path))


def import_nothing(stage: Stage) -> QWidget:
    """Before a file is chosen."""
    return importing(stage, book="")


def import_sample(stage: Stage, book: str) -> QWidget:
    """The untidy sheet of the lessons."""
    return importing(stage, stage.offices.sample_sheet, book)


def import_refused(stage: Stage) -> QWidget:
    """Only the rows that will not be taken."""
    dialog = importing(stage, stage.offices.sample_sheet, "people")
    dialog.fates[Fate.REFUSED].click()
    return dialog


def import_picture(stage: Stage) -> QWidget:
    """A picture with the name of a spreadsheet."""
    return importing(stage, stage.offices.not_a_sheet)


# Văn bản


def compose(stage: Stage, form: str, *, issue: bool = False) -> QWidget:
    """A paper being composed, with its preview."""
    dialog = ComposeDialog(
        stage.desk_of(),
        stage.window_of(),
        form=form,
        as_of=stage.offices.today,
        choices={"pack": PACK, "purpose": "Phục vụ rà soát tháng 10/2026"},
    )
    stage.show(dialog)
    stage.camera.settle()
    if issue:
        dialog.issue.click()
    return dialog


def compose_asking(stage: Stage) -> QWidget:
    """The roster before its purpose is said."""
    dialog = ComposeDialog(stage.desk_of(), stage.window_of(), form="roster")
    stage.show(dialog)
    for line in dialog.needs.findChildren(QLineEdit):
        line.clear()
    return dialog


def batch(stage: Stage) -> QWidget:
    """Which commitments to print."""
    return stage.show(CommitmentsDialog(stage.desk_of().queries, stage.window_of()))


def signing(stage: Stage, outcome: str) -> QWidget:
    """The answer of a whole hamlet."""
    told = _("{kind}: {count} {one} chưa ký. Ghi thành một việc, hoàn tác được một lần.").format(
        kind=_(COMMITMENT_KINDS["ho_gia_dinh"]), count=38, one=_(REGISTERS["households"].one)
    )
    dialog = SignDialog(told, stage.offices.today, stage.window_of())
    dialog.outcome.setCurrentIndex(dialog.outcome.findData(outcome))
    return stage.show(dialog)


def tips(stage: Stage) -> QWidget:
    """What may be made public of the tip-offs."""
    return stage.show(TipResultsDialog(stage.desk_of(), stage.window_of()))


def voiding(stage: Stage) -> QWidget:
    """A number given up."""
    names = stage.offices.commune.queries.names("documents", [stage.offices.document])
    title = names[stage.offices.document]
    told = _("{paper}: số này không cấp lại nữa. Việc này không hoàn tác được.")
    words = (_("Hủy số văn bản"), told.format(paper=title), _("Lý do"), _("Hủy số"))
    return stage.show(LineDialog(*words, stage.window_of()))


def taking_out(stage: Stage, *, locked: bool) -> QWidget:
    """What persons' data is taken out for; with a passphrase, or without."""
    dialog = TakingOutDialog(
        _(REGISTERS["people"].title), lockable=True, locked=locked, parent=stage.window_of()
    )
    dialog.purpose.line.setText("Đối chiếu danh sách với Công an tỉnh quý III")
    return stage.show(dialog)


def locked_file(stage: Stage) -> QWidget:
    """A workbook that somebody locked."""
    told = "Tệp «list.xlsx» có mật khẩu. Hãy gõ mật khẩu của người gửi tệp."
    return stage.show(LockedFileDialog("list.xlsx", told, stage.window_of()))


# Tiêu chí, sổ


def attesting(stage: Stage, *, finish: bool = False) -> QWidget:
    """An official confirms; with `finish` before everything is filled in."""
    page = criteria(stage, COMMUNE)
    asked = page.view.asked
    if asked is None:
        raise TypeError(PACK)
    today = stage.offices.today
    dialog = stage.show(AttestDialog(asked.pack.attestations[0], today, stage.window_of()))
    if finish:
        dialog.yes.setChecked(True)
        press_enter(dialog)
    return dialog


def child(stage: Stage) -> QWidget:
    """A record under another one."""
    desk = stage.desk_of()
    person = desk.queries.ids("people")[0]
    dialog = RecordDialog(desk, REGISTERS["episodes"], None, {"person": person}, stage.window_of())
    return stage.show(dialog)


# Đồng bộ


def trusting_card(stage: Stage, typed: str = "") -> QWidget:
    """Another office's card, and the groups read from its paper."""
    card = trusting.read_identity(stage.offices.card.read_bytes())
    dialog = stage.show(TrustDialog(card, stage.window_of()))
    dialog.groups.line.setText(typed)
    if typed:
        press_enter(dialog)
    return dialog


# Quản trị


def account(stage: Stage) -> QWidget:
    """A new account."""
    dialog = stage.show(AccountDialog((), stage.window_of()))
    dialog.name.line.setText("Trần Thị Thí Dụ")
    return dialog


def role_choice(stage: Stage) -> QWidget:
    """Another role."""
    roles = {each.id: _(each.title) for each in ROLES.values()}
    words = _("Đổi vai trò")
    dialog = ChoiceDialog(words, "Trần Thị Thí Dụ", roles, "police", words, stage.window_of())
    return stage.show(dialog)


def confirm(stage: Stage) -> QWidget:
    """The question before what cannot be undone."""
    told = _(
        "Các bản sao lưu làm trước lúc này, cả trên USB, vẫn mở được bằng khóa cũ đi kèm."
        " Nên sao lưu ngay bằng khóa mới; bản cũ chỉ mất khi có người tự tay xóa."
    )
    words = (_("Đã đổi khóa dữ liệu"), told, _("Sao lưu ngay"))
    return stage.show(ConfirmDialog(*words, stage.window_of(), _("Để sau")))


def data_key(stage: Stage, leaving: str = "") -> QWidget:
    """A new data key, by itself or with an account that goes."""
    return stage.show(DataKeyDialog(leaving, stage.window_of()))


def own_passphrase(stage: Stage) -> QWidget:
    """One's own passphrase changed."""
    return stage.show(PassphraseDialog("Nguyễn Văn Mẫu", stage.window_of()))


def fresh_passphrase(stage: Stage) -> QWidget:
    """Another passphrase for somebody who forgot."""
    return stage.show(FreshPassphraseDialog("Trần Thị Thí Dụ", stage.window_of()))


def new_code(stage: Stage) -> QWidget:
    """A new recovery code."""
    _folder, code = stage.offices.locked
    name, today = stage.offices.commune.info.full_name, stage.offices.today
    sheet = partial(papers.recovery_pdf, name, code.groups, today)
    return stage.show(RecoveryDialog(code, sheet, MemoryPreferences(), stage.window_of()))


def restore(stage: Stage) -> QWidget:
    """A backup taken up in another folder."""
    return stage.show(RestoreDialog("2026-10-12T080000-manual.db", stage.window_of()))


def report(stage: Stage) -> QWidget:
    """A bug, told so that it can be sent on."""
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        told = describe_bug(error)
    return stage.show(ReportDialog(told, stage.window_of()))


def progress(stage: Stage) -> QWidget:
    """Work that takes long."""
    moved = Progress()
    dialog = ProgressDialog(_("Đang in bản cam kết…"), moved, stage.window_of(), stoppable=True)
    stage.show(dialog)
    moved.report(160, 420)
    return dialog


SCENES = (
    Scene("import-nothing", ImportDialog, import_nothing),
    Scene("import-households", ImportDialog, partial(import_sample, book="households")),
    Scene("import-people", ImportDialog, partial(import_sample, book="people")),
    Scene("import-refused", ImportDialog, import_refused),
    Scene("import-picture", ImportDialog, import_picture),
    Scene("compose-assessment", ComposeDialog, partial(compose, form="self-assessment")),
    Scene("compose-request", ComposeDialog, partial(compose, form="recognition-request")),
    Scene("compose-minutes", ComposeDialog, partial(compose, form="review-minutes")),
    Scene("compose-roster", ComposeDialog, partial(compose, form="roster")),
    Scene("compose-roster-asking", ComposeDialog, compose_asking),
    Scene(
        "compose-issued", ComposeDialog, partial(compose, form="recognition-request", issue=True)
    ),
    Scene("commitments", CommitmentsDialog, batch),
    Scene("sign", SignDialog, partial(signing, outcome="da_ky")),
    Scene("sign-refused", SignDialog, partial(signing, outcome="tu_choi")),
    Scene("tips", TipResultsDialog, tips),
    Scene("void", LineDialog, voiding),
    Scene("taking-out", TakingOutDialog, partial(taking_out, locked=False)),
    Scene("taking-out-locked", TakingOutDialog, partial(taking_out, locked=True)),
    Scene("locked-file", LockedFileDialog, locked_file),
    Scene("attest", AttestDialog, attesting),
    Scene("attest-wrong", AttestDialog, partial(attesting, finish=True)),
    Scene("record", RecordDialog, child),
    Scene("trust", TrustDialog, trusting_card),
    Scene("trust-wrong", TrustDialog, partial(trusting_card, typed="AAAA BBBB")),
    Scene("account", AccountDialog, account),
    Scene("data-key", DataKeyDialog, data_key),
    Scene("account-leaves", DataKeyDialog, partial(data_key, leaving="Trần Thị Thí Dụ")),
    Scene("role", ChoiceDialog, role_choice),
    Scene("confirm", ConfirmDialog, confirm),
    Scene("passphrase", PassphraseDialog, own_passphrase),
    Scene("passphrase-fresh", FreshPassphraseDialog, fresh_passphrase),
    Scene("recovery", RecoveryDialog, new_code),
    Scene("restore", RestoreDialog, restore),
    Scene("report", ReportDialog, report),
    Scene("progress", ProgressDialog, progress),
)
