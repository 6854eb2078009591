"""Quản trị: the letterhead, who may open the office, backups and the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.packs.forms import FORM_IDS
from sachmatuy_desktop.services.access.accounts import accounts
from sachmatuy_desktop.services.access.rotating import BACKUP_REASON
from sachmatuy_desktop.services.office import Office, unlock, unlock_with_recovery
from sachmatuy_desktop.services.proof import evidence
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.upkeep.maintenance import backup_to, backups
from sachmatuy_desktop.storage.evidence import checkpoints
from sachmatuy_desktop.storage.keys.recovery import parse_recovery_code
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.account import AccountDialog
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.data_key import DataKeyDialog
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog, LineDialog
from sachmatuy_desktop.ui.dialogs.passphrase import PassphraseDialog
from sachmatuy_desktop.ui.dialogs.recovery import RecoveryDialog
from sachmatuy_desktop.ui.dialogs.restore import RestoreDialog, RestoreTo
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.admin.backups import REASONS
from sachmatuy_desktop.ui.pages.tabbed import Tab
from tests import tampering
from tests.offices import CHEAP, PASSPHRASE, new_office
from tests.ui.asked import when_asked

ANOTHER = "một mật khẩu khác hẳn"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settled: Callable[[], None]) -> AdminPage:
    made = AdminPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    settled()
    return made


def reopens(office: Office, account: str, passphrase: str) -> str:
    """The role with which an account opens the closed office."""
    office.close()
    again = unlock(office.store.folder, account, passphrase, office.clock, CHEAP)
    role = again.info.role.id
    again.close()
    return role


def add_binh(page: AdminPage, settled: Callable[[], None]) -> None:
    def answer(dialog: AccountDialog) -> None:
        dialog.name.line.setText("Trần Văn Bình")
        dialog.fresh.first.line.setText(ANOTHER)
        dialog.fresh.again.line.setText(ANOTHER)
        dialog._done()

    when_asked(AccountDialog, answer)
    page.accounts.add.click()
    settled()


def test_only_the_tab_that_is_looked_at_is_made(page: AdminPage) -> None:
    """The others would read every form and pack, and take a dozen megabytes, for nothing."""
    page.opened()
    made = [page.tabs.widget(place) for place in range(page.tabs.count())]
    assert [each for each in made if isinstance(each, Tab)] == [page.letterhead]


# The letterhead


def test_the_letterhead_is_saved_and_taken_back(
    page: AdminPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    (record,) = office.queries.ids("settings")
    form = page.letterhead.form
    form.fill({**office.queries.rows("settings", [record])[record]})
    command = SaveRecord("settings", record, {"signer": "Lê Văn Mẫu"})
    desk.run(command)
    settled()
    assert form.values()["signer"] == "Lê Văn Mẫu"
    desk.undo_last()
    settled()
    assert form.values()["signer"] is None


def test_what_is_typed_and_not_saved_holds_the_window_open(page: AdminPage) -> None:
    editor = page.letterhead.form.editor("place")
    editor.setText("Ia Tơi")  # type: ignore[attr-defined]
    assert not page.may_close()
    page.letterhead.write()


# Accounts


def test_one_more_person_opens_the_office(
    page: AdminPage, office: Office, settled: Callable[[], None]
) -> None:
    add_binh(page, settled)
    assert [row[1].text for row in page.accounts.table.rows] == ["an", "tran.van.binh"]
    assert reopens(office, "tran.van.binh", ANOTHER) == "police"


def test_an_account_needs_a_free_login_and_a_long_passphrase(qtbot: QtBot) -> None:
    dialog = AccountDialog(["an"])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.line.setText("An")
    dialog._done()
    assert "Đã có tài khoản này" in dialog.login.wrong.text()
    dialog.login.line.setText("an.2")
    dialog.fresh.first.line.setText("ngắn")
    dialog._done()
    assert "ít nhất 12 ký tự" in dialog.fresh.first.wrong.text()
    assert dialog.isVisible()


def test_removing_an_account_is_asked_once_and_done(
    page: AdminPage, office: Office, settled: Callable[[], None]
) -> None:
    add_binh(page, settled)
    page.accounts.table.choose(1)
    data_key = office.keys.data_key
    sentences: list[str] = []
    verbs: list[str] = []

    def answer(dialog: DataKeyDialog) -> None:
        sentences.extend(each.text() for each in dialog.findChildren(QLabel))
        verbs.append(dialog.done_button.text())
        dialog.rotate.setChecked(False)
        verbs.append(dialog.done_button.text())
        dialog.accept()

    when_asked(DataKeyDialog, answer)
    page.accounts.remove.click()
    settled()
    assert any("không hoàn tác được" in each for each in sentences)
    assert verbs == ["Xóa tài khoản và đổi khóa dữ liệu", "Xóa tài khoản"]
    assert [each.id for each in accounts(office)] == ["an"]
    assert office.keys.data_key == data_key


def test_an_account_goes_and_the_data_key_with_it(
    page: AdminPage,
    office: Office,
    qtbot: QtBot,
    settled: Callable[[], None],
    said: list[tuple[str, str]],
) -> None:
    add_binh(page, settled)
    page.accounts.table.choose(1)
    data_key, asked = office.keys.data_key, list[str]()

    def back_up(dialog: ConfirmDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.accept()

    def agree(dialog: DataKeyDialog) -> None:
        when_asked(ConfirmDialog, back_up)
        dialog.accept()

    when_asked(DataKeyDialog, agree)
    page.accounts.remove.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    settled()
    assert asked == ["Đã đổi khóa dữ liệu"]
    assert [each.id for each in accounts(office)] == ["an"]
    assert office.keys.data_key != data_key
    assert [each.reason for each in backups(office)] == ["manual", "rekey"]
    assert [each[1] for each in said][-3:] == [
        "Đã xóa tài khoản Trần Văn Bình.",
        "Đã đổi khóa dữ liệu.",
        "Đã sao lưu dữ liệu.",
    ]
    assert reopens(office, "an", PASSPHRASE) == "admin"


def test_a_new_data_key_by_itself_with_a_new_paper_code(
    page: AdminPage, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    data_key, codes = office.keys.data_key, list[str]()

    def read_back(dialog: RecoveryDialog) -> None:
        codes.append(dialog.shown_sheet.text)
        dialog.onward.click()
        one, other = dialog.shown_sheet.halves
        dialog.entry.put("".join((one.mark, *one.groups, other.mark, *other.groups)))
        dialog.onward.click()

    def later(dialog: ConfirmDialog) -> None:
        when_asked(RecoveryDialog, read_back)
        dialog.reject()

    def agree(dialog: DataKeyDialog) -> None:
        assert not dialog.rotate.isVisible()
        dialog.sheet.setChecked(True)
        when_asked(ConfirmDialog, later)
        dialog.accept()

    when_asked(DataKeyDialog, agree)
    page.accounts.rotate.click()
    qtbot.waitUntil(lambda: bool(codes), timeout=20_000)
    settled()
    assert office.keys.data_key != data_key
    folder, clock = office.store.folder, office.clock
    office.close()
    unlock_with_recovery(folder, parse_recovery_code(codes[0]), clock, CHEAP).close()


def test_the_only_sheet_is_not_closed_away_by_a_slip(
    page: AdminPage, settled: Callable[[], None], qtbot: QtBot
) -> None:
    said: list[str] = []

    def close(dialog: RecoveryDialog) -> None:
        dialog.reject()
        assert dialog.isVisible()
        said.append(dialog.wrong.text())
        dialog.reject()

    def agree(dialog: ConfirmDialog) -> None:
        when_asked(RecoveryDialog, close)
        dialog.accept()

    when_asked(ConfirmDialog, agree)
    page.accounts.recovery.click()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    settled()
    assert "chỉ hiện lần này" in said[0]


def test_every_reason_of_a_backup_has_words() -> None:
    reasons = {"daily", "manual", "merge", "upgrade", "usb", "second", "undo", BACKUP_REASON}
    assert reasons <= REASONS.keys()


def test_an_account_gets_another_name(
    page: AdminPage, office: Office, settled: Callable[[], None]
) -> None:
    add_binh(page, settled)
    page.accounts.table.choose(1)

    def answer(dialog: LineDialog) -> None:
        assert dialog.line.text == "Trần Văn Bình"
        dialog.line.line.setText("Trần Thanh Bình")
        dialog._done()

    when_asked(LineDialog, answer)
    page.accounts.rename.click()
    settled()
    assert page.accounts.table.rows[1][0].text == "Trần Thanh Bình"


def test_the_last_account_that_manages_keeps_its_role(
    page: AdminPage, office: Office, settled: Callable[[], None], said: list[tuple[str, str]]
) -> None:
    add_binh(page, settled)
    page.accounts.table.choose(0)

    def answer(dialog: ChoiceDialog) -> None:
        dialog.marks["viewer"].setChecked(True)
        dialog.accept()

    when_asked(ChoiceDialog, answer)
    page.accounts.change.click()
    settled()
    assert said[-1][0] == "trouble"
    assert "quản trị duy nhất" in said[-1][1]
    assert [each.role for each in accounts(office)] == ["admin", "police"]


def test_nobody_removes_or_resets_the_account_in_use(page: AdminPage) -> None:
    page.accounts.table.choose(0)
    assert not page.accounts.remove.isEnabled()
    assert not page.accounts.reset.isEnabled()


def test_a_role_is_changed(page: AdminPage, office: Office, settled: Callable[[], None]) -> None:
    add_binh(page, settled)
    page.accounts.table.choose(1)

    def answer(dialog: ChoiceDialog) -> None:
        dialog.marks["clerk"].setChecked(True)
        dialog.accept()

    when_asked(ChoiceDialog, answer)
    page.accounts.change.click()
    settled()
    assert page.accounts.table.rows[1][2].text == "Văn phòng – Thống kê"
    assert reopens(office, "tran.van.binh", ANOTHER) == "clerk"


def test_ones_own_passphrase_is_changed(
    page: AdminPage, office: Office, settled: Callable[[], None]
) -> None:
    def answer(dialog: PassphraseDialog) -> None:
        dialog.old.line.setText(PASSPHRASE)
        dialog.fresh.first.line.setText(ANOTHER)
        dialog.fresh.again.line.setText(ANOTHER)
        dialog._done()

    when_asked(PassphraseDialog, answer)
    page.accounts.own.click()
    settled()
    assert reopens(office, "an", ANOTHER) == "admin"


def test_a_wrong_old_passphrase_changes_nothing(
    page: AdminPage, office: Office, settled: Callable[[], None], said: list[tuple[str, str]]
) -> None:
    def answer(dialog: PassphraseDialog) -> None:
        dialog.old.line.setText("không phải mật khẩu này")
        dialog.fresh.first.line.setText(ANOTHER)
        dialog.fresh.again.line.setText(ANOTHER)
        dialog._done()

    when_asked(PassphraseDialog, answer)
    page.accounts.own.click()
    settled()
    assert said[-1][0] == "trouble"
    office.close()
    with pytest.raises(NotAllowed):
        unlock(office.store.folder, "an", ANOTHER, office.clock, CHEAP)


def test_a_new_recovery_code_is_read_back_from_its_paper(
    page: AdminPage, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    codes: list[str] = []
    told: list[str] = []

    def read_back(dialog: RecoveryDialog) -> None:
        dialog.onward.click()
        dialog.onward.click()
        told.append(dialog.entry.wrong.text())
        codes.append(dialog.shown_sheet.text)
        one, other = dialog.shown_sheet.halves
        dialog.entry.put("".join((other.mark, *other.groups, one.mark, *one.groups)))
        dialog.onward.click()

    def agree(dialog: ConfirmDialog) -> None:
        when_asked(RecoveryDialog, read_back)
        dialog.accept()

    when_asked(ConfirmDialog, agree)
    page.accounts.recovery.click()
    qtbot.waitUntil(lambda: bool(codes), timeout=10_000)
    settled()
    assert "Số hiệu" in told[0]


# Backups


def test_a_backup_is_made_listed_and_taken_up_elsewhere(
    page: AdminPage, office: Office, settled: Callable[[], None], tmp_path: Path
) -> None:
    page.backups.now.click()
    settled()
    assert [row[4].text for row in page.backups.table.rows] == ["Đủ và đúng"]
    page.backups.restore_to(page.backups.backups[0], RestoreTo(tmp_path / "new", PASSPHRASE))
    settled()
    again = unlock(tmp_path / "new", "an", PASSPHRASE, office.clock, CHEAP)
    assert again.info.full_name == office.info.full_name
    again.close()


def test_a_backup_is_taken_up_only_in_an_empty_folder(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "something").write_text("x")
    dialog = RestoreDialog("a.db")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.folder.line.setText(str(tmp_path))
    dialog._done()
    assert dialog.folder.wrong.text() == "Hãy chọn một thư mục trống."


def test_the_check_says_that_all_is_whole(page: AdminPage, settled: Callable[[], None]) -> None:
    page.backups.check.click()
    settled()
    assert page.backups.found.toPlainText().startswith("Dữ liệu nguyên vẹn.")


# Lists


def test_every_pack_and_form_says_whether_it_was_verified(
    page: AdminPage, settled: Callable[[], None]
) -> None:
    page.tabs.setCurrentWidget(page.packs)
    settled()
    verified = {row[-1].text for row in page.packs.table.rows}
    assert verified == {"Chưa kiểm chứng"}
    assert len(page.lists.forms.rows) == len(FORM_IDS)


def test_papers_and_files_from_outside_are_held_against_the_journal(
    page: AdminPage, office: Office, tmp_path: Path, settled: Callable[[], None]
) -> None:
    tab = page.security
    printed = checkpoints.short(evidence.printing(office, evidence.PAGE_NAME))
    stick = backup_to(office, tmp_path / "usb")
    tab.compare(printed)
    settled()
    assert tab.verdict.text().startswith("Số trên giấy khớp")
    assert "nguyên vẹn" in tab.verdict.text()
    tab.compare_file(stick)
    settled()
    assert tab.verdict.text().startswith(f"Tệp {stick.name} khớp")
    with tampering.behind(office) as rows:
        rows.execute("UPDATE journal_entries SET \"by\" = 'Ai đó' WHERE id = 1")
    tab.compare(printed)
    settled()
    assert "khớp:" not in tab.verdict.text()
    assert "chỗ không đúng" in tab.verdict.text()
    tab.compare("999 · " + printed.partition(" · ")[2])
    settled()
    assert "không có điểm niêm phong 999" in tab.verdict.text()
