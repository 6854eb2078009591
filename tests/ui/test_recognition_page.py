"""Công nhận in the windows of two offices: asked, given back, recognised, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.recognition import Ruling, State, Status, StepTaken, Verdict
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.recognition_answer import AppraiseDialog, DecideDialog
from sachmatuy_desktop.ui.dialogs.recognition_step import BeginDialog, StepDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.recognition import PAGE, RecognitionPage
from sachmatuy_desktop.ui.pages.recognition.commune import CommuneView
from sachmatuy_desktop.ui.pages.recognition.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.today.briefing import read_briefing
from sachmatuy_desktop.ui.pages.today.lines import Line
from tests.fact_cases import IA_HDRAI, drug_free_commune
from tests.offices import CHEAP, PASSPHRASE, TestClock, edit, new_office
from tests.services.recognition_roads import Road, appraise, begin, decide, read, take
from tests.services.test_recognition import asked, exempt_commune
from tests.sync.test_two_offices import introduce
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

DISTRICT = "huyen-618@1"


@pytest.fixture
def road(tmp_path: Path) -> Road:
    """A commune that meets everything, and the office above."""
    clock = TestClock()
    drug_free_commune(tmp_path / "xã").office.close()
    commune = unlock(tmp_path / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    return Road(commune, above, clock, tmp_path)


def page_of(qtbot: QtBot, window: MainWindow) -> RecognitionPage:
    """The page in front, read."""
    page = window.open_page("recognition")
    assert isinstance(page, RecognitionPage)
    rest(qtbot, window)
    return page


def at_home(qtbot: QtBot, window: MainWindow) -> CommuneView:
    view = page_of(qtbot, window).view
    assert isinstance(view, CommuneView)
    return view


def above(qtbot: QtBot, window: MainWindow) -> ReceivingView:
    view = page_of(qtbot, window).view
    assert isinstance(view, ReceivingView)
    return view


def words(widget: object) -> str:
    """Everything a part of the window says."""
    assert hasattr(widget, "findChildren")
    labels = [each.text() for each in widget.findChildren(QLabel)]
    return "\n".join(labels + [each.text() for each in widget.findChildren(QPushButton)])


def press(widget: object, verb: str) -> None:
    """Click the button with these words."""
    assert hasattr(widget, "findChildren")
    next(each for each in widget.findChildren(QPushButton) if each.text() == verb).click()


def take_here(
    qtbot: QtBot,
    window: MainWindow,
    step: str,
    document: str = "",
    **more: Callable[[StepDialog], object],
) -> list[str]:
    """Take the step in front through its dialog; what the dialog complained of on the way."""
    view = at_home(qtbot, window).view
    view.ladder.rungs[step].click()
    said: list[str] = []

    def answer(dialog: StepDialog) -> None:
        dialog.lines.who.line.setText("Nguyễn Văn Chủ")
        if document:
            dialog.lines.document.line.setText(document)
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=PATIENCE)
        for correct in more.values():
            if dialog.isVisible():
                said.append(dialog.wrong.text() or dialog.lines.document.wrong.text())
                correct(dialog)
                dialog.done_button.click()
                qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=PATIENCE)
        if dialog.isVisible():
            said.append(dialog.wrong.text())
            dialog.reject()

    when_asked(StepDialog, answer)
    press(view.detail, "Ghi bước này…")
    rest(qtbot, window)
    return said


def test_a_recognition_through_the_windows_of_both_offices(  # noqa: PLR0915  (one story)
    qtbot: QtBot, windows: Callable[[Office], MainWindow], road: Road
) -> None:
    home, office = windows(road.commune), windows(road.above)
    view = at_home(qtbot, home)
    assert "Chưa bắt đầu" in words(view.view.detail)

    # Setting out: the day of registration stands in the dialog already.
    def set_out(dialog: BeginDialog) -> None:
        dialog.lines.who.line.setText("Nguyễn Văn Chủ")
        dialog.lines.document.line.setText("01/ĐK-UBND")
        dialog.done_button.click()

    when_asked(BeginDialog, set_out)
    view.begin.click()
    rest(qtbot, home)
    case = view.view.case
    assert case is not None
    assert case.recognition.registered_on == date(2026, 1, 5)
    assert next(iter(view.view.ladder.rungs)) == "register"
    recognition = case.recognition.id

    # The steps of the commune; the minutes are composed by the frozen figures and taken up.
    assert take_here(qtbot, home, "baseline") == []
    assert take_here(qtbot, home, "self-assessment") == []
    view.view.ladder.rungs["review"].click()

    def issue(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(dialog.issue.isEnabled, timeout=PATIENCE)
        dialog.issue.click()
        qtbot.waitUntil(lambda: dialog.document is not None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: not home.desk.operations.is_busy, timeout=PATIENCE)
        dialog.reject()

    when_asked(ComposeDialog, issue)
    press(view.view.detail, "Soạn biên bản họp xét…")
    rest(qtbot, home)
    assert take_here(qtbot, home, "review") == []
    review = read(road.commune, recognition).standing(date(2026, 3, 2)).rung("review").stands
    assert isinstance(review, StepTaken)
    assert (review.paper, review.document) == (
        road.commune.queries.ids("documents")[0],
        "01/BB-UBND",
    )
    said = take_here(
        qtbot,
        home,
        "request",
        paper=lambda dialog: dialog.lines.document.line.setText("03/TTr-UBND"),
    )
    assert "phải có văn bản" in said[0]
    assert view.status.text == "Chờ thẩm định"
    road.up()

    # Above: the books received say the same; one criterion is given back all the same.
    desk_above = above(qtbot, office)
    assert [row[1].text for row in desk_above.table.rows] == ["Chờ thẩm định"]
    appraisal = desk_above.appraisal
    assert [row[0].text for row in appraisal.table.rows] == list("abcdefg")
    assert appraisal.accept.isEnabled()
    appraisal.table.choose(4)
    appraisal.returns.click()
    appraisal.reason.setPlainText("Bổ sung bản cam kết đã quét")
    assert not appraisal.accept.isEnabled()
    [unsaved] = appraisal.kept.unsaved()
    assert unsaved.title.startswith("Thẩm định Xã Ia Dom: ")
    answered: list[str] = []

    def answer(dialog: AppraiseDialog) -> None:
        answered.append(words(dialog))
        dialog.lines.who.line.setText("Trần Thị Thẩm")
        dialog.done_button.click()

    when_asked(AppraiseDialog, answer)
    appraisal.send_back.click()
    rest(qtbot, office)
    assert "Trả lại 1 tiêu chí" in answered[0]
    assert appraisal.kept.unsaved() == []
    assert [row[1].text for row in desk_above.table.rows] == ["Bị trả lại"]
    road.down()

    # The commune sees what came back and why: on its first page and on the ladder.
    lines = [line for line in read_briefing(road.commune).lines if "Bị trả lại" in line.title]
    assert [(line.chip, line.way) for line in lines] == [
        ("1 tiêu chí", Door("recognitions", record=recognition))
    ]
    home.desk.door.emit(lines[0].way)
    rest(qtbot, home)
    assert view.status.text == "Bị trả lại"
    assert view.view.detail.shown == "self-assessment"
    assert "Bổ sung bản cam kết đã quét" in words(view.view.detail)
    assert take_here(qtbot, home, "self-assessment") == []
    assert take_here(qtbot, home, "request", "05/TTr-UBND") == []
    road.up()

    above(qtbot, office)
    when_asked(AppraiseDialog, answer)
    appraisal.accept.click()
    rest(qtbot, office)

    def sign(dialog: DecideDialog) -> None:
        dialog.number.line.setText("120/QĐ-UBND")
        dialog.lines.who.line.setText("Lê Văn Tỉnh")
        dialog.certificate.line.setText("07/GCN")
        dialog.until.line.setText("14/12/2027")
        dialog.done_button.click()

    when_asked(DecideDialog, sign)
    appraisal.recognise.click()
    rest(qtbot, office)
    assert [row[1].text for row in desk_above.table.rows] == ["Đã công nhận"]
    road.down()

    view = at_home(qtbot, home)
    assert view.status.text == "Đã công nhận"
    view.view.ladder.rungs["decision"].click()
    shown = words(view.view.detail)
    assert "Giấy chứng nhận số 07/GCN" in shown
    assert "14/12/2027" in shown

    # Withdrawn with reasons, which the commune reads.
    def take_back(dialog: DecideDialog) -> None:
        dialog.number.line.setText("9/QĐ-UBND")
        dialog.lines.who.line.setText("Lê Văn Tỉnh")
        dialog.why.setPlainText("Phát sinh tụ điểm")
        dialog.done_button.click()

    above(qtbot, office)
    when_asked(DecideDialog, take_back)
    appraisal.withdraw.click()
    rest(qtbot, office)
    road.down()
    (line,) = withdrawn_lines(road.commune)
    assert (
        line.title
        == f"Công nhận bị thu hồi: {read(road.commune, recognition).recognition.programme}"
    )
    assert line.detail == "Quyết định 9/QĐ-UBND ngày 02/03/2026: Phát sinh tụ điểm"
    home.desk.door.emit(line.way)
    rest(qtbot, home)
    view = at_home(qtbot, home)
    assert view.status.text == "Đã thu hồi"
    view.view.ladder.rungs["decision"].click()
    assert "Lý do thu hồi: Phát sinh tụ điểm" in words(view.view.detail)

    # It stays on the first page until the commune sets out anew.
    begin(road.commune, "2026-03-02", year=2027, process="ra-soat-nam", pack="")
    assert withdrawn_lines(road.commune) == [line]
    begin(road.commune, "2026-03-02")
    assert withdrawn_lines(road.commune) == []


def withdrawn_lines(commune: Office) -> list[Line]:
    """What the first page of the commune says of recognitions taken away."""
    return [each for each in read_briefing(commune).lines if each.chip == "Đã thu hồi"]


@pytest.fixture
def begun(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], road: Road
) -> tuple[MainWindow, CommuneView]:
    """A commune that has set out, its page in front."""
    begin(road.commune)
    window = windows(road.commune)
    return window, at_home(qtbot, window)


def test_the_arrows_walk_the_ladder(qtbot: QtBot, begun: tuple[MainWindow, CommuneView]) -> None:
    _window, view = begun
    assert view.view.detail.shown == "baseline"
    ladder = view.view.ladder
    ladder.rungs["baseline"].setFocus()
    QTest.keyClick(ladder.rungs["baseline"], Qt.Key.Key_Up)
    assert view.view.detail.shown == "register"
    QTest.keyClick(ladder.rungs["register"], Qt.Key.Key_Up)
    assert view.view.detail.shown == "register"
    assert "04/02" not in ladder.rungs["register"].told
    assert ladder.rungs["register"].told == "05/01/2026 · Nguyễn Văn Chủ · 01/ĐK-UBND"


def test_a_baseline_that_was_written_otherwise_is_asked_about(
    qtbot: QtBot, begun: tuple[MainWindow, CommuneView], road: Road
) -> None:
    window, view = begun
    (campaign,) = road.commune.queries.ids("campaigns")
    edit(road.commune, "campaigns", campaign, baseline_addicts=7)
    said = take_here(qtbot, window, "baseline", keep=lambda dialog: dialog.written.click())
    assert "7 / 1" in said[0]
    rung = view.view.standing.rung("baseline") if view.view.standing else None
    assert rung is not None
    assert rung.state is State.DONE
    view.view.ladder.rungs["baseline"].click()
    assert "7 người nghiện" in words(view.view.detail)


def test_two_results_at_once_are_asked_about_in_the_dialog(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], road: Road
) -> None:
    road.on("2026-12-15")
    recognition = begin(road.commune, "2026-12-15", process="ra-soat-nam", pack="")
    exempt_commune(road)
    window = windows(road.commune)

    def choose(dialog: StepDialog) -> None:
        assert dialog.asked.isVisible()
        dialog.options["drug_free"].click()
        dialog.choice_by.line.setText("Vũ Thị Hoa")

    said = take_here(
        qtbot,
        window,
        "self-assessment",
        choose=choose,
        say_why=lambda dialog: dialog.choice_why.line.setText("Điều 6 trừ người cai tại nhà"),
    )
    assert [each.split(";")[0] for each in said] == [
        "Số liệu dẫn đến hai kết quả cùng lúc",
        "Hãy ghi lý do chọn kết quả.",
    ]
    view = at_home(qtbot, window).view
    view.ladder.rungs["self-assessment"].click()
    assert "Kết quả được chọn: Địa bàn không ma túy (Điều 6)" in words(view.detail)
    taken = read(road.commune, recognition).recognition.steps
    assert [(each.choice, each.choice_by) for each in taken] == [("drug_free", "Vũ Thị Hoa")]


def test_the_officials_of_the_letterhead_are_named_by_their_position(
    qtbot: QtBot, begun: tuple[MainWindow, CommuneView], road: Road
) -> None:
    window, view = begun
    (settings,) = road.commune.queries.ids("settings")
    edit(road.commune, "settings", settings, signer="Đinh Văn Chủ", police_chief="Vũ Thị Hoa")
    seen: list[str] = []

    def look(dialog: StepDialog) -> None:
        seen.append(dialog.lines.who.text)
        dialog.lines.position.setCurrentText("Chủ tịch Ủy ban nhân dân cấp xã")
        seen.append(dialog.lines.who.text)
        dialog.lines.who.line.setText("Người khác")
        dialog.lines.position.setCurrentText("Trưởng Công an cấp xã")
        seen.append(dialog.lines.who.text)
        dialog.reject()

    when_asked(StepDialog, look)
    press(view.view.detail, "Ghi bước này…")
    rest(qtbot, window)
    assert seen == ["Vũ Thị Hoa", "Đinh Văn Chủ", "Người khác"]


def test_a_step_is_withdrawn_with_its_reason(
    qtbot: QtBot, begun: tuple[MainWindow, CommuneView]
) -> None:
    window, view = begun
    assert take_here(qtbot, window, "baseline") == []
    view.view.ladder.rungs["baseline"].click()

    def why(dialog: LineDialog) -> None:
        dialog.line.line.setText("Sổ còn thiếu người")
        dialog.accept()

    when_asked(LineDialog, why)
    press(view.view.detail, "Rút lại…")
    rest(qtbot, window)
    view.view.ladder.rungs["baseline"].click()
    assert "Sổ còn thiếu người" in words(view.view.detail)
    assert "Ghi bước này…" in words(view.view.detail)


def test_a_kept_result_is_a_door_to_it(
    qtbot: QtBot, begun: tuple[MainWindow, CommuneView], road: Road
) -> None:
    window, view = begun
    assert take_here(qtbot, window, "baseline") == []
    view.view.ladder.rungs["baseline"].click()
    (record,) = road.commune.queries.ids("assessments")
    door = next(
        each
        for each in view.view.detail.findChildren(QPushButton)
        if "Xem số liệu đã giữ" in each.accessibleName()
    )
    with qtbot.waitSignal(window.desk.door) as gone:
        door.click()
    assert gone.args == [Door("assessments", record=record)]
    rest(qtbot, window)


def test_the_scans_of_a_step_have_their_place(
    qtbot: QtBot, begun: tuple[MainWindow, CommuneView]
) -> None:
    window, view = begun
    view.view.ladder.rungs["register"].click()
    press(view.view.detail, "Tệp đính kèm…")
    (dialog,) = view.view.findChildren(AttachmentsDialog)
    assert dialog.isVisible()
    assert "Đăng ký xây dựng địa bàn" in words(dialog)
    dialog.reject()
    rest(qtbot, window)


def test_given_up_it_has_no_next_step(qtbot: QtBot, begun: tuple[MainWindow, CommuneView]) -> None:
    window, view = begun

    def why(dialog: LineDialog) -> None:
        dialog.line.line.setText("Đăng ký lại năm sau")
        dialog.accept()

    when_asked(LineDialog, why)
    view.stop.click()
    rest(qtbot, window)
    assert view.status.text == "Đã thôi"
    assert "Đăng ký lại năm sau" in view.told.text()
    assert not view.stop.isEnabled()


def test_who_may_not_write_sees_the_ladder_without_buttons(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], road: Road
) -> None:
    begin(road.commune)
    road.commune.account = type(road.commune.account)("an", "Nguyễn Văn An", "village")
    window = windows(road.commune)
    view = at_home(qtbot, window)
    assert not view.begin.isVisible()
    assert "Ghi bước này…" not in words(view.view.detail)
    assert not PAGE.allowed(type("Seen", (), {"may_see": role("viewer").may_see})())


def test_the_one_whose_turn_it_is_comes_first(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], road: Road
) -> None:
    recognition = begin(road.commune)
    take(road.commune, recognition, "baseline", "2026-01-05")
    begin(road.commune, year=2027, process="ra-soat-nam", pack="")
    for step, paper in (("self-assessment", ""), ("review", "1/BB"), ("request", "2/TTr")):
        take(road.commune, recognition, step, "2026-03-02", paper)
    road.up()
    assert "Đề nghị công nhận đang chờ cơ quan này" in {
        line.title for line in read_briefing(road.above).lines
    }
    view = above(qtbot, windows(road.above))
    assert [row[1].text for row in view.table.rows] == ["Chờ thẩm định", "Đang thực hiện"]
    appraise(road.above, recognition, Verdict.ACCEPT, "2026-03-02")
    decide(road.above, recognition, Ruling.RECOGNISE, "2026-03-02")
    standing = read(road.above, recognition).standing(date(2026, 3, 2))
    assert standing.status is Status.RECOGNISED
    assert standing.decision is not None
    assert standing.decision.packs == (IA_HDRAI,)


def test_the_office_above_takes_its_own_answer_back_with_a_reason(
    qtbot: QtBot, road: Road, windows: Callable[[Office], MainWindow]
) -> None:
    recognition = asked(road)
    appraise(road.above, recognition, Verdict.ACCEPT, "2026-03-02")
    window = windows(road.above)
    view = above(qtbot, window)
    view.tabs.setCurrentWidget(view.view)
    view.view.show_step("appraisal")

    def why(dialog: LineDialog) -> None:
        dialog.line.line.setText("Ghi nhầm đơn vị")
        dialog.accept()

    when_asked(LineDialog, why)
    press(view.view.detail, "Rút lại…")
    rest(qtbot, window)
    view.view.show_step("appraisal")
    assert "Đã rút lại ngày 02/03/2026: Ghi nhầm đơn vị" in words(view.view.detail)
    assert "Rút lại…" not in words(view.view.detail)
    [(_case, standing)] = view.cases
    assert standing.status is Status.REQUESTED
    view.view.show_step("request")
    assert "Rút lại…" not in words(view.view.detail)
    road.commune.close()
