"""The papers of plans in the window: chosen, looked over, issued, and what they prove."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import tasks_of
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs import plan_papers
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from sachmatuy_desktop.ui.operations import Cancelled, Operation, ProgressDialog
from tests.documents.pdf_reading import words_of
from tests.offices import add_village, new_office
from tests.plan_offices import add_task, adopt, plan_of
from tests.ui.asked import when_asked


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    for n in (1, 2):
        add_village(made, f"Thôn {n}")
    made_plan = adopt(made, day="2026-01-05")
    add_task(made, made_plan, "Họp thôn", each_village=True)
    yield made
    made.close()


@pytest.fixture
def plan(office: Office) -> str:
    (found,) = office.queries.ids("plans")
    return found


@pytest.fixture
def composed(desk: Desk, plan: str, qtbot: QtBot) -> Callable[..., ComposeDialog]:
    """A paper of the plan, drafted and on screen."""

    def make(form: str, **chosen: object) -> ComposeDialog:
        made = ComposeDialog(desk, form=form, choices={"plan": plan, **chosen})
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.view.pages > 0, timeout=10_000)
        return made

    return make


def choose(dialog: ComposeDialog, need: str, value: str) -> None:
    """Choose as a person would."""
    box = dialog.needs.widgets[need]
    assert isinstance(box, QComboBox)
    place = box.findData(value)
    assert place >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def texts(dialog: ComposeDialog) -> list[QPlainTextEdit]:
    return dialog.findChildren(QPlainTextEdit)


# -- choosing -------------------------------------------------------------------------------------


def test_a_report_is_drafted_for_the_period_chosen(
    composed: Callable[..., ComposeDialog], settled: Callable[[], None]
) -> None:
    dialog = composed("plan-report")
    assert "từ đầu kế hoạch" in words_of(dialog.view.pdf)
    choose(dialog, "period", "2026-H1")
    settled()
    assert "6 tháng đầu năm 2026" in words_of(dialog.view.pdf)


def test_one_sheet_is_printed_for_the_village_chosen(
    composed: Callable[..., ComposeDialog], settled: Callable[[], None]
) -> None:
    dialog = composed("task-sheet")
    whole = dialog.view.pages
    choose(dialog, "actor", "Thôn 2")
    settled()
    assert dialog.view.pages == 1 < whole
    assert "Cơ quan, thôn nhận việc: Thôn 2" in words_of(dialog.view.pdf)
    assert dialog.issue.isHidden()


def test_sheets_for_everybody_are_stopped_between_two_of_them(office: Office, plan: str) -> None:
    sheets = papers.draft(office, "task-sheet", date(2026, 3, 2), plan=plan)
    told: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled("Đã dừng.")

    with pytest.raises(Cancelled):
        papers.pdf(sheets, hear)
    assert told == [(n, len(sheets.sections)) for n in range(3)]


def test_who_waits_long_for_a_paper_sees_how_far_it_is_and_may_stop(
    desk: Desk, plan: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sachmatuy_desktop.ui.operations.PATIENCE_MS", 20)
    gate = threading.Event()
    Operation(desk.operations, lambda: gate.wait(10)).start()
    made = ComposeDialog(desk, form="task-sheet", choices={"plan": plan})
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressDialog))
    waiting = QApplication.activeModalWidget()
    assert isinstance(waiting, ProgressDialog)
    waiting.reject()
    gate.set()
    qtbot.waitUntil(made.wrong.isVisible, timeout=10_000)
    assert made.wrong.text() == "Đã dừng theo yêu cầu; chưa có gì thay đổi."
    assert not made.print.isEnabled()
    made.draft()
    qtbot.waitUntil(lambda: made.view.pages > 0, timeout=10_000)


def test_typing_on_drops_the_drawing_of_what_was_typed_before(
    composed: Callable[..., ComposeDialog], qtbot: QtBot, settled: Callable[[], None]
) -> None:
    dialog = composed("plan-report")
    gate = threading.Event()
    Operation(dialog.desk.operations, lambda: gate.wait(10)).start()
    texts(dialog)[0].setPlainText("Nội dung một")
    dialog._draw()
    texts(dialog)[0].setPlainText("Nội dung hai")
    gate.set()
    qtbot.waitUntil(lambda: "Nội dung hai" in words_of(dialog.view.pdf), timeout=10_000)
    settled()
    assert not dialog.wrong.isVisible()


def test_without_a_plan_the_plan_document_says_what_to_do(
    desk: Desk, office: Office, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    (plan,) = office.queries.ids("plans")
    dialog = ComposeDialog(desk, form="plan-document")
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    box = dialog.needs.widgets["plan"]
    assert isinstance(box, QComboBox)
    assert box.currentData() == plan
    box.clear()
    dialog.draft()
    settled()
    assert "Hãy chọn kế hoạch" in dialog.wrong.text()
    assert not dialog.issue.isEnabled()


def test_enter_begins_another_paragraph(
    composed: Callable[..., ComposeDialog], qtbot: QtBot, settled: Callable[[], None]
) -> None:
    dialog = composed("plan-document")
    purpose = next(each for each in texts(dialog) if each.toPlainText().startswith("1. Mục đích"))
    purpose.setPlainText("1. Mục đích:\n- Không để phát sinh người nghiện.\n- Giữ vững địa bàn.")
    qtbot.waitUntil(lambda: "Giữ vững" in words_of(dialog.view.pdf), timeout=10_000)
    dialog.issue.click()
    settled()
    assert dialog.document is not None
    row = dialog.office.queries.rows("documents", [dialog.document])[dialog.document]
    assert '"text":"- Giữ vững địa bàn."' in str(row["frozen"])


# -- issuing and proving --------------------------------------------------------------------------


def test_an_issued_plan_offers_the_task_it_carries_out(
    composed: Callable[..., ComposeDialog],
    settled: Callable[[], None],
    office: Office,
    plan: str,
) -> None:
    dialog = composed("plan-document")
    assert dialog.extras.prove.isHidden()
    dialog.issue.click()
    settled()
    assert plan_of(office, plan).document == "01/KH-UBND"
    assert dialog.extras.prove.isVisible()
    seen: list[bool] = []

    def answer(asked: ProvedDialog) -> None:
        seen.extend(box.isChecked() for box, _task in asked.boxes)
        asked.boxes[-1][0].setChecked(False)
        asked.done_button.click()

    when_asked(ProvedDialog, answer)
    dialog.extras.prove.click()
    settled()
    assert seen
    assert all(seen)
    done = [each for each in tasks_of(office.queries) if each.results]
    assert len(done) == len(seen) - 1
    assert {each.results[0].document for each in done} == {"01/KH-UBND"}
    assert dialog.extras.prove.isHidden()


def test_nothing_can_be_written_with_nothing_ticked(qtbot: QtBot) -> None:
    dialog = ProvedDialog("01/KH-UBND", [])
    qtbot.addWidget(dialog)
    assert not dialog.done_button.isEnabled()
    assert dialog.chosen() == ()


def test_a_paper_without_anything_to_prove_offers_nothing(
    composed: Callable[..., ComposeDialog], settled: Callable[[], None]
) -> None:
    dialog = composed("plan-report", period="2026-03")
    dialog.issue.click()
    settled()
    assert dialog.document is not None
    assert dialog.extras.prove.isHidden()


# -- the tracking book as a spreadsheet -----------------------------------------------------------


def test_only_the_tracking_book_leaves_as_a_spreadsheet(
    composed: Callable[..., ComposeDialog],
    settled: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[tuple[str, str]],
) -> None:
    assert composed("plan-document").extras.table.isHidden()
    dialog = composed("task-book")
    assert dialog.extras.table.isVisible()
    target = tmp_path / "sổ"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.extras.table.click()
    settled()
    assert target.with_suffix(".xlsx").read_bytes().startswith(b"PK")
    assert said[-1][0] == "notice"
    assert "sổ.xlsx" in said[-1][1]


# -- the doors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("door", "words"),
    [
        (lambda desk, plan: plan_papers.write_plan(desk, None, plan), "KẾ HOẠCH"),
        (
            lambda desk, plan: plan_papers.write_plan_report(desk, None, plan, "2026-H1"),
            "6 tháng đầu năm 2026",
        ),
        (lambda desk, plan: plan_papers.print_task_book(desk, None, plan), "SỔ THEO DÕI"),
        (
            lambda desk, plan: plan_papers.print_task_sheets(desk, None, plan, "Thôn 1"),
            "nhận việc: Thôn 1",
        ),
    ],
    ids=["plan", "report", "book", "sheets"],
)
def test_a_door_opens_the_paper_filled_with_what_is_known(
    desk: Desk, plan: str, qtbot: QtBot, door: Callable[[Desk, str], object], words: str
) -> None:
    shown: list[str] = []

    def answer(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
        shown.append(words_of(dialog.view.pdf))
        dialog.reject()

    when_asked(ComposeDialog, answer)
    assert door(desk, plan) is None
    assert words in shown[0]


def test_a_task_of_yesterday_is_said_in_the_book(
    composed: Callable[..., ComposeDialog], office: Office, plan: str
) -> None:
    add_task(office, plan, "Rà soát & báo cáo", When("once", on=date(2026, 3, 1)))
    assert "Quá hạn 1 ngày, chưa làm" in words_of(composed("task-book").view.pdf)
