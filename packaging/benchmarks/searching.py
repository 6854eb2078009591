"""Typing over 100,000 people in the real window, each key to a list that is painted.

The clock runs from the key event to the end of the paint that shows the answer: key, search on its
thread, the first screen's rows, every cell.  The yardstick, taken in turn, is the bare trigram
query for the same text (for "nguyen" where it has no word of three letters).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget

from benchmarks import commune
from benchmarks.table import Measurement, NotMeasured, Pair, Workshop, seconds
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.preferences import MemoryPreferences

_STEP: Final = 20_000
_PATIENCE: Final = 5.0
_FIRST_PATIENCE: Final = 120.0
_MS: Final = 1000

KINDS: Final = {
    "one letter": ("n", "y", "đ"),
    "two letters": ("ng", "ye", "th"),
    "three": ("ngu", "yến", "lan"),
    "five": ("nguyễ", "khanh", "cuong"),
    "eight": ("nguyễn v", "tran thi", "bui duc an"),
    "numbers": (commune.citizen_number(4321)[-6:], "0620", "0912 34"),
    "no match": ("zzz", "nguyen zz", "999999999"),
    "many": ("09", "thon s", "062"),
}
"""What is typed, by what makes it hard; the last key of each is timed."""


def keystroke(workshop: Workshop) -> Measurement:
    """The last key of every text, on the people's page and in the one search box."""
    office = _crowd(workshop)
    app, window, page = _at_the_list(office)
    boxes = {"list": page.search, "box": window.search}
    window.search.setFocus()
    window.search.insert("a")  # its list is made at the first letter ever typed
    _settle(app, window)
    times: dict[tuple[str, str], list[float]] = {}
    pair = Pair()
    bare = _trigrams(office)
    for _ in range(workshop.scale.rounds):
        for kind, texts in KINDS.items():
            for typed in texts:
                theirs = seconds(lambda: _bare(bare, typed))  # noqa: B023
                for where, line in boxes.items():
                    ours = _type(app, window, page, line, typed)
                    times.setdefault((where, kind), []).append(ours)
                    if where == "list":
                        pair.add(ours, theirs)
    people = office.queries.count("people")
    window.desk.operations.shut_down()
    window.deleteLater()
    office.close()
    return pair.measurement("ms", f"{people:,} people; median/95th: {_told(times)}")


def _told(times: dict[tuple[str, str], list[float]]) -> str:
    """Every kind with its median and its 95th percentile, then all of the list and of the box."""
    lines = [f"{kind} {_both(times['list', kind])}" for kind in KINDS]
    for where, words in (("list", "the list in all"), ("box", "the one search box in all")):
        every = [
            each for (place, _kind), taken in times.items() if place == where for each in taken
        ]
        lines.append(f"{words} {_both(every)} ms")
    return ", ".join(lines)


def _both(taken: Sequence[float]) -> str:
    last = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return f"{statistics.median(taken) * _MS:.0f}/{last * _MS:.0f}"


def _crowd(workshop: Workshop) -> Office:
    office = commune.new_office(workshop.room("search") / "office", "xa-23537@1", "commune", 1)
    for first in range(0, workshop.scale.searched, _STEP):
        with office.store.begin(Act("sheet.import", office.account.name)) as work:
            commune.settle(work, min(_STEP, workshop.scale.searched - first), first)
            work.commit()
    commune.settle_search(office)
    return office


def _at_the_list(office: Office) -> tuple[QApplication, MainWindow, RecordList]:
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)  # noqa: S101  (this process made it)
    theme.dress(app, theme.BASE_POINTS, theme.load_fonts())
    window = open_window(app, office, MemoryPreferences())
    window.resize(1366, 768)
    window.show()
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)  # noqa: S101  (the page of that name)
    page.side.choose("all")
    # The first time, what is worked out from all the records is made beside the window.
    _until(
        app,
        lambda: not window.desk.operations.is_busy and page.list.model.rowCount() > 0,
        _FIRST_PATIENCE,
    )
    return app, window, page.list


# -- one key ---------------------------------------------------------------------------------------


class _Painted(QObject):
    """Sees one of some widgets painted after something has become true."""

    def __init__(self, widgets: Sequence[QWidget], ready: Callable[[], bool]) -> None:
        super().__init__()
        self.seen = False
        self._ready = ready
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Every event of the widgets passes here before they see it."""
        if event.type() == QEvent.Type.Paint and self._ready():
            self.seen = True
        return False


def _type(
    app: QApplication, window: MainWindow, page: RecordList, line: QLineEdit, typed: str
) -> float:
    """Seconds from the last key of a text to the paint that shows what it finds."""
    line.setFocus()
    line.clear()
    line.insert(typed[:-1])
    _settle(app, window)
    painted = _watch_box(window) if line is window.search else _watch_list(page, typed)
    key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, typed[-1])
    begun = perf_counter()
    QApplication.sendEvent(line, key)
    _until(app, lambda: painted.seen or (line is page.search and _is_empty(page, typed)))
    app.processEvents()
    taken = perf_counter() - begun
    _settle(app, window)
    return taken


def _watch_list(page: RecordList, typed: str) -> _Painted:
    """The table, or what stands there when nothing is found."""
    shown = [page.table.viewport(), page.empty_text]
    return _Painted(shown, lambda: page.model.view.search == typed)


def _is_empty(page: RecordList, typed: str) -> bool:
    """Where nothing was found before either, nothing is painted again."""
    return page.model.view.search == typed and not page.model.rowCount()


def _watch_box(window: MainWindow) -> _Painted:
    """The list under the box, once it says something new."""
    before = window.search.suggestions
    shown = window.findChildren(QListView, "found")
    return _Painted(
        [each.viewport() for each in shown], lambda: window.search.suggestions is not before
    )


def _settle(app: QApplication, window: MainWindow) -> None:
    operations = window.desk.operations
    app.processEvents()  # what the keys set off
    app.processEvents()
    _until(app, lambda: not operations.is_busy and not operations.finder.is_busy)
    app.processEvents()


def _until(app: QApplication, true: Callable[[], bool], patience: float = _PATIENCE) -> None:
    begun = perf_counter()
    while not true():
        app.processEvents()
        if perf_counter() - begun > patience:
            raise NotMeasured("the window did not answer")


# -- the yardstick ---------------------------------------------------------------------------------


def _trigrams(office: Office) -> Any:
    """A cursor on a plain trigram table of everybody's name and numbers, as FTS5 makes it."""
    connection = office.store.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(
        "CREATE VIRTUAL TABLE temp.bare USING fts5(text, content='', tokenize='trigram')"
    )
    people = office.queries.ids("people")
    for first in range(0, len(people), _STEP):
        rows = office.queries.rows("people", people[first : first + _STEP]).values()
        texts = [
            (fold(f"{row['full_name']} {row['citizen_number']} {row['phone']}"),) for row in rows
        ]
        cursor.executemany("INSERT INTO bare(text) VALUES (?)", texts)
    return cursor


def _bare(cursor: Any, typed: str) -> None:
    words = [word for word in fold(typed).split() if len(word) >= 3] or ["nguyen"]
    phrase = " AND ".join(f'"{word}"' for word in words)
    cursor.execute("SELECT rowid FROM bare WHERE bare MATCH ? LIMIT 100", (phrase,)).fetchall()
