"""Văn bản đến in the real window: registered, answered, followed; at the end the year is shut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.calendar import incoming_here
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.books import EnterPaper, RegisterIncoming
from sachmatuy_desktop.services.papers.print_log import print_log
from sachmatuy_desktop.storage.keys.recovery import new_recovery_code
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_books import AnswerDialog, ArrivalDialog, OutsideDialog
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.dialogs.printer_offset import OffsetDialog
from sachmatuy_desktop.ui.dialogs.recovery import CodeShown
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.documents.page import OUTSIDE_PAPER
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.printing import Offset, paint_pages
from tests.documents.fillings import composed
from tests.offices import TestClock, new_office, row
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

Open = Callable[[Office], MainWindow]


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    """A commune; its window closes it."""
    return new_office(tmp_path / "xã", clock=clock)


def page_of(qtbot: QtBot, window: MainWindow) -> PapersPage:
    page = window.open_page("documents")
    assert isinstance(page, PapersPage)
    rest(qtbot, window)
    return page


def write(dialog: ArrivalDialog | OutsideDialog, **typed: str) -> None:
    for name, text in typed.items():
        editor = dialog.form.editor(name)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def test_what_arrives_is_registered_answered_and_shut_with_its_year(
    qtbot: QtBot, windows: Open, office: Office, clock: TestClock
) -> None:
    window = windows(office)
    page = page_of(qtbot, window)
    page.tabs.setCurrentWidget(page.arrivals)
    rest(qtbot, window)

    def arrive(dialog: ArrivalDialog) -> None:
        dialog.done_button.click()
        qtbot.waitUntil(lambda: dialog.form.complaint_beside("author") != "", timeout=PATIENCE)
        write(dialog, author="Công an tỉnh", title="Yêu cầu báo cáo", due_on="4/3/2026")
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    when_asked(ArrivalDialog, arrive)
    page.arrivals.enter.click()
    rest(qtbot, window)
    (arrived,) = office.queries.ids("incoming_documents")
    assert row(office, "incoming_documents", arrived)["sequence"] == 1
    assert page.arrivals.shown == arrived

    def enter(dialog: OutsideDialog) -> None:
        dialog.kind.setCurrentIndex(dialog.kind.findData("Báo cáo"))
        write(dialog, title="Báo cáo theo yêu cầu")
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    page.tabs.setCurrentWidget(page.issued)
    when_asked(OutsideDialog, enter)
    page.issued.enter.click()
    rest(qtbot, window)
    (answer,) = office.queries.ids("documents")
    assert row(office, "documents", answer)["number"] == "01/BC-UBND"
    assert not page.issued.print.isEnabled()
    assert page.issued.side.currentIndex() == OUTSIDE_PAPER
    assert page.issued.complete.isEnabled()

    def handle(dialog: AnswerDialog) -> None:
        dialog.answer.put(answer)
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    page.tabs.setCurrentWidget(page.arrivals)
    when_asked(AnswerDialog, handle)
    page.arrivals.answer.click()
    rest(qtbot, window)
    assert row(office, "incoming_documents", arrived)["answer"] == answer

    clock.advance(days=306)
    shut_the_year(qtbot, window, page)


def shut_the_year(qtbot: QtBot, window: MainWindow, page: PapersPage) -> None:
    """On 2 January the incoming book of the old year is shut, by typing its year."""
    page.tabs.setCurrentWidget(page.years)
    rest(qtbot, window)
    page.years.table.choose([each.book.id for each in page.years.years].index("incoming"))

    def shut(dialog: LineDialog) -> None:
        dialog.line.line.setText("2026")
        dialog._done()

    when_asked(LineDialog, shut)
    page.years.shut.click()
    rest(qtbot, window)
    incoming = next(each for each in page.years.years if each.book.id == "incoming")
    assert (incoming.last, incoming.closed_on) == ("01", "2027-01-02")
    assert not page.years.shut.isEnabled()


def test_a_deadline_stands_on_the_first_page_until_it_is_handled(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    values = {"arrived_on": "2026-03-02", "author": "Công an tỉnh", "title": "Yêu cầu báo cáo"}
    office.run(RegisterIncoming({**values, "due_on": "2026-03-04"}))
    window = windows(office)
    rest(qtbot, window)
    (entry,) = incoming_here(office).entries(date(2026, 3, 1), date(2026, 3, 31))
    assert (entry.day, entry.over) == (date(2026, 3, 4), False)
    assert entry.title == "Công an tỉnh: Yêu cầu báo cáo"
    assert "Công an" not in entry.item.summary()


def test_prints_are_listed_with_copies_and_purpose(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    office.run(papers.NotePrint("Danh sách; bản số 01/02", "họp xét", papers.PRINTED, 2))
    office.run(EnterPaper("Thông báo", date(2026, 3, 2), {"title": "Thông báo"}))
    office.run(papers.NotePrint("01/BC-UBND", "", papers.SAVED))
    window = windows(office)
    page = page_of(qtbot, window)
    page.tabs.setCurrentWidget(page.prints)
    rest(qtbot, window)
    assert [[cell.text for cell in line[1:]] for line in page.prints.table.rows] == [
        ["Nguyễn Văn An", "01/BC-UBND", "Lưu PDF", "", ""],
        ["Nguyễn Văn An", "Danh sách; bản số 01/02", "In", "2", "họp xét"],
    ]


# -- on paper -------------------------------------------------------------------------------------


@pytest.fixture
def printer(qtbot: QtBot, tmp_path: Path) -> QPrinter:
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "in.pdf"))
    return made


def sizes(printer: QPrinter) -> list[tuple[int, int]]:
    """The pages printed, in whole millimetres."""
    document = pypdfium2.PdfDocument(Path(printer.outputFileName()).read_bytes())
    found = [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]
    document.close()
    return [(wide, tall) for wide, tall in found]


def ink_begins(path: str) -> tuple[float, float]:
    """How far from the left and the upper edge the first page's ink begins, in millimetres."""
    document = pypdfium2.PdfDocument(Path(path).read_bytes())
    bitmap = document[0].render(scale=2, grayscale=True)
    dots = bytes(bitmap.buffer).translate(bytes(each < 128 for each in range(256)))
    document.close()
    starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
    begins = [dots[start : start + bitmap.width].find(1) for start in starts]
    top = next(y for y, found in enumerate(begins) if found >= 0)
    left = min(found for found in begins if found >= 0)
    return left * 25.4 / 144, top * 25.4 / 144


