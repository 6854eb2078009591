"""Erasing a person from the list: seen first, confirmed by the name, told by the history after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.people import PEOPLE
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.erase_person import ErasePersonDialog
from sachmatuy_desktop.ui.forms.history_words import tell
from sachmatuy_desktop.ui.pages.erasing import EraseButton
from sachmatuy_desktop.ui.pages.people import PeoplePage
from tests.ui.asked import when_asked
from tests.ui.conftest import TestOffice

NAME = "Quàng Thị Xuyến Chi"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, office: TestOffice) -> PeoplePage:
    """The list of people with one of them chosen, who has a test and a relative."""
    person = office.add("people", full_name=NAME, birth="1990-05-17", phone="0987654321")
    office.add("tests", person=person, taken_on="2026-06-01", result="am_tinh")
    office.add("identity_docs", person=person, kind="ho_chieu", number="B1234567")
    office.add("people", full_name="Quàng Văn Bình", mother=NAME)
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.list.table.choose(person)
    return made


def test_it_is_shown_confirmed_done_and_told(
    page: PeoplePage, desk: Desk, office: TestOffice, settled: Callable[[], None]
) -> None:
    (person,) = page.list.table.chosen_ids()
    seen: list[str] = []

    def answer(dialog: ErasePersonDialog) -> None:
        seen.extend(" ".join(cell.text for cell in row) for row in dialog.counts.rows)
        seen.append(dialog.told.text())
        dialog.finish.click()
        seen.append(dialog.sure.wrong.text())
        dialog.sure.line.setText("Quàng Thị")
        dialog.finish.click()
        seen.append(dialog.sure.wrong.text())
        dialog.sure.line.setText(NAME.lower())
        dialog.document.line.setText(f"của {fold(NAME)}")
        dialog.finish.click()
        seen.append(dialog.document.wrong.text())
        dialog.document.line.setText("12/QĐ-UBND ngày 01/7/2026")
        dialog.finish.click()
        seen.append("vẫn mở" if dialog.isVisible() else "")
        dialog.ground.setCurrentIndex(dialog.ground.findData("order"))
        dialog.finish.click()

    when_asked(ErasePersonDialog, answer)
    page.erase_button.click()
    settled()
    settled()
    assert seen == [
        "Nhân khẩu  1",
        "Giấy tờ tùy thân 1 ",
        "Xét nghiệm  1",
        "Họ tên này còn trong ghi chép khác, chương trình không tự sửa: Nhân khẩu (1).",
        "Hãy điền «Gõ lại họ tên để xác nhận».",
        "Chưa đúng họ tên của người này.",
        "Đừng ghi họ tên, số giấy tờ của người này ở đây: nhật ký giữ dòng này mãi.",
        "vẫn mở",
    ]
    assert office.value("people", person, "full_name") != NAME
    assert office.value("people", person, "birth") == "1990"
    undoable = office.last_undoable()
    assert undoable is None or undoable.act != "erase.person"
    newest, *older = tell(desk, "people", person, desk.queries.life("people", person, below=False))
    assert "xóa dữ liệu theo pháp luật (Theo quyết định" in newest.head
    assert "12/QĐ-UBND ngày 01/7/2026" in newest.head
    assert not newest.parts
    assert older
    assert all("nội dung đã xóa theo pháp luật" in each.head for each in older)
    assert not any(each.may_be_undone for each in (newest, *older))


def test_whoever_may_not_is_not_offered_it(qtbot: QtBot, desk: Desk, office: TestOffice) -> None:
    office.info = replace(office.info, role=role("social"))
    desk.role = office.info.role
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    assert made.findChildren(EraseButton) == []
    assert desk.may_open(PEOPLE)
