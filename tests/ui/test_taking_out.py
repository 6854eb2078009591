"""A list of people leaves the window locked, and comes back with its passphrase alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.locking import is_locked
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from sachmatuy_desktop.ui.dialogs.line import LockedFileDialog
from sachmatuy_desktop.ui.dialogs.taking_out import TakingOutDialog
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from tests.offices import add_person, add_village, new_office
from tests.ui.asked import in_turn

SECRET = "một mật khẩu tệp đủ dài"
NAME = "Lê Văn Cam"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã")
    add_person(made, NAME, add_village(made))
    yield made
    made.close()


@pytest.fixture
def sheets(desk: Desk, office: Office, qtbot: QtBot) -> SheetButton:
    """«Bảng tính» of the list of people."""
    people = office.queries.ids("people")
    made = SheetButton(desk, REGISTERS["people"], lambda: people, lambda _path: None)
    qtbot.addWidget(made)
    return made


def test_a_list_leaves_locked_and_comes_back_with_its_passphrase_alone(
    sheets: SheetButton,
    desk: Desk,
    office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    settled: Callable[[], None],
    said: list[tuple[str, str]],
) -> None:
    path = tmp_path / "dân.xlsx"

    def answer(dialog: TakingOutDialog) -> None:
        assert dialog.locks.isChecked()  # unless somebody says so
        assert dialog.passphrases.isVisible()
        assert "quên là không mở lại được" in dialog.hint.text()
        dialog.finish.click()
        assert dialog.purpose.wrong.isVisible()
        dialog.purpose.line.setText("Gửi công an tỉnh")
        dialog.finish.click()
        first, again = dialog.passphrases.first, dialog.passphrases.again
        assert first.wrong.isVisible()
        first.line.setText("ngắn")
        dialog.finish.click()
        assert "ít nhất" in first.wrong.text()
        first.line.setText(SECRET)
        again.line.setText(SECRET + "!")
        dialog.finish.click()
        assert "chưa giống" in again.wrong.text()
        assert dialog.isVisible()
        assert not path.exists()
        again.line.setText(SECRET)
        dialog.finish.click()

    with in_turn(desk.operations, (TakingOutDialog, answer)):
        sheets.export_to(path)
        settled()
    assert said[-1] == ("notice", "Đã ghi 1 dòng vào tệp dân.xlsx.")
    assert is_locked(path.read_bytes())
    assert "Gửi công an tỉnh" in str(office.queries.journal(limit=1)[0].why)

    def wrong(dialog: LockedFileDialog) -> None:
        assert "dân.xlsx" in dialog.windowTitle()
        dialog.finish.click()
        assert dialog.passphrase.wrong.isVisible()
        dialog.passphrase.line.setText("không phải mật khẩu này")
        dialog.finish.click()

    told: list[str] = []

    def right(dialog: LockedFileDialog) -> None:
        told.extend(each.text() for each in dialog.findChildren(QLabel))
        dialog.passphrase.line.setText(SECRET)
        dialog.finish.click()

    made = ImportDialog(desk, register="people", path=path)
    qtbot.addWidget(made)
    with in_turn(desk.operations, (LockedFileDialog, wrong), (LockedFileDialog, right)):
        made.show()
        qtbot.waitUntil(lambda: made.plan is not None, timeout=20_000)
    assert any("không mở được tệp" in each for each in told)
    assert [(row[2].text, row[3].text) for row in made.rows.rows] == [
        ("Không đổi", f"{NAME}, 01/05/1990")
    ]


def test_leaving_the_question_writes_nothing(
    sheets: SheetButton, desk: Desk, office: Office, tmp_path: Path, settled: Callable[[], None]
) -> None:
    before = len(office.queries.journal())
    with in_turn(desk.operations, (TakingOutDialog, lambda dialog: dialog.reject())):
        sheets.export_to(tmp_path / "dân.xlsx")
    settled()
    assert not (tmp_path / "dân.xlsx").exists()
    assert len(office.queries.journal()) == before


def test_who_does_not_lock_it_is_asked_for_the_purpose_alone(
    sheets: SheetButton, desk: Desk, tmp_path: Path, settled: Callable[[], None]
) -> None:
    def answer(dialog: TakingOutDialog) -> None:
        dialog.locks.setChecked(False)
        assert not dialog.passphrases.isVisible()
        dialog.purpose.line.setText("Đối chiếu")
        dialog.finish.click()

    def again(dialog: TakingOutDialog) -> None:
        assert dialog.purpose.text == "Đối chiếu"  # said last for this book
        assert not dialog.locks.isVisible()  # a CSV cannot be locked
        dialog.finish.click()

    with in_turn(desk.operations, (TakingOutDialog, answer)):
        sheets.export_to(tmp_path / "dân.xlsx")
    settled()
    sheet = openpyxl.load_workbook(tmp_path / "dân.xlsx", read_only=True).active
    assert sheet is not None
    assert any(NAME in row for row in sheet.iter_rows(values_only=True))
    with in_turn(desk.operations, (TakingOutDialog, again)):
        sheets.export_to(tmp_path / "dân.csv")
    settled()
    assert NAME in (tmp_path / "dân.csv").read_text(encoding="utf-8-sig")
