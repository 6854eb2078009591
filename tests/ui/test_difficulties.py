"""Khó khăn, vướng mắc in the windows of two offices: raised, asked about, answered, settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.difficulties import (
    AnswerDifficultyDialog,
    ClarifyDialog,
    CloseDifficultyDialog,
)
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from sachmatuy_desktop.ui.pages.sync import SyncPage
from tests.offices import TestClock, add, add_village, edit, new_office, row
from tests.sync.test_two_offices import DISTRICT, introduce
from tests.ui.asked import when_asked
from tests.ui.test_recognition_page import press, words
from tests.ui.windows import PATIENCE, rest


@pytest.fixture
def offices(tmp_path: Path, clock: TestClock) -> tuple[Office, Office]:
    """A commune and the office above, their cards exchanged."""
    commune = new_office(tmp_path / "xã", clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    return commune, above


def tab_of(qtbot: QtBot, window: MainWindow) -> DifficultiesTab:
    """The tab in front, read."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.difficulties)
    rest(qtbot, window)
    return page.difficulties


def carry(qtbot: QtBot, sender: MainWindow, receiver: MainWindow, stick: Path) -> None:
    """A bundle written in one window and taken in in the other."""
    out, into = sender.open_page("sync"), receiver.open_page("sync")
    assert isinstance(out, SyncPage)
    assert isinstance(into, SyncPage)
    office, there = out.flow.office, into.flow.office
    partner = next(
        each for each in trusting.partners(office) if each.key_id == there.keys.device.public.key_id
    )
    out.flow.export_to(partner, stick)
    rest(qtbot, sender)
    qtbot.waitUntil(stick.exists, timeout=PATIENCE)
    into.take_in(stick)
    rest(qtbot, receiver)


def shown(tab: DifficultiesTab) -> list[list[str]]:
    """The rows of the list."""
    return [[cell.text for cell in cells] for cells in tab.table.rows]


def type_into(dialog: QuickDialog, **typed: str) -> None:
    """Type into the fields of a small form."""
    for name, text in typed.items():
        editor = dialog.form.editor(name)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            continue
        line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(text)


def test_a_difficulty_goes_up_and_its_answer_comes_down(  # noqa: PLR0915  (one story)
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    offices: tuple[Office, Office],
    clock: TestClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MergeDialog, "ask", lambda *_asked: True)
    window, above = windows(offices[0]), windows(offices[1])
    tab = tab_of(qtbot, window)
    assert "Chưa ghi khó khăn" in tab.told.text()
    tab.raise_one.click()
    (dialog,) = tab.findChildren(QuickDialog)
    type_into(dialog, subject="Thiếu que thử", content="Hết que từ tháng 2.")
    dialog.ways["Ghi vào sổ"].click()
    rest(qtbot, window)
    assert shown(tab) == [["Thiếu que thử", "02/03/2026", "Mới nêu", ""]]

    carry(qtbot, window, above, tmp_path / "lên.smt")
    clock.advance(days=5)
    there = tab_of(qtbot, above)
    assert shown(there) == [
        ["Xã Ia Dom", "Thiếu que thử", "02/03/2026", "Đang chờ trả lời", "5 ngày"]
    ]
    assert "1 đang chờ cơ quan này" in there.told.text()
    assert shown(tab_of(qtbot, window))[0][2] == "Đã gửi lên"

    said: list[str] = []

    def ask_back(dialog: AnswerDifficultyDialog) -> None:
        dialog.kind.setCurrentIndex(1)
        dialog.lines.who.line.setText("Trần Thị Trên")
        dialog.lines.position.setCurrentText("Phó Trưởng phòng")
        dialog.done_button.click()
        qtbot.waitUntil(dialog.done_button.isEnabled, timeout=PATIENCE)
        said.append(dialog.wrong.text())
        dialog.content.setPlainText("Cần loại que nào?")
        dialog.done_button.click()

    when_asked(AnswerDifficultyDialog, ask_back)
    tab_of(qtbot, above).answer.click()
    rest(qtbot, above)
    assert said == ["Hãy ghi nội dung."]
    assert shown(there)[0][3:] == ["Đề nghị làm rõ", ""]

    carry(qtbot, above, window, tmp_path / "xuống.smt")
    tab = tab_of(qtbot, window)
    assert shown(tab)[0][2] == "Đề nghị làm rõ"
    assert "Cần loại que nào?" in words(tab.detail)

    def say_more(dialog: ClarifyDialog) -> None:
        dialog.content.setPlainText("Loại 4 chân.")
        dialog.done_button.click()

    when_asked(ClarifyDialog, say_more)
    tab.clarify.click()
    rest(qtbot, window)
    assert "gói dữ liệu tiếp theo sẽ mang đi" in words(tab.detail)
    clock.advance(hours=1)
    carry(qtbot, window, above, tmp_path / "lên nữa.smt")

    def answer(dialog: AnswerDifficultyDialog) -> None:
        dialog.content.setPlainText("Đã cấp 50 que.")
        dialog.lines.who.line.setText("Trần Thị Trên")
        dialog.lines.position.setCurrentText("Phó Trưởng phòng")
        dialog.lines.document.line.setText("45/CV-PC04")
        dialog.done_button.click()

    there = tab_of(qtbot, above)
    assert shown(there)[0][3] == "Đang chờ trả lời"
    assert "Loại 4 chân." in words(there.detail)
    when_asked(AnswerDifficultyDialog, answer)
    there.answer.click()
    rest(qtbot, above)
    carry(qtbot, above, window, tmp_path / "xuống nữa.smt")
    tab = tab_of(qtbot, window)
    assert shown(tab)[0][2] == "Đã trả lời"
    told = words(tab.detail)
    assert "45/CV-PC04" in told
    assert "Trần Thị Trên (Phó Trưởng phòng)" in told

    def close(dialog: CloseDifficultyDialog) -> None:
        dialog.closed_on.line.setText("01/01/2026")
        dialog.content.setPlainText("Đã nhận đủ.")
        dialog.done_button.click()
        qtbot.waitUntil(dialog.done_button.isEnabled, timeout=PATIENCE)
        said.append(dialog.closed_on.wrong.text())
        dialog.closed_on.line.setText("07/03/2026")
        dialog.done_button.click()

    when_asked(CloseDifficultyDialog, close)
    tab.close_one.click()
    rest(qtbot, window)
    assert said[1:] == ["Ngày giải quyết xong không thể trước ngày nêu."]
    assert shown(tab)[0][2] == "Đã giải quyết"
    assert not tab.close_one.isEnabled()
    carry(qtbot, window, above, tmp_path / "xong.smt")
    there = tab_of(qtbot, above)
    assert shown(there)[0][3] == "Đã giải quyết"
    assert "Đã nhận đủ." in words(there.detail)
    assert not there.answer.isEnabled()


