"""Locking: a blank screen at once, nothing lost, and what was half typed offered again."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import wintypes
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.office import unlock
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.ui.beginning_again import Locked, begin_again
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.kit import long_text
from sachmatuy_desktop.ui.draft_offer import DraftWords
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.idleness import OFF, minutes_of, remember_minutes
from sachmatuy_desktop.ui.locking import Reason
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.screen_lock import ScreenLock, WindowsMessages
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
    row,
)
from tests.ui.seats import Seat, leave, take_seat, until_locked
from tests.ui.windows import PATIENCE, rest

SEEN = tuple(each for each in PAGES if each.id == "people")
"""The list that somebody sits at here."""


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def seat(qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: TestClock) -> Iterator[Seat]:
    made = take_seat(qapp, qtbot, new_office(tmp_path / "xã", clock=clock), SEEN)
    yield made
    leave(made)


@pytest.fixture
def come_back(
    qapp: QApplication, qtbot: QtBot, seat: Seat, clock: TestClock
) -> Iterator[Callable[[], Seat]]:
    """Sit down again at the office that was locked."""
    again: list[Seat] = []

    def unlocked() -> Seat:
        leave(seat)
        office = unlock(seat.office.store.folder, "an", PASSPHRASE, clock.clock, CHEAP)
        again.append(take_seat(qapp, qtbot, office, SEEN))
        return again[-1]

    yield unlocked
    for each in again:
        leave(each)


def seen() -> list[str]:
    """The titles of what is on screen."""
    return [each.windowTitle() for each in QApplication.topLevelWidgets() if each.isVisible()]


def new_person(seat: Seat, name: str) -> RecordDialog:
    """Somebody begins to write a person down."""
    dialog = RecordDialog(seat.window.desk, REGISTERS["people"], None, {}, seat.window)
    dialog.show()
    write(dialog.form, name)
    return dialog


def write(form: RecordForm, name: str) -> None:
    """A name is typed over the one that stands there."""
    editor = form.editor("full_name")
    assert isinstance(editor, QLineEdit)
    editor.setText(name)


def kept(seat: Seat, account: str = "an") -> list[Any]:
    """What lies in the office file, half written."""
    return [each.content for each in drafts.kept(seat.office.store, account)]


def people(seat: Seat) -> list[str]:
    queries = seat.office.queries
    rows = queries.rows("people", list(queries.ids("people")))
    return [str(each["full_name"]) for each in rows.values()]


# When it locks


def test_after_five_minutes_without_a_key_it_locks(qtbot: QtBot, seat: Seat) -> None:
    seat.minutes_pass(4.9)
    assert not seat.locking.has_begun
    seat.minutes_pass(0.1)
    assert seen() == ["Sạch Ma Túy"]
    until_locked(qtbot, seat)


def test_a_key_or_the_mouse_begins_the_time_anew(seat: Seat) -> None:
    handle = seat.window.windowHandle()
    assert handle is not None
    seat.minutes_pass(4)
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    seat.minutes_pass(4)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    seat.minutes_pass(4)
    assert not seat.locking.has_begun


def test_work_under_way_is_no_idleness(qtbot: QtBot, seat: Seat) -> None:
    Operation(seat.window.desk.operations, lambda: None, seat.window).start()
    seat.minutes_pass(30)
    rest(qtbot, seat.window)
    assert not seat.locking.has_begun
    seat.minutes_pass(5)
    until_locked(qtbot, seat)


@pytest.mark.parametrize(
    ("said", "training", "minutes"),
    [
        (None, False, 5),
        ("2", False, 2),
        ("15", False, 15),
        ("0", False, 5),  # never: only where nobody's data can be seen
        ("0", True, OFF),
        ("9999", False, 5),
        ("năm", True, 5),
    ],
)
def test_the_minutes_that_may_be_chosen(said: str | None, training: bool, minutes: int) -> None:
    preferences = MemoryPreferences()
    if said is not None:
        preferences.put("lock_minutes", said)
    assert minutes_of(preferences, training=training) == minutes


def test_another_time_holds_at_once(qtbot: QtBot, seat: Seat) -> None:
    remember_minutes(seat.window.desk.preferences, 15)
    seat.minutes_pass(14)
    assert not seat.locking.has_begun
    seat.minutes_pass(1)
    until_locked(qtbot, seat)


def test_ctrl_l_locks_from_the_window_and_from_the_menu(qtbot: QtBot, seat: Seat) -> None:
    action = seat.window.actions_by_id["lock"]
    assert action.shortcut().toString() == "Ctrl+L"
    action.trigger()
    assert seen() == ["Sạch Ma Túy"]
    until_locked(qtbot, seat)


def test_ctrl_l_locks_from_a_dialog(qtbot: QtBot, seat: Seat) -> None:
    handle = new_person(seat, "Lê Thị").windowHandle()
    assert handle is not None
    seat.locking.idleness.watch(handle)
    QTest.keyClick(handle, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert seen() == ["Sạch Ma Túy"]
    until_locked(qtbot, seat)


# What becomes of what was under way


def test_the_journal_says_who_locked(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    entries = come_back().office.queries.journal(5)
    assert [each.why for each in entries if each.act == "lock"] == ["an"]


def test_what_was_saved_just_before_is_saved(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    new_person(seat, "Lê Thị Lan").save()
    seat.locking.lock(Reason.ASKED)
    assert seat.locking.curtain_up.why.text().startswith("Đang chờ việc đang làm xong")
    until_locked(qtbot, seat)
    back = come_back()
    assert people(back) == ["Lê Thị Lan"]
    assert back.window.draft_offer.draft is None


def test_a_question_on_screen_is_put_away_unanswered(qtbot: QtBot, seat: Seat) -> None:
    question = ConfirmDialog("Xóa", "Xóa thật?", "Xóa", seat.window)
    question.open()
    seat.locking.lock(Reason.SCREEN)
    assert question.result() == QDialog.DialogCode.Rejected
    assert seen() == ["Sạch Ma Túy"]
    until_locked(qtbot, seat)


def test_a_dialog_that_comes_of_work_stays_away(qtbot: QtBot, seat: Seat) -> None:
    late = ConfirmDialog("Xong", "Đã xong.", "Đóng", seat.window)
    Operation(seat.window.desk.operations, lambda: None, seat.window).success(
        lambda _none: late.open()
    ).start()
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    assert not late.isVisible()


# Drafts


def test_half_a_record_is_offered_again_after_unlocking(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    new_person(seat, "Lê Văn Dở")
    seat.locking.lock(Reason.IDLE)
    until_locked(qtbot, seat)
    back = come_back()
    offer = back.window.draft_offer
    assert offer.bar.isVisible()
    assert offer.bar.told.text().startswith("Còn bản nhập dở lúc 08:00: ")
    offer.bar.go_on.click()
    dialog = back.window.findChild(RecordDialog)
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.values()["full_name"] == "Lê Văn Dở"
    assert not offer.bar.isVisible()
    dialog.save()
    qtbot.waitUntil(lambda: people(back) == ["Lê Văn Dở"], timeout=PATIENCE)
    rest(qtbot, back.window)
    back.window.desk.drafts.look()
    rest(qtbot, back.window)
    assert kept(back) == []


def test_a_draft_that_is_declined_is_gone(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    new_person(seat, "Lê Văn Dở")
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    back = come_back()
    back.window.draft_offer.bar.drop.click()
    rest(qtbot, back.window)
    assert not back.window.draft_offer.bar.isVisible()
    assert kept(back) == []


def test_what_stands_beside_a_list_half_written_is_kept_too(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    person = add_person(seat.office, "Lê Văn Cam", add_village(seat.office))
    seat.window.desk.open_record("people", person)
    rest(qtbot, seat.window)
    panel = seat.window.page.findChild(RecordPanel)
    assert isinstance(panel, RecordPanel)
    write(panel.form, "Lê Văn Cam Em")
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    [content] = kept(come_back())
    assert content["record"] == person
    assert content["typed"] == {"full_name": "Lê Văn Cam Em"}
    assert content["loaded"] == {"full_name": "Lê Văn Cam"}


def test_a_kill_loses_no_more_than_was_typed_since_the_last_look(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    new_person(seat, "Lê Văn Dở")
    seat.window.desk.drafts.look()  # the timer does so every ten seconds
    rest(qtbot, seat.window)
    assert [each["typed"]["full_name"] for each in kept(come_back())] == ["Lê Văn Dở"]


def test_another_account_is_not_shown_it(qtbot: QtBot, seat: Seat) -> None:
    new_person(seat, "Lê Văn Dở")
    seat.window.desk.drafts.look()
    rest(qtbot, seat.window)
    assert kept(seat, "an")
    assert kept(seat, "binh") == []


def test_a_record_that_moved_on_meanwhile_is_not_written_over(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    person = add_person(seat.office, "Lê Văn Cam", add_village(seat.office))
    dialog = RecordDialog(seat.window.desk, REGISTERS["people"], person, {}, seat.window)
    dialog.show()
    write(dialog.form, "Lê Văn Cam Em")
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    back = come_back()
    edit(back.office, "people", person, birth="1991-05-01", full_name="Lê Văn Cam Anh")
    back.window.draft_offer.bar.go_on.click()
    again = back.window.findChild(RecordDialog)
    assert isinstance(again, RecordDialog)
    assert again.form.changes() == {"full_name": "Lê Văn Cam Em"}
    assert again.form.offer_beside("full_name") is not None
    assert row(back.office, "people", person)["birth"] == "1991-05-01"


class Remark(ActSheet):
    """An act with some room for words, as many dialogs of the program are."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.window.desk, "Làm rõ thêm", "Thiếu hòm thư", seat.window)
        self.content = long_text("Nội dung", 84)
        self.body.addWidget(self.content)
        self.show()


