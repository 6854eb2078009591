"""Attaching in the window: by drop, by paste, shrunk, looked at, removed, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.attachments import Shrinking
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments, content
from sachmatuy_desktop.ui.attachments.add_dialog import AddDialog
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.attachments.edit_dialog import EditDialog
from sachmatuy_desktop.ui.attachments.pictures import decoded, shrunk
from sachmatuy_desktop.ui.attachments.shrink_dialog import ShrinkDialog
from sachmatuy_desktop.ui.attachments.view import AttachmentsView
from sachmatuy_desktop.ui.attachments.viewer import paint_picture
from sachmatuy_desktop.ui.attachments.words import show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.pictures import office_file, pdf, png

from .asked import when_asked
from .conftest import TestOffice

Settled = Callable[[], None]


@pytest.fixture
def person(office: TestOffice) -> str:
    return office.add("people", full_name="Lê Văn Cam", birth="1990-05-01")


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, person: str) -> RecordPanel:
    made = RecordPanel(desk, REGISTERS["people"])
    made.resize(640, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_record(person)
    return made


def opened_tab(panel: RecordPanel) -> AttachmentsView:
    """The tab «Tệp đính kèm», in front."""
    titles = [panel.tabs.tabText(tab) for tab in range(panel.tabs.count())]
    place = next(at for at, title in enumerate(titles) if title.startswith("Tệp đính kèm"))
    panel.tabs.setCurrentIndex(place)
    view = panel.attachments
    assert view is not None
    return view


@pytest.fixture
def in_window(window: MainWindow, person: str, qtbot: QtBot) -> AttachmentsView:
    """The tab of a person in the real window, as one comes to it."""
    window.desk.open_record("people", person)
    page = window.findChild(PeoplePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.list.panel is not None and page.list.panel.record == person)
    assert page.list.panel is not None
    view = opened_tab(page.list.panel)
    qtbot.waitUntil(view.isVisible)
    come_forward(qtbot, window)
    return view


def come_forward(qtbot: QtBot, window: MainWindow) -> None:
    """Keys go to the window in front."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the worker has nothing to do."""
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)


def photo(width: int = 3000, height: int = 1500) -> bytes:
    """A picture with much in it, so that shrinking tells."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for row in range(0, height, 3):
        for column in range(0, width, 300):
            image.setPixel(column, row, (row * column) & 0xFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def drop(view: AttachmentsView, *paths: Path) -> None:
    """Files dragged from the desktop onto the list."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)


def test_files_dropped_are_attached_counted_and_taken_back(
    panel: RecordPanel, office: TestOffice, person: str, tmp_path: Path, settled: Settled
) -> None:
    view = opened_tab(panel)
    assert view.stack.currentIndex() == 1
    paths = [tmp_path / "biên bản.pdf", tmp_path / "nhà.png"]
    paths[0].write_bytes(pdf(2))
    paths[1].write_bytes(png())
    when_asked(AddDialog, lambda dialog: dialog.add_button.click())
    drop(view, *paths)
    settled()
    assert [cell[0].text for cell in view.table.rows] == ["biên bản", "nhà"]
    assert panel.tabs.tabText(panel.tabs.currentIndex()) == "Tệp đính kèm (2)"
    last = office.last_undoable()
    assert last is not None
    panel.desk.undo(last.txn)
    settled()
    assert attachments(office.session, "people", person) == []
    assert panel.tabs.tabText(panel.tabs.currentIndex()) == "Tệp đính kèm"


def test_a_picture_is_pasted_and_named(
    in_window: AttachmentsView,
    window: MainWindow,
    office: TestOffice,
    person: str,
    qtbot: QtBot,
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)

    def answer(dialog: AddDialog) -> None:
        assert dialog.kind.currentData() == "anh"
        dialog.title.line.setText("Hiện trường số 3")
        dialog.day.line.setText("1/6/2026")
        dialog.add_button.click()

    when_asked(AddDialog, answer)
    in_window.setFocus()
    QTest.keyClick(in_window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(in_window.files) == 1, timeout=5000)
    quiet(qtbot, window)
    (made,) = attachments(office.session, "people", person)
    assert (made.title, made.kind, made.taken_on) == ("Hiện trường số 3", "anh", "2026-06-01")
    assert decoded(content(office.session, made)).pixelColor(5, 5) == image.pixelColor(5, 5)


def test_nothing_to_paste_is_one_sentence(
    panel: RecordPanel, said: list[tuple[str, str]], settled: Settled
) -> None:
    view = opened_tab(panel)
    QGuiApplication.clipboard().clear()
    view.take_clipboard()
    settled()
    assert len(said) == 1
    assert said[0][1].endswith(".")


