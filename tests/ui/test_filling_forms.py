"""A form about a person, from the case and from Văn bản: filled, looked at, issued, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.forms import FieldSpec, Value
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.case.view import CaseTab
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.form_picker import FormPicker
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.paper_fields import from_editor, to_editor
from sachmatuy_desktop.ui.dialogs.print_forms import PrintFormsDialog
from sachmatuy_desktop.ui.dialogs.print_terms import PrintTermsDialog
from sachmatuy_desktop.ui.dialogs.rows_editor import RowsEditor
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.documents import IssuedTab, PapersPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from tests.documents.pdf_reading import PrintedPage, read
from tests.filled_offices import DAY, NAME, filled_office, managed_person
from tests.services.paper_offices import sign_as
from tests.ui.asked import when_asked
from tests.ui.hands import act_of
from tests.ui.windows import rest

D = TypeVar("D", bound=QDialog)
Windows = Callable[[Office], MainWindow]

DECISION = "163-iii-04"
STATEMENT = "163-iii-03"
STEP = "Dừng quản lý"


@pytest.fixture
def commune(tmp_path: Path) -> Office:
    return filled_office(tmp_path / "office")


@pytest.fixture
def person(commune: Office) -> RecordId:
    return managed_person(commune)


@pytest.fixture
def window(commune: Office, person: RecordId, windows: Windows) -> MainWindow:
    return windows(commune)


@pytest.fixture
def filled(window: MainWindow, person: RecordId, qtbot: QtBot) -> Iterator[FillDialog]:
    """The decision about the person, filled from the books and on screen."""
    made = FillDialog(window.desk, window, PaperWanted(form=DECISION), person)
    made.show()
    qtbot.waitUntil(lambda: made.view.pages > 0 and made.fields.whole, timeout=10_000)
    yield made
    made.reject()
    made.deleteLater()


def case_of(window: MainWindow, person: RecordId, qtbot: QtBot) -> CaseTab:
    window.desk.open_case(person)
    rest(qtbot, window)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    panel = page.list.show_panel()
    titles = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
    panel.tabs.setCurrentIndex(titles.index("Quản lý"))
    rest(qtbot, window)
    assert panel.case is not None
    return panel.case


def issued(window: MainWindow) -> IssuedTab:
    """The outgoing book."""
    page = window.open_page("documents")
    assert isinstance(page, PapersPage)
    return page.issued


def printed(dialog: FillDialog) -> str:
    document = pypdfium2.PdfDocument(dialog.view.pdf)
    text = "\n".join(each.get_textpage().get_text_bounded() for each in document)
    document.close()
    return text


def editor(dialog: FillDialog, name: str) -> QWidget:
    return dialog.fields.places[name].editor


def write(dialog: FillDialog, name: str, words: str) -> None:
    cast("QPlainTextEdit", editor(dialog, name)).setPlainText(words)


def mark(dialog: FillDialog, name: str) -> str:
    label = dialog.fields.places[name].mark
    return "" if label.isHidden() else label.text()


def drawn(dialog: FillDialog, words: str, qtbot: QtBot) -> None:
    """The paper shows these words."""
    qtbot.waitUntil(lambda: bool(dialog.view.pdf) and words in printed(dialog), timeout=10_000)


# What the dialog shows


def test_what_the_books_know_is_told_apart_from_what_must_be_typed(filled: FillDialog) -> None:
    assert NAME in printed(filled)
    assert mark(filled, "ho_ten") == "từ sổ"
    assert mark(filled, "tom_tat_hanh_vi") == "cần điền"
    assert cast("QLineEdit", editor(filled, "ngay_sinh")).text() == "05/03/1990"
    assert "so_van_ban" not in filled.fields.places
    assert "mục cần điền" in filled.lacking.text()


def test_typed_words_are_in_the_paper_and_stay_when_the_day_changes(
    filled: FillDialog, qtbot: QtBot
) -> None:
    write(filled, "tom_tat_hanh_vi", "Bị phát hiện tại nhà.")
    drawn(filled, "Bị phát hiện tại nhà.", qtbot)
    assert mark(filled, "tom_tat_hanh_vi") == ""
    filled.day.line.setText("06/08/2026")
    filled.day.line.editingFinished.emit()
    drawn(filled, "ngày 06 tháng 8 năm 2026", qtbot)
    assert "Bị phát hiện tại nhà." in printed(filled)
    assert cast("QPlainTextEdit", editor(filled, "tom_tat_hanh_vi")).toPlainText()


def test_a_word_of_the_books_may_be_typed_over_in_the_paper_alone(
    filled: FillDialog, commune: Office, person: RecordId, qtbot: QtBot
) -> None:
    cast("QLineEdit", editor(filled, "nghe_nghiep")).setText("Thợ hồ")
    cast("QLineEdit", editor(filled, "ho_ten")).setText("Lò Văn Khác")
    drawn(filled, "Lò Văn Khác", qtbot)
    assert mark(filled, "ho_ten") == "đã sửa"
    assert commune.queries.rows("people", [person])[person]["full_name"] == NAME


def test_what_cannot_be_read_is_said_beside_its_place(filled: FillDialog) -> None:
    cast("QLineEdit", editor(filled, "ngay_xet_nghiem")).setText("hôm qua")
    place = filled.fields.places["ngay_xet_nghiem"]
    assert not place.wrong.isHidden()
    cast("QLineEdit", editor(filled, "ngay_xet_nghiem")).setText("9/7/2026")
    assert place.wrong.isHidden()
    assert filled.filling is not None
    assert filled.filling.values["ngay_xet_nghiem"] == "2026-07-09"


def test_the_blank_form_is_seen_with_its_notes_and_cannot_be_issued(
    filled: FillDialog, qtbot: QtBot
) -> None:
    filled.looks.blank.click()
    drawn(filled, "Mẫu số 04", qtbot)
    assert NAME not in printed(filled)
    assert not filled.issue.isEnabled()
    filled.looks.filled.click()
    drawn(filled, NAME, qtbot)
    qtbot.waitUntil(filled.issue.isEnabled, timeout=5000)


def saved(
    dialog: FillDialog, target: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> list[PrintedPage]:
    """What leaves the program."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.save.pdf.trigger()
    qtbot.waitUntil(target.exists, timeout=5000)
    return read(target.read_bytes())


