"""Scenes before an office is open: the first run step by step, opening, the training offices."""

from __future__ import annotations

import contextlib
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.training import PASSPHRASE
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui.dialogs.passphrase import PassphraseDialog
from sachmatuy_desktop.ui.dialogs.training import TrainingOffices
from sachmatuy_desktop.ui.dialogs.unlock import Door, UnlockDialog
from sachmatuy_desktop.ui.draft_offer import DraftOffer, DraftWords
from sachmatuy_desktop.ui.locking import Curtain
from sachmatuy_desktop.ui.wizard import steps
from sachmatuy_desktop.ui.wizard.account_pages import AccountPage, RestorePage
from sachmatuy_desktop.ui.wizard.first_run import FirstRun, ReadBackPage, RecoveryPage
from sachmatuy_desktop.ui.wizard.founding import Groundwork
from sachmatuy_desktop.ui.wizard.pages import KindPage, ProgrammePage, UnitPage, WelcomePage
from sachmatuy_desktop.ui.wizard.steps import Step
from shooting.offices import CHEAP
from shooting.stage import Scene, Stage

NAME = "Nguyễn Văn Mẫu"


def first_run(stage: Stage, until: Step, kind: str = steps.COMMUNE) -> FirstRun:
    """The first run, walked through up to a step with plausible answers."""
    number = len(list(stage.offices.folder.glob("new-*")))
    folder = stage.offices.folder / f"new-{number}"
    folder.mkdir()
    ground = Groundwork(folder / "office", stage.offices.clock, CHEAP)
    wizard = stage.show(FirstRun(ground, stage.worker()))
    while wizard.step is not until:
        answer(stage, wizard, kind)
        before = wizard.step
        wizard.go_on()
        stage.camera.until(lambda: wizard.step is not before)  # noqa: B023  (waited for here)
        stage.camera.settle()
    answer(stage, wizard, kind)
    return wizard


def answer(stage: Stage, wizard: FirstRun, kind: str) -> None:
    """Fill in the page in front as an officer of Ia Dom would."""
    page = wizard.page
    match page:
        case KindPage():
            page.choices.choose(kind)
        case UnitPage():
            page.picker.line.setText("ia dom kon tum" if kind == steps.COMMUNE else "quảng ngãi")
            page.picker.look_up()
        case ProgrammePage():
            page.registered_on.line.setText(show_date(stage.offices.today.replace(month=2, day=5)))
            page.document.line.setText("Kế hoạch số 12/KH-UBND ngày 05/02/2026")
        case AccountPage():
            fill_account(page)
        case ReadBackPage():
            recovery = wizard.pages[Step.RECOVERY]
            if isinstance(recovery, RecoveryPage):
                page.entry.put("".join(recovery.shown.sheet.groups))


def fill_account(page: AccountPage | RestorePage, again: str = PASSPHRASE) -> None:
    """Name and passphrase."""
    page.people.name.line.setText(NAME)
    page.people.first.line.setText(PASSPHRASE)
    page.people.again.line.setText(again)


def empty_unit(stage: Stage) -> QWidget:
    """Going on without a unit."""
    wizard = first_run(stage, Step.UNIT)
    page = wizard.page
    if isinstance(page, UnitPage):
        page.picker.line.setText("")
        page.picker.look_up()
        wizard.go_on()
    return wizard


def wrong_account(stage: Stage) -> QWidget:
    """Two different passphrases and no name."""
    wizard = first_run(stage, Step.ACCOUNT)
    page = wizard.page
    if isinstance(page, AccountPage):
        fill_account(page, again="một câu khác hẳn")
        page.people.name.line.setText("")
        wizard.go_on()
    return wizard


def wrong_code(stage: Stage) -> QWidget:
    """A digit misread from the paper."""
    wizard = first_run(stage, Step.READ_BACK)
    page = wizard.page
    if isinstance(page, ReadBackPage):
        digits = page.entry.groups[4].text()
        page.entry.groups[4].setText(digits[:-1] + str((int(digits[-1]) + 1) % 10))
        wizard.go_on()
    return wizard


def restoring(stage: Stage) -> QWidget:
    """A backup from a stick, before the button is pressed."""
    wizard = first_run(stage, Step.WELCOME)
    welcome = wizard.page
    if isinstance(welcome, WelcomePage):
        welcome.choices.choose(steps.RESTORE)
        wizard.go_on()
    page = wizard.page
    if isinstance(page, RestorePage):
        page.backup.line.setText("E:/sao-luu/xa-ia-dom-2026-10-09.db")
        fill_account(page)
    return wizard


