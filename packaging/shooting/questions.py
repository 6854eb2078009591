"""Scenes of the dialogs that a commune's window asks with."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.i18n import N_, _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.backups.restore import Restored
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
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
from sachmatuy_desktop.ui.dialogs.people_drill import PeopleDrillDialog
from sachmatuy_desktop.ui.dialogs.recovery import RecoveryDialog, TryDialog
from sachmatuy_desktop.ui.dialogs.repair import RepairDialog, RestoredNotWhole, TakeUpDialog
from sachmatuy_desktop.ui.dialogs.restore import RestoreDialog
from sachmatuy_desktop.ui.dialogs.sign_commitments import SignDialog
from sachmatuy_desktop.ui.dialogs.taking_out import TakingOutDialog
from sachmatuy_desktop.ui.dialogs.tip_results import TipResultsDialog
from sachmatuy_desktop.ui.dialogs.unlock import Door
from sachmatuy_desktop.ui.feedback import ReportDialog, describe_bug
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.operations import Progress, ProgressDialog
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.preview import PdfView
from shooting.commune import criteria
from shooting.offices import CHEAP, COMMUNE, PACK
from shooting.stage import Scene, Stage

FOLDER_OF_A_PC = "D:\\SachMaTuy\\xa-ia-dom"


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
    told = _("Tệp «{file}» có mật khẩu. Hãy gõ mật khẩu của người gửi tệp.").format(
        file="list.xlsx"
    )
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
    return recovery_dialog(stage)


def recovery_dialog(stage: Stage) -> RecoveryDialog:
    """Both halves of a sheet, to be put on paper."""
    _folder, sheet = stage.offices.locked
    name, today = stage.offices.commune.info.full_name, stage.offices.today
    page = partial(papers.recovery_pdf, name, today=today)
    return stage.show(RecoveryDialog(sheet, page, MemoryPreferences(), stage.window_of()))


def half_on_paper(stage: Stage) -> QWidget:
    """The printed page of the half that the head keeps; the program itself only prints it."""
    _folder, sheet = stage.offices.locked
    name, today = stage.offices.commune.info.full_name, stage.offices.today
    pdf = papers.recovery_pdf(name, sheet.halves[0], today=today)
    view = PdfView()
    view.show_pdf(pdf)
    view.resize(580, 760)
    view.show()
    stage.curtains.append(view)
    stage.camera.settle()
    return view


def code_back(stage: Stage) -> QWidget:
    """The halves read back from paper, one digit wrong."""
    dialog = recovery_dialog(stage)
    dialog.onward.click()
    dialog.entry.put(dialog.shown_sheet.text)
    digits = dialog.entry.groups[12].text()
    dialog.entry.groups[12].setText(digits[:-1] + str((int(digits[-1]) + 1) % 10))
    dialog.onward.click()
    return dialog


def try_sheet(stage: Stage) -> QWidget:
    """The sheet tried: two people type their halves."""
    _folder, sheet = stage.offices.locked
    dialog = stage.show(TryDialog(sheet.number, stage.window_of()))
    half = sheet.halves[1]
    dialog.entry.put("".join((half.mark, *half.groups)))
    return dialog


def people_drill(stage: Stage) -> QWidget:
    """A drill of people on this PC, from a stick."""
    office = stage.offices.commune
    maintenance.backup_to(office, stage.offices.folder / "usb")
    dialog = stage.show(PeopleDrillDialog(office, stage.worker(), stage.window_of()))
    dialog.look(stage.offices.folder / "usb")
    dialog.who.line.setText("Nguyễn Văn Mẫu, Trần Thị Thí Dụ")
    return dialog


def people_drill_elsewhere(stage: Stage) -> QWidget:
    """A drill on another PC, written down."""
    office = stage.offices.commune
    maintenance.backup_now(office)
    dialog = stage.show(PeopleDrillDialog(office, stage.worker(), stage.window_of()))
    dialog.place.setCurrentIndex(1)
    dialog.failed.setChecked(True)
    dialog.finish.click()
    return dialog


def take_up(stage: Stage) -> QWidget:
    """A backup taken up in the folder itself, by passphrase."""
    return stage.show(take_up_dialog(stage))


def take_up_dialog(stage: Stage) -> TakeUpDialog:
    """A backup of the commune and the way in."""
    office = stage.offices.commune
    maintenance.backup_now(office)
    (newest, *_rest) = maintenance.backups(office)
    door = Door(office.store.folder, office.clock, CHEAP)
    return TakeUpDialog(door, newest, stage.worker(), stage.window_of())


def take_up_by_sheet(stage: Stage) -> QWidget:
    """The same by both halves of the sheet."""
    dialog = stage.show(take_up_dialog(stage))
    dialog.other.click()
    return dialog


def restored_not_whole(stage: Stage) -> QWidget:
    """A restored office of which the check found something."""
    report = CheckReport()
    for name, record in (("5f2c81d0", "Lê Văn Cam"), ("a3970e4b", "Hội nghị thôn 3")):
        report.add(
            N_(
                "Tệp đính kèm {name} của ghi chép {record} bị hỏng hoặc bị sửa ngoài chương trình;"
                " hãy khôi phục từ bản sao lưu hoặc đính kèm lại."
            ),
            name=name,
            record=record,
        )
    office, folder = stage.offices.commune, stage.offices.folder
    maintenance.backup_now(office)
    (newest, *_rest) = maintenance.backups(office)
    restored = Restored(folder, newest, None, report, by_code=False)
    return stage.show(RestoredNotWhole(restored, stage.window_of()))


def repair_damage(stage: Stage) -> QWidget:
    """An office file that is garbage, with backups."""
    office = stage.offices.commune
    maintenance.backup_now(office)
    folder = stage.offices.folder / "damaged"
    if not folder.exists():
        folder.mkdir()
        (folder / "office.db").write_bytes(b"rubbish")
        (folder / "keys.a").write_bytes(b"{}")
        shutil.copytree(office.store.folder / "backups", folder / "backups")
    trouble = StorageTrouble(
        N_("Tệp dữ liệu bị hỏng. Hãy đóng chương trình và khôi phục từ bản sao lưu gần nhất.")
    )
    door = Door(folder, office.clock, CHEAP)
    dialog = stage.show(RepairDialog(door, stage.worker(), trouble, stage.window_of()))
    for label in dialog.findChildren(QLabel):
        if label.text() == str(folder):
            label.setText(FOLDER_OF_A_PC)  # the manual shows this picture
    return dialog


def repair_alone(stage: Stage) -> QWidget:
    """Nothing but a key file is left."""
    folder = stage.offices.folder / "alone"
    folder.mkdir(exist_ok=True)
    (folder / "keys.a").write_bytes(b"{}")
    door = Door(folder, stage.offices.clock, CHEAP)
    return stage.show(RepairDialog(door, stage.worker(), None, stage.window_of()))


def repair_opened(stage: Stage) -> QWidget:
    """The same screen from the page of an opened office."""
    office = stage.offices.commune
    maintenance.backup_now(office)
    door = Door(office.store.folder, office.clock, CHEAP)
    made = RepairDialog(door, stage.worker(), None, stage.window_of(), opened=office)
    return stage.show(made)


def restore(stage: Stage) -> QWidget:
    """A backup taken up in another folder."""
    return stage.show(RestoreDialog("08:00, 12/10/2026", stage.window_of()))


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
    Scene("recovery-paper", PdfView, half_on_paper),
    Scene("recovery-read-back", RecoveryDialog, code_back),
    Scene("recovery-try", TryDialog, try_sheet),
    Scene("people-drill", PeopleDrillDialog, people_drill),
    Scene("people-drill-elsewhere", PeopleDrillDialog, people_drill_elsewhere),
    Scene("repair", RepairDialog, repair_damage),
    Scene("repair-alone", RepairDialog, repair_alone),
    Scene("repair-opened", RepairDialog, repair_opened),
    Scene("repair-take-up", TakeUpDialog, take_up),
    Scene("repair-take-up-sheet", TakeUpDialog, take_up_by_sheet),
    Scene("restored-not-whole", RestoredNotWhole, restored_not_whole),
    Scene("restore", RestoreDialog, restore),
    Scene("report", ReportDialog, report),
    Scene("progress", ProgressDialog, progress),
)
