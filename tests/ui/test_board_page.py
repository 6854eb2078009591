"""Bảng theo dõi: what communes sent is seen, narrowed, looked at closely and taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.board import Geography
from sachmatuy_desktop.services.criteria import KeepAssessment, program_library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.return_note import ReturnDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import PAGE, BoardPage
from sachmatuy_desktop.ui.pages.board.marks import Mark, legend_of, paint_mark
from sachmatuy_desktop.ui.pages.board.view import BoardView
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.theme import Tone
from tests.boards import CLASSES, FREE, IA_HDRAI, send_results
from tests.offices import TestClock, new_office, opened_copy
from tests.services.test_board import (
    DISTRICT,
    IA_DAL,
    IA_DAL_OLD,
    IA_DOM,
    IA_TOI,
    IA_TOI_OLD,
    QUANG_NGAI,
    decided,
    sent,
)
from tests.sync.test_two_offices import carry, introduce
from tests.ui.asked import when_asked

SENDERS = 24
NOVEMBER = datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tỉnh Quảng Ngãi; some communes sent in 2025 and 2026, three former ones in 2024."""
    folder = tmp_path_factory.mktemp("tinh") / "tinh"
    made = new_office(folder, QUANG_NGAI, "receiving", TestClock(NOVEMBER))
    communes = [each.id for each in unit_table().below(made.unit, NOVEMBER.date(), 3)]
    others = [each for each in communes if each not in (IA_TOI, IA_DAL)]
    send_results(made, others[:SENDERS], [date(2025, 11, 1), date(2026, 11, 1)])
    sent(made, IA_TOI, "2026-11-01", {"IAH.e": "not_met"})
    sent(made, IA_TOI, "2025-11-01")
    sent(made, IA_DOM, "2024-11-01")
    sent(made, IA_TOI_OLD, "2024-11-01", {"IAH.c": "not_met"})
    sent(made, IA_DAL_OLD, "2024-11-01")
    made.close()
    return folder


@pytest.fixture
def office(province: Path, tmp_path: Path) -> Iterator[Office]:
    made = opened_copy(province, tmp_path / "tinh", TestClock(NOVEMBER))
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settled: Callable[[], None]) -> BoardPage:
    made = BoardPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.opened()
    settled()
    return made


def by_pack(page: BoardPage, pack: str, settled: Callable[[], None], year: int = 2026) -> BoardView:
    page.communes.choice.choose(pack, year)
    settled()
    return page.communes


def place(view: BoardView, column: str) -> int:
    return [each.key for each in view.table.model.columns].index(column)


def told(view: BoardView, unit: str, column: str) -> str:
    """A cell in words, as the tip and the screen reader have it."""
    rows = [each.unit.id for each in view.table.model.lines]
    return view.table.model.cell(rows.index(unit), place(view, column)).told


def total(view: BoardView, column: str) -> str:
    model = view.table.totals.model()
    index = model.index(0, place(view, column))
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def units(view: BoardView) -> list[str]:
    return [each.unit.id for each in view.table.model.lines]


# -- what is shown ---------------------------------------------------------------------------------


def test_only_a_receiving_office_has_the_board(desk: Desk, tmp_path: Path) -> None:
    assert PAGE.allowed(desk)
    desk.receives = False
    assert not PAGE.allowed(desk)


