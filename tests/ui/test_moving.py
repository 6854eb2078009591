"""A person moves from one commune's window to another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.cases import case_of, law_clock
from sachmatuy_desktop.services.sync.transfers import MoveOut, notice_due
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.case.act_dialog import StepDialog
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.move_out import MoveOutDialog
from sachmatuy_desktop.ui.dialogs.person_arrives import PersonArrivesDialog
from sachmatuy_desktop.ui.dialogs.send_file import SendFileDialog
from sachmatuy_desktop.ui.pages.people import PeoplePage
from tests.offices import HOANG_PHONG, TestClock, add, add_person, add_village, new_office
from tests.ui.asked import when_asked
from tests.ui.conftest import TestOffice
from tests.ui.test_sync_page import Side, introduce, side_of, take_receipt

MOVED = date(2026, 3, 1)


@pytest.fixture
def communes(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: TestClock
) -> Iterator[tuple[Side, Side]]:
    """Xã Ia Dom, where somebody is about to leave, and xã Hoằng Phong, friends already."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    offices = (
        new_office(tmp_path / "di", clock=clock),
        new_office(tmp_path / "den", HOANG_PHONG, clock=clock),
    )
    old, new = (side_of(each, qtbot) for each in offices)
    introduce(old, new, tmp_path)
    introduce(new, old, tmp_path)
    yield old, new
    for side in (old, new):
        side.page.desk.operations.shut_down()
        side.office.close()


def managed(side: Side) -> str:
    person = add_person(side.office, "Lò Văn Mận")
    add(side.office, "episodes", person=person, category="sdtp", from_date="2025-09-01")
    return person


def move_out(side: Side, person: str) -> str:
    return str(side.office.run(MoveOut(person, MOVED, "xã Hoằng Phong, tỉnh Thanh Hóa")).result)


def send_file(side: Side, move: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = side.page.moves
    assert moves is not None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    when_asked(SendFileDialog, lambda dialog: dialog.accept())
    moves.list.relist()
    moves.list.table.choose(move)
    assert moves.send.isEnabled()
    moves.send.click()
    side.wait()


def test_the_file_goes_from_window_to_window_and_the_receipt_comes_back(
    communes: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = communes
    move = move_out(old, managed(old))
    stick = tmp_path / "ho-so.smt"
    send_file(old, move, stick, monkeypatch)
    assert "An toàn để rút USB" in old.said[-1][1]
    village = add_village(new.office, "Thôn Đông")

    seen: list[list[str]] = []

    def look_over(dialog: PersonArrivesDialog) -> None:
        seen.append([dialog.who.text(), *(row[0].text for row in dialog.counts.rows)])
        dialog.village.setCurrentIndex(dialog.village.findData(village))
        dialog.accept()

    when_asked(PersonArrivesDialog, look_over)
    new.page.take_in(stick)
    new.wait()

    assert seen == [["Lò Văn Mận, 01/05/1990", "Nhân khẩu", "Diện quản lý"]]
    (person,) = new.office.queries.ids("people")
    assert new.office.queries.rows("people", [person])[person]["village"] == village
    assert "Hãy gửi lại biên nhận" in new.said[-1][1]
    offered = case_of(new.office.session, person, date(2026, 3, 2)).offers
    step = next(each.transition for each in offered if each.transition.writes.arrives)
    view = case_of(new.office.session, person, date(2026, 3, 2))
    dialog = StepDialog(new.page.desk, view, step, law_clock(new.office.session), new.page)
    told = dialog.form.values()
    assert (told["left_on"], told["carried_until"]) == ("2026-03-01", "2026-09-01")
    take_receipt(old, tmp_path / "ho-so.bien-nhan.smt")
    assert old.office.queries.rows("transfers", [move])[move]["state"] == "da_nhan"


def test_somebody_of_the_same_name_is_pointed_out(
    communes: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = communes
    add_person(new.office, "Lò Văn Mận")
    move = move_out(old, managed(old))
    send_file(old, move, tmp_path / "mot.smt", monkeypatch)
    seen: list[str] = []

    def drop(dialog: PersonArrivesDialog) -> None:
        seen.append(dialog.same.text())
        dialog.reject()

    when_asked(PersonArrivesDialog, drop)
    new.page.take_in(tmp_path / "mot.smt")
    new.wait()
    assert "đã có trong danh sách: Lò Văn Mận" in seen[0]
    assert new.office.queries.count("people") == 1


def test_without_a_card_of_that_commune_the_officer_is_told_what_to_do(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    side = side_of(new_office(tmp_path / "xa"), qtbot)
    move = move_out(side, managed(side))
    moves = side.page.moves
    assert moves is not None
    moves.list.relist()
    moves.list.table.choose(move)
    moves.send.click()
    assert "Hãy xin tệp thẻ của xã nơi đến" in side.said[-1][1]
    side.page.desk.operations.shut_down()
    side.office.close()


def test_moving_out_from_the_list_of_people(
    qtbot: QtBot, desk: Desk, office: TestOffice, settled: Callable[[], None]
) -> None:
    person = office.add("people", full_name="Lò Văn Mận")
    office.add("episodes", person=person, category="sdtp", from_date="2026-06-01")
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.list.table.choose(person)

    def answer(dialog: MoveOutDialog) -> None:
        dialog.moved_on.line.setText("30/6/2026")
        dialog.hour.line.setText("14h30")
        assert "trước 14:30" not in dialog.told.text()  # the old law counts working days
        dialog.moved_on.line.setText("1/7/2026")
        dialog.hour.line.setText("8h")
        assert "08:00" in dialog.told.text()
        assert "Luật 120/2025/QH15" in dialog.told.text()
        dialog._done()
        assert dialog.destination.wrong.text()
        dialog.destination.line.setText("phường Mẫu, tỉnh Mẫu")
        dialog._done()

    when_asked(MoveOutDialog, answer)
    page.move_button.click()
    settled()
    (move,) = office.queries.ids("transfers")
    told = office.queries.rows("transfers", [move])[move]
    assert (told["moved_on"], told["moved_hour"]) == ("2026-07-01", "08:00")


def test_the_law_asks_for_a_notice_only_of_people_on_its_lists(office: TestOffice) -> None:
    """Luật 120/2025/QH15 Điều 27 khoản 2: 24 giờ kể từ khi người đó chuyển khỏi địa phương."""
    user = office.add("people", full_name="Lò Văn Mận")
    office.add("episodes", person=user, category="sdtp", from_date="2026-06-01")
    neighbour = office.add("people", full_name="Lò Thị Đào")
    office.add("episodes", person=neighbour, category="nguy_co_cao", from_date="2026-06-01")
    left = datetime(2026, 7, 3, 22, 15, tzinfo=VIETNAM)
    due = notice_due(office.session, user, left)
    assert due is not None
    assert due.at == datetime(2026, 7, 4, 22, 15, tzinfo=VIETNAM)
    assert notice_due(office.session, neighbour, left) is None
