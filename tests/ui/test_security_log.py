"""«Nhật ký bảo mật»: what was noted is shown, narrowed, read on, and refused to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.access import looking
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence
from sachmatuy_desktop.services.proof.evidence import Subject
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.admin import AdminPage, security
from sachmatuy_desktop.ui.pages.admin.security import SecurityLog
from tests.offices import TestClock, add_person, add_village, new_office

PAGE = 4


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    """Six people looked at, three days later a backup."""
    made = new_office(tmp_path / "xã", clock=clock)
    village = add_village(made)
    people = [add_person(made, f"Lê Văn {name}", village) for name in "ABCDEG"]
    looking.looked_at(made.session, "people", people)
    clock.advance(days=3)
    maintenance.backup_now(made)
    yield made
    made.close()


@pytest.fixture
def log(
    desk: Desk, qtbot: QtBot, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> SecurityLog:
    monkeypatch.setattr(security, "PAGE", PAGE)
    made = SecurityLog(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.refresh()
    settled()
    return made


def acts(log: SecurityLog) -> list[str]:
    return [row[3].text for row in log.table.rows]


def test_what_was_noted_is_shown_narrowed_and_read_on(
    log: SecurityLog, office: Office, clock: TestClock, settled: Callable[[], None]
) -> None:
    assert acts(log)[0] == "Sao lưu"
    assert len(acts(log)) == PAGE
    newest = log.table.rows[0]
    assert newest[1].text.endswith(show_date(date.fromisoformat(clock.clock.today())))
    assert newest[2].text == "Nguyễn Văn An"
    assert log.more.isVisible()

    log.subject.setCurrentIndex(log.subject.findData(Subject.VIEWS))
    settled()
    assert acts(log) == ["Xem ghi chép của người"] * PAGE
    log.more.click()
    settled()
    assert acts(log) == ["Xem ghi chép của người"] * 6
    assert not log.more.isVisible()
    numbers = [int(row[0].text.replace(".", "")) for row in log.table.rows]
    assert numbers == sorted(numbers, reverse=True)
    shown = "\n".join(cell.text for row in log.table.rows for cell in row)
    assert shown.count("Nhân khẩu ") == 6
    assert "Lê Văn" not in shown  # ids and codes, nobody's name

    log.account.setCurrentIndex(log.account.findData("Nguyễn Văn An"))
    settled()
    assert len(acts(log)) == PAGE
    log.subject.setCurrentIndex(0)
    log.day.setText(show_date(date.fromisoformat(clock.clock.today())))
    log.day.editingFinished.emit()
    settled()
    assert acts(log) == ["Sao lưu"]
    log.day.setText(show_date(date.fromisoformat(clock.clock.today()) - timedelta(days=1)))
    log.day.editingFinished.emit()
    settled()
    assert acts(log) == []

    log.day.setText("31/02/2026")
    log.day.editingFinished.emit()
    settled()
    assert log.wrong.isVisible()
    assert "31/02/2026" in log.wrong.text()
    log.day.clear()
    log.day.editingFinished.emit()
    settled()
    assert not log.wrong.isVisible()
    assert len(acts(log)) == PAGE


def test_the_verdict_is_said_and_what_is_on_paper_is_looked_up(
    log: SecurityLog, settled: Callable[[], None]
) -> None:
    assert log.verdict.text().startswith("Chưa kiểm tra")
    log.check.click()
    settled()
    assert log.verdict.text().startswith("Nhật ký nguyên vẹn")
    log.compare("412 · 7QF2M9-TCXXKP-4B7NQH")
    settled()
    assert not log.verdict.text().startswith("Số trên giấy khớp")


def test_it_is_refused_to_whoever_does_not_manage(
    log: SecurityLog, desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    assert log.events
    clerk = replace(office, account=replace(office.account, role="clerk"))
    theirs = Desk(clerk, desk.operations, desk.feedback, desk.preferences)
    page = AdminPage(theirs)
    qtbot.addWidget(page)
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    assert titles
    assert "Nhật ký bảo mật" not in titles
    past_the_page = SecurityLog(theirs)
    qtbot.addWidget(past_the_page)
    past_the_page.refresh()
    past_the_page.read()
    settled()
    assert past_the_page.events == []
    assert past_the_page.account.count() == 1  # not even who writes here
    with pytest.raises(NotAllowed):
        evidence.security_log(clerk)