def test_on_paper_with_the_form_on_it_the_values_alone_are_printed(
    filled: FillDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert filled.looks.notes.isHidden()
    filled.looks.over.click()
    assert not filled.print.isEnabled()
    drawn(filled, "Mẫu số 04", qtbot)
    assert NAME in printed(filled)
    assert not filled.looks.notes.isHidden()
    noted = saved(filled, tmp_path / "noted.pdf", qtbot, monkeypatch)
    assert NAME in noted[0].text
    assert "QUYẾT ĐỊNH" not in noted[0].text
    assert filled.office.queries.journal(limit=1)[0].why.endswith("lưu PDF")
    filled.looks.notes.click()
    qtbot.waitUntil(lambda: "Mẫu số 04" not in printed(filled), timeout=10_000)
    bare = saved(filled, tmp_path / "bare.pdf", qtbot, monkeypatch)
    assert bare[0].line(NAME).baseline < noted[0].line(NAME).baseline
    filled.looks.filled.click()
    qtbot.waitUntil(filled.print.isEnabled, timeout=10_000)
    whole = saved(filled, tmp_path / "whole.pdf", qtbot, monkeypatch)
    assert "QUYẾT ĐỊNH" in whole[0].text


def test_what_the_printed_paper_has_no_room_for_is_told_by_name(
    filled: FillDialog, qtbot: QtBot
) -> None:
    cast("QLineEdit", editor(filled, "ten_goi_khac")).setText("Nguyễn Văn Thử Hai " * 9)
    filled.looks.over.click()
    qtbot.waitUntil(lambda: "«Tên gọi khác»" in filled.looks.by_hand.text(), timeout=10_000)
    assert "viết tay" in filled.looks.by_hand.text()
    assert not filled.looks.by_hand.isHidden()
    filled.looks.filled.click()
    assert filled.looks.by_hand.isHidden()


def test_the_number_of_an_issued_paper_goes_onto_printed_paper_too(
    filled: FillDialog, qtbot: QtBot
) -> None:
    when_asked(ConfirmDialog, lambda asked: asked.done_button.click())
    filled.issue.click()
    qtbot.waitUntil(lambda: "Đã phát hành" in filled.state.text(), timeout=10_000)
    issued_pdf = filled.view.pdf
    filled.looks.over.click()
    drawn(filled, "Mẫu số 04", qtbot)
    page = read(filled._pdf())[0]
    assert "01" in [line.text for line in page.lines()]
    assert "Số:" not in page.text
    filled.looks.filled.click()
    qtbot.waitUntil(lambda: filled.view.pdf == issued_pdf, timeout=10_000)


def test_a_day_under_the_old_law_refuses_the_form_of_the_new_one(
    filled: FillDialog, qtbot: QtBot
) -> None:
    filled.day.line.setText("30/06/2026")
    filled.day.line.editingFinished.emit()
    qtbot.waitUntil(lambda: not filled.wrong.isHidden(), timeout=5000)
    assert "dùng từ ngày 01/07/2026" in filled.wrong.text()


def test_a_paper_the_person_signs_is_only_printed(
    window: MainWindow,
    person: RecordId,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    dialog = FillDialog(window.desk, window, PaperWanted(form=STATEMENT), person)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
    assert dialog.issue.isHidden()
    assert "không phát hành" in dialog.state.text()
    asked: list[QPrintDialog] = []

    def drop(dialog: QPrintDialog) -> int:
        asked.append(dialog)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(QPrintDialog, "exec", drop)
    dialog.print.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    assert not dialog.office.queries.journal(acts=("document.print",))
    target = tmp_path / "tường trình.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.save.pdf.trigger()
    qtbot.waitUntil(target.exists, timeout=5000)
    assert dialog.office.queries.journal(limit=1)[0].why == "Bản tường trình – lưu PDF"
    dialog.reject()
    dialog.deleteLater()


# From the case to the outgoing book


def test_from_a_step_of_the_law_to_the_outgoing_book_and_back_to_the_person(
    window: MainWindow, commune: Office, person: RecordId, qtbot: QtBot
) -> None:
    case = case_of(window, person, qtbot)
    doors = [each for each in case.offers.findChildren(LongDoor) if each.whole.startswith(STEP)]
    assert doors
    line = cast("QWidget", doors[0].parentWidget())
    compose = next(each for each in line.findChildren(QPushButton) if each.text() == "Soạn…")
    seen: list[str] = []

    def answer(dialog: FillDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        seen.append(printed(dialog))
        when_asked(ConfirmDialog, lambda asked: asked.done_button.click())
        dialog.issue.click()
        qtbot.waitUntil(lambda: "Đã phát hành" in dialog.state.text(), timeout=10_000)
        seen.append(str(dialog.document))
        dialog.reject()

    when_asked(FillDialog, answer)
    compose.click()
    rest(qtbot, window)
    assert NAME in seen[0]
    line_of_book = commune.queries.rows("documents", [seen[1]])[seen[1]]
    assert line_of_book["person"] == person
    assert NAME not in str(line_of_book["title"])
    told = [each.whole for each in case.papers.findChildren(LongDoor)]
    assert any(str(line_of_book["number"]) in each for each in told)
    case.papers.findChildren(LongDoor)[0].click()
    rest(qtbot, window)
    page = issued(window)
    assert page.shown == seen[1]
    assert page.view.pages > 0


def test_a_form_is_found_among_many_by_words_of_its_name(
    window: MainWindow, person: RecordId, qtbot: QtBot
) -> None:
    case = case_of(window, person, qtbot)
    found: list[list[str]] = []
    opened: list[str] = []

    def pick(picker: FormPicker) -> None:
        found.append(picker.listed)
        picker.search.setText("tuong trinh 03")
        found.append(picker.listed)
        picker.take_button.click()

    def close(dialog: FillDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        opened.append(dialog.name.text())
        dialog.reject()

    when_asked(FormPicker, pick)
    when_asked(FillDialog, close)
    case.paper_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=15_000)
    assert len(found[0]) > 20
    assert found[1] == [STATEMENT]
    assert opened == ["Bản tường trình"]


def test_a_missing_form_says_so_on_screen(
    window: MainWindow, person: RecordId, qtbot: QtBot
) -> None:
    wanted = PaperWanted(law_form="PL I-02", source="Luật 120/2025/QH15 Điều 28", who="Trưởng CA")
    dialog = FillDialog(window.desk, window, wanted, person)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
    assert "chưa có trong chương trình" in dialog.stands_in.text()
    assert not dialog.stands_in.isHidden()
    assert dialog.name.text() == "Quyết định áp dụng biện pháp giám sát điện tử"
    dialog.reject()
    dialog.deleteLater()


def test_from_the_documents_page_the_person_is_named_in_the_dialog(
    window: MainWindow, person: RecordId, qtbot: QtBot
) -> None:
    page = issued(window)
    rest(qtbot, window)
    seen: list[str] = []

    def pick(picker: FormPicker) -> None:
        picker.choose(DECISION)
        picker.take_button.click()

    def fill(dialog: FillDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        assert dialog.about is not None
        dialog.about.put(person)
        dialog.about.left.emit()
        drawn(dialog, NAME, qtbot)
        seen.append(printed(dialog))
        dialog.reject()

    when_asked(FormPicker, pick)
    when_asked(FillDialog, fill)
    page.fill.click()
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert NAME in seen[0]


def test_who_may_not_see_the_lists_sees_a_number_and_no_paper(
    commune: Office, person: RecordId, windows: Windows, qtbot: QtBot
) -> None:
    filling = papers.fill(commune, DECISION, person, DAY)
    document = str(commune.run(papers.issue_filling(commune, filling)).result)
    window = windows(sign_as(commune, "clerk"))
    page = issued(window)
    rest(qtbot, window)
    page.table.choose(document)
    rest(qtbot, window)
    assert page.model.rowCount() == 1
    assert page.side.currentIndex() == 3
    assert not page.print.isEnabled()
    assert "person" not in [each.name for each in page.model.columns]


# What is missing when the paper is issued


def test_issuing_with_places_missing_asks_and_enter_alone_does_not_issue(
    filled: FillDialog, qtbot: QtBot
) -> None:
    told: list[str] = []

    def press_enter(asked: ConfirmDialog) -> None:
        told.extend(each.text() for each in asked.findChildren(QLabel))
        QTest.keyClick(asked, Qt.Key.Key_Return)
        told.append("open" if asked.isVisible() else "gone")
        asked.reject()

    when_asked(ConfirmDialog, press_enter)
    filled.issue.click()
    assert filled.document is None
    assert any("Còn" in each and "«Thời hạn quản lý" in each for each in told)
    assert told[-1] == "open"
    assert filled.office.queries.ids("documents") == []
    when_asked(ConfirmDialog, lambda asked: asked.done_button.click())
    filled.issue.click()
    qtbot.waitUntil(lambda: "Đã phát hành" in filled.state.text(), timeout=10_000)
    assert filled.document is not None


# Rows


def opened(window: MainWindow, form: str, qtbot: QtBot, record: RecordId | None) -> FillDialog:
    dialog = FillDialog(window.desk, window, PaperWanted(form=form), record)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.pages > 0 and dialog.fields.whole, timeout=10_000)
    return dialog


def test_rows_are_typed_pasted_and_taken_out_in_a_small_table(
    window: MainWindow, person: RecordId, qtbot: QtBot
) -> None:
    dialog = opened(window, "163-iii-06", qtbot, person)
    rows = editor(dialog, "tl_khac")
    assert isinstance(rows, RowsEditor)
    rows.add.click()
    QTest.keyClick(rows.table, Qt.Key.Key_Escape)
    rows.cells.setData(rows.cells.index(0, 1), "Biên bản làm việc")
    rows.paste("Đơn xin cư trú\t01/07/2026\nGiấy\t" + "x" * 300)
    drawn(dialog, "Đơn xin cư trú", qtbot)
    assert dialog.filling is not None
    assert dialog.filling.values["tl_khac"] == (
        (5, "Đơn xin cư trú", "01/07/2026"),
        (6, "Giấy", "x" * 300),
    )
    rows.table.setCurrentIndex(rows.cells.index(0, 1))
    rows.drop.click()
    assert rows.value() == ((5, "Giấy", "x" * 300),)
    dialog.reject()
    dialog.deleteLater()


def test_the_list_counts_anew_and_prints_with_a_purpose_a_copy_and_its_mark(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = opened(window, "163-iii-10", qtbot, None)
    rows = editor(dialog, "dang_quan_ly")
    assert isinstance(rows, RowsEditor)
    assert rows.cells.rowCount() == 1
    cast("QLineEdit", editor(dialog, "den_ngay")).setText("09/07/2026")
    assert not dialog.print.isEnabled()
    qtbot.waitUntil(lambda: rows.cells.rowCount() == 0, timeout=10_000)
    cast("QLineEdit", editor(dialog, "den_ngay")).setText("")
    qtbot.waitUntil(lambda: rows.cells.rowCount() == 1 and dialog.print.isEnabled(), timeout=10_000)
    asked: list[str] = []

    def answer(terms: PrintTermsDialog) -> None:
        terms.done_button.click()
        asked.append("kept" if terms.isVisible() else "gone")
        terms.purpose.line.setText("Họp giao ban")
        terms.copy.setValue(2)
        terms.done_button.click()

    def agree(printing: QPrintDialog) -> int:
        printing.printer().setOutputFileName(str(tmp_path / "danh-sach.pdf"))
        asked.append("printer")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", agree)
    when_asked(PrintTermsDialog, answer)
    dialog.print.click()
    qtbot.waitUntil((tmp_path / "danh-sach.pdf").exists, timeout=20_000)
    assert asked == ["printer", "kept"]
    assert "LƯU HÀNH NỘI BỘ" in printed(dialog)
    assert "02/02" in printed(dialog)
    assert dialog.office.queries.journal(limit=1)[0].why.endswith(
        "bản số 02/02 – in 1 bản; mục đích: Họp giao ban"
    )
    dialog.reject()
    dialog.deleteLater()


# Many at once


def test_one_form_is_printed_for_the_chosen_people(
    window: MainWindow,
    commune: Office,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    managed_person(commune, "Vi Văn Khác")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.list.relist()
    rest(qtbot, window)
    page.list.table.selectAll()
    menu = page.list.bulk.menu()
    assert menu is not None
    act_of(menu, "In mẫu cho các dòng đang chọn…").trigger()
    dialog = page.list.bulk.printing
    assert isinstance(dialog, PrintFormsDialog)
    qtbot.waitUntil(lambda: dialog.form.count() > 20, timeout=10_000)
    dialog.form.setCurrentIndex(dialog.form.findData(STATEMENT))
    out = tmp_path / "nhieu.pdf"
    dialog.path.line.setText(str(out))
    dialog.done_button.click()
    qtbot.waitUntil(out.exists, timeout=20_000)
    rest(qtbot, window)
    document = pypdfium2.PdfDocument(out)
    text = "\n".join(each.get_textpage().get_text_bounded() for each in document)
    document.close()
    assert NAME in text
    assert "Vi Văn Khác" in text


# The words of a place


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("text", "Thôn 1", "Thôn 1"),
        ("multi", ("heroine", "ats"), "heroine ats"),
        ("list", ("một", "hai"), "một\nhai"),
        ("moment", "2026-07-01T08:30", "08:30, 01/07/2026"),
        ("short_date", "2026-07-01", "2026-07-01"),
        ("text", None, None),
    ],
)
def test_a_place_reads_back_what_its_editor_shows(
    kind: str, value: Value, typed: str | None
) -> None:
    spec = FieldSpec("x", "X", kind, False, "")  # type: ignore[arg-type]
    assert to_editor(spec, value) == typed
    assert from_editor(spec, typed) == value


def test_an_hour_and_a_day_are_understood_as_they_are_said() -> None:
    spec = FieldSpec("x", "X", "moment", False, "")
    assert from_editor(spec, "8 giờ 5 ngày 1/7/2026") == "2026-07-01T08:05"
    with pytest.raises(BadInput):
        from_editor(spec, "sáng mai")
