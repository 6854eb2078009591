"""Typing into the search box over 100,000 people, letter by letter, to a list that is painted."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QApplication, QTableView

from benchmarks import commune
from benchmarks.table import Measurement, Pair, Workshop, seconds
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import Act
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View

TYPED = ("Nguyễn Văn Bình", "tran thi mai", commune.citizen_number(4321), "Siu Kim Yến")
_STEP = 20_000


def keystroke(workshop: Workshop) -> Measurement:
    """Every keystroke from the third letter on: ids in order, the first page, every cell painted.

    The yardstick is what the search index alone takes to name the rows.
    """
    office = _crowd(workshop)
    app = QApplication.instance() or QApplication(["bench"])
    model = RecordTableModel(office.queries, REGISTERS["people"])
    view = QTableView()
    view.setModel(model)
    view.resize(1000, 700)
    view.show()
    pair, found = Pair(), 0
    with office.store.reading() as connection:
        bare = connection.connection.cursor()
        for _ in range(workshop.scale.rounds):
            for typed in _keystrokes():
                ours = seconds(lambda: _type(app, model, view, typed))  # noqa: B023
                pair.add(ours, seconds(lambda: _bare(bare, typed)))  # noqa: B023
                found = max(found, len(model.ids))
    people = office.queries.count("people")
    office.close()
    worst = max(pair.ours) * 1000
    tenth = statistics.quantiles(pair.ours, n=10)[-1] * 1000
    return pair.measurement(
        "ms",
        f"{people:,} people; one in ten takes {tenth:.0f} ms or more, the slowest {worst:.0f} ms"
        f" (a keystroke may find {found:,} people)",
    )


def _crowd(workshop: Workshop) -> Office:
    office = commune.new_office(workshop.room("search") / "office", "xa-23537@1", "commune", 1)
    for first in range(0, workshop.scale.searched, _STEP):
        with office.store.begin(Act("sheet.import", office.account.name)) as work:
            commune.settle(work, min(_STEP, workshop.scale.searched - first), first)
            work.commit()
    return office


def _keystrokes() -> Iterator[str]:
    for text in TYPED:
        for end in range(3, len(text) + 1):
            if text[end - 1] != " ":
                yield text[:end]


def _type(app: Any, model: RecordTableModel, view: QTableView, typed: str) -> None:
    model.show_view(View(search=typed))
    view.grab()
    app.processEvents()


def _bare(cursor: Any, typed: str) -> None:
    words = [word for word in fold(typed).split() if len(word) >= 3]
    phrase = " AND ".join(f'"{word}"' for word in words)
    cursor.execute(
        "SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT 100", (phrase,)
    ).fetchall()
