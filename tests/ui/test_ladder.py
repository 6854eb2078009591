"""The ladder in the window: rungs with numbers, lists behind them, one act for all of them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.ui.dialogs.sign_commitments import Answer, SignDialog
from sachmatuy_desktop.ui.dialogs.tip_results import TipResultsDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.rungs import RungList, record_answer

from .conftest import TestOffice
from .test_pages import listed, settle

TODAY = date(2026, 7, 1)


def opened(qtbot: QtBot, window: MainWindow) -> HouseholdsPage:
    page = window.open_page("households")
    settle(qtbot, window)
    assert isinstance(page, HouseholdsPage)
    return page


def shown(page: HouseholdsPage, kind: str) -> RungList:
    page.side.choose(f"rung:{kind}")
    records = page.stack.currentWidget()
    assert isinstance(records, RungList)
    return records


def number_of(page: HouseholdsPage, kind: str) -> str:
    return next(line.number for line in page.side.lines if line.key == f"rung:{kind}")


@pytest.fixture
def ladder(office: TestOffice, village: str) -> dict[str, str]:
    """Two teams, one of which has signed, and two organisations, one of which has not."""
    one, two = (
        office.add("subunits", village=village, name=f"Tổ {each}", kind="to_anxh")
        for each in (1, 2)
    )
    office.add("commitments", kind="to_anxh", subunit=one, outcome="da_ky", signed_on="2026-03-01")
    for name, outcome in (("Hội Phụ nữ", "da_ky"), ("Hội Nông dân", "vang")):
        office.add(
            "commitments",
            kind="to_chuc",
            organisation=name,
            outcome=outcome,
            signed_on="2026-03-01",
            reason=None if outcome == "da_ky" else "Hẹn kỳ sau",
        )
    return {"signed": one, "unsigned": two}


def test_a_rung_says_how_many_of_how_many_and_opens_them(
    qtbot: QtBot, window: MainWindow, ladder: dict[str, str]
) -> None:
    page = opened(qtbot, window)
    assert number_of(page, "to_anxh") == "1/2"
    assert number_of(page, "to_chuc") == "1/2"
    records = shown(page, "to_anxh")
    assert listed(records, "name") == ["Tổ 1", "Tổ 2"]
    assert listed(records, "commitment") == ["Đã ký", "Chưa ký"]
    records.only_outstanding.setChecked(True)
    assert listed(records, "name") == ["Tổ 2"]


def test_the_bars_follow_the_rung_and_lead_to_who_is_outstanding(
    qtbot: QtBot, window: MainWindow, ladder: dict[str, str]
) -> None:
    page = opened(qtbot, window)
    records = shown(page, "to_anxh")
    assert [each.accessibleName() for each in page.bars.bars] == ["Thôn Một: 1 trong 2 đã ký"]
    page.bars.bars[0].click()
    assert listed(records, "name") == ["Tổ 2"]
    shown(page, "to_chuc")
    assert [each.accessibleName() for each in page.bars.bars] == [
        "Chưa ghi thôn, khu phố: 1 trong 2 đã ký"
    ]


def test_all_who_are_outstanding_sign_in_one_act(
    qtbot: QtBot, office: TestOffice, window: MainWindow, village: str
) -> None:
    for name in "ABC":
        office.add("households", head=f"Hộ {name}", village=village)
    page = opened(qtbot, window)
    records = shown(page, "ho_gia_dinh")
    assert len(records.waiting()) == 3
    answer = Answer("da_ky", "2026-06-30", "Tháng hành động", None)
    record_answer(records, "ho_gia_dinh", records.waiting(), answer)
    settle(qtbot, window)
    settle(qtbot, window)
    assert number_of(page, "ho_gia_dinh") == "3/3"
    assert listed(records, "commitment") == ["Đã ký"] * 3
    assert records.waiting() == ()
    window.desk.undo_last()
    settle(qtbot, window)
    settle(qtbot, window)
    assert number_of(page, "ho_gia_dinh") == "0/3"
    assert office.queries.count("commitments") == 0


def test_who_did_not_sign_needs_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    dialog = SignDialog("3 hộ", TODAY)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.reason.isVisible()
    assert dialog.answer() == Answer("da_ky", "2026-07-01", None, None)
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("tu_choi"))
    assert dialog.reason.isVisible()
    with pytest.raises(BadInput):
        dialog.answer()
    dialog.reason.line.setText("Chưa đồng ý")
    assert dialog.answer() == Answer("tu_choi", "2026-07-01", None, "Chưa đồng ý")


# Sổ theo dõi


def test_books_are_found_by_a_part_of_their_name(qtbot: QtBot, window: MainWindow) -> None:
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.sought.setText("hom thu")
    assert [line.key for line in page.side.lines if line.key] == ["tip_boxes", "box_openings"]
    page.sought.setText("")
    children = [line.key for line in page.side.lines if line.inner]
    assert children == [
        "business_checks",
        "hotspot_history",
        "case_subjects",
        "box_openings",
        "activities",
    ]


def test_a_point_shows_how_it_stands_today(
    qtbot: QtBot, office: TestOffice, window: MainWindow, village: str
) -> None:
    point = office.add(
        "hotspots", kind="tu_diem", village=village, detected_on="2026-01-10", address="Bến"
    )
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose("hotspots")
    records = page.lists["hotspots"]
    assert listed(records, "standing") == ["Phát sinh từ 10/01/2026"]
    for change, on in (("triet_xoa", "2026-02-01"), ("tai_phuc_tap", "2026-05-01")):
        office.add("hotspot_history", hotspot=point, change=change, happened_on=on)
    records.records_changed(frozenset({("hotspot_history", point)}))
    assert listed(records, "standing") == ["Tái phức tạp từ 01/05/2026"]


def test_the_results_of_tip_offs_are_copied_as_numbers_and_noted_as_announced(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    tip = office.add(
        "tip_offs",
        received_on="2026-05-01",
        source="hom_thu",
        content="Nội dung riêng",
        answered_on="2026-05-10",
    )
    dialog = TipResultsDialog(window.desk)
    qtbot.addWidget(dialog)
    assert "Tổng số tin đã tiếp nhận: 1" in dialog.notice.toPlainText()
    assert "Nội dung riêng" not in dialog.notice.toPlainText()
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.notice.toPlainText()
    dialog.announce.click()
    settle(qtbot, window)
    assert office.value("tip_offs", tip, "announced_on") == "2026-07-01"
    assert not dialog.announce.isEnabled()
    dialog.first.line.setText("01/07/2026")
    assert "Tổng số tin đã tiếp nhận: 0" in dialog.notice.toPlainText()


def test_households_without_the_numbers_of_the_forces_are_behind_their_line(
    qtbot: QtBot, office: TestOffice, window: MainWindow, village: str
) -> None:
    office.add("households", head="Hà Văn An", village=village, has_hotline_numbers=1)
    office.add("households", head="Lò Văn Bình", village=village)
    office.add("households", head="Vi Văn Cảnh", village=village, state="da_chuyen_di")
    page = opened(qtbot, window)
    line = next(each for each in page.side.lines if each.key == "numbers")
    assert (line.text, line.number) == ("Có số điện thoại lực lượng chức năng", "1/2")
    page.side.choose("numbers")
    assert listed(page.list, "head") == ["Lò Văn Bình"]
