"""Whatever is being typed when the program locks is there again in its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.cases import case_of, law_clock
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.ui.case.act_dialog import StepDialog
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.forms import quick_acts
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.locking import Reason
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.admin.letterhead import Letterhead
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.documents.reports.tab import ReportsTab
from sachmatuy_desktop.ui.pages.recognition import RecognitionPage
from sachmatuy_desktop.ui.pages.recognition.appraising import AppraisalView
from sachmatuy_desktop.ui.pages.recognition.receiving import ReceivingView
from tests.fact_cases import drug_free_commune
from tests.filled_offices import DAY, filled_office, managed_person
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office
from tests.report_offices import HALF, JUNE, half_a_year
from tests.services.recognition_roads import Road
from tests.services.test_recognition import asked
from tests.sync.test_two_offices import introduce
from tests.ui.seats import Seat, leave, take_seat, until_locked
from tests.ui.windows import PATIENCE, rest

Sit = Callable[[Office], Seat]

SEEN = tuple(each for each in PAGES if each.id in {"people", "documents", "recognition", "admin"})
"""The pages that somebody writes on here."""


@pytest.fixture
def sit(qapp: QApplication, qtbot: QtBot) -> Iterator[Sit]:
    """Sit down at an office; at the end everybody has left."""
    seats: list[Seat] = []

    def down(office: Office) -> Seat:
        seats.append(take_seat(qapp, qtbot, office, SEEN))
        return seats[-1]

    yield down
    for each in seats:
        leave(each)


@pytest.fixture
def come_back(qtbot: QtBot, sit: Sit) -> Callable[[Seat], Seat]:
    """Lock, and unlock again."""

    def again(seat: Seat) -> Seat:
        seat.locking.lock(Reason.ASKED)
        until_locked(qtbot, seat)
        leave(seat)
        office = seat.office
        return sit(unlock(office.store.folder, "an", PASSPHRASE, office.clock, CHEAP))

    return again


ComeBack = Callable[[Seat], Seat]


def write(form: RecordForm, name: str, text: str) -> None:
    editor = form.editor(name)
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    else:
        editor.setPlainText(text)


def kept(qtbot: QtBot, seat: Seat) -> list[Any]:
    """What lies in the office file after a look, half written."""
    seat.window.desk.drafts.look()
    rest(qtbot, seat.window)
    return [each.content["typed"] for each in drafts.kept(seat.office.store, "an")]


def go_on(place: DraftPlace) -> None:
    assert not place.bar.isHidden()
    place.bar.go_on.click()
    assert place.bar.isHidden()


# A step of the law


def step_dialog(seat: Seat, person: str) -> StepDialog:
    """«Dừng quản lý», as the case of the person offers it."""
    session = seat.office.session
    view = case_of(session, person, DAY)
    step = next(each.transition for each in view.offers if each.transition.title == "Dừng quản lý")
    made = StepDialog(seat.window.desk, view, step, law_clock(session), seat.window)
    made.open()
    return made


def test_a_step_of_the_law(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    office = filled_office(tmp_path / "xã")
    person = managed_person(office)
    seat = sit(office)
    first = step_dialog(seat, person)
    write(first.form, "on", "04/08/2026")
    write(first.form, "number", "45/QĐ-UBND")
    back = come_back(seat)
    again = step_dialog(back, person)
    go_on(again.kept)
    assert again.form.values()["on"] == "2026-08-04"
    assert again.form.values()["number"] == "45/QĐ-UBND"
    again.reject()
    assert kept(qtbot, back) == []


def test_a_quick_act(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    """With it the day that was offered: it is the day of what was seen."""
    office = new_office(tmp_path / "xã")
    person = add_person(office, "Lê Văn Cam", add_village(office))
    seat = sit(office)
    write(
        quick_acts.open_visit(seat.window.desk, person, seat.window).form,
        "remark",
        "Đi rừng, vợ kể",
    )
    back = come_back(seat)
    again = quick_acts.open_visit(back.window.desk, person, back.window)
    write(again.form, "visited_on", "01/01/2026")
    go_on(again.kept)
    assert again.form.values()["remark"] == "Đi rừng, vợ kể"
    assert again.form.values()["visited_on"] == "2026-03-02"
    again.reject()
    assert kept(qtbot, back) == []


# Papers


def fill_dialog(qtbot: QtBot, seat: Seat, person: str) -> FillDialog:
    made = FillDialog(seat.window.desk, seat.window, PaperWanted(form="163-iii-04"), person)
    made.open()
    qtbot.waitUntil(lambda: made.fields.whole and made.view.pages > 0, timeout=PATIENCE)
    return made


def lines_of(dialog: FillDialog, name: str) -> QPlainTextEdit:
    return cast("QPlainTextEdit", dialog.fields.places[name].editor)


def test_the_words_of_a_form(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    office = filled_office(tmp_path / "xã")
    person = managed_person(office)
    seat = sit(office)
    first = fill_dialog(qtbot, seat, person)
    lines_of(first, "tom_tat_hanh_vi").setPlainText("Sử dụng ma túy tại nhà")
    first.day.line.setText("06/08/2026")
    first.day.line.editingFinished.emit()
    rest(qtbot, seat.window)
    back = come_back(seat)
    again = fill_dialog(qtbot, back, person)
    go_on(again.kept)
    rest(qtbot, back.window)
    assert lines_of(again, "tom_tat_hanh_vi").toPlainText() == "Sử dụng ma túy tại nhà"
    assert again.filling is not None
    assert again.filling.typed == {"tom_tat_hanh_vi": "Sử dụng ma túy tại nhà"}
    assert again.filling.day == date(2026, 8, 6)
    again.reject()
    assert kept(qtbot, back) == []


def reports_of(qtbot: QtBot, seat: Seat) -> ReportsTab:
    """The report of half a year, its words in front."""
    page = seat.window.open_page("documents")
    assert isinstance(page, PapersPage)
    page.tabs.setCurrentWidget(page.reports)
    rest(qtbot, seat.window)
    dues = page.reports.dues
    dues.choose(next(n for n, each in enumerate(dues.dues) if each.kind.id == HALF))
    rest(qtbot, seat.window)
    page.reports.tabs.setCurrentWidget(page.reports.words)
    return page.reports


def test_the_words_of_a_report(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    office = new_office(tmp_path / "xã", clock=TestClock(JUNE))
    half_a_year(office)
    seat = sit(office)
    reports_of(qtbot, seat).words.edits["next"].setPlainText("Tiếp tục rà soát")
    back = come_back(seat)
    again = reports_of(qtbot, back)
    go_on(again.kept)
    assert again.words.edits["next"].toPlainText() == "Tiếp tục rà soát"
    assert kept(qtbot, back) == [{"Nhiệm vụ kỳ tới": "Tiếp tục rà soát"}]
    again.words.edits["next"].setPlainText("")
    assert kept(qtbot, back) == []


# The office above


def appraisal_of(qtbot: QtBot, seat: Seat) -> AppraisalView:
    page = seat.window.open_page("recognition")
    assert isinstance(page, RecognitionPage)
    rest(qtbot, seat.window)
    assert isinstance(page.view, ReceivingView)
    return page.view.appraisal


def test_opinions_on_a_request(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    clock = TestClock()
    drug_free_commune(tmp_path / "xã").office.close()
    commune = unlock(tmp_path / "xã", "an", PASSPHRASE, clock.clock, CHEAP)
    above = new_office(tmp_path / "trên", "huyen-618@1", kind="receiving", clock=clock)
    introduce(commune, above)
    asked(Road(commune, above, clock, tmp_path))
    commune.close()
    seat = sit(above)
    first = appraisal_of(qtbot, seat)
    first.table.choose(4)
    first.returns.click()
    first.reason.setPlainText("Bổ sung bản cam kết đã quét")
    back = come_back(seat)
    again = appraisal_of(qtbot, back)
    assert all(each.agrees for each in again.opinions_given())
    go_on(again.kept)
    assert [each.reason for each in again.opinions_given() if not each.agrees] == [
        "Bổ sung bản cam kết đã quét"
    ]
    assert not again.accept.isEnabled()
    again.table.choose(4)
    again.agrees.click()
    [typed] = kept(qtbot, back)
    assert list(typed.values()) == ["Đạt"]


# The office itself


def letterhead_of(seat: Seat) -> Letterhead:
    page = seat.window.open_page("admin")
    assert isinstance(page, AdminPage)
    page.tabs.setCurrentWidget(page.letterhead)
    return page.letterhead


def test_the_letterhead(qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack) -> None:
    """What somebody else wrote meanwhile stays, and is told beside what was typed."""
    office = new_office(tmp_path / "xã")
    seat = sit(office)
    write(letterhead_of(seat).form, "symbol", "UBND-NC")
    back = come_back(seat)
    again = letterhead_of(back)
    go_on(again.kept)
    assert again.form.changes() == {"symbol": "UBND-NC"}
    again.write()
    rest(qtbot, back.window)
    assert kept(qtbot, back) == []
    again.refresh()
    assert again.kept.bar.isHidden()


def test_a_draft_that_is_dropped_in_its_place_is_gone(
    qtbot: QtBot, tmp_path: Path, sit: Sit, come_back: ComeBack
) -> None:
    seat = sit(new_office(tmp_path / "xã"))
    write(letterhead_of(seat).form, "symbol", "UBND-NC")
    back = come_back(seat)
    again = letterhead_of(back)
    again.kept.bar.drop.click()
    rest(qtbot, back.window)
    assert not again.form.is_changed
    assert kept(qtbot, back) == []
    assert back.window.draft_offer.bar.isHidden()
