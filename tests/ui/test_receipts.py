"""Two windows: the receipt is looked at, the slip is printed and entered, the book says how."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.documents.qr import codes_in
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.sync import bundles, passages, trusting
from sachmatuy_desktop.services.sync.passages import Standing
from sachmatuy_desktop.services.sync.returns import Opinion, ReturnRecords
from sachmatuy_desktop.sync.slips import TAG
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.dialogs.slip_in import SlipDialog
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.forms.history_view import HistoryView
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from tests.offices import IA_DOM, add_person, add_return, add_village, edit
from tests.ui.asked import when_asked
from tests.ui.test_sync_page import (
    Side,
    accept,
    friends,
    introduce,
    send,
    sides,
    take_in,
    take_receipt,
)

__all__ = ["friends", "introduce", "sides"]


def book_of(side: Side) -> PassagesTab:
    """The book of bundles in front."""
    side.page.tabs.setCurrentWidget(side.page.passages)
    side.page.refresh()
    side.wait()
    return side.page.passages


def standings(side: Side) -> list[str]:
    return [row[4].text for row in book_of(side).table.rows]


def test_a_receipt_is_looked_at_before_it_is_entered(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "goi.smt")
    add_return(receiving.office, IA_DOM, "Thiếu biên bản họp xét", due_on=date(2026, 12, 5))
    take_in(receiving, path, accept)
    assert standings(commune) == ["Đã gửi"]
    seen: list[list[str]] = []

    def look(dialog: ReceiptDialog) -> None:
        seen.extend([cell.text for cell in row] for row in dialog.counts.rows)
        seen.extend([cell.text for cell in row] for row in dialog.points.rows)

    take_receipt(commune, tmp_path / "goi.bien-nhan.smt", look)
    assert ["Hộ gia đình", "1", "", ""] in seen
    assert ["Trả lại", "Thiếu biên bản họp xét (hạn 05/12/2026)"] in seen
    assert standings(commune)[1] == "Bị trả lại 1 điểm"
    tab = book_of(commune)
    tab.table.choose(1)
    told = " ".join(tab.detail.said)
    assert "Nơi nhận nhập:" in told
    assert "Hộ gia đình: 1 mới" in told
    assert "Trả lại: Thiếu biên bản họp xét (hạn 05/12/2026)" in told


def test_a_receipt_that_is_not_wanted_changes_nothing(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    when_asked(ReceiptDialog, ReceiptDialog.reject)
    commune.page.take_in(tmp_path / "goi.bien-nhan.smt")
    commune.wait()
    assert standings(commune) == ["Đã gửi"]


def printed(receiving: Side, qtbot: QtBot) -> bytes:
    """The slip for the bundle that came in, as the window shows it."""
    tab = book_of(receiving)
    came = [each.passage.direction for each in tab.lines].index("in")
    tab.table.choose(came)
    receiving.wait()
    papers: list[bytes] = []

    def look(dialog: PaperDialog) -> None:
        papers.append(dialog.view.pdf)
        dialog.accept()

    when_asked(PaperDialog, look)
    tab.print_slip.click()
    receiving.wait()
    qtbot.waitUntil(lambda: bool(papers))
    return papers[0]


def test_a_slip_goes_from_window_to_window_as_a_scan(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    scan = tmp_path / "quet.pdf"
    scan.write_bytes(printed(receiving, qtbot))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(scan), ""))
    told: list[str] = []

    def answer(dialog: SlipDialog) -> None:
        dialog.choose.click()
        qtbot.waitUntil(dialog.enter.isEnabled)
        told.append(dialog.told.text())
        dialog.enter.click()

    when_asked(SlipDialog, answer)
    book_of(commune).enter_slip.click()
    commune.wait()
    assert told == ["Mã đủ: gói số 1."]
    assert "đã nhận gói số 1 lúc" in commune.said[-1][1]
    assert "chưa thay được" not in commune.said[-1][1]
    (standing,) = standings(commune)
    assert standing.startswith("Đã nhận lúc ")
    view = commune.page.exchange.view
    view.refresh()
    commune.wait()
    assert view.total.text() == "Không có gì mới để gửi."  # type: ignore[union-attr]


def test_a_code_is_typed_line_by_line_and_the_wrong_group_is_named(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    (text,) = codes_in(printed(receiving, qtbot), "phieu.pdf")
    code = text.removeprefix(TAG)
    groups = [code[at : at + 6] for at in range(0, len(code), 6)]
    lines = [f"{at + 1:02}.  {'  '.join(groups[at : at + 4])}" for at in range(0, len(groups), 4)]
    seen: list[tuple[str, str, bool]] = []

    def answer(dialog: SlipDialog) -> None:
        def type_in(what: str) -> None:
            dialog.code.setPlainText(what)
            wrong = dialog.wrong.text() if dialog.wrong.isVisible() else ""
            seen.append((dialog.told.text(), wrong, dialog.enter.isEnabled()))

        type_in(lines[0].lower())
        type_in(lines[0][:-2])
        type_in(lines[0].replace(groups[1], groups[1][::-1]))
        type_in("\n".join(lines))
        dialog.enter.click()

    when_asked(SlipDialog, answer)
    book_of(commune).enter_slip.click()
    commune.wait()
    assert seen[0] == ("Đã gõ 4 nhóm.", "", False)
    assert seen[1] == ("Đã gõ 3 nhóm.", "", False)
    assert seen[2][1].startswith("Nhóm thứ 2")
    assert seen[3] == ("Mã đủ: gói số 1.", "", True)
    assert standings(commune)[0].startswith("Đã nhận lúc ")


def test_a_picture_without_a_code_is_one_sentence_in_the_dialog(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot
) -> None:
    commune, _receiving = friends
    wrong = tmp_path / "chi-chu.txt"
    wrong.write_text("không có gì", encoding="utf-8")
    said: list[str] = []

    def answer(dialog: SlipDialog) -> None:
        dialog.read_file(wrong)
        qtbot.waitUntil(dialog.wrong.isVisible)
        said.append(dialog.wrong.text())
        dialog.reject()

    when_asked(SlipDialog, answer)
    book_of(commune).enter_slip.click()
    commune.wait()
    assert "chi-chu.txt" in said[0]


def test_the_book_is_narrowed_to_what_has_had_no_receipt(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "một.smt"), accept)
    take_receipt(commune, tmp_path / "một.bien-nhan.smt")
    add_person(commune.office, "Lò Văn Mít")
    send(commune, tmp_path / "hai.smt")
    tab = book_of(commune)
    assert len(tab.table.rows) == 3
    place = tab.filter.findData(Standing.SENT)
    assert tab.filter.itemText(place) == "Đã gửi (1)"
    tab.filter.setCurrentIndex(place)
    tab.filter.activated.emit(place)
    commune.wait()
    assert [row[2].text for row in tab.table.rows] == ["2"]
    assert not tab.print_slip.isEnabled()


def test_a_receipt_is_written_once_more_from_the_book(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    tab = book_of(receiving)
    tab.table.choose([each.passage.direction for each in tab.lines].index("in"))
    receiving.wait()
    told = " ".join(tab.detail.said)
    assert "Hộ gia đình: 1 mới" in told
    tab.write_again_to(tmp_path / "lại.smt")
    receiving.wait()
    take_receipt(commune, tmp_path / "lại.smt")
    (line,) = [each for each in passages.book(commune.office).lines if each.is_out]
    assert line.standing is Standing.RECEIVED


def test_a_record_tells_how_far_it_has_gone(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot
) -> None:
    commune, receiving = friends
    (person,) = commune.office.queries.ids("people")
    view = HistoryView(commune.page.desk, REGISTERS["people"])
    qtbot.addWidget(view)
    view.show()

    def told() -> str:
        view.show_record(person)
        commune.wait()
        return view.way.text() if view.way.isVisible() else ""

    assert told() == "Chưa gửi cơ quan tiếp nhận."
    day = show_date(commune.office.clock.now().date())
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    assert told() == f"Đã gửi ngày {day}, chưa có biên nhận."
    take_receipt(commune, tmp_path / "goi.bien-nhan.smt")
    taken = show_date(receiving.office.clock.now().date())
    held = f"Đã gửi ngày {day}, cơ quan tiếp nhận đã nhận ngày {taken}."
    assert told() == held
    edit(commune.office, "people", person, full_name="Lò Thị Mơ")
    assert told() == f"{held} Thay đổi sau đó chưa gửi."
    send(commune, tmp_path / "hai.smt")
    assert told() == f"{held} Thay đổi sau đó đã gửi, chưa có biên nhận."


def test_what_was_sent_back_of_a_record_stands_in_its_history(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot
) -> None:
    commune, receiving = friends
    (household,) = commune.office.queries.ids("households")
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    receiving.office.run(ReturnRecords("households", (household,), Opinion("Thiếu ngày ký")))
    (below,) = trusting.partners(receiving.office)
    bundles.export(receiving.office, below.key_id, tmp_path / "xuống.smt")
    take_in(commune, tmp_path / "xuống.smt", accept)
    view = HistoryView(commune.page.desk, REGISTERS["households"])
    qtbot.addWidget(view)
    view.show()
    view.show_record(household)
    commune.wait()
    assert view.way.text().endswith("Bị trả lại: Thiếu ngày ký.")


def test_a_receiving_office_tells_of_no_way_up(friends: tuple[Side, Side], qtbot: QtBot) -> None:
    _commune, receiving = friends
    village = add_village(receiving.office)
    view = HistoryView(receiving.page.desk, REGISTERS["villages"])
    qtbot.addWidget(view)
    view.show()
    view.show_record(village)
    receiving.wait()
    assert not view.way.isVisible()


def test_a_list_is_narrowed_to_what_has_not_been_sent(
    friends: tuple[Side, Side], tmp_path: Path, qtbot: QtBot
) -> None:
    commune, receiving = friends
    send(commune, tmp_path / "goi.smt")
    new = add_person(commune.office, "Lò Văn Mít")
    bar = FilterBar(commune.page.desk, REGISTERS["people"])
    qtbot.addWidget(bar)
    bar.fill_menu()
    (way,) = [each for each in bar.menu().actions() if each.text() == "Tình trạng gửi"]
    under = way.menu()
    assert isinstance(under, QMenu)
    assert [each.text() for each in under.actions()] == ["Chưa gửi", "Đã gửi", "Đã nhận"]
    under.actions()[0].trigger()
    assert bar.told() == "Tình trạng gửi: Chưa gửi"
    assert [chip.text() for chip in bar.chips] == ["Tình trạng gửi: Chưa gửi"]
    assert commune.office.queries.ids("people", bar.where) == [new]
    above = FilterBar(receiving.page.desk, REGISTERS["people"])
    qtbot.addWidget(above)
    above.fill_menu()
    assert "Tình trạng gửi" not in [each.text() for each in above.menu().actions()]
