"""Work done in a process of its own: its start is timed from outside, its memory is its own.

`python -m benchmarks.children WHAT FOLDER` prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.table import NotMeasured

ROOT = Path(__file__).resolve().parents[2]


_UNCOMPILED: Final = "PYTHONDONTWRITEBYTECODE"
"""Where this is set every start would compile the program anew, which no installed one does."""


def child(what: str, folder: Path) -> dict[str, Any]:
    """Run one of the functions below in a process of its own; `started` is when it was called."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "packaging")])
    settings = {
        **{name: value for name, value in os.environ.items() if name != _UNCOMPILED},
        "PYTHONPATH": paths,
        "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
    }
    command = [sys.executable, "-m", "benchmarks.children", what, str(folder)]
    started = time.perf_counter()
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotMeasured(f"the process for it ended with: {last}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**answer, "started": started}


def memory_mib() -> dict[str, float | None]:
    """What this process holds now and has held at most; nothing where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {"now": None, "peak": None}
    words = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
    return {
        name: int(words[key].split()[0]) / 1024
        for name, key in (("now", "VmRSS"), ("peak", "VmHWM"))
    }


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


# -- windows ---------------------------------------------------------------------------------------


def _when_painted(app: Any) -> None:
    """Say when the first window has been painted, and end the process there.

    A window is exposed and painted in one go.  It is looked for whenever nothing else is to be
    done: a filter of all events would cost more than many a window.
    """
    from PySide6.QtCore import QTimer  # noqa: PLC0415  (this process is timed)

    def look() -> None:
        if any(each.isExposed() for each in app.topLevelWindows()):
            _tell_and_leave()

    watch = QTimer(app)
    watch.timeout.connect(look)
    watch.start(0)


def _tell_and_leave() -> None:
    _say({"painted": time.perf_counter()})
    os._exit(0)


def empty_window(_folder: Path) -> None:
    """The least that PySide6 can show."""
    from PySide6.QtWidgets import QApplication, QWidget  # noqa: PLC0415

    app = QApplication([])
    _when_painted(app)
    window = QWidget()
    window.show()
    app.exec()


def first_window(folder: Path) -> None:
    """The program as a double click starts it where an office lies: it asks for the passphrase.

    `folder` bears the name that the program looks for.
    """
    from PySide6 import QtWidgets  # noqa: PLC0415  (this process is timed)

    from sachmatuy_desktop.cli import main  # noqa: PLC0415

    class Watched(QtWidgets.QApplication):
        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            _when_painted(self)

    QtWidgets.QApplication = Watched  # type: ignore[misc,assignment]
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(folder.parent)
    main([])


def open_office(folder: Path) -> None:
    """The office in its window, the list of all people painted."""
    from benchmarks.commune import CHEAP, PASSPHRASE, bench_clock  # noqa: PLC0415
    from sachmatuy_desktop.services.office import unlock  # noqa: PLC0415
    from sachmatuy_desktop.ui.application import open_window  # noqa: PLC0415
    from sachmatuy_desktop.ui.dress import make_application  # noqa: PLC0415

    app = make_application()
    office = unlock(folder, "an", PASSPHRASE, bench_clock(99), CHEAP)
    window = open_window(app, office)
    window.resize(1366, 728)
    window.show()
    for page in window.page_ids:
        window.open_page(page)
        _let_it_paint(app)
    window.open_page("people")
    _let_it_paint(app)
    _say({**memory_mib(), "pages": len(window.page_ids)})
    os._exit(0)


def _let_it_paint(app: Any) -> None:
    """Until nothing has happened for a fifth of a second."""
    until = time.perf_counter() + 0.2
    while time.perf_counter() < until:
        app.processEvents()


# -- merging ---------------------------------------------------------------------------------------


def merge_all(folder: Path) -> None:
    """Take every bundle of `folder/stick` in at the office of `folder/office`."""
    from benchmarks.commune import CHEAP, PASSPHRASE, bench_clock  # noqa: PLC0415
    from benchmarks.merging import take_in  # noqa: PLC0415
    from sachmatuy_desktop.services.office import unlock  # noqa: PLC0415

    office = unlock(folder / "office", "an", PASSPHRASE, bench_clock(98), CHEAP)
    before = memory_mib()["now"]
    each, settling = [], 0.0
    for stick in sorted((folder / "stick").glob("*.smt")):
        begun = time.perf_counter()
        take_in(office, stick)
        each.append(time.perf_counter() - begun)
        while office.store.search_is_behind:
            office.store.settle_search()
        settling += time.perf_counter() - begun - each[-1]
    people = office.queries.count("people")
    office.close()
    _say(
        {"seconds": each, "settling": settling, "people": people, "before": before, **memory_mib()}
    )


WORK: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (empty_window, first_window, open_office, merge_all)
}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]))