def test_words_typed_into_an_act_are_offered_where_it_is_opened_again(
    qtbot: QtBot, seat: Seat, come_back: Callable[[], Seat]
) -> None:
    QTest.keyClicks(Remark(seat).content, "Dang viet do")
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    back = come_back()
    back.window.draft_offer.bar.go_on.click()  # it can be read at once …
    shown = back.window.findChild(DraftWords)
    assert isinstance(shown, DraftWords)
    assert shown.words.toPlainText() == "Nội dung: Dang viet do"
    shown.accept()
    again = Remark(back)  # … and gone on with in its place
    assert again.kept.bar.isVisible()
    again.kept.bar.go_on.click()
    assert again.content.toPlainText() == "Dang viet do"
    again.reject()
    back.window.desk.drafts.look()
    rest(qtbot, back.window)
    assert kept(back) == []


def test_a_draft_lies_in_no_file_in_the_clear(qtbot: QtBot, seat: Seat) -> None:
    new_person(seat, "Nguyễn Thị Rất Riêng")
    seat.window.desk.drafts.look()
    rest(qtbot, seat.window)
    files = [each for each in seat.office.store.folder.rglob("*") if each.is_file()]
    seat.locking.lock(Reason.ASKED)
    until_locked(qtbot, seat)
    files += [each for each in seat.office.store.folder.rglob("*") if each.is_file()]
    assert [
        each for each in files if each.exists() and "Rất Riêng".encode() in each.read_bytes()
    ] == []


