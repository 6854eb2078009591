"""«Trả lại để bổ sung» in the windows of two offices: returned, told, answered, ruled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.returns import AnswerKind, Stage
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.returns import Opinion, ReturnRecords, ReturnUnit
from sachmatuy_desktop.ui.desk import CRITERION, Door
from sachmatuy_desktop.ui.dialogs.bulk_acts import BulkOffer
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.return_note import ChangeReturnDialog, ReturnRecordsDialog
from sachmatuy_desktop.ui.dialogs.returns import AnswerReturnDialog, ReasonDialog
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.forms.return_strip import ReturnStrip
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.sync.returns import ReturnsTab
from sachmatuy_desktop.ui.pages.today.briefing import read_briefing
from sachmatuy_desktop.ui.pages.today.todo import Group
from tests.offices import IA_DOM, TestClock, add_person, add_village, edit, new_office, remove
from tests.services.test_returns import NUMBER
from tests.sync.test_two_offices import DISTRICT, introduce
from tests.ui.test_difficulties import carry
from tests.ui.windows import PATIENCE, rest

Windows = Callable[[Office], MainWindow]


@pytest.fixture
def offices(tmp_path: Path, clock: TestClock) -> tuple[Office, Office]:
    """A commune with two people and the office above, their cards exchanged."""
    commune = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    village = add_village(commune)
    add_person(commune, "Lê Văn Cam", village)
    add_person(commune, "Lò Thị Mận", village)
    return commune, above


@pytest.fixture
def merging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks over a bundle takes it in."""
    monkeypatch.setattr(MergeDialog, "ask", lambda *_asked: True)


def tab_of(qtbot: QtBot, window: MainWindow) -> ReturnsTab:
    """The tab of opinions in front, read."""
    page = window.open_page("sync")
    assert isinstance(page, SyncPage)
    page.tabs.setCurrentWidget(page.returns)
    rest(qtbot, window)
    page.returns.refresh()
    rest(qtbot, window)
    return page.returns


def panel_of(qtbot: QtBot, window: MainWindow, person: str) -> RecordPanel:
    """A person's record at the right of the list."""
    window.desk.open_record("people", person)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, PeoplePage)
    (panel,) = (each for each in page.findChildren(RecordPanel) if each.record == person)
    return panel


def shown(tab: ReturnsTab) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in tab.table.rows]


def words(widget: ReturnStrip) -> list[str]:
    """What a strip says, doors by their whole words."""
    doors = [each.whole for each in widget.findChildren(LongDoor)]
    return doors + [each.text() for each in widget.findChildren(QLabel) if each.text()]


def person_of(office: Office, name: str) -> str:
    ids = office.queries.ids("people")
    return next(key for key, each in office.queries.names("people", ids).items() if name in each)