def unlock(stage: Stage) -> UnlockDialog:
    """The first thing on screen each morning."""
    folder, _code = stage.offices.locked
    door = Door(folder, stage.offices.clock, CHEAP)
    return stage.show(UnlockDialog(door, stage.worker()))


def wrong_passphrase(stage: Stage) -> QWidget:
    """A wrong passphrase, and the wait after it."""
    dialog = unlock(stage)
    dialog.passphrase.line.setText("mật khẩu nhớ nhầm")
    dialog.try_to_open()
    stage.camera.settle()
    return dialog


def unlock_with_code(stage: Stage) -> QWidget:
    """The way in for those who forgot."""
    dialog = unlock(stage)
    dialog.other.click()
    dialog.code.put(stage.offices.locked[1].text)
    return dialog


def unlock_after_locking(stage: Stage) -> UnlockDialog:
    """What stands there after five minutes without a key, with Caps Lock on."""
    folder, _code = stage.offices.locked
    door = Door(folder, stage.offices.clock, CHEAP)
    account = door.shown().accounts[0].id
    dialog = stage.show(UnlockDialog(door, stage.worker(), locked=account))
    dialog.passphrase.capitals.show()
    return dialog


def curtain(stage: Stage) -> Curtain:
    """While work under way is waited for."""
    made = Curtain()
    made.resize(stage.camera.size)
    made.wait_for_work()
    made.show()
    stage.curtains.append(made)
    stage.camera.settle()
    return made


def left_behind(stage: Stage) -> list[Draft]:
    """What somebody was writing at twelve past nine."""
    at = stage.offices.clock.now().replace(hour=9, minute=12)
    typed = {"Nội dung#0": "Thôn 2 còn 04 hộ đi làm ăn xa, chưa ký lại cam kết năm 2026."}
    return [
        Draft("dialog/ResultDialog/1", _("Ghi việc đã làm"), {"typed": typed}, at),
        Draft("record/people/new", _("Người: Thêm người"), {"kind": "record"}, at),
    ]


def draft_offered(stage: Stage) -> QWidget:
    """The first page after unlocking, with what was half typed."""
    window = stage.window_of()
    window.open_page("today")
    stage.camera.settle()
    window.desk.drafts.waiting.extend(reversed(left_behind(stage)))
    window.desk.drafts.waiting_changed.emit()
    stage.camera.settle()
    return window


def draft_words(stage: Stage) -> DraftWords:
    """A draft whose dialog only opens from its own place, to be read."""
    return stage.show(DraftWords(left_behind(stage)[0], stage.window_of()))


def own_passphrase(stage: Stage) -> PassphraseDialog:
    """A new passphrase that anybody would guess."""
    dialog = stage.show(PassphraseDialog(NAME, stage.window_of()))
    dialog.old.line.setText(PASSPHRASE)
    for each in (dialog.fresh.first, dialog.fresh.again):
        each.line.setText("Matkhau@123456")
    with contextlib.suppress(BadInput):  # said beside its field
        dialog.fresh.demand()
    stage.camera.settle()
    return dialog


def training_offices(stage: Stage) -> QWidget:
    """The offices of the training world."""
    folder = stage.offices.world.folder
    return stage.show(TrainingOffices(folder, stage.offices.clock, stage.worker(), CHEAP))


SCENES = (
    *(
        Scene(
            f"first-run-{step.value.replace('_', '-')}",
            FirstRun,
            partial(first_run, until=step),
        )
        for step in Step
        if step is not Step.RESTORE
    ),
    Scene("first-run-unit-empty", FirstRun, empty_unit),
    Scene(
        "first-run-unit-receiving",
        FirstRun,
        partial(first_run, until=Step.UNIT, kind=steps.RECEIVING),
    ),
    Scene("first-run-account-wrong", FirstRun, wrong_account),
    Scene("first-run-read-back-wrong", FirstRun, wrong_code),
    Scene("first-run-restore", FirstRun, restoring),
    Scene("unlock", UnlockDialog, unlock),
    Scene("unlock-wrong", UnlockDialog, wrong_passphrase),
    Scene("unlock-code", UnlockDialog, unlock_with_code),
    Scene("unlock-locked", UnlockDialog, unlock_after_locking),
    Scene("locking", Curtain, curtain),
    Scene("draft-offered", DraftOffer, draft_offered),
    Scene("draft-words", DraftWords, draft_words),
    Scene("passphrase-common", PassphraseDialog, own_passphrase),
    Scene("training-offices", TrainingOffices, training_offices),
)
