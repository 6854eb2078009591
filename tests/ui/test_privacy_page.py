"""Bảo vệ dữ liệu: what is old is decided on, what is due is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.calendar import Count, Matter
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.calendar import Entry, read_diary
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import TraceKind, traces_of
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.privacy import PrivacyPage
from sachmatuy_desktop.ui.pages.privacy.review import PAGE, KeepDialog, PeriodDialog
from sachmatuy_desktop.ui.pages.today.briefing import read_briefing
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.documents.word_reading import opened, words_of
from tests.offices import TestClock, add, edit, new_office
from tests.pictures import png
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

RECEIVED = {"received_on": "2026-11-27", "acknowledged_on": "2026-11-27"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    moment = datetime(2026, 11, 28, 9, 0, tzinfo=VIETNAM)
    made = new_office(tmp_path / "xã", clock=TestClock(moment))
    add(made, "villages", name="Thôn Mẫu", kind="thon")
    add(
        made,
        "tip_offs",
        number="07",
        received_on="2020-01-05",
        source="truc_tiep",
        anonymous=1,
        answered_on="2020-02-01",
    )
    add(made, "data_requests", number="01", kind="sua", received_on="2026-11-10")
    add(
        made,
        "data_breaches",
        number="01",
        kind="mat",
        detected_on="2026-11-27",
        detected_at="16:30",
    )
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, office: Office, qtbot: QtBot) -> Iterator[MainWindow]:
    made = open_window(qapp, office, MemoryPreferences(), PAGES)
    made.show()
    yield made
    rest(qtbot, made)
    made.close()


def page_of(window: MainWindow, qtbot: QtBot) -> PrivacyPage:
    page = window.open_page("privacy")
    assert isinstance(page, PrivacyPage)
    qtbot.waitUntil(lambda: bool(page.review.lines), timeout=PATIENCE)
    return page


def test_an_old_tip_off_is_listed_and_kept_with_a_reason(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    review = page_of(window, qtbot).review
    assert review.side.current == "tip-offs"
    assert "chưa có văn bản quy định" in review.told.text()
    review.table.choose(0)

    def answer(dialog: KeepDialog) -> None:
        dialog.reason.line.setText("Đang xác minh")
        dialog._done()

    when_asked(KeepDialog, answer)
    review.keep.click()
    qtbot.waitUntil(lambda: office.queries.count("retention_decisions") == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not review.lines, timeout=PATIENCE)


def test_what_is_erased_after_a_review_leaves_no_file_either(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    (told,) = office.queries.ids("tip_offs")
    office.run(AddAttachments("tip_offs", told, (NewFile("đơn.png", png()),)))
    assert office.store.files.names()
    review = page_of(window, qtbot).review
    review.table.choose(0)

    def answer(dialog: LineDialog) -> None:
        dialog.line.line.setText("Biên bản 01/BB")
        dialog.accept()

    when_asked(LineDialog, answer)
    review.erase.click()
    qtbot.waitUntil(lambda: not office.store.files.names(), timeout=PATIENCE)
    assert office.queries.ids("tip_offs") == []
    (decision,) = office.queries.living("retention_decisions")
    assert (decision["record"], decision["decision"]) == (told, "xoa")


def test_what_is_due_is_said_in_words(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.tabs.setCurrentWidget(page.breaches)
    qtbot.waitUntil(lambda: "để thông báo" in page.breaches.due.text(), timeout=PATIENCE)
    assert "55 giờ" in page.breaches.due.text()
    page.tabs.setCurrentWidget(page.requests)
    qtbot.waitUntil(lambda: "quá hạn" in page.requests.due.text(), timeout=PATIENCE)
    told = [line.title for line in read_briefing(office).lines]
    assert any(each.startswith("Sự cố 01") for each in told)
    assert any(each.startswith("Yêu cầu 01") for each in told)
    assert "Ghi chép đã hết thời hạn lưu giữ, cần rà soát" in told
    chips = {line.title[:10]: line.chip for line in read_briefing(office).lines}
    assert chips["Sự cố 01: "] == "còn 55 giờ"
    assert chips["Yêu cầu 01"] == "quá 16 ngày"


def test_a_complaint_without_a_term_stays_on_the_first_page_until_it_is_answered(
    office: Office,
) -> None:
    made = add(office, "data_requests", number="09", kind="khieu_nai", **RECEIVED)

    def chips() -> dict[str, str]:
        return {line.title: line.chip for line in read_briefing(office).lines}

    assert chips()["Yêu cầu 09: Khiếu nại"] == "chưa xong"
    edit(office, "data_requests", made, result="da_lam", done_on="2026-11-28")
    assert "Yêu cầu 09: Khiếu nại" not in chips()


def entry_of(office: Office, matter: Matter, title: str = "") -> Entry:
    for each in read_diary(office).between(date(2019, 1, 1), date(2029, 12, 31)):
        subject = each.item.subject
        if isinstance(subject, Count) and subject.matter is matter and title in each.title:
            return each
    raise AssertionError(matter)


def calendar_of(window: MainWindow, qtbot: QtBot) -> CalendarTab:
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.calendar)
    rest(qtbot, window)
    return page.calendar


def test_an_entry_of_the_calendar_opens_its_book(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    calendar = calendar_of(window, qtbot)
    calendar.look_at(calendar.agenda)
    texts = {line.text: line.detail for line in calendar.agenda.lines}
    assert texts["Báo đã nhận yêu cầu về dữ liệu 01: Chỉnh sửa dữ liệu"] == "quá 16 ngày"
    assert texts["16:30 Thông báo sự cố dữ liệu 01: Mất thiết bị, USB, giấy tờ"] == "còn 2 ngày"
    review = "Rà soát lưu giữ: Tin báo, tố giác đã có kết quả – 1 ghi chép"
    assert texts[review].endswith("ngày · hạn do chương trình đề xuất")
    (asked,) = office.queries.ids("data_requests")
    calendar.open_entry(entry_of(office, Matter.ACKNOWLEDGE))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, PrivacyPage)
    assert page.tabs.currentWidget() is page.requests
    assert page.requests.list.table.chosen_ids() == [asked]
    calendar.open_entry(entry_of(office, Matter.BREACH))
    rest(qtbot, window)
    assert page.tabs.currentWidget() is page.breaches


def test_a_period_that_is_not_over_yet_opens_as_far_ahead_as_it_ends(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    left = {"full_name": "Phạm Văn Mẫu", "kind": "thoi_vu", "worksite": "Chợ"}
    add(office, "migrant_workers", **left, from_date="2025-01-02", until_date="2025-01-10")
    calendar_of(window, qtbot).open_entry(entry_of(office, Matter.REVIEW, "Lao động"))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, PrivacyPage)
    assert (page.review.side.current, page.review._days()) == ("migrant-workers", 90)
    assert [each.ends for each in page.review.lines] == [date(2027, 1, 10)]
    assert not page.review.keep.isEnabled()


def test_many_records_are_listed_a_page_at_a_time(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    with office.store.begin(Act("training.fill", "an")) as work:
        for number in range(PAGE + 4):
            told = {"number": f"{number:03d}", "received_on": "2020-01-06", "source": "truc_tiep"}
            work.insert("tip_offs", {**told, "answered_on": "2020-02-02"})
        work.commit()
    review = page_of(window, qtbot).review
    assert (len(review.lines), review.place.text()) == (PAGE, "1–200 / 205")
    seen = {each.record for each in review.lines}
    review.later.click()
    rest(qtbot, window)
    assert (len(review.lines), review.place.text()) == (5, "201–205 / 205")
    assert not seen & {each.record for each in review.lines}
    assert not review.later.isEnabled()
    review.earlier.click()
    rest(qtbot, window)
    assert review.place.text() == "1–200 / 205"


def test_nothing_old_is_said_in_words_and_every_dialog_says_who_proposes_the_period(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = page_of(window, qtbot).review
    seen: list[str] = []
    review.table.choose(0)

    def read(dialog: QDialog) -> None:
        seen.append(" ".join(each.text() for each in dialog.findChildren(QLabel)))
        dialog.reject()

    for kind, asks in (
        (KeepDialog, review.keep),
        (LineDialog, review.erase),
        (PeriodDialog, review.period),
    ):
        when_asked(kind, read)
        asks.click()
    assert len(seen) == 3
    assert all("chương trình đề xuất, chưa có văn bản quy định" in each for each in seen)
    review.side.choose("breaches")
    rest(qtbot, window)
    assert review.nothing.text() == "Đã hết thời hạn: không có ghi chép nào."
    assert not review.nothing.isHidden()
    assert review.table.isHidden()
    assert "chưa kiểm chứng" in review.told.text()


def test_the_report_of_a_person_leaves_as_word_and_is_noted(
    window: MainWindow,
    office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = add(office, "people", full_name="Trần Thị Ví Dụ", birth="1985")
    made = add(office, "data_requests", number="02", kind="xem", person=person, **RECEIVED)
    target = tmp_path / "báo cáo.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page = page_of(window, qtbot)
    page.tabs.setCurrentWidget(page.requests)
    rest(qtbot, window)
    page.requests.list.table.choose(made)
    proposed: list[str] = []

    def purpose(dialog: LineDialog) -> None:
        proposed.append(dialog.line.text)
        when_asked(PaperDialog, save)
        dialog.accept()

    def save(dialog: PaperDialog) -> None:
        assert dialog.files is not None
        dialog.files.word.trigger()
        QTimer.singleShot(0, dialog.reject)

    when_asked(LineDialog, purpose)
    page.requests.report.click()
    qtbot.waitUntil(target.exists, timeout=PATIENCE)
    rest(qtbot, window)
    assert proposed == ["Theo yêu cầu số 02"]
    assert "Trần Thị Ví Dụ" in words_of(opened(target.read_bytes()))
    (told,) = office.queries.journal(acts=["document.print"])
    assert told.why.endswith("; Word; mục đích: Theo yêu cầu số 02")
    assert "Ví Dụ" not in told.why
    assert office.queries.journal(acts=["rights.report"])
    assert TraceKind.VIEWED in {each.kind for each in traces_of(office, person)}


def test_who_does_not_keep_the_data_has_no_such_page(
    qapp: QApplication, office: Office, qtbot: QtBot
) -> None:
    office.account = replace(office.account, role="police")
    made = open_window(qapp, office, MemoryPreferences(), PAGES)
    made.show()
    assert "privacy" not in made._specs
    made.go_through(Door("data_requests", record=office.queries.ids("data_requests")[0]))
    assert "privacy" not in made.pages
    told = [line.title for line in read_briefing(office).lines]
    assert not any(each.startswith(("Sự cố", "Yêu cầu", "Ghi chép")) for each in told)
    rest(qtbot, made)
    made.close()
