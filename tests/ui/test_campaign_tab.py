"""Tháng hành động in the windows of a commune and of the office above, from beginning to report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import (
    PLAN_FORM,
    RESULT_FORM,
    SUMMARY_FORM,
    TypeFigure,
)
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.campaign import FigureDialog, SentDialog, StartDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from sachmatuy_desktop.ui.pages.plans.campaign_parts import PaperCard
from tests.action_months import JULY, MAY, THEME, a_month_of_work, month_of, start
from tests.documents.pdf_reading import words_of
from tests.offices import TestClock, add, new_office
from tests.pictures import png
from tests.sync.test_two_offices import DISTRICT, carry, introduce
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

Open = Callable[[Office], MainWindow]


@pytest.fixture
def clock() -> TestClock:
    return TestClock(MAY)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    """A commune; its window closes it."""
    return new_office(tmp_path / "xã", clock=clock)


def tab_of(qtbot: QtBot, window: MainWindow) -> CampaignTab:
    """The tab in front, read."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.campaign)
    page.campaign.refresh()
    rest(qtbot, window)
    return page.campaign


def rows(tab: CampaignTab) -> dict[str, list[str]]:
    """The figures by the words of their kind."""
    return {cells[0].text: [cell.text for cell in cells[2:5]] for cells in tab.figures.rows}


def choose(tab: CampaignTab, title: str) -> None:
    """Make the row of a kind the current one."""
    tab.figures.choose(next(n for n, row in enumerate(tab.figures.rows) if row[0].text == title))


def card(tab: CampaignTab, form: str) -> PaperCard:
    """The card of a paper due."""
    return next(each for each in tab.cards if each.paper.form == form)


def settle(qtbot: QtBot, window: MainWindow, ready: Callable[[], bool]) -> None:
    """Wait until something is true and nothing is being done."""
    qtbot.waitUntil(ready, timeout=PATIENCE)
    rest(qtbot, window)


