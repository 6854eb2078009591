"""«Việc» in the window: found, done, proved, changed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.services.attachments import attachments
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import NewProof
from sachmatuy_desktop.services.plans.listing import list_tasks
from sachmatuy_desktop.ui.attachments.add_dialog import AddDialog
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.history import HistoryDialog
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.task_proofs import ProofDialog
from sachmatuy_desktop.ui.dialogs.task_result import BatchDialog, ResultDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.task_dialogs import TaskDialog
from sachmatuy_desktop.ui.pages.plans.task_lines import (
    BY_ACTOR,
    BY_CRITERION,
    BY_VILLAGE,
    MINE,
    Shown,
)
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from tests.fact_cases import IA_HDRAI
from tests.offices import TestClock, add, add_village, edit, new_office
from tests.pictures import pdf
from tests.plan_tasks import MONTHLY, a_plan, a_set_task, a_task, done, put, read
from tests.ui.asked import when_asked
from tests.ui.test_attachments import drop
from tests.ui.windows import PATIENCE

ONCE = When("once", before=date(2026, 2, 15))


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    """A commune on 2 March 2026 with a plan since 5 January."""
    made = new_office(tmp_path, clock=clock)
    yield made
    made.close()


@pytest.fixture
def plan(office: Office) -> str:
    return a_plan(office)


@pytest.fixture
def tab(
    windows: Callable[[Office], MainWindow], qtbot: QtBot, office: Office
) -> Callable[[], TasksTab]:
    """The tab of the real window."""

    def open_it() -> TasksTab:
        page = windows(office).open_page("plans")
        assert isinstance(page, PlansPage)
        page.tabs.setCurrentWidget(page.tasks)
        rest(qtbot, page.tasks)
        return page.tasks

    return open_it


def rest(qtbot: QtBot, inside: TasksTab | MainWindow) -> None:
    """Wait until the worker has nothing left to do."""
    desk = inside.desk
    qtbot.waitUntil(lambda: not desk.operations.is_busy, timeout=PATIENCE)


def look(tab: TasksTab, view: str = "", *, to_do: bool = True, words: str = "") -> list[str]:
    """One line each: title and state, two blanks for each step inwards."""
    if view:
        tab.view.setCurrentIndex(tab.view.findData(view))
        tab.view.activated.emit(tab.view.currentIndex())
    tab.to_do.setChecked(to_do)
    tab.words.setText(words)
    found: list[str] = []

    def walk(parent: object, depth: int) -> None:
        model = tab.tree.model_
        for row in range(model.rowCount(parent)):  # type: ignore[arg-type]
            index = model.index(row, 0, parent)  # type: ignore[arg-type]
            line = model.line(index)
            assert line is not None
            state = line.cells[1].text
            found.append("  " * depth + line.cells[0].text + (f" | {state}" if state else ""))
            if line.listed is None or tab.tree.isExpanded(index):
                walk(index, depth + 1)

    walk(tab.tree.rootIndex(), 0)
    return found


def titles(tab: TasksTab) -> list[str]:
    """The tasks listed as they stand."""
    return sorted(each.task.title for each in tab.tree.listed())


def labels(tab: TasksTab) -> list[str]:
    """Everything written at the right."""
    QApplication.processEvents()
    return [each.text() for each in tab.detail.findChildren(QLabel) if not each.isHidden()]


def press(tab: TasksTab, words: str) -> None:
    """A button at the right."""
    (found,) = (each for each in buttons(tab) if each.text() == words)
    found.click()


def buttons(tab: TasksTab) -> list[QPushButton]:
    """Those at the right; what is being taken apart is hidden."""
    QApplication.processEvents()
    return [each for each in tab.detail.findChildren(QPushButton) if not each.isHidden()]


# -- looking --------------------------------------------------------------------------------------


def test_what_is_to_do_stands_with_its_state(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    a_task(office, plan, "Báo cáo", ONCE, place=1)
    finished = a_task(office, plan, "Đã xong", When("once", before=date(2026, 6, 1)), place=2)
    a_task(office, plan, "Giao ban", MONTHLY, place=3)
    a_task(office, plan, "Không có ở xã", MONTHLY, place=4, active=0, active_why="Không")
    a_task(office, plan, "Việc huyện", MONTHLY, place=5, ours=0)
    a_set_task(office, "Báo cáo nhanh", When("once", on=date(2026, 3, 5)))
    done(office, finished, "once")
    view = tab()
    assert look(view) == [
        "Giao ban | quá hạn 30 ngày",
        "Báo cáo | quá hạn 16 ngày",
        "Báo cáo nhanh | còn 3 ngày",
    ]
    assert view.told.text() == "3 việc · 2 quá hạn · 1 sắp đến hạn"
    assert look(view, to_do=False) == [
        "Báo cáo | quá hạn 16 ngày",
        "Đã xong | đã làm",
        "Giao ban | quá hạn 30 ngày",
        "Không có ở xã | không áp dụng",
        "Báo cáo nhanh | còn 3 ngày",
    ]
    view.others.setChecked(True)
    assert "Việc huyện | quá hạn 30 ngày" in look(view)


def test_what_presses_most_stands_first_and_the_whole_list_in_the_order_of_the_plan(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    a_task(office, plan, "Chưa định ngày", When("once", needs_date=True), place=1)
    a_task(office, plan, "Mùa hè", When("once", before=date(2026, 7, 1)), place=2)
    a_task(office, plan, "Tuần này", When("once", on=date(2026, 3, 5)), place=3)
    a_task(office, plan, "Mùa xuân", When("once", on=date(2026, 4, 30)), place=4)
    a_task(office, plan, "Trễ", ONCE, place=5)
    view = tab()
    titles = ["Trễ", "Tuần này", "Mùa xuân", "Mùa hè", "Chưa định ngày"]
    assert [each.partition(" | ")[0] for each in look(view)] == titles
    assert [each.strip().partition(" | ")[0] for each in look(view, BY_ACTOR)[1:]] == titles
    assert [each.partition(" | ")[0] for each in look(view, "all", to_do=False)] == [
        "Chưa định ngày",
        "Mùa hè",
        "Tuần này",
        "Mùa xuân",
        "Trễ",
    ]


def test_on_another_morning_the_list_is_read_anew(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab], clock: TestClock
) -> None:
    a_task(office, plan, "Báo cáo", ONCE)
    view = tab()
    window = view.window()
    assert isinstance(window, MainWindow)
    clock.advance(days=1)
    window.open_page("plans")
    rest(qtbot, view)
    assert look(view) == ["Báo cáo | quá hạn 17 ngày"]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    clock.advance(days=1)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    rest(qtbot, view)
    assert look(view) == ["Báo cáo | quá hạn 18 ngày"]


def test_the_day_proposed_is_that_of_the_clock_not_of_the_list(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab], clock: TestClock
) -> None:
    a_task(office, plan, "Báo cáo", ONCE)
    view = tab()
    clock.advance(days=1)
    proposed: list[str] = []

    def answer(dialog: ResultDialog) -> None:
        proposed.append(dialog.done_on.text)
        dialog.reject()

    when_asked(ResultDialog, answer)
    press(view, "Ghi đã làm…")
    assert proposed == ["03/03/2026"]


def test_openings_expand_the_newest_first(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Giao ban", MONTHLY)
    done(office, task, "2026-01", "2026-02-03")
    view = tab()
    view.to_do.setChecked(False)
    view.tree.setFocus()
    QTest.keyClick(view.tree, Qt.Key.Key_Right)
    assert look(view, to_do=False) == [
        "Giao ban | quá hạn 2 ngày",
        "  Tháng 4/2026 | chưa đến",
        "  Tháng 3/2026 | đang mở",
        "  Tháng 2/2026 | quá hạn 2 ngày",
        "  Tháng 1/2026 | đã làm, chậm 3 ngày",
    ]


def test_hours_are_told_in_hours(office: Office, plan: str, tab: Callable[[], TasksTab]) -> None:
    a_task(office, plan, "Báo cáo đột xuất", When("event", event="asked", hours=24))
    put(
        office,
        "plan_events",
        {"event": "asked", "happened_on": "2026-03-01", "happened_at": "05:30"},
    )
    put(
        office,
        "plan_events",
        {"event": "asked", "happened_on": "2026-03-01", "happened_at": "14:00"},
    )
    view = tab()
    view.tree.expandAll()
    assert look(view) == [
        "Báo cáo đột xuất | quá hạn 3 giờ",
        "  Sự việc lúc 14:00, 01/03/2026 | còn 6 giờ",
        "  Sự việc lúc 05:30, 01/03/2026 | quá hạn 3 giờ",
    ]


def test_a_search_needs_no_accents(office: Office, plan: str, tab: Callable[[], TasksTab]) -> None:
    a_task(office, plan, "Báo cáo", ONCE, content="gửi Công an huyện")
    a_task(office, plan, "Tuyên truyền", ONCE)
    view = tab()
    assert look(view, words="cong an") == ["Báo cáo | quá hạn 16 ngày"]
    assert look(view, words="TUYEN") == ["Tuyên truyền | quá hạn 16 ngày"]
    assert look(view, words="không có") == []


def test_the_same_tasks_by_who_does_them(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    for actor, name, account in (("ca", "Công an xã", "an"), ("vh", "Văn hóa xã", None)):
        put(
            office,
            "plan_actors",
            {"plan": plan, "actor": actor, "name": name, "account": account},
        )
    a_task(office, plan, "Tuần tra", ONCE, actors="ca", place=1)
    a_task(office, plan, "Tuyên truyền", ONCE, actors="ca vh", place=2)
    a_task(office, plan, "Chưa giao", ONCE, place=3)
    view = tab()
    late = "quá hạn 16 ngày"
    assert look(view, MINE) == [f"Tuần tra | {late}", f"Tuyên truyền | {late}"]
    assert look(view, BY_ACTOR) == [
        "Công an xã (2)",
        f"  Tuần tra | {late}",
        f"  Tuyên truyền | {late}",
        "Văn hóa xã (1)",
        f"  Tuyên truyền | {late}",
        "Chưa rõ ai làm (1)",
        f"  Chưa giao | {late}",
    ]


def test_the_same_tasks_by_criterion(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    a_task(office, plan, "Hòm thư", ONCE, criteria=f"{IA_HDRAI}#IAH.f", place=1)
    a_task(office, plan, "Khác", ONCE, place=2)
    found = look(tab(), BY_CRITERION)
    assert found[0].startswith("f) ")
    assert found[1:] == [
        "  Hòm thư | quá hạn 16 ngày",
        "Không gắn với tiêu chí nào (1)",
        "  Khác | quá hạn 16 ngày",
    ]


def test_a_task_of_each_village_stands_in_each(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    one, two, _three = (add_village(office, f"Thôn {each}") for each in (1, 2, 3))
    task = a_task(office, plan, "Họp thôn", ONCE, each_village=1)
    a_task(office, plan, "Việc chung", ONCE)
    done(office, task, "once", "2026-02-10", village=one)
    view = tab()
    assert look(view, BY_VILLAGE, to_do=False) == [
        "Thôn 1 (1)",
        "  Họp thôn | đã làm",
        "Thôn 2 (1)",
        "  Họp thôn | quá hạn 16 ngày",
        "Thôn 3 (1)",
        "  Họp thôn | quá hạn 16 ngày",
        "Chung cả đơn vị (1)",
        "  Việc chung | quá hạn 16 ngày",
    ]
    look(view, "all")
    view.tree.choose_task(task)
    assert "Từng thôn, khu phố: đã làm 1/3" in labels(view)
    assert "Còn thiếu: Thôn 2, Thôn 3" in labels(view)

    def answer(dialog: ResultDialog) -> None:
        names = [dialog.village.itemText(each) for each in range(dialog.village.count())]
        assert names == ["Cả đơn vị", "Thôn 2", "Thôn 3"]
        dialog.village.setCurrentIndex(1)
        dialog.done_button.click()

    when_asked(ResultDialog, answer)
    press(view, "Ghi đã làm…")
    assert {each.village for each in read(office, task).results} == {one, two}


def test_the_right_side_tells_words_rule_and_hint(
    office: Office, plan: str, tab: Callable[[], TasksTab]
) -> None:
    a_task(
        office,
        plan,
        "Báo cáo",
        When("once", before=date(2026, 3, 16)),
        paragraph="mục IV.1",
        content="Báo cáo kết quả trước ngày 16/3",
        remark="Gửi hai bản",
    )
    told = "\n".join(labels(tab()))
    assert "“Báo cáo kết quả trước ngày 16/3”" in told
    assert "Kế hoạch xã không ma túy, mục IV.1" in told
    assert "trước ngày 16/03/2026" in told
    assert "15/03/2026 (in trong kế hoạch)" in told
    assert "nên xong trong ngày làm việc 13/03/2026" in told
    assert "Gửi hai bản" in told


def test_an_office_without_a_plan_is_told_where_to_begin(tab: Callable[[], TasksTab]) -> None:
    assert "hãy mở thẻ Kế hoạch" in tab().told.text()


# -- doing ----------------------------------------------------------------------------------------


def test_enter_records_with_proofs_and_the_list_follows(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    record = add(office, "propaganda", held_on="2026-02-01", form="loa", content="Phát thanh")
    task = a_task(office, plan, "Tuyên truyền", ONCE, evidence="propaganda", figures="addicts")
    view = tab()

    def answer(dialog: ResultDialog) -> None:
        assert dialog.proofs is not None
        choice = dialog.proofs

        def tick() -> None:
            figure, talk = choice.items()
            assert "0 người" in figure.text(0)
            talk.setCheckState(0, Qt.CheckState.Checked)
            dialog.done_on.line.setText("10/02/2026")
            dialog.who.line.setText("Nguyễn Văn An")
            dialog.done_button.click()

        qtbot.waitUntil(lambda: bool(choice.items()), timeout=PATIENCE)
        tick()

    when_asked(ResultDialog, answer)
    view.tree.setFocus()
    QTest.keyClick(view.tree, Qt.Key.Key_Return)
    rest(qtbot, view)
    (result,) = read(office, task).results
    assert (result.on, result.who, result.proofs[0].record) == (
        date(2026, 2, 10),
        "Nguyễn Văn An",
        record,
    )
    assert look(view) == []
    assert look(view, to_do=False) == ["Tuyên truyền | đã làm"]
    assert any(each.text == "đã làm" for each in view.detail.findChildren(Chip))


def test_a_result_without_the_proof_it_claims_says_so(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Tuyên truyền", ONCE, evidence="propaganda")
    result = done(office, task, "once", "2026-02-10")
    record = add(office, "propaganda", held_on="2026-02-01", form="loa", content="Phát thanh")
    view = tab()
    look(view, to_do=False)
    assert view.tree.current is not None
    assert view.tree.current.cells[6].text == "chưa có"
    assert "Chưa có căn cứ: Tuyên truyền." in "\n".join(labels(view))

    def answer(dialog: ProofDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.proofs.items()), timeout=PATIENCE)
        dialog.proofs.items()[0].setCheckState(0, Qt.CheckState.Checked)
        dialog.done_button.click()

    when_asked(ProofDialog, answer)
    press(view, "Thêm căn cứ…")
    rest(qtbot, view)
    (proof,) = read(office, task).results[0].proofs
    assert (proof.record, read(office, task).results[0].id) == (record, result)
    assert view.tree.current.cells[6].text == "1"
    edit(office, "propaganda", record, content="Sửa")
    view.desk.changed.emit(frozenset({("task_results", result)}))
    rest(qtbot, view)
    assert "đã sửa sau khi làm căn cứ" in labels(view)
    press(view, "Bỏ căn cứ này")
    rest(qtbot, view)
    assert read(office, task).results[0].proofs == ()


def test_a_reason_is_demanded_and_then_the_task_is_gone(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Báo cáo", ONCE)
    view = tab()
    complaints: list[str] = []

    def answer(dialog: ResultDialog) -> None:
        dialog.done_button.click()
        qtbot.waitUntil(lambda: bool(dialog.wrong.text()), timeout=PATIENCE)
        complaints.append(dialog.wrong.text())
        dialog.remark.setPlainText("Xã không có trường học")
        dialog.done_button.click()

    when_asked(ResultDialog, answer)
    press(view, "Không phải làm…")
    rest(qtbot, view)
    assert complaints == ["Hãy ghi lý do không phải làm."]
    assert [each.kind for each in read(office, task).results] == ["excused"]
    assert look(view) == []


def test_a_result_is_changed_and_taken_back(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Báo cáo", ONCE)
    done(office, task, "once", "2026-02-20", remark="Chậm vì mưa lũ")
    view = tab()
    look(view, to_do=False)

    def correct(dialog: ResultDialog) -> None:
        dialog.done_on.line.setText("12/02/2026")
        dialog.done_button.click()

    when_asked(ResultDialog, correct)
    press(view, "Sửa…")
    rest(qtbot, view)
    (result,) = read(office, task).results
    assert (result.on, result.remark) == (date(2026, 2, 12), "Chậm vì mưa lũ")

    def say_why(dialog: LineDialog) -> None:
        dialog.line.line.setText("Ghi nhầm việc")
        dialog.accept()

    when_asked(LineDialog, say_why)
    press(view, "Rút lại…")
    rest(qtbot, view)
    assert look(view) == ["Báo cáo | quá hạn 16 ngày"]


def test_several_tasks_are_recorded_at_once_where_none_asks_for_proof(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    tasks = [a_task(office, plan, f"Việc {each}", ONCE, place=each) for each in range(3)]
    asks = a_task(office, plan, "Cần căn cứ", ONCE, evidence="propaganda", place=9)
    view = tab()
    view.tree.selectAll()
    assert not view.batch.isEnabled()
    view.tree.choose_task(tasks[0])
    view.tree.setFocus()
    for _each in range(2):
        QTest.keyClick(view.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.batch.isEnabled()

    def answer(dialog: BatchDialog) -> None:
        dialog.done_on.line.setText("14/02/2026")
        dialog.done_button.click()

    when_asked(BatchDialog, answer)
    view.batch.click()
    rest(qtbot, view)
    assert look(view) == ["Cần căn cứ | quá hạn 16 ngày"]
    assert read(office, asks).results == ()
    view.desk.undo_last()
    rest(qtbot, view)
    assert len(look(view)) == 4


def test_scans_history_and_doors(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab], qapp: QApplication
) -> None:
    record = add(office, "propaganda", held_on="2026-02-01", form="loa", content="Phát thanh")
    task = a_task(office, plan, "Tuyên truyền", ONCE)
    done(office, task, "once", "2026-02-10", proofs=[NewProof("propaganda", record)])
    view = tab()
    look(view, to_do=False)
    press(view, "Đính kèm…")
    shown = qapp.activeModalWidget()
    assert isinstance(shown, AttachmentsDialog)
    shown.reject()
    press(view, "Lịch sử…")
    told = qapp.activeModalWidget()
    assert isinstance(told, HistoryDialog)
    heads = [each.head for each in told.view.told]
    assert any("thêm kết quả" in each for each in heads), heads
    told.reject()
    doors: list[object] = []
    view.desk.door.connect(doors.append)
    door = next(each for each in buttons(view) if "Phát thanh" in each.toolTip())
    door.click()
    assert [getattr(each, "record", "") for each in doors] == [record]


def test_a_door_to_a_task_finds_it_whatever_the_list_shows(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Việc huyện", ONCE, ours=0)
    a_task(office, plan, "Việc xã", ONCE)
    view = tab()
    look(view, MINE, words="xã")
    view.desk.open_record("plan_tasks", task)
    rest(qtbot, view)
    assert view.tree.current is not None
    assert view.tree.current.title == "Việc huyện"


def test_a_door_takes_off_only_what_hides_the_task(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    late = a_task(office, plan, "Báo cáo", ONCE, place=1)
    finished = a_task(office, plan, "Đã xong", ONCE, place=2)
    a_task(office, plan, "Việc huyện", ONCE, ours=0, place=3)
    done(office, finished, "once")
    view = tab()
    view.words.setText("xong")
    view.desk.open_record("plan_tasks", late)
    rest(qtbot, view)
    assert view.tree.current is not None
    assert view.tree.current.title == "Báo cáo"
    assert (view.words.text(), view.to_do.isChecked(), view.others.isChecked()) == ("", True, False)
    view.desk.open_record("plan_tasks", finished)
    rest(qtbot, view)
    assert view.tree.current.title == "Đã xong"
    assert (view.to_do.isChecked(), view.others.isChecked()) == (False, False)


def test_a_scan_is_attached_as_soon_as_the_result_is_written(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab], tmp_path: Path
) -> None:
    task = a_task(office, plan, "Họp thôn", ONCE)
    view = tab()
    scan = tmp_path / "biên bản.pdf"
    scan.write_bytes(pdf())

    def answer(dialog: ResultDialog) -> None:
        dialog.scan.setChecked(True)
        dialog.done_button.click()

    when_asked(ResultDialog, answer)
    press(view, "Ghi đã làm…")
    rest(qtbot, view)
    (shown,) = view.findChildren(AttachmentsDialog)
    when_asked(AddDialog, lambda dialog: dialog.add_button.click())
    drop(shown.view, scan)
    qtbot.waitUntil(lambda: len(shown.view.files) == 1, timeout=PATIENCE)
    shown.accept()
    (result,) = read(office, task).results
    assert [each.title for each in attachments(office.session, "task_results", result.id)] == [
        "biên bản"
    ]
    offered: list[bool] = []

    def leave(dialog: ResultDialog) -> None:
        offered.append(dialog.scan.isHidden())
        dialog.reject()

    look(view, to_do=False)
    when_asked(ResultDialog, leave)
    press(view, "Sửa…")
    assert offered == [True]


def test_a_task_leads_to_the_paper_that_carries_it_out(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    year = When("periodic", every="year", day=((12, 15),))
    a_task(office, plan, "Báo cáo năm", year, papers="plan-report", kind="report")
    view = tab()
    told: list[object] = []

    def answer(dialog: ComposeDialog) -> None:
        qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=PATIENCE)
        period = dialog.needs.widgets["period"]
        assert isinstance(period, QComboBox)
        told.extend((dialog.form.currentData(), period.currentData()))
        dialog.reject()

    when_asked(ComposeDialog, answer)
    press(view, "Soạn văn bản…")
    rest(qtbot, view)
    assert told == ["plan-report", "2026"]


def test_a_paper_that_this_office_does_not_make_is_said(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    a_task(office, plan, "Báo cáo tổng hợp", ONCE, papers="action-month-summary")
    view = tab()
    said: list[str] = []
    view.desk.feedback.said.connect(lambda _kind, text: said.append(text))
    press(view, "Soạn văn bản…")
    assert said == ["Cơ quan này không lập được văn bản của việc này trong chương trình."]


def test_a_door_to_several_tasks_narrows_the_list_until_the_chip_is_taken_off(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    first, second = a_set_task(office, "Báo cáo nhanh"), a_set_task(office, "Rà soát")
    a_set_task(office, "Tổng kết")
    view = tab()
    look(view, MINE, words="kết")
    view.desk.open_list("set_tasks", only=frozenset({first, second}), title="Việc được nhắc")
    rest(qtbot, view)
    assert titles(view) == ["Báo cáo nhanh", "Rà soát"]
    assert view.only.isVisible()
    assert view.only.accessibleName() == "Bỏ điều kiện Việc được nhắc"
    view.only.click()
    assert not view.only.isVisible()
    assert titles(view) == ["Báo cáo nhanh", "Rà soát", "Tổng kết"]
    view.desk.open_record("set_tasks", first)
    assert not view.only.isVisible()


def test_the_office_chooses_another_day(
    office: Office, plan: str, qtbot: QtBot, tab: Callable[[], TasksTab]
) -> None:
    task = a_task(office, plan, "Báo cáo", ONCE)
    view = tab()

    def answer(dialog: TaskDialog) -> None:
        dialog.own.last.line.setText("20/03/2026")
        dialog.done_button.click()

    when_asked(TaskDialog, answer)
    press(view, "Sửa hạn…")
    qtbot.waitUntil(lambda: read(office, task).own.last is not None, timeout=PATIENCE)
    rest(qtbot, view)
    assert look(view) == ["Báo cáo | đang mở"]
    assert view.tree.current is not None
    assert [each.text for each in view.tree.current.cells[2:4]] == ["20/03/2026", "Cơ quan"]


def test_openings_are_made_when_a_task_is_opened(office: Office, plan: str) -> None:
    """So a list of hundreds of tasks costs what is in sight."""
    for number in range(3):
        a_task(office, plan, f"Việc {number}", MONTHLY, place=number)
    found = list_tasks(office.session)
    lines = Shown(only_to_do=False).lines(found)
    assert len(lines) == 3
    assert "children" not in lines[0].__dict__
    assert len(lines[0].children) == 4
