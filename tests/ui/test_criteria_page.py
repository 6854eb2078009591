"""Tiêu chí: a blocker is seen, fixed and gone; officials attest; the result is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.ui.desk import CASE, Desk, Door
from sachmatuy_desktop.ui.dialogs.attest import AttestDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.sign_commitments import SignDialog
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.pages.criteria.assessing import AssessmentView
from sachmatuy_desktop.ui.pages.criteria.sections.section import Fold
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


def test_the_line_above_counts_what_the_list_below_says(page: CriteriaPage) -> None:
    said = page.view.summary.text()
    assert said.startswith("Yêu cầu đạt cả 7 tiêu chí: ")
    results = [row[RESULT].text for row in page.view.table.rows]
    for word in set(results):
        assert f"{results.count(word)} {word.lower()}" in said


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
    choice, _of_pledges = page.view.detail.findChildren(QComboBox)
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
    assert page.view.assessment is not None
    assert page.view.assessment.class_id is None
    assert page.view.summary.text().startswith("Chưa đủ số liệu để xếp loại, còn có thể là: ")


def test_the_report_opens_on_the_same_pack_and_day(page: CriteriaPage, qtbot: QtBot) -> None:
    seen: list[tuple[str, str, int]] = []

    def look(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        seen.append((str(dialog.form.currentData()), dialog.as_of.text, dialog.view.pages))
        dialog.reject()

    when_asked(ComposeDialog, look)
    page.view.report.click()
    assert seen[0][:2] == ("self-assessment", "02/03/2026")


# -- explained -------------------------------------------------------------------------------------


def unfold(page: CriteriaPage, words: str) -> Fold:
    """Open a fold with the keyboard."""
    folds = page.view.detail.findChildren(Fold)
    fold = next(each for each in folds if words in each.line.text())
    fold.line.setFocus()
    QTest.keyClick(fold.line, Qt.Key.Key_Space)
    return fold


def test_every_figure_is_shown_with_its_definition_and_source(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    choose(page, HOUSEHOLDS)
    assert "2 hộ" in told(page)
    unfold(page, "Cách tính")
    settled()
    assert page.view.asked is not None
    for fact in page.view.asked.pack.facts:
        shown = fact.meaning in told(page) and fact.source in told(page)
        assert shown is (fact.name in ("households", "households_committed"))


def test_a_figure_that_the_pack_counts_is_shown_with_its_formula(
    desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    file = Path(__file__).parents[1] / "packs" / "tinh-mau-2027" / "commune.toml"
    office.run(ImportPack(file.read_bytes()))
    add(office, "campaigns", pack="tinh-mau-2027/commune", registered_on="2026-02-01")
    page = CriteriaPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.opened()
    settled()
    place = page.view.pack.findData("tinh-mau-2027/commune")
    page.view.pack.setCurrentIndex(place)
    page.view.pack.activated.emit(place)
    settled()
    choose(page, "TM.1")
    unfold(page, "Cách tính")
    settled()
    assert "Công thức của bộ: households where state = " in told(page)
    assert "Lê Văn Mận – chưa ký cam kết trong 12 tháng" in " ".join(
        each.accessibleName() + each.text() for each in page.view.detail.findChildren(QPushButton)
    )


def test_who_is_not_counted_is_told_with_a_door_to_them(
    page: CriteriaPage, desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    village = office.queries.ids("villages")[0]
    away = add(
        office,
        "households",
        head="Vắng Cả Hộ",
        village=village,
        state="vang_ca_ho",
        state_reason="đi làm ăn xa",
    )
    desk.changed.emit(frozenset({("households", away)}))
    settled()
    choose(page, HOUSEHOLDS)
    unfold(page, "Cách tính")
    settled()
    with qtbot.waitSignal(desk.door) as gone:
        door(page, "Không tính 1: vắng cả hộ, có ghi lý do").click()
    assert gone.args[0].only == {away}


def test_what_is_unfolded_stays_so_while_criteria_are_looked_through(
    page: CriteriaPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    choose(page, HOUSEHOLDS)
    unfold(page, "Cách tính")
    for criterion in (BOXES, HOUSEHOLDS, BOXES):
        choose(page, criterion)
    desk.changed.emit(frozenset({("households", "x")}))
    settled()
    assert page.view.asked is not None
    known = {fact.name: fact for fact in page.view.asked.pack.facts}
    assert known["villages_with_tip_box"].meaning in told(page)
    assert known["households"].meaning not in told(page)


def test_what_other_readings_would_change_is_shown_before_anybody_switches(
    page: CriteriaPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    choose(page, BOXES)
    assert "không đổi kết quả" in told(page)
    village = office.queries.ids("villages")[0]
    box = add(
        office,
        "tip_boxes",
        village=village,
        place="Nhà rông",
        installed_on="2025-01-10",
        state="dang_dung",
    )
    desk.changed.emit(frozenset({("tip_boxes", box)}))
    settled()
    assert "f: Chưa đạt → Đạt" in told(page)


def test_a_comparison_is_dropped_when_another_pack_is_chosen(
    page: CriteriaPage, settled: Callable[[], None]
) -> None:
    page.view.assess()
    running = page.view._comparing
    place = page.view.pack.findData("q28-2025/commune-drug-free")
    page.view.pack.setCurrentIndex(place)
    page.view.pack.activated.emit(place)
    settled()
    assert page.view._comparing is not running
    assert page.view.asked is not None
    known = {each.id for each in page.view.asked.pack.readings}
    found = {each.reading for each in page.view._alternatives or ()}
    assert found == known


def test_what_blocks_says_since_when_and_how_the_law_lets_it_clear(
    page: CriteriaPage, desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    village = office.queries.ids("villages")[0]
    point = add(office, "hotspots", kind="diem_to_chuc", village=village, detected_on="2026-01-07")
    desk.changed.emit(frozenset({("hotspots", point)}))
    settled()
    choose(page, "IAH.a")
    assert "từ ngày 07/01/2026 (bản ghi" in told(page)
    assert "Ghi kết quả triệt xóa, chuyển hóa (Kế hoạch huyện Ia H’Drai" in told(page)

    def fill(dialog: QuickDialog) -> None:
        dialog.ways["Đã triệt xóa"].click()

    when_asked(QuickDialog, fill)
    door(page, "Ghi kết quả triệt xóa").click()
    qtbot.waitUntil(lambda: bool(office.queries.ids("hotspot_history")))
    settled()
    (change,) = office.queries.ids("hotspot_history")
    row = office.queries.rows("hotspot_history", [change])[change]
    assert (row["hotspot"], row["change"]) == (point, "triet_xoa")
    assert cell(page.view, "IAH.a", FIGURES) == ""


def test_a_household_signs_from_the_page(
    page: CriteriaPage, office: Office, settled: Callable[[], None]
) -> None:
    choose(page, HOUSEHOLDS)

    def fill(dialog: SignDialog) -> None:
        dialog._done()

    when_asked(SignDialog, fill)
    door(page, "Ghi cam kết của hộ").click()
    settled()
    assert cell(page.view, HOUSEHOLDS, RESULT) == "Đạt"
    assert len(office.queries.ids("commitments")) == 2


def test_a_person_leads_to_the_steps_of_the_law(
    page: CriteriaPage, desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    person = add(office, "people", full_name="Lê Văn Cam", birth="1990-05-01")
    add(office, "episodes", person=person, category="nghien", from_date="2025-06-01")
    desk.changed.emit(frozenset({("people", person)}))
    settled()
    choose(page, "IAH.c")
    with qtbot.waitSignal(desk.door) as gone:
        door(page, "Mở thẻ Quản lý: lập hồ sơ").click()
    (through,) = gone.args
    assert (through.register, through.record, through.field) == ("people", person, CASE)


def test_what_is_not_there_yet_is_written_down_from_the_page(
    page: CriteriaPage, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    choose(page, "IAH.g")

    def fill(dialog: QuickDialog) -> None:
        dialog.form.fill({"name": "Thôn bình yên", "started_on": "2025-05-01"}, {})
        next(iter(dialog.ways.values())).click()

    when_asked(QuickDialog, fill)
    door(page, "Ghi mô hình đã thành lập").click()
    qtbot.waitUntil(lambda: bool(office.queries.ids("models")))
    settled()
    (model,) = office.queries.ids("models")
    assert office.queries.rows("models", [model])[model]["state"] == "dang_hoat_dong"
    choose(page, "IAH.g")
    assert door(page, "Ghi buổi sinh hoạt của mô hình: Thôn bình yên").isVisible()


def test_zeros_wait_for_the_review_that_vouches_for_them(
    page: CriteriaPage, office: Office, settled: Callable[[], None]
) -> None:
    place = page.view.pack.findData("q28-2025/commune-drug-free")
    page.view.pack.setCurrentIndex(place)
    page.view.pack.activated.emit(place)
    settled()
    choose(page, "Q28.6.3")
    assert cell(page.view, "Q28.6.3", RESULT) == "Chưa đủ căn cứ"
    assert "Sổ ghi 0 nhưng chưa được tính" in told(page)

    def fill(dialog: AttestDialog) -> None:
        dialog.yes.setChecked(True)
        dialog.signer.line.setText("Phạm Văn Quýt")
        dialog.document.line.setText("06/BC-CAX")
        dialog._done()

    when_asked(AttestDialog, fill)
    door(page, "Xác nhận…").click()
    settled()
    assert cell(page.view, "Q28.6.3", RESULT) == "Đạt"


def test_long_lists_of_what_blocks_are_folded(
    page: CriteriaPage, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    village = office.queries.ids("villages")[0]
    for number in range(9):
        add_household(office, village, f"Chủ Hộ {'Abcdefghi'[number].upper()}")
    desk.changed.emit(frozenset({("households", "x")}))
    settled()
    choose(page, HOUSEHOLDS)
    doors = page.view.detail.findChildren(LongDoor)
    assert sum("Chủ Hộ" in each.whole or "Mận" in each.whole for each in doors) == 6
    unfold(page, "Xem thêm 4")
    doors = page.view.detail.findChildren(LongDoor)
    assert sum("Chủ Hộ" in each.whole or "Mận" in each.whole for each in doors) == 10
