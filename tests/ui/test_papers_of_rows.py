"""The papers of a row and of a step of recognition open where their record is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog
from sachmatuy_desktop.ui.dialogs.form_picker import FormPicker
from sachmatuy_desktop.ui.dialogs.print_forms import PrintFormsDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.recognition import RecognitionPage
from sachmatuy_desktop.ui.pages.recognition.commune import CommuneView
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from tests.fact_cases import drug_free_commune
from tests.offices import add
from tests.services.recognition_roads import begin
from tests.ui.asked import when_asked
from tests.ui.hands import act_of
from tests.ui.windows import PATIENCE, rest

Windows = Callable[[Office], MainWindow]


@pytest.fixture
def commune(tmp_path: Path) -> Office:
    """A commune with one village, household, board, box and commitment."""
    office = drug_free_commune(tmp_path / "office").office
    (box,) = office.queries.ids("tip_boxes")
    add(office, "box_openings", box=box, opened_on="2026-02-20", letters=2)
    return office


@pytest.fixture
def window(commune: Office, windows: Windows) -> MainWindow:
    return windows(commune)


def list_of(window: MainWindow, register: str, qtbot: QtBot) -> RecordList:
    """The list of a book of the registers page, its first row chosen."""
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    made = page.open_register(register)
    made.relist()
    rest(qtbot, window)
    made.table.selectRow(0)
    return made


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(each.get_textpage().get_text_bounded() for each in document)
    document.close()
    return text


def seen_when_filled(qtbot: QtBot) -> list[tuple[str, RecordId | None, str]]:
    """Whatever form is filled next: its name on screen, its record, its paper; then closed."""
    seen: list[tuple[str, RecordId | None, str]] = []

    def look(dialog: FillDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=PATIENCE)
        seen.append((dialog.name.text(), dialog.record, text_of(dialog.view.pdf)))
        dialog.reject()

    when_asked(FillDialog, look)
    return seen


def fill_first_row(made: RecordList) -> None:
    menu = made.bulk.menu()
    assert menu is not None
    act_of(menu, "Soạn theo mẫu…").trigger()


@pytest.mark.parametrize(
    ("register", "name", "said"),
    [
        ("hotline_boards", "Bảng niêm yết đường dây nóng của thôn, khu phố", "02603999999"),
        ("box_openings", "Biên bản mở hòm thư tố giác tội phạm", "2. Số thư có trong hòm thư: 2"),
    ],
)
def test_a_row_with_one_paper_is_filled_at_once(
    register: str, name: str, said: str, window: MainWindow, qtbot: QtBot
) -> None:
    made = list_of(window, register, qtbot)
    seen = seen_when_filled(qtbot)
    fill_first_row(made)
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    assert seen[0][0] == name
    assert said in seen[0][2]


def test_of_several_papers_of_a_village_one_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    made = list_of(window, "villages", qtbot)
    offered: list[str] = []

    def choose(picker: FormPicker) -> None:
        offered.extend(picker.listed)
        picker.choose("commitment-village")
        picker.take_button.click()

    when_asked(FormPicker, choose)
    seen = seen_when_filled(qtbot)
    fill_first_row(made)
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    assert set(offered) == {"commitment-village", "hotline-poster"}
    assert "Thôn tự quản - phòng chống ma tuý" in seen[0][2]


def test_a_commitment_opens_the_paper_of_its_household(
    window: MainWindow, commune: Office, qtbot: QtBot
) -> None:
    (record,) = commune.queries.ids("commitments")
    window.desk.open_record("commitments", record)
    page = window.open_page("households")
    assert isinstance(page, HouseholdsPage)
    made = page.commitments
    assert made is not None
    rest(qtbot, window)
    made.table.selectRow(0)
    seen = seen_when_filled(qtbot)
    fill_first_row(made)
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    (household,) = commune.queries.ids("households")
    assert seen[0][:2] == ("Bản cam kết của hộ gia đình", household)
    assert "Trần Thị Bưởi" in seen[0][2]


def test_the_papers_of_many_households_come_in_one_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    page = window.open_page("households")
    assert isinstance(page, HouseholdsPage)
    made = page.list
    made.relist()
    rest(qtbot, window)
    made.table.selectAll()
    menu = made.bulk.menu()
    assert menu is not None
    act_of(menu, "In mẫu cho các dòng đang chọn…").trigger()
    dialog = made.bulk.printing
    assert isinstance(dialog, PrintFormsDialog)
    qtbot.waitUntil(lambda: dialog.form.count() > 0, timeout=PATIENCE)
    dialog.form.setCurrentIndex(dialog.form.findData("commitment-household"))
    out = tmp_path / "cam-ket.pdf"
    dialog.path.line.setText(str(out))
    dialog.done_button.click()
    qtbot.waitUntil(out.exists, timeout=PATIENCE)
    rest(qtbot, window)
    assert "Trần Thị Bưởi" in text_of(out.read_bytes())


def test_a_step_of_recognition_offers_its_papers_filled_from_the_recognition(
    commune: Office, windows: Windows, qtbot: QtBot
) -> None:
    recognition = begin(commune)
    window = windows(commune)
    page = window.open_page("recognition")
    assert isinstance(page, RecognitionPage)
    rest(qtbot, window)
    assert isinstance(page.view, CommuneView)
    view = page.view.view
    view.ladder.rungs["register"].click()
    offered = {each.text(): each for each in view.detail.findChildren(QPushButton)}
    seen = seen_when_filled(qtbot)
    offered["Soạn đơn đăng ký xây dựng xã không ma túy…"].click()
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    assert seen[0][1] == recognition
    assert "kể từ ngày 05/01/2026" in " ".join(seen[0][2].split())
    view.ladder.rungs["announcement"].click()
    rest(qtbot, window)
    assert not [
        each.text()
        for each in view.detail.findChildren(QPushButton)
        if each.text().startswith("Soạn")
    ]
