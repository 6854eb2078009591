"""The first run: its ways as plain data, and the whole of it on screen with a real office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.office import unlock
from sachmatuy_desktop.services.upkeep.maintenance import backup_to
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.recovery import CodeShown
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.wizard import steps
from sachmatuy_desktop.ui.wizard.account_pages import AccountPage, RestorePage
from sachmatuy_desktop.ui.wizard.first_run import FirstRun, ReadBackPage, RecoveryPage
from sachmatuy_desktop.ui.wizard.founding import Groundwork
from sachmatuy_desktop.ui.wizard.pages import (
    KindPage,
    ProgrammePage,
    UnitPage,
    WelcomePage,
)
from sachmatuy_desktop.ui.wizard.steps import (
    FLOW,
    LOGIN,
    Answers,
    Step,
    complaints,
    login_name,
    step_after,
    step_before,
    way,
)
from sachmatuy_desktop.ui.wizard.unit_picker import UnitPicker
from tests.offices import CHEAP, IA_DOM, PASSPHRASE, TestClock

TODAY = date(2026, 3, 2)
WHOLE = Answers(
    kind="commune",
    unit=IA_DOM,
    unit_level=3,
    account_name="Lê Thị Mẫu",
    account_id="le.thi.mau",
    passphrase=PASSPHRASE,
    passphrase_again=PASSPHRASE,
)


# The ways, without a display

WAYS = {
    "commune": "welcome kind unit programme account recovery read_back done",
    "receiving": "welcome kind unit account recovery read_back done",
    "restore": "welcome restore done",
    "open": "welcome",
    "training": "welcome",
}


@pytest.mark.parametrize("name", WAYS)
def test_each_answer_has_its_way(name: str) -> None:
    kinds = {"commune", "receiving"}
    answers = Answers(kind=name) if name in kinds else Answers(intent=name)
    assert " ".join(way(answers)) == WAYS[name]


answers_of_any_kind = st.builds(
    Answers,
    intent=st.sampled_from((steps.FOUND, steps.OPEN, steps.RESTORE, steps.TRAINING)),
    kind=st.sampled_from(("", steps.COMMUNE, steps.RECEIVING)),
)


@settings(max_examples=60)
@given(answers_of_any_kind)
def test_going_back_undoes_going_on_until_the_office_exists(answers: Answers) -> None:
    for step in way(answers):
        following = step_after(step, answers)
        if following is not None and FLOW[following].may_go_back:
            assert step_before(following, answers) is step


def test_there_is_no_way_back_behind_the_recovery_code() -> None:
    assert step_before(Step.RECOVERY, WHOLE) is None
    assert step_before(Step.READ_BACK, WHOLE) is Step.RECOVERY


LACKING: tuple[tuple[Step, dict[str, object], list[str]], ...] = (
    (Step.KIND, {"kind": ""}, ["kind"]),
    (Step.UNIT, {"unit": ""}, ["unit"]),
    (Step.UNIT, {"unit_level": 2}, ["unit"]),
    (Step.UNIT, {"unit_level": 2, "kind": "receiving"}, []),
    (Step.PROGRAMME, {"registered_on": date(2026, 3, 3)}, ["registered_on"]),
    (Step.PROGRAMME, {"registered_on": TODAY}, ["packs"]),
    (Step.PROGRAMME, {"registered_on": TODAY, "packs": ("a/b",)}, []),
    (Step.ACCOUNT, {}, []),
    (Step.ACCOUNT, {"account_name": "  "}, ["account_name"]),
    (Step.ACCOUNT, {"account_id": "Lê Thị"}, ["account_id"]),
    (Step.ACCOUNT, {"passphrase": "ngắn", "passphrase_again": "ngắn"}, ["passphrase"]),
    (Step.ACCOUNT, {"passphrase_again": "khác"}, ["passphrase_again"]),
    (Step.READ_BACK, {}, ["code"]),
    (Step.READ_BACK, {"code_read_back": True}, []),
    (Step.RESTORE, {}, ["backup"]),
    (Step.RESTORE, {"backup": "a.db"}, []),
)


@pytest.mark.parametrize(("step", "change", "fields"), LACKING)
def test_what_a_step_still_lacks_is_said_beside_its_field(
    step: Step, change: dict[str, object], fields: list[str]
) -> None:
    answers = replace(WHOLE, **change)  # type: ignore[arg-type]
    assert [each.field for each in complaints(step, answers, TODAY)] == fields


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_a_suggested_login_name_is_always_acceptable(name: str) -> None:
    suggested = login_name(name)
    assert suggested == "" or LOGIN.fullmatch(suggested)


def test_a_login_name_is_the_name_without_marks() -> None:
    assert login_name("Nguyễn Văn Đức") == "nguyen.van.duc"


# Choosing a unit


@pytest.fixture
def picker(qapp: QApplication, qtbot: QtBot) -> UnitPicker:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = UnitPicker(unit_table(), TODAY)
    qtbot.addWidget(made)
    return made


def found(picker: UnitPicker) -> list[str]:
    """Each find as it is read out."""
    spoken = Qt.ItemDataRole.AccessibleTextRole
    return [str(picker.list.item(row).data(spoken)) for row in range(picker.list.count())]


def search(picker: UnitPicker, typed: str) -> None:
    picker.line.setText(typed)
    picker.look_up()


def test_homonyms_are_told_apart_by_parents_and_by_their_time(picker: UnitPicker) -> None:
    search(picker, "ia dom")
    assert found(picker) == [
        "Xã Ia Dom, tỉnh Gia Lai, từ 01/07/2025",
        "Xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum, đến 30/06/2025",
        "Xã Ia Dom, huyện Đức Cơ, tỉnh Gia Lai, đến 30/06/2025",
    ]


def test_a_former_unit_says_where_its_ground_belongs_now(picker: UnitPicker) -> None:
    search(picker, "ia dom kon tum")
    assert "xã Ia Tơi, tỉnh Quảng Ngãi" in picker.list.item(0).toolTip()


def test_arrows_walk_through_the_finds_from_the_line(picker: UnitPicker, qtbot: QtBot) -> None:
    search(picker, "ia dom")
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    assert picker.unit is not None
    assert picker.unit.id == IA_DOM


def test_a_commune_is_offered_communes_only(picker: UnitPicker) -> None:
    search(picker, "lang chánh")
    assert any("Huyện Lang Chánh" in each for each in found(picker))
    picker.offer(frozenset({3}))
    assert not any(each.startswith("Huyện") for each in found(picker))


def test_nothing_found_says_what_to_try(picker: UnitPicker) -> None:
    search(picker, "không có nơi nào như vậy")
    assert picker.unit is None
    assert "thử tên ngắn hơn" in picker.told.text()


# The whole of it


@pytest.fixture
def wizard(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: TestClock
) -> Iterator[FirstRun]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    feedback = Feedback()
    feedback.said.connect(lambda kind, text: pytest.fail(text) if kind == "bug" else None)
    operations = Operations(feedback)
    made = FirstRun(Groundwork(tmp_path / "office", clock.clock, CHEAP), operations)
    qtbot.addWidget(made)
    made.show()
    yield made
    operations.shut_down()
    if made.office is not None:
        made.office.close()


def walk_to_account(wizard: FirstRun, typed: str = "ia dom kon tum") -> AccountPage:
    wizard.go_on()
    wizard.go_on()
    page = wizard.page
    assert isinstance(page, UnitPage)
    search(page.picker, typed)
    wizard.go_on()
    if wizard.step is Step.PROGRAMME:
        wizard.go_on()
    account = wizard.page
    assert isinstance(account, AccountPage)
    return account


def name_account(page: AccountPage | RestorePage, again: str = PASSPHRASE) -> None:
    page.people.name.line.setText("Lê Thị Mẫu")
    page.people.first.line.setText(PASSPHRASE)
    page.people.again.line.setText(again)


def make_office(wizard: FirstRun, qtbot: QtBot) -> RecoveryPage:
    name_account(walk_to_account(wizard))
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.RECOVERY, timeout=10_000)
    page = wizard.page
    assert isinstance(page, RecoveryPage)
    return page


def code_on_screen(shown: CodeShown) -> str:
    digits = [each.text() for each in shown.findChildren(QLabel)]
    return "-".join(text for text in digits if len(text) == 6 and text.isdigit())


def test_a_blank_pc_becomes_an_office(wizard: FirstRun, qtbot: QtBot) -> None:
    page = make_office(wizard, qtbot)
    code = code_on_screen(page.shown)
    wizard.go_on()
    read_back = wizard.page
    assert isinstance(read_back, ReadBackPage)
    read_back.entry.put(code)
    wizard.go_on()
    assert wizard.step is Step.DONE
    wizard.go_on()
    result = wizard.result_of_run
    assert result is not None
    assert result.office is not None
    assert result.office.info.full_name == "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum"
    assert result.office.info.account_id == "le.thi.mau"
    assert "ia-hdrai-2024/commune-drug-free" in result.office.info.packs


def test_no_passphrase_stays_in_the_wizard(wizard: FirstRun, qtbot: QtBot) -> None:
    make_office(wizard, qtbot)
    account = wizard.pages[Step.ACCOUNT]
    assert isinstance(account, AccountPage)
    assert account.people.first.text == account.people.again.text == ""
    assert wizard.answers.passphrase == ""


def test_two_different_passphrases_make_no_office(wizard: FirstRun, tmp_path: Path) -> None:
    page = walk_to_account(wizard)
    name_account(page, again="một mật khẩu khác")
    wizard.go_on()
    assert wizard.step is Step.ACCOUNT
    assert page.people.again.wrong.text() == "Hai lần gõ mật khẩu chưa giống nhau."
    assert not (tmp_path / "office" / OFFICE_FILE).exists()


def test_a_digit_misread_from_the_paper_names_its_group(wizard: FirstRun, qtbot: QtBot) -> None:
    code = code_on_screen(make_office(wizard, qtbot).shown)
    wizard.go_on()
    page = wizard.page
    assert isinstance(page, ReadBackPage)
    page.entry.put(code)
    digits = page.entry.groups[4].text()
    page.entry.groups[4].setText(digits[:-1] + str((int(digits[-1]) + 1) % 10))
    wizard.go_on()
    assert wizard.step is Step.READ_BACK
    assert "Phần 1: nhóm thứ 4" in page.entry.wrong.text()


def test_escape_does_not_leave_between_the_code_and_the_paper(
    wizard: FirstRun, qtbot: QtBot
) -> None:
    make_office(wizard, qtbot)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert "đọc lại phiếu" in wizard.page.wrong.text()


def test_each_half_is_printed_alone_and_no_file_is_written(
    wizard: FirstRun, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def keep(_parent: object, data: bytes, _title: str, _preferences: object) -> bool:
        document = pypdfium2.PdfDocument(data)
        printed.extend(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return True

    page = make_office(wizard, qtbot)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr("sachmatuy_desktop.ui.printing.print_pdf", keep)
    for each in page.shown.print:
        each.click()
    groups = code_on_screen(page.shown).split("-")
    halves = [groups[:9], groups[9:]]
    assert len(printed) == 2
    for here, (own, other) in zip(printed, (halves, halves[::-1]), strict=True):
        assert all(group in here for group in own)
        assert not any(group in here for group in other)
    assert sorted(tmp_path.rglob("*")) == before


def test_packs_say_that_nobody_has_verified_them(wizard: FirstRun) -> None:
    walk_to_account(wizard)
    wizard.go_back()
    page = wizard.page
    assert isinstance(page, ProgrammePage)
    assert "ia-hdrai-2024/commune-drug-free" in page.marks
    told = " ".join(each.text() for each in page.findChildren(QLabel))
    assert "chưa được người có chuyên môn pháp lý kiểm chứng" in told


def test_a_day_that_does_not_exist_is_said_beside_its_field(wizard: FirstRun) -> None:
    walk_to_account(wizard)
    wizard.go_back()
    page = wizard.page
    assert isinstance(page, ProgrammePage)
    page.registered_on.line.setText("31/02/2026")
    wizard.go_on()
    assert wizard.step is Step.PROGRAMME
    assert page.registered_on.wrong.text()


def test_a_receiving_office_is_asked_for_no_programme(wizard: FirstRun) -> None:
    wizard.go_on()
    page = wizard.page
    assert isinstance(page, KindPage)
    page.choices.choose(steps.RECEIVING)
    wizard.go_on()
    units = wizard.page
    assert isinstance(units, UnitPage)
    search(units.picker, "ia h'drai")
    wizard.go_on()
    assert wizard.step is Step.ACCOUNT


def test_the_training_world_is_one_click_away(wizard: FirstRun) -> None:
    page = wizard.page
    assert isinstance(page, WelcomePage)
    page.choices.choose(steps.TRAINING)
    wizard.go_on()
    assert wizard.result_of_run is not None
    assert wizard.result_of_run.intent == steps.TRAINING


def test_a_folder_without_an_office_is_not_opened(
    wizard: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = wizard.page
    assert isinstance(page, WelcomePage)
    page.choices.choose(steps.OPEN)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    wizard.go_on()
    assert wizard.result_of_run is None
    assert "không có dữ liệu" in page.wrong.text()


def test_a_stick_and_the_paper_bring_an_office_back(
    wizard: FirstRun, qtbot: QtBot, tmp_path: Path, clock: TestClock
) -> None:
    code = code_on_screen(make_office(wizard, qtbot).shown)
    assert wizard.office is not None
    backup = backup_to(wizard.office, tmp_path / "stick")
    wizard.office.close()
    wizard.office = None

    again = FirstRun(Groundwork(tmp_path / "new", clock.clock, CHEAP), wizard.operations)
    qtbot.addWidget(again)
    again.show()
    welcome = again.page
    assert isinstance(welcome, WelcomePage)
    welcome.choices.choose(steps.RESTORE)
    again.go_on()
    page = again.page
    assert isinstance(page, RestorePage)
    page.backup.line.setText(str(backup))
    page.code.put(code)
    name_account(page)
    again.go_on()
    qtbot.waitUntil(lambda: again.step is Step.DONE, timeout=10_000)
    assert again.office is not None
    assert again.office.info.unit_id == IA_DOM
    again.office.close()
    unlock(tmp_path / "new", "le.thi.mau", PASSPHRASE, clock.clock, CHEAP).close()
