"""A person's case in the window: where it stands, what runs, what may be done, what was done.

Legal figures: Luật 120/2025/QH15 and Nghị định 163/2026/NĐ-CP; today is 1 July 2026, 08:30.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.case.act_dialog import StepDialog
from sachmatuy_desktop.ui.case.parts import Article, Section
from sachmatuy_desktop.ui.case.view import CaseTab
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.move_out import MoveOutDialog
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.people import PeoplePage

from .asked import when_asked
from .conftest import TestOffice

OpenCase = Callable[[str], CaseTab]


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)


@pytest.fixture
def people(window: MainWindow) -> PeoplePage:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    return page


@pytest.fixture
def open_case(qtbot: QtBot, window: MainWindow, people: PeoplePage) -> OpenCase:
    """The tab «Quản lý» of a person, read."""

    def opened(person: str) -> CaseTab:
        window.desk.open_record("people", person)
        panel = people.list.show_panel()
        titles = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
        panel.tabs.setCurrentIndex(titles.index("Quản lý"))
        settle(qtbot, window)
        assert panel.case is not None
        return panel.case

    return opened


def managed_since(office: TestOffice, day: str, until: str, name: str = "Lò Văn Mẫu") -> str:
    """A person under management by a decision of the old law."""
    person = office.add("people", full_name=name, birth="1990")
    office.add("episodes", person=person, category="sdtp", from_date=day)
    office.add(
        "decisions",
        person=person,
        kind="quan_ly_sdtp",
        number="12/QĐ-UBND",
        signed_on=day,
        term_from=day,
        term_until=until,
    )
    return person


def found_positive(office: TestOffice, day: str = "2026-07-01", hour: str = "07:00") -> str:
    person = office.add("people", full_name="Vi Văn Cảnh", birth="1992")
    office.add(
        "tests", person=person, taken_on=day, taken_at=hour, result="duong_tinh", ground="b-h"
    )
    return person


def said(part: QWidget) -> str:
    """Every word of a part of the tab that is on screen."""
    QApplication.processEvents()  # what was just put in is shown
    labels = [each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part)]
    chips = [each.text for each in part.findChildren(Chip)]
    doors = [each.whole for each in part.findChildren(LongDoor)]
    return "\n".join(labels + chips + doors)


def button_in(part: QWidget, text: str) -> QPushButton:
    return next(each for each in part.findChildren(QPushButton) if each.text() == text)


def offered(tab: CaseTab) -> list[str]:
    return [each.whole for each in tab.offers.findChildren(LongDoor)]


def open_step(tab: CaseTab, title: str) -> StepDialog:
    door = next(each for each in tab.offers.findChildren(LongDoor) if each.whole == title)
    door.click()
    dialog = tab.window().findChild(StepDialog)
    assert dialog is not None
    return dialog


def line(dialog: StepDialog, name: str) -> QLineEdit:
    editor = dialog.form.editor(name)
    assert isinstance(editor, QLineEdit)
    return editor


# Where it stands


def test_the_standing_names_the_list_since_when_and_the_law(
    office: TestOffice, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-12-01", "2026-12-01"))

    words = said(tab.standing)
    assert "Đang bị quản lý vì sử dụng trái phép chất ma túy" in words
    assert "Danh sách người sử dụng trái phép chất ma túy, từ 01/12/2025" in words
    assert "Theo luật" in words
    assert "Áp dụng Luật 120/2025/QH15" in words


def test_the_term_is_worked_out_line_by_line_and_the_laws_words_come_on_request(
    office: TestOffice, open_case: OpenCase
) -> None:
    """Luật 73/2021 Điều 23 khoản 2: 01 năm kể từ ngày ra quyết định; the old decision runs on."""
    tab = open_case(managed_since(office, "2025-12-01", "2026-12-01"))

    words = said(tab.terms)
    for told in ("Bắt đầu", "01/12/2025", "Thời hạn 12 tháng", "Ngày cuối của thời hạn"):
        assert told in words
    assert "còn 153 ngày" in words
    article = tab.terms.findChildren(Article)[0]
    assert article.source.text().startswith("Luật 73/2021/QH14, Điều 23")
    assert article.unfold is not None
    assert article.quote is None
    article.unfold.click()
    assert article.quote is not None
    assert "01 năm kể từ ngày" in article.quote.text()
    article.unfold.click()
    assert article.quote.isHidden()


def test_who_is_on_a_plans_list_alone_is_told_apart(
    office: TestOffice, open_case: OpenCase
) -> None:
    person = office.add("people", full_name="Y Blo")
    office.add("episodes", person=person, category="nguy_co_cao", from_date="2026-06-01")
    tab = open_case(person)

    assert "Chỉ kế hoạch" in said(tab.standing)
    assert tab.terms.isHidden()
    assert tab.gaps.isHidden(), "the least is kept of who is on no list of the law"


def test_past_its_end_a_term_says_that_the_person_must_leave_the_list(
    office: TestOffice, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-06-20", "2026-06-20"))

    assert "quá hạn – phải đưa ra khỏi danh sách" in said(tab.terms)
    assert "hết hạn ngày 20/06/2026, quá hạn – phải đưa ra khỏi danh sách" in said(tab.running)


# What runs


def test_the_24_hours_of_a_positive_result_are_told_in_hours(
    office: TestOffice, open_case: OpenCase
) -> None:
    """Luật 120/2025 Điều 24 khoản 4 điểm a: 24 giờ; 07:00 to 08:30 leaves 22 whole hours."""
    tab = open_case(found_positive(office))

    words = said(tab.running)
    assert "còn 22 giờ" in words
    assert "hạn 07:00, 02/07/2026" in words
    assert "Luật còn chỗ chưa rõ: " in words


def test_a_check_of_residence_that_is_due_is_written_down_from_its_line(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    """Nghị định 163/2026 Điều 61 khoản 1 điểm a: ít nhất 01 lần mỗi tháng."""
    tab = open_case(managed_since(office, "2026-06-01", "2027-06-01"))
    assert "Chưa kiểm tra cư trú tháng 07/2026" in said(tab.running)
    button_in(tab.running, "Ghi kiểm tra…").click()
    dialog = window.findChild(QuickDialog)
    assert dialog is not None
    dialog.ways["Có mặt"].click()
    settle(qtbot, window)

    assert "Chưa kiểm tra cư trú" not in said(tab.running)
    assert "Kiểm tra cư trú" in said(tab.timeline)


# What may be done


def test_the_decision_is_taken_in_one_dialog_as_one_act_that_can_be_undone(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    person = found_positive(office)
    tab = open_case(person)
    dialog = open_step(tab, "Ra quyết định quản lý người sử dụng trái phép chất ma túy")
    assert line(dialog, "on").text() == "01/07/2026"
    assert line(dialog, "time").text() == "08:30"
    words = said(dialog)
    assert "đưa vào danh sách «Người sử dụng trái phép chất ma túy»" in words
    assert "Mẫu số 04" in words
    assert "chưa có số giấy tờ tùy thân" in words
    line(dialog, "number").setText("15/QĐ-CAX")
    dialog.done_button.click()
    settle(qtbot, window)

    [episode] = office.queries.ids("episodes")
    [decision] = office.queries.ids("decisions")
    assert office.value("episodes", episode, "category") == "sdtp"
    assert office.value("decisions", decision, "number") == "15/QĐ-CAX"
    assert office.value("decisions", decision, "term_until") == "2027-07-01"
    assert "Đang bị quản lý" in said(tab.standing)
    assert "Văn bản cần lập: Mẫu số 04" in tab.proposal.words.text()
    assert "12 tháng" in said(tab.terms)

    window.desk.undo_last()
    settle(qtbot, window)
    assert office.queries.ids("episodes") == []
    assert office.queries.ids("decisions") == []
    assert "Đang bị quản lý" not in said(tab.standing)


def test_a_step_the_law_does_not_allow_now_is_refused_with_its_article(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    """Nghị định 163/2026 Điều 63 khoản 3: only once the term is over."""
    heard: list[str] = []
    window.desk.feedback.said.connect(lambda _kind, text: heard.append(text))
    tab = open_case(managed_since(office, "2026-06-01", "2027-06-01"))
    assert "Chấm dứt quản lý do hết thời hạn" not in offered(tab)
    menu = button_in(tab.offers, "Bước khác…").menu()
    assert menu is not None
    ending = next(
        each for each in menu.actions() if each.text() == "Chấm dứt quản lý do hết thời hạn"
    )
    ending.trigger()
    settle(qtbot, window)

    assert window.findChild(StepDialog) is None
    assert "Điều 63 khoản 3" in heard[-1]
    assert "01/06/2027" in heard[-1]


def test_a_day_on_which_it_would_be_unlawful_is_refused_before_anything_is_written(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-06-20", "2026-06-20"))
    dialog = open_step(tab, "Chấm dứt quản lý do hết thời hạn")
    assert dialog.wrong.isHidden()
    line(dialog, "on").setText("10/6/2026")
    assert not dialog.wrong.isHidden()
    dialog.done_button.click()
    settle(qtbot, window)

    assert len(office.queries.ids("decisions")) == 1
    assert dialog.isVisible()
    dialog.reject()


def test_the_hour_it_is_now_is_not_taken_for_another_day(
    office: TestOffice, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-06-20", "2026-06-20"))
    dialog = open_step(tab, "Chấm dứt quản lý do hết thời hạn")
    assert line(dialog, "time").text() == "08:30"
    line(dialog, "on").setText("30/6/2026")
    assert line(dialog, "time").text() == ""
    dialog.reject()


def test_a_ground_is_asked_for_and_its_own_article_is_shown(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    """Luật 120/2025 Điều 24 khoản 5: dừng quản lý; điểm a leads to the list of addicts."""
    person = managed_since(office, "2026-06-01", "2027-06-01")
    tab = open_case(person)
    dialog = open_step(tab, "Dừng quản lý")
    dialog.done_button.click()
    assert dialog.form.complaint_beside("ground") == "Hãy điền «Căn cứ»."
    line(dialog, "ground").setText("Được xác định là người nghiện ma túy")
    assert "Điều 24 khoản 5 điểm a" in said(dialog)
    assert "đưa vào danh sách «Người nghiện ma túy»" in said(dialog)
    dialog.done_button.click()
    settle(qtbot, window)

    categories = {
        (row["category"], row["until_date"])
        for row in office.queries.rows("episodes", office.queries.ids("episodes")).values()
    }
    assert categories == {("sdtp", "2026-07-01"), ("nghien", None)}


def test_a_step_is_taken_with_the_keyboard_alone(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-06-20", "2026-06-20"))
    door = next(
        each
        for each in tab.offers.findChildren(LongDoor)
        if each.whole == "Chấm dứt quản lý do hết thời hạn"
    )
    window.activateWindow()
    door.setFocus()
    QTest.keyClick(door, Qt.Key.Key_Space)
    dialog = window.findChild(StepDialog)
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(line(dialog, "on").hasFocus)
    for name in ("on", "number", "time", "signer", "sent_on"):
        QTest.keyClick(line(dialog, name), Qt.Key.Key_Return)
    for _tab in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is dialog.done_button:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert dialog.done_button.hasFocus()
    QTest.keyClick(dialog.done_button, Qt.Key.Key_Return)
    settle(qtbot, window)

    [episode] = office.queries.ids("episodes")
    assert office.value("episodes", episode, "until_date") == "2026-07-01"


def test_a_decision_without_a_number_is_completed_from_its_line(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-06-20", "2026-06-20"))
    open_step(tab, "Chấm dứt quản lý do hết thời hạn").done_button.click()
    settle(qtbot, window)
    assert "chưa có số" in said(tab.running)
    button_in(tab.running, "Ghi số, ngày gửi…").click()
    dialog = window.findChild(RecordDialog)
    assert dialog is not None
    number = dialog.form.editor("number")
    assert isinstance(number, QLineEdit)
    number.setText("20/QĐ-CAX")
    dialog.save()
    settle(qtbot, window)

    assert "chưa có số" not in said(tab.running)


def test_a_move_is_asked_with_its_24_hours_by_the_dialog_that_seals_the_file(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    asked: list[MoveOutDialog] = []

    def drop(dialog: MoveOutDialog) -> None:
        asked.append(dialog)
        dialog.reject()

    tab = open_case(managed_since(office, "2026-06-01", "2027-06-01"))
    door = next(
        each
        for each in tab.offers.findChildren(LongDoor)
        if each.whole.startswith("Chuyển nơi cư trú")
    )
    when_asked(MoveOutDialog, drop)
    door.click()
    settle(qtbot, window)

    assert len(asked) == 1
    assert office.queries.ids("transfers") == []


# What is lacking, what was done


def test_a_minor_whom_nobody_speaks_for_is_said_until_somebody_is_written_down(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    person = office.add("people", full_name="Hà Văn Trẻ", birth="2010-05-01")
    office.add("episodes", person=person, category="sdtp", from_date="2026-07-01")
    tab = open_case(person)
    assert "Người dưới 18 tuổi chưa ghi cha, mẹ" in said(tab.gaps)

    office.add("guardians", person=person, name="Hà Văn Cha", relation="cha")
    tab.refresh()
    settle(qtbot, window)
    assert "Người dưới 18 tuổi" not in said(tab.gaps)


def test_somebody_without_papers_needs_a_reason_before_a_list_of_the_law(
    office: TestOffice, open_case: OpenCase
) -> None:
    person = found_positive(office)
    office.run(SaveRecord("people", person, {"no_number_reason": "Chưa từng làm giấy tờ"}))
    dialog = open_step(
        open_case(person), "Ra quyết định quản lý người sử dụng trái phép chất ma túy"
    )
    assert "chưa có số giấy tờ tùy thân" not in said(dialog)
    dialog.reject()


def test_the_summary_names_the_items_that_lack(office: TestOffice, open_case: OpenCase) -> None:
    tab = open_case(managed_since(office, "2026-06-01", "2027-06-01"))

    words = said(tab.gaps)
    assert "Tóm tắt lý lịch (Mẫu số 05): 2/25 mục đã ghi" in words
    assert "20. Loại ma túy sử dụng" in words
    assert "1. Họ và tên" not in words.splitlines()


def test_the_life_of_a_case_is_told_newest_first(office: TestOffice, open_case: OpenCase) -> None:
    person = managed_since(office, "2025-12-01", "2026-12-01")
    for day in ("2026-04-02", "2026-05-03"):
        office.add("visits", person=person, visited_on=day, found=1)
    office.add("tests", person=person, taken_on="2026-06-05", result="am_tinh")
    tab = open_case(person)

    told = [each.text() for each in tab.timeline.findChildren(QLabel)]
    places = [
        told.index(each)
        for each in (
            "Xét nghiệm: Âm tính",
            "Kiểm tra cư trú 2 lần, từ 02/04/2026",
            "Vào diện «Người sử dụng trái phép chất ma túy»",
        )
    ]
    assert places == sorted(places)


def test_another_persons_case_is_never_shown_under_a_name(
    qtbot: QtBot, office: TestOffice, window: MainWindow, open_case: OpenCase
) -> None:
    tab = open_case(managed_since(office, "2025-12-01", "2026-12-01"))
    other = office.add("people", full_name="Kpă Tơ")
    tab.show_record(other)
    assert tab.sheet.isHidden(), "nothing is shown until it is this person's"
    settle(qtbot, window)
    assert not tab.sheet.isHidden()
    assert "Không thuộc diện nào" in said(tab.standing)


def test_sections_without_anything_take_no_room(office: TestOffice, open_case: OpenCase) -> None:
    tab = open_case(office.add("people", full_name="Kpă Tơ"))

    shown = [each for each in tab.findChildren(Section) if not each.isHidden()]
    assert tab.terms not in shown
    assert tab.running not in shown
    assert tab.timeline not in shown