def test_a_file_that_is_not_taken_is_said_in_the_dialog_and_nothing_is_attached(
    panel: RecordPanel, office: TestOffice, person: str, tmp_path: Path, settled: Settled
) -> None:
    view = opened_tab(panel)
    bad = tmp_path / "ảnh.jpg"
    bad.write_bytes(b"MZ" * 100)
    told: list[str] = []

    def answer(dialog: AddDialog) -> None:
        dialog.add_button.click()
        told.append(dialog.wrong.text())
        dialog.reject()

    when_asked(AddDialog, answer)
    drop(view, bad)
    settled()
    assert told[0].startswith("Không nhận tệp ảnh.jpg")
    assert attachments(office.session, "people", person) == []
    assert office.store.files.names() == set()


def test_shrinking_before_attaching_tells_both_sizes(
    panel: RecordPanel,
    office: TestOffice,
    person: str,
    tmp_path: Path,
    settled: Settled,
    qtbot: QtBot,
) -> None:
    view = opened_tab(panel)
    large = tmp_path / "lớn.png"
    large.write_bytes(photo())

    def answer(dialog: AddDialog) -> None:
        dialog.shrink.setCurrentIndex(3)
        dialog.recount()
        qtbot.waitUntil(dialog.add_button.isEnabled, timeout=5000)
        assert "GPS" in dialog.told.text()
        assert show_size(large.stat().st_size) in dialog.told.text()
        assert dialog.table.rows[0][3].text
        dialog.add_button.click()

    when_asked(AddDialog, answer)
    drop(view, large)
    settled()
    (made,) = attachments(office.session, "people", person)
    assert made.media == "image/jpeg"
    assert decoded(content(office.session, made)).width() == 800


def test_one_attached_is_shrunk_on_request_and_brought_back(
    panel: RecordPanel, office: TestOffice, person: str, settled: Settled, qtbot: QtBot
) -> None:
    original = photo()
    office.run(AddAttachments("people", person, (NewFile("a.png", original),)))
    view = opened_tab(panel)
    view.table.choose(0)

    def answer(dialog: ShrinkDialog) -> None:
        dialog.choice.setCurrentIndex(2)
        dialog.recount()
        qtbot.waitUntil(dialog.done_button.isEnabled, timeout=5000)
        assert show_size(len(original)) in dialog.told.text()
        dialog.done_button.click()

    when_asked(ShrinkDialog, answer)
    view.shrink.click()
    settled()
    (small,) = attachments(office.session, "people", person)
    assert small.size < len(original)
    last = office.last_undoable()
    assert last is not None
    panel.desk.undo(last.txn)
    settled()
    (back,) = attachments(office.session, "people", person)
    assert content(office.session, back) == original


def test_shrinking_leaves_behind_what_a_camera_wrote() -> None:
    plain = QImage(300, 200, QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.gray)
    plain.setText("Comment", "10.77 N 106.69 E")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    plain.save(buffer, "PNG")  # type: ignore[call-overload]
    jpeg = bytes(buffer.data().data())
    assert b"106.69" in jpeg
    small = shrunk(jpeg, Shrinking(100, 70))
    assert b"106.69" not in small
    assert b"Exif" not in small
    assert small.startswith(b"\xff\xd8")


@pytest.mark.qt_log_ignore(".*")
def test_a_broken_picture_is_a_sentence() -> None:
    whole = photo(200, 100)
    for broken in (whole[:60], whole[:40] + bytes(80)):
        with pytest.raises(BadInput) as told:
            decoded(broken)
        assert str(told.value).endswith(".")


def test_looking_turns_zooms_walks_and_lets_go(
    panel: RecordPanel, office: TestOffice, person: str, settled: Settled, qtbot: QtBot
) -> None:
    files = (NewFile("a.pdf", pdf(3)), NewFile("b.png", png(80, 40)), NewFile("c.docx", word()))
    office.run(AddAttachments("people", person, files))
    view = opened_tab(panel)
    view.table.choose(0)
    viewer = view.look()
    assert viewer is not None
    settled()
    assert viewer.view.pages == 3
    viewer.view.go(1)
    assert viewer.view.place.text() == "Trang 2/3"
    viewer.view.nearer(1)
    viewer.go(1)
    settled()
    sheet = viewer.view._canvas.image
    assert (sheet.width(), sheet.height()) == (80, 40)
    viewer.view.turn(1)
    sheet = viewer.view._canvas.image
    assert (sheet.width(), sheet.height()) == (40, 80)
    viewer.go(1)
    settled()
    assert "xuất bản sao" in viewer.told.text()
    assert not viewer.print.isEnabled()
    viewer.close()
    assert viewer._pdf is None
    assert viewer.view.pages == 0


def word() -> bytes:
    return office_file()


