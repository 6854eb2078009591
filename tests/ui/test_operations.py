"""The one worker: answers on the window's thread, sentences, reports, an orderly end."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.ui.feedback import Feedback, ReportDialog, Toast, describe_bug
from sachmatuy_desktop.ui.operations import Cancelled, Operation, Operations, Progress
from sachmatuy_desktop.ui.theme import Tone


@pytest.fixture
def feedback(qapp: QApplication) -> Feedback:
    return Feedback()


@pytest.fixture
def operations(feedback: Feedback) -> Iterator[Operations]:
    made = Operations(feedback)
    yield made
    made.shut_down()


def wait(qtbot: QtBot, operations: Operations) -> None:
    qtbot.waitUntil(lambda: not operations.is_busy, timeout=5000)


def disk_full() -> None:
    raise StorageTrouble(N_("Ổ đĩa đã đầy. Hãy giải phóng dung lượng rồi thử lại."))


def divide_by_nothing() -> float:
    citizen = "Nguyễn Văn Mẫu 001099000001"
    return len(citizen) / 0


def test_the_work_leaves_the_window_and_the_answer_comes_back_to_it(
    qtbot: QtBot, operations: Operations
) -> None:
    threads: list[object] = []
    Operation(operations, threading.current_thread).success(
        lambda worker: threads.extend([worker, threading.current_thread()])
    ).start()
    wait(qtbot, operations)

    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_everything_is_done_one_after_the_other(qtbot: QtBot, operations: Operations) -> None:
    log: list[str] = []

    def work(name: str) -> None:
        log.append(f"{name} begins")
        QThread.msleep(2)
        log.append(f"{name} ends")

    for name in "abc":
        Operation(operations, partial(work, name)).start()
    wait(qtbot, operations)

    assert log == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


def test_busy_is_told_once_at_either_end(qtbot: QtBot, operations: Operations) -> None:
    told: list[bool] = []
    operations.busy.connect(told.append)
    for _each in range(3):
        Operation(operations, lambda: None).start()
    wait(qtbot, operations)

    assert told == [True, False]


def test_a_known_error_is_one_sentence(
    qtbot: QtBot, operations: Operations, feedback: Feedback
) -> None:
    said: list[tuple[str, str]] = []
    feedback.said.connect(lambda kind, text: said.append((kind, text)))
    Operation(operations, disk_full).start()
    wait(qtbot, operations)

    assert said == [("trouble", "Ổ đĩa đã đầy. Hãy giải phóng dung lượng rồi thử lại.")]


def test_whoever_asks_for_failures_hears_them_instead(
    qtbot: QtBot, operations: Operations, feedback: Feedback
) -> None:
    said: list[str] = []
    heard: list[KnownError] = []
    feedback.said.connect(lambda _kind, text: said.append(text))
    Operation(operations, disk_full).failure(heard.append).start()
    wait(qtbot, operations)

    assert [type(error) for error in heard] == [StorageTrouble]
    assert said == []


def test_a_bug_is_a_report_without_what_was_in_the_records(
    qtbot: QtBot, operations: Operations, feedback: Feedback
) -> None:
    said: list[tuple[str, str]] = []
    ended: list[bool] = []
    feedback.said.connect(lambda kind, text: said.append((kind, text)))
    Operation(operations, divide_by_nothing).always(lambda: ended.append(True)).start()
    wait(qtbot, operations)

    kind, text = said[0]
    assert kind == "bug"
    assert "ZeroDivisionError" in text
    assert "divide_by_nothing" in text
    assert "Mẫu" not in text
    assert "001099000001" not in text
    assert ended == [True]


def test_after_a_bug_the_worker_goes_on(qtbot: QtBot, operations: Operations) -> None:
    answers: list[int] = []
    Operation(operations, divide_by_nothing).start()
    Operation(operations, lambda: 7).success(answers.append).start()
    wait(qtbot, operations)

    assert answers == [7]


def test_the_text_of_an_exception_is_not_reported() -> None:
    told = describe_bug(ValueError("Lò Thị Mẫu"))

    assert "ValueError" in told
    assert "Lò Thị Mẫu" not in told


def test_nothing_is_told_to_an_owner_that_is_gone(qtbot: QtBot, operations: Operations) -> None:
    told: list[str] = []
    gate = threading.Event()
    owner = QObject()
    Operation(operations, lambda: gate.wait(5), owner).success(
        lambda _answer: told.append("told")
    ).start()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(owner))
    gate.set()
    wait(qtbot, operations)

    assert told == []


def test_work_that_reports_can_be_stopped(qtbot: QtBot, operations: Operations) -> None:
    begun = threading.Event()
    rounds: list[int] = []
    heard: list[KnownError] = []

    def count(progress: Progress) -> None:
        for number in range(100_000):
            progress.report(number, 100_000)
            rounds.append(number)
            begun.set()
            QThread.msleep(1)

    operation = Operation.reporting(operations, count).failure(heard.append).start()
    qtbot.waitUntil(begun.is_set)
    operation.progress.cancel()
    wait(qtbot, operations)

    assert [type(error) for error in heard] == [Cancelled]
    assert len(rounds) < 100_000


def test_progress_is_shown_only_to_those_who_wait_long(
    qtbot: QtBot, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sachmatuy_desktop.ui.operations.PATIENCE_MS", 20)
    gate = threading.Event()
    owner = QWidget()
    qtbot.addWidget(owner)

    def read(progress: Progress) -> None:
        progress.report(3, 10, "Đang nhập")
        gate.wait(5)

    operation = Operation.reporting(operations, read, owner)
    operation.with_progress("Đang đọc…", stoppable=True)
    operation.start()
    dialog = operation._dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: dialog._text.text() == "Đang nhập")
    assert (dialog._bar.value(), dialog._bar.maximum()) == (3, 10)
    dialog.reject()  # Escape asks to stop; the dialog stays until the work has ended
    assert dialog.isVisible()
    gate.set()
    wait(qtbot, operations)

    assert operation._dialog is None


def test_shutting_down_waits_for_what_is_under_way_and_tells_no_one(
    qtbot: QtBot, feedback: Feedback
) -> None:
    others = set(threading.enumerate())
    operations = Operations(feedback)
    done: list[str] = []
    told: list[str] = []

    def first() -> None:
        QThread.msleep(30)
        done.append("first")

    Operation(operations, first).success(lambda _answer: told.append("first")).start()
    Operation(operations, lambda: done.append("second")).start()
    operations.shut_down()
    QApplication.processEvents()

    assert done[:1] == ["first"]
    assert told == []
    begun = set(threading.enumerate()) - others
    assert not [each for each in begun if each.name.startswith("office")]


def test_a_finished_piece_of_work_is_let_go(qtbot: QtBot, operations: Operations) -> None:
    operation = Operation(operations, lambda: None).start()
    wait(qtbot, operations)
    gone = weakref.ref(operation)
    del operation
    gc.collect()

    assert gone() is None


def test_a_notice_offers_the_way_back_and_never_takes_the_keyboard(qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(900, 500)
    qtbot.addWidget(host)
    host.show()
    undone: list[str] = []
    toast = Toast(host)
    toast.tell("Đã xong: Sửa hộ", Tone.GOOD, lambda: undone.append("hộ"))

    assert toast.text.text() == "Đã xong: Sửa hộ"
    assert host.rect().contains(toast.geometry())
    toast.undo.click()
    assert undone == ["hộ"]
    assert toast.isHidden()


def test_a_report_can_be_copied(qtbot: QtBot) -> None:
    dialog = ReportDialog("ZeroDivisionError")
    qtbot.addWidget(dialog)
    dialog.copy.click()

    assert QApplication.clipboard().text() == "ZeroDivisionError"
