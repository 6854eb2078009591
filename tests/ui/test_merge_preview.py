"""Xem trước khi gộp: an officer reads what a bundle would do, looks further, stops, or merges."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.proof.evidence import Subject, Wanted, security_log
from sachmatuy_desktop.services.sync import bundles, previewing
from sachmatuy_desktop.storage.sync import differences, outbox
from sachmatuy_desktop.ui import operations
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.operations import Progress
from tests.offices import add_person, add_village, edit
from tests.ui.test_sync_page import Side, accept, friends, send, sides, take_in

__all__ = ["friends", "sides"]


def texts(table: PlainTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def acknowledge(sender: Side, receiver: Side) -> None:
    """As if the receipt had come back."""
    with sender.office.store.writing() as connection:
        held = outbox.held_vector(connection)
        outbox.acknowledge(connection, receiver.office.keys.device.public.key_id, held)


def test_every_record_is_opened_from_the_count_of_its_book(
    friends: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "PAGE", 1)
    commune, receiving = friends
    (village,) = commune.office.queries.ids("villages")
    add_village(commune.office, "Thôn 9")
    take_in(receiving, send(commune, tmp_path / "1.smt"), accept)
    edit(commune.office, "villages", village, head="Siu Mẫu")
    add_village(commune.office, "Thôn 10")
    seen: dict[str, object] = {}

    def look(dialog: MergeDialog) -> None:
        titles = [row[0].text for row in dialog.overview.counts.rows]
        dialog.open_book(titles.index("Thôn, khu phố"))
        changes = dialog.changes
        assert changes is not None
        seen["tab"] = dialog.tabs.currentWidget() is changes
        seen["first"], seen["fields"] = texts(changes.records), texts(changes.fields)
        seen["where"] = changes.pages.where.text()
        changes.pages.on.click()
        seen["second"] = texts(changes.records)
        seen["on"] = changes.pages.on.isEnabled()
        seen["facts"] = dialog.overview.facts
        dialog.reject()

    take_in(receiving, send(commune, tmp_path / "2.smt"), look)
    assert seen["tab"]
    assert seen["first"] == [["Sửa", "Thôn 1", "", "Trưởng thôn, khu phố"]]
    assert seen["fields"] == [["Trưởng thôn, khu phố", "", "Siu Mẫu"]]
    assert seen["where"] == "Trang 1/2"
    assert seen["second"] == [["Mới", "Thôn 10", "", ""]]
    assert seen["on"] is False
    facts = seen["facts"]
    assert isinstance(facts, dict)
    assert facts["Gói"].startswith("Gói dữ liệu số 2, lập")
    assert receiving.office.queries.count("villages") == 2


def test_a_missing_bundle_is_told_with_its_number_and_what_to_do(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "1.smt"), accept)
    (village,) = commune.office.queries.ids("villages")
    for number in (2, 3):
        acknowledge(commune, receiving)
        edit(commune.office, "villages", village, head=f"Người {number}")
        send(commune, tmp_path / f"{number}.smt")
    told: list[list[str]] = []

    def look(dialog: MergeDialog) -> None:
        told.extend(texts(dialog.overview.findings))
        dialog.accept()

    take_in(receiving, tmp_path / "3.smt", look)
    (line,) = [text for kind, text in told if kind == "Thiếu gói"]
    assert line.startswith("Thiếu gói số 2 của ")
    assert "lập sau gói số 1 ngày" in line
    assert "«Xuất lại toàn bộ»" in line


def test_enter_on_opening_and_escape_merge_nothing(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    (person,) = commune.office.queries.ids("people")
    path = send(commune, tmp_path / "1.smt")
    defaults: list[str] = []
    looks: list[int] = []

    def escape(dialog: MergeDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        defaults.extend(each.text() for each in buttons if each.isDefault())
        receiving.wait()
        looks.append(looks_at(receiving, person))
        dialog.open_book([row[0].text for row in dialog.overview.counts.rows].index("Nhân khẩu"))
        receiving.wait()
        looks.append(looks_at(receiving, person))
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        if dialog.isVisible():
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    take_in(receiving, path, escape)
    assert "Gộp vào dữ liệu" not in defaults
    assert receiving.office.queries.count("households") == 0
    assert looks == [0, 1], "what a bundle says of a person is looked at once it is seen"


def looks_at(side: Side, person: str) -> int:
    wanted = Wanted(subject=Subject.VIEWS, record=f"people/{person}")
    return len(security_log(side.office, wanted))


def test_what_was_left_is_looked_for_on_request(
    friends: tuple[Side, Side],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(previewing, "AT_ONCE", 0)
    commune, receiving = friends
    seen: dict[str, tuple[str, bool]] = {}
    finds: list[list[str]] = []

    def look(dialog: MergeDialog) -> None:
        looking = dialog.looking
        assert looking is not None
        dialog.tabs.setCurrentWidget(looking)
        seen["before"] = (looking.told.text(), looking.more.isVisible())
        looking.more.click()
        qtbot.waitUntil(lambda: dialog.staged.preview.is_whole, timeout=10_000)
        seen["after"] = (looking.told.text(), looking.more.isVisible())
        finds.extend(texts(looking.finds))
        dialog.accept()

    take_in(receiving, send(commune, tmp_path / "1.smt"), look)
    assert seen["before"] == ("Chưa dò điểm cần xem của gói này.", True)
    told, more = seen["after"]
    assert "điểm cần xem mới vì gói này" in told
    assert not more
    assert any("Chưa có số định danh" in row[2] for row in finds)
    assert receiving.office.queries.count("people") == 1


class PressedAtOnce(Progress):
    """«Dừng» is pressed before the work can tell anything."""

    def __init__(self) -> None:
        super().__init__()
        self.cancel()


@pytest.mark.parametrize("act", ["stage", "merge", "export"])
def test_stopped_work_says_so_and_changes_nothing(
    friends: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "1.smt")
    staged = bundles.stage(receiving.office, path)
    monkeypatch.setattr(operations, "Progress", PressedAtOnce)
    if act == "stage":
        receiving.page.take_in(path)
    elif act == "merge":
        receiving.page.flow.merge(staged)
    else:
        add_person(commune.office)
        send(commune, tmp_path / "2.smt")
    side = commune if act == "export" else receiving
    side.wait()
    kind, sentence = side.said[-1]
    assert kind == "notice"
    assert (
        sentence
        == {
            "stage": "Đã dừng; chưa nhập gì từ gói.",
            "merge": "Đã dừng; chưa gộp gì, dữ liệu như trước. Bản sao lưu vừa tạo vẫn được giữ.",
            "export": "Đã dừng; chưa có gói nào được ghi.",
        }[act]
    )
    assert receiving.office.queries.count("households") == 0
    assert not (tmp_path / "2.smt").exists()