MANY = render(composed(load_form("self-assessment"), "usual"))


def test_chosen_pages_print_each_as_it_lies(printer: QPrinter) -> None:
    whole = pypdfium2.PdfDocument(MANY)
    lying = [page.get_width() > page.get_height() for page in whole]
    whole.close()
    assert len(lying) > 2
    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addRange(len(lying) - 1, len(lying))
    printer.setPageRanges(ranges)
    paint_pages(printer, MANY)
    wanted = [lying[0], *lying[-2:]]
    assert sizes(printer) == [(297, 210) if each else (210, 297) for each in wanted]


def test_copies_come_collated_or_page_by_page(printer: QPrinter) -> None:
    printer.setFromTo(1, 2)
    printer.setCopyCount(3)
    paint_pages(printer, MANY)
    made = 1 if printer.supportsMultipleCopies() else 3
    assert len(sizes(printer)) == 2 * made


def test_on_smaller_paper_the_page_shrinks_and_on_larger_it_keeps_its_size(
    printer: QPrinter,
) -> None:
    printer.setFromTo(1, 1)
    paint_pages(printer, MANY)
    left, _top = ink_begins(printer.outputFileName())
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    paint_pages(printer, MANY)
    assert sizes(printer) == [(297, 420)]
    assert ink_begins(printer.outputFileName())[0] == pytest.approx(left, abs=0.4)
    printer.setPageSize(QPageSize(QSizeF(105, 148.5), QPageSize.Unit.Millimeter))
    paint_pages(printer, MANY)
    assert ink_begins(printer.outputFileName())[0] == pytest.approx(left / 2, abs=0.6)


