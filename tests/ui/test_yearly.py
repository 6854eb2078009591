"""Tổng kết năm in the windows of a commune and of the office above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.yearly import review
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.yearly import YearlyBoard
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.yearly import YearlyTab
from sachmatuy_desktop.ui.yearly import ReviewView
from tests.offices import HOANG_PHONG, TestClock, add, new_office
from tests.plan_tasks import a_plan, a_set_task, a_task, done, openings, read
from tests.sync.test_two_offices import DISTRICT, introduce
from tests.ui.windows import rest


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    """Ia Dom in March 2026, with two months' reports done, one of them late."""
    office = new_office(tmp_path / "xã", clock=clock)
    task = a_task(office, a_plan(office, "2026-01-05"), "Báo cáo tháng")
    first, second = list(openings(office, read(office, task), "2026-02-28"))[:2]
    done(office, task, first, "2026-01-20")
    clock.advance(days=20)
    done(office, task, second, "2026-03-20")
    for year, amount in ((2026, 50_000_000), (2025, 40_000_000)):
        values = {"kind": "muc", "source": "ngan_sach_xa", "amount": amount, "year": year}
        add(office, "funding", content="Mô hình", on_date=f"{year}-02-01", **values)  # type: ignore[arg-type]
    for name, day in (("Tổ ANXH Thôn 1", "2026-01-10"), ("Tổ ANXH Thôn 2", "2026-02-10")):
        reward = {"kind": "khen_thuong", "whom": "tap_the", "state": "da_co", "given_on": day}
        add(office, "rewards", name=name, **reward)
    return office


def tab_of(qtbot: QtBot, window: MainWindow) -> YearlyTab:
    """The commune's tab in front, read."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.yearly)
    rest(qtbot, window)
    return page.yearly


def board_of(qtbot: QtBot, window: MainWindow) -> YearlyBoard:
    """The board's tab in front, read."""
    page = window.open_page("board")
    assert isinstance(page, BoardPage)
    page.tabs.setCurrentWidget(page.yearly)
    rest(qtbot, window)
    return page.yearly


def shown(view: ReviewView) -> list[str]:
    """Every figure of both years as it reads."""
    return [" | ".join(cell.text for cell in cells) for cells in view.table.rows if cells[0].text]


def choose(view: ReviewView, words: str) -> None:
    """Go to the figure with these words."""
    for place, cells in enumerate(view.table.rows):
        if cells[0].text == words:
            view.table.choose(place)
            return
    raise AssertionError(words)


def behind(view: ReviewView) -> list[list[str]]:
    """What stands behind it."""
    return [[cell.text for cell in cells] for cells in view.behind.rows]


def test_both_years_stand_side_by_side_and_every_number_is_a_door(
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    commune: Office,
    tmp_path: Path,
) -> None:
    window = windows(commune)
    tab = tab_of(qtbot, window)
    assert tab.told.text() == "từ 15/12/2025 đến 14/12/2026"
    assert shown(tab.view)[:3] == [
        "Làm đúng hạn | 1 | – | ",
        "Làm muộn | 1 | – | ",
        "Quá hạn, chưa làm | 0 | – | ",
    ]
    assert "Khen thưởng: Tập thể | 2 | – | " in shown(tab.view)
    money = "Ngân sách địa phương: được bố trí (đồng)"
    assert f"{money} | 50.000.000 | 40.000.000 | +10.000.000" in shown(tab.view)

    choose(tab.view, "Làm muộn")
    ((day, title, late),) = behind(tab.view)
    assert (day, title) == ("20/03/2026", "Báo cáo tháng")
    assert late.endswith("ngày")
    tab.view.behind.row_entered.emit(0)
    rest(qtbot, window)
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    assert page.tab is page.tasks
    tab = tab_of(qtbot, window)
    went: list[Door] = []
    window.desk.door.connect(went.append)
    choose(tab.view, "Khen thưởng: Tập thể")
    assert behind(tab.view) == [
        ["10/01/2026", "Tổ ANXH Thôn 1"],
        ["10/02/2026", "Tổ ANXH Thôn 2"],
    ]
    tab.view.list.click()
    rest(qtbot, window)
    assert went[0].only == frozenset(commune.queries.ids("rewards"))
    tab = tab_of(qtbot, window)
    choose(tab.view, money)
    assert behind(tab.view) == [["01/02/2026", "Mô hình, 2026"]]
    tab.view.which.setCurrentIndex(1)
    tab.view.which.activated.emit(1)
    assert behind(tab.view) == [["01/02/2025", "Mô hình, 2025"]]

    sheet = tmp_path / "tổng kết.xlsx"
    tab.export_to(sheet)
    rest(qtbot, window)
    cells = load_workbook(sheet).active
    assert cells is not None
    rows = [[cell.value for cell in line] for line in cells.iter_rows(min_row=3)]
    assert rows[0] == ["Mục", "Nội dung", "Năm 2026", "Năm 2025", "Tăng, giảm"]
    assert ["Kinh phí (năm ngân sách)", money, 50_000_000, 40_000_000, "+10.000.000"] in rows