def test_what_is_gone_says_so(
    panel: RecordPanel, office: TestOffice, person: str, settled: Settled
) -> None:
    office.run(AddAttachments("people", person, (NewFile("b.png", png()),)))
    (made,) = attachments(office.session, "people", person)
    office.store.files.path(made.sha256).unlink()
    view = opened_tab(panel)
    assert view.table.rows[0][2].text == "Mất tệp"
    assert not view.export.isEnabled()
    viewer = view.look()
    assert viewer is not None
    settled()
    assert viewer.told.text().startswith("Nội dung tệp này đã mất khỏi máy")
    viewer.close()


def test_a_copy_is_written_for_a_purpose_and_nothing_without(
    panel: RecordPanel,
    office: TestOffice,
    person: str,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office.run(AddAttachments("people", person, (NewFile("b.png", png()),)))
    view = opened_tab(panel)
    target = tmp_path / "ban-sao.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    when_asked(LineDialog, lambda dialog: dialog.reject())
    view.export.click()
    settled()
    assert not target.exists()

    def answer(dialog: LineDialog) -> None:
        dialog.line.line.setText("Nộp Tòa án")
        dialog.accept()

    when_asked(LineDialog, answer)
    view.export.click()
    settled()
    assert target.read_bytes() == png()
    assert any("Nộp Tòa án" in each.why for each in office.queries.journal())


def test_editing_and_removing_from_the_list(
    in_window: AttachmentsView,
    window: MainWindow,
    office: TestOffice,
    person: str,
    qtbot: QtBot,
) -> None:
    window.desk.run(AddAttachments("people", person, (NewFile("b.png", png()),)))
    quiet(qtbot, window)
    view = in_window

    def answer(dialog: EditDialog) -> None:
        dialog.title.line.setText("Giấy xác nhận")
        dialog.kind.setCurrentIndex(dialog.kind.findData("don"))
        dialog.accept()

    when_asked(EditDialog, answer)
    view.edit.click()
    quiet(qtbot, window)
    assert view.table.rows[0][0].text == "Giấy xác nhận"
    come_forward(qtbot, window)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    quiet(qtbot, window)
    assert view.files == []
    window.desk.undo_last()
    quiet(qtbot, window)
    assert [each.title for each in attachments(office.session, "people", person)] == [
        "Giấy xác nhận"
    ]
    assert len(view.files) == 1


def test_a_role_that_may_not_see_them_has_no_tab(
    qtbot: QtBot, office: TestOffice, settled: Settled
) -> None:
    office.info = replace(office.info, role=role("village"))
    feedback = Feedback()
    clerk = Desk(office, Operations(feedback), feedback, MemoryPreferences())
    made = RecordPanel(clerk, REGISTERS["households"])
    qtbot.addWidget(made)
    titles = [made.tabs.tabText(tab) for tab in range(made.tabs.count())]
    assert not any(title.startswith("Tệp đính kèm") for title in titles)
    clerk.operations.shut_down()
    settled()


def test_a_record_under_another_has_its_files_too(
    desk: Desk, office: TestOffice, person: str, qtbot: QtBot, settled: Settled
) -> None:
    test = office.add("tests", person=person, taken_on="2026-02-01", result="am_tinh")
    dialog = RecordDialog(desk, REGISTERS["tests"], test, {"person": person})
    qtbot.addWidget(dialog)
    dialog.show()
    office.run(AddAttachments("tests", test, (NewFile("b.png", png()),)))
    desk.changed.emit(frozenset())
    assert dialog.files_button.text() == "Tệp đính kèm (1)…"
    seen: list[int] = []

    def answer(shown: AttachmentsDialog) -> None:
        seen.append(len(shown.view.files))
        shown.accept()

    when_asked(AttachmentsDialog, answer)
    dialog.files_button.click()
    qtbot.waitUntil(lambda: bool(seen), timeout=2000)
    assert seen == [1]
    dialog.reject()
    settled()


def test_the_search_box_leads_to_the_record_it_is_attached_to(
    window: MainWindow, office: TestOffice, person: str, qtbot: QtBot
) -> None:
    office.run(AddAttachments("people", person, (NewFile("b.png", png(), "Biên bản số 17"),)))
    (hit,) = office.queries.find("bien ban so 17")
    window.desk.open_record(hit.register, hit.id)
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)
    page = window.findChild(PeoplePage)
    assert page is not None
    panel = page.list.panel
    assert panel is not None
    assert panel.record == person


def test_a_picture_prints_the_way_up_it_is_shown(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    paint_picture(printer, decoded(png(80, 40)), 1)
    assert (tmp_path / "in.pdf").read_bytes().startswith(b"%PDF")


def test_sizes_are_read_as_people_write_them() -> None:
    assert [show_size(each) for each in (0, 300, 120_400, 3_440_000)] == [
        "0 kB",
        "1 kB",
        "120 kB",
        "3,4 MB",
    ]