def test_what_was_measured_moves_everything_printed_on_that_printer(
    qtbot: QtBot, printer: QPrinter
) -> None:
    preferences = MemoryPreferences()
    printer.setFromTo(1, 1)
    paint_pages(printer, MANY, preferences)
    left, top = ink_begins(printer.outputFileName())
    name = printer.printerName()
    dialog = OffsetDialog(preferences, [name, "Máy in khác"])
    qtbot.addWidget(dialog)
    dialog.left.setValue(17.0)
    dialog.top.setValue(21.5)
    assert "sang phải 3,0 mm, xuống dưới -1,5 mm" in dialog.told.text()
    dialog.keep.click()
    assert Offset.remembered(preferences, name) == Offset(3.0, -1.5)
    assert Offset.remembered(preferences, "Máy in khác") == Offset()
    paint_pages(printer, MANY, preferences)
    moved = ink_begins(printer.outputFileName())
    assert moved[0] - left == pytest.approx(3.0, abs=0.4)
    assert moved[1] - top == pytest.approx(-1.5, abs=0.4)


NAMELESS = ""
"""What a printer into a file is called."""


@pytest.fixture
def on_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the printer, one file a time: whoever is asked for one takes it at once."""
    files: list[str] = []

    def agree(dialog: QPrintDialog) -> int:
        files.append(str(tmp_path / f"in-{len(files)}.pdf"))
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(files[-1])
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", agree)
    return files


def moved_between(one: str, other: str) -> tuple[float, float]:
    (left, top), (right, down) = ink_begins(one), ink_begins(other)
    return right - left, down - top


def test_a_book_that_is_printed_or_kept_is_noted_and_moved_as_its_printer_was_measured(
    qtbot: QtBot,
    windows: Open,
    office: Office,
    tmp_path: Path,
    on_paper: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office.run(EnterPaper("Thông báo", date(2026, 3, 1), {"title": "Lịch tiếp công dân"}))
    window = windows(office)
    page = page_of(qtbot, window)
    page.tabs.setCurrentWidget(page.years)
    rest(qtbot, window)
    page.years.table.choose([each.book.id for each in page.years.years].index("outgoing"))
    kept = tmp_path / "sổ.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(kept), ""))

    def take(dialog: PaperDialog) -> None:
        dialog.save.click()
        rest(qtbot, window)
        dialog.print.click()
        rest(qtbot, window)
        Offset(4.0, 2.0).remember(window.desk.preferences, NAMELESS)
        dialog.print.click()
        rest(qtbot, window)
        dialog.reject()

    when_asked(PaperDialog, take)
    page.years.look.click()
    rest(qtbot, window)
    assert moved_between(*on_paper) == pytest.approx((4.0, 2.0), abs=0.4)
    assert kept.read_bytes().startswith(b"%PDF")
    title = "Sổ đăng ký văn bản đi năm 2026"
    lines = [each.note for each in print_log(office) if each.note.paper == title]
    assert [each.how for each in lines] == [papers.PRINTED, papers.PRINTED, papers.SAVED, ""]


def test_the_sheet_of_the_recovery_code_is_moved_as_its_printer_was_measured(
    qtbot: QtBot, on_paper: list[str]
) -> None:
    preferences, code = MemoryPreferences(), new_recovery_code()
    shown = CodeShown(
        code, lambda half: papers.recovery_pdf("Xã", half, date(2026, 3, 1)), preferences
    )
    qtbot.addWidget(shown)
    shown.print[0].click()
    Offset(4.0, 2.0).remember(preferences, NAMELESS)
    shown.print[0].click()
    assert moved_between(*on_paper) == pytest.approx((4.0, 2.0), abs=0.4)