def test_an_empty_board_says_what_it_waits_for(
    tmp_path: Path, desk: Desk, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    """A training office lists those it trusts, at first nobody."""
    clock = TestClock(NOVEMBER)
    empty = new_office(tmp_path / "moi", QUANG_NGAI, "receiving", clock, training=True)
    page = BoardPage(Desk(empty, desk.operations, desk.feedback, MemoryPreferences()))
    qtbot.addWidget(page)
    page.opened()
    settled()
    assert page.communes.told.text() == (
        "Chưa đơn vị nào gửi dữ liệu; hãy nhập gói của các xã ở trang Đồng bộ."
    )
    empty.close()


def test_a_commune_is_a_row_and_a_criterion_a_column(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    assert [each.head for each in view.table.model.columns][:8] == ["Đơn vị", *"abcdefg"]
    assert told(view, IA_TOI, "IAH.e") == "Chưa đạt"
    assert told(view, IA_TOI, "IAH.a") == "Đạt"
    assert told(view, IA_TOI, "outcome").startswith("Chưa đạt 6/7\nTính đến ngày 01/11/2026")
    assert "chưa được người có chuyên môn pháp lý kiểm chứng" in told(view, IA_TOI, "outcome")
    assert told(view, IA_TOI, "recognised") == "Chưa được công nhận"
    assert told(view, IA_TOI, "change") == "Kém hơn năm trước; xuống: e"


def test_a_commune_that_sent_nothing_says_so_in_every_cell(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    assert {told(view, IA_DAL, f"IAH.{mark}") for mark in "abcdefg"} == {"Chưa gửi"}
    assert told(view, IA_DAL, "as_of") == ""
    assert told(view, IA_DAL, "change") == ""


def test_a_cell_is_read_aloud_with_its_commune_and_whole_criterion(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    index = view.table.model.index(units(view).index(IA_TOI), place(view, "IAH.e"))
    aloud = "Xã Ia Tơi, e. 100 % hộ gia đình cam kết: Chưa đạt"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == aloud
    heads = view.table.model
    title = heads.headerData(
        place(view, "IAH.e"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert title == "e. 100 % hộ gia đình cam kết"


def test_who_was_recognised_is_told_beside_the_result(
    page: BoardPage, desk: Desk, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    decided(office_in(desk), IA_DAL, "2026-11-20", until="2029-12-14")
    page.communes.is_stale = True
    page.opened()
    settled()
    words = "Được công nhận theo Quyết định 12/QĐ-UBND ngày 20/11/2026, có giá trị đến 14/12/2029"
    assert told(view, IA_DAL, "recognised") == words
    assert total(view, "recognised") == "Được công nhận: được công nhận 1/96"


def test_totals_count_those_that_sent_and_tell_how_many_did_not(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    lines = view.table.model.lines
    kept = [found for each in lines if (found := each.standing(IA_HDRAI, 2026))]
    well = sum(each.states["IAH.e"] in ("met", "nothing_arisen") for each in kept)
    silent = len(lines) - len(kept)
    assert silent > 1
    assert total(view, "IAH.e").endswith(f": đạt {well}/{len(kept)}; chưa gửi {silent}")
    assert f"chưa gửi {silent}" in view.told.text()


def test_a_classifying_pack_shows_the_class_of_each_criterion(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, CLASSES, settled)
    second = view.table.model.columns[2]
    assert second.head == "b"
    shown = {told(view, unit, second.key) for unit in units(view)}
    assert {"Mức loại I", "Không chạm mức nào", "Chưa gửi"} <= shown


def test_official_status_and_local_programme_stand_in_columns_of_their_own(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    page.tabs.setCurrentWidget(page.programmes)
    settled()
    heads = {each.key: each.head.split("\n")[0] for each in page.programmes.table.model.columns}
    assert heads == {
        "name": "Đơn vị",
        CLASSES: "Theo Quyết định 28",
        FREE: "Theo Quyết định 28",
        IA_HDRAI: "Chương trình địa phương",
    }
    assert told(page.programmes, IA_TOI, IA_HDRAI).startswith("Chưa đạt 6/7")
    assert told(page.programmes, IA_TOI, FREE) == "Chưa gửi"


# -- years and units -------------------------------------------------------------------------------


def test_five_years_of_a_merged_commune_show_its_former_units_under_their_own_names(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    page.tabs.setCurrentWidget(page.years)
    settled()
    page.years.choice.choose(IA_HDRAI, 2026)
    settled()
    assert [each.head for each in page.years.table.model.columns] == [
        "Đơn vị", "2022", "2023", "2024", "2025", "2026",
    ]  # fmt: skip
    assert told(page.years, IA_TOI, "2024") == (
        "xã Ia Dom cũ (đến 30/06/2025), nhập toàn bộ: Đạt\n"
        "xã Ia Tơi cũ (đến 30/06/2025), nhập toàn bộ: Chưa đạt"
    )
    assert told(page.years, IA_TOI, "2025").startswith("Đạt 7/7")
    assert told(page.years, IA_TOI, "2022") == "Chưa gửi"


def test_a_commune_whose_ground_stayed_says_under_which_name_it_sent(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    page.tabs.setCurrentWidget(page.years)
    settled()
    page.years.choice.choose(IA_HDRAI, 2026)
    settled()
    cell = told(page.years, IA_DAL, "2024")
    assert "Gửi dưới tên đơn vị trước khi sắp xếp: xã Ia Đal (đến 30/06/2025)" in cell


def test_a_past_year_by_the_units_of_its_last_day(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled, 2024)
    assert IA_DOM not in units(view)
    view.choice.units_choice.setCurrentIndex(
        view.choice.units_choice.findData(Geography.THEN.value)
    )
    view.choice.changed.emit()
    settled()
    assert IA_TOI not in units(view)
    assert told(view, IA_DOM, "outcome").startswith("Đạt 7/7")


# -- narrowing and ordering ------------------------------------------------------------------------


def test_a_name_is_found_without_its_tones_and_by_former_names(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.name.setText("ia toi")
    assert units(view) == [IA_TOI]
    view.name.setText("ia dom")
    assert units(view) == [IA_TOI]
    assert "1/96" in view.told.text()


@pytest.mark.parametrize("state", ["yes", "no", "unknown", "not_sent"])
def test_rows_are_found_by_state(page: BoardPage, settled: Callable[[], None], state: str) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    everything = len(units(view))
    view.state.setCurrentIndex(view.state.findData(state))
    view.show_rows()
    found = view.table.model.lines
    assert 0 < len(found) < everything
    standings = [each.standing(IA_HDRAI, 2026) for each in found]
    assert {each.outcome.value if each else "not_sent" for each in standings} == {state}


def test_rows_are_found_by_the_criterion_in_their_way_and_by_change(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.criterion.setCurrentIndex(view.criterion.findData("IAH.e"))
    view.show_rows()
    assert {told(view, unit, "IAH.e") for unit in units(view)} == {"Chưa đạt"}
    view.change.setCurrentIndex(view.change.findData("worse"))
    view.show_rows()
    assert IA_TOI in units(view)
    assert all(told(view, unit, "change").startswith("Kém hơn") for unit in units(view))


def test_a_click_on_a_head_orders_what_stands_in_the_way_first(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    by_name = units(view)
    header = view.table.view.horizontalHeader()
    header.sectionClicked.emit(place(view, "IAH.e"))
    shown = [told(view, unit, "IAH.e") for unit in units(view)]
    assert shown[0] == "Chưa đạt"
    assert shown[-1] == "Chưa gửi"
    header.sectionClicked.emit(place(view, "IAH.e"))
    header.sectionClicked.emit(place(view, "IAH.e"))
    assert units(view) == by_name


# -- looking closer --------------------------------------------------------------------------------


def test_a_chosen_commune_shows_its_kept_figures_beside_the_year_before(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    chosen = next(
        line.unit.id
        for line in view.table.model.lines
        if line.standing(IA_HDRAI, 2026)
        and line.standing(IA_HDRAI, 2025)
        and line.unit.id != IA_TOI
    )
    view.table.choose(chosen)
    settled()
    rows = view.detail.table.rows
    assert [head.label for head in view.detail.table.heads] == ["Tiêu chí", "2026", "2025"]
    assert rows[4][0].text == "e. 100 % hộ gia đình cam kết"
    assert rows[4][1].text.endswith("/12")


def test_a_former_unit_s_result_is_told_and_not_inherited(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled, 2025)
    view.table.choose(IA_TOI)
    settled()
    assert "xã Ia Dom cũ (đến 30/06/2025), nhập toàn bộ: 2024: Đạt" in view.detail.former.text()
    assert (
        "Kết quả và công nhận của đơn vị cũ không tính cho đơn vị mới." in view.detail.former.text()
    )
    assert {row[2].text for row in view.detail.table.rows} == {"–"}


def test_an_altered_result_is_told_instead_of_shown(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    settled()
    assert "Kết quả đã lưu bị hỏng" in view.detail.told.text()
    assert view.detail.table.rows[4][1].text == "Chưa đạt"


def test_doors_lead_to_the_communes_records_and_to_a_note_down(
    page: BoardPage, desk: Desk, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    doors: list[Door] = []
    desk.door.connect(doors.append)
    view.detail.people.click()
    view.detail.results.click()
    assert [each.register for each in doors] == ["people", "assessments"]
    assert {each.where[0].value for each in doors} == {(IA_TOI,)}
    asked: list[str] = []

    def answer(dialog: ReturnDialog) -> None:
        asked.append(dialog.matter.currentText())
        dialog.form.subject.line.setText("Bổ sung cam kết")
        dialog.done_button.click()

    when_asked(ReturnDialog, answer)
    view.detail.send_back.click()
    settled()
    (note,) = desk.queries.rows("returns", desk.queries.ids("returns")).values()
    assert (note["addressee"], note["subject"]) == (IA_TOI, "Bổ sung cam kết")
    assert asked == ["Cả đơn vị"]


def test_the_criterion_chosen_is_the_one_that_is_returned(
    page: BoardPage, desk: Desk, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    settled()
    view.detail.table.choose(4)
    asked: list[str] = []

    def answer(dialog: ReturnDialog) -> None:
        asked.append(dialog.matter.currentText())
        dialog.form.choose_reason("Số liệu tiêu chí chưa khớp với danh sách đã gửi")
        dialog.done_button.click()

    when_asked(ReturnDialog, answer)
    view.detail.send_back.click()
    settled()
    (note,) = desk.queries.rows("returns", desk.queries.ids("returns")).values()
    assert asked == ["e. 100 % hộ gia đình cam kết"]
    assert (note["addressee"], note["pack"], note["year"]) == (IA_TOI, IA_HDRAI, 2026)
    assert note["criterion"] == program_library().rules(IA_HDRAI).criteria[4].id


def test_enter_leads_to_the_results_a_commune_has_sent(
    page: BoardPage, desk: Desk, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    doors: list[Door] = []
    desk.door.connect(doors.append)
    QTest.keyClick(view.table.view, Qt.Key.Key_Return)
    assert [each.register for each in doors] == ["assessments"]


def test_the_door_to_recognition_says_when_there_is_none_and_leads_to_the_newest(
    page: BoardPage, desk: Desk, settled: Callable[[], None], said: list[tuple[str, str]]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    settled()
    doors: list[Door] = []
    desk.door.connect(doors.append)
    view.detail.recognition.click()
    assert said[-1][1] == "Xã Ia Tơi chưa gửi quá trình công nhận nào."
    given: dict[str, Value] = {
        "programme": "Xã không ma túy",
        "year": 2026,
        "process": "chuong-trinh",
        "version": "1",
        "packs": IA_HDRAI,
        "registered_on": "2026-01-05",
    }
    with office_in(desk).store.begin(Act("training.fill", "an")) as work:
        record = work.insert("recognitions", given, unit=IA_TOI)
        work.commit()
    view.detail.recognition.click()
    assert doors == [Door("recognitions", record=record)]


def test_names_stay_in_sight_when_criteria_are_moved_aside(
    page: BoardPage, settled: Callable[[], None]
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    page.resize(620, 500)
    QApplication.processEvents()
    table = view.table
    bar = table.view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert table.totals.horizontalScrollBar().value() == bar.value()
    assert table.names.columnViewportPosition(0) == 0
    assert table.names.indexAt(QPoint(5, 5)).data() == units_names(view)[0]
    table.choose(IA_TOI, "IAH.a")
    index = table.view.currentIndex()
    assert table.view.visualRect(index).left() >= table.view.columnWidth(0)


def units_names(view: BoardView) -> list[str]:
    return [each.name for each in view.table.model.lines]


# -- taking it out ---------------------------------------------------------------------------------


def test_what_is_shown_is_written_to_a_spreadsheet_and_noted(
    page: BoardPage, desk: Desk, settled: Callable[[], None], tmp_path: Path
) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.name.setText("ia toi")
    view.export_to(tmp_path / "bang.xlsx")
    settled()
    sheet = openpyxl.load_workbook(tmp_path / "bang.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "Năm báo cáo 2026 · «ia toi»" in str(rows[1][0])
    assert rows[2][5] == "e. 100 % hộ gia đình cam kết"
    assert rows[3][0] == "Xã Ia Tơi"
    assert rows[3][5] == "Chưa đạt"
    assert rows[3][10] == datetime(2026, 11, 1)  # noqa: DTZ001  (a cell of a spreadsheet)
    assert desk.queries.journal(limit=1)[0].act == "spreadsheet.export:assessments"


def test_chosen_rows_are_copied(page: BoardPage, desk: Desk, settled: Callable[[], None]) -> None:
    view = by_pack(page, IA_HDRAI, settled)
    view.table.choose(IA_TOI)
    view.copy(heads=True)
    settled()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[1].startswith("a. ")
    assert lines[1].split("\t")[:2] == ["Xã Ia Tơi", "Đạt"]
    assert desk.queries.journal(limit=1)[0].act == "records.copy:assessments"


# -- the picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("pack", "count"), [(IA_HDRAI, 5), (CLASSES, 6)])
def test_no_two_signs_look_alike_without_letter_and_colour(
    page: BoardPage, pack: str, count: int
) -> None:
    marks = legend_of(page.communes.choice.packs[pack])
    pictures = {_drawn(replace(mark, letter="", tone=None)) for mark in marks}
    assert len(pictures) == len(marks) == count


def _drawn(mark: Mark) -> bytes:
    picture = QImage(40, 28, QImage.Format.Format_Grayscale8)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_mark(painter, QRectF(picture.rect()), mark)
    painter.end()
    return bytes(picture.constBits())


def test_every_state_has_its_letter_and_colour(page: BoardPage) -> None:
    marks = legend_of(page.communes.choice.packs[IA_HDRAI])
    assert [(each.letter, each.tone) for each in marks] == [
        ("Đ", Tone.GOOD),
        ("C", Tone.BLOCK),
        ("T", Tone.CARE),
        ("K", Tone.QUIET),
        ("G", None),
    ]


# -- the whole window ------------------------------------------------------------------------------


@pytest.fixture
def district(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[tuple[Office, MainWindow]]:
    """Huyện Ia H'Drai with what its three communes sent in bundles, in its window."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    clock = TestClock()
    upper = new_office(tmp_path / "huyen", DISTRICT, "receiving", clock)
    for unit in (IA_DOM, IA_TOI_OLD):
        commune = new_office(tmp_path / unit, unit, clock=clock)
        introduce(commune, upper)
        commune.run(KeepAssessment(IA_HDRAI, date(2026, 3, 2)))
        carry(commune, upper, tmp_path / f"{unit}.smt")
        commune.close()
    window = open_window(qapp, upper, MemoryPreferences(), PAGES)
    window.desk.feedback.said.connect(
        lambda kind, text: pytest.fail(text) if kind == "bug" else None
    )
    qtbot.addWidget(window)
    window.show()
    yield upper, window
    window.desk.operations.shut_down()
    upper.close()


@pytest.mark.slow
def test_bundles_of_communes_become_rows_of_the_board(
    qtbot: QtBot, district: tuple[Office, MainWindow]
) -> None:
    _upper, window = district
    page = window.open_page("board")
    assert isinstance(page, BoardPage)
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)
    view = page.communes
    assert units(view) == [IA_DOM, IA_DAL_OLD, IA_TOI_OLD]
    assert told(view, IA_DAL_OLD, "outcome") == "Chưa gửi"
    assert told(view, IA_DOM, "IAH.b") == "Chưa đủ căn cứ"
    QTest.keyClick(view.table.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)
    assert view.detail.asked is not None


def test_a_pack_this_pc_does_not_have_stands_in_a_column_of_its_own(
    page: BoardPage, office: Office, settled: Callable[[], None]
) -> None:
    with office.store.begin(Act("training.fill", "an")) as work:
        unread = {"pack": "khac/khong-co", "as_of": "2026-11-01", "outcome": "yes"}
        work.insert("assessments", unread, unit=IA_TOI)
        work.commit()
    page.tabs.setCurrentWidget(page.programmes)
    page.programmes.choice.changed.emit()
    settled()
    view = page.programmes
    assert view.table.model.columns[-1].key == "khac/khong-co"
    assert view.table.model.columns[-1].head == "Chưa có ở máy này\nkhac/khong-co"
    assert told(view, IA_TOI, "khac/khong-co") == "Đạt\nTính đến ngày 01/11/2026"
    assert told(view, IA_DAL, "khac/khong-co") == "Chưa gửi"
    assert total(view, "khac/khong-co").endswith(f"đã gửi 1/{len(view.table.model.lines)}")