def issue_from(qtbot: QtBot, window: MainWindow, tab: CampaignTab, form: str) -> str:
    """Compose a paper from its card and issue it; its words."""
    said: list[str] = []

    def answer(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(dialog.issue.isEnabled, timeout=PATIENCE)
        dialog.issue.click()
        qtbot.waitUntil(lambda: dialog.document is not None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=PATIENCE)
        said.append(words_of(dialog.view.pdf))
        dialog.reject()

    when_asked(ComposeDialog, answer)
    card(tab, form).compose.click()
    rest(qtbot, window)
    return said[0]


def send_from(qtbot: QtBot, window: MainWindow, tab: CampaignTab, form: str) -> None:
    """Write down from its card that a paper was sent today."""

    def answer(dialog: SentDialog) -> None:
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    when_asked(SentDialog, answer)
    card(tab, form).send.click()
    rest(qtbot, window)


def begin_in(qtbot: QtBot, window: MainWindow, tab: CampaignTab) -> None:
    """Begin the month as proposed, in its dialog."""

    def answer(dialog: StartDialog) -> None:
        dialog.theme.line.setText(THEME)
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    when_asked(StartDialog, answer)
    tab.start_first.click()
    settle(qtbot, window, lambda: tab.shown.campaign is not None)


# -- beginning ------------------------------------------------------------------------------------


def test_without_a_month_there_is_a_line_and_the_button_to_begin(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert tab.stack.currentIndex() == 1
    assert tab.start_first.isVisible()
    seen: dict[str, str] = {}

    def answer(dialog: StartDialog) -> None:
        seen["year"] = str(dialog.year.value())
        seen["first"] = dialog.first.text
        seen["plan"] = dialog.before["KT.plan"].text
        seen["hint"] = dialog.before["KT.plan"].hint.text()
        seen["tasks"] = " ".join(sorted(dialog.before))
        dialog.done_button.click()  # no theme yet
        seen["wrong"] = dialog.theme.wrong.text()
        dialog.theme.line.setText(THEME)
        dialog.before["KT.plan"].line.setText("12/06/2027")
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    when_asked(StartDialog, answer)
    tab.start_first.click()
    settle(qtbot, window, lambda: tab.shown.campaign is not None)
    assert seen == {
        "year": "2027",
        "first": "01/06/2027",
        "plan": "14/06/2027",
        "hint": "bản mẫu: trước ngày 14/06/2024",
        "tasks": "KT.plan KT.result",
        "wrong": "Hãy điền «Chủ đề năm nay».",
    }
    assert tab.stack.currentIndex() == 0
    assert THEME in tab.theme.text()
    assert tab.day.text == "Còn 4 ngày nữa bắt đầu"
    assert "Hạn cuối 11/06/2027 (ngày do cơ quan chọn)" in card_words(tab, PLAN_FORM)
    assert card(tab, PLAN_FORM).chip.text == "Chưa lập"


def card_words(tab: CampaignTab, form: str) -> str:
    """Everything a card says."""
    return "\n".join(each.text() for each in card(tab, form).findChildren(QLabel))


# -- the month ------------------------------------------------------------------------------------


def test_figures_activities_and_pictures_of_the_month_stand_side_by_side(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    talk = office.queries.ids("propaganda", search="Nói chuyện lần hai")[0]
    office.run(AddAttachments("propaganda", talk, (NewFile("hoi-nghi.png", png(40, 30)),)))
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert tab.day.text == "Đã kết thúc ngày 30/06/2027"
    assert rows(tab)["Hội nghị nói chuyện chuyên đề"] == ["3", "200", "250"]
    assert rows(tab)["Hộ dân"] == ["3", "", ""]
    assert rows(tab)["Tuần tra tại tuyến, địa bàn trọng điểm"] == ["–", "", ""]
    assert rows(tab)["TUYÊN TRUYỀN"] == ["", "", ""]
    assert [cells[0].text for cells in tab.activities.rows][:2] == ["30/06/2027", "20/06/2027"]
    assert tab.activities.rows[0][5].text == "1"
    assert tab.pictures.count() == 1
    tab.pictures.itemActivated.emit(tab.pictures.item(0))
    shown = window.findChildren(AttachmentsDialog) + tab.findChildren(AttachmentsDialog)
    assert shown
    shown[0].close()


def test_a_number_leads_to_the_list_behind_it(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    window = windows(office)
    tab = tab_of(qtbot, window)
    doors: list[Door] = []
    window.desk.door.connect(doors.append)
    choose(tab, "Hội nghị nói chuyện chuyên đề")
    tab.figures.row_entered.emit(tab.figures.row)
    rest(qtbot, window)
    assert [each.register for each in doors] == ["propaganda"]
    assert office.queries.count("propaganda", doors[0].where) == 2
    page = tab_of(qtbot, window)
    choose(page, "TUYÊN TRUYỀN")
    page.figures.row_entered.emit(page.figures.row)
    assert len(doors) == 1  # a heading leads nowhere


def test_an_activity_is_added_in_the_form_of_its_book_with_day_and_kind_filled_in(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    window = windows(office)
    tab = tab_of(qtbot, window)
    menu = tab.add.menu()
    assert isinstance(menu, QMenu)
    titles = [action.text() for action in menu.actions()]
    assert titles[:3] == [
        "Tuyên truyền",
        "Ký cam kết không vi phạm pháp luật về phòng, chống ma túy",
        "Tấn công, trấn áp tội phạm về ma túy",
    ]
    under = menu.actions()[0].menu()
    assert isinstance(under, QMenu)
    next(each for each in under.actions() if "chuyên đề" in each.text()).trigger()
    (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, RecordDialog)]
    values = dialog.form.changes()
    assert (values["held_on"], values["form"]) == ("2027-06-30", "hoi_nghi")
    type_in(dialog, content="Nói chuyện tại Thôn 2", reached="75")
    dialog.save()
    settle(qtbot, window, lambda: bool(tab.activities.rows))
    assert rows(tab)["Hội nghị nói chuyện chuyên đề"] == ["1", "75", "0"]
    assert "Nói chuyện tại Thôn 2" in tab.activities.rows[0][1].text


def type_in(dialog: RecordDialog, **typed: str) -> None:
    """Type into the lines of a form."""
    for name, text in typed.items():
        editor = dialog.form.editor(name)
        line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(text)
        line.editingFinished.emit()


def test_a_typed_number_is_marked_and_taken_back(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    window = windows(office)
    tab = tab_of(qtbot, window)
    said: list[str] = []

    def type_one(dialog: FigureDialog) -> None:
        said.append(dialog.counted.text())
        dialog.value.setValue(4)
        dialog.done_button.click()  # without its source
        said.append(dialog.why.wrong.text())
        dialog.why.line.setText("Tòa án nhân dân khu vực")
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    def take_back(dialog: FigureDialog) -> None:
        said.append(dialog.why.text)
        dialog.back.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    court = "Phiên tòa điểm, xét xử lưu động"
    choose(tab, court)
    when_asked(FigureDialog, type_one)
    tab.type_number.click()
    rest(qtbot, window)
    assert rows(tab)[court][0] == "4 (*)"
    choose(tab, court)
    when_asked(FigureDialog, take_back)
    tab.type_number.click()
    rest(qtbot, window)
    assert rows(tab)[court][0] == "0"
    assert said == [
        "Trong sổ: 0.",
        "Hãy điền «Nguồn số liệu».",
        "Tòa án nhân dân khu vực",
    ]


def test_who_may_not_see_lists_of_persons_sees_no_numbers_of_them(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    start(office)
    clock.moment = JULY
    a_month_of_work(office)
    window = windows(office)
    window.desk.role = role("clerk")
    tab = tab_of(qtbot, window)
    assert "Người sau cai nghiện" not in rows(tab)
    assert rows(tab)["Hộ dân"][0] == "3"
    window.desk.role = role("admin")


# -- from beginning to the report above -----------------------------------------------------------


def test_the_month_runs_from_its_beginning_to_the_report_above(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    window = windows(office)
    tab = tab_of(qtbot, window)
    begin_in(qtbot, window, tab)
    assert "triển khai, thực hiện" in issue_from(qtbot, window, tab, PLAN_FORM)
    settle(qtbot, window, lambda: "01/KH-UBND" in card(tab, PLAN_FORM).chip.text)
    send_from(qtbot, window, tab, PLAN_FORM)
    settle(qtbot, window, lambda: card(tab, PLAN_FORM).chip.text == "Đã gửi 28/05/2027")
    assert card(tab, PLAN_FORM).send.isHidden()

    clock.moment = JULY
    a_month_of_work(office)
    office.run(TypeFigure(month_of(office).plan.id, "xet-xu", "count", 1, "Tòa án báo"))
    tab.is_stale = True
    tab.refresh()
    rest(qtbot, window)
    told = issue_from(qtbot, window, tab, RESULT_FORM)
    assert "1 là số nhập tay, trong sổ: 0. Nguồn: Tòa án báo." in told
    assert "Đề nghị cấp loa cho hai thôn." in told
    settle(qtbot, window, lambda: "01/BC-UBND" in card(tab, RESULT_FORM).chip.text)
    send_from(qtbot, window, tab, RESULT_FORM)
    carry(office, above, tmp_path / "gói.smt")

    over = windows(above)
    board = tab_of(qtbot, over)
    begin_in(qtbot, over, board)
    settle(qtbot, over, lambda: bool(board.communes.rows))
    (line,) = [[cell.text for cell in cells] for cells in board.communes.rows]
    assert line[:4] == ["xã Ia Dom", "Đã mở", "Đã gửi 28/05/2027", "Đã gửi 02/07/2027"]
    assert line[4] == "3"
    assert rows(board)["Hộ dân"][0] == "3"
    summary = issue_from(qtbot, over, board, SUMMARY_FORM)
    assert "1 xã, phường đã có báo cáo kết quả" in summary
    assert "xã Ia Dom: Thiếu loa." in summary
    send_from(qtbot, over, board, SUMMARY_FORM)
    settle(qtbot, over, lambda: card(board, SUMMARY_FORM).chip.text == "Đã gửi 02/07/2027")


def test_above_one_commune_is_looked_at_alone_and_its_number_leads_to_its_records(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    start(office)
    start(above)
    clock.moment = JULY
    a_month_of_work(office)
    carry(office, above, tmp_path / "gói.smt")
    add(above, "difficulties", subject="Của cơ quan trên", level="xa", raised_on="2027-06-20")
    window = windows(above)
    tab = tab_of(qtbot, window)
    assert tab.whose.text() == "Cộng các xã, phường"
    tab.communes.choose(0)
    assert tab.whose.text() == "xã Ia Dom"
    doors: list[Door] = []
    window.desk.door.connect(doors.append)
    choose(tab, "Hộ dân")
    tab.figures.row_entered.emit(tab.figures.row)
    settle(qtbot, window, lambda: bool(doors))
    assert doors[0].only is not None
    assert len(doors[0].only) == 3
