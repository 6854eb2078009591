"""What each role is shown of persons on the pages of plans and of the day: every widget is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import NewProof
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.drive_offices import begin, hamlets
from tests.offices import TestClock, add, new_office
from tests.plan_offices import add_task, own_plan
from tests.plan_tasks import done
from tests.services.test_calendar import managed

LISTED = ("Lê Văn Cam", "Đào Văn Mận")
"""On a list of the drug law: one under management, one who has moved away."""

ANYBODY = ("Trần Thị A", "Phạm Thị Mang", "Vũ Thị Nêu", "Bùi Văn Làm")
"""A household's head, who carries forms, who raised a difficulty, who did a task."""

ROLES_TOLD = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Persons in every book that the pages of plans read."""
    clock = TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))
    made = new_office(tmp_path / "xã", clock=clock)
    person, gone = managed(made, LISTED[0]), managed(made, LISTED[1])
    add(made, "tests", person=person, planned_on="2026-07-01")
    add(made, "tests", person=person, planned_on="2026-07-10")
    add(made, "presences", person=gone, state="chuyen_di", from_date="2026-07-06")
    villages = hamlets(made, 2)
    carriers = {villages[0]: ANYBODY[1]}
    begin(made, villages, until_date=date(2026, 7, 10), carriers=carriers)
    plan = own_plan(made, day="2026-06-01")
    moved = When("event", event="moved_away_verified", hours=24)
    add_task(made, plan, "Thông báo nơi đến", moved)
    task = add_task(made, plan, "Rà soát", When("periodic", every="month"))
    (episode, *_more) = made.queries.children("episodes", "person", person)
    done(made, task, "2026-06", "2026-06-30", [NewProof("episodes", episode)], who=ANYBODY[3])
    add(
        made,
        "difficulties",
        subject="Thiếu que thử",
        raised_on="2026-07-01",
        raised_by=ANYBODY[2],
        level="tren",
    )
    yield made
    made.close()


def said_by(widget: QWidget) -> Iterator[str]:
    """Everything a widget tells the eye, the mouse and the screen reader."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model(), QModelIndex())


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    flat = isinstance(model, QAbstractListModel)
    while model.canFetchMore(parent):
        model.fetchMore(parent)
    for row in range(model.rowCount(parent)):
        for column in range(1 if flat else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in ROLES_TOLD)
        if not flat:
            yield from _cells(model, model.index(row, 0, parent))


def look_at(widget: QWidget, qtbot: QtBot, busy: object) -> str:
    """All words of a page, with the first line of each list chosen."""

    def settle() -> None:
        qtbot.waitUntil(lambda: not busy.is_busy, timeout=20_000)  # type: ignore[attr-defined]
        QApplication.processEvents()

    settle()
    found: list[str] = []
    for view in widget.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(min(model.rowCount(), 4) if model is not None else 0):
            view.setCurrentIndex(model.index(row, 0))
            settle()
            found += [each for one in widget.findChildren(QWidget) for each in said_by(one)]
    found += [each for one in widget.findChildren(QWidget) for each in said_by(one)]
    return "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_shown_a_name_that_its_books_would_not_show(
    qapp: QApplication, qtbot: QtBot, office: Office, role: str
) -> None:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    office.account = replace(office.account, role=role)
    window = open_window(qapp, office, MemoryPreferences(), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    operations = window.desk.operations
    told = {"today": look_at(window.open_page("today"), qtbot, operations)}
    window.desk.open_page("plans")
    page = window.page
    if isinstance(page, PlansPage):
        for place in range(page.tabs.count()):
            page.tabs.setCurrentIndex(place)
            told[page.tabs.tabText(place)] = look_at(page.tab, qtbot, operations)
    operations.shut_down()
    may = ROLES[role]
    hidden = () if may.may_open(REGISTERS["episodes"]) else LISTED
    if not may.may_see(REGISTERS["difficulties"]["raised_by"]):
        hidden += ANYBODY
    assert {
        where: [name for name in hidden if name in words]
        for where, words in told.items()
        if any(name in words for name in hidden)
    } == {}
    assert ("Việc" in told) == may.may_open(REGISTERS["plan_tasks"])
    if not hidden:
        assert LISTED[0] in told["Lịch"], "where the role may see names, they are found"