def test_a_record_is_returned_put_right_and_answered_through_two_windows(  # noqa: PLR0915
    qtbot: QtBot,
    windows: Windows,
    offices: tuple[Office, Office],
    tmp_path: Path,
    clock: TestClock,
    merging: None,
) -> None:
    window, above = windows(offices[0]), windows(offices[1])
    carry(qtbot, window, above, tmp_path / "lên-1.smt")
    cam = person_of(offices[1], "Cam")

    # returned from the record above
    panel = panel_of(qtbot, above, cam)
    assert panel.returned.isVisibleTo(panel)
    panel.returned.send_back.click()
    (dialog,) = above.findChildren(ReturnRecordsDialog)
    dialog.form.choose_reason(NUMBER)
    assert dialog.form.due_on.text == "09/03/2026"
    dialog.look()
    rest(qtbot, above)
    assert dialog.done_button.text() == "Trả lại 1 người"
    dialog.do()
    rest(qtbot, above)
    assert f"Đã trả lại: {NUMBER}" in words(panel.returned)
    there = tab_of(qtbot, above)
    (line,) = shown(there)
    assert line[:3] == ["Xã Ia Dom", NUMBER, "Người: Lê Văn Cam, 01/05/1990"]
    assert line[3:] == ["09/03/2026", "Chờ trả lời", "từ hôm nay"]
    assert "chưa gửi cho đơn vị" in " ".join(
        each.text() for each in there.detail.findChildren(QLabel)
    )

    # told below: on the first page, at the record, at the very field
    carry(qtbot, above, window, tmp_path / "xuống-1.smt")
    (told,) = read_briefing(offices[0]).groups[Group.WEEK]
    assert (told.chip, told.title) == ("còn 7 ngày", f"Bị trả lại: {NUMBER}")
    assert told.way == Door("people", record=cam, field="citizen_number")
    window.go_through(told.way)
    rest(qtbot, window)
    below = panel_of(qtbot, window, cam)
    assert f"Cơ quan tiếp nhận trả lại: {NUMBER}" in words(below.returned)
    assert "bổ sung mục này" in below.form._rows["citizen_number"].label.toolTip()
    assert not below.form._rows["full_name"].label.toolTip()
    number = below.form.editor("citizen_number")
    assert isinstance(number, QLineEdit)
    number.setText("062090000012")
    below.save()
    rest(qtbot, window)

    # answered from the record
    (button,) = (
        each
        for each in below.returned.findChildren(QPushButton)
        if each.text() == "Trả lời…" and not each.isHidden()
    )
    button.click()
    (reply,) = window.findChildren(AnswerReturnDialog)
    reply.choose(AnswerKind.EXPLAINED)
    reply.done_button.click()
    rest(qtbot, window)
    assert reply.beside.text() == "Hãy ghi nội dung trả lời."
    reply.choose(AnswerKind.SUPPLEMENTED)
    reply.done_button.click()
    rest(qtbot, window)
    assert not read_briefing(offices[0]).groups[Group.WEEK]
    assert "bổ sung" not in below.form._rows["citizen_number"].label.toolTip()
    assert shown(tab_of(qtbot, window))[0][3] == "Đã trả lời"

    # seen above with what has changed; found wanting, answered again, accepted
    clock.advance(days=1)
    carry(qtbot, window, above, tmp_path / "lên-2.smt")
    there = tab_of(qtbot, above)
    assert [row[4] for row in shown(there)] == ["Đã trả lời"]
    said = " ".join(each.text() for each in there.detail.findChildren(QLabel))
    assert "Đơn vị đã sửa từ khi trả lại" in said
    assert "062090000012" in said
    there.reopen.click()
    (why,) = there.findChildren(ReasonDialog)
    why.done_button.click()
    rest(qtbot, above)
    assert why.wrong.text() == "Hãy ghi lý do."
    why.reason.setPlainText("Cần bản quét thẻ.")
    why.done_button.click()
    rest(qtbot, above)
    assert [row[4] for row in shown(there)] == ["Mở lại"]
    carry(qtbot, above, window, tmp_path / "xuống-2.smt")
    mine = tab_of(qtbot, window)
    assert [row[3] for row in shown(mine)] == ["Mở lại"]
    mine.answer.click()
    (reply,) = mine.findChildren(AnswerReturnDialog)
    reply.content.setPlainText("Đã đính kèm.")
    reply.done_button.click()
    rest(qtbot, window)
    carry(qtbot, window, above, tmp_path / "lên-3.smt")
    there = tab_of(qtbot, above)
    there.accept.click()
    rest(qtbot, above)
    assert [row[4] for row in shown(there)] == ["Đã chấp nhận"]


def test_many_rows_are_returned_at_once_one_opinion_each(
    qtbot: QtBot, windows: Windows, offices: tuple[Office, Office], tmp_path: Path, merging: None
) -> None:
    window, above = windows(offices[0]), windows(offices[1])
    carry(qtbot, window, above, tmp_path / "lên.smt")
    page = above.open_page("people")
    assert isinstance(page, PeoplePage)
    rest(qtbot, above)
    listed = page.list
    listed.table.selectAll()
    offer = next(each for each in listed.bulk.offers if "Trả lại" in each.title)
    listed.bulk.ask(offer)
    dialog = listed.bulk.dialog
    assert isinstance(dialog, ReturnRecordsDialog)
    dialog.form.choose_reason(NUMBER)
    dialog.look()
    rest(qtbot, above)
    assert dialog.told.text().startswith("Sẽ ghi cho 2 ")
    dialog.do()
    rest(qtbot, above)
    assert len(tab_of(qtbot, above).found) == 2
    carry(qtbot, above, window, tmp_path / "xuống.smt")
    (line,) = read_briefing(offices[0]).groups[Group.WEEK]
    assert line.detail.startswith("2 ghi chép")
    assert isinstance(line.way, Door)
    assert len(line.way.only or ()) == 2
    assert not any("Trả lại" in each.title for each in _own_offers(qtbot, window))


def _own_offers(qtbot: QtBot, window: MainWindow) -> tuple[BulkOffer, ...]:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    rest(qtbot, window)
    return page.list.bulk.offers


