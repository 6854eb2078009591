"""Dự báo: two answers side by side, a band walked by keys, tables that lead to the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.criteria import Status
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.pages.criteria.forecast import ForecastView
from sachmatuy_desktop.ui.theme import Tone
from tests.fact_cases import drug_free_commune
from tests.offices import add, add_household, edit, remove
from tests.ui.hands import press

NO_KEY = Qt.KeyboardModifier.NoModifier
DATE, WHAT, COUNT, WHO, CRITERION = range(5)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A commune that meets everything on 2 March 2026, but for one household."""
    made = drug_free_commune(tmp_path / "xã").office
    [village] = made.queries.ids("villages")
    add_household(made, village, "Lê Văn Mận")
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settled: Callable[[], None]) -> CriteriaPage:
    made = CriteriaPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 680)
    made.show()
    made.opened()
    made.tabs.setCurrentWidget(made.forecast)
    settled()
    return made


@pytest.fixture
def view(page: CriteriaPage, settled: Callable[[], None]) -> ForecastView:
    """Looking at 30 June 2026."""
    type_day(page.forecast, "30/06/2026")
    settled()
    return page.forecast


def type_day(view: ForecastView, text: str) -> None:
    view.day.line.setText(text)
    view.day.line.editingFinished.emit()


def rows(view: ForecastView, column: int) -> list[str]:
    return [row[column].text for row in view.below.needs.rows]


def through(qtbot: QtBot, desk: Desk, act: Callable[[], object]) -> Door:
    with qtbot.waitSignal(desk.door) as gone:
        act()
    (door,) = gone.args
    assert isinstance(door, Door)
    return door


def test_two_answers_stand_apart(view: ForecastView) -> None:
    assert view.then.text == "Chưa đạt"
    assert view.then_said.text() == (
        "Ngày 30/06/2026, nếu không làm gì thêm: còn vướng 5 tiêu chí: a; b; c; d; e"
    )
    assert view.after.text == "Đạt"
    assert "nếu làm xong" in view.after_said.text()
    assert view.after_said.text().endswith("không còn tiêu chí nào vướng")


def test_every_act_says_by_when_who_and_on_what_condition(view: ForecastView) -> None:
    signing = next(place for place, text in enumerate(rows(view, WHAT)) if "Vận động" in text)
    assert rows(view, WHAT)[signing].endswith("nếu đại diện hộ đồng ý ký")
    assert rows(view, DATE)[signing] == "30/06/2026"
    assert rows(view, COUNT)[signing] == "1"
    assert rows(view, CRITERION)[signing] == "e"
    assert "Trưởng thôn" in rows(view, WHO)[signing]


def test_one_click_leads_to_the_record(view: ForecastView, desk: Desk, qtbot: QtBot) -> None:
    signing = next(place for place, text in enumerate(rows(view, WHAT)) if "Vận động" in text)
    table = view.below.needs
    last = table.model().index(signing, len(table.heads) - 1)
    table.scrollTo(last)
    where = table.visualRect(last).center()

    def click() -> None:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NO_KEY, where)

    door = through(qtbot, desk, click)
    assert door.register == "households"
    assert door.record in desk.queries.ids("households", search="Mận")


def test_enter_leads_there_too(view: ForecastView, desk: Desk, qtbot: QtBot) -> None:
    row = next(at for at, row in enumerate(view.below.events.rows) if "hết thời hạn" in row[2].text)
    door = through(qtbot, desk, lambda: view.below.events.row_entered.emit(row))
    assert door.register == "people"


def test_households_are_listed_by_village(view: ForecastView) -> None:
    assert [[cell.text for cell in row[:4]] for row in view.below.villages.rows] == [
        ["Thôn 1", "1", "0", "0"]
    ]
    titles = [view.below.tabText(place) for place in range(view.below.count())]
    assert "Hộ chưa ký theo thôn (1)" in titles


def test_another_day_is_one_click_away(view: ForecastView, settled: Callable[[], None]) -> None:
    others = [each for each in view.findChildren(QPushButton) if view.others.indexOf(each) >= 0]
    assert [each.text() for each in others if not each.isEnabled()] == ["30/06/2026: 5 / 0"]
    first = others[0]
    assert first.text() == "01/04/2026: 1 / 0"
    first.click()
    settled()
    assert view.day.text == "01/04/2026"
    assert view.then_said.text().endswith("còn vướng 1 tiêu chí: e")


def test_the_band_is_walked_by_keys_and_read_aloud(view: ForecastView) -> None:
    line = view.timeline
    line.setFocus()
    assert "Tiêu chí a" in line.accessibleDescription()
    assert "Từ 02/03/2026 đến 21/05/2026: Đạt." in line.accessibleDescription()
    press(line, Qt.Key.Key_Down)
    assert "Tiêu chí b" in line.accessibleDescription()
    press(line, Qt.Key.Key_End)
    assert line.day == line.days[-1]
    assert line.days[-1].strftime("%d/%m/%Y") in line.accessibleDescription()
    assert view.below.currentWidget() is view.below.events
    press(line, Qt.Key.Key_Left)
    assert line.day == line.days[-2]
    press(line, Qt.Key.Key_Home)
    assert line.day == line.days[0]
    assert view.below.events.row == 0


