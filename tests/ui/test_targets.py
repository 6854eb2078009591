"""Targets and the roadmap in the window: typed figures, lists, and planning with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.targets import State
from sachmatuy_desktop.services import targets
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.plan_dialog import PlanDialog
from sachmatuy_desktop.ui.pages.board.plan_table import FIRST_YEAR
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.targets.dialogs import CommunesDialog, FigureDialog, PartsDialog
from sachmatuy_desktop.ui.targets.line import in_words
from sachmatuy_desktop.ui.targets.own import OwnTargets
from tests.offices import TestClock, add, new_office
from tests.services.test_targets import IA_HDRAI, NINH_THUAN, PACK, keep
from tests.ui.asked import when_asked


@dataclass
class Desktop:
    """A window on an office; every notice of a bug fails the test."""

    window: MainWindow
    office: Office
    qtbot: QtBot

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.desk.operations.is_busy, timeout=20_000)

    def board(self) -> BoardPage:
        page = self.window.open_page("board")
        assert isinstance(page, BoardPage)
        self.settle()
        return page


def open_desktop(
    qapp: QApplication, qtbot: QtBot, folder: Path, unit: str, day: str, kind: str = "receiving"
) -> Desktop:
    moment = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=VIETNAM)
    office = new_office(folder, unit, kind, TestClock(moment))
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    window = open_window(qapp, office, MemoryPreferences())
    window.desk.feedback.said.connect(lambda how, text: pytest.fail(text) if how == "bug" else 0)
    window.resize(1366, 768)
    window.show()
    return Desktop(window, office, qtbot)


def close(desktop: Desktop) -> None:
    desktop.settle()
    desktop.window.desk.operations.shut_down()
    desktop.window.close()
    desktop.office.close()


@pytest.fixture
def district(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    made = open_desktop(qapp, qtbot, tmp_path / "huyện", IA_HDRAI, "2025-03-01")
    yield made
    close(made)


@pytest.fixture
def province(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    made = open_desktop(qapp, qtbot, tmp_path / "tỉnh", NINH_THUAN, "2026-01-10")
    yield made
    close(made)


def communes(office: Office) -> list[str]:
    return [
        each.id for each in targets.communes_of(office.units, office.unit, targets.today_of(office))
    ]


def titles(page: BoardPage) -> list[str]:
    return [page.tabs.tabText(place) for place in range(page.tabs.count())]


def test_the_board_has_both_tabs(district: Desktop) -> None:
    assert titles(district.board())[3:5] == ["Chỉ tiêu", "Lộ trình"]


def test_a_typed_year_completes_a_line_and_is_taken_back(province: Desktop) -> None:
    for unit in communes(province.office):
        keep(
            province.office,
            unit,
            "ninh-thuan-2024/commune-class",
            "2025-12-14",
            klass="less_complex",
            managed_people=1,
        )
    page = province.board()
    page.tabs.setCurrentWidget(page.targets)
    province.settle()
    view = page.targets.view
    view.choose("NT.2.3a")
    view.detail.show_year(2025)
    assert view.chosen is not None
    assert view.chosen.ways[0].points[0].state is State.UNKNOWN
    complaints: list[str] = []

    def answer(dialog: FigureDialog) -> None:
        dialog.value.line.setText("sáu mươi")
        dialog._done()
        complaints.append(dialog.value.wrong.text())
        dialog.value.line.setText("60")
        dialog._done()
        complaints.append(dialog.document.wrong.text())
        dialog.document.line.setText("Báo cáo số 01/BC-CAT")
        dialog.signer.line.setText("Nguyễn Văn Mẫu")
        dialog._done()

    when_asked(FigureDialog, answer)
    view.type_figure(view.chosen.ways[0].told["managed_people", 2024])
    province.settle()
    assert all(complaints)
    assert view.chosen is not None
    point = view.chosen.ways[0].points[0]
    total = len(communes(province.office))
    assert point.state is (State.MET if total * 100 < 60 * 101 else State.NOT_MET)
    assert "2025: " in in_words(view.chosen.ways[0].points)
    province.window.desk.undo_last()
    province.settle()
    assert view.chosen is not None
    assert view.chosen.ways[0].points[0].state is State.UNKNOWN


def test_the_thirteen_communes_are_ticked_in_a_list(province: Desktop) -> None:
    page = province.board()
    page.tabs.setCurrentWidget(page.targets)
    province.settle()
    view = page.targets.view
    view.choose("NT.2.1")
    wanted = communes(province.office)[:13]

    def answer(dialog: CommunesDialog) -> None:
        dialog.tick(wanted)
        dialog.accept()

    when_asked(CommunesDialog, answer)
    (ask,) = [
        each for each in view.detail.findChildren(QPushButton) if each.text() == "Danh sách xã…"
    ]
    ask.click()
    province.settle()
    assert sorted(targets.listed_units(province.office, "NT.2.1")) == sorted(wanted)


def test_the_communes_behind_a_number_are_one_click_away(district: Desktop) -> None:
    first, second, _third = communes(district.office)
    keep(district.office, first, PACK, "2024-12-01", outcome="yes")
    keep(district.office, second, PACK, "2024-12-01", outcome="no")
    page = district.board()
    page.tabs.setCurrentWidget(page.targets)
    district.settle()
    view = page.targets.view
    view.choose("IAH.30")
    view.detail.show_year(2024)
    shown: list[list[str]] = []

    def answer(dialog: PartsDialog) -> None:
        shown.append([cells[1].text for cells in dialog.table.rows])
        dialog.accept()

    doors = [
        each
        for each in view.detail.findChildren(LongDoor)
        if each.whole.startswith("Xem từng đơn vị")
    ]
    when_asked(PartsDialog, answer)
    doors[-1].click()
    assert shown == [["Chưa có kết quả", "1", "0"]]


def test_many_communes_are_planned_with_the_keyboard(district: Desktop) -> None:
    page = district.board()
    page.tabs.setCurrentWidget(page.roadmap)
    district.settle()
    tab = page.roadmap
    assert tab.chosen_pack == PACK
    table = tab.table
    assert table.rows.progress is not None
    year = table.rows.progress.this_year
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, FIRST_YEAR))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = table.chosen_units()
    assert len(chosen) == 2
    QTest.keyClick(table, Qt.Key.Key_Space)
    district.settle()

    def planned() -> dict[str, int | None]:
        assert tab.progress is not None
        return {line.unit: line.planned for line in tab.progress.lines}

    assert {unit for unit, when in planned().items() if when == year} == set(chosen)
    assert table.chosen_units() == chosen
    QTest.keyClick(table, Qt.Key.Key_Delete)
    district.settle()
    assert set(planned().values()) == {None}
    district.window.desk.undo_last()
    district.settle()
    assert {unit for unit, when in planned().items() if when == year} == set(chosen)


def test_the_dialog_plans_a_phase_and_the_plan_says_whether_it_is_enough(
    district: Desktop,
) -> None:
    page = district.board()
    page.tabs.setCurrentWidget(page.roadmap)
    district.settle()
    tab = page.roadmap
    first = communes(district.office)[0]

    def answer(dialog: PlanDialog) -> None:
        dialog.tick([first])
        dialog.phase.line.setText("Giai đoạn 02")
        dialog.accept()

    when_asked(PlanDialog, answer)
    tab.add_button.click()
    district.settle()
    assert tab.progress is not None
    (line,) = [each for each in tab.progress.lines if each.planned is not None]
    assert (line.unit, line.planned, line.phase) == (first, 2025, "Giai đoạn 02")
    last = targets.plan_shares(district.office, tab.progress)[-1]
    assert (last.year, last.needed, last.planned, last.enough) == (2025, 1, 1, True)


def test_a_line_of_the_roadmap_and_a_typed_figure_are_found_again(district: Desktop) -> None:
    first, second, _third = communes(district.office)
    for unit, year in ((first, 2025), (second, 2026)):
        district.office.run(targets.PlanCommunes((unit,), PACK, year))
    line = next(
        each for each in targets.progress(district.office, PACK).lines if each.unit == second
    )
    assert line.record is not None
    page = district.board()
    district.window.desk.open_record("roadmap", line.record)
    district.settle()
    assert page.tabs.currentWidget() is page.roadmap
    assert page.roadmap.table.chosen_units() == (second,)
    figure = add(
        district.office,
        "target_figures",
        indicator="recognised_ia_hdrai",
        year=2024,
        value=1,
        as_of="2024-12-14",
        document="Báo cáo số 01",
        signer="Nguyễn Văn Mẫu",
    )
    district.window.desk.open_record("target_figures", figure)
    district.settle()
    assert page.tabs.currentWidget() is page.targets
    assert page.targets.view.chosen is not None
    assert page.targets.view.chosen.target.id == "IAH.30"


def test_a_town_sees_its_own_targets_beside_its_criteria(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    desktop = open_desktop(qapp, qtbot, tmp_path, "thi-tran-15055@1", "2024-03-01", kind="commune")
    add(desktop.office, "villages", name="Khu phố Nguyễn Trãi", kind="khu_pho")
    page = desktop.window.open_page("criteria")
    assert isinstance(page, CriteriaPage)
    desktop.settle()
    tab = page.findChild(OwnTargets)
    assert isinstance(tab, OwnTargets)
    page.tabs.setCurrentWidget(tab)
    desktop.settle()
    assert [line.target.id for line in tab.view.lines] == ["LC.1", "LC.2", "LC.3", "LC.4a", "LC.4b"]
    close(desktop)


def test_a_commune_without_targets_has_no_such_tab(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    desktop = open_desktop(qapp, qtbot, tmp_path, "xa-23537@1", "2024-03-01", kind="commune")
    page = desktop.window.open_page("criteria")
    desktop.settle()
    assert page.findChild(OwnTargets) is None
    close(desktop)
