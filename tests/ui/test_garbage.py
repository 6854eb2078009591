"""Widgets nobody holds any more are taken apart on the window's thread, never on the worker's."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.garbage import collect_on_window_thread
from sachmatuy_desktop.ui.operations import Operation


def closed_dialog(gone_on: list[str]) -> weakref.ref[QWidget]:
    """A widget left in a reference cycle, as every dialog with a lambda on a button is."""
    widget = QWidget()
    widget.myself = widget  # type: ignore[attr-defined]
    return weakref.ref(widget, lambda _: gone_on.append(threading.current_thread().name))


def make_garbage() -> int:
    """Enough cycles that Python's own collector would come by many times."""
    for _number in range(50_000):
        cycle: list[object] = []
        cycle.append(cycle)
    return gc.get_count()[0]


def test_the_worker_never_takes_a_widget_apart(
    qapp: QApplication, desk: Desk, settled: Callable[[], None]
) -> None:
    gone_on: list[str] = []
    dialog = closed_dialog(gone_on)
    Operation(desk.operations, make_garbage).start()
    settled()
    rounds = collect_on_window_thread(qapp)

    while rounds.make():
        pass
    gc.collect()

    assert dialog() is None
    assert gone_on == [threading.main_thread().name]
    assert not gc.isenabled()