# What Windows says


@pytest.mark.parametrize(
    ("message", "parameter", "locks"),
    [
        (0x02B1, 0x7, True),  # WTS_SESSION_LOCK
        (0x02B1, 0x2, True),  # another account takes the screen
        (0x02B1, 0x8, False),  # WTS_SESSION_UNLOCK
        (0x0218, 0x4, True),  # the PC goes to sleep
        (0x0218, 0x12, False),  # … and wakes by itself
        (0x0100, 0x7, False),  # a key
    ],
)
def test_what_windows_says_locks(qtbot: QtBot, message: int, parameter: int, locks: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    screen = ScreenLock(window, window)
    heard: list[bool] = []
    screen.locked.connect(lambda: heard.append(True))
    told = wintypes.MSG(None, message, parameter)
    reader = WindowsMessages(screen)
    assert reader.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told)) == (False, 0)
    assert reader.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(told)) == (False, 0)
    assert heard == ([True] if locks else [])


def test_where_no_process_can_be_started_this_one_ends_all_the_same(tmp_path: Path) -> None:
    gone = [str(tmp_path / "gone"), "-m", "sachmatuy_desktop"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sachmatuy_desktop.ui.beginning_again.command_again", lambda: gone)
        assert begin_again(Locked(tmp_path, "an")) == 1
