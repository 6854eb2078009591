"""Bảo vệ dữ liệu: what is old is decided on, what is due is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.privacy import PrivacyPage
from sachmatuy_desktop.ui.pages.privacy.review import KeepDialog
from sachmatuy_desktop.ui.pages.today.briefing import read_briefing
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import TestClock, add, new_office
from tests.pictures import png
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest


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
