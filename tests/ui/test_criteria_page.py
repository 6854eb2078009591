"""Tiêu chí: a blocker is seen, fixed and gone; officials attest; the result is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.pages.criteria.assessing import AssessmentView
from tests.offices import add, add_household, add_village, new_office
from tests.ui.asked import when_asked

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
HOUSEHOLDS, BOXES = "IAH.e", "IAH.f"
WORDING, RESULT, FIGURES = 1, 2, 3


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Xã Ia Dom with one village and two households, one of which has signed."""
    made = new_office(tmp_path / "office")
    village = add_village(made)
    signed = add_household(made, village, "Trần Thị Bưởi")
    add_household(made, village, "Lê Văn Mận")
    add(
        made,
        "commitments",
        kind="ho_gia_dinh",
        household=signed,
        outcome="da_ky",
        signed_on="2026-02-01",
    )
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settled: Callable[[], None]) -> CriteriaPage:
    made = CriteriaPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.opened()
    settled()
    return made


def cell(view: AssessmentView, criterion: str, column: int) -> str:
    assert view.assessment is not None
    ids = [each.id for each in view.assessment.criteria]
    return view.table.rows[ids.index(criterion)][column].text


def told(page: CriteriaPage) -> str:
    return "\n".join(each.text() for each in page.view.detail.findChildren(QLabel))


def door(page: CriteriaPage, words: str) -> QPushButton:
    doors = page.view.detail.findChildren(QPushButton)
    return next(each for each in doors if words in each.accessibleName() + each.text())


def choose(page: CriteriaPage, criterion: str) -> None:
    """Show a criterion; what was shown before is gone at once."""
    page.view.choose(criterion)
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def test_every_criterion_of_the_pack_is_listed_with_its_numbers(page: CriteriaPage) -> None:
    assert [row[0].text for row in page.view.table.rows] == list("abcdefg")
    assert cell(page.view, HOUSEHOLDS, FIGURES) == "1/2"
    assert cell(page.view, HOUSEHOLDS, RESULT) == "Chưa đạt"


def test_a_criterion_shows_its_exact_words_and_where_they_stand(page: CriteriaPage) -> None:
    choose(page, HOUSEHOLDS)
    assert page.view.asked is not None
    criterion = next(each for each in page.view.asked.pack.criteria if each.id == HOUSEHOLDS)
    assert f"“{criterion.quote}”" in told(page)
    assert criterion.paragraph in told(page)
    assert page.view.unverified.isVisible()


def test_what_blocks_is_a_door_to_its_record(page: CriteriaPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, HOUSEHOLDS)
    with qtbot.waitSignal(desk.door) as gone:
        door(page, "Lê Văn Mận").click()
    (through,) = gone.args
    assert isinstance(through, Door)
    assert through.register == "households"
    assert desk.queries.names("households", [str(through.record)])


def test_a_signature_put_on_record_clears_the_criterion(
    page: CriteriaPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    unsigned = office.queries.ids("households", search="Mận")[0]
    add(
        office,
        "commitments",
        kind="ho_gia_dinh",
        household=unsigned,
        outcome="da_ky",
        signed_on="2026-02-20",
    )
    desk.changed.emit(frozenset({("commitments", "x")}))
    settled()
    assert cell(page.view, HOUSEHOLDS, FIGURES) == "2/2"
    assert cell(page.view, HOUSEHOLDS, RESULT) == "Đạt"


def test_missing_figures_lead_to_the_book_they_are_written_in(
    page: CriteriaPage, desk: Desk, qtbot: QtBot
) -> None:
    choose(page, "IAH.g")
    with qtbot.waitSignal(desk.door) as gone:
        door(page, "Mô hình").click()
    assert gone.args[0].register == "models"


def test_an_official_attests_and_it_counts(
    page: CriteriaPage, qtbot: QtBot, settled: Callable[[], None], office: Office
) -> None:
    choose(page, "IAH.b")
    before = cell(page.view, "IAH.b", RESULT)

    def fill(dialog: AttestDialog) -> None:
        dialog.yes.setChecked(True)
        dialog.signer.line.setText("Phạm Văn Quýt")
        dialog.document.line.setText("05/BC-CAX")
        dialog._done()

    when_asked(AttestDialog, fill)
    door(page, "Xác nhận…").click()
    settled()
    (record,) = office.queries.ids("attestations")
    row = office.queries.rows("attestations", [record])[record]
    assert (row["signer"], row["answer"], row["document"]) == ("Phạm Văn Quýt", "co", "05/BC-CAX")
    assert before == "Chưa đủ căn cứ"
    assert cell(page.view, "IAH.b", RESULT) == "Đạt"
    assert "Phạm Văn Quýt" in told(page)


def test_an_attestation_without_a_name_or_from_tomorrow_is_not_taken(
    page: CriteriaPage, qtbot: QtBot
) -> None:
    assert page.view.asked is not None
    dialog = AttestDialog(page.view.asked.pack.attestations[0], date(2026, 3, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._done()
    assert dialog.wrong.text() == "Hãy chọn có hay không."
    dialog.yes.setChecked(True)
    dialog._done()
    assert dialog.signer.wrong.text() == "Hãy điền «Họ tên người xác nhận»."
    dialog.signer.line.setText("Phạm Văn Quýt")
    dialog.signed_on.line.setText("03/03/2026")
    dialog._done()
    assert "sau hôm nay" in dialog.signed_on.wrong.text()
    assert dialog.isVisible()


def test_another_reading_says_what_it_changes(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    choose(page, HOUSEHOLDS)
    (choice,) = page.view.detail.findChildren(QComboBox)
    choice.setCurrentIndex(1 - choice.currentIndex())
    choice.activated.emit(choice.currentIndex())
    settled()
    assert "Cách hiểu này" in told(page)
    assert page.view.asked is not None
    assert page.view.asked.readings != {}


def test_the_result_is_kept_and_listed(page: CriteriaPage, settled: Callable[[], None]) -> None:
    page.view.keep.click()
    settled()
    assert page.kept.model.rowCount() == 1
    (record,) = page.desk.queries.ids("assessments")
    page.go_through(Door("assessments", record=record))
    assert page.tabs.currentWidget() is page.kept
    assert "02/03/2026 · Chưa đạt" in page.kept.told.text()
    assert [row[RESULT].text for row in page.kept.criteria.rows] == [
        row[RESULT].text for row in page.view.table.rows
    ]


def test_a_day_that_cannot_be_read_asks_nothing(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    answer = page.view.assessment
    page.view.as_of.line.setText("ngày mai")
    page.view.as_of.line.editingFinished.emit()
    settled()
    assert page.view.as_of.wrong.text()
    assert page.view.assessment is answer


def test_a_class_is_named_and_its_thresholds_are_not_praised(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    place = page.view.pack.findData("q28-2025/commune-class")
    page.view.pack.setCurrentIndex(place)
    page.view.pack.activated.emit(place)
    settled()
    words = {row[RESULT].text for row in page.view.table.rows}
    assert words <= {"Không chạm mức", "Chưa đủ căn cứ", "Không phát sinh"} | {
        f"Mức loại {each}" for each in ("I", "II", "III")
    }
    assert page.view.warnings.text()


def test_the_report_opens_on_the_same_pack_and_day(page: CriteriaPage, qtbot: QtBot) -> None:
    seen: list[tuple[str, str, int]] = []

    def look(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        seen.append((str(dialog.form.currentData()), dialog.as_of.text, dialog.view.pages))
        dialog.reject()

    when_asked(ComposeDialog, look)
    page.view.report.click()
    assert seen[0][:2] == ("self-assessment", "02/03/2026")