def test_another_year_and_a_new_record_are_counted(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], commune: Office
) -> None:
    window = windows(commune)
    tab = tab_of(qtbot, window)
    tab.choice.setCurrentIndex(1)
    tab.choice.activated.emit(1)
    rest(qtbot, window)
    assert tab.view.review is not None
    assert tab.view.review.year == 2025
    assert shown(tab.view) == [
        "Ngân sách địa phương: được bố trí (đồng) | 40.000.000 | – | ",
        "Ngân sách địa phương: đã chi (đồng) | 0 | – | ",
        "Ngân sách địa phương: còn lại (đồng) | 40.000.000 | – | ",
    ]
    tab.choice.setCurrentIndex(0)
    tab.choice.activated.emit(0)
    rest(qtbot, window)
    one = add(commune, "difficulties", subject="Một", raised_on="2026-03-01", level="tren")
    window.desk.changed.emit(frozenset({("difficulties", one)}))
    rest(qtbot, window)
    assert "Đã nêu trong năm | 1 | – | " in shown(tab.view)


def test_names_are_not_shown_to_who_may_not_see_them(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], commune: Office
) -> None:
    looks = replace(commune, account=replace(commune.account, role="viewer"))
    view = ReviewView(windows(looks).desk)
    qtbot.addWidget(view)
    view.show_review(review(commune.session, commune.info.unit_id, 2026))
    choose(view, "Khen thưởng: Tập thể")
    assert behind(view) == [["10/01/2026", ""], ["10/02/2026", ""]]


def test_communes_stand_by_name_with_what_their_bundles_brought(
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    commune: Office,
    clock: TestClock,
    tmp_path: Path,
) -> None:
    other = new_office(tmp_path / "xã hai", HOANG_PHONG, clock=clock)
    a_set_task(other)
    add(other, "difficulties", subject="Thiếu loa", raised_on="2026-03-01", level="tren")
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    for office in (commune, other):
        introduce(office, above)
        stick = tmp_path / f"{office.info.unit_id}.smt"
        bundles.export(office, above.keys.device.public.key_id, stick)
        bundles.merge(above, bundles.stage(above, stick))
    window = windows(above)
    board = board_of(qtbot, window)
    lines = [[cell.text for cell in cells] for cells in board.table.rows]
    assert [line[0] for line in lines] == ["Xã Hoằng Phong", "Xã Ia Dom", "Cộng"]
    assert lines[0][1:7] == ["–", "–", "–", "–", "1", "0"]
    assert lines[1][1:8] == ["1", "1", "0", "0", "–", "–", "2"]
    assert lines[2][1:3] == ["1", "1"]
    assert lines[2][9] == "50.000.000"
    board.table.choose(1)
    assert "Làm muộn | 1 | – | " in shown(board.view)
    assert board.view.known.text() == "Theo gói dữ liệu gần nhất, đến ngày 22/03/2026."
    sheet = tmp_path / "các xã.xlsx"
    board.export_to(sheet)
    rest(qtbot, window)
    cells = load_workbook(sheet).active
    assert cells is not None
    assert [cell.value for cell in cells[5]][:3] == ["Xã Ia Dom", 1, 1]