def test_the_list_is_narrowed_changed_withdrawn_and_taken_out(
    qtbot: QtBot, windows: Windows, offices: tuple[Office, Office], clock: TestClock, tmp_path: Path
) -> None:
    above = windows(offices[1])
    for subject, due in (("Nộp sổ", date(2026, 3, 5)), ("Bổ sung cam kết", date(2026, 3, 20))):
        offices[1].run(ReturnUnit(IA_DOM, Opinion(subject, due_on=due)))
    offices[1].run(ReturnUnit(IA_DOM, Opinion("Làm tốt", kind="nhan_xet")))
    clock.advance(days=10)
    tab = tab_of(qtbot, above)
    assert [(row[1], row[4]) for row in shown(tab)] == [
        ("Nộp sổ", "Quá hạn 7 ngày"),
        ("Bổ sung cam kết", "Chờ trả lời"),
        ("Làm tốt", "Để biết"),
    ]
    assert tab.told.text() == "3 ý kiến; 2 chưa trả lời, 1 quá hạn."
    tab.choose_filter(2)
    assert [row[1] for row in shown(tab)] == ["Nộp sổ"]
    assert not tab.reopen.isEnabled()
    tab.edit.click()
    (dialog,) = tab.findChildren(ChangeReturnDialog)
    assert dialog.form.subject.text == "Nộp sổ"
    dialog.form.due_on.line.setText("15/03/2026")
    dialog.done_button.click()
    rest(qtbot, above)
    tab.choose_filter(0)
    assert [row[3] for row in shown(tab)][:2] == ["15/03/2026", "20/03/2026"]
    tab.withdraw.click()
    (why,) = tab.findChildren(ReasonDialog)
    why.reason.setPlainText("Đã rõ.")
    why.done_button.click()
    rest(qtbot, above)
    tab.choose_filter(4)
    (one,) = tab.found
    assert one.standing.stage is Stage.WITHDRAWN
    assert not tab.edit.isEnabled()
    tab.go_through(Door("returns", record=one.returned.id))
    assert len(tab.found) == 3
    path = tmp_path / "y-kien.xlsx"
    tab.export_to(path)
    rest(qtbot, above)
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    cells = [[str(cell.value) for cell in row] for row in load_workbook(path).worksheets[0].rows]
    assert any("Bổ sung cam kết" in row for row in cells)


def test_what_became_of_the_record_is_told(
    qtbot: QtBot, windows: Windows, offices: tuple[Office, Office], tmp_path: Path, merging: None
) -> None:
    window, above = windows(offices[0]), windows(offices[1])
    carry(qtbot, window, above, tmp_path / "lên.smt")
    cam = person_of(offices[1], "Cam")
    offices[1].run(ReturnRecords("people", (cam,), opinion=Opinion(NUMBER)))
    remove(offices[0], "people", cam)
    carry(qtbot, above, window, tmp_path / "xuống.smt")
    lines = read_briefing(offices[0]).groups[Group.OTHERS]
    (line,) = (each for each in lines if "Bị trả lại" in each.title)
    assert line.detail == "ghi chép này đã xóa khỏi sổ"
    assert isinstance(line.way, Door)
    window.go_through(line.way)
    rest(qtbot, window)
    tab = tab_of(qtbot, window)
    said = [each.text() for each in tab.detail.findChildren(QLabel)]
    assert "Ghi chép này đã xóa khỏi sổ." in said


def test_a_door_leads_to_the_very_criterion(
    qtbot: QtBot, windows: Windows, offices: tuple[Office, Office]
) -> None:
    window = windows(offices[0])
    pack = "ia-hdrai-2024/commune-drug-free"
    page = window.open_page("criteria")
    assert isinstance(page, CriteriaPage)
    rest(qtbot, window)
    assert page.view.assessment is not None
    wanted = page.view.assessment.criteria[4].id
    page.tabs.setCurrentIndex(1)
    window.go_through(Door("assessments", record=f"{pack}#{wanted}", field=CRITERION))
    rest(qtbot, window)
    assert page.tabs.currentWidget() is page.view
    assert page.view.table.row == 4


def test_an_edit_of_the_record_alone_does_not_close_what_was_returned(
    qtbot: QtBot, windows: Windows, offices: tuple[Office, Office], tmp_path: Path, merging: None
) -> None:
    window, above = windows(offices[0]), windows(offices[1])
    carry(qtbot, window, above, tmp_path / "lên.smt")
    cam = person_of(offices[1], "Cam")
    offices[1].run(ReturnRecords("people", (cam,), opinion=Opinion(NUMBER)))
    carry(qtbot, above, window, tmp_path / "xuống.smt")
    edit(offices[0], "people", cam, citizen_number="062090000012")
    tab = tab_of(qtbot, window)
    assert [row[3] for row in shown(tab)] == ["Chờ trả lời"]
    said = [each.text() for each in tab.detail.findChildren(QLabel)]
    assert "Đã sửa từ khi nhận ý kiến" in said