def test_a_click_on_the_band_goes_to_its_criterion(view: ForecastView) -> None:
    line = view.timeline
    assert view.forecast is not None
    middle = line._band().topLeft()
    middle.setY(middle.y() + line._band().height() * 9 // 14)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, NO_KEY, middle)
    assert view.forecast.lanes[line.lane].criterion == "IAH.e"
    assert "Chưa đạt" in line._tip(middle)


def test_a_state_is_painted_by_colour_and_pattern(view: ForecastView) -> None:
    assert view.forecast is not None
    picture = view.timeline.grab().toImage()
    lanes = [each.criterion for each in view.forecast.lanes]
    assert view.forecast.lanes[lanes.index("IAH.e")].today.status is Status.NOT_MET
    hatched = colours(view, picture, lanes.index("IAH.e"))
    plain = colours(view, picture, lanes.index("IAH.f"))
    assert Tone.BLOCK.wash in hatched
    assert Tone.GOOD.wash in plain
    assert len(hatched) > len(plain)


def colours(view: ForecastView, picture: QImage, lane: int) -> set[str]:
    """The colours along the middle of a band, right of its word."""
    band = view.timeline._band()
    high = band.height() // (len(view.forecast.lanes) if view.forecast else 1)
    y = band.top() + lane * high + high // 2
    return {picture.pixelColor(x, y).name() for x in range(band.center().x(), band.right() - 9)}


def test_what_was_written_is_reckoned_with(
    view: ForecastView, office: Office, desk: Desk, settled: Callable[[], None]
) -> None:
    [home] = office.queries.ids("households", search="Mận")
    add(
        office,
        "commitments",
        kind="ho_gia_dinh",
        household=home,
        outcome="da_ky",
        signed_on="2026-02-20",
    )
    desk.changed.emit(frozenset({("commitments", "x")}))
    settled()
    assert "4 tiêu chí: a; b; c; d" in view.then_said.text()


def test_a_day_that_is_over_asks_nothing(view: ForecastView, settled: Callable[[], None]) -> None:
    before = view.forecast
    type_day(view, "01/03/2026")
    settled()
    assert "sau hôm nay" in view.day.wrong.text()
    assert view.forecast is before


def test_who_left_the_lists_is_shown_as_the_receiving_office_will_see_it(
    page: CriteriaPage, office: Office, desk: Desk, settled: Callable[[], None]
) -> None:
    view = page.forecast
    [user] = office.queries.ids("people", search="Dừa")
    [stay] = office.queries.children("episodes", "person", user)
    edit(office, "episodes", stay, until_date="2026-03-01", end_reason="Chết")
    desk.changed.emit(frozenset({("episodes", stay)}))
    type_day(view, "20/03/2026")
    settled()
    assert "1 người ra khỏi danh sách trong 90 ngày" in view.below.gone_said.text()
    assert "Cơ quan tiếp nhận sẽ thấy" in view.below.gone_said.text()
    [row] = view.below.gone.rows
    assert [cell.text for cell in row[:3]] == [
        "01/03/2026",
        "Phạm Văn Dừa",
        "Người sử dụng trái phép chất ma túy",
    ]
    assert row[3].text == "Có căn cứ ghi bằng lời – Chết"
    assert row[4].text == "Không ghi văn bản"


def test_a_pack_with_a_cut_off_begins_with_it(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    view = page.forecast
    place = view.pack.findData("q28-2025/commune-drug-free")
    view.pack.setCurrentIndex(place)
    view.pack.activated.emit(place)
    settled()
    assert view.day.text == "14/12/2026"
    assert view.forecast is not None
    assert len(view.forecast.lanes) == 3


def test_nothing_is_reckoned_behind_another_tab(
    page: CriteriaPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    page.tabs.setCurrentWidget(page.kept)
    before = page.forecast.forecast
    [home] = office.queries.ids("households", search="Mận")
    remove(office, "households", home)
    desk.changed.emit(frozenset({("households", home)}))
    settled()
    assert page.forecast.forecast is before
    assert page.forecast.is_stale
    page.tabs.setCurrentWidget(page.forecast)
    settled()
    assert page.forecast.forecast is not before


def test_a_pack_is_understood_as_on_the_tab_of_the_assessment(
    page: CriteriaPage, view: ForecastView, settled: Callable[[], None]
) -> None:
    assert view.understood.isHidden()
    page.tabs.setCurrentWidget(page.view)
    assert page.view.asked is not None
    [reading, *_others] = page.view.asked.pack.readings
    other = next(each for each in reading.options if each.value != reading.default)
    page.view.detail.reading_chosen.emit(reading.id, other.value)
    settled()
    page.tabs.setCurrentWidget(view)
    settled()
    assert view.forecast is not None
    assert dict(view.forecast.then.readings)[reading.id] == other.value
    assert not view.understood.isHidden()
    assert f"“{other.meaning}”" in view.understood.text()

    page.tabs.setCurrentWidget(page.view)
    page.view.detail.reading_chosen.emit(reading.id, reading.default)
    settled()
    page.tabs.setCurrentWidget(view)
    settled()
    assert dict(view.forecast.then.readings)[reading.id] == reading.default
    assert view.understood.isHidden()