def test_villages_words_are_taken_over_and_lead_back(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], offices: tuple[Office, Office]
) -> None:
    office = offices[0]
    village = add_village(office, "Thôn 6")
    reports = [
        add(
            office,
            "village_reports",
            village=village,
            month=month,
            sent_on=f"{month}-28",
            difficulties=told,
        )
        for month, told in (("2026-01", "Loa hỏng."), ("2026-02", "Thiếu đèn đường."))
    ]
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert tab.take_over.text() == "Lấy từ báo cáo thôn (2)"

    def choose(dialog: ChoiceDialog) -> None:
        dialog.marks[reports[0]].setChecked(True)
        press(dialog, "Đưa vào sổ")

    when_asked(ChoiceDialog, choose)
    tab.take_over.click()
    rest(qtbot, window)
    assert shown(tab) == [["Loa hỏng", "28/01/2026", "Cấp xã giải quyết", ""]]
    tab.take_over.click()
    rest(qtbot, window)
    assert sorted(line[0] for line in shown(tab)) == ["Loa hỏng", "Thiếu đèn đường"]
    assert tab.take_over.isHidden()
    went: list[Door] = []
    window.desk.door.connect(went.append)
    (door,) = [
        each
        for each in tab.detail.findChildren(QPushButton)
        if each.toolTip().startswith("Theo báo cáo")
    ]
    door.click()
    rest(qtbot, window)
    assert tab.chosen is not None
    assert [(each.register, each.record) for each in went] == [
        ("village_reports", tab.chosen.difficulty.report)
    ]


def test_doors_lead_to_one_and_to_several(
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    offices: tuple[Office, Office],
    tmp_path: Path,
) -> None:
    office = offices[0]
    ids = [
        add(office, "difficulties", subject=each, raised_on="2026-03-01", level="tren")
        for each in ("Một", "Hai", "Ba")
    ]
    window = windows(office)
    tab_of(qtbot, window)
    window.desk.open_record("difficulties", ids[1])
    rest(qtbot, window)
    tab = tab_of(qtbot, window)
    assert tab.chosen is not None
    assert tab.chosen.difficulty.id == ids[1]
    window.desk.open_list("difficulties", only=frozenset(ids[:2]))
    rest(qtbot, window)
    assert sorted(line[0] for line in shown(tab)) == ["Hai", "Một"]
    tab.whole.click()
    assert len(shown(tab)) == 3
    sheet = tmp_path / "khó khăn.xlsx"
    tab.export_to(sheet)
    rest(qtbot, window)
    cells = load_workbook(sheet).active
    assert cells is not None
    assert [cells.cell(3, column).value for column in range(1, 5)] == [
        "Về việc",
        "Ngày nêu",
        "Tình trạng",
        "Chờ",
    ]
    tab.ask_edit()
    (form,) = tab.findChildren(RecordDialog)
    assert form.isVisible()
    form.reject()


def test_an_act_of_another_part_of_the_window_is_seen(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], offices: tuple[Office, Office]
) -> None:
    office = offices[0]
    one = add(office, "difficulties", subject="Một", raised_on="2026-03-01", level="tren")
    window = windows(office)
    tab = tab_of(qtbot, window)
    edit(office, "difficulties", one, subject="Một, đã sửa")
    window.desk.changed.emit(frozenset({("difficulties", one)}))
    rest(qtbot, window)
    assert shown(tab)[0][0] == "Một, đã sửa"
    window.actions_by_id["undo"].trigger()
    rest(qtbot, window)
    assert row(office, "difficulties", one)["subject"] == "Một"
    assert shown(tab)[0][0] == "Một"


def test_who_only_looks_has_no_acts(
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    offices: tuple[Office, Office],
) -> None:
    office = offices[0]
    add(office, "difficulties", subject="Một", raised_on="2026-03-01", level="tren")
    looks = replace(office, account=replace(office.account, role="chair"))
    tab = tab_of(qtbot, windows(looks))
    assert shown(tab)[0][0] == "Một"
    acts = (tab.raise_one, tab.edit, tab.clarify, tab.close_one, tab.answer, tab.take_over)
    assert all(each.isHidden() for each in acts)
    assert tab.today == date(2026, 3, 2)
