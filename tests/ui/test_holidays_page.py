"""The days off of a year in the admin page: seen with their source, replaced, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.holidays import DayOff, calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.admin.holidays import DayOffDialog, Holidays
from tests.offices import new_office
from tests.ui.asked import when_asked

Settled = Callable[[], None]
NEW_YEAR = DayOff(date(2027, 1, 1), date(2027, 1, 1), False, "Tết Dương lịch")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Holidays:
    made = Holidays(desk)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def show_year(page: Holidays, year: int) -> None:
    page.year.setCurrentIndex(page.year.findData(year))


def listed(page: Holidays) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in page.table.rows]


def test_a_year_of_the_program_says_its_source(page: Holidays) -> None:
    show_year(page, 2025)

    assert ("27/01/2025", "31/01/2025", "Nghỉ", "Tết Ất Tỵ") in listed(page)
    assert ("26/04/2025", "", "Làm bù", "Làm bù ngày 02/5") in listed(page)
    assert page.whose.text == "Bảng của chương trình"
    assert "Bộ luật Lao động 2019, Điều 112" in page.source.text()
    assert not page.forget_button.isEnabled()


def test_one_day_more_makes_the_year_the_offices_own_and_is_taken_back(
    page: Holidays, office: Office, desk: Desk, settled: Settled
) -> None:
    show_year(page, 2025)
    before = listed(page)
    asked = date(2025, 11, 24)
    assert calendar_of(office.session).is_working(asked)

    def answer(dialog: DayOffDialog) -> None:
        dialog.first.line.setText("24/11/2025")
        dialog.name.line.setText("Ngày Văn hóa Việt Nam")
        dialog._done()

    when_asked(DayOffDialog, answer)
    page.add()
    settled()
    assert page.whose.text == "Bảng của cơ quan"
    assert ("24/11/2025", "", "Nghỉ", "Ngày Văn hóa Việt Nam") in listed(page)
    assert not calendar_of(office.session).is_working(asked)

    desk.undo_last()
    settled()
    page.refresh()
    assert listed(page) == before
    assert calendar_of(office.session).is_working(asked)


def test_the_programs_table_comes_back(page: Holidays, settled: Settled) -> None:
    show_year(page, 2025)
    before = listed(page)
    page.table.choose(0)
    page.remove()
    settled()
    assert len(listed(page)) == len(before) - 1
    page.forget_button.click()
    settled()

    assert listed(page) == before
    assert page.whose.text == "Bảng của chương trình"


def test_a_year_without_a_table_says_how_it_is_counted(page: Holidays) -> None:
    unknown = next(
        page.year.itemData(place)
        for place in range(page.year.count())
        if page.year.itemData(place) not in page._years
    )
    show_year(page, unknown)

    assert page.whose.text == "Chưa có bảng"
    assert "chỉ trừ thứ Bảy, Chủ nhật" in page.source.text()


def test_a_day_of_another_year_and_a_backward_span_are_said_beside_the_field(qtbot: QtBot) -> None:
    dialog = DayOffDialog(2027, NEW_YEAR)
    qtbot.addWidget(dialog)
    dialog.first.line.setText("1/1/2028")
    dialog._done()
    assert dialog.first.wrong.text() == "Ngày 01/01/2028 không thuộc năm 2027."
    dialog.first.line.setText("3/2/2027")
    dialog.last.line.setText("1/2/2027")
    dialog._done()
    assert dialog.last.wrong.text() == "Ngày kết thúc trước ngày bắt đầu."
    dialog.last.line.setText("5/2/2027")
    assert dialog.day_off() == DayOff(date(2027, 2, 3), date(2027, 2, 5), False, "Tết Dương lịch")
