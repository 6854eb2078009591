"""Hai nơi cùng sửa: two PCs of a commune, each with its window, decide what both have written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.proof.evidence import Subject, Wanted, security_log
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.conflicts import Preference
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.pages.sync.conflicts import ConflictsTab
from tests.offices import IA_DOM, TestClock, add_person, add_village, edit, new_office, remove, row
from tests.sync.test_two_offices import trust
from tests.ui.asked import when_asked
from tests.ui.test_sync_page import Side, side_of


@pytest.fixture
def pcs(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Side, Side]]:
    """Two PCs of Ia Dom that trust each other; the second writes later."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    later = TestClock()
    later.advance(hours=1)
    first = new_office(tmp_path / "máy 1", IA_DOM)
    second = new_office(tmp_path / "máy 2", IA_DOM, clock=later)
    trust(first, second, "sister")
    trust(second, first, "sister")
    made = [side_of(office, qtbot) for office in (first, second)]
    yield made[0], made[1]
    for side in made:
        side.page.desk.operations.shut_down()
        side.office.close()


def carry(sender: Side, receiver: Side, stick: Path) -> None:
    """A bundle from one PC to the other, as the window does it after its preview."""
    bundles.export(sender.office, receiver.office.keys.device.public.key_id, stick)
    receiver.page.flow.merge(bundles.stage(receiver.office, stick))
    receiver.wait()


def crossed(pcs: tuple[Side, Side], tmp_path: Path, villages: int = 1) -> list[str]:
    """Both PCs have written another head of each village, and both know of it."""
    here, there = pcs
    made = [add_village(here.office, f"Thôn {number + 1}") for number in range(villages)]
    carry(here, there, tmp_path / "1.smt")
    for village in made:
        edit(here.office, "villages", village, head="Mận")
        edit(there.office, "villages", village, head="Lê")
    carry(here, there, tmp_path / "2.smt")
    carry(there, here, tmp_path / "3.smt")
    return made


def tab_of(side: Side) -> ConflictsTab:
    """The tab in front, read."""
    side.page.tabs.setCurrentWidget(side.page.conflicts)
    side.wait()
    return side.page.conflicts


def table(tab: ConflictsTab) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in tab.table.rows]


def press(tab: ConflictsTab, text: str) -> None:
    """The button of the card that says so."""
    QApplication.processEvents()  # cards just made are shown with the next event
    buttons = tab.detail.findChildren(QPushButton)
    shown = [each for each in buttons if each.isVisibleTo(tab.detail)]
    found = [each for each in shown if text in each.accessibleName()]
    (only,) = found
    only.click()


def test_one_is_decided_and_the_decision_closes_it_everywhere(
    pcs: tuple[Side, Side], tmp_path: Path
) -> None:
    here, there = pcs
    (village,) = crossed(pcs, tmp_path)
    tab = tab_of(here)
    assert table(tab) == [["Thôn, khu phố", "Thôn 1", "Trưởng thôn, khu phố", "Lê", "Mận"]]
    assert tab.told.text() == "1 chỗ cần chọn giá trị."
    press(tab, "Mận")
    here.wait()
    assert table(tab) == []
    assert row(here.office, "villages", village)["head"] == "Mận"

    carry(here, there, tmp_path / "4.smt")
    assert table(tab_of(there)) == []
    assert row(there.office, "villages", village)["head"] == "Mận"


def test_nothing_is_decided_by_closing_or_looking(pcs: tuple[Side, Side], tmp_path: Path) -> None:
    here, there = pcs
    person = add_person(here.office, "Lê Văn Cam", add_village(here.office))
    carry(here, there, tmp_path / "1.smt")
    edit(here.office, "people", person, phone="0377418265")
    edit(there.office, "people", person, phone="0377418266")
    carry(there, here, tmp_path / "2.smt")
    tab = tab_of(here)
    tab.table.choose(0)
    here.page.tabs.setCurrentIndex(0)
    here.wait()
    assert here.page.may_close()
    assert len(table(tab_of(here))) == 1
    wanted = Wanted(subject=Subject.VIEWS, record=f"people/{person}")
    assert len(security_log(here.office, wanted)) == 1, "who has looked at it is noted"


def test_many_are_decided_after_their_number_was_said(
    pcs: tuple[Side, Side], tmp_path: Path
) -> None:
    here, _there = pcs
    villages = crossed(pcs, tmp_path, villages=3)
    tab = tab_of(here)
    tab.table.selectionModel().clearSelection()
    assert not tab.many.isEnabled()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for at in (0, 2):
        tab.table.selectionModel().select(tab.table.model().index(at, 0), flags)
    assert tab.many.isEnabled()
    when_asked(ConfirmDialog, lambda dialog: dialog.reject())
    tab.decide_many(Preference.OWN)
    here.wait()
    assert len(table(tab)) == 3

    when_asked(ConfirmDialog, lambda dialog: dialog.accept())
    tab.decide_many(Preference.OWN)
    here.wait()
    heads = [row(here.office, "villages", each)["head"] for each in villages]
    assert sorted(map(str, heads)) == ["Lê", "Mận", "Mận"]
    assert len(table(tab)) == 1


def test_a_removal_that_met_an_edit_is_put_right(pcs: tuple[Side, Side], tmp_path: Path) -> None:
    here, there = pcs
    village = add_village(here.office, "Thôn 1")
    carry(here, there, tmp_path / "1.smt")
    remove(here.office, "villages", village)
    edit(there.office, "villages", village, head="Lê")
    carry(here, there, tmp_path / "2.smt")
    tab = tab_of(there)
    ((_book, _record, what, shown, other),) = table(tab)
    assert what == "Xóa ghi chép"
    assert shown.startswith("Xóa")
    assert other == "Sửa Trưởng thôn, khu phố: Lê"
    press(tab, "Giữ lại")
    there.wait()
    assert table(tab) == []
    assert there.office.queries.ids("villages") == [village]


def test_a_door_leads_to_the_conflict_of_its_record(pcs: tuple[Side, Side], tmp_path: Path) -> None:
    here, _there = pcs
    villages = crossed(pcs, tmp_path, villages=3)
    tab = here.page.conflicts
    here.page.tabs.setCurrentWidget(tab)
    here.wait()
    tab.go_through(Door("villages", record=villages[2]))
    here.wait()
    assert tab.line is not None
    assert tab.line.conflict.record == villages[2]
