"""Văn bản: composed, looked over, issued once, printed again byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.forms import (
    Addressees,
    FormData,
    Paragraph,
    Section,
    Signatures,
    Signer,
    Title,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.commitments import CommitmentsDialog, Wanted
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.paper_texts import texts_of, with_text
from sachmatuy_desktop.ui.pages.documents import IssuedTab
from sachmatuy_desktop.ui.preview import PdfView
from sachmatuy_desktop.ui.printing import paint_pages
from tests.offices import add_household, add_village, new_office
from tests.ui.asked import when_asked

REPORT, ROSTER = "self-assessment", "roster"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    village = add_village(made)
    for head in ("Trần Thị Bưởi", "Lê Văn Mận", "Hồ Thị Na"):
        add_household(made, village, head)
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> IssuedTab:
    made = IssuedTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def draft(desk: Desk, qtbot: QtBot) -> ComposeDialog:
    """The self-assessment report, drafted and on screen."""
    made = ComposeDialog(desk, form=REPORT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.view.pages > 0, timeout=10_000)
    return made


def printed(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(each.get_textpage().get_text_bounded() for each in document)
    document.close()
    return text


def issue(draft: ComposeDialog, settled: Callable[[], None]) -> str:
    draft.issue.click()
    settled()
    assert draft.document is not None
    return draft.document


# The list of issued papers


def test_issued_papers_are_filtered_copied_and_exported_as_shown(
    page: IssuedTab,
    draft: ComposeDialog,
    settled: Callable[[], None],
    tmp_path: Path,
) -> None:
    issue(draft, settled)
    assert page.model.rowCount() == 1
    page.tools.filters.narrow("state", (Where("state", "=", "void"),))
    assert page.model.rowCount() == 0
    page.tools.filters.chips[0].click()
    page.tools.columns.take(["title", "number"])
    page.tools.out.copy(page.model.ids, heads=True)
    settled()
    title, number = QGuiApplication.clipboard().text().split("\r\n")[1].split("\t")
    assert title
    assert number.startswith("01/")
    page.tools.out.export_to(tmp_path / "sổ văn bản.xlsx")
    settled()
    assert (tmp_path / "sổ văn bản.xlsx").exists()


# The words of a draft

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
papers = st.builds(
    lambda subject, to, text, name, copies: FormData(
        form="x",
        version="1",
        title="Mẫu",
        layout=1,
        sections=(
            Section(
                (
                    Title("BÁO CÁO", subject),
                    Addressees("Kính gửi:", (to,)),
                    Paragraph(text),
                    Signatures((Signer(("CHỦ TỊCH",), name),), (copies,), "Nơi nhận:"),
                )
            ),
        ),
    ),
    words,
    words,
    words,
    words,
    words,
)


@settings(max_examples=60)
@given(papers, st.integers(0, 4), words)
def test_changing_one_text_of_a_paper_changes_that_text_alone(
    data: FormData, which: int, new: str
) -> None:
    before = texts_of(data)
    after = texts_of(with_text(data, before[which].place, new))
    assert [each.text for each in after] == [
        new if place == which else each.text for place, each in enumerate(before)
    ]


# Composing


def test_what_is_shown_is_the_paper_with_the_office_filled_in(draft: ComposeDialog) -> None:
    assert "XÃ IA DOM" in printed(draft.view.pdf)
    assert "Trang 1/" in draft.view.place.text()


def test_words_changed_by_hand_are_in_the_paper(draft: ComposeDialog, qtbot: QtBot) -> None:
    editors = draft.findChildren(QPlainTextEdit)
    addressee = next(each for each in editors if each.accessibleName() == "Kính gửi")
    addressee.setPlainText("Ủy ban nhân dân huyện Mẫu")
    qtbot.waitUntil(lambda: "huyện Mẫu" in printed(draft.view.pdf), timeout=10_000)


def test_an_issued_paper_has_a_number_and_is_frozen(
    draft: ComposeDialog, settled: Callable[[], None], office: Office
) -> None:
    document = issue(draft, settled)
    row = office.queries.rows("documents", [document])[document]
    assert row["number"] == "01/BC-UBND"
    assert "01/BC-UBND" in printed(draft.view.pdf)
    assert draft.issue.isHidden()
    assert not draft.texts.isEnabled()


def test_a_list_of_persons_wants_a_purpose_first(
    draft: ComposeDialog, settled: Callable[[], None]
) -> None:
    place = draft.form.findData(ROSTER)
    draft.form.setCurrentIndex(place)
    draft.form.activated.emit(place)
    settled()
    assert "Mục đích" in draft.wrong.text()
    assert not draft.issue.isEnabled()
    assert draft.view.pages == 0
    purpose = draft.needs.widgets["purpose"]
    assert isinstance(purpose, QLineEdit)
    purpose.setText("Họp xét duyệt quý I")
    purpose.editingFinished.emit()
    settled()
    assert "Họp xét duyệt quý I" in printed(draft.view.pdf)


def test_a_day_that_cannot_be_read_is_said_and_nothing_is_issued(draft: ComposeDialog) -> None:
    draft.as_of.line.setText("31/02/2026")
    draft.as_of.line.editingFinished.emit()
    assert draft.as_of.wrong.text()
    assert not draft.issue.isEnabled()


# The book


def test_an_empty_book_says_what_to_do_first(page: IssuedTab) -> None:
    assert page.list.currentIndex() == 1
    assert page.compose.isEnabled()


def test_the_chosen_paper_is_shown_and_saved_as_it_was_issued(
    page: IssuedTab,
    draft: ComposeDialog,
    settled: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = issue(draft, settled)
    page.table.choose(document)
    settled()
    target = tmp_path / "bao-cao.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.save.pdf.trigger()
    settled()
    assert target.read_bytes() == page.view.pdf == draft.view.pdf


def test_a_restricted_list_is_printed_again_only_for_a_purpose(
    page: IssuedTab,
    draft: ComposeDialog,
    settled: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    office: Office,
) -> None:
    draft.form.setCurrentIndex(draft.form.findData(ROSTER))
    draft.form.activated.emit(draft.form.currentIndex())
    purpose = draft.needs.widgets["purpose"]
    assert isinstance(purpose, QLineEdit)
    purpose.setText("Họp xét duyệt")
    draft.draft()
    settled()
    page.table.choose(issue(draft, settled))
    settled()
    assert page.view.pages == 0
    target = tmp_path / "danh-sach.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    def answer(dialog: LineDialog) -> None:
        dialog.line.line.setText("Bàn giao hồ sơ")
        dialog._done()

    when_asked(LineDialog, answer)
    page.save.pdf.trigger()
    settled()
    assert target.exists()
    assert any("Bàn giao hồ sơ" in each.why for each in office.queries.journal())


def test_a_voided_number_stays_in_the_book(
    page: IssuedTab, draft: ComposeDialog, settled: Callable[[], None], office: Office
) -> None:
    document = issue(draft, settled)
    page.table.choose(document)
    settled()

    def answer(dialog: LineDialog) -> None:
        dialog._done()
        assert dialog.line.wrong.text() == "Hãy điền «Lý do»."
        dialog.line.line.setText("Ghi nhầm ngày")
        dialog._done()

    when_asked(LineDialog, answer)
    page.void.click()
    settled()
    assert office.queries.rows("documents", [document])[document]["state"] == "void"
    assert page.model.rowCount() == 1


# Household commitments


def test_commitments_of_all_households_become_one_file(
    page: IssuedTab,
    settled: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[tuple[str, str]],
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    target = tmp_path / "cam-ket.pdf"
    page.print_batch(Wanted(None, only_unsigned=True, path=target))
    settled()
    assert said[-1] == ("notice", "Đã in 3 bản cam kết vào cam-ket.pdf.")
    assert opened == [str(target)]
    assert "Lê Văn Mận" in printed(target.read_bytes())


def test_the_batch_wants_to_know_where_to(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    dialog = CommitmentsDialog(office.queries)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._done()
    assert dialog.path.wrong.text() == "Hãy điền «Lưu vào tệp»."
    dialog.path.line.setText(str(tmp_path / "a"))
    assert dialog.wanted() == Wanted(None, only_unsigned=True, path=tmp_path / "a.pdf")


# Looking and printing


def test_pages_fit_the_room_and_are_walked_through(draft: ComposeDialog, qtbot: QtBot) -> None:
    view: PdfView = draft.view
    assert view.pages > 1
    view.next.click()
    assert view.page == 2
    view.zooms.setCurrentIndex(view.zooms.count() - 1)
    assert view.page >= 1
    assert view.grab().toImage().width() > 0


def test_the_printer_gets_every_page(draft: ComposeDialog, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(72)
    paint_pages(printer, draft.view.pdf)
    document = pypdfium2.PdfDocument(target.read_bytes())
    count = len(document)
    document.close()
    assert count == draft.view.pages
